//! The record of paper: what is to be printed, what is being printed, what became of it.
//!
//! No transaction here is open while a printer is spoken to: a job is marked before its first byte and
//! again after its last.

use super::{Desk, DeskError, PrintTarget, PrinterNews, find};
use crate::domain::{
    Doubt, Duty, PrintCause, PrintKind, PrintOutcome, PrintState, Remains, Ticket, TicketNumber,
    Timestamp,
};
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
    /// The ticket it belongs to; none for a leaflet.
    pub ticket: Option<Ticket>,
    /// What earlier jobs left behind in the printer.
    pub remains: Remains,
    /// Whether its date is known. Otherwise none is printed.
    pub knows_time: bool,
}

impl WorkSheet {
    /// What it is, for the log.
    pub fn name(&self) -> String {
        match (&self.ticket, &self.job.content) {
            (Some(ticket), _) => ticket.number.to_string(),
            (None, content) => format!("leaflet {}", content.as_deref().unwrap_or_default().trim()),
        }
    }
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
        work.may(Duty::Reprint)?;
        let ticket = find(&*work.tx, work.day, number)?;
        let papers = work.tx.print_jobs_of(ticket.id)?;
        let copies = papers.iter().filter(|job| job.kind == PrintKind::Ticket).map(|job| job.copy);
        let copy = copies.max().unwrap_or(0) + 1;
        let id = work.tx.insert_print_job(&NewPrintJob {
            ticket: Some(ticket.id),
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
        let view = self.look()?.view;
        Ok(view.print_job(job)?.map(|job| job.state))
    }

    /// Takes the oldest waiting job of this printer, leaflets behind tickets, and marks it as being sent. Only the owner of
    /// the printer may call this. Jobs that waited too long are closed on the way.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn begin_print_job(&mut self, printer: &str) -> Result<Option<WorkSheet>, DeskError> {
        if self.look()?.view.unsettled_print_jobs(printer)?.is_empty() {
            return Ok(None);
        }
        let mut work = self.work_unsigned()?;
        let remains = work.tx.printer(printer)?.map(|record| record.remains).unwrap_or_default();
        let mut sheet = None;
        let mut jobs = work.tx.unsettled_print_jobs(printer)?;
        // A list of documents makes nobody wait for a number.
        jobs.sort_by_key(|job| job.kind == PrintKind::Leaflet);
        for job in jobs {
            if !job.state.is_waiting() {
                continue;
            }
            if let Some(cause) = too_late(&job, work.now) {
                let failed = PrintState::Failed(cause);
                work.tx.set_print_state(job.id, job.state, failed, work.now)?;
                continue;
            }
            let ticket = match job.ticket {
                Some(id) => work.tx.ticket_by_id(id)?,
                None => None,
            };
            if ticket.is_some() == job.ticket.is_some() {
                let sending = PrintState::Sending;
                work.tx.set_print_state(job.id, job.state, sending, work.now)?;
                let job = PrintJob { state: sending, ..job };
                let knows_time = match &ticket {
                    Some(ticket) if job.kind == PrintKind::Ticket => {
                        let doubt = work.tx.doubt_at_issue(ticket.id)?;
                        doubt.is_none_or(Doubt::knows_time)
                    }
                    _ => work.verdict.time.is_some(),
                };
                sheet = Some(WorkSheet { job, ticket, remains, knows_time });
                break;
            }
        }
        work.commit()?;
        Ok(sheet)
    }

    /// Records what became of a job that was being sent, together with what was learned of its printer: a job that
    /// was given up and the bytes that it left behind are one fact. `late`: as for [`Desk::record_printer`].
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn settle_print_job(
        &mut self,
        printer: &str,
        job: i64,
        outcome: PrintOutcome,
        late: &[i64],
        news: &PrinterNews,
    ) -> Result<(), DeskError> {
        let mut work = self.work_unsigned()?;
        // A commit that reported a fault may have been kept after all; told again, it changes nothing.
        if work.tx.print_job(job)?.is_some_and(|job| job.state == PrintState::Sending) {
            work.tx.set_print_state(job, PrintState::Sending, outcome.into(), work.now)?;
        }
        work.prove(late)?;
        work.tell(printer, news)?;
        Ok(work.commit()?)
    }

    /// Records that nothing of a job that was to be sent could be sent, together with what was learned of its printer. The job
    /// waits again where the cause may pass and it is young enough ([`PrintCause::is_tried_again`]), else it has failed; tells
    /// which. `late`: as for [`Desk::record_printer`].
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn postpone_print_job(
        &mut self,
        printer: &str,
        job: i64,
        cause: PrintCause,
        late: &[i64],
        news: &PrinterNews,
    ) -> Result<PrintState, DeskError> {
        let mut work = self.work_unsigned()?;
        let mut state = PrintState::Failed(cause);
        // As for a result that is told twice.
        if let Some(job) = work.tx.print_job(job)? {
            if job.state == PrintState::Sending {
                if cause.is_tried_again(work.now - job.created_at) {
                    state = PrintState::Postponed(cause);
                }
                work.tx.set_print_state(job.id, job.state, state, work.now)?;
            } else {
                state = job.state;
            }
        }
        work.prove(late)?;
        work.tell(printer, news)?;
        work.commit()?;
        Ok(state)
    }

    /// Nobody waits for this job any more: it is not printed, unless it is being sent already. Tells whether it was
    /// withdrawn. It is listed for a reprint.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn withdraw_print_job(&mut self, job: i64) -> Result<bool, DeskError> {
        if !self.print_state(job)?.is_some_and(PrintState::is_waiting) {
            return Ok(false);
        }
        let mut work = self.work_unsigned()?;
        let Some(waiting) = work.tx.print_job(job)?.map(|job| job.state) else { return Ok(false) };
        let cause = match waiting {
            PrintState::Pending => PrintCause::Expired,
            PrintState::Postponed(cause) => cause,
            _ => return Ok(false),
        };
        work.tx.set_print_state(job, waiting, PrintState::Withdrawn(cause), work.now)?;
        work.commit()?;
        Ok(true)
    }
}

/// Why a waiting job is not printed any more, where it has waited too long.
fn too_late(job: &PrintJob, now: Timestamp) -> Option<PrintCause> {
    let age = now - job.created_at;
    match job.state {
        PrintState::Postponed(cause) => (!cause.is_tried_again(age)).then_some(cause),
        _ => (age > PENDING_LIMIT).then_some(PrintCause::Expired),
    }
}
