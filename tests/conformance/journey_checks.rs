//! What a journey leaves in the queue: lines and places, files handed back, steps taken back, breaks of a counter.

use super::{
    Place, call, called, event, front, issue, issue_in, look, moved, now, numbers, record, today,
    write, yesterday,
};
use crate::support::terms::{counter, service};
use antre::domain::{Entry, EventSeq, Lane, ServiceClock, State, Ticket};
use antre::store::{MissingCount, MissingDocument, NewEvent, Store};
use chrono::TimeDelta;

/// Changes a ticket that waits, as a transfer or a return to the queue would.
fn put(store: &mut dyn Store, ticket: &Ticket, change: impl Fn(&mut Ticket)) -> Ticket {
    let mut after = ticket.clone();
    change(&mut after);
    write(store, |tx| tx.record(ticket, &event("moved"), &after))
}

fn line(store: &mut dyn Store, lane: Lane, limit: u32) -> Vec<String> {
    numbers(&look(store, |view| view.line(today(), service('T'), &front(), lane, limit)))
}

pub fn a_line_is_ordered_by_place_and_not_by_the_last_event(place: &dyn Place) {
    let mut store = place.open();
    let [first, second, third] = [(); 3].map(|()| issue(&mut *store, today()));
    issue_in(&mut *store, today(), Lane::Priority);
    issue(&mut *store, yesterday());
    assert_eq!((first.place, second.place), (EventSeq(1), EventSeq(2)), "the place of its number");
    // Back with its old place: ahead of the others although it moved last.
    let away = record(&mut *store, &first, "returned", State::Returned { stage: front() });
    assert_eq!(line(&mut *store, Lane::Regular, 9), ["T002", "T003"]);
    put(&mut *store, &away, |t| t.state = State::Waiting { stage: front() });
    assert_eq!(line(&mut *store, Lane::Regular, 9), ["T001", "T002", "T003"]);
    // The same place as another: behind it.
    put(&mut *store, &third, |t| t.place = EventSeq(1));
    assert_eq!(line(&mut *store, Lane::Regular, 9), ["T001", "T003", "T002"]);
    put(&mut *store, &second, |t| t.place = EventSeq::NEXT);
    assert_eq!(line(&mut *store, Lane::Regular, 2), ["T001", "T003"]);
    assert_eq!(line(&mut *store, Lane::Priority, 9), ["T004"]);
}

pub fn a_reserved_ticket_stands_in_no_line(place: &dyn Place) {
    let mut store = place.open();
    let [first, second] = [(); 2].map(|()| issue(&mut *store, today()));
    let sent = put(&mut *store, &first, |t| {
        (t.reserved_for, t.entry, t.service) = (Some(counter(3)), Entry::Transferred, service('K'));
    });
    assert_eq!(line(&mut *store, Lane::Regular, 9), ["T002"]);
    let reserved =
        |store: &mut dyn Store, n| look(store, |view| view.reserved_tickets(today(), counter(n)));
    assert_eq!(reserved(&mut *store, 3), std::slice::from_ref(&sent));
    assert_eq!(reserved(&mut *store, 2), []);
    let mut counts = look(&mut *store, |view| view.waiting_counts(today()));
    counts.sort_by_key(|c| c.service);
    let counts: Vec<_> = counts.iter().map(|c| (c.service.letter(), c.count)).collect();
    assert_eq!(
        counts,
        [('K', 1), ('T', 1)],
        "who is reserved waits, too, for the service it is for"
    );
    let freed = put(&mut *store, &sent, |t| (t.reserved_for, t.service) = (None, second.service));
    assert_eq!(line(&mut *store, Lane::Regular, 9), ["T001", "T002"]);
    assert!(reserved(&mut *store, 3).is_empty());
    assert_eq!(look(&mut *store, |view| view.ticket_by_id(freed.id)), Some(freed));
}

pub fn the_most_patient_is_who_came_first_and_not_who_stands_first(place: &dyn Place) {
    let mut store = place.open();
    let since = |store: &mut dyn Store, lane| {
        look(store, |view| view.waiting_since(today(), service('T'), &front(), lane))
    };
    assert_eq!(since(&mut *store, Lane::Regular), None);
    let [first, second] = [(); 2].map(|()| issue(&mut *store, today()));
    let later = now() + TimeDelta::minutes(30);
    put(&mut *store, &first, |t| t.arrived_at = later);
    assert_eq!(line(&mut *store, Lane::Regular, 1), ["T001"]);
    assert_eq!(since(&mut *store, Lane::Regular), Some(now()), "T002 has waited longer");
    call(&mut *store, &second, 1);
    assert_eq!(since(&mut *store, Lane::Regular), Some(later));
    assert_eq!(since(&mut *store, Lane::Priority), None);
}

pub fn whoever_is_away_is_not_open(place: &dyn Place) {
    let mut store = place.open();
    let [missed, returned, done, old] = [(); 4].map(|()| issue(&mut *store, today()));
    let returned = record(&mut *store, &returned, "returned", State::Returned { stage: front() });
    let missed = record(&mut *store, &missed, "missed", State::Missed { stage: front() });
    record(&mut *store, &done, "finished", State::Done);
    let other_day = issue(&mut *store, yesterday());
    record(&mut *store, &other_day, "missed", State::Missed { stage: front() });
    assert_eq!(look(&mut *store, |view| view.away_tickets(today())), [returned, missed]);
    assert_eq!(look(&mut *store, |view| view.open_tickets(today())), [old]);
}

pub fn everything_that_changes_about_a_ticket_is_kept(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let ticket = issue(&mut *writer, today());
    let at = now() + TimeDelta::milliseconds(5_123);
    let after = Ticket {
        service: service('K'),
        reserved_for: Some(counter(9)),
        entry: Entry::Present,
        place: EventSeq(77),
        arrived_at: at,
        changed_at: at,
        clock: ServiceClock { counted: TimeDelta::seconds(90), running_since: Some(at) },
        ..ticket.clone()
    };
    let code = NewEvent { detail: Some("not-back"), ..NewEvent::new("moved", at) };
    let written = write(&mut *writer, |tx| tx.record(&ticket, &code, &after));
    assert_eq!(written, Ticket { last_event: EventSeq(2), ..after });
    assert_eq!(look(&mut *reader, |view| view.ticket_by_id(ticket.id)), Some(written));
    let log = look(&mut *reader, |view| view.events_of(ticket.id));
    assert_eq!(
        (log[1].detail.as_deref(), log[1].took, log[1].undoes),
        (Some("not-back"), None, None)
    );
}

pub fn a_number_given_against_the_rules_says_so_in_its_log(place: &dyn Place) {
    let mut store = place.open();
    let override_code = antre::domain::OverrideCode::new("gangguan");
    let new = antre::store::NewTicket { override_code, ..super::new_ticket(today(), 1) };
    let given = write(&mut *store, |tx| tx.insert_ticket(&new));
    let log = look(&mut *store, |view| view.events_of(given.id));
    assert_eq!((&*log[0].kind, log[0].detail.as_deref()), ("issued", Some("gangguan")));
}

pub fn a_log_tells_how_long_a_ticket_was_where_it_left(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    let at = |minute| now() + TimeDelta::minutes(minute);
    let mut go = |ticket: &Ticket, minute, kind, state: State| {
        let after = Ticket { arrived_at: at(minute), ..moved(ticket, state) };
        write(&mut *store, |tx| tx.record(ticket, &NewEvent::new(kind, at(minute)), &after))
    };
    let ticket = go(&ticket, 7, "called", called(1, 1));
    let ticket = go(&ticket, 11, "finished", State::Done);
    let log = look(&mut *store, |view| view.events_of(ticket.id));
    let took: Vec<_> = log.iter().map(|e| e.took.map(|took| took.num_minutes())).collect();
    assert_eq!(took, [None, Some(7), Some(4)]);
}

pub fn the_last_action_of_a_counter_is_kept_with_what_was_before(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let last = |store: &mut dyn Store, n| look(store, |view| view.last_action(today(), counter(n)));
    assert_eq!(last(&mut *reader, 1), None);
    let ticket = issue(&mut *writer, today());
    let waiting = put(&mut *writer, &ticket, |t| {
        (t.reserved_for, t.place, t.entry) = (Some(counter(1)), EventSeq(5), Entry::Back);
        t.clock = ServiceClock { counted: TimeDelta::seconds(3), running_since: Some(now()) };
    });
    assert_eq!(last(&mut *reader, 1), None, "no counter was involved");
    let after = Ticket { reserved_for: None, ..moved(&waiting, called(1, 1)) };
    let held = write(&mut *writer, |tx| tx.record(&waiting, &event("called"), &after));
    let action = last(&mut *reader, 1).unwrap();
    assert_eq!((action.counter, &*action.kind, action.at), (counter(1), "called", now()));
    assert_eq!(action.before, Ticket { last_event: held.last_event, ..waiting });
    // Leaving a counter is an action of that counter, too.
    let done = record(&mut *writer, &held, "finished", State::Done);
    let action = last(&mut *reader, 1).unwrap();
    assert_eq!((&*action.kind, action.before.state), ("finished", held.state));
    assert_eq!(action.before.last_event, done.last_event);
    assert_eq!(last(&mut *reader, 2), None);
    assert_eq!(look(&mut *reader, |view| view.last_action(yesterday(), counter(1))), None);
}

pub fn a_counter_works_while_it_acts_or_holds_a_ticket(place: &dyn Place) {
    let mut store = place.open();
    let [held, done] = [(); 2].map(|()| issue(&mut *store, today()));
    let held = call(&mut *store, &held, 2);
    let done = call(&mut *store, &done, 1);
    record(&mut *store, &done, "finished", State::Done);
    let old = issue(&mut *store, yesterday());
    call(&mut *store, &old, 3);
    let mut at_work = |since| look(&mut *store, |view| view.counters_at_work(today(), since));
    assert_eq!(at_work(now()), (vec![held.clone()], vec![counter(1), counter(2)]));
    let later = now() + TimeDelta::milliseconds(1);
    assert_eq!(at_work(later), (vec![held], vec![]), "nothing was done since");
}

pub fn the_last_times_of_a_stage_come_newest_first(place: &dyn Place) {
    let mut store = place.open();
    let at = |minute| now() + TimeDelta::minutes(minute);
    for (minutes, kind) in [(1, "finished"), (2, "finished"), (3, "missed"), (4, "finished")] {
        let ticket = issue(&mut *store, if minutes == 1 { yesterday() } else { today() });
        let held = call(&mut *store, &ticket, 1);
        let done = moved(&held, State::Done);
        write(&mut *store, |tx| tx.record(&held, &NewEvent::new(kind, at(minutes)), &done));
    }
    let mut times = |at: &str, limit| {
        let times =
            look(&mut *store, |view| view.stage_times(&crate::support::terms::stage(at), limit));
        times.iter().for_each(|(code, _)| assert_eq!(*code, crate::support::terms::service('T')));
        times.iter().map(|(_, time)| time.num_minutes()).collect::<Vec<_>>()
    };
    assert_eq!(
        times("depan", 9),
        [4, 2, 1],
        "of whatever day; whoever did not come was not served"
    );
    assert_eq!(times("depan", 2), [4, 2]);
    assert!(times("belakang", 9).is_empty());
}

pub fn a_call_that_was_taken_back_was_never_heard(place: &dyn Place) {
    let mut store = place.open();
    let [first, second] =
        [Lane::Regular, Lane::Priority].map(|l| issue_in(&mut *store, today(), l));
    let first = call(&mut *store, &first, 1);
    let second = call(&mut *store, &second, 2);
    let undone = NewEvent { undoes: Some(second.last_event), ..event("undone") };
    let back = moved(&second, State::Waiting { stage: front() });
    write(&mut *store, |tx| tx.record(&second, &undone, &back));
    let view = store.snapshot().unwrap();
    let heard = |calls: Vec<antre::domain::PublicCall>| {
        calls.iter().map(|c| c.number.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(heard(view.calls_after(today(), EventSeq(0)).unwrap()), ["T001"]);
    assert_eq!(heard(view.latest_calls(today(), 9).unwrap()), ["T001"]);
    assert_eq!(view.recent_lanes(today(), &[front()], 9).unwrap(), [first.lane]);
    let log = view.events_of(second.id).unwrap();
    assert_eq!((log.len(), log[2].undoes, log[2].took), (3, Some(second.last_event), None));
}

pub fn a_counter_is_on_a_break_until_it_is_resumed(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let mut paused = |day| look(&mut *reader, |view| view.paused_counters(day));
    for n in [4, 1] {
        write(&mut *writer, |tx| tx.note_break(today(), counter(n), true, now()));
    }
    assert_eq!(paused(today()), [counter(1), counter(4)]);
    write(&mut *writer, |tx| tx.note_break(today(), counter(1), false, now()));
    assert_eq!(paused(today()), [counter(4)]);
    write(&mut *writer, |tx| tx.note_break(today(), counter(1), true, now()));
    assert_eq!(paused(today()), [counter(1), counter(4)]);
    assert_eq!(paused(yesterday()), []);
}

fn document(item: u16, document: &str) -> MissingDocument {
    MissingDocument { item, document: document.to_owned() }
}

pub fn what_was_missing_is_kept_and_counted(place: &dyn Place) {
    let mut store = place.open();
    let mut hand_back = |missing: &[MissingDocument]| {
        let ticket = issue(&mut *store, today());
        let ticket = call(&mut *store, &ticket, 1);
        write(&mut *store, |tx| {
            let returned = moved(&ticket, State::Returned { stage: front() });
            let returned = tx.record(&ticket, &event("returned"), &returned)?;
            tx.note_missing(returned.last_event, missing)?;
            Ok(returned)
        })
    };
    let (card, letter) = (document(1, "KK"), document(3, "Surat kehilangan"));
    let first = hand_back(&[card.clone(), letter.clone()]);
    hand_back(std::slice::from_ref(&letter));
    let third = hand_back(std::slice::from_ref(&letter));
    let missing = |store: &mut dyn Store, ticket: &Ticket| {
        look(store, |view| view.missing_documents(ticket.id))
    };
    assert_eq!(missing(&mut *store, &first), [card, letter.clone()]);
    let other = issue(&mut *store, today());
    assert_eq!(missing(&mut *store, &other), []);
    let count = |document: &str, count| MissingCount {
        service: service('T'),
        document: document.to_owned(),
        count,
    };
    let counts = |store: &mut dyn Store| look(store, |view| view.missing_counts(today()));
    assert_eq!(counts(&mut *store), [count("Surat kehilangan", 3), count("KK", 1)]);
    // Taken back: it was handed back for nothing.
    let undone = NewEvent { undoes: Some(third.last_event), ..event("undone") };
    let back = moved(&third, called(1, 1));
    write(&mut *store, |tx| tx.record(&third, &undone, &back));
    assert_eq!(counts(&mut *store), [count("Surat kehilangan", 2), count("KK", 1)]);
    assert_eq!(look(&mut *store, |view| view.missing_counts(yesterday())), []);
}
