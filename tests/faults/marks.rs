//! Programs that have the queue open for long mark it: a copy of the file alone is recognised, and so is a log that
//! belongs to another file.

use super::file::ALL;
use crate::support::offices::magetan;
use crate::support::process::{self, Helper};
use crate::support::program::ANTRE;
use crate::support::program::run;
use crate::support::terms::{issue, target};
use crate::support::{TempOffice, desk_in, left_out};
use antre::desk::PrinterUpdate;
use antre::domain::{PrintCause, PrinterState};
use antre::store::StoreError;
use antre::store::sqlite::{SqliteStore, Stay};
use rusqlite::Connection;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A helper's task: a window with this many tickets, open until the test lets it go.
pub fn stay(folder: &Path, tickets: u8) {
    let _open = Stay::begin(&folder.join("queue.db")).unwrap();
    let mut desk = desk_in(folder);
    (0..tickets).for_each(|_| drop(issue(&mut desk, 'T')));
    process::wait_for_the_start();
}

fn window(office: &TempOffice, tickets: u8) -> Helper {
    let mut window = Helper::start("stay", office.path(), tickets);
    window.ready();
    window
}

/// What `cp` copies of these names, in a folder of its own.
fn copy(office: &TempOffice, names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        fs::copy(office.file(name), folder.path().join(name)).unwrap();
    }
    folder
}

fn antre(folder: &Path, arguments: &str) -> crate::support::program::Run {
    run(Command::new(ANTRE).arg("--data").arg(folder).args(arguments.split(' ')))
}

/// Every verb refuses a copy in this folder, and a window, too.
fn is_refused(folder: &Path, sentence: &str) {
    let before = fs::read(folder.join("queue.db")).unwrap();
    for verb in ALL {
        let run = antre(folder, verb);
        let said = if verb == "check" { run.complaint() } else { run.refusal() };
        assert!(said.contains(sentence), "{verb}: {said}");
        assert!(said.contains("queue.db") && said.contains("Nothing was changed"), "{said}");
    }
    let said = Stay::begin(&folder.join("queue.db")).err().unwrap().to_string();
    assert!(said.contains(sentence), "{said}");
    assert!(fs::read(folder.join("queue.db")).unwrap() == before);
}

const LACKING: &str = "lacks its newest changes";
const OTHER: &str = "a queue.db-wal that belongs to another file";

fn waiting(folder: &Path) -> serde_json::Value {
    antre(folder, "board --json").json()["waiting"].clone()
}

#[test]
fn a_copy_of_the_file_alone_of_a_running_office_is_refused() {
    let office = TempOffice::new(&magetan());
    let window = window(&office, 3);
    let alone = copy(&office, &["queue.db", "office.toml"]);
    is_refused(alone.path(), LACKING);
    // With its log it has everything, though nobody closed it.
    let both = copy(&office, &["queue.db", "queue.db-wal", "office.toml"]);
    assert_eq!(waiting(both.path()), 3);
    assert!(antre(both.path(), "issue T --case baru").ok().starts_with("T004: "));
    // The running office itself is as it was, for verbs and for a second window.
    assert_eq!(waiting(office.path()), 3);
    drop(Stay::begin(&office.queue()).unwrap());
    assert!(office.antre("issue T --case baru").ok().starts_with("T004: "));
    window.finish();
    // Closed in peace, the file has everything in it.
    assert!(!office.file("queue.db-wal").exists());
    let closed = copy(&office, &["queue.db", "office.toml"]);
    assert_eq!(waiting(closed.path()), 4);
}

#[test]
fn a_window_that_is_killed_loses_nothing_and_the_next_one_clears_up() {
    let office = TempOffice::new(&magetan());
    for round in 1..=3 {
        window(&office, 2).kill();
        is_refused(copy(&office, &["queue.db", "office.toml"]).path(), LACKING);
        if round == 2 {
            // A verb clears up, too.
            assert_eq!(waiting(office.path()), 4);
        }
    }
    window(&office, 1).finish();
    assert_eq!(waiting(copy(&office, &["queue.db", "office.toml"]).path()), 7);
}

#[test]
fn a_log_that_was_taken_away_after_a_kill_is_missed() {
    let office = TempOffice::new(&magetan());
    window(&office, 3).kill();
    fs::rename(office.file("queue.db-wal"), office.file("away")).unwrap();
    let said = office.antre("issue T --case baru").refusal();
    assert!(said.contains("it ends at event 0, and programs have seen event 3"), "{said}");
    fs::rename(office.file("away"), office.file("queue.db-wal")).unwrap();
    assert!(office.antre("issue T --case baru").ok().starts_with("T004: "));
}

#[test]
fn a_log_that_was_taken_away_under_a_running_office_is_missed() {
    let office = TempOffice::new(&magetan());
    let window = window(&office, 3);
    fs::remove_file(office.file("queue.db-wal")).unwrap();
    is_refused(office.path(), LACKING);
    // The window still holds it, and leaves it in the file.
    window.finish();
    assert_eq!(waiting(office.path()), 3);
}

#[test]
fn a_log_of_another_file_is_never_taken() {
    let office = TempOffice::new(&magetan());
    office.antre("issue R").ok();
    fs::copy(office.queue(), office.file("older.db")).unwrap();
    window(&office, 3).kill();
    // The log of the killed window lies there, and somebody puts back an older file.
    fs::copy(office.file("older.db"), office.queue()).unwrap();
    is_refused(office.path(), OTHER);
    // Whoever takes that file back does not mix the two either: the log is kept as it is.
    let log = fs::read(office.file("queue.db-wal")).unwrap();
    let said = antre(office.path(), &format!("restore {}", office.file("older.db").display())).ok();
    let kept = said.lines().last().unwrap().strip_prefix("What was there before is kept in ");
    let kept = Path::new(kept.unwrap().trim_end_matches('.'));
    assert_eq!(fs::read(kept.join("queue.db-wal")).unwrap(), log);
    assert_eq!(antre(office.path(), "issue T --case baru").ok().split(':').next(), Some("T004"));
    // And a copy that was made in another session.
    let office = TempOffice::new(&magetan());
    window(&office, 3).kill();
    let other = TempOffice::new(&magetan());
    window(&other, 1).kill();
    fs::copy(other.queue(), office.queue()).unwrap();
    is_refused(office.path(), OTHER);
}

#[test]
fn another_file_under_a_running_office_is_refused_by_whoever_comes() {
    let office = TempOffice::new(&magetan());
    office.antre("issue R").ok();
    fs::copy(office.queue(), office.file("older.db")).unwrap();
    let window = window(&office, 3);
    fs::rename(office.file("older.db"), office.queue()).unwrap();
    let said = office.antre("issue R").refusal();
    assert!(said.contains(OTHER) || said.contains(LACKING), "{said}");
    window.finish();
    let said = office.antre("issue R").refusal();
    assert!(said.contains(OTHER), "{said}");
}

#[test]
fn a_torn_copy_is_looked_at_before_it_is_believed() {
    let office = TempOffice::new(&magetan());
    let window = window(&office, 3);
    let torn = copy(&office, &["queue.db", "queue.db-wal", "office.toml"]);
    // The log ends in the middle of what it should hold, and the file has pages of another moment.
    drop(window);
    let file = Connection::open(torn.path().join("queue.db")).unwrap();
    file.execute("UPDATE series SET last_serial = 1", []).unwrap();
    // As `cp` finds it: not closed.
    std::mem::forget(file);
    let said = antre(torn.path(), "board").refusal();
    assert!(said.contains("is damaged; nothing was changed"), "{said}");
}

#[test]
fn copies_that_sqlite_makes_have_no_mark() {
    let office = TempOffice::new(&magetan());
    let window = window(&office, 3);
    let folder = tempfile::tempdir().unwrap();
    SqliteStore::back_up(&office.queue(), &folder.path().join("queue.db"), &|| true).unwrap();
    fs::copy(office.file("office.toml"), folder.path().join("office.toml")).unwrap();
    assert_eq!(waiting(folder.path()), 3);
    drop(window);
}

#[test]
fn a_verb_alone_leaves_no_mark_and_no_log() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let file = Connection::open(office.queue()).unwrap();
    let mark: Option<String> =
        file.query_row("SELECT open_mark FROM queue_file", [], |row| row.get(0)).unwrap();
    drop(file);
    assert_eq!(mark, None);
    assert!(!office.file("locks/open").exists() && !office.file("queue.db-wal").exists());
}

/// Who stays until a signal asks for the end, and has said its first line.
#[cfg(unix)]
fn watch(office: &TempOffice) -> (Child, BufReader<ChildStdout>) {
    let verb = "printer watch --printer tcp://127.0.0.1:1 --profile epson-tm-t20iii";
    let mut watch = office.command(verb).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(watch.stdout.take().unwrap());
    said.read_line(&mut String::new()).unwrap();
    assert!(office.file("locks/open").exists(), "it has the queue open");
    (watch, said)
}

#[cfg(unix)]
fn is_closed_in_peace(office: &TempOffice) {
    assert!(!office.file("queue.db-wal").exists() && !office.file("locks/open").exists());
    let alone = copy(office, &["queue.db", "office.toml"]);
    assert_eq!(waiting(alone.path()), 0);
}

/// Whether whoever has started the tests had them ignore a signal (`nohup`).
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & (1 << (signal - 1)) != 0)
}

#[cfg(unix)]
#[test]
fn whoever_stays_ends_in_peace_when_a_signal_asks_for_it() {
    use rustix::process::{Pid, Signal, kill_process};
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        if is_ignored(signal.as_raw()) {
            left_out(&format!(
                "{signal:?} is ignored by what has started the tests, and so by every program"
            ));
            continue;
        }
        let office = TempOffice::new(&magetan());
        let (mut watch, _said) = watch(&office);
        kill_process(Pid::from_child(&watch), signal).unwrap();
        assert_eq!(watch.wait().unwrap().code(), Some(0), "{signal:?}");
        is_closed_in_peace(&office);
        let log = office.antre("log --program cli-printer-watch").ok();
        assert!(log.contains("asked to end") && log.contains("ended code=0"), "{log}");
    }
}

#[cfg(unix)]
#[test]
fn whoever_stays_ends_in_peace_when_nobody_listens_any_more() {
    let office = TempOffice::new(&magetan());
    let (mut watch, said) = watch(&office);
    drop(said);
    // It says the next line when the printer has changed.
    let mut desk = office.desk_beside_the_program();
    let news = PrinterUpdate {
        state: PrinterState::Trouble(PrintCause::PowerCycle),
        ..PrinterUpdate::default()
    };
    let printer = target("tcp://127.0.0.1:1").printer;
    desk.record_printer(&printer, &[], &news).unwrap();
    drop(desk);
    assert_eq!(watch.wait().unwrap().code(), Some(0));
    is_closed_in_peace(&office);
}

#[test]
fn what_a_power_cut_leaves_of_the_word_of_a_mark_refuses_nobody() {
    let office = TempOffice::new(&magetan());
    for (round, left) in ["", "0123", &"\0".repeat(32)].into_iter().enumerate() {
        window(&office, 1).kill();
        fs::write(office.file("locks/open"), left).unwrap();
        assert_eq!(waiting(office.path()), round + 1, "{left:?}");
    }
    // The same where nothing was written since the mark.
    window(&office, 0).kill();
    fs::write(office.file("locks/open"), "\0".repeat(32)).unwrap();
    assert_eq!(waiting(office.path()), 3);
    // A word of another mark is still believed: the log is that of another file.
    window(&office, 1).kill();
    fs::write(office.file("locks/open"), "0123456789abcdef".repeat(2)).unwrap();
    assert!(office.antre("board").refusal().contains(OTHER));
}

#[test]
fn windows_come_and_go_while_a_backup_is_made() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("queue.db");
    let looks = std::cell::Cell::new(0);
    let meanwhile = || {
        looks.set(looks.get() + 1);
        // As a window does: it would wait for the end of the copy, which waits for it here.
        drop(Stay::begin(&office.queue()).unwrap());
        office.antre("issue T --case baru").ok();
        true
    };
    let copied = SqliteStore::back_up(&office.queue(), &part, &meanwhile).unwrap();
    assert_eq!(copied.tickets, 1, "one moment");
    assert!(looks.get() > 0);
    assert_eq!(waiting(office.path()), looks.get() + 1);
    assert!(!office.file("locks/open").exists() && !office.file("queue.db-wal").exists());
}

#[test]
fn a_backup_that_is_asked_to_end_leaves_neither_copy_nor_mark() {
    let office = TempOffice::new(&magetan());
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("queue.db");
    let error = SqliteStore::back_up(&office.queue(), &part, &|| false).unwrap_err();
    assert!(matches!(error, StoreError::NotBackedUp { .. }), "{error:?}");
    assert!(!office.file("locks/open").exists() && !office.file("queue.db-wal").exists());
}

#[cfg(unix)]
#[test]
fn a_signal_that_is_to_be_ignored_is_ignored() {
    use rustix::process::{Pid, Signal, kill_process};
    let office = TempOffice::new(&magetan());
    let verb = "printer watch --printer tcp://127.0.0.1:1 --profile epson-tm-t20iii";
    let text = format!(r#"trap '' HUP; exec "$1" --data "$2" {verb}"#);
    let mut shell = Command::new("sh");
    shell.args(["-c", &text, "sh", ANTRE]).arg(office.path());
    let mut watch = shell.stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(watch.stdout.take().unwrap());
    said.read_line(&mut String::new()).unwrap();
    let pid = Pid::from_child(&watch);
    // Signals are heard in their order of arrival only where they are heeded: the first one would have ended it by its name.
    kill_process(pid, Signal::HUP).unwrap();
    kill_process(pid, Signal::TERM).unwrap();
    assert_eq!(watch.wait().unwrap().code(), Some(0));
    let log = office.antre("log --program cli-printer-watch").ok();
    assert!(log.contains("SIGTERM") && !log.contains("SIGHUP"), "{log}");
}

#[test]
fn a_mark_of_which_nobody_could_be_told_refuses_nobody() {
    let office = TempOffice::new(&magetan());
    office.antre("issue R").ok();
    // Where the word of the mark would stand there is something else.
    let word = office.file("locks/open");
    fs::create_dir_all(&word).unwrap();
    assert!(Stay::begin(&office.queue()).is_err());
    assert_eq!(office.antre("board --json").json()["waiting"], 1);
    // Nor one that could not even be taken back.
    fs::remove_dir(&word).unwrap();
    let file = Connection::open(office.queue()).unwrap();
    file.execute("UPDATE queue_file SET open_mark = 'x'", []).unwrap();
    drop(file);
    assert_eq!(office.antre("board --json").json()["waiting"], 1);
    let file = Connection::open(office.queue()).unwrap();
    let ask = "SELECT open_mark IS NULL FROM queue_file";
    assert!(file.query_row(ask, [], |row| row.get::<_, bool>(0)).unwrap());
}
