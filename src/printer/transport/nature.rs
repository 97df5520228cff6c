//! What stands at the path of a port, told without opening it: a printer, a terminal, or neither.
//!
//! Belongs here: the rule and the look at the file. Never here: opening a port for printing.
//!
//! A file, `/dev/null` and `/dev/zero` take every byte, so a ticket sent there would count as printed. The look comes before
//! the opening, because opening a device is no harmless question: a watchdog would start to count.

use std::io::{Error, ErrorKind};

use thiserror::Error as ThisError;

/// What can lead to a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// A device of a printer driver: a USB printer, a parallel port.
    Printer,
    /// A terminal: a serial port, a USB printer that calls itself a modem, a Bluetooth channel, a pseudo-terminal.
    Terminal,
}

/// What stands there instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ThisError)]
#[error("it is {0}")]
pub(super) struct NotAPrinter(pub(super) &'static str);

impl From<NotAPrinter> for Error {
    fn from(what: NotAPrinter) -> Self {
        Error::new(ErrorKind::InvalidInput, what)
    }
}

/// Whether an error says that there is something else than a printer.
pub(super) fn is_no_printer(error: &Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<NotAPrinter>())
}

#[cfg(unix)]
pub(super) use unix::{at, prove};

#[cfg(unix)]
mod unix {
    use super::{Nature, NotAPrinter};
    use rustix::fs::{FileType, Stat, fstat, major, minor, stat};
    use rustix::io::Errno;
    use rustix::termios::tcgetattr;
    use std::io::Error;
    use std::os::fd::AsFd;
    use std::path::Path;

    /// What the file at `path` is, behind every link.
    ///
    /// # Errors
    /// [`NotAPrinter`], or that there is no such file.
    pub(in super::super) fn at(path: &Path) -> Result<Nature, Error> {
        let nature = Facts::of(&stat(path)?).judge()?;
        // Elsewhere than on Linux the numbers of devices say nothing, and the drivers of printers go by these names.
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let by_name = ["lpt", "ulpt", "unlpt"].iter().any(|driver| name.starts_with(driver));
        Ok(if cfg!(not(target_os = "linux")) && by_name { Nature::Printer } else { nature })
    }

    /// Makes sure that `file`, now that it is open, is what was seen at its path: another one may have been put there, and
    /// only an open file tells whether it is a terminal.
    ///
    /// # Errors
    /// [`NotAPrinter`], or what the operating system says.
    pub(in super::super) fn prove(file: impl AsFd, seen: Nature) -> Result<(), Error> {
        let nature = Facts::of(&fstat(&file)?).judge()?;
        if cfg!(target_os = "linux") && nature != seen {
            return Err(Error::other("another device was put into its place"));
        }
        match seen {
            Nature::Printer => Ok(()),
            Nature::Terminal => match tcgetattr(&file) {
                Ok(_) => Ok(()),
                Err(Errno::NOTTY) => Err(OTHER_DEVICE.into()),
                // A terminal that was hung up says so instead of being none.
                Err(errno) => Err(errno.into()),
            },
        }
    }

    const OTHER_DEVICE: NotAPrinter = NotAPrinter("a device that is no printer");
    const SCREEN: NotAPrinter = NotAPrinter("a screen of this machine");

    /// What the kernel says of a file without opening it.
    #[derive(Debug, Clone)]
    struct Facts {
        file_type: FileType,
        /// Major and minor number of a device.
        number: (u32, u32),
        /// The class of a device and its name there, where `/sys` has it. A pseudo-terminal has none.
        class: Option<(String, String)>,
    }

    impl Facts {
        fn of(stat: &Stat) -> Facts {
            let file_type = FileType::from_raw_mode(stat.st_mode);
            let number = (major(stat.st_rdev), minor(stat.st_rdev));
            let is_device = file_type == FileType::CharacterDevice;
            let class = is_device.then(|| class(number)).flatten();
            Facts { file_type, number, class }
        }

        /// The rule. The kernel's `usblp` calls its devices `lp` and a number in the class `usbmisc`, which it shares with
        /// other drivers (`drivers/usb/class/usblp.c`). Where nothing hands out minor numbers freely
        /// (`CONFIG_USB_DYNAMIC_MINORS`), the first 16 of major 180 are its own. Major 6 is `lp`, 4 and 5 are screens and
        /// consoles up to the first serial port (`Documentation/admin-guide/devices.txt`).
        fn judge(&self) -> Result<Nature, NotAPrinter> {
            match self.file_type {
                FileType::CharacterDevice => {}
                FileType::RegularFile => return Err(NotAPrinter("an ordinary file")),
                FileType::Directory => return Err(NotAPrinter("a folder")),
                FileType::Fifo => return Err(NotAPrinter("a pipe")),
                FileType::Socket => return Err(NotAPrinter("a socket")),
                FileType::BlockDevice => return Err(NotAPrinter("a disk")),
                _ => return Err(NotAPrinter("no device")),
            }
            if cfg!(not(target_os = "linux")) {
                return Ok(Nature::Terminal);
            }
            let class = self.class.as_ref().map(|(class, name)| (class.as_str(), name.as_str()));
            match (class, self.number) {
                (Some(("usbmisc", name)), _) if is_usblp(name) => Ok(Nature::Printer),
                (Some(("printer", _)), _) | (None, (6, _) | (180, 0..16)) => Ok(Nature::Printer),
                (Some(("tty", _)) | None, (4, 0..64) | (5, _)) => Err(SCREEN),
                (Some(("tty", _)) | None, _) => Ok(Nature::Terminal),
                (Some(_), _) => Err(OTHER_DEVICE),
            }
        }
    }

    /// `lp0`, as the kernel's driver of USB printers numbers them.
    fn is_usblp(name: &str) -> bool {
        let number = name.strip_prefix("lp").unwrap_or_default();
        !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit())
    }

    fn class((major, minor): (u32, u32)) -> Option<(String, String)> {
        let device = Path::new("/sys/dev/char").join(format!("{major}:{minor}"));
        let name = |path: &Path| {
            let real = path.canonicalize().ok()?;
            Some(real.file_name()?.to_str()?.to_owned())
        };
        Some((name(&device.join("subsystem"))?, name(&device)?))
    }

    #[cfg(all(test, target_os = "linux"))]
    mod tests {
        use super::*;

        fn device(number: (u32, u32), class: Option<(&str, &str)>) -> Result<Nature, NotAPrinter> {
            let class = class.map(|(class, name)| (class.to_owned(), name.to_owned()));
            Facts { file_type: FileType::CharacterDevice, number, class }.judge()
        }

        #[test]
        fn printers_and_terminals_are_known_by_their_drivers() {
            let printer = Ok(Nature::Printer);
            assert_eq!(device((180, 0), Some(("usbmisc", "lp0"))), printer);
            assert_eq!(device((180, 40), Some(("usbmisc", "lp40"))), printer, "free minor numbers");
            assert_eq!(device((6, 0), Some(("printer", "lp0"))), printer);
            let terminal = Ok(Nature::Terminal);
            assert_eq!(device((4, 64), Some(("tty", "ttyS0"))), terminal);
            assert_eq!(device((188, 0), Some(("tty", "ttyUSB0"))), terminal);
            assert_eq!(device((166, 0), Some(("tty", "ttyACM0"))), terminal);
            assert_eq!(device((216, 0), Some(("tty", "rfcomm0"))), terminal);
        }

        #[test]
        fn without_sys_printers_are_known_by_their_numbers() {
            assert_eq!(device((180, 15), None), Ok(Nature::Printer));
            assert_eq!(device((6, 2), None), Ok(Nature::Printer));
            // To be proved when it is open: a pseudo-terminal is never in /sys.
            assert_eq!(device((136, 3), None), Ok(Nature::Terminal));
            assert_eq!(device((180, 16), None), Ok(Nature::Terminal));
        }

        #[test]
        fn whatever_else_shares_their_numbers_is_none() {
            assert_eq!(device((180, 0), Some(("usbmisc", "hiddev0"))), Err(OTHER_DEVICE));
            assert_eq!(device((180, 1), Some(("usbmisc", "lps"))), Err(OTHER_DEVICE));
            assert_eq!(device((10, 130), Some(("misc", "watchdog"))), Err(OTHER_DEVICE));
            for (number, name) in [((4, 1), "tty1"), ((5, 0), "tty"), ((5, 2), "ptmx")] {
                assert_eq!(device(number, Some(("tty", name))), Err(SCREEN), "{name}");
                assert_eq!(device(number, None), Err(SCREEN), "{name}");
            }
        }

        #[test]
        fn a_device_that_is_no_terminal_is_found_out_when_it_is_open() {
            let null = std::fs::File::open("/dev/null").expect("every Linux has it");
            let error = prove(&null, Nature::Terminal).expect_err("no terminal");
            assert!(super::super::is_no_printer(&error), "{error:?}");
        }
    }
}

/// Whether Windows would take this for the name of a port or of a shared printer. Anything else would be a file on a disk
/// that takes every byte.
#[cfg(any(windows, test))]
pub(super) fn is_port_of_windows(name: &str) -> bool {
    let name = name.replace('/', r"\");
    let device = name.strip_prefix(r"\\.\").or_else(|| name.strip_prefix(r"\\?\"));
    let numbered = |name: &str| {
        let upper = name.trim_end_matches(':').to_ascii_uppercase();
        ["LPT", "COM"].iter().any(|kind| {
            let number = upper.strip_prefix(kind).unwrap_or_default();
            !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit())
        })
    };
    match device {
        // A device path: whatever driver has it, but no file on a drive.
        Some(device) => numbered(device) || device.to_ascii_lowercase().starts_with("usb"),
        // \\HOST\PRINTER and no folder below it.
        None if name.starts_with(r"\\") => {
            let parts: Vec<&str> = name[2..].split('\\').collect();
            parts.len() == 2 && parts.iter().all(|part| !part.is_empty())
        }
        None => numbered(&name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_has_names_for_ports_and_everything_else_is_a_file() {
        for port in
            ["LPT1", "lpt2:", r"\\.\COM10", r"\\.\LPT1", r"\\kiosk\receipt", r"\\?\usb#vid_04b8"]
        {
            assert!(is_port_of_windows(port), "{port}");
        }
        for file in
            ["NUL", r"C:\tickets.bin", "tickets", "LPT", r"\\host\share\file", r"\\.\C:", ""]
        {
            assert!(!is_port_of_windows(file), "{file}");
        }
    }
}
