//! Print jobs.

use super::{Place, front, issue, look, now, record, today, write};
use antre::domain::{PrintCause, PrintLevel, PrintState, State, Ticket};
use antre::store::{NewPrintJob, Store, StoreError};

const PRINTER: &str = "tcp://10.0.0.5:9100";

/// Asks for a paper of a ticket.
fn paper(store: &mut dyn Store, ticket: &Ticket, copy: u32, printer: &str) -> i64 {
    let job = NewPrintJob { ticket: ticket.id, copy, printer, profile: "generic-80", at: now() };
    write(store, |tx| tx.insert_print_job(&job))
}

fn set(
    store: &mut dyn Store,
    job: i64,
    from: PrintState,
    to: PrintState,
) -> Result<(), StoreError> {
    let mut tx = store.begin()?;
    tx.set_print_state(job, from, to, now())?;
    tx.commit()
}

/// Brings a fresh job into a state.
fn settle(store: &mut dyn Store, job: i64, state: PrintState) {
    set(store, job, PrintState::Pending, state).unwrap();
}
use chrono::TimeDelta;

pub fn a_print_job_moves_only_from_where_it_is(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let ticket = issue(&mut *a, today());
    let job = paper(&mut *a, &ticket, 0, PRINTER);
    let states = [
        PrintState::Pending,
        PrintState::Sending,
        PrintState::Printed(PrintLevel::SentOnly),
        PrintState::Printed(PrintLevel::ProcessId),
        PrintState::Failed(PrintCause::Unreachable),
        PrintState::Failed(PrintCause::Expired),
        PrintState::Unknown(PrintCause::Interrupted),
    ];
    let mut is = PrintState::Pending;
    for to in states {
        for from in states.into_iter().filter(|from| *from != is) {
            let refused = set(&mut *b, job, from, to);
            assert!(matches!(refused, Err(StoreError::Conflict(_))), "{from:?} -> {to:?}");
        }
        assert_eq!(look(&mut *a, |view| view.print_job(job)).unwrap().state, is);
        set(&mut *b, job, is, to).unwrap();
        is = to;
    }
    let written = look(&mut *a, |view| view.print_jobs_of(ticket.id)).pop().unwrap();
    assert_eq!((written.id, written.ticket, written.copy), (job, ticket.id, 0));
    assert_eq!((&*written.printer, &*written.profile), (PRINTER, "generic-80"));
    assert_eq!((written.state, written.created_at), (is, now()));
}

pub fn a_paper_of_a_ticket_exists_once(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    paper(&mut *store, &ticket, 0, PRINTER);
    let (printer, profile) = (PRINTER, "generic-80");
    let twice = NewPrintJob { ticket: ticket.id, copy: 0, printer, profile, at: now() };
    let refused = store.begin().unwrap().insert_print_job(&twice);
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    paper(&mut *store, &ticket, 1, PRINTER);
    let copies = look(&mut *store, |view| view.print_jobs_of(ticket.id));
    assert_eq!(copies.iter().map(|job| job.copy).collect::<Vec<_>>(), [0, 1]);
}

pub fn unsettled_jobs_are_those_of_one_printer(place: &dyn Place) {
    let mut store = place.open();
    let tickets = [(); 5].map(|()| issue(&mut *store, today()));
    let jobs = tickets.each_ref().map(|ticket| paper(&mut *store, ticket, 0, PRINTER));
    let other = issue(&mut *store, today());
    paper(&mut *store, &other, 0, "virtual://");
    settle(&mut *store, jobs[1], PrintState::Sending);
    settle(&mut *store, jobs[2], PrintState::Printed(PrintLevel::Drained));
    settle(&mut *store, jobs[3], PrintState::Failed(PrintCause::Io));
    let unsettled = look(&mut *store, |view| view.unsettled_print_jobs(PRINTER));
    let found: Vec<_> = unsettled.iter().map(|job| (job.id, job.state)).collect();
    let (pending, sending) = (PrintState::Pending, PrintState::Sending);
    assert_eq!(found, [(jobs[0], pending), (jobs[1], sending), (jobs[4], pending)]);
}

pub fn unprinted_is_the_newest_paper_of_open_tickets(place: &dyn Place) {
    let mut store = place.open();
    let failed = PrintState::Failed(PrintCause::Unreachable);
    let unknown = PrintState::Unknown(PrintCause::Stalled);
    let drained = PrintState::Printed(PrintLevel::Drained);
    let mut visitor = |papers: &[PrintState]| {
        let ticket = issue(&mut *store, today());
        for (copy, state) in papers.iter().enumerate() {
            let job = paper(&mut *store, &ticket, copy as u32, PRINTER);
            settle(&mut *store, job, *state);
        }
        ticket
    };
    let first = visitor(&[failed]);
    let second = visitor(&[unknown]);
    visitor(&[drained]);
    visitor(&[failed, drained]);
    let third = visitor(&[drained, failed, unknown]);
    visitor(&[]);
    let [cancelled, missed] = [(); 2].map(|()| visitor(&[failed]));
    record(&mut *store, &cancelled, "cancelled", State::Cancelled);
    record(&mut *store, &missed, "missed", State::Missed { stage: front() });
    let unprinted = look(&mut *store, |view| view.unprinted(today(), now()));
    let found: Vec<_> = unprinted.iter().map(|job| (job.ticket, job.copy, job.state)).collect();
    assert_eq!(found, [(first.id, 0, failed), (second.id, 0, unknown), (third.id, 2, unknown)]);
}

pub fn a_paper_that_waits_too_long_counts_as_unprinted(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    paper(&mut *store, &ticket, 0, PRINTER);
    let listed =
        |store: &mut dyn Store, overdue| look(store, |view| view.unprinted(today(), overdue)).len();
    assert_eq!(listed(&mut *store, now()), 0);
    assert_eq!(listed(&mut *store, now() + TimeDelta::seconds(1)), 1);
}
