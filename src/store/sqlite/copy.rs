//! A verified copy of the queue, made before its schema is changed.
//!
//! Through SQLite alone: whoever opens the live file by other means takes the locks of this process away, and misses what
//! stands in its log only. Never here: when a copy is due (`migrations`), or taking one back.

use super::super::{Cause, StoreError};
use crate::rights::{Reach, SharedFolder};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The folder beside the queue in which its copies are kept.
const FOLDER: &str = "backups";

/// What is compared line by line of each other: the office's record.
const COUNTS: &str = "SELECT (SELECT count(*) FROM ticket), (SELECT count(*) FROM event)";

/// Copies the queue at `path`, whose schema has this version, into a new file of the folder `backups`, and proves the copy. The
/// caller holds the queue's write lock, so nothing changes meanwhile. `max_pages`: as for
/// [`Limits::max_pages`](super::Limits::max_pages), of the copy.
///
/// An equal copy that is there already is enough: a program that is started again and again, because a migration fails,
/// must not fill the disk.
pub(super) fn keep(path: &Path, version: i64, max_pages: Option<u32>) -> Result<(), StoreError> {
    let beside = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = beside.join(FOLDER);
    let name_of_part = format!("queue-v{version}.part");
    let part = folder.join(&name_of_part);
    // SQLite would make it by the umask, and of whoever runs this program.
    let make = || {
        let folder = SharedFolder::open(beside)?.folder(FOLDER, Reach::Writers)?;
        remove(&part)?;
        folder.file(&name_of_part, Reach::Writers)
    };
    let kept = make()
        .map(drop)
        .map_err(Cause::from)
        .and_then(|()| write(path, &part, version, max_pages))
        .and_then(|()| Ok(name(&folder, &part, version)?));
    kept.map_err(|source| {
        // What is left of it is no copy; where it cannot be removed, the next try overwrites it.
        let _ = fs::remove_file(&part);
        StoreError::NoCopy { path: path.to_owned(), folder, source }
    })
}

/// Writes and proves a copy under a name that says that it may be unfinished.
fn write(path: &Path, part: &Path, version: i64, max_pages: Option<u32>) -> Result<(), Cause> {
    // Not the connection that holds the write lock: SQLite copies from none that may be writing.
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(path, flags)?;
    let mut copy = Connection::open(part)?;
    if let Some(pages) = max_pages {
        copy.pragma_update(None, "max_page_count", pages)?;
    }
    if Backup::new(&source, &mut copy)?.step(-1)? != StepResult::Done {
        return Err("somebody else holds the queue".into());
    }
    let verdict: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(format!("the copy is damaged: {}", verdict.replace('\n', " ")).into());
    }
    let facts = |of: &Connection| -> rusqlite::Result<(i64, i64, i64)> {
        let version = of.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        of.query_row(COUNTS, [], |row| Ok((version, row.get(0)?, row.get(1)?)))
    };
    let (original, copied) = (facts(&source)?, facts(&copy)?);
    if original != copied || copied.0 != version {
        return Err(format!("the copy has other contents: {copied:?} for {original:?}").into());
    }
    // Closed before the file is touched by other means: its log is then in it.
    copy.close().map_err(|(_, error)| error)?;
    File::open(part)?.sync_all()?;
    Ok(())
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
    let (mut a, mut b) = (File::open(a)?, File::open(b)?);
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
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows keeps names by itself, and opens no folder as a file.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
