//! What an officer reads after a key: what was done, or why it was not.

use super::view::{LANGUAGE, words};
use super::worker::{ConsoleCommand, Reply};
use crate::app::ui::Tone;
use crate::desk::DeskError;
use crate::domain::State;
use crate::office::Office;
use crate::store::StoreError;
use std::fmt::Display;

/// The answer to a key.
pub(super) struct Message {
    pub(super) text: String,
    pub(super) tone: Tone,
    /// How long it has been shown.
    pub(super) seconds: u32,
}

/// The sentence for what came of a key.
pub(super) fn message(office: &Office, reply: Reply) -> Message {
    let say = |key: &str, values: &[(&str, &dyn Display)]| words().with(key, values);
    let (text, tone) = match reply {
        Reply::Nobody => (say("sentence.nobody-waiting", &[]), Tone::Calm),
        Reply::NoPrinter => (say("sentence.printer-none", &[]), Tone::Warn),
        Reply::Done(command, ticket) => {
            let stage = ticket.state.stage().map(|s| office.stage_name(s, LANGUAGE));
            let key = match (command, &ticket.state) {
                (ConsoleCommand::Next, State::Called { .. }) => "sentence.did-call",
                (ConsoleCommand::Next, _) => "sentence.did-take",
                (ConsoleCommand::Recall, _) => "sentence.did-recall",
                (ConsoleCommand::Start, _) => "sentence.did-start",
                (ConsoleCommand::Finish, State::Done) => "sentence.did-hand-over",
                (ConsoleCommand::Finish, _) => "sentence.did-finish",
                (ConsoleCommand::NoShow, _) => "sentence.did-no-show",
                (ConsoleCommand::Cancel, _) => "sentence.did-cancel",
                (ConsoleCommand::Reprint(_), _) => "sentence.did-reprint",
            };
            let stage = stage.unwrap_or_default();
            (say(key, &[("number", &ticket.number), ("stage", &stage)]), Tone::Calm)
        }
        Reply::Refused(error) => match &error {
            DeskError::CounterBusy { number, .. } => {
                (say("sentence.counter-busy", &[("number", number)]), Tone::Warn)
            }
            DeskError::CounterIdle(_) => (say("sentence.counter-idle", &[]), Tone::Warn),
            DeskError::CallLimit { number, limit } => {
                let values: &[(&str, &dyn Display)] = &[("number", number), ("count", limit)];
                (say("sentence.call-limit", values), Tone::Warn)
            }
            DeskError::Refused(refused) => {
                (say("sentence.not-now", &[("number", &refused.number)]), Tone::Warn)
            }
            DeskError::TooSoon { number, .. } => {
                (say("sentence.not-now", &[("number", number)]), Tone::Warn)
            }
            DeskError::Store(StoreError::Conflict(_)) => {
                (say("sentence.taken-elsewhere", &[]), Tone::Warn)
            }
            error => {
                eprintln!("antre: {error}");
                (say("sentence.stale-console", &[]), Tone::Stop)
            }
        },
    };
    Message { text, tone, seconds: 0 }
}
