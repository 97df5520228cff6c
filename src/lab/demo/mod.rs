//! The demo: the whole sample office on one machine, with a virtual printer.
//!
//! With a display it opens the windows and leaves them to whoever is there. Without one it plays a morning by itself:
//! real taps on the real windows, a real queue file, real bytes over TCP to the virtual printer.

mod album;
mod layout;
mod live;
mod morning;

use std::env;
use std::error::Error;
use std::path::PathBuf;

/// Plays the demo; into `headless`, where given or where there is no display.
///
/// # Errors
/// When a window, the queue or the printer does not do what it should.
pub fn run(headless: Option<PathBuf>) -> Result<(), Box<dyn Error>> {
    match headless {
        Some(folder) => morning::play(&folder),
        None if has_display() => live::run(),
        None => {
            // A folder of its own: one with a known name may be somebody else's, or lead elsewhere.
            let folder = tempfile::Builder::new().prefix("antre-demo-").tempdir()?.keep();
            say!("No display here, so the morning plays by itself.");
            morning::play(&folder)
        }
    }
}

fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
