//! The queue in one SQLite file, shared by any number of processes on one machine.
//!
//! Belongs here: opening and guarding the file. Its children migrate, read and write. The only module, with them,
//! that knows rusqlite.
//!
//! `synchronous = FULL` is not negotiable: a ticket on paper must survive a power cut.

mod copy;
mod faults;
mod guard;
mod help;
mod migrations;
mod people;
mod printers;
mod read;
mod reading;
mod rows;
mod ticket_row;
mod transaction;
mod write;

use super::{Snapshot, Store, StoreError, Transaction};
use faults::{at, retryable};
pub use migrations::Migration;
use migrations::Migrations;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};
use transaction::SqliteTransaction;

/// How long the opening of the file is begun anew while other processes create it.
const OPEN_PATIENCE: Duration = Duration::from_secs(5);
const OPEN_PAUSE: Duration = Duration::from_millis(100);

/// The queue file of one office.
pub struct SqliteStore {
    connection: Connection,
    path: PathBuf,
    identity: guard::FileIdentity,
    migrations: Migrations,
    /// The revision at which the file was last seen to have our version.
    checked: Option<i64>,
}

/// What a test may set to meet a fault of the disk or a program of tomorrow; the defaults are what an office runs with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// The most pages of 4 KiB that the file may have: a disk that is full.
    pub max_pages: Option<u32>,
    /// Versions of the file beyond those of this program.
    pub later: &'static [Migration],
    /// The most pages of 4 KiB that a copy of the file may have.
    pub copy_pages: Option<u32>,
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
        let patience = Instant::now() + OPEN_PATIENCE;
        loop {
            match Self::open_once(path, limits) {
                Err(error) if retryable(&error) && Instant::now() < patience => {
                    thread::sleep(OPEN_PAUSE);
                }
                result => return result,
            }
        }
    }

    fn open_once(path: &Path, limits: Limits) -> Result<Self, StoreError> {
        let opening = |source| faults::opening(path, source);
        let place = guard::prepare(path)?;
        let flags = OpenFlags::default() | OpenFlags::SQLITE_OPEN_NOFOLLOW;
        let mut connection = Connection::open_with_flags(place, flags).map_err(opening)?;
        connection.busy_handler(Some(wait_for_turn)).map_err(opening)?;
        // Before anything is set: a file that is not ours to touch is not changed by a single byte.
        let migrations = Migrations::with(limits.later);
        migrations.refuse_unknown(&connection, path)?;
        // Without this SQLite plans a statement on a partial index anew each time its values change: 16 us a question
        // instead of 1.3 us (measured on 2,000 waiting tickets).
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(opening)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = FULL;
                 PRAGMA foreign_keys = OFF;
                 PRAGMA trusted_schema = OFF;
                 PRAGMA cell_size_check = ON;
                 PRAGMA mmap_size = 0;",
            )
            .map_err(opening)?;
        migrations.run(&connection, path, limits.copy_pages)?;
        connection.execute_batch("PRAGMA foreign_keys = ON").map_err(opening)?;
        if let Some(pages) = limits.max_pages {
            connection.pragma_update(None, "max_page_count", pages).map_err(opening)?;
        }
        connection.set_prepared_statement_cache_capacity(64);
        let identity =
            guard::FileIdentity::of(path).ok_or_else(|| StoreError::Replaced(path.to_owned()))?;
        Ok(Self { connection, path: path.to_owned(), identity, migrations, checked: None })
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

    /// A transaction on a file of our version; the same until it ends.
    fn transaction(&self, begin: &'static str) -> Result<SqliteTransaction<'_>, StoreError> {
        let begun = SqliteTransaction::begin(&self.connection, &self.path, begin)?;
        self.refuse_newer()?;
        Ok(begun)
    }

    /// Whoever goes on with old statements after a newer program has migrated the file writes rows that it does not expect.
    fn refuse_newer(&self) -> Result<(), StoreError> {
        self.migrations.refuse_newer(&self.connection, &self.path)
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
/// this one stays close, so turns come round. After a second something else takes the processors: then waiting less
/// often lets the writer finish. Gives up after about nine seconds.
fn wait_for_turn(tries: i32) -> bool {
    let pause = match tries {
        ..4 => Duration::from_micros(100),
        4..2_000 => Duration::from_micros(500),
        _ => Duration::from_millis(5),
    };
    thread::sleep(pause);
    tries < 3_600
}

impl Store for SqliteStore {
    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError> {
        self.refuse_replaced()?;
        Ok(Box::new(self.transaction("BEGIN IMMEDIATE")?))
    }

    fn snapshot(&mut self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        Ok(Box::new(self.transaction("BEGIN DEFERRED")?))
    }

    fn revision(&mut self) -> Result<i64, StoreError> {
        self.refuse_replaced()?;
        let ask = |mut query: rusqlite::CachedStatement<'_>| query.query_row([], |row| row.get(0));
        let revision = self
            .connection
            .prepare_cached("PRAGMA data_version")
            .and_then(ask)
            .map_err(|e| at(&self.path, "asking for changes", e))?;
        // Whoever migrates the file changes its revision.
        if self.checked != Some(revision) {
            self.refuse_newer()?;
            self.checked = Some(revision);
        }
        Ok(revision)
    }
}
