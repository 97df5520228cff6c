//! Who of the office's own network may come in: paired devices, open invitations, and who sits where.
//!
//! One small file beside the queue, `access.json`, replaced as a whole under a lock. It is not part of the queue: no number
//! depends on it, it wakes nobody, and a queue that is restored must not bring a device back that was sent away. Of tokens
//! and codes only hashes are kept. Never here: HTTP, cookies, what a device may do.

mod invitation;
mod secret;

pub use invitation::{INVITED_MINUTES, PairingError};
pub use secret::Token;

use crate::data::DataFolder;
use crate::domain::{CounterNumber, OfficerId, Timestamp};
use crate::file;
use crate::rights::{self, Reach};
use invitation::Invitation;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use thiserror::Error;

/// The file.
const FILE: &str = "access.json";
/// More than the file of an office with a thousand devices has, in bytes.
const FILE_MOST: u64 = 1 << 20;
/// So many devices may be paired at a time: more than any office has.
const DEVICES_MOST: usize = 200;
/// The longest name of a device, in characters.
const NAME_MOST: usize = 40;

/// What a device is paired as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceKind {
    /// An officer works there.
    Console,
    /// Somebody watches the whole office there.
    Supervisor,
}

impl DeviceKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Console, Self::Supervisor];

    /// The stable name on the command line, in JSON and in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Supervisor => "supervisor",
        }
    }

    /// The kind with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A device that may come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Its number, given once.
    pub id: u32,
    /// What it is paired as.
    pub kind: DeviceKind,
    /// What it was called when it was paired.
    pub name: String,
    /// The address that it was paired from.
    pub from: String,
    /// When, in milliseconds since 1970.
    paired_at: i64,
    token: String,
}

impl Device {
    /// When it was paired.
    pub fn paired_at(&self) -> Timestamp {
        Timestamp::from_timestamp_millis(self.paired_at).unwrap_or_default()
    }
}

/// A counter that a device works at, and who does; kept, so that a server that is started again gives the seat to nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    /// The device.
    pub device: u32,
    counter: u8,
    officer: Option<String>,
    /// The calendar's day on which they signed in: a night ends every session.
    pub day: String,
}

impl Sitting {
    /// A sitting.
    pub fn new(
        device: u32,
        counter: CounterNumber,
        officer: Option<&OfficerId>,
        day: String,
    ) -> Self {
        let officer = officer.map(|id| id.as_str().to_owned());
        Self { device, counter: counter.get(), officer, day }
    }

    /// Where.
    pub fn counter(&self) -> Option<CounterNumber> {
        CounterNumber::new(self.counter.into())
    }

    /// Who is signed in.
    pub fn officer(&self) -> Option<OfficerId> {
        OfficerId::new(self.officer.as_deref()?)
    }
}

/// Everything that is kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// The number of the newest device: none is given twice.
    newest: u32,
    devices: Vec<Device>,
    invitations: Vec<Invitation>,
    sittings: Vec<Sitting>,
}

/// Why the file cannot be used.
#[derive(Debug, Error)]
#[error("{path} cannot be used ({source}); `antre check` says what to do")]
pub struct AccessError {
    path: PathBuf,
    #[source]
    source: io::Error,
}

/// The file as it was when it was last read, and what it was recognised by.
type Known = (Option<Stamp>, Kept);

/// Which file it is, how long, and when it was written.
type Stamp = (u64, u64, (i64, i64));

/// Who may come in.
#[derive(Debug)]
pub struct Access {
    data: DataFolder,
    known: Mutex<Option<Known>>,
}

impl Access {
    /// Who may come in at this office.
    pub fn of(data: &DataFolder) -> Self {
        Self { data: data.clone(), known: Mutex::default() }
    }

    fn path(&self) -> PathBuf {
        self.data.path().join(FILE)
    }

    fn error(&self, source: io::Error) -> AccessError {
        AccessError { path: self.path(), source }
    }

    fn stamp(&self) -> io::Result<Option<Stamp>> {
        match fs::symlink_metadata(self.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            found => Ok(Some(stamp_of(&found?))),
        }
    }

    /// What is kept now. Read again only where the file is another one.
    fn kept(&self) -> Result<Kept, AccessError> {
        let read = || -> io::Result<Kept> {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let stamp = self.stamp()?;
            if let Some((seen, kept)) = &*known
                && *seen == stamp
                && cfg!(unix)
            {
                return Ok(kept.clone());
            }
            let kept = match stamp {
                None => Kept::default(),
                Some(_) => serde_json::from_slice(&file::read(&self.path(), FILE_MOST)?)?,
            };
            *known = Some((stamp, kept.clone()));
            Ok(kept)
        };
        read().map_err(|error| self.error(error))
    }

    /// Changes what is kept, for all programs at once; nothing is written where nothing changes.
    fn change<T>(&self, change: impl FnOnce(&mut Kept) -> T) -> Result<T, AccessError> {
        let write = || -> Result<T, AccessError> {
            let _lock = self.data.lock("access.lock").map_err(|error| self.error(error))?;
            let before = self.kept()?;
            let mut kept = before.clone();
            let done = change(&mut kept);
            if kept != before {
                self.replace(&kept).map_err(|error| self.error(error))?;
            }
            Ok(done)
        };
        write()
    }

    /// Whole or not at all, and on the disk before anybody relies on it.
    fn replace(&self, kept: &Kept) -> io::Result<()> {
        let path = self.path();
        let new = path.with_extension("json.new");
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = rights::make_file(&new, Reach::Writers)?;
        file.write_all(&serde_json::to_vec_pretty(kept)?)?;
        file.sync_all()?;
        fs::rename(&new, &path)?;
        fs::File::open(self.data.path())?.sync_all()
    }

    /// The devices that may come in, by number.
    ///
    /// # Errors
    /// [`AccessError`].
    pub fn devices(&self) -> Result<Vec<Device>, AccessError> {
        Ok(self.kept()?.devices)
    }

    /// The device that has this token.
    ///
    /// # Errors
    /// [`AccessError`].
    pub fn device_of(&self, token: &str) -> Result<Option<Device>, AccessError> {
        let hash = secret::hash(token);
        // A hash of 128 bits of chance: how long a comparison takes tells nobody anything of the token.
        Ok(self.kept()?.devices.into_iter().find(|device| device.token == hash))
    }

    /// A device may come in no longer. Tells whether it might before.
    ///
    /// # Errors
    /// [`AccessError`].
    pub fn revoke(&self, id: u32) -> Result<bool, AccessError> {
        self.change(|kept| {
            let before = kept.devices.len();
            kept.devices.retain(|device| device.id != id);
            kept.sittings.retain(|sitting| sitting.device != id);
            kept.devices.len() < before
        })
    }

    /// Who sits where.
    ///
    /// # Errors
    /// [`AccessError`].
    pub fn sittings(&self) -> Result<Vec<Sitting>, AccessError> {
        Ok(self.kept()?.sittings)
    }

    /// A device works at a counter from now on, and nowhere else.
    ///
    /// # Errors
    /// [`AccessError`].
    pub fn sit(&self, sitting: Sitting) -> Result<(), AccessError> {
        self.change(|kept| {
            kept.sittings.retain(|one| one.device != sitting.device);
            kept.sittings.push(sitting);
        })
    }

    /// A device works at no counter any more.
    ///
    /// # Errors
    /// [`AccessError`].
    pub fn leave(&self, device: u32) -> Result<(), AccessError> {
        self.change(|kept| kept.sittings.retain(|one| one.device != device))
    }
}

#[cfg(unix)]
fn stamp_of(found: &fs::Metadata) -> Stamp {
    use std::os::unix::fs::MetadataExt;
    (found.ino(), found.len(), (found.mtime(), found.mtime_nsec()))
}

/// Where a file cannot be told from another one it is read each time.
#[cfg(not(unix))]
fn stamp_of(found: &fs::Metadata) -> Stamp {
    (0, found.len(), (0, 0))
}

#[cfg(test)]
mod tests;
