//! Print jobs.

use super::{Place, front, issue, look, now, record, today, write};
use antre::domain::{
    PrintCause, PrintKind, PrintLevel, PrintState, PrinterState, Remains, State, Ticket,
};
use antre::store::{NewPrintJob, PrinterEvent, PrinterRecord, Store, StoreError};
use chrono::TimeDelta;

pub(super) const PRINTER: &str = "tcp://10.0.0.5:9100";

/// A paper of a ticket, as yet unwritten.
pub(super) fn paper_of<'a>(ticket: &Ticket, copy: u32, printer: &'a str) -> NewPrintJob<'a> {
    NewPrintJob {
        ticket: Some(ticket.id),
        kind: PrintKind::Ticket,
        copy,
        content: None,
        printer,
        profile: "generic-80",
        at: now(),
    }
}

/// A printer in this state.
pub(super) fn printer_record(state: PrinterState) -> PrinterRecord {
    let note = "DLE EOT 1: 12h".to_owned();
    PrinterRecord {
        printer: PRINTER.to_owned(),
        address: None,
        identity: None,
        state,
        remains: Remains::default(),
        note,
        since: now(),
    }
}

pub(super) fn printer_event(kind: &str, cause: Option<PrintCause>) -> PrinterEvent {
    PrinterEvent { at: now(), kind: kind.to_owned(), cause, officer: None }
}

/// Asks for a paper of a ticket.
fn paper(store: &mut dyn Store, ticket: &Ticket, copy: u32, printer: &str) -> i64 {
    write(store, |tx| tx.insert_print_job(&paper_of(ticket, copy, printer)))
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

pub fn a_print_job_moves_only_from_where_it_is(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let ticket = issue(&mut *a, today());
    let job = paper(&mut *a, &ticket, 0, PRINTER);
    let states = [
        PrintState::Pending,
        PrintState::Postponed(PrintCause::Busy),
        PrintState::Postponed(PrintCause::Unreachable),
        PrintState::Sending,
        PrintState::Printed(PrintLevel::SentOnly),
        PrintState::Printed(PrintLevel::ProcessId),
        PrintState::Failed(PrintCause::Unreachable),
        PrintState::Failed(PrintCause::Expired),
        PrintState::Unknown(PrintCause::Interrupted),
        PrintState::Withdrawn(PrintCause::Unreachable),
        PrintState::Withdrawn(PrintCause::Expired),
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
    assert_eq!((written.id, written.ticket, written.copy), (job, Some(ticket.id), 0));
    assert_eq!((&*written.printer, &*written.profile), (PRINTER, "generic-80"));
    assert_eq!((written.state, written.created_at), (is, now()));
}

pub fn a_paper_of_a_ticket_exists_once(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    paper(&mut *store, &ticket, 0, PRINTER);
    let refused = store.begin().unwrap().insert_print_job(&paper_of(&ticket, 0, PRINTER));
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    paper(&mut *store, &ticket, 1, PRINTER);
    let copies = look(&mut *store, |view| view.print_jobs_of(ticket.id));
    assert_eq!(copies.iter().map(|job| job.copy).collect::<Vec<_>>(), [0, 1]);
}

pub fn a_ticket_may_have_any_number_of_slips(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    paper(&mut *store, &ticket, 0, PRINTER);
    let content = Some("KK asli\nSurat kehilangan");
    let slip = NewPrintJob { kind: PrintKind::Slip, content, ..paper_of(&ticket, 0, PRINTER) };
    let slips = [(); 2].map(|()| write(&mut *store, |tx| tx.insert_print_job(&slip)));
    let papers = look(&mut *store, |view| view.print_jobs_of(ticket.id));
    let found: Vec<_> = papers.iter().map(|job| (job.kind, job.content.as_deref())).collect();
    let slip = (PrintKind::Slip, content);
    assert_eq!(found, [(PrintKind::Ticket, None), slip, slip]);
    assert_eq!(papers.iter().map(|job| job.id).collect::<Vec<_>>()[1..], slips);
    // A later slip says nothing about the ticket, and the other way round.
    let failed = PrintState::Failed(PrintCause::PaperOut);
    for job in &papers {
        settle(&mut *store, job.id, failed);
    }
    let unprinted = look(&mut *store, |view| view.unprinted(today(), now()));
    assert_eq!(unprinted.iter().map(|job| job.id).collect::<Vec<_>>(), [papers[0].id, slips[1]]);
}

pub fn unsettled_jobs_are_those_of_one_printer(place: &dyn Place) {
    let mut store = place.open();
    let tickets = [(); 7].map(|()| issue(&mut *store, today()));
    let jobs = tickets.each_ref().map(|ticket| paper(&mut *store, ticket, 0, PRINTER));
    let other = issue(&mut *store, today());
    paper(&mut *store, &other, 0, "virtual://");
    settle(&mut *store, jobs[1], PrintState::Sending);
    settle(&mut *store, jobs[2], PrintState::Printed(PrintLevel::Drained));
    settle(&mut *store, jobs[3], PrintState::Failed(PrintCause::Io));
    let postponed = PrintState::Postponed(PrintCause::Io);
    settle(&mut *store, jobs[5], postponed);
    settle(&mut *store, jobs[6], PrintState::Withdrawn(PrintCause::Io));
    let unsettled = look(&mut *store, |view| view.unsettled_print_jobs(PRINTER));
    let found: Vec<_> = unsettled.iter().map(|job| (job.id, job.state)).collect();
    let (pending, sending) = (PrintState::Pending, PrintState::Sending);
    assert_eq!(
        found,
        [(jobs[0], pending), (jobs[1], sending), (jobs[4], pending), (jobs[5], postponed)]
    );
}

pub fn unprinted_is_the_newest_paper_of_open_tickets(place: &dyn Place) {
    let mut store = place.open();
    let failed = PrintState::Failed(PrintCause::Unreachable);
    let unknown = PrintState::Unknown(PrintCause::Stalled);
    let withdrawn = PrintState::Withdrawn(PrintCause::Busy);
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
    let gone = visitor(&[withdrawn]);
    visitor(&[drained]);
    visitor(&[failed, drained]);
    let third = visitor(&[drained, failed, unknown]);
    visitor(&[]);
    let [cancelled, missed] = [(); 2].map(|()| visitor(&[failed]));
    record(&mut *store, &cancelled, "cancelled", State::Cancelled);
    record(&mut *store, &missed, "missed", State::Missed { stage: front() });
    let unprinted = look(&mut *store, |view| view.unprinted(today(), now()));
    let found: Vec<_> =
        unprinted.iter().map(|job| (job.ticket.unwrap(), job.copy, job.state)).collect();
    assert_eq!(
        found,
        [
            (first.id, 0, failed),
            (second.id, 0, unknown),
            (gone.id, 0, withdrawn),
            (third.id, 2, unknown)
        ]
    );
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

pub fn the_newest_job_of_a_printer_is_told(place: &dyn Place) {
    let mut store = place.open();
    let newest = |store: &mut dyn Store, printer: &str| {
        look(store, |view| view.newest_print_job(printer)).map(|job| job.id)
    };
    assert_eq!(newest(&mut *store, PRINTER), None);
    let [first, second] = [(); 2].map(|()| issue(&mut *store, today()));
    let here = paper(&mut *store, &first, 0, PRINTER);
    let there = paper(&mut *store, &second, 0, "virtual://");
    assert_eq!(newest(&mut *store, PRINTER), Some(here));
    assert_eq!(newest(&mut *store, "virtual://"), Some(there));
    let copy = paper(&mut *store, &first, 1, PRINTER);
    assert_eq!(newest(&mut *store, PRINTER), Some(copy));
}

pub fn what_is_known_of_a_printer_is_the_newest_word(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    assert_eq!(look(&mut *b, |view| view.printer(PRINTER)), None);
    let states = [
        PrinterState::Unknown,
        PrinterState::Ready,
        PrinterState::NearEnd,
        PrinterState::Trouble(PrintCause::PaperOut),
        PrinterState::Trouble(PrintCause::PowerCycle),
    ];
    for (seconds, state) in (0..).zip(states) {
        let since = now() + TimeDelta::seconds(seconds);
        let remains = Remains {
            leftover: seconds % 2 == 1,
            partial_ticket: seconds % 3 == 1,
            answers_owed: u8::try_from(seconds).unwrap(),
        };
        let address = (seconds > 2).then(|| format!("tcp://10.0.0.{seconds}:9100"));
        let identity = (seconds > 3).then(|| format!("tcp://10.0.0.{seconds}:9100"));
        let record = PrinterRecord { address, identity, remains, since, ..printer_record(state) };
        write(&mut *a, |tx| tx.set_printer(&record));
        assert_eq!(look(&mut *b, |view| view.printer(PRINTER)), Some(record));
    }
    assert_eq!(look(&mut *b, |view| view.printer("virtual://")), None, "each printer by itself");
    let other =
        PrinterRecord { printer: "another".to_owned(), ..printer_record(PrinterState::Ready) };
    write(&mut *a, |tx| tx.set_printer(&other));
    let ids: Vec<_> =
        look(&mut *b, |view| view.printers()).into_iter().map(|record| record.printer).collect();
    assert_eq!(ids, ["another", PRINTER]);
}

pub fn the_log_of_a_printer_is_kept_newest_first(place: &dyn Place) {
    let mut store = place.open();
    let events = [
        printer_event("trouble", Some(PrintCause::CoverOpen)),
        printer_event("power-cycled", None),
        printer_event("ready", None),
    ];
    for event in &events {
        write(&mut *store, |tx| tx.note_printer(PRINTER, event));
    }
    write(&mut *store, |tx| tx.note_printer("virtual://", &printer_event("ready", None)));
    let told = |store: &mut dyn Store, limit| look(store, |v| v.printer_events(PRINTER, limit));
    let [first, second, third] = events;
    assert_eq!(told(&mut *store, 2), [third.clone(), second.clone()]);
    assert_eq!(told(&mut *store, 9), [third, second, first]);
}
