//! What is said where a machine lacks what windows need: a display, a right, a library.
//!
//! The libraries of X11 and Wayland are loaded when the first window opens, so that building needs none of them. Some of
//! the crates that load them panic where one is not there; whoever sets a machine up needs a sentence instead.

use slint::PlatformError;
use std::path::Path;
use std::{env, fs};

/// What to check where the platform opened no window.
pub(super) fn why_no_window(error: &PlatformError) -> &'static str {
    let error = error.to_string();
    if ["/dev/dri", "DRM", "LinuxKMS"].iter().any(|word| error.contains(word)) {
        "cannot use the screen itself; check that this user is in the groups video, render and input, and that no desktop or other program holds the screen"
    } else {
        "cannot open a window; check that a display is reachable (DISPLAY or WAYLAND_DISPLAY) and that the X11 libraries libx11-6, libxcursor1, libxi6, libx11-xcb1 and libxkbcommon-x11-0 are installed"
    }
}

/// Says so where a program that draws on the screen itself can hear no finger and no key: nobody else would, for the
/// library that reads the devices skips those that it may not open.
pub(super) fn say_deaf() {
    let asked = env::var("SLINT_BACKEND").is_ok_and(|backend| backend.starts_with("linuxkms"));
    let none = |name| env::var_os(name).is_none_or(|value| value.is_empty());
    let alone = asked || (none("DISPLAY") && none("WAYLAND_DISPLAY"));
    if cfg!(feature = "kms") && alone && is_deaf(Path::new("/dev/input")) {
        note!(
            "no input device can be opened, so touches and keys are not heard; the user has to be in the group input"
        );
    }
}

/// Whether there are devices of which none may be read.
fn is_deaf(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    let is_event = |path: &Path| {
        path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"event"))
    };
    let devices = entries.flatten().map(|entry| entry.path()).filter(|path| is_event(path));
    let heard: Vec<bool> = devices.map(|path| fs::File::open(path).is_ok()).collect();
    !heard.is_empty() && !heard.contains(&true)
}

/// What to do about a panic with these words; `None` where it was about something else.
pub fn missing_library(panic: &str) -> Option<String> {
    let library = panic.strip_prefix("Library ")?.strip_suffix(" could not be loaded.")?;
    let package = match library {
        "libxkbcommon-x11.so" => "libxkbcommon-x11-0",
        "libxkbcommon.so" => "libxkbcommon0",
        "libwayland-client.so" => "libwayland-client0",
        _ => return Some(format!("cannot open a window: the system library {library} is missing")),
    };
    Some(format!(
        "cannot open a window: the system library {library} is missing; on Debian `apt install {package}` brings it"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_library_is_named_with_its_package() {
        let said = missing_library("Library libxkbcommon-x11.so could not be loaded.").unwrap();
        assert!(said.contains("libxkbcommon-x11.so is missing"), "{said}");
        assert!(said.contains("apt install libxkbcommon-x11-0"), "{said}");
        let said = missing_library("Library libother.so could not be loaded.").unwrap();
        assert!(said.ends_with("libother.so is missing"), "{said}");
    }

    #[test]
    fn a_screen_without_rights_is_told_from_no_display_at_all() {
        let drm =
            "Error using DRM dumb buffers: Error opening device /dev/dri/card0: Permission denied";
        let said = why_no_window(&PlatformError::Other(drm.to_owned()));
        assert!(said.contains("groups video, render and input"), "{said}");
        assert!(!said.contains("DISPLAY"), "{said}");
        let winit =
            "Error initializing winit event loop: neither WAYLAND_DISPLAY nor DISPLAY is set";
        assert!(why_no_window(&PlatformError::Other(winit.to_owned())).contains("DISPLAY"));
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_of_devices_that_open_is_not_deaf() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_deaf(folder.path()), "nothing is plugged in yet");
        assert!(!is_deaf(&folder.path().join("nowhere")));
        // A link to nowhere cannot be opened by anybody, not even by root.
        std::os::unix::fs::symlink("/nowhere", folder.path().join("event0")).unwrap();
        fs::write(folder.path().join("mice"), "").unwrap();
        assert!(is_deaf(folder.path()));
        fs::write(folder.path().join("event1"), "").unwrap();
        assert!(!is_deaf(folder.path()));
    }

    #[test]
    fn every_other_panic_is_no_missing_library() {
        assert_eq!(missing_library("index out of bounds"), None);
    }
}
