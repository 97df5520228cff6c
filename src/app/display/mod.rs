//! The waiting-room display: every call, in order, once; and never a zero where nobody knows.

mod pictures;
mod slot;
mod sound;
mod speech;
mod worker;

#[cfg(feature = "windows")]
pub(crate) mod view;
#[cfg(feature = "windows")]
mod window;

pub use pictures::{PictureCommand, PictureUpdate, PictureWorker, Pixels};
pub use slot::DisplaySlot;
pub use sound::{SoundNote, silent_display};
pub use speech::Speech;
pub use worker::{DisplayCommand, DisplayUpdate, DisplayWorker};

#[cfg(feature = "windows")]
pub use window::{Display, DisplaySetup, Say, run};
