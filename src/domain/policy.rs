//! Who is next, and why: a pure function that anybody can read and check.
//!
//! First come, first served within a lane, by the place in the queue: a file that was handed back keeps its place and so
//! goes ahead of new numbers. Between the lanes: after one priority call come `n` regular ones while both wait, and
//! nobody waits longer than the cap because of the other lane: beyond it, whoever came first goes first.

use super::coded::coded;
use super::day::Timestamp;
use super::ticket::{Lane, Ticket};
use chrono::TimeDelta;

/// How the two lanes share a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fairness {
    /// Regular calls that follow one priority call while both lanes wait.
    pub regular_per_priority: u8,
    /// Minutes after which whoever came first goes first, in whichever lane.
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
    /// Both lanes wait, and somebody in this lane has waited beyond the cap and came before whoever is first in the
    /// other: this is the first of the lane.
    WaitedTooLong,
}

coded!(Why {
    FirstInLine = "first-in-line",
    PriorityTurn = "priority-turn",
    RegularTurn = "regular-turn",
    WaitedTooLong = "waited-too-long",
});

/// The choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next<'a> {
    /// The ticket to call or take.
    pub ticket: &'a Ticket,
    /// Why this one.
    pub why: Why,
}

/// Since when whoever has waited longest in each lane has waited. That need not be the first of the line, because a file
/// that came back goes ahead, and must not hide those behind it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LongestWait {
    /// In the regular lane.
    pub regular: Option<Timestamp>,
    /// In the priority lane.
    pub priority: Option<Timestamp>,
}

impl LongestWait {
    /// Of these people who wait.
    pub fn of<'a>(waiting: impl IntoIterator<Item = &'a Ticket>) -> Self {
        let mut longest = Self::default();
        for ticket in waiting {
            longest = longest.with(ticket.lane, ticket.arrived_at);
        }
        longest
    }

    /// With somebody more who has waited since then.
    #[must_use]
    pub fn with(mut self, lane: Lane, since: Timestamp) -> Self {
        let longest = match lane {
            Lane::Regular => &mut self.regular,
            Lane::Priority => &mut self.priority,
        };
        *longest = Some(longest.map_or(since, |longest| longest.min(since)));
        self
    }
}

/// Chooses among `waiting` (all in state `Waiting`, at stages and services that the counter serves; the first of each
/// queue and lane is enough).
///
/// `recent_lanes` are the lanes of the latest calls at the same stages today, newest first; as many as
/// `fairness.regular_per_priority` are enough. Order comes from the event sequence, never from a clock.
pub fn select_next<'a>(
    waiting: &[&'a Ticket],
    recent_lanes: &[Lane],
    longest: LongestWait,
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
    let since_when = |ticket: &Ticket, since: Option<Timestamp>| {
        since.map_or(ticket.arrived_at, |since| since.min(ticket.arrived_at))
    };
    let regular_since = since_when(regular, longest.regular);
    let priority_since = since_when(priority, longest.priority);
    let cap = TimeDelta::minutes(i64::from(fairness.cap_minutes));
    // Whoever came later than the priority visitor does not wait because of that visitor. Without this, a counter with
    // more work than hours would have everybody beyond the cap, and the priority lane would never be called again.
    let regular_came_first = (regular_since, regular.order()) < (priority_since, priority.order());
    if now - regular_since > cap && regular_came_first {
        return Some(Next { ticket: regular, why: Why::WaitedTooLong });
    }
    // The other way round: whoever had to wait so long with priority does not wait for those who came later as well.
    if now - priority_since > cap {
        return Some(Next { ticket: priority, why: Why::WaitedTooLong });
    }
    let turns = usize::from(fairness.regular_per_priority);
    let priority_was_just_served = recent_lanes.iter().take(turns).any(|l| *l == Lane::Priority);
    Some(if priority_was_just_served {
        Next { ticket: regular, why: Why::RegularTurn }
    } else {
        Next { ticket: priority, why: Why::PriorityTurn }
    })
}

/// What stands before somebody who joins a line now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    /// How many of those who wait now can be called before.
    pub people: u32,
    /// How many calls besides may go to people who come later. Only as far as the rule itself gives them: nobody knows
    /// who will come.
    pub later: u32,
}

/// What stands before somebody who joins `lane` now, by the rule of [`select_next`]. `overdue` of the regular ones will be
/// beyond the cap when their turn comes; `owed` calls are the regular lane's before the next one with priority.
pub fn ahead(
    lane: Lane,
    regular: u32,
    priority: u32,
    overdue: u32,
    owed: u32,
    fairness: Fairness,
) -> Ahead {
    let turns = u32::from(fairness.regular_per_priority);
    match lane {
        Lane::Priority => {
            let overdue = overdue.min(regular);
            let between = turns.saturating_mul(priority) + owed;
            let here = between.min(regular - overdue);
            Ahead { people: priority + overdue + here, later: between - here }
        }
        Lane::Regular => {
            let between = regular.checked_div(turns).map_or(priority, |n| n + 1);
            Ahead { people: regular + priority.min(between), later: 0 }
        }
    }
}

/// How many calls are the regular lane's before the next one with priority, where these were the last ones, newest first.
pub fn owed(recent_lanes: &[Lane], fairness: Fairness) -> u32 {
    let turns = usize::from(fairness.regular_per_priority);
    let since = recent_lanes.iter().position(|lane| *lane == Lane::Priority);
    since.map_or(0, |since| turns.saturating_sub(since) as u32)
}

/// How many of `regular` people will have waited beyond the cap when their turn comes, if the first of them has waited
/// for `longest`, they came one by one since, and one is called every `each`.
pub fn overdue(regular: u32, longest: TimeDelta, each: TimeDelta, fairness: Fairness) -> u32 {
    let beyond = longest - TimeDelta::minutes(i64::from(fairness.cap_minutes));
    if beyond <= TimeDelta::zero() {
        return 0;
    }
    // The next one came so much later than this one, and is called so much later.
    let later = longest / i32::try_from(regular).unwrap_or(i32::MAX).max(1);
    let catching_up = (later - each).num_milliseconds();
    if catching_up <= 0 {
        return regular; // The line moves no faster than it grew.
    }
    u32::try_from(beyond.num_milliseconds() / catching_up + 1).map_or(regular, |n| n.min(regular))
}

#[cfg(test)]
#[path = "policy_proof.rs"]
mod proof;
#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
