//! Why the queue could not be read or written.
//!
//! Never here: what a person is told in an office (that is `words`).

use std::path::PathBuf;
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
    /// The file cannot be opened.
    #[error("cannot open the queue {path}; check that the folder exists and is readable")]
    Open {
        /// The queue file.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: Cause,
    },
    /// No room for another ticket.
    #[error(
        "the disk that holds the queue is full; nothing was changed. Free some space and try again"
    )]
    Full(#[source] Cause),
    /// The file's content is damaged.
    #[error(
        "the queue file {path} is damaged; nothing was changed. Keep a copy of the file and restore the last backup"
    )]
    Corrupt {
        /// The queue file.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: Cause,
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
    /// The file was written before anything was released.
    #[error(
        "the queue {path} is from before 0.1.0 (schema {found}); nothing was released then, so nothing is converted. Move \
         the file away: a new, empty queue is made in its place"
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
    /// A value in the file that this program cannot have written.
    #[error("the queue holds a value that cannot be right: {0}")]
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
