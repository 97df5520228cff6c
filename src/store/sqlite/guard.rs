//! Is this the right place for a queue, and is it still the same file?

use super::super::StoreError;
use std::path::Path;

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
