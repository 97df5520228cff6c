//! The owner of a printer between and around its jobs: what it notices, what it tells, and that nobody waits for it.

use super::PATIENCE;
use super::picture::has;
use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::terms::visitor;
use antre::desk::{Desk, IssueRequest, PrintTarget};
use antre::domain::{Lane, PrintCause, PrintLevel, PrintOutcome, PrintState, PrinterState};
use antre::lab::virtual_printer::{Setup, Switch, VirtualPrinter};
use antre::paper::Profile;
use antre::printer::{Deadlines, Watch};
use antre::spool::Spool;
use chrono::TimeDelta;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

struct Scene {
    office: TempOffice,
    desk: Desk,
    printer: VirtualPrinter,
    target: PrintTarget,
}

impl Scene {
    fn new() -> Self {
        let office = TempOffice::new(&magetan());
        let desk = office.desk_beside_the_program();
        let profile = Profile::shipped("epson-tm-t20iii").unwrap();
        let printer = Setup::new(profile.clone()).listen("127.0.0.1:0").unwrap();
        let target = PrintTarget::at(printer.address().to_string(), profile.name);
        Self { office, desk, printer, target }
    }

    /// An owner with a desk of its own.
    fn owner(&self, deadlines: Deadlines) -> (Spool, Desk) {
        let mut desk = self.office.desk_beside_the_program();
        let data = self.office.data();
        let spool = Spool::own_within(&data, &mut desk, &self.target, deadlines).unwrap().unwrap();
        (spool.timed_by(self.printer.watch()), desk)
    }

    fn throw(&self, switch: Switch) {
        self.printer.switches().throw(switch);
    }

    /// Takes a number with paper; returns its print job.
    fn visit(&mut self) -> i64 {
        let print = Some(self.target.clone());
        let request = IssueRequest { print, ..visitor('T', Lane::Regular) };
        self.desk.issue(&request).unwrap().print_job.unwrap()
    }

    fn state_of(&mut self, job: i64) -> PrintState {
        self.desk.print_state(job).unwrap().unwrap()
    }

    /// What others read of the printer.
    fn told(&mut self) -> PrinterState {
        self.desk.printer(&self.target.printer).unwrap().unwrap().state
    }

    fn papers(&self, text: &str) -> usize {
        self.printer.truth().iter().filter(|piece| has(&piece.bytes, text)).count()
    }
}

/// Does something again and again until it has come to what is expected.
#[track_caller]
fn until(what: &str, mut done: impl FnMut() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < PATIENCE, "{what}");
        thread::yield_now();
    }
}

#[test]
fn what_goes_wrong_while_nothing_is_printed_is_known_before_the_next_ticket() {
    let mut scene = Scene::new();
    let (mut spool, mut desk) = scene.owner(Deadlines::default());
    let moves = [
        (Switch::Fast, PrinterState::Ready),
        (Switch::PaperOut, PrinterState::Trouble(PrintCause::PaperOut)),
        (Switch::PaperIn, PrinterState::Ready),
        (Switch::CoverOpen, PrinterState::Trouble(PrintCause::CoverOpen)),
        (Switch::CoverClosed, PrinterState::Ready),
        (Switch::PowerOff, PrinterState::Trouble(PrintCause::Refused)),
        (Switch::PowerOn, PrinterState::Ready),
    ];
    for (switch, expected) in moves {
        scene.throw(switch);
        // A line that has just come back may refuse for a moment.
        until(&format!("{switch} is {expected:?}"), || spool.ask(&mut desk).unwrap() == expected);
        assert_eq!(scene.told(), expected);
    }
    assert!(scene.printer.truth().is_empty(), "asking costs no paper");
}

#[test]
fn without_paper_no_byte_is_sent_and_with_a_new_roll_no_old_ticket_comes_out() {
    let mut scene = Scene::new();
    let (mut spool, mut desk) = scene.owner(Deadlines::default());
    scene.throw(Switch::PaperOut);
    let refused = scene.visit();
    spool = spool.patient_for(refused, TimeDelta::zero());
    let printed = spool.print_next(&mut desk).unwrap().unwrap();
    assert_eq!(printed.result.outcome, PrintOutcome::Failed(PrintCause::PaperOut));
    assert_eq!(scene.told(), PrinterState::Trouble(PrintCause::PaperOut));
    scene.throw(Switch::PaperIn);
    scene.visit();
    let printed = spool.print_next(&mut desk).unwrap().unwrap();
    assert_eq!(printed.result.outcome, PrintOutcome::Printed(PrintLevel::ProcessId));
    assert_eq!(scene.told(), PrinterState::Ready);
    assert_eq!((scene.papers("T001"), scene.papers("T002")), (0, 1));
    assert_eq!(scene.state_of(refused), PrintState::Failed(PrintCause::PaperOut));
}

#[test]
fn an_acknowledgement_that_comes_late_ends_the_doubt() {
    let mut scene = Scene::new();
    let hasty = Deadlines { grace: Duration::ZERO, ..Deadlines::default() };
    let (mut spool, mut desk) = scene.owner(hasty);
    // One that has never acknowledged anything would be taken for one that cannot.
    scene.visit();
    spool.print_next(&mut desk).unwrap().unwrap();
    // Much longer than a ticket takes at the speed of this model, and half as long again.
    scene.throw(Switch::AckLate(Duration::from_secs(5)));
    let job = scene.visit();
    spool.print_next(&mut desk).unwrap().unwrap();
    assert_eq!(scene.state_of(job), PrintState::Unknown(PrintCause::NoAnswer));
    let proved = PrintState::Printed(PrintLevel::ProcessId);
    until("the acknowledgement came to nothing", || {
        spool.ask(&mut desk).unwrap();
        scene.state_of(job) == proved
    });
    assert_eq!(scene.papers("T002"), 1);
}

#[test]
fn a_result_that_the_queue_could_not_take_is_told_later() {
    let mut scene = Scene::new();
    let (mut spool, mut desk) = scene.owner(Deadlines::default());
    let job = scene.visit();
    let queue = scene.office.queue();
    let aside = queue.with_extension("aside");
    scene.throw(Switch::Stall);
    thread::scope(|scope| {
        let printing = scope.spawn(|| {
            let failed = spool.print_next(&mut desk).map(|printed| printed.is_some());
            (spool, desk, failed)
        });
        until("it never began", || scene.state_of(job) == PrintState::Sending);
        fs::rename(&queue, &aside).unwrap();
        scene.throw(Switch::Fast);
        let (mut spool, mut desk, failed) = printing.join().unwrap();
        assert!(failed.is_err(), "{failed:?}");
        fs::rename(&aside, &queue).unwrap();
        assert_eq!(scene.state_of(job), PrintState::Sending);
        assert!(spool.print_next(&mut desk).unwrap().is_none(), "not printed again");
    });
    assert_eq!(scene.state_of(job), PrintState::Printed(PrintLevel::ProcessId));
    assert_eq!(scene.papers("T001"), 1);
}

#[test]
fn nobody_who_takes_a_number_waits_for_the_printer() {
    let mut scene = Scene::new();
    let never = Duration::from_secs(3600);
    let patient = Deadlines { answer: never, progress: never, ..Deadlines::default() };
    let (mut spool, mut desk) = scene.owner(patient);
    scene.throw(Switch::Stall);
    let first = scene.visit();
    thread::scope(|scope| {
        let printing = scope.spawn(move || spool.print_next(&mut desk).unwrap().unwrap());
        until("it never began", || scene.state_of(first) == PrintState::Sending);
        for _ in 0..50 {
            scene.visit();
        }
        // Had any of them waited for the printer, the printer would have to have answered by now.
        assert_eq!(scene.state_of(first), PrintState::Sending);
        assert!(!printing.is_finished());
        scene.throw(Switch::Fast);
        let printed = printing.join().unwrap();
        assert_eq!(printed.result.outcome, PrintOutcome::Printed(PrintLevel::ProcessId));
    });
}

#[test]
fn nobody_drives_the_printer_of_a_dead_owner() {
    let scene = Scene::new();
    let owned = || Spool::is_owned(&scene.office.data(), &scene.target).unwrap();
    assert!(!owned());
    let (owner, _) = scene.owner(Deadlines::default());
    assert!(owned() && owned(), "looking takes nothing away");
    drop(owner);
    assert!(!owned());
}

#[test]
fn a_printer_that_acknowledges_what_it_has_only_received_is_noted_once() {
    let mut scene = Scene::new();
    let (spool, mut desk) = scene.owner(Deadlines::default());
    // By a clock that stands still, no paper has moved when the acknowledgement comes.
    let now = Instant::now();
    let mut spool = spool.timed_by(Watch::new(move || now));
    for _ in 0..3 {
        scene.visit();
        let printed = spool.print_next(&mut desk).unwrap().unwrap();
        assert_eq!(printed.result.outcome, PrintOutcome::Printed(PrintLevel::Drained));
    }
    let file = scene.desk.printer_file(&scene.target.printer).unwrap();
    let noted = file.events.iter().filter(|event| event.kind == "acknowledges-receipt").count();
    assert_eq!(noted, 1, "{:?}", file.events);
}
