//! Where an announcement goes, whatever it is, and what can be said when nothing sounds.
//!
//! Never here: which there are (`outlet`), order.

use super::announcement::Announcement;
use std::io;
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
