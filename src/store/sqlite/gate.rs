//! The gate of a queue, and the lock files beside it.
//!
//! Whoever opens the queue stands in the gate until all of its files are open: SQLite opens its log by name, and with another
//! file in the place of the queue by then it would be the log of that one. Never here: who stays, and what is judged (`mark`).

use super::super::StoreError;
use crate::rights::{self, Reach, SharedFolder};
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// The folder of the lock files beside the queue.
pub(super) const FOLDER: &str = "locks";
const GATE: &str = "gate.lock";

/// How long the gate is waited for: somebody in it may be looking at a large file.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(2);

/// The way to a queue. Any number may stand in it who open the file, or tell what they have seen of it; one alone who comes,
/// goes, judges or puts another file in its place.
#[derive(Debug)]
pub(super) struct Gate(File);

impl Gate {
    /// Waits until there is room.
    pub(super) fn pass(
        queue: &Path,
        try_lock: fn(&File) -> Result<(), TryLockError>,
    ) -> Result<Self, StoreError> {
        let fault = |source| no_lock(queue, GATE, source);
        let gate = lock(queue, GATE).map_err(fault)?;
        let patience = Instant::now() + PATIENCE;
        loop {
            match try_lock(&gate) {
                Ok(()) => return Ok(Self(gate)),
                Err(TryLockError::WouldBlock) if Instant::now() < patience => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    return Err(StoreError::Busy("another program judges or restores it".into()));
                }
                Err(TryLockError::Error(error)) => return Err(fault(error)),
            }
        }
    }

    /// Makes room. Whoever keeps it may ask again.
    pub(super) fn leave(&self) {
        // Where it cannot be given back, the end of the program does.
        let _ = self.0.unlock();
    }

    /// Whether nobody puts another file in the place of the queue until `leave`; nobody is waited for.
    pub(super) fn is_free(&self) -> bool {
        self.0.try_lock_shared().is_ok()
    }
}

/// A lock file, not locked yet.
pub(super) fn lock(queue: &Path, name: &str) -> io::Result<File> {
    // Also the folder is no link: it might lead out of the data folder.
    let locks = SharedFolder::open(folder_of(queue))?.folder(FOLDER, Reach::Writers)?;
    match locks.file(name, Reach::Writers) {
        // Whoever may only read can still ask.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            rights::open_existing(&place(queue, name))
        }
        file => Ok(file?.file),
    }
}

/// Why a lock could not be had: this user may not, the disk is read-only, or something else stands there.
pub(super) fn no_lock(queue: &Path, name: &str, source: io::Error) -> StoreError {
    match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::unwritable(queue, source)
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            StoreError::Full { path: queue.to_owned(), source: source.into() }
        }
        _ => {
            let folder = folder_of(queue).join(FOLDER);
            let is_folder = folder.symlink_metadata().is_ok_and(|found| found.is_dir());
            let path = if is_folder { folder.join(name) } else { folder };
            StoreError::Lock { path, source: source.into() }
        }
    }
}

/// A file in the folder of lock files.
pub(super) fn place(queue: &Path, name: &str) -> PathBuf {
    folder_of(queue).join(FOLDER).join(name)
}

/// The folder of the queue.
pub(super) fn folder_of(queue: &Path) -> &Path {
    queue.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
