//! Brings print jobs from the queue to one printer, by the one process that owns it.
//!
//! Belongs here: owning the printer, and the order "mark, print, record". Never here: bytes of a port
//! (`printer`), what a ticket says (`paper`), the record itself (`desk`).
//!
//! A job is marked `Sending` before its first byte, so whatever kills this process, the record afterwards says
//! at least "perhaps printed" and never a false "printed"; and no job is ever sent twice by itself.

use crate::data::DataFolder;
use crate::desk::{Desk, DeskError, WorkSheet};
use crate::domain::PrintCause;
use crate::paper::{self, Composed, Order, Profile};
use crate::printer::{Address, Deadlines, Job, PrintResult, Session};
use crate::profiles::Profiles;
use std::fs::File;
use std::path::PathBuf;
use thiserror::Error;

/// Why the spool cannot work.
#[derive(Debug, Error)]
pub enum SpoolError {
    /// The queue could not be used.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The lock that makes one process the owner of a printer could not be taken.
    #[error("cannot create the printer's lock in the data folder; check its permissions")]
    Lock(#[source] std::io::Error),
}

/// One printer, owned.
pub struct Spool {
    address: Address,
    printer: String,
    paper_folder: PathBuf,
    profiles: Profiles,
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

impl Spool {
    /// Becomes the owner of the printer at `address`; `None` while another process is. What a dead owner left in
    /// the middle is settled first.
    ///
    /// # Errors
    /// [`SpoolError`].
    pub fn own(
        data: &DataFolder,
        desk: &mut Desk,
        address: &Address,
    ) -> Result<Option<Self>, SpoolError> {
        let printer = address.to_string();
        let mut owned = Vec::new();
        for name in address.identities() {
            let Some(lock) = data.try_lock(&lock_name(&name)).map_err(SpoolError::Lock)? else {
                return Ok(None);
            };
            owned.push(lock);
        }
        desk.recover_print_jobs(&printer)?;
        let paper_folder = data.paper_folder();
        let profiles = Profiles::of(data);
        Ok(Some(Self { address: address.clone(), printer, paper_folder, profiles, _owned: owned }))
    }

    /// Prints the oldest pending job; `None` when there is none. Takes as long as the printer takes, within the
    /// deadlines of a session.
    ///
    /// # Errors
    /// Faults of the queue. A fault of the printer is no error but the result of the job.
    pub fn print_next(&self, desk: &mut Desk) -> Result<Option<Printed>, SpoolError> {
        let Some(sheet) = desk.begin_print_job(&self.printer)? else { return Ok(None) };
        let result = self.print(desk, &sheet);
        desk.settle_print_job(sheet.job.id, result.outcome)?;
        Ok(Some(Printed { sheet, result }))
    }

    fn print(&self, desk: &Desk, sheet: &WorkSheet) -> PrintResult {
        let composed = compose(desk, &self.profiles, sheet);
        match composed {
            Ok((profile, composed)) => {
                let (address, folder) = (self.address.clone(), self.paper_folder.clone());
                let mut session =
                    Session::new(address, folder, profile.clone(), Deadlines::default());
                session.print(&Job {
                    id: sheet.job.id,
                    profile: &profile,
                    bytes: &composed.bytes,
                    height_mm: composed.height_mm,
                    cuts: composed.cuts,
                })
            }
            Err(detail) => PrintResult::not_begun(PrintCause::Layout, detail),
        }
    }
}

fn compose(
    desk: &Desk,
    profiles: &Profiles,
    sheet: &WorkSheet,
) -> Result<(Profile, Composed), String> {
    let profile = profiles.find(&sheet.job.profile).map_err(|e| e.to_string())?;
    let order = Order::Ticket { ticket: &sheet.ticket, copy: sheet.job.copy };
    let composed = paper::job(desk.office(), order, &profile).map_err(|e| e.to_string())?;
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
