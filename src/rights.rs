//! Rights: owner and mode of the files that all programs of an office share.
//!
//! Whoever owns the data folder owns what stands in it, whichever user a program was started by: one `sudo antre` must
//! not lock out the programs of the ordinary user. Links are not followed: root must not be led out of the folder by
//! whoever owns it. Never here: what stands in a file.
//!
//! | folder | log, office file | queue, locks, backups |
//! |---|---|---|
//! | 2770 | 660 | 660 |
//! | 2775 | 664 | 660 |
//! | 755 | 644 | 600 |

use std::fs::File;
use std::io;
use std::path::Path;

/// Who may read a file, as far as the folder allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Whoever may read the folder.
    Readers,
    /// Whoever may write to the folder, and nobody else: there may be hashes of PINs in it.
    Writers,
}

impl Reach {
    /// The mode of a file in a folder of this mode.
    pub fn file_mode(self, folder: u32) -> u32 {
        match self {
            Self::Readers => folder & 0o666 | 0o600,
            Self::Writers => 0o600 | if folder & 0o020 == 0 { 0 } else { 0o060 },
        }
    }

    /// The mode of a folder in a folder of this mode.
    pub fn folder_mode(self, folder: u32) -> u32 {
        match self {
            Self::Readers => folder & 0o3777 | 0o700,
            Self::Writers => folder & 0o2000 | 0o700 | if folder & 0o020 == 0 { 0 } else { 0o070 },
        }
    }
}

/// An opened file, readable and writable.
#[derive(Debug)]
pub struct SharedFile {
    /// The file.
    pub file: File,
    /// Whether it was not there before.
    pub is_new: bool,
}

/// An open folder, whose new files and folders get the owner and mode that belong to the data folder it is in.
#[derive(Debug)]
pub struct SharedFolder(platform::Folder);

impl SharedFolder {
    /// Opens the data folder, or another folder that is like itself.
    ///
    /// # Errors
    /// When there is none, or it cannot be listed.
    pub fn open(path: &Path) -> io::Result<Self> {
        platform::Folder::open(path).map(Self)
    }

    /// Opens a folder in this one, and makes it where there is none.
    ///
    /// # Errors
    /// Whatever keeps this user from doing so; a link in its place.
    pub fn folder(&self, name: &str, reach: Reach) -> io::Result<Self> {
        self.0.folder(name, reach).map(Self)
    }

    /// Opens a file in this folder for reading and writing, and makes it where there is none.
    ///
    /// # Errors
    /// Whatever keeps this user from doing so; a link, a pipe or a folder in its place.
    pub fn file(&self, name: &str, reach: Reach) -> io::Result<SharedFile> {
        self.0.file(name, Some(reach), false)
    }

    /// As [`SharedFolder::file`], each write at the end of the file.
    ///
    /// # Errors
    /// As [`SharedFolder::file`].
    pub fn appended(&self, name: &str, reach: Reach) -> io::Result<SharedFile> {
        self.0.file(name, Some(reach), true)
    }

    /// As [`SharedFolder::appended`], for a file that is there.
    ///
    /// # Errors
    /// As [`SharedFolder::file`]; when there is none.
    pub fn appended_if_there(&self, name: &str) -> io::Result<SharedFile> {
        self.0.file(name, None, true)
    }

    /// Whether something of this name is in this folder.
    pub fn holds(&self, name: &str) -> bool {
        self.0.holds(name)
    }
}

/// Opens a file for reading and writing, and makes it where there is none, with the owner that belongs to its folder.
///
/// # Errors
/// As [`SharedFolder::file`].
pub fn make_file(path: &Path, reach: Reach) -> io::Result<File> {
    let (folder, name) = parted(path)?;
    Ok(SharedFolder::open(folder)?.file(name, reach)?.file)
}

/// Makes a folder where there is none, with the owner that belongs to the folder in which it is.
///
/// # Errors
/// As [`SharedFolder::folder`].
pub fn make_folder(path: &Path, reach: Reach) -> io::Result<()> {
    let (folder, name) = parted(path)?;
    SharedFolder::open(folder)?.folder(name, reach).map(drop)
}

fn parted(path: &Path) -> io::Result<(&Path, &str)> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let name = path.file_name().and_then(|name| name.to_str());
    let no_name = || io::Error::new(io::ErrorKind::InvalidInput, "this is no name of a file");
    Ok((folder.unwrap_or(Path::new(".")), name.ok_or_else(no_name)?))
}

/// Lets whoever may write to the folder of a socket that this process has made send to it.
///
/// # Errors
/// Whatever keeps this user from it; something else in its place.
#[cfg(unix)]
pub fn share_socket(path: &Path) -> io::Result<()> {
    let (folder, name) = parted(path)?;
    SharedFolder::open(folder)?.0.share_socket(name, path)
}

/// Does something at a socket by a name that can stand for nothing else meanwhile; `Ok` holds what came of it.
///
/// # Errors
/// Whatever keeps this user from finding it; a link or something else in its place.
#[cfg(unix)]
pub fn at_socket<T>(path: &Path, act: impl FnOnce(&Path) -> T) -> io::Result<T> {
    let (folder, name) = parted(path)?;
    SharedFolder::open(folder)?.0.at_socket(name, path, act)
}

/// Takes a file or folder that this process has made away from everybody but its owner.
///
/// # Errors
/// Whatever keeps this user from it.
pub fn keep_private(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let metadata = std::fs::symlink_metadata(path)?;
        let mode = metadata.permissions().mode() & 0o700;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Opens a file for reading that is there already, and no link in its place.
///
/// # Errors
/// As [`File::open`]; a link.
pub fn open_existing(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::other("there is something else in the place of the file")),
    }
}

/// Makes a file anew: what is at `path` is removed, a link itself and not what it leads to.
///
/// # Errors
/// When it cannot be removed, or somebody puts something there at the same moment.
pub fn new_file(path: &Path) -> io::Result<File> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    File::options().write(true).create_new(true).open(path)
}

/// Whether this user may read and write what is at `path`; also where that cannot be asked, or nothing is there. A disk
/// that is read-only for everybody is no matter of rights.
#[cfg(unix)]
pub fn may_write(path: &Path) -> bool {
    use rustix::fs::Access;
    may(path, Access::READ_OK | Access::WRITE_OK)
}

/// Whether this user may read what is at `path`; as [`may_write`].
#[cfg(unix)]
pub fn may_read(path: &Path) -> bool {
    may(path, rustix::fs::Access::READ_OK)
}

#[cfg(unix)]
fn may(path: &Path, access: rustix::fs::Access) -> bool {
    use rustix::fs::{AtFlags, CWD, accessat};
    let asked = accessat(CWD, path, access, AtFlags::EACCESS);
    !matches!(asked, Err(rustix::io::Errno::ACCESS | rustix::io::Errno::PERM))
}

/// As on Unix: opening it will say.
#[cfg(not(unix))]
pub fn may_read(_: &Path) -> bool {
    true
}

/// As on Unix, as far as it is known without trying.
#[cfg(not(unix))]
pub fn may_write(path: &Path) -> bool {
    std::fs::metadata(path).map_or(true, |found| !found.permissions().readonly())
}

#[cfg(unix)]
mod platform {
    use super::Reach;
    use super::SharedFile;
    use rustix::fs::{AtFlags, CWD, FileType, Gid, Mode, OFlags, RawMode, Stat, Uid};
    use rustix::fs::{chmodat, chownat, fchmod, fchown, fstat, mkdirat, openat, statat};
    use rustix::io::Errno;
    use std::io;
    use std::os::fd::OwnedFd;
    use std::path::Path;

    const DIRECTORY: OFlags = OFlags::DIRECTORY.union(OFlags::RDONLY).union(OFlags::CLOEXEC);

    #[derive(Debug)]
    pub(super) struct Folder {
        folder: OwnedFd,
        /// What its files are to be like: owner, group and mode of the data folder.
        like: Like,
    }

    #[derive(Debug, Clone, Copy)]
    struct Like {
        owner: Uid,
        group: Gid,
        mode: RawMode,
    }

    impl Like {
        fn of(stat: &Stat) -> Self {
            let (owner, group) = (Uid::from_raw(stat.st_uid), Gid::from_raw(stat.st_gid));
            Self { owner, group, mode: stat.st_mode }
        }
    }

    impl Folder {
        pub(super) fn open(path: &Path) -> io::Result<Self> {
            let folder = openat(CWD, path, DIRECTORY, Mode::empty())?;
            let like = Like::of(&fstat(&folder)?);
            Ok(Self { folder, like })
        }

        pub(super) fn holds(&self, name: &str) -> bool {
            statat(&self.folder, name, AtFlags::SYMLINK_NOFOLLOW).is_ok()
        }

        pub(super) fn folder(&self, name: &str, reach: Reach) -> io::Result<Self> {
            // Nobody else may touch it until it is theirs.
            let made = match mkdirat(&self.folder, name, Mode::RWXU) {
                Ok(()) => true,
                Err(Errno::EXIST) => false,
                Err(error) => return Err(error.into()),
            };
            let folder = openat(&self.folder, name, DIRECTORY | OFlags::NOFOLLOW, Mode::empty())?;
            if made {
                give(&folder, self.like, reach.folder_mode(self.like.mode))?;
            }
            Ok(Self { folder, like: self.like })
        }

        /// `reach`: who may read it where it is new; `None`: it is not made.
        pub(super) fn file(
            &self,
            name: &str,
            reach: Option<Reach>,
            append: bool,
        ) -> io::Result<SharedFile> {
            // NONBLOCK: a pipe in the place of the file must not hold anybody up.
            let mut flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
            if append {
                flags |= OFlags::APPEND;
            }
            let open = |flags, mode| openat(&self.folder, name, flags, mode);
            let new =
                reach.map(|_| open(flags | OFlags::CREATE | OFlags::EXCL, Mode::RUSR | Mode::WUSR));
            let (file, is_new) = match new {
                Some(Ok(file)) => (file, true),
                None | Some(Err(Errno::EXIST)) => (open(flags, Mode::empty())?, false),
                Some(Err(error)) => return Err(error.into()),
            };
            if FileType::from_raw_mode(fstat(&file)?.st_mode) != FileType::RegularFile {
                return Err(io::Error::other("there is something else in the place of the file"));
            }
            if let Some(reach) = reach.filter(|_| is_new) {
                give(&file, self.like, reach.file_mode(self.like.mode))?;
            }
            Ok(SharedFile { file: file.into(), is_new })
        }
    }

    #[cfg(target_os = "linux")]
    impl Folder {
        /// By the number of what was opened: another thing may take the place of a name at any time.
        pub(super) fn at_socket<T>(
            &self,
            name: &str,
            _: &Path,
            act: impl FnOnce(&Path) -> T,
        ) -> io::Result<T> {
            let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let socket = openat(&self.folder, name, flags, Mode::empty())?;
            if FileType::from_raw_mode(fstat(&socket)?.st_mode) != FileType::Socket {
                return Err(io::Error::other("there is something else in the place of the socket"));
            }
            let by_number = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&socket));
            Ok(act(Path::new(&by_number)))
        }
    }

    #[cfg(all(unix, not(target_os = "linux")))]
    impl Folder {
        /// By its name: the system has no numbers of what is opened.
        pub(super) fn at_socket<T>(
            &self,
            name: &str,
            path: &Path,
            act: impl FnOnce(&Path) -> T,
        ) -> io::Result<T> {
            let is = statat(&self.folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
            if FileType::from_raw_mode(is.st_mode) != FileType::Socket {
                return Err(io::Error::other("there is something else in the place of the socket"));
            }
            Ok(act(path))
        }
    }

    impl Folder {
        pub(super) fn share_socket(&self, name: &str, path: &Path) -> io::Result<()> {
            let like = self.like;
            let is = Like::of(&statat(&self.folder, name, AtFlags::SYMLINK_NOFOLLOW)?);
            self.at_socket(name, path, |there| {
                if is.group != like.group {
                    let _ = chownat(CWD, there, None, Some(like.group), AtFlags::empty());
                }
                if is.owner != like.owner {
                    let _ = chownat(CWD, there, Some(like.owner), None, AtFlags::empty());
                }
                let mode = Mode::from_raw_mode(Reach::Writers.file_mode(like.mode));
                match chmodat(CWD, there, mode, AtFlags::empty()) {
                    Err(Errno::PERM) => Ok(()),
                    done => Ok(done?),
                }
            })?
        }
    }

    /// Gives what this process has just made to the owner and group of the data folder, with these rights. What was
    /// there before is left alone: it might be anybody's.
    fn give(made: &OwnedFd, like: Like, mode: RawMode) -> io::Result<()> {
        let is = Like::of(&fstat(made)?);
        // One by one: whoever is not root may give it to a group of theirs, and to nobody else. Then it stays theirs.
        if is.group != like.group {
            let _ = fchown(made, None, Some(like.group));
        }
        if is.owner != like.owner {
            let _ = fchown(made, Some(like.owner), None);
        }
        // Last: a change of the owner takes rights away, and a file that has a new owner is still root's to change.
        match fchmod(made, Mode::from_raw_mode(mode)) {
            Err(Errno::PERM) => Ok(()),
            done => Ok(done?),
        }
    }
}

/// Rights come from the folder there.
#[cfg(not(unix))]
mod platform {
    use super::Reach;
    use super::SharedFile;
    use std::fs::{self, File};
    use std::io;
    use std::path::{Path, PathBuf};

    #[derive(Debug)]
    pub(super) struct Folder(PathBuf);

    impl Folder {
        pub(super) fn open(path: &Path) -> io::Result<Self> {
            fs::read_dir(path).map(|_| Self(path.to_owned()))
        }

        pub(super) fn holds(&self, name: &str) -> bool {
            self.0.join(name).symlink_metadata().is_ok()
        }

        pub(super) fn folder(&self, name: &str, _: Reach) -> io::Result<Self> {
            let folder = self.0.join(name);
            match fs::create_dir(&folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                _ => Ok(Self(folder)),
            }
        }

        pub(super) fn file(
            &self,
            name: &str,
            reach: Option<Reach>,
            append: bool,
        ) -> io::Result<SharedFile> {
            let path = self.0.join(name);
            let mut options = File::options();
            options.read(true).write(!append).append(append);
            let new = reach.map(|_| options.clone().create_new(true).open(&path));
            match new {
                Some(Ok(file)) => Ok(SharedFile { file, is_new: true }),
                Some(Err(error)) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                _ => Ok(SharedFile { file: options.open(&path)?, is_new: false }),
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests;
