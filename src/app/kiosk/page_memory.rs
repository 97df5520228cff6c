//! What a kiosk remembers over a crash: which ticket it was making or showing, and since when.
//!
//! A kiosk that is killed comes back within seconds, and the visitor still stands before it: the number comes up again.
//! Later it does not, for then somebody else may stand there. Only the ticket's random identity is kept, and only in
//! the file of this kiosk's lock.

use crate::app::missing_screen::ScreenNote;
use crate::data::DataFolder;
use crate::domain::{TicketId, Timestamp};
use chrono::TimeDelta;
use std::fs::File;
use std::io::{self, Read, Seek, Write};

/// More than the line of the memory has, in bytes.
const LINE_MOST: u64 = 256;
/// So long after the wish a number may come up again.
pub const PAGE_SECONDS: i64 = 30;
/// More kiosks than any machine has.
const KIOSKS: u32 = 16;
/// As long as an identity.
const NOTHING: &str = "------------------------------------";

/// The memory of one kiosk; held as long as the kiosk runs.
#[derive(Debug)]
pub struct PageMemory {
    file: File,
    screen: ScreenNote,
}

impl PageMemory {
    /// The memory of the kiosk on this monitor; without one, the first that no running kiosk holds.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn take(data: &DataFolder, monitor: Option<u8>) -> io::Result<Self> {
        let kind = monitor.map_or_else(String::new, |monitor| format!("_m{monitor}"));
        for number in 1..=KIOSKS {
            let slot = format!("kiosk{kind}-{number}");
            if let Some(file) = data.try_lock(&format!("{slot}.lock"))? {
                let screen = ScreenNote::of(&slot, data);
                // What an earlier kiosk told of it is over.
                screen.tell(None)?;
                return Ok(Self { file, screen });
            }
        }
        Err(io::Error::other(format!("{KIOSKS} kiosks are running already")))
    }

    /// Where this kiosk tells that its screen is missing.
    pub fn screen_note(&self) -> ScreenNote {
        self.screen.clone()
    }

    /// From now on this ticket is being made, or shown.
    pub fn hold(&mut self, id: TicketId, now: Timestamp) {
        self.write(&id.to_string(), now);
    }

    /// Nothing is shown any more that a restart should show again.
    pub fn clear(&mut self) {
        self.write(NOTHING, Timestamp::UNIX_EPOCH);
    }

    /// The ticket to show again.
    pub fn held(&mut self, now: Timestamp) -> Option<TicketId> {
        let mut text = String::new();
        self.file
            .rewind()
            .and_then(|()| (&self.file).take(LINE_MOST).read_to_string(&mut text))
            .ok()?;
        let (id, millis) = text.trim_end().split_once(' ')?;
        let age = now.timestamp_millis() - millis.trim().parse::<i64>().ok()?;
        let young = (0..TimeDelta::seconds(PAGE_SECONDS).num_milliseconds()).contains(&age);
        if young { uuid::Uuid::parse_str(id).ok().map(TicketId) } else { None }
    }

    fn write(&mut self, id: &str, now: Timestamp) {
        // Fixed width: a crash in the middle leaves the old or the new line, or one that says nothing.
        let line = format!("{id:<36} {:>20}\n", now.timestamp_millis());
        let written = self.file.rewind().and_then(|()| self.file.write_all(line.as_bytes()));
        if let Err(error) = written {
            note!("the page of the kiosk could not be remembered: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::new_ticket_id;

    #[test]
    fn a_page_is_remembered_for_its_time_and_by_its_own_kiosk() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        let now = "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap();
        let later = |seconds| now + TimeDelta::seconds(seconds);
        let id = new_ticket_id(now);
        let mut first = PageMemory::take(&data, None).unwrap();
        assert_eq!(first.held(now), None);
        first.hold(id, now);
        let mut second = PageMemory::take(&data, None).unwrap();
        let mut third = PageMemory::take(&data, Some(2)).unwrap();
        assert_eq!((second.held(now), third.held(now)), (None, None));
        drop(first);
        let mut again = PageMemory::take(&data, None).unwrap();
        assert_eq!(again.held(later(29)), Some(id));
        assert_eq!(again.held(later(30)), None, "somebody else may stand there");
        assert_eq!(again.held(later(-1)), None, "the clock was set back");
        again.clear();
        assert_eq!(again.held(now), None);
    }
}
