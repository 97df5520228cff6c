//! What keeps a desk from its queue, whatever the queue is kept in.
//!
//! Never here: what a visitor or an officer reads of it.

use crate::store::{Cause, StoreError};
use std::error::Error;
use std::fmt;

/// The kind of a fault: what follows for whoever asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// There is no queue to ask, or no way to it.
    Unreachable,
    /// It was asked, and nobody knows what came of it. Asked again with the same key, it tells.
    Unknown,
    /// Others held it for longer than any of them should. Nothing has changed; asking again may do.
    Busy,
    /// Somebody else changed the same thing first. Nothing has changed; whoever looks again sees why.
    Conflict,
    /// It has no room. Nothing has changed.
    Full,
    /// This user may not change it. Nothing has changed.
    Forbidden,
    /// It was moved away or replaced while it was used.
    Replaced,
    /// It is not the queue that was used here, or lacks what was done.
    Foreign,
    /// A newer program has changed its form.
    Newer,
    /// It holds what cannot be right.
    Damaged,
}

impl FaultKind {
    /// The stable name used in JSON and in the log.
    pub fn code(self) -> &'static str {
        match self {
            FaultKind::Unreachable => "unreachable",
            FaultKind::Unknown => "unknown",
            FaultKind::Busy => "busy",
            FaultKind::Conflict => "conflict",
            FaultKind::Full => "full",
            FaultKind::Forbidden => "forbidden",
            FaultKind::Replaced => "replaced",
            FaultKind::Foreign => "foreign",
            FaultKind::Newer => "newer",
            FaultKind::Damaged => "damaged",
        }
    }
}

/// A fault of the queue. Its text is for the technician and says what to do.
#[derive(Debug)]
pub struct DeskFault {
    /// What follows from it.
    pub kind: FaultKind,
    cause: Cause,
}

impl DeskFault {
    /// A fault of the way to the queue rather than of the queue; `cause` says what to do.
    pub fn on_the_way(kind: FaultKind, cause: impl Into<Cause>) -> Self {
        Self { kind, cause: cause.into() }
    }
}

impl fmt::Display for DeskFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl Error for DeskFault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.source()
    }
}

impl From<StoreError> for DeskFault {
    fn from(error: StoreError) -> Self {
        let kind = match &error {
            StoreError::Busy(_) => FaultKind::Busy,
            StoreError::Conflict(_) => FaultKind::Conflict,
            // A disk that failed may have kept it all the same.
            StoreError::Unknown(_) | StoreError::Disk(_) => FaultKind::Unknown,
            StoreError::Full { .. } => FaultKind::Full,
            StoreError::ReadOnly { .. } | StoreError::ReadOnlyDisk { .. } => FaultKind::Forbidden,
            StoreError::Corrupt { .. } | StoreError::BadValue(_) => FaultKind::Damaged,
            StoreError::Replaced(_) => FaultKind::Replaced,
            StoreError::Less { .. }
            | StoreError::NoQueue(_)
            | StoreError::NoFile { .. }
            | StoreError::NoLog { .. }
            | StoreError::Lacking(_)
            | StoreError::OtherLog(_)
            | StoreError::Foreign(_)
            | StoreError::Unreleased { .. } => FaultKind::Foreign,
            StoreError::Newer { .. } => FaultKind::Newer,
            _ => FaultKind::Unreachable,
        };
        Self { kind, cause: error.into() }
    }
}
