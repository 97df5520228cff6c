//! Answers about a clock that is not believed.

use crate::desk::DoubtedClock;
use crate::domain::Ticket;
use schemars::JsonSchema;
use serde::Serialize;

/// Why the clock is not believed, and which day goes on.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClockDoubt {
    /// `ahead`, `set-back`, `behind`, `no-chip` or `gap`.
    pub doubt: &'static str,
    /// The day of the machine's clock.
    pub clock_day: String,
    /// The day that the queue goes on with.
    pub queue_day: String,
}

impl ClockDoubt {
    /// A clock that is not believed.
    pub fn of(doubted: &DoubtedClock) -> Self {
        let DoubtedClock { doubt, clock, queue } = doubted;
        let (clock_day, queue_day) = (clock.to_string(), queue.to_string());
        Self { doubt: doubt.code(), clock_day, queue_day }
    }
}

/// A ticket of a later day, from a clock that was wrong.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TicketAhead {
    /// The number.
    pub number: String,
    /// The day it was issued for.
    pub day: String,
}

impl TicketAhead {
    /// A ticket that is ahead of today.
    pub fn of(ticket: &Ticket) -> Self {
        Self { number: ticket.number.to_string(), day: ticket.day.to_string() }
    }
}
