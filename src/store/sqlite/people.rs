//! Officers, their PINs as hashes, and the count of wrong ones.

use super::super::StoreError;
use super::rows::{bad, counter, officer, time};
use super::turn::SqliteTurn;
use crate::domain::{BusinessDay, FailedAttempts, Officer, OfficerId, PinHash, Role};
use crate::queue::{CounterBreak, OfficerEvent, OfficerRecord};
use rusqlite::{Result as SqlResult, Row, params};

macro_rules! officer_columns {
    () => {
        "SELECT id, working_name, role, pin_hash, added_at, retired_at FROM officer"
    };
}

/// A row of [`officer_columns`].
struct OfficerRow {
    id: String,
    name: String,
    role: String,
    pin: Option<String>,
    added_at: i64,
    retired_at: Option<i64>,
}

impl OfficerRow {
    fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            role: row.get(2)?,
            pin: row.get(3)?,
            added_at: row.get(4)?,
            retired_at: row.get(5)?,
        })
    }

    fn into_record(self) -> Result<OfficerRecord, StoreError> {
        let role = Role::from_code(&self.role).ok_or_else(|| bad("role", self.role))?;
        Ok(OfficerRecord {
            officer: Officer { id: officer(&self.id)?, name: self.name, role },
            pin: self.pin.map(PinHash::new),
            added_at: time(self.added_at)?,
            retired_at: self.retired_at.map(time).transpose()?,
        })
    }
}

/// A row of the log of an officer's access.
struct EventRow {
    officer: String,
    at: i64,
    kind: String,
    by: Option<String>,
}

impl EventRow {
    fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self { officer: row.get(0)?, at: row.get(1)?, kind: row.get(2)?, by: row.get(3)? })
    }

    fn into_event(self) -> Result<OfficerEvent, StoreError> {
        Ok(OfficerEvent {
            officer: officer(&self.officer)?,
            at: time(self.at)?,
            kind: self.kind,
            by: self.by.as_deref().map(officer).transpose()?,
        })
    }
}

/// Everybody who works or has worked here, by id.
pub(super) fn officers(turn: &SqliteTurn<'_>) -> Result<Vec<OfficerRecord>, StoreError> {
    let sql = concat!(officer_columns!(), " ORDER BY id");
    turn.rows("reading the officers", sql, [], OfficerRow::read, OfficerRow::into_record)
}

/// The log of an officer's access, newest first.
pub(super) fn events(
    turn: &SqliteTurn<'_>,
    id: &OfficerId,
    limit: u32,
) -> Result<Vec<OfficerEvent>, StoreError> {
    let sql = "SELECT officer, at, kind, done_by FROM officer_event
               WHERE officer = ?1 ORDER BY seq DESC LIMIT ?2";
    let values = params![id.as_str(), limit];
    let doing = "reading the log of an officer";
    turn.rows(doing, sql, values, EventRow::read, EventRow::into_event)
}

/// The wrong PINs at each door since the last right one.
pub(super) fn all_failed_attempts(
    turn: &SqliteTurn<'_>,
) -> Result<Vec<(String, FailedAttempts)>, StoreError> {
    let sql = "SELECT door, wrong, last_at FROM pin_guess";
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let understand =
        |(door, wrong, last)| Ok((door, FailedAttempts { wrong, last: Some(time(last)?) }));
    turn.rows("reading wrong PINs", sql, [], read, understand)
}

/// The breaks of the day that have not ended, by counter.
pub(super) fn breaks(
    turn: &SqliteTurn<'_>,
    day: BusinessDay,
) -> Result<Vec<CounterBreak>, StoreError> {
    let sql = "SELECT counter, at, officer FROM counter_event
               WHERE seq IN (SELECT max(seq) FROM counter_event INDEXED BY counter_break
                             WHERE business_day = ?1 GROUP BY counter)
                 AND kind = 'paused' ORDER BY counter";
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let understand = |(number, since, by): (i64, i64, Option<String>)| {
        let officer = by.as_deref().map(officer).transpose()?;
        Ok(CounterBreak { counter: counter(number)?, since: time(since)?, officer })
    };
    turn.rows("reading the breaks", sql, [day.to_string()], read, understand)
}
