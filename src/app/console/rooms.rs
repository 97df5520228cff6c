//! What stands at the right of the console while the officer decides something: lines with a key each.
//!
//! A room never hides the ticket or its keys, and it is left by the key that opened it, by Esc, or by itself once
//! there is nothing left to decide. Pure.

use super::content::{Here, LANGUAGE, words};
use super::keys::KEYS;
use super::paper::printer_says;
use super::steps::obstacle;
use super::worker::ConsoleCommand;
use crate::app::platform::model;
use crate::app::ui::{ConsoleAction, ConsoleRoom, LegendKey, RoomRow, Tone};
use crate::desk::Destination;
use crate::domain::{State, Ticket, TicketId};
use crate::office::{Office, Text};
use crate::phrase::{printer, time};
use std::collections::BTreeSet;
use std::fmt::Display;

/// So many lines stand in a room at once.
const PAGE: usize = 7;

/// Which room is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Room {
    /// None: the queue is there.
    #[default]
    Queue,
    /// What is missing from this file?
    HandBack {
        ticket: TicketId,
        /// By the place in the list of documents, from 1.
        missing: BTreeSet<u16>,
    },
    /// Where shall this visitor go?
    Transfer { ticket: TicketId },
    /// Really?
    Cancel { ticket: TicketId },
    /// Who is back?
    Away,
    /// The printer, and what it did not print.
    Paper,
    /// What do the keys do?
    Keys,
}

/// What a line does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Does {
    /// Ticks the n-th document, or no longer.
    Tick(u16),
    /// Sends a command.
    Send(ConsoleCommand),
    /// Shows this page.
    TurnPage(usize),
}

/// A line of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its own key; otherwise the lines of a page are numbered.
    key: Option<String>,
    pub(super) title: String,
    pub(super) detail: String,
    /// What happens, where the title does not say it.
    action: String,
    ticked: Option<bool>,
    pub(super) enabled: bool,
    pub(super) does: Does,
}

impl Line {
    fn new(title: String, detail: String, does: Does) -> Self {
        let (key, action) = (None, String::new());
        Self { key, title, detail, action, ticked: None, enabled: true, does }
    }

    fn spoken(&self) -> String {
        let parts = [&self.title, &self.action];
        let said: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).map(|p| &**p).collect();
        said.join(": ")
    }
}

/// The documents that a ticket needs, in the order of the list.
pub(super) fn documents<'a>(office: &'a Office, ticket: &Ticket) -> Vec<&'a Text> {
    let Some(service) = office.service(ticket.service) else { return Vec::new() };
    service.documents(ticket.case.as_ref()).collect()
}

/// The lines that stand in the open room now, each with its key.
pub(super) fn lines(here: &Here<'_>) -> Vec<Line> {
    let all = all_lines(here);
    if all.len() <= PAGE {
        return numbered(all);
    }
    let each = PAGE - 1;
    let pages = all.len().div_ceil(each);
    let page = here.content.page.min(pages - 1);
    let shown = all.into_iter().skip(page * each).take(each).collect();
    let mut shown = numbered(shown);
    let title = words().with("officer.more", &[("page", &(page + 1)), ("pages", &pages)]);
    let mut turn = Line::new(title, String::new(), Does::TurnPage((page + 1) % pages));
    turn.key = Some("0".to_owned());
    shown.push(turn);
    shown
}

fn numbered(lines: Vec<Line>) -> Vec<Line> {
    let mut next = 0;
    let number = |mut line: Line| {
        if line.key.is_none() {
            next += 1;
            line.key = Some(next.to_string());
        }
        line
    };
    lines.into_iter().map(number).collect()
}

/// The line with this key: on the page that is shown, or, where it has a letter of its own, on any.
pub(super) fn line_of(here: &Here<'_>, key: &str) -> Option<Line> {
    let is_it = |line: &Line| line.key.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(key));
    let shown = lines(here).into_iter().find(is_it);
    shown.or_else(|| all_lines(here).into_iter().find(is_it))
}

fn all_lines(here: &Here<'_>) -> Vec<Line> {
    let Some(view) = &here.content.view else { return Vec::new() };
    match &here.content.room {
        Room::HandBack { missing, .. } => {
            let Some(ticket) = &view.current else { return Vec::new() };
            let documents = documents(here.office, ticket).into_iter();
            let line = |(index, document): (usize, &Text)| {
                let item = u16::try_from(index + 1).ok()?;
                let title = document.get(LANGUAGE).to_owned();
                let line = Line::new(title, String::new(), Does::Tick(item));
                Some(Line { ticked: Some(missing.contains(&item)), ..line })
            };
            documents.enumerate().filter_map(line).collect()
        }
        Room::Transfer { .. } => match &view.current {
            Some(ticket) => destinations(here, ticket),
            None => Vec::new(),
        },
        Room::Away => view.away.iter().map(|ticket| away(here, ticket)).collect(),
        Room::Paper => reprints(here),
        Room::Queue | Room::Cancel { .. } | Room::Keys => Vec::new(),
    }
}

fn destinations(here: &Here<'_>, ticket: &Ticket) -> Vec<Line> {
    let office = here.office;
    let breaks = here.content.view.as_ref().map(|view| view.breaks.clone()).unwrap_or_default();
    let Some(stage) = ticket.state.stage() else { return Vec::new() };
    let mut lines = Vec::new();
    let stage_name = office.stage_name(stage, LANGUAGE);
    let counters = office.counters.iter().filter(|c| c.number != here.counter);
    for counter in counters.filter(|c| c.serves(ticket.service, stage)) {
        let paused = breaks.contains(&counter.number);
        let detail = if paused { words().text("officer.on-break") } else { &stage_name };
        let to = Destination { service: None, counter: Some(counter.number) };
        let does = Does::Send(ConsoleCommand::Transfer(to));
        let name = counter.name.get(LANGUAGE).to_owned();
        lines.push(Line { enabled: !paused, ..Line::new(name, detail.to_owned(), does) });
    }
    let back = words().text("officer.back-to-line").to_owned();
    let does = Does::Send(ConsoleCommand::Transfer(Destination::default()));
    lines.push(Line::new(back, stage_name, does));
    for service in office.services.iter().filter(|s| s.code != ticket.service) {
        let first = service.journey.iter().find(|s| s.id == *stage).or(service.journey.first());
        let Some(first) = first else { continue };
        let serve = office.counters.iter().filter(|c| c.serves(service.code, &first.id));
        let names: Vec<&str> = serve.map(|c| c.name.get(LANGUAGE)).collect();
        let stage_name = office.stage_name(&first.id, LANGUAGE);
        let detail = match names.is_empty() {
            true => words().text("officer.no-counter").to_owned(),
            false => format!("{stage_name}, {}", names.join(", ")),
        };
        let to = Destination { service: Some(service.code), counter: None };
        let does = Does::Send(ConsoleCommand::Transfer(to));
        let line = Line::new(service.name.get(LANGUAGE).to_owned(), detail, does);
        let key = Some(service.code.to_string());
        lines.push(Line { key, enabled: !names.is_empty(), ..line });
    }
    lines
}

fn away(here: &Here<'_>, ticket: &Ticket) -> Line {
    let office = here.office;
    let time = time::clock(ticket.changed_at, office.zone);
    let number = ticket.number;
    let (does, action, detail) = match ticket.state {
        State::Returned { .. } => {
            let view = here.content.view.as_ref();
            let lacking = view.and_then(|v| v.lacking.iter().find(|(id, _)| *id == ticket.id));
            let names = lacking.into_iter().flat_map(|(_, list)| list.iter());
            let names: Vec<&str> = names.map(|missing| &*missing.document).collect();
            let values: &[(&str, &dyn Display)] =
                &[("time", &time), ("documents", &in_one_line(&names))];
            let detail = words().with("officer.away-returned", values);
            (ConsoleCommand::Back(number), "officer.is-back", detail)
        }
        _ => {
            let detail = words().with("officer.away-missed", &[("time", &time)]);
            (ConsoleCommand::Present(number), "officer.is-here", detail)
        }
    };
    let name = office.service(ticket.service).map_or("", |s| s.name.get(LANGUAGE));
    let line = Line::new(format!("{number}  {name}"), detail, Does::Send(does));
    Line { action: words().text(action).to_owned(), ..line }
}

/// The first of these documents, and how many more: the visitor's slip names them all.
fn in_one_line(documents: &[&str]) -> String {
    match documents {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, more @ ..] => format!("{first} (+{})", more.len()),
    }
}

fn reprints(here: &Here<'_>) -> Vec<Line> {
    let Some(view) = &here.content.view else { return Vec::new() };
    let reprint = words().text("console.reprint");
    let line = |ticket: &Ticket, why: String| {
        let does = Does::Send(ConsoleCommand::Reprint(ticket.number));
        Line::new(format!("{reprint} {}", ticket.number), why, does)
    };
    let unprinted = view.unprinted.iter();
    let mut lines: Vec<Line> =
        unprinted.map(|(t, job)| line(t, printer::missing(job.state, words()))).collect();
    let listed = |ticket: &Ticket| view.unprinted.iter().any(|(t, _)| t.id == ticket.id);
    if let Some(ticket) = view.current.as_ref().filter(|ticket| !listed(ticket)) {
        lines.push(line(ticket, words().text("officer.at-this-counter").to_owned()));
    }
    let printer = here.office.usual_printer().is_some();
    lines.into_iter().map(|line| Line { enabled: printer, ..line }).collect()
}

/// Why the open room cannot be confirmed yet, as a sentence.
pub(super) fn unfinished(here: &Here<'_>) -> Option<String> {
    let say = |key: &str| Some(words().text(key).to_owned());
    match &here.content.room {
        Room::HandBack { missing, .. } if missing.is_empty() => say("officer.tick-first"),
        Room::HandBack { .. } | Room::Cancel { .. } => None,
        Room::Paper => obstacle(here, ConsoleAction::PowerCycled),
        Room::Queue | Room::Keys | Room::Away | Room::Transfer { .. } => {
            say("officer.nothing-to-confirm")
        }
    }
}

/// What the button of a room does.
pub(super) fn confirmed(room: &Room) -> Option<ConsoleCommand> {
    match room {
        Room::HandBack { missing, .. } => {
            Some(ConsoleCommand::HandBack(missing.iter().copied().collect()))
        }
        Room::Cancel { .. } => Some(ConsoleCommand::Cancel),
        Room::Paper => Some(ConsoleCommand::PowerCycled),
        Room::Queue | Room::Keys | Room::Away | Room::Transfer { .. } => None,
    }
}

/// The open room as it is shown.
pub(super) fn shown(here: &Here<'_>) -> ConsoleRoom {
    let number = here.current().map(|t| t.number.to_string()).unwrap_or_default();
    let about = |key: &str| words().with(key, &[("number", &number)]);
    let mut room = ConsoleRoom { open: true, ..ConsoleRoom::default() };
    match &here.content.room {
        Room::Queue => return ConsoleRoom::default(),
        Room::HandBack { missing, .. } => {
            room.title = about("officer.hand-back-title").into();
            let printer = here.office.usual_printer().is_some();
            let note = if printer { "officer.hand-back-slip" } else { "officer.hand-back-no-slip" };
            room.note = words().text(note).into();
            let count = missing.len();
            room.confirm = words().with("officer.hand-back-confirm", &[("count", &count)]).into();
        }
        Room::Transfer { .. } => {
            room.title = about("officer.transfer-title").into();
            room.note = words().text("officer.transfer-note").into();
        }
        Room::Cancel { .. } => {
            room.title = about("officer.cancel-title").into();
            room.note = words().text("officer.cancel-note").into();
            room.note_tone = Tone::Warn;
            room.confirm = about("officer.cancel-confirm").into();
            room.confirm_danger = true;
        }
        Room::Away => {
            room.title = words().text("officer.away-title").into();
            room.empty = words().text("officer.away-none").into();
        }
        Room::Paper => {
            let says = printer_says(here.office, here.content.printer.as_ref());
            room.title = words().text("officer.paper-title").into();
            room.note = says.advice.into();
            room.note_tone = says.tone;
            room.empty = words().text("officer.paper-none").into();
            if says.leftover {
                room.confirm = words().text("officer.power-cycled").into();
            }
        }
        Room::Keys => {
            room.title = words().text("officer.keys-title").into();
            // The window's own key, which no ticket and no break stands in the way of.
            let lock = here.office.people.sign_in.then(|| LegendKey {
                cap: "Ctrl+L".into(),
                label: words().text("people.lock").into(),
                usable: true,
            });
            let keys = KEYS.iter().map(|entry| LegendKey {
                cap: entry.cap.into(),
                label: words().text(entry.label).into(),
                usable: obstacle(here, entry.action).is_none(),
            });
            room.legend = model(keys.chain(lock));
        }
    }
    room.can_confirm = unfinished(here).is_none() && here.content.lost.is_none();
    room.rows = model(lines(here).into_iter().map(|line| RoomRow {
        spoken: line.spoken().into(),
        key: line.key.unwrap_or_default().into(),
        title: line.title.into(),
        detail: line.detail.into(),
        action: line.action.into(),
        tickable: line.ticked.is_some(),
        ticked: line.ticked == Some(true),
        enabled: line.enabled,
    }));
    room
}
