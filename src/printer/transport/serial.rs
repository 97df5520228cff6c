//! Serial ports. The only file that knows the crate `serialport`.
//!
//! Belongs here: setting up a port, writing to it and emptying it under deadlines. Never here:
//! what printers answer.
//!
//! `serialport` opens and configures the port and locks it against other programs, but it does not
//! write: its `write` polls once and then blocks, so a printer without paper would hold the caller
//! for ever. On Unix we write through a descriptor of our own on the same port, opened with
//! O_NONBLOCK, which is a property of that descriptor alone.

use std::time::Instant;

use serialport::{DataBits, SerialPortBuilder};

use super::{
    Evidence, FlowControl, Parity, SerialSettings, Step, StopBits, Transport, TransportError,
};

/// An open serial port.
pub(super) struct Serial {
    port: platform::Port,
    target: String,
    sent: usize,
}

impl Serial {
    /// Opens the port called `path` and sets it up.
    pub(super) fn open(path: &str, settings: SerialSettings) -> Result<Serial, TransportError> {
        let target = format!("the serial port {path}");
        let builder = serialport::new(path, settings.baud)
            .data_bits(DataBits::Eight)
            .parity(match settings.parity {
                Parity::None => serialport::Parity::None,
                Parity::Even => serialport::Parity::Even,
                Parity::Odd => serialport::Parity::Odd,
            })
            .stop_bits(match settings.stop_bits {
                StopBits::One => serialport::StopBits::One,
                StopBits::Two => serialport::StopBits::Two,
            })
            .flow_control(match settings.flow {
                FlowControl::None => serialport::FlowControl::None,
                FlowControl::RtsCts => serialport::FlowControl::Hardware,
                FlowControl::XonXoff => serialport::FlowControl::Software,
            });
        let port = platform::open(path, &builder)
            .map_err(|error| TransportError::opening(&target, error))?;
        Ok(Serial { port, target, sent: 0 })
    }

    /// A fault. What still waits in the port is thrown away, so that it cannot come out as a ghost
    /// when the printer wakes up, and it does not count as sent.
    fn fault(&mut self, step: Step, error: std::io::Error) -> TransportError {
        let waiting = self.port.waiting().unwrap_or(0);
        self.port.discard();
        let sent = self.sent.saturating_sub(waiting);
        TransportError::after(step, &self.target, sent, error)
    }
}

impl Transport for Serial {
    fn write(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), TransportError> {
        let result = self.port.write_all(bytes, deadline);
        let (count, fault) = match result {
            Ok(()) => (bytes.len(), None),
            Err((count, error)) => (count, Some(error)),
        };
        self.sent += count;
        fault.map_or(Ok(()), |error| Err(self.fault(Step::Write, error)))
    }

    fn read(&mut self, _buffer: &mut [u8], _deadline: Instant) -> Result<usize, TransportError> {
        Ok(0)
    }

    fn answers(&self) -> bool {
        false
    }

    /// Watches the port's queue run empty. The usual call for that, `tcdrain`, waits for ever.
    fn drain(&mut self, deadline: Instant) -> Result<Evidence, TransportError> {
        let emptied = self.port.run_empty(deadline);
        emptied.map_err(|error| self.fault(Step::Drain, error))?;
        Ok(Evidence::Left)
    }
}

impl Drop for Serial {
    /// Closing a port whose queue is not empty makes the kernel wait up to 30 seconds for it.
    fn drop(&mut self) {
        if self.port.waiting().is_ok_and(|waiting| waiting > 0) {
            self.port.discard();
        }
    }
}

/// The words of `serialport` for what the operating system said.
fn io_error(error: serialport::Error) -> std::io::Error {
    use std::io::ErrorKind;
    let kind = match error.kind() {
        // The port is proven to exist: "no device" is its word for a lock of another program.
        serialport::ErrorKind::NoDevice => ErrorKind::ResourceBusy,
        serialport::ErrorKind::InvalidInput => ErrorKind::InvalidInput,
        serialport::ErrorKind::Io(kind) => kind,
        serialport::ErrorKind::Unknown => ErrorKind::Other,
    };
    std::io::Error::new(kind, error)
}

#[cfg(unix)]
mod platform {
    use super::super::{descriptor, left_until};
    use super::{SerialPortBuilder, io_error};
    use rustix::fs::{Mode, OFlags};
    use serialport::{ClearBuffer, SerialPort, TTYPort};
    use std::io::{Error, ErrorKind};
    use std::os::fd::OwnedFd;
    use std::time::{Duration, Instant};

    /// The kernel tells only on request how much is left; at 9600 baud this is 5 characters.
    const LOOK_EVERY: Duration = Duration::from_millis(5);

    pub(super) struct Port {
        /// Ours, never blocks. First, so that the lock in `control` outlives it.
        writing: OwnedFd,
        /// Configuration, lock, queue length.
        pub(super) control: TTYPort,
    }

    pub(super) fn open(path: &str, builder: &SerialPortBuilder) -> Result<Port, Error> {
        // Ours first: once `serialport` has its lock, nobody can open the port again.
        let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let writing = rustix::fs::open(path, flags, Mode::empty())?;
        let control = TTYPort::open(builder).map_err(io_error)?;
        Ok(Port { writing, control })
    }

    impl Port {
        pub(super) fn write_all(
            &mut self,
            bytes: &[u8],
            deadline: Instant,
        ) -> Result<(), (usize, Error)> {
            descriptor::write_all(&self.writing, bytes, deadline)
        }

        pub(super) fn run_empty(&mut self, deadline: Instant) -> Result<(), Error> {
            while self.waiting()? > 0 {
                if left_until(deadline).is_zero() {
                    return Err(ErrorKind::TimedOut.into());
                }
                descriptor::watch(&self.writing, LOOK_EVERY.min(left_until(deadline)))?;
            }
            Ok(())
        }

        pub(super) fn waiting(&self) -> Result<usize, Error> {
            let waiting = self.control.bytes_to_write().map_err(io_error)?;
            Ok(waiting as usize)
        }

        pub(super) fn discard(&self) {
            // Nothing better can be done when even this fails: the port is on its way out.
            let _ = self.control.clear(ClearBuffer::Output);
        }
    }
}

/// Elsewhere `serialport` hands its timeout to the system, which keeps it.
#[cfg(not(unix))]
mod platform {
    use super::super::left_until;
    use super::{SerialPortBuilder, io_error};
    use serialport::{ClearBuffer, SerialPort};
    use std::io::{Error, ErrorKind};
    use std::time::{Duration, Instant};

    const LOOK_EVERY: Duration = Duration::from_millis(5);

    pub(super) struct Port {
        port: Box<dyn SerialPort>,
    }

    pub(super) fn open(_path: &str, builder: &SerialPortBuilder) -> Result<Port, Error> {
        let port = builder.clone().open().map_err(|error| match error.kind() {
            serialport::ErrorKind::NoDevice => Error::new(ErrorKind::NotFound, error),
            _ => io_error(error),
        })?;
        Ok(Port { port })
    }

    impl Port {
        pub(super) fn write_all(
            &mut self,
            bytes: &[u8],
            deadline: Instant,
        ) -> Result<(), (usize, Error)> {
            let mut sent = 0;
            while sent < bytes.len() {
                let left = left_until(deadline);
                if left.is_zero() {
                    return Err((sent, ErrorKind::TimedOut.into()));
                }
                let slice = &bytes[sent..bytes.len().min(sent + 256)];
                self.port.set_timeout(left).map_err(|error| (sent, io_error(error)))?;
                sent += self.port.write(slice).map_err(|error| (sent, error))?;
            }
            Ok(())
        }

        pub(super) fn run_empty(&mut self, deadline: Instant) -> Result<(), Error> {
            while self.waiting()? > 0 {
                let left = left_until(deadline);
                if left.is_zero() {
                    return Err(ErrorKind::TimedOut.into());
                }
                std::thread::sleep(LOOK_EVERY.min(left));
            }
            Ok(())
        }

        pub(super) fn waiting(&self) -> Result<usize, Error> {
            let waiting = self.port.bytes_to_write().map_err(io_error)?;
            Ok(waiting as usize)
        }

        pub(super) fn discard(&self) {
            let _ = self.port.clear(ClearBuffer::Output);
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::printer::transport::Fault;
    use crate::printer::transport::testing::must_stall;
    use serialport::{SerialPort, TTYPort};
    use std::io::Read;
    use std::time::Duration;

    const SETTINGS: SerialSettings = SerialSettings {
        baud: 9600,
        flow: FlowControl::None,
        parity: Parity::None,
        stop_bits: StopBits::One,
    };

    /// A pseudo-terminal: the master plays the printer, the path is the port we open.
    fn pty() -> (TTYPort, String) {
        let (master, slave) = TTYPort::pair().expect("a pseudo-terminal");
        let path = slave.name().expect("the slave has a name");
        (master, path)
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    #[test]
    fn a_printer_that_never_reads_stalls_at_the_deadline() {
        let (_printer, path) = pty();
        let mut serial = Serial::open(&path, SETTINGS).expect("opens");
        must_stall(&mut serial, 1024 * 1024);
    }

    #[test]
    fn bytes_arrive_as_they_were_sent() {
        let (mut printer, path) = pty();
        let mut serial = Serial::open(&path, SETTINGS).expect("opens");
        let job = b"\x1b@T012\n\x11\x13\xff\x1dVB\x00";
        serial.write(job, soon()).expect("small");
        assert_eq!(serial.drain(soon()).expect("empties"), Evidence::Left);
        let mut taken = vec![0; job.len()];
        printer.set_timeout(Duration::from_secs(5)).expect("a timeout");
        printer.read_exact(&mut taken).expect("readable");
        assert_eq!(taken, job);
    }

    #[test]
    fn a_port_is_set_as_told() {
        let (_printer, path) = pty();
        // A pseudo-terminal has no parity to set; the rest it keeps like a real port.
        let told = SerialSettings {
            baud: 38400,
            flow: FlowControl::XonXoff,
            stop_bits: StopBits::Two,
            ..SETTINGS
        };
        let serial = Serial::open(&path, told).expect("opens");
        let port = &serial.port.control;
        assert_eq!(port.baud_rate().expect("readable"), 38400);
        assert_eq!(port.flow_control().expect("readable"), serialport::FlowControl::Software);
        assert_eq!(port.stop_bits().expect("readable"), serialport::StopBits::Two);
        assert_eq!(port.data_bits().expect("readable"), DataBits::Eight);
    }

    #[test]
    fn a_pulled_cable_is_disconnected() {
        let (printer, path) = pty();
        let mut serial = Serial::open(&path, SETTINGS).expect("opens");
        drop(printer);
        let error = serial.write(b"T012\n", soon()).expect_err("nobody is there");
        assert_eq!((error.fault, error.sent), (Fault::Disconnected, 0));
    }

    #[test]
    fn a_port_that_another_program_holds_is_busy() {
        let (_printer, path) = pty();
        let _first = Serial::open(&path, SETTINGS).expect("opens");
        let error = Serial::open(&path, SETTINGS).err().expect("held");
        assert_eq!(error.fault, Fault::Busy, "{error:?}");
    }

    #[test]
    fn a_missing_port_is_unreachable() {
        let error = Serial::open("/dev/no-such-port", SETTINGS).err().expect("missing");
        assert_eq!(error.fault, Fault::Unreachable);
    }
}
