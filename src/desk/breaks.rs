//! A counter takes a break and comes back.

use super::{Desk, DeskError, counter};
use crate::domain::{Action, CounterNumber, Duty};

impl Desk {
    /// The counter calls nobody until it is resumed. What it holds it may finish; what was sent to it alone may be
    /// called by every counter again, so that nobody waits for an empty chair.
    ///
    /// # Errors
    /// [`DeskError::BreakAlready`]; an unknown counter; faults of the queue.
    pub fn pause(&mut self, number: CounterNumber) -> Result<(), DeskError> {
        self.take_break(number, true)
    }

    /// The counter calls again.
    ///
    /// # Errors
    /// [`DeskError::BreakAlready`]; an unknown counter; faults of the queue.
    pub fn resume(&mut self, number: CounterNumber) -> Result<(), DeskError> {
        self.take_break(number, false)
    }

    fn take_break(&mut self, number: CounterNumber, paused: bool) -> Result<(), DeskError> {
        let mut work = self.work()?;
        work.may(Duty::Serve)?;
        counter(work.office, number)?;
        if work.tx.paused_counters(work.day)?.contains(&number) == paused {
            return Err(DeskError::BreakAlready { counter: number, paused });
        }
        work.tx.note_break(work.day, number, paused, work.now)?;
        if paused {
            for ticket in work.tx.reserved_tickets(work.day, number)? {
                work.act(&ticket, Action::Release)?;
            }
        }
        Ok(work.commit()?)
    }
}
