//! The lines of the open panel, with a key each.

use super::command::ConsoleCommand;
use super::content::Here;
use super::obstacle::documents;
use super::side_panel::SidePanel;
use crate::desk::Destination;
use crate::domain::{State, Ticket, TicketNumber};
use crate::office::Text;
use crate::phrase::{printer, time};
use crate::station::Key;
use crate::station::staff::{LANGUAGE, words};
use std::fmt::Display;

/// So many lines stand in a panel at once.
const PAGE: usize = 7;

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

/// A line of a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its own key; otherwise the lines of a page are numbered.
    pub(super) key: Option<String>,
    pub(super) title: String,
    pub(super) detail: String,
    /// What happens, where the title does not say it.
    pub(super) action: String,
    pub(super) ticked: Option<bool>,
    pub(super) enabled: bool,
    pub(super) does: Does,
}

impl Line {
    fn new(title: String, detail: String, does: Does) -> Self {
        let (key, action) = (None, String::new());
        Self { key, title, detail, action, ticked: None, enabled: true, does }
    }

    /// What a screen reader says of it.
    pub(super) fn spoken(&self) -> String {
        let parts = [&self.title, &self.action];
        let said: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).map(|p| &**p).collect();
        said.join(": ")
    }
}

/// The lines that stand in the open panel now, each with its key.
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
pub(super) fn line_of(here: &Here<'_>, key: Key) -> Option<Line> {
    let Key::Typed(typed) = key else { return None };
    let typed = typed.to_string();
    let is_it =
        |line: &Line| line.key.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(&typed));
    let shown = lines(here).into_iter().find(is_it);
    shown.or_else(|| all_lines(here).into_iter().find(is_it))
}

fn all_lines(here: &Here<'_>) -> Vec<Line> {
    let Some(view) = &here.content.view else { return Vec::new() };
    match &here.content.panel {
        SidePanel::HandBack { missing, .. } => {
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
        SidePanel::Transfer { .. } => match &view.current {
            Some(ticket) => destinations(here, ticket),
            None => Vec::new(),
        },
        SidePanel::Away => view.away.iter().map(|ticket| away(here, ticket)).collect(),
        SidePanel::Paper => reprints(here),
        SidePanel::Queue | SidePanel::Cancel { .. } | SidePanel::Keys => Vec::new(),
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
    // Then every other one of today: whoever lost a paper comes to any counter, whenever.
    let mut told: Vec<TicketNumber> = view.unprinted.iter().map(|(t, _)| t.number).collect();
    told.extend(view.current.as_ref().map(|ticket| ticket.number));
    let issued = view.issued.iter().filter(|issued| !told.contains(&issued.number));
    lines.extend(issued.map(|issued| {
        let time = time::clock(issued.at, here.office.zone);
        let service = here.office.service(issued.service);
        let service = service.map_or("", |service| service.name.get(LANGUAGE));
        let why = words().with("officer.issued-at", &[("time", &time), ("service", &service)]);
        let does = Does::Send(ConsoleCommand::Reprint(issued.number));
        Line::new(format!("{reprint} {}", issued.number), why, does)
    }));
    let printer = here.office.usual_printer().is_some();
    lines.into_iter().map(|line| Line { enabled: printer, ..line }).collect()
}
