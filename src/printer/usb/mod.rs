//! USB printers as Linux shows them below `/sys`: which file a lasting name leads to today, and which lasting names a file
//! has.
//!
//! Belongs here: reading what the kernel knows of the printers that its driver `usblp` serves. Never here: opening one, or
//! proposing an address (that is `discovery`). Elsewhere than on Linux nothing is found.

mod device;
#[cfg(all(test, unix))]
pub(crate) mod grown;
mod name;
#[cfg(all(test, unix))]
mod tests;

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

pub use device::UsbDevice;
#[cfg(target_os = "linux")]
pub(super) use device::line;
pub use name::UsbName;

/// Where the kernel shows its devices. A test grows its own.
#[derive(Debug, Clone)]
pub struct Kernel {
    /// As `/dev`.
    pub dev: PathBuf,
    /// As `/sys`.
    pub sys: PathBuf,
}

impl Default for Kernel {
    /// That of this machine.
    fn default() -> Self {
        Kernel { dev: PathBuf::from("/dev"), sys: PathBuf::from("/sys") }
    }
}

/// A USB printer that has a file.
struct Printer {
    file: PathBuf,
    device: UsbDevice,
    /// Which part of the device it is: some call themselves a printer twice.
    interface: String,
}

impl Kernel {
    /// The file of the printer with this name, `/dev/usb/lp0`.
    ///
    /// # Errors
    /// `NotFound` where no such printer is plugged in, or its driver is not at work; `InvalidInput` where several have the
    /// name: nobody knows which is meant.
    pub fn file_of(&self, name: &UsbName) -> Result<PathBuf, Error> {
        let mut found: Vec<Printer> = self.printers();
        found.retain(|printer| printer.device.names().contains(name));
        found.sort_by(|a, b| a.interface.cmp(&b.interface));
        let Some(first) = found.first() else {
            let why = format!("no USB printer {name} is plugged in and served by usblp");
            return Err(Error::new(ErrorKind::NotFound, why));
        };
        match found.iter().find(|other| other.device != first.device) {
            None => Ok(first.file.clone()),
            Some(other) => {
                let (one, other) = (first.file.display(), other.file.display());
                let why = format!("{one} and {other} both have this name");
                Err(Error::new(ErrorKind::InvalidInput, why))
            }
        }
    }

    /// The lasting names by which `file` is found today, the one of the printer itself first. None for any other file.
    pub fn names_of(&self, file: &Path) -> Vec<UsbName> {
        let printers = self.printers();
        let printer = printers.iter().find(|printer| printer.file == file);
        let names = printer.map(|printer| printer.device.names()).unwrap_or_default();
        let leads_here = |name: &UsbName| self.file_of(name).is_ok_and(|found| found == file);
        names.into_iter().filter(leads_here).collect()
    }

    /// The lasting names that the serial ports of today have, as links below `/dev/serial`, by the file of each port: by what
    /// is plugged in, otherwise by where.
    pub fn serial_links(&self) -> BTreeMap<PathBuf, PathBuf> {
        let mut lasting = BTreeMap::new();
        for folder in ["serial/by-id", "serial/by-path"] {
            let entries = std::fs::read_dir(self.dev.join(folder)).into_iter().flatten().flatten();
            let mut links: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
            links.sort();
            for link in links {
                if let Ok(port) = link.canonicalize() {
                    lasting.entry(port).or_insert(link);
                }
            }
        }
        lasting
    }

    fn printers(&self) -> Vec<Printer> {
        let class = self.sys.join("class/usbmisc");
        let entries = std::fs::read_dir(&class).into_iter().flatten().flatten();
        entries.filter_map(|entry| self.printer(entry.file_name().to_str()?)).collect()
    }

    /// The printer that the kernel calls `lp0`.
    fn printer(&self, name: &str) -> Option<Printer> {
        let number = name.strip_prefix("lp")?;
        let numbered = !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit());
        let interface = self.sys.join("class/usbmisc").join(name).join("device");
        let device = UsbDevice::above(&interface, &self.sys).filter(|_| numbered)?;
        let interface = interface.canonicalize().ok()?.file_name()?.to_str()?.to_owned();
        // Some machines name the file after the driver.
        let elsewhere = self.dev.join(format!("usb{name}"));
        let usual = self.dev.join("usb").join(name);
        let file = if elsewhere.exists() && !usual.exists() { elsewhere } else { usual };
        Some(Printer { file, device, interface })
    }
}
