//! The guard rails bite: each is taken away in turn, and the test that leans on it must then fail.
//!
//! Belongs here: queues that were built without a constraint or an index, and counting how often the disk is really
//! asked to keep something. The constraints themselves are in `src/store/sqlite/*.sql`.

use crate::conformance::{
    Place, SqliteFile, a_counter_holds_one_ticket, a_number_exists_once,
    a_paper_of_a_ticket_exists_once, a_request_key_exists_once, an_identity_exists_once,
};
use crate::support::offices::{magetan, small};
use crate::support::process::{Helper, report};
use crate::support::terms::issue;
use crate::support::{TempOffice, morning, open};
use antre::clock::ManualClock;
use antre::domain::{BusinessDay, EventSeq};
use antre::queue::{Day, Head, Update};
use antre::store::{Archive, Store, StoreError};
use rusqlite::Connection;
use std::error::Error;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// The migrations of the queue file, in their order: the version after each, and its statements.
fn schema() -> Vec<(i64, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/sqlite");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut scripts: Vec<_> =
        paths.filter(|path| path.extension() == Some("sql".as_ref())).collect();
    scripts.sort();
    let version = |path: &Path| {
        let name = path.file_stem().unwrap().to_str().unwrap();
        name.split('_').next().unwrap().parse().unwrap()
    };
    let read = |script: &Path| (version(script), fs::read_to_string(script).unwrap());
    scripts.iter().map(|script| read(script)).collect()
}

/// The version of the queue file.
fn newest() -> i64 {
    schema().last().unwrap().0
}

/// A queue whose schema lacks something, but says that it is complete.
fn queue_without(rail: &str, instead: &str) -> SqliteFile {
    // A table that was built anew has its rail in the newer file.
    let schema = schema();
    let newest = schema.iter().rposition(|(_, migration)| migration.contains(rail));
    let newest = newest.unwrap_or_else(|| panic!("no longer in the schema: {rail}"));
    assert_eq!(schema[newest].1.matches(rail).count(), 1, "{rail}");
    let folder = tempfile::tempdir().unwrap();
    let file = Connection::open(folder.path().join("queue.db")).unwrap();
    file.pragma_update(None, "foreign_keys", "OFF").unwrap();
    for (index, (_, migration)) in schema.iter().enumerate() {
        let mutant = migration.replace(rail, instead);
        file.execute_batch(if index == newest { &mutant } else { migration }).unwrap();
    }
    file.pragma_update(None, "application_id", 0x414e_5452).unwrap();
    file.pragma_update(None, "user_version", self::newest()).unwrap();
    SqliteFile(folder)
}

type Check = fn(&dyn Place);

#[test]
fn without_a_constraint_its_check_turns_red() {
    let rails: [(&str, &str, Check); 5] = [
        ("    UNIQUE (business_day, series, serial),\n", "", a_number_exists_once),
        ("id           BLOB NOT NULL UNIQUE", "id BLOB NOT NULL", an_identity_exists_once),
        ("CREATE UNIQUE INDEX ticket_at_counter", "CREATE INDEX x", a_counter_holds_one_ticket),
        (
            "    PRIMARY KEY (scope, key),\n",
            "    PRIMARY KEY (scope, key, fingerprint),\n",
            a_request_key_exists_once,
        ),
        (
            "CREATE UNIQUE INDEX print_job_of_paper",
            "CREATE INDEX x",
            a_paper_of_a_ticket_exists_once,
        ),
    ];
    for (rail, instead, check) in rails {
        check(&queue_without(rail, rail));
        let mutant = queue_without(rail, instead);
        let survived = catch_unwind(AssertUnwindSafe(|| check(&mutant))).is_ok();
        assert!(!survived, "nothing noticed that this is missing: {rail}");
    }
}

type Question = fn(&dyn Archive, BusinessDay) -> Result<(), StoreError>;

#[test]
fn a_question_whose_cost_must_not_follow_the_history_insists_on_its_index() {
    let questions: [(&str, Question); 8] = [
        ("ticket_unfinished", |view, day| view.left_over(day).map(drop)),
        ("ticket_unfinished", |view, day| view.ahead_of(day).map(drop)),
        ("request_of_counter", |view, day| view.update(None, day).map(drop)),
        ("request_of_counter", |view, day| {
            let mut known = Day::new(day);
            let head = Head { event: EventSeq(0), ..view.head().clone() };
            known.take(Update { head, ..Update::default() });
            view.update(Some(&known), day).map(drop)
        }),
        ("event_took", |view, day| view.update(None, day).map(drop)),
        ("counter_break", |view, day| view.update(None, day).map(drop)),
        ("printer_event_of_printer", |view, day| view.update(None, day).map(drop)),
        ("event_returned", |view, day| view.missing_counts(day).map(drop)),
    ];
    for (index, ask) in questions {
        let (office, _, mut desk) = open(&small());
        issue(&mut desk, 'A');
        drop(desk);
        let mut store = office.store();
        let mut asked = || {
            let answer = ask(&*store.read().unwrap(), BusinessDay::parse("2026-11-23").unwrap());
            answer.err().map(|error| error.source().unwrap().to_string())
        };
        assert_eq!(asked(), None, "{index}");
        let file = Connection::open(office.queue()).unwrap();
        file.execute_batch(&format!("DROP INDEX {index}")).unwrap();
        let cause = asked().unwrap_or_else(|| panic!("without {index} it scans the history"));
        assert!(cause.contains(&format!("no such index: {index}")), "{cause}");
    }
}

#[test]
fn the_file_is_marked_and_set_for_many_processes() {
    let office = TempOffice::new(&magetan());
    drop(office.store());
    let file = Connection::open(office.queue()).unwrap();
    let pragma = |name: &str| -> String {
        let text = |row: &rusqlite::Row<'_>| match row.get_ref(0)? {
            rusqlite::types::ValueRef::Integer(number) => Ok(number.to_string()),
            value => Ok(value.as_str()?.to_owned()),
        };
        file.query_row(&format!("PRAGMA {name}"), [], text).unwrap()
    };
    assert_eq!(pragma("journal_mode"), "wal");
    assert_eq!(pragma("application_id"), 0x414e_5452.to_string());
    assert_eq!(pragma("user_version"), newest().to_string());
    assert_eq!(pragma("quick_check"), "ok");
}

#[test]
fn a_ticket_is_exactly_one_wait_for_the_disk() {
    let office = TempOffice::new(&small());
    let syncs = Helper::start("count-syncs", office.path(), 1).finish();
    let [ours, without_full] = &syncs[..] else { panic!("{syncs:?}") };
    assert_eq!(ours, "20 tickets, 20 syncs");
    assert_eq!(without_full, "20 commits, 0 syncs", "the counter sees what NORMAL leaves out");
}

/// A helper's task, because it changes how the whole process opens files: counts the waits for the disk.
pub fn count_syncs(folder: &Path, _: u8) {
    counted::install();
    let office = TempOffice::new(&small());
    let mut desk = office.desk(&ManualClock::at(morning()));
    // The first write of a connection also syncs the head of its log.
    issue(&mut desk, 'A');
    let before = counted::syncs();
    (0..20).for_each(|_| drop(issue(&mut desk, 'A')));
    report(&format!("20 tickets, {} syncs", counted::syncs() - before));

    let file = Connection::open(folder.join("mutant.db")).unwrap();
    file.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE t (x)",
    )
    .unwrap();
    let before = counted::syncs();
    for x in 0..20 {
        file.execute("INSERT INTO t VALUES (?1)", [x]).unwrap();
    }
    report(&format!("20 commits, {} syncs", counted::syncs() - before));
}

/// SQLite's own way to files, with a counter at the call that waits for the disk.
mod counted {
    #![expect(unsafe_code, reason = "SQLite takes a file system only as a table of C functions")]

    use rusqlite::ffi;
    use std::ffi::{c_char, c_int};
    use std::ptr;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static SYNCS: AtomicUsize = AtomicUsize::new(0);

    type Open = unsafe extern "C" fn(
        *mut ffi::sqlite3_vfs,
        *const c_char,
        *mut ffi::sqlite3_file,
        c_int,
        *mut c_int,
    ) -> c_int;
    type Sync = unsafe extern "C" fn(*mut ffi::sqlite3_file, c_int) -> c_int;

    static REAL_OPEN: OnceLock<Open> = OnceLock::new();
    static REAL_SYNC: OnceLock<Sync> = OnceLock::new();

    /// How often this process has asked the disk to keep something.
    pub(super) fn syncs() -> usize {
        SYNCS.load(Ordering::SeqCst)
    }

    /// From now on every connection of this process is counted.
    pub(super) fn install() {
        // SAFETY: the default file system lives as long as the process and so does its copy. The copy is the
        // original but for its name and `xOpen`, and nothing else runs in this process yet.
        unsafe {
            assert_eq!(ffi::sqlite3_initialize(), ffi::SQLITE_OK);
            let real = ffi::sqlite3_vfs_find(ptr::null());
            let counted = Box::leak(Box::new(ptr::read(real)));
            REAL_OPEN.set(counted.xOpen.unwrap()).unwrap();
            counted.xOpen = Some(open);
            counted.zName = c"counted".as_ptr();
            counted.pNext = ptr::null_mut();
            assert_eq!(ffi::sqlite3_vfs_register(counted, 1), ffi::SQLITE_OK);
        }
    }

    unsafe extern "C" fn open(
        vfs: *mut ffi::sqlite3_vfs,
        name: *const c_char,
        file: *mut ffi::sqlite3_file,
        flags: c_int,
        out_flags: *mut c_int,
    ) -> c_int {
        // SAFETY: the arguments are SQLite's own, passed on as they are. After a successful open `file` has a table
        // of methods; it gets a copy of it that is never freed.
        unsafe {
            let code = REAL_OPEN.get().unwrap()(vfs, name, file, flags, out_flags);
            if code == ffi::SQLITE_OK {
                let mut methods = ptr::read((*file).pMethods);
                REAL_SYNC.get_or_init(|| methods.xSync.unwrap());
                methods.xSync = Some(sync);
                (*file).pMethods = Box::leak(Box::new(methods));
            }
            code
        }
    }

    unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
        SYNCS.fetch_add(1, Ordering::SeqCst);
        // SAFETY: the arguments are SQLite's own, passed on as they are; all files of one file system share `xSync`.
        unsafe { REAL_SYNC.get().unwrap()(file, flags) }
    }
}
