//! What is known of the sound of the displays: each tells it in a file of its own, and every console reads them.
//!
//! A file beside the display's lock, and no row of the queue: it says something about a running program and is of no use
//! without it. Never here: playing, and the sentence that an officer reads.

use crate::data::DataFolder;
use crate::file;
use crate::voice::NoSound;
use std::{fs, io};

/// Where one display tells how its sound is.
#[derive(Debug, Clone)]
pub struct SoundNote {
    data: DataFolder,
    name: String,
}

impl SoundNote {
    /// The note of the display whose slot has this name.
    pub(super) fn of(slot: &str, data: &DataFolder) -> Self {
        Self { data: data.clone(), name: format!("{slot}.sound") }
    }

    /// Tells that it is heard, or why not.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn tell(&self, fault: Option<&NoSound>) -> io::Result<()> {
        match fault {
            Some(fault) => self.data.write_note(&self.name, fault.code().as_bytes()),
            None => match fs::remove_file(self.data.lock_file(&self.name)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                removed => removed,
            },
        }
    }
}

/// Why a running display is not heard, by the code of [`NoSound`]; `None` while nobody complains. What a display left
/// behind that runs no more does not count.
pub fn silent_display(data: &DataFolder) -> Option<String> {
    data.lock_names().into_iter().find_map(|name| {
        let slot = name.strip_suffix(".sound").filter(|slot| slot.starts_with("display"))?;
        let code = file::read_text(&data.lock_file(&name), 1 << 10).ok()?;
        let runs = data.is_locked(&format!("{slot}.lock")).unwrap_or(false);
        runs.then(|| code.trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::super::DisplaySlot;
    use super::*;

    fn fault() -> NoSound {
        NoSound::NoPlayer { tried: "aplay".to_owned() }
    }

    #[test]
    fn every_fault_has_a_sentence() {
        let words = crate::words::Words::of(crate::domain::Language::Indonesian);
        for code in NoSound::CODES {
            let key = format!("cause.{code}");
            assert_ne!(words.text(&key), key);
        }
        assert!(NoSound::CODES.contains(&fault().code()));
    }

    #[test]
    fn a_display_without_sound_is_known_until_it_sounds_again_or_ends() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        let _first = DisplaySlot::take(&data).unwrap();
        let second = DisplaySlot::take(&data).unwrap();
        assert_eq!(silent_display(&data), None);
        second.sound_note().tell(Some(&fault())).unwrap();
        assert_eq!(silent_display(&data), Some("no-player".to_owned()));
        second.sound_note().tell(None).unwrap();
        assert_eq!(silent_display(&data), None);
        second.sound_note().tell(Some(&fault())).unwrap();
        drop(second);
        assert_eq!(silent_display(&data), None, "it runs no more");
    }
}
