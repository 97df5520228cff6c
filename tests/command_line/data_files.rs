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
