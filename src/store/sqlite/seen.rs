//! What was seen of the queue: within one program, and in the file `locks/seen` for programs that start later.
//!
//! A file that was put in the place of the queue may be healthy and yet lack a morning. Whoever remembers the newest event
//! of the queue notices. Belongs here: what is remembered, and when a queue has less than that. Never here: whether the
//! file is the same one (`guard`).

use super::super::StoreError;
use super::faults::at;
use super::gate::Gate;
use super::rows::time;
use crate::domain::Timestamp;
use crate::queue::Head;
use crate::rights::{self, Reach};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use std::cell::Cell;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// The folder and the file beside the queue that tell what programs saw of it.
const FOLDER: &str = "locks";
const FILE: &str = "seen";

/// The length of that file in bytes: one sector, so that a power cut leaves the old one or the new one.
const LENGTH: usize = 512;

/// What programs saw of the queue of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Which queue it was, among all that can stand at its path.
    pub generation: String,
    /// Its newest event, and when that was.
    pub event: i64,
    /// When that event happened.
    pub at: Timestamp,
    /// The business day of that event.
    pub day: String,
    /// The newest serial of each series of that day.
    pub serials: Vec<(String, u32)>,
}

impl Seen {
    /// What is told beside the queue at this path; `None` where nothing is, or nothing that can be understood: then
    /// nobody is kept from working.
    pub fn beside(queue: &Path) -> Option<Self> {
        let mut text = String::new();
        // No pipe, for which everybody would wait.
        let file = rights::open_existing(&place(queue)?).ok()?;
        file.take(LENGTH as u64).read_to_string(&mut text).ok()?;
        Self::parse(&text)
    }

    /// Removes what is told beside the queue at this path.
    ///
    /// # Errors
    /// Whatever keeps this user from removing it.
    pub(super) fn forget(queue: &Path) -> io::Result<()> {
        match place(queue).map(fs::remove_file) {
            Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (text, sum) = text.trim_end().rsplit_once("sum ")?;
        if u64::from_str_radix(sum, 16).ok()? != sum_of(text) {
            return None;
        }
        let mut words = text.split_whitespace();
        let mut value = |key: &str| words.by_ref().skip_while(|word| *word != key).nth(1);
        let generation = value("generation")?.to_owned();
        let event = value("event")?.parse().ok()?;
        let at = time(value("at")?.parse().ok()?).ok()?;
        let day = value("day")?.to_owned();
        let mut serials = Vec::new();
        while let (Some(series), Some(serial)) = (words.next(), words.next()) {
            serials.push((series.to_owned(), serial.parse().ok()?));
        }
        Some(Self { generation, event, at, day, serials })
    }

    /// One line of `LENGTH` bytes; one that has no room for all series tells the first ones.
    fn line(&self) -> String {
        let Self { generation, event, at, day, .. } = self;
        let at = at.timestamp_millis();
        let mut line = format!("generation {generation} event {event} at {at} day {day} ");
        for (series, serial) in &self.serials {
            // Room for the sum behind it.
            if line.len() + series.len() + 40 < LENGTH {
                let _ = write!(line, "{series} {serial} ");
            }
        }
        let sum = sum_of(&line);
        let _ = write!(line, "sum {sum:016x}");
        format!("{line:<width$}\n", width = LENGTH - 1)
    }

    /// Tells it beside the queue at this path. Not forced to the disk, and in place: one write of one sector.
    ///
    /// # Errors
    /// Whatever keeps this user from writing there.
    pub(super) fn tell(&self, queue: &Path) -> io::Result<()> {
        let Some(path) = place(queue) else { return Ok(()) };
        open(queue, &path)?.write_all(self.line().as_bytes())
    }
}

/// FNV-1a: a file that is read while it is written is not believed.
fn sum_of(text: &str) -> u64 {
    let step = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

fn place(queue: &Path) -> Option<PathBuf> {
    Some(folder_of(queue)?.join(FOLDER).join(FILE))
}

fn folder_of(queue: &Path) -> Option<&Path> {
    queue.parent()
}

fn open(queue: &Path, path: &Path) -> io::Result<File> {
    match rights::make_file(path, Reach::Writers) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let data = folder_of(queue).unwrap_or(Path::new("."));
            rights::make_folder(&data.join(FOLDER), Reach::Writers)?;
            rights::make_file(path, Reach::Writers)
        }
        opened => opened,
    }
}

/// What one open queue remembers of its file.
#[derive(Debug)]
pub(super) struct Memory {
    queue: PathBuf,
    generation: String,
    event: Cell<i64>,
    /// Stood in while it is told what was seen: of a queue that is being replaced nothing may be told, for that would refuse
    /// the new one for ever.
    pub(super) gate: Option<Gate>,
}

impl Memory {
    /// Looks at a queue that was just opened, and refuses one that has less than was `seen` in its folder before it was.
    pub(super) fn begin(
        connection: &Connection,
        queue: &Path,
        seen: Option<Seen>,
    ) -> Result<Self, StoreError> {
        let (generation, found) = ask(connection, queue)?;
        let memory =
            Self { queue: queue.to_owned(), generation, event: Cell::new(found), gate: None };
        memory.refuse_less(queue, seen)?;
        Ok(memory)
    }

    /// Refuses a queue that has less than was seen of the one at this path, or is another one.
    pub(super) fn refuse_less(&self, path: &Path, seen: Option<Seen>) -> Result<(), StoreError> {
        let found = self.event.get();
        let known = seen.filter(|seen| seen.generation != self.generation || seen.event > found);
        match known {
            None => Ok(()),
            Some(Seen { event: seen, .. }) => {
                Err(StoreError::Less { path: path.to_owned(), seen, found })
            }
        }
    }

    /// Refuses a file that has less than this program saw in it, or is another one.
    pub(super) fn compare(&self, head: &Head) -> Result<(), StoreError> {
        let (seen, found) = (self.event.get(), head.event.0);
        if head.generation != self.generation || found < seen {
            return Err(StoreError::Less { path: self.queue.clone(), seen, found });
        }
        self.event.set(found);
        Ok(())
    }

    /// Remembers what is kept now, and tells programs that start later. That it cannot be told holds nobody up; the next one
    /// tells more.
    pub(super) fn keep(&self, seen: &Seen, is_in_place: impl FnOnce() -> bool) {
        self.event.set(self.event.get().max(seen.event));
        let gate = self.gate.as_ref();
        if gate.is_some_and(|gate| !gate.is_free()) {
            return;
        }
        if is_in_place() {
            let _ = seen.tell(&self.queue);
        }
        gate.into_iter().for_each(Gate::leave);
    }
}

/// Lets the numbers of a queue go on behind those that were `seen`, where they are not further already, and its events, too:
/// walls remember the last one that they announced.
pub(super) fn go_on(connection: &Connection, queue: &Path, seen: &Seen) -> Result<(), StoreError> {
    let doing = |source| at(queue, "taking the numbers over", source);
    for (series, serial) in &seen.serials {
        let sql = "INSERT INTO series (business_day, series, last_serial) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET last_serial = max(last_serial, ?3)";
        connection.execute(sql, params![seen.day, series, serial]).map_err(doing)?;
    }
    let sql = "INSERT INTO sqlite_sequence (name, seq) SELECT 'event', ?1
               WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'event')";
    connection.execute(sql, [seen.event]).map_err(doing)?;
    let sql = "UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'event'";
    connection.execute(sql, [seen.event]).map_err(doing)?;
    Ok(())
}

/// Lets the numbers of every day of a queue go on behind those of another one, which it replaces.
pub(super) fn go_on_behind(connection: &Connection, there: &Connection) -> rusqlite::Result<()> {
    let sql = "INSERT INTO series (business_day, series, last_serial) VALUES (?1, ?2, ?3)
               ON CONFLICT DO UPDATE SET last_serial = max(last_serial, ?3)";
    let whole = connection.unchecked_transaction()?;
    let mut rows = there.prepare("SELECT business_day, series, last_serial FROM series")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let (day, series, serial): (String, String, u32) = (row.get(0)?, row.get(1)?, row.get(2)?);
        whole.prepare_cached(sql)?.execute(params![day, series, serial])?;
    }
    whole.commit()
}

/// What is to be told of a queue that was just put into its folder, where `like` tells of days and times.
pub(super) fn now(
    connection: &Connection,
    queue: &Path,
    like: Option<&Seen>,
) -> Result<Option<Seen>, StoreError> {
    let (generation, event) = ask(connection, queue)?;
    let Some(Seen { at: moment, day, .. }) = like.cloned() else { return Ok(None) };
    let serials =
        serials(connection, &day).map_err(|e| at(queue, "reading the newest numbers", e))?;
    Ok(Some(Seen { generation, event, at: moment, day, serials }))
}

/// The newest event of a queue, with the numbers of its day.
pub(super) fn newest(connection: &Connection) -> rusqlite::Result<Option<Seen>> {
    let sql =
        "SELECT generation, seq, at, business_day FROM event, queue_file ORDER BY seq DESC LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    let found: Option<(String, i64, i64, String)> =
        connection.query_row(sql, [], read).optional()?;
    let Some((generation, event, at, day)) = found else { return Ok(None) };
    let serials = serials(connection, &day)?;
    let at = time(at).map_err(|_| rusqlite::Error::InvalidQuery)?;
    Ok(Some(Seen { generation, event, at, day, serials }))
}

fn serials(connection: &Connection, day: &str) -> rusqlite::Result<Vec<(String, u32)>> {
    let sql = "SELECT series, last_serial FROM series WHERE business_day = ?1";
    let mut query = connection.prepare_cached(sql)?;
    query.query_map([day], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Which queue this is, and its newest event.
fn ask(connection: &Connection, queue: &Path) -> Result<(String, i64), StoreError> {
    let sql = "SELECT generation, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0) FROM queue_file";
    let read =
        |mut query: CachedStatement<'_>| query.query_row([], |row| Ok((row.get(0)?, row.get(1)?)));
    connection
        .prepare_cached(sql)
        .and_then(read)
        .map_err(|e| at(queue, "asking which queue it is", e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen() -> Seen {
        Seen {
            generation: "0123456789abcdef0123456789abcdef".to_owned(),
            event: 4711,
            at: "2026-11-23T01:00:00Z".parse().unwrap(),
            day: "2026-11-23".to_owned(),
            serials: ('A'..='Z').map(|letter| (letter.to_string(), 99_999)).collect(),
        }
    }

    #[test]
    fn what_is_told_is_one_sector_and_comes_back() {
        let line = seen().line();
        assert_eq!(line.len(), LENGTH, "{line}");
        assert_eq!(Seen::parse(&line), Some(seen()));
        let none = Seen { serials: Vec::new(), ..seen() };
        assert_eq!(Seen::parse(&none.line()), Some(none));
    }

    #[test]
    fn what_was_read_while_it_was_written_is_not_believed() {
        let (old, new) = (seen().line(), Seen { event: 4712, ..seen() }.line());
        for at in [0, 40, 60, 300] {
            let torn = format!("{}{}", &new[..at], &old[at..]);
            assert!(Seen::parse(&torn).is_none_or(|found| found == seen()), "{torn}");
        }
        assert_eq!(Seen::parse(""), None);
    }
}
