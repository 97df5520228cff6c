//! Machines with USB devices for tests, grown as folders that look like `/dev` and `/sys`.

use super::Kernel;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

/// A machine without any device; it vanishes with the test.
pub struct Grown {
    pub kernel: Kernel,
    root: PathBuf,
    _folder: tempfile::TempDir,
}

/// What a USB device says of itself.
#[derive(Clone, Copy)]
pub struct Says<'a> {
    pub maker: &'a str,
    pub product: &'a str,
    /// Without one it is `None`.
    pub serial: Option<&'a str>,
}

/// A receipt printer with this serial number.
pub fn epson(serial: Option<&str>) -> Says<'_> {
    Says { maker: "EPSON\n", product: "TM-T20II\n", serial }
}

impl Grown {
    pub fn new() -> Grown {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("it exists");
        for name in ["dev", "sys", "proc"] {
            fs::create_dir_all(root.join(name)).expect("writable");
        }
        let kernel = Kernel { dev: root.join("dev"), sys: root.join("sys") };
        Grown { kernel, root, _folder: folder }
    }

    /// A path of the machine.
    pub fn at(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Writes a file, and the folders to it.
    pub fn file(&self, name: &str, text: &str) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    /// Makes a link at `name` to `target`, both below the root.
    pub fn link(&self, name: &str, target: &str) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        symlink(self.at(target), path).expect("writable");
    }

    /// Plugs in a USB device at `port`, `1-1.2`, and returns the folder of its only interface.
    pub fn plug(&self, port: &str, says: Says<'_>, class: &str) -> String {
        let (bus, _) = port.split_once('-').expect("a bus and ports");
        let folder = format!("sys/devices/pci0000:00/0000:00:14.{bus}/usb{bus}/{port}");
        self.file(&format!("{folder}/idVendor"), "04b8\n");
        self.file(&format!("{folder}/idProduct"), "0e15\n");
        self.file(&format!("{folder}/manufacturer"), says.maker);
        self.file(&format!("{folder}/product"), says.product);
        if let Some(serial) = says.serial {
            self.file(&format!("{folder}/serial"), &format!("{serial}\n"));
        }
        let interface = format!("{folder}/{port}:1.0");
        self.file(&format!("{interface}/bInterfaceClass"), class);
        self.link(&format!("sys/bus/usb/devices/{port}:1.0"), &interface);
        interface
    }

    /// Plugs in a printer that the kernel calls `name`, `lp0`.
    pub fn printer(&self, name: &str, port: &str, says: Says<'_>) -> String {
        let interface = self.plug(port, says, "07\n");
        self.file("sys/bus/usb/drivers/usblp/bind", "");
        self.link(&format!("{interface}/driver"), "sys/bus/usb/drivers/usblp");
        self.serve(name, &interface);
        interface
    }

    /// Gives the printer at `interface` the name `name` and a file.
    pub fn serve(&self, name: &str, interface: &str) {
        self.file(&format!("dev/usb/{name}"), "");
        self.link(&format!("sys/class/usbmisc/{name}/device"), interface);
    }

    /// Takes the name and the file away again: the printer is unplugged.
    pub fn unplug(&self, name: &str) {
        fs::remove_file(self.at(&format!("dev/usb/{name}"))).expect("plugged in");
        fs::remove_dir_all(self.at(&format!("sys/class/usbmisc/{name}"))).expect("plugged in");
    }
}
