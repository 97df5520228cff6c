//! How a printer is, and what became of a sheet, in the words of whoever reads it.
//!
//! Here a printer is what its owner last said of it, `None` where no program drives it. Never here: looking at a printer, or
//! how much it needs somebody.

use super::{Audience, why};
use crate::domain::{Language, PrintCause, PrintState, PrinterState};
use crate::words::Words;

/// How a printer is, as the beginning of a sentence without its full stop: "Kertas habis".
pub fn says(driven: Option<PrinterState>, words: &Words) -> String {
    capitalised(&state(driven, words))
}

/// The same as a part of a sentence: "kertas habis".
pub fn state(driven: Option<PrinterState>, words: &Words) -> String {
    let key = match driven {
        None => "printing.unowned",
        Some(PrinterState::Trouble(cause)) => return why(cause.code(), words),
        Some(PrinterState::NearEnd) => "printing.near-end",
        Some(PrinterState::TicketNotTaken) => "printing.ticket-not-taken",
        Some(PrinterState::Ready) => "printing.ready",
        Some(PrinterState::Unknown) => "printing.unknown",
    };
    words.text(key).to_owned()
}

/// What staff do about it, in a sentence; `None` where nothing is to be done.
pub fn advice(driven: Option<PrinterState>, words: &Words) -> Option<String> {
    let code = match driven {
        None => "unowned",
        Some(PrinterState::Trouble(cause)) => cause.code(),
        Some(PrinterState::NearEnd) => "near-end",
        Some(PrinterState::TicketNotTaken) => "ticket-not-taken",
        Some(PrinterState::Ready | PrinterState::Unknown) => return None,
    };
    Some(words.text(&format!("advice.{code}")).to_owned())
}

/// How it is and what staff do about it, in full.
pub fn says_with_advice(driven: Option<PrinterState>, words: &Words) -> String {
    let says = says(driven, words);
    match advice(driven, words) {
        Some(advice) => format!("{says}. {advice}"),
        None => format!("{says}."),
    }
}

/// How it is in the few words that the corner of a window has room for. `leftover`: it waits for somebody to say that it
/// was switched off and on.
pub fn says_in_short(driven: Option<PrinterState>, leftover: bool, words: &Words) -> String {
    match driven {
        None => words.text("officer.unowned").to_owned(),
        Some(_) if leftover => words.text("officer.leftover-short").to_owned(),
        Some(PrinterState::Unknown) => words.text("officer.unknown-short").to_owned(),
        Some(_) => says(driven, words),
    }
}

/// How strong the claim is that a sheet was printed, by the code of its level.
pub fn level(code: &str, words: &Words) -> String {
    words.text(&format!("level.{code}")).to_owned()
}

/// Why a sheet is missing, as a part of a sentence.
pub fn missing(state: PrintState, words: &Words) -> String {
    match state {
        PrintState::Failed(cause) | PrintState::Unknown(cause) | PrintState::Postponed(cause) => {
            why(cause.code(), words)
        }
        PrintState::Withdrawn(cause) => {
            words.with("officer.withdrawn", &[("cause", &why(cause.code(), words))])
        }
        PrintState::Sending => why(PrintCause::Interrupted.code(), words),
        PrintState::Pending | PrintState::Printed(_) => why(PrintCause::Expired.code(), words),
    }
}

/// Why a printer prints nothing, and what whoever reads it does. Technicians read English, whatever the screens speak, and
/// the words to type where a window has a button.
pub fn trouble(cause: PrintCause, audience: Audience, words: &Words) -> String {
    match (audience, cause) {
        (Audience::Public, PrintCause::PaperOut) => words.text("sentence.no-paper-now").to_owned(),
        (Audience::Public, _) => words.text("sentence.no-printer-now").to_owned(),
        (Audience::Staff, _) => says_with_advice(Some(PrinterState::Trouble(cause)), words),
        (Audience::Technician, _) => in_english(cause),
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

fn in_english(cause: PrintCause) -> String {
    let words = Words::of(Language::English);
    let to_type = match cause {
        PrintCause::PowerCycle => " Then type antre printer confirm.",
        PrintCause::NoAnswer => {
            " If it prints all the same, antre printer test names the profile that fits it."
        }
        _ => "",
    };
    let advice = advice(Some(PrinterState::Trouble(cause)), words).unwrap_or_default();
    format!("{}. {advice}{to_type}", why(cause.code(), words))
}

/// Causes stand in the middle of other sentences, too, and therefore begin with a small letter.
pub fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_has_a_sentence_and_an_advice_in_every_language() {
        for words in Language::ALL.iter().map(|language| Words::of(*language)) {
            let is_told = |text: &str| {
                let unknown = ["cause.", "advice.", "officer.", "sentence.", "{"];
                let known = !unknown.iter().any(|part| text.contains(part));
                known && !text.to_lowercase().starts_with("printing.")
            };
            for cause in PrintCause::ALL {
                let trouble = Some(PrinterState::Trouble(*cause));
                let says = says(trouble, words);
                assert!(is_told(&says) && says.starts_with(char::is_uppercase), "{cause}: {says}");
                let advice = advice(trouble, words).unwrap();
                assert!(is_told(&advice) && advice.ends_with('.'), "{cause}: {advice}");
                for audience in [Audience::Public, Audience::Staff, Audience::Technician] {
                    let said = self::trouble(*cause, audience, words);
                    assert!(is_told(&said), "{cause}: {said}");
                }
            }
            for state in [PrinterState::Ready, PrinterState::Unknown] {
                assert_eq!(advice(Some(state), words), None);
            }
            let near = [PrinterState::NearEnd, PrinterState::TicketNotTaken].map(Some);
            for driven in near.into_iter().chain([None]) {
                let (says, advice) = (says(driven, words), advice(driven, words).unwrap());
                assert!(is_told(&says) && says.starts_with(char::is_uppercase), "{says}");
                assert!(is_told(&advice) && advice.ends_with('.'), "{advice}");
                assert!(is_told(&says_in_short(driven, false, words)));
            }
        }
        let indonesian = Words::of(Language::Indonesian);
        let paper_out = Some(PrinterState::Trouble(PrintCause::PaperOut));
        assert_eq!(says(paper_out, indonesian), "Kertas habis");
        let hangs = Some(PrinterState::TicketNotTaken);
        assert_eq!(says(hangs, indonesian), "Tiket belum diambil");
    }

    #[test]
    fn a_visitor_is_told_of_paper_and_of_nothing_else_inside_a_printer() {
        let words = Words::of(Language::English);
        let said = |cause| trouble(cause, Audience::Public, words);
        assert_eq!(said(PrintCause::Cutter), said(PrintCause::PowerCycle));
        assert_ne!(said(PrintCause::Cutter), said(PrintCause::PaperOut));
    }

    #[test]
    fn staff_read_why_a_sheet_is_missing() {
        let words = Words::of(Language::English);
        assert_eq!(missing(PrintState::Failed(PrintCause::PaperOut), words), "out of paper");
        let gone = missing(PrintState::Withdrawn(PrintCause::PaperOut), words);
        assert_eq!(gone, "visitor had left; out of paper");
        assert_eq!(missing(PrintState::Sending, words), "program ended while printing");
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
}
