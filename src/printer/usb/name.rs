//! The lasting name of a USB printer, and its spelling in an address.
//!
//! Belongs here: two spellings and nothing else. Never here: which printers there are.

use std::fmt;
use std::str::FromStr;

/// What a USB printer is called whatever number the kernel gives it today. `Display` writes the form that `FromStr` reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum UsbName {
    /// The printer itself, wherever it is plugged in: `04b8:0e15/X1YZ004711`.
    Serial {
        /// The maker's number.
        vendor: u16,
        /// The maker's number of the model.
        product: u16,
        /// The serial number, as the printer says it.
        serial: String,
    },
    /// The socket, whichever printer is plugged in there: `port/0000:00:14.0/1.2`. For printers without a serial number,
    /// and for two that have the same.
    Port {
        /// The USB controller, as the kernel calls its device. Buses are numbered anew at each start; this is not.
        controller: String,
        /// The port of the controller, then that of each hub, from there to the printer: `1.2`.
        ports: String,
    },
}

impl FromStr for UsbName {
    type Err = ();

    fn from_str(text: &str) -> Result<UsbName, ()> {
        let (first, rest) = text.split_once('/').ok_or(())?;
        if first == "port" {
            let (controller, ports) = rest.split_once('/').ok_or(())?;
            let numbers =
                ports.split('.').all(|port| port.parse::<u8>().is_ok_and(|port| port > 0));
            let plain = !controller.is_empty() && controller.chars().all(is_plain);
            let name = UsbName::Port { controller: controller.to_owned(), ports: ports.to_owned() };
            return (numbers && plain).then_some(name).ok_or(());
        }
        let number = |text: &str| {
            let digits = text.len() == 4 && text.bytes().all(|c| c.is_ascii_hexdigit());
            digits.then(|| u16::from_str_radix(text, 16).ok()).flatten()
        };
        let (vendor, product) = first.split_once(':').ok_or(())?;
        let (vendor, product) = (number(vendor).ok_or(())?, number(product).ok_or(())?);
        // As the kernel's own line about it is read.
        let serial = decoded(rest).ok_or(())?.trim().to_owned();
        if serial.is_empty() {
            return Err(());
        }
        Ok(UsbName::Serial { vendor, product, serial })
    }
}

impl fmt::Display for UsbName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UsbName::Serial { vendor, product, serial } => {
                write!(f, "{vendor:04x}:{product:04x}/{}", encoded(serial))
            }
            UsbName::Port { controller, ports } => write!(f, "port/{controller}/{ports}"),
        }
    }
}

/// Characters that need no disguise in a line of an office file or of a shell.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._:".contains(c)
}

/// A printer may put what it likes into its serial number; everything but plain characters becomes `%` and two digits for
/// each byte.
fn encoded(serial: &str) -> String {
    let mut text = String::new();
    for c in serial.chars() {
        if is_plain(c) {
            text.push(c);
        } else {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| text += &format!("%{byte:02X}"));
        }
    }
    text
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digits = std::str::from_utf8(&digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    let serial = String::from_utf8(bytes).ok()?;
    (!serial.chars().any(char::is_control)).then_some(serial)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_they_are_read() {
        for text in [
            "04b8:0e15/X1YZ004711",
            "0416:5011/POS%2F58%20a",
            "0fe6:811e/%E5%B7%A5",
            "port/0000:00:14.0/1.2",
            "port/3f980000.usb/1",
        ] {
            let name: UsbName = text.parse().expect(text);
            assert_eq!(name.to_string(), text);
        }
        let lenient: UsbName = "04B8:0E15/a b/c".parse().expect("readable");
        assert_eq!(lenient.to_string(), "04b8:0e15/a%20b%2Fc");
    }

    #[test]
    fn anything_else_is_no_name() {
        for text in [
            "",
            "lp0",
            "04b8:0e15",
            "04b8:0e15/",
            "04b8:0e15/%20",
            "4b8:0e15/X",
            "+4b8:0e15/X",
            "04b8:0e15/%4",
            "04b8:0e15/%1b[2J",
            "04b8:0e15/%FF",
            "port/1-1.2",
            "port//1",
            "port/0000:00:14.0/",
            "port/0000:00:14.0/1..2",
            "port/0000:00:14.0/0",
            "port/a/b/1",
        ] {
            assert_eq!(text.parse::<UsbName>(), Err(()), "{text}");
        }
    }
}
