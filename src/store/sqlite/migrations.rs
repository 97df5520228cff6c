//! The versions of the queue file: which one it has, which ones this program can read, and how it gets from one to the next.
//!
//! Never here: what stands in the tables (the `.sql` files), or anything that an open queue is asked.

use super::super::StoreError;
use super::{copy, faults};
use rusqlite::{CachedStatement, Connection};
use std::path::Path;

/// Marks a file as a queue of Antre (SQLite's `application_id`): "ANTR".
const APPLICATION_ID: i64 = 0x414e_5452;

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The version that a file has afterwards (SQLite's `user_version`).
    pub version: i64,
    /// What brings a file of the version before to this one; the first one makes it out of nothing.
    pub sql: &'static str,
}

/// Released steps, in order, each frozen. Versions 1 to 6 were never released, so nothing leads from them to here.
const RELEASED: &[Migration] = &[
    Migration { version: 7, sql: include_str!("007_queue.sql") },
    Migration { version: 8, sql: include_str!("008_printer.sql") },
    Migration { version: 9, sql: include_str!("009_queue_file.sql") },
    Migration { version: 10, sql: include_str!("010_clock.sql") },
    Migration { version: 11, sql: include_str!("011_day.sql") },
];

/// The steps that a program knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Migrations {
    later: &'static [Migration],
}

impl Migrations {
    /// The released ones, and behind them `later` ones: a test tries what a program of tomorrow does.
    pub(super) fn with(later: &'static [Migration]) -> Self {
        Self { later }
    }

    fn all(self) -> impl DoubleEndedIterator<Item = &'static Migration> {
        RELEASED.iter().chain(self.later)
    }

    /// The version to which these bring a file.
    pub(super) fn newest(self) -> i64 {
        self.all().next_back().map_or(0, |migration| migration.version)
    }

    /// Refuses a file that is not ours to touch: somebody else's, from before the first release, or of a newer version.
    pub(super) fn refuse_unknown(
        self,
        connection: &Connection,
        path: &Path,
    ) -> Result<(), StoreError> {
        refuse_foreign(connection, path)?;
        let found = version(connection, path)?;
        let first = RELEASED[0].version;
        if (1..first).contains(&found) {
            return Err(StoreError::Unreleased { path: path.to_owned(), found });
        }
        self.refuse_newer(connection, path)
    }

    /// Refuses a file of a newer version. Cheap enough for every transaction.
    pub(super) fn refuse_newer(
        self,
        connection: &Connection,
        path: &Path,
    ) -> Result<(), StoreError> {
        let ask = |mut query: CachedStatement<'_>| query.query_row([], |row| row.get(0));
        let found: i64 = connection
            .prepare_cached("PRAGMA user_version")
            .and_then(ask)
            .map_err(|e| faults::at(path, "asking for the version of the file", e))?;
        self.refuse_version(path, found)
    }

    /// Refuses a file that has this version, if that is a newer one.
    pub(super) fn refuse_version(self, path: &Path, found: i64) -> Result<(), StoreError> {
        let known = self.newest();
        if found > known {
            return Err(StoreError::Newer { path: path.to_owned(), found, known });
        }
        Ok(())
    }

    /// Brings a file to the newest version, all steps in one transaction, after a verified copy of it was kept. Run with foreign keys off, because a table that
    /// others refer to can only be built anew without them; they are checked before anything is kept.
    pub(super) fn run(
        self,
        connection: &Connection,
        path: &Path,
        copy_pages: Option<u32>,
    ) -> Result<(), StoreError> {
        if version(connection, path)? == self.newest() {
            return Ok(());
        }
        let opening = |source| faults::opening(path, source);
        connection.execute_batch("BEGIN IMMEDIATE").map_err(opening)?;
        // Another process may have migrated while this one waited for its turn.
        let migrated = version(connection, path).and_then(|found| {
            self.refuse_newer(connection, path)?;
            if found == self.newest() {
                return connection.execute_batch("ROLLBACK").map_err(opening);
            }
            if found > 0 {
                copy::keep(path, found, copy_pages)?;
            }
            for migration in self.all().filter(|migration| migration.version > found) {
                connection.execute_batch(migration.sql).map_err(opening)?;
            }
            refuse_orphans(connection, path)?;
            connection.pragma_update(None, "application_id", APPLICATION_ID).map_err(opening)?;
            connection.pragma_update(None, "user_version", self.newest()).map_err(opening)?;
            connection.execute_batch("COMMIT").map_err(opening)
        });
        if migrated.is_err() {
            // The migration's own error is the one to report; without COMMIT nothing was kept.
            let _ = connection.execute_batch("ROLLBACK");
        }
        migrated
    }
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

fn refuse_orphans(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let orphans: i64 = connection
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))
        .map_err(|source| faults::opening(path, source))?;
    if orphans == 0 {
        return Ok(());
    }
    let source = format!("{orphans} lines refer to nothing").into();
    Err(StoreError::Corrupt { path: path.to_owned(), source })
}

fn version(connection: &Connection, path: &Path) -> Result<i64, StoreError> {
    number(connection, "user_version", path)
}

fn number(connection: &Connection, pragma: &str, path: &Path) -> Result<i64, StoreError> {
    connection
        .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
        .map_err(|e| faults::opening(path, e))
}
