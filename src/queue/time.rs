//! What is kept of the clocks, so that a program that has only just started can judge its own.
//!
//! Never here: when a clock is believed (`domain`).

use crate::domain::{BusinessDay, Doubt, Timestamp, Voucher};
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
