//! From SQLite's error codes to sentences that tell people what to do.

use super::super::StoreError;
use crate::disk;
use rusqlite::{Error, ErrorCode, ffi};
use std::path::Path;

/// An error while a file was being opened or migrated.
pub(super) fn opening(path: &Path, source: Error) -> StoreError {
    match source.sqlite_error_code() {
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) if !path.exists() => {
            // The folder exists (checked before), so it is the creation of the file that failed.
            StoreError::unwritable(path, source)
        }
        Some(ErrorCode::CannotOpen) if disk::is_read_only(path) => {
            // SQLite could not make its log beside it.
            StoreError::unwritable(path, source)
        }
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            StoreError::Open { path: path.to_owned(), source: source.into() }
        }
        _ => at(path, "opening it", source),
    }
}

/// An error while the open file was used.
pub(super) fn at(path: &Path, doing: &'static str, source: Error) -> StoreError {
    if source.sqlite_error_code() == Some(ErrorCode::ReadOnly) {
        return StoreError::unwritable(path, source);
    }
    let path = path.to_owned();
    if source.sqlite_error().is_some_and(|e| e.extended_code == ffi::SQLITE_IOERR_SHMSIZE) {
        // On a full disk it is the file of the shared index that finds no room first.
        return StoreError::Full { path, source: source.into() };
    }
    match source.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full { path, source: source.into() },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Busy(source.into())
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt { path, source: source.into() }
        }
        Some(ErrorCode::ConstraintViolation) => StoreError::Conflict(Some(source.into())),
        Some(ErrorCode::SystemIoFailure) => StoreError::Disk(source.into()),
        _ => StoreError::Other { doing, source: source.into() },
    }
}

/// Whether another try can succeed without anybody doing anything.
pub(super) fn retryable(error: &StoreError) -> bool {
    matches!(error, StoreError::Busy(_))
}
