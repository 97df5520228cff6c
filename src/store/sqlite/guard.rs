//! Is this the right place for a queue, and is it still the same file?

use super::super::StoreError;
use crate::rights::{Reach, SharedFolder, may_read, may_write};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Makes the queue file where there is none, with owner and mode of its folder, and gives the path by which SQLite is
/// to open it: one without links, so that it can be told to follow none.
///
/// SQLite gives the files beside it (`-wal`, `-shm`) the mode of this one, and where root asks also its owner. So
/// nothing is opened by whoever may not write it: they would leave files behind that lock the office out.
pub(super) fn prepare(path: &Path) -> Result<PathBuf, StoreError> {
    let read_only =
        |source: io::Error| StoreError::ReadOnly { path: path.to_owned(), source: source.into() };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default();
    match path.symlink_metadata() {
        Ok(found) if found.is_symlink() => return Err(StoreError::Link(path.to_owned())),
        // What may not even be read, SQLite does not open, and makes nothing beside it.
        Ok(_) if may_read(path) && !may_write(path) => {
            return Err(read_only(io::ErrorKind::PermissionDenied.into()));
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

/// What distinguishes a file from another one put at its path. Asked by name: the file itself is never opened
/// outside SQLite, because closing a second descriptor would drop this process's locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileIdentity(u64, u64);

impl FileIdentity {
    #[cfg(unix)]
    pub(super) fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let metadata = std::fs::metadata(path).ok()?;
        Some(Self(metadata.dev(), metadata.ino()))
    }

    #[cfg(not(unix))]
    pub(super) fn of(path: &Path) -> Option<Self> {
        // Windows does not let an open database be replaced; its existence is enough.
        std::fs::metadata(path).ok().map(|_| Self(0, 0))
    }
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
