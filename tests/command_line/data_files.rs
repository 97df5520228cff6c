//! What stands in a data folder in the place of a file: every reader says so at once, instead of waiting or filling the
//! memory.

#![cfg(target_os = "linux")]

use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::program::{ANTRE, Run, run};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

/// Runs the program, which would not come back by itself if it waited for a pipe, and would fill this memory.
fn limited(office: &TempOffice, verb: &str) -> Run {
    let text = r#"ulimit -v 800000; exec timeout 60 "$1" --data "$2" $3"#;
    let mut command = Command::new("sh");
    run(command.args(["-c", text, "sh", ANTRE]).arg(office.path()).arg(verb))
}

/// Puts something that is no file where a file is read, and expects `said` of it.
#[track_caller]
fn check(place: &str, verb: &str, put: impl Fn(&Path), said: &str) {
    let logo = if place == "logo.png" { "logo = \"logo.png\"" } else { "logo = \"\"" };
    let office = TempOffice::new(&magetan().replacen("logo = \"\"", logo, 1));
    let path = office.file(place);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    // What stood there, if anything did, makes room.
    let _ = fs::remove_file(&path);
    put(&path);
    let told = limited(&office, verb);
    let name = path.file_name().unwrap().to_str().unwrap();
    let words = format!("{}{}", told.stdout, told.stderr);
    assert_eq!(told.code, Some(1), "{place}: {told:?}");
    assert!(words.contains(said) && words.contains(name), "{place}: {told:?}");
}

const PLACES: [(&str, &str); 6] = [
    ("office.toml", "board"),
    ("logo.png", "check"),
    ("printer-profiles/own.toml", "check"),
    ("fonts/thai.ttf", "check"),
    ("voice/id/pack.toml", "voice check --lang id"),
    ("voice/id/digit-0.wav", "voice check --lang id"),
];

#[test]
fn a_pipe_in_the_place_of_a_file_is_said() {
    let pipe = |path: &Path| {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    };
    PLACES
        .iter()
        .for_each(|(place, verb)| check(place, verb, pipe, "it is a named pipe, and no file"));
}

#[test]
fn a_file_that_never_ends_is_said() {
    let endless = |path: &Path| symlink("/dev/zero", path).unwrap();
    PLACES
        .iter()
        .for_each(|(place, verb)| check(place, verb, endless, "it is a device, and no file"));
}

#[test]
fn a_file_that_is_far_too_large_is_said() {
    // Without blocks on the disk.
    let huge = |path: &Path| fs::File::create(path).unwrap().set_len(9 << 30).unwrap();
    PLACES.iter().for_each(|(place, verb)| check(place, verb, huge, "it has more than the"));
}

#[test]
fn a_pin_without_an_end_is_no_pin() {
    let office = TempOffice::new(&magetan());
    let text = r#"ulimit -v 800000; exec timeout 60 "$1" --data "$2" officer add sari --name Sari --pin-stdin </dev/zero"#;
    let mut command = Command::new("sh");
    let told = run(command.args(["-c", text, "sh", ANTRE]).arg(office.path()));
    assert!(told.complaint().starts_with("a PIN has 4 to 8 digits"));
}

fn pipe(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    // What stood there, if anything did, makes room.
    let _ = fs::remove_file(path);
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_pipe_among_the_small_files_of_programs_holds_nobody_up() {
    for name in ["locks/seen", "locks/open", "locks/display-utara"] {
        let office = TempOffice::new(&magetan());
        office.antre("issue K").ok();
        pipe(&office.file(name));
        let told = limited(&office, "check").complaint_of(name);
        assert!(told.contains("is a named pipe, where programs need a file"), "{told}");
        for verb in ["board", "issue K", "backup"] {
            limited(&office, verb).ok();
        }
        fs::remove_file(office.queue()).unwrap();
        let told = limited(&office, "init --queue");
        assert!(told.code.is_some_and(|code| code <= 1), "{told:?}");
    }
}

#[test]
fn what_is_no_file_in_the_place_of_the_queue_or_its_locks_is_named() {
    let office = TempOffice::new(&magetan());
    office.antre("issue K").ok();
    pipe(&office.file("locks/gate.lock"));
    for verb in ["board", "issue K"] {
        let told = limited(&office, verb).complaint();
        assert!(told.contains("locks/gate.lock cannot be used"), "{told}");
    }
    fs::remove_dir_all(office.file("locks")).unwrap();
    fs::write(office.file("locks"), "").unwrap();
    let told = limited(&office, "issue K").complaint();
    assert!(told.contains("locks cannot be used") && !told.contains("gate"), "{told}");
    let told = limited(&office, "check").complaint_of("is an ordinary file");
    assert!(told.contains("locks is an ordinary file, where programs need a folder"), "{told}");
    fs::remove_file(office.file("locks")).unwrap();

    fs::create_dir(office.file("queue.db-wal")).unwrap();
    let told = limited(&office, "board").complaint();
    assert!(told.contains("queue.db-wal") && told.ends_with("Move it away"), "{told}");
    fs::remove_dir(office.file("queue.db-wal")).unwrap();
    let copy = office.file("pipe.db");
    pipe(&copy);
    let told = limited(&office, &format!("restore {}", copy.display())).complaint();
    assert!(told.contains("is no copy of a queue"), "{told}");
    pipe(&office.queue());
    let told = limited(&office, "board").complaint();
    assert!(told.starts_with("in the place of the queue"), "{told}");
}
