//! Who will be called soon: the rule that chooses, asked again and again as if each counter called in turn.
//!
//! It is a forecast and no promise: whoever comes with priority, comes back or is sent over changes it, and so does a
//! counter that calls sooner than another.

use super::call::{recent_lanes, waiting_for};
use crate::domain::{
    Attendance, CounterNumber, Lane, LongestWait, StageId, Ticket, TicketId, TicketNumber,
    Timestamp, select_next,
};
use crate::office::{Counter, Office};
use crate::queue::Day;
use std::collections::HashSet;

/// Somebody who will be called soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Soon {
    /// The number.
    pub ticket: Ticket,
    /// The stage that it will be called for.
    pub stage: StageId,
    /// The counter that would call it.
    pub counter: CounterNumber,
}

impl Soon {
    /// Its number.
    pub fn number(&self) -> TicketNumber {
        self.ticket.number
    }
}

/// So many turns of each counter are looked ahead.
const ROUNDS: usize = 4;

/// Whom the counters would call next if each of them called in turn, those first that hold nobody or have held somebody
/// longest.
pub(in crate::desk) fn soon(day: &Day, office: &Office, now: Timestamp) -> Vec<Soon> {
    let mut counters: Vec<(&Counter, Vec<&Ticket>, Vec<Lane>)> = Vec::new();
    for counter in office.counters.iter().filter(|c| office.calls_the_public(c)) {
        if !day.is_paused(counter.number) {
            let lanes = recent_lanes(day, office, counter);
            counters.push((counter, waiting_for(day, counter), lanes));
        }
    }
    let since = |counter: &Counter| day.ticket_at_counter(counter.number).map(|t| t.changed_at);
    counters.sort_by_key(|(counter, ..)| since(counter));
    let (mut gone, mut soon) = (HashSet::<TicketId>::new(), Vec::new());
    for _ in 0..ROUNDS {
        for (counter, waiting, lanes) in &mut counters {
            waiting.retain(|ticket| !gone.contains(&ticket.id));
            let longest = LongestWait::of(waiting.iter().copied());
            let Some(next) = select_next(waiting, lanes, longest, office.fairness, now) else {
                continue;
            };
            lanes.insert(0, next.ticket.lane);
            gone.insert(next.ticket.id);
            let Some(stage) = next.ticket.state.stage() else { continue };
            // A file that is taken is called out to nobody.
            if office.attendance(next.ticket.service, stage) == Attendance::Public {
                let (ticket, stage) = (next.ticket.clone(), stage.clone());
                soon.push(Soon { ticket, stage, counter: counter.number });
            }
        }
    }
    soon
}
