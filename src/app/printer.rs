//! How the office's printer is, for every window that shows it: the word of its owner, and whether there is one.
//!
//! Belongs here: looking at what the owner has written, and the words for it. Never here: asking a printer (its owner
//! does that, on a thread that no window waits for), or where on a screen it stands.

use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::domain::{Language, PrintCause, PrintState, PrinterState, Timestamp};
use crate::printer::Address;
use crate::spool::Spool;
use crate::words::Words;

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

    /// How it is, as the beginning of a sentence without its full stop: "Kertas habis".
    pub fn says(&self, words: &Words) -> String {
        let key = match self.state {
            _ if !self.owned => "printing.unowned".to_owned(),
            PrinterState::Trouble(cause) => format!("cause.{cause}"),
            PrinterState::NearEnd => "printing.near-end".to_owned(),
            PrinterState::TicketNotTaken => "printing.ticket-not-taken".to_owned(),
            PrinterState::Ready => "printing.ready".to_owned(),
            PrinterState::Unknown => "printing.unknown".to_owned(),
        };
        capitalised(words.text(&key))
    }

    /// What to do about it, in a sentence; `None` where nothing is to be done.
    pub fn advice(&self, words: &Words) -> Option<String> {
        let code = match self.state {
            _ if !self.owned => "unowned",
            PrinterState::Trouble(cause) => cause.code(),
            PrinterState::NearEnd => "near-end",
            PrinterState::TicketNotTaken => "ticket-not-taken",
            PrinterState::Ready | PrinterState::Unknown => return None,
        };
        Some(words.text(&format!("advice.{code}")).to_owned())
    }
}

/// What is known of a sheet that is not surely on paper, and what to do, for the technician; goes behind what it is. `None`
/// where it is printed, or will be.
pub fn not_printed(state: PrintState) -> Option<String> {
    let (known, cause) = match state {
        PrintState::Failed(cause) => ("was not printed", cause),
        PrintState::Unknown(cause) => ("was perhaps not printed", cause),
        PrintState::Withdrawn(cause) => {
            ("was not printed, and nobody waits for it any more", cause)
        }
        PrintState::Pending
        | PrintState::Postponed(_)
        | PrintState::Sending
        | PrintState::Printed(_) => return None,
    };
    Some(format!("{known}: {}", in_english(cause)))
}

/// Why a sheet is not printed yet although it was tried, and what to do, for the technician; goes behind what it is. `None`
/// where it is not being tried again.
pub fn not_printed_yet(state: PrintState) -> Option<String> {
    let PrintState::Postponed(cause) = state else { return None };
    Some(format!("cannot be printed yet: {}", in_english(cause)))
}

/// Why a printer prints nothing and what to do, for whoever reads notes and logs: in English, whatever the screens speak, and
/// with the word to type where a window has a button.
pub fn in_english(cause: PrintCause) -> String {
    let words = Words::of(Language::English);
    let (why, advice) = (format!("cause.{cause}"), format!("advice.{cause}"));
    let to_type = match cause {
        PrintCause::PowerCycle => " Then type antre printer confirm.",
        PrintCause::NoAnswer => {
            " If it prints all the same, antre printer test names the profile that fits it."
        }
        _ => "",
    };
    format!("{}. {}{to_type}", words.text(&why), words.text(&advice))
}

/// Causes stand in the middle of other sentences, too, and therefore begin with a small letter.
fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(rest).collect()
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
    fn every_trouble_has_a_sentence_and_an_advice_in_every_language() {
        for words in Language::ALL.iter().map(|language| Words::of(*language)) {
            for cause in PrintCause::ALL {
                let now = now(PrinterState::Trouble(*cause), true);
                let (says, advice) = (now.says(words), now.advice(words));
                let is_told = |text: &str| !text.contains("cause.") && !text.contains('{');
                assert!(is_told(&says) && says.starts_with(char::is_uppercase), "{cause}: {says}");
                let advice = advice.unwrap_or_else(|| panic!("no advice for {cause}"));
                assert!(advice.ends_with('.'), "{cause}: {advice}");
                assert_eq!(now.urgency(), Urgency::Now);
            }
            for state in [PrinterState::Ready, PrinterState::Unknown] {
                assert_eq!(now(state, true).advice(words), None);
                assert_eq!(now(state, true).urgency(), Urgency::None);
                assert!(now(state, false).advice(words).is_some(), "nobody drives it");
                assert_eq!(now(state, false).urgency(), Urgency::Now);
            }
            for state in [PrinterState::NearEnd, PrinterState::TicketNotTaken] {
                let (says, advice) = (now(state, true).says(words), now(state, true).advice(words));
                assert!(!says.contains("printing.") && says.starts_with(char::is_uppercase));
                assert!(
                    advice.is_some_and(|text| text.ends_with('.') && !text.contains("advice."))
                );
                assert_eq!(now(state, true).urgency(), Urgency::Soon);
            }
        }
        let indonesian = Words::of(Language::Indonesian);
        let paper_out = now(PrinterState::Trouble(PrintCause::PaperOut), true);
        assert_eq!(paper_out.says(indonesian), "Kertas habis");
        let hangs = now(PrinterState::TicketNotTaken, true);
        assert_eq!(hangs.says(indonesian), "Karcis belum diambil");
    }

    #[test]
    fn what_is_certain_of_a_sheet_is_not_told_as_a_doubt() {
        let cause = PrintCause::Disconnected;
        let [failed, unknown] = [PrintState::Failed(cause), PrintState::Unknown(cause)]
            .map(|s| not_printed(s).unwrap());
        let why = "printer connection lost. Check the cable of the printer.";
        assert_eq!(failed, format!("was not printed: {why}"));
        assert_eq!(unknown, format!("was perhaps not printed: {why}"));
        assert_eq!(not_printed(PrintState::Pending), None);
        let withdrawn = not_printed(PrintState::Withdrawn(cause)).unwrap();
        assert_eq!(withdrawn, format!("was not printed, and nobody waits for it any more: {why}"));
        let waits = PrintState::Postponed(cause);
        assert_eq!(not_printed(waits), None, "it may still be");
        assert_eq!(not_printed_yet(waits), Some(format!("cannot be printed yet: {why}")));
        assert_eq!(not_printed_yet(PrintState::Failed(cause)), None);
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
