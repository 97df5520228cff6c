//! Is this the right place for a queue, and is it still the same file?

use super::super::StoreError;
use super::mark::{self, InFile};
use crate::rights::{Reach, SharedFolder, may_read, may_write};
use rusqlite::OpenFlags;
use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Makes the queue file where there is none and one may be made (`may_open`), with owner and mode of its folder, and gives the path by which SQLite is
/// to open it: one without links, so that it can be told to follow none.
///
/// SQLite gives the files beside it (`-wal`, `-shm`) the mode of this one, and where root asks also its owner. So
/// nothing is opened by whoever may not write it: they would leave files behind that lock the office out.
pub(super) fn prepare(path: &Path, make: bool) -> Result<PathBuf, StoreError> {
    let read_only = |source: io::Error| StoreError::unwritable(path, source);
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default();
    match path.symlink_metadata() {
        Ok(found) if found.is_symlink() => return Err(StoreError::Link(path.to_owned())),
        // What may not even be read, SQLite does not open, and makes nothing beside it.
        Ok(_) if may_read(path) && !may_write(path) => {
            return Err(read_only(io::ErrorKind::PermissionDenied.into()));
        }
        // It was there a moment ago (`may_open`).
        Err(error) if error.kind() == io::ErrorKind::NotFound && !make => {
            return Err(StoreError::NoQueue(path.to_owned()));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let made = SharedFolder::open(folder)
                .and_then(|folder| folder.file(&name.to_string_lossy(), Reach::Writers));
            drop(made.map_err(read_only)?);
        }
        // Whatever else is wrong, opening the file will say.
        _ => {}
    }
    Ok(without_links(folder).map_or_else(|| path.to_owned(), |folder| folder.join(name)))
}

/// The folder by a path on which no link lies.
#[cfg(unix)]
fn without_links(folder: &Path) -> Option<PathBuf> {
    fs::canonicalize(folder).ok()
}

/// A canonical path there is one of another kind (`\\?\`), and SQLite looks at no links.
#[cfg(not(unix))]
fn without_links(_: &Path) -> Option<PathBuf> {
    None
}

/// File systems that cannot be trusted with SQLite's locks, by the magic number of `statfs(2)` in Linux's
/// `linux/magic.h` (SMB2 and CIFS from the kernel's `fs/smb/client`).
#[cfg(target_os = "linux")]
const NETWORK_SHARES: &[(u32, &str)] = &[
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB2"),
    (0x0102_1997, "9P"),
    (0x6573_5546, "FUSE"),
];

/// Refuses folders on network shares.
#[cfg(target_os = "linux")]
pub(super) fn refuse_network_share(folder: &Path) -> Result<(), StoreError> {
    // Where the kind cannot be asked, opening the file will say what is wrong.
    let Ok(stat) = rustix::fs::statfs(folder) else { return Ok(()) };
    match share_name(stat.f_type as u32) {
        Some(kind) => Err(StoreError::Network { path: folder.to_owned(), kind }),
        None => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn share_name(magic: u32) -> Option<&'static str> {
    NETWORK_SHARES.iter().find(|(number, _)| *number == magic).map(|(_, name)| *name)
}

/// Refuses UNC paths, which are network shares on Windows.
#[cfg(not(target_os = "linux"))]
pub(super) fn refuse_network_share(folder: &Path) -> Result<(), StoreError> {
    let unc = folder.to_string_lossy().starts_with(r"\\");
    let network = StoreError::Network { path: folder.to_owned(), kind: "UNC path" };
    if unc { Err(network) } else { Ok(()) }
}

/// How SQLite may open a queue: one that is missing or empty is only made where nothing shows that there was one.
pub(super) fn may_open(queue: &Path, make: bool) -> Result<OpenFlags, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    // A link is told of by `prepare`, wherever it leads.
    let there = queue.symlink_metadata();
    match &there {
        Ok(there) if !there.is_file() && !there.is_symlink() => {
            return Err(StoreError::NoFile { path: queue.to_owned() });
        }
        // It may well be there.
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            let source = io::Error::from(error.kind()).into();
            return Err(StoreError::Open { path: queue.to_owned(), source });
        }
        _ => {}
    }
    let is_none = |path: &PathBuf| path.symlink_metadata().is_ok_and(|found| !found.is_file());
    if let Some(path) = ["-wal", "-shm"].map(|end| beside(queue, end)).into_iter().find(is_none) {
        return Err(StoreError::NoLog { path });
    }
    let is_there = there.is_ok_and(|there| !there.is_file() || there.len() > 0);
    if is_there {
        return Ok(flags);
    }
    // SQLite removes the log of a file that is empty; it may hold a day.
    let log = fs::metadata(beside(queue, "-wal")).is_ok_and(|log| log.len() > 0);
    match make && !log {
        true => Ok(flags | OpenFlags::SQLITE_OPEN_CREATE),
        false => Err(StoreError::NoQueue(queue.to_owned())),
    }
}

/// What distinguishes a file from another one put at its path. Asked by name: the file itself is never opened
/// outside SQLite, because closing a second descriptor would drop this process's locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileIdentity(u64, u64);

#[cfg(unix)]
fn identity(metadata: &std::fs::Metadata) -> FileIdentity {
    use std::os::unix::fs::MetadataExt;
    FileIdentity(metadata.dev(), metadata.ino())
}

/// Windows does not let an open database be replaced; its existence is enough.
#[cfg(not(unix))]
fn identity(_: &std::fs::Metadata) -> FileIdentity {
    FileIdentity(0, 0)
}

/// When a file was last written, to compare with the same file's.
#[cfg(unix)]
fn written(metadata: &fs::Metadata) -> i128 {
    use std::os::unix::fs::MetadataExt;
    i128::from(metadata.mtime()) * 1_000_000_000 + i128::from(metadata.mtime_nsec())
}

/// Windows does not let an open database be written over.
#[cfg(not(unix))]
fn written(metadata: &fs::Metadata) -> i128 {
    i128::from(metadata.len())
}

/// The files of an open queue: the file itself, and beside it the log with its index, which are there for as long as
/// anybody has the queue open.
#[derive(Debug)]
pub(super) struct Files {
    there: [(PathBuf, Option<FileIdentity>); 3],
    /// A queue never becomes shorter.
    length: Cell<u64>,
    /// When the file itself was last written, and what stood in it then: somebody may write an older copy over it.
    written: Cell<Option<i128>>,
    in_file: RefCell<Option<InFile>>,
    /// What was written over stays so.
    overwritten: Cell<bool>,
}

impl Files {
    /// The files of a queue that has been read already; `None` when it is gone.
    pub(super) fn of(queue: &Path) -> Option<Self> {
        let length = fs::metadata(queue).ok()?.len();
        let there = ["", "-wal", "-shm"].map(|end| {
            let path = beside(queue, end);
            let identity = fs::metadata(&path).ok().map(|there| identity(&there));
            (path, identity)
        });
        Some(Self {
            there,
            length: Cell::new(length),
            written: Cell::new(None),
            in_file: RefCell::new(None),
            overwritten: Cell::new(false),
        })
    }

    /// Which of them was replaced, removed or cut off since then.
    pub(super) fn replaced(&self) -> Option<&Path> {
        let (queue, _) = &self.there[0];
        for (path, known) in self.there.iter().filter(|(_, known)| known.is_some()) {
            let now = fs::metadata(path).ok();
            if now.as_ref().map(identity) != *known {
                return Some(path);
            }
            if let Some(now) = now.filter(|_| path == queue) {
                self.look_into(queue, &now);
                if self.overwritten.get() {
                    return Some(path);
                }
            }
        }
        None
    }
}

impl Files {
    /// Looks at what the file itself tells whenever it was written to: what is brought into it from the log never becomes
    /// less, and stays of one generation.
    fn look_into(&self, queue: &Path, now: &fs::Metadata) {
        if now.len() < self.length.get() {
            self.overwritten.set(true);
        }
        self.length.set(now.len());
        let written = Some(written(now));
        if written == self.written.get() {
            return;
        }
        // While it is written it may not be readable; then at the next look.
        let Some(found) = mark::in_file(queue) else { return };
        let known = self.in_file.replace(Some(found.clone()));
        self.written.set(written);
        if known
            .is_some_and(|known| known.generation != found.generation || known.event > found.event)
        {
            self.overwritten.set(true);
        }
    }
}

/// The file beside the queue whose name ends so.
pub(super) fn beside(queue: &Path, end: &str) -> PathBuf {
    let mut name = queue.as_os_str().to_owned();
    name.push(end);
    name.into()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn network_shares_are_known_by_their_kind() {
        assert_eq!(share_name(0x6969), Some("NFS"));
        assert_eq!(share_name(0xff53_4d42), Some("CIFS"));
        assert_eq!(share_name(0xef53), None, "ext4");
        assert_eq!(share_name(0x0102_1994), None, "tmpfs");
    }
}
