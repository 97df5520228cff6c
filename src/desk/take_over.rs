//! Taking over a printer: what its earlier owner left behind, under whatever name it was known.
//!
//! What is in a printer is a fact about the machine and not about a name of it. So whoever becomes the owner of a port
//! inherits what the queue says of every name that this port has had. Never here: what an address means, or locks.

use super::{Desk, DeskError, PrintTarget, PrinterNews, Work};
use crate::domain::{PrintCause, PrintState, PrinterState, Remains};
use crate::store::{PrinterRecord, StoreError};
use chrono::TimeDelta;

/// So long after it was last heard of a printer may still give an answer that it owes. It was well when its job was given up,
/// after half as much time again as it needs to print, and an answer is seconds on its way at most.
const ANSWERS_COME_WITHIN: TimeDelta = TimeDelta::seconds(60);

impl Desk {
    /// Settles what an earlier owner of this printer left behind: a job found in the middle may or may not be on
    /// paper, and what the printer did not print it may still hold, if it is one that `may_hold` anything. Records where the
    /// printer is found now: `port` are all texts that stand for this port, the first one whatever its spelling. What the
    /// queue knows of the same port under another id is known of this printer from now on. Only the owner of the printer
    /// may call this.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn recover_print_jobs(
        &mut self,
        target: &PrintTarget,
        port: &[String],
        may_hold: bool,
    ) -> Result<(), DeskError> {
        let PrintTarget { printer, address, .. } = target;
        let now = self.now();
        let (view, ..) = self.look()?;
        let known = view.printer(printer)?;
        let is_here = known.as_ref().is_some_and(|known| {
            known.address.as_ref() == Some(address) && known.identity.as_ref() == port.first()
        });
        let overdue = known.as_ref().is_some_and(|known| {
            known.remains.answers_owed > 0 && now - known.since >= ANSWERS_COME_WITHIN
        });
        let mut others = view.printers()?;
        others.retain(|other| other.printer != *printer && stands_at(other, address, port));
        let mut interrupted = Vec::new();
        for name in others.iter().map(|other| &other.printer).chain([printer]) {
            let jobs = view.unsettled_print_jobs(name)?;
            interrupted
                .extend(jobs.iter().filter(|j| j.state == PrintState::Sending).map(|j| j.id));
        }
        drop(view);
        if is_here && !overdue && others.is_empty() && interrupted.is_empty() {
            return Ok(());
        }
        let named: Vec<bool> = others
            .iter()
            .map(|other| self.office.printers.iter().any(|p| p.id.as_str() == other.printer))
            .collect();
        let mut work = self.work_unsigned()?;
        work.locate(target, port)?;
        if overdue {
            work.forgive_answers(printer)?;
        }
        for &job in &interrupted {
            let unknown = PrintState::Unknown(PrintCause::Interrupted);
            work.tx.set_print_state(job, PrintState::Sending, unknown, work.now)?;
        }
        let mut left = Remains::default();
        let mut note = "its owner ended in the middle of a job".to_owned();
        for (other, named) in others.into_iter().zip(named) {
            left = left.and(other.remains);
            if interrupted.is_empty() {
                note = format!("as {}: {}", other.printer, other.note);
            }
            // One that the office still has under that name may have moved, and have taken its half ticket with it.
            let remains = if named { other.remains } else { Remains::default() };
            work.tx.set_printer(&PrinterRecord {
                address: None,
                identity: None,
                remains,
                ..other
            })?;
        }
        if !interrupted.is_empty() {
            left = Remains { leftover: true, partial_ticket: true, ..left };
        }
        if may_hold && left != Remains::default() {
            let is = |remains: bool| remains.then_some(true);
            work.tell(
                printer,
                &PrinterNews {
                    state: PrinterState::Unknown,
                    leftover: is(left.leftover),
                    partial_ticket: is(left.partial_ticket),
                    answers_owed: Some(left.answers_owed).filter(|owed| *owed > 0),
                    note,
                },
            )?;
        }
        Ok(work.commit()?)
    }

    /// Says of a printer what is true of it if its owner dies now: a sheet that belongs to no job is about to be sent to it.
    /// Gives back what is said now. Only the owner of the printer may call this, and must say soon what became of it.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn begin_sheet(&mut self, printer: &str) -> Result<Remains, DeskError> {
        let mut work = self.work_unsigned()?;
        let Some(known) = work.tx.printer(printer)? else { return Ok(Remains::default()) };
        let remains = Remains { leftover: true, partial_ticket: true, ..known.remains };
        let note = "its owner ended in the middle of a sheet".to_owned();
        work.tx.set_printer(&PrinterRecord { remains, note, ..known })?;
        work.commit()?;
        Ok(remains)
    }

    /// The ids under which the queue knows a printer at this port; for `port` see [`Desk::recover_print_jobs`].
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn printers_at(
        &mut self,
        address: &str,
        port: &[String],
    ) -> Result<Vec<String>, DeskError> {
        let mut found = self.look()?.0.printers()?;
        found.retain(|record| stands_at(record, address, port));
        Ok(found.into_iter().map(|record| record.printer).collect())
    }
}

fn stands_at(record: &PrinterRecord, address: &str, port: &[String]) -> bool {
    record.address.as_deref() == Some(address)
        || record.identity.as_ref().is_some_and(|identity| port.contains(identity))
}

impl Work<'_> {
    /// Writes where a printer is, whatever else is known of it.
    fn locate(&mut self, target: &PrintTarget, port: &[String]) -> Result<(), StoreError> {
        let PrintTarget { printer, address, .. } = target;
        let known = self.tx.printer(printer)?.unwrap_or_else(|| PrinterRecord {
            printer: printer.clone(),
            address: None,
            identity: None,
            state: PrinterState::Unknown,
            remains: Remains::default(),
            note: String::new(),
            since: self.now,
        });
        let (address, identity) = (Some(address.clone()), port.first().cloned());
        self.tx.set_printer(&PrinterRecord { address, identity, ..known })
    }

    /// What a printer has not answered by now it will not answer any more.
    fn forgive_answers(&mut self, printer: &str) -> Result<(), StoreError> {
        let Some(known) = self.tx.printer(printer)? else { return Ok(()) };
        let remains = Remains { answers_owed: 0, ..known.remains };
        self.tx.set_printer(&PrinterRecord { remains, ..known })
    }
}
