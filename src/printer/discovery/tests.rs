//! Machines with printers, grown as folders that look like `/dev` and `/sys`.

use super::linux::Tree;
use super::*;
use crate::printer::address::Address;
use crate::printer::transport::Machine;
use crate::printer::usb::grown::{Grown, Says, epson};
use rustix::io::Errno;
use std::fs;
use std::ops::Deref;

/// A machine without any port; it vanishes with the test.
struct Ports {
    machine: Grown,
    tree: Tree,
}

fn grown() -> Ports {
    let machine = Grown::new();
    let tree = Tree {
        kernel: machine.kernel.clone(),
        machine: Machine { groups: machine.at("group"), programs: machine.at("proc") },
        try_port: |_, _| Ok(()),
    };
    fs::create_dir_all(machine.at("sys/devices/pnp0")).expect("writable");
    Ports { machine, tree }
}

impl Deref for Ports {
    type Target = Grown;

    fn deref(&self) -> &Grown {
        &self.machine
    }
}

impl Ports {
    /// A serial port with hardware of the type `chip` behind it.
    fn serial(&self, name: &str, device: &str, chip: &str) {
        self.file(&format!("dev/{name}"), "");
        self.file(&format!("sys/class/tty/{name}/type"), chip);
        self.link(&format!("sys/class/tty/{name}/device"), device);
    }

    fn ports(&self) -> Vec<Found> {
        sorted(self.tree.ports())
    }

    /// The only port that is found.
    fn port(&self) -> Found {
        let [port] = <[Found; 1]>::try_from(self.ports()).expect("one port");
        port
    }

    /// A path below the machine's `/dev`.
    fn dev(&self, name: &str) -> String {
        self.tree.kernel.dev.join(name).display().to_string()
    }
}

#[test]
fn a_machine_without_ports_has_none() {
    assert_eq!(grown().ports(), []);
    // Whatever this machine has: looking disturbs nobody, and every address can be used as it is.
    for found in find() {
        found.address.parse::<Address>().expect("an address");
    }
}

#[test]
fn a_usb_printer_is_called_what_it_calls_itself() {
    let machine = grown();
    machine.printer("lp0", "1-1", epson(None));
    let expected = Found {
        address: "usb://port/0000:00:14.1/1".to_owned(),
        kind: Kind::Usb,
        description: "EPSON TM-T20II (USB 04b8:0e15)".to_owned(),
        port: machine.dev("usb/lp0"),
        access: Ok(()),
    };
    assert_eq!(machine.port(), expected);
}

#[test]
fn a_silent_usb_printer_is_called_by_its_ieee_1284_name() {
    let machine = grown();
    let interface =
        machine.printer("lp0", "1-1", Says { maker: "\n", product: "\n", serial: None });
    machine.file(&format!("{interface}/ieee1284_id"), "MFG:ZJ;CMD:ESC/POS;MDL:POS-5890;");
    assert_eq!(machine.port().description, "ZJ POS-5890 (USB 04b8:0e15)");
}

#[test]
fn a_usb_printer_is_proposed_by_the_name_that_stays() {
    let machine = grown();
    machine.printer("lp0", "1-1", epson(Some("A")));
    machine.printer("lp1", "1-2", epson(Some("B")));
    machine.printer("lp2", "1-3.1", epson(None));
    machine.file("dev/usb/lp3", "");
    let found = machine.ports();
    let addresses: Vec<&str> = found.iter().map(|found| &*found.address).collect();
    let today = format!("device://{}", machine.dev("usb/lp3"));
    let lasting = ["usb://04b8:0e15/A", "usb://04b8:0e15/B", "usb://port/0000:00:14.1/3.1", &today];
    assert_eq!(addresses, lasting);
    assert_eq!(found[1].port, machine.dev("usb/lp1"));
    for address in addresses {
        address.parse::<Address>().expect("an address");
    }
}

#[test]
fn printers_come_first_and_in_the_order_of_their_numbers() {
    let machine = grown();
    for name in ["dev/lp0", "dev/usb/lp10", "dev/usb/lp2", "dev/usb/lpx", "dev/lp", "dev/loop0"] {
        machine.file(name, "");
    }
    machine.serial("ttyS0", "sys/devices/pnp0", "4\n");
    let ports: Vec<String> = machine.ports().into_iter().map(|found| found.port).collect();
    assert_eq!(ports, ["usb/lp2", "usb/lp10", "ttyS0", "lp0"].map(|name| machine.dev(name)));
}

#[test]
fn only_serial_ports_with_hardware_are_found() {
    let machine = grown();
    machine.serial("ttyS0", "sys/devices/pnp0", "4\n");
    machine.serial("ttyS1", "sys/devices/pnp0", "0\n");
    for name in ["tty1", "ptmx", "console"] {
        machine.file(&format!("dev/{name}"), "");
        machine.file(&format!("sys/class/tty/{name}/dev"), "");
    }
    let found = machine.port();
    assert_eq!(found.address, format!("serial://{}", machine.dev("ttyS0")));
    assert_eq!((found.kind, &*found.description), (Kind::Serial, "serial port"));
}

/// While nobody has it open, a Bluetooth channel has no device; while somebody has, its device is the radio of this machine.
#[test]
fn a_bound_bluetooth_channel_is_found_whether_it_is_connected_or_not() {
    let machine = grown();
    let says = Says { maker: "Acme", product: "Bluetooth radio", serial: None };
    let radio = machine.plug("1-2", says, "e0\n");
    machine.file("dev/rfcomm0", "");
    machine.file("sys/class/tty/rfcomm0/address", "00:11:22:33:44:55\n");
    machine.file("sys/class/tty/rfcomm0/channel", "1\n");
    let idle = machine.port();
    assert_eq!(idle.address, format!("serial://{}", machine.dev("rfcomm0")));
    assert_eq!(idle.kind, Kind::Serial);
    assert_eq!(idle.description, "Bluetooth 00:11:22:33:44:55, channel 1");
    machine.link("sys/class/tty/rfcomm0/device", &radio);
    assert_eq!(machine.port(), idle);
}

#[test]
fn a_serial_port_has_the_name_that_stays() {
    let machine = grown();
    let says = Says { maker: "Prolific", product: "Prolific USB-Serial", serial: None };
    machine.plug("1-2", says, "ff\n");
    machine.serial("ttyUSB0", "sys/devices/pci0000:00/0000:00:14.1/usb1/1-2/1-2:1.0", "");
    machine.link("dev/serial/by-path/pci-0000-usb-0:2", "dev/ttyUSB0");
    let address = |found: Found, name| {
        assert_eq!(found.address, format!("serial://{}", machine.dev(name)));
        assert_eq!(found.port, machine.dev("ttyUSB0"));
        assert_eq!(found.description, "Prolific USB-Serial (USB 04b8:0e15)");
    };
    address(machine.port(), "serial/by-path/pci-0000-usb-0:2");
    machine.link("dev/serial/by-id/usb-Prolific", "dev/ttyUSB0");
    address(machine.port(), "serial/by-id/usb-Prolific");
}

#[test]
fn the_console_of_the_kernel_is_no_place_for_a_printer() {
    let machine = grown();
    machine.serial("ttyS0", "sys/devices/pnp0", "4\n");
    machine.file("sys/class/tty/ttyS0/console", "Y\n");
    let obstacle = machine.port().access.expect_err("the kernel writes there");
    assert_eq!(obstacle.fault, Fault::Busy);
    assert!(obstacle.advice.contains("console="), "{}", obstacle.advice);
}

#[test]
fn a_port_that_may_not_be_opened_says_what_to_do() {
    let mut machine = grown();
    machine.printer("lp0", "1-1", epson(None));
    machine.tree.try_port = |_, _| Err(Errno::ACCESS.into());
    let obstacle = machine.port().access.expect_err("not for us");
    assert_eq!(obstacle.fault, Fault::Permission);
    assert!(obstacle.advice.contains(&machine.dev("usb/lp0")), "{}", obstacle.advice);

    machine.tree.try_port = |_, _| Ok(());
    machine.file("proc/812/comm", "cupsd\n");
    machine.link("proc/812/fd/3", "dev/usb/lp0");
    let obstacle = machine.port().access.expect_err("somebody has it");
    assert_eq!(obstacle.fault, Fault::Busy);
    assert!(obstacle.advice.contains("cupsd (process 812)"), "{}", obstacle.advice);
}

#[test]
fn a_printer_without_a_file_says_what_keeps_it_from_having_one() {
    let machine = grown();
    machine.file("dev/usb/lp0", "");
    machine.plug("1-1", epson(Some("A")), "07\n");
    let taken = machine.plug("1-2", epson(None), "07\n");
    machine.file("sys/bus/usb/drivers/usbfs/bind", "");
    machine.link(&format!("{taken}/driver"), "sys/bus/usb/drivers/usbfs");
    machine.plug("1-3", epson(None), "07\n");
    machine.file("sys/devices/pci0000:00/0000:00:14.1/usb1/1-3/1-3:1.0/bInterfaceProtocol", "04\n");
    machine.plug("1-4", epson(None), "03\n");

    let found = machine.ports();
    let faults: Vec<_> = found
        .iter()
        .map(|found| found.access.as_ref().map_err(|obstacle| obstacle.fault))
        .collect();
    assert_eq!(faults, [Ok(&()), Err(Fault::Unreachable), Err(Fault::Busy)]);
    assert_eq!(found[2].address, "usb://port/0000:00:14.1/2", "where it will be");
    let ports: Vec<&str> = found.iter().map(|found| &*found.port).collect();
    assert_eq!(ports, ["usb/lp0", "usb/lp1", "usb/lp2"].map(|name| machine.dev(name)));
    let advice = |found: &Found| found.access.clone().expect_err("no file").advice;
    assert!(advice(&found[1]).contains("modprobe usblp"));
    assert!(advice(&found[2]).contains("CUPS"));
}
