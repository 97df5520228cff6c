//! The record of paper: what is to be printed, what is being printed, what became of it.
//!
//! No transaction here is open while a printer is spoken to: a job is marked before its first byte and
//! again after its last.

use super::{Desk, DeskError, PrintTarget, find};
use crate::domain::{PrintCause, PrintKind, PrintOutcome, PrintState, Ticket, TicketNumber};
use crate::store::{NewPrintJob, PrintJob};
use chrono::TimeDelta;

/// A job that has waited longer than this is not printed any more: the visitor has gone on with the number from
/// the screen, and a printer that comes back must not let out a flood of old tickets. It is listed for a reprint.
pub(super) const PENDING_LIMIT: TimeDelta = TimeDelta::seconds(120);

/// A job that the caller must now print, and must then settle.
#[derive(Debug, Clone)]
pub struct WorkSheet {
    /// The job, in state `Sending`.
    pub job: PrintJob,
    /// What is on the ticket.
    pub ticket: Ticket,
}

impl Desk {
    /// Asks for another paper of a ticket, marked as a copy.
    ///
    /// # Errors
    /// [`DeskError::NoTicket`]; faults of the queue.
    pub fn reprint(
        &mut self,
        number: TicketNumber,
        target: &PrintTarget,
    ) -> Result<(Ticket, PrintJob), DeskError> {
        let mut work = self.work()?;
        let ticket = find(&*work.tx, work.day, number)?;
        let papers = work.tx.print_jobs_of(ticket.id)?;
        let copies = papers.iter().filter(|job| job.kind == PrintKind::Ticket).map(|job| job.copy);
        let copy = copies.max().unwrap_or(0) + 1;
        let id = work.tx.insert_print_job(&NewPrintJob {
            ticket: ticket.id,
            kind: PrintKind::Ticket,
            copy,
            content: None,
            printer: &target.printer,
            profile: &target.profile,
            at: work.now,
        })?;
        work.tx.note(&ticket, "reprinted", work.now)?;
        let job = work.tx.print_job(id)?;
        work.commit()?;
        let job = job.ok_or(crate::store::StoreError::Conflict(None))?;
        Ok((ticket, job))
    }

    /// The state of a print job.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn print_state(&mut self, job: i64) -> Result<Option<PrintState>, DeskError> {
        let (view, ..) = self.look()?;
        Ok(view.print_job(job)?.map(|job| job.state))
    }

    /// Settles what an earlier owner of this printer left behind: a job found in the middle may or may not be on
    /// paper. Only the owner of the printer may call this.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn recover_print_jobs(&mut self, printer: &str) -> Result<(), DeskError> {
        let mut work = self.work()?;
        let left = work.tx.unsettled_print_jobs(printer)?;
        let interrupted: Vec<_> = left.iter().filter(|j| j.state == PrintState::Sending).collect();
        if interrupted.is_empty() {
            return Ok(());
        }
        for job in interrupted {
            let unknown = PrintState::Unknown(PrintCause::Interrupted);
            work.tx.set_print_state(job.id, PrintState::Sending, unknown, work.now)?;
        }
        Ok(work.commit()?)
    }

    /// Takes the oldest pending job of this printer and marks it as being sent. Only the owner of the printer may
    /// call this. Jobs that waited too long are closed on the way.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn begin_print_job(&mut self, printer: &str) -> Result<Option<WorkSheet>, DeskError> {
        if self.look()?.0.unsettled_print_jobs(printer)?.is_empty() {
            return Ok(None);
        }
        let mut work = self.work()?;
        let mut sheet = None;
        for job in work.tx.unsettled_print_jobs(printer)? {
            if job.state != PrintState::Pending {
                continue;
            }
            if work.now - job.created_at > PENDING_LIMIT {
                let expired = PrintState::Failed(PrintCause::Expired);
                work.tx.set_print_state(job.id, PrintState::Pending, expired, work.now)?;
                continue;
            }
            if let Some(ticket) = work.tx.ticket_by_id(job.ticket)? {
                let (pending, sending) = (PrintState::Pending, PrintState::Sending);
                work.tx.set_print_state(job.id, pending, sending, work.now)?;
                sheet = Some(WorkSheet { job: PrintJob { state: sending, ..job }, ticket });
                break;
            }
        }
        work.commit()?;
        Ok(sheet)
    }

    /// Records what became of a job that was being sent.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn settle_print_job(&mut self, job: i64, outcome: PrintOutcome) -> Result<(), DeskError> {
        let mut work = self.work()?;
        work.tx.set_print_state(job, PrintState::Sending, outcome.into(), work.now)?;
        Ok(work.commit()?)
    }
}
