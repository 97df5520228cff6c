//! What an officer may do now, and why not.
//!
//! The desk decides once more, in its turn; this only spares the officer a key that would be refused, and says why in a
//! sentence.

use super::action::ConsoleAction;
use super::content::Here;
use super::side_panel::SidePanel;
use crate::desk::{FaultKind, Refusal};
use crate::domain::{NotUndone, State, Ticket};
use crate::office::{Office, Text};
use crate::phrase::{fault, refusal};
use crate::station::PrinterNow;
use crate::station::staff::{LANGUAGE, words};

/// Why an action cannot be done now, as a sentence; `None` when it can.
pub(super) fn obstacle(here: &Here<'_>, action: ConsoleAction) -> Option<String> {
    let say = |key: &str| Some(words().text(key).to_owned());
    if matches!(action, ConsoleAction::Close | ConsoleAction::Legend) {
        return None;
    }
    if let Some(lost) = &here.content.lost {
        return Some(lost.clone());
    }
    let no = |why: Refusal| Some(refusal::to_staff(&why, words()));
    let Some(view) = &here.content.view else {
        return Some(fault::of_kind(FaultKind::Unreachable, words()).to_owned());
    };
    match action {
        ConsoleAction::Next => match (&view.current, &view.next) {
            _ if view.paused => no(Refusal::Paused(here.counter)),
            (Some(held), _) => no(Refusal::CounterBusy {
                counter: here.counter,
                number: held.number,
                state: held.state.code(),
            }),
            (None, None) => say("sentence.nobody-waiting"),
            (None, Some(_)) => None,
        },
        ConsoleAction::Undo if here.undo_seconds() == 0 => {
            no(Refusal::NotUndone(NotUndone::Nothing(here.counter)))
        }
        ConsoleAction::Answer if view.help.is_empty() => say("officer.nobody-asks"),
        ConsoleAction::PowerCycled => {
            let printer = here.content.printer.as_ref();
            match printer.is_some_and(PrinterNow::awaits_power_cycle) {
                true => None,
                false => say("officer.nothing-to-confirm"),
            }
        }
        ConsoleAction::Confirm => unfinished(here),
        ConsoleAction::Recall
        | ConsoleAction::Start
        | ConsoleAction::Finish
        | ConsoleAction::HandBack
        | ConsoleAction::NoShow
        | ConsoleAction::Transfer
        | ConsoleAction::Cancel => match &view.current {
            None => no(Refusal::CounterIdle(here.counter)),
            Some(ticket) => about_current(here, ticket, action),
        },
        _ => None,
    }
}

fn about(key: &str, ticket: &Ticket) -> String {
    words().with(key, &[("number", &ticket.number)])
}

fn about_current(here: &Here<'_>, ticket: &Ticket, action: ConsoleAction) -> Option<String> {
    let called = matches!(ticket.state, State::Called { .. });
    let no = |why: Refusal| Some(refusal::to_staff(&why, words()));
    match action {
        ConsoleAction::Recall | ConsoleAction::Start | ConsoleAction::NoShow if !called => {
            Some(about("officer.here-already", ticket))
        }
        ConsoleAction::Finish | ConsoleAction::HandBack if called => {
            Some(about("officer.start-first", ticket))
        }
        ConsoleAction::Recall if !ticket.may_recall(here.office.call_limit) => {
            no(Refusal::CallLimit { number: ticket.number, limit: here.office.call_limit })
        }
        ConsoleAction::Recall => match here.recall_seconds() {
            0 => None,
            left => no(Refusal::TooSoon {
                number: ticket.number,
                ago: 0,
                interval: u16::try_from(left).unwrap_or(u16::MAX),
            }),
        },
        ConsoleAction::HandBack if documents(here.office, ticket).is_empty() => {
            let service = here.office.service(ticket.service);
            let name = service.map_or("", |service| service.name.get(LANGUAGE));
            Some(words().with("officer.no-documents", &[("service", &name)]))
        }
        _ => None,
    }
}

/// The documents that a ticket needs, in the order of the list.
pub(super) fn documents<'a>(office: &'a Office, ticket: &Ticket) -> Vec<&'a Text> {
    let Some(service) = office.service(ticket.service) else { return Vec::new() };
    service.documents(ticket.case.as_ref()).collect()
}

/// Why the open panel cannot be confirmed yet, as a sentence.
pub(super) fn unfinished(here: &Here<'_>) -> Option<String> {
    let say = |key: &str| Some(words().text(key).to_owned());
    match &here.content.panel {
        SidePanel::HandBack { missing, .. } if missing.is_empty() => say("officer.tick-first"),
        SidePanel::HandBack { .. } | SidePanel::Cancel { .. } => None,
        SidePanel::Paper => obstacle(here, ConsoleAction::PowerCycled),
        SidePanel::Queue | SidePanel::Keys | SidePanel::Away | SidePanel::Transfer { .. } => {
            say("officer.nothing-to-confirm")
        }
    }
}
