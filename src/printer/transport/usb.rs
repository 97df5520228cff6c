//! USB printers by their lasting names.
//!
//! Belongs here: finding the file that a name leads to when it is opened, and what to do where there is none. Never here:
//! the file itself (that is `device`).

use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Instant;

use super::super::usb::{Kernel, UsbName};
use super::TransportError;
use super::in_time::in_time;

/// The file of the printer with this name. The kernel answers some questions about a device only when nobody resets it, so
/// even this has a deadline.
///
/// # Errors
/// [`Fault::Unreachable`](super::Fault): no such printer is plugged in, or several are.
pub(super) fn file_of(
    kernel: Kernel,
    name: &UsbName,
    deadline: Instant,
) -> Result<PathBuf, TransportError> {
    let wanted = name.clone();
    in_time(deadline, move || kernel.file_of(&wanted)).map_err(|error| {
        let advice = match (error.kind(), name) {
            (ErrorKind::InvalidInput, _) => {
                "several printers say that they are this one: write the address by port that antre printer list shows for \
                 it"
            }
            (_, UsbName::Serial { .. }) => {
                "this very printer is not plugged in: switch it on, check its cable, and see what antre printer list \
                 finds; if CUPS serves it, remove it there, because CUPS takes it for itself"
            }
            (_, UsbName::Port { .. }) => {
                "no printer is plugged in at that port: plug it in where it was, switch it on, and see what antre printer \
                 list finds; if CUPS serves it, remove it there, because CUPS takes it for itself"
            }
        };
        let mut error = TransportError::opening(&format!("the USB printer {name}"), error);
        error.fault = super::Fault::Unreachable;
        error.advising(Some(advice.to_owned()))
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::super::testing::soon;
    use super::super::{Fault, usb};
    use crate::printer::usb::grown::{Grown, epson};

    #[test]
    fn a_name_without_a_printer_says_what_to_do() {
        let machine = Grown::new();
        let lookup = |name: &str| {
            let name = name.parse().expect("a name");
            let error = usb::file_of(machine.kernel.clone(), &name, soon()).expect_err("no file");
            assert_eq!((error.fault, error.sent), (Fault::Unreachable, 0), "{error:?}");
            error.to_string()
        };
        assert!(lookup("04b8:0e15/A").contains("this very printer"));
        assert!(lookup("port/0000:00:14.1/1").contains("at that port"));
        machine.printer("lp0", "1-1", epson(Some("A")));
        machine.printer("lp1", "1-2", epson(Some("A")));
        assert!(lookup("04b8:0e15/A").contains("by port"));
    }

    #[test]
    fn a_name_leads_to_the_file_of_today() {
        let machine = Grown::new();
        machine.printer("lp7", "1-1", epson(Some("A")));
        let name = "04b8:0e15/A".parse().expect("a name");
        let file = usb::file_of(machine.kernel.clone(), &name, soon()).expect("plugged in");
        assert_eq!(file, machine.at("dev/usb/lp7"));
    }
}
