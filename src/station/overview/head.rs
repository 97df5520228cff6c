//! What whoever answers for the office asks first, and the other figures of the day. Pure.

use super::view::DayFigure;
use crate::desk::Overview;
use crate::domain::{Level, State, Timestamp};
use crate::office::Office;
use crate::phrase::time;
use crate::station::Tone;
use crate::station::staff::words;
use std::fmt::Display;

fn say(key: &str, values: &[(&str, &dyn Display)]) -> String {
    words().with(key, values)
}

fn count(overview: &Overview, is_it: impl Fn(&State) -> bool) -> usize {
    overview.tickets.iter().filter(|ticket| is_it(&ticket.state)).count()
}

/// The promise that was kept, who waits and the longest, and when the last one will be done.
pub(super) fn head(office: &Office, now: Timestamp, overview: &Overview) -> Vec<DayFigure> {
    vec![promise(office, now, overview), waiting(now, overview), last(office, now, overview)]
}

/// How many finished tickets kept the promise of their service.
fn promise(office: &Office, now: Timestamp, overview: &Overview) -> DayFigure {
    let done = overview.tickets.iter().filter(|t| t.state == State::Done);
    let levels: Vec<Level> = done.filter_map(|t| office.promise_level(t, now)).collect();
    let kept = levels.iter().filter(|level| **level != Level::Red).count();
    let all = levels.len();
    if all == 0 {
        let name = words().text("supervisor.none-promised").into();
        return DayFigure { name, value: "-".to_owned(), ..DayFigure::default() };
    }
    DayFigure {
        name: words().text("supervisor.kept").into(),
        value: say("supervisor.kept-of", &[("kept", &kept), ("count", &all)]),
        // One in ten may be late without anybody being worried.
        tone: if kept * 10 < all * 9 { Tone::Warn } else { Tone::Calm },
    }
}

fn waiting(now: Timestamp, overview: &Overview) -> DayFigure {
    let waiting = overview.tickets.iter().filter(|t| matches!(t.state, State::Waiting { .. }));
    let longest = waiting.clone().map(|ticket| now - ticket.arrived_at).max();
    let name = match longest {
        Some(longest) => {
            say("supervisor.waiting-longest", &[("longest", &time::waited(longest, words()))])
        }
        None => words().text("supervisor.waiting").to_owned(),
    };
    DayFigure { name, value: waiting.count().to_string(), ..DayFigure::default() }
}

fn last(office: &Office, now: Timestamp, overview: &Overview) -> DayFigure {
    let open = count(overview, |s| matches!(s, State::Waiting { .. }) || s.counter().is_some());
    let (value, name) = match overview.cleared_in {
        _ if open == 0 => ("-".to_owned(), "supervisor.all-done"),
        Some(left) => (time::clock(now + left, office.zone), "supervisor.last-done"),
        None => ("-".to_owned(), "supervisor.last-unknown"),
    };
    DayFigure { name: words().text(name).into(), value, ..DayFigure::default() }
}

/// The other figures of the day.
pub(super) fn figures(overview: &Overview) -> Vec<DayFigure> {
    let figure = |key: &str, value: usize| DayFigure {
        name: words().text(key).into(),
        value: value.to_string(),
        ..DayFigure::default()
    };
    let mut figures = vec![
        figure("supervisor.issued", overview.tickets.len()),
        figure("supervisor.working", count(overview, |s| s.counter().is_some())),
        figure("supervisor.done", count(overview, |s| *s == State::Done)),
        figure("supervisor.missed", count(overview, |s| matches!(s, State::Missed { .. }))),
        figure("supervisor.returned", count(overview, |s| matches!(s, State::Returned { .. }))),
    ];
    let unprinted = overview.unprinted.len();
    if unprinted > 0 {
        let missing = figure("console.unprinted", unprinted);
        figures.push(DayFigure { tone: Tone::Warn, ..missing });
    }
    figures
}
