//! What is kept of the clocks, so that a program that has only just started can judge its own.
//!
//! Never here: when a clock is believed (`domain`).

use super::StoreError;
use crate::domain::{BusinessDay, Doubt, Ticket, TicketId, Timestamp, Voucher};
use chrono::TimeDelta;

/// The clock of a machine at one moment, beside the time that nobody can set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockReading {
    /// The machine.
    pub machine: String,
    /// The run of the machine that `running` counts.
    pub run: String,
    /// How long it had been running.
    pub running: TimeDelta,
    /// What the clock said.
    pub now: Timestamp,
    /// Whether the system had synchronised it by then.
    pub synchronised: bool,
}

impl ClockReading {
    /// What the clock had to say when the machine has been running for so long, if nobody has set it.
    pub fn later(&self, running: TimeDelta) -> Timestamp {
        self.now + (running - self.running)
    }
}

/// A change of the day in force, or of what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockStep {
    /// When, by the clock.
    pub at: Timestamp,
    /// The machine of that clock.
    pub machine: String,
    /// The day before.
    pub from: Option<BusinessDay>,
    /// The day that is in force from here on.
    pub day: BusinessDay,
    /// What vouches for it; or why the clock is not believed.
    pub trust: Result<Voucher, Doubt>,
}

/// The day of the queue, and how much is kept of clocks; while the two numbers are the same, so is all that they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayHead {
    /// The newest business day that has a ticket.
    pub newest: Option<BusinessDay>,
    /// Counts the readings that were kept; 0 before the first.
    pub readings: i64,
    /// Counts the steps; 0 before the first.
    pub steps: i64,
}

/// Reading what is kept of the clocks.
pub trait ClockView {
    /// The day of the queue, in one statement.
    ///
    /// # Errors
    /// Faults of the file; so for every function here.
    fn day_head(&self) -> Result<DayHead, StoreError>;

    /// The clock of this machine when it was last believed.
    ///
    /// # Errors
    /// Faults of the file.
    fn clock_reading(&self, machine: &str) -> Result<Option<ClockReading>, StoreError>;

    /// The newest step; or the newest of those with this voucher.
    ///
    /// # Errors
    /// Faults of the file.
    fn last_clock_step(&self, of: Option<Voucher>) -> Result<Option<ClockStep>, StoreError>;

    /// The newest day that synchronisation, the boot clock, a person or an update vouched for, and all days that have
    /// tickets issued since.
    ///
    /// # Errors
    /// Faults of the file.
    fn days_since_vouched(&self) -> Result<(Option<BusinessDay>, Vec<BusinessDay>), StoreError>;

    /// The day and the time of the newest event of all.
    ///
    /// # Errors
    /// Faults of the file.
    fn newest_moment(&self) -> Result<Option<(BusinessDay, Timestamp)>, StoreError>;

    /// Why the clock was not believed when this ticket was issued.
    ///
    /// # Errors
    /// Faults of the file.
    fn doubt_at_issue(&self, ticket: TicketId) -> Result<Option<Doubt>, StoreError>;

    /// Tickets of later days that were never finished: those of a clock that was wrong.
    ///
    /// # Errors
    /// Faults of the file.
    fn ahead_of(&self, day: BusinessDay) -> Result<Vec<Ticket>, StoreError>;
}

/// Keeping the clocks.
pub trait ClockWork: ClockView {
    /// Keeps this reading instead of the one before of its machine.
    ///
    /// # Errors
    /// Faults of the file.
    fn keep_clock_reading(&mut self, reading: &ClockReading) -> Result<(), StoreError>;

    /// Writes that the day in force, or what speaks for it, has changed. What is issued from here on belongs to it.
    ///
    /// # Errors
    /// Faults of the file.
    fn note_clock_step(&mut self, step: &ClockStep) -> Result<(), StoreError>;

    /// Takes a ticket over into another day under its number, above which that day then counts. Tells whether it could: the
    /// day may have that number, its counter or its request already.
    ///
    /// # Errors
    /// Faults of the file.
    fn carry_over(&mut self, ticket: &Ticket, day: BusinessDay) -> Result<bool, StoreError>;
}
