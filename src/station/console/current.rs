//! The ticket at the counter as it is shown: number, way through the office, and its clocks.

use super::content::Here;
use super::view::{ConsoleClock, ConsoleFigure, ConsolePhase, ConsoleView, StageStep};
use crate::desk::CounterToday;
use crate::domain::{Entry, Lane, State, Ticket};
use crate::office::{Office, Service};
use crate::phrase::time;
use crate::station::staff::{LANGUAGE, words};
use crate::station::tone::{open_call, told};

fn norm(minutes: Option<u16>) -> String {
    minutes.map_or_else(String::new, |count| time::minutes(count, words()))
}

/// Everything about the ticket that this counter holds.
pub(super) fn fill(shown: &mut ConsoleView, here: &Here<'_>) {
    let paused = here.content.view.as_ref().is_some_and(|view| view.paused);
    let Some(ticket) = here.current() else {
        shown.phase = ConsolePhase::Idle;
        let heading = if paused { "officer.paused" } else { "console.free" };
        shown.heading = words().text(heading).into();
        shown.today = today(here);
        return;
    };
    let office = here.office;
    let (phase, heading) = match ticket.state {
        State::Called { calls, .. } => {
            shown.calls = words().with("sentence.called-times", &[("count", &calls)]);
            (ConsolePhase::Called, "console.called")
        }
        _ => (ConsolePhase::Serving, "console.serving"),
    };
    shown.phase = phase;
    shown.heading = words().text(heading).into();
    shown.number = ticket.number.to_string();
    shown.priority = ticket.lane == Lane::Priority;
    shown.entry = entry(ticket).into();
    shown.recall_seconds = here.recall_seconds();
    shown.clocks = clocks(here, ticket, phase == ConsolePhase::Called);
    let Some(service) = office.service(ticket.service) else { return };
    shown.service = service.name.get(LANGUAGE).into();
    let case = ticket.case.as_ref().and_then(|case| service.case(case));
    shown.case_name = case.map_or("", |case| case.name.get(LANGUAGE)).into();
    let Some(stage) = ticket.state.stage() else { return };
    let at = service.journey.iter().position(|s| s.id == *stage).unwrap_or(0);
    let steps = service.journey.iter().enumerate().map(|(index, step)| StageStep {
        name: office.stage_name(&step.id, LANGUAGE),
        done: index < at,
        current: index == at,
    });
    shown.steps = steps.collect();
    shown.finish_label = finish_label(office, service, at);
}

/// What this counter has done today; nothing before its first step.
fn today(here: &Here<'_>) -> Vec<ConsoleFigure> {
    let Some(today) = here.content.view.as_ref().map(|view| &view.today) else { return Vec::new() };
    if *today == CounterToday::default() {
        return Vec::new();
    }
    let figure = |value: String, key: &str| ConsoleFigure { value, name: words().text(key).into() };
    let takes = here.takes();
    let called = if takes { "officer.today-taken" } else { "officer.today-called" };
    let mean = today.mean.map(|mean| time::elapsed(mean, words()));
    let mean = mean.map(|mean| figure(mean, "officer.today-mean"));
    [
        Some(figure(today.called.to_string(), called)),
        Some(figure(today.finished.to_string(), "officer.today-done")),
        mean,
        Some(figure(today.handed_back.to_string(), "officer.today-returned")),
        Some(figure(today.missed.to_string(), "officer.today-missed")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn clocks(here: &Here<'_>, ticket: &Ticket, called: bool) -> Vec<ConsoleClock> {
    let (office, now) = (here.office, here.now);
    let service = office.service(ticket.service);
    let stage_norm = ticket.state.stage().and_then(|stage| service?.norm_minutes(stage));
    let (tone, word) = match office.call_level(ticket, now) {
        Some(level) => open_call(level),
        None => told(office.stage_level(ticket, now)),
    };
    let name = if called { "officer.since-call" } else { "officer.this-stage" };
    let here_now = ConsoleClock {
        name: words().text(name).into(),
        time: time::elapsed(now - ticket.changed_at, words()),
        norm: if called { String::new() } else { norm(stage_norm) },
        word: word.into(),
        tone,
    };
    let (tone, word) = told(office.promise_level(ticket, now));
    let whole = ConsoleClock {
        name: words().text("officer.whole-service").into(),
        time: time::elapsed(ticket.clock.elapsed(now), words()),
        norm: norm(service.and_then(|s| s.minutes)),
        word: word.into(),
        tone,
    };
    vec![here_now, whole]
}

/// How a ticket came into its queue, where that is worth a word.
pub(super) fn entry(ticket: &Ticket) -> &'static str {
    match ticket.entry {
        Entry::InTurn => "",
        Entry::Back => words().text("officer.entry-back"),
        Entry::Present => words().text("officer.entry-present"),
        Entry::Transferred => words().text("officer.entry-transferred"),
    }
}

fn finish_label(office: &Office, service: &Service, at: usize) -> String {
    let [here, following] = [at, at + 1].map(|place| service.journey.get(place));
    match following {
        Some(stage) => {
            let name = office.stage_name(&stage.id, LANGUAGE);
            words().with("sentence.finish-to", &[("stage", &name)])
        }
        // Where nothing was made before, nothing is handed over.
        None if here.is_some_and(|here| office.is_handover(service.code, &here.id)) => {
            words().text("sentence.finish-last").to_owned()
        }
        None => words().text("console.finish").to_owned(),
    }
}
