//! The data folder: where the office file, the queue and the locks of one office are.
//!
//! Only paths and locks. What is in the files is other modules' business.

use crate::rights::{self, Reach, SharedFolder};
use std::env;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder that all programs of one office share.
#[derive(Debug, Clone)]
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// The name of the office file.
    pub const OFFICE: &'static str = "office.toml";
    /// The name of the folder of the logs.
    pub const LOGS: &'static str = "logs";
    /// The name of the folder of the locks.
    pub const LOCKS: &'static str = "locks";

    /// `--data` where given, else the variable `ANTRE_DATA`, else the platform's folder for program data.
    pub fn locate(given: Option<PathBuf>) -> Self {
        let variable = || env::var_os("ANTRE_DATA").filter(|v| !v.is_empty()).map(OsString::into);
        let platform = || dirs::data_dir().unwrap_or_else(|| PathBuf::from(".")).join("antre");
        Self(given.or_else(variable).unwrap_or_else(platform))
    }

    /// Where this user's programs keep what they can make again; of no office.
    pub fn cache() -> Option<PathBuf> {
        dirs::cache_dir().map(|folder| folder.join("antre"))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The office file.
    pub fn office_file(&self) -> PathBuf {
        self.0.join(Self::OFFICE)
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
        self.0.join(Self::LOGS)
    }

    /// Where copies of the queue are kept.
    pub fn backups_folder(&self) -> PathBuf {
        self.0.join("backups")
    }

    /// Where the certificate of the staff's pages is kept.
    pub fn tls_folder(&self) -> PathBuf {
        self.0.join("tls")
    }

    /// The folder of the locks, and of what else programs tell each other.
    pub fn locks_folder(&self) -> PathBuf {
        self.0.join(Self::LOCKS)
    }

    /// The file of the lock `name`.
    pub fn lock_file(&self, name: &str) -> PathBuf {
        self.0.join(Self::LOCKS).join(name)
    }

    /// The names of all locks that there ever were, and of what stands beside them; none when there is no such folder.
    pub fn lock_names(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.0.join(Self::LOCKS)) else { return Vec::new() };
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
        let file = match rights::open_existing(&self.lock_file(name)) {
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

    /// Takes the lock of a counter for as long as the file lives; `None` when another console of this office works there.
    ///
    /// A lock and no row in the queue: whoever crashes or is switched off has left the counter in the same moment.
    ///
    /// # Errors
    /// When the lock file cannot be created.
    pub fn try_counter(&self, counter: u8) -> io::Result<Option<File>> {
        self.try_lock(&counter_lock(counter))
    }

    /// Whether a console of this office works at a counter.
    ///
    /// # Errors
    /// As [`DataFolder::is_locked`].
    pub fn is_counter_taken(&self, counter: u8) -> io::Result<bool> {
        self.is_locked(&counter_lock(counter))
    }

    /// Takes the lock `name` for as long as the file lives; `None` when another process has it.
    ///
    /// # Errors
    /// When the lock file cannot be created.
    pub fn try_lock(&self, name: &str) -> io::Result<Option<File>> {
        let file = self.shared_file(name)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Takes the lock `name` for as long as the file lives, and waits for whoever has it.
    ///
    /// # Errors
    /// When the lock file cannot be created.
    pub fn lock(&self, name: &str) -> io::Result<File> {
        let file = self.shared_file(name)?;
        file.lock()?;
        Ok(file)
    }

    /// Writes a note for the other programs beside the locks.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_note(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let mut file = self.shared_file(name)?;
        file.set_len(0)?;
        file.write_all(content)
    }

    /// Opens a file beside the locks, and makes it where there is none: whoever owns the data folder owns it.
    fn shared_file(&self, name: &str) -> io::Result<File> {
        let open = || {
            fs::create_dir_all(&self.0)?;
            let locks = SharedFolder::open(&self.0)?.folder(Self::LOCKS, Reach::Writers)?;
            locks.file(name, Reach::Writers)
        };
        let file = self.lock_file(name);
        let named = |error: io::Error| {
            let text = format!("{}: {error}; `antre check` says what to do", file.display());
            io::Error::new(error.kind(), text)
        };
        Ok(open().map_err(named)?.file)
    }
}

/// The name of the lock of a counter.
fn counter_lock(counter: u8) -> String {
    format!("counter-{counter}.lock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_has_one_console_and_is_free_again_when_that_ends() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        let first = data.try_counter(1).unwrap();
        assert!(first.is_some());
        assert!(data.try_counter(1).unwrap().is_none(), "taken");
        assert!(data.is_counter_taken(1).unwrap());
        assert!(data.try_counter(2).unwrap().is_some(), "another counter");
        drop(first);
        assert!(!data.is_counter_taken(1).unwrap());
        assert!(data.try_counter(1).unwrap().is_some());
    }
}
