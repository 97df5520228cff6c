//! What a console shows, computed as a whole from what is known of the counter.
//!
//! Pure: the same moment and the same counter give the same view. Never here: windows, the queue.

use super::message::Message;
use crate::app::platform::model;
use crate::app::ui::{
    ConsolePhase, ConsoleView, StageStep, Tone, UnprintedTicket, WaitingGroup, WaitingTicket,
};
use crate::desk::CounterView;
use crate::domain::{
    Attendance, CounterNumber, Lane, Language, PrintState, Stage, State, Ticket, Timestamp, Why,
};
use crate::office::Office;
use crate::words::Words;
use std::fmt::Display;

/// The officer reads Indonesian.
pub(super) const LANGUAGE: Language = Language::Indonesian;

/// What a console knows.
#[derive(Default)]
pub(super) struct Content {
    /// The counter; `None` before it was read for the first time.
    pub(super) view: Option<Box<CounterView>>,
    /// Whether the queue cannot be read.
    pub(super) lost: bool,
    /// Why calls are not heard, by the code of the fault.
    pub(super) sound: Option<String>,
    /// The answer to the last key.
    pub(super) message: Option<Message>,
}

/// The sentences that an officer reads.
pub(super) fn words() -> &'static Words {
    Words::of(LANGUAGE)
}

/// All that the window shows.
pub(super) fn view(
    office: &Office,
    number: CounterNumber,
    now: Timestamp,
    content: &Content,
) -> ConsoleView {
    let local = now.with_timezone(&office.zone);
    let back_office = serves_only_back_office(office, number);
    let call = if back_office { "sentence.take-next" } else { "sentence.call-next" };
    let mut shown = ConsoleView {
        counter: office.counter_name(number, LANGUAGE).into(),
        clock: local.format("%H:%M").to_string().into(),
        call_label: words().text(call).into(),
        ..ConsoleView::default()
    };
    if content.lost {
        shown.stale = words().text("sentence.stale-console").into();
    }
    if let Some(fault) = &content.sound {
        let key = format!("cause.{fault}");
        let cause = words().text(&key);
        shown.sound = words().with("sentence.no-sound", &[("cause", &cause)]).into();
    }
    if let Some(message) = &content.message {
        shown.message = message.text.as_str().into();
        shown.message_tone = message.tone;
    }
    let Some(view) = &content.view else { return shown };
    match &view.current {
        Some(ticket) => current(&mut shown, office, ticket, now),
        None => shown.phase = ConsolePhase::Idle,
    }
    let usable = !content.lost;
    shown.can_next = usable && view.current.is_none() && view.next.is_some();
    queue(&mut shown, office, view);
    paper(&mut shown, office, view);
    if !usable {
        shown.can_recall = false;
        shown.can_start = false;
        shown.can_finish = false;
        shown.can_no_show = false;
        shown.can_cancel = false;
    }
    shown
}

fn serves_only_back_office(office: &Office, number: CounterNumber) -> bool {
    let Some(counter) = office.counter(number) else { return false };
    let mut stages = office.stages.iter().filter(|s| counter.stages.contains(&s.stage.id));
    stages.all(|s| s.stage.attendance == Attendance::BackOffice)
}

fn current(shown: &mut ConsoleView, office: &Office, ticket: &Ticket, now: Timestamp) {
    let (phase, calls) = match ticket.state {
        State::Called { calls, .. } => {
            (ConsolePhase::Called, words().with("sentence.called-times", &[("count", &calls)]))
        }
        _ => (ConsolePhase::Serving, String::new()),
    };
    shown.phase = phase;
    shown.calls = calls.into();
    shown.number = ticket.number.to_string().into();
    shown.priority = ticket.lane == Lane::Priority;
    let called = phase == ConsolePhase::Called;
    shown.can_recall = ticket.may_recall(office.call_limit);
    shown.can_start = called;
    shown.can_no_show = called;
    shown.can_finish = !called;
    shown.can_cancel = true;
    let seconds = (now - ticket.changed_at).num_seconds().max(0);
    shown.elapsed = format!("{:02}:{:02}", seconds / 60, seconds % 60).into();
    let Some(service) = office.service(ticket.service) else { return };
    shown.service = service.name.get(LANGUAGE).into();
    let case = ticket.case.as_ref().and_then(|case| service.case(case));
    shown.case_name = case.map_or("", |case| case.name.get(LANGUAGE)).into();
    let Some(stage) = ticket.state.stage() else { return };
    shown.stage = office.stage_name(stage, LANGUAGE).into();
    let here = service.journey.iter().position(|s| s.id == *stage).unwrap_or(0);
    shown.steps = model(service.journey.iter().enumerate().map(|(index, step)| StageStep {
        name: office.stage_name(&step.id, LANGUAGE).into(),
        done: index < here,
        current: index == here,
    }));
    shown.finish_label = finish_label(office, service.journey.get(here + 1)).into();
    if let (Some(norm), false) = (service.norm_minutes(stage), called) {
        shown.norm = words().with("sentence.minutes", &[("count", &norm)]).into();
        shown.elapsed_tone = tone(seconds, i64::from(norm) * 60);
    }
}

/// Amber from four fifths of the norm, red beyond it.
fn tone(seconds: i64, norm: i64) -> Tone {
    if seconds > norm {
        Tone::Stop
    } else if seconds * 5 >= norm * 4 {
        Tone::Warn
    } else {
        Tone::Calm
    }
}

fn finish_label(office: &Office, following: Option<&Stage>) -> String {
    match following {
        Some(stage) => {
            let name = office.stage_name(&stage.id, LANGUAGE);
            words().with("sentence.finish-to", &[("stage", &name)])
        }
        None => words().text("sentence.finish-last").to_owned(),
    }
}

fn detail(office: &Office, ticket: &Ticket) -> String {
    let service = office.service(ticket.service);
    let name = service.map_or("", |s| s.name.get(LANGUAGE));
    match ticket.state.stage() {
        Some(stage) => format!("{name}, {}", office.stage_name(stage, LANGUAGE)),
        None => name.to_owned(),
    }
}

fn queue(shown: &mut ConsoleView, office: &Office, view: &CounterView) {
    if let Some((ticket, why)) = &view.next {
        shown.next_number = ticket.number.to_string().into();
        shown.next_detail = detail(office, ticket).into();
        shown.next_priority = ticket.lane == Lane::Priority;
        let turns = office.fairness.regular_per_priority;
        let cap = office.fairness.cap_minutes;
        let reason = match why {
            Why::FirstInLine => words().text("sentence.why-first").to_owned(),
            Why::PriorityTurn => words().text("sentence.why-priority").to_owned(),
            Why::RegularTurn => words().with("sentence.why-regular", &[("count", &turns)]),
            Why::WaitedTooLong => words().with("sentence.why-cap", &[("count", &cap)]),
        };
        shown.next_reason = reason.into();
    }
    let count = view.waiting.len();
    shown.waiting_total = words().with("sentence.waiting-count", &[("count", &count)]).into();
    shown.waiting = model(view.waiting.iter().map(|ticket| WaitingTicket {
        number: ticket.number.to_string().into(),
        detail: detail(office, ticket).into(),
        priority: ticket.lane == Lane::Priority,
    }));
    let waits_at = |stage| view.waiting.iter().filter(move |t| t.state.stage() == Some(stage));
    let stages = office.stages.iter().map(|s| (s, waits_at(&s.stage.id).count()));
    shown.waiting_groups = model(stages.filter(|(_, count)| *count > 0).map(|(s, count)| {
        WaitingGroup { name: s.name.get(LANGUAGE).into(), count: count.to_string().into() }
    }));
    if let Some(call) = &view.latest_call {
        let counter = office.counter_name(call.counter, LANGUAGE);
        let time = call.at.with_timezone(&office.zone).format("%H:%M");
        let values: &[(&str, &dyn Display)] =
            &[("number", &call.number), ("counter", &counter), ("time", &time)];
        shown.last_call = words().with("sentence.last-call", values).into();
    }
}

fn paper(shown: &mut ConsoleView, office: &Office, view: &CounterView) {
    shown.unprinted = model(view.unprinted.iter().map(|(ticket, job)| UnprintedTicket {
        number: ticket.number.to_string().into(),
        reason: match job.state {
            PrintState::Failed(cause) | PrintState::Unknown(cause) => {
                words().text(&format!("cause.{cause}")).into()
            }
            PrintState::Sending => words().text("cause.interrupted").into(),
            _ => words().text("cause.expired").into(),
        },
    }));
    let missing = view.unprinted.len();
    let (sentence, tone) = match (&office.printer.address, missing) {
        (None, _) => (words().text("sentence.printer-none").to_owned(), Tone::Calm),
        (Some(_), 0) => (words().text("sentence.printer-ready").to_owned(), Tone::Calm),
        (Some(_), _) => {
            (words().with("sentence.printer-fault", &[("count", &missing)]), Tone::Warn)
        }
    };
    shown.printer = sentence.into();
    shown.printer_tone = tone;
}
