//! Serial ports. The only file that knows the crate `serialport`.
//!
//! Belongs here: setting up a port, writing to it, listening to it and emptying it under deadlines. Never here:
//! what printers answer.
//!
//! `serialport` opens and configures the port and locks it against other programs, but it does not
//! write: its `write` polls once and then blocks, so a printer without paper would hold the caller
//! for ever. On Unix we write and read through a descriptor of our own on the same port, opened with
//! O_NONBLOCK, which is a property of that descriptor alone.

use std::path::Path;
use std::time::Instant;

use serialport::{DataBits, SerialPortBuilder};

use super::in_time::in_time;
use super::{
    Evidence, FlowControl, Machine, Parity, SerialSettings, Step, StopBits, Transport,
    TransportError,
};

/// An open serial port.
pub(super) struct Serial {
    port: platform::Port,
    target: String,
    sent: usize,
}

impl Serial {
    /// Opens the port called `path`, sets it up, and throws away what had come before.
    pub(super) fn open(
        path: &str,
        settings: SerialSettings,
        deadline: Instant,
    ) -> Result<Serial, TransportError> {
        let target = target(path);
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
        let name = path.to_owned();
        let port = in_time(deadline, move || platform::open(&name, &builder)).map_err(|error| {
            let error = TransportError::opening(&target, error);
            Machine::default().advise(Path::new(path), error)
        })?;
        Ok(Serial { port, target, sent: 0 })
    }

    /// As far as the port called `path` can be told from another file without opening it.
    ///
    /// # Errors
    /// [`Fault::NotAPrinter`](super::Fault), or that it is not there.
    pub(super) fn look(path: &str) -> Result<(), TransportError> {
        let look = platform::look(path).map(drop);
        look.map_err(|error| TransportError::opening(&target(path), error))
    }

    /// A fault. What still waits in the port is thrown away, so that it cannot come out as a ghost
    /// when the printer wakes up, and it does not count as sent.
    fn fault(&mut self, step: Step, error: std::io::Error) -> TransportError {
        let waiting = self.port.waiting().unwrap_or(0);
        self.port.discard();
        // Drivers of USB adapters may keep what they have: only what is seen to be gone has not left.
        let kept = self.port.waiting().unwrap_or(waiting);
        let sent = self.sent.saturating_sub(waiting.saturating_sub(kept));
        TransportError::after(step, &self.target, sent, error)
    }
}

fn target(path: &str) -> String {
    format!("the serial port {path}")
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

    fn read(&mut self, buffer: &mut [u8], deadline: Instant) -> Result<usize, TransportError> {
        self.port.read(buffer, deadline).map_err(|error| self.fault(Step::Read, error))
    }

    fn answers(&self) -> bool {
        true
    }

    /// Watches the port's queue run empty.
    fn drain(&mut self, deadline: Instant) -> Result<Evidence, TransportError> {
        let emptied = self.port.run_empty(deadline);
        emptied.map_err(|error| self.fault(Step::Drain, error))?;
        Ok(Evidence::Left)
    }
}

/// The serial ports that the operating system names, each with what is known of it.
#[cfg(not(target_os = "linux"))]
pub fn ports() -> Vec<(String, String)> {
    use serialport::SerialPortType;
    let described = |kind| match kind {
        SerialPortType::UsbPort(usb) => {
            let words = [usb.manufacturer, usb.product].into_iter().flatten();
            let words: Vec<String> = words.collect();
            format!("{} (USB {:04x}:{:04x})", words.join(" "), usb.vid, usb.pid).trim().to_owned()
        }
        SerialPortType::BluetoothPort => "Bluetooth".to_owned(),
        SerialPortType::PciPort | SerialPortType::Unknown => "serial port".to_owned(),
    };
    let ports = serialport::available_ports().unwrap_or_default().into_iter();
    // macOS shows each port twice; opening the one called tty waits for a modem.
    let ports = ports.filter(|port| !port.port_name.starts_with("/dev/tty."));
    ports.map(|port| (port.port_name, described(port.port_type))).collect()
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
    use super::super::descriptor::{self, Nothing};
    use super::super::nature::{self, Nature, NotAPrinter};
    use super::{SerialPortBuilder, io_error};
    use rustix::fs::{Mode, OFlags};
    use rustix::termios::{InputModes, OptionalActions, tcgetattr, tcsetattr};
    use serialport::{ClearBuffer, SerialPort, TTYPort};
    use std::io::Error;
    use std::path::Path;
    use std::time::Instant;

    pub(super) struct Port {
        /// Configuration, lock, queue length. First, so that it is not the last to close the port: that one waits.
        pub(super) control: TTYPort,
        /// Ours, never blocks.
        bytes: descriptor::Port,
    }

    pub(super) fn look(path: &str) -> Result<Nature, Error> {
        match nature::at(Path::new(path))? {
            Nature::Printer => {
                let what = "a printer device, whose address begins with device://";
                Err(NotAPrinter(what).into())
            }
            Nature::Terminal => Ok(Nature::Terminal),
        }
    }

    pub(super) fn open(path: &str, builder: &SerialPortBuilder) -> Result<Port, Error> {
        let nature = look(path)?;
        // Ours first: once `serialport` has its lock, nobody can open the port again.
        let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let bytes = descriptor::Port::new(rustix::fs::open(path, flags, Mode::empty())?);
        nature::prove(&bytes, nature)?;
        let control = TTYPort::open(builder).map_err(io_error)?;
        only_xon_releases(&bytes)?;
        control.clear(ClearBuffer::Input).map_err(io_error)?;
        Ok(Port { control, bytes })
    }

    /// Clears `IXANY`, which `serialport` leaves as it finds it: with it any byte that comes in would release a line that
    /// the printer has stopped, also the status byte that says why it has.
    fn only_xon_releases(port: &descriptor::Port) -> Result<(), Error> {
        let mut settings = tcgetattr(port)?;
        settings.input_modes.remove(InputModes::IXANY);
        Ok(tcsetattr(port, OptionalActions::Now, &settings)?)
    }

    impl Port {
        pub(super) fn write_all(
            &mut self,
            bytes: &[u8],
            deadline: Instant,
        ) -> Result<(), (usize, Error)> {
            descriptor::write_all(&self.bytes, bytes, deadline)
        }

        pub(super) fn read(
            &mut self,
            buffer: &mut [u8],
            deadline: Instant,
        ) -> Result<usize, Error> {
            descriptor::read(&self.bytes, buffer, Nothing::End, deadline)
        }

        pub(super) fn run_empty(&mut self, deadline: Instant) -> Result<(), Error> {
            descriptor::wait_sent(&self.bytes, deadline)
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

    /// Windows has no file in the place of a serial port.
    pub(super) fn look(_path: &str) -> Result<(), Error> {
        Ok(())
    }

    pub(super) fn open(_path: &str, builder: &SerialPortBuilder) -> Result<Port, Error> {
        let port = builder.clone().open().map_err(|error| match error.kind() {
            serialport::ErrorKind::NoDevice => Error::new(ErrorKind::NotFound, error),
            _ => io_error(error),
        })?;
        port.clear(ClearBuffer::Input).map_err(io_error)?;
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

        pub(super) fn read(
            &mut self,
            buffer: &mut [u8],
            deadline: Instant,
        ) -> Result<usize, Error> {
            // A timeout of zero would wait for ever.
            let left = left_until(deadline).max(Duration::from_millis(1));
            self.port.set_timeout(left).map_err(io_error)?;
            match self.port.read(buffer) {
                Err(error) if error.kind() == ErrorKind::TimedOut => Ok(0),
                result => result,
            }
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

    impl Drop for Port {
        fn drop(&mut self) {
            self.discard();
        }
    }
}

#[cfg(all(test, unix))]
mod tests;
