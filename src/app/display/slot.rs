//! What a display remembers over a restart: the last call it announced.
//!
//! Each running display holds a slot of its own, so two of them on one machine never share a memory, and a display
//! that comes back goes on where it stopped: nothing is repeated and nothing is left out.

use super::sound::{DISPLAYS, SoundNote, lock_of};
use crate::data::DataFolder;
use crate::domain::EventSeq;
use std::fs::File;
use std::io::{self, Read, Seek, Write};

/// The memory of one display; held as long as the display runs.
#[derive(Debug)]
pub struct DisplaySlot {
    file: File,
    note: SoundNote,
}

impl DisplaySlot {
    /// The first slot that no running display holds.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn take(data: &DataFolder) -> io::Result<Self> {
        for number in 1..=DISPLAYS {
            if let Some(file) = data.try_lock(&lock_of(number))? {
                let note = SoundNote::of(number, data);
                note.tell(None)?;
                return Ok(Self { file, note });
            }
        }
        Err(io::Error::other(format!("{DISPLAYS} displays are running already")))
    }

    /// Where this display tells how its sound is.
    pub fn sound_note(&self) -> SoundNote {
        self.note.clone()
    }

    /// The last call announced from this slot; `None` for a new one.
    pub fn announced(&mut self) -> Option<EventSeq> {
        let mut text = String::new();
        self.file.rewind().and_then(|()| self.file.read_to_string(&mut text)).ok()?;
        text.trim().parse().ok().map(EventSeq)
    }

    /// Remembers a call. Not forced to the disk: after a power cut a call of the last seconds may be announced
    /// again, which is better than not at all.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remember(&mut self, announced: EventSeq) -> io::Result<()> {
        // Fixed width: a crash in the middle leaves the old or the new number, never a shorter one.
        self.file.rewind()?;
        writeln!(self.file, "{:020}", announced.0)?;
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_running_display_has_its_own_memory_and_finds_it_again() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        let mut first = DisplaySlot::take(&data).unwrap();
        let mut second = DisplaySlot::take(&data).unwrap();
        assert_eq!(first.announced(), None);
        first.remember(EventSeq(12)).unwrap();
        second.remember(EventSeq(7)).unwrap();
        drop(first);
        let mut again = DisplaySlot::take(&data).unwrap();
        assert_eq!(again.announced(), Some(EventSeq(12)));
        assert_eq!(second.announced(), Some(EventSeq(7)));
    }
}
