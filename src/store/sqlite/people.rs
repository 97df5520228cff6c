//! Officers, their PINs as hashes, and the count of wrong ones.

use super::super::StoreError;
use super::super::people::{CounterBreak, OfficerEvent, OfficerRecord, PeopleView, PeopleWork};
use super::rows::{bad, counter, officer, time};
use super::transaction::SqliteTransaction;
use crate::domain::{BusinessDay, Guesses, Officer, OfficerId, PinHash, Role, Timestamp};
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

impl PeopleView for SqliteTransaction<'_> {
    fn officers(&self) -> Result<Vec<OfficerRecord>, StoreError> {
        let sql = concat!(officer_columns!(), " ORDER BY id");
        self.rows("reading the officers", sql, [], OfficerRow::read, OfficerRow::into_record)
    }

    fn officer(&self, id: &OfficerId) -> Result<Option<OfficerRecord>, StoreError> {
        let sql = concat!(officer_columns!(), " WHERE id = ?1");
        let (read, understand) = (OfficerRow::read, OfficerRow::into_record);
        Ok(self.rows("reading an officer", sql, [id.as_str()], read, understand)?.pop())
    }

    fn officer_events(&self, id: &OfficerId, limit: u32) -> Result<Vec<OfficerEvent>, StoreError> {
        let sql = "SELECT officer, at, kind, done_by FROM officer_event
                   WHERE officer = ?1 ORDER BY seq DESC LIMIT ?2";
        let values = params![id.as_str(), limit];
        self.rows(
            "reading the log of an officer",
            sql,
            values,
            EventRow::read,
            EventRow::into_event,
        )
    }

    fn guesses(&self, door: &str) -> Result<Guesses, StoreError> {
        let sql = "SELECT wrong, last_at FROM pin_guess WHERE door = ?1";
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let understand = |(wrong, last)| Ok(Guesses { wrong, last: Some(time(last)?) });
        let found = self.rows("reading wrong PINs", sql, [door], read, understand)?.pop();
        Ok(found.unwrap_or_default())
    }

    fn breaks(&self, day: BusinessDay) -> Result<Vec<CounterBreak>, StoreError> {
        let sql = "SELECT counter, at, officer FROM counter_event
                   WHERE seq IN (SELECT max(seq) FROM counter_event INDEXED BY counter_break
                                 WHERE business_day = ?1 GROUP BY counter)
                     AND kind = 'paused' ORDER BY counter";
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let understand = |(number, since, by): (i64, i64, Option<String>)| {
            let officer = by.as_deref().map(officer).transpose()?;
            Ok(CounterBreak { counter: counter(number)?, since: time(since)?, officer })
        };
        self.rows("reading the breaks", sql, [day.to_string()], read, understand)
    }
}

impl PeopleWork for SqliteTransaction<'_> {
    fn sign(&mut self, officer: Option<&OfficerId>) {
        self.officer = officer.cloned();
    }

    fn set_officer(&mut self, record: &OfficerRecord) -> Result<(), StoreError> {
        let Officer { id, name, role } = &record.officer;
        self.write(
            "writing an officer",
            "INSERT INTO officer (id, working_name, role, pin_hash, added_at, retired_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET working_name = ?2, role = ?3, pin_hash = ?4, added_at = ?5, retired_at = ?6",
            params![
                id.as_str(),
                name,
                role.code(),
                record.pin.as_ref().map(PinHash::as_str),
                record.added_at.timestamp_millis(),
                record.retired_at.map(|at| at.timestamp_millis()),
            ],
        )
        .map(drop)
    }

    fn note_officer(&mut self, event: &OfficerEvent) -> Result<(), StoreError> {
        self.write(
            "writing the log of an officer",
            "INSERT INTO officer_event (officer, at, kind, done_by) VALUES (?1, ?2, ?3, ?4)",
            params![
                event.officer.as_str(),
                event.at.timestamp_millis(),
                event.kind,
                event.by.as_ref().map(OfficerId::as_str),
            ],
        )
        .map(drop)
    }

    fn set_guesses(&mut self, door: &str, guesses: Guesses) -> Result<(), StoreError> {
        let doing = "writing wrong PINs";
        match guesses.last.filter(|_| guesses.wrong > 0) {
            None => self.write(doing, "DELETE FROM pin_guess WHERE door = ?1", [door]),
            Some(last) => self.write(
                doing,
                "INSERT INTO pin_guess (door, wrong, last_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET wrong = ?2, last_at = ?3",
                params![door, guesses.wrong, Timestamp::timestamp_millis(&last)],
            ),
        }
        .map(drop)
    }
}
