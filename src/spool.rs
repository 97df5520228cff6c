//! Brings print jobs from the queue to one printer, by the one process that owns it.
//!
//! Belongs here: owning the printer, the order "mark, print, record", and what the queue is told of a printer that
//! prints nothing. Never here: bytes of a port (`printer`), what a ticket says (`paper`), the record itself (`desk`).
//!
//! A job is marked `Sending` before its first byte, so whatever kills this process, the record afterwards says
//! at least "perhaps printed" and never a false "printed"; and no job is ever sent twice by itself.

mod steady;

use crate::data::DataFolder;
use crate::desk::{Desk, DeskError, PrintTarget, PrinterNews, WorkSheet, listed};
use crate::domain::{PrintCause, PrintKind, PrinterState};
use crate::fonts;
use crate::paper::{self, Composed, Fonts, Order, Profile};
use crate::printer::{Address, AddressError, Deadlines, Job, PrintResult, Session};
use crate::profiles::{FindError, Profiles};
use std::fs::File;
use std::io;
use steady::Steady;
use thiserror::Error;

/// Why the spool cannot work.
#[derive(Debug, Error)]
pub enum SpoolError {
    /// The queue could not be used.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The lock that makes one process the owner of a printer could not be taken.
    #[error("cannot create the printer's lock in the data folder; check its permissions")]
    Lock(#[source] io::Error),
    /// Where the printer is cannot be understood.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// What the printer is cannot be read.
    #[error(transparent)]
    Profile(#[from] FindError),
}

/// One printer, owned.
pub struct Spool {
    printer: String,
    profiles: Profiles,
    fonts: Fonts,
    /// Begins a new conversation with it.
    begin: Box<dyn Fn() -> Session + Send>,
    session: Session,
    steady: Steady,
    /// What could not be written, because the queue had a fault at that moment.
    unsaved: Option<Unsaved>,
    _owned: Vec<File>,
}

/// A job that was printed, or not.
#[derive(Debug)]
pub struct Printed {
    /// Which job, of which ticket.
    pub sheet: WorkSheet,
    /// What became of it.
    pub result: PrintResult,
}

/// What the queue has yet to be told.
#[derive(Debug)]
struct Unsaved {
    settled: Option<Settled>,
    /// Jobs whose acknowledgement has come after all.
    late: Vec<i64>,
    news: PrinterNews,
}

type Settled = (i64, crate::domain::PrintOutcome);

impl Spool {
    /// Becomes the owner of a printer; `None` while another process is. What a dead owner left in the middle is
    /// settled first.
    ///
    /// # Errors
    /// [`SpoolError`].
    pub fn own(
        data: &DataFolder,
        desk: &mut Desk,
        target: &PrintTarget,
    ) -> Result<Option<Self>, SpoolError> {
        Self::own_within(data, desk, target, Deadlines::default())
    }

    /// As [`Spool::own`], with other deadlines than an office has.
    ///
    /// # Errors
    /// As [`Spool::own`].
    pub fn own_within(
        data: &DataFolder,
        desk: &mut Desk,
        target: &PrintTarget,
        deadlines: Deadlines,
    ) -> Result<Option<Self>, SpoolError> {
        let address: Address = target.printer.parse()?;
        let profiles = Profiles::of(data);
        let profile = profiles.find(&target.profile)?;
        let mut owned = Vec::new();
        for name in address.identities() {
            let Some(lock) = data.try_lock(&lock_name(&name)).map_err(SpoolError::Lock)? else {
                return Ok(None);
            };
            owned.push(lock);
        }
        desk.recover_print_jobs(&target.printer, address.may_hold_bytes())?;
        let folder = data.paper_folder();
        let begin =
            move || Session::new(address.clone(), folder.clone(), profile.clone(), deadlines);
        Ok(Some(Self {
            printer: target.printer.clone(),
            profiles,
            fonts: fonts::of(data),
            session: begin(),
            begin: Box::new(begin),
            steady: Steady::default(),
            unsaved: None,
            _owned: owned,
        }))
    }

    /// Whether any process owns this printer at the moment: only then is the record of its state up to date.
    ///
    /// # Errors
    /// When the printer's lock cannot be looked at.
    pub fn is_owned(data: &DataFolder, address: &Address) -> io::Result<bool> {
        for name in address.identities() {
            if data.is_locked(&lock_name(&name))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Prints the oldest pending job; `None` when there is none. Takes as long as the printer takes, within the
    /// deadlines of a session.
    ///
    /// # Errors
    /// Faults of the queue. A fault of the printer is no error but the result of the job.
    pub fn print_next(&mut self, desk: &mut Desk) -> Result<Option<Printed>, SpoolError> {
        self.save(desk)?;
        let Some(sheet) = desk.begin_print_job(&self.printer)? else { return Ok(None) };
        self.believe(sheet.leftover);
        let before = self.session.leftover();
        let result = self.print(desk, &sheet);
        let news = self.news(self.session.state(), before, &result.detail);
        let settled = Some((sheet.job.id, result.outcome));
        let late = self.session.late_acknowledgements();
        self.unsaved = Some(Unsaved { settled, late, news });
        self.save(desk)?;
        Ok(Some(Printed { sheet, result }))
    }

    /// Asks the printer how it is, and tells the queue when that has changed. For the time between jobs: it may take
    /// as long as opening a port does.
    ///
    /// # Errors
    /// Faults of the queue. A printer that is not well is no error.
    pub fn ask(&mut self, desk: &mut Desk) -> Result<PrinterState, SpoolError> {
        self.save(desk)?;
        let known = desk.printer(&self.printer)?;
        self.believe(known.is_some_and(|record| record.leftover));
        let before = self.session.leftover();
        let report = self.session.ask();
        let news = self.news(report.state, before, &report.detail);
        let state = news.state;
        let late = self.session.late_acknowledgements();
        self.unsaved = Some(Unsaved { settled: None, late, news });
        self.save(desk)?;
        Ok(state)
    }

    /// Writes what was learned. A fault of the queue keeps it for the next time: what is known of a paper is not lost
    /// because a disk was full for a moment.
    fn save(&mut self, desk: &mut Desk) -> Result<(), DeskError> {
        let Some(unsaved) = self.unsaved.take() else { return Ok(()) };
        let printer = &self.printer;
        let Unsaved { settled, late, news } = &unsaved;
        let saved = match settled {
            Some((job, outcome)) => desk.settle_print_job(printer, *job, *outcome, late, news),
            None => desk.record_printer(printer, late, news),
        };
        saved.inspect_err(|_| self.unsaved = Some(unsaved))
    }

    /// Takes over what the queue says of bytes that may still be in the printer. Only an owner says that there are
    /// any; that there are none any more is also said by whoever has switched the printer off and on.
    fn believe(&mut self, leftover: bool) {
        if self.session.leftover() && !leftover {
            // A printer that was switched off has lost what it was told, and the port to it is dead.
            self.session = (self.begin)();
        }
        self.session.set_leftover(leftover);
    }

    fn news(&mut self, state: PrinterState, leftover_before: bool, note: &str) -> PrinterNews {
        let leftover = self.session.leftover();
        PrinterNews {
            state: self.steady.take(state),
            leftover: (leftover != leftover_before).then_some(leftover),
            note: note.to_owned(),
        }
    }

    fn print(&mut self, desk: &Desk, sheet: &WorkSheet) -> PrintResult {
        match compose(desk, &self.profiles, &self.fonts, sheet) {
            Ok((profile, composed)) => self.session.print(&Job {
                id: sheet.job.id,
                profile: &profile,
                bytes: &composed.bytes,
                height_mm: composed.height_mm,
                cuts: composed.cuts,
            }),
            Err(detail) => PrintResult::not_begun(PrintCause::Layout, detail),
        }
    }
}

fn compose(
    desk: &Desk,
    profiles: &Profiles,
    fonts: &Fonts,
    sheet: &WorkSheet,
) -> Result<(Profile, Composed), String> {
    let profile = profiles.find(&sheet.job.profile).map_err(|e| e.to_string())?;
    let (ticket, content) = (&sheet.ticket, sheet.job.content.as_deref().unwrap_or_default());
    let missing = listed(desk.office(), ticket, content);
    let order = match sheet.job.kind {
        PrintKind::Ticket => Order::Ticket { ticket, copy: sheet.job.copy },
        PrintKind::Slip => Order::Slip { ticket, missing: &missing, at: sheet.job.created_at },
    };
    let composed = paper::job(desk.office(), order, &profile, fonts).map_err(|e| e.to_string())?;
    Ok((profile, composed))
}

/// A file name for a printer: readable, and different for different addresses.
fn lock_name(printer: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let readable: String = printer.chars().map(plain).take(60).collect();
    // The readable part alone would give tcp://a-b and tcp://a.b one name. FNV-1a, by its published constants.
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = printer.bytes().fold(0xcbf2_9ce4_8422_2325, mix);
    format!("printer-{readable}-{hash:016x}.lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_printer_has_its_own_lock() {
        let [a, b] = ["tcp://a-b:9100", "tcp://a.b:9100"].map(lock_name);
        assert_ne!(a, b);
        assert!(a.starts_with("printer-tcp---a-b-9100-"), "{a}");
    }
}
