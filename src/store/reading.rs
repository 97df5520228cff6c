//! What is kept of the clock, so that a program that has only just started can doubt it.
//!
//! Never here: when a clock is doubted (`desk`).

use super::StoreError;
use crate::domain::Timestamp;
use chrono::TimeDelta;

/// The clock at one moment, beside the time that nobody can set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockReading {
    /// The run of the machine that `running` counts.
    pub run: String,
    /// How long it had been running.
    pub running: TimeDelta,
    /// What the clock said.
    pub now: Timestamp,
}

impl ClockReading {
    /// What the clock had to say when the machine has been running for so long, if nobody has set it.
    pub fn later(&self, running: TimeDelta) -> Timestamp {
        self.now + (running - self.running)
    }
}

/// Reading what is kept of the clock.
pub trait ClockView {
    /// The clock when it was last believed.
    ///
    /// # Errors
    /// Faults of the file.
    fn clock_reading(&self) -> Result<Option<ClockReading>, StoreError>;
}

/// Keeping the clock.
pub trait ClockWork: ClockView {
    /// Keeps this reading instead of the one before.
    ///
    /// # Errors
    /// Faults of the file.
    fn keep_clock_reading(&mut self, reading: &ClockReading) -> Result<(), StoreError>;
}
