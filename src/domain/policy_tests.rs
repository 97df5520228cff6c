//! The proof of fairness: nobody starves, the cap holds, first come is first served within a lane, and a file that
//! came back goes ahead of new numbers without holding anybody up for ever.

use super::*;
use crate::domain::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const RULE: Fairness = Fairness { regular_per_priority: 2, cap_minutes: 90 };

fn at(minute: i64) -> Timestamp {
    "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::minutes(minute)
}

fn ticket(serial: u32, lane: Lane, since_minute: i64) -> Ticket {
    let number = TicketNumber::new(ServiceCode::new('T').unwrap(), serial).unwrap();
    let id = TicketId(uuid::Uuid::from_u128(u128::from(serial)));
    let day = BusinessDay::parse("2026-11-23").unwrap();
    let stage = StageId::new("verifikasi").unwrap();
    let event = EventSeq(i64::from(serial));
    let new = Ticket::new(id, number, day, stage, at(since_minute));
    Ticket { lane, place: event, last_event: event, ..new }
}

/// One counter that calls somebody every minute.
#[derive(Default)]
struct Counter {
    recent: Vec<Lane>,
}

impl Counter {
    /// Calls whoever is next at this minute; they are not in `waiting` any more.
    fn call(
        &mut self,
        waiting: &mut Vec<Ticket>,
        rule: Fairness,
        minute: i64,
    ) -> Option<(Ticket, Why)> {
        let references: Vec<&Ticket> = waiting.iter().collect();
        let since = LongestWait::of(waiting.iter());
        let next = select_next(&references, &self.recent, since, rule, at(minute))?;
        let (ticket, why) = (next.ticket.clone(), next.why);
        self.recent.insert(0, ticket.lane);
        waiting.retain(|t| t.id != ticket.id);
        Some((ticket, why))
    }
}

/// Calls everybody, one a minute, and returns the serials in the order of the calls.
fn play(mut waiting: Vec<Ticket>, rule: Fairness) -> Vec<(u32, Why)> {
    let mut counter = Counter::default();
    let called = (0..).map_while(|minute| counter.call(&mut waiting, rule, minute));
    called.map(|(ticket, why)| (ticket.number.serial(), why)).collect()
}

#[test]
fn one_priority_then_two_regular_while_both_wait() {
    use Lane::{Priority as P, Regular as R};
    let lanes = [R, R, R, R, P, P, P];
    let waiting = (1..).zip(lanes).map(|(serial, lane)| ticket(serial, lane, 0)).collect();
    let serials: Vec<u32> = play(waiting, RULE).into_iter().map(|(serial, _)| serial).collect();
    assert_eq!(serials, [5, 1, 2, 6, 3, 4, 7]);
}

#[test]
fn the_cap_ends_the_advantage_of_priority() {
    let waiting = vec![ticket(1, Lane::Regular, -91), ticket(2, Lane::Priority, -1)];
    assert_eq!(play(waiting, RULE)[0], (1, Why::WaitedTooLong));
}

#[test]
fn a_counter_with_more_work_than_hours_does_not_starve_the_priority_lane() {
    // Everybody in the regular lane is beyond the cap; the priority visitor came before all but the first.
    let mut waiting: Vec<Ticket> =
        (1..=20).map(|serial| ticket(serial, Lane::Regular, -200 + i64::from(serial))).collect();
    waiting.push(ticket(99, Lane::Priority, -198));
    let order: Vec<u32> = play(waiting, RULE).into_iter().map(|(serial, _)| serial).collect();
    let place = order.iter().position(|serial| *serial == 99);
    assert!(place.is_some_and(|place| place <= 4), "{order:?}");
}

#[test]
fn whoever_waits_long_with_priority_does_not_wait_for_those_who_came_later() {
    let mut waiting = vec![ticket(1, Lane::Priority, -95), ticket(2, Lane::Priority, -93)];
    waiting.extend((3..=8).map(|serial| ticket(serial, Lane::Regular, -92)));
    let order = play(waiting, RULE);
    assert_eq!(order[..2], [(1, Why::WaitedTooLong), (2, Why::WaitedTooLong)]);
}

#[test]
fn a_file_that_came_back_does_not_hide_somebody_who_has_waited_beyond_the_cap() {
    let always_first = Fairness { regular_per_priority: 0, ..RULE };
    let back = Ticket { entry: Entry::Back, ..ticket(1, Lane::Regular, -2) };
    let waiting = vec![back, ticket(2, Lane::Regular, -91), ticket(3, Lane::Priority, -1)];
    let order = play(waiting, always_first);
    assert_eq!(
        order,
        [(1, Why::WaitedTooLong), (2, Why::WaitedTooLong), (3, Why::FirstInLine)],
        "the regular lane goes first until nobody in it is beyond the cap"
    );
}

#[test]
fn a_priority_file_that_came_back_does_not_hide_the_priority_visitors_behind_it() {
    let back = Ticket { entry: Entry::Back, ..ticket(1, Lane::Priority, -2) };
    let waiting = vec![
        back,
        ticket(2, Lane::Priority, -95),
        ticket(3, Lane::Regular, -93),
        ticket(4, Lane::Regular, -92),
    ];
    let order = play(waiting, RULE);
    assert_eq!(order[..2], [(1, Why::WaitedTooLong), (2, Why::WaitedTooLong)]);
}

#[test]
fn whoever_reported_late_stands_behind_the_ticket_it_was_put_behind() {
    let late =
        Ticket { place: EventSeq(3), last_event: EventSeq(9), ..ticket(1, Lane::Regular, 0) };
    let others = (2..=5).map(|serial| ticket(serial, Lane::Regular, 0));
    let waiting = others.chain([late]).collect();
    let serials: Vec<u32> = play(waiting, RULE).into_iter().map(|(serial, _)| serial).collect();
    assert_eq!(serials, [2, 3, 1, 4, 5]);
}

#[test]
fn people_ahead_are_counted_by_the_rule_that_calls_them() {
    let ahead = |lane, regular, priority| super::ahead(lane, regular, priority, 0, 0, RULE).people;
    assert_eq!(ahead(Lane::Regular, 0, 0), 0);
    assert_eq!(ahead(Lane::Regular, 5, 0), 5);
    assert_eq!(ahead(Lane::Regular, 4, 9), 4 + 3);
    assert_eq!(ahead(Lane::Priority, 9, 0), 0);
    assert_eq!(ahead(Lane::Priority, 9, 2), 2 + 4);
    let before = |regular, overdue, owed| {
        let ahead = super::ahead(Lane::Priority, regular, 2, overdue, owed, RULE);
        (ahead.people, ahead.later)
    };
    assert_eq!(before(9, 3, 0), (2 + 3 + 4, 0), "those beyond the cap, and two after each of two");
    assert_eq!(before(9, 12, 0), (2 + 9, 4), "nobody else is here, but four may come");
    assert_eq!(
        before(9, 0, 1),
        (2 + 5, 0),
        "the last call had priority, and one regular one since"
    );
}

#[test]
fn after_a_priority_call_the_regular_lane_has_its_turns() {
    use Lane::{Priority as P, Regular as R};
    let owed = |recent: &[Lane]| super::owed(recent, RULE);
    assert_eq!(
        [owed(&[P, R]), owed(&[R, P]), owed(&[R, R, P]), owed(&[R]), owed(&[])],
        [2, 1, 0, 0, 0]
    );
}

#[test]
fn whoever_will_be_beyond_the_cap_is_counted_ahead_of_priority() {
    let minutes = TimeDelta::minutes;
    let overdue =
        |regular, longest, each| super::overdue(regular, minutes(longest), minutes(each), RULE);
    assert_eq!(overdue(20, 90, 5), 0, "nobody is beyond the cap yet");
    assert_eq!(overdue(20, 100, 5), 20, "the line moves as fast as it grew: everybody will be");
    // They came every ten minutes and are called every five: each next one is five minutes better off.
    assert_eq!(overdue(10, 100, 5), 3);
    assert_eq!(overdue(0, 100, 5), 0);
}

#[test]
fn nobody_waiting_is_nobody_next() {
    assert_eq!(select_next(&[], &[], LongestWait::default(), RULE, at(0)), None);
}

fn lane(priority: bool) -> Lane {
    if priority { Lane::Priority } else { Lane::Regular }
}

proptest! {
    #[test]
    fn within_a_lane_the_order_of_arrival_holds_and_nobody_is_forgotten(
        lanes in prop::collection::vec(prop::bool::ANY, 0..60),
        regular_per_priority in 0u8..5,
    ) {
        let waiting: Vec<Ticket> =
            (1..).zip(&lanes).map(|(serial, p)| ticket(serial, lane(*p), 0)).collect();
        let rule = Fairness { regular_per_priority, cap_minutes: 90 };
        let order: Vec<u32> = play(waiting, rule).into_iter().map(|(serial, _)| serial).collect();
        prop_assert_eq!(order.len(), lanes.len());
        for wanted in [false, true] {
            let of_lane: Vec<u32> =
                order.iter().copied().filter(|s| lanes[*s as usize - 1] == wanted).collect();
            prop_assert!(of_lane.is_sorted());
        }
    }

    /// Files are handed back at their first call and come back later. Each goes ahead of every number of its lane that
    /// is newer than it, and yet nobody is passed more often than there are files in front of them to come back.
    #[test]
    fn a_file_that_came_back_goes_ahead_of_new_numbers_and_starves_nobody(
        visitors in prop::collection::vec((prop::bool::ANY, prop::option::of(1i64..30)), 1..60),
    ) {
        let mut counter = Counter::default();
        let mut waiting: Vec<Ticket> =
            (1..).zip(&visitors).map(|(serial, (p, _))| ticket(serial, lane(*p), 0)).collect();
        let mut away: Vec<(i64, Ticket)> = Vec::new();
        let mut calls: BTreeMap<u32, Vec<i64>> = BTreeMap::new();
        for minute in 0.. {
            let (here, still_away): (Vec<_>, Vec<_>) =
                away.into_iter().partition(|(back, _)| *back <= minute);
            away = still_away;
            waiting.extend(here.into_iter().map(|(_, ticket)| Ticket {
                entry: Entry::Back,
                arrived_at: at(minute),
                ..ticket
            }));
            let Some((called, _)) = counter.call(&mut waiting, RULE, minute) else {
                if away.is_empty() { break } else { continue }
            };
            let older = |t: &Ticket| t.lane == called.lane && t.number.serial() < called.number.serial();
            prop_assert!(!waiting.iter().any(older), "an older number still waits in this lane");
            let serial = called.number.serial();
            let times = calls.entry(serial).or_default();
            times.push(minute);
            if let (1, Some(absent)) = (times.len(), visitors[serial as usize - 1].1) {
                away.push((minute + absent, called));
            }
        }
        for (serial, (_, absent)) in (1u32..).zip(&visitors) {
            let times = &calls[&serial];
            prop_assert_eq!(times.len(), 1 + usize::from(absent.is_some()));
            // One call a minute: everybody in front called at most twice, and the other lane's share on top.
            prop_assert!(times[0] <= 2 * visitors.len() as i64);
        }
    }
}
