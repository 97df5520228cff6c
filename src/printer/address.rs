//! Where a printer is, in one line of `office.toml`.
//!
//! Belongs here: the spelling of addresses. Never here: opening anything.

use std::fmt;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use thiserror::Error;

use super::usb::{Kernel, UsbName};

/// Where a printer is. `Display` writes the form that `FromStr` reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Address {
    /// A printer on the network, `tcp://HOST:PORT`; nearly all listen on port 9100.
    Tcp {
        /// Name or number of the host; an IPv6 number without its brackets.
        host: String,
        /// The port, 1 to 65535.
        port: u16,
    },
    /// A serial port, `serial:///dev/ttyUSB0?baud=19200` or `serial://COM3`.
    Serial {
        /// The name of the port as the operating system spells it.
        path: String,
        /// Bits per second; without it the printer's profile decides.
        baud: Option<u32>,
    },
    /// A printer that is a file, `device:///dev/usb/lp0`.
    Device(PathBuf),
    /// A USB printer by its lasting name, whatever number Linux gives it today: `usb://04b8:0e15/X1YZ004711` by its serial
    /// number, or `usb://port/0000:00:14.0/1.2` by where it is plugged in.
    Usb(UsbName),
    /// An ordinary file that collects the bytes, `capture:///path/file`.
    Capture(PathBuf),
    /// No printer: each ticket becomes a picture in the data folder, `virtual://`.
    Virtual,
}

/// The speeds of a serial port at which a printer may work, in bits per second.
const BAUD: RangeInclusive<u32> = 1200..=921_600;

/// Text that is no address of a printer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AddressError {
    /// It has none of the forms.
    #[error(
        "{given:?} is no printer address; write tcp://HOST:PORT, serial:///dev/ttyUSB0?baud=19200, \
         usb://04b8:0e15/SERIAL, device:///dev/usb/lp0, capture:///path/file or virtual://; antre printer list shows those \
         of this machine"
    )]
    Form {
        /// The text.
        given: String,
    },
    /// Something is wrong with the host or the port of a printer on the network.
    #[error(
        "{given:?} is no printer address: {part}; write tcp://HOST:PORT, nearly always tcp://HOST:9100"
    )]
    Tcp {
        /// The text.
        given: String,
        /// What is wrong with it.
        part: TcpPart,
    },
    /// No serial port of a printer is that slow or that fast.
    #[error("a serial printer has {} to {} bits per second, not {baud}; its self-test prints how many", BAUD.start(), BAUD.end())]
    Speed {
        /// Bits per second.
        baud: u32,
    },
}

/// What is wrong with the address of a printer on the network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TcpPart {
    /// Nothing stands before the port.
    #[error("it names no host")]
    NoHost,
    /// No host has such a name.
    #[error("the host {host:?} has {sign:?} in it")]
    Host {
        /// The name.
        host: String,
        /// What no name has.
        sign: char,
    },
    /// Only an IPv6 number has colons, and then stands in brackets.
    #[error("an IPv6 number stands in brackets, as in tcp://[fe80::1]:9100, not as in {number:?}")]
    Bare {
        /// Host and port as they stand there.
        number: String,
    },
    /// No port stands behind the host.
    #[error("it names no port")]
    NoPort,
    /// That is no number from 1 to 65535.
    #[error("{port:?} is no port, which is a number from 1 to 65535")]
    Port {
        /// What stands there.
        port: String,
    },
}

impl Address {
    /// Whether the port is plugged in, where that can be seen without opening it: a port that is a file of this
    /// machine comes and goes with its cable. `None` for every other address.
    pub fn is_plugged_in(&self) -> Option<bool> {
        match self {
            Address::Serial { path, .. } if cfg!(unix) => Some(Path::new(path).exists()),
            Address::Device(path) if cfg!(unix) => Some(path.exists()),
            Address::Usb(name) if cfg!(target_os = "linux") => {
                Some(Kernel::default().file_of(name).is_ok())
            }
            _ => None,
        }
    }

    /// Whether a network lies between this machine and the printer.
    pub fn is_on_the_network(&self) -> bool {
        matches!(self, Address::Tcp { .. })
    }

    /// Whether what is there may keep bytes that did not come out and print them later. A file keeps what it has and
    /// prints nothing.
    pub fn may_hold_bytes(&self) -> bool {
        match self {
            Address::Tcp { .. } | Address::Serial { .. } | Address::Device(_) | Address::Usb(_) => {
                true
            }
            Address::Capture(_) | Address::Virtual => false,
        }
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Address, AddressError> {
        let parsed = match text.split_once("://") {
            Some(("tcp", rest)) => {
                return tcp(rest)
                    .map_err(|part| AddressError::Tcp { given: text.to_owned(), part });
            }
            Some(("serial", rest)) => serial(rest),
            Some(("device", path)) => path_of(path).map(Address::Device),
            Some(("usb", name)) => name.parse().ok().map(Address::Usb),
            Some(("capture", path)) => path_of(path).map(Address::Capture),
            Some(("virtual", "")) => Some(Address::Virtual),
            _ => None,
        };
        match parsed {
            Some(Address::Serial { baud: Some(baud), .. }) if !BAUD.contains(&baud) => {
                Err(AddressError::Speed { baud })
            }
            Some(address) => Ok(address),
            None => Err(AddressError::Form { given: text.to_owned() }),
        }
    }
}

fn tcp(rest: &str) -> Result<Address, TcpPart> {
    // What stands behind the last bracket is the port, whatever stands in it.
    let after_brackets = rest.rfind(']').map_or(0, |at| at + 1);
    let (host, port) = match rest[after_brackets..].rfind(':') {
        Some(at) => (&rest[..after_brackets + at], Some(&rest[after_brackets + at + 1..])),
        None => (rest, None),
    };
    let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let host = match bracketed {
        Some(number) => number,
        // A bare IPv6 number would swallow its last group as the port.
        None if host.contains(':') => return Err(TcpPart::Bare { number: rest.to_owned() }),
        None => host,
    };
    if host.is_empty() {
        return Err(TcpPart::NoHost);
    }
    if let Some(sign) = host.chars().find(|c| "/[]@ ".contains(*c)) {
        return Err(TcpPart::Host { host: host.to_owned(), sign });
    }
    let Some(port) = port else { return Err(TcpPart::NoPort) };
    match port.parse() {
        Ok(port @ 1..) => Ok(Address::Tcp { host: host.to_owned(), port }),
        _ => Err(TcpPart::Port { port: port.to_owned() }),
    }
}

fn serial(rest: &str) -> Option<Address> {
    let (path, baud) = match rest.split_once('?') {
        None => (rest, None),
        Some((path, query)) => {
            let baud: u32 = query.strip_prefix("baud=")?.parse().ok()?;
            (path, Some(baud))
        }
    };
    let stated = rest.contains('?');
    (!path.is_empty() && stated == baud.is_some())
        .then(|| Address::Serial { path: path.to_owned(), baud })
}

fn path_of(path: &str) -> Option<PathBuf> {
    (!path.is_empty()).then(|| PathBuf::from(path))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Tcp { host, port } if host.contains(':') => write!(f, "tcp://[{host}]:{port}"),
            Address::Tcp { host, port } => write!(f, "tcp://{host}:{port}"),
            Address::Serial { path, baud: None } => write!(f, "serial://{path}"),
            Address::Serial { path, baud: Some(baud) } => write!(f, "serial://{path}?baud={baud}"),
            Address::Device(path) => write!(f, "device://{}", path.display()),
            Address::Usb(name) => write!(f, "usb://{name}"),
            Address::Capture(path) => write!(f, "capture://{}", path.display()),
            Address::Virtual => f.write_str("virtual://"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_they_are_read() {
        for text in [
            "tcp://192.168.1.50:9100",
            "tcp://printer.local:9100",
            "tcp://[fe80::1]:9100",
            "serial:///dev/ttyUSB0?baud=19200",
            "serial:///dev/ttyS0",
            "serial://COM3?baud=9600",
            "device:///dev/usb/lp0",
            "usb://04b8:0e15/X1YZ004711",
            "usb://port/0000:00:14.0/1.2",
            "capture:///tmp/tickets.bin",
            "virtual://",
        ] {
            let address: Address = text.parse().expect(text);
            assert_eq!(address.to_string(), text);
        }
    }

    #[test]
    fn anything_else_is_answered_with_the_accepted_forms() {
        for text in [
            "",
            "lp0",
            "serial://",
            "serial:///dev/ttyS0?speed=9600",
            "device://",
            "capture://",
            "virtual://x",
            "usb://04b8",
            "usb:///dev/usb/lp0",
        ] {
            let error = text.parse::<Address>().expect_err(text).to_string();
            assert!(error.contains("tcp://HOST:PORT") && error.contains("virtual://"));
        }
    }

    #[test]
    fn what_is_wrong_with_a_host_or_a_port_is_named() {
        for (text, part) in [
            ("tcp://", "it names no host"),
            ("tcp://:9100", "it names no host"),
            ("tcp://host", "it names no port"),
            ("tcp://[fe80::1]", "it names no port"),
            ("tcp://host:0", "\"0\" is no port, which is a number from 1 to 65535"),
            ("tcp://host:70000", "\"70000\" is no port, which is a number from 1 to 65535"),
            ("tcp://host:9100/path", "\"9100/path\" is no port, which is a number from 1 to 65535"),
            ("tcp://fe80::1:9100", "an IPv6 number stands in brackets, as in tcp://[fe80::1]:9100"),
            ("tcp://a b:9100", "the host \"a b\" has ' ' in it"),
            ("tcp://user@host:9100", "the host \"user@host\" has '@' in it"),
        ] {
            let error = text.parse::<Address>().expect_err(text).to_string();
            assert!(error.contains(part) && error.contains("tcp://HOST:9100"), "{error}");
        }
    }

    #[test]
    fn a_speed_that_no_printer_has_is_answered_with_those_that_are() {
        for baud in [0, 5, 9_600_000] {
            let given = format!("serial:///dev/ttyUSB0?baud={baud}");
            let error = given.parse::<Address>().expect_err(&given).to_string();
            assert!(error.contains("1200 to 921600") && error.contains(&baud.to_string()));
        }
    }
}
