//! What an officer's wish means: a panel that opens, or a command to the worker.

use super::action::ConsoleAction;
use super::command::ConsoleCommand;
use super::content::{Content, Here};
use super::message::Message;
use super::obstacle::obstacle;
use super::panel_lines::{Does, Line, lines};
use super::side_panel::{SidePanel, confirmed};
use crate::domain::{CounterNumber, Timestamp};
use crate::office::Office;
use crate::station::Tone;

/// Does what a key or a button asks for, as far as the console can; returns what the worker has to do.
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
    let open = |content: &mut Content, panel: SidePanel| {
        // The key that opened a panel closes it, too.
        let same = std::mem::discriminant(&content.panel) == std::mem::discriminant(&panel);
        content.panel = if same { SidePanel::Queue } else { panel };
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
        ConsoleAction::Confirm => confirmed(&content.panel)?,
        ConsoleAction::Answer => {
            let first = content.view.as_ref().and_then(|view| view.help.first());
            ConsoleCommand::Answer(first?.id)
        }
        ConsoleAction::HandBack => {
            let ticket = current?;
            open(content, SidePanel::HandBack { ticket, missing: Default::default() });
            return None;
        }
        ConsoleAction::Transfer => {
            open(content, SidePanel::Transfer { ticket: current? });
            return None;
        }
        ConsoleAction::Cancel => {
            open(content, SidePanel::Cancel { ticket: current? });
            return None;
        }
        ConsoleAction::Away => {
            open(content, SidePanel::Away);
            return None;
        }
        ConsoleAction::Paper => {
            open(content, SidePanel::Paper);
            return None;
        }
        ConsoleAction::Legend => {
            open(content, SidePanel::Keys);
            return None;
        }
        ConsoleAction::Close => {
            content.panel = SidePanel::Queue;
            content.message = None;
            return None;
        }
    };
    send(content, command)
}

/// Does what the n-th line of the open panel says.
pub(super) fn choose(
    content: &mut Content,
    office: &Office,
    counter: CounterNumber,
    now: Timestamp,
    line: usize,
) -> Option<ConsoleCommand> {
    let here = Here { office, counter, now, content };
    let line = lines(&here).into_iter().nth(line)?;
    follow(content, line)
}

/// Does what a line of the open panel says.
pub(super) fn follow(content: &mut Content, line: Line) -> Option<ConsoleCommand> {
    if let Some(lost) = &content.lost {
        content.message = Some(Message { text: lost.clone(), tone: Tone::Warn, seconds: 0 });
        return None;
    }
    match line.does {
        Does::Tick(item) => {
            if let SidePanel::HandBack { missing, .. } = &mut content.panel
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
