//! A printer that prints nothing for a moment: a job of which nothing was sent is tried again while its visitor still
//! stands there, and not for longer.

use super::PATIENCE;
use super::picture::has;
use crate::support::offices::magetan;
use crate::support::program::Run;
use crate::support::terms::{number, visitor};
use crate::support::{TempOffice, morning};
use antre::app::kiosk::{KioskCommand, KioskWorker};
use antre::app::worker::Worker;
use antre::clock::ManualClock;
use antre::desk::{Desk, IssueRequest, PrintTarget, PrinterUpdate};
use antre::domain::{Lane, PrintCause, PrintLevel, PrintOutcome, PrintState, PrinterState};
use antre::lab::virtual_printer::{Moment, Setup, Switch, VirtualPrinter};
use antre::paper::Profile;
use antre::printer::Deadlines;
use antre::spool::Spool;
use antre::station::kiosk::Request;
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::time::Instant;

/// It can be asked, acknowledges and throws away what it holds.
const EPSON: &str = "epson-tm-t20iii";

struct Scene {
    office: TempOffice,
    clock: ManualClock,
    desk: Desk,
    printer: VirtualPrinter,
    target: PrintTarget,
}

impl Scene {
    fn new() -> Self {
        Self::with(|setup| setup)
    }

    fn with(speed: impl FnOnce(Setup) -> Setup) -> Self {
        let office = TempOffice::new(&magetan());
        let clock = ManualClock::at(morning());
        let desk = office.desk(&clock);
        let profile = Profile::shipped(EPSON).unwrap();
        let printer = speed(Setup::new(profile.clone())).listen("127.0.0.1:0").unwrap();
        let target = PrintTarget::at(printer.address().to_string(), profile.name);
        Self { office, clock, desk, printer, target }
    }

    fn spool(&mut self) -> Spool {
        let (data, deadlines) = (self.office.data(), Deadlines::default());
        let spool = Spool::own_within(&data, &mut self.desk, &self.target, deadlines);
        spool.unwrap().unwrap().timed_by(self.printer.watch())
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

    /// Lets time go by.
    fn pass(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    /// What is recorded after one look for a job; `None` when nothing was tried.
    fn tried(&mut self, spool: &mut Spool) -> Option<PrintState> {
        let tried = spool.print_next(&mut self.desk).unwrap()?;
        let recorded = self.desk.print_state(tried.claimed.job.id).unwrap().unwrap();
        assert_eq!(tried.state, recorded);
        Some(recorded)
    }

    fn papers(&self, text: &str) -> usize {
        self.printer.truth().iter().filter(|piece| has(&piece.bytes, text)).count()
    }

    /// A verb of the program on this printer, by the real clock.
    fn start(&self, verb: &str) -> Running {
        let at = format!("--printer {} --profile {EPSON} --json", self.target.printer);
        let mut command = self.office.command(&format!("{verb} {at}"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        Running { child, stderr }
    }
}

/// The program at work.
struct Running {
    child: Child,
    stderr: BufReader<std::process::ChildStderr>,
}

impl Running {
    fn note(&mut self) -> String {
        let mut line = String::new();
        self.stderr.read_line(&mut line).unwrap();
        line
    }

    fn end(mut self) -> (Value, String) {
        let mut notes = String::new();
        self.stderr.read_to_string(&mut notes).unwrap();
        let run = Run::from(self.child.wait_with_output().unwrap());
        (run.json(), notes)
    }
}

const PAPER_OUT: PrintState = PrintState::Postponed(PrintCause::PaperOut);
const PRINTED: PrintState = PrintState::Printed(PrintLevel::ProcessId);

#[test]
fn a_printer_that_is_helped_in_time_prints_the_ticket_once() {
    let mut scene = Scene::new();
    let mut spool = scene.spool();
    scene.throw(Switch::PaperOut);
    scene.visit();
    assert_eq!(scene.tried(&mut spool), Some(PAPER_OUT));
    let told = scene.desk.printer(&scene.target.printer).unwrap().unwrap().state;
    assert_eq!(told, PrinterState::Trouble(PrintCause::PaperOut), "staff know at once");
    scene.throw(Switch::PaperIn);
    assert_eq!(scene.tried(&mut spool), None, "it is left alone for a moment");
    scene.pass(2);
    assert_eq!(scene.tried(&mut spool), Some(PRINTED));
    scene.pass(60);
    assert_eq!(scene.tried(&mut spool), None);
    assert_eq!(scene.papers("T001"), 1);
}

/// An eighth of what its profile says, and nobody knows it.
#[test]
fn a_ticket_on_slow_paper_is_waited_for_as_long_as_its_paper_takes() {
    let mut scene = Scene::with(|setup| setup.at_speed(30.0));
    let mut spool = scene.spool();
    for _ in 0..2 {
        scene.visit();
        assert_eq!(scene.tried(&mut spool), Some(PRINTED));
    }
    let known = scene.desk.printer_file(&scene.target.printer).unwrap();
    let kinds: Vec<_> = known.events.iter().map(|event| &*event.kind).collect();
    assert!(!kinds.contains(&"never-acknowledges"), "{kinds:?}");
}

#[test]
fn a_printer_that_says_it_is_well_is_not_waited_for() {
    let mut scene = Scene::new();
    let mut spool = scene.spool();
    scene.throw(Switch::CoverOpen);
    scene.visit();
    for _ in 0..4 {
        assert_eq!(scene.tried(&mut spool), Some(PrintState::Postponed(PrintCause::CoverOpen)));
        scene.pass(3);
    }
    assert!(scene.tried(&mut spool).is_some() && !spool.is_due(&scene.desk));
    scene.throw(Switch::CoverClosed);
    assert_eq!(spool.ask(&mut scene.desk).unwrap(), PrinterState::Ready);
    assert!(spool.is_due(&scene.desk));
    assert_eq!(scene.tried(&mut spool), Some(PRINTED));
    assert!(!spool.is_due(&scene.desk));
}

#[test]
fn a_printer_that_nobody_helps_is_tried_for_twenty_seconds_and_not_all_the_time() {
    let mut scene = Scene::new();
    let mut spool = scene.spool();
    scene.throw(Switch::PaperOut);
    let job = scene.visit();
    let mut tries = Vec::new();
    for tenths in 0..400_u32 {
        if let Some(state) = scene.tried(&mut spool) {
            tries.push((tenths, state));
        }
        scene.clock.advance(TimeDelta::milliseconds(100));
    }
    let (last, end) = tries.pop().unwrap();
    assert_eq!(end, PrintState::Failed(PrintCause::PaperOut));
    assert!((150..=200).contains(&last), "the last try came after {last} tenths of a second");
    assert!((6..=12).contains(&tries.len()), "{tries:?}");
    assert!(tries.iter().all(|(_, state)| *state == PAPER_OUT), "{tries:?}");
    scene.throw(Switch::PaperIn);
    assert_eq!(scene.tried(&mut spool), None);
    assert_eq!(scene.desk.print_state(job).unwrap(), Some(end));
    assert!(scene.printer.truth().is_empty());
}

#[test]
fn whoever_has_no_patience_is_told_at_once() {
    let mut scene = Scene::new();
    scene.throw(Switch::PaperOut);
    let job = scene.visit();
    let mut spool = scene.spool().patient_for(job, TimeDelta::zero());
    let failed = PrintState::Failed(PrintCause::PaperOut);
    assert_eq!(scene.tried(&mut spool), Some(failed));
}

#[test]
fn what_was_begun_is_not_begun_again() {
    let mut scene = Scene::new();
    let mut spool = scene.spool();
    scene.printer.switches().arm(Moment::Executed(220), Switch::PaperOut);
    scene.visit();
    let failed = PrintState::Failed(PrintCause::PaperOut);
    assert_eq!(scene.tried(&mut spool), Some(failed));
    scene.throw(Switch::PaperIn);
    scene.pass(60);
    assert_eq!(scene.tried(&mut spool), None);
}

#[test]
fn a_partial_ticket_does_not_end_the_patience_with_the_next_one() {
    let mut scene = Scene::new();
    let mut spool = scene.spool();
    scene.printer.switches().arm(Moment::Executed(220), Switch::PowerOff);
    scene.visit();
    let lost = scene.tried(&mut spool).unwrap();
    assert!(matches!(lost, PrintState::Unknown(_)), "{lost:?}");
    scene.visit();
    let waits = scene.tried(&mut spool).unwrap();
    assert!(matches!(waits, PrintState::Postponed(_)), "{waits:?}");
    scene.throw(Switch::PowerOn);
    scene.pass(2);
    assert_eq!(scene.tried(&mut spool), Some(PRINTED));
    assert_eq!((scene.papers("T001"), scene.papers("T002")), (1, 1));
}

#[test]
fn a_visitor_who_has_gone_gets_no_ticket_and_the_next_one_does() {
    let mut scene = Scene::new();
    let mut spool = scene.spool();
    scene.throw(Switch::PaperOut);
    let gone = scene.visit();
    assert_eq!(scene.tried(&mut spool), Some(PAPER_OUT));
    assert!(scene.desk.withdraw_print_job(gone).unwrap());
    scene.throw(Switch::PaperIn);
    scene.visit();
    scene.pass(60);
    assert_eq!(scene.tried(&mut spool), Some(PRINTED));
    scene.pass(99);
    assert_eq!(scene.tried(&mut spool), None);
    assert_eq!((scene.papers("T001"), scene.papers("T002")), (0, 1));
}

#[test]
fn a_kiosk_withdraws_the_ticket_that_nobody_waits_for() {
    let mut scene = Scene::new();
    let mut spool = scene.spool();
    scene.throw(Switch::CoverOpen);
    let job = scene.visit();
    let cover_open = PrintCause::CoverOpen;
    assert_eq!(scene.tried(&mut spool), Some(PrintState::Postponed(cover_open)));
    let desk = scene.office.desk(&scene.clock);
    let mut kiosk = KioskWorker::new(desk, Some(scene.target.clone()), scene.office.data());
    let asked_at = morning();
    kiosk.handle(KioskCommand { request: Request::Withdraw(job), asked_at });
    let withdrawn = PrintState::Withdrawn(cover_open);
    assert_eq!(scene.desk.print_state(job).unwrap(), Some(withdrawn));
    scene.throw(Switch::CoverClosed);
    scene.pass(5);
    assert_eq!(scene.tried(&mut spool), None);
    assert!(scene.printer.truth().is_empty());
}

#[test]
fn a_kiosk_withdraws_a_ticket_that_is_just_being_tried_when_that_has_failed() {
    let busy = PrintCause::Busy;
    for (comes_out, ends) in [(false, PrintState::Withdrawn(busy)), (true, PRINTED)] {
        let mut scene = Scene::new();
        let job = scene.visit();
        let printer = scene.target.printer.clone();
        scene.desk.begin_print_job(&printer).unwrap().unwrap();
        let desk = scene.office.desk(&scene.clock);
        let mut kiosk = KioskWorker::new(desk, Some(scene.target.clone()), scene.office.data());
        kiosk.handle(KioskCommand { request: Request::Withdraw(job), asked_at: morning() });
        kiosk.poll();
        assert_eq!(scene.desk.print_state(job).unwrap(), Some(PrintState::Sending));
        let news = PrinterUpdate::default();
        match comes_out {
            true => {
                let outcome = PrintOutcome::Printed(PrintLevel::ProcessId);
                scene.desk.settle_print_job(&printer, job, outcome, &[], &news).unwrap();
            }
            false => drop(scene.desk.postpone_print_job(&printer, job, busy, &[], &news).unwrap()),
        }
        kiosk.poll();
        assert_eq!(scene.desk.print_state(job).unwrap(), Some(ends));
        assert!(scene.desk.begin_print_job(&printer).unwrap().is_none());
    }
}

#[test]
fn a_copy_that_does_not_come_out_is_a_failure_and_a_number_without_paper_is_none() {
    let scene = Scene::new();
    let at = format!("--printer {} --profile {EPSON} --wait 0 --json", scene.target.address);
    scene.throw(Switch::PaperOut);
    let issued = scene.office.antre(&format!("issue T --case baru {at}"));
    assert_eq!((issued.code, &issued.json()["print"]["cause"]), (Some(0), &json!("paper-out")));
    let copied = scene.office.antre(&format!("reprint T001 {at}"));
    assert_eq!(copied.code, Some(1), "{copied:?}");
    assert!(copied.stderr.contains("was not printed: out of paper. Put a new roll in."));
    let copied: Value = serde_json::from_str(&copied.stdout).unwrap();
    assert_eq!(copied["print"], json!({"state": "failed", "level": null, "cause": "paper-out"}));
    scene.throw(Switch::PaperIn);

    // Nor is it known of a copy that waits for the program that drives the printer.
    let desk = &mut scene.office.desk_beside_the_program();
    let _owner = Spool::own(&scene.office.data(), desk, &scene.target).unwrap().unwrap();
    let copied = scene.office.antre(&format!("reprint T001 {at}"));
    assert_eq!(copied.code, Some(1), "{copied:?}");
    assert!(copied.stderr.contains("copy 2 of T001 has not come out yet"), "{copied:?}");
    let copied: Value = serde_json::from_str(&copied.stdout).unwrap();
    assert_eq!(copied["print"]["state"], "pending");
}

#[test]
fn issue_says_what_is_the_matter_and_prints_when_it_is_mended() {
    // In time: the program beside us would take a printer without time for one that acknowledges what it has received.
    let scene = Scene::with(|setup| setup.at_speed(400.0));
    scene.throw(Switch::PaperOut);
    let mut issue = scene.start("issue T --case baru");
    let note = issue.note();
    let expected = "antre: the ticket is in the queue, but its sheet cannot be printed yet: out of paper. Put a new roll in. \
                    It is tried again until ";
    assert!(note.starts_with(expected), "{note}");
    scene.throw(Switch::PaperIn);
    let (answer, rest) = issue.end();
    assert_eq!(answer["print"]["state"], "printed");
    assert!(rest.starts_with("  because: ") && rest.lines().count() == 1, "said once: {rest}");
    assert_eq!(scene.papers("T001"), 1);
}

#[test]
fn issue_says_that_it_waits_for_the_program_that_drives_the_printer() {
    let mut scene = Scene::new();
    let _hangs = scene.spool();
    let (answer, said) = scene.start("issue T --case baru --wait 1").end();
    assert_eq!(answer["print"]["state"], "pending");
    let expected = "antre: the ticket is in the queue, but another program drives printer ";
    assert!(said.starts_with(expected) && said.lines().count() == 1, "{said}");
}

#[test]
fn issue_ends_its_wait_when_somebody_withdraws_the_ticket() {
    let scene = Scene::new();
    scene.throw(Switch::PaperOut);
    let mut issue = scene.start("issue T --case baru");
    issue.note();
    let mut desk = scene.office.desk_beside_the_program();
    let job = desk.ticket(number("T001")).unwrap().print_jobs[0].id;
    let started = Instant::now();
    // Not while it is being tried.
    while !desk.withdraw_print_job(job).unwrap() {
        assert!(started.elapsed() < PATIENCE);
    }
    let withdrawn = json!({"state": "withdrawn", "level": null, "cause": "paper-out"});
    assert_eq!(issue.end().0["print"], withdrawn);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_wait_and_leaves_no_doubt() {
    let scene = Scene::new();
    scene.throw(Switch::PaperOut);
    let mut issue = scene.start("issue T --case baru");
    issue.note();
    let process = rustix::process::Pid::from_child(&issue.child);
    rustix::process::kill_process(process, rustix::process::Signal::INT).unwrap();
    let waits = json!({"state": "pending", "level": null, "cause": "paper-out"});
    assert_eq!(issue.end().0["print"], waits);
    // Whoever owns the printer next prints it.
    scene.throw(Switch::PaperIn);
    let status = scene.start("printer status").end().0;
    assert_eq!((&status["leftover"], &status["partial_ticket"]), (&json!(false), &json!(false)));
    assert_eq!(scene.start("issue T --case baru").end().0["print"]["state"], "printed");
    assert_eq!((scene.papers("T001"), scene.papers("T002")), (1, 1));
}
