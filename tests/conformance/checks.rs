//! Tickets, events and transactions.

use super::{
    Draft, PRINTER, Place, call, called, caught_up, event, fresh, front, issue, issue_in, look,
    look_on, moved, must_conflict, must_conflict_on, new_ticket, now, numbers, paper_of,
    printer_event, printer_record, record, search, today, write, write_on, yesterday,
};
use crate::support::terms::{counter, service, stage};
use antre::domain::{
    BusinessDay, CaseId, EventSeq, Lane, Language, PrinterState, PublicCall, State, Ticket,
    TicketNumber, Why,
};
use antre::queue::{Answered, Change, Day, Outcome, RequestKey, WaitingCount};
use antre::store::Store;
use chrono::TimeDelta;
use std::sync::mpsc;
use std::thread;

pub fn uncommitted_work_leaves_no_trace(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let before = look(&mut *reader, Day::clone);
    let mut draft = Draft::begin(&mut *writer, today());
    let ticket = draft.give(new_ticket(today(), 1));
    let job = draft.print(paper_of(&ticket, 0, PRINTER));
    draft.change(Change::Printer(printer_record(PrinterState::Ready)));
    let (printer, event_of_it) = (PRINTER.to_owned(), printer_event("ready", None));
    draft.change(Change::PrinterNoted { printer, event: event_of_it });
    draft.record(&ticket, event("called"), moved(&ticket, called(1, 1)));
    assert_eq!(look(&mut *reader, Day::clone), before, "not yet");
    drop(draft);
    for store in [&mut writer, &mut reader] {
        assert_eq!(look(&mut **store, Day::clone), before);
        let view = store.read().unwrap();
        assert_eq!((view.head().newest_day, view.head().event), (None, EventSeq(0)));
        assert!(view.ticket_by_id(ticket.id).unwrap().is_none());
        assert!(view.print_job(job).unwrap().is_none());
        assert!(view.answered(&RequestKey::new("step 2")).unwrap().is_none());
    }
}

pub fn serials_have_no_gap_after_a_rollback(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let serial = |ticket: Ticket| ticket.number.serial();
    assert_eq!(serial(issue(&mut *a, today())), 1);
    let mut abandoned = Draft::begin(&mut *b, today());
    let ticket = new_ticket(today(), abandoned.next_serial('T'));
    assert_eq!(serial(abandoned.give(ticket)), 2);
    drop(abandoned);
    assert_eq!(serial(issue(&mut *a, today())), 2);
    assert_eq!(serial(issue(&mut *b, today())), 3);
}

pub fn every_day_and_service_counts_for_itself(place: &dyn Place) {
    let mut store = place.open();
    let series = [(yesterday(), 'T'), (yesterday(), 'T'), (today(), 'T'), (yesterday(), 'K')];
    let serials = series.map(|(day, code)| {
        write_on(&mut *store, day, |draft| {
            let number = draft.number(code);
            draft.give(Ticket { number, service: number.service(), ..new_ticket(day, 1) });
            number.serial()
        })
    });
    assert_eq!(serials, [1, 2, 1, 1]);
    assert_eq!(look(&mut *store, |day| day.head().newest_day), Some(today()));
    let given = |store: &mut dyn Store, date, code| {
        look_on(store, date, |day| day.numbers_given(service(code)))
    };
    let counts = [(yesterday(), 'T'), (today(), 'T'), (today(), 'K')];
    assert_eq!(counts.map(|(day, code)| given(&mut *store, day, code)), [2, 1, 0]);
}

pub fn a_ticket_is_read_back_as_it_was_written(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let number = TicketNumber::new(service('T'), 12).unwrap();
    let at = now() + TimeDelta::milliseconds(1_234);
    let new = Ticket {
        case: CaseId::new("hilang"),
        lane: Lane::Priority,
        language: Language::Javanese,
        ahead_at_issue: 17,
        estimate: Some(antre::domain::WaitRange { from: 20, to: 35 }),
        ..Ticket::new(new_ticket(today(), 12).id, number, today(), front(), at)
    };
    let written = write(&mut *writer, |draft| draft.give(new.clone()));
    let view = reader.read().unwrap();
    let day = fresh(&*view, today());
    let found = [
        day.ticket(number).cloned(),
        day.ticket_by_id(new.id).cloned(),
        day.tickets().next().cloned(),
        day.open_tickets().next().cloned(),
        view.ticket_by_id(new.id).unwrap(),
    ];
    assert_eq!(found, [(); 5].map(|()| Some(written.clone())));
    assert!(fresh(&*view, yesterday()).ticket(number).is_none());
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
        let kept = look(&mut *reader, |day| day.ticket_by_id(new.id).cloned());
        assert_eq!(kept, Some(after.clone()));
        after
    });
}

pub fn a_number_exists_once(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    issue(&mut *a, today());
    must_conflict(&mut *b, |draft| drop(draft.give(new_ticket(today(), 1))));
    issue(&mut *b, yesterday());
    write(&mut *b, |draft| {
        let number = draft.number('K');
        draft.give(Ticket { number, service: number.service(), ..new_ticket(today(), 1) })
    });
}

pub fn an_identity_exists_once(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let first = issue(&mut *a, today());
    let again = Ticket { id: first.id, ..new_ticket(today(), 2) };
    must_conflict(&mut *b, |draft| drop(draft.give(again)));
}

/// A request with this key, for something that its fingerprint names.
fn answered(key: RequestKey, fingerprint: &str, day: BusinessDay) -> Answered {
    let (fingerprint, outcome, action) = (fingerprint.to_owned(), Outcome::default(), None);
    Answered { key, fingerprint, outcome, at: now(), day, action }
}

pub fn a_request_key_exists_once(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let key = RequestKey::new("tap");
    let first = answered(key.clone(), "issue T", today());
    write(&mut *a, |draft| draft.answer(first.clone()));
    must_conflict(&mut *b, |draft| draft.answer(answered(key.clone(), "next 1", today())));
    must_conflict_on(&mut *b, yesterday(), |draft| {
        draft.answer(answered(key.clone(), "next 2", yesterday()));
    });
    let elsewhere = RequestKey { scope: "another".to_owned(), ..key.clone() };
    write(&mut *b, |draft| draft.answer(answered(elsewhere, "next 1", today())));
    write(&mut *b, |draft| draft.answer(answered(RequestKey::new("tap 2"), "issue T", today())));
    assert_eq!(search(&mut *b, |view| view.answered(&key)), Some(first));
}

pub fn an_answer_is_kept_until_it_is_forgotten(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let key = RequestKey::new("tap");
    assert_eq!(search(&mut *reader, |view| view.answered(&key)), None);
    assert_eq!(writer.begin(Some(&key)).unwrap().answered(&key).unwrap(), None);
    let full = write_on(&mut *writer, yesterday(), |draft| {
        let ticket = draft.give(new_ticket(yesterday(), 1));
        let job = Some(draft.print(paper_of(&ticket, 0, PRINTER)));
        let outcome = Outcome { ticket: Some(ticket.id), job, why: Some(Why::PriorityTurn) };
        let full = Answered { outcome, ..answered(key.clone(), "issue T", yesterday()) };
        draft.answer(full.clone());
        full
    });
    // On whatever day it is asked for, and however.
    assert_eq!(search(&mut *reader, |view| view.answered(&key)).as_ref(), Some(&full));
    let other = RequestKey::new("other");
    for begun_for in [None, Some(&key), Some(&other)] {
        let turn = reader.begin(begun_for).unwrap();
        assert_eq!(turn.answered(&key).unwrap().as_ref(), Some(&full));
        assert_eq!(turn.answered(&other).unwrap(), None);
    }
    let forget = |store: &mut dyn Store, before| {
        write(store, |draft| draft.change(Change::AnswersForgotten(before)));
    };
    forget(&mut *writer, now());
    assert_eq!(search(&mut *reader, |view| view.answered(&key)), Some(full));
    forget(&mut *writer, now() + TimeDelta::milliseconds(1));
    assert_eq!(search(&mut *reader, |view| view.answered(&key)), None);
}

pub fn a_stale_copy_of_a_ticket_is_refused(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let ticket = issue(&mut *a, today());
    let fresh = call(&mut *b, &ticket, 1);
    must_conflict(&mut *a, |draft| {
        draft.record(&ticket, event("called"), moved(&ticket, called(2, 1)));
    });
    let kept = look(&mut *a, |day| day.ticket_by_id(ticket.id).cloned());
    assert_eq!(kept, Some(fresh));
    assert_eq!(search(&mut *a, |view| view.events_of(ticket.id)).len(), 2, "no event either");
}

pub fn a_counter_holds_one_ticket(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let [first, second] = [(); 2].map(|()| issue(&mut *a, today()));
    let first = call(&mut *a, &first, 1);
    must_conflict(&mut *b, |draft| {
        draft.record(&second, event("called"), moved(&second, called(1, 1)));
    });
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
    let open = |store: &mut dyn Store| look(store, |day| numbers(day.open_tickets()));
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
        look(store, |day| day.line(service('T'), &stage(at), lane).next().map(|ticket| ticket.id))
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
    let mut counts = look(&mut *store, Day::waiting_counts);
    counts.sort_by_key(|group| group.count);
    assert_eq!(counts, [count(Lane::Priority, 1), count(Lane::Regular, 2)]);
}

pub fn a_counter_is_asked_for_its_ticket(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    let at = |store: &mut dyn Store, number| {
        look(store, |day| day.ticket_at_counter(counter(number)).map(|t| t.id))
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
    write(&mut *store, |draft| draft.note(&ticket, event("reprinted")));
    record(&mut *store, &ticket, "missed", State::Missed { stage: front() });
    let view = store.read().unwrap();
    let log = view.events_of(ticket.id).unwrap();
    let line = |i: usize| (log[i].seq.0, &*log[i].kind, log[i].stage.clone(), log[i].counter);
    assert_eq!(line(0), (1, "issued", Some(front()), None));
    assert_eq!(line(1), (3, "called", Some(front()), Some(counter(7))));
    assert_eq!(line(2), (4, "reprinted", Some(front()), None));
    assert_eq!(line(3), (5, "missed", Some(front()), Some(counter(7))));
    assert_eq!((log.len(), view.events_of(other.id).unwrap().len()), (4, 1));
    assert_eq!(view.head().event, EventSeq(5));
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

fn calls_after(day: &Day, seq: i64) -> Vec<PublicCall> {
    day.calls_after(EventSeq(seq)).collect()
}

fn heard(calls: Vec<PublicCall>) -> Vec<(i64, String, u8)> {
    calls.iter().map(|c| (c.seq.0, c.number.to_string(), c.counter.get())).collect()
}

pub fn every_call_is_told_in_order(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let all = some_calls(&mut *writer);
    let mut after = |seq| heard(look(&mut *reader, |day| calls_after(day, seq)));
    assert_eq!(after(0), all);
    for (index, (seq, ..)) in all.iter().enumerate() {
        assert_eq!(after(seq - 1), all[index..], "from {seq} on");
        assert_eq!(after(*seq), all[index + 1..], "above {seq}");
    }
}

pub fn the_latest_calls_are_one_for_each_number(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let [_, second, again] = some_calls(&mut *writer);
    let mut latest = |limit| heard(look(&mut *reader, |day| day.latest_calls(limit)));
    assert_eq!(latest(5), [again.clone(), second]);
    assert_eq!(latest(1), [again]);
}

pub fn a_revision_changes_with_the_commits_of_others(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let before = a.revision().unwrap();
    assert_eq!(a.revision().unwrap(), before, "nothing has happened");
    drop(Draft::begin(&mut *b, today()));
    assert_eq!(a.revision().unwrap(), before, "nothing was kept");
    let mut seen = before;
    for _ in 0..3 {
        issue(&mut *b, today());
        let now = a.revision().unwrap();
        assert_ne!(now, seen, "somebody else has committed");
        seen = now;
    }
}

pub fn a_read_is_one_moment(place: &dyn Place) {
    let (mut reader, mut writer) = (place.open(), place.open());
    let ticket = issue(&mut *writer, today());
    let view = reader.read().unwrap();
    let before = fresh(&*view, today());
    call(&mut *writer, &ticket, 1);
    issue(&mut *writer, today());
    assert_eq!(view.head().event, EventSeq(1));
    for day in [fresh(&*view, today()), caught_up(&*view, &before)] {
        assert_eq!(day, before);
        assert_eq!(day.open_tickets().cloned().collect::<Vec<_>>(), std::slice::from_ref(&ticket));
        assert!(calls_after(&day, 0).is_empty());
    }
    assert_eq!(view.events_of(ticket.id).unwrap().len(), 1);
    drop(view);
    let view = reader.read().unwrap();
    for day in [fresh(&*view, today()), caught_up(&*view, &before)] {
        assert_eq!(numbers(day.open_tickets()), ["T001", "T002"]);
        assert_eq!(calls_after(&day, 0).len(), 1);
    }
}

pub fn one_writer_at_a_time(place: &dyn Place) {
    let (mut a, mut b) = (place.open(), place.open());
    let mut draft = Draft::begin(&mut *a, today());
    draft.give(new_ticket(today(), 1));
    let (waiting, waits) = mpsc::channel();
    let second = thread::spawn(move || {
        waiting.send(()).unwrap();
        issue(&mut *b, today()).number.serial()
    });
    waits.recv().unwrap();
    draft.commit().unwrap();
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
    let left = search(&mut *store, |view| view.left_over(today()));
    let left: Vec<_> = left.into_iter().map(|one| one.ticket).collect();
    assert_eq!(left, [waiting, at_counter, missed, returned]);
    assert!(search(&mut *store, |view| view.left_over(yesterday())).is_empty());
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
        look(&mut *store, |day| day.recent_lanes(&stages, limit))
    };
    assert_eq!(recent(&["depan"], 9), [Lane::Priority, Lane::Regular]);
    assert_eq!(recent(&["depan"], 1), [Lane::Priority]);
    assert_eq!(recent(&["belakang", "serah"], 9), [Lane::Regular, Lane::Priority]);
    assert_eq!(recent(&["rekam"], 9), []);
}
