//! What a display remembers over a restart: the last call it announced.
//!
//! Each running display holds a slot of its own, so two of them on one machine never share a memory, and a display
//! that comes back goes on where it stopped: nothing is repeated and nothing is left out. A display with a name has the
//! slot of that name. The others have a slot of their kind, so that displays which show different things never take
//! each other's memory, in whichever order they start. Which of several alike ones comes back, nobody can know: they all
//! go on from where the least of them had been announced, because a call may come up twice and must not be missing.

use super::sound::SoundNote;
use crate::app::missing_screen::ScreenNote;
use crate::data::DataFolder;
use crate::domain::EventSeq;
use crate::office::WallPlan;
use std::fs::File;
use std::io::{self, Read, Seek, Write};

/// More than the line of the memory has, in bytes.
const LINE_MOST: u64 = 256;
/// More displays of a kind than any office has.
const DISPLAYS: u32 = 64;

/// A memory that is so many events older than that of an alike display belongs to one that was tried out long ago. More
/// than a day of an office.
const FORGOTTEN: i64 = 2_000;

/// The memory of one display; held as long as the display runs.
#[derive(Debug)]
pub struct DisplaySlot {
    file: File,
    note: SoundNote,
    screen: ScreenNote,
}

impl DisplaySlot {
    /// The slot of a display that shows everything and is silent.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn take(data: &DataFolder) -> io::Result<Self> {
        Self::of(data, &WallPlan::default(), None)
    }

    /// The slot of a display that shows `plan` on this monitor. Without a name it is one of its kind that no running
    /// display holds.
    ///
    /// # Errors
    /// When the data folder cannot be written, or a display of this name runs already.
    pub fn of(data: &DataFolder, plan: &WallPlan, monitor: Option<u8>) -> io::Result<Self> {
        if let Some(name) = &plan.name {
            let taken = || io::Error::other(format!("the display \"{name}\" runs already"));
            return Self::open(data, &format!("display-{name}"))?.ok_or_else(taken)?.begin();
        }
        // While one chooses, slots that are free look taken.
        let _one_at_a_time = turn_to_choose(data)?;
        let kind = kind_of(plan, monitor);
        let there = data.lock_names();
        let stems = (1..=DISPLAYS).map(|number| format!("{kind}{number}"));
        let (used, unused): (Vec<_>, Vec<_>) =
            stems.partition(|stem| there.contains(&format!("{stem}.lock")));
        let mut free = Vec::new();
        for stem in used {
            free.extend(Self::open(data, &stem)?);
        }
        if let Some(slot) = Self::one_of_alike(free)? {
            return slot.begin();
        }
        for stem in unused {
            if let Some(slot) = Self::open(data, &stem)? {
                return slot.begin();
            }
        }
        Err(io::Error::other(format!("{DISPLAYS} displays of this kind are running already")))
    }

    /// One of the slots that alike displays have left. Which of them this display was is unknown, and so is which ones
    /// the others were, who may start next: all of them go on from the least that any had announced.
    fn one_of_alike(mut free: Vec<Self>) -> io::Result<Option<Self>> {
        let memories: Vec<_> = free.iter_mut().map(Self::announced).collect();
        let Some(newest) = memories.iter().copied().flatten().max() else {
            // None was ever used.
            return Ok(free.into_iter().next());
        };
        let counts = |memory: &Option<EventSeq>| memory.filter(|m| m.0 >= newest.0 - FORGOTTEN);
        let least = memories.iter().filter_map(counts).min().unwrap_or(newest);
        let mut chosen = None;
        for (mut slot, memory) in free.into_iter().zip(memories) {
            let Some(memory) = counts(&memory) else { continue };
            if memory != least {
                slot.remember(least)?;
            }
            chosen = chosen.or(Some(slot));
        }
        Ok(chosen)
    }

    fn open(data: &DataFolder, stem: &str) -> io::Result<Option<Self>> {
        let Some(file) = data.try_lock(&format!("{stem}.lock"))? else { return Ok(None) };
        let (note, screen) = (SoundNote::of(stem, data), ScreenNote::of(stem, data));
        Ok(Some(Self { file, note, screen }))
    }

    /// What an earlier display told of its sound and its screen is over.
    fn begin(self) -> io::Result<Self> {
        self.note.tell(None)?;
        self.screen.tell(None)?;
        Ok(self)
    }

    /// Where this display tells how its sound is.
    pub fn sound_note(&self) -> SoundNote {
        self.note.clone()
    }

    /// Where this display tells that its screen is missing.
    pub fn screen_note(&self) -> ScreenNote {
        self.screen.clone()
    }

    /// The last call announced from this slot; `None` for a new one.
    pub fn announced(&mut self) -> Option<EventSeq> {
        let mut text = String::new();
        self.file
            .rewind()
            .and_then(|()| (&self.file).take(LINE_MOST).read_to_string(&mut text))
            .ok()?;
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

/// Waits until no other display chooses its slot: that takes a moment, and whoever dies has chosen.
fn turn_to_choose(data: &DataFolder) -> io::Result<File> {
    data.lock("displays.lock")
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
    fn alike_displays_that_swap_their_places_lose_no_call() {
        let (_folder, data) = folder();
        let mut a = DisplaySlot::take(&data).unwrap();
        let mut b = DisplaySlot::take(&data).unwrap();
        a.remember(EventSeq(10)).unwrap();
        b.remember(EventSeq(10)).unwrap();
        drop(a);
        // Two calls that `a` has not seen.
        b.remember(EventSeq(12)).unwrap();
        drop(b);
        let mut b = DisplaySlot::take(&data).unwrap();
        b.remember(EventSeq(12)).unwrap();
        let mut a = DisplaySlot::take(&data).unwrap();
        assert_eq!(a.announced(), Some(EventSeq(10)), "nothing is lost to whoever starts second");
        drop((a, b));
        let mut first = DisplaySlot::take(&data).unwrap();
        let mut second = DisplaySlot::take(&data).unwrap();
        let both = (first.announced(), second.announced());
        assert_eq!(both, (Some(EventSeq(10)), Some(EventSeq(10))));
    }

    #[test]
    fn a_display_that_comes_back_beside_a_running_one_goes_on_with_its_own_memory() {
        let (_folder, data) = folder();
        let mut a = DisplaySlot::take(&data).unwrap();
        let mut b = DisplaySlot::take(&data).unwrap();
        a.remember(EventSeq(10)).unwrap();
        b.remember(EventSeq(12)).unwrap();
        drop(b);
        let mut again = DisplaySlot::take(&data).unwrap();
        assert_eq!((again.announced(), a.announced()), (Some(EventSeq(12)), Some(EventSeq(10))));
    }

    #[test]
    fn a_display_that_was_tried_out_long_ago_has_no_say() {
        let (_folder, data) = folder();
        let mut tried = DisplaySlot::take(&data).unwrap();
        let mut wall = DisplaySlot::take(&data).unwrap();
        tried.remember(EventSeq(3)).unwrap();
        wall.remember(EventSeq(FORGOTTEN + 4)).unwrap();
        drop((tried, wall));
        for _ in 0..2 {
            let mut again = DisplaySlot::take(&data).unwrap();
            assert_eq!(again.announced(), Some(EventSeq(FORGOTTEN + 4)), "nothing is repeated");
        }
    }

    #[test]
    fn displays_that_start_in_the_same_moment_each_find_a_memory() {
        let (_folder, data) = folder();
        let mut walls: Vec<_> = (0..4).map(|_| DisplaySlot::take(&data).unwrap()).collect();
        walls.iter_mut().for_each(|wall| wall.remember(EventSeq(5)).unwrap());
        drop(walls);
        let start = std::sync::Barrier::new(4);
        let memories: Vec<_> = std::thread::scope(|scope| {
            let begin = || {
                start.wait();
                DisplaySlot::take(&data).unwrap()
            };
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(begin)).collect();
            let mut slots: Vec<_> = threads.into_iter().map(|t| t.join().unwrap()).collect();
            slots.iter_mut().map(DisplaySlot::announced).collect()
        });
        assert_eq!(memories, [Some(EventSeq(5)); 4]);
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
