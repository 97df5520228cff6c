//! Why nobody was signed in, or nothing changed about an officer.

use crate::domain::{NotAllowed, OfficerId};
use crate::secret::SecretError;
use thiserror::Error;

/// The longest name of an officer, in characters: it stands in the head of a console.
pub(in crate::desk) const NAME_MAX: usize = 40;

/// Why nobody was signed in, or nothing changed about an officer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PeopleError {
    /// Somebody's role does not allow it.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The office has no such officer.
    #[error("this office has no officer \"{asked}\"; {known}")]
    Unknown {
        /// What was asked for.
        asked: OfficerId,
        /// What there is.
        known: String,
    },
    /// There is one with this id.
    #[error("there is an officer \"{0}\" already; choose another id")]
    Exists(OfficerId),
    /// They no longer work here.
    #[error("\"{0}\" no longer works here; their id stays with what they did")]
    Retired(OfficerId),
    /// A name that cannot be one.
    #[error("an officer's name has 1 to {NAME_MAX} characters; this one has {0}")]
    Name(usize),
    /// A name that would move a terminal's cursor or turn its letters.
    #[error("the name has the invisible character U+{:04X}; type the name again without it", u32::from(*.0))]
    Hidden(char),
    /// They cannot sign in.
    #[error("\"{0}\" has no PIN yet; `antre officer pin {0}` gives one")]
    NoPin(OfficerId),
    /// Nobody can sign in.
    #[error("no officer of this office has a PIN yet; `antre officer add` makes one")]
    NoPins,
    /// Not the right digits.
    #[error("this is not the PIN; {}", and_now(*.left, *.wait_seconds))]
    WrongPin {
        /// How many more before a wait.
        left: u32,
        /// How long nobody may try now.
        wait_seconds: u32,
    },
    /// Too many wrong ones.
    #[error("too many wrong PINs; wait {seconds} seconds, or ask for a new PIN")]
    Wait {
        /// How long.
        seconds: u32,
    },
    /// A console where nobody is signed in.
    #[error("nobody is signed in here; sign in first")]
    SignInFirst,
    /// A PIN that cannot be kept or read.
    #[error(transparent)]
    Secret(#[from] SecretError),
}

fn and_now(left: u32, wait_seconds: u32) -> String {
    match (left, wait_seconds) {
        (_, 1..) => format!("wait {wait_seconds} seconds, or ask for a new PIN"),
        (1, _) => "one more wrong one and there is a wait".to_owned(),
        (left, _) => format!("{left} more wrong ones and there is a wait"),
    }
}
