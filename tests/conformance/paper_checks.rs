//! Print jobs.

use super::{
    Draft, Place, caught_up, clock_step, front, issue, look, must_conflict, new_ticket, now,
    record, search, today, write, write_on, yesterday,
};
use crate::support::terms::service;
use antre::domain::{
    CaseId, Doubt, Language, PrintCause, PrintLevel, PrintState, PrinterState, Remains, State,
    Ticket,
};
use antre::queue::{
    Change, Day, Leaflet, PRINTER_LINES, PrintContent, PrintJob, PrinterEvent, PrinterRecord,
    RECENT_JOBS,
};
use antre::store::{Store, StoreError};
use chrono::TimeDelta;

pub(super) const PRINTER: &str = "tcp://10.0.0.5:9100";

/// A paper of a ticket, as yet unwritten.
pub(super) fn paper_of(ticket: &Ticket, copy: u32, printer: &str) -> PrintJob {
    PrintJob {
        id: 0,
        ticket: Some(ticket.id),
        content: PrintContent::Ticket,
        copy,
        printer: printer.to_owned(),
        profile: "generic-80".to_owned(),
        state: PrintState::Pending,
        created_at: now(),
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
    write_on(store, ticket.day, |draft| draft.print(paper_of(ticket, copy, printer)))
}

fn set(
    store: &mut dyn Store,
    job: i64,
    from: PrintState,
    to: PrintState,
) -> Result<(), StoreError> {
    let mut draft = Draft::begin(store, today());
    draft.change(Change::PrintMoved { job, from, to, at: now() });
    draft.commit().map(drop)
}

/// Brings a fresh job into a state.
fn settle(store: &mut dyn Store, job: i64, state: PrintState) {
    let (from, at) = (PrintState::Pending, now());
    write(store, |draft| draft.change(Change::PrintMoved { job, from, to: state, at }));
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
        assert_eq!(look(&mut *a, |day| day.print_job(job).map(|job| job.state)), Some(is));
        set(&mut *b, job, is, to).unwrap();
        is = to;
    }
    let written = search(&mut *a, |view| view.print_jobs_of(ticket.id)).pop().unwrap();
    assert_eq!(search(&mut *a, |view| view.print_job(job)).as_ref(), Some(&written));
    assert_eq!(
        look(&mut *a, |day| day.print_jobs_of(ticket.id).next().cloned()).as_ref(),
        Some(&written)
    );
    assert_eq!((written.id, written.ticket, written.copy), (job, Some(ticket.id), 0));
    assert_eq!((&*written.printer, &*written.profile), (PRINTER, "generic-80"));
    assert_eq!((written.state, written.created_at), (is, now()));
}

pub fn a_paper_of_a_ticket_exists_once(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    paper(&mut *store, &ticket, 0, PRINTER);
    must_conflict(&mut *store, |draft| {
        draft.print(paper_of(&ticket, 0, PRINTER));
    });
    paper(&mut *store, &ticket, 1, PRINTER);
    let copies = |day: &Day| day.print_jobs_of(ticket.id).map(|job| job.copy).collect::<Vec<_>>();
    assert_eq!(look(&mut *store, copies), [0, 1]);
}

pub fn a_ticket_may_have_any_number_of_slips(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    paper(&mut *store, &ticket, 0, PRINTER);
    let content = PrintContent::Slip(vec![1, 3]);
    let slip = PrintJob { content: content.clone(), ..paper_of(&ticket, 0, PRINTER) };
    let slips = [(); 2].map(|()| write(&mut *store, |draft| draft.print(slip.clone())));
    let papers = search(&mut *store, |view| view.print_jobs_of(ticket.id));
    let found: Vec<_> = papers.iter().map(|job| job.content.clone()).collect();
    assert_eq!(found, [PrintContent::Ticket, content.clone(), content]);
    assert_eq!(papers.iter().map(|job| job.id).collect::<Vec<_>>()[1..], slips);
    // A later slip says nothing about the ticket, and the other way round.
    let failed = PrintState::Failed(PrintCause::PaperOut);
    for job in &papers {
        settle(&mut *store, job.id, failed);
    }
    let unprinted =
        look(&mut *store, |day| day.unprinted(now()).iter().map(|job| job.id).collect::<Vec<_>>());
    assert_eq!(unprinted, [papers[0].id, slips[1]]);
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
    let found = look(&mut *store, |day| {
        day.unsettled_print_jobs(PRINTER).map(|job| (job.id, job.state)).collect::<Vec<_>>()
    });
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
    let found = look(&mut *store, |day| {
        let told = |job: &&PrintJob| (job.ticket.unwrap(), job.copy, job.state);
        day.unprinted(now()).iter().map(told).collect::<Vec<_>>()
    });
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
    let listed = |store: &mut dyn Store, overdue| look(store, |day| day.unprinted(overdue).len());
    assert_eq!(listed(&mut *store, now()), 0);
    assert_eq!(listed(&mut *store, now() + TimeDelta::seconds(1)), 1);
}

pub fn the_newest_job_of_a_printer_is_told(place: &dyn Place) {
    let mut store = place.open();
    let newest = |store: &mut dyn Store, printer: &str| {
        search(store, |view| view.newest_print_job(printer)).map(|job| job.id)
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
    let known = |store: &mut dyn Store, id| look(store, |day| day.printer(id).cloned());
    assert_eq!(known(&mut *b, PRINTER), None);
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
        write(&mut *a, |draft| draft.change(Change::Printer(record.clone())));
        assert_eq!(known(&mut *b, PRINTER), Some(record));
    }
    assert_eq!(known(&mut *b, "virtual://"), None, "each printer by itself");
    let other =
        PrinterRecord { printer: "another".to_owned(), ..printer_record(PrinterState::Ready) };
    write(&mut *a, |draft| draft.change(Change::Printer(other)));
    let ids = look(&mut *b, |day| {
        day.printers().map(|record| record.printer.clone()).collect::<Vec<_>>()
    });
    assert_eq!(ids, ["another", PRINTER]);
}

pub fn the_log_of_a_printer_is_kept_newest_first(place: &dyn Place) {
    let mut store = place.open();
    let events = [
        printer_event("trouble", Some(PrintCause::CoverOpen)),
        printer_event("power-cycled", None),
        printer_event("ready", None),
    ];
    let note = |store: &mut dyn Store, printer: &str, event: &PrinterEvent| {
        let (printer, event) = (printer.to_owned(), event.clone());
        write(store, |draft| draft.change(Change::PrinterNoted { printer, event }));
    };
    for event in &events {
        note(&mut *store, PRINTER, event);
    }
    note(&mut *store, "virtual://", &printer_event("ready", None));
    let told = |store: &mut dyn Store, limit| {
        look(store, |day| day.printer_events(PRINTER).take(limit).cloned().collect::<Vec<_>>())
    };
    let [first, second, third] = events;
    assert_eq!(told(&mut *store, 2), [third.clone(), second.clone()]);
    assert_eq!(told(&mut *store, 9), [third.clone(), second, first]);
    // A long log is known from its end.
    (0..PRINTER_LINES - 1).for_each(|_| note(&mut *store, PRINTER, &third));
    assert_eq!(told(&mut *store, PRINTER_LINES + 1), [(); PRINTER_LINES].map(|()| third.clone()));
}

pub fn a_ticket_of_another_day_is_known_while_its_paper_is_not_settled(place: &dyn Place) {
    let mut store = place.open();
    write(&mut *store, |_| ());
    let kept = look(&mut *store, Day::clone);
    let old = issue(&mut *store, yesterday());
    let job = paper(&mut *store, &old, 0, PRINTER);
    // Whoever knew today before learns of it, too.
    let day = caught_up(&*store.read().unwrap(), &kept);
    assert_eq!(day.ticket_by_id(old.id), Some(&old));
    assert_eq!(day.unsettled_print_jobs(PRINTER).map(|job| job.id).collect::<Vec<_>>(), [job]);
    assert_eq!(day, look(&mut *store, Day::clone));
    assert_eq!(day.tickets().count(), 0);
    settle(&mut *store, job, PrintState::Sending);
    let (from, to) = (PrintState::Sending, PrintState::Printed(PrintLevel::Drained));
    write(&mut *store, |draft| {
        draft.change(Change::PrintMoved { job, from, to, at: now() });
    });
    assert!(look(&mut *store, |day| day.ticket_by_id(old.id).is_none()));
    assert!(caught_up(&*store.read().unwrap(), &day).ticket_by_id(old.id).is_none());
}

pub fn the_doubt_of_a_ticket_of_another_day_is_known_with_it(place: &dyn Place) {
    let mut store = place.open();
    let step = clock_step(None, yesterday(), Err(Doubt::NoChip));
    write_on(&mut *store, yesterday(), |draft| {
        draft.change(Change::ClockStepped { step, officer: None });
    });
    let old = write_on(&mut *store, yesterday(), |draft| {
        draft.doubt = Some(Doubt::NoChip);
        let old = draft.give(new_ticket(yesterday(), 1));
        draft.print(paper_of(&old, 0, PRINTER));
        old
    });
    assert_eq!(look(&mut *store, |day| day.doubt_at_issue(old.id)), Some(Doubt::NoChip));
}

pub fn a_kept_day_parts_from_old_jobs_as_a_fresh_one_does(place: &dyn Place) {
    let mut store = place.open();
    let [old, new] = [yesterday(), today()].map(|day| issue(&mut *store, day));
    let [of_old, of_new] = [&old, &new].map(|ticket| paper(&mut *store, ticket, 0, PRINTER));
    let unsettled = write(&mut *store, |draft| draft.print(leaflet(None)));
    for job in [of_old, of_new] {
        settle(&mut *store, job, PrintState::Unknown(PrintCause::Interrupted));
    }
    // Both ways in which a day learns of papers are compared with what is read anew.
    write(&mut *store, |draft| {
        for _ in 0..RECENT_JOBS {
            draft.print(leaflet(None));
        }
    });
    let known = |store: &mut dyn Store, job| look(store, |day| day.print_job(job).is_some());
    assert_eq!(
        [of_old, of_new, unsettled].map(|job| known(&mut *store, job)),
        [false, true, true],
        "those of the day, and whatever is not settled"
    );
    settle(&mut *store, unsettled, PrintState::Printed(PrintLevel::Drained));
    assert!(!known(&mut *store, unsettled));
}

/// A paper without a ticket, as yet unwritten.
pub(super) fn leaflet(case: Option<CaseId>) -> PrintJob {
    let ticket = new_ticket(today(), 1);
    let leaflet = Leaflet { service: service('T'), case, language: Language::Indonesian };
    let content = PrintContent::Leaflet(leaflet);
    PrintJob { ticket: None, content, ..paper_of(&ticket, 0, PRINTER) }
}
