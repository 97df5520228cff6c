//! What a kiosk that was started again shows: the number that it gave last.

use crate::desk::{Desk, DeskError, Issued};
use crate::domain::{PrintKind, TicketId};

impl Desk {
    /// A ticket that was issued, as it was told to whoever asked for it; `None` when nothing came of the wish.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn issued(&mut self, id: TicketId) -> Result<Option<Issued>, DeskError> {
        let view = self.look()?.view;
        let Some(ticket) = view.ticket_by_id(id)? else { return Ok(None) };
        let jobs = view.print_jobs_of(id)?;
        let job = jobs.iter().rev().find(|job| job.kind() == PrintKind::Ticket);
        let print_job = job.map(|job| job.id);
        Ok(Some(Issued { ticket, print_job, repeated: true, tight: false }))
    }
}
