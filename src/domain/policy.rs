//! Who is next, and why: a pure function that anybody can read and check.
//!
//! First come, first served within a lane. Between the lanes: after one priority call come `n` regular ones
//! while both wait, and nobody in the regular lane waits longer than the cap because of priority.

use super::day::Timestamp;
use super::ticket::{Lane, Ticket};
use chrono::TimeDelta;

/// How the two lanes share a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fairness {
    /// Regular calls that follow one priority call while both lanes wait.
    pub regular_per_priority: u8,
    /// Minutes after which a regular visitor goes before any priority visitor.
    pub cap_minutes: u16,
}

/// The reason for a choice; the console says it in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Only one lane waits: its longest-waiting ticket.
    FirstInLine,
    /// Both lanes wait and it is the priority lane's turn.
    PriorityTurn,
    /// Both lanes wait and the regular lane still has turns after the last priority call.
    RegularTurn,
    /// Both lanes wait and this regular visitor has waited beyond the cap.
    WaitedTooLong,
}

/// The choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next<'a> {
    /// The ticket to call or take.
    pub ticket: &'a Ticket,
    /// Why this one.
    pub why: Why,
}

/// Chooses among `waiting` (all in state `Waiting`, at stages and services that the counter serves).
///
/// `recent_lanes` are the lanes of the latest calls at the same stages today, newest first; as many as
/// `fairness.regular_per_priority` are enough. Order comes from the event sequence, never from a clock.
pub fn select_next<'a>(
    waiting: &[&'a Ticket],
    recent_lanes: &[Lane],
    fairness: Fairness,
    now: Timestamp,
) -> Option<Next<'a>> {
    let head =
        |lane| waiting.iter().copied().filter(|t| t.lane == lane).min_by_key(|t| t.last_event);
    let (regular, priority) = match (head(Lane::Regular), head(Lane::Priority)) {
        (Some(regular), Some(priority)) => (regular, priority),
        (only, None) | (None, only) => {
            return only.map(|ticket| Next { ticket, why: Why::FirstInLine });
        }
    };
    if now - regular.changed_at > TimeDelta::minutes(i64::from(fairness.cap_minutes)) {
        return Some(Next { ticket: regular, why: Why::WaitedTooLong });
    }
    let turns = usize::from(fairness.regular_per_priority);
    let priority_was_just_served = recent_lanes.iter().take(turns).any(|l| *l == Lane::Priority);
    Some(if priority_was_just_served {
        Next { ticket: regular, why: Why::RegularTurn }
    } else {
        Next { ticket: priority, why: Why::PriorityTurn }
    })
}

/// How many of those who now wait can be called before somebody who joins `lane` now, by the same rule.
///
/// Nobody knows who will still come; this counts the people who are there.
pub fn ahead(lane: Lane, regular: u32, priority: u32, fairness: Fairness) -> u32 {
    let turns = u32::from(fairness.regular_per_priority);
    match lane {
        Lane::Priority => priority + regular.min(turns.saturating_mul(priority)),
        Lane::Regular => {
            regular + priority.min(regular.checked_div(turns).map_or(priority, |n| n + 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::*;
    use proptest::prelude::*;

    const RULE: Fairness = Fairness { regular_per_priority: 2, cap_minutes: 90 };

    fn at(minute: i64) -> Timestamp {
        "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::minutes(minute)
    }

    fn ticket(serial: u32, lane: Lane, since_minute: i64) -> Ticket {
        Ticket {
            id: TicketId(uuid::Uuid::from_u128(u128::from(serial))),
            number: TicketNumber::new(ServiceCode::new('T').unwrap(), serial).unwrap(),
            day: BusinessDay::parse("2026-11-23").unwrap(),
            case: None,
            lane,
            language: Language::Indonesian,
            ahead_at_issue: 0,
            issued_at: at(since_minute),
            state: State::Waiting { stage: StageId::new("verifikasi").unwrap() },
            changed_at: at(since_minute),
            last_event: EventSeq(i64::from(serial)),
        }
    }

    /// Calls everybody, one a minute, and returns the serials in the order of the calls.
    fn play(mut waiting: Vec<Ticket>, rule: Fairness) -> Vec<(u32, Why)> {
        let mut order = Vec::new();
        let mut recent = Vec::new();
        for minute in 0.. {
            let references: Vec<&Ticket> = waiting.iter().collect();
            let Some(next) = select_next(&references, &recent, rule, at(minute)) else { break };
            let (id, lane) = (next.ticket.id, next.ticket.lane);
            order.push((next.ticket.number.serial(), next.why));
            recent.insert(0, lane);
            waiting.retain(|t| t.id != id);
        }
        order
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
    fn people_ahead_are_counted_by_the_rule_that_calls_them() {
        let ahead = |lane, regular, priority| super::ahead(lane, regular, priority, RULE);
        assert_eq!(ahead(Lane::Regular, 0, 0), 0);
        assert_eq!(ahead(Lane::Regular, 5, 0), 5);
        assert_eq!(ahead(Lane::Regular, 4, 9), 4 + 3);
        assert_eq!(ahead(Lane::Priority, 9, 0), 0);
        assert_eq!(ahead(Lane::Priority, 9, 2), 2 + 4);
    }

    #[test]
    fn nobody_waiting_is_nobody_next() {
        assert_eq!(select_next(&[], &[], RULE, at(0)), None);
    }

    proptest! {
        #[test]
        fn within_a_lane_the_order_of_arrival_holds_and_nobody_is_forgotten(
            lanes in prop::collection::vec(prop::bool::ANY, 0..60),
            regular_per_priority in 0u8..5,
        ) {
            let lane = |p: &bool| if *p { Lane::Priority } else { Lane::Regular };
            let waiting: Vec<Ticket> =
                (1..).zip(&lanes).map(|(serial, p)| ticket(serial, lane(p), 0)).collect();
            let rule = Fairness { regular_per_priority, cap_minutes: 90 };
            let order: Vec<u32> = play(waiting, rule).into_iter().map(|(serial, _)| serial).collect();
            prop_assert_eq!(order.len(), lanes.len());
            for wanted in [false, true] {
                let of_lane: Vec<u32> =
                    order.iter().copied().filter(|s| lanes[*s as usize - 1] == wanted).collect();
                prop_assert!(of_lane.is_sorted());
            }
        }
    }
}
