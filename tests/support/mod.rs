//! What every test starts from: an office in a folder of its own, a clock that stands still, the real program.
//!
//! Never here: assertions about the queue itself.

mod left_out;
pub mod offices;
pub mod process;
pub mod program;
pub mod terms;
#[cfg(unix)]
pub mod users;

pub use left_out::left_out;

use antre::clock::{Clock, ManualClock, SystemClock};
use antre::data::DataFolder;
use antre::desk::Desk;
use antre::domain::Timestamp;
use antre::office::{Fault, Office, Outside};
use antre::paper::Profile;
use antre::printer::Address;
use antre::store::sqlite::SqliteStore;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// Eight o'clock in Magetan on a Monday.
pub fn morning() -> Timestamp {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

/// Reads an office file as the program does.
pub fn parse(source: &str) -> Office {
    try_parse(source).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// As [`parse`], for files that may be faulty.
pub fn try_parse(source: &str) -> Result<Office, Vec<Fault>> {
    let address =
        |text: &str| text.parse::<Address>().map(|a| a.identity()).map_err(|e| e.to_string());
    let profile = |name: &str| Profile::shipped(name).map(|_| ()).map_err(|e| e.to_string());
    let outside = Outside { address: &address, profile: &profile, ..Outside::default() };
    Office::parse(source, &outside)
}

/// An office in a data folder that vanishes with it.
pub struct TempOffice {
    folder: TempDir,
    office: Arc<Office>,
}

impl TempOffice {
    /// An office with this office file and an empty queue. On disk, where the real program reads it by the real clock,
    /// the zone is one in which it is noon, so that no test ever runs into midnight, and nobody waits between two calls.
    pub fn new(source: &str) -> Self {
        let office = Self::without_queue(source);
        drop(SqliteStore::create(&office.queue()).unwrap());
        office
    }

    /// The same with no queue yet.
    pub fn without_queue(source: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let office = Self { folder, office: Arc::new(parse(source)) };
        office.write(source);
        office
    }

    /// Puts another office file in the place of the one on disk, in the same zone: another one may have another date.
    pub fn write(&self, source: &str) {
        let on_disk = source
            .replace("Asia/Jakarta", &offices::zone_where_it_is_noon())
            .replace("recall_seconds = 20", "recall_seconds = 0");
        std::fs::write(self.file("office.toml"), on_disk).unwrap();
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file of this folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn queue(&self) -> PathBuf {
        self.data().queue_file()
    }

    pub fn data(&self) -> DataFolder {
        DataFolder::locate(Some(self.path().to_owned()))
    }

    pub fn store(&self) -> SqliteStore {
        SqliteStore::open(&self.queue()).unwrap()
    }

    /// A desk in Magetan's zone by the clock of the test.
    pub fn desk(&self, clock: &ManualClock) -> Desk {
        Desk::new(Box::new(self.store()), self.office.clone(), Arc::new(clock.clone()))
    }

    /// A desk that shares day and queue with the real program.
    pub fn desk_beside_the_program(&self) -> Desk {
        desk_in(self.path())
    }
}

/// A desk that shares day and queue with the real program on this folder.
pub fn desk_in(folder: &Path) -> Desk {
    let data = DataFolder::locate(Some(folder.to_owned()));
    let source = std::fs::read_to_string(data.office_file()).unwrap();
    let store = SqliteStore::open(&data.queue_file()).unwrap();
    Desk::new(Box::new(store), Arc::new(parse(&source)), Arc::new(SystemClock))
}

/// An office with a desk at eight in the morning.
pub fn open(source: &str) -> (TempOffice, ManualClock, Desk) {
    let office = TempOffice::new(source);
    let clock = ManualClock::at(morning());
    let desk = office.desk(&clock);
    (office, clock, desk)
}

/// The time of the machine; only to choose a zone by.
fn machine_time() -> Timestamp {
    SystemClock.now()
}
