//! The queue file is damaged, somebody else's, from the future, or suddenly another one.

use crate::support::offices::magetan;
use crate::support::terms::{at, counter, issue, number, visitor};
use crate::support::{TempOffice, open};
use antre::desk::{Desk, FaultKind};
use antre::domain::Lane;
use antre::store::sqlite::SqliteStore;
use antre::store::{Store, StoreError};
use chrono::TimeDelta;
use rusqlite::Connection;
use std::fs;

/// A page of the file, as SQLite numbers them from 1.
const PAGE: usize = 4096;

/// An office with a hundred tickets and nobody working.
fn used_office() -> TempOffice {
    let (office, _, mut desk) = open(&magetan());
    (0..100).for_each(|_| drop(issue(&mut desk, 'T')));
    office
}

/// Every verb must refuse with this sentence and leave the file as it is, to the last byte.
pub fn refused_and_untouched(office: &TempOffice, verbs: &[&str], sentence: &str) {
    let before = fs::read(office.queue()).unwrap();
    for verb in verbs {
        let run = office.antre(verb);
        // `check` says first that the office file is good.
        let said = if *verb == "check" { run.complaint() } else { run.refusal() };
        assert!(said.contains(sentence), "{verb}: {said}");
        assert!(said.contains(&office.queue().display().to_string()), "{verb}: {said}");
        assert!(fs::read(office.queue()).unwrap() == before, "{verb} changed the file");
    }
}

pub const ALL: [&str; 4] = ["issue T --case baru", "next --counter 1", "board", "check"];

#[test]
fn garbage_instead_of_a_queue() {
    let office = used_office();
    let mut bytes = fs::read(office.queue()).unwrap();
    bytes[..200].fill(0xa5);
    fs::write(office.queue(), bytes).unwrap();
    refused_and_untouched(&office, &ALL, "is damaged; nothing was changed");
}

#[test]
fn a_queue_cut_off_in_the_middle() {
    let office = used_office();
    let bytes = fs::read(office.queue()).unwrap();
    fs::write(office.queue(), &bytes[..bytes.len() / 2]).unwrap();
    refused_and_untouched(&office, &ALL, "is damaged; nothing was changed");
}

#[test]
fn check_finds_garbage_in_the_middle() {
    let office = used_office();
    let healthy = fs::read(office.queue()).unwrap();
    let pages = healthy.len() / PAGE;
    for page in 1..pages {
        let mut bytes = healthy.clone();
        bytes[page * PAGE..][..PAGE].fill(0xa5);
        fs::write(office.queue(), bytes).unwrap();
        let error = SqliteStore::open(&office.queue()).and_then(|store| store.check()).unwrap_err();
        assert!(matches!(error, StoreError::Corrupt { .. }), "page {page} of {pages}: {error:?}");
    }
    refused_and_untouched(&office, &["check"], "is damaged; nothing was changed");
    fs::write(office.queue(), healthy).unwrap();
    office.antre("check").ok();
}

#[test]
fn the_database_of_another_program() {
    let office = TempOffice::without_queue(&magetan());
    let foreign = Connection::open(office.queue()).unwrap();
    foreign
        .execute_batch("CREATE TABLE songs (title); INSERT INTO songs VALUES ('Lir Ilir')")
        .unwrap();
    drop(foreign);
    refused_and_untouched(&office, &ALL, "is not a queue of Antre; move it away");
    let still: String = Connection::open(office.queue())
        .unwrap()
        .query_row("SELECT title FROM songs", [], |row| row.get(0))
        .unwrap();
    assert_eq!(still, "Lir Ilir");
}

#[test]
fn a_queue_from_a_newer_version() {
    for journal in ["wal", "delete"] {
        let office = used_office();
        let newer = Connection::open(office.queue()).unwrap();
        let known: i64 = newer.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        newer.pragma_update(None, "user_version", 77).unwrap();
        newer.pragma_update(None, "journal_mode", journal).unwrap();
        drop(newer);
        let sentence =
            format!("was written by a newer Antre (schema 77, this program knows {known})");
        refused_and_untouched(&office, &ALL, &sentence);
    }
}

#[test]
fn a_value_that_cannot_be_right_is_an_error_and_never_a_guess() {
    let (office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    let file = Connection::open(office.queue()).unwrap();
    file.execute("UPDATE ticket SET lane = 'vip'", []).unwrap();
    // Whoever knows the day already goes on with what was right.
    assert_eq!(desk.ticket(number("T001")).unwrap().ticket.lane, Lane::Regular);
    let error = office.desk(&clock).ticket(number("T001")).unwrap_err().to_string();
    assert_eq!(
        error,
        "the queue holds a value that cannot be right: lane \"vip\", in ticket T001 of 2026-11-23. A technician mends that \
         row, or takes a backup back with `antre restore`"
    );
}

/// Puts another, healthy queue at the place of the open one, as somebody would who restores a backup. The log of the
/// old queue goes with it: SQLite would replay it into the new one. (Windows lets nobody replace an open file.)
#[cfg(unix)]
fn replace(office: &TempOffice) {
    let other = used_office();
    for name in ["queue.db", "queue.db-wal", "queue.db-shm"] {
        fs::rename(office.file(name), office.file(&format!("old-{name}"))).unwrap();
    }
    fs::copy(other.queue(), office.queue()).unwrap();
}

#[cfg(unix)]
#[test]
fn a_file_replaced_while_open_is_noticed_by_readers_and_writers() {
    let (office, _, mut desk) = open(&magetan());
    let mut store = office.store();
    issue(&mut desk, 'T');
    store.revision().unwrap();
    replace(&office);
    let error = store.revision().unwrap_err();
    assert!(matches!(error, StoreError::Replaced(_)), "{error:?}");
    // A ticket written into the file that is gone would be lost.
    let error = desk.issue(&visitor('T', Lane::Regular)).unwrap_err().to_string();
    assert!(error.contains("was moved away or replaced while in use; put it back"), "{error}");
    drop((desk, store));
    // Whoever starts then is not led astray either: it is not the queue of this office.
    let error = SqliteStore::open(&office.queue()).err().unwrap();
    assert!(matches!(error, StoreError::Less { seen: 1, found: 100, .. }), "{error:?}");
}

#[cfg(unix)]
#[test]
fn a_file_removed_while_open_is_noticed() {
    let (office, _, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    for name in ["queue.db", "queue.db-wal", "queue.db-shm"] {
        fs::remove_file(office.file(name)).unwrap();
    }
    assert_eq!(desk.change_token().unwrap_err().kind, FaultKind::Replaced);
    desk.issue(&visitor('T', Lane::Regular)).unwrap_err();
}

#[test]
fn a_folder_that_is_missing_is_not_made_up() {
    let folder = tempfile::tempdir().unwrap();
    let error = SqliteStore::open(&folder.path().join("no/queue.db")).err().unwrap();
    assert!(matches!(error, StoreError::NoFolder(_)), "{error:?}");
    assert!(!folder.path().join("no").exists());
}

#[test]
fn whoever_waits_too_long_for_the_queue_is_told_and_nothing_changes() {
    let (office, _, mut desk) = open(&magetan());
    let mut other = office.store();
    let stuck = other.begin(None).unwrap();
    let error = desk.issue(&visitor('T', Lane::Regular)).unwrap_err().to_string();
    assert_eq!(error, "the queue was busy for several seconds; nothing was changed. Try again");
    drop(stuck);
    assert_eq!(issue(&mut desk, 'T').number, number("T001"));
}

#[test]
fn a_value_that_cannot_be_right_is_told_with_the_row_that_holds_it() {
    let (office, clock, mut desk) = open(&magetan());
    (0..3).for_each(|_| drop(issue(&mut desk, 'T')));
    desk.next(counter(1)).unwrap();
    let file = Connection::open(office.queue()).unwrap();
    let faults = [
        (
            "UPDATE ticket SET language = 'xx' WHERE serial = 2",
            "UPDATE ticket SET language = 'id'",
            "language \"xx\", in ticket T002 of 2026-11-23",
        ),
        (
            "UPDATE event SET stage = '' WHERE seq = 4",
            "UPDATE event SET stage = (SELECT stage FROM ticket WHERE row = event.ticket) WHERE seq = 4",
            "stage \"\", in event 4",
        ),
    ];
    for (fault, mend, sentence) in faults {
        assert!(file.execute(fault, []).unwrap() > 0, "{fault}");
        let said = office.desk(&clock).ticket(number("T001")).unwrap_err().to_string();
        assert!(said.contains(sentence), "{said}");
        file.execute(mend, []).unwrap();
        office.desk(&clock).ticket(number("T001")).unwrap();
    }
}

#[test]
fn what_was_missing_on_other_days_is_not_asked_for() {
    let (office, clock, mut desk) = open(&magetan());
    let hand_back = |desk: &mut Desk| {
        issue(desk, 'T');
        desk.next(counter(1)).unwrap().unwrap();
        desk.start(at(1)).unwrap();
        desk.return_file(at(1), &[1], None).unwrap();
    };
    hand_back(&mut desk);
    let file = Connection::open(office.queue()).unwrap();
    // Nobody could read this one.
    let sql = "INSERT INTO missing_document SELECT event, -1, document FROM missing_document";
    file.execute(sql, []).unwrap();
    clock.advance(TimeDelta::days(1));
    let mut desk = office.desk(&clock);
    hand_back(&mut desk);
    let mut other = office.desk(&clock);
    assert_eq!(other.ticket(number("T001")).unwrap().missing.len(), 1);
}
