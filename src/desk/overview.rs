//! The whole office at one moment, for whoever answers for it.

use super::day::{DoubtedClock, clock_of};
use super::paper::PENDING_LIMIT;
use super::{Desk, DeskError, Look};
use crate::domain::{BusinessDay, CounterNumber, PublicCall, Ticket};
use crate::store::{MissingCount, PrintJob};

/// How many recent calls are looked through for the last one of each counter.
const CALLS: u32 = 60;

/// Everything of today.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The business day.
    pub day: BusinessDay,
    /// What is wrong with the clock.
    pub clock: Option<DoubtedClock>,
    /// Every ticket of the day, finished ones included, by number.
    pub tickets: Vec<Ticket>,
    /// The counters that take a break.
    pub paused: Vec<CounterNumber>,
    /// Which documents were missing, the most frequent first.
    pub missing: Vec<MissingCount>,
    /// The latest call of each number, newest first.
    pub calls: Vec<PublicCall>,
    /// Papers of open tickets that are missing or in doubt.
    pub unprinted: Vec<PrintJob>,
}

impl Desk {
    /// The whole day. It costs as much as the day has tickets: for one window, not for fifty looks a second.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn overview(&mut self) -> Result<Overview, DeskError> {
        let Look { view, day, now, verdict, .. } = self.look()?;
        Ok(Overview {
            day,
            clock: clock_of(&verdict),
            tickets: view.tickets_between(day, day)?,
            paused: view.paused_counters(day)?,
            missing: view.missing_counts(day)?,
            calls: view.latest_calls(day, CALLS)?,
            unprinted: view.unprinted(day, now - PENDING_LIMIT)?,
        })
    }
}
