//! Answers about a clock that is not believed.

use super::local;
use crate::desk::{DoubtedClock, LeftBehind};
use crate::domain::{BusinessDay, Ticket, TicketNumber};
use crate::office::Office;
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

/// Whom a change of the day has left behind, where nothing but a clock or a person speaks for the new day.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PeopleLeft {
    /// When the day in force began, by the office's time.
    pub since: String,
    /// Their numbers, each with its day; nobody calls them any more.
    pub numbers: Vec<TicketAhead>,
}

impl PeopleLeft {
    /// Numbers that a change of the day has closed.
    pub fn of(left: &LeftBehind, office: &Office) -> Self {
        let dated = |(day, number): &(_, _)| TicketAhead::dated(number, day);
        Self { since: local(left.since, office), numbers: left.numbers.iter().map(dated).collect() }
    }
}

/// A ticket of another day, from a clock that was wrong.
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
        Self::dated(&ticket.number, &ticket.day)
    }

    fn dated(number: &TicketNumber, day: &BusinessDay) -> Self {
        Self { number: number.to_string(), day: day.to_string() }
    }
}
