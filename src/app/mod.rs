//! The front ends: windows on the queue.
//!
//! Belongs here: one worker for each kind of window (it owns the desk and never draws), one adapter for each kind of
//! window (it draws and never waits), and the pure state between them. Never here: rules, SQL, bytes for printers,
//! sentences, and what only plays with the windows (that is `lab`).
//!
//! ```text
//! touch -> adapter -> Command -> worker -> desk
//! screen <- adapter <- Update <- worker <-'
//! ```

pub mod backstage;
pub mod console;
pub mod display;
mod geometry;
pub mod kiosk;
mod lock_note;
mod missing_screen;
mod print_log;
mod printer;
pub mod screen_sleep;
pub mod supervisor;
pub mod worker;

#[cfg(feature = "windows")]
mod fit;
#[cfg(all(feature = "windows", unix, not(target_os = "macos")))]
pub mod fontless;
#[cfg(feature = "windows")]
mod host;
#[cfg(feature = "windows")]
mod keyboard;
#[cfg(feature = "windows")]
pub mod letters;
#[cfg(feature = "windows")]
mod missing_libraries;
#[cfg(feature = "windows")]
mod monitor;
#[cfg(feature = "windows")]
mod nonbreaking;
#[cfg(feature = "windows")]
pub(crate) mod place;
#[cfg(feature = "windows")]
pub(crate) mod platform;
#[cfg(feature = "windows")]
#[allow(missing_docs, clippy::all, clippy::unwrap_used, unreachable_pub)]
pub(crate) mod ui {
    //! What the Slint compiler makes of `ui/antre.slint`, or of `ui/lab.slint`, which has the windows of the gallery besides.
    slint::include_modules!();
}

pub use geometry::Geometry;
pub use missing_screen::{ScreenNote, missing_screen};
pub use print_log::PrintLog;
pub use printer::{PrinterNow, PrinterWatch, Urgency};

#[cfg(feature = "windows")]
pub use missing_libraries::missing_library;
#[cfg(feature = "windows")]
pub use place::Guard;
#[cfg(feature = "windows")]
pub use platform::{
    WindowPlace, WindowsError, bridge, end_windows, end_with_parent, run_until_closed,
};
