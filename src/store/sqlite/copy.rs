//! A verified copy of the queue: before its schema is changed, and whenever somebody wants one.
//!
//! Through SQLite alone: whoever opens the live file by other means takes the locks of this process away, and misses what
//! stands in its log only. Never here: when a copy is due (`migrations`), or taking one back (`restore`).

use super::super::{Cause, StoreError};
use super::mark;
use crate::rights::{self, Reach};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The folder beside the queue in which its copies are kept.
pub(super) const FOLDER: &str = "backups";

/// What is compared line by line of each other: the office's record.
const COUNTS: &str = "SELECT (SELECT count(*) FROM ticket), (SELECT count(*) FROM event)";

/// How many pages of 4 KiB are copied at a time; then they go to the disk. Left to the end, all of them would go at once
/// and hold up whoever waits for a number.
const PAGES: i32 = 1024;

/// What stands in a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// The version of the schema.
    pub version: i64,
    /// How many tickets.
    pub tickets: i64,
    /// How many events.
    pub events: i64,
}

/// Copies the queue at `path`, whose schema has this version, into a new file of the folder `backups`, and proves the copy. The
/// caller holds the queue's write lock, so nothing changes meanwhile. `max_pages`: as for
/// [`Limits::max_pages`](super::Limits::max_pages), of the copy.
///
/// An equal copy that is there already is enough: a program that is started again and again, because a migration fails,
/// must not fill the disk.
pub(super) fn keep(path: &Path, version: i64, max_pages: Option<u32>) -> Result<(), StoreError> {
    let data = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = data.join(FOLDER);
    let part = folder.join(format!("queue-v{version}.part"));
    let kept = rights::make_folder(&folder, Reach::Writers)
        .map_err(Cause::from)
        .and_then(|()| {
            let copied = write(path, &part, max_pages)?;
            match copied.version == version {
                true => Ok(()),
                false => Err(format!("the copy has version {}", copied.version).into()),
            }
        })
        .and_then(|()| Ok(name(&folder, &part, version)?));
    kept.map_err(|source| {
        // What is left of it is no copy; where it cannot be removed, the next try overwrites it.
        let _ = fs::remove_file(&part);
        StoreError::NoCopy { path: path.to_owned(), folder, source }
    })
}

/// Writes and proves a copy under a name that says that it may be unfinished. It belongs to whoever owns its folder:
/// there are hashes of PINs in it.
///
/// One moment of the queue, however long it takes: a copy in steps would begin anew whenever somebody takes a number.
fn write(path: &Path, part: &Path, max_pages: Option<u32>) -> Result<Copied, Cause> {
    write_from(source(path)?, part, max_pages, &|| true)
}

/// What the queue at `path` is copied from. Not a connection that holds the write lock: SQLite copies from none that may be
/// writing.
pub(super) fn source(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut source = Connection::open_with_flags(path, flags)?;
    source.busy_handler(Some(super::wait_for_turn))?;
    Ok(source)
}

/// As `write`, for as long as it is to go on.
pub(super) fn write_from(
    source: Connection,
    part: &Path,
    max_pages: Option<u32>,
    goes_on: &dyn Fn() -> bool,
) -> Result<Copied, Cause> {
    remove(part)?;
    // SQLite would make it by the umask, and of whoever runs this program. Closed after SQLite has closed it.
    let file = rights::make_file(part, Reach::Writers)?;
    source.execute_batch("BEGIN")?;
    let original = facts(&source)?;
    let mut copy = Connection::open(part)?;
    // Nothing else is in it yet that could be lost.
    copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
    if let Some(pages) = max_pages {
        copy.pragma_update(None, "max_page_count", pages)?;
    }
    let backup = Backup::new(&source, &mut copy)?;
    loop {
        if !goes_on() {
            return Err("it was asked to end".into());
        }
        match backup.step(PAGES)? {
            StepResult::Done => break,
            StepResult::More => file.sync_data()?,
            _ => return Err("somebody else holds the queue".into()),
        }
    }
    drop(backup);
    close(copy)?;
    let copy = Connection::open(part)?;
    // In the copy there is everything that stood in the log.
    if original.version >= mark::SINCE {
        mark::clear(&copy)?;
    }
    let verdict: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(format!("the copy is damaged: {}", verdict.replace('\n', " ")).into());
    }
    let copied = facts(&copy)?;
    if original != copied {
        return Err(format!("the copy has other contents: {copied:?} for {original:?}").into());
    }
    // Its log is then in it.
    close(copy)?;
    file.sync_all()?;
    Ok(copied)
}

fn close(connection: Connection) -> rusqlite::Result<()> {
    connection.close().map_err(|(_, error)| error)
}

fn facts(of: &Connection) -> rusqlite::Result<Copied> {
    let version = of.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    of.query_row(COUNTS, [], |row| {
        Ok(Copied { version, tickets: row.get(0)?, events: row.get(1)? })
    })
}

fn remove(part: &Path) -> io::Result<()> {
    match fs::remove_file(part) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Gives a finished copy a name that no other has, unless the newest one is the same.
fn name(folder: &Path, part: &Path, version: i64) -> io::Result<()> {
    let numbered = |number: u32| folder.join(format!("queue-v{version}-{number:03}.db"));
    let mut number = 1;
    while numbered(number).try_exists()? {
        number += 1;
    }
    if number > 1 && is_same(part, &numbered(number - 1))? {
        return fs::remove_file(part);
    }
    // A link refuses a name that is taken, which renaming would not. Not every disk has links.
    match fs::hard_link(part, numbered(number)) {
        Ok(()) => fs::remove_file(part)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(error),
        Err(_) => fs::rename(part, numbered(number))?,
    }
    sync_folder(folder)
}

fn is_same(a: &Path, b: &Path) -> io::Result<bool> {
    let (mut a, mut b) = (rights::open_existing(a)?, rights::open_existing(b)?);
    if a.metadata()?.len() != b.metadata()?.len() {
        return Ok(false);
    }
    let (mut here, mut there) = ([0; 8192], [0; 8192]);
    loop {
        let count = a.read(&mut here)?;
        if count == 0 {
            return Ok(true);
        }
        b.read_exact(&mut there[..count])?;
        if here[..count] != there[..count] {
            return Ok(false);
        }
    }
}

/// Makes the names in a folder durable; a file's own `sync_all` does not.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows keeps names by itself, and opens no folder as a file.
#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
