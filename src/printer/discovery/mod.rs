//! The printers that this machine could use, found without asking any of them.
//!
//! Belongs here: ports and device files, what is known of them, and whether this account may open them. Never here:
//! printing, or guessing which model is behind a port.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(all(test, target_os = "linux"))]
mod tests;

use super::transport::Fault;

/// A port on which a printer is, or could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What to write into `office.toml`: the name that stays when cables are plugged in another order, where there is
    /// one.
    pub address: String,
    /// What kind of port it is.
    pub kind: Kind,
    /// What the hardware calls itself, in its maker's words; otherwise the kind of port.
    pub description: String,
    /// The port's name of today, `/dev/ttyUSB0`.
    pub port: String,
    /// Whether this account may use it now.
    pub access: Result<(), Obstacle>,
}

/// Kinds of ports, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A USB printer.
    Usb,
    /// A serial port, built in or in a USB cable. Nobody knows whether a printer is at its other end.
    Serial,
    /// A parallel port. Nobody knows whether a printer is at its other end.
    Parallel,
}

/// Why a port cannot be used now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What is in the way.
    pub fault: Fault,
    /// What a person can do about it.
    pub advice: String,
}

/// Looks at the ports of this machine: printers first, then ports that may lead to one.
pub fn find() -> Vec<Found> {
    #[cfg(target_os = "linux")]
    let found = linux::Tree::default().ports();
    #[cfg(not(target_os = "linux"))]
    let found = named_by_the_system();
    sorted(found)
}

fn sorted(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_cached_key(|found| (found.kind, in_order(&found.port)));
    found
}

/// The serial ports that the operating system names; USB printers have no file there that could be written to.
#[cfg(not(target_os = "linux"))]
fn named_by_the_system() -> Vec<Found> {
    let ports = super::transport::serial_ports();
    ports
        .into_iter()
        .map(|(port, description)| Found {
            address: format!("serial://{port}"),
            kind: Kind::Serial,
            description,
            port,
            access: Ok(()),
        })
        .collect()
}

/// `lp2` before `lp10`.
fn in_order(port: &str) -> (String, u64) {
    let name = port.trim_end_matches(|c: char| c.is_ascii_digit());
    (name.to_owned(), port[name.len()..].parse().unwrap_or(0))
}
