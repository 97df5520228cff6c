//! Many processes on one queue, and processes that die in the middle of it.

use crate::support::offices::{OVERLAP, magetan, overlapping};
use crate::support::process::{self, Helper, report, wait_for_the_start};
use crate::support::program::Run;
use crate::support::terms::{at, counter, next, visitor};
use crate::support::{TempOffice, morning, parse};
use antre::clock::ManualClock;
use antre::desk::{Desk, DeskError, FaultKind};
use antre::domain::{EventSeq, Lane};
use antre::store::sqlite::SqliteStore;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;

const PROCESSES: u8 = 8;
const TICKETS_EACH: usize = 30;

/// The helpers' own desk on the office in this folder.
fn desk(folder: &Path) -> Desk {
    let store = SqliteStore::open(&folder.join("queue.db")).unwrap();
    let clock = Arc::new(ManualClock::at(morning()));
    Desk::new(Box::new(store), Arc::new(parse(&overlapping())), clock)
}

/// On a machine that starves it, a process is told after some seconds to try again, and that nothing was changed. So
/// it tries again; the tests below would see if something had changed.
fn patiently<T>(mut work: impl FnMut() -> Result<T, DeskError>) -> T {
    loop {
        match work() {
            Err(DeskError::Fault(fault)) if fault.kind == FaultKind::Busy => {}
            result => return result.unwrap(),
        }
    }
}

fn take_number(desk: &mut Desk, letter: char) -> String {
    let request = visitor(letter, Lane::Regular);
    patiently(|| desk.issue(&request)).ticket.number.to_string()
}

/// Calls and serves the next one, and says which number it was.
fn serve(desk: &mut Desk, index: u8) -> Option<String> {
    let called = patiently(|| desk.next(counter(index)))?;
    patiently(|| desk.start(at(index)));
    patiently(|| desk.finish(at(index)));
    Some(called.ticket.number.to_string())
}

/// A helper's task: issue and serve as fast as it goes, then serve whoever is left.
pub fn rush(folder: &Path, index: u8) {
    let mut desk = desk(folder);
    wait_for_the_start();
    for letter in ['A', 'B', 'C'].into_iter().cycle().take(TICKETS_EACH) {
        report(&format!("issued {}", take_number(&mut desk, letter)));
        if let Some(number) = serve(&mut desk, index) {
            report(&format!("called {number}"));
        }
    }
    while let Some(number) = serve(&mut desk, index) {
        report(&format!("called {number}"));
    }
}

/// The numbers that helpers reported with this word.
fn reported(lines: &[String], word: &str) -> Vec<String> {
    let with_word = |line: &String| Some(line.strip_prefix(word)?.trim().to_owned());
    lines.iter().filter_map(with_word).collect()
}

/// Fails unless these numbers are 1 to n of each service, each once.
fn assert_unique_and_gapless(numbers: &[String]) {
    let mut series: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for number in numbers {
        let (letter, serial) = number.split_at(1);
        series.entry(letter).or_default().push(serial.parse().unwrap());
    }
    for (letter, mut serials) in series {
        serials.sort_unstable();
        assert!(serials.iter().copied().eq(1..=serials.len() as u32), "{letter}: {serials:?}");
    }
}

/// Plays the log of the whole office again: at each call the counter must have got the person who waited longest
/// among those it serves.
fn assert_first_come_first_served(queue: &Path) {
    let file = Connection::open(queue).unwrap();
    let mut log = file
        .prepare(
            "SELECT kind, event.counter, series, serial FROM event
             JOIN ticket ON ticket.row = event.ticket ORDER BY seq",
        )
        .unwrap();
    let mut rows = log.query([]).unwrap();
    let mut waiting: Vec<(String, u32)> = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let kind: String = row.get(0).unwrap();
        let visitor = (row.get(2).unwrap(), row.get(3).unwrap());
        match &*kind {
            "issued" => waiting.push(visitor),
            "called" => {
                let counter: u8 = row.get(1).unwrap();
                let services = OVERLAP.iter().find(|(n, _)| *n == counter).unwrap().1;
                let first = waiting.iter().position(|(s, _)| services.contains(&**s)).unwrap();
                assert_eq!(waiting.remove(first), visitor, "called to counter {counter}");
            }
            _ => {}
        }
    }
    assert!(waiting.is_empty(), "left: {waiting:?}");
}

#[test]
fn eight_processes_share_one_queue_without_a_duplicate_a_gap_or_a_double_call() {
    let office = TempOffice::new(&overlapping());
    let lines = process::rush("rush", office.path(), PROCESSES).concat();
    let mut issued = reported(&lines, "issued");
    let mut called = reported(&lines, "called");
    assert_eq!(issued.len(), usize::from(PROCESSES) * TICKETS_EACH);
    assert_unique_and_gapless(&issued);
    // Whoever took a number after the last counter for it had closed.
    let mut desk = desk(office.path());
    called.extend(std::iter::from_fn(|| serve(&mut desk, PROCESSES)));
    issued.sort_unstable();
    called.sort_unstable();
    assert_eq!(called, issued, "everybody is called exactly once");
    assert_first_come_first_served(&office.queue());
}

/// Runs the program so many times at once, with these arguments, and patiently.
fn at_once<'a>(office: &TempOffice, arguments: impl Iterator<Item = &'a str>) -> Vec<Run> {
    let start = |arguments: &'a str| {
        let mut command = office.command(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        (command.spawn().unwrap(), arguments)
    };
    let started: Vec<(Child, &str)> = arguments.map(start).collect();
    let end = |(child, arguments): (Child, &str)| {
        let mut run = Run::from(child.wait_with_output().unwrap());
        while run.stderr.starts_with("antre: the queue was busy") {
            run = office.antre(arguments);
        }
        run
    };
    started.into_iter().map(end).collect()
}

/// A field of every answer.
fn fields(answers: Vec<Run>, name: &str) -> Vec<String> {
    answers.into_iter().map(|run| run.json()[name].as_str().unwrap().to_owned()).collect()
}

/// A helper's task: the first number of a new office.
pub fn first_start(folder: &Path, _: u8) {
    wait_for_the_start();
    drop(SqliteStore::create(&folder.join("queue.db")).unwrap());
    report(&take_number(&mut desk(folder), 'A'));
}

#[test]
fn sixteen_first_starts_at_once_all_succeed() {
    for _ in 0..10 {
        let office = TempOffice::without_queue(&overlapping());
        let numbers = process::rush("first-start", office.path(), 16).concat();
        assert_eq!(numbers.len(), 16);
        assert_unique_and_gapless(&numbers);
    }
}

#[test]
fn sixteen_first_starts_from_the_command_line_all_succeed() {
    let office = TempOffice::new(&magetan());
    let numbers = fields(at_once(&office, iter::repeat_n("issue U --json", 16)), "number");
    assert_eq!(numbers.len(), 16);
    assert_unique_and_gapless(&numbers);
}

#[test]
fn sixteen_processes_call_three_different_people() {
    let office = TempOffice::new(&overlapping());
    let mut kiosk = office.desk_beside_the_program();
    (0..3).for_each(|_| drop(take_number(&mut kiosk, 'A')));
    let calls: Vec<String> =
        (0..16).map(|i| format!("next --counter {} --json", i % 8 + 1)).collect();
    let answers = at_once(&office, calls.iter().map(String::as_str));
    // Counters that serve others, and whoever comes after the third, find nobody; the second call of a counter finds
    // it busy.
    assert!(
        answers.iter().all(|run| [Some(0), Some(1), Some(3)].contains(&run.code)),
        "{answers:?}"
    );
    let called = fields(answers.into_iter().filter(|run| run.code == Some(0)).collect(), "number");
    assert_eq!(called.len(), 3, "{called:?}");
    assert_unique_and_gapless(&called);
}

#[test]
fn a_key_sent_by_many_at_once_is_one_ticket() {
    let office = TempOffice::new(&magetan());
    let taps = iter::repeat_n("issue T --case baru --key double-tap --json", 8);
    let ids: BTreeSet<String> = fields(at_once(&office, taps), "id").into_iter().collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    assert_eq!(office.antre("board --json").json()["waiting"], 1);
}

/// A helper's task: a kiosk that never rests.
pub fn issue_for_ever(folder: &Path, _: u8) {
    let mut desk = desk(folder);
    loop {
        report(&take_number(&mut desk, 'A'));
    }
}

#[test]
fn every_number_that_was_told_survives_kill_9() {
    let office = TempOffice::new(&overlapping());
    let mut told = Vec::new();
    for round in 0..6 {
        let mut kiosks = [1, 2].map(|i| Helper::start("issue-for-ever", office.path(), i));
        for _ in 0..10 + round * 7 {
            told.extend(kiosks.iter_mut().filter_map(Helper::line));
        }
        told.extend(kiosks.into_iter().flat_map(Helper::kill));
    }
    let mut desk = desk(office.path());
    let kept: Vec<String> =
        desk.board(EventSeq(0)).unwrap().open.iter().map(|t| t.number.to_string()).collect();
    assert_unique_and_gapless(&kept);
    let known: BTreeSet<&String> = kept.iter().collect();
    let lost: Vec<_> = told.iter().filter(|number| !known.contains(number)).collect();
    assert!(lost.is_empty(), "told and lost: {lost:?}");
    // Each of the twelve may have died between its commit and its word.
    assert!(
        told.len() >= 12 * 10 && kept.len() <= told.len() + 12,
        "{} {}",
        told.len(),
        kept.len()
    );
    assert_eq!(office.store().check().err().map(|e| e.to_string()), None);
    assert_eq!(next(&mut desk, 4).unwrap().number.to_string(), "A001");
}
