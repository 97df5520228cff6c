//! Lines of the program logs.

use crate::log::Entry;
use chrono::SecondsFormat;
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::Serialize;

/// A line; `log` answers with a list of them, oldest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Line<'a> {
    /// When it was written, by the office's time.
    pub at: String,
    /// `info`, `warn` or `error`; empty where the line is damaged.
    pub level: &'a str,
    /// Which program wrote it, with its counter, display or verb.
    pub program: &'a str,
    /// In which process of the operating system.
    pub process: u32,
    /// What happened; the whole line where it is damaged.
    pub text: &'a str,
}

impl<'a> Line<'a> {
    /// A line of a log.
    pub fn of(entry: &'a Entry, zone: Tz) -> Self {
        let Entry { at, level, program, process, text } = entry;
        let at = at.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Millis, true);
        Self { at, level, program, process: *process, text }
    }
}
