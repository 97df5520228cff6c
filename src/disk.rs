//! Disk: how much room is left where a folder is, and whether anything can be written there at all.
//!
//! Never here: who may write (`rights`), or what is said about it.

use std::path::Path;

/// What is left for this user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Bytes.
    pub bytes: u64,
    /// Files that can still be made; `None` where the disk does not count them.
    pub files: Option<u64>,
}

/// The room on the disk of `path`; `None` where that cannot be asked.
#[cfg(unix)]
pub fn room(path: &Path) -> Option<Room> {
    let disk = rustix::fs::statvfs(path).ok()?;
    let bytes = disk.f_bavail.saturating_mul(disk.f_frsize);
    Some(Room { bytes, files: (disk.f_files > 0).then_some(disk.f_favail) })
}

/// Whether the disk of `path` can be written by nobody, root included. A file that is gone is on the disk of its folder.
#[cfg(unix)]
pub fn is_read_only(path: &Path) -> bool {
    use rustix::fs::{StatVfsMountFlags, statvfs};
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let disk = statvfs(path).or_else(|_| statvfs(parent.unwrap_or(Path::new("."))));
    disk.is_ok_and(|disk| disk.f_flag.contains(StatVfsMountFlags::RDONLY))
}

/// It is not asked there.
#[cfg(not(unix))]
pub fn room(_: &Path) -> Option<Room> {
    None
}

/// It is not asked there.
#[cfg(not(unix))]
pub fn is_read_only(_: &Path) -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_disk_tells_its_room_and_whether_it_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        assert!(room(folder.path()).is_some_and(|room| room.bytes > 0));
        assert!(!is_read_only(&folder.path().join("not there")));
        assert_eq!(room(&folder.path().join("not there")), None);
    }
}
