//! The monitors of an X server, asked anew each time.
//!
//! The window library asks once and is told of changes by events that never reach it: it asks Xlib for them, which drops
//! the events of an extension that only its other half knows (winit 0.30.13, seen with a monitor unplugged and plugged in).

use super::Monitor;
use std::env;
use x11rb::connection::Connection;
use x11rb::errors::ReplyError;
use x11rb::protocol::randr::ConnectionExt;
use x11rb::rust_connection::RustConnection;

thread_local! {
    /// A connection of our own; nothing where the windows are not on an X server.
    static SERVER: Option<(RustConnection, usize)> = connect();
}

/// As the window library chooses: Wayland where there is any.
fn connect() -> Option<(RustConnection, usize)> {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    if set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET") {
        return None;
    }
    RustConnection::connect(None).ok()
}

/// The monitors that are on, in the order of the window library; `None` where no X server tells.
pub(super) fn monitors() -> Option<Vec<Monitor>> {
    SERVER.with(|server| {
        let (server, screen) = server.as_ref()?;
        let root = server.setup().roots.get(*screen)?.root;
        ask(server, root).ok()
    })
}

fn ask(server: &RustConnection, root: u32) -> Result<Vec<Monitor>, ReplyError> {
    let crtcs = server.randr_get_screen_resources_current(root)?.reply()?.crtcs;
    let asked: Result<Vec<_>, _> = crtcs
        .into_iter()
        .map(|crtc| server.randr_get_crtc_info(crtc, x11rb::CURRENT_TIME))
        .collect();
    let mut monitors = Vec::new();
    for answer in asked? {
        let crtc = answer.reply()?;
        if crtc.width > 0 && crtc.height > 0 && !crtc.outputs.is_empty() {
            let size = (u32::from(crtc.width), u32::from(crtc.height));
            monitors.push(Monitor { at: (i32::from(crtc.x), i32::from(crtc.y)), size });
        }
    }
    Ok(monitors)
}
