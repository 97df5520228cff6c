//! The versions of the queue file: from before the first release, of today, of tomorrow.

use super::file::refused_and_untouched;
use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::terms::{issue, number, visitor};
use crate::support::{morning, open};
use antre::app::kiosk::{KioskUpdate, KioskWorker};
use antre::app::worker::Worker;
use antre::clock::ManualClock;
use antre::desk::{DeskError, FaultKind};
use antre::domain::Lane;
use antre::store::sqlite::{Limits, Migration, SqliteStore};
use antre::store::{Store, StoreError};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::path::Path;

/// The statements of every released version, as they were released (`sha256sum src/store/sqlite/*.sql`). A line is added
/// for each new one; none is ever changed, because offices have files that were made by it.
const FROZEN: &[(&str, &str)] = &[
    ("007_queue.sql", "b16902d57462b4cdc957d158de08296f43ebabd012c8cbd9feaa173a07cffdb8"),
    ("008_printer.sql", "83e84f25d010cdb714bac4ac363e38e4989fd2462a0375fbbcc57fe9736a5a87"),
    ("009_queue_file.sql", "587c44602555917fbe3e129179d8b2a6db4c82b5a41d6b5243914b1657b35752"),
    ("010_clock.sql", "60f2216bf74e5fb64e0e2f721ae0d968bcf6035dbd57d90606e50d33e992f2ec"),
    ("011_day.sql", "dc6af99292488cc7718ee7b284f958259076e66ccbdbcbb5e96e681f1378ed92"),
];

/// The version of this program.
pub const TODAY: i64 = 11;

#[test]
fn a_released_schema_is_never_edited() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/sqlite");
    let mut found: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".sql"))
        .map(|name| {
            let statements = std::fs::read(folder.join(&name)).unwrap();
            let sum = Sha256::digest(statements).iter().map(|byte| format!("{byte:02x}")).collect();
            (name, sum)
        })
        .collect();
    found.sort();
    let frozen: Vec<(String, String)> =
        FROZEN.iter().map(|(name, sum)| ((*name).to_owned(), (*sum).to_owned())).collect();
    assert_eq!(found, frozen);
}

/// A step that a program of tomorrow may take.
pub const TOMORROW: &[Migration] = &[Migration {
    version: TODAY + 1,
    sql: "ALTER TABLE ticket ADD COLUMN colour TEXT NOT NULL DEFAULT 'green';
          CREATE TABLE bell (at INTEGER NOT NULL) STRICT;",
}];

/// Opens the queue as a program of tomorrow does.
pub fn open_tomorrow(
    office: &TempOffice,
    later: &'static [Migration],
) -> Result<SqliteStore, StoreError> {
    SqliteStore::open_within(&office.queue(), Limits { later, ..Limits::default() })
}

/// The schema version of the file.
pub fn version_of(office: &TempOffice) -> i64 {
    let file = Connection::open(office.queue()).unwrap();
    file.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_queue_from_before_the_first_release_is_refused_and_left_as_it_is() {
    for version in 1..=6 {
        let office = TempOffice::without_queue(&magetan());
        let file = Connection::open(office.queue()).unwrap();
        file.execute_batch(&format!(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE ticket (row INTEGER PRIMARY KEY);
             PRAGMA application_id = 0x414e5452;
             PRAGMA user_version = {version};"
        ))
        .unwrap();
        drop(file);
        let sentence = format!(
            "is from before 0.1.0 (schema {version}); nothing was released then, so nothing is converted. Move the file \
             away, and make a new one with `antre init --queue`"
        );
        refused_and_untouched(&office, &["issue T --case baru", "board", "check"], &sentence);
        std::fs::rename(office.queue(), office.file("old.db")).unwrap();
        office.antre("init --queue").ok();
        let first = office.antre("issue T --case baru").ok();
        assert!(first.starts_with("T001: "), "{first}");
    }
}

#[test]
fn a_queue_of_today_goes_on_with_a_program_of_tomorrow() {
    let (office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    drop(desk);
    let today = version_of(&office);
    // Twice: it is brought to the new version once, and opened as it is afterwards.
    for _ in 0..2 {
        open_tomorrow(&office, TOMORROW).unwrap().check().unwrap();
        assert_eq!((today, version_of(&office)), (TODAY, TODAY + 1));
    }
    let colours: String = Connection::open(office.queue())
        .unwrap()
        .query_row("SELECT group_concat(colour) FROM ticket", [], |row| row.get(0))
        .unwrap();
    assert_eq!(colours, "green");
    let newer = SqliteStore::open(&office.queue()).err().unwrap();
    assert!(
        matches!(newer, StoreError::Newer { found, known: TODAY, .. } if found > TODAY),
        "{newer:?}"
    );
    let store = open_tomorrow(&office, TOMORROW).unwrap();
    let office_of_today = std::sync::Arc::new(crate::support::parse(&magetan()));
    let mut desk =
        antre::desk::Desk::new(Box::new(store), office_of_today, std::sync::Arc::new(clock));
    assert_eq!(issue(&mut desk, 'T').number, number("T002"));
}

#[test]
fn a_step_that_would_tear_the_record_apart_is_taken_back() {
    const WRONG: &[Migration] = &[Migration { version: TODAY + 1, sql: "DELETE FROM ticket" }];
    const BROKEN: &[Migration] = &[Migration {
        version: TODAY + 1,
        sql: "CREATE TABLE bell (at); SELECT nothing FROM nowhere",
    }];
    let (office, _, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    drop(desk);
    let torn = open_tomorrow(&office, WRONG).err().unwrap();
    assert!(matches!(torn, StoreError::Corrupt { .. }), "{torn:?}");
    open_tomorrow(&office, BROKEN).err().unwrap();
    assert_eq!(version_of(&office), TODAY);
    let mut desk = office.desk(&ManualClock::at(morning()));
    assert_eq!(issue(&mut desk, 'T').number, number("T002"));
}

#[test]
fn a_program_that_stays_open_while_a_newer_one_migrates_stops_with_a_sentence() {
    let (office, clock, mut kiosk) = open(&magetan());
    let mut display = office.store();
    let mut window = KioskWorker::new(office.desk(&clock), None, office.data());
    assert!(matches!(window.poll()[..], [KioskUpdate::Queue(..)]));
    issue(&mut kiosk, 'T');
    display.revision().unwrap();
    drop(open_tomorrow(&office, TOMORROW).unwrap());
    let refusals = vec![
        display.revision().err().unwrap(),
        display.revision().err().unwrap(),
        display.read().err().unwrap(),
        display.begin(None).err().unwrap(),
    ];
    // Its window says what it says of any queue that cannot be read.
    assert!(matches!(window.poll()[..], [KioskUpdate::QueueLost]));
    let told = kiosk.issue(&visitor('T', Lane::Regular)).unwrap_err();
    let expected = format!(
        "was written by a newer Antre (schema {}, this program knows {TODAY}); install the newer version here too, and \
         start this program again",
        TODAY + 1
    );
    assert!(told.to_string().ends_with(&expected));
    let DeskError::Fault(told) = told else { panic!("{told:?}") };
    assert_eq!(told.kind, FaultKind::Newer);
    for refused in refusals {
        assert!(
            matches!(refused, StoreError::Newer { found, known: TODAY, .. } if found > TODAY),
            "{refused:?}"
        );
    }
    // Nothing was left open, and nothing written.
    let store = open_tomorrow(&office, TOMORROW).unwrap();
    store.check().unwrap();
    drop(store);
    let tickets: i64 = Connection::open(office.queue())
        .unwrap()
        .query_row("SELECT count(*) FROM ticket", [], |row| row.get(0))
        .unwrap();
    assert_eq!(tickets, 1);
}
