//! What is said of the printer: its owner's word as a sentence, and what to do.

use super::content::{Here, words};
use crate::app::platform::model;
use crate::app::ui::{ConsoleView, Tone, UnprintedTicket};
use crate::app::{PrinterNow, Urgency};
use crate::domain::{PrintCause, PrintState, PrinterState};
use crate::office::Office;
use crate::queue::PrintJob;

/// What is said of the printer.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct PrinterSays {
    /// In a few words.
    pub(in crate::app) short: String,
    /// With what to do.
    pub(in crate::app) advice: String,
    pub(in crate::app) tone: Tone,
    /// Whether somebody has to say that it was switched off and on.
    pub(in crate::app) leftover: bool,
}

/// The word of the printer's owner as sentences. An owner that has gone says nothing any more.
pub(in crate::app) fn printer_says(office: &Office, now: Option<&PrinterNow>) -> PrinterSays {
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
    let says = now.says(words());
    let advice = match now.advice(words()) {
        Some(advice) => format!("{says}. {advice}"),
        None => format!("{says}."),
    };
    let leftover = now.awaits_power_cycle();
    let short = match now.state {
        _ if !now.owned => text("officer.unowned"),
        _ if leftover => text("officer.leftover-short"),
        PrinterState::Unknown => text("officer.unknown-short"),
        _ => says,
    };
    let tone = match now.urgency() {
        Urgency::None => Tone::Calm,
        Urgency::Soon => Tone::Warn,
        // Nobody has started the kiosk yet: that is not the printer's fault.
        Urgency::Now if !now.owned => Tone::Warn,
        Urgency::Now => Tone::Stop,
    };
    PrinterSays { short, advice, tone, leftover }
}

/// A part of a sentence as its beginning.
pub(in crate::app) fn begin(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Why a paper is missing.
pub(super) fn cause_of(job: &PrintJob) -> String {
    let cause = match job.state {
        PrintState::Failed(cause)
        | PrintState::Unknown(cause)
        | PrintState::Postponed(cause)
        | PrintState::Withdrawn(cause) => cause,
        PrintState::Sending => PrintCause::Interrupted,
        PrintState::Pending | PrintState::Printed(_) => PrintCause::Expired,
    };
    let cause = words().text(&format!("cause.{cause}")).to_owned();
    match job.state {
        PrintState::Withdrawn(_) => words().with("officer.withdrawn", &[("cause", &cause)]),
        _ => cause,
    }
}

/// The printer and the missing papers.
pub(super) fn fill(shown: &mut ConsoleView, here: &Here<'_>) {
    let says = printer_says(here.office, here.content.printer.as_ref());
    shown.printer = says.short.into();
    shown.printer_tone = says.tone;
    shown.confirm_power = says.leftover;
    if says.tone != Tone::Calm {
        shown.trouble = says.advice.into();
        shown.trouble_tone = says.tone;
    }
    let Some(view) = &here.content.view else { return };
    shown.unprinted = model(view.unprinted.iter().map(|(ticket, job)| UnprintedTicket {
        number: ticket.number.to_string().into(),
        reason: begin(&cause_of(job)).into(),
    }));
}
