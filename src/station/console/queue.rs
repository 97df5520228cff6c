//! The queue as it is shown: who is next and why, who waits, who is away, what was called last.

use super::content::Here;
use super::view::{ConsoleView, WaitingTicket};
use crate::domain::{Entry, Lane, State, Ticket, TicketNumber, Why};
use crate::office::Office;
use crate::phrase::{self, time};
use crate::station::staff::{LANGUAGE, words};
use crate::station::tone::told;
use std::fmt::Display;

fn detail(office: &Office, ticket: &Ticket) -> String {
    let service = office.service(ticket.service);
    let name = service.map_or("", |s| s.name.get(LANGUAGE));
    match ticket.state.stage() {
        Some(stage) => format!("{name}, {}", office.stage_name(stage, LANGUAGE)),
        None => name.to_owned(),
    }
}

/// "Mengapa nomor ini?", in one sentence.
fn reason(here: &Here<'_>, ticket: &Ticket, why: Why) -> String {
    let rule = phrase::why_next(why, here.office.fairness, words());
    match ticket.entry {
        _ if ticket.reserved_for == Some(here.counter) => {
            words().text("officer.why-reserved").to_owned()
        }
        Entry::Back => format!("{rule}. {}", words().text("officer.why-back")),
        Entry::Transferred => format!("{rule}. {}", words().text("officer.why-transferred")),
        Entry::Present | Entry::InTurn => rule,
    }
}

/// What somebody waits for: the service, with the stage where this counter has several, else with the case.
fn wanted(here: &Here<'_>, ticket: &Ticket) -> String {
    let office = here.office;
    let stages = office.counter(here.counter).map_or(0, |counter| counter.stages.len());
    if stages > 1 {
        return detail(office, ticket);
    }
    let Some(service) = office.service(ticket.service) else { return String::new() };
    let name = service.name.get(LANGUAGE);
    match ticket.case.as_ref().and_then(|case| service.case(case)) {
        Some(case) => format!("{name}, {}", case.name.get(LANGUAGE)),
        None => name.to_owned(),
    }
}

/// What stands on the key that calls: whom it calls, or what comes before that.
fn call_label(here: &Here<'_>) -> String {
    let takes = here.takes();
    let Some(view) = &here.content.view else { return String::new() };
    let next = view.next.as_ref().map(|(ticket, _)| ticket.number);
    let say = |key: &str, number: TicketNumber| words().with(key, &[("number", &number)]);
    match (&view.current, next) {
        (Some(held), Some(next)) => {
            let key = if takes { "officer.finish-then-take" } else { "officer.finish-then-call" };
            words().with(key, &[("number", &held.number), ("next", &next)])
        }
        (Some(held), None) => say("officer.finish-first", held.number),
        (None, Some(next)) if takes => say("officer.take-number", next),
        (None, Some(next)) => say("officer.call-number", next),
        (None, None) if takes => words().text("sentence.take-next").to_owned(),
        (None, None) => words().text("sentence.call-next").to_owned(),
    }
}

/// Everything about the queue.
pub(super) fn fill(shown: &mut ConsoleView, here: &Here<'_>) {
    let office = here.office;
    let Some(view) = &here.content.view else { return };
    shown.call_label = call_label(here);
    if let Some((ticket, why)) = &view.next {
        shown.next_number = ticket.number.to_string();
        shown.next_priority = ticket.lane == Lane::Priority;
        shown.next_reason = reason(here, ticket, *why);
    }
    let longest = view.waiting.iter().map(|t| here.now - t.arrived_at).max();
    let longest = time::waited(longest.unwrap_or_default(), words());
    let count = view.waiting.len();
    let values: &[(&str, &dyn Display)] = &[("count", &count), ("longest", &longest)];
    shown.waiting_total = words().with("officer.waiting-total", values);
    let waiting = view.waiting.iter().map(|ticket| WaitingTicket {
        number: ticket.number.to_string(),
        what: wanted(here, ticket),
        waited: time::waited(here.now - ticket.arrived_at, words()),
        priority: ticket.lane == Lane::Priority,
        // A number that was never called has no service time to be late with.
        tone: told(office.promise_level(ticket, here.now)).0,
    });
    shown.waiting = waiting.collect();
    let returned = view.away.iter().filter(|t| matches!(t.state, State::Returned { .. })).count();
    let missed = view.away.len() - returned;
    let away = match (returned, missed) {
        (0, 0) => String::new(),
        (returned, 0) => words().with("officer.away-files", &[("count", &returned)]),
        (0, missed) => words().with("officer.away-people", &[("count", &missed)]),
        (returned, missed) => {
            words().with("officer.away-both", &[("returned", &returned), ("missed", &missed)])
        }
    };
    shown.away = away;
    if let Some(request) = view.help.first() {
        let service = request.about.and_then(|code| office.service(code));
        let about = service.map_or(words().text("officer.asks-anything"), |s| s.name.get(LANGUAGE));
        let time = time::clock(request.asked_at, office.zone);
        shown.help = words().with("officer.asks", &[("about", &about), ("time", &time)]);
        shown.help_more = view.help.len() - 1;
    }
    if let Some(call) = &view.latest_call {
        let counter = office.counter_name(call.counter, LANGUAGE);
        let time = time::clock(call.at, office.zone);
        let values: &[(&str, &dyn Display)] =
            &[("number", &call.number), ("counter", &counter), ("time", &time)];
        shown.last_call = words().with("sentence.last-call", values);
    }
}
