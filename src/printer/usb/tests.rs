//! Printers that change their numbers and their sockets.

use super::grown::{Grown, Says, epson};
use super::*;

fn names(machine: &Grown, file: &str) -> Vec<String> {
    let names = machine.kernel.names_of(&machine.at(file));
    names.iter().map(ToString::to_string).collect()
}

/// The file to which a name leads, below the machine's root.
fn leads(machine: &Grown, name: &str) -> Result<String, ErrorKind> {
    let name = name.parse().unwrap_or_else(|()| panic!("{name} is no name"));
    let file = machine.kernel.file_of(&name).map_err(|error| error.kind())?;
    let below = file.strip_prefix(machine.at("")).expect("on this machine");
    Ok(below.display().to_string())
}

#[test]
fn a_printer_is_found_by_its_serial_number_wherever_it_is_plugged_in() {
    let machine = Grown::new();
    machine.printer("lp0", "1-1.2", epson(Some("X1YZ004711")));
    let name = "04b8:0e15/X1YZ004711";
    assert_eq!(names(&machine, "dev/usb/lp0"), [name, "port/0000:00:14.1/1.2"]);
    assert_eq!(leads(&machine, name).as_deref(), Ok("dev/usb/lp0"));
    machine.unplug("lp0");
    assert_eq!(leads(&machine, name), Err(ErrorKind::NotFound));
    assert_eq!(names(&machine, "dev/usb/lp0"), [""; 0]);
    machine.printer("lp3", "2-4", epson(Some("X1YZ004711")));
    assert_eq!(leads(&machine, name).as_deref(), Ok("dev/usb/lp3"));
    assert_eq!(leads(&machine, "port/0000:00:14.1/1.2"), Err(ErrorKind::NotFound));
}

#[test]
fn two_printers_of_one_model_are_told_apart_by_their_serial_numbers() {
    let machine = Grown::new();
    machine.printer("lp0", "1-1", epson(Some("A")));
    machine.printer("lp1", "1-2", epson(Some("B")));
    assert_eq!(names(&machine, "dev/usb/lp0")[0], "04b8:0e15/A");
    assert_eq!(leads(&machine, "04b8:0e15/B").as_deref(), Ok("dev/usb/lp1"));
}

#[test]
fn two_printers_with_one_serial_number_or_none_are_told_apart_by_their_ports() {
    for serial in [Some("0000001"), None] {
        let machine = Grown::new();
        machine.printer("lp0", "1-1", epson(serial));
        machine.printer("lp1", "1-2", epson(serial));
        assert_eq!(names(&machine, "dev/usb/lp0"), ["port/0000:00:14.1/1"]);
        assert_eq!(leads(&machine, "port/0000:00:14.1/2").as_deref(), Ok("dev/usb/lp1"));
    }
    let machine = Grown::new();
    machine.printer("lp0", "1-1", epson(Some("0000001")));
    let name = names(&machine, "dev/usb/lp0").remove(0);
    assert_eq!(name, "04b8:0e15/0000001");
    machine.printer("lp1", "1-2", epson(Some("0000001")));
    assert_eq!(leads(&machine, &name), Err(ErrorKind::InvalidInput), "nobody knows which is meant");
}

#[test]
fn a_device_that_is_a_printer_twice_is_its_first_part() {
    let machine = Grown::new();
    machine.printer("lp0", "1-1", epson(Some("A")));
    let second = "sys/devices/pci0000:00/0000:00:14.1/usb1/1-1/1-1:1.1";
    machine.file(&format!("{second}/bInterfaceClass"), "07\n");
    machine.serve("lp1", second);
    assert_eq!(leads(&machine, "04b8:0e15/A").as_deref(), Ok("dev/usb/lp0"));
    assert_eq!(names(&machine, "dev/usb/lp1"), [""; 0], "it has no name of its own");
}

#[test]
fn a_serial_number_may_be_anything() {
    let machine = Grown::new();
    let says = Says { maker: "\n", product: "\n", serial: Some("POS/58 %工") };
    machine.printer("lp0", "1-1", says);
    let name = names(&machine, "dev/usb/lp0").remove(0);
    assert_eq!(name, "04b8:0e15/POS%2F58%20%25%E5%B7%A5");
    assert_eq!(leads(&machine, &name).as_deref(), Ok("dev/usb/lp0"));
}

#[test]
fn other_devices_that_share_the_class_are_no_printers() {
    let machine = Grown::new();
    let interface = machine.plug("1-1", epson(Some("A")), "03\n");
    machine.serve("hiddev0", &interface);
    assert_eq!(names(&machine, "dev/usb/hiddev0"), [""; 0]);
    assert_eq!(leads(&machine, "04b8:0e15/A"), Err(ErrorKind::NotFound));
}
