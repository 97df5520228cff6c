//! Why a port of this machine cannot be used, and what a person can do about it here.
//!
//! Belongs here: who owns a port's file, and which program holds it. Never here: opening a port for printing.

use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

#[cfg(target_os = "linux")]
use super::in_time::in_time;
use super::{Fault, TransportError};
#[cfg(target_os = "linux")]
use std::time::{Duration, Instant};

/// How long to look at one port.
#[cfg(target_os = "linux")]
const LOOK: Duration = Duration::from_millis(500);

/// Where a machine says who is who. A test builds its own.
#[derive(Debug, Clone)]
pub struct Machine {
    /// The names of groups, as in `/etc/group`.
    pub groups: PathBuf,
    /// The folder of running programs, as `/proc`.
    pub programs: PathBuf,
}

impl Default for Machine {
    /// This machine.
    fn default() -> Self {
        Machine { groups: PathBuf::from("/etc/group"), programs: PathBuf::from("/proc") }
    }
}

impl Machine {
    /// What kind of fault it is that `path` cannot be opened, and what to do about it.
    #[cfg(any(target_os = "linux", test))]
    pub fn explain(&self, path: &Path, error: Error) -> (Fault, String) {
        let error = self.advise(path, TransportError::opening("", error));
        let advice = error.advice.unwrap_or_else(|| error.fault.advice().to_owned());
        (error.fault, advice)
    }

    /// The same fault of opening `path`, with advice that fits this machine.
    pub(super) fn advise(&self, path: &Path, error: TransportError) -> TransportError {
        let advice = match error.fault {
            Fault::Permission => self.who_may(path),
            Fault::Busy => Some(self.who_has(path)),
            Fault::Unreachable => Some(what_is_missing(path, error.source.kind())),
            _ => None,
        };
        error.advising(advice)
    }

    #[cfg(unix)]
    fn who_may(&self, path: &Path) -> Option<String> {
        use std::os::unix::fs::MetadataExt;
        let file = std::fs::metadata(path).ok()?;
        let group = self.group(file.gid());
        let (shown, group_may) = (path.display(), file.mode() & 0o060 == 0o060);
        Some(match file.gid() {
            0 => format!(
                "{shown} belongs to root alone: give it to a group such as lp or dialout with a udev rule, and add this \
                 account to that group"
            ),
            _ if !group_may => format!(
                "the group {group} of {shown} may not read and write it: allow that with a udev rule (MODE=\"0660\")"
            ),
            _ => format!(
                "{shown} belongs to the group {group}: add this account to it (sudo usermod -aG {group} $USER) and log \
                 in again; a program that was started before does not notice"
            ),
        })
    }

    #[cfg(not(unix))]
    fn who_may(&self, _path: &Path) -> Option<String> {
        None
    }

    #[cfg(unix)]
    fn group(&self, id: u32) -> String {
        let groups = std::fs::read_to_string(&self.groups).unwrap_or_default();
        let named = groups.lines().find_map(|line| {
            let mut fields = line.split(':');
            let (name, _password, number) = (fields.next()?, fields.next()?, fields.next()?);
            (number.parse() == Ok(id)).then(|| name.to_owned())
        });
        named.unwrap_or_else(|| id.to_string())
    }

    fn who_has(&self, path: &Path) -> String {
        let shown = path.display();
        match self.holders(path).as_slice() {
            [] => format!(
                "close the other program that holds {shown}; sudo fuser {shown} tells which"
            ),
            holders => format!("{shown} is held by {}: close that program", holders.join(" and ")),
        }
    }

    /// The programs that have `path` open, as far as this account may know.
    pub fn holders(&self, path: &Path) -> Vec<String> {
        let Ok(path) = path.canonicalize() else { return Vec::new() };
        let programs = std::fs::read_dir(&self.programs).into_iter().flatten().flatten();
        let mut holders: Vec<String> = programs
            .filter(|program| {
                let files = std::fs::read_dir(program.path().join("fd")).into_iter().flatten();
                files.flatten().any(|file| std::fs::read_link(file.path()).is_ok_and(|f| f == path))
            })
            .filter_map(|program| {
                let number: u32 = program.file_name().to_str()?.parse().ok()?;
                let name = std::fs::read_to_string(program.path().join("comm")).ok()?;
                Some(format!("{} (process {number})", name.trim()))
            })
            .collect();
        holders.sort();
        holders
    }
}

/// Whether this account may read and write the port at `path`, without opening it.
///
/// # Errors
/// What the operating system says, at the latest after half a second.
#[cfg(target_os = "linux")]
pub fn may_open(path: &Path) -> Result<(), Error> {
    use rustix::fs::{Access, AtFlags, CWD, accessat};
    let path = path.to_owned();
    in_time(Instant::now() + LOOK, move || {
        Ok(accessat(CWD, &path, Access::READ_OK | Access::WRITE_OK, AtFlags::EACCESS)?)
    })
}

/// Whether the device at `path` can be opened for writing; it is closed again at once.
///
/// # Errors
/// What the operating system says, at the latest after half a second.
#[cfg(target_os = "linux")]
pub fn opens(path: &Path) -> Result<(), Error> {
    use rustix::fs::{Mode, OFlags, open};
    let path = path.to_owned();
    let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    in_time(Instant::now() + LOOK, move || Ok(open(path, flags, Mode::empty()).map(drop)?))
}

fn what_is_missing(path: &Path, kind: ErrorKind) -> String {
    let shown = path.display();
    if kind == ErrorKind::TimedOut {
        return format!("{shown} does not open: unplug the printer's cable and plug it in again");
    }
    if path.exists() {
        return format!(
            "{shown} is there, but nothing is connected to it: check the cable and the power"
        );
    }
    let cups = if path.starts_with("/dev/usb") {
        "; if CUPS serves this printer, remove it there, because CUPS takes it for itself"
    } else {
        ""
    };
    format!(
        "there is no {shown}: plug the printer in, switch it on, and see what antre printer list finds{cups}"
    )
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use rustix::io::Errno;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    /// A machine on which the group of our own files is called dialout, with a port and the program that holds it.
    fn machine() -> (tempfile::TempDir, Machine, PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("it exists");
        let port = root.join("ttyUSB0");
        std::fs::write(&port, "").expect("writable");
        if std::fs::metadata(&port).expect("just written").gid() == 0 {
            // A test that runs as root.
            std::os::unix::fs::chown(&port, None, Some(4242)).expect("root may");
        }
        let group = std::fs::metadata(&port).expect("just written").gid();
        let groups = root.join("group");
        std::fs::write(&groups, format!("lp:x:99999:\ndialout:x:{group}:clerk\n"))
            .expect("writable");
        let program = root.join("proc/812");
        std::fs::create_dir_all(program.join("fd")).expect("writable");
        std::fs::create_dir_all(root.join("proc/self/fd")).expect("writable");
        std::fs::write(program.join("comm"), "ModemManager\n").expect("writable");
        symlink(&port, program.join("fd/7")).expect("writable");
        (folder, Machine { groups, programs: root.join("proc") }, port)
    }

    fn set_mode(port: &Path, mode: u32) {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(port, mode).expect("our own file");
    }

    #[test]
    fn who_may_not_open_a_port_learns_the_group_that_may() {
        let (_folder, machine, port) = machine();
        set_mode(&port, 0o660);
        let (fault, advice) = machine.explain(&port, Errno::ACCESS.into());
        assert_eq!(fault, Fault::Permission);
        assert!(advice.contains("sudo usermod -aG dialout $USER"), "{advice}");
        set_mode(&port, 0o600);
        let (_, advice) = machine.explain(&port, Errno::ACCESS.into());
        assert!(advice.contains("the group dialout") && advice.contains("udev"), "{advice}");
        let (_, advice) = machine.explain(Path::new("/dev/console"), Errno::ACCESS.into());
        assert!(advice.contains("root alone") || cfg!(not(target_os = "linux")), "{advice}");
    }

    #[test]
    fn groups_go_by_their_names_where_they_have_one() {
        let (_folder, machine, _) = machine();
        assert_eq!(machine.group(99999), "lp");
        assert_eq!(machine.group(99998), "99998");
    }

    #[test]
    fn a_port_that_is_held_tells_by_whom() {
        let (_folder, machine, port) = machine();
        let (fault, advice) = machine.explain(&port, Errno::BUSY.into());
        assert_eq!(fault, Fault::Busy);
        assert!(advice.contains("held by ModemManager (process 812)"), "{advice}");
        let link = port.with_file_name("by-id");
        symlink(&port, &link).expect("writable");
        assert_eq!(machine.holders(&link), ["ModemManager (process 812)"]);
        let other = port.with_file_name("ttyUSB1");
        std::fs::write(&other, "").expect("writable");
        let (_, advice) = machine.explain(&other, Errno::BUSY.into());
        assert!(advice.contains("sudo fuser"), "{advice}");
    }

    #[test]
    fn a_port_that_is_missing_is_told_from_one_with_nothing_behind_it() {
        let (_folder, machine, port) = machine();
        let (fault, advice) = machine.explain(&port, Errno::NXIO.into());
        assert_eq!(fault, Fault::Unreachable);
        assert!(advice.contains("nothing is connected"), "{advice}");
        let (_, advice) = machine.explain(&port, ErrorKind::TimedOut.into());
        assert!(advice.contains("does not open"), "{advice}");
        for (path, cups) in [("/dev/no-port", false), ("/dev/usb/no-port", true)] {
            let (fault, advice) = machine.explain(Path::new(path), ErrorKind::NotFound.into());
            assert_eq!(fault, Fault::Unreachable);
            assert!(advice.contains("antre printer list"), "{advice}");
            assert_eq!(advice.contains("CUPS"), cups, "{advice}");
        }
    }

    #[test]
    fn this_machine_knows_what_we_hold_ourselves() {
        let (_folder, _, port) = machine();
        let _held = std::fs::File::open(&port).expect("ours");
        if cfg!(target_os = "linux") {
            let us = format!("(process {})", std::process::id());
            let holders = Machine::default().holders(&port);
            assert!(holders.iter().any(|holder| holder.contains(&us)), "{holders:?}");
        }
    }
}
