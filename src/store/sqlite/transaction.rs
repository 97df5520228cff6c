//! An open transaction on the file, and the few ways in which statements are run in it.

use super::super::{NewEvent, StoreError};
use super::faults::at;
use super::seen::{Memory, Newest};
use super::ticket_row::Changing;
use crate::domain::{CounterNumber, EventSeq, OfficerId, StageId, Ticket, TicketId};
use chrono::TimeDelta;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use std::path::Path;

/// An open transaction of either kind; rolled back unless committed.
pub(super) struct SqliteTransaction<'a> {
    pub(super) connection: &'a Connection,
    path: &'a Path,
    pub(super) open: bool,
    memory: &'a Memory,
    /// The newest event that was written.
    newest: Option<Newest>,
    /// Who takes the steps that are written.
    pub(super) officer: Option<OfficerId>,
}

impl Drop for SqliteTransaction<'_> {
    fn drop(&mut self) {
        if self.open {
            // There is nothing to do about a failed rollback: SQLite rolls back when the file is next opened.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

impl<'a> SqliteTransaction<'a> {
    /// Begins with this statement.
    pub(super) fn begin(
        connection: &'a Connection,
        path: &'a Path,
        memory: &'a Memory,
        sql: &'static str,
    ) -> Result<Self, StoreError> {
        let begun = connection.prepare_cached(sql).and_then(|mut begin| begin.execute([]));
        begun.map_err(|e| at(path, "starting a transaction", e))?;
        Ok(Self { connection, path, open: true, memory, newest: None, officer: None })
    }

    pub(super) fn fault(&self, doing: &'static str) -> impl Fn(rusqlite::Error) -> StoreError + '_ {
        move |source| at(self.path, doing, source)
    }

    /// Every row of a query, read and then understood.
    pub(super) fn rows<R, T>(
        &self,
        doing: &'static str,
        sql: &'static str,
        values: impl Params,
        read: fn(&Row<'_>) -> rusqlite::Result<R>,
        understand: fn(R) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let fault = self.fault(doing);
        let mut query = self.connection.prepare_cached(sql).map_err(&fault)?;
        let rows = query.query_map(values, read).map_err(&fault)?;
        rows.map(|row| understand(row.map_err(&fault)?)).collect()
    }

    /// The only row of a query.
    pub(super) fn row<T>(
        &self,
        doing: &'static str,
        sql: &'static str,
        values: impl Params,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let fault = self.fault(doing);
        let mut query = self.connection.prepare_cached(sql).map_err(&fault)?;
        query.query_row(values, read).map_err(&fault)
    }

    /// Runs a statement; returns how many rows it changed.
    pub(super) fn write(
        &self,
        doing: &'static str,
        sql: &'static str,
        values: impl Params,
    ) -> Result<usize, StoreError> {
        let fault = self.fault(doing);
        let mut statement = self.connection.prepare_cached(sql).map_err(&fault)?;
        statement.execute(values).map_err(&fault)
    }

    /// Where a ticket stands in the file.
    pub(super) fn row_of(&self, id: TicketId) -> Result<i64, StoreError> {
        let fault = self.fault("finding a ticket");
        let mut query = self
            .connection
            .prepare_cached("SELECT row FROM ticket WHERE id = ?1")
            .map_err(&fault)?;
        let row =
            query.query_row([id.0.as_bytes()], |row| row.get(0)).optional().map_err(&fault)?;
        row.ok_or(StoreError::Conflict(None))
    }

    /// Whoever is named by what is written.
    pub(super) fn signature(&self) -> Option<&str> {
        self.officer.as_ref().map(OfficerId::as_str)
    }

    /// Adds a line to the log of a ticket.
    pub(super) fn append_event(
        &mut self,
        ticket: &Ticket,
        event: &NewEvent<'_>,
        counter: Option<CounterNumber>,
        took: Option<TimeDelta>,
    ) -> Result<EventSeq, StoreError> {
        let row = self.row_of(ticket.id)?;
        self.write(
            "writing an event",
            "INSERT INTO event (ticket, business_day, at, kind, stage, counter, detail, took, undoes,
                                officer)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                row,
                ticket.day.to_string(),
                event.at.timestamp_millis(),
                event.kind,
                ticket.state.stage().map(StageId::as_str),
                counter.map(|c| c.get()),
                event.detail,
                took.map(|took| took.num_milliseconds()),
                event.undoes.map(|seq| seq.0),
                self.signature(),
            ],
        )?;
        let seq = self.connection.last_insert_rowid();
        self.newest = Some(Newest { event: seq, at: event.at, day: ticket.day.to_string() });
        Ok(EventSeq(seq))
    }

    /// Keeps all of it, and remembers that there is so much.
    pub(super) fn keep(mut self) -> Result<(), StoreError> {
        let newest = self.newest.take().map(|newest| self.memory.ahead(self.connection, newest));
        let seen = newest.transpose().map_err(self.fault("reading the newest numbers"))?;
        self.write("confirming a change", "COMMIT", [])?;
        self.open = false;
        if let Some(seen) = seen {
            self.memory.keep(&seen);
        }
        Ok(())
    }

    /// Keeps the newest move at a counter, with the ticket as it was before.
    pub(super) fn keep_last_action(
        &self,
        counter: CounterNumber,
        before: &Ticket,
        event: &NewEvent<'_>,
        seq: EventSeq,
    ) -> Result<(), StoreError> {
        let row = self.row_of(before.id)?;
        let columns = Changing::of(before);
        self.write(
            "writing the last action of a counter",
            "INSERT OR REPLACE INTO last_action
                (business_day, counter, event, ticket, kind, at, service, state, stage, held_by, calls, reserved_for,
                 entry, place, arrived_at, clock_ms, clock_since, changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            params![
                before.day.to_string(),
                counter.get(),
                seq.0,
                row,
                event.kind,
                event.at.timestamp_millis(),
                columns.service,
                columns.state,
                columns.stage,
                columns.counter,
                columns.calls,
                columns.reserved_for,
                columns.entry,
                before.place.0,
                columns.arrived_at,
                columns.clock_ms,
                columns.clock_since,
                columns.changed_at,
            ],
        )?;
        Ok(())
    }
}
