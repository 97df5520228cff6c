//! Taking a copy of the queue back: checked, with what was there kept, as a queue of a new generation.
//!
//! Numbers and events go on behind those of the queue that is replaced: those are on paper, and walls remember them. Never
//! here: what is said about it, or the other files of an office (`cli`).

use super::super::{Cause, OfficerRecord, PeopleView, StoreError};
use super::guard::beside;
use super::seen::{self, Seen};
use super::transaction::SqliteTransaction;
use super::{Limits, Making, SqliteStore, at, copy, mark};
use crate::domain::Timestamp;
use crate::rights::{self, Reach};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

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
    let prepared = prepare(from, queue, &part);
    let replaced = prepared.and_then(|(mut restored, told)| {
        restored.kept = exchange(&part.join("queue.db"), queue, kept)?;
        // Of a queue in which nothing ever happened there is nothing to tell.
        match told {
            Some(told) => told.tell(queue)?,
            None => Seen::forget(queue)?,
        }
        Ok(restored)
    });
    // Where it stays, the next one removes it.
    let _ = fs::remove_dir_all(&part);
    replaced
}

/// Makes of the copy in `part` what the queue will be.
fn prepare(
    from: &Path,
    queue: &Path,
    part: &Path,
) -> Result<(Restored, Option<Seen>), RestoreError> {
    let new = part.join("queue.db");
    let lacking = mark::in_file(from).is_some_and(|file| file.mark.is_some())
        && !beside(from, "-wal").exists();
    for end in ["", "-wal"] {
        match File::open(beside(from, end)) {
            Ok(mut file) => {
                let mut copy = rights::make_file(&beside(&new, end), Reach::Writers)?;
                io::copy(&mut file, &mut copy)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && !end.is_empty() => {}
            Err(error) => return Err(error.into()),
        }
    }
    let open = |path: &Path| SqliteStore::open_patiently(path, Limits::default(), Making::Judged);
    let store = open(&new)?;
    store.after_unclean_end()?;
    // What is replaced may be damaged, or gone: then less is known.
    let told = Seen::beside(queue);
    let there = open(queue).ok();
    let before: Vec<Seen> = there
        .iter()
        .filter_map(|there| seen::newest(&there.connection).ok()?)
        .chain(told)
        .collect();
    let own =
        seen::newest(&store.connection).map_err(|e| at(&new, "looking for the newest event", e))?;
    let officers = store.officers()?;
    let come_back = match &there {
        None => officers.into_iter().filter(|officer| officer.retired_at.is_none()).collect(),
        Some(there) => come_back(officers, &there.officers()?),
    };
    drop(there);
    let renew = "UPDATE queue_file SET generation = lower(hex(randomblob(16)))";
    store.connection.execute(renew, []).map_err(|e| at(&new, "renewing the queue", e))?;
    for seen in &before {
        seen::go_on(&store.connection, &new, seen)?;
    }
    let told = seen::now(&store.connection, &new, own.as_ref().or(before.first()))?;
    let newest = own.as_ref().map(|own| own.at);
    let reached = own.as_ref().map_or(0, |own| own.event);
    let is_missing = |seen: &&Seen| seen.event > reached && newest.is_none_or(|at| seen.at > at);
    let missing = before.iter().filter(is_missing).map(|seen| seen.at).max();
    mark::clear(&store.connection).map_err(|e| at(&new, "closing the queue", e))?;
    drop(store);
    File::open(&new)?.sync_all()?;
    Ok((Restored { kept: None, newest, missing_until: missing, come_back, lacking }, told))
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

/// Puts the new file in its place. Its log and index go first: a file without them says that it lacks something.
fn exchange(new: &Path, queue: &Path, kept: &Path) -> io::Result<Option<PathBuf>> {
    let data = queue.parent().unwrap_or(Path::new("."));
    let was_there = queue.exists() || beside(queue, "-wal").exists();
    if was_there {
        rights::make_folder(kept, Reach::Writers)?;
        for end in ["-shm", "-wal", ""] {
            let old = beside(queue, end);
            if let Some(name) = old.file_name().filter(|_| old.exists()) {
                fs::rename(&old, kept.join(name))?;
            }
        }
    }
    fs::rename(new, queue)?;
    mark::forget_word(queue);
    copy::sync_folder(data)?;
    Ok(was_there.then(|| kept.to_owned()))
}

impl SqliteStore {
    /// Copies one moment of the queue at `path` into the new file `part`, and proves it; anybody may work meanwhile.
    ///
    /// # Errors
    /// As [`SqliteStore::open`]; [`StoreError::NoCopy`].
    pub fn back_up(path: &Path, part: &Path) -> Result<copy::Copied, StoreError> {
        // Refuses what is no queue, and keeps the log in its place meanwhile.
        let _open = Self::open(path)?;
        let folder = part.parent().unwrap_or(Path::new("."));
        copy::write(path, part, None).map_err(|source: Cause| StoreError::NotBackedUp {
            path: path.to_owned(),
            folder: folder.to_owned(),
            source,
        })
    }

    fn officers(&self) -> Result<Vec<OfficerRecord>, StoreError> {
        let begin = "BEGIN DEFERRED";
        SqliteTransaction::begin(&self.connection, &self.path, &self.memory, begin)?.officers()
    }
}
