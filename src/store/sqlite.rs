//! The queue in one SQLite file, shared by any number of processes on one machine.
//!
//! Belongs here: opening and guarding the file. Its children migrate, read and write. The only module, with them,
//! that knows rusqlite.
//!
//! `synchronous = FULL` is not negotiable: a ticket on paper must survive a power cut.

mod archive;
mod clocks;
mod commit;
mod copy;
mod day;
mod faults;
mod gate;
mod guard;
mod help;
mod mark;
mod media;
mod migrations;
mod people;
mod printers;
mod request_row;
mod requests;
mod restore;
mod rows;
mod seen;
mod ticket_row;
mod turn;

use super::{Archive, Store, StoreError, Turn};
use crate::queue::RequestKey;
pub use copy::Copied;
use faults::{at, retryable};
use gate::Gate;
use mark::Entrance;
pub use mark::Stay;
pub use migrations::Migration;
use migrations::Migrations;
pub use restore::{RestoreError, Restored, restore, set_aside};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use seen::Memory;
pub use seen::Seen;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};
use turn::SqliteTurn;

/// How long the opening of the file is begun anew while other processes create it.
const OPEN_PATIENCE: Duration = Duration::from_secs(5);
const OPEN_PAUSE: Duration = Duration::from_millis(100);

/// The queue file of one office.
pub struct SqliteStore {
    connection: Connection,
    path: PathBuf,
    files: guard::Files,
    memory: Memory,
    migrations: Migrations,
    /// The revision at which the file was last seen to have our version.
    checked: Option<i64>,
    /// Of a file that may only be read.
    reads: Option<media::Reads>,
    /// Whether the answer to a commit gets lost; in tests.
    loses_answer: Option<fn() -> bool>,
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
    /// Whether the answer to a commit that was kept gets lost.
    pub loses_answer: Option<fn() -> bool>,
}

/// Whether a queue may be made where there is none.
#[derive(Debug, Clone, Copy)]
enum Making {
    /// No: there was one, and somebody moved it.
    Never,
    /// Yes.
    First,
    /// No; and whether it may be opened has been judged already.
    Judged,
}

impl SqliteStore {
    /// Opens the queue at `path`, and migrates it where needed. It is never made: a file that is missing was moved.
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
        Self::open_patiently(path, limits, Making::Never)
    }

    /// Makes an empty queue at `path` where there is none, and opens it.
    ///
    /// # Errors
    /// As [`SqliteStore::open`]; [`StoreError::NoQueue`] where something shows that there was one.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        Self::open_patiently(path, Limits::default(), Making::First)
    }

    /// Makes an empty queue at `path`, in whose folder an earlier one was `seen`, and opens it. The numbers of that day
    /// go on where the earlier ones ended: those are on paper.
    ///
    /// # Errors
    /// As [`SqliteStore::create`].
    pub fn create_after(path: &Path, seen: &Seen) -> Result<Self, StoreError> {
        let making = |source: io::Error| StoreError::unwritable(path, source);
        Seen::forget(path).map_err(making)?;
        let store = Self::create(path)?;
        seen::go_on(&store.connection, path, seen)?;
        if let Some(now) = seen::now(&store.connection, path, Some(seen))? {
            now.tell(path).map_err(making)?;
        }
        Ok(store)
    }

    fn open_patiently(path: &Path, limits: Limits, making: Making) -> Result<Self, StoreError> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        match folder.metadata() {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(StoreError::Open { path: path.to_owned(), source: error.into() });
            }
            Ok(found) if found.is_dir() => {}
            _ => return Err(StoreError::NoFolder(folder.to_owned())),
        }
        guard::refuse_network_share(folder)?;
        // While several processes create the file at once, a few opens report Busy whatever handler is set.
        let patience = Instant::now() + OPEN_PATIENCE;
        loop {
            match Self::open_once(path, limits, making) {
                Err(error) if retryable(&error) && Instant::now() < patience => {
                    thread::sleep(OPEN_PAUSE);
                }
                result => return result,
            }
        }
    }

    fn open_once(path: &Path, limits: Limits, making: Making) -> Result<Self, StoreError> {
        let opening = |source| faults::opening(path, source);
        let entrance = match making {
            Making::Never => mark::judge(path)?,
            Making::First => Entrance::Open(mark::enter(path)?),
            Making::Judged => Entrance::Open(None),
        };
        // Before the queue is looked at: whoever works meanwhile tells of more than stands in it then.
        let seen = Seen::beside(path);
        let flags = guard::may_open(path, matches!(making, Making::First) && seen.is_none())?;
        let make = flags.contains(OpenFlags::SQLITE_OPEN_CREATE);
        let place = guard::prepare(path, make)?;
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
        let mut memory = Memory::begin(&connection, path, seen)?;
        let files = guard::Files::of(path).ok_or_else(|| StoreError::Replaced(path.to_owned()))?;
        let is_unclean = matches!(entrance, Entrance::AfterUncleanEnd(_));
        memory.gate = match entrance {
            Entrance::Open(gate) => gate,
            Entrance::AfterUncleanEnd(gate) => Some(gate),
        };
        let store = Self {
            connection,
            path: path.to_owned(),
            files,
            memory,
            migrations,
            checked: None,
            reads: None,
            loses_answer: limits.loses_answer,
        };
        if is_unclean {
            store.after_unclean_end()?;
            mark::settle(&store)?;
        }
        // From here on another file in its place is noticed.
        store.memory.gate.iter().for_each(Gate::leave);
        Ok(store)
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

    /// Looks at a file that programs had open when they were killed or lost their power, or that was copied meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] with the first fault found.
    fn after_unclean_end(&self) -> Result<(), StoreError> {
        self.check()?;
        // Of pages from two moments, each may be whole.
        let sql = "SELECT (SELECT count(*) FROM ticket t WHERE t.serial > coalesce((SELECT last_serial FROM series s
                               WHERE s.business_day = t.business_day AND s.series = t.series), 0))
                        + (SELECT coalesce(max(seq), 0) > coalesce((SELECT seq FROM sqlite_sequence
                               WHERE name = 'event'), 0) FROM event)
                        + (SELECT count(*) FROM ticket WHERE last_event > (SELECT coalesce(max(seq), 0) FROM event))";
        let wrong: i64 = self
            .connection
            .query_row(sql, [], |row| row.get(0))
            .map_err(|e| at(&self.path, "comparing the numbers", e))?;
        if wrong == 0 {
            return Ok(());
        }
        let source = format!("{wrong} lines are newer than what counts them").into();
        Err(StoreError::Corrupt { path: self.path.clone(), source })
    }

    /// A transaction on a file of our version that has all that was seen in it; the same until it ends.
    fn turn(
        &self,
        begin: &'static str,
        key: Option<&RequestKey>,
    ) -> Result<SqliteTurn<'_>, StoreError> {
        SqliteTurn::begin(self, begin, key)
    }

    /// Whoever goes on with old statements after a newer program has migrated the file writes rows that it does not expect.
    fn refuse_newer(&self) -> Result<(), StoreError> {
        self.migrations.refuse_newer(&self.connection, &self.path)
    }

    /// Whoever works on a file that was replaced works for nobody.
    fn refuse_replaced(&self) -> Result<(), StoreError> {
        match self.files.replaced() {
            None => Ok(()),
            Some(path) => {
                if path == self.path {
                    // The log is that of the file that was there, which may be put back: it is not emptied into this one,
                    // and not removed, when this program ends. Where it cannot be set, the log goes as it always did.
                    let keep = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
                    let _ = self.connection.set_db_config(keep, true);
                }
                Err(StoreError::Replaced(path.to_owned()))
            }
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
    fn begin(&mut self, key: Option<&RequestKey>) -> Result<Box<dyn Turn + '_>, StoreError> {
        self.refuse_read_only()?;
        self.refuse_replaced()?;
        let begun = self.turn("BEGIN IMMEDIATE", key)?;
        // While this one waited for its turn, another file may have taken the place: `restore` holds the turn meanwhile.
        self.refuse_replaced()?;
        Ok(Box::new(begun))
    }

    fn read(&mut self) -> Result<Box<dyn Archive + '_>, StoreError> {
        self.refuse_replaced()?;
        Ok(Box::new(self.turn("BEGIN DEFERRED", None)?))
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
