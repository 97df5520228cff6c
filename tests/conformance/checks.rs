//! Tickets, events and transactions.

use super::{
    PRINTER, Place, call, called, event, front, issue, issue_in, look, moved, new_ticket, now,
    numbers, paper_of, printer_event, printer_record, record, today, write, yesterday,
};
use crate::support::terms::{counter, service, stage};
use antre::domain::{CaseId, EventSeq, Lane, Language, PrinterState, State, TicketNumber};
use antre::store::{NewTicket, Snapshot, Store, StoreError, Transaction, WaitingCount};
use chrono::TimeDelta;
use std::sync::mpsc;
use std::thread;

pub fn uncommitted_work_leaves_no_trace(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let mut tx = writer.begin().unwrap();
    let serial = tx.take_serial(today(), service('T')).unwrap();
    let ticket = tx.insert_ticket(&new_ticket(today(), serial)).unwrap();
    let job = tx.insert_print_job(&paper_of(&ticket, 0, PRINTER)).unwrap();
    tx.set_printer(&printer_record(PrinterState::Ready)).unwrap();
    tx.note_printer(PRINTER, &printer_event("ready", None)).unwrap();
    tx.record(&ticket, &event("called"), &moved(&ticket, called(1, 1))).unwrap();
    assert!(look(&mut *reader, |view| view.ticket_by_id(ticket.id)).is_none(), "not yet");
    drop(tx);
    for store in [&mut writer, &mut reader] {
        let view = store.snapshot().unwrap();
        assert!(view.ticket_by_id(ticket.id).unwrap().is_none());
        assert_eq!(view.day_head().unwrap().newest, None);
        assert_eq!(view.newest_event().unwrap(), EventSeq(0));
        assert!(view.open_tickets(today()).unwrap().is_empty());
        assert!(view.calls_after(today(), EventSeq(0)).unwrap().is_empty());
        assert!(view.print_job(job).unwrap().is_none());
        assert!(view.printer(PRINTER).unwrap().is_none());
        assert!(view.printer_events(PRINTER, 9).unwrap().is_empty());
    }
}

pub fn serials_have_no_gap_after_a_rollback(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let take = |tx: &mut dyn Transaction| tx.take_serial(today(), service('T'));
    assert_eq!(write(&mut *a, take), 1);
    let mut abandoned = b.begin().unwrap();
    assert_eq!(take(&mut *abandoned).unwrap(), 2);
    drop(abandoned);
    assert_eq!(write(&mut *a, take), 2);
    assert_eq!(write(&mut *b, take), 3);
}

pub fn every_day_and_service_counts_for_itself(place: &dyn Place) {
    let mut store = place.open();
    let series = [(yesterday(), 'T'), (yesterday(), 'T'), (today(), 'T'), (yesterday(), 'K')];
    let serials =
        series.map(|(day, code)| write(&mut *store, |tx| tx.take_serial(day, service(code))));
    assert_eq!(serials, [1, 2, 1, 1]);
    assert_eq!(look(&mut *store, |view| view.day_head()).newest, Some(today()));
    let given = |store: &mut dyn Store, day, code| {
        look(store, |view| view.numbers_given(day, service(code)))
    };
    let counts = [(yesterday(), 'T'), (today(), 'T'), (today(), 'K')];
    assert_eq!(counts.map(|(day, code)| given(&mut *store, day, code)), [2, 1, 0]);
}

pub fn a_ticket_is_read_back_as_it_was_written(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let new = NewTicket {
        case: CaseId::new("hilang"),
        lane: Lane::Priority,
        language: Language::Javanese,
        ahead: 17,
        estimate: Some(antre::domain::WaitRange { from: 20, to: 35 }),
        at: now() + TimeDelta::microseconds(1_234_567),
        key: Some("tap".to_owned()),
        ..new_ticket(today(), 12)
    };
    let written = write(&mut *writer, |tx| tx.insert_ticket(&new));
    assert_eq!(written.issued_at, now() + TimeDelta::milliseconds(1_234), "kept in milliseconds");
    assert_eq!(
        (&written.case, written.lane, written.language, written.estimate),
        (&new.case, new.lane, new.language, new.estimate)
    );
    let view = reader.snapshot().unwrap();
    let found = [
        view.ticket(today(), new.number).unwrap(),
        view.ticket_by_id(new.id).unwrap(),
        view.ticket_by_key(today(), "tap").unwrap(),
        view.open_tickets(today()).unwrap().pop(),
    ];
    assert_eq!(found, [0, 1, 2, 3].map(|_| Some(written.clone())));
    assert!(view.ticket(yesterday(), new.number).unwrap().is_none());
    drop(view);
    let states = [
        called(3, 2),
        State::Serving { stage: stage("belakang"), counter: counter(99) },
        State::Waiting { stage: front() },
        State::Missed { stage: front() },
        State::Returned { stage: front() },
        State::Done,
        State::Cancelled,
        State::Lapsed,
    ];
    states.into_iter().fold(written, |ticket, state| {
        let after = record(&mut *writer, &ticket, "moved", state.clone());
        assert_eq!(after.state, state);
        assert!(after.last_event > ticket.last_event);
        assert_eq!(look(&mut *reader, |view| view.ticket_by_id(new.id)), Some(after.clone()));
        after
    });
}

/// Writes `new` beside what is there; it must be refused, and nothing of it may stay.
fn must_conflict(store: &mut dyn Store, new: &NewTicket) {
    let mut tx = store.begin().unwrap();
    let refused = tx.insert_ticket(new);
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    drop(tx);
    assert_eq!(look(store, |view| view.newest_event()), EventSeq(1));
}

pub fn a_number_exists_once(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    write(&mut *a, |tx| tx.insert_ticket(&new_ticket(today(), 1)));
    must_conflict(&mut *b, &new_ticket(today(), 1));
    write(&mut *b, |tx| tx.insert_ticket(&new_ticket(yesterday(), 1)));
    let number = TicketNumber::new(service('K'), 1).unwrap();
    write(&mut *b, |tx| tx.insert_ticket(&NewTicket { number, ..new_ticket(today(), 1) }));
}

pub fn an_identity_exists_once(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let first = new_ticket(today(), 1);
    write(&mut *a, |tx| tx.insert_ticket(&first));
    must_conflict(&mut *b, &NewTicket { id: first.id, ..new_ticket(today(), 2) });
}

pub fn a_request_key_exists_once_a_day(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let key = Some("tap".to_owned());
    let first = NewTicket { key: key.clone(), ..new_ticket(today(), 1) };
    write(&mut *a, |tx| tx.insert_ticket(&first));
    must_conflict(&mut *b, &NewTicket { key: key.clone(), ..new_ticket(today(), 2) });
    write(&mut *b, |tx| tx.insert_ticket(&NewTicket { key, ..new_ticket(yesterday(), 1) }));
    write(&mut *b, |tx| tx.insert_ticket(&new_ticket(today(), 2)));
    write(&mut *b, |tx| tx.insert_ticket(&new_ticket(today(), 3)));
}

pub fn a_stale_copy_of_a_ticket_is_refused(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let ticket = issue(&mut *a, today());
    let fresh = call(&mut *b, &ticket, 1);
    let mut tx = a.begin().unwrap();
    let refused = tx.record(&ticket, &event("called"), &moved(&ticket, called(2, 1)));
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    drop(tx);
    assert_eq!(look(&mut *a, |view| view.ticket_by_id(ticket.id)), Some(fresh));
    assert_eq!(look(&mut *a, |view| view.events_of(ticket.id)).len(), 2, "no event either");
}

pub fn a_counter_holds_one_ticket(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let [first, second] = [(); 2].map(|()| issue(&mut *a, today()));
    let first = call(&mut *a, &first, 1);
    let mut tx = b.begin().unwrap();
    let refused = tx.record(&second, &event("called"), &moved(&second, called(1, 1)));
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    drop(tx);
    call(&mut *b, &second, 2);
    record(&mut *a, &first, "missed", State::Missed { stage: front() });
    let third = issue(&mut *a, today());
    call(&mut *b, &third, 1);
}

pub fn open_tickets_come_in_the_order_of_their_last_event(place: &dyn Place) {
    let mut store = place.open();
    let [first, second, third, fourth] = [(); 4].map(|()| issue(&mut *store, today()));
    issue(&mut *store, yesterday());
    record(&mut *store, &third, "cancelled", State::Cancelled);
    let second = call(&mut *store, &second, 1);
    let open = |store: &mut dyn Store| numbers(&look(store, |view| view.open_tickets(today())));
    assert_eq!(open(&mut *store), ["T001", "T004", "T002"]);
    record(&mut *store, &second, "missed", State::Missed { stage: front() });
    call(&mut *store, &first, 1);
    assert_eq!(open(&mut *store), [fourth.number.to_string(), "T001".to_owned()]);
}

pub fn the_head_of_a_queue_is_who_joined_it_first(place: &dyn Place) {
    let mut store = place.open();
    let first = issue(&mut *store, today());
    let priority = issue_in(&mut *store, today(), Lane::Priority);
    issue(&mut *store, today());
    issue(&mut *store, yesterday());
    let head = |store: &mut dyn Store, at: &str, lane| {
        let found = |view: &dyn Snapshot| view.line(today(), service('T'), &stage(at), lane, 1);
        look(store, found).pop().map(|ticket| ticket.id)
    };
    let front = front().to_string();
    assert_eq!(head(&mut *store, &front, Lane::Regular), Some(first.id));
    assert_eq!(head(&mut *store, &front, Lane::Priority), Some(priority.id));
    assert_eq!(head(&mut *store, "lain", Lane::Regular), None);
    // Whoever comes back to a queue stands behind those who waited all the time.
    let first = call(&mut *store, &first, 1);
    let next = head(&mut *store, &front, Lane::Regular);
    assert!(next.is_some() && next != Some(first.id));
    record(&mut *store, &first, "finished", State::Waiting { stage: super::front() });
    assert_eq!(head(&mut *store, &front, Lane::Regular), next);
}

pub fn waiting_is_counted_by_service_stage_and_lane(place: &dyn Place) {
    let mut store = place.open();
    let [called, ..] = [(); 3].map(|()| issue(&mut *store, today()));
    issue_in(&mut *store, today(), Lane::Priority);
    issue(&mut *store, yesterday());
    call(&mut *store, &called, 1);
    let count = |lane, count| WaitingCount { service: service('T'), stage: front(), lane, count };
    let mut counts = look(&mut *store, |view| view.waiting_counts(today()));
    counts.sort_by_key(|group| group.count);
    assert_eq!(counts, [count(Lane::Priority, 1), count(Lane::Regular, 2)]);
}

pub fn a_counter_is_asked_for_its_ticket(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    let at = |store: &mut dyn Store, number| {
        look(store, |view| view.ticket_at_counter(today(), counter(number))).map(|t| t.id)
    };
    assert_eq!(at(&mut *store, 1), None);
    let called = call(&mut *store, &ticket, 1);
    assert_eq!((at(&mut *store, 1), at(&mut *store, 2)), (Some(ticket.id), None));
    record(&mut *store, &called, "cancelled", State::Cancelled);
    assert_eq!(at(&mut *store, 1), None);
}

pub fn the_log_of_a_ticket_is_complete(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    let other = issue(&mut *store, today());
    let ticket = call(&mut *store, &ticket, 7);
    write(&mut *store, |tx| tx.note(&ticket, "reprinted", now()));
    record(&mut *store, &ticket, "missed", State::Missed { stage: front() });
    let view = store.snapshot().unwrap();
    let log = view.events_of(ticket.id).unwrap();
    let line = |i: usize| (log[i].seq.0, &*log[i].kind, log[i].stage.clone(), log[i].counter);
    assert_eq!(line(0), (1, "issued", Some(front()), None));
    assert_eq!(line(1), (3, "called", Some(front()), Some(counter(7))));
    assert_eq!(line(2), (4, "reprinted", Some(front()), None));
    assert_eq!(line(3), (5, "missed", Some(front()), Some(counter(7))));
    assert_eq!((log.len(), view.events_of(other.id).unwrap().len()), (4, 1));
    assert_eq!(view.newest_event().unwrap(), EventSeq(5));
}

/// Two numbers called, one of them twice, a file taken, a call of yesterday. Returns what the waiting room heard.
fn some_calls(store: &mut dyn Store) -> [(i64, String, u8); 3] {
    let old = issue(store, yesterday());
    call(store, &old, 9);
    let [first, second, third] = [(); 3].map(|()| issue(store, today()));
    let first = call(store, &first, 1);
    let second = call(store, &second, 2);
    let serving = State::Serving { stage: stage("belakang"), counter: counter(3) };
    record(store, &third, "taken", serving);
    let again = record(store, &first, "recalled", called(1, 2));
    [(&first, 1), (&second, 2), (&again, 1)]
        .map(|(ticket, counter)| (ticket.last_event.0, ticket.number.to_string(), counter))
}

fn heard(calls: &[antre::domain::PublicCall]) -> Vec<(i64, String, u8)> {
    calls.iter().map(|c| (c.seq.0, c.number.to_string(), c.counter.get())).collect()
}

pub fn every_call_is_told_in_order(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let all = some_calls(&mut *writer);
    let mut after =
        |seq| heard(&look(&mut *reader, |view| view.calls_after(today(), EventSeq(seq))));
    assert_eq!(after(0), all);
    for (index, (seq, ..)) in all.iter().enumerate() {
        assert_eq!(after(seq - 1), all[index..], "from {seq} on");
        assert_eq!(after(*seq), all[index + 1..], "above {seq}");
    }
}

pub fn the_latest_calls_are_one_for_each_number(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let [_, second, again] = some_calls(&mut *writer);
    let mut latest = |limit| heard(&look(&mut *reader, |view| view.latest_calls(today(), limit)));
    assert_eq!(latest(5), [again.clone(), second]);
    assert_eq!(latest(1), [again]);
}

pub fn a_revision_changes_with_the_commits_of_others(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let before = a.revision().unwrap();
    assert_eq!(a.revision().unwrap(), before, "nothing has happened");
    drop(b.begin().unwrap());
    assert_eq!(a.revision().unwrap(), before, "nothing was kept");
    let mut seen = before;
    for _ in 0..3 {
        issue(&mut *b, today());
        let now = a.revision().unwrap();
        assert_ne!(now, seen, "somebody else has committed");
        seen = now;
    }
}

pub fn a_snapshot_is_one_moment(place: &dyn Place) {
    let (mut reader, mut writer) = (place.open(), place.open());
    let ticket = issue(&mut *writer, today());
    let view = reader.snapshot().unwrap();
    assert_eq!(view.newest_event().unwrap(), EventSeq(1));
    call(&mut *writer, &ticket, 1);
    issue(&mut *writer, today());
    assert_eq!(view.newest_event().unwrap(), EventSeq(1));
    assert_eq!(view.open_tickets(today()).unwrap(), [ticket]);
    assert!(view.calls_after(today(), EventSeq(0)).unwrap().is_empty());
    drop(view);
    let view = reader.snapshot().unwrap();
    assert_eq!(numbers(&view.open_tickets(today()).unwrap()), ["T001", "T002"]);
    assert_eq!(view.calls_after(today(), EventSeq(0)).unwrap().len(), 1);
}

pub fn one_writer_at_a_time(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let mut tx = a.begin().unwrap();
    assert_eq!(tx.take_serial(today(), service('T')).unwrap(), 1);
    let (waiting, waits) = mpsc::channel();
    let second = thread::spawn(move || {
        waiting.send(()).unwrap();
        write(&mut *b, |tx| tx.take_serial(today(), service('T')))
    });
    waits.recv().unwrap();
    tx.commit().unwrap();
    assert_eq!(second.join().unwrap(), 2, "whoever waited sees what was written before");
}

pub fn tickets_of_earlier_days_are_left_over(place: &dyn Place) {
    let mut store = place.open();
    let tickets = [(); 7].map(|()| issue(&mut *store, yesterday()));
    let [waiting, at_counter, missed, returned, done, cancelled, lapsed] = tickets;
    issue(&mut *store, today());
    let at_counter = call(&mut *store, &at_counter, 1);
    let missed = record(&mut *store, &missed, "missed", State::Missed { stage: front() });
    let returned = record(&mut *store, &returned, "returned", State::Returned { stage: front() });
    record(&mut *store, &done, "finished", State::Done);
    record(&mut *store, &cancelled, "cancelled", State::Cancelled);
    record(&mut *store, &lapsed, "lapsed", State::Lapsed);
    let left = look(&mut *store, |view| view.left_over(today()));
    assert_eq!(left, [waiting, at_counter, missed, returned]);
    assert!(look(&mut *store, |view| view.left_over(yesterday())).is_empty());
}

pub fn recent_lanes_are_those_of_the_same_stages(place: &dyn Place) {
    let mut store = place.open();
    let old = issue_in(&mut *store, yesterday(), Lane::Priority);
    call(&mut *store, &old, 1);
    let turns = [
        ("depan", "called", Lane::Regular),
        ("belakang", "taken", Lane::Priority),
        ("depan", "called", Lane::Priority),
        ("serah", "called", Lane::Regular),
    ];
    for (index, (at, kind, lane)) in turns.into_iter().enumerate() {
        let mut ticket = issue_in(&mut *store, today(), lane);
        ticket = record(&mut *store, &ticket, "finished", State::Waiting { stage: stage(at) });
        let counter = counter(index as u8 + 1);
        let serving = State::Serving { stage: stage(at), counter };
        ticket = record(&mut *store, &ticket, kind, serving.clone());
        record(&mut *store, &ticket, "recalled", serving);
    }
    let mut recent = |stages: &[&str], limit| {
        let stages: Vec<_> = stages.iter().map(|s| stage(s)).collect();
        look(&mut *store, |view| view.recent_lanes(today(), &stages, limit))
    };
    assert_eq!(recent(&["depan"], 9), [Lane::Priority, Lane::Regular]);
    assert_eq!(recent(&["depan"], 1), [Lane::Priority]);
    assert_eq!(recent(&["belakang", "serah"], 9), [Lane::Regular, Lane::Priority]);
    assert_eq!(recent(&["rekam"], 9), []);
}
