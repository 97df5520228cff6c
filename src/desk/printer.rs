//! The record of printers: how they are, what they may still hold, what befell them.
//!
//! The owner of a printer writes it; everybody else reads it, except that whoever has switched a printer off and on
//! says so here. Never here: asking a printer.

use super::{Desk, DeskError, Work};
use crate::domain::{Duty, Incident, PrintLevel, PrintState, PrinterState, Remains, Ticket};
use crate::store::{PrintJob, PrinterEvent, PrinterRecord, StoreError};

/// How many lines of its log are told of a printer.
const LOG_LINES: u32 = 20;

/// What kind of event it is when somebody has switched a printer off and on.
const POWER_CYCLED: &str = "power-cycled";

/// What the owner of a printer has just learned of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrinterNews {
    /// Whether it would print.
    pub state: PrinterState,
    /// Whether it holds bytes of a job that did not come out, where that has just changed. Not said otherwise:
    /// somebody may have switched the printer off and on in the meantime.
    pub leftover: Option<bool>,
    /// Whether half a ticket may hang out of it, where that has just changed.
    pub partial_ticket: Option<bool>,
    /// How many answers it may still give to questions of jobs that are over, where that has just changed.
    pub answers_owed: Option<u8>,
    /// What it said, for the technician.
    pub note: String,
}

/// Everything that is known of a printer.
#[derive(Debug, Clone)]
pub struct PrinterFile {
    /// What its owner, or its last owner, said; `None` when nobody has ever owned it.
    pub record: Option<PrinterRecord>,
    /// The newest job of a ticket, with that ticket.
    pub newest: Option<(Ticket, PrintJob)>,
    /// What befell it, newest first.
    pub events: Vec<PrinterEvent>,
}

impl Desk {
    /// What is known of a printer.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn printer(&mut self, printer: &str) -> Result<Option<PrinterRecord>, DeskError> {
        Ok(self.look()?.view.printer(printer)?)
    }

    /// Everything that is known of a printer.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn printer_file(&mut self, printer: &str) -> Result<PrinterFile, DeskError> {
        let view = self.look()?.view;
        let newest = match view.newest_print_job(printer)? {
            Some(job) => match job.ticket {
                Some(id) => view.ticket_by_id(id)?.map(|ticket| (ticket, job)),
                None => None,
            },
            None => None,
        };
        let record = view.printer(printer)?;
        Ok(PrinterFile { record, newest, events: view.printer_events(printer, LOG_LINES)? })
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
        news: &PrinterNews,
    ) -> Result<(), DeskError> {
        let known = self.printer(printer)?;
        if late.is_empty() && known.is_some_and(|known| !news.changes(&known)) {
            return Ok(());
        }
        let mut work = self.work_unsigned()?;
        work.prove(late)?;
        work.tell(printer, news)?;
        Ok(work.commit()?)
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
        let mut work = self.work_unsigned()?;
        let known = work.tx.printer_events(printer, LOG_LINES)?;
        let known: Vec<&str> = known.iter().map(|event| &*event.kind).collect();
        let mut noted = incidents.to_vec();
        noted.retain(|incident| incident.is_news(&known));
        for incident in &noted {
            work.log(printer, incident.code(), PrinterState::Ready)?;
        }
        work.commit()?;
        Ok(noted)
    }

    /// Somebody has switched a printer off and on: nothing of an old job can be in it any more. What hangs out of it hangs
    /// there still. Tells whether that was being waited for; otherwise nothing is changed.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn confirm_power_cycle(&mut self, printer: &str) -> Result<bool, DeskError> {
        let mut work = self.work()?;
        work.may(Duty::Printer)?;
        let Some(known) = work.tx.printer(printer)?.filter(|known| known.remains.leftover) else {
            return Ok(false);
        };
        // How it is now its owner will find out.
        let state = PrinterState::Unknown;
        let since = work.now;
        let remains = Remains { leftover: false, answers_owed: 0, ..known.remains };
        work.tx.set_printer(&PrinterRecord { state, remains, since, ..known })?;
        work.log(printer, POWER_CYCLED, PrinterState::Unknown)?;
        work.commit()?;
        Ok(true)
    }
}

impl PrinterNews {
    fn changes(&self, known: &PrinterRecord) -> bool {
        // An owner that has said nothing yet has only written where the printer is.
        let first = known.note.is_empty() && !self.note.is_empty();
        first || self.state != known.state || self.remains(known.remains) != known.remains
    }

    /// What is in and at the printer now, where this was before.
    fn remains(&self, before: Remains) -> Remains {
        Remains {
            leftover: self.leftover.unwrap_or(before.leftover),
            partial_ticket: self.partial_ticket.unwrap_or(before.partial_ticket),
            answers_owed: self.answers_owed.unwrap_or(before.answers_owed),
        }
    }
}

impl Work<'_> {
    /// Writes what was learned of a printer over what was known, if it differs.
    pub(super) fn tell(&mut self, printer: &str, news: &PrinterNews) -> Result<(), StoreError> {
        let known = self.tx.printer(printer)?;
        if known.as_ref().is_some_and(|known| !news.changes(known)) {
            return Ok(());
        }
        let remains = known.as_ref().map(|known| known.remains).unwrap_or_default();
        self.tx.set_printer(&PrinterRecord {
            printer: printer.to_owned(),
            address: known.as_ref().and_then(|known| known.address.clone()),
            identity: known.as_ref().and_then(|known| known.identity.clone()),
            state: news.state,
            remains: news.remains(remains),
            note: news.note.clone(),
            since: self.now,
        })?;
        let before = known.map_or(PrinterState::Unknown, |known| known.state);
        // A roll that comes to its end is news for the staff, but nothing that befell the printer.
        let is_trouble = |state: PrinterState| state.cause().is_some();
        if before != news.state && (is_trouble(before) || is_trouble(news.state)) {
            self.log(printer, news.state.code(), news.state)?;
        }
        Ok(())
    }

    /// Jobs that were in doubt are on paper after all: the printer has said so by the id of each.
    pub(super) fn prove(&mut self, jobs: &[i64]) -> Result<(), StoreError> {
        for &job in jobs {
            let state = self.tx.print_job(job)?.map(|job| job.state);
            if let Some(doubt @ PrintState::Unknown(_)) = state {
                let printed = PrintState::Printed(PrintLevel::ProcessId);
                self.tx.set_print_state(job, doubt, printed, self.now)?;
            }
        }
        Ok(())
    }

    fn log(&mut self, printer: &str, kind: &str, state: PrinterState) -> Result<(), StoreError> {
        let (kind, cause) = (kind.to_owned(), state.cause());
        let officer = self.actor.id().cloned();
        self.tx.note_printer(printer, &PrinterEvent { at: self.now, kind, cause, officer })
    }
}
