//! The queue in one SQLite file, shared by any number of processes on one machine.
//!
//! Belongs here: opening, migrating and guarding the file, and the two kinds of transaction. The only module,
//! with its children, that knows rusqlite.
//!
//! `synchronous = FULL` is not negotiable: a ticket on paper must survive a power cut.

mod faults;
mod guard;
mod rows;

use super::{Event, NewPrintJob, NewTicket, PrintJob, Snapshot, Store, StoreError, Transaction};
use crate::domain::{
    BusinessDay, EventSeq, Lane, PrintState, PublicCall, ServiceCode, StageId, State, Ticket,
    TicketId, TicketNumber, Timestamp,
};
use faults::{at, retryable};
use rusqlite::{Connection, OptionalExtension, params};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Marks a file as a queue of Antre (SQLite's `application_id`): "ANTR".
const APPLICATION_ID: i64 = 0x414e_5452;

/// Each entry brings the schema from its index to the next version. Released entries are frozen.
const MIGRATIONS: &[&str] = &[include_str!("sqlite/001_queue.sql")];

/// How long the opening of the file is tried again while other processes create it: 50 x 100 ms.
const OPEN_TRIES: u32 = 50;
const OPEN_PAUSE: Duration = Duration::from_millis(100);

/// The queue file of one office.
pub struct SqliteStore {
    connection: Connection,
    path: PathBuf,
    identity: guard::FileIdentity,
}

/// What a test may set to meet a fault of the disk; the defaults are what an office runs with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// The most pages of 4 KiB that the file may have: a disk that is full.
    pub max_pages: Option<u32>,
}

impl SqliteStore {
    /// Opens the queue at `path`, creating and migrating it where needed.
    ///
    /// # Errors
    /// Each fault of folder, disk and file has its own [`StoreError`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_within(path, Limits::default())
    }

    /// As [`SqliteStore::open`], within limits.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_within(path: &Path, limits: Limits) -> Result<Self, StoreError> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(StoreError::NoFolder(folder.to_owned()));
        }
        guard::refuse_network_share(folder)?;
        // While several processes create the file at once, a few opens report Busy whatever handler is set.
        let mut tries = 1;
        loop {
            match Self::open_once(path, limits) {
                Err(error) if retryable(&error) && tries < OPEN_TRIES => {
                    tries += 1;
                    thread::sleep(OPEN_PAUSE);
                }
                result => return result,
            }
        }
    }

    fn open_once(path: &Path, limits: Limits) -> Result<Self, StoreError> {
        let opening = |source| faults::opening(path, source);
        let mut connection = Connection::open(path).map_err(opening)?;
        connection.busy_handler(Some(wait_for_turn)).map_err(opening)?;
        // Before anything is set: a file of somebody else, or of a newer version, is not changed by a single byte.
        refuse_foreign(&connection, path)?;
        refuse_newer(&connection, path)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = FULL;
                 PRAGMA foreign_keys = ON;
                 PRAGMA trusted_schema = OFF;
                 PRAGMA cell_size_check = ON;
                 PRAGMA mmap_size = 0;",
            )
            .map_err(opening)?;
        migrate(&connection, path)?;
        if let Some(pages) = limits.max_pages {
            connection.pragma_update(None, "max_page_count", pages).map_err(opening)?;
        }
        connection.set_prepared_statement_cache_capacity(64);
        let identity =
            guard::FileIdentity::of(path).ok_or_else(|| StoreError::Replaced(path.to_owned()))?;
        Ok(Self { connection, path: path.to_owned(), identity })
    }

    fn run(&mut self, sql: &'static str) -> Result<SqliteTransaction<'_>, StoreError> {
        let begun = self.connection.prepare_cached(sql).and_then(|mut begin| begin.execute([]));
        begun.map_err(|e| at(&self.path, "starting a transaction", e))?;
        Ok(SqliteTransaction { connection: &self.connection, path: &self.path, open: true })
    }

    /// Looks at the whole file; slow on a large one.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] with the first fault found.
    pub fn check(&self) -> Result<(), StoreError> {
        let verdict: String = self
            .connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(|e| at(&self.path, "checking the file", e))?;
        if verdict == "ok" {
            return Ok(());
        }
        let verdict = verdict.replace('\n', " ");
        Err(StoreError::Corrupt { path: self.path.clone(), source: verdict.into() })
    }

    /// Whoever works on a file that was replaced works for nobody.
    fn refuse_replaced(&self) -> Result<(), StoreError> {
        if guard::FileIdentity::of(&self.path) == Some(self.identity) {
            Ok(())
        } else {
            Err(StoreError::Replaced(self.path.clone()))
        }
    }
}

/// Waits a moment for the writer in front. SQLite's own handler backs off so far that one process can starve;
/// this one stays close, so turns come round: give up after about four seconds.
fn wait_for_turn(tries: i32) -> bool {
    let pause = if tries < 4 { 100 } else { 500 };
    thread::sleep(Duration::from_micros(pause));
    tries < 8_000
}

fn number(connection: &Connection, pragma: &str, path: &Path) -> Result<i64, StoreError> {
    connection
        .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
        .map_err(|e| faults::opening(path, e))
}

fn refuse_foreign(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    // In this order: another process may make the queue between the two questions, schema and mark at one stroke.
    let empty = number(connection, "schema_version", path)? == 0;
    let id = number(connection, "application_id", path)?;
    if id == APPLICATION_ID || (id == 0 && empty) {
        return Ok(());
    }
    Err(StoreError::Foreign(path.to_owned()))
}

fn refuse_newer(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let known = MIGRATIONS.len() as i64;
    let found = number(connection, "user_version", path)?;
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    Ok(())
}

fn migrate(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let known = MIGRATIONS.len() as i64;
    if number(connection, "user_version", path)? == known {
        return Ok(());
    }
    let opening = |source| faults::opening(path, source);
    connection.execute_batch("BEGIN IMMEDIATE").map_err(opening)?;
    // Another process may have migrated while this one waited for its turn.
    let migrated = number(connection, "user_version", path).and_then(|found| {
        for migration in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
            connection.execute_batch(migration).map_err(opening)?;
        }
        connection.pragma_update(None, "application_id", APPLICATION_ID).map_err(opening)?;
        connection.pragma_update(None, "user_version", known).map_err(opening)?;
        connection.execute_batch("COMMIT").map_err(opening)
    });
    if migrated.is_err() {
        // The migration's own error is the one to report; without COMMIT nothing was kept.
        let _ = connection.execute_batch("ROLLBACK");
    }
    migrated
}

impl Store for SqliteStore {
    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError> {
        self.refuse_replaced()?;
        Ok(Box::new(self.run("BEGIN IMMEDIATE")?))
    }

    fn snapshot(&mut self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        Ok(Box::new(self.run("BEGIN DEFERRED")?))
    }

    fn revision(&mut self) -> Result<i64, StoreError> {
        self.refuse_replaced()?;
        let ask = |mut query: rusqlite::CachedStatement<'_>| query.query_row([], |row| row.get(0));
        self.connection
            .prepare_cached("PRAGMA data_version")
            .and_then(ask)
            .map_err(|e| at(&self.path, "asking for changes", e))
    }
}

/// An open transaction of either kind; rolled back unless committed.
struct SqliteTransaction<'a> {
    connection: &'a Connection,
    path: &'a Path,
    open: bool,
}

impl Drop for SqliteTransaction<'_> {
    fn drop(&mut self) {
        if self.open {
            // There is nothing to do about a failed rollback: SQLite rolls back when the file is next opened.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

impl SqliteTransaction<'_> {
    fn fault(&self, doing: &'static str) -> impl Fn(rusqlite::Error) -> StoreError + '_ {
        move |source| at(self.path, doing, source)
    }

    fn tickets(
        &self,
        sql: &'static str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<Ticket>, StoreError> {
        let fault = self.fault("reading tickets");
        let mut query = self.connection.prepare_cached(sql).map_err(&fault)?;
        let rows = query.query_map(values, rows::TicketRow::read).map_err(&fault)?;
        rows.map(|row| row.map_err(&fault)?.into_ticket()).collect()
    }

    fn calls(
        &self,
        sql: &'static str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<PublicCall>, StoreError> {
        let fault = self.fault("reading calls");
        let mut query = self.connection.prepare_cached(sql).map_err(&fault)?;
        let rows = query.query_map(values, rows::CallRow::read).map_err(&fault)?;
        rows.map(|row| row.map_err(&fault)?.into_call()).collect()
    }

    fn jobs(
        &self,
        sql: &'static str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<PrintJob>, StoreError> {
        let fault = self.fault("reading print jobs");
        let mut query = self.connection.prepare_cached(sql).map_err(&fault)?;
        let rows = query.query_map(values, rows::JobRow::read).map_err(&fault)?;
        rows.map(|row| row.map_err(&fault)?.into_job()).collect()
    }

    fn write(
        &self,
        doing: &'static str,
        sql: &'static str,
        values: impl rusqlite::Params,
    ) -> Result<usize, StoreError> {
        let fault = self.fault(doing);
        let mut statement = self.connection.prepare_cached(sql).map_err(&fault)?;
        statement.execute(values).map_err(&fault)
    }

    fn row_of(&self, id: TicketId) -> Result<i64, StoreError> {
        let fault = self.fault("finding a ticket");
        let mut query = self
            .connection
            .prepare_cached("SELECT row FROM ticket WHERE id = ?1")
            .map_err(&fault)?;
        let row =
            query.query_row([id.0.as_bytes()], |row| row.get(0)).optional().map_err(&fault)?;
        row.ok_or(StoreError::Conflict(None))
    }

    fn append_event(
        &self,
        ticket: &Ticket,
        kind: &str,
        counter: Option<i64>,
        time: Timestamp,
    ) -> Result<EventSeq, StoreError> {
        let row = self.row_of(ticket.id)?;
        self.write(
            "writing an event",
            "INSERT INTO event (ticket, business_day, at, kind, stage, counter)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                row,
                ticket.day.to_string(),
                time.timestamp_millis(),
                kind,
                ticket.state.stage().map(StageId::as_str),
                counter,
            ],
        )?;
        Ok(EventSeq(self.connection.last_insert_rowid()))
    }
}

impl Snapshot for SqliteTransaction<'_> {
    fn newest_day(&self) -> Result<Option<BusinessDay>, StoreError> {
        let fault = self.fault("reading the newest day");
        let mut query = self
            .connection
            .prepare_cached("SELECT max(business_day) FROM series")
            .map_err(&fault)?;
        let day: Option<String> = query.query_row([], |row| row.get(0)).map_err(&fault)?;
        day.map(|text| rows::day(&text)).transpose()
    }

    fn ticket(&self, day: BusinessDay, number: TicketNumber) -> Result<Option<Ticket>, StoreError> {
        let sql = concat!(
            rows::ticket_columns!(),
            " FROM ticket WHERE business_day = ?1 AND series = ?2 AND serial = ?3"
        );
        let values = params![day.to_string(), number.service().to_string(), number.serial()];
        Ok(self.tickets(sql, values)?.pop())
    }

    fn ticket_by_id(&self, id: TicketId) -> Result<Option<Ticket>, StoreError> {
        let sql = concat!(rows::ticket_columns!(), " FROM ticket WHERE id = ?1");
        Ok(self.tickets(sql, [id.0.as_bytes()])?.pop())
    }

    fn ticket_by_key(&self, day: BusinessDay, key: &str) -> Result<Option<Ticket>, StoreError> {
        let sql = concat!(
            rows::ticket_columns!(),
            " FROM ticket WHERE business_day = ?1 AND request_key = ?2"
        );
        Ok(self.tickets(sql, params![day.to_string(), key])?.pop())
    }

    fn open_tickets(&self, day: BusinessDay) -> Result<Vec<Ticket>, StoreError> {
        // The cost follows the people who wait, not the history: pinned to the partial index.
        let sql = concat!(
            rows::ticket_columns!(),
            " FROM ticket INDEXED BY ticket_open
              WHERE business_day = ?1 AND state IN ('waiting', 'called', 'serving')
              ORDER BY last_event"
        );
        self.tickets(sql, [day.to_string()])
    }

    fn left_over(&self, day: BusinessDay) -> Result<Vec<Ticket>, StoreError> {
        let sql = concat!(
            rows::ticket_columns!(),
            " FROM ticket INDEXED BY ticket_unfinished
              WHERE business_day < ?1 AND state IN ('waiting', 'called', 'serving', 'missed')
              ORDER BY last_event"
        );
        self.tickets(sql, [day.to_string()])
    }

    fn calls_after(
        &self,
        day: BusinessDay,
        after: EventSeq,
    ) -> Result<Vec<PublicCall>, StoreError> {
        let sql = concat!(
            rows::call_columns!(),
            " FROM event INDEXED BY event_public_call JOIN ticket ON ticket.row = event.ticket
              WHERE event.business_day = ?1 AND event.seq > ?2 AND event.kind IN ('called', 'recalled')
              ORDER BY event.seq"
        );
        self.calls(sql, params![day.to_string(), after.0])
    }

    fn latest_calls(&self, day: BusinessDay, limit: u32) -> Result<Vec<PublicCall>, StoreError> {
        let sql = concat!(
            rows::call_columns!(),
            " FROM (SELECT max(seq) AS newest FROM event INDEXED BY event_public_call
                    WHERE business_day = ?1 AND kind IN ('called', 'recalled')
                    GROUP BY ticket ORDER BY newest DESC LIMIT ?2)
              JOIN event ON event.seq = newest JOIN ticket ON ticket.row = event.ticket
              ORDER BY event.seq DESC"
        );
        self.calls(sql, params![day.to_string(), limit])
    }

    fn recent_lanes(
        &self,
        day: BusinessDay,
        stages: &[StageId],
        limit: u32,
    ) -> Result<Vec<Lane>, StoreError> {
        let fault = self.fault("reading the latest turns");
        let mut query = self
            .connection
            .prepare_cached(
                "SELECT event.stage, ticket.lane
                 FROM event INDEXED BY event_turn JOIN ticket ON ticket.row = event.ticket
                 WHERE event.business_day = ?1 AND event.kind IN ('called', 'taken')
                 ORDER BY event.seq DESC",
            )
            .map_err(&fault)?;
        let mut turns = query.query([day.to_string()]).map_err(&fault)?;
        let mut lanes = Vec::new();
        while lanes.len() < limit as usize {
            let Some(turn) = turns.next().map_err(&fault)? else { break };
            let stage: String = turn.get(0).map_err(&fault)?;
            if stages.iter().any(|s| s.as_str() == stage) {
                lanes.push(rows::lane(&turn.get::<_, String>(1).map_err(&fault)?)?);
            }
        }
        Ok(lanes)
    }

    fn newest_event(&self) -> Result<EventSeq, StoreError> {
        let fault = self.fault("reading the newest event");
        let mut query = self
            .connection
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM event")
            .map_err(&fault)?;
        query.query_row([], |row| row.get(0)).map(EventSeq).map_err(&fault)
    }

    fn events_of(&self, ticket: TicketId) -> Result<Vec<Event>, StoreError> {
        let fault = self.fault("reading the log of a ticket");
        let row = self.row_of(ticket)?;
        let mut query = self
            .connection
            .prepare_cached(
                "SELECT seq, at, kind, stage, counter FROM event WHERE ticket = ?1 ORDER BY seq",
            )
            .map_err(&fault)?;
        let rows = query.query_map([row], rows::EventRow::read).map_err(&fault)?;
        rows.map(|row| row.map_err(&fault)?.into_event()).collect()
    }

    fn print_jobs_of(&self, ticket: TicketId) -> Result<Vec<PrintJob>, StoreError> {
        let sql = concat!(rows::job_columns!(), " WHERE ticket.id = ?1 ORDER BY print_job.id");
        self.jobs(sql, [ticket.0.as_bytes()])
    }

    fn print_job(&self, id: i64) -> Result<Option<PrintJob>, StoreError> {
        let sql = concat!(rows::job_columns!(), " WHERE print_job.id = ?1");
        Ok(self.jobs(sql, [id])?.pop())
    }

    fn unsettled_print_jobs(&self, printer: &str) -> Result<Vec<PrintJob>, StoreError> {
        let sql = concat!(
            rows::job_columns!(),
            " WHERE print_job.printer = ?1 AND print_job.state IN ('pending', 'sending')
              ORDER BY print_job.id"
        );
        self.jobs(sql, [printer])
    }

    fn unprinted(&self, day: BusinessDay) -> Result<Vec<PrintJob>, StoreError> {
        let sql = concat!(
            rows::job_columns!(),
            " WHERE ticket.business_day = ?1 AND ticket.state IN ('waiting', 'called', 'serving')
              AND print_job.state IN ('failed', 'unknown')
              AND NOT EXISTS (SELECT 1 FROM print_job AS later
                              WHERE later.ticket = print_job.ticket AND later.copy > print_job.copy)
              ORDER BY print_job.id"
        );
        self.jobs(sql, [day.to_string()])
    }
}

impl Transaction for SqliteTransaction<'_> {
    fn take_serial(&mut self, day: BusinessDay, service: ServiceCode) -> Result<u32, StoreError> {
        let fault = self.fault("taking a number");
        let mut next = self
            .connection
            .prepare_cached(
                "INSERT INTO series (business_day, series, last_serial) VALUES (?1, ?2, 1)
                 ON CONFLICT DO UPDATE SET last_serial = last_serial + 1 RETURNING last_serial",
            )
            .map_err(&fault)?;
        next.query_row([day.to_string(), service.to_string()], |row| row.get(0)).map_err(&fault)
    }

    fn insert_ticket(&mut self, new: &NewTicket) -> Result<Ticket, StoreError> {
        let doing = "writing a ticket";
        self.write(
            doing,
            "INSERT INTO ticket (id, business_day, series, serial, case_id, lane, language, ahead,
                                 issued_at, request_key, state, stage, changed_at, last_event)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'waiting', ?11, ?9, 0)",
            params![
                new.id.0.as_bytes(),
                new.day.to_string(),
                new.number.service().to_string(),
                new.number.serial(),
                new.case.as_ref().map(|c| c.as_str()),
                new.lane.code(),
                new.language.code(),
                new.ahead,
                new.at.timestamp_millis(),
                new.key,
                new.stage.as_str(),
            ],
        )?;
        let mut ticket = Ticket {
            id: new.id,
            number: new.number,
            day: new.day,
            case: new.case.clone(),
            lane: new.lane,
            language: new.language,
            ahead_at_issue: new.ahead,
            issued_at: rows::milliseconds(new.at),
            state: State::Waiting { stage: new.stage.clone() },
            changed_at: rows::milliseconds(new.at),
            last_event: EventSeq(0),
        };
        ticket.last_event = self.append_event(&ticket, "issued", None, new.at)?;
        let values = params![new.id.0.as_bytes(), ticket.last_event.0];
        self.write(doing, "UPDATE ticket SET last_event = ?2 WHERE id = ?1", values)?;
        Ok(ticket)
    }

    fn record(
        &mut self,
        ticket: &Ticket,
        kind: &str,
        next: State,
        time: Timestamp,
    ) -> Result<Ticket, StoreError> {
        let counter = next.counter().or(ticket.state.counter()).map(|c| i64::from(c.get()));
        let seq = self.append_event(ticket, kind, counter, time)?;
        let calls = if let State::Called { calls, .. } = next { calls } else { 0 };
        // Written only onto the copy that the rules were asked about.
        let changed = self.write(
            "writing a ticket",
            "UPDATE ticket SET state = ?3, stage = ?4, counter = ?5, calls = ?6,
                               changed_at = ?7, last_event = ?8
             WHERE id = ?1 AND last_event = ?2",
            params![
                ticket.id.0.as_bytes(),
                ticket.last_event.0,
                next.code(),
                next.stage().map(StageId::as_str),
                next.counter().map(|c| c.get()),
                calls,
                time.timestamp_millis(),
                seq.0,
            ],
        )?;
        if changed != 1 {
            return Err(StoreError::Conflict(None));
        }
        let changed_at = rows::milliseconds(time);
        Ok(Ticket { state: next, changed_at, last_event: seq, ..ticket.clone() })
    }

    fn note(&mut self, ticket: &Ticket, kind: &str, time: Timestamp) -> Result<(), StoreError> {
        self.append_event(ticket, kind, None, time).map(|_| ())
    }

    fn insert_print_job(&mut self, job: &NewPrintJob<'_>) -> Result<i64, StoreError> {
        let row = self.row_of(job.ticket)?;
        let created = job.at.timestamp_millis();
        self.write(
            "writing a print job",
            "INSERT INTO print_job (ticket, copy, printer, profile, state, created_at, changed_at)
             VALUES (?1, ?2, ?3, ?4, 'pending', ?5, ?5)",
            params![row, job.copy, job.printer, job.profile, created],
        )?;
        Ok(self.connection.last_insert_rowid())
    }

    fn set_print_state(
        &mut self,
        job: i64,
        from: PrintState,
        to: PrintState,
        time: Timestamp,
    ) -> Result<(), StoreError> {
        let (from, from_detail) = rows::print_state_columns(from);
        let (to, to_detail) = rows::print_state_columns(to);
        let changed = self.write(
            "writing a print job",
            "UPDATE print_job SET state = ?4, detail = ?5, changed_at = ?6
             WHERE id = ?1 AND state = ?2 AND detail IS ?3",
            params![job, from, from_detail, to, to_detail, time.timestamp_millis()],
        )?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict(None)) }
    }

    fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        self.write("confirming a change", "COMMIT", [])?;
        self.open = false;
        Ok(())
    }
}
