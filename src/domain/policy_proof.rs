//! The rule of fairness against every day that chance can think of, and wrong rules against the same proof: each of
//! them must be found out.
//!
//! Never here: single examples (`policy_tests`).

use super::*;
use crate::domain::*;
use proptest::prelude::*;
use proptest::test_runner::{TestError, TestRunner};

/// A rule that chooses: ours, or a wrong one.
type Rule =
    for<'a> fn(&[&'a Ticket], &[Lane], LongestWait, Fairness, Timestamp) -> Option<Next<'a>>;

/// A morning at one counter. In each minute somebody may come, with priority or not, and somebody is called.
#[derive(Debug, Clone)]
struct Morning {
    /// Who waits when the counter opens, with priority or not.
    early: Vec<bool>,
    /// Since when.
    head_start: i64,
    arrivals: Vec<Option<bool>>,
    fairness: Fairness,
}

fn mornings() -> impl Strategy<Value = Morning> {
    let early = prop::collection::vec(prop::bool::weighted(0.3), 0..40);
    let arrivals = prop::collection::vec(prop::option::of(prop::bool::ANY), 1..150);
    (early, 0i64..60, arrivals, 0u8..4, 1u16..60).prop_map(
        |(early, head_start, arrivals, regular_per_priority, cap_minutes)| Morning {
            early,
            head_start,
            arrivals,
            fairness: Fairness { regular_per_priority, cap_minutes },
        },
    )
}

fn at(minute: i64) -> Timestamp {
    "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::minutes(minute)
}

fn visitor(serial: u32, priority: bool, minute: i64) -> Ticket {
    let number = TicketNumber::new(ServiceCode::new('T').unwrap(), serial).unwrap();
    let id = TicketId(uuid::Uuid::from_u128(u128::from(serial)));
    let day = BusinessDay::parse("2026-11-23").unwrap();
    let event = EventSeq(i64::from(serial));
    let new = Ticket::new(id, number, day, StageId::new("verifikasi").unwrap(), at(minute));
    let lane = if priority { Lane::Priority } else { Lane::Regular };
    Ticket { lane, place: event, last_event: event, ..new }
}

/// Somebody who waits, and how many calls they can have to wait for at most.
struct Waiting {
    ticket: Ticket,
    calls_left: u64,
}

/// So many calls are made at most before somebody who joins `waiting` now: those of the own lane who are there, and for
/// each of them and oneself the turns of the other lane; and everybody of the other lane who is there already and may
/// pass the cap. Without regular turns only the cap protects the regular lane: until it is passed, one call a minute.
fn longest(waiting: &[Waiting], lane: Lane, fairness: Fairness) -> u64 {
    let own = waiting.iter().filter(|w| w.ticket.lane == lane).count() as u64 + 1;
    let other = waiting.len() as u64 + 1 - own;
    let turns = u64::from(fairness.regular_per_priority);
    let of_others = match (lane, turns) {
        (Lane::Priority, _) => own * turns,
        (Lane::Regular, 0) => u64::from(fairness.cap_minutes) + 1,
        (Lane::Regular, _) => own / turns + 1,
    };
    own + of_others + other
}

/// Plays a morning by a rule.
///
/// # Errors
/// What is unfair about it.
fn is_fair(rule: Rule, morning: &Morning) -> Result<(), String> {
    let Morning { early, head_start, arrivals, fairness } = morning;
    let cap = TimeDelta::minutes(fairness.cap_minutes.into());
    let turns = usize::from(fairness.regular_per_priority);
    let mut waiting: Vec<Waiting> = Vec::new();
    let mut recent: Vec<Lane> = Vec::new();
    let mut serial = 0;
    let mut join = |waiting: &mut Vec<Waiting>, priority, minute| {
        serial += 1;
        let ticket = visitor(serial, priority, minute);
        let calls_left = longest(waiting, ticket.lane, *fairness);
        waiting.push(Waiting { ticket, calls_left });
    };
    early.iter().for_each(|priority| join(&mut waiting, *priority, -head_start));
    for minute in 0.. {
        if let Some(Some(priority)) = arrivals.get(minute as usize) {
            join(&mut waiting, *priority, minute);
        }
        let first = |lane| waiting.iter().map(|w| &w.ticket).find(|t| t.lane == lane).cloned();
        let (regular, priority) = (first(Lane::Regular), first(Lane::Priority));
        let tickets: Vec<&Ticket> = waiting.iter().map(|w| &w.ticket).collect();
        let since = LongestWait::of(tickets.iter().copied());
        let last = &recent[..recent.len().min(turns)];
        let Some(next) = rule(&tickets, last, since, *fairness, at(minute)) else {
            match tickets.is_empty() {
                true if minute as usize >= arrivals.len() => return Ok(()),
                true => continue,
                false => return Err("somebody waits and nobody is called".to_owned()),
            }
        };
        let called = next.ticket.clone();
        let firsts = [&regular, &priority].map(|first| first.as_ref().map(|ticket| ticket.id));
        if !firsts.contains(&Some(called.id)) {
            return Err(format!("{} is not the first of its lane", called.number));
        }
        if let Some((regular, priority)) = regular.zip(priority) {
            let overdue = |ticket: &Ticket| at(minute) - ticket.arrived_at > cap;
            let just_served = last.contains(&Lane::Priority);
            let expected =
                if overdue(&regular) && regular.number.serial() < priority.number.serial() {
                    (Lane::Regular, Why::WaitedTooLong)
                } else if overdue(&priority) {
                    (Lane::Priority, Why::WaitedTooLong)
                } else if just_served {
                    (Lane::Regular, Why::RegularTurn)
                } else {
                    (Lane::Priority, Why::PriorityTurn)
                };
            if (called.lane, next.why) != expected {
                let told = (called.lane, next.why);
                return Err(format!("minute {minute}: {told:?} instead of {expected:?}"));
            }
        } else if next.why != Why::FirstInLine {
            return Err(format!("{:?} while one lane waits", next.why));
        }
        waiting.retain(|w| w.ticket.id != called.id);
        recent.insert(0, called.lane);
        for one in &mut waiting {
            let left = one.calls_left.checked_sub(1).filter(|left| *left > 0);
            one.calls_left = left.ok_or_else(|| format!("{} waits for ever", one.ticket.number))?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// First come, first served within a lane; the ratio and the cap hold; everybody is called after a number of calls
    /// that is known when they come, whoever comes later.
    #[test]
    fn the_rule_is_fair_whoever_comes(morning in mornings()) {
        prop_assert_eq!(is_fair(select_next, &morning), Ok(()));
    }
}

#[test]
fn wrong_rules_are_found_out() {
    let wrong: [(&str, Rule); 8] = [
        ("priority always goes first", |waiting, _, since, fairness, now| {
            select_next(waiting, &[], since, fairness, now)
        }),
        ("there is no priority", |waiting, _, _, _, _| {
            let first = waiting.iter().copied().min_by_key(|ticket| ticket.order());
            first.map(|ticket| Next { ticket, why: Why::FirstInLine })
        }),
        ("there is no cap", |waiting, lanes, since, fairness, now| {
            let fairness = Fairness { cap_minutes: u16::MAX, ..fairness };
            select_next(waiting, lanes, since, fairness, now)
        }),
        ("the cap begins a minute late", |waiting, lanes, since, fairness, now| {
            let fairness = Fairness { cap_minutes: fairness.cap_minutes + 1, ..fairness };
            select_next(waiting, lanes, since, fairness, now)
        }),
        ("the regular lane has one turn less", |waiting, lanes, since, fairness, now| {
            let less = lanes.len().saturating_sub(1);
            select_next(waiting, &lanes[..less], since, fairness, now)
        }),
        ("last come, first served", |waiting, lanes, since, fairness, now| {
            let next = select_next(waiting, lanes, since, fairness, now)?;
            let of_lane = waiting.iter().copied().filter(|t| t.lane == next.ticket.lane);
            of_lane.max_by_key(|t| t.order()).map(|ticket| Next { ticket, ..next })
        }),
        (
            "the regular lane goes first as soon as it is beyond the cap",
            |waiting, lanes, since, fairness, now| {
                let cap = TimeDelta::minutes(fairness.cap_minutes.into());
                let regular = waiting.iter().copied().filter(|t| t.lane == Lane::Regular);
                match regular.min_by_key(|t| t.order()).filter(|t| now - t.arrived_at > cap) {
                    Some(ticket) if waiting.iter().any(|t| t.lane == Lane::Priority) => {
                        Some(Next { ticket, why: Why::WaitedTooLong })
                    }
                    _ => select_next(waiting, lanes, since, fairness, now),
                }
            },
        ),
        (
            "priority that waited long still gives way to those who came later",
            |waiting, lanes, since, fairness, now| {
                let next = select_next(waiting, lanes, since, fairness, now)?;
                let regular = waiting.iter().copied().filter(|t| t.lane == Lane::Regular);
                match regular.min_by_key(|t| t.order()) {
                    Some(ticket)
                        if next.why == Why::WaitedTooLong && lanes.contains(&Lane::Priority) =>
                    {
                        Some(Next { ticket, why: Why::RegularTurn })
                    }
                    _ => Some(next),
                }
            },
        ),
    ];
    for (what, rule) in wrong {
        let mut runner = TestRunner::deterministic();
        let proof =
            runner.run(&mornings(), |morning| is_fair(rule, &morning).map_err(TestCaseError::fail));
        assert!(matches!(proof, Err(TestError::Fail(..))), "not found out: {what}");
    }
}
