//! Bytes out and answers in, with a deadline on every call.
//!
//! Belongs here: one file per kind of port, each the only one that knows its library. Never here:
//! tickets, profiles, ESC/POS or any type of the queue; the session translates.
//!
//! What can happen to bytes is told in two numbers: how many were accepted ([`Transport::write`]
//! returned or the error's `sent`), and what is known about them afterwards ([`Evidence`]).

mod access;
mod capture;
#[cfg(unix)]
mod descriptor;
mod device;
mod fault;
mod in_time;
#[cfg(unix)]
mod ioctl;
mod nature;
mod serial;
mod tcp;
mod usb;
mod virtual_paper;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub use access::Machine;
#[cfg(target_os = "linux")]
pub(super) use access::{may_open, opens};
pub use fault::{Fault, Step, TransportError};
#[cfg(not(target_os = "linux"))]
pub(super) use serial::ports as serial_ports;

use super::address::Address;
use super::usb::Kernel;

/// An open way to one printer. Dropping it closes it without waiting, and throws away what has not left; what has left is not
/// endangered by it.
pub trait Transport: Send {
    /// Hands over all of `bytes`, or fails.
    ///
    /// # Errors
    /// [`Fault::Stalled`] at the deadline, never much later; other faults when they happen. The
    /// error's `sent` counts every byte since the transport was opened.
    fn write(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), TransportError>;

    /// Reads what the printer has said into `buffer` and returns how many bytes; 0 when nothing came before the
    /// deadline, and always 0 where [`Transport::answers`] is false.
    ///
    /// # Errors
    /// [`Fault::Disconnected`] when the other end has gone; other faults when they happen.
    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, TransportError>;

    /// What the status lines of the port say, where it has any: the only answer of a printer that cannot be asked in its
    /// own language. `None` also when the answer did not come before the deadline.
    fn line_status(&mut self, _deadline: Instant) -> Option<LineStatus> {
        None
    }

    /// Whether answers can come back this way at all. Such a transport may stay open between jobs.
    fn answers(&self) -> bool;

    /// Waits until the bytes written so far have left this machine, as far as that can be known without closing.
    ///
    /// # Errors
    /// When the bytes cannot leave before the deadline, or were thrown away.
    fn drain(&mut self, deadline: Instant) -> Result<Evidence, TransportError>;

    /// Ends the job: as `drain`, and tells the other side that nothing more will come, which may bring
    /// more evidence. It is the last call: nothing may be written or read afterwards.
    ///
    /// Some network modules throw away what they have not printed when they learn of the end. Whoever knows nothing of the
    /// paper keeps the transport for the time of printing and only then ends or drops it; nothing is lost by that.
    ///
    /// # Errors
    /// As [`Transport::drain`].
    fn finish(&mut self, deadline: Instant) -> Result<Evidence, TransportError> {
        self.drain(deadline)
    }
}

/// What is known about bytes that were all accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The operating system or the network took them; nothing more is known.
    Accepted,
    /// They have left this machine: the buffer is empty, or the other side confirmed the end.
    Left,
}

/// The status lines of a USB or parallel printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineStatus {
    /// The paper is used up.
    pub paper_out: bool,
    /// It is online.
    pub selected: bool,
    /// It is in trouble; which, these lines do not tell.
    pub fault: bool,
}

impl LineStatus {
    /// Reads the byte of IEEE 1284. Source: USB Device Class Definition for Printing Devices 1.1, GET_PORT_STATUS: bit
    /// 5 paper empty, bit 4 select, bit 3 not error; `<linux/lp.h>` has the same bits for parallel ports.
    #[cfg(unix)]
    fn from_byte(byte: u8) -> LineStatus {
        LineStatus {
            paper_out: byte & 0x20 != 0,
            selected: byte & 0x10 != 0,
            fault: byte & 0x08 == 0,
        }
    }
}

/// How a serial port is set. Always 8 data bits: 7 would lose accents, pictures and the arguments of commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SerialSettings {
    /// Bits per second, unless the address says otherwise.
    pub baud: u32,
    /// How the printer says "wait".
    pub flow: FlowControl,
    /// The bit after the data bits.
    pub parity: Parity,
    /// How many bits end a character.
    pub stop_bits: StopBits,
}

/// The bit by which a serial character is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parity {
    /// There is none.
    None,
    /// It makes the count of ones even.
    Even,
    /// It makes the count of ones odd.
    Odd,
}

/// How many bits end a serial character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopBits {
    /// One.
    One,
    /// Two.
    Two,
}

/// How a serial printer says "wait".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowControl {
    /// It cannot.
    None,
    /// With the wire CTS.
    RtsCts,
    /// With the bytes XON and XOFF.
    XonXoff,
}

/// Draws a job as a PNG, for the transport that has no printer. It is handed in, because a
/// transport knows nothing of paper.
pub type Picture =
    Arc<dyn Fn(&[u8]) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> + Send + Sync>;

/// What a transport may need besides its address.
#[derive(Clone)]
pub struct Surroundings<'a> {
    /// The folder of the virtual printer's sheets.
    pub virtual_dir: &'a Path,
    /// The printer's serial settings.
    pub serial: SerialSettings,
    /// Draws the virtual printer's sheets.
    pub picture: Picture,
}

/// Opens the way to the printer at `address`.
///
/// # Errors
/// Nothing was sent. [`Fault::Unreachable`], [`Fault::Permission`] and [`Fault::Busy`] say what to
/// look at; a host or a port that does not answer is `Unreachable` at the deadline.
pub fn open(
    address: &Address,
    surroundings: &Surroundings<'_>,
    deadline: Instant,
) -> Result<Box<dyn Transport>, TransportError> {
    Ok(match address {
        Address::Tcp { host, port } => Box::new(tcp::Tcp::open(host, *port, deadline)?),
        Address::Serial { path, baud } => {
            let settings = SerialSettings {
                baud: baud.unwrap_or(surroundings.serial.baud),
                ..surroundings.serial
            };
            Box::new(serial::Serial::open(path, settings, deadline)?)
        }
        Address::Device(path) => Box::new(device::Device::open(path, deadline)?),
        Address::Usb(name) => {
            let file = usb::file_of(Kernel::default(), name, deadline)?;
            Box::new(device::Device::open(&file, deadline)?)
        }
        Address::Capture(path) => Box::new(capture::Capture::open(path, deadline)?),
        Address::Virtual => Box::new(virtual_paper::VirtualPaper::open(
            surroundings.virtual_dir,
            surroundings.picture.clone(),
            deadline,
        )?),
    })
}

/// Why nothing can be printed at `address`, where that is seen without opening anything: another kind of file is there.
/// `None` where there may be a printer, and also where there is nothing now.
pub fn is_no_printer(address: &Address) -> Option<TransportError> {
    let look = match address {
        Address::Serial { path, .. } => serial::Serial::look(path),
        Address::Device(path) => device::Device::look(path),
        Address::Capture(path) => capture::Capture::look(path),
        Address::Tcp { .. } | Address::Usb(_) | Address::Virtual => Ok(()),
    };
    look.err().filter(|error| error.fault == Fault::NotAPrinter)
}

/// Why a printer on the network cannot be connected to before the deadline, without a byte to it. `None` where it can, and for
/// every other way to a printer.
pub fn does_not_answer(address: &Address, deadline: Instant) -> Option<TransportError> {
    match address {
        Address::Tcp { host, port } => tcp::Tcp::open(host, *port, deadline).err(),
        _ => None,
    }
}

/// The time left until `deadline`; zero when it has passed.
fn left_until(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

/// Helpers that the tests of several transports share.
#[cfg(test)]
mod testing {
    use super::*;

    /// More than any buffer between us and a printer holds.
    pub(super) const MORE_THAN_ANY_BUFFER: usize = 64 * 1024 * 1024;

    /// Long enough for anything that is there.
    pub(super) fn soon() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    /// Runs a call that has to wait until its deadline and not for ever.
    fn at_the_deadline<T>(call: impl FnOnce(Instant) -> T) -> T {
        let patience = Duration::from_millis(300);
        let started = Instant::now();
        let result = call(started + patience);
        let took = started.elapsed();
        assert!(took >= patience, "gave up after {took:?}");
        assert!(took < patience + Duration::from_secs(5), "blocked for {took:?}");
        result
    }

    /// Writes into something that never reads: the answer must be `Stalled`, with a believable
    /// count, close to the deadline.
    pub(super) fn must_stall(transport: &mut dyn Transport, amount: usize) {
        let result = at_the_deadline(|deadline| transport.write(&vec![b'x'; amount], deadline));
        let error = result.expect_err("nobody reads, so it cannot all be accepted");
        assert_eq!(error.fault, Fault::Stalled, "{error:?}");
        assert!(error.sent > 0 && error.sent < amount, "sent {}", error.sent);
    }

    /// What was written cannot leave: the answer must be `Stalled`, close to the deadline.
    pub(super) fn must_not_drain(transport: &mut dyn Transport) {
        let result = at_the_deadline(|deadline| transport.drain(deadline));
        assert_eq!(result.expect_err("nobody reads").fault, Fault::Stalled);
    }

    /// Listens to somebody who says nothing: that is no fault, and takes until the deadline.
    pub(super) fn must_be_silent(transport: &mut dyn Transport) {
        let result = at_the_deadline(|deadline| transport.read(&mut [0; 16], deadline));
        assert_eq!(result.expect("silence is no fault"), 0);
    }

    /// Hears `said`, in however many pieces it comes.
    pub(super) fn must_hear(transport: &mut dyn Transport, said: &[u8]) {
        let deadline = soon();
        let mut heard: Vec<u8> = Vec::new();
        while heard.len() < said.len() && Instant::now() < deadline {
            let mut buffer = [0; 1];
            let count = transport.read(&mut buffer, deadline).expect("it is still there");
            heard.extend(&buffer[..count]);
        }
        assert_eq!(heard, said);
    }
}
