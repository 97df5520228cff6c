//! Printers that are a file: `/dev/usb/lp0` of Linux, or a port of Windows.
//!
//! Belongs here: opening such a file, writing to it and listening to it without ever blocking. Never here: creating it;
//! a device that is missing is a printer that is missing.
//!
//! `LPABORT` of Linux, which ends a write when the paper does, has no effect on a file that never blocks. So a write
//! that makes no progress asks for the status lines instead, as the kernel does for a write that blocks; some printers
//! go on only after that.

use std::io::{Error, ErrorKind};
use std::path::Path;
use std::time::{Duration, Instant};

use super::in_time::in_time;
use super::{Evidence, LineStatus, Machine, Step, Transport, TransportError, left_until};

/// Without progress for as long as this, the printer is asked why.
const ASK_AFTER: Duration = Duration::from_secs(1);

/// For the answer of a printer that still says something.
const STATUS: Duration = Duration::from_millis(500);

/// An open device file.
pub(super) struct Device {
    port: platform::Port,
    target: String,
    sent: usize,
    /// Asks for the status lines; a test puts a printer of its own here.
    ask: fn(&platform::Port, Instant) -> Result<LineStatus, Error>,
    /// Its status lines once did not answer; asking again would only queue up behind that.
    silent: bool,
}

impl Device {
    /// Opens the device at `path`, which must exist and be a printer or a terminal.
    pub(super) fn open(path: &Path, deadline: Instant) -> Result<Device, TransportError> {
        let file = path.to_owned();
        let port = in_time(deadline, move || platform::open(&file)).map_err(|error| {
            Machine::default().advise(path, TransportError::opening(&target(path), error))
        })?;
        Ok(Device::new(port, path))
    }

    /// As far as the device at `path` can be told from another file without opening it.
    ///
    /// # Errors
    /// [`Fault::NotAPrinter`](super::Fault), or that it is not there.
    pub(super) fn look(path: &Path) -> Result<(), TransportError> {
        let look = platform::look(path).map(drop);
        look.map_err(|error| TransportError::opening(&target(path), error))
    }

    fn new(port: platform::Port, path: &Path) -> Device {
        Device { port, target: target(path), sent: 0, ask: platform::status, silent: false }
    }

    fn fault(&self, step: Step, error: Error) -> TransportError {
        // The driver of parallel ports says this when the paper is used up.
        let paper_out = error.kind() == ErrorKind::StorageFull;
        let fault = TransportError::after(step, &self.target, self.sent, error);
        if paper_out { fault.without_paper() } else { fault }
    }

    /// Repeats `call`, which makes what progress it can in its time, and asks the printer for paper in between.
    fn patiently(
        &mut self,
        step: Step,
        deadline: Instant,
        mut call: impl FnMut(&platform::Port, Instant) -> Result<usize, (usize, Error)>,
    ) -> Result<(), TransportError> {
        loop {
            let pause = (left_until(deadline) / 2).clamp(STATUS / 10, ASK_AFTER);
            let (count, error) = match call(&self.port, deadline.min(Instant::now() + pause)) {
                Ok(count) => (count, None),
                Err((count, error)) => (count, Some(error)),
            };
            self.sent += count;
            let Some(error) = error else { return Ok(()) };
            let late = left_until(deadline).is_zero();
            if late || error.kind() != ErrorKind::TimedOut {
                return Err(self.fault(step, error));
            }
            if count == 0 && self.line_status(deadline).is_some_and(|status| status.paper_out) {
                return Err(self.fault(step, error).without_paper());
            }
        }
    }
}

fn target(path: &Path) -> String {
    format!("the printer device {}", path.display())
}

impl Transport for Device {
    fn write(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), TransportError> {
        let mut rest = bytes;
        self.patiently(Step::Write, deadline, |port, until| {
            let result = platform::write_all(port, rest, until);
            let count = result.as_ref().map_or_else(|(count, _)| *count, |()| rest.len());
            rest = &rest[count..];
            result.map(|()| count)
        })
    }

    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, TransportError> {
        if !self.answers() {
            return Ok(0);
        }
        platform::read(&self.port, buffer, deadline).map_err(|error| self.fault(Step::Read, error))
    }

    fn answers(&self) -> bool {
        self.port.answers
    }

    fn line_status(&mut self, deadline: Instant) -> Option<LineStatus> {
        if self.silent {
            return None;
        }
        let asked = (self.ask)(&self.port, deadline.min(Instant::now() + STATUS));
        self.silent = asked.is_err();
        asked.ok()
    }

    /// Waits until the device takes more. Linux's usblp becomes writable again only when the last
    /// transfer is complete, and closing it earlier kills that transfer.
    fn drain(&mut self, deadline: Instant) -> Result<Evidence, TransportError> {
        self.patiently(Step::Drain, deadline, |port, until| {
            platform::settle(port, until).map(|()| 0).map_err(|error| (0, error))
        })?;
        Ok(platform::SETTLED)
    }
}

#[cfg(unix)]
mod platform {
    use super::super::descriptor::{self, Nothing};
    use super::super::ioctl;
    use super::super::nature::{self, Nature};
    use super::{Evidence, LineStatus, in_time};
    use rustix::fs::{Mode, OFlags};
    use rustix::io::Errno;
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    use std::io::Error;
    use std::os::fd::OwnedFd;
    use std::path::Path;
    use std::sync::Arc;
    use std::time::Instant;

    pub(super) const SETTLED: Evidence = Evidence::Left;

    pub(super) struct Port {
        /// Shared with a question for the status lines that may hang.
        file: Arc<descriptor::Port>,
        is_terminal: bool,
        pub(super) answers: bool,
    }

    pub(super) fn look(path: &Path) -> Result<Nature, Error> {
        nature::at(path)
    }

    pub(super) fn open(path: &Path) -> Result<Port, Error> {
        let nature = look(path)?;
        let (file, both_ways) = match open_for(path, OFlags::RDWR) {
            Ok(file) => (file, true),
            Err(_) => (open_for(path, OFlags::WRONLY)?, false),
        };
        nature::prove(&file, nature)?;
        let is_terminal = nature == Nature::Terminal;
        if is_terminal {
            // Some USB printers call themselves a modem. Their bytes must not be edited on the way.
            let mut settings = tcgetattr(&file)?;
            settings.make_raw();
            tcsetattr(&file, OptionalActions::Now, &settings)?;
        }
        let answers = both_ways && listen(&file);
        Ok(Port { file: Arc::new(descriptor::Port::new(file)), is_terminal, answers })
    }

    fn open_for(path: &Path, access: OFlags) -> Result<OwnedFd, Error> {
        let flags = access | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        Ok(rustix::fs::open(path, flags, Mode::empty())?)
    }

    #[cfg(test)]
    impl Port {
        /// The end of a pipe, in the place of a printer without a way back.
        pub(super) fn one_way(path: &Path) -> Result<Port, Error> {
            let file = Arc::new(descriptor::Port::new(open_for(path, OFlags::WRONLY)?));
            Ok(Port { file, is_terminal: false, answers: false })
        }
    }

    /// Whether the printer can answer; what it said to somebody before us is thrown away. Linux's usblp opens a printer
    /// without a way back like any other and refuses the first read.
    fn listen(file: &OwnedFd) -> bool {
        let mut old = [0; 256];
        // More than any printer says unasked.
        for _ in 0..64 {
            match rustix::io::read(file, &mut old) {
                Ok(0) | Err(Errno::AGAIN) => return true,
                Ok(_) | Err(Errno::INTR) => {}
                Err(_) => return false,
            }
        }
        true
    }

    pub(super) fn write_all(
        port: &Port,
        bytes: &[u8],
        deadline: Instant,
    ) -> Result<(), (usize, Error)> {
        descriptor::write_all(&port.file, bytes, deadline)
    }

    pub(super) fn read(port: &Port, buffer: &mut [u8], deadline: Instant) -> Result<usize, Error> {
        let nothing = if port.is_terminal { Nothing::End } else { Nothing::Silence };
        descriptor::read(&port.file, buffer, nothing, deadline)
    }

    pub(super) fn status(port: &Port, deadline: Instant) -> Result<LineStatus, Error> {
        let file = Arc::clone(&port.file);
        in_time(deadline, move || Ok(ioctl::status_lines(&*file)?)).map(LineStatus::from_byte)
    }

    pub(super) fn settle(port: &Port, deadline: Instant) -> Result<(), Error> {
        if port.is_terminal {
            return descriptor::wait_sent(&port.file, deadline);
        }
        descriptor::wait_writable(&port.file, deadline)
    }
}

/// Elsewhere a file cannot be written without blocking through the standard library. The deadline
/// is looked at between small slices, so a stalled printer costs one slice more than its time.
#[cfg(not(unix))]
mod platform {
    use super::super::left_until;
    use super::super::nature::{self, NotAPrinter};
    use super::{Evidence, LineStatus};
    use std::fs::{File, OpenOptions};
    use std::io::{Error, ErrorKind, Write};
    use std::path::Path;
    use std::time::Instant;

    pub(super) const SETTLED: Evidence = Evidence::Accepted;

    pub(super) struct Port {
        file: File,
        pub(super) answers: bool,
    }

    pub(super) fn look(path: &Path) -> Result<(), Error> {
        match path.to_str().is_some_and(nature::is_port_of_windows) {
            true => Ok(()),
            false => Err(NotAPrinter("no port and no shared printer of Windows").into()),
        }
    }

    pub(super) fn open(path: &Path) -> Result<Port, Error> {
        look(path)?;
        let file = OpenOptions::new().write(true).open(path)?;
        Ok(Port { file, answers: false })
    }

    pub(super) fn write_all(
        port: &Port,
        bytes: &[u8],
        deadline: Instant,
    ) -> Result<(), (usize, Error)> {
        let mut sent = 0;
        while sent < bytes.len() {
            if left_until(deadline).is_zero() {
                return Err((sent, ErrorKind::TimedOut.into()));
            }
            let slice = &bytes[sent..bytes.len().min(sent + 256)];
            sent += (&port.file).write(slice).map_err(|error| (sent, error))?;
        }
        Ok(())
    }

    pub(super) fn read(_port: &Port, _buffer: &mut [u8], _until: Instant) -> Result<usize, Error> {
        Ok(0)
    }

    pub(super) fn status(_port: &Port, _deadline: Instant) -> Result<LineStatus, Error> {
        Err(ErrorKind::Unsupported.into())
    }

    pub(super) fn settle(port: &Port, _deadline: Instant) -> Result<(), Error> {
        (&port.file).flush()
    }
}

#[cfg(all(test, unix))]
mod tests;
