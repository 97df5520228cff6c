//! What a journey leaves in the queue: lines and places, files handed back, steps taken back, breaks of a counter.

use super::draft::event as event_at;
use super::{
    Place, call, called, event, front, issue, issue_in, look, look_on, moved, now, numbers, put,
    record, search, today, write, yesterday,
};
use crate::support::terms::{counter, service};
use antre::domain::{Entry, EventSeq, Lane, ServiceClock, State, Ticket};
use antre::queue::{Day, Event, MissingCount, MissingDocument};
use antre::store::Store;
use chrono::TimeDelta;

/// Changes a ticket that waits, as a transfer or a return to the queue would.
fn change(store: &mut dyn Store, ticket: &Ticket, change: impl Fn(&mut Ticket)) -> Ticket {
    let mut after = ticket.clone();
    change(&mut after);
    put(store, ticket, event("moved"), after)
}

fn line(store: &mut dyn Store, lane: Lane, limit: usize) -> Vec<String> {
    look(store, |day| numbers(day.line(service('T'), &front(), lane).take(limit)))
}

fn all<'t>(tickets: impl Iterator<Item = &'t Ticket>) -> Vec<Ticket> {
    tickets.cloned().collect()
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
    change(&mut *store, &away, |t| t.state = State::Waiting { stage: front() });
    assert_eq!(line(&mut *store, Lane::Regular, 9), ["T001", "T002", "T003"]);
    // The same place as another: behind it.
    change(&mut *store, &third, |t| t.place = EventSeq(1));
    assert_eq!(line(&mut *store, Lane::Regular, 9), ["T001", "T003", "T002"]);
    change(&mut *store, &second, |t| t.place = EventSeq::NEXT);
    assert_eq!(line(&mut *store, Lane::Regular, 2), ["T001", "T003"]);
    assert_eq!(line(&mut *store, Lane::Priority, 9), ["T004"]);
}

pub fn a_reserved_ticket_stands_in_no_line(place: &dyn Place) {
    let mut store = place.open();
    let [first, second] = [(); 2].map(|()| issue(&mut *store, today()));
    let sent = change(&mut *store, &first, |t| {
        (t.reserved_for, t.entry, t.service) = (Some(counter(3)), Entry::Transferred, service('K'));
    });
    assert_eq!(line(&mut *store, Lane::Regular, 9), ["T002"]);
    let reserved =
        |store: &mut dyn Store, n| look(store, |day| all(day.reserved_tickets(counter(n))));
    assert_eq!(reserved(&mut *store, 3), std::slice::from_ref(&sent));
    assert_eq!(reserved(&mut *store, 2), []);
    let mut counts = look(&mut *store, Day::waiting_counts);
    counts.sort_by_key(|c| c.service);
    let counts: Vec<_> = counts.iter().map(|c| (c.service.letter(), c.count)).collect();
    assert_eq!(
        counts,
        [('K', 1), ('T', 1)],
        "who is reserved waits, too, for the service it is for"
    );
    let freed =
        change(&mut *store, &sent, |t| (t.reserved_for, t.service) = (None, second.service));
    assert_eq!(line(&mut *store, Lane::Regular, 9), ["T001", "T002"]);
    assert!(reserved(&mut *store, 3).is_empty());
    assert_eq!(look(&mut *store, |day| day.ticket_by_id(freed.id).cloned()), Some(freed));
}

pub fn the_most_patient_is_who_came_first_and_not_who_stands_first(place: &dyn Place) {
    let mut store = place.open();
    let since = |store: &mut dyn Store, lane| {
        look(store, |day| day.waiting_since(service('T'), &front(), lane))
    };
    assert_eq!(since(&mut *store, Lane::Regular), None);
    let [first, second] = [(); 2].map(|()| issue(&mut *store, today()));
    let later = now() + TimeDelta::minutes(30);
    change(&mut *store, &first, |t| t.arrived_at = later);
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
    assert_eq!(look(&mut *store, |day| all(day.away_tickets())), [returned, missed]);
    assert_eq!(look(&mut *store, |day| all(day.open_tickets())), [old]);
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
    let code = Event { detail: Some("not-back".to_owned()), ..event_at("moved", at) };
    let written = put(&mut *writer, &ticket, code, after.clone());
    assert_eq!(written, Ticket { last_event: EventSeq(2), ..after });
    assert_eq!(look(&mut *reader, |day| day.ticket_by_id(ticket.id).cloned()), Some(written));
    let log = search(&mut *reader, |view| view.events_of(ticket.id));
    assert_eq!(
        (log[1].detail.as_deref(), log[1].took, log[1].undoes),
        (Some("not-back"), None, None)
    );
}

pub fn a_number_given_against_the_rules_says_so_in_its_log(place: &dyn Place) {
    let mut store = place.open();
    let issued = Event { detail: Some("gangguan".to_owned()), ..event("issued") };
    let given = write(&mut *store, |draft| draft.give_by(issued, super::new_ticket(today(), 1)));
    let log = search(&mut *store, |view| view.events_of(given.id));
    assert_eq!((&*log[0].kind, log[0].detail.as_deref()), ("issued", Some("gangguan")));
}

pub fn a_log_tells_how_long_a_ticket_was_where_it_left(place: &dyn Place) {
    let mut store = place.open();
    let ticket = issue(&mut *store, today());
    let at = |minute| now() + TimeDelta::minutes(minute);
    let mut go = |ticket: &Ticket, minute, kind, state: State| {
        let after = Ticket { arrived_at: at(minute), ..moved(ticket, state) };
        put(&mut *store, ticket, event_at(kind, at(minute)), after)
    };
    let ticket = go(&ticket, 7, "called", called(1, 1));
    let ticket = go(&ticket, 11, "finished", State::Done);
    let log = search(&mut *store, |view| view.events_of(ticket.id));
    let took: Vec<_> = log.iter().map(|e| e.took.map(|took| took.num_minutes())).collect();
    assert_eq!(took, [None, Some(7), Some(4)]);
}

pub fn the_last_action_of_a_counter_is_kept_with_what_was_before(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let last = |store: &mut dyn Store, n| look(store, |day| day.last_action(counter(n)).cloned());
    assert_eq!(last(&mut *reader, 1), None);
    let ticket = issue(&mut *writer, today());
    let waiting = change(&mut *writer, &ticket, |t| {
        (t.reserved_for, t.place, t.entry) = (Some(counter(1)), EventSeq(5), Entry::Back);
        t.clock = ServiceClock { counted: TimeDelta::seconds(3), running_since: Some(now()) };
    });
    assert_eq!(last(&mut *reader, 1), None, "no counter was involved");
    let after = Ticket { reserved_for: None, ..moved(&waiting, called(1, 1)) };
    let held = put(&mut *writer, &waiting, event("called"), after);
    let action = last(&mut *reader, 1).unwrap();
    assert_eq!((action.counter, &*action.kind, action.at), (counter(1), "called", now()));
    assert_eq!(action.before, Ticket { last_event: held.last_event, ..waiting });
    // Leaving a counter is an action of that counter, too.
    let done = record(&mut *writer, &held, "finished", State::Done);
    let action = last(&mut *reader, 1).unwrap();
    assert_eq!((&*action.kind, action.before.state), ("finished", held.state));
    assert_eq!(action.before.last_event, done.last_event);
    assert_eq!(last(&mut *reader, 2), None);
    assert!(look_on(&mut *reader, yesterday(), |day| day.last_action(counter(1)).is_none()));
}

pub fn a_counter_works_while_it_acts_or_holds_a_ticket(place: &dyn Place) {
    let mut store = place.open();
    let [held, done] = [(); 2].map(|()| issue(&mut *store, today()));
    let held = call(&mut *store, &held, 2);
    let done = call(&mut *store, &done, 1);
    record(&mut *store, &done, "finished", State::Done);
    let old = issue(&mut *store, yesterday());
    call(&mut *store, &old, 3);
    let mut at_work = |since| {
        look(&mut *store, |day| {
            (all(day.held_tickets()), day.active_since(since).collect::<Vec<_>>())
        })
    };
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
        put(&mut *store, &held, event_at(kind, at(minutes)), moved(&held, State::Done));
    }
    let mut times = |at: &str, limit| {
        let stage = crate::support::terms::stage(at);
        let times =
            look(&mut *store, |day| day.stage_times(&stage).take(limit).collect::<Vec<_>>());
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
    // A ticket of another day that is for another service afterwards takes its times along.
    let first = look_on(&mut *store, yesterday(), |day| day.tickets().next().cloned().unwrap());
    let elsewhere = Ticket { service: service('R'), ..first.clone() };
    put(&mut *store, &first, event("transferred"), elsewhere);
    let of_r = look(&mut *store, |day| {
        let of =
            |(code, time): (_, TimeDelta)| (code == service('R')).then_some(time.num_minutes());
        day.stage_times(&front()).filter_map(of).collect::<Vec<_>>()
    });
    assert_eq!(of_r, [1]);
}

pub fn a_call_that_was_taken_back_was_never_heard(place: &dyn Place) {
    let mut store = place.open();
    let [first, second] =
        [Lane::Regular, Lane::Priority].map(|l| issue_in(&mut *store, today(), l));
    let first = call(&mut *store, &first, 1);
    let second = call(&mut *store, &second, 2);
    let undone = Event { undoes: Some(second.last_event), ..event("undone") };
    let back = moved(&second, State::Waiting { stage: front() });
    put(&mut *store, &second, undone, back);
    let day = look(&mut *store, Day::clone);
    let heard = |calls: Vec<antre::domain::PublicCall>| {
        calls.iter().map(|c| c.number.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(heard(day.calls_after(EventSeq(0)).collect()), ["T001"]);
    assert_eq!(heard(day.latest_calls(9)), ["T001"]);
    assert_eq!(day.recent_lanes(&[front()], 9), [first.lane]);
    let log = search(&mut *store, |view| view.events_of(second.id));
    assert_eq!((log.len(), log[2].undoes, log[2].took), (3, Some(second.last_event), None));
}

pub fn a_counter_is_on_a_break_until_it_is_resumed(place: &dyn Place) {
    let (mut writer, mut reader) = (place.open(), place.open());
    let mut paused = |date| {
        look_on(&mut *reader, date, |day| day.breaks().map(|one| one.counter).collect::<Vec<_>>())
    };
    let mut take = |n, paused| {
        write(&mut *writer, |draft| draft.take_break(counter(n), paused, event("break")));
    };
    for n in [4, 1] {
        take(n, true);
    }
    assert_eq!(paused(today()), [counter(1), counter(4)]);
    take(1, false);
    assert_eq!(paused(today()), [counter(4)]);
    take(1, true);
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
        let returned = moved(&ticket, State::Returned { stage: front() });
        write(&mut *store, |draft| draft.hand_back(&ticket, event("returned"), returned, missing))
    };
    let (card, letter) = (document(1, "KK"), document(3, "Surat kehilangan"));
    let first = hand_back(&[card.clone(), letter.clone()]);
    hand_back(std::slice::from_ref(&letter));
    let third = hand_back(std::slice::from_ref(&letter));
    let missing = |store: &mut dyn Store, ticket: &Ticket| {
        look(store, |day| day.missing_documents(ticket.id).to_vec())
    };
    assert_eq!(missing(&mut *store, &first), [card, letter.clone()]);
    let other = issue(&mut *store, today());
    assert_eq!(missing(&mut *store, &other), []);
    let count = |document: &str, count| MissingCount {
        service: service('T'),
        document: document.to_owned(),
        count,
    };
    let counts = |store: &mut dyn Store| {
        let kept = search(store, |view| view.missing_counts(today()));
        assert_eq!(look(store, Day::missing_counts), kept);
        kept
    };
    assert_eq!(counts(&mut *store), [count("Surat kehilangan", 3), count("KK", 1)]);
    // Taken back: it was handed back for nothing.
    let undone = Event { undoes: Some(third.last_event), ..event("undone") };
    put(&mut *store, &third, undone, moved(&third, called(1, 1)));
    assert_eq!(counts(&mut *store), [count("Surat kehilangan", 2), count("KK", 1)]);
    assert_eq!(search(&mut *store, |view| view.missing_counts(yesterday())), []);
}
