//! `board`: the office at a glance, for whoever leads it: who waits, what is at the counters, what has become late.
//!
//! Never here: how late is too late (`domain::sla`).

use super::answer::json;
use super::{Done, Outcome, open};
use crate::api;
use crate::data::DataFolder;
use crate::desk::{Desk, DeskError};
use crate::domain::{EventSeq, Language, Level, Ticket, Timestamp};
use crate::office::{Counter, Office};
use crate::phrase::time;
use crate::words::Words;
use chrono::TimeDelta;

pub(super) fn board(data: &DataFolder, as_json: bool) -> Outcome {
    let mut desk = open::desk(data)?;
    let board = desk.board(EventSeq(0))?;
    let intake = desk.intake()?;
    let now = desk.now();
    let office = desk.office();
    if as_json {
        json(&api::board::Board::of(&board, &intake, office, now))?;
        return Ok(Done::Done);
    }
    say!("{}: {} waiting", board.day, board.waiting().count());
    if let Some(clock) = &board.clock {
        say!("{clock}");
    }
    if let Some(left) = &board.left_behind {
        say!("{left}");
    }
    for ticket in &board.ahead {
        say!(
            "{} of {} is left from a wrong clock; give its visitor a new number",
            ticket.number,
            ticket.day
        );
    }
    for waiting in board.counts() {
        let stage = office.stage_name(&waiting.stage, Language::English);
        say!("  {} {stage}: {}", waiting.service, waiting.count);
    }
    for ticket in board.open.iter().filter(|t| t.state.counter().is_some()) {
        say!("{}{}", moved_line(office, ticket), times(office, ticket, now));
    }
    let late = late(office, &board.open, now);
    if !late.is_empty() {
        say!("late against the promise: {}", late.join(", "));
    }
    for service in intake {
        match (service.refused, service.left) {
            (Some(why), _) => say!("  {} no numbers: {why}", service.service),
            (None, Some(left)) => say!("  {} {left} numbers left", service.service),
            (None, None) => {}
        }
        if service.tight {
            say!("  {} what waits hardly fits before closing", service.service);
        }
    }
    for ticket in &board.away {
        say!("{}", moved_line(office, ticket));
    }
    for counter in &board.paused {
        say!("{} is paused", office.counter_name(*counter, Language::English));
    }
    for missing in &board.missing {
        say!("  missing {} x {}: {}", missing.count, missing.service, missing.document);
    }
    for call in &board.latest_calls {
        let time = time::clock_with_seconds(call.at, office.zone);
        let counter = office.counter_name(call.counter, Language::English);
        say!("  {time} {} to {counter}", call.number);
    }
    Ok(Done::Done)
}

/// The word for a level; one that is well has none.
fn word(level: Level) -> Option<&'static str> {
    match level {
        Level::Green => None,
        Level::Amber => Some("AMBER"),
        Level::Red => Some("RED"),
    }
}

/// How long a ticket has been at its counter, against the norm of the stage, and its service clock against the promise.
fn times(office: &Office, ticket: &Ticket, now: Timestamp) -> String {
    let service = office.service(ticket.service);
    let norm = ticket.state.stage().and_then(|stage| service?.norm_minutes(stage));
    let promise = service.and_then(|service| service.minutes);
    let here = now - ticket.changed_at;
    let clock = ticket.clock.elapsed(now);
    let mut times = format!("; {}", against(here, norm, office.stage_level(ticket, now)));
    let level = office.promise_level(ticket, now);
    times += &format!("; service {}", against(clock, promise, level));
    times
}

/// "3 min of 4", "5 min of 4 RED", "3 min"; what has lasted for hours, as hours or days.
fn against(time: TimeDelta, norm: Option<u16>, level: Option<Level>) -> String {
    let of = norm.map(|norm| format!(" of {norm}")).unwrap_or_default();
    let word = level.and_then(word).map(|word| format!(" {word}")).unwrap_or_default();
    let time = match time::whole_minutes(time) {
        minutes @ ..time::LONG => format!("{minutes} min"),
        _ => time::waited(time, Words::of(Language::English)),
    };
    format!("{time}{of}{word}")
}

/// Every open ticket that is or becomes late against the promise of its service, wherever it lies.
fn late(office: &Office, open: &[Ticket], now: Timestamp) -> Vec<String> {
    let mut late: Vec<(Level, &Ticket)> = open
        .iter()
        .filter_map(|ticket| Some((office.promise_level(ticket, now)?, ticket)))
        .filter(|(level, _)| *level > Level::Green)
        .collect();
    late.sort_by_key(|(level, ticket)| (std::cmp::Reverse(*level), ticket.clock.running_since));
    let told = |(level, ticket): &(Level, &Ticket)| {
        let stage = ticket.state.stage().map(|stage| office.stage_name(stage, Language::English));
        let at = stage.map(|stage| format!(" at {stage}")).unwrap_or_default();
        format!("{} {}{at}", ticket.number, word(*level).unwrap_or_default())
    };
    late.iter().map(told).collect()
}

/// Some who wait for the same, while nobody waits for a certain counter.
pub(super) struct Elsewhere {
    what: String,
    counters: Vec<String>,
    pub(super) count: u32,
}

/// Who waits in the whole office, and which counters may call them.
pub(super) fn elsewhere(desk: &mut Desk) -> Result<Vec<Elsewhere>, DeskError> {
    let board = desk.board(EventSeq(0))?;
    let office = desk.office();
    let mut elsewhere: Vec<Elsewhere> = Vec::new();
    for (ticket, stage) in board.waiting() {
        let what = format!("{} {}", ticket.service, office.stage_name(stage, Language::English));
        let may_call = |counter: &&Counter| match ticket.reserved_for {
            Some(only) => counter.number == only,
            None => counter.serves(ticket.service, stage),
        };
        let counters = office.counters.iter().filter(may_call);
        let counters: Vec<String> = counters.map(|counter| counter.number.to_string()).collect();
        match elsewhere.iter_mut().find(|known| known.what == what && known.counters == counters) {
            Some(known) => known.count += 1,
            None => elsewhere.push(Elsewhere { what, counters, count: 1 }),
        }
    }
    Ok(elsewhere)
}

/// "; elsewhere wait: 2 for T Verification (counters 1, 2)"; nothing where nobody waits at all.
pub(super) fn hint(elsewhere: &[Elsewhere]) -> String {
    let told = |Elsewhere { what, counters, count }: &Elsewhere| {
        let who = match &counters[..] {
            [] => "no counter serves that".to_owned(),
            [one] => format!("counter {one}"),
            several => format!("counters {}", several.join(", ")),
        };
        format!("{count} for {what} ({who})")
    };
    let told: Vec<String> = elsewhere.iter().map(told).collect();
    if told.is_empty() { String::new() } else { format!("; elsewhere wait: {}", told.join(", ")) }
}

/// Where a ticket is now, as a line.
pub(super) fn moved_line(office: &Office, ticket: &Ticket) -> String {
    let mut line = format!("{}: {}", ticket.number, ticket.state.code());
    if let Some(stage) = ticket.state.stage() {
        line += &format!(" for {}", office.stage_name(stage, Language::English));
    }
    if let Some(counter) = ticket.state.counter() {
        line += &format!(" at {}", office.counter_name(counter, Language::English));
    }
    if let Some(counter) = ticket.reserved_for {
        line += &format!(" at {} only", office.counter_name(counter, Language::English));
    }
    line
}
