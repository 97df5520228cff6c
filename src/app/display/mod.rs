//! The waiting-room display: every call, in order, once; and never a zero where nobody knows.

mod slot;
mod sound;
mod speech;
mod wall;
mod worker;

#[cfg(feature = "windows")]
mod window;

pub use slot::DisplaySlot;
pub use sound::{SoundNote, silent_display};
pub use speech::Speech;
pub use wall::{STALE_SECONDS, Wall};
pub use worker::{DisplayCommand, DisplayUpdate, DisplayWorker};

#[cfg(feature = "windows")]
pub(crate) use window::start;
#[cfg(feature = "windows")]
pub use window::{Display, Say, run};
