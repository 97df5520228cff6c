//! An ordinary file that collects every job: for tests, and to send a ticket to somebody who has
//! the printer.
//!
//! Never here: pictures of the bytes (that is `virtual_paper`).

use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::in_time::in_time;
use super::{Evidence, Fault, Step, Transport, TransportError};

/// A file that grows by one job.
pub(super) struct Capture {
    file: Arc<File>,
    target: String,
    sent: usize,
}

impl Capture {
    /// Opens the file at `path` for appending and creates it when it is missing.
    pub(super) fn open(path: &Path, deadline: Instant) -> Result<Capture, TransportError> {
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
        let name = path.to_owned();
        let file = in_time(deadline, move || options.open(name))
            .map_err(|error| Capture::refused(path, &target, error))?;
        Ok(Capture { file: Arc::new(file), target, sent: 0 })
    }

    /// Whether a file can ever be there, without making one.
    pub(super) fn look(path: &Path) -> Result<(), TransportError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let refused = match (folder.unwrap_or(Path::new(".")).metadata(), path.metadata()) {
            (Err(error), _) => error,
            (Ok(folder), _) if !folder.is_dir() => ErrorKind::NotFound.into(),
            (_, Ok(found)) if found.is_dir() => ErrorKind::IsADirectory.into(),
            _ => return Ok(()),
        };
        Err(Capture::refused(path, &format!("the capture file {}", path.display()), refused))
    }

    fn refused(path: &Path, target: &str, error: Error) -> TransportError {
        let mut error = TransportError::opening(target, error);
        let folder = path.parent().unwrap_or(path).display();
        let advice = match error.fault {
            _ if error.source.kind() == ErrorKind::IsADirectory => {
                Some("that is a folder: name a file in it".to_owned())
            }
            Fault::Unreachable => Some(format!("create the folder {folder}, or name another")),
            Fault::Permission => Some(format!("let this account write into {folder}")),
            _ => None,
        };
        if matches!(error.source.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) {
            // No printer is missing and no cable: the address names a folder that is not there, or a folder.
            error.fault = Fault::NotAPrinter;
        }
        error.advising(advice)
    }

    fn fault(&self, step: Step, error: Error) -> TransportError {
        TransportError::after(step, &self.target, self.sent, error)
    }
}

/// The disk may be a network folder or a stick that was pulled out; such calls are left behind at the deadline.
impl Transport for Capture {
    fn write(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), TransportError> {
        let (file, job) = (Arc::clone(&self.file), bytes.to_vec());
        match in_time(deadline, move || Ok(write_all(&file, &job))) {
            Ok((count, result)) => {
                self.sent += count;
                result.map_err(|error| self.fault(Step::Write, error))
            }
            Err(error) => {
                // What was left behind may still be written.
                self.sent += bytes.len();
                Err(self.fault(Step::Write, error))
            }
        }
    }

    fn read(&mut self, _buffer: &mut [u8], _deadline: Instant) -> Result<usize, TransportError> {
        Ok(0)
    }

    fn answers(&self) -> bool {
        false
    }

    fn drain(&mut self, deadline: Instant) -> Result<Evidence, TransportError> {
        let file = Arc::clone(&self.file);
        in_time(deadline, move || file.sync_all())
            .map_err(|error| self.fault(Step::Drain, error))?;
        Ok(Evidence::Left)
    }
}

/// Writes all of `bytes`, or says how many went and why no more did.
fn write_all(mut file: &File, bytes: &[u8]) -> (usize, Result<(), Error>) {
    let mut sent = 0;
    while sent < bytes.len() {
        match file.write(&bytes[sent..]) {
            Ok(0) => return (sent, Err(ErrorKind::WriteZero.into())),
            Ok(count) => sent += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return (sent, Err(error)),
        }
    }
    (sent, Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    fn capture(path: &Path, bytes: &[u8]) -> Result<Evidence, TransportError> {
        let mut capture = Capture::open(path, soon())?;
        capture.write(bytes, soon())?;
        capture.drain(soon())
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
    fn a_missing_folder_is_a_wrong_address_and_nothing_was_sent() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let error = capture(&folder.path().join("no/such"), b"T001").expect_err("no folder");
        assert_eq!((error.fault, error.sent), (Fault::NotAPrinter, 0));
        assert!(error.to_string().contains("create the folder"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_in_the_place_of_the_file_holds_nobody() {
        use rustix::fs::{CWD, Mode, OFlags, mkfifoat, open};
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("tickets.bin");
        mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).expect("a pipe");
        let error = capture(&path, b"T001").expect_err("nobody reads");
        assert_eq!((error.fault, error.sent), (Fault::Unreachable, 0));
        let _reader = open(&path, OFlags::RDONLY | OFlags::NONBLOCK, Mode::empty());
        let error = capture(&path, &vec![b'x'; 1024 * 1024]).expect_err("nobody reads");
        assert_eq!(error.fault, Fault::Stalled);
        assert!(error.sent > 0 && error.sent < 1024 * 1024, "sent {}", error.sent);
    }
}
