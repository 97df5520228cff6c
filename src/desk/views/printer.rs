//! What is known of a printer.

use crate::desk::{Desk, DeskError, Look};
use crate::domain::Ticket;
use crate::queue::{PrintJob, PrinterEvent, PrinterRecord};

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
        Ok(self.look()?.day.printer(printer).cloned())
    }

    /// Everything that is known of a printer.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn printer_file(&mut self, printer: &str) -> Result<PrinterFile, DeskError> {
        let Look { view, day, .. } = self.look()?;
        let newest = match view.newest_print_job(printer)? {
            Some(job) => match job.ticket {
                Some(id) => view.ticket_by_id(id)?.map(|ticket| (ticket, job)),
                None => None,
            },
            None => None,
        };
        let record = day.printer(printer).cloned();
        Ok(PrinterFile { record, newest, events: day.printer_events(printer).cloned().collect() })
    }
}
