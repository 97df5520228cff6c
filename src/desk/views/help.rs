//! Visitors who ask for staff.

use crate::desk::decide::help::who_asks;
use crate::desk::{Desk, DeskError, Look};
use crate::queue::HelpRequest;

pub use crate::desk::decide::help::HELP_MINUTES;

impl Desk {
    /// Who waits at a kiosk for staff, the first one first.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn help_requests(&mut self) -> Result<Vec<HelpRequest>, DeskError> {
        let Look { day, now, .. } = self.look()?;
        Ok(who_asks(day, now))
    }
}
