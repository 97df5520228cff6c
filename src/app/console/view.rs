//! What a console shows, computed as a whole from what is known of the counter.
//!
//! Pure: the same moment and the same counter give the same view. Never here: windows, the queue.

use super::content::{Here, LANGUAGE, words};
use super::steps::obstacle;
use super::worker::PublicSide;
use super::{current, paper, queue, rooms};
use crate::app::ui::{ConsoleAction, ConsoleCan, ConsoleView};
use crate::domain::{Attendance, CounterNumber};
use crate::office::Office;
use crate::phrase::{self, refusal, time};

/// All that the window shows.
pub(super) fn view(here: &Here<'_>) -> ConsoleView {
    let (office, content) = (here.office, here.content);
    let back_office = serves_only_back_office(office, here.counter);
    let call = if back_office { "sentence.take-next" } else { "sentence.call-next" };
    let mut shown = ConsoleView {
        counter: office.counter_name(here.counter, LANGUAGE).into(),
        clock: time::clock(here.now, office.zone).into(),
        call_label: words().text(call).into(),
        can: can(here),
        room: rooms::shown(here),
        ..ConsoleView::default()
    };
    if let Some(lost) = &content.lost {
        shown.stale = lost.as_str().into();
    }
    shown.public_side = public_side(&content.public).into();
    if let Some(message) = &content.message {
        shown.message = message.text.as_str().into();
        shown.message_tone = message.tone;
    }
    let Some(view) = &content.view else { return shown };
    if content.lost.is_none() {
        let doubted = view.clock.as_ref().map(|clock| refusal::doubted_clock(clock, words()));
        shown.stale = doubted.unwrap_or_default().into();
    }
    shown.paused = view.paused;
    if let (Some(undo), seconds @ 1..) = (&view.undo, here.undo_seconds()) {
        let step = words().text(step_name(&undo.kind));
        shown.undo = format!("{} {step}", undo.number).into();
        shown.undo_seconds = i32::try_from(seconds).unwrap_or(0);
    }
    current::fill(&mut shown, here);
    queue::fill(&mut shown, here);
    paper::fill(&mut shown, here);
    shown
}

fn can(here: &Here<'_>) -> ConsoleCan {
    let can = |action| obstacle(here, action).is_none();
    ConsoleCan {
        next: can(ConsoleAction::Next),
        recall: can(ConsoleAction::Recall),
        start: can(ConsoleAction::Start),
        finish: can(ConsoleAction::Finish),
        hand_back: can(ConsoleAction::HandBack),
        no_show: can(ConsoleAction::NoShow),
        transfer: can(ConsoleAction::Transfer),
        cancel: can(ConsoleAction::Cancel),
        pause: can(ConsoleAction::Pause),
    }
}

/// What is not seen or not heard in the waiting room, the screens first; nothing where all is well.
fn public_side(public: &PublicSide) -> String {
    if let Some(missing) = &public.screen {
        let key = match missing.is_kiosk {
            true => "sentence.no-kiosk-screen",
            false => "sentence.no-display-screen",
        };
        return words().with(key, &[("count", &missing.monitor)]);
    }
    let Some(fault) = &public.sound else { return String::new() };
    words().with("sentence.no-sound", &[("cause", &phrase::why(fault, words()))])
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

fn serves_only_back_office(office: &Office, number: CounterNumber) -> bool {
    let Some(counter) = office.counter(number) else { return false };
    let mut stages = office.stages.iter().filter(|s| counter.stages.contains(&s.stage.id));
    stages.all(|s| s.stage.attendance == Attendance::BackOffice)
}
