//! What goes wrong between this machine and a printer, in words that say where to look.
//!
//! Belongs here: the kinds of faults and how the operating system's errors map to them. Never
//! here: what a fault means for a ticket (that is the session).

use std::fmt;
use std::io::{Error, ErrorKind};

use thiserror::Error as ThisError;

use super::nature;

/// The kinds of faults, by what a person has to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing answers there.
    Unreachable,
    /// Something answers there and takes no connection now.
    Refused,
    /// What is there is no printer: a file, a folder, a pipe, a screen.
    NotAPrinter,
    /// This user may not open it.
    Permission,
    /// Another program holds it.
    Busy,
    /// It took no further byte before the deadline.
    Stalled,
    /// It went away in the middle.
    Disconnected,
    /// The status lines of a USB or parallel port say that its paper is used up.
    PaperOut,
    /// Anything else.
    Io,
}

impl Fault {
    /// What a person can do about it.
    pub(super) fn advice(self) -> &'static str {
        match self {
            Fault::Unreachable => "check that the printer is on, connected, and at this address",
            Fault::Refused => {
                "it takes no connection just now: it may serve another computer, or restart; if that lasts, check its \
                 address"
            }
            Fault::NotAPrinter => {
                "this is no printer: antre printer list shows the addresses of printers; to collect the bytes in a \
                 file, write capture:///path/file"
            }
            Fault::Permission => "let this user open the port (on Linux: the group lp or dialout)",
            Fault::Busy => "close the other program that holds the printer",
            Fault::Stalled => "check paper, cover and the error lamp of the printer",
            Fault::Disconnected => "check the cable, then what is on the paper",
            Fault::PaperOut => "put in a new roll",
            Fault::Io => "see the cause below",
        }
    }
}

/// What a transport was doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Opening the way to the printer.
    Open,
    /// Handing over bytes.
    Write,
    /// Waiting for an answer.
    Read,
    /// Waiting until they have left.
    Drain,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Step::Open => "opening",
            Step::Write => "sending to",
            Step::Read => "listening to",
            Step::Drain => "waiting for",
        })
    }
}

/// A fault, with the number of bytes that may have reached the printer.
#[derive(Debug, ThisError)]
#[error("{step} {target}: {}", advice.as_deref().unwrap_or(fault.advice()))]
pub struct TransportError {
    /// What kind of fault.
    pub fault: Fault,
    /// What we were doing.
    pub step: Step,
    /// The port, as its transport calls it.
    pub target: String,
    /// How many bytes since opening may have left. Zero means: certainly nothing is on paper.
    pub sent: usize,
    /// What a person can do about it, where more is known than the kind of fault.
    pub advice: Option<String>,
    /// What the operating system said.
    #[source]
    pub source: Error,
}

impl TransportError {
    /// A failed attempt to open `target`.
    pub(super) fn opening(target: &str, source: Error) -> TransportError {
        let fault = match kind(&source) {
            _ if nature::is_no_printer(&source) => Fault::NotAPrinter,
            // While opening, silence and a missing other end mean the same: nobody is there.
            Fault::Stalled | Fault::Disconnected => Fault::Unreachable,
            Fault::Io if source.kind() == ErrorKind::ConnectionRefused => Fault::Refused,
            Fault::Io if is_missing(&source) => Fault::Unreachable,
            fault => fault,
        };
        TransportError {
            fault,
            step: Step::Open,
            target: target.to_owned(),
            sent: 0,
            advice: None,
            source,
        }
    }

    /// A fault after `sent` bytes may have left.
    pub(super) fn after(step: Step, target: &str, sent: usize, source: Error) -> TransportError {
        let fault = match kind(&source) {
            Fault::Io if is_missing(&source) => Fault::Disconnected,
            fault => fault,
        };
        TransportError { fault, step, target: target.to_owned(), sent, advice: None, source }
    }

    /// The same fault, with advice that fits this very port.
    pub(super) fn advising(mut self, advice: Option<String>) -> TransportError {
        self.advice = advice;
        self
    }

    /// The same, now that the printer has said that it has no paper.
    pub(super) fn without_paper(mut self) -> TransportError {
        self.fault = Fault::PaperOut;
        self
    }

    /// A fault of a port that exists only in a test.
    #[cfg(test)]
    pub(crate) fn scripted(sent: usize, source: Error) -> TransportError {
        TransportError::after(Step::Write, "the scripted port", sent, source)
    }
}

fn kind(error: &Error) -> Fault {
    match error.kind() {
        ErrorKind::PermissionDenied => Fault::Permission,
        ErrorKind::ResourceBusy | ErrorKind::AddrInUse => Fault::Busy,
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Fault::Stalled,
        ErrorKind::BrokenPipe
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::NotConnected
        | ErrorKind::UnexpectedEof => Fault::Disconnected,
        _ => Fault::Io,
    }
}

/// Errors that say "there is no such thing": a wrong name while opening, a pulled cable later.
fn is_missing(error: &Error) -> bool {
    let named = matches!(
        error.kind(),
        ErrorKind::NotFound
            | ErrorKind::ConnectionRefused
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::AddrNotAvailable
    );
    #[cfg(unix)]
    let numbered = {
        use rustix::io::Errno;
        let missing = [Errno::NXIO, Errno::NODEV, Errno::IO];
        missing.map(|errno| Some(errno.raw_os_error())).contains(&error.raw_os_error())
    };
    #[cfg(not(unix))]
    let numbered = false;
    named || numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(kind: ErrorKind) -> Fault {
        TransportError::opening("x", kind.into()).fault
    }

    fn writing(kind: ErrorKind) -> Fault {
        TransportError::after(Step::Write, "x", 1, kind.into()).fault
    }

    #[test]
    fn the_same_error_means_different_things_before_and_after_the_first_byte() {
        assert_eq!(opening(ErrorKind::TimedOut), Fault::Unreachable);
        assert_eq!(writing(ErrorKind::TimedOut), Fault::Stalled);
        assert_eq!(opening(ErrorKind::ConnectionRefused), Fault::Refused);
        assert_eq!(writing(ErrorKind::ConnectionReset), Fault::Disconnected);
        assert_eq!(opening(ErrorKind::PermissionDenied), Fault::Permission);
        assert_eq!(opening(ErrorKind::ResourceBusy), Fault::Busy);
        assert_eq!(writing(ErrorKind::StorageFull), Fault::Io);
    }

    #[test]
    fn the_text_says_what_to_do_and_leaves_the_cause_to_the_source() {
        let error = TransportError::opening("/dev/usb/lp0", ErrorKind::NotFound.into());
        assert_eq!(
            error.to_string(),
            "opening /dev/usb/lp0: check that the printer is on, connected, and at this address"
        );
    }
}
