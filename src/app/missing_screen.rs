//! Which programs wait for their screen: each tells the number of the monitor that is not there, and every console reads it.
//!
//! Never here: looking for monitors, and the sentence that an officer reads.

use super::lock_note::{LockNote, told};
use crate::data::DataFolder;
use crate::station::MissingScreen;
use std::io;

const SUBJECT: &str = "screen";

/// Where one program tells that its screen is missing.
#[derive(Debug, Clone)]
pub struct ScreenNote(LockNote);

impl ScreenNote {
    /// The note of the program that holds the lock `slot`.
    pub(crate) fn of(slot: &str, data: &DataFolder) -> Self {
        Self(LockNote::of(slot, SUBJECT, data))
    }

    /// Tells that the monitor with this number is missing; `None` once it is there.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn tell(&self, missing: Option<u8>) -> io::Result<()> {
        self.0.tell(missing.map(|monitor| monitor.to_string()).as_deref())
    }
}

/// The first program that waits for its screen.
pub fn missing_screen(data: &DataFolder) -> Option<MissingScreen> {
    let (slot, monitor) = told(data, SUBJECT, &["display", "kiosk"])?;
    Some(MissingScreen { is_kiosk: slot.starts_with("kiosk"), monitor: monitor.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::super::display::DisplaySlot;
    use super::super::kiosk::PageMemory;
    use super::*;

    #[test]
    fn a_screen_is_missing_until_it_is_there_or_its_program_ends() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        let wall = DisplaySlot::take(&data).unwrap();
        assert_eq!(missing_screen(&data), None);
        wall.screen_note().tell(Some(2)).unwrap();
        let missing = |is_kiosk, monitor| Some(MissingScreen { is_kiosk, monitor });
        assert_eq!(missing_screen(&data), missing(false, 2));
        wall.screen_note().tell(None).unwrap();
        assert_eq!(missing_screen(&data), None);
        let kiosk = PageMemory::take(&data, Some(3)).unwrap();
        kiosk.screen_note().tell(Some(3)).unwrap();
        assert_eq!(missing_screen(&data), missing(true, 3));
        drop(kiosk);
        assert_eq!(missing_screen(&data), None, "it runs no more");
        let again = PageMemory::take(&data, Some(3)).unwrap();
        assert_eq!(missing_screen(&data), None, "what it told before is over");
        drop(again);
    }
}
