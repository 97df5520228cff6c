//! Why the queue could not be read or written.
//!
//! Never here: what a person is told in an office (that is `words`).

use super::way_on::way_on;
use crate::disk;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What the database said, for the log.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why the queue could not be read or written. Each text says what to do; the cause is the `source`.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder of the queue file does not exist.
    #[error("there is no folder {0}; run `antre init` first, or give the right folder with --data")]
    NoFolder(PathBuf),
    /// There is no queue, or an empty file in its place. It is never made by accident: what was in it may be elsewhere.
    #[error(
        "there is no queue {0}, or the file is empty; none was made in its place. If there was one, put it back, or take a \
         copy of it with `antre restore`; for a first, empty one run `antre init --queue`"
    )]
    NoQueue(PathBuf),
    /// The file has less than was seen in it, or is another queue: a copy in its place.
    #[error(
        "the queue {path} is not the one that was used here, or an older copy of it: it ends at event {found}, and programs \
         have seen event {seen}. Nothing was changed. Put the newest file back with its -wal; to go on with this one, close \
         all programs and run `antre restore {path}`"
    )]
    Less {
        /// The queue file.
        path: PathBuf,
        /// The newest event that was seen.
        seen: i64,
        /// The newest event in the file.
        found: i64,
    },
    /// A copy of the file alone, made while programs had it open; or its log was taken away.
    #[error(
        "the queue {0} lacks its newest changes: it was copied while programs had it open, or its queue.db-wal was taken away. \
         Nothing was changed. Put the queue.db-wal that belongs to it back beside it, or take a copy that `antre backup` made; \
         to go on without those changes, close all programs and run `antre restore {0}`"
    )]
    Lacking(PathBuf),
    /// The log beside the file belongs to another file.
    #[error(
        "beside the queue {0} lies a queue.db-wal that belongs to another file, and it was not read. Nothing was changed. Put \
         the queue to which it belongs back, or move that queue.db-wal away"
    )]
    OtherLog(PathBuf),
    /// No copy was made when somebody wanted one.
    #[error(
        "could not make a copy of the queue {path} in {folder}; the queue is as it was. Make room there, or give another folder"
    )]
    NotBackedUp {
        /// The queue file.
        path: PathBuf,
        /// Where its copy was to be.
        folder: PathBuf,
        /// What failed.
        #[source]
        source: Cause,
    },
    /// The folder or file may not be written by this user.
    #[error(
        "cannot write to {path}; give this user write permission to the folder and the file: `antre check` says how"
    )]
    ReadOnly {
        /// The queue file.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: Cause,
    },
    /// Nobody can write where the file is.
    #[error(
        "the disk that holds {path} is read-only, so it can be looked at and not changed. Make the disk writable \
         (`mount -o remount,rw`), or copy the data folder to another disk and give that one with --data"
    )]
    ReadOnlyDisk {
        /// The queue file.
        path: PathBuf,
        /// What was tried.
        #[source]
        source: Cause,
    },
    /// The programs cannot wait for each other.
    #[error(
        "the programs of this office cannot wait for each other, because {path} cannot be used; nothing was changed. Where \
         something else stands in its place, move that away: the next program makes it anew"
    )]
    Lock {
        /// The lock file, or its folder.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: Cause,
    },
    /// The file cannot be opened.
    #[error(
        "cannot open the queue {path}: this user may not read it. Give this user read and write permission to the folder and \
         the file: `antre check` says how"
    )]
    Open {
        /// The queue file.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: Cause,
    },
    /// No room for another ticket.
    #[error(
        "the disk that holds the queue {path} is full; nothing was changed. Free some space there and try again"
    )]
    Full {
        /// The queue file.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: Cause,
    },
    /// The file's content is damaged.
    #[error(
        "the queue file {path} is damaged; nothing was changed. {}",
        way_on(.path)
    )]
    Corrupt {
        /// The queue file.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: Cause,
    },
    /// A copy that was to be taken back is damaged.
    #[error("the copy {path} is damaged; take another one")]
    BadCopy {
        /// The copy.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: Cause,
    },
    /// There is something else in the place of the file.
    #[error(
        "in the place of the queue {path} there is a folder, or something else that is no file; nothing was changed. {}",
        way_on(.path)
    )]
    NoFile {
        /// The queue file.
        path: PathBuf,
    },
    /// There is something else in the place of the log or the index of the file.
    #[error(
        "in the place of {path}, which belongs to the queue, there is a folder, a link, or something else that is no file; \
         nothing was changed. Move it away"
    )]
    NoLog {
        /// What stands there.
        path: PathBuf,
    },
    /// There is a link in the place of the file.
    #[error(
        "{0} is a link, and is not followed: it might lead out of the data folder. Put the file itself there, or give the \
         folder in which it is with --data"
    )]
    Link(PathBuf),
    /// The file belongs to another program.
    #[error("{0} is not a queue of Antre; move it away or give another folder with --data")]
    Foreign(PathBuf),
    /// What was to be taken back is no copy of a queue.
    #[error(
        "{0} is no queue of Antre, or its beginning is damaged; give the queue.db of a backup, or its folder"
    )]
    ForeignCopy(PathBuf),
    /// The file was written before anything was released.
    #[error(
        "the queue {path} is from before 0.1.0 (schema {found}); nothing was released then, so nothing is converted. Move \
         the file away, and make a new one with `antre init --queue`"
    )]
    Unreleased {
        /// The queue file.
        path: PathBuf,
        /// Schema version of the file.
        found: i64,
    },
    /// Before its schema changes a copy of the file is made, and that was not possible.
    #[error(
        "this version of Antre has to change the queue {path}, and could not make a copy of it in {folder} first; nothing was \
         changed. Make room on the disk and give this user write permission to that folder"
    )]
    NoCopy {
        /// The queue file.
        path: PathBuf,
        /// Where its copies are kept.
        folder: PathBuf,
        /// What failed.
        #[source]
        source: Cause,
    },
    /// The file was written by a newer version, before it was opened or since then.
    #[error(
        "the queue {path} was written by a newer Antre (schema {found}, this program knows {known}); install the newer version here too, and start this program again"
    )]
    Newer {
        /// The queue file.
        path: PathBuf,
        /// Schema version of the file.
        found: i64,
        /// Newest schema version of this program.
        known: i64,
    },
    /// The folder lies on a network share, where SQLite's locks cannot be trusted.
    #[error(
        "{path} is on a network share ({kind}), where a shared queue would lose tickets; put the data folder on a local disk. Several machines need a PostgreSQL store"
    )]
    Network {
        /// The data folder.
        path: PathBuf,
        /// Name of the file system.
        kind: &'static str,
    },
    /// The file was replaced or removed while it was open.
    #[error(
        "the queue file {0} was moved away or replaced while in use; put it back, or restart the program to use what is there now"
    )]
    Replaced(PathBuf),
    /// Other programs held the queue for longer than any of them should.
    #[error("the queue was busy for several seconds; nothing was changed. Try again")]
    Busy(#[source] Cause),
    /// Somebody else changed the same thing first, or a rule of uniqueness refused the change.
    #[error(
        "somebody else changed this ticket at the same moment; nothing was changed. Look again"
    )]
    Conflict(#[source] Option<Cause>),
    /// The disk failed.
    #[error("the disk failed while the queue was used; nothing was confirmed. Check the disk")]
    Disk(#[source] Cause),
    /// The queue was asked to keep something, and its answer got lost: it was kept or not.
    #[error(
        "nobody knows whether the queue has kept this: its answer got lost. Look before anything is done again"
    )]
    Unknown(#[source] Cause),
    /// A value in the file that this program cannot have written.
    #[error(
        "the queue holds a value that cannot be right: {0}. A technician mends that row, or takes a backup back with `antre \
         restore`"
    )]
    BadValue(String),
    /// Anything else.
    #[error("the queue could not be used while {doing}")]
    Other {
        /// What we were doing.
        doing: &'static str,
        /// What the database said.
        #[source]
        source: Cause,
    },
}

impl StoreError {
    /// A file that could not be written: because of its disk, or because this user may not.
    pub(super) fn unwritable(path: &Path, source: impl Into<Cause>) -> Self {
        let (path, source) = (path.to_owned(), source.into());
        match disk::is_read_only(&path) {
            true => Self::ReadOnlyDisk { path, source },
            false => Self::ReadOnly { path, source },
        }
    }

    /// Whether this user, or everybody, is kept from writing.
    pub(super) fn is_unwritable(&self) -> bool {
        matches!(self, Self::ReadOnly { .. } | Self::ReadOnlyDisk { .. })
    }

    /// The same of a copy `from`, of which a file was made to take the place of `queue`.
    pub(super) fn of_copy(self, from: &Path, queue: &Path) -> Self {
        let from = from.to_owned();
        match self {
            Self::Full { source, .. } => Self::Full { path: queue.to_owned(), source },
            Self::ReadOnly { source, .. } => Self::ReadOnly { path: queue.to_owned(), source },
            Self::ReadOnlyDisk { source, .. } => {
                Self::ReadOnlyDisk { path: queue.to_owned(), source }
            }
            Self::Open { source, .. } => Self::Open { path: from, source },
            Self::Corrupt { source, .. } => Self::BadCopy { path: from, source },
            Self::NoQueue(_) | Self::Foreign(_) => Self::ForeignCopy(from),
            Self::Unreleased { found, .. } => Self::Unreleased { path: from, found },
            Self::Newer { found, known, .. } => Self::Newer { path: from, found, known },
            error => error,
        }
    }
}
