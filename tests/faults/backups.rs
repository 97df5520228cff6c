//! `antre backup` and `antre restore`: an office in a folder of its own, and back again, with nothing given twice.

use crate::support::offices::magetan;
use crate::support::process::Helper;
use crate::support::program::{ANTRE, Run, run};
use crate::support::{TempOffice, left_out};
use antre::store::sqlite::restore;
use rusqlite::Connection;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

fn antre(folder: &Path, arguments: &[&str]) -> Run {
    run(Command::new(ANTRE).arg("--data").arg(folder).args(arguments))
}

fn back_up(office: &TempOffice) -> PathBuf {
    office.antre("backup --json").json()["path"].as_str().unwrap().into()
}

fn waiting(folder: &Path) -> serde_json::Value {
    antre(folder, &["board", "--json"]).json()["waiting"].clone()
}

#[test]
fn a_backup_is_the_office_in_a_folder_while_everybody_works() {
    let office = TempOffice::new(&magetan());
    fs::create_dir(office.file("fonts")).unwrap();
    fs::write(office.file("fonts/readme.txt"), "ours").unwrap();
    let mut window = Helper::start("stay", office.path(), 3);
    window.ready();
    let path = back_up(&office);
    assert!(path.starts_with(office.file("backups")), "{path:?}");
    let folder = path.parent().unwrap();
    assert_eq!(fs::read_to_string(folder.join("fonts/readme.txt")).unwrap(), "ours");
    assert_eq!(waiting(folder), 3, "it is an office by itself");
    window.finish();
    let elsewhere = tempfile::tempdir().unwrap();
    let said = antre(office.path(), &["backup", elsewhere.path().to_str().unwrap()]).ok();
    assert!(said.contains("3 tickets and 3 events, checked"), "{said}");
    assert!(said.starts_with(elsewhere.path().to_str().unwrap()), "{said}");
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_a_backup_and_it_belongs_to_whoever_owns_the_data_folder() {
    use std::os::unix::fs::{MetadataExt, chown};
    let office = TempOffice::new(&magetan());
    let is_root = rustix::process::geteuid().is_root();
    if is_root {
        chown(office.path(), Some(4242), Some(4243)).unwrap();
    } else {
        left_out("not root, so the folder is not another user's");
    }
    let path = back_up(&office);
    let of = |path: &Path| fs::metadata(path).unwrap();
    assert_eq!(of(&path).mode() & 0o777, 0o600);
    assert_eq!(of(path.parent().unwrap()).mode() & 0o077, 0);
    let office_file = path.with_file_name("office.toml");
    let (owner, made) = (of(office.path()).uid(), [&path, &office_file, &office.file("backups")]);
    assert!(made.iter().all(|path| of(path).uid() == owner), "{made:?}");
}

#[test]
fn restore_takes_a_morning_back_says_what_is_missing_and_gives_no_number_twice() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let path = back_up(&office);
    for _ in 0..4 {
        office.antre("issue T --case baru").ok();
    }
    let said = antre(office.path(), &["restore", path.to_str().unwrap()]).ok();
    assert!(said.contains(" is missing; its numbers are not given again."), "{said}");
    assert_eq!(waiting(office.path()), 1);
    assert!(
        office.antre("issue T --case baru").ok().starts_with("T006: "),
        "T002 to T005 are on paper"
    );
    assert!(office.antre("check").ok().contains("queue.db: good"));
    // What was there is kept.
    let kept = said.lines().last().unwrap().strip_prefix("What was there before is kept in ");
    let kept = PathBuf::from(kept.unwrap().trim_end_matches('.'));
    fs::copy(office.file("office.toml"), kept.join("office.toml")).unwrap();
    assert_eq!(waiting(&kept), 5);
    // The older queue is no longer the one of this folder.
    fs::copy(kept.join("queue.db"), office.queue()).unwrap();
    assert!(office.antre("board").refusal().contains("is not the one that was used here"));
}

#[test]
fn restore_lists_the_officers_that_come_back() {
    let office = TempOffice::new(&magetan());
    for id in ["wati", "tono"] {
        office.antre(&format!("officer add {id} --name {id} --role teknisi")).ok();
    }
    let path = back_up(&office);
    office.antre("officer remove wati").ok();
    let answer = antre(office.path(), &["restore", path.to_str().unwrap(), "--json"]).json();
    assert_eq!(answer["come_back"], serde_json::json!(["wati"]));
    assert_eq!(answer["missing_until"], serde_json::Value::Null);
}

#[test]
fn restore_refuses_while_programs_run_and_what_is_no_queue() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let path = back_up(&office);
    let mut window = Helper::start("stay", office.path(), 1);
    window.ready();
    let restore =
        |path: &Path| antre(office.path(), &["restore", path.to_str().unwrap()]).refusal();
    let said = restore(&path);
    assert!(said.starts_with("programs of this office are running"), "{said}");
    assert!(said.contains("close them all"), "{said}");
    window.finish();
    let before = fs::read(office.queue()).unwrap();
    fs::write(office.file("text"), "not a queue, but long enough to be looked at".repeat(99))
        .unwrap();
    let said = restore(&office.file("text"));
    assert!(said.ends_with("text cannot be taken back; nothing was changed"), "{said}");
    assert!(restore(&office.file("nowhere")).starts_with("there is no copy "));
    assert!(fs::read(office.queue()).unwrap() == before);
    assert_eq!(waiting(office.path()), 2);
}

#[test]
fn restore_names_the_programs_that_run_and_no_others() {
    let office = TempOffice::new(&magetan());
    let path = back_up(&office);
    let verb = "printer watch --printer tcp://127.0.0.1:1 --profile epson-tm-t20iii";
    let mut watch = office.command(verb).stdout(Stdio::piped()).spawn().unwrap();
    BufReader::new(watch.stdout.as_mut().unwrap()).read_line(&mut String::new()).unwrap();
    // A verb that prints holds a printer, and does not have to be closed.
    let _printer =
        office.data().try_lock("printer-id-kios-0123456789abcdef.lock").unwrap().unwrap();
    let _wall = office.data().try_lock("display-utara.lock").unwrap().unwrap();
    let _counter = office.data().try_counter(3).unwrap().unwrap();
    let said = antre(office.path(), &["restore", path.to_str().unwrap()]).refusal();
    // Before anything is asserted: it would go on for ever.
    watch.kill().unwrap();
    watch.wait().unwrap();
    assert!(said.contains("(console 3, display-utara, printer watch)"), "{said}");
}

#[test]
fn a_fault_of_a_copy_names_the_file_that_was_given() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let path = back_up(&office);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes.truncate(middle);
    fs::write(&path, &bytes).unwrap();
    for damaged in [path, office.file("text")] {
        fs::write(office.file("text"), "not a queue, but long enough to be looked at".repeat(99))
            .unwrap();
        let told = antre(office.path(), &["restore", damaged.to_str().unwrap()]);
        assert_eq!(told.code, Some(1), "{told:?}");
        assert!(!told.stderr.contains("restoring"), "{told:?}");
        let named = told.stderr.matches(damaged.to_str().unwrap()).count();
        assert!(named >= 2, "in the sentence and its cause: {told:?}");
    }
}

#[test]
fn a_damaged_queue_leads_on_to_its_newest_backup() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    damage(&office);
    let said = office.antre("board").refusal();
    assert!(
        said.contains("There is no backup of it here") && said.contains("--new-queue"),
        "{said}"
    );
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let path = back_up(&office);
    damage(&office);
    let said = office.antre("board").refusal();
    let newest = path.parent().unwrap().display().to_string();
    assert!(said.contains(&format!("`antre restore {newest}`")), "{said}");
    antre(office.path(), &["restore", &newest]).ok();
    assert_eq!(waiting(office.path()), 1);
}

fn damage(office: &TempOffice) {
    let mut bytes = fs::read(office.queue()).unwrap();
    bytes[..200].fill(0xa5);
    fs::write(office.queue(), bytes).unwrap();
}

#[test]
fn what_is_no_queue_makes_room_for_a_new_one_and_is_kept() {
    type Harm = fn(&TempOffice);
    let harms: [Harm; 3] = [
        damage,
        |office| {
            fs::remove_file(office.queue()).unwrap();
            fs::create_dir(office.queue()).unwrap();
        },
        |office| {
            fs::write(office.queue(), "").unwrap();
            fs::write(office.file("queue.db-wal"), "the newest changes").unwrap();
        },
    ];
    for harm in harms {
        let office = TempOffice::new(&magetan());
        (0..3).for_each(|_| drop(office.antre("issue T --case baru").ok()));
        harm(&office);
        let said = office.antre("issue T --case baru").refusal();
        assert!(said.contains("queue.db"), "{said}");
        let said = office.antre("init --new-queue").ok();
        let kept = said.lines().next().unwrap();
        let kept = kept.strip_prefix("What was in the place of the queue is kept in ").unwrap();
        let kept = Path::new(kept.trim_end_matches('.'));
        assert!(kept.join("queue.db").exists(), "{said}");
        assert!(said.contains("go on behind T003"), "{said}");
        assert!(office.antre("issue T --case baru").ok().starts_with("T004: "));
    }
    // A healthy one never makes room.
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let said = office.antre("init --new-queue").refusal();
    assert!(said.starts_with("there is a queue already"), "{said}");
}

#[test]
fn a_verb_that_races_restore_gives_no_number_twice() {
    let office = TempOffice::new(&magetan());
    office.antre("issue R").ok();
    let path = back_up(&office);
    let runs: Vec<Run> = thread::scope(|scope| {
        let issuing = scope.spawn(|| (0..40).map(|_| office.antre("issue R")).collect());
        for _ in 0..8 {
            antre(office.path(), &["restore", path.to_str().unwrap()]).ok();
        }
        issuing.join().unwrap()
    });
    let mut given = vec!["R001".to_owned()];
    for run in runs {
        match run.code {
            Some(0) => given.push(run.stdout.split(':').next().unwrap().to_owned()),
            // It had the file of before open when another one took its place, and gave nothing.
            _ => {
                let said = run.complaint();
                assert!(said.contains("was moved away or replaced while in use"), "{said}");
            }
        }
    }
    assert!(given.windows(2).all(|pair| pair[0] < pair[1]), "{given:?}");
    assert!(given.len() > 10, "{given:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn whoever_comes_while_the_file_is_exchanged_waits_for_it() {
    let office = TempOffice::new(&magetan());
    office.antre("issue R").ok();
    let gate = fs::File::create(office.file("locks/gate.lock")).unwrap();
    gate.lock().unwrap();
    let aside = office.file("aside.db");
    fs::rename(office.queue(), &aside).unwrap();
    let mut coming = Command::new(ANTRE)
        .arg("--data")
        .arg(office.path())
        .args(["issue", "R"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let open = format!("/proc/{}/fd", coming.id());
    let stands_there = || {
        let mut files = fs::read_dir(&open).into_iter().flatten().flatten();
        files.any(|file| fs::read_link(file.path()).is_ok_and(|to| to.ends_with("gate.lock")))
    };
    while !stands_there() {
        assert_eq!(coming.try_wait().unwrap(), None, "it did not wait");
        thread::yield_now();
    }
    fs::rename(&aside, office.queue()).unwrap();
    drop(gate);
    let run = Run::from(coming.wait_with_output().unwrap());
    assert!(run.ok().starts_with("R002: "));
}

#[test]
fn restore_fills_an_empty_folder() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let path = back_up(&office);
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("new");
    antre(&new, &["restore", path.parent().unwrap().to_str().unwrap()]).ok();
    assert_eq!(waiting(&new), 1);
    assert!(antre(&new, &["issue", "R"]).ok().starts_with("R001: "));
}

#[test]
fn whoever_has_nothing_but_a_copy_without_its_log_goes_on_with_it_and_is_told() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let mut window = Helper::start("stay", office.path(), 2);
    window.ready();
    let folder = tempfile::tempdir().unwrap();
    for name in ["queue.db", "office.toml"] {
        fs::copy(office.file(name), folder.path().join(name)).unwrap();
    }
    let queue = folder.path().join("queue.db");
    assert_eq!(antre(folder.path(), &["board"]).code, Some(1));
    let said = antre(folder.path(), &["restore", queue.to_str().unwrap()]).ok();
    assert!(said.contains("what stood in its queue.db-wal is missing"), "{said}");
    assert_eq!(waiting(folder.path()), 1);
    drop(window);
}

#[test]
fn restore_goes_on_with_the_numbers_of_every_day() {
    let office = TempOffice::new(&magetan());
    let path = back_up(&office);
    let file = Connection::open(office.queue()).unwrap();
    let numbers =
        "INSERT INTO series (business_day, series, last_serial) VALUES ('2031-01-02', 'T', 7)";
    file.execute(numbers, []).unwrap();
    drop(file);
    office.antre("issue R").ok();
    antre(office.path(), &["restore", path.to_str().unwrap()]).ok();
    let file = Connection::open(office.queue()).unwrap();
    let ask = "SELECT last_serial FROM series WHERE business_day = '2031-01-02'";
    assert_eq!(file.query_row(ask, [], |row| row.get::<_, i64>(0)).unwrap(), 7);
}

#[test]
fn what_one_restore_keeps_no_other_one_replaces() {
    let office = TempOffice::new(&magetan());
    let path = back_up(&office);
    office.antre("issue R").ok();
    let kept = office.file("backups/before");
    fs::create_dir_all(&kept).unwrap();
    restore(&path, &office.queue(), &kept).unwrap_err();
    assert_eq!(waiting(office.path()), 1, "the queue is as it was");
    restore(&path, &office.queue(), &office.file("backups/before-2")).unwrap();
    assert_eq!(waiting(office.path()), 0);
}

#[test]
fn whoever_fills_an_empty_folder_is_told_that_numbers_may_come_twice() {
    let office = TempOffice::new(&magetan());
    let path = back_up(&office);
    let folder = tempfile::tempdir().unwrap();
    let said = antre(folder.path(), &["restore", path.to_str().unwrap()]).ok();
    assert!(said.contains("would be given again"), "{said}");
    // A queue in which nothing ever happened knows no more.
    let folder = tempfile::tempdir().unwrap();
    antre(folder.path(), &["init"]).ok();
    let said = antre(folder.path(), &["restore", path.to_str().unwrap()]).ok();
    assert!(said.contains("would be given again"), "{said}");
}

#[test]
fn whoever_begins_anew_without_a_trace_of_the_numbers_is_told_that_they_begin_at_1() {
    let office = TempOffice::new(&magetan());
    office.antre("issue K").ok();
    fs::remove_file(office.queue()).unwrap();
    fs::remove_dir_all(office.file("locks")).unwrap();
    let said = office.antre("init --new-queue").ok();
    assert!(said.contains("so they begin at 001"), "{said}");
    assert!(office.antre("issue K").ok().starts_with("K001: "));
    fs::remove_file(office.queue()).unwrap();
    let said = office.antre("init --new-queue").ok();
    assert!(said.contains("go on behind K001"), "{said}");
    let first = tempfile::tempdir().unwrap();
    let said = antre(first.path(), &["init", "--new-queue"]).ok();
    assert!(!said.contains("begin at 001"), "there was nothing: {said}");
}

#[test]
fn a_queue_that_is_taken_back_without_its_office_says_so_and_names_its_clock() {
    let office = TempOffice::new(&magetan());
    office.antre("issue K").ok();
    let path = back_up(&office);
    let alone = tempfile::tempdir().unwrap();
    let copy = alone.path().join("copy.db");
    fs::copy(&path, &copy).unwrap();
    let folder = alone.path().join("new");
    let said = antre(&folder, &["restore", copy.to_str().unwrap()]).ok();
    assert!(said.lines().next().unwrap().ends_with(" UTC."), "{said}");
    assert!(said.contains("There is no ") && said.contains("office.toml"), "{said}");
    for (text, name) in [("", "empty.db"), ("root:x:0:0:root:/root:/bin/sh", "text.db")] {
        let file = alone.path().join(name);
        fs::write(&file, text).unwrap();
        let told = antre(&folder, &["restore", file.to_str().unwrap()]).stderr;
        assert!(told.contains("is no queue of Antre") && !told.contains("--data"), "{told}");
    }
}

#[test]
fn a_data_folder_that_cannot_be_made_is_told_alike_by_whoever_makes_one() {
    let office = TempOffice::new(&magetan());
    let copy = back_up(&office);
    // A file stands in its way.
    let folder = office.file("office.toml").join("antre");
    let refused = |arguments: &[&str]| antre(&folder, arguments).refusal();
    let said = refused(&["init", "--sample", "desa"]);
    let begin = format!("cannot create the folder {} (", folder.display());
    assert!(said.starts_with(&begin) && said.ends_with("choose another with --data"), "{said}");
    assert_eq!(refused(&["restore", copy.to_str().unwrap()]), said);
}
