//! The printers that this machine could use, found without asking any of them.
//!
//! Belongs here: ports and device files, what is known of them, and whether this account may open them. Never here:
//! opening them (that is `transport`), or guessing which model is behind one.

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

/// Kinds of ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A serial port, built in or in a USB cable. Nobody knows whether a printer is at its other end.
    Serial,
    /// A USB printer.
    Usb,
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

/// Looks at the ports of this machine, printers first.
pub fn find() -> Vec<Found> {
    Vec::new()
}
