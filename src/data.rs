//! The data folder: where the office file, the queue and the locks of one office are.
//!
//! Only paths and locks. What is in the files is other modules' business.

use crate::file;
use std::env;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The folder that all programs of one office share.
#[derive(Debug, Clone)]
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// `--data` where given, else the variable `ANTRE_DATA`, else the platform's folder for program data.
    pub fn locate(given: Option<PathBuf>) -> Self {
        let variable = || env::var_os("ANTRE_DATA").filter(|v| !v.is_empty()).map(OsString::into);
        let platform = || dirs::data_dir().unwrap_or_else(|| PathBuf::from(".")).join("antre");
        Self(given.or_else(variable).unwrap_or_else(platform))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The office file.
    pub fn office_file(&self) -> PathBuf {
        self.0.join("office.toml")
    }

    /// The queue.
    pub fn queue_file(&self) -> PathBuf {
        self.0.join("queue.db")
    }

    /// Where the virtual printer puts its sheets.
    pub fn paper_folder(&self) -> PathBuf {
        self.0.join("paper")
    }

    /// Where the office keeps profiles of its own printers.
    pub fn profiles_folder(&self) -> PathBuf {
        self.0.join("printer-profiles")
    }

    /// Where the office keeps fonts for scripts that the program does not bring.
    pub fn fonts_folder(&self) -> PathBuf {
        self.0.join("fonts")
    }

    /// Where the office keeps its own clips, in a folder for each language.
    pub fn voice_folder(&self) -> PathBuf {
        self.0.join("voice")
    }

    /// Where the programs keep their logs.
    pub fn logs_folder(&self) -> PathBuf {
        self.0.join("logs")
    }

    /// The file of the lock `name`.
    pub fn lock_file(&self, name: &str) -> PathBuf {
        self.0.join("locks").join(name)
    }

    /// The names of all locks that there ever were, and of what stands beside them; none when there is no such folder.
    pub fn lock_names(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.0.join("locks")) else { return Vec::new() };
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
    }

    /// Where the office keeps the pictures of its walls.
    pub fn pictures_folder(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Whether any process has the lock `name`.
    ///
    /// # Errors
    /// When there is a lock file that cannot be looked at.
    pub fn is_locked(&self, name: &str) -> io::Result<bool> {
        let file = match file::open(&self.lock_file(name), u64::MAX) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            file => file?,
        };
        // Whoever looks shares the lock for a moment: two who look do not take each other for its owner.
        match file.try_lock_shared() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Sits down at a counter for as long as the file lives; `None` when another console of this office sits there.
    ///
    /// A lock and no row in the queue: whoever crashes or is switched off has left the seat in the same moment.
    ///
    /// # Errors
    /// When the lock file cannot be created.
    pub fn try_seat(&self, counter: u8) -> io::Result<Option<File>> {
        self.try_lock(&seat(counter))
    }

    /// Whether a console of this office sits at a counter.
    ///
    /// # Errors
    /// As [`DataFolder::is_locked`].
    pub fn is_seat_taken(&self, counter: u8) -> io::Result<bool> {
        self.is_locked(&seat(counter))
    }

    /// Takes the lock `name` for as long as the file lives; `None` when another process has it.
    ///
    /// # Errors
    /// When the lock file cannot be created.
    pub fn try_lock(&self, name: &str) -> io::Result<Option<File>> {
        let folder = self.0.join("locks");
        fs::create_dir_all(&folder)?;
        let path = folder.join(name);
        let file =
            File::options().create(true).truncate(false).read(true).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// The name of the lock of a counter.
fn seat(counter: u8) -> String {
    format!("counter-{counter}.lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_has_one_seat_and_it_is_free_again_when_its_console_ends() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        let first = data.try_seat(1).unwrap();
        assert!(first.is_some());
        assert!(data.try_seat(1).unwrap().is_none(), "taken");
        assert!(data.is_seat_taken(1).unwrap());
        assert!(data.try_seat(2).unwrap().is_some(), "another counter");
        drop(first);
        assert!(!data.is_seat_taken(1).unwrap());
        assert!(data.try_seat(1).unwrap().is_some());
    }
}
