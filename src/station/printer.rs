//! How the office's printer is, as far as anybody can say who does not own it: its owner's word as a sentence, and what
//! to do.

use super::staff::words;
use super::tone::Tone;
use crate::domain::{PrintCause, PrinterState, Timestamp};
use crate::office::Office;
use crate::phrase::printer;

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
    /// ([`crate::desk::Desk::confirm_power_cycle`]).
    pub fn awaits_power_cycle(&self) -> bool {
        self.leftover && self.state.cause() == Some(PrintCause::PowerCycle)
    }

    /// What its owner last said of it; `None` where no program drives it.
    pub fn driven(&self) -> Option<PrinterState> {
        self.owned.then_some(self.state)
    }
}

/// What staff are told of the printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterSays {
    /// In a few words.
    pub short: String,
    /// With what to do.
    pub advice: String,
    /// How urgent it is.
    pub tone: Tone,
    /// Whether somebody has to say that it was switched off and on.
    pub leftover: bool,
}

/// The word of the printer's owner as sentences. An owner that has gone says nothing any more.
pub fn printer_says(office: &Office, now: Option<&PrinterNow>) -> PrinterSays {
    let text = |key: &str| words().text(key).to_owned();
    let calm = |short: &str, advice: &str| PrinterSays {
        short: text(short),
        advice: text(advice),
        tone: Tone::Calm,
        leftover: false,
    };
    if office.usual_printer().is_none() {
        return calm("sentence.printer-none", "officer.printer-none");
    }
    let Some(now) = now else {
        return calm("officer.printer-asked", "officer.printer-asked");
    };
    let leftover = now.awaits_power_cycle();
    let short = printer::says_in_short(now.driven(), leftover, words());
    let advice = printer::says_with_advice(now.driven(), words());
    let tone = match now.urgency() {
        Urgency::None => Tone::Calm,
        Urgency::Soon => Tone::Warn,
        // Nobody has started the kiosk yet: that is not the printer's fault.
        Urgency::Now if !now.owned => Tone::Warn,
        Urgency::Now => Tone::Stop,
    };
    PrinterSays { short, advice, tone, leftover }
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
