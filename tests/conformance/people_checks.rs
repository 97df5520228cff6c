//! What is kept of the people who work in the office, and whose name stands beside a step.

use super::{
    Draft, Place, event, issue, look, look_on, moved, now, search, today, write, yesterday,
};
use crate::support::terms::counter;
use antre::domain::{FailedAttempts, Officer, OfficerId, PinHash, Role, State};
use antre::queue::{Change, CounterBreak, Event, OfficerEvent, OfficerRecord, PrinterEvent};
use antre::store::Store;
use chrono::TimeDelta;

fn officer_id(id: &str) -> OfficerId {
    OfficerId::new(id).unwrap()
}

fn officer(id: &str) -> OfficerRecord {
    OfficerRecord {
        officer: Officer { id: officer_id(id), name: format!("Bu {id}"), role: Role::Officer },
        pin: None,
        added_at: now(),
        retired_at: None,
    }
}

fn all<'t, T: Clone + 't>(records: impl Iterator<Item = &'t T>) -> Vec<T> {
    records.cloned().collect()
}

pub fn an_officer_is_kept_as_last_written(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let first = officer("sari");
    for one in [&first, &officer("budi")] {
        write(&mut *writer, |draft| draft.change(Change::Officer(one.clone())));
    }
    let last = OfficerRecord {
        officer: Officer { role: Role::Technician, name: "Sari D.".to_owned(), ..first.officer },
        pin: Some(PinHash::new("$argon2id$...".to_owned())),
        retired_at: Some(now() + TimeDelta::days(3)),
        ..officer("sari")
    };
    write(&mut *writer, |draft| draft.change(Change::Officer(last.clone())));
    let found = look(&mut *reader, |day| day.officer(&officer_id("sari")).cloned());
    assert_eq!(found.as_ref(), Some(&last));
    assert_eq!(look(&mut *reader, |day| all(day.officers())), [officer("budi"), last]);
    assert!(look(&mut *reader, |day| day.officer(&officer_id("ali")).is_none()));
}

pub fn the_log_of_an_officer_is_kept_newest_first(place: &dyn Place) {
    let mut store = place.open();
    for id in ["sari", "budi"] {
        write(&mut *store, |draft| draft.change(Change::Officer(officer(id))));
    }
    let line = |id: &str, kind: &str, by: Option<&str>| OfficerEvent {
        officer: officer_id(id),
        at: now(),
        kind: kind.to_owned(),
        by: by.map(officer_id),
    };
    let lines = [
        line("sari", "added", None),
        line("budi", "added", None),
        line("sari", "pin-set", Some("budi")),
    ];
    for one in &lines {
        write(&mut *store, |draft| draft.change(Change::OfficerNoted(one.clone())));
    }
    let log =
        |limit| search(&mut *place.open(), |view| view.officer_events(&officer_id("sari"), limit));
    assert_eq!(log(9), [lines[2].clone(), lines[0].clone()]);
    assert_eq!(log(1), [lines[2].clone()]);
}

pub fn wrong_pins_are_counted_at_each_door_until_they_are_forgiven(place: &dyn Place) {
    let mut store = place.open();
    let guesses =
        |wrong| FailedAttempts { wrong, last: Some(now() + TimeDelta::seconds(i64::from(wrong))) };
    let set = |store: &mut dyn Store, door: &str, guesses| {
        let door = door.to_owned();
        write(store, |draft| {
            draft.change(Change::FailedAttempts { door, failed_attempts: guesses })
        });
    };
    for (door, wrong) in [("officer/sari", 3), ("kiosk", 1), ("officer/sari", 6)] {
        set(&mut *store, door, guesses(wrong));
    }
    let kept = |door| look(&mut *place.open(), |day| day.failed_attempts(door));
    assert_eq!(
        (kept("officer/sari"), kept("kiosk")),
        (guesses(6), guesses(1)),
        "after a restart too"
    );
    assert_eq!(kept("officer/budi"), FailedAttempts::default());
    set(&mut *store, "officer/sari", FailedAttempts::default());
    assert_eq!((kept("officer/sari"), kept("kiosk")), (FailedAttempts::default(), guesses(1)));
}

/// An event in this officer's name.
fn signed(kind: &str, by: Option<&OfficerId>) -> Event {
    Event { officer: by.cloned(), ..event(kind) }
}

pub fn every_step_names_whoever_signed_it(place: &dyn Place) {
    let mut store = place.open();
    write(&mut *store, |draft| draft.change(Change::Officer(officer("sari"))));
    let ticket = issue(&mut *store, today());
    let sari = officer_id("sari");
    let stage = ticket.state.stage().unwrap().clone();
    let after = moved(&ticket, State::Called { stage, counter: counter(1), calls: 1 });
    write(&mut *store, |draft| {
        draft.take_break(counter(2), true, signed("paused", Some(&sari)));
        draft.note(&ticket, signed("reprinted", Some(&sari)));
        draft.record(&ticket, signed("called", Some(&sari)), after);
        draft.take_break(counter(3), true, event("paused"));
        draft.note(&ticket, event("reprinted"));
    });
    write(&mut *store, |draft| draft.note(&ticket, event("reprinted")));
    let names = |log: Vec<Event>| log.into_iter().map(|e| e.officer).collect::<Vec<_>>();
    let by_sari = Some(sari.clone());
    let expected = [None, by_sari.clone(), by_sari.clone(), None, None];
    assert_eq!(names(search(&mut *store, |view| view.events_of(ticket.id))), expected);
    let between = search(&mut *store, |view| view.events_between(today(), today()));
    assert_eq!(names(between.into_iter().map(|(_, event)| event).collect()), expected);
    let breaks = |date| look_on(&mut *place.open(), date, |day| all(day.breaks()));
    let since = now();
    assert_eq!(
        breaks(today()),
        [
            CounterBreak { counter: counter(2), since, officer: by_sari.clone() },
            CounterBreak { counter: counter(3), since, officer: None },
        ]
    );
    assert_eq!(breaks(yesterday()), []);
    let confirmed =
        PrinterEvent { at: now(), kind: "power-cycled".to_owned(), cause: None, officer: by_sari };
    let (printer, event) = ("virtual://".to_owned(), confirmed.clone());
    write(&mut *store, |draft| draft.change(Change::PrinterNoted { printer, event }));
    assert_eq!(look(&mut *store, |day| all(day.printer_events("virtual://"))), [confirmed]);
}

pub fn nobody_unknown_is_named(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    let mut draft = Draft::begin(&mut *store, today());
    draft.note(&ticket, signed("reprinted", Some(&officer_id("sari"))));
    assert!(draft.commit().is_err(), "no such officer");
    assert_eq!(search(&mut *store, |view| view.events_of(ticket.id)).len(), 1);
}
