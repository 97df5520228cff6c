//! The newest lines of all programs of an office, in the order of their times.
//!
//! Each file keeps its own order, whatever its clock did; times only say how the files are joined. Never here: how a
//! line is shown.

use super::day_file::DAY_MAX;
use super::line::Entry;
use super::name::day_in;
use crate::data::DataFolder;
use crate::domain::Timestamp;
use crate::file;
use chrono::{NaiveDate, NaiveTime};
use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Which lines are asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// So many of the newest.
    pub lines: usize,
    /// Only those of this program; `cli` means every verb, `console` every console.
    pub program: Option<String>,
    /// Only those since then.
    pub since: Option<Timestamp>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The lines, oldest first.
    pub entries: Vec<Entry>,
    /// Files that could not be read.
    pub faults: Vec<(PathBuf, io::Error)>,
}

/// The newest lines of the log of a data folder.
///
/// # Errors
/// When the folder of the log cannot be read. Where there is none yet, there are no lines.
pub fn newest(data: &DataFolder, wanted: &Wanted) -> io::Result<Found> {
    let mut found = Found::default();
    let days = match files_by_day(&data.logs_folder()) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(found),
        days => days?,
    };
    let mut newest = VecDeque::new();
    for (day, files) in days.into_iter().rev() {
        // A file's day is that of its lines.
        let is_over = wanted.since.is_some_and(|since| day < since.date_naive());
        if is_over || newest.len() >= wanted.lines {
            break;
        }
        let mut read = Vec::new();
        for path in files {
            match entries(&path, day, wanted) {
                Ok(entries) => read.push(entries),
                Err(error) => found.faults.push((path, error)),
            }
        }
        for entry in merged(read).into_iter().rev() {
            newest.push_front(entry);
        }
    }
    let too_many = newest.len().saturating_sub(wanted.lines);
    found.entries = newest.into_iter().skip(too_many).collect();
    Ok(found)
}

fn files_by_day(folder: &Path) -> io::Result<BTreeMap<NaiveDate, Vec<PathBuf>>> {
    let mut days: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let day = entry.file_name().to_str().and_then(day_in);
        // A pipe in the place of a file would keep whoever looks waiting.
        if let Some(day) = day.filter(|_| entry.file_type().is_ok_and(|kind| kind.is_file())) {
            days.entry(day).or_default().push(entry.path());
        }
    }
    // The order of a folder is nobody's; lines of one moment keep that of the names.
    days.values_mut().for_each(|files| files.sort());
    Ok(days)
}

/// What is wanted of one file, in its order.
fn entries(path: &Path, day: NaiveDate, wanted: &Wanted) -> io::Result<Vec<Entry>> {
    let mut bytes = Vec::new();
    file::open(path, u64::MAX)?.take(2 * DAY_MAX).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut entries: Vec<Entry> = Vec::new();
    let (mut before, mut program) = (day.and_time(NaiveTime::MIN).and_utc(), String::new());
    for line in text.lines().filter(|line| !line.is_empty()) {
        let entry = Entry::read(line, before, &program);
        (before, program) = (entry.at, entry.program.clone());
        let is_wanted = wanted.program.as_ref().is_none_or(|wanted| entry.is_of(wanted))
            && wanted.since.is_none_or(|since| entry.at >= since);
        if is_wanted {
            entries.push(entry);
        }
    }
    Ok(entries)
}

/// Several files as one: the earliest of their next lines first.
fn merged(files: Vec<Vec<Entry>>) -> Vec<Entry> {
    let mut files: Vec<_> = files.into_iter().map(|file| file.into_iter().peekable()).collect();
    let mut merged = Vec::new();
    loop {
        let next = files.iter_mut().enumerate().filter_map(|(n, file)| Some((n, file.peek()?.at)));
        // The first of those with the same time.
        let Some((n, _)) = next.min_by_key(|(n, at)| (*at, *n)) else { return merged };
        merged.extend(files[n].next());
    }
}
