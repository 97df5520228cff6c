//! Machines with printers, grown as folders that look like `/dev` and `/sys`.

use super::linux::Tree;
use super::*;
use crate::printer::address::Address;
use crate::printer::transport::Machine;
use rustix::io::Errno;
use std::fs;
use std::os::unix::fs::symlink;

/// A machine without any port; it vanishes with the test.
struct Grown {
    folder: tempfile::TempDir,
    tree: Tree,
}

fn grown() -> Grown {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().canonicalize().expect("it exists");
    let at = |name: &str| root.join(name);
    let tree = Tree {
        dev: at("dev"),
        sys: at("sys"),
        machine: Machine { groups: at("group"), programs: at("proc") },
        try_port: |_, _| Ok(()),
    };
    for name in ["dev", "sys/devices/pnp0", "proc"] {
        fs::create_dir_all(at(name)).expect("writable");
    }
    Grown { folder, tree }
}

impl Grown {
    /// Writes a file, and the folders to it.
    fn file(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    /// Makes a link at `name` to `target`, both below the root.
    fn link(&self, name: &str, target: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        symlink(self.tree.dev.parent().expect("the root").join(target), path).expect("writable");
    }

    /// Plugs in a USB device and returns the folder of its only interface.
    fn plug(&self, device: &str, maker: &str, product: &str, class: &str) -> String {
        let folder = format!("sys/devices/usb1/{device}");
        self.file(&format!("{folder}/idVendor"), "04b8\n");
        self.file(&format!("{folder}/idProduct"), "0e15\n");
        self.file(&format!("{folder}/manufacturer"), maker);
        self.file(&format!("{folder}/product"), product);
        let interface = format!("{folder}/{device}:1.0");
        self.file(&format!("{interface}/bInterfaceClass"), class);
        self.link(&format!("sys/bus/usb/devices/{device}:1.0"), &interface);
        interface
    }

    fn usb_printer(&self, name: &str, device: &str, maker: &str, product: &str) -> String {
        let interface = self.plug(device, maker, product, "07\n");
        self.file("sys/bus/usb/drivers/usblp/bind", "");
        self.link(&format!("{interface}/driver"), "sys/bus/usb/drivers/usblp");
        self.file(&format!("dev/usb/{name}"), "");
        self.link(&format!("sys/class/usbmisc/{name}/device"), &interface);
        interface
    }

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
        self.tree.dev.join(name).display().to_string()
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
    machine.usb_printer("lp0", "1-1", "EPSON\n", "TM-T20II\n");
    let expected = Found {
        address: format!("device://{}", machine.dev("usb/lp0")),
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
    let interface = machine.usb_printer("lp0", "1-1", "\n", "\n");
    machine.file(&format!("{interface}/ieee1284_id"), "MFG:ZJ;CMD:ESC/POS;MDL:POS-5890;");
    assert_eq!(machine.port().description, "ZJ POS-5890 (USB 04b8:0e15)");
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

#[test]
fn a_serial_port_has_the_name_that_stays() {
    let machine = grown();
    machine.plug("1-2", "Prolific", "Prolific USB-Serial", "ff\n");
    machine.serial("ttyUSB0", "sys/devices/usb1/1-2/1-2:1.0", "");
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
    machine.usb_printer("lp0", "1-1", "EPSON", "TM-T20II");
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
    machine.plug("1-1", "EPSON", "TM-T20II", "07\n");
    let taken = machine.plug("1-2", "EPSON", "TM-T20II", "07\n");
    machine.file("sys/bus/usb/drivers/usbfs/bind", "");
    machine.link(&format!("{taken}/driver"), "sys/bus/usb/drivers/usbfs");
    machine.plug("1-3", "Acme", "Office printer", "07\n");
    machine.file("sys/devices/usb1/1-3/1-3:1.0/bInterfaceProtocol", "04\n");
    machine.plug("1-4", "Acme", "Keyboard", "03\n");

    let found = machine.ports();
    let faults: Vec<_> = found
        .iter()
        .map(|found| found.access.as_ref().map_err(|obstacle| obstacle.fault))
        .collect();
    assert_eq!(faults, [Ok(&()), Err(Fault::Unreachable), Err(Fault::Busy)]);
    let ports: Vec<&str> = found.iter().map(|found| &*found.port).collect();
    assert_eq!(ports, ["usb/lp0", "usb/lp1", "usb/lp2"].map(|name| machine.dev(name)));
    let advice = |found: &Found| found.access.clone().expect_err("no file").advice;
    assert!(advice(&found[1]).contains("modprobe usblp"));
    assert!(advice(&found[2]).contains("CUPS"));
}
