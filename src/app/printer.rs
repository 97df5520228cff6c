//! How the office's printer is, for every window that shows it: the word of its owner, and whether there is one.
//!
//! Belongs here: looking at what the owner has written. Never here: asking a printer (its owner does that, on a thread that
//! no window waits for), the words for it (`phrase`), or where on a screen it stands.

use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::domain::{PrintCause, PrinterState, Timestamp};
use crate::printer::Address;
use crate::spool::Spool;

/// How a printer is, as far as anybody can say who does not own it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterNow {
    /// The last word of its owner; `Unknown` while it has none, because a record goes on saying "ready" after a crash.
    pub state: PrinterState,
    /// Whether a program drives it. Without one nothing is printed.
    pub owned: bool,
    /// Whether it may still hold bytes of a ticket that did not come out.
    pub leftover: bool,
    /// Since when its record is as it is.
    pub since: Option<Timestamp>,
}

/// How much a printer needs somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Nothing is to be done.
    None,
    /// It prints, and somebody should look at it all the same: for staff, not for visitors.
    Soon,
    /// It prints nothing until somebody helps.
    Now,
}

impl PrinterNow {
    /// How much it needs somebody.
    pub fn urgency(&self) -> Urgency {
        match self.state {
            _ if !self.owned => Urgency::Now,
            PrinterState::Trouble(_) => Urgency::Now,
            PrinterState::NearEnd | PrinterState::TicketNotTaken => Urgency::Soon,
            PrinterState::Ready | PrinterState::Unknown => Urgency::None,
        }
    }

    /// Whether it waits for somebody to say that it was switched off and on
    /// ([`Desk::confirm_power_cycle`]).
    pub fn awaits_power_cycle(&self) -> bool {
        self.leftover && self.state.cause() == Some(PrintCause::PowerCycle)
    }

    /// What its owner last said of it; `None` where no program drives it.
    pub fn driven(&self) -> Option<PrinterState> {
        self.owned.then_some(self.state)
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn now(state: PrinterState, owned: bool) -> PrinterNow {
        PrinterNow { state, owned, leftover: false, since: None }
    }

    #[test]
    fn a_printer_needs_somebody_now_when_it_prints_nothing() {
        for cause in PrintCause::ALL {
            assert_eq!(now(PrinterState::Trouble(*cause), true).urgency(), Urgency::Now);
        }
        for state in [PrinterState::Ready, PrinterState::Unknown] {
            assert_eq!(now(state, true).urgency(), Urgency::None);
            assert_eq!(now(state, false).urgency(), Urgency::Now, "nobody drives it");
            assert_eq!(
                (now(state, true).driven(), now(state, false).driven()),
                (Some(state), None)
            );
        }
        for state in [PrinterState::NearEnd, PrinterState::TicketNotTaken] {
            assert_eq!(now(state, true).urgency(), Urgency::Soon);
        }
    }

    #[test]
    fn only_a_printer_that_holds_old_bytes_waits_for_its_power_switch() {
        let cycle = PrinterState::Trouble(PrintCause::PowerCycle);
        assert!(!now(cycle, true).awaits_power_cycle());
        assert!(PrinterNow { leftover: true, ..now(cycle, true) }.awaits_power_cycle());
        let out = PrinterState::Trouble(PrintCause::PaperOut);
        assert!(!PrinterNow { leftover: true, ..now(out, true) }.awaits_power_cycle());
    }
}
