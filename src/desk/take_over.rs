//! Taking over a printer: what its earlier owner left behind, under whatever name it was known.
//!
//! What is in a printer is a fact about the machine at a port and not about a name of it. So whoever becomes the owner of a
//! port inherits what the queue says of every name that this port has had; and what was in an id's printer stays behind with
//! the old port when the id gets another one. Never here: what an address means, or locks.

use super::{Desk, DeskError, PrintTarget, PrinterNews, Work};
use crate::domain::{PrintCause, PrintState, PrinterState, Remains, Timestamp};
use crate::store::{PrinterRecord, Snapshot, StoreError};
use chrono::TimeDelta;

/// So long after it was last heard of a printer may still give an answer that it owes. It was well when its job was given up,
/// after half as much time again as it needs to print, and an answer is seconds on its way at most.
const ANSWERS_COME_WITHIN: TimeDelta = TimeDelta::seconds(60);

/// What stands between scheme and path of an address, and in no id of an office file.
const IN_ADDRESSES_ONLY: &str = "://";

/// A port of this machine, as far as it can be told from others now.
pub struct Port {
    /// The text by which it is known again later; `None` while what is there cannot be asked what it is.
    pub identity: Option<String>,
    /// Whether that is where the record says that its printer is.
    pub is_of: Box<dyn Fn(&PrinterRecord) -> bool>,
}

impl Port {
    /// A port that has one name only.
    pub fn named(identity: impl Into<String>) -> Self {
        let identity = identity.into();
        let own = identity.clone();
        let is_of = Box::new(move |record: &PrinterRecord| record.identity.as_ref() == Some(&own));
        Self { identity: Some(identity), is_of }
    }
}

/// What the queue knows of a port that gets another owner.
struct Found {
    /// What it knows of the id of this owner, wherever that was until now.
    own: Option<PrinterRecord>,
    /// Whether that was another port.
    has_moved: bool,
    /// What it knows of this port under other ids.
    others: Vec<PrinterRecord>,
    /// Jobs of this id that were found in the middle.
    own_jobs: Vec<i64>,
    /// The same of the other ids.
    other_jobs: Vec<i64>,
}

impl Found {
    fn read(view: &(impl Snapshot + ?Sized), id: &str, port: &Port) -> Result<Self, StoreError> {
        let own = view.printer(id)?;
        // An owner that was told of before anybody said where it is is here.
        let is_placed = |own: &PrinterRecord| own.identity.is_some() || own.address.is_some();
        let has_moved = own.as_ref().is_some_and(|own| is_placed(own) && !(port.is_of)(own));
        let mut others = view.printers()?;
        others.retain(|other| other.printer != id && (port.is_of)(other));
        let interrupted = |id: &str| -> Result<Vec<i64>, StoreError> {
            let mut jobs = view.unsettled_print_jobs(id)?;
            jobs.retain(|job| job.state == PrintState::Sending);
            Ok(jobs.into_iter().map(|job| job.id).collect())
        };
        let mut other_jobs = Vec::new();
        for other in &others {
            other_jobs.extend(interrupted(&other.printer)?);
        }
        let own_jobs = interrupted(id)?;
        Ok(Self { own, has_moved, others, own_jobs, other_jobs })
    }

    /// Whether nothing has happened but that the owner ended and came again.
    fn is_settled(&self, target: &PrintTarget, port: &Port, now: Timestamp) -> bool {
        let is_here = |own: &PrinterRecord| {
            let is_told = port.identity.is_none() || own.identity == port.identity;
            own.address.as_ref() == Some(&target.address)
                && is_told
                && remains(own, now) == own.remains
        };
        let nothing_else =
            self.others.is_empty() && self.own_jobs.is_empty() && self.other_jobs.is_empty();
        self.own.as_ref().is_some_and(is_here) && !self.has_moved && nothing_else
    }
}

impl Desk {
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
        let now = self.now();
        let view = self.look()?.view;
        if Found::read(&*view, &target.printer, port)?.is_settled(target, port, now) {
            return Ok(());
        }
        drop(view);
        let mut work = self.work_unsigned()?;
        // Read again: another owner may have written in between.
        let found = Found::read(&*work.tx, &target.printer, port)?;
        work.take_over(target, port, may_hold, found)?;
        Ok(work.commit()?)
    }

    /// Says of a printer what is true of it if its owner dies now: a sheet that belongs to no job is about to be sent to it.
    /// Only the owner of the printer may call this, and must say soon what became of it.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn begin_sheet(&mut self, printer: &str) -> Result<(), DeskError> {
        let mut work = self.work_unsigned()?;
        let Some(known) = work.tx.printer(printer)? else { return Ok(()) };
        let remains = Remains { leftover: true, partial_ticket: true, ..known.remains };
        let note = "its owner ended in the middle of a sheet".to_owned();
        work.tx.set_printer(&PrinterRecord { remains, note, ..known })?;
        Ok(work.commit()?)
    }

    /// The name by which the queue knows a printer that the office file does not: the first spelling of its address that
    /// anybody used. It is kept from the first time on, so that all programs name the printer alike, whoever comes to own it.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn name_printer(&mut self, address: &str, port: &Port) -> Result<String, DeskError> {
        let is_it = |record: &PrinterRecord| {
            record.printer.contains(IN_ADDRESSES_ONLY) && (port.is_of)(record)
        };
        if let Some(known) = self.look()?.view.printers()?.into_iter().find(is_it) {
            return Ok(known.printer);
        }
        let mut work = self.work_unsigned()?;
        if let Some(known) = work.tx.printers()?.into_iter().find(is_it) {
            return Ok(known.printer);
        }
        // The same words, once for a port that is something else now: its facts stay where they are.
        if let Some(before) = work.tx.printer(address)? {
            work.leave_behind(&before, before.remains)?;
        }
        let (stored, identity) = (Some(address.to_owned()), port.identity.clone());
        let record = unknown(address, work.now);
        work.tx.set_printer(&PrinterRecord { address: stored, identity, ..record })?;
        work.commit()?;
        Ok(address.to_owned())
    }
}

impl Work<'_> {
    fn take_over(
        &mut self,
        target: &PrintTarget,
        port: &Port,
        may_hold: bool,
        found: Found,
    ) -> Result<(), StoreError> {
        let PrintTarget { printer, address, .. } = target;
        let Found { own, has_moved, others, own_jobs, other_jobs } = found;
        for &job in own_jobs.iter().chain(&other_jobs) {
            let unknown = PrintState::Unknown(PrintCause::Interrupted);
            self.tx.set_print_state(job, PrintState::Sending, unknown, self.now)?;
        }
        let begun = Remains { leftover: true, partial_ticket: true, ..Remains::default() };
        let left_by = |jobs: &[i64]| if jobs.is_empty() { Remains::default() } else { begun };

        let own = own.unwrap_or_else(|| unknown(printer, self.now));
        let before = remains(&own, self.now);
        let identity = port.identity.clone();
        let here = if has_moved {
            self.leave_behind(&own, before.and(left_by(&own_jobs)))?;
            // The machine may have moved with its id, to another address of the network. A cut too many costs nothing.
            let partial_ticket = before.partial_ticket || !own_jobs.is_empty();
            let remains = Remains { partial_ticket, ..Remains::default() };
            PrinterRecord { identity, remains, ..unknown(printer, self.now) }
        } else {
            // What cannot be asked now is what it was.
            let identity = identity.or_else(|| own.identity.clone());
            PrinterRecord { identity, remains: before, ..own }
        };
        let stays = here.remains;
        self.tx.set_printer(&PrinterRecord { address: Some(address.clone()), ..here })?;

        let mut note = None;
        let mut left = stays.and(left_by(&other_jobs));
        if !has_moved {
            left = left.and(left_by(&own_jobs));
        }
        if left != stays {
            note = Some("its owner ended in the middle of a job".to_owned());
        }
        for other in others {
            let remains = remains(&other, self.now);
            if left.and(remains) != left {
                note = note.or_else(|| Some(format!("as {}: {}", other.printer, other.note)));
                left = left.and(remains);
            }
            let (address, identity, remains) = (None, None, Remains::default());
            self.tx.set_printer(&PrinterRecord { address, identity, remains, ..other })?;
        }
        if may_hold && left != stays {
            let news = PrinterNews {
                state: PrinterState::Unknown,
                leftover: Some(left.leftover),
                partial_ticket: Some(left.partial_ticket),
                answers_owed: Some(left.answers_owed),
                note: note.unwrap_or_default(),
            };
            self.tell(printer, &news)?;
        }
        Ok(())
    }

    /// Keeps what is in a printer that its id leaves: in a record of its own, for whoever drives that port next.
    fn leave_behind(&mut self, moved: &PrinterRecord, left: Remains) -> Result<(), StoreError> {
        if left == Remains::default() {
            return Ok(());
        }
        for name in [&moved.address, &moved.identity].into_iter().flatten() {
            let known = self.tx.printer(name)?;
            // The same words may be the name of a printer that is elsewhere.
            let is_taken = |known: &PrinterRecord| known.identity != moved.identity;
            if *name == moved.printer || known.as_ref().is_some_and(is_taken) {
                continue;
            }
            let remains = known.map_or(left, |known| known.remains.and(left));
            // The spelling may stand for another port tomorrow.
            let address = moved.address.clone().filter(|_| moved.identity.is_none());
            let printer = name.clone();
            return self.tx.set_printer(&PrinterRecord {
                printer,
                address,
                remains,
                ..moved.clone()
            });
        }
        Ok(())
    }
}

/// What is in a printer by now: what it has not answered in all this time it will not answer any more.
fn remains(record: &PrinterRecord, now: Timestamp) -> Remains {
    let answers_owed = match now - record.since < ANSWERS_COME_WITHIN {
        true => record.remains.answers_owed,
        false => 0,
    };
    Remains { answers_owed, ..record.remains }
}

/// A printer of which nothing is known.
fn unknown(printer: &str, now: Timestamp) -> PrinterRecord {
    PrinterRecord {
        printer: printer.to_owned(),
        address: None,
        identity: None,
        state: PrinterState::Unknown,
        remains: Remains::default(),
        note: String::new(),
        since: now,
    }
}
