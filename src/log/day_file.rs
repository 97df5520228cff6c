//! The file of a program for one day after the other: a whole line in one write, so much a day and so many days.
//!
//! Belongs here: appending, the end of a file's day, removing what is too old. Never here: threads, what is said when
//! nothing can be written.

use super::folder;
use super::line::{LONGEST, about_the_log};
use super::name::{Program, day_in, day_of, given_up};
use crate::data::DataFolder;
use crate::rights::SharedFile;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// The largest file of one day, in bytes.
pub(super) const DAY_MAX: u64 = 10_000_000;
/// From here on a file takes nothing but its last line: no line is longer than what is left, so that two programs with
/// one file agree when it is full.
const FULL_AT: u64 = DAY_MAX - 2 * LONGEST as u64;
/// What the last line of a full file says.
const FULL: &str = "this file has reached 10 MB; the rest of the day is not kept";

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is in the file.
    Yes,
    /// The file of its day is full.
    Full,
    /// There is no office in the data folder, or the line has no day.
    Nowhere,
}

/// The log file of one program.
pub(super) struct DayFile {
    data: DataFolder,
    program: Program,
    open: Option<(NaiveDate, File)>,
    full: Option<NaiveDate>,
}

impl DayFile {
    /// The log of a program in a data folder; nothing is opened yet.
    pub(super) fn new(data: DataFolder, program: Program) -> Self {
        Self { data, program, open: None, full: None }
    }

    /// Where lines of this day go.
    pub(super) fn path(&self, line: &str) -> PathBuf {
        let file = day_of(line).map(|day| self.program.file_on(day)).unwrap_or_default();
        self.data.logs_folder().join(file)
    }

    /// Appends a line with its line feed to the file of the day it begins with, and removes the files of days that are
    /// given up when that file is new.
    ///
    /// # Errors
    /// Whatever keeps it from being written whole. The next line is tried anew.
    pub(super) fn append(&mut self, line: &str) -> io::Result<Kept> {
        let Some(day) = day_of(line) else { return Ok(Kept::Nowhere) };
        if self.full == Some(day) {
            return Ok(Kept::Full);
        }
        let kept = self.append_on(day, line);
        if kept.is_err() {
            self.open = None;
        }
        kept
    }

    fn append_on(&mut self, day: NaiveDate, line: &str) -> io::Result<Kept> {
        let is_open = self.open.as_ref().is_some_and(|(of, file)| *of == day && !is_removed(file));
        if !is_open {
            let Some(SharedFile { file, is_new }) =
                folder::open(&self.data, &self.program.file_on(day))?
            else {
                return Ok(Kept::Nowhere);
            };
            self.open = Some((day, file));
            if is_new {
                self.remove_old(day);
            }
        }
        let Some((_, file)) = &mut self.open else { return Ok(Kept::Nowhere) };
        // Another program may have the same file: its size and its end hold only for whoever has the lock.
        file.lock()?;
        let kept = append_to(file, line);
        let unlocked = file.unlock();
        if matches!(kept, Ok(Kept::Full)) {
            self.full = Some(day);
        }
        kept.and_then(|kept| unlocked.map(|()| kept))
    }

    /// What cannot be removed stays: it is no reason not to write.
    fn remove_old(&self, today: NaiveDate) {
        let Ok(entries) = fs::read_dir(self.data.logs_folder()) else { return };
        let name = |entry: io::Result<fs::DirEntry>| entry.ok()?.file_name().into_string().ok();
        let files: Vec<_> = entries.filter_map(name).collect();
        let dated = files.iter().filter_map(|file| Some((day_in(file)?, file)));
        let mut days: BTreeSet<_> = dated.clone().map(|(day, _)| day).collect();
        days.insert(today);
        let old = given_up(&days, today);
        for (_, file) in dated.filter(|(day, _)| old.contains(day)) {
            let _ = fs::remove_file(self.data.logs_folder().join(file));
        }
    }
}

/// Appends a line to a file that nobody else writes to in the meantime.
fn append_to(file: &mut File, line: &str) -> io::Result<Kept> {
    let length = file.metadata()?.len();
    let end = end_of(file, length)?;
    let is_full = length >= FULL_AT;
    if is_full && end.ends_with(format!("{FULL}\n").as_bytes()) {
        return Ok(Kept::Full);
    }
    let line = if is_full { about_the_log(line, FULL) } else { line.to_owned() };
    // Half a line of a program whose plug was pulled is ended first.
    let is_whole = end.last().is_none_or(|byte| *byte == b'\n');
    let line = if is_whole { line } else { format!("\n{line}") };
    // One write: a program that is killed leaves the whole line or none.
    if file.write(line.as_bytes())? < line.len() {
        file.set_len(length)?;
        return Err(io::ErrorKind::StorageFull.into());
    }
    Ok(if is_full { Kept::Full } else { Kept::Yes })
}

/// The last bytes of a file of this length.
fn end_of(file: &mut File, length: u64) -> io::Result<Vec<u8>> {
    let enough = FULL.len() as u64 + 1;
    file.seek(SeekFrom::Start(length.saturating_sub(enough)))?;
    let mut end = Vec::new();
    file.take(enough).read_to_end(&mut end)?;
    Ok(end)
}

/// Whether somebody has removed the file: what is written to it is nowhere.
#[cfg(unix)]
fn is_removed(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.metadata().is_ok_and(|metadata| metadata.nlink() == 0)
}

/// Windows removes no file that is open.
#[cfg(not(unix))]
fn is_removed(_: &File) -> bool {
    false
}
