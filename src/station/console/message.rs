//! What an officer reads after a key: what was done, or why it was not.

use super::command::{ConsoleCommand, Reply};
use crate::desk::{DeskError, FaultKind, Refusal};
use crate::domain::{State, Ticket};
use crate::office::Office;
use crate::phrase::fault;
use crate::station::Tone;
use crate::station::staff::{LANGUAGE, words};
use std::fmt::Display;

/// The answer to a key.
pub(super) struct Message {
    pub(super) text: String,
    pub(super) tone: Tone,
    /// How long it has been shown.
    pub(super) seconds: u32,
}

fn say(key: &str, values: &[(&str, &dyn Display)]) -> String {
    words().with(key, values)
}

/// The sentence for what came of a key.
pub(super) fn message(office: &Office, reply: Reply) -> Message {
    let (text, tone) = match reply {
        Reply::Nobody => (say("sentence.nobody-waiting", &[]), Tone::Calm),
        Reply::NoPrinter => (say("sentence.printer-none", &[]), Tone::Warn),
        Reply::Settled(command) => {
            let key = match command {
                ConsoleCommand::Pause => "officer.did-pause",
                ConsoleCommand::Resume => "officer.did-resume",
                ConsoleCommand::Answer(_) => "officer.did-answer",
                _ => "officer.did-confirm",
            };
            (say(key, &[]), Tone::Calm)
        }
        Reply::Done(command, ticket) => (done(office, &command, &ticket), Tone::Calm),
        Reply::Refused(error) => {
            let tone = if is_grave(&error) { Tone::Stop } else { Tone::Warn };
            (fault::to_staff(&error, words()), tone)
        }
    };
    Message { text, tone, seconds: 0 }
}

fn done(office: &Office, command: &ConsoleCommand, ticket: &Ticket) -> String {
    let key = match (command, &ticket.state) {
        (ConsoleCommand::Next, State::Called { .. }) => "sentence.did-call",
        (ConsoleCommand::Next, _) => "sentence.did-take",
        (ConsoleCommand::Recall, _) => "sentence.did-recall",
        (ConsoleCommand::Start, _) => "sentence.did-start",
        (ConsoleCommand::Finish, State::Done) => "sentence.did-hand-over",
        (ConsoleCommand::Finish, _) => "sentence.did-finish",
        (ConsoleCommand::HandBack(_), _) => "officer.did-hand-back",
        (ConsoleCommand::Back(_), _) => "officer.did-back",
        (ConsoleCommand::NoShow, _) => "sentence.did-no-show",
        (ConsoleCommand::Present(_), _) => "officer.did-present",
        (ConsoleCommand::Transfer(_), _) if ticket.reserved_for.is_some() => {
            "officer.did-transfer-counter"
        }
        (ConsoleCommand::Transfer(_), _) => "officer.did-transfer",
        (ConsoleCommand::Cancel, _) => "sentence.did-cancel",
        (ConsoleCommand::Undo, _) => "officer.did-undo",
        (ConsoleCommand::Reprint(_), _) => "sentence.did-reprint",
        // These concern no ticket.
        (ConsoleCommand::Pause, _) => "officer.did-pause",
        (ConsoleCommand::Resume, _) => "officer.did-resume",
        (ConsoleCommand::Answer(_), _) => "officer.did-answer",
        (ConsoleCommand::PowerCycled, _) => "officer.did-confirm",
    };
    let stage = ticket.state.stage().map(|s| office.stage_name(s, LANGUAGE)).unwrap_or_default();
    let service = office.service(ticket.service).map_or("", |s| s.name.get(LANGUAGE));
    let counter = ticket.reserved_for.map(|c| office.counter_name(c, LANGUAGE)).unwrap_or_default();
    let values: &[(&str, &dyn Display)] = &[
        ("number", &ticket.number),
        ("stage", &stage),
        ("service", &service),
        ("counter", &counter),
    ];
    say(key, values)
}

/// Whether somebody has to look after the office before this key works again.
pub fn is_grave(error: &DeskError) -> bool {
    match error {
        DeskError::Fault(fault) => !is_passing(fault.kind),
        DeskError::Refusal(Refusal::ClockAhead { .. }) => true,
        _ => false,
    }
}

/// Faults that are over when the officer has read of them.
fn is_passing(kind: FaultKind) -> bool {
    matches!(kind, FaultKind::Conflict | FaultKind::Busy)
}
