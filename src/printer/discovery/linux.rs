//! The ports that Linux shows below `/dev` and `/sys`.
//!
//! Belongs here: which of them are real, and which name of them is proposed. Never here: what a USB device says of itself,
//! and how its lasting name leads to it (that is `printer/usb`).

use std::io::Error;
use std::path::{Path, PathBuf};

use super::{Found, Kind, Obstacle};
use crate::printer::transport::{self, Fault, Machine};
use crate::printer::usb::{Kernel, UsbDevice, line};

/// Where Linux shows its ports. A test grows its own.
pub(super) struct Tree {
    /// `/dev` and `/sys`.
    pub kernel: Kernel,
    /// Who may use a port, and who does.
    pub machine: Machine,
    /// Tries whether a port would open, without disturbing what is connected to it.
    pub try_port: fn(&Path, Kind) -> Result<(), Error>,
}

impl Default for Tree {
    /// This machine.
    fn default() -> Self {
        Tree {
            kernel: Kernel::default(),
            machine: Machine::default(),
            try_port: |port, kind| match kind {
                // Opening a serial port raises its lines, which resets some devices: only the permission is looked at.
                Kind::Serial => transport::may_open(port),
                Kind::Usb | Kind::Parallel => transport::opens(port),
            },
        }
    }
}

impl Tree {
    /// Every port, in no order.
    pub(super) fn ports(&self) -> Vec<Found> {
        let mut found = self.device_files();
        found.extend(self.printers_without_a_file());
        found.extend(self.serial_ports());
        found
    }

    /// USB printers and parallel ports that are a file: `usb/lp0`, and on some machines `usblp0`; `lp0`.
    fn device_files(&self) -> Vec<Found> {
        let places =
            [("usb", "lp", Kind::Usb), ("", "usblp", Kind::Usb), ("", "lp", Kind::Parallel)];
        let mut found = Vec::new();
        for (folder, prefix, kind) in places {
            for name in names(&self.kernel.dev.join(folder)) {
                let Some(number) = name.strip_prefix(prefix) else { continue };
                if number.is_empty() || !number.bytes().all(|c| c.is_ascii_digit()) {
                    continue;
                }
                let port = self.kernel.dev.join(folder).join(&name);
                let today = format!("device://{}", port.display());
                let (address, description) = match kind {
                    Kind::Usb => {
                        let lasting = self.kernel.names_of(&port).into_iter().next();
                        let lasting = lasting.map(|name| format!("usb://{name}"));
                        (lasting.unwrap_or(today), self.usb_printer(&format!("lp{number}")))
                    }
                    _ => (today, "parallel port".to_owned()),
                };
                found.push(self.found(&port, &address, kind, description));
            }
        }
        found
    }

    fn usb_printer(&self, name: &str) -> String {
        let interface = self.kernel.sys.join("class/usbmisc").join(name).join("device");
        let id_1284 = line(&interface.join("ieee1284_id"));
        let device = UsbDevice::above(&interface, &self.kernel.sys);
        device.map_or_else(|| "USB printer".to_owned(), |device| device.description(id_1284))
    }

    /// USB printers for which no file appeared, with what keeps it from appearing.
    fn printers_without_a_file(&self) -> Vec<Found> {
        let devices = self.kernel.sys.join("bus/usb/devices");
        let mut found = Vec::new();
        for name in names(&devices) {
            let interface = devices.join(&name);
            let says = |attribute| line(&interface.join(attribute)).unwrap_or_default();
            // Class 7 is printers. Protocol 4 is printing over the network protocols, which no receipt printer speaks.
            if says("bInterfaceClass") != "07" || says("bInterfaceProtocol") == "04" {
                continue;
            }
            let driver = interface.join("driver").canonicalize().ok();
            let driver = driver.as_deref().and_then(Path::file_name).and_then(|name| name.to_str());
            let obstacle = match driver {
                Some("usblp") => continue,
                None => Obstacle {
                    fault: Fault::Unreachable,
                    advice: "Linux has no driver at work for this printer: load it (sudo modprobe usblp) and plug the \
                             printer in again"
                        .to_owned(),
                },
                Some(driver) => Obstacle {
                    fault: Fault::Busy,
                    advice: format!(
                        "another program talks to this printer directly ({driver}), nearly always CUPS: remove the \
                         printer there, then plug it in again"
                    ),
                },
            };
            let device = UsbDevice::above(&interface, &self.kernel.sys);
            // The name that the kernel will give it, most likely.
            let free = |port: &PathBuf| !port.exists();
            let mut names = (0..).map(|number| self.kernel.dev.join(format!("usb/lp{number}")));
            let port = names.by_ref().filter(free).nth(found.len()).unwrap_or_default();
            let by_port = device.as_ref().and_then(|device| device.names().pop());
            found.push(Found {
                address: by_port.map_or_else(
                    || format!("device://{}", port.display()),
                    |name| format!("usb://{name}"),
                ),
                kind: Kind::Usb,
                description: device
                    .map_or_else(|| "USB printer".to_owned(), |device| device.description(None)),
                port: port.display().to_string(),
                access: Err(obstacle),
            });
        }
        found
    }

    /// The serial ports with hardware behind them, and the Bluetooth channels. Pseudo-terminals and the screens of the
    /// console have no device; sockets on the board without a chip have type 0.
    fn serial_ports(&self) -> Vec<Found> {
        let lasting = self.kernel.serial_links();
        let class = self.kernel.sys.join("class/tty");
        let mut found = Vec::new();
        for name in names(&class) {
            let folder = class.join(&name);
            // The kernel writes `!` where a name has a slash.
            let port = self.kernel.dev.join(name.replace('!', "/"));
            let without_chip = line(&folder.join("type")).is_some_and(|kind| kind == "0");
            let bluetooth = if name.starts_with("rfcomm") { bluetooth(&folder) } else { None };
            let is_there = bluetooth.is_some() || folder.join("device").exists();
            if !is_there || without_chip || !port.exists() {
                continue;
            }
            let description = bluetooth.unwrap_or_else(|| {
                let usb = UsbDevice::above(&folder.join("device"), &self.kernel.sys);
                usb.map_or_else(|| "serial port".to_owned(), |device| device.description(None))
            });
            let real = port.canonicalize().unwrap_or_else(|_| port.clone());
            let name = lasting.get(&real).unwrap_or(&port);
            let address = format!("serial://{}", name.display());
            let mut port = self.found(&port, &address, Kind::Serial, description);
            if line(&folder.join("console")).is_some_and(|console| console == "Y") {
                let advice = "Linux writes its own messages to this port; take it out of the kernel's command line \
                              (console=)";
                port.access = Err(Obstacle { fault: Fault::Busy, advice: advice.to_owned() });
            }
            found.push(port);
        }
        found
    }

    fn found(&self, port: &Path, address: &str, kind: Kind, description: String) -> Found {
        let explain = |error| {
            let (fault, advice) = self.machine.explain(port, error);
            Obstacle { fault, advice }
        };
        let access = (self.try_port)(port, kind).map_err(explain).and_then(|()| {
            match self.machine.holders(port).is_empty() {
                true => Ok(()),
                false => Err(explain(std::io::ErrorKind::ResourceBusy.into())),
            }
        });
        let (address, port) = (address.to_owned(), port.display().to_string());
        Found { address, kind, description, port, access }
    }
}

/// What is known of the other end of a Bluetooth channel that was bound to a port (`rfcomm bind`). It has no device until it
/// is connected, and then the one of this machine's radio (`net/bluetooth/rfcomm/tty.c`).
fn bluetooth(folder: &Path) -> Option<String> {
    let (address, channel) = (line(&folder.join("address"))?, line(&folder.join("channel"))?);
    Some(format!("Bluetooth {address}, channel {channel}"))
}

/// The names in a folder, sorted; none where there is no such folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}
