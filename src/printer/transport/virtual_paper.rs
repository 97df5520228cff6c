//! No printer at all: each job becomes a sheet in a folder, its bytes and a picture of them.
//!
//! Never here: how the picture is drawn (it is handed in) or how sheets are numbered (`sheets`).

use std::io::Error;
use std::path::Path;
use std::time::Instant;

use super::super::sheets::Sheets;
use super::{Evidence, Picture, Step, Transport, TransportError};

/// A sheet that is being written.
pub(super) struct VirtualPaper {
    sheets: Sheets,
    picture: Picture,
    target: String,
    job: Vec<u8>,
}

impl VirtualPaper {
    /// Opens the folder of sheets and creates it when it is missing.
    pub(super) fn open(folder: &Path, picture: Picture) -> Result<VirtualPaper, TransportError> {
        let target = format!("the virtual printer in {}", folder.display());
        let sheets =
            Sheets::open(folder).map_err(|error| TransportError::opening(&target, error))?;
        Ok(VirtualPaper { sheets, picture, target, job: Vec::new() })
    }
}

/// Everything is local, so the deadlines have nothing to bound.
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

    fn drain(&mut self, _deadline: Instant) -> Result<Evidence, TransportError> {
        // Without a picture there is no sheet: the picture is the paper of this printer.
        let picture = (self.picture)(&self.job).map_err(|error| {
            TransportError::after(Step::Drain, &self.target, 0, Error::other(error))
        })?;
        let stored = self.sheets.store(&self.job, &picture);
        stored.map_err(|error| TransportError::after(Step::Drain, &self.target, 0, error))?;
        Ok(Evidence::Left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_job_is_one_numbered_pair_of_files() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for job in [b"T001", b"T002"] {
            let picture: Picture = Arc::new(|bytes| Ok([b"picture of ", bytes].concat()));
            let mut paper = VirtualPaper::open(folder.path(), picture).expect("opens");
            paper.write(&job[..2], Instant::now()).expect("memory");
            paper.write(&job[2..], Instant::now()).expect("memory");
            assert_eq!(paper.drain(Instant::now()).expect("stored"), Evidence::Left);
        }
        let read = |name: &str| std::fs::read(folder.path().join(name)).expect("stored");
        assert_eq!(read("0002.bin"), b"T002");
        assert_eq!(read("0001.png"), b"picture of T001");
    }

    #[test]
    fn a_job_that_cannot_be_drawn_is_on_no_sheet() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let picture: Picture = Arc::new(|_| Err("no such command".into()));
        let mut paper = VirtualPaper::open(folder.path(), picture).expect("opens");
        paper.write(b"\x1bZ", Instant::now()).expect("memory");
        let error = paper.drain(Instant::now()).expect_err("it cannot be drawn");
        assert_eq!(error.sent, 0);
        assert_eq!(folder.path().read_dir().expect("readable").count(), 0);
    }
}
