//! An ordinary file that collects every job: for tests, and to send a ticket to somebody who has
//! the printer.
//!
//! Never here: pictures of the bytes (that is `virtual_paper`).

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use super::{Evidence, Step, Transport, TransportError};

/// A file that grows by one job.
pub(super) struct Capture {
    file: File,
    target: String,
    sent: usize,
}

impl Capture {
    /// Opens the file at `path` for appending and creates it when it is missing.
    pub(super) fn open(path: &Path) -> Result<Capture, TransportError> {
        let target = format!("the capture file {}", path.display());
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        // Somebody may have put a named pipe there; opening it must not wait for a reader.
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            let flags = rustix::fs::OFlags::NONBLOCK.bits();
            options.custom_flags(i32::try_from(flags).unwrap_or(0));
        }
        let file = options.open(path);
        Ok(Capture {
            file: file.map_err(|error| TransportError::opening(&target, error))?,
            target,
            sent: 0,
        })
    }

    fn fault(&self, step: Step, error: std::io::Error) -> TransportError {
        TransportError::after(step, &self.target, self.sent, error)
    }
}

/// A local file takes bytes without waiting for anybody, so the deadlines have nothing to bound.
impl Transport for Capture {
    fn write(&mut self, bytes: &[u8], _deadline: Instant) -> Result<(), TransportError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let count = self.file.write(rest).map_err(|error| self.fault(Step::Write, error))?;
            self.sent += count;
            rest = &rest[count..];
        }
        Ok(())
    }

    fn read(&mut self, _buffer: &mut [u8], _deadline: Instant) -> Result<usize, TransportError> {
        Ok(0)
    }

    fn answers(&self) -> bool {
        false
    }

    fn drain(&mut self, _deadline: Instant) -> Result<Evidence, TransportError> {
        self.file.sync_all().map_err(|error| self.fault(Step::Drain, error))?;
        Ok(Evidence::Left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printer::transport::Fault;

    fn capture(path: &Path, bytes: &[u8]) -> Result<Evidence, TransportError> {
        let mut capture = Capture::open(path)?;
        capture.write(bytes, Instant::now())?;
        capture.drain(Instant::now())
    }

    #[test]
    fn jobs_follow_each_other_in_one_file() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("tickets.bin");
        assert_eq!(capture(&path, b"T001").expect("writable"), Evidence::Left);
        assert_eq!(capture(&path, b"T002").expect("writable"), Evidence::Left);
        assert_eq!(std::fs::read(&path).expect("readable"), b"T001T002");
    }

    #[test]
    fn a_missing_folder_is_unreachable_and_nothing_was_sent() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let error = capture(&folder.path().join("no/such"), b"T001").expect_err("no folder");
        assert_eq!((error.fault, error.sent), (Fault::Unreachable, 0));
    }
}
