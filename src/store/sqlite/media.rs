//! A queue on media that nobody can write: a backup on a disk that is closed.
//!
//! Where everything stands in the file, it is read as it is; else a private copy of file and log is. Never here: what is
//! refused because something is missing (`mark`, `seen`).

use super::super::StoreError;
use super::guard::{self, beside};
use super::mark;
use super::migrations::Migrations;
use super::seen::{Memory, Seen};
use super::{Limits, Making, SqliteStore, copy, faults};
use crate::file;
use crate::rights;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

impl SqliteStore {
    /// As [`SqliteStore::open`]; on media that cannot be written it can only be read. Nothing is left beside it.
    ///
    /// # Errors
    /// As [`SqliteStore::open`]; every change is refused with [`StoreError::ReadOnlyDisk`].
    pub fn open_as_allowed(path: &Path) -> Result<Self, StoreError> {
        Self::open(path).or_else(|refused| Self::read_where_nobody_writes(path, refused))
    }

    /// Opens a file that was `refused`, where that is because of its media.
    pub(super) fn read_where_nobody_writes(
        path: &Path,
        refused: StoreError,
    ) -> Result<Self, StoreError> {
        let is_closed = refused.is_unwritable() || matches!(refused, StoreError::Open { .. });
        // Where others may write it, it is a matter of rights.
        match is_closed && rights::may_write(path) {
            true => Self::read(path)?.ok_or(refused),
            false => Err(refused),
        }
    }

    /// Another connection to what this one reads, to copy from.
    pub(super) fn source(&self) -> rusqlite::Result<Connection> {
        match &self.reads {
            Some(Reads { _aside: None, .. }) => mark::immutable(&self.path),
            _ => copy::source(&self.path),
        }
    }

    /// Opens a file that cannot be written; `None` where it cannot be read either.
    fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        let Some(file) = mark::in_file(path) else { return Ok(None) };
        let log = fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0);
        match (log, file.mark) {
            (true, _) => Self::read_copy(path),
            (false, Some(_)) => Err(StoreError::Lacking(path.to_owned())),
            (false, None) => Self::read_as_it_is(path),
        }
    }

    fn read_as_it_is(path: &Path) -> Result<Option<Self>, StoreError> {
        let opening = |source| faults::opening(path, source);
        let seen = Seen::beside(path);
        let connection = mark::immutable(path).map_err(opening)?;
        let migrations = Migrations::with(&[]);
        if migrations.refuse_unknown(&connection, path).is_ok()
            && !migrations.are_due(&connection, path)?
        {
            let memory = Memory::begin(&connection, path, seen)?;
            let files =
                guard::Files::of(path).ok_or_else(|| StoreError::Replaced(path.to_owned()))?;
            let path = path.to_owned();
            let reads = Some(Reads { of: path.clone(), _aside: None });
            return Ok(Some(Self {
                connection,
                path,
                files,
                memory,
                migrations,
                checked: None,
                reads,
                loses_answer: None,
            }));
        }
        Self::read_copy(path)
    }

    /// Reads a copy in a folder that vanishes with the store.
    fn read_copy(path: &Path) -> Result<Option<Self>, StoreError> {
        let aside = |source: std::io::Error| StoreError::Other {
            doing: "copying it to where it can be read",
            source: source.into(),
        };
        let folder = TempDir::new().map_err(aside)?;
        let copy = folder.path().join("queue.db");
        for end in ["", "-wal"] {
            let from = beside(path, end);
            if from.exists() {
                let mut new = fs::File::create_new(beside(&copy, end)).map_err(aside)?;
                let mut old = file::open(&from, u64::MAX).map_err(aside)?;
                std::io::copy(&mut old, &mut new).map_err(aside)?;
            }
        }
        let mut store = Self::open_patiently(&copy, Limits::default(), Making::Judged)?;
        // Whoever copies while others write may have pages of two moments.
        store.after_unclean_end()?;
        store.memory.refuse_less(path, Seen::beside(path))?;
        store.reads = Some(Reads { of: path.to_owned(), _aside: Some(folder) });
        Ok(Some(store))
    }

    /// Refuses to change what is only read.
    pub(super) fn refuse_read_only(&self) -> Result<(), StoreError> {
        match &self.reads {
            None => Ok(()),
            Some(Reads { of, .. }) => {
                Err(StoreError::unwritable(of, "it is open to be read, and not to be written"))
            }
        }
    }
}

/// What a store that only reads has besides.
#[derive(Debug)]
pub(super) struct Reads {
    /// The file that it reads.
    of: PathBuf,
    /// The folder of its copy, if it needed one.
    _aside: Option<TempDir>,
}

impl Migrations {
    /// Whether a file has to be brought to another version before it can be read.
    fn are_due(self, connection: &Connection, path: &Path) -> Result<bool, StoreError> {
        let ask = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        let found = connection.query_row("PRAGMA user_version", [], ask);
        Ok(found.map_err(|source| faults::opening(path, source))? != self.newest())
    }
}
