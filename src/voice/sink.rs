//! Where an announcement goes: a player, a folder of WAV files, or nowhere.
//!
//! Belongs here: the choice of the sink and what can be said when nothing sounds. Never here: running programs (that
//! is `player`), order.

use super::announcement::Announcement;
use super::player::Programs;
use super::wav::to_wav;
use crate::office::Player;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Plays one announcement after the other.
pub trait Sink: Send {
    /// Plays an announcement and returns when it has been heard, or when it is sure that it will not be.
    ///
    /// # Errors
    /// [`NoSound`].
    fn play(&mut self, announcement: &Announcement) -> Result<(), NoSound>;
}

/// Why nothing is to be heard, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoSound {
    /// No player is installed.
    #[error(
        "none of the players {tried} is installed; install one (Debian: `sudo apt install alsa-utils`), or name yours \
         in office.toml: [voice] player"
    )]
    NoPlayer {
        /// The players that were looked for.
        tried: String,
    },
    /// The player of the office file is not there.
    #[error("cannot run the player {program} ({said}); correct office.toml: [voice] player")]
    Missing {
        /// Its name or path.
        program: String,
        /// What the operating system said.
        said: String,
    },
    /// The player gave up.
    #[error("the player {program} failed ({said}); is a sound card connected and switched on?")]
    Failed {
        /// Its name or path.
        program: String,
        /// Its last words, or how it ended.
        said: String,
    },
    /// The player did not come to an end.
    #[error(
        "the player {program} was still not done {seconds} s after it began, and was ended; is the sound card used by \
         another program?"
    )]
    Hung {
        /// Its name or path.
        program: String,
        /// How long it was given.
        seconds: u64,
    },
    /// The WAV file could not be written.
    #[error("cannot write {} ({said}); make room or correct its permissions", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        said: String,
    },
}

impl NoSound {
    /// Every [`NoSound::code`].
    pub const CODES: [&str; 5] =
        ["no-player", "player-missing", "player-failed", "player-hung", "sound-file"];

    /// Its stable name: in the note of a display, and for the sentence on a screen.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPlayer { .. } => "no-player",
            Self::Missing { .. } => "player-missing",
            Self::Failed { .. } => "player-failed",
            Self::Hung { .. } => "player-hung",
            Self::File { .. } => "sound-file",
        }
    }

    pub(super) fn file(path: &Path, error: &io::Error) -> Self {
        Self::File { path: path.to_owned(), said: error.to_string() }
    }
}

/// The sink that an office has chosen. A folder without a root is one within `base`.
pub fn open(player: &Player, base: &Path) -> Box<dyn Sink> {
    match player {
        Player::Silent => Box::new(Silent),
        Player::Folder(folder) => Box::new(WavFolder(base.join(folder))),
        Player::Detected => Box::new(Programs::detected()),
        Player::Program(command) => Box::new(Programs::only(command.clone())),
    }
}

/// Nothing is played and nothing is missed.
struct Silent;

impl Sink for Silent {
    fn play(&mut self, _: &Announcement) -> Result<(), NoSound> {
        Ok(())
    }
}

/// Each announcement becomes a file: for a public-address system that watches a folder, and for trying.
struct WavFolder(PathBuf);

impl Sink for WavFolder {
    fn play(&mut self, announcement: &Announcement) -> Result<(), NoSound> {
        let Self(folder) = self;
        let written = fs::create_dir_all(&*folder).and_then(|()| {
            let (number, counter) = (announcement.number, announcement.counter);
            let before = fs::read_dir(&*folder)?.count();
            let name = |count| format!("{:06}-{number}-{counter}.wav", before + count);
            new_file(folder, name, &to_wav(&announcement.samples))
        });
        written.map(drop).map_err(|error| NoSound::file(folder, &error))
    }
}

/// Writes a file under the first name that is free, so that nothing is ever written over or through a link.
fn new_file(folder: &Path, name: impl Fn(usize) -> String, content: &[u8]) -> io::Result<PathBuf> {
    for count in 1..=999_999 {
        let path = folder.join(name(count));
        match File::options().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                return match file.write_all(content) {
                    Ok(()) => Ok(path),
                    Err(error) => {
                        // Half a call is worse than none; the fault itself is told.
                        let _ = fs::remove_file(&path);
                        Err(error)
                    }
                };
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("the folder is full of calls"))
}
