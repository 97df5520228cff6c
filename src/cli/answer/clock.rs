//! Answers about a clock that is not believed.

use crate::desk::DoubtedClock;
use crate::domain::Ticket;
use serde::Serialize;

/// Why the clock is not believed, and which day goes on.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct ClockDoubt {
    /// `ahead`, `set-back`, `behind`, `no-chip` or `gap`.
    doubt: &'static str,
    clock_day: String,
    queue_day: String,
}

impl ClockDoubt {
    pub(in crate::cli) fn of(doubted: &DoubtedClock) -> Self {
        let DoubtedClock { doubt, clock, queue } = doubted;
        let (clock_day, queue_day) = (clock.to_string(), queue.to_string());
        Self { doubt: doubt.code(), clock_day, queue_day }
    }
}

/// A ticket of a later day, from a clock that was wrong.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct TicketAhead {
    number: String,
    day: String,
}

impl TicketAhead {
    pub(in crate::cli) fn of(ticket: &Ticket) -> Self {
        Self { number: ticket.number.to_string(), day: ticket.day.to_string() }
    }
}
