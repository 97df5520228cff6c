//! How many statements the database runs for a step of the office: few, and no more where many wait.
//!
//! Belongs here: counting. How long they take is in `bench`.

use crate::support::offices::small;
use crate::support::process::{Helper, report};
use crate::support::terms::{at, counter, target, visitor};
use crate::support::{TempOffice, morning};
use antre::app::console::ConsoleWorker;
use antre::app::display::{DisplaySlot, DisplayWorker};
use antre::app::kiosk::KioskWorker;
use antre::app::supervisor::SupervisorWorker;
use antre::app::worker::Worker;
use antre::clock::ManualClock;
use antre::desk::{Desk, Envelope, IssueRequest, Request};
use antre::domain::{Actor, EventSeq, Lane};
use chrono::TimeDelta;
use std::path::Path;

/// What a step may cost of a desk that is alone on its file, beginning and end included.
const LIMITS: [(&str, usize); 4] = [("issue", 9), ("next", 7), ("finish", 6), ("look", 3)];

/// So many wait when it is told that many do.
const MANY: usize = 500;

#[test]
fn a_step_is_a_handful_of_statements_however_many_wait() {
    let office = TempOffice::new(&small());
    let counts = Helper::start("count-statements", office.path(), 1).finish();
    let counted = |step: &str| -> usize {
        let line = counts.iter().find_map(|line| line.strip_prefix(step)?.strip_prefix(": "));
        line.unwrap_or_else(|| panic!("{step} in {counts:#?}")).parse().unwrap()
    };
    for (step, limit) in LIMITS {
        assert!(
            counted(step) <= limit,
            "{step}: {} instead of {limit}\n{counts:#?}",
            counted(step)
        );
        let many = counted(&format!("{step} with many"));
        assert_eq!(many, counted(step), "{step} costs more where {MANY} wait\n{counts:#?}");
    }
    // A statement may look at few rows or at all of them. So much more is the depth of the trees.
    let (few, many) = (counted("work of the news"), counted("work of the news with many"));
    assert!(many <= 2 * few, "{many} steps of the database instead of {few}\n{counts:#?}");
}

/// What a window that shows a quiet queue may ask of it in a second: it looks twice, and has its printer looked at.
const QUIET: [(&str, usize); 4] = [("kiosk", 8), ("console", 8), ("display", 2), ("supervisor", 8)];

#[test]
fn a_quiet_window_asks_next_to_nothing() {
    let office = TempOffice::new(&small());
    let counts = Helper::start("count-quiet", office.path(), 1).finish();
    for (window, limit) in QUIET {
        let line = counts.iter().find_map(|line| line.strip_prefix(window)?.strip_prefix(": "));
        let counted: usize = line.unwrap_or_else(|| panic!("{counts:#?}")).parse().unwrap();
        assert!(counted <= limit, "{window}: {counted} instead of {limit}\n{counts:#?}");
    }
}

/// As below, of windows that nobody touches.
pub fn count_quiet(_: &Path, _: u8) {
    traced::install();
    let office = TempOffice::new(&small());
    let clock = ManualClock::at(morning());
    let data = office.data();
    let desk = || office.desk(&clock);
    desk().issue(&visitor('A', Lane::Regular)).unwrap();
    let slot = DisplaySlot::take(&data).unwrap();
    let printer = target("tcp://127.0.0.1:9");
    quiet("kiosk", &clock, KioskWorker::new(desk(), Some(printer.clone()), data.clone()));
    let console = ConsoleWorker::new(desk(), counter(1), Some(printer.clone()), data.clone());
    quiet("console", &clock, console.unwrap());
    quiet("display", &clock, DisplayWorker::new(desk(), slot).unwrap());
    quiet("supervisor", &clock, SupervisorWorker::new(desk(), Some(&printer), data));
}

/// One second of a window, after it has shown what there is.
fn quiet(window: &str, clock: &ManualClock, mut worker: impl Worker) {
    for second in [false, true] {
        traced::forget();
        for _ in 0..2 {
            clock.advance(TimeDelta::milliseconds(500));
            worker.poll();
        }
        if second {
            tell(window);
        }
    }
}

/// A helper's task, because it changes how the whole process opens files.
pub fn count_statements(_: &Path, _: u8) {
    traced::install();
    let office = TempOffice::new(&small());
    let mut desk = office.desk(&ManualClock::at(morning()));
    // The first step of a day has more to do.
    steps(&mut desk, |_| ());
    steps(&mut desk, tell);
    let mut other = office.desk(&ManualClock::at(morning()));
    news(&mut desk, &mut other, "work of the news");
    let one = || Envelope::new(Actor::Program, Request::Issue(visitor('A', Lane::Regular)));
    let crowd: Vec<Envelope> = (0..MANY).map(|_| one()).collect();
    let given = desk.ask_all(&crowd).unwrap();
    assert!(given.iter().all(Result::is_ok));
    steps(&mut desk, |step| tell(&format!("{step} with many")));
    let moved: Vec<Envelope> = (0..MANY).flat_map(|_| moves()).collect();
    assert!(desk.ask_all(&moved).unwrap().iter().all(Result::is_ok));
    news(&mut desk, &mut other, "work of the news with many");
}

/// What one visitor of counter 3 asks for.
fn moves() -> [Envelope; 2] {
    let requests = [Request::Next(counter(3)), Request::Cancel(at(3))];
    requests.map(|request| Envelope::new(Actor::Program, request))
}

/// How much the database works for a program that learns what another one has done.
fn news(desk: &mut Desk, other: &mut Desk, what: &str) {
    let print = Some(target("virtual://"));
    other.board(EventSeq(0)).unwrap();
    desk.issue(&IssueRequest { print, ..visitor('A', Lane::Regular) }).unwrap();
    moves().iter().for_each(|envelope| drop(desk.ask(envelope).unwrap()));
    traced::forget();
    other.board(EventSeq(0)).unwrap();
    report(&format!("{what}: {}", traced::work()));
}

/// One visitor from the number to the end, and two looks. Says which step was taken last.
fn steps(desk: &mut Desk, mut taken: impl FnMut(&str)) {
    let print = Some(target("virtual://"));
    traced::forget();
    desk.issue(&IssueRequest { print, ..visitor('B', Lane::Priority) }).unwrap();
    taken("issue");
    traced::forget();
    desk.next(counter(2)).unwrap().unwrap();
    taken("next");
    desk.start(at(2)).unwrap();
    traced::forget();
    desk.finish(at(2)).unwrap();
    taken("finish");
    desk.board(EventSeq(0)).unwrap();
    traced::forget();
    desk.board(EventSeq(0)).unwrap();
    taken("look");
}

fn tell(step: &str) {
    let statements = traced::statements();
    report(&format!("{step}: {}", statements.len()));
    statements.iter().for_each(|statement| report(&format!("  {statement}")));
}

/// Every statement that a connection of this process runs.
mod traced {
    #![expect(unsafe_code, reason = "SQLite takes whoever listens only as a C function")]

    use rusqlite::ffi;
    use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
    use std::ptr;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicI64, Ordering};

    static STATEMENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());
    static WORK: AtomicI64 = AtomicI64::new(0);

    pub(super) fn forget() {
        STATEMENTS.lock().unwrap().clear();
        WORK.store(0, Ordering::SeqCst);
    }

    /// The steps of SQLite's machine since then.
    pub(super) fn work() -> i64 {
        WORK.load(Ordering::SeqCst)
    }

    /// Those since then, each by its first line.
    pub(super) fn statements() -> Vec<String> {
        STATEMENTS.lock().unwrap().clone()
    }

    /// From now on every new connection of this process is heard.
    pub(super) fn install() {
        // SAFETY: `listen` has the signature that SQLite documents, and lives as long as the process.
        let code = unsafe { ffi::sqlite3_auto_extension(Some(listen)) };
        assert_eq!(code, ffi::SQLITE_OK);
    }

    unsafe extern "C" fn listen(
        connection: *mut ffi::sqlite3,
        _: *mut *mut c_char,
        _: *const ffi::sqlite3_api_routines,
    ) -> c_int {
        // SAFETY: the connection is SQLite's own, and no context is given.
        unsafe {
            let what = (ffi::SQLITE_TRACE_STMT | ffi::SQLITE_TRACE_PROFILE) as c_uint;
            ffi::sqlite3_trace_v2(connection, what, Some(heard), ptr::null_mut())
        }
    }

    unsafe extern "C" fn heard(
        what: c_uint,
        _: *mut c_void,
        statement: *mut c_void,
        text: *mut c_void,
    ) -> c_int {
        if what == ffi::SQLITE_TRACE_PROFILE as c_uint {
            // SAFETY: for this kind of news the third argument is the statement that has ended.
            let steps = unsafe {
                ffi::sqlite3_stmt_status(statement.cast(), ffi::SQLITE_STMTSTATUS_VM_STEP, 1)
            };
            WORK.fetch_add(i64::from(steps), Ordering::SeqCst);
            return 0;
        }
        // SAFETY: for this kind of news the last argument is the text of the statement.
        let text = unsafe { CStr::from_ptr(text.cast::<c_char>()) }.to_string_lossy();
        // What a statement runs by itself is told as a comment.
        if !text.starts_with("--") {
            let line = text.lines().next().unwrap_or_default().to_owned();
            STATEMENTS.lock().unwrap().push(line);
        }
        0
    }
}
