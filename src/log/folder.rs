//! Opening the log file of a day, with owner and rights of the data folder.
//!
//! Whoever owns the data folder owns its log, whichever user a program was started by: a kiosk that root started once
//! must not lock out the programs of the ordinary user. Never here: what stands in the file.

use std::fs::File;
use std::io;

/// An opened log file.
pub(super) struct Opened {
    pub(super) file: File,
    /// Whether it was not there before.
    pub(super) is_new: bool,
}

/// Opens the file `name` in the folder `logs` of a data folder, for appending and for looking at its end; makes what is
/// missing of both. `None` where the data folder has no office file: that is no data folder, and nothing is left in it.
///
/// # Errors
/// Whatever keeps this user from writing there, a link in the place of folder or file among it: root must not be led
/// out of the data folder by whoever owns it.
#[cfg(unix)]
pub(super) fn open(data: &crate::data::DataFolder, name: &str) -> io::Result<Option<Opened>> {
    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, fstat, mkdirat, openat, statat};
    use rustix::io::Errno;
    let directory = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC;
    let Ok(folder) = openat(CWD, data.path(), directory, Mode::empty()) else { return Ok(None) };
    let (office, logs) = (data.office_file(), data.logs_folder());
    let [Some(office), Some(logs)] = [office.file_name(), logs.file_name()] else {
        return Ok(None);
    };
    if statat(&folder, office, AtFlags::empty()).is_err() {
        return Ok(None);
    }
    let like = fstat(&folder)?;
    // Nobody else may touch it until it is theirs.
    let made = match mkdirat(&folder, logs, Mode::RWXU) {
        Ok(()) => true,
        Err(Errno::EXIST) => false,
        Err(error) => return Err(error.into()),
    };
    let logs = openat(&folder, logs, directory | OFlags::NOFOLLOW, Mode::empty())?;
    if made {
        give(&logs, &like, like.st_mode & 0o3777 | 0o700)?;
    }
    // NONBLOCK: a pipe in the place of the file must not hold anybody up.
    let append = OFlags::RDWR | OFlags::APPEND | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let append = append | OFlags::CLOEXEC;
    let new = append | OFlags::CREATE | OFlags::EXCL;
    let (file, is_new) = match openat(&logs, name, new, Mode::RUSR | Mode::WUSR) {
        Ok(file) => (file, true),
        Err(Errno::EXIST) => (openat(&logs, name, append, Mode::empty())?, false),
        Err(error) => return Err(error.into()),
    };
    if FileType::from_raw_mode(fstat(&file)?.st_mode) != FileType::RegularFile {
        return Err(io::Error::other("there is something else in the place of the file"));
    }
    if is_new {
        give(&file, &like, like.st_mode & 0o666 | 0o600)?;
    }
    Ok(Some(Opened { file: file.into(), is_new }))
}

/// Gives what this process has just made to the owner and group of the data folder, with these rights. What was there
/// before is left alone: it might be anybody's.
#[cfg(unix)]
fn give(
    made: &std::os::fd::OwnedFd,
    like: &rustix::fs::Stat,
    mode: rustix::fs::RawMode,
) -> io::Result<()> {
    use rustix::fs::{Gid, Mode, Uid, fchmod, fchown, fstat};
    let is = fstat(made)?;
    // One by one: whoever is not root may give it to a group of theirs, and to nobody else. Then it stays theirs.
    if is.st_gid != like.st_gid {
        let _ = fchown(made, None, Some(Gid::from_raw(like.st_gid)));
    }
    if is.st_uid != like.st_uid {
        let _ = fchown(made, Some(Uid::from_raw(like.st_uid)), None);
    }
    // Last: a change of the owner takes rights away, and a file that has a new owner is still root's to change.
    match fchmod(made, Mode::from_raw_mode(mode)) {
        Err(rustix::io::Errno::PERM) => Ok(()),
        done => Ok(done?),
    }
}

/// As on Unix; rights come from the folder there.
///
/// # Errors
/// Whatever keeps this user from writing there.
#[cfg(not(unix))]
pub(super) fn open(data: &crate::data::DataFolder, name: &str) -> io::Result<Option<Opened>> {
    if !data.office_file().exists() {
        return Ok(None);
    }
    let logs = data.logs_folder();
    match std::fs::create_dir(&logs) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let path = logs.join(name);
    let mut options = File::options();
    options.read(true).append(true);
    match options.clone().create_new(true).open(&path) {
        Ok(file) => Ok(Some(Opened { file, is_new: true })),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Ok(Some(Opened { file: options.open(&path)?, is_new: false }))
        }
        Err(error) => Err(error),
    }
}
