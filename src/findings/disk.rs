//! Disk of the data folder: whether it can be written, has room, and outlives the power.

use super::{Finding, quoted};
use crate::data::DataFolder;
use crate::disk;

/// So little room is none: a number with its paper takes a few pages of 4 KiB in the log of the queue.
const NO_ROOM: u64 = 128 << 10;
/// So little may be gone before the day is over: the log of a queue that windows have open takes megabytes by itself.
const LITTLE_ROOM: u64 = 32 << 20;

/// What keeps everybody from writing, and what a power cut would take.
pub(super) fn look(data: &DataFolder) -> Vec<Finding> {
    let unwritable = read_only(data).or_else(|| little_room(data));
    unwritable.into_iter().chain(in_memory(data)).collect()
}

/// A disk on which nobody can write.
fn read_only(data: &DataFolder) -> Option<Finding> {
    let sentence = format!(
        "the disk of {} is read-only: the office can be looked at, and nothing can be changed",
        data.path().display()
    );
    let remedy = "make it writable (`sudo mount -o remount,rw` with its mount point; one that became read-only by itself may \
                  be failing, and `dmesg` tells why), or copy the data folder to another disk";
    disk::is_read_only(data.path())
        .then(|| Finding::fault("folder.read-only-disk", sentence, remedy))
}

/// A disk that is full, or soon will be.
fn little_room(data: &DataFolder) -> Option<Finding> {
    of_room(data, disk::room(data.path())?)
}

fn of_room(data: &DataFolder, room: disk::Room) -> Option<Finding> {
    let (folder, word) = (data.path().display(), quoted(data.path()));
    let remedy = format!("free some space there (`df -h {word}`)");
    let left = match room.bytes >> 20 {
        0 => format!("{} KB", room.bytes >> 10),
        megabytes => format!("{megabytes} MB"),
    };
    match room {
        disk::Room { files: Some(0), .. } => {
            let sentence = format!("the disk of {folder} has room for no other file");
            let remedy = format!("remove files there that nobody needs (`df -i {word}`)");
            Some(Finding::fault("folder.disk-full", sentence, remedy))
        }
        disk::Room { bytes: ..NO_ROOM, .. } => {
            let sentence =
                format!("the disk of {folder} is full ({left} left): no number can be given");
            Some(Finding::fault("folder.disk-full", sentence, remedy))
        }
        disk::Room { bytes: ..LITTLE_ROOM, .. } => {
            let sentence = format!("the disk of {folder} is nearly full ({left} left)");
            Some(Finding::warning("folder.disk-nearly-full", sentence, remedy))
        }
        _ => None,
    }
}

/// A folder whose content goes with the power.
#[cfg(target_os = "linux")]
fn in_memory(data: &DataFolder) -> Option<Finding> {
    let stat = rustix::fs::statfs(data.path()).ok()?;
    let kind = kind_in_memory(stat.f_type as u32)?;
    let folder = data.path().display();
    let sentence = format!("{folder} is {kind}: the next power cut takes the whole day");
    Some(Finding::warning("folder.in-memory", sentence, "put the data folder on a disk"))
}

/// By the magic number of `statfs(2)`, Linux's `linux/magic.h`.
#[cfg(target_os = "linux")]
fn kind_in_memory(magic: u32) -> Option<&'static str> {
    match magic {
        0x0102_1994 => Some("in memory (tmpfs)"),
        0x8584_58f6 => Some("in memory (ramfs)"),
        0x794c_7630 => Some("on an overlay, which may be in memory"),
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn in_memory(_: &DataFolder) -> Option<Finding> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_a_fault_and_a_nearly_full_one_a_warning() {
        let data = DataFolder::locate(Some("/srv/antre".into()));
        let told = |bytes, files| {
            of_room(&data, disk::Room { bytes, files }).map(|found| (found.code, found.is_fault()))
        };
        assert_eq!(told(1 << 40, Some(9)), None);
        assert_eq!(told(1 << 40, None), None);
        assert_eq!(told(9 << 20, None), Some(("folder.disk-nearly-full", false)));
        assert_eq!(told(4096, None), Some(("folder.disk-full", true)));
        assert_eq!(told(1 << 40, Some(0)), Some(("folder.disk-full", true)));
    }

    #[test]
    fn what_goes_with_the_power_is_known_by_its_kind() {
        for (magic, is_told) in [(0x0102_1994, true), (0x794c_7630, true), (0xef53, false)] {
            assert_eq!(kind_in_memory(magic).is_some(), is_told, "{magic:x}");
        }
    }
}
