//! A visitor at a kiosk asks for staff; somebody goes there.
//!
//! Never here: who may go, or how a console says it.

use super::{Desk, DeskError, Look, Work, service};
use crate::domain::{BusinessDay, ServiceCode, Timestamp};
use crate::store::{HelpId, HelpRequest, Snapshot, StoreError};
use chrono::TimeDelta;

/// Minutes after which nobody stands at the kiosk any more who waits for an answer.
pub const HELP_MINUTES: i64 = 10;

/// Who still waits for staff, the first one first.
pub(super) fn who_asks(
    view: &(impl Snapshot + ?Sized),
    day: BusinessDay,
    now: Timestamp,
) -> Result<Vec<HelpRequest>, StoreError> {
    let mut open = view.open_help(day)?;
    open.retain(|request| now - request.asked_at < TimeDelta::minutes(HELP_MINUTES));
    Ok(open)
}

impl Desk {
    /// Somebody at a kiosk asks for staff, on the page of this service. Asked again before anybody has answered, it
    /// is the same request: impatience does not ring twice.
    ///
    /// # Errors
    /// [`DeskError::NoService`]; faults of the queue.
    pub fn ask_staff(&mut self, about: Option<ServiceCode>) -> Result<HelpRequest, DeskError> {
        let mut work = self.work()?;
        if let Some(code) = about {
            service(work.office, code)?;
        }
        let open = who_asks(&*work.tx, work.day, work.now)?;
        if let Some(same) = open.into_iter().find(|request| request.about == about) {
            return Ok(same);
        }
        let Work { day, now, .. } = work;
        let id = work.tx.ask_help(day, about, now)?;
        work.commit()?;
        Ok(HelpRequest { id, about, asked_at: now })
    }

    /// A member of staff goes there. Tells whether anybody still waited for that.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn answer_staff(&mut self, id: HelpId) -> Result<bool, DeskError> {
        let mut work = self.work()?;
        let now = work.now;
        let waited = work.tx.answer_help(id, now)?;
        work.commit()?;
        Ok(waited)
    }

    /// Who waits at a kiosk for staff, the first one first.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn help_requests(&mut self) -> Result<Vec<HelpRequest>, DeskError> {
        let Look { view, day, now, .. } = self.look()?;
        Ok(who_asks(&*view, day, now)?)
    }
}
