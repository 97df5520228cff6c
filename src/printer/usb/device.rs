//! What a USB device says of itself, read from the folders in which Linux shows it.
//!
//! Never here: asking the device; the kernel did that when it was plugged in.

use std::path::{Path, PathBuf};

use super::name::UsbName;

/// A USB device, by its folder below `/sys/devices`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsbDevice {
    folder: PathBuf,
}

impl UsbDevice {
    /// The device to which a port belongs: the first folder above `port` that has a maker's number.
    pub fn above(port: &Path, root: &Path) -> Option<UsbDevice> {
        let port = port.canonicalize().ok()?;
        let root = root.canonicalize().ok()?;
        let mut above = port.ancestors().take_while(|folder| folder.starts_with(&root));
        let folder = above.find(|folder| folder.join("idVendor").exists())?;
        Some(UsbDevice { folder: folder.to_owned() })
    }

    /// What the device can be called for good: by its serial number where it has one, and by where it is plugged in.
    pub fn names(&self) -> Vec<UsbName> {
        self.by_serial().into_iter().chain(self.by_port()).collect()
    }

    fn by_serial(&self) -> Option<UsbName> {
        let number = |name: &str| u16::from_str_radix(&line(&self.folder.join(name))?, 16).ok();
        let (vendor, product) = (number("idVendor")?, number("idProduct")?);
        Some(UsbName::Serial { vendor, product, serial: line(&self.folder.join("serial"))? })
    }

    /// The folder of a device is called `1-1.2` after its bus and the ports to it, and lies below that of its bus, `usb1`,
    /// which lies below that of the controller.
    fn by_port(&self) -> Option<UsbName> {
        let name = |folder: &Path| Some(folder.file_name()?.to_str()?.to_owned());
        let (_bus, ports) =
            name(&self.folder)?.split_once('-').map(|(a, b)| (a.to_owned(), b.to_owned()))?;
        let is_bus = |folder: &&Path| {
            let number = name(folder).and_then(|name| Some(name.strip_prefix("usb")?.to_owned()));
            number.is_some_and(|number| number.parse::<u32>().is_ok())
        };
        let bus = self.folder.ancestors().find(is_bus)?;
        // Whatever stands in a name can be written in an address.
        UsbName::Port { controller: name(bus.parent()?)?, ports }.to_string().parse().ok()
    }

    /// Maker and product in the device's own words, and its numbers.
    pub fn description(&self, id_1284: Option<String>) -> String {
        let word = |name: &str| line(&self.folder.join(name));
        let numbers = format!(
            "USB {}:{}",
            word("idVendor").unwrap_or_default(),
            word("idProduct").unwrap_or_default()
        );
        let own_words = match (word("manufacturer"), word("product")) {
            (Some(maker), Some(product)) if !product.starts_with(&maker) => {
                Some(format!("{maker} {product}"))
            }
            (maker, product) => product.or(maker),
        };
        match own_words.or_else(|| id_1284.and_then(|id| names_of(&id))) {
            Some(words) => format!("{words} ({numbers})"),
            None => numbers,
        }
    }
}

/// One line of a file that the kernel writes, without anything that could steer a terminal: a device may say what it
/// likes.
pub fn line(file: &Path) -> Option<String> {
    let text = std::fs::read(file).ok()?;
    let text = String::from_utf8_lossy(&text);
    let plain: String = text.trim().chars().filter(|c| !c.is_control()).take(200).collect();
    (!plain.is_empty()).then_some(plain)
}

/// Maker and model in the text by which IEEE 1284 lets a printer name itself: `MFG:EPSON;CMD:ESC/POS;MDL:TM-T20;`.
fn names_of(id: &str) -> Option<String> {
    let field = |names: [&str; 2]| {
        id.split(';').find_map(|field| {
            let (name, value) = field.split_once(':')?;
            names.contains(&name.trim()).then(|| value.trim().to_owned())
        })
    };
    let (maker, model) = (field(["MFG", "MANUFACTURER"]), field(["MDL", "MODEL"])?);
    Some(maker.map_or(model.clone(), |maker| format!("{maker} {model}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printer_names_itself_in_either_spelling() {
        let long = "MANUFACTURER:EPSON;COMMAND SET:ESC/POS;MODEL:TM-T20II;";
        assert_eq!(names_of(long).as_deref(), Some("EPSON TM-T20II"));
        assert_eq!(names_of("MDL:POS58; CLS:PRINTER").as_deref(), Some("POS58"));
        assert_eq!(names_of("CLS:PRINTER"), None);
    }

    #[test]
    fn what_a_device_says_cannot_steer_the_terminal() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("product");
        std::fs::write(&file, "\x1b[2JPOS\u{9b}58\n").expect("writable");
        assert_eq!(line(&file).as_deref(), Some("[2JPOS58"));
        std::fs::write(&file, "\n").expect("writable");
        assert_eq!(line(&file), None);
    }
}
