//! What is kept of the people who work in the office, and whose name stands beside a step.

use super::{Place, event, issue, look, moved, now, today, write, yesterday};
use crate::support::terms::counter;
use antre::domain::{Guesses, Officer, OfficerId, PinHash, Role, State};
use antre::store::{CounterBreak, OfficerEvent, OfficerRecord, PrinterEvent};
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

pub fn an_officer_is_kept_as_last_written(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let first = officer("sari");
    for one in [&first, &officer("budi")] {
        write(&mut *writer, |tx| tx.set_officer(one));
    }
    let last = OfficerRecord {
        officer: Officer { role: Role::Technician, name: "Sari D.".to_owned(), ..first.officer },
        pin: Some(PinHash::new("$argon2id$...".to_owned())),
        retired_at: Some(now() + TimeDelta::days(3)),
        ..officer("sari")
    };
    write(&mut *writer, |tx| tx.set_officer(&last));
    let found = look(&mut *reader, |view| view.officer(&officer_id("sari")));
    assert_eq!(found.as_ref(), Some(&last));
    assert_eq!(look(&mut *reader, |view| view.officers()), [officer("budi"), last]);
    assert_eq!(look(&mut *reader, |view| view.officer(&officer_id("ali"))), None);
}

pub fn the_log_of_an_officer_is_kept_newest_first(place: &dyn Place) {
    let mut store = place.open();
    for id in ["sari", "budi"] {
        write(&mut *store, |tx| tx.set_officer(&officer(id)));
    }
    let line = |id: &str, kind: &str, by: Option<&str>| OfficerEvent {
        officer: officer_id(id),
        at: now(),
        kind: kind.to_owned(),
        by: by.map(officer_id),
    };
    let all = [
        line("sari", "added", None),
        line("budi", "added", None),
        line("sari", "pin-set", Some("budi")),
    ];
    for one in &all {
        write(&mut *store, |tx| tx.note_officer(one));
    }
    let log =
        |limit| look(&mut *place.open(), |view| view.officer_events(&officer_id("sari"), limit));
    assert_eq!(log(9), [all[2].clone(), all[0].clone()]);
    assert_eq!(log(1), [all[2].clone()]);
}

pub fn wrong_pins_are_counted_at_each_door_until_they_are_forgiven(place: &dyn Place) {
    let mut store = place.open();
    let guesses =
        |wrong| Guesses { wrong, last: Some(now() + TimeDelta::seconds(i64::from(wrong))) };
    for (door, wrong) in [("officer/sari", 3), ("kiosk", 1), ("officer/sari", 6)] {
        write(&mut *store, |tx| tx.set_guesses(door, guesses(wrong)));
    }
    let kept = |door| look(&mut *place.open(), |view| view.guesses(door));
    assert_eq!(
        (kept("officer/sari"), kept("kiosk")),
        (guesses(6), guesses(1)),
        "after a restart too"
    );
    assert_eq!(kept("officer/budi"), Guesses::default());
    write(&mut *store, |tx| tx.set_guesses("officer/sari", Guesses::default()));
    assert_eq!((kept("officer/sari"), kept("kiosk")), (Guesses::default(), guesses(1)));
}

pub fn every_step_names_whoever_signed_its_transaction(place: &dyn Place) {
    let mut store = place.open();
    write(&mut *store, |tx| tx.set_officer(&officer("sari")));
    let ticket = issue(&mut *store, today());
    let sari = officer_id("sari");
    let stage = ticket.state.stage().unwrap().clone();
    let after = moved(&ticket, State::Called { stage, counter: counter(1), calls: 1 });
    write(&mut *store, |tx| {
        tx.sign(Some(&sari));
        tx.note_break(today(), counter(2), true, now())?;
        tx.note(&ticket, "reprinted", now())?;
        tx.record(&ticket, &event("called"), &after)?;
        tx.sign(None);
        tx.note_break(today(), counter(3), true, now())?;
        tx.note(&ticket, "reprinted", now())
    });
    // The next transaction of the same connection is nobody's again.
    write(&mut *store, |tx| tx.note(&ticket, "reprinted", now()));
    let names =
        |log: Vec<antre::store::Event>| log.into_iter().map(|e| e.officer).collect::<Vec<_>>();
    let by_sari = Some(sari.clone());
    let expected = [None, by_sari.clone(), by_sari.clone(), None, None];
    assert_eq!(names(look(&mut *store, |view| view.events_of(ticket.id))), expected);
    let all = look(&mut *store, |view| view.events_between(today(), today()));
    assert_eq!(names(all.into_iter().map(|(_, event)| event).collect()), expected);
    let breaks = |day| look(&mut *place.open(), |view| view.breaks(day));
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
    write(&mut *store, |tx| tx.note_printer("virtual://", &confirmed));
    assert_eq!(look(&mut *store, |view| view.printer_events("virtual://", 9)), [confirmed]);
}

pub fn nobody_unknown_is_named(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    let mut tx = store.begin().unwrap();
    tx.sign(Some(&officer_id("sari")));
    assert!(tx.note(&ticket, "reprinted", now()).is_err(), "no such officer");
}
