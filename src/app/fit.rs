//! How large a window is on its monitor: all of it, or within it.
//!
//! Never here: when a window appears, and on which monitor.

use super::monitor::{self, Monitor};
use slint::Window;
use slint::winit_030::WinitWindowAccessor;
use slint::winit_030::winit::dpi::{PhysicalPosition, PhysicalSize};
#[cfg(all(unix, not(target_os = "macos")))]
use slint::winit_030::winit::window::{Fullscreen, Window as WinitWindow};

/// For so many looks, one a second, a window is kept within its monitor; then whoever sits there may do what they like.
pub(super) const LOOKS: u32 = 10;
/// For so many looks it is left to the window manager to make a window fit.
const MANAGED: u32 = 3;

/// Keeps a window with its frame within its monitor, at the n-th look, from 0. A window that is too large takes all of
/// the monitor instead. The frame is known only some moments after the window has appeared, so one look is not enough.
/// Where nobody looks after windows nothing comes of asking, and the window takes what room there is by itself.
pub(super) fn keep_within(window: &Window, number: Option<u8>, look: u32) {
    let excess = window.with_winit_window(|winit| {
        let monitor = monitor::of_window(winit, number)?;
        let (outer, (width, height)) = (winit.outer_size(), monitor.size);
        let sticks_out = width > 0 && (outer.width > width || outer.height > height);
        sticks_out.then_some(monitor)
    });
    let Some(monitor) = excess.flatten() else { return };
    if look < MANAGED {
        window.set_maximized(true);
        return;
    }
    window.with_winit_window(|winit| {
        let (outer, inner) = (winit.outer_size(), winit.inner_size());
        let (width, height) = monitor.size;
        let within =
            |outer: u32, inner: u32, room: u32| room - outer.saturating_sub(inner).min(room / 2);
        winit.set_outer_position(corner(monitor));
        // The answer comes as an event.
        let _ = winit.request_inner_size(PhysicalSize::new(
            within(outer.width, inner.width, width),
            within(outer.height, inner.height, height),
        ));
    });
}

/// Makes a window fill the n-th monitor, or the one on which it is, where nobody else does: without a window manager, and
/// on Wayland, where the compositor is told which monitor is meant.
#[cfg(all(unix, not(target_os = "macos")))]
pub(super) fn fill(window: &Window, number: Option<u8>) {
    window.with_winit_window(|winit| {
        // On Wayland nobody may ask where a window is.
        let Ok(position) = winit.inner_position() else { return ask_compositor(winit, number) };
        let Some(monitor) = monitor::of_window(winit, number) else { return };
        let ((width, height), size) = (monitor.size, winit.inner_size());
        if width == 0 || height == 0 {
            return;
        }
        if (size.width, size.height) != (width, height) || position != corner(monitor) {
            winit.set_outer_position(corner(monitor));
            // The answer comes as an event.
            let _ = winit.request_inner_size(PhysicalSize::new(width, height));
        }
    });
}

/// Asks for the whole of the n-th monitor, where the window is on another.
#[cfg(all(unix, not(target_os = "macos")))]
fn ask_compositor(winit: &WinitWindow, number: Option<u8>) {
    let index = number.and_then(|number| usize::from(number).checked_sub(1));
    let Some(meant) = index.and_then(|index| winit.available_monitors().nth(index)) else { return };
    if winit.current_monitor().as_ref() != Some(&meant) {
        winit.set_fullscreen(Some(Fullscreen::Borderless(Some(meant))));
    }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
pub(super) fn fill(_: &Window, _: Option<u8>) {}

fn corner(monitor: Monitor) -> PhysicalPosition<i32> {
    PhysicalPosition::new(monitor.at.0, monitor.at.1)
}

/// Moves a window to its monitor, where the platform lets anybody; on Wayland only the compositor may, and a full-screen
/// window asks it ([`fill`]).
pub(super) fn move_to(window: &Window, monitor: Monitor) {
    window.set_position(slint::PhysicalPosition::new(monitor.at.0, monitor.at.1));
}
