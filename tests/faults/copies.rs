//! Before the queue's schema changes, a verified copy of it is kept; without one nothing is changed.

use super::versions::{TODAY, TOMORROW, open_tomorrow, version_of};
use crate::support::offices::magetan;
use crate::support::process;
use crate::support::terms::{issue, number};
use crate::support::{TempOffice, morning, open};
use antre::clock::ManualClock;
use antre::desk::Desk;
use antre::store::StoreError;
use antre::store::sqlite::{Limits, Migration, SqliteStore};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A step that cannot be taken.
const BROKEN: &[Migration] =
    &[Migration { version: TODAY + 1, sql: "CREATE TABLE bell (at); SELECT nothing FROM nowhere" }];

/// An office with twenty tickets and nobody working.
fn used_office() -> TempOffice {
    let (office, _, mut desk) = open(&magetan());
    (0..20).for_each(|_| drop(issue(&mut desk, 'T')));
    office
}

/// The name of the n-th copy of a queue of this program.
fn copy(number: u32) -> String {
    format!("queue-v{TODAY}-{number:03}.db")
}

/// What stands in the folder of the copies.
fn copies(office: &TempOffice) -> Vec<String> {
    let Ok(folder) = fs::read_dir(office.file("backups")) else { return Vec::new() };
    let mut names: Vec<_> =
        folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A desk on a copy, moved to where it is not in the way.
fn desk_on(office: &TempOffice, copy: &str) -> Desk {
    // Out of sight of what was seen of the queue.
    fs::create_dir_all(office.file("aside")).unwrap();
    let restored = office.file("aside/queue.db");
    fs::copy(office.file("backups").join(copy), &restored).unwrap();
    let store = SqliteStore::open(&restored).unwrap();
    store.check().unwrap();
    let rules = Arc::new(crate::support::parse(&magetan()));
    Desk::new(Box::new(store), rules, Arc::new(ManualClock::at(morning())))
}

#[test]
fn a_copy_is_kept_before_the_queue_changes_and_opens_as_it_was() {
    let office = used_office();
    assert_eq!(copies(&office), [""; 0]);
    drop(open_tomorrow(&office, TOMORROW).unwrap());
    assert_eq!((version_of(&office), copies(&office)), (TODAY + 1, vec![copy(1)]));
    let mut desk = desk_on(&office, &copy(1));
    assert_eq!(desk.ticket(number("T020")).unwrap().ticket.number, number("T020"));
    assert_eq!(issue(&mut desk, 'T').number, number("T021"));
    drop(open_tomorrow(&office, TOMORROW).unwrap());
    assert_eq!(copies(&office).len(), 1, "nothing changes any more");
}

#[test]
fn what_stands_in_the_log_only_is_in_the_copy() {
    let office = TempOffice::new(&magetan());
    // The kiosk stays open, so its last tickets are not in the file itself yet.
    let mut kiosk = office.desk(&ManualClock::at(morning()));
    (0..20).for_each(|_| drop(issue(&mut kiosk, 'T')));
    drop(open_tomorrow(&office, TOMORROW).unwrap());
    drop(kiosk);
    assert_eq!(issue(&mut desk_on(&office, &copy(1)), 'T').number, number("T021"));
}

#[test]
fn a_copy_is_kept_when_the_step_fails_and_never_written_over() {
    let office = used_office();
    for _ in 0..3 {
        open_tomorrow(&office, BROKEN).err().unwrap();
    }
    assert_eq!(version_of(&office), TODAY);
    assert_eq!(copies(&office), [copy(1)], "the same queue needs no second copy");
    let first = fs::read(office.file("backups").join(copy(1))).unwrap();
    issue(&mut office.desk(&ManualClock::at(morning())), 'T');
    open_tomorrow(&office, BROKEN).err().unwrap();
    assert_eq!(copies(&office), [copy(1), copy(2)]);
    assert!(fs::read(office.file("backups").join(copy(1))).unwrap() == first);
    assert_eq!(issue(&mut desk_on(&office, &copy(2)), 'T').number, number("T022"));
}

#[test]
fn a_copy_that_was_broken_off_is_no_copy() {
    let office = used_office();
    fs::create_dir(office.file("backups")).unwrap();
    fs::write(office.file(&format!("backups/queue-v{TODAY}.part")), "half").unwrap();
    drop(open_tomorrow(&office, TOMORROW).unwrap());
    assert_eq!(copies(&office), [copy(1)]);
}

/// Without a copy the program refuses in a sentence, and the queue is as it was, to the last byte.
fn refuses_and_changes_nothing(office: &TempOffice, limits: Limits) {
    let before = fs::read(office.queue()).unwrap();
    let refused = SqliteStore::open_within(&office.queue(), limits).err().unwrap();
    assert!(matches!(refused, StoreError::NoCopy { .. }), "{refused:?}");
    let (queue, folder) = (office.queue(), office.file("backups"));
    let expected = format!(
        "this version of Antre has to change the queue {}, and could not make a copy of it in {} first; nothing was \
         changed. Make room on the disk and give this user write permission to that folder",
        queue.display(),
        folder.display()
    );
    assert_eq!(refused.to_string(), expected);
    assert!(fs::read(office.queue()).unwrap() == before);
    assert_eq!(version_of(office), TODAY);
    let mut desk = office.desk(&ManualClock::at(morning()));
    assert_eq!(issue(&mut desk, 'T').number, number("T021"), "the old program works on");
}

#[test]
fn a_full_disk_leaves_the_queue_as_it_is() {
    let office = used_office();
    let full = Limits { later: TOMORROW, copy_pages: Some(5), ..Limits::default() };
    refuses_and_changes_nothing(&office, full);
    assert_eq!(copies(&office), [""; 0], "no half copy stays");
    drop(open_tomorrow(&office, TOMORROW).unwrap());
    assert_eq!(copies(&office), [copy(1)]);
}

#[test]
fn a_folder_that_cannot_be_written_leaves_the_queue_as_it_is() {
    let office = used_office();
    // What no user can write into, an administrator neither: a file where the folder should be.
    fs::write(office.file("backups"), "").unwrap();
    let limits = Limits { later: TOMORROW, ..Limits::default() };
    refuses_and_changes_nothing(&office, limits);
}

/// A helper's task: opens the queue as a program of tomorrow, together with others.
pub fn migrate(folder: &Path, _: u8) {
    let queue = folder.join("queue.db");
    process::wait_for_the_start();
    let limits = Limits { later: TOMORROW, ..Limits::default() };
    SqliteStore::open_within(&queue, limits).unwrap().check().unwrap();
    process::report("migrated");
}

#[test]
fn programs_that_migrate_at_once_keep_one_copy() {
    let office = used_office();
    let reports = process::rush("migrate", office.path(), 4);
    assert_eq!(reports, vec![vec!["migrated".to_owned()]; 4]);
    assert_eq!((version_of(&office), copies(&office)), (TODAY + 1, vec![copy(1)]));
    let mut desk = desk_on(&office, &copy(1));
    assert_eq!(issue(&mut desk, 'T').number, number("T021"));
}
