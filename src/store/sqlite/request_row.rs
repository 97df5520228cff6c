//! Between the columns of a request and its answer.

use super::super::StoreError;
use super::rows::{self, bad, time};
use crate::domain::Why;
use crate::queue::{Answered, Outcome, RequestKey};
use rusqlite::Row;

/// The columns of a request, from some column on.
pub(super) struct RequestRow {
    key: RequestKey,
    fingerprint: String,
    at: i64,
    day: String,
    ticket: Option<[u8; 16]>,
    job: Option<i64>,
    why: Option<String>,
}

impl RequestRow {
    pub(super) fn read(row: &Row<'_>, from: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            key: RequestKey { scope: row.get(from)?, key: row.get(from + 1)? },
            fingerprint: row.get(from + 2)?,
            at: row.get(from + 3)?,
            day: row.get(from + 4)?,
            ticket: row.get(from + 5)?,
            job: row.get(from + 6)?,
            why: row.get(from + 7)?,
        })
    }

    pub(super) fn into_answered(self) -> Result<Answered, StoreError> {
        let why = |code: String| Why::from_code(&code).ok_or_else(|| bad("reason", code));
        Ok(Answered {
            key: self.key,
            fingerprint: self.fingerprint,
            outcome: Outcome {
                ticket: self.ticket.map(rows::id),
                job: self.job,
                why: self.why.map(why).transpose()?,
            },
            at: time(self.at)?,
            day: rows::day(&self.day)?,
            action: None,
        })
    }
}
