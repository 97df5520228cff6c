//! What is said of the printer: its owner's word as a sentence, and what to do.

use super::content::{Here, words};
use crate::app::platform::model;
use crate::app::ui::{ConsoleView, Tone, UnprintedTicket};
use crate::app::{PrinterNow, Urgency};
use crate::office::Office;
use crate::phrase::printer;

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
        reason: printer::capitalised(&printer::missing(job.state, words())).into(),
    }));
}
