//! Several threads and processes with one log.

use super::{begin, lines_of};
use crate::support::process::{Helper, report, rush, wait_for_the_start};
use crate::support::{TempOffice, offices::magetan};
use antre::log;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Each process writes so many lines; fewer than wait for the disk at most, so that none is dropped.
const LINES: usize = 400;

/// A helper's task: writes lines of every length as fast as it can, among others' that are not ours.
pub fn write_lines(folder: &Path, index: u8) {
    begin(folder);
    wait_for_the_start();
    for n in 0..LINES {
        let filler = char::from(b'a' + index).to_string().repeat(n * 11 % 3000);
        tracing::info!(target: "antre::test", "{index}.{n} {filler}");
        tracing::error!(target: "zbus", "a library says something");
        tracing::debug!(target: "antre::test", "too fine for an office");
    }
    log::flush();
    report("written");
}

#[test]
fn lines_of_two_programs_with_one_file_do_not_mix_and_none_is_lost() {
    let office = TempOffice::new(&magetan());
    let reports = rush("log-write-lines", office.path(), 4);
    assert_eq!(reports, vec![vec!["written".to_owned()]; 4]);
    let lines = lines_of(office.path(), "kiosk.");
    let mut seen = BTreeSet::new();
    for line in &lines {
        let [_, "info", program, text] = line.splitn(4, ' ').collect::<Vec<_>>()[..] else {
            panic!("{line:?} is no line");
        };
        assert!(program.starts_with("kiosk["), "{line}");
        let (id, filler) = text.split_once(' ').unwrap_or((text, ""));
        let (index, n) = id.split_once('.').unwrap();
        let (index, n): (u8, usize) = (index.parse().unwrap(), n.parse().unwrap());
        assert_eq!(filler, char::from(b'a' + index).to_string().repeat(n * 11 % 3000), "{line}");
        seen.insert((index, n));
    }
    assert_eq!((lines.len(), seen.len()), (4 * LINES, 4 * LINES));
}

/// A helper's task: a thread of it ends by a fault of the program.
pub fn panic_in_a_thread(folder: &Path, _: u8) {
    begin(folder);
    let typed = fs::read_to_string(folder.join("typed")).unwrap();
    let thread = std::thread::Builder::new().name("worker".to_owned());
    let thread = thread.spawn(move || std::panic::panic_any(format!("no key for {typed}")));
    thread.unwrap().join().unwrap_err();
    report("goes on");
}

#[test]
fn a_fault_of_the_program_is_logged_by_its_place_and_not_by_its_words() {
    let office = TempOffice::new(&magetan());
    fs::write(office.file("typed"), "1357").unwrap();
    assert_eq!(Helper::start("log-panic", office.path(), 1).finish(), ["goes on"]);
    let lines = lines_of(office.path(), "kiosk.");
    let [line] = &lines[..] else { panic!("{lines:#?}") };
    assert!(line.contains(" error kiosk["), "{line}");
    assert!(line.contains("thread=\"worker\"") && line.contains("together.rs:"), "{line}");
    assert!(!line.contains("1357"), "{line}");
}

/// A helper's task: a worker of it ends by a fault of the program, while its window waits for news.
pub fn fault_in_a_worker(folder: &Path, _: u8) {
    antre::last_resort::stand_by(|_| None);
    begin(folder);
    let thread = std::thread::Builder::new().name("kiosk".to_owned());
    let (_window, news) = std::sync::mpsc::channel::<()>();
    thread.spawn(|| std::panic::panic_any("worker")).unwrap();
    let _ = news.recv();
}

#[test]
fn a_window_does_not_outlive_its_worker() {
    let office = TempOffice::new(&magetan());
    let code = Helper::start("fault-in-a-worker", office.path(), 1).exit_code();
    assert_eq!(code, Some(antre::last_resort::FAULT), "the unit starts it again");
    let lines = lines_of(office.path(), "kiosk.");
    assert!(lines.len() == 1 && lines[0].contains("thread=\"kiosk\""), "{lines:#?}");
}
