//! What the program log is told of a printer and of the sheets it printed, in one form for kiosk and command line.
//!
//! Facts with the printer's own words, for whoever has to understand a printer weeks later. Never here: sentences with
//! advice (`phrase` has them), or what a printer is asked.

use crate::desk::PrintTarget;
use crate::domain::{PrintOutcome, PrintState, PrinterState, Remains};
use crate::queue::PrinterRecord;
use crate::spool::Printed;

/// Logs what happens at one printer.
#[derive(Debug)]
pub struct PrintLog {
    target: PrintTarget,
    /// How the printer was when that was last logged, and what old jobs had left in it.
    told: Option<(PrinterState, Remains)>,
}

impl PrintLog {
    /// A log of this printer.
    pub fn of(target: &PrintTarget) -> Self {
        Self { target: target.clone(), told: None }
    }

    /// From here on this process drives the printer.
    pub fn owned(&self) {
        let PrintTarget { printer, address, profile } = &self.target;
        log_info!(printer, address, profile, "this program drives the printer");
    }

    /// What became of a sheet.
    pub fn sheet(&self, printed: &Printed) {
        let (job, result) = (&printed.claimed.job, &printed.result);
        let (known, reason) = match (printed.state, result.outcome) {
            (PrintState::Postponed(cause), _) => ("postponed", cause.code()),
            (_, PrintOutcome::Printed(level)) => ("printed", level.code()),
            (_, PrintOutcome::Failed(cause)) => ("failed", cause.code()),
            (_, PrintOutcome::Unknown(cause)) => ("unknown", cause.code()),
        };
        let handed_over_ms = result.handed_over.map(|after| after.as_millis() as u64);
        log_info!(
            sheet = printed.claimed.name(),
            kind = %job.kind(),
            copy = job.copy,
            job = job.id,
            printer = job.printer,
            profile = job.profile,
            handed_over_ms,
            detail = result.detail,
            "sheet {known}: {reason}"
        );
    }

    /// How the printer is, where that has changed.
    pub fn state(&mut self, record: &PrinterRecord) {
        let PrinterRecord { printer, state, remains, note, .. } = record;
        if self.told == Some((*state, *remains)) {
            return;
        }
        self.told = Some((*state, *remains));
        let Remains { leftover, partial_ticket, .. } = *remains;
        match state.cause() {
            Some(cause) => {
                log_warn!(
                    printer,
                    leftover,
                    partial_ticket,
                    detail = note,
                    "printer in trouble: {cause}"
                )
            }
            None => log_info!(
                printer,
                leftover,
                partial_ticket,
                detail = note,
                "printer {}",
                state.code()
            ),
        }
    }
}
