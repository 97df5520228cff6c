//! Taking a copy of the queue back: checked, with what was there kept, as a queue of a new generation.
//!
//! Numbers and events go on behind those of the queue that is replaced: those are on paper, and walls remember them. Never
//! here: what is said about it, or the other files of an office (`cli`).

use super::super::{Cause, StoreError};
use super::guard::beside;
use super::seen::{self, Seen};
use super::{Limits, Making, SqliteStore, at, copy, mark, people};
use crate::domain::Timestamp;
use crate::file;
use crate::queue::OfficerRecord;
use crate::rights::{self, Reach};
use rusqlite::config::DbConfig;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// How every file of SQLite begins.
const BEGIN: &[u8; 16] = b"SQLite format 3\0";

/// Why a copy cannot be taken back. The queue is as it was.
#[derive(Debug, Error)]
pub enum RestoreError {
    /// Somebody works on the queue.
    #[error("programs of this office are running")]
    Running,
    /// A file or folder cannot be read or written.
    #[error("a file or folder cannot be used")]
    Files(#[from] io::Error),
    /// The copy is none, or damaged.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What came of it.
#[derive(Debug)]
pub struct Restored {
    /// Where the queue is now that was there before.
    pub kept: Option<PathBuf>,
    /// The newest event of the copy.
    pub newest: Option<Timestamp>,
    /// The newest event that was seen here before, where it is not in the copy.
    pub missing_until: Option<Timestamp>,
    /// Whether nothing here told which numbers were given before: those after the copy would be given again.
    pub numbers_unknown: bool,
    /// Who may work by the copy, and no longer might, or with another PIN.
    pub come_back: Vec<OfficerRecord>,
    /// Whether the copy was made of the file alone while programs had it open, so that its newest changes are nowhere.
    pub lacking: bool,
}

/// Puts the copy `from` in the place of `queue`. What was there goes into the new folder `kept`.
///
/// # Errors
/// [`RestoreError`]; then nothing was changed.
pub fn restore(from: &Path, queue: &Path, kept: &Path) -> Result<Restored, RestoreError> {
    let data = queue.parent().unwrap_or(Path::new("."));
    let Some(_alone) = mark::Alone::with(queue)? else { return Err(RestoreError::Running) };
    rights::make_folder(&data.join(copy::FOLDER), Reach::Writers)?;
    let part = data.join(copy::FOLDER).join("restoring");
    if part.exists() {
        fs::remove_dir_all(&part)?;
    }
    rights::make_folder(&part, Reach::Writers)?;
    // People know the file that they have given, and not what is made of it.
    let prepared = prepare(from, queue, &part).map_err(|error| match error {
        RestoreError::Store(error) => RestoreError::Store(error.of_copy(from, queue)),
        error => error,
    });
    let replaced = prepared.and_then(|Prepared { mut restored, told, there }| {
        // First: what was seen of the queue of before would refuse the new one, however this ends from here on.
        let seen = Seen::beside(queue);
        Seen::forget(queue)?;
        let exchanged = exchange(&part.join("queue.db"), queue, kept);
        drop(there);
        match exchanged {
            Ok(was_there) => restored.kept = was_there,
            Err(error) => {
                let _ = seen.map(|seen| seen.tell(queue));
                return Err(error.into());
            }
        }
        // Of a queue in which nothing ever happened there is nothing to tell, and what cannot be told refuses nobody.
        let _ = told.map(|told| told.tell(queue));
        Ok(restored)
    });
    // Where it stays, the next one removes it.
    let _ = fs::remove_dir_all(&part);
    replaced.map_err(|error| error.at(queue))
}

impl RestoreError {
    /// Says of which disk the room or the rights were lacking.
    fn at(self, queue: &Path) -> Self {
        let Self::Files(source) = self else { return self };
        let path = queue.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                StoreError::Full { path, source: source.into() }.into()
            }
            io::ErrorKind::ReadOnlyFilesystem => StoreError::unwritable(queue, source).into(),
            _ => Self::Files(source),
        }
    }
}

/// What is ready to take the place of the queue.
struct Prepared {
    restored: Restored,
    /// What is to be told of it.
    told: Option<Seen>,
    /// The queue of before. Nobody writes into it for as long as this is there.
    there: Option<SqliteStore>,
}

/// The queue that is to be replaced, where it can be read, with the turn to write in it: a verb that is about to give a number
/// waits, and finds another file then. With it its officers, where they can be read. A log that belongs to another file is not taken into it.
fn hold(queue: &Path) -> Option<(SqliteStore, Option<Vec<OfficerRecord>>)> {
    mark::judged(queue, false).ok()?;
    let there = SqliteStore::open_patiently(queue, Limits::default(), Making::Judged).ok()?;
    // At its end SQLite removes the log by its name, which is the new queue's then.
    there.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).ok()?;
    // Where that fails, the log is kept with the file.
    let _ = mark::empty_log(&there.connection);
    // Pages of it may be damaged that hold nothing else that is asked here.
    let officers = there.officers().ok();
    there.connection.execute_batch("BEGIN IMMEDIATE").ok()?;
    Some((there, officers))
}

/// Makes of the copy in `part` what the queue will be.
fn prepare(from: &Path, queue: &Path, part: &Path) -> Result<Prepared, RestoreError> {
    let new = part.join("queue.db");
    let mut begin = [0; BEGIN.len()];
    if file::open(from, u64::MAX)?.read_exact(&mut begin).is_err() || begin != *BEGIN {
        return Err(StoreError::ForeignCopy(from.to_owned()).into());
    }
    let lacking = mark::in_file(from).is_some_and(|file| file.mark.is_some())
        && !beside(from, "-wal").exists();
    for end in ["", "-wal"] {
        match file::open(&beside(from, end), u64::MAX) {
            Ok(mut file) => {
                let mut copy = rights::make_file(&beside(&new, end), Reach::Writers)?;
                io::copy(&mut file, &mut copy)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && !end.is_empty() => {}
            Err(error) => return Err(error.into()),
        }
    }
    let in_file = mark::in_file(from);
    let store = SqliteStore::open_patiently(&new, Limits::default(), Making::Judged)?;
    store.after_unclean_end()?;
    // What is replaced may be damaged, or gone: then less is known.
    let told = Seen::beside(queue);
    let (there, known) = hold(queue).unzip();
    let before: Vec<Seen> = there
        .iter()
        .filter_map(|there| seen::newest(&there.connection).ok()?)
        .chain(told)
        .collect();
    let own =
        seen::newest(&store.connection).map_err(|e| at(&new, "looking for the newest event", e))?;
    // A log of another moment takes pages back.
    let reached = own.as_ref().map_or(0, |own| own.event);
    if in_file.is_some_and(|file| file.event > reached && reached > 0) {
        return Err(StoreError::OtherLog(from.to_owned()).into());
    }
    let officers = store.officers()?;
    let come_back = match known.flatten() {
        None => officers.into_iter().filter(|officer| officer.retired_at.is_none()).collect(),
        Some(known) => come_back(officers, &known),
    };
    let renew = "UPDATE queue_file SET generation = lower(hex(randomblob(16)))";
    store.connection.execute(renew, []).map_err(|e| at(&new, "renewing the queue", e))?;
    for seen in &before {
        seen::go_on(&store.connection, &new, seen)?;
    }
    if let Some(there) = &there {
        // Where its pages are damaged, the numbers of its newest day are known all the same.
        let _ = seen::go_on_behind(&store.connection, &there.connection);
    }
    let told = seen::now(&store.connection, &new, own.as_ref().or(before.first()))?;
    let newest = own.as_ref().map(|own| own.at);
    let is_missing = |seen: &&Seen| seen.event > reached && newest.is_none_or(|at| seen.at > at);
    let missing = before.iter().filter(is_missing).map(|seen| seen.at).max();
    mark::clear(&store.connection).map_err(|e| at(&new, "closing the queue", e))?;
    drop(store);
    File::open(&new)?.sync_all()?;
    let restored = Restored {
        kept: None,
        newest,
        missing_until: missing,
        numbers_unknown: before.is_empty(),
        come_back,
        lacking,
    };
    Ok(Prepared { restored, told, there })
}

/// Who could sign in by the copy and cannot now, or not with that PIN.
fn come_back(copy: Vec<OfficerRecord>, now: &[OfficerRecord]) -> Vec<OfficerRecord> {
    let is_same = |old: &OfficerRecord| {
        now.iter().any(|new| {
            new.officer.id == old.officer.id && new.retired_at.is_none() && new.pin == old.pin
        })
    };
    copy.into_iter().filter(|old| old.retired_at.is_none() && !is_same(old)).collect()
}

/// Moves what stands in the place of the queue and cannot be used into the new folder `kept`, with its log.
///
/// # Errors
/// [`RestoreError`]; then nothing was changed.
pub fn set_aside(queue: &Path, kept: &Path) -> Result<(), RestoreError> {
    let data = queue.parent().unwrap_or(Path::new("."));
    let Some(_alone) = mark::Alone::with(queue)? else { return Err(RestoreError::Running) };
    rights::make_folder(&data.join(copy::FOLDER), Reach::Writers)?;
    let moves = away(queue, kept)?;
    move_all(&moves)?;
    mark::forget_word(queue);
    Ok(copy::sync_folder(data)?)
}

/// Puts the new file in its place. Where it does not succeed, what was moved is moved back.
fn exchange(new: &Path, queue: &Path, kept: &Path) -> io::Result<Option<PathBuf>> {
    let data = queue.parent().unwrap_or(Path::new("."));
    let was_there = queue.exists() || beside(queue, "-wal").exists();
    let mut moves = if was_there { away(queue, kept)? } else { Vec::new() };
    moves.push((new.to_owned(), queue.to_owned()));
    move_all(&moves)?;
    mark::forget_word(queue);
    copy::sync_folder(data)?;
    Ok(was_there.then(|| kept.to_owned()))
}

/// A file and its new place.
type Move = (PathBuf, PathBuf);

/// How the queue goes into the new folder `kept`. Its log and index go first: a file without them says that it lacks something.
fn away(queue: &Path, kept: &Path) -> io::Result<Vec<Move>> {
    if kept.exists() {
        // Of another one who took a copy back in the same moment.
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    rights::make_folder(kept, Reach::Writers)?;
    let there = ["-shm", "-wal", ""].map(|end| beside(queue, end));
    let there = there.into_iter().filter(|old| old.exists());
    Ok(there
        .filter_map(|old| {
            let new = kept.join(old.file_name()?);
            Some((old, new))
        })
        .collect())
}

fn move_all(moves: &[Move]) -> io::Result<()> {
    for (done, (from, to)) in moves.iter().enumerate() {
        if let Err(error) = fs::rename(from, to) {
            for (from, to) in moves[..done].iter().rev() {
                let _ = fs::rename(to, from);
            }
            return Err(error);
        }
    }
    Ok(())
}

impl SqliteStore {
    /// Copies one moment of the queue at `path` into the new file `part`, and proves it; anybody may work, come and go
    /// meanwhile. Ends without a copy as soon as it is not to go on.
    ///
    /// # Errors
    /// As [`SqliteStore::open`]; [`StoreError::NotBackedUp`].
    pub fn back_up(
        path: &Path,
        part: &Path,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<copy::Copied, StoreError> {
        // Marked as by a program that stays: whoever came first or went last meanwhile would wait for the end of the copy
        // to bring the log into the file.
        let (_open, read) = match mark::Stay::begin(path) {
            Ok(open) => (Some(open), None),
            Err(refused) => (None, Some(Self::read_where_nobody_writes(path, refused)?)),
        };
        let folder = part.parent().unwrap_or(Path::new("."));
        let source = match &read {
            None => copy::source(path),
            Some(read) => read.source(),
        };
        let written = source
            .map_err(Cause::from)
            .and_then(|source| copy::write_from(source, part, None, goes_on));
        written.map_err(|source: Cause| StoreError::NotBackedUp {
            path: path.to_owned(),
            folder: folder.to_owned(),
            source,
        })
    }

    fn officers(&self) -> Result<Vec<OfficerRecord>, StoreError> {
        people::officers(&self.turn("BEGIN DEFERRED", None)?)
    }
}
