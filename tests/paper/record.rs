//! What the queue is told of a printer, and what others may do with it. No printer is needed for that.

use crate::support::offices::magetan;
use crate::support::open;
use crate::support::terms::{target, visitor};
use antre::desk::{Desk, IssueRequest, PrinterNews};
use antre::domain::{
    Lane, PrintCause, PrintLevel, PrintOutcome, PrintState, PrinterState, Remains,
};
use chrono::TimeDelta;

const PRINTER: &str = "tcp://10.0.0.5:9100";

fn news(state: PrinterState, leftover: Option<bool>) -> PrinterNews {
    PrinterNews { state, leftover, note: format!("{state:?}"), ..PrinterNews::default() }
}

fn trouble(cause: PrintCause) -> PrinterState {
    PrinterState::Trouble(cause)
}

fn tell(desk: &mut Desk, state: PrinterState) {
    desk.record_printer(PRINTER, &[], &news(state, None)).unwrap();
}

/// State, leftover and note of the printer.
fn known(desk: &mut Desk) -> (PrinterState, bool, String) {
    let record = desk.printer(PRINTER).unwrap().unwrap();
    (record.state, record.remains.leftover, record.note)
}

/// A ticket whose paper has been begun.
fn begun(desk: &mut Desk) -> i64 {
    let request = IssueRequest { print: Some(target(PRINTER)), ..visitor('T', Lane::Regular) };
    let issued = desk.issue(&request).unwrap().print_job;
    let sheet = desk.begin_print_job(PRINTER).unwrap().unwrap();
    assert_eq!(Some(sheet.job.id), issued);
    sheet.job.id
}

fn settle(desk: &mut Desk, job: i64, outcome: PrintOutcome, leftover: Option<bool>) {
    let state = match outcome {
        PrintOutcome::Printed(_) => PrinterState::Ready,
        PrintOutcome::Failed(cause) | PrintOutcome::Unknown(cause) => trouble(cause),
    };
    desk.settle_print_job(PRINTER, job, outcome, &[], &news(state, leftover)).unwrap();
}

#[test]
fn only_what_changed_is_written() {
    let (office, clock, mut desk) = open(&magetan());
    let mut other = office.desk(&clock);
    tell(&mut desk, PrinterState::Ready);
    let ready_since = desk.printer(PRINTER).unwrap().unwrap().since;
    let before = other.moment().unwrap();
    for seconds in 1..20 {
        clock.advance(TimeDelta::seconds(1));
        let said =
            PrinterNews { note: format!("answer {seconds}"), ..news(PrinterState::Ready, None) };
        desk.record_printer(PRINTER, &[], &said).unwrap();
    }
    assert_eq!(other.moment().unwrap(), before, "nobody is woken for nothing");
    assert_eq!(desk.printer(PRINTER).unwrap().unwrap().since, ready_since);
    tell(&mut desk, trouble(PrintCause::PaperOut));
    assert_ne!(other.moment().unwrap(), before);
    let record = other.printer(PRINTER).unwrap().unwrap();
    assert_eq!(record.state, trouble(PrintCause::PaperOut));
    assert_eq!(record.since, ready_since + TimeDelta::seconds(19));
}

#[test]
fn what_befell_a_printer_is_logged_and_a_roll_near_its_end_is_not() {
    let (_office, _, mut desk) = open(&magetan());
    let states = [
        PrinterState::Unknown,
        PrinterState::Ready,
        PrinterState::NearEnd,
        PrinterState::Ready,
        trouble(PrintCause::PaperOut),
        trouble(PrintCause::CoverOpen),
        PrinterState::Ready,
    ];
    states.into_iter().for_each(|state| tell(&mut desk, state));
    let told = desk.printer_file(PRINTER).unwrap().events;
    let told: Vec<_> = told.iter().map(|event| (&*event.kind, event.cause)).collect();
    let (paper, cover) = (Some(PrintCause::PaperOut), Some(PrintCause::CoverOpen));
    assert_eq!(told, [("ready", None), ("trouble", cover), ("trouble", paper)], "newest first");
}

#[test]
fn whoever_switched_a_printer_off_and_on_says_so_and_it_is_logged() {
    let (office, clock, mut desk) = open(&magetan());
    let mut console = office.desk(&clock);
    assert!(!console.confirm_power_cycle(PRINTER).unwrap(), "nobody has ever owned it");
    tell(&mut desk, PrinterState::Ready);
    assert!(!console.confirm_power_cycle(PRINTER).unwrap(), "nobody waits for that");
    let job = begun(&mut desk);
    settle(&mut desk, job, PrintOutcome::Unknown(PrintCause::PaperOut), Some(true));
    assert!(known(&mut console).1);
    assert!(console.confirm_power_cycle(PRINTER).unwrap());
    assert_eq!((known(&mut desk).0, known(&mut desk).1), (PrinterState::Unknown, false));
    let file = desk.printer_file(PRINTER).unwrap();
    assert_eq!(file.events[0].kind, "power-cycled");
    let (ticket, newest) = file.newest.unwrap();
    assert_eq!((ticket.number.to_string(), newest.id), ("T001".to_owned(), job));
}

#[test]
fn half_a_ticket_hangs_out_until_an_owner_says_that_it_was_cut_off() {
    let (office, clock, mut owner) = open(&magetan());
    let mut others = office.desk(&clock);
    let mut hangs_out = || others.printer(PRINTER).unwrap().unwrap().remains.partial_ticket;
    let job = begun(&mut owner);
    let out = trouble(PrintCause::PaperOut);
    let hung = PrinterNews { partial_ticket: Some(true), ..news(out, Some(true)) };
    let doubt = PrintOutcome::Unknown(PrintCause::PaperOut);
    owner.settle_print_job(PRINTER, job, doubt, &[], &hung).unwrap();
    assert!(hangs_out());
    // Neither the power switch nor a clear takes back what is on paper.
    assert!(office.desk(&clock).confirm_power_cycle(PRINTER).unwrap());
    owner.record_printer(PRINTER, &[], &news(PrinterState::Ready, Some(false))).unwrap();
    assert!(hangs_out());
    let sheet = {
        let request = IssueRequest { print: Some(target(PRINTER)), ..visitor('T', Lane::Regular) };
        owner.issue(&request).unwrap();
        owner.begin_print_job(PRINTER).unwrap().unwrap()
    };
    assert_eq!(sheet.remains, Remains { leftover: false, partial_ticket: true });
    let cut = PrinterNews { partial_ticket: Some(false), ..news(PrinterState::Ready, None) };
    let printed = PrintOutcome::Printed(PrintLevel::ProcessId);
    owner.settle_print_job(PRINTER, sheet.job.id, printed, &[], &cut).unwrap();
    assert!(!hangs_out());
}

#[test]
fn an_owner_that_says_nothing_of_leftovers_does_not_take_a_confirmation_back() {
    let (office, clock, mut owner) = open(&magetan());
    let job = begun(&mut owner);
    settle(&mut owner, job, PrintOutcome::Unknown(PrintCause::Stalled), Some(true));
    let job = begun(&mut owner);
    // While the owner refuses the next job, somebody switches the printer off and on.
    assert!(office.desk(&clock).confirm_power_cycle(PRINTER).unwrap());
    settle(&mut owner, job, PrintOutcome::Failed(PrintCause::PowerCycle), None);
    assert!(!known(&mut owner).1);
    // New bytes that did not come out are new.
    let job = begun(&mut owner);
    settle(&mut owner, job, PrintOutcome::Unknown(PrintCause::Stalled), Some(true));
    assert!(known(&mut owner).1);
}

#[test]
fn a_late_acknowledgement_ends_the_doubt_and_changes_nothing_else() {
    let (_office, _, mut desk) = open(&magetan());
    let doubtful = begun(&mut desk);
    settle(&mut desk, doubtful, PrintOutcome::Unknown(PrintCause::NoAnswer), None);
    let failed = begun(&mut desk);
    settle(&mut desk, failed, PrintOutcome::Failed(PrintCause::PaperOut), None);
    desk.record_printer(PRINTER, &[doubtful, failed, 999], &news(PrinterState::Ready, None))
        .unwrap();
    let states = [doubtful, failed].map(|job| desk.print_state(job).unwrap().unwrap());
    let printed = PrintState::Printed(PrintLevel::ProcessId);
    assert_eq!(states, [printed, PrintState::Failed(PrintCause::PaperOut)]);
}

#[test]
fn a_result_that_is_told_twice_counts_once() {
    let (_office, _, mut desk) = open(&magetan());
    let job = begun(&mut desk);
    let printed = PrintOutcome::Printed(PrintLevel::ProcessId);
    settle(&mut desk, job, printed, None);
    settle(&mut desk, job, PrintOutcome::Unknown(PrintCause::Io), None);
    assert_eq!(desk.print_state(job).unwrap(), Some(printed.into()));
}

#[test]
fn what_a_dead_owner_left_in_the_printer_is_remembered_where_a_printer_can_hold_it() {
    for may_hold in [false, true] {
        let (_office, _, mut desk) = open(&magetan());
        let job = begun(&mut desk);
        desk.recover_print_jobs(PRINTER, may_hold).unwrap();
        let doubt = PrintState::Unknown(PrintCause::Interrupted);
        assert_eq!(desk.print_state(job).unwrap(), Some(doubt));
        let remains =
            desk.printer(PRINTER).unwrap().map(|record| record.remains).unwrap_or_default();
        assert_eq!(remains, Remains { leftover: may_hold, partial_ticket: may_hold });
        desk.recover_print_jobs(PRINTER, may_hold).unwrap();
    }
}
