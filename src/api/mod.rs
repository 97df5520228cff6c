//! The JSON that others rely on: one type for each answer, made from values that somebody else has fetched.
//!
//! Belongs here: what an answer says and how it is written down. Fields are added, never renamed, removed or given another
//! type; `tests/command_line/schema.rs` holds that against `schema.json` beside it. Never here: asking the desk, reading a
//! file, printing, sentences for a terminal.

pub mod access;
pub mod board;
pub mod clock;
pub mod counter;
pub mod files;
pub mod log;
pub mod office;
pub mod paper;
pub mod people;
pub mod printer;
pub mod rehearsal;
pub mod report;
pub mod standard;
pub mod ticket;
pub mod voice;

use crate::domain::Timestamp;
use crate::office::Office;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

/// What may be given as an answer. Only the list below makes something one, so that no answer is without its schema.
pub trait Answer: Serialize + JsonSchema {}

/// Lists every answer with the name that its schema has.
macro_rules! answers {
    ($($name:literal: $answer:ty,)*) => {
        $(impl Answer for $answer {})*

        /// The name and the schema of every answer, as it is written. Each schema stands by itself, without references.
        pub fn schemas() -> Vec<(&'static str, Schema)> {
            vec![$(($name, schema_of::<$answer>())),*]
        }
    };
}

answers! {
    "backup": files::BackedUp,
    "board": board::Board,
    "break": counter::Break,
    "check": office::Checked,
    "devices": Vec<access::Device>,
    "issue": ticket::Issued,
    "log": Vec<log::Line<'_>>,
    "moved": ticket::Moved,
    "next": ticket::Called,
    "next-nobody": ticket::Nobody,
    "officer": people::Officer,
    "officer-list": Vec<people::OfficerFile>,
    "pair": access::Invited,
    "paper": paper::Sheet,
    "printer-confirm": printer::Confirmed,
    "printer-list": printer::List,
    "printer-status": printer::Status,
    "printer-test": printer::Tested,
    "printer-watch": printer::Change,
    "rehearse": rehearsal::Rehearsed,
    "report": report::Report,
    "restore": files::Restored,
    "return": ticket::Returned,
    "serve": Vec<access::Page>,
    "standard": standard::Standard<'_>,
    "standard-all": standard::Standards<'_>,
    "ticket": ticket::TicketFile,
    "voice-check": Vec<voice::Checked>,
    "voice-make": voice::Made,
    "voice-say": voice::Said,
    "voice-script": Vec<voice::Line>,
    "why": counter::Standing,
}

/// The schema of what is written, not of what would be read.
fn schema_of<A: Answer>() -> Schema {
    let settings = SchemaSettings::default().for_serialize().with(|s| s.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<A>()
}

/// A moment by the office's time.
fn local(at: Timestamp, office: &Office) -> String {
    at.with_timezone(&office.zone).to_rfc3339()
}
