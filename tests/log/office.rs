//! What a kiosk and its fellows log of printers and of the queue, as processes with a log of their own.

use super::{begin, texts_of};
use crate::support::process::{Helper, report};
use crate::support::terms::visitor;
use crate::support::{TempOffice, desk_in, offices::magetan};
use antre::app::console::ConsoleWorker;
use antre::app::display::{DisplaySlot, DisplayWorker};
use antre::app::kiosk::{KioskWorker, PrintLoop};
use antre::app::supervisor::SupervisorWorker;
use antre::app::worker::Worker;
use antre::data::DataFolder;
use antre::desk::{IssueRequest, PrintTarget};
use antre::domain::{CounterNumber, Lane};
use antre::lab::virtual_printer::{Setup, Switch};
use antre::log;
use antre::paper::Profile;
use std::fs;
use std::path::Path;

/// A helper's task: prints beside a printer that runs out of paper and gets a new roll.
pub fn drive_a_printer(folder: &Path, _: u8) {
    begin(folder);
    let profile = Profile::shipped("epson-tm-t88vi").unwrap();
    let printer = Setup::new(profile.clone()).listen("127.0.0.1:0").unwrap();
    let target = PrintTarget::at(printer.address().to_string(), profile.name);
    let data = DataFolder::locate(Some(folder.to_owned()));
    let print_loop = PrintLoop::new(data, desk_in(folder), target.clone());
    let mut print_loop = print_loop.timed_by(printer.watch());
    let mut ask_thrice = || (0..3).for_each(|_| print_loop.ask().unwrap());
    ask_thrice();
    printer.switches().throw(Switch::PaperOut);
    ask_thrice();
    printer.switches().throw(Switch::PaperIn);
    ask_thrice();
    let request = IssueRequest { print: Some(target), ..visitor('T', Lane::Regular) };
    desk_in(folder).issue(&request).unwrap();
    assert_eq!(print_loop.print_pending().unwrap().len(), 1);
    log::flush();
    report("printed");
}

#[test]
fn a_printer_is_logged_when_it_changes_and_each_sheet_with_what_is_known_of_it() {
    let office = TempOffice::new(&magetan());
    assert_eq!(Helper::start("log-printer", office.path(), 1).finish(), ["printed"]);
    let log = texts_of(office.path(), "kiosk.");
    let events: Vec<_> = log.iter().map(|text| text.split([':', '=']).next().unwrap()).collect();
    assert_eq!(
        events,
        [
            "this program drives the printer printer",
            "printer ready printer",
            "printer in trouble",
            "printer ready printer",
            "sheet printed"
        ],
        "{log:#?}"
    );
    assert!(log[2].starts_with("printer in trouble: paper-out printer=\"tcp://127.0.0.1:"));
    for part in ["sheet printed: process-id ", "sheet=\"T001\"", "kind=ticket", "handed_over_ms="] {
        assert!(log[4].contains(part), "{part} is not in {}", log[4]);
    }
}

/// A helper's task: looks at a queue that is gone for three looks, as each of the windows does.
pub fn lose_the_queue(folder: &Path, _: u8) {
    begin(folder);
    let data = DataFolder::locate(Some(folder.to_owned()));
    let desk = || desk_in(folder);
    let counter = CounterNumber::new(1).unwrap();
    let slot = DisplaySlot::take(&data).unwrap();
    lose(folder, KioskWorker::new(desk(), None, data.clone()));
    lose(folder, ConsoleWorker::new(desk(), counter, None, data.clone()).unwrap());
    lose(folder, SupervisorWorker::new(desk(), None, data.clone()));
    lose(folder, DisplayWorker::new(desk(), slot).unwrap());
    log::flush();
    report("looked");
}

fn lose(folder: &Path, mut worker: impl Worker) {
    worker.poll();
    let (queue, away) = (folder.join("queue.db"), folder.join("away.db"));
    fs::rename(&queue, &away).unwrap();
    (0..3).for_each(|_| drop(worker.poll()));
    fs::rename(&away, &queue).unwrap();
    (0..3).for_each(|_| drop(worker.poll()));
}

#[test]
fn a_queue_that_cannot_be_read_is_logged_once_and_so_is_its_return() {
    let office = TempOffice::new(&magetan());
    assert_eq!(Helper::start("log-queue", office.path(), 1).finish(), ["looked"]);
    let log = texts_of(office.path(), "kiosk.");
    assert_eq!(log.len(), 8, "{log:#?}");
    for outage in log.chunks(2) {
        assert!(outage[0].starts_with("the queue cannot be read: "), "{outage:?}");
        assert_eq!(outage[1], "the queue can be read again");
    }
}
