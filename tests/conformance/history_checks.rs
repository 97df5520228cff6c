//! Everything that was written about the tickets of some days.

use super::{Place, call, issue, look, now, numbers, record, today, write, yesterday};
use antre::domain::{PrintKind, State};
use antre::store::{ClockReading, NewPrintJob, Store};
use chrono::TimeDelta;

pub fn histories_are_those_of_the_days_asked_for(place: &dyn Place) {
    let mut store = place.open();
    let old = issue(&mut *store, yesterday());
    let new = issue(&mut *store, today());
    let called = call(&mut *store, &old, 1);
    record(&mut *store, &called, "cancelled", State::Cancelled);
    for ticket in [&old, &new] {
        let (printer, profile) = ("virtual://", "generic-80");
        let job = NewPrintJob {
            ticket: Some(ticket.id),
            kind: PrintKind::Ticket,
            content: None,
            copy: 0,
            printer,
            profile,
            at: now(),
        };
        write(&mut *store, |tx| tx.insert_print_job(&job));
    }
    let days = [(yesterday(), yesterday()), (yesterday(), today()), (today(), today())];
    let found = days.map(|(from, to)| {
        let tickets = look(&mut *store, |view| view.tickets_between(from, to));
        let events = look(&mut *store, |view| view.events_between(from, to));
        let jobs = look(&mut *store, |view| view.print_jobs_between(from, to));
        assert!(events.is_sorted_by_key(|(_, event)| event.seq));
        let kinds: Vec<_> =
            events.iter().map(|(ticket, event)| (*ticket == old.id, event.kind.clone())).collect();
        (
            numbers(&tickets).len(),
            kinds,
            jobs.iter().map(|job| job.ticket.unwrap()).collect::<Vec<_>>(),
        )
    });
    let kind = |old, kind: &str| (old, kind.to_owned());
    let logs = [
        kind(true, "issued"),
        kind(false, "issued"),
        kind(true, "called"),
        kind(true, "cancelled"),
    ];
    let of_old: Vec<_> = logs.iter().filter(|(old, _)| *old).cloned().collect();
    assert_eq!(found[0], (1, of_old, vec![old.id]));
    assert_eq!(found[1], (2, logs.to_vec(), vec![old.id, new.id]));
    assert_eq!(found[2], (1, vec![kind(false, "issued")], vec![new.id]));
}

pub fn the_last_clock_is_kept_with_the_step(place: &dyn Place) {
    let mut store = place.open();
    let reading = |run: &str, minutes| ClockReading {
        run: run.to_owned(),
        running: TimeDelta::minutes(minutes),
        now: now() + TimeDelta::minutes(minutes),
    };
    let kept = |store: &mut dyn Store| look(store, |view| view.clock_reading());
    assert_eq!(kept(&mut *store), None);
    for newer in [reading("first", 1), reading("second", 2)] {
        write(&mut *store, |tx| tx.keep_clock_reading(&newer));
        assert_eq!(kept(&mut *place.open()), Some(newer));
    }
    let mut tx = store.begin().unwrap();
    tx.keep_clock_reading(&reading("third", 3)).unwrap();
    drop(tx);
    assert_eq!(kept(&mut *store), Some(reading("second", 2)), "no step, no reading");
}
