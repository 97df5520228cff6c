//! What a running program tells the others of itself: a word in a file beside its lock.
//!
//! No row of the queue: it says something about a running program and is of no use without it. What a program left behind
//! that runs no more does not count. Never here: what the words mean, and the sentence that an officer reads.

use crate::data::DataFolder;
use crate::file;
use std::{fs, io};

/// The longest word, in bytes.
const WORD_MOST: u64 = 1 << 10;

/// Where one program tells one thing.
#[derive(Debug, Clone)]
pub struct LockNote {
    data: DataFolder,
    name: String,
}

impl LockNote {
    /// The note about `subject` of the program that holds the lock `slot`.
    pub fn of(slot: &str, subject: &str, data: &DataFolder) -> Self {
        Self { data: data.clone(), name: format!("{slot}.{subject}") }
    }

    /// Tells this word, or that there is nothing to tell any more.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn tell(&self, word: Option<&str>) -> io::Result<()> {
        match word {
            Some(word) => self.data.write_note(&self.name, word.as_bytes()),
            None => match fs::remove_file(self.data.lock_file(&self.name)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                removed => removed,
            },
        }
    }
}

/// The first running program that tells something about `subject`: its lock, and its word. Programs are those whose lock
/// begins with one of `kinds`.
pub fn told(data: &DataFolder, subject: &str, kinds: &[&str]) -> Option<(String, String)> {
    let mut names = data.lock_names();
    names.sort();
    names.into_iter().find_map(|name| {
        let slot = name.strip_suffix(subject)?.strip_suffix('.')?;
        let word = kinds.iter().any(|kind| slot.starts_with(kind)).then(|| data.lock_file(&name));
        let word = file::read_text(&word?, WORD_MOST).ok()?;
        let runs = data.is_locked(&format!("{slot}.lock")).unwrap_or(false);
        runs.then(|| (slot.to_owned(), word.trim().to_owned()))
    })
}
