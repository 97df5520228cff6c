//! What is known of the sound of the displays: each tells it in a file of its own, and every console reads them.
//!
//! Never here: playing, and the sentence that an officer reads.

use crate::app::lock_note::{LockNote, told};
use crate::data::DataFolder;
use crate::voice::NoSound;
use std::io;

const SUBJECT: &str = "sound";

/// Where one display tells how its sound is.
#[derive(Debug, Clone)]
pub struct SoundNote(LockNote);

impl SoundNote {
    /// The note of the display whose slot has this name.
    pub(super) fn of(slot: &str, data: &DataFolder) -> Self {
        Self(LockNote::of(slot, SUBJECT, data))
    }

    /// Tells that it is heard, or why not.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn tell(&self, fault: Option<&NoSound>) -> io::Result<()> {
        self.0.tell(fault.map(NoSound::code))
    }
}

/// Why a running display is not heard, by the code of [`NoSound`]; `None` while nobody complains.
pub fn silent_display(data: &DataFolder) -> Option<String> {
    told(data, SUBJECT, &["display"]).map(|(_, code)| code)
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
