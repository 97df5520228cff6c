//! What the owner of a printer asks: which paper is next, and what became of it and of the printer.
//!
//! No turn is open while a printer is spoken to: a job is marked before its first byte and again after its last. Never here:
//! ports, bytes.

use super::decide::{paper, printer as printers, take_over};
use super::{ClaimedJob, Desk, DeskError, Look, Port, PrintTarget, PrinterUpdate};
use crate::domain::{Incident, PrintCause, PrintOutcome, PrintState};

impl Desk {
    /// The state of a print job.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn print_state(&mut self, job: i64) -> Result<Option<PrintState>, DeskError> {
        Ok(self.look()?.view.print_job(job)?.map(|job| job.state))
    }

    /// Takes the oldest waiting job of this printer, leaflets behind tickets, and marks it as being sent. Only the owner of
    /// the printer may call this. Jobs that waited too long are closed on the way.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn begin_print_job(&mut self, printer: &str) -> Result<Option<ClaimedJob>, DeskError> {
        if self.look()?.day.unsettled_print_jobs(printer).next().is_none() {
            return Ok(None);
        }
        let mut marked = None;
        let begun = self.decide_unsigned(|draft| {
            marked = paper::begin_print_job(draft, printer);
            Ok(())
        });
        match (begun, marked) {
            (Ok(()), marked) => Ok(marked),
            // Nobody else marks jobs of this printer: one that is marked now was marked in this turn, and no byte of it was sent.
            (Err(error), Some(sheet)) if error.is_unknown() => {
                match self.print_state(sheet.job.id)? {
                    Some(PrintState::Sending) => Ok(Some(sheet)),
                    _ => Err(error),
                }
            }
            (Err(error), _) => Err(error),
        }
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
        news: &PrinterUpdate,
    ) -> Result<(), DeskError> {
        self.decide_unsigned(|draft| {
            paper::settle_print_job(draft, printer, job, outcome, late, news);
            Ok(())
        })
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
        news: &PrinterUpdate,
    ) -> Result<PrintState, DeskError> {
        self.decide_unsigned(|draft| {
            Ok(paper::postpone_print_job(draft, printer, job, cause, late, news))
        })
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
        self.decide_unsigned(|draft| Ok(paper::withdraw_print_job(draft, job)))
    }

    /// Records what was learned of a printer, if it is new, and that jobs given up long ago came out after all
    /// (`late`: the printer has acknowledged them). Only the owner of the printer may call this.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn record_printer(
        &mut self,
        printer: &str,
        late: &[i64],
        news: &PrinterUpdate,
    ) -> Result<(), DeskError> {
        let known = self.printer(printer)?;
        if late.is_empty() && known.is_some_and(|known| !news.changes(&known)) {
            return Ok(());
        }
        self.decide_unsigned(|draft| {
            printers::record_printer(draft, printer, late, news);
            Ok(())
        })
    }

    /// Adds to the log of a printer what its owner has noticed of it; of what it is by nature one line is enough, until
    /// the contrary is noticed. Gives back what was added. Only the owner of the printer may call this.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn note_incidents(
        &mut self,
        printer: &str,
        incidents: &[Incident],
    ) -> Result<Vec<Incident>, DeskError> {
        if incidents.is_empty() {
            return Ok(Vec::new());
        }
        self.decide_unsigned(|draft| Ok(printers::note_incidents(draft, printer, incidents)))
    }

    /// Settles what an earlier owner of this printer left behind: a job found in the middle may or may not be on
    /// paper, and what the printer did not print it may still hold, if it is one that `may_hold` anything. Records where the
    /// printer is found now. What the queue knows of the same `port` under another id is known of this printer from now on,
    /// and what it knew of this id at another port stays there. Only the owner of the printer may call this.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn recover_print_jobs(
        &mut self,
        target: &PrintTarget,
        port: &Port,
        may_hold: bool,
    ) -> Result<(), DeskError> {
        let Look { day, now, .. } = self.look()?;
        if take_over::Found::read(day, &target.printer, port).is_settled(target, port, now) {
            return Ok(());
        }
        self.decide_unsigned(|draft| {
            take_over::recover_print_jobs(draft, target, port, may_hold);
            Ok(())
        })
    }

    /// Says of a printer what is true of it if its owner dies now: a sheet that belongs to no job is about to be sent to it.
    /// Only the owner of the printer may call this, and must say soon what became of it.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn begin_sheet(&mut self, printer: &str) -> Result<(), DeskError> {
        self.decide_unsigned(|draft| {
            printers::begin_sheet(draft, printer);
            Ok(())
        })
    }

    /// The name by which the queue knows a printer that the office file does not: the first spelling of its address that
    /// anybody used. It is kept from the first time on, so that all programs name the printer alike, whoever comes to own it.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn name_printer(&mut self, address: &str, port: &Port) -> Result<String, DeskError> {
        if let Some(known) = take_over::known_name(self.look()?.day, port) {
            return Ok(known);
        }
        self.decide_unsigned(|draft| Ok(take_over::name_printer(draft, address, port)))
    }
}
