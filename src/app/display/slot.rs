//! The name of a display, and what it remembers under it over a restart: the last call it announced.
//!
//! Each running display holds the lock of its name, so two of them on one machine never share a memory, and a display
//! that comes back goes on where it stopped: nothing is repeated and nothing is left out. Who was given no name is `wall`,
//! the next one `wall 2`. Beside their memory these write down what they show: displays that show different things never
//! take each other's name, in whichever order they start. Which of several alike ones comes back, nobody can know: they
//! all go on from where the least of them had been announced, because a call may come up twice and must not be missing.

use super::sound::SoundNote;
use crate::app::missing_screen::ScreenNote;
use crate::data::DataFolder;
use crate::domain::EventSeq;
use crate::office::WallPlan;
use std::fs::File;
use std::io::{self, Read, Seek, Write};

/// The name of a display that was given none.
const WALL: &str = "wall";
/// More than the lines of a memory have, in bytes.
const MEMORY_MOST: u64 = 2048;
/// As many letters as the number of an event has at most: a memory of fixed width.
const NUMBER: usize = 20;
/// More displays than any office has.
const DISPLAYS: u32 = 64;

/// A memory that is so many events older than that of an alike display belongs to one that was tried out long ago. More
/// than a day of an office.
const FORGOTTEN: i64 = 2_000;

/// The name and the memory of one display; held as long as the display runs.
#[derive(Debug)]
pub struct DisplaySlot {
    name: String,
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

    /// The slot of a display that shows `plan` on this monitor. Without a name it gets one that no running display holds.
    ///
    /// # Errors
    /// When the data folder cannot be written, or a display of this name runs already.
    pub fn of(data: &DataFolder, plan: &WallPlan, monitor: Option<u8>) -> io::Result<Self> {
        if let Some(name) = &plan.name {
            let taken = || io::Error::other(format!("the display \"{name}\" runs already"));
            return Self::open(data, name)?.ok_or_else(taken)?.begin();
        }
        // While one chooses, names that are free look taken.
        let _one_at_a_time = turn_to_choose(data)?;
        let shows = shown_by(plan, monitor);
        let there = data.lock_names();
        let (used, unused): (Vec<_>, Vec<_>) =
            (1..=DISPLAYS).map(nth_name).partition(|name| there.contains(&lock_of(name)));
        let mut alike = Vec::new();
        for name in used {
            alike.extend(Self::open(data, &name)?.filter(|slot| slot.shows() == shows));
        }
        if let Some(slot) = Self::one_of_alike(alike)? {
            return slot.begin();
        }
        for name in unused {
            if let Some(mut slot) = Self::open(data, &name)? {
                slot.begin_to_show(&shows)?;
                return slot.begin();
            }
        }
        Err(io::Error::other(format!("{DISPLAYS} displays have a name already")))
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

    fn open(data: &DataFolder, name: &str) -> io::Result<Option<Self>> {
        let Some(file) = data.try_lock(&lock_of(name))? else { return Ok(None) };
        let stem = stem_of(name);
        let (note, screen) = (SoundNote::of(&stem, data), ScreenNote::of(&stem, data));
        Ok(Some(Self { name: name.to_owned(), file, note, screen }))
    }

    /// What an earlier display told of its sound and its screen is over.
    fn begin(self) -> io::Result<Self> {
        self.note.tell(None)?;
        self.screen.tell(None)?;
        Ok(self)
    }

    /// What this display is called.
    pub fn name(&self) -> &str {
        &self.name
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
        self.line(0)?.trim().parse().ok().map(EventSeq)
    }

    /// Remembers a call. Not forced to the disk: after a power cut a call of the last seconds may be announced
    /// again, which is better than not at all.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remember(&mut self, announced: EventSeq) -> io::Result<()> {
        // Fixed width: a crash in the middle leaves the old or the new number, never a shorter one.
        self.file.rewind()?;
        writeln!(self.file, "{:0NUMBER$}", announced.0)?;
        self.file.flush()
    }

    /// What the display of this name shows; nothing of one that was given its name.
    fn shows(&self) -> String {
        self.line(1).unwrap_or_default()
    }

    /// Writes down what the display shows from now on, behind the place of its memory.
    fn begin_to_show(&mut self, shows: &str) -> io::Result<()> {
        self.file.rewind()?;
        writeln!(self.file, "{:NUMBER$}\n{shows}", "")?;
        self.file.flush()
    }

    fn line(&self, index: usize) -> Option<String> {
        let mut text = String::new();
        let mut file = &self.file;
        file.rewind().and_then(|()| file.take(MEMORY_MOST).read_to_string(&mut text)).ok()?;
        text.lines().nth(index).map(str::to_owned)
    }
}

/// Waits until no other display chooses its name: that takes a moment, and whoever dies has chosen.
fn turn_to_choose(data: &DataFolder) -> io::Result<File> {
    data.lock("displays.lock")
}

fn nth_name(number: u32) -> String {
    if number == 1 { WALL.to_owned() } else { format!("{WALL} {number}") }
}

/// How the files of a display begin. Names that differ in capitals or between space and hyphen alone are the same one.
fn stem_of(name: &str) -> String {
    format!("display-{}", name.to_ascii_lowercase().replace(' ', "-"))
}

fn lock_of(name: &str) -> String {
    format!("{}.lock", stem_of(name))
}

/// What a display shows and speaks, and on which monitor, in a line that is the same for alike ones.
fn shown_by(plan: &WallPlan, monitor: Option<u8>) -> String {
    let mut services: Vec<String> = plan.services.iter().map(ToString::to_string).collect();
    services.sort();
    let mut counters: Vec<u8> = plan.counters.iter().map(|counter| counter.get()).collect();
    counters.sort_unstable();
    let counters: Vec<String> = counters.iter().map(ToString::to_string).collect();
    let list =
        |items: Vec<String>| if items.is_empty() { "all".to_owned() } else { items.join(",") };
    let mut shows = format!("services={} counters={}", list(services), list(counters));
    if plan.voice {
        shows += " voice";
    }
    if let Some(monitor) = monitor {
        shows += &format!(" monitor={monitor}");
    }
    shows
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

    #[test]
    fn who_was_given_no_name_is_the_next_wall() {
        let (_folder, data) = folder();
        let first = DisplaySlot::take(&data).unwrap();
        let second = DisplaySlot::take(&data).unwrap();
        let voice = WallPlan { voice: true, ..WallPlan::default() };
        let third = DisplaySlot::of(&data, &voice, None).unwrap();
        let names = [first.name(), second.name(), third.name()];
        assert_eq!(names, ["wall", "wall 2", "wall 3"]);
        drop((first, second, third));
        let again = DisplaySlot::of(&data, &voice, None).unwrap();
        assert_eq!(again.name(), "wall 3", "what it shows brings its name back");
        let taken = DisplaySlot::of(&data, &named("Wall-3"), None).unwrap_err().to_string();
        assert!(taken.contains("\"Wall-3\" runs already"), "{taken}");
    }

    #[test]
    fn a_display_of_another_purpose_never_gets_a_name_that_was_given() {
        let (_folder, data) = folder();
        let mut given = DisplaySlot::of(&data, &named("wall"), None).unwrap();
        given.remember(EventSeq(9)).unwrap();
        drop(given);
        let mut other = DisplaySlot::take(&data).unwrap();
        assert_eq!(other.announced(), None);
        assert_eq!(other.name(), "wall 2");
        let mut given = DisplaySlot::of(&data, &named("wall"), None).unwrap();
        assert_eq!(given.announced(), Some(EventSeq(9)));
    }
}
