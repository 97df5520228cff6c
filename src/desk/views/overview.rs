//! The whole office at one moment, for whoever answers for it.

use crate::desk::clock::{DoubtedClock, clock_of};
use crate::desk::request::PENDING_LIMIT;
use crate::desk::{Desk, DeskError, Look};
use crate::domain::{BusinessDay, CounterNumber, PublicCall, Ticket};
use crate::queue::{MissingCount, PrintJob};

/// How many recent calls are looked through for the last one of each counter.
const CALLS: usize = 60;

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
        let Look { day, now, verdict, .. } = self.look()?;
        Ok(Overview {
            day: day.date(),
            clock: clock_of(&verdict),
            tickets: day.tickets().cloned().collect(),
            paused: day.breaks().map(|one| one.counter).collect(),
            missing: day.missing_counts(),
            calls: day.latest_calls(CALLS),
            unprinted: day.unprinted(now - PENDING_LIMIT).into_iter().cloned().collect(),
        })
    }
}
