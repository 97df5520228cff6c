//! What an officer may do now, why not, and what doing it means: a room that opens, or a command to the worker.
//!
//! Pure: nothing here asks the queue. The desk decides once more, in its turn; this only spares the officer a
//! key that would be refused, and says why in a sentence.

use super::content::{Content, Here, LANGUAGE, words};
use super::message::Message;
use super::rooms::{self, Does, Room};
use super::worker::ConsoleCommand;
use crate::app::PrinterNow;
use crate::app::ui::{ConsoleAction, Tone};
use crate::desk::{FaultKind, Refusal};
use crate::domain::{CounterNumber, NotUndone, State, Ticket, Timestamp};
use crate::office::Office;
use crate::phrase::{fault, refusal};

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
        ConsoleAction::Confirm => rooms::unfinished(here),
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
        ConsoleAction::HandBack if rooms::documents(here.office, ticket).is_empty() => {
            let service = here.office.service(ticket.service);
            let name = service.map_or("", |service| service.name.get(LANGUAGE));
            Some(words().with("officer.no-documents", &[("service", &name)]))
        }
        _ => None,
    }
}

/// Does what a key or a button asks for, as far as the window can; returns what the worker has to do.
pub(super) fn act(
    content: &mut Content,
    office: &Office,
    counter: CounterNumber,
    now: Timestamp,
    action: ConsoleAction,
) -> Option<ConsoleCommand> {
    let here = Here { office, counter, now, content };
    let obstacle = obstacle(&here, action);
    let current = here.current().map(|ticket| ticket.id);
    if let Some(sentence) = obstacle {
        // The same key closes what it opened, whatever has happened since.
        content.message = Some(Message { text: sentence, tone: Tone::Warn, seconds: 0 });
        return None;
    }
    let open = |content: &mut Content, room: Room| {
        // The key that opened a room closes it, too.
        let same = std::mem::discriminant(&content.room) == std::mem::discriminant(&room);
        content.room = if same { Room::Queue } else { room };
        content.page = 0;
        content.message = None;
    };
    let command = match action {
        ConsoleAction::Next => ConsoleCommand::Next,
        ConsoleAction::Recall => ConsoleCommand::Recall,
        ConsoleAction::Start => ConsoleCommand::Start,
        ConsoleAction::Finish => ConsoleCommand::Finish,
        ConsoleAction::NoShow => ConsoleCommand::NoShow,
        ConsoleAction::Undo => ConsoleCommand::Undo,
        ConsoleAction::PowerCycled => ConsoleCommand::PowerCycled,
        ConsoleAction::Pause => match content.view.as_ref().is_some_and(|view| view.paused) {
            true => ConsoleCommand::Resume,
            false => ConsoleCommand::Pause,
        },
        ConsoleAction::Confirm => rooms::confirmed(&content.room)?,
        ConsoleAction::Answer => {
            let first = content.view.as_ref().and_then(|view| view.help.first());
            ConsoleCommand::Answer(first?.id)
        }
        ConsoleAction::HandBack => {
            let ticket = current?;
            open(content, Room::HandBack { ticket, missing: Default::default() });
            return None;
        }
        ConsoleAction::Transfer => {
            open(content, Room::Transfer { ticket: current? });
            return None;
        }
        ConsoleAction::Cancel => {
            open(content, Room::Cancel { ticket: current? });
            return None;
        }
        ConsoleAction::Away => {
            open(content, Room::Away);
            return None;
        }
        ConsoleAction::Paper => {
            open(content, Room::Paper);
            return None;
        }
        ConsoleAction::Legend => {
            open(content, Room::Keys);
            return None;
        }
        ConsoleAction::Close => {
            content.room = Room::Queue;
            content.message = None;
            return None;
        }
    };
    send(content, command)
}

/// Does what the n-th line of the open room says.
pub(super) fn choose(
    content: &mut Content,
    office: &Office,
    counter: CounterNumber,
    now: Timestamp,
    line: usize,
) -> Option<ConsoleCommand> {
    let here = Here { office, counter, now, content };
    let line = rooms::lines(&here).into_iter().nth(line)?;
    follow(content, line)
}

/// Does what the line with this key says. `None`: the open room has no such line.
pub(super) fn choose_by_key(
    content: &mut Content,
    office: &Office,
    counter: CounterNumber,
    now: Timestamp,
    key: &str,
) -> Option<Option<ConsoleCommand>> {
    let here = Here { office, counter, now, content };
    let line = rooms::line_of(&here, key)?;
    Some(follow(content, line))
}

fn follow(content: &mut Content, line: rooms::Line) -> Option<ConsoleCommand> {
    if let Some(lost) = &content.lost {
        content.message = Some(Message { text: lost.clone(), tone: Tone::Warn, seconds: 0 });
        return None;
    }
    match line.does {
        Does::Tick(item) => {
            if let Room::HandBack { missing, .. } = &mut content.room
                && !missing.remove(&item)
            {
                missing.insert(item);
            }
            None
        }
        Does::TurnPage(page) => {
            content.page = page;
            None
        }
        Does::Send(command) if line.enabled => send(content, command),
        Does::Send(_) => {
            let text = format!("{}: {}", line.title, line.detail);
            content.message = Some(Message { text, tone: Tone::Warn, seconds: 0 });
            None
        }
    }
}

/// Hands a command over, unless another one is still under way.
pub(super) fn send(content: &mut Content, command: ConsoleCommand) -> Option<ConsoleCommand> {
    if content.pending.is_some() {
        return None;
    }
    content.pending = Some(0);
    Some(command)
}
