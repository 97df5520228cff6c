//! The gallery: every screen in every language, size and mode, and every widget in every state, from views made by
//! hand. Designers look at it; the tests measure it.
//!
//! Belongs here: what the screens may show, at their fullest. Never here: a queue, a printer, an opinion about what is
//! good enough. A new screen, size or mode is one line in `frame`.

mod console;
mod frame;
mod hall;
mod headless;
mod hearing;
mod kiosk;
mod live;
mod measure;
mod paper;
mod people;
mod rooms;
mod sample;
mod wall;

pub use frame::{Frame, Glass, Mode, Room, SCREENS, Screen};
pub use hall::{Hall, Look};
pub use hearing::Heard;
pub(super) use measure::measure;
pub use measure::{Area, Measures, Scroll, Text, Touchable};

use std::error::Error;
use std::path::PathBuf;

/// Opens the gallery, or writes its pictures into the folder `headless`: those whose name contains `only`.
///
/// # Errors
/// When no window can be shown, a screen stays blank or the folder cannot be written.
pub fn run(headless: Option<PathBuf>, only: &str) -> Result<(), Box<dyn Error>> {
    match headless {
        Some(folder) => headless::write(&folder, only),
        None => live::run(),
    }
}
