//! Answers about copies of an office: made, and taken back.

use crate::domain::Timestamp;
use crate::store::sqlite::Restored as TakenBack;
use chrono::SecondsFormat;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::Path;

/// Answer of `backup`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BackedUp {
    /// What `restore` takes.
    pub path: String,
    /// How many tickets the copy has.
    pub tickets: i64,
    /// How many events.
    pub events: i64,
}

/// Answer of `restore`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Restored {
    /// The queue that was put back.
    pub path: String,
    /// Where the queue is that was there before.
    pub kept: Option<String>,
    /// The newest event of the copy, by UTC.
    pub newest: Option<String>,
    /// The newest event that was seen here before, where it is not in the copy, by UTC.
    pub missing_until: Option<String>,
    /// Whether nothing here told which numbers were given before: those after the copy would be given again.
    pub numbers_unknown: bool,
    /// Whether the copy was made of the file alone while programs had it open.
    pub lacking: bool,
    /// Who may work by the copy, and no longer might, or with another PIN.
    pub come_back: Vec<String>,
}

impl Restored {
    /// What came of putting a copy in the place of the queue at `path`.
    pub fn of(path: &Path, restored: &TakenBack) -> Self {
        let moment = |at: &Timestamp| at.to_rfc3339_opts(SecondsFormat::Millis, true);
        Self {
            path: path.display().to_string(),
            kept: restored.kept.as_ref().map(|kept| kept.display().to_string()),
            newest: restored.newest.as_ref().map(moment),
            missing_until: restored.missing_until.as_ref().map(moment),
            numbers_unknown: restored.numbers_unknown,
            lacking: restored.lacking,
            come_back: restored.come_back.iter().map(|one| one.officer.id.to_string()).collect(),
        }
    }
}
