//! What the queue is told of a printer, and what others may do with it. No printer is needed for that.

use crate::support::offices::magetan;
use crate::support::open;
use crate::support::terms::{target, visitor};
use antre::desk::{Desk, IssueRequest, PrinterUpdate};
use antre::domain::{
    Incident, Lane, PrintCause, PrintLevel, PrintOutcome, PrintState, PrinterState, Remains,
};
use chrono::TimeDelta;

const PRINTER: &str = "tcp://10.0.0.5:9100";

fn news(state: PrinterState, leftover: Option<bool>) -> PrinterUpdate {
    PrinterUpdate { state, leftover, note: format!("{state:?}"), ..PrinterUpdate::default() }
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
    let before = other.change_token().unwrap();
    for seconds in 1..20 {
        clock.advance(TimeDelta::seconds(1));
        let said =
            PrinterUpdate { note: format!("answer {seconds}"), ..news(PrinterState::Ready, None) };
        desk.record_printer(PRINTER, &[], &said).unwrap();
    }
    assert_eq!(other.change_token().unwrap(), before, "nobody is woken for nothing");
    assert_eq!(desk.printer(PRINTER).unwrap().unwrap().since, ready_since);
    tell(&mut desk, trouble(PrintCause::PaperOut));
    assert_ne!(other.change_token().unwrap(), before);
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
    let hung = PrinterUpdate { partial_ticket: Some(true), ..news(out, Some(true)) };
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
    assert_eq!(sheet.remains, Remains { partial_ticket: true, ..Remains::default() });
    let cut = PrinterUpdate { partial_ticket: Some(false), ..news(PrinterState::Ready, None) };
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

/// A ticket whose paper has not been begun.
fn asked(desk: &mut Desk) -> i64 {
    let request = IssueRequest { print: Some(target(PRINTER)), ..visitor('T', Lane::Regular) };
    desk.issue(&request).unwrap().print_job.unwrap()
}

fn postpone(desk: &mut Desk, job: i64, cause: PrintCause) -> PrintState {
    desk.postpone_print_job(PRINTER, job, cause, &[], &news(trouble(cause), None)).unwrap()
}

#[test]
fn a_job_of_which_nothing_was_sent_waits_for_twenty_seconds_and_tells_why() {
    let (office, clock, mut owner) = open(&magetan());
    let mut others = office.desk(&clock);
    let job = begun(&mut owner);
    let busy = PrintCause::Busy;
    for _ in 0..2 {
        assert_eq!(postpone(&mut owner, job, busy), PrintState::Postponed(busy));
        assert_eq!(others.print_state(job).unwrap(), Some(PrintState::Postponed(busy)));
        // The printer's own record says what is the matter while the job still waits.
        assert_eq!(known(&mut others).0, trouble(busy));
        clock.advance(TimeDelta::seconds(10));
        assert_eq!(owner.begin_print_job(PRINTER).unwrap().unwrap().job.id, job);
    }
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(postpone(&mut owner, job, busy), PrintState::Failed(busy), "21 seconds old");
    assert_eq!(postpone(&mut owner, job, busy), PrintState::Failed(busy), "told twice");
}

#[test]
fn a_postponed_job_of_a_dead_owner_is_not_printed_for_nobody() {
    let (_office, clock, mut desk) = open(&magetan());
    let job = begun(&mut desk);
    postpone(&mut desk, job, PrintCause::CoverOpen);
    clock.advance(TimeDelta::seconds(21));
    assert!(desk.begin_print_job(PRINTER).unwrap().is_none());
    let failed = PrintState::Failed(PrintCause::CoverOpen);
    assert_eq!(desk.print_state(job).unwrap(), Some(failed), "as it was seen");
}

#[test]
fn what_only_a_person_can_end_is_not_postponed() {
    let (_office, _, mut desk) = open(&magetan());
    for cause in [PrintCause::Permission, PrintCause::PowerCycle, PrintCause::Layout] {
        let job = begun(&mut desk);
        assert_eq!(postpone(&mut desk, job, cause), PrintState::Failed(cause));
    }
}

#[test]
fn a_withdrawn_job_is_not_printed_and_is_listed_for_a_reprint() {
    let (_office, clock, mut desk) = open(&magetan());
    let untried = asked(&mut desk);
    assert!(desk.withdraw_print_job(untried).unwrap());
    let tried = begun(&mut desk);
    postpone(&mut desk, tried, PrintCause::PaperOut);
    assert!(desk.withdraw_print_job(tried).unwrap());
    assert!(!desk.withdraw_print_job(tried).unwrap(), "once");
    assert!(desk.begin_print_job(PRINTER).unwrap().is_none());
    clock.advance(TimeDelta::seconds(1));
    let view = desk.counter_view(crate::support::terms::counter(1)).unwrap();
    let listed: Vec<_> = view.unprinted.iter().map(|(_, job)| (job.id, job.state)).collect();
    let expired = PrintState::Withdrawn(PrintCause::Expired);
    let paper_out = PrintState::Withdrawn(PrintCause::PaperOut);
    assert_eq!(listed, [(untried, expired), (tried, paper_out)]);
}

#[test]
fn what_a_printer_is_by_nature_is_noted_once_until_the_contrary_is() {
    use Incident::{Acknowledges, NeverAcknowledges, TicketNotTaken};
    let (_office, _, mut desk) = open(&magetan());
    let mut noted = |incident| !desk.note_incidents(PRINTER, &[incident]).unwrap().is_empty();
    assert!(!noted(Acknowledges), "as its profile says");
    assert!(noted(NeverAcknowledges));
    assert!(!noted(NeverAcknowledges));
    assert!(noted(TicketNotTaken) && noted(TicketNotTaken));
    assert!(noted(Acknowledges), "after all");
    assert!(!noted(Acknowledges));
    assert!(noted(NeverAcknowledges), "another printer, or it was set otherwise");
    let events = desk.printer_file(PRINTER).unwrap().events;
    let kinds: Vec<_> = events.iter().map(|event| &*event.kind).collect();
    let [never, after_all, hangs] = ["never-acknowledges", "acknowledges", "ticket-not-taken"];
    assert_eq!(kinds, [never, after_all, hangs, hangs, never]);
}

#[test]
fn what_is_being_sent_cannot_be_withdrawn() {
    let (_office, _, mut desk) = open(&magetan());
    let job = begun(&mut desk);
    assert!(!desk.withdraw_print_job(job).unwrap());
    settle(&mut desk, job, PrintOutcome::Printed(PrintLevel::ProcessId), None);
    assert!(!desk.withdraw_print_job(job).unwrap());
    let printed = PrintState::Printed(PrintLevel::ProcessId);
    assert_eq!(desk.print_state(job).unwrap(), Some(printed));
    assert!(!desk.withdraw_print_job(999).unwrap());
}
