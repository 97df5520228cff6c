//! Who is next, and why: a pure function that anybody can read and check.
//!
//! First come, first served within a lane, by the place in the queue: a file that was handed back keeps its place and so
//! goes ahead of new numbers. Between the lanes: after one priority call come `n` regular ones while both wait, and
//! nobody in the regular lane waits longer than the cap because of priority: beyond it, whoever came first goes first.

use super::day::Timestamp;
use super::ticket::{Lane, Ticket};
use chrono::TimeDelta;

/// How the two lanes share a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fairness {
    /// Regular calls that follow one priority call while both lanes wait.
    pub regular_per_priority: u8,
    /// Minutes after which somebody in the regular lane goes before every priority visitor who came later.
    pub cap_minutes: u16,
}

/// The reason for a choice; the console says it in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Only one lane waits: the first of its line.
    FirstInLine,
    /// Both lanes wait and it is the priority lane's turn.
    PriorityTurn,
    /// Both lanes wait and the regular lane still has turns after the last priority call.
    RegularTurn,
    /// Both lanes wait, and somebody in the regular lane has waited beyond the cap and came before the priority
    /// visitor: this is the first of that lane.
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

/// Chooses among `waiting` (all in state `Waiting`, at stages and services that the counter serves; the first of each
/// queue and lane is enough).
///
/// `recent_lanes` are the lanes of the latest calls at the same stages today, newest first; as many as
/// `fairness.regular_per_priority` are enough. `regular_since` is when whoever has waited longest in the regular lane
/// came; that need not be the first of the line, because a file that came back goes ahead. Order comes from the event
/// sequence, never from a clock.
pub fn select_next<'a>(
    waiting: &[&'a Ticket],
    recent_lanes: &[Lane],
    regular_since: Option<Timestamp>,
    fairness: Fairness,
    now: Timestamp,
) -> Option<Next<'a>> {
    let head = |lane| waiting.iter().copied().filter(|t| t.lane == lane).min_by_key(|t| t.order());
    let (regular, priority) = match (head(Lane::Regular), head(Lane::Priority)) {
        (Some(regular), Some(priority)) => (regular, priority),
        (only, None) | (None, only) => {
            return only.map(|ticket| Next { ticket, why: Why::FirstInLine });
        }
    };
    let longest = regular_since.map_or(regular.arrived_at, |since| since.min(regular.arrived_at));
    let beyond_the_cap = now - longest > TimeDelta::minutes(i64::from(fairness.cap_minutes));
    // Whoever came later than the priority visitor does not wait because of that visitor. Without this, a counter with
    // more work than hours would have everybody beyond the cap, and the priority lane would never be called again.
    if beyond_the_cap && longest <= priority.arrived_at {
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
#[path = "policy_tests.rs"]
mod tests;
