//! Printers that are a file: `/dev/usb/lp0` of Linux, or a port of Windows.
//!
//! Belongs here: opening and writing such a file without ever blocking. Never here: creating it; a
//! device that is missing is a printer that is missing.

use std::path::Path;
use std::time::Instant;

use super::{Evidence, Step, Transport, TransportError};

/// An open device file.
pub(super) struct Device {
    port: platform::Port,
    target: String,
    sent: usize,
}

impl Device {
    /// Opens the device at `path`, which must exist.
    pub(super) fn open(path: &Path) -> Result<Device, TransportError> {
        let target = format!("the printer device {}", path.display());
        let port = platform::open(path).map_err(|error| TransportError::opening(&target, error))?;
        Ok(Device { port, target, sent: 0 })
    }
}

impl Transport for Device {
    fn write(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), TransportError> {
        let result = platform::write_all(&mut self.port, bytes, deadline);
        let (count, fault) = match result {
            Ok(()) => (bytes.len(), None),
            Err((count, error)) => (count, Some(error)),
        };
        self.sent += count;
        fault.map_or(Ok(()), |error| {
            Err(TransportError::after(Step::Write, &self.target, self.sent, error))
        })
    }

    fn read(&mut self, _buffer: &mut [u8], _deadline: Instant) -> Result<usize, TransportError> {
        Ok(0)
    }

    fn answers(&self) -> bool {
        false
    }

    /// Waits until the device takes more. Linux's usblp becomes writable again only when the last
    /// transfer is complete, and closing it earlier kills that transfer.
    fn drain(&mut self, deadline: Instant) -> Result<Evidence, TransportError> {
        platform::settle(&mut self.port, deadline)
            .map_err(|error| TransportError::after(Step::Drain, &self.target, self.sent, error))
    }
}

#[cfg(unix)]
mod platform {
    use super::super::descriptor;
    use super::Evidence;
    use rustix::fs::{Mode, OFlags};
    use std::io::Error;
    use std::os::fd::OwnedFd;
    use std::path::Path;
    use std::time::Instant;

    pub(super) type Port = OwnedFd;

    pub(super) fn open(path: &Path) -> Result<Port, Error> {
        let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        Ok(rustix::fs::open(path, flags, Mode::empty())?)
    }

    pub(super) fn write_all(
        port: &mut Port,
        bytes: &[u8],
        deadline: Instant,
    ) -> Result<(), (usize, Error)> {
        descriptor::write_all(port, bytes, deadline)
    }

    pub(super) fn settle(port: &mut Port, deadline: Instant) -> Result<Evidence, Error> {
        descriptor::wait_writable(port, deadline).map(|()| Evidence::Left)
    }
}

/// Elsewhere a file cannot be written without blocking through the standard library. The deadline
/// is looked at between small slices, so a stalled printer costs one slice more than its time.
#[cfg(not(unix))]
mod platform {
    use super::super::left_until;
    use super::Evidence;
    use std::fs::{File, OpenOptions};
    use std::io::{Error, ErrorKind, Write};
    use std::path::Path;
    use std::time::Instant;

    pub(super) type Port = File;

    pub(super) fn open(path: &Path) -> Result<Port, Error> {
        OpenOptions::new().write(true).open(path)
    }

    pub(super) fn write_all(
        port: &mut Port,
        bytes: &[u8],
        deadline: Instant,
    ) -> Result<(), (usize, Error)> {
        let mut sent = 0;
        while sent < bytes.len() {
            if left_until(deadline).is_zero() {
                return Err((sent, ErrorKind::TimedOut.into()));
            }
            let slice = &bytes[sent..bytes.len().min(sent + 256)];
            sent += port.write(slice).map_err(|error| (sent, error))?;
        }
        Ok(())
    }

    pub(super) fn settle(port: &mut Port, _deadline: Instant) -> Result<Evidence, Error> {
        port.flush().map(|()| Evidence::Accepted)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::printer::transport::Fault;
    use crate::printer::transport::testing::{MORE_THAN_ANY_BUFFER, must_stall};
    use rustix::fs::{CWD, Mode, OFlags};
    use std::os::fd::OwnedFd;
    use std::time::Duration;

    /// A named pipe stands in for the device: it too can be full, and its reader can go away.
    fn pipe() -> (tempfile::TempDir, std::path::PathBuf, OwnedFd) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("lp0");
        rustix::fs::mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).expect("a pipe");
        let reader = rustix::fs::open(&path, OFlags::RDONLY | OFlags::NONBLOCK, Mode::empty());
        (folder, path, reader.expect("readable"))
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    #[test]
    fn bytes_arrive_and_the_device_settles() {
        let (_folder, path, reader) = pipe();
        let mut device = Device::open(&path).expect("there is a reader");
        device.write(b"T012\n", soon()).expect("small");
        assert_eq!(device.drain(soon()).expect("room"), Evidence::Left);
        let mut taken = [0; 16];
        let count = rustix::io::read(&reader, &mut taken).expect("readable");
        assert_eq!(&taken[..count], b"T012\n");
    }

    #[test]
    fn a_device_that_takes_nothing_stalls_at_the_deadline() {
        let (_folder, path, _reader) = pipe();
        let mut device = Device::open(&path).expect("there is a reader");
        must_stall(&mut device, MORE_THAN_ANY_BUFFER);
        let error = device.drain(Instant::now()).expect_err("still full");
        assert_eq!(error.fault, Fault::Stalled);
    }

    #[test]
    fn a_pulled_cable_is_told_with_the_count() {
        let (_folder, path, reader) = pipe();
        let mut device = Device::open(&path).expect("there is a reader");
        device.write(b"T012\n", soon()).expect("small");
        drop(reader);
        let error = device.write(b"T013\n", soon()).expect_err("nobody reads");
        assert_eq!((error.fault, error.sent), (Fault::Disconnected, 5));
    }

    #[test]
    fn a_missing_device_is_not_created() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("lp0");
        let error = Device::open(&path).err().expect("missing");
        assert_eq!(error.fault, Fault::Unreachable);
        assert!(!path.exists());
    }
}
