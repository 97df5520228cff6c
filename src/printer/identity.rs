//! When two addresses are one printer.
//!
//! Belongs here: what spellings of an address have in common. Never here: asking the printer or a name server. So a
//! host that has a name and a number is two printers to us, and an office writes one of them.
//!
//! A USB printer has a file, whose number changes, and lasting names. Plugged in, it is identified by the lasting name that
//! `antre printer list` would propose, whichever way an address spells it: `/sys` tells it. Unplugged, an address is only
//! what it spells, so two programs that name it by its serial number and by its port do not know of each other; then the
//! driver usblp keeps them apart, which lets one program at a time open a printer.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};

use super::address::Address;
use super::usb::Kernel;

impl Address {
    /// One text for all spellings of the same printer on this machine, links followed. A link to a port is gone
    /// while the printer is unplugged, so this text may change when it comes back.
    pub fn identity(&self) -> String {
        self.identity_on(&Kernel::default())
    }

    /// Whoever owns a printer owns all of these: what it is, and how it is spelled, because two programs that name an
    /// unplugged printer by the same link have nothing else to agree on.
    pub fn identities(&self) -> Vec<String> {
        self.identities_on(&Kernel::default())
    }

    /// Whether both are spellings of one port, as far as this machine can tell now.
    pub fn is_same_port(&self, other: &Address) -> bool {
        let others = other.identities();
        self.identities().iter().any(|name| others.contains(name))
    }

    /// One text by which the port is known again another day, in a record: the lasting name of a port whose number the kernel
    /// gives anew each time. `None` while nothing is plugged in that could be asked what it is.
    pub fn lasting_identity(&self) -> Option<String> {
        self.lasting_on(&Kernel::default())
    }

    /// Whether a port that was recorded as `address`, and by its lasting `identity`, is the port of this address now. The
    /// words of an address decide only where one of both ports cannot be asked what it is: the same words may lead to
    /// another machine today.
    pub fn was_recorded_as(&self, address: Option<&str>, identity: Option<&str>) -> bool {
        self.was_recorded_on(&Kernel::default(), address, identity)
    }

    fn lasting_on(&self, kernel: &Kernel) -> Option<String> {
        let path = match self {
            Address::Serial { path, .. } => Path::new(path),
            Address::Device(path) => path,
            Address::Usb(name) if cfg!(target_os = "linux") && kernel.file_of(name).is_err() => {
                return None;
            }
            _ => return Some(self.identity_on(kernel)),
        };
        if cfg!(unix) && !path.exists() {
            return None;
        }
        let own = self.identity_on(kernel);
        let spelled = self.spelled(absolute);
        if own != spelled {
            // The name that the kernel has for it, or a link: somebody has made that to last.
            return Some(if own.starts_with("usb://") { own } else { spelled });
        }
        let link = kernel.serial_links().remove(&resolved(path));
        Some(link.map_or(own, |link| format!("file://{}", link.display())))
    }

    fn was_recorded_on(
        &self,
        kernel: &Kernel,
        address: Option<&str>,
        identity: Option<&str>,
    ) -> bool {
        let parsed = |text: &str| text.parse::<Address>().ok();
        match (identity, self.lasting_on(kernel)) {
            (Some(recorded), Some(own)) => {
                // Two lasting names may lead to one port, now.
                let file = |path: &str| Address::Device(PathBuf::from(path));
                let recorded_port = recorded.strip_prefix("file://").map(file);
                let leads_here =
                    |port: Address| port.identity_on(kernel) == self.identity_on(kernel);
                recorded == own
                    || recorded_port.or_else(|| parsed(recorded)).is_some_and(leads_here)
            }
            (Some(recorded), None) if recorded == self.spelled(absolute) => true,
            (Some(_), None) => address
                .and_then(parsed)
                .is_some_and(|recorded| recorded.spelled(absolute) == self.spelled(absolute)),
            (None, _) => address.and_then(parsed).is_some_and(|recorded| {
                let others = recorded.identities_on(kernel);
                self.identities_on(kernel).iter().any(|name| others.contains(name))
            }),
        }
    }

    fn identities_on(&self, kernel: &Kernel) -> Vec<String> {
        let mut names = vec![self.identity_on(kernel), self.spelled(absolute)];
        names.dedup();
        names
    }

    fn identity_on(&self, kernel: &Kernel) -> String {
        let file = match self {
            Address::Serial { path, .. } => Some(resolved(Path::new(path))),
            Address::Device(path) | Address::Capture(path) => Some(resolved(path)),
            Address::Usb(name) => kernel.file_of(name).ok(),
            Address::Tcp { .. } | Address::Virtual => None,
        };
        let lasting = file.and_then(|file| kernel.names_of(&file).into_iter().next());
        lasting.map_or_else(|| self.spelled(resolved), |name| format!("usb://{name}"))
    }

    fn spelled(&self, file: fn(&Path) -> PathBuf) -> String {
        match self {
            Address::Tcp { host, port } => format!("tcp://{}:{port}", same_host(host)),
            // The speed is a setting; and a port is one printer, whichever way it is opened.
            Address::Serial { path, .. } => format!("file://{}", same_file(Path::new(path), file)),
            Address::Device(path) | Address::Capture(path) => {
                format!("file://{}", same_file(path, file))
            }
            Address::Usb(name) => format!("usb://{name}"),
            Address::Virtual => "virtual://".to_owned(),
        }
    }
}

fn same_host(host: &str) -> String {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let number = host.parse::<IpAddr>().ok().or_else(|| short_number(&host).map(IpAddr::V4));
    let Some(number) = number else { return host };
    match number.to_canonical() {
        IpAddr::V4(Ipv4Addr::LOCALHOST) | IpAddr::V6(Ipv6Addr::LOCALHOST) => "localhost".to_owned(),
        number => number.to_string(),
    }
}

/// A number as the operating system reads it besides the four usual groups: 127.1, 2130706433, 0x7f.1, 010.0.0.1.
fn short_number(host: &str) -> Option<Ipv4Addr> {
    let group = |text: &str| match (text.strip_prefix("0x"), text.strip_prefix('0')) {
        (Some(digits), _) => u32::from_str_radix(digits, 16).ok(),
        (None, Some(digits)) if !digits.is_empty() => u32::from_str_radix(digits, 8).ok(),
        _ => text.parse().ok(),
    };
    // Which signs `parse` takes besides digits is no business of a host.
    let plain = host.chars().all(|c| c.is_ascii_hexdigit() || c == '.' || c == 'x');
    let groups: Vec<u32> = host.split('.').map(group).collect::<Option<_>>().filter(|_| plain)?;
    let (last, first) = groups.split_last()?;
    // The last group stands for all bytes that the others leave.
    let bits = 32_u32.checked_sub(8 * u32::try_from(first.len()).ok()?).filter(|bits| *bits > 0)?;
    let fits = first.iter().all(|group| *group < 256) && u64::from(*last) < 1 << bits;
    let high = first.iter().rev().zip(0..).map(|(group, place)| group << (bits + 8 * place));
    fits.then(|| Ipv4Addr::from_bits(high.sum::<u32>() + last))
}

fn same_file(path: &Path, file: fn(&Path) -> PathBuf) -> String {
    // The names of Windows' own ports are no files, and are the same in any case.
    if cfg!(windows) {
        return path.display().to_string().trim_start_matches(r"\\.\").to_ascii_uppercase();
    }
    file(path).display().to_string()
}

/// The file behind every link. Where it is missing, the folder is resolved, so that a capture file has one name
/// before and after its first ticket.
fn resolved(path: &Path) -> PathBuf {
    let absolute = absolute(path);
    let whole = absolute.canonicalize().ok();
    let in_folder = || {
        let folder = absolute.parent()?.canonicalize().ok()?;
        Some(folder.join(absolute.file_name()?))
    };
    whole.or_else(in_folder).unwrap_or(absolute)
}

fn absolute(path: &Path) -> PathBuf {
    // It fails only for an empty path, or in a folder that was deleted.
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(address: &str) -> String {
        address.parse::<Address>().expect(address).identity()
    }

    #[test]
    fn a_host_is_the_same_in_any_spelling() {
        for (one, other) in [
            ("tcp://Printer.Local:9100", "tcp://printer.local.:9100"),
            ("tcp://localhost:9100", "tcp://127.0.0.1:9100"),
            ("tcp://localhost:9100", "tcp://[::1]:9100"),
            ("tcp://[fe80:0:0::1]:9100", "tcp://[FE80::1]:9100"),
            ("tcp://[::ffff:192.168.1.5]:9100", "tcp://192.168.1.5:9100"),
            ("tcp://127.1:9100", "tcp://localhost:9100"),
            ("tcp://2130706433:9100", "tcp://localhost:9100"),
            ("tcp://0x7F.1:9100", "tcp://localhost:9100"),
            ("tcp://192.168.261:9100", "tcp://192.168.1.5:9100"),
            ("tcp://192.168.001.005:9100", "tcp://192.168.1.5:9100"),
        ] {
            assert_eq!(identity(one), identity(other));
        }
        assert_ne!(identity("tcp://printer:9100"), identity("tcp://printer:9101"));
        assert_ne!(identity("tcp://192.168.1.5:9100"), identity("tcp://192.168.1.6:9100"));
        // No numbers, to us and to the operating system.
        for name in ["1.2.3.4.5", "127.256.0.1", "127.16777216", "4294967296", "0x", "09.1", "fe.1"]
        {
            assert_eq!(identity(&format!("tcp://{name}:9100")), format!("tcp://{name}:9100"));
        }
    }

    #[test]
    fn a_port_is_the_same_at_any_speed() {
        let plain = identity("serial:///dev/ttyS0");
        assert_eq!(plain, identity("serial:///dev/ttyS0?baud=19200"));
        assert_ne!(plain, identity("serial:///dev/ttyS1"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_the_port_behind_it_as_long_as_it_is_plugged_in() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let folder = folder.path().canonicalize().expect("it exists");
        let (port, by_id) = (folder.join("ttyUSB0"), folder.join("by-id"));
        std::fs::write(&port, "").expect("writable");
        std::os::unix::fs::symlink(&port, &by_id).expect("writable");
        let through_link = identity(&format!("serial://{}", by_id.display()));
        assert_eq!(through_link, identity(&format!("serial://{}?baud=9600", port.display())));
        assert_eq!(through_link, identity(&format!("device://{}", port.display())));
        let address = format!("serial://{}", by_id.display());
        let address: Address = address.parse().expect("an address");
        let plugged_in = address.identities();
        std::fs::remove_file(&by_id).expect("unplugged");
        assert_ne!(address.identity(), through_link);
        assert!(plugged_in.contains(&address.identity()), "one owner, whenever it was started");
    }

    #[cfg(unix)]
    #[test]
    fn a_usb_printer_is_one_printer_under_all_its_names() {
        use crate::printer::usb::grown::{Grown, epson};
        let machine = Grown::new();
        let identities = |address: &str| {
            address.parse::<Address>().expect(address).identities_on(&machine.kernel)
        };
        let file = |name: &str| format!("device://{}", machine.at(name).display());
        let share = |one: &[String], other: &[String]| one.iter().any(|name| other.contains(name));
        let (by_serial, by_port) = ("usb://04b8:0e15/A", "usb://port/0000:00:14.1/1");

        let unplugged = identities(by_serial);
        machine.printer("lp0", "1-1", epson(Some("A")));
        machine.link("dev/receipt", "dev/usb/lp0");
        let owner = identities(by_serial);
        assert!(share(&unplugged, &owner), "whenever it was started");
        for other in [by_port, &file("dev/usb/lp0"), &file("dev/receipt")] {
            assert!(share(&owner, &identities(other)), "{other}: {:?}", identities(other));
        }
        // The number changes while the owner goes on; another printer gets the old one.
        machine.unplug("lp0");
        machine.printer("lp1", "1-2", epson(Some("A")));
        machine.printer("lp0", "1-3", epson(Some("B")));
        assert!(share(&owner, &identities(&file("dev/usb/lp1"))));
        assert!(!share(&owner, &identities(&file("dev/usb/lp0"))));
        assert!(!share(&owner, &identities("usb://04b8:0e15/B")));
    }

    #[cfg(unix)]
    #[test]
    fn a_port_is_known_again_by_its_lasting_name_and_not_by_its_number() {
        use crate::printer::usb::grown::Grown;
        let machine = Grown::new();
        let port = |name: &str| Address::Device(machine.at(name));
        let lasting = |name: &str| port(name).lasting_on(&machine.kernel);
        let (first, second) = ("dev/serial/by-id/first", "dev/serial/by-id/second");
        assert_eq!(lasting(first), None, "nothing is plugged in");
        machine.file("dev/ttyUSB0", "");
        machine.link(first, "dev/ttyUSB0");
        let recorded = lasting("dev/ttyUSB0");
        assert_eq!(recorded, lasting(first));
        let at = |name: &str, address: &str| {
            let address = format!("serial://{}", machine.at(address).display());
            port(name).was_recorded_on(&machine.kernel, Some(&address), recorded.as_deref())
        };
        assert!(at(first, first) && at("dev/ttyUSB0", first) && at("dev/ttyUSB0", "dev/ttyUSB0"));
        // After the next start the kernel gives the number to the other one.
        for link in [first, second] {
            std::fs::remove_file(machine.at(link)).ok();
        }
        machine.link(second, "dev/ttyUSB0");
        machine.file("dev/ttyUSB1", "");
        machine.link(first, "dev/ttyUSB1");
        assert!(at(first, first) && at("dev/ttyUSB1", "dev/ttyUSB0"));
        assert!(!at(second, first) && !at("dev/ttyUSB0", "dev/ttyUSB0"));
        // Unplugged, the words of the address are all that is known.
        std::fs::remove_file(machine.at("dev/ttyUSB0")).expect("unplugged");
        assert!(at("dev/ttyUSB0", "dev/ttyUSB0") && !at("dev/ttyUSB0", first));
        assert!(!at(second, first));
    }

    #[test]
    fn a_record_from_before_identities_is_compared_by_what_its_address_means() {
        let here: Address = "tcp://localhost:9100".parse().expect("an address");
        assert!(here.was_recorded_as(Some("tcp://127.0.0.1:9100"), None));
        assert!(!here.was_recorded_as(Some("tcp://127.0.0.1:9101"), None));
        assert!(!here.was_recorded_as(Some("nonsense"), None) && !here.was_recorded_as(None, None));
        assert!(!here.was_recorded_as(Some("tcp://localhost:9100"), Some("tcp://printer:9100")));
    }

    #[cfg(unix)]
    #[test]
    fn a_capture_file_is_the_same_before_and_after_it_exists() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path(), &link).expect("writable");
        let address = format!("capture://{}", link.join("tickets.bin").display());
        let before = identity(&address);
        std::fs::write(folder.path().join("tickets.bin"), "").expect("writable");
        assert_eq!(before, identity(&address));
        let relative = std::env::current_dir().expect("a folder").join("tickets.bin");
        assert_eq!(
            identity("capture://tickets.bin"),
            identity(&format!("capture://{}", relative.display()))
        );
    }
}
