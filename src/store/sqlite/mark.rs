//! The mark of a queue that programs have open for long: a part of its changes then stands beside the file, in its log.
//!
//! ```text
//! first one in:  mark in the file, log emptied into it, the mark's word also in locks/open
//! last one out:  log emptied into the file, mark cleared, log emptied, locks/open removed
//! ```
//! A copy of the file alone has the mark and no log, and is not believed; a log that belongs to another file is not taken.
//! Everything is looked at before SQLite opens the file, because SQLite takes whatever log it finds. A verb that is over
//! in a moment sets no mark. Never here: what was seen of the queue (`seen`).

use super::super::StoreError;
use super::faults::at;
use super::gate::{FOLDER, Gate, folder_of, lock, no_lock, place};
use super::guard::beside;
use super::seen::Seen;
use super::{Limits, Making, SqliteStore, copy};
use crate::rights::{self, Reach};
use rusqlite::{Connection, OpenFlags, OptionalExtension, ffi};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

/// The version of the schema from which on a file can have a mark.
pub(super) const SINCE: i64 = 9;

/// The word of the mark, so that a log is known by it.
const WORD: &str = "open";
/// How many hexadecimal digits it has.
const LENGTH: usize = 32;
/// Shared by the programs that stay.
const STAYING: &str = "open.lock";

/// What stands in the file itself, whatever stands in its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InFile {
    pub(super) generation: String,
    pub(super) mark: Option<String>,
    pub(super) event: i64,
}

/// Reads the file without its log and without a lock. `None`: it tells nothing of the kind, as a file of an older version.
pub(super) fn in_file(queue: &Path) -> Option<InFile> {
    // SQLite would wait for whoever writes into a pipe.
    if !queue.metadata().is_ok_and(|found| found.is_file()) {
        return None;
    }
    let file = immutable(queue).ok()?;
    let sql = "SELECT generation, open_mark, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0)
               FROM queue_file";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(InFile { generation: row.get(0)?, mark: row.get(1)?, event: row.get(2)? })
    };
    file.query_row(sql, [], read).optional().ok()?
}

/// Opens the file without its log and without a lock.
pub(super) fn immutable(queue: &Path) -> rusqlite::Result<Connection> {
    let path: String = queue.to_string_lossy().chars().map(in_address).collect();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)
}

/// A character of a path in an address.
fn in_address(c: char) -> String {
    match c {
        '%' | '?' | '#' => format!("%{:02X}", u32::from(c)),
        '\\' if cfg!(windows) => "/".to_owned(),
        c => c.to_string(),
    }
}

/// How a queue may be opened. Until it is, nobody puts another file in its place, where that can be helped.
#[derive(Debug)]
pub(super) enum Entrance {
    /// As ever.
    Open(Option<Gate>),
    /// Nobody has it open, and whoever had it was killed or lost its power: it is looked at, and its mark cleared. Nobody
    /// else comes or goes meanwhile.
    AfterUncleanEnd(Gate),
}

/// Looks at the files of a queue before it is opened, and refuses a copy without its newest changes and a log that belongs
/// to another file.
///
/// # Errors
/// [`StoreError::Lacking`], [`StoreError::OtherLog`].
pub(super) fn judge(queue: &Path) -> Result<Entrance, StoreError> {
    let gate = enter(queue)?;
    // By far the most frequent: no program that stays, and none was ever killed.
    if in_file(queue).is_none_or(|file| file.mark.is_none()) && word_of(queue).is_none() {
        return Ok(Entrance::Open(gate));
    }
    drop(gate);
    let gate = match Gate::pass(queue, File::try_lock) {
        // Whoever may not even ask is told by the opening itself what is allowed.
        Err(error) if error.is_unwritable() => return Ok(Entrance::Open(None)),
        gate => gate?,
    };
    let staying = is_shared(queue);
    Ok(match judged(queue, staying)? {
        true => Entrance::AfterUncleanEnd(gate),
        false => Entrance::Open(Some(gate)),
    })
}

/// Enters a queue in order to open it. `None`: there is no gate, for nobody has ever worked here, or this user may not even
/// ask.
pub(super) fn enter(queue: &Path) -> Result<Option<Gate>, StoreError> {
    if let Err(error) = folder_of(queue).join(FOLDER).symlink_metadata()
        && matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied)
    {
        return Ok(None);
    }
    match Gate::pass(queue, File::try_lock_shared) {
        Err(error) if error.is_unwritable() => Ok(None),
        gate => gate.map(Some),
    }
}

/// The same for whoever stands in the gate already; whether the last end was unclean.
pub(super) fn judged(queue: &Path, staying: bool) -> Result<bool, StoreError> {
    let path = || queue.to_owned();
    // What cannot be told is told by opening it.
    let Some(file) = in_file(queue) else { return Ok(false) };
    let lacks_nothing = Seen::beside(queue)
        .is_some_and(|seen| seen.generation == file.generation && seen.event <= file.event);
    let mark = file.mark;
    let word = word_of(queue);
    let log = fs::metadata(beside(queue, "-wal")).ok();
    let has_changes = log.as_ref().is_some_and(|log| log.len() > 0);
    match (mark, word) {
        (Some(mark), Some(word)) if mark == word => match log {
            // Programs have it open, and its log is there.
            Some(_) => Ok(!staying),
            None if staying => Err(StoreError::Lacking(path())),
            // A power cut may take a log in which nothing was written yet; whether there was more, `seen` knows.
            None => Ok(true),
        },
        (Some(_), None) if log.is_some() => Ok(!staying),
        // Whoever set the mark could tell nobody of its word, and has gone.
        (Some(_), None) if !staying && lacks_nothing => Ok(true),
        (None, Some(_)) if !staying && !has_changes => {
            forget_word(queue);
            Ok(false)
        }
        (_, Some(_)) if has_changes => Err(StoreError::OtherLog(path())),
        (None, None) => Ok(false),
        _ => Err(StoreError::Lacking(path())),
    }
}

/// The word of the mark that programs of this folder have set. What a power cut may leave in its file, a part of a word or
/// zeros, is none.
fn word_of(queue: &Path) -> Option<String> {
    let mut word = String::new();
    let file = rights::open_existing(&place(queue, WORD)).ok()?;
    file.take(LENGTH as u64 + 1).read_to_string(&mut word).ok()?;
    let is_whole = word.len() == LENGTH && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_whole.then_some(word)
}

/// Removes the word, also for after a power cut: an old one that came back would call the log of a new mark foreign.
pub(super) fn forget_word(queue: &Path) {
    // Where it stays, the next one to look removes it.
    if fs::remove_file(place(queue, WORD)).is_ok() {
        let _ = copy::sync_folder(&folder_of(queue).join(FOLDER));
    }
}

/// Whether programs have the queue open for long. Only asked in the gate: asking takes their place for a moment.
fn is_shared(queue: &Path) -> bool {
    let asked = lock(queue, STAYING).map(|file| file.try_lock());
    !matches!(asked, Ok(Ok(())))
}

/// Nobody has the queue open for long, and nobody comes, for as long as this lives.
#[derive(Debug)]
pub(super) struct Alone {
    _gate: Gate,
    _staying: File,
}

impl Alone {
    /// `None`: programs run.
    ///
    /// # Errors
    /// When the lock files cannot be made.
    pub(super) fn with(queue: &Path) -> Result<Option<Self>, StoreError> {
        let gate = Gate::pass(queue, File::try_lock)?;
        let fault = |source| no_lock(queue, STAYING, source);
        let staying = lock(queue, STAYING).map_err(fault)?;
        match staying.try_lock() {
            Ok(()) => Ok(Some(Self { _gate: gate, _staying: staying })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(fault(error)),
        }
    }
}

/// A program that has the queue open for as long as this lives.
pub struct Stay {
    /// Always there: its log stays beside the file for as long as anybody has it open.
    store: Option<SqliteStore>,
    staying: File,
}

impl Stay {
    /// Comes in; the first one sets the mark.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn begin(queue: &Path) -> Result<Self, StoreError> {
        let fault = |source| no_lock(queue, STAYING, source);
        super::guard::may_open(queue, false)?;
        let _gate = Gate::pass(queue, File::try_lock)?;
        let staying = lock(queue, STAYING).map_err(fault)?;
        let first = match staying.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => false,
            Err(TryLockError::Error(error)) => return Err(fault(error)),
        };
        let unclean = judged(queue, !first)?;
        let store = SqliteStore::open_patiently(queue, Limits::default(), Making::Judged)?;
        if first {
            if unclean {
                store.after_unclean_end()?;
            }
            forget_word(queue);
            let word = set(&store.connection, queue)?;
            if let Err(error) = tell(queue, &word) {
                unmark(&store.connection);
                forget_word(queue);
                return Err(fault(error));
            }
            staying.unlock().map_err(fault)?;
        }
        // In the gate nobody else can have taken it.
        staying.lock_shared().map_err(fault)?;
        Ok(Self { store: Some(store), staying })
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        // What fails here leaves a mark behind, and whoever starts next looks at the queue.
        let Some(store) = self.store.take() else { return };
        let Ok(gate) = Gate::pass(&store.path, File::try_lock) else { return };
        if self.staying.unlock().is_err() {
            return;
        }
        let is_last = self.staying.try_lock().is_ok();
        if is_last && store.refuse_replaced().is_ok() && clear(&store.connection).is_ok() {
            forget_word(&store.path);
        }
        // Nobody comes in before the file is closed and its place free.
        drop(store);
        let _ = self.staying.unlock();
        drop(gate);
    }
}

/// Ends what was left open by an unclean end, in the gate.
pub(super) fn settle(store: &SqliteStore) -> Result<(), StoreError> {
    clear(&store.connection).map_err(|e| at(&store.path, "closing the queue", e))?;
    forget_word(&store.path);
    Ok(())
}

/// Writes the mark into the file itself.
fn set(connection: &Connection, queue: &Path) -> Result<String, StoreError> {
    let doing = |source| at(queue, "marking the queue as open", source);
    let sql = "UPDATE queue_file SET open_mark = lower(hex(randomblob(16))) RETURNING open_mark";
    // A transaction of its own: the end of a statement that answers hides what became of its commit.
    let marking = connection.unchecked_transaction().map_err(doing)?;
    let word = marking.query_row(sql, [], |row| row.get(0)).map_err(doing)?;
    marking.commit().map_err(doing)?;
    empty_log(connection).inspect_err(|_| unmark(connection)).map_err(doing)?;
    Ok(word)
}

/// Takes the mark out of the file, once everything stands in it.
pub(super) fn clear(connection: &Connection) -> rusqlite::Result<()> {
    empty_log(connection)?;
    connection.execute(UNMARK, [])?;
    empty_log(connection)
}

const UNMARK: &str = "UPDATE queue_file SET open_mark = NULL WHERE open_mark IS NOT NULL";

/// Takes back a mark of whose word nobody was told. Where it stays, `seen` tells that nothing lacks.
fn unmark(connection: &Connection) {
    let _ = connection.execute(UNMARK, []);
}

/// Brings all of the log into the file. Waits for readers as for writers; whoever reads for longer, as a backup does, is told
/// of as of a queue that is busy. SQLite says so in its answer, not as an error.
pub(super) fn empty_log(connection: &Connection) -> rusqlite::Result<()> {
    let is_busy: bool =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    match is_busy {
        false => Ok(()),
        true => Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None)),
    }
}

fn tell(queue: &Path, word: &str) -> io::Result<()> {
    let file = rights::make_file(&place(queue, WORD), Reach::Writers)?;
    file.set_len(0)?;
    (&file).write_all(word.as_bytes())?;
    // The mark is on the disk already; what stands in the log from here on is known by this word.
    file.sync_all()?;
    copy::sync_folder(&folder_of(queue).join(FOLDER))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_log_that_somebody_still_reads_is_not_taken_for_empty() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Connection::open(folder.path().join("queue.db")).unwrap();
        let (writer, reader) = (open(), open());
        let begin = "PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)";
        writer.execute_batch(begin).unwrap();
        reader.execute_batch("BEGIN; SELECT * FROM t").unwrap();
        let ones = |reader: &Connection| {
            reader.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0)).unwrap()
        };
        assert_eq!(ones(&reader), 1, "it reads this moment from the log");
        writer.execute_batch("INSERT INTO t VALUES (2)").unwrap();
        writer.busy_timeout(Duration::ZERO).unwrap();
        let busy = empty_log(&writer).unwrap_err();
        assert_eq!(busy.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy));
        reader.execute_batch("COMMIT").unwrap();
        empty_log(&writer).unwrap();
    }
}
