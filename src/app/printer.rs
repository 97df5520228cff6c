//! How the office's printer is, for every window that shows it: the word of its owner, and whether there is one.
//!
//! Belongs here: looking at what the owner has written. Never here: asking a printer (its owner does that, on a thread that
//! no window waits for), what is said of it (`station`), or where on a screen it stands.

use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::printer::Address;
use crate::spool::Spool;

pub use crate::station::{PrinterNow, Urgency};

/// Somebody who looks at a printer's record and tells what is new: one for the worker of each window.
#[derive(Debug)]
pub struct PrinterWatch {
    data: DataFolder,
    target: PrintTarget,
    told: Option<PrinterNow>,
}

impl PrinterWatch {
    /// Watches the printer of this office; `None` where its address is none, as `check` tells.
    pub fn new(data: DataFolder, target: &PrintTarget) -> Option<Self> {
        target.address.parse::<Address>().ok()?;
        Some(Self { data, target: target.clone(), told: None })
    }

    /// How the printer is, when that has changed since it was last told. One row and one lock are looked at, so a
    /// worker may call it at every look of its own. What cannot be read just now is told later.
    pub fn look(&mut self, desk: &mut Desk) -> Option<PrinterNow> {
        let record = desk.printer(&self.target.printer).ok()?;
        let owned = Spool::is_owned(&self.data, &self.target).ok()?;
        let state = record.as_ref().map(|record| record.state).filter(|_| owned);
        let now = PrinterNow {
            state: state.unwrap_or_default(),
            owned,
            leftover: record.as_ref().is_some_and(|record| record.remains.leftover),
            since: record.map(|record| record.since),
        };
        (self.told.as_ref() != Some(&now)).then(|| {
            self.told = Some(now.clone());
            now
        })
    }
}
