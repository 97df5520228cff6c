//! What a display remembers over a restart: the last call it announced.
//!
//! Each running display holds a slot of its own, so two of them on one machine never share a memory, and a display
//! that comes back goes on where it stopped: nothing is repeated and nothing is left out. A display with a name has the
//! slot of that name. The others have a slot of their kind, so that displays which show different things never take
//! each other's memory, in whichever order they start.

use super::sound::SoundNote;
use crate::data::DataFolder;
use crate::domain::EventSeq;
use crate::office::WallPlan;
use std::fs::File;
use std::io::{self, Read, Seek, Write};

/// More displays of a kind than any office has.
const DISPLAYS: u32 = 64;

/// The memory of one display; held as long as the display runs.
#[derive(Debug)]
pub struct DisplaySlot {
    file: File,
    note: SoundNote,
}

impl DisplaySlot {
    /// The slot of a display that shows everything and is silent.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn take(data: &DataFolder) -> io::Result<Self> {
        Self::of(data, &WallPlan::default(), None)
    }

    /// The slot of a display that shows `plan` on this monitor. Without a name it is the first of its kind that no
    /// running display holds.
    ///
    /// # Errors
    /// When the data folder cannot be written, or a display of this name runs already.
    pub fn of(data: &DataFolder, plan: &WallPlan, monitor: Option<u8>) -> io::Result<Self> {
        if let Some(name) = &plan.name {
            let taken = || io::Error::other(format!("the display \"{name}\" runs already"));
            return Self::open(data, &format!("display-{name}"))?.ok_or_else(taken);
        }
        let kind = kind_of(plan, monitor);
        for number in 1..=DISPLAYS {
            if let Some(slot) = Self::open(data, &format!("{kind}{number}"))? {
                return Ok(slot);
            }
        }
        Err(io::Error::other(format!("{DISPLAYS} displays of this kind are running already")))
    }

    fn open(data: &DataFolder, stem: &str) -> io::Result<Option<Self>> {
        let Some(file) = data.try_lock(&format!("{stem}.lock"))? else { return Ok(None) };
        let note = SoundNote::of(stem, data);
        note.tell(None)?;
        Ok(Some(Self { file, note }))
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

/// How the slots of displays begin that show and speak the same on the same monitor. The names of the office file have
/// no underscore.
fn kind_of(plan: &WallPlan, monitor: Option<u8>) -> String {
    let mut services: Vec<String> = plan.services.iter().map(ToString::to_string).collect();
    services.sort();
    let mut counters: Vec<u8> = plan.counters.iter().map(|counter| counter.get()).collect();
    counters.sort_unstable();
    let mut kind = String::new();
    if !services.is_empty() {
        kind += &format!("_{}", services.concat());
    }
    kind.extend(counters.iter().map(|counter| format!("_{counter}")));
    if plan.voice {
        kind += "_voice";
    }
    if let Some(monitor) = monitor {
        kind += &format!("_m{monitor}");
    }
    format!("display{kind}-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CounterNumber, ServiceCode};

    fn plan(services: &str, counters: &[i64]) -> WallPlan {
        let services = services.chars().map(|c| ServiceCode::new(c).unwrap()).collect();
        let counters = counters.iter().map(|n| CounterNumber::new(*n).unwrap()).collect();
        WallPlan::of(services, counters)
    }

    fn named(name: &str) -> WallPlan {
        WallPlan { name: Some(name.to_owned()), ..WallPlan::default() }
    }

    fn folder() -> (tempfile::TempDir, DataFolder) {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::locate(Some(folder.path().to_owned()));
        (folder, data)
    }

    #[test]
    fn each_running_display_has_its_own_memory_and_finds_it_again() {
        let (_folder, data) = folder();
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

    #[test]
    fn displays_that_differ_keep_their_memories_in_whichever_order_they_start() {
        let (_folder, data) = folder();
        let speaking = WallPlan { voice: true, ..WallPlan::default() };
        let kinds = [
            (WallPlan::default(), None),
            (WallPlan::default(), Some(2)),
            (speaking, None),
            (plan("TR", &[]), None),
            (plan("T", &[1]), None),
            (plan("", &[1, 12]), None),
            (plan("", &[11, 2]), None),
            (named("a"), None),
            (named("b"), None),
        ];
        for (index, (plan, monitor)) in kinds.iter().enumerate() {
            let mut slot = DisplaySlot::of(&data, plan, *monitor).unwrap();
            slot.remember(EventSeq(100 + index as i64)).unwrap();
        }
        let mut held = Vec::new();
        for (index, (plan, monitor)) in kinds.iter().enumerate().rev() {
            let mut slot = DisplaySlot::of(&data, plan, *monitor).unwrap();
            assert_eq!(slot.announced(), Some(EventSeq(100 + index as i64)), "{plan:?}");
            held.push(slot);
        }
    }

    #[test]
    fn the_order_in_which_services_are_named_does_not_matter() {
        let (_folder, data) = folder();
        let mut slot = DisplaySlot::of(&data, &plan("TR", &[2, 1]), None).unwrap();
        slot.remember(EventSeq(5)).unwrap();
        drop(slot);
        let mut again = DisplaySlot::of(&data, &plan("RT", &[1, 2]), None).unwrap();
        assert_eq!(again.announced(), Some(EventSeq(5)));
    }

    #[test]
    fn a_named_display_runs_once() {
        let (_folder, data) = folder();
        let first = DisplaySlot::of(&data, &named("utara"), Some(1)).unwrap();
        let refused = DisplaySlot::of(&data, &named("utara"), Some(2)).unwrap_err().to_string();
        assert!(refused.contains("\"utara\" runs already"), "{refused}");
        drop(first);
        DisplaySlot::of(&data, &named("utara"), Some(2)).unwrap();
    }
}
