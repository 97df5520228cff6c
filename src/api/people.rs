//! Answers about who works here. Never here: a PIN that somebody chose.

use super::local;
use crate::desk;
use crate::domain;
use crate::office::Office;
use crate::queue::OfficerEvent;
use schemars::JsonSchema;
use serde::Serialize;

/// Answer of the verbs that change one officer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Officer {
    /// A short word or a number.
    pub id: String,
    /// The name that the office uses for them at work.
    pub name: String,
    /// `petugas` (officer), `penyelia` (supervisor) or `teknisi` (technician).
    pub role: &'static str,
    /// The PIN that was made; shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
}

impl Officer {
    /// An officer, with a PIN that was made by chance and has to be told.
    pub fn of(officer: &domain::Officer, pin: Option<String>) -> Self {
        let domain::Officer { id, name, role } = officer;
        Self { id: id.to_string(), name: name.clone(), role: role.code(), pin }
    }
}

/// Everything known of an officer; `officer list` answers with one for each.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OfficerFile {
    /// Who it is.
    #[serde(flatten)]
    pub officer: Officer,
    /// Whether they have a PIN.
    pub has_pin: bool,
    /// How long nobody may try it.
    pub wait_seconds: i64,
    /// Since when they work here, by the office's time.
    pub added_at: String,
    /// Since when they no longer work here.
    pub retired_at: Option<String>,
    /// What befell their access, newest first.
    pub events: Vec<AccessEvent>,
}

impl OfficerFile {
    /// What the desk knows of an officer.
    pub fn of(file: &desk::OfficerFile, office: &Office) -> Self {
        Self {
            officer: Officer::of(&file.record.officer, None),
            has_pin: file.record.pin.is_some(),
            wait_seconds: file.wait.map_or(0, |wait| wait.num_seconds()),
            added_at: local(file.record.added_at, office),
            retired_at: file.record.retired_at.map(|at| local(at, office)),
            events: file.events.iter().map(|event| AccessEvent::of(event, office)).collect(),
        }
    }
}

/// What befell the access of an officer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccessEvent {
    /// When, by the office's time.
    pub at: String,
    /// What happened.
    pub kind: String,
    /// Who did it; `null`: whoever may write the data folder.
    pub by: Option<String>,
}

impl AccessEvent {
    /// An event of the people's log.
    pub fn of(event: &OfficerEvent, office: &Office) -> Self {
        Self {
            at: local(event.at, office),
            kind: event.kind.clone(),
            by: event.by.as_ref().map(ToString::to_string),
        }
    }
}
