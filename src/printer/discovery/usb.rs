//! What a USB device says of itself, read from the folders in which Linux shows it.
//!
//! Never here: asking the device; the kernel did that when it was plugged in.

use std::path::{Path, PathBuf};

/// A USB device, by its folder below `/sys/devices`.
pub(super) struct UsbDevice {
    folder: PathBuf,
}

impl UsbDevice {
    /// The device to which a port belongs: the first folder above `port` that has a maker's number.
    pub(super) fn above(port: &Path, root: &Path) -> Option<UsbDevice> {
        let port = port.canonicalize().ok()?;
        let root = root.canonicalize().ok()?;
        let mut above = port.ancestors().take_while(|folder| folder.starts_with(&root));
        let folder = above.find(|folder| folder.join("idVendor").exists())?;
        Some(UsbDevice { folder: folder.to_owned() })
    }

    /// Maker and product in the device's own words, and its numbers.
    pub(super) fn description(&self, id_1284: Option<String>) -> String {
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
pub(super) fn line(file: &Path) -> Option<String> {
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
