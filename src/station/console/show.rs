//! What a console shows, computed as a whole from what is known of the counter.
//!
//! Pure: the same moment and the same counter give the same view. Never here: windows, the queue.

use super::action::ConsoleAction;
use super::content::Here;
use super::obstacle::obstacle;
use super::view::{ConsoleView, UnprintedTicket};
use super::{current, panel_view, queue};
use crate::phrase::{printer, refusal, time};
use crate::station::staff::{LANGUAGE, words};
use crate::station::{Tone, printer_says};

/// The actions that have a key of their own on the console.
const SHOWN: [ConsoleAction; 11] = [
    ConsoleAction::Next,
    ConsoleAction::Recall,
    ConsoleAction::Start,
    ConsoleAction::Finish,
    ConsoleAction::HandBack,
    ConsoleAction::NoShow,
    ConsoleAction::Transfer,
    ConsoleAction::Cancel,
    ConsoleAction::Pause,
    ConsoleAction::Away,
    ConsoleAction::Paper,
];

/// All that there is to see; the page of signing in is its own.
pub(super) fn view(here: &Here<'_>) -> ConsoleView {
    let (office, content) = (here.office, here.content);
    let mut shown = ConsoleView {
        counter: office.counter_name(here.counter, LANGUAGE),
        clock: time::clock(here.now, office.zone),
        letters: content.panel.leaves_letters(),
        can: SHOWN.into_iter().filter(|action| obstacle(here, *action).is_none()).collect(),
        panel: panel_view::shown(here),
        ..ConsoleView::default()
    };
    if let Some(lost) = &content.lost {
        shown.stale = lost.as_str().into();
    }
    shown.public_side = content.public.sentence();
    if let Some(message) = &content.message {
        shown.message = message.text.as_str().into();
        shown.message_tone = message.tone;
    }
    let Some(view) = &content.view else { return shown };
    if content.lost.is_none() {
        let doubted = view.clock.as_ref().map(|clock| refusal::doubted_clock(clock, words()));
        shown.stale = doubted.unwrap_or_default();
        let left = view.left_behind.as_ref().filter(|left| left.is_fresh(here.now));
        // A display that is silent or dark concerns everybody who is here, and now.
        if let (Some(left), true) = (left, shown.public_side.is_empty()) {
            shown.public_side = refusal::left_behind(left, words());
        }
    }
    shown.paused = view.paused;
    if let (Some(undo), seconds @ 1..) = (&view.undo, here.undo_seconds()) {
        let step = words().text(step_name(&undo.kind));
        shown.undo = format!("{} {step}", undo.number);
        shown.undo_seconds = seconds;
    }
    current::fill(&mut shown, here);
    queue::fill(&mut shown, here);
    fill_printer(&mut shown, here);
    shown
}

/// The printer and the missing papers.
fn fill_printer(shown: &mut ConsoleView, here: &Here<'_>) {
    let says = printer_says(here.office, here.content.printer.as_ref());
    shown.printer = says.short;
    shown.printer_tone = says.tone;
    shown.confirm_power = says.leftover;
    if says.tone != Tone::Calm {
        shown.trouble = says.advice;
        shown.trouble_tone = says.tone;
    }
    let Some(view) = &here.content.view else { return };
    let unprinted = view.unprinted.iter().map(|(ticket, job)| UnprintedTicket {
        number: ticket.number.to_string(),
        reason: printer::capitalised(&printer::missing(job.state, words())),
    });
    shown.unprinted = unprinted.collect();
}

/// The name of a step, by the code of its event.
fn step_name(kind: &str) -> &'static str {
    match kind {
        "called" => "officer.step-called",
        "taken" => "officer.step-taken",
        "started" => "officer.step-started",
        "finished" => "officer.step-finished",
        "returned" => "officer.step-returned",
        "missed" => "officer.step-missed",
        _ => "officer.step-transferred",
    }
}
