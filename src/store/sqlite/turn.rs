//! An open transaction on the file, and the few ways in which statements are run in it.

use super::super::StoreError;
use super::faults::at;
use super::guard::Files;
use super::request_row::RequestRow;
use super::seen::Memory;
use super::{SqliteStore, rows};
use crate::domain::{EventSeq, TicketId};
use crate::queue::{Answered, Head, RequestKey, Stamps};
use rusqlite::{Connection, OptionalExtension, Params, Row};
use std::path::Path;

/// An open transaction, of a reader or of the one writer; rolled back unless committed.
pub(super) struct SqliteTurn<'a> {
    pub(super) connection: &'a Connection,
    path: &'a Path,
    open: bool,
    pub(super) memory: &'a Memory,
    pub(super) files: &'a Files,
    pub(super) head: Head,
    /// The request that was looked for at the beginning, with what was found.
    sought: Option<(RequestKey, Option<Answered>)>,
    loses_answer: Option<fn() -> bool>,
}

/// What is asked first of all.
struct First {
    head: Head,
    newest_day: Option<String>,
    version: i64,
    answered: Option<RequestRow>,
}

impl Drop for SqliteTurn<'_> {
    fn drop(&mut self) {
        if self.open {
            // There is nothing to do about a failed rollback: SQLite rolls back when the file is next opened.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

impl<'a> SqliteTurn<'a> {
    /// Begins with this statement, on a file of our version that has all that was seen in it.
    pub(super) fn begin(
        store: &'a SqliteStore,
        sql: &'static str,
        key: Option<&RequestKey>,
    ) -> Result<Self, StoreError> {
        let SqliteStore { connection, path, files, memory, migrations, loses_answer, .. } = store;
        let begun = connection.prepare_cached(sql).and_then(|mut begin| begin.execute([]));
        begun.map_err(|e| at(path, "starting a transaction", e))?;
        let head = Head::default();
        let (open, sought, loses_answer) = (true, None, *loses_answer);
        let mut turn = Self { connection, path, open, memory, files, head, sought, loses_answer };
        // A newer program may have changed the tables that are asked next.
        let first = turn
            .ask_head(key)
            .map_err(|fault| migrations.refuse_newer(connection, path).err().unwrap_or(fault))?;
        migrations.refuse_version(path, first.version)?;
        let newest_day = first.newest_day.map(|day| rows::day(&day)).transpose()?;
        turn.head = Head { newest_day, ..first.head };
        memory.compare(&turn.head)?;
        if let Some(key) = key {
            let answered = first.answered.map(RequestRow::into_answered).transpose()?;
            turn.sought = Some((key.clone(), answered));
        }
        Ok(turn)
    }

    /// What was found at the beginning for this request, if it is the one that was looked for then.
    pub(super) fn sought(&self, key: &RequestKey) -> Option<&Option<Answered>> {
        self.sought.as_ref().filter(|(sought, _)| sought == key).map(|(_, found)| found)
    }

    /// Where the queue stands, the version of the file, and what a request was answered; the same until the turn ends. One
    /// statement, for it is asked before anything else is.
    fn ask_head(&self, key: Option<&RequestKey>) -> Result<First, StoreError> {
        let sql = "SELECT generation,
                          coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0),
                          (SELECT coalesce(max(id), 0) FROM print_job),
                          (SELECT coalesce(max(id), 0) FROM help_request),
                          (SELECT max(business_day) FROM series),
                          (SELECT coalesce(max(id), 0) FROM clock_reading),
                          (SELECT coalesce(max(seq), 0) FROM clock_step),
                          prints, printers, help, people, breaks, user_version,
                          request.scope, request.key, fingerprint, request.at, request.business_day, ticket.id, job, why
                   FROM queue_file JOIN stamp JOIN pragma_user_version
                        LEFT JOIN request ON request.scope = ?1 AND request.key = ?2
                        LEFT JOIN ticket ON ticket.row = request.ticket";
        let read = |row: &Row<'_>| {
            let stamps = Stamps {
                prints: row.get(7)?,
                printers: row.get(8)?,
                help: row.get(9)?,
                people: row.get(10)?,
                breaks: row.get(11)?,
            };
            let head = Head {
                generation: row.get(0)?,
                event: EventSeq(row.get(1)?),
                job: row.get(2)?,
                help: row.get(3)?,
                stamps,
                newest_day: None,
                clocks: (row.get(5)?, row.get(6)?),
            };
            let scope: Option<String> = row.get(13)?;
            let answered = scope.map(|_| RequestRow::read(row, 13)).transpose()?;
            Ok(First { head, newest_day: row.get(4)?, version: row.get(12)?, answered })
        };
        let values = [key.map(|key| &key.scope), key.map(|key| &key.key)];
        self.row("asking where the queue stands", sql, values, read)
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

    /// Keeps all that was written.
    pub(super) fn keep(&mut self) -> Result<(), StoreError> {
        self.write("confirming a change", "COMMIT", [])?;
        self.open = false;
        match self.loses_answer {
            Some(is_lost) if is_lost() => Err(StoreError::Unknown("a test".into())),
            _ => Ok(()),
        }
    }
}
