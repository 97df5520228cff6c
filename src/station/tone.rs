//! How urgent something is that is shown: never colour alone.

use super::staff::words;
use crate::domain::Level;

/// How urgent something is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    #[default]
    Calm,
    /// Somebody should look at it.
    Warn,
    /// Something does not go on.
    Stop,
}

/// The tone and the word of a call by how long nobody has answered it.
pub(super) fn open_call(level: Level) -> (Tone, &'static str) {
    match level {
        Level::Green => (Tone::Calm, ""),
        Level::Amber | Level::Red => (Tone::Warn, words().text("officer.call-open")),
    }
}

/// The tone and the word of a level.
pub(super) fn told(level: Option<Level>) -> (Tone, &'static str) {
    match level {
        None | Some(Level::Green) => (Tone::Calm, ""),
        Some(Level::Amber) => (Tone::Warn, words().text("officer.nearly-late")),
        Some(Level::Red) => (Tone::Stop, words().text("officer.late")),
    }
}
