//! No printer at all: each job becomes a sheet in a folder, its bytes and a picture of them.
//!
//! Never here: how the picture is drawn (it is handed in) or how sheets are numbered (`sheets`).

use std::io::{Error, ErrorKind};
use std::path::Path;
use std::time::Instant;

use super::super::sheets::Sheets;
use super::in_time::in_time;
use super::{Evidence, Picture, Step, Transport, TransportError, left_until};

/// A sheet that is being written.
pub(super) struct VirtualPaper {
    sheets: Sheets,
    picture: Picture,
    target: String,
    job: Vec<u8>,
}

impl VirtualPaper {
    /// Opens the folder of sheets and creates it when it is missing.
    pub(super) fn open(
        folder: &Path,
        picture: Picture,
        deadline: Instant,
    ) -> Result<VirtualPaper, TransportError> {
        let target = format!("the virtual printer in {}", folder.display());
        let folder = folder.to_owned();
        let sheets = in_time(deadline, move || Sheets::open(&folder))
            .map_err(|error| TransportError::opening(&target, error))?;
        Ok(VirtualPaper { sheets, picture, target, job: Vec::new() })
    }
}

/// The disk may hang; its calls are left behind at the deadline.
impl Transport for VirtualPaper {
    fn write(&mut self, bytes: &[u8], _deadline: Instant) -> Result<(), TransportError> {
        self.job.extend_from_slice(bytes);
        Ok(())
    }

    fn read(&mut self, _buffer: &mut [u8], _deadline: Instant) -> Result<usize, TransportError> {
        Ok(0)
    }

    fn answers(&self) -> bool {
        false
    }

    fn drain(&mut self, deadline: Instant) -> Result<Evidence, TransportError> {
        // The port is drained again when it is closed, and the next job is a sheet of its own.
        let job = std::mem::take(&mut self.job);
        if job.is_empty() {
            return Ok(Evidence::Left);
        }
        // Drawing is our own work and needs no patience; the disk gets all of it.
        let patience = left_until(deadline);
        // Without a picture there is no sheet: the picture is the paper of this printer.
        let picture = (self.picture)(&job).map_err(|error| {
            TransportError::after(Step::Drain, &self.target, 0, Error::other(error))
        })?;
        let (sheets, bytes) = (self.sheets.clone(), job.len());
        let store = move || sheets.store(&job, &picture);
        in_time(Instant::now() + patience, store).map_err(|error| {
            // What was left behind may still become a sheet.
            let late = error.kind() == ErrorKind::TimedOut;
            let sent = if late { bytes } else { 0 };
            TransportError::after(Step::Drain, &self.target, sent, error)
        })?;
        Ok(Evidence::Left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::time::Duration;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(30)
    }

    #[test]
    fn a_job_is_one_numbered_pair_of_files() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for job in [b"T001", b"T002"] {
            let picture: Picture = Arc::new(|bytes| Ok([b"picture of ", bytes].concat()));
            let mut paper = VirtualPaper::open(folder.path(), picture, soon()).expect("opens");
            paper.write(&job[..2], Instant::now()).expect("memory");
            paper.write(&job[2..], Instant::now()).expect("memory");
            assert_eq!(paper.drain(soon()).expect("stored"), Evidence::Left);
        }
        let read = |name: &str| std::fs::read(folder.path().join(name)).expect("stored");
        assert_eq!(read("0002.bin"), b"T002");
        assert_eq!(read("0001.png"), b"picture of T001");
    }

    #[test]
    fn a_port_that_stays_open_draws_each_job_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let picture: Picture = Arc::new(|bytes| Ok(bytes.to_vec()));
        let mut paper = VirtualPaper::open(folder.path(), picture, soon()).expect("opens");
        for job in [b"T001", b"T002"] {
            paper.write(job, Instant::now()).expect("memory");
            paper.drain(soon()).expect("stored");
        }
        paper.finish(soon()).expect("nothing is left");
        let read = |name: &str| std::fs::read(folder.path().join(name));
        assert_eq!(read("0002.png").expect("stored"), b"T002");
        assert!(read("0003.png").is_err());
    }

    #[test]
    fn a_job_that_cannot_be_drawn_is_on_no_sheet() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let picture: Picture = Arc::new(|_| Err("no such command".into()));
        let mut paper = VirtualPaper::open(folder.path(), picture, soon()).expect("opens");
        paper.write(b"\x1bZ", Instant::now()).expect("memory");
        let error = paper.drain(soon()).expect_err("it cannot be drawn");
        assert_eq!(error.sent, 0);
        assert_eq!(folder.path().read_dir().expect("readable").count(), 0);
    }
}
