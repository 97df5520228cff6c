//! Which monitors there are, also while no window is shown: a window that belongs on a certain one waits for it.
//!
//! Belongs here: watching the monitors, and the decision to appear or to hide. Never here: showing a window.

#[cfg(all(unix, not(target_os = "macos")))]
mod x11;

use slint::winit_030::winit::event_loop::ActiveEventLoop;
use slint::winit_030::winit::monitor::MonitorHandle;
use slint::winit_030::winit::window::Window as WinitWindow;
use slint::winit_030::{CustomApplicationHandler, EventResult};
use slint::{BackendSelector, PlatformError};
use std::cell::RefCell;

/// A monitor that is switched on: a rectangle of the desktop, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Monitor {
    pub(super) at: (i32, i32),
    pub(super) size: (u32, u32),
}

impl Monitor {
    fn of(handle: &MonitorHandle) -> Self {
        let (at, size) = (handle.position(), handle.size());
        Self { at: (at.x, at.y), size: (size.width, size.height) }
    }

    fn has(&self, (x, y): (i32, i32)) -> bool {
        let within =
            |x, left, width: u32| x >= left && x - left < i32::try_from(width).unwrap_or(i32::MAX);
        within(x, self.at.0, self.size.0) && within(y, self.at.1, self.size.1)
    }
}

thread_local! {
    /// The monitors as the platform told at the last turn of the event loop; nothing before its first.
    static TOLD: RefCell<Option<Vec<Monitor>>> = const { RefCell::new(None) };
}

/// Looks which monitors there are whenever the event loop turns: once a second at least, by the timers of every window.
struct Watch;

impl CustomApplicationHandler for Watch {
    fn resumed(&mut self, events: &ActiveEventLoop) -> EventResult {
        look(events);
        EventResult::Propagate
    }

    fn about_to_wait(&mut self, events: &ActiveEventLoop) -> EventResult {
        look(events);
        EventResult::Propagate
    }
}

fn look(events: &ActiveEventLoop) {
    let told = events.available_monitors().map(|handle| Monitor::of(&handle)).collect();
    TOLD.with_borrow_mut(|monitors| *monitors = Some(told));
}

/// Begins to watch the monitors. To be called before the first window is made.
///
/// # Errors
/// When no window can be shown here at all.
pub(super) fn watch() -> Result<(), PlatformError> {
    BackendSelector::new().with_winit_custom_application_handler(Watch).select()
}

/// The n-th monitor, from 1. `None` before anybody could look; `Some(None)` when it is not there.
pub(super) fn nth(number: u8) -> Option<Option<Monitor>> {
    let told = TOLD.with_borrow(Clone::clone)?;
    Some(pick(&now(told), number))
}

/// The n-th monitor, or the one on which this window is.
pub(super) fn of_window(winit: &WinitWindow, number: Option<u8>) -> Option<Monitor> {
    let monitors = now(winit.available_monitors().map(|handle| Monitor::of(&handle)).collect());
    if let Some(number) = number {
        return pick(&monitors, number);
    }
    let middle = winit.outer_position().ok().map(|at| {
        let size = winit.outer_size();
        (at.x + (size.width / 2).cast_signed(), at.y + (size.height / 2).cast_signed())
    });
    let current = || winit.current_monitor().map(|handle| Monitor::of(&handle));
    let here = middle.and_then(|middle| monitors.iter().find(|m| m.has(middle)).copied());
    here.or_else(|| monitors.first().copied()).or_else(current)
}

fn pick(monitors: &[Monitor], number: u8) -> Option<Monitor> {
    monitors.get(usize::from(number).checked_sub(1)?).copied()
}

/// The monitors at this moment, where the platform told these.
#[cfg(all(unix, not(target_os = "macos")))]
fn now(told: Vec<Monitor>) -> Vec<Monitor> {
    x11::monitors().unwrap_or(told)
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn now(told: Vec<Monitor>) -> Vec<Monitor> {
    told
}

/// What a window has to do about its monitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// The monitor is there: appear on it.
    Appear,
    /// It is missing: show nothing anywhere, and tell.
    Hide,
}

/// Whether a window is on its monitor: pure.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Presence(Option<bool>);

impl Presence {
    /// What is new, now that the monitor was looked for.
    pub(super) fn look(&mut self, is_there: bool) -> Option<Change> {
        let before = self.0.replace(is_there);
        (before != Some(is_there)).then_some(if is_there { Change::Appear } else { Change::Hide })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_waits_for_its_monitor_and_hides_when_it_is_taken_away() {
        let mut presence = Presence::default();
        let told = [false, false, true, true, false, true].map(|there| presence.look(there));
        let (appear, hide) = (Some(Change::Appear), Some(Change::Hide));
        assert_eq!(told, [hide, None, appear, None, hide, appear]);
    }

    #[test]
    fn nobody_knows_of_a_monitor_before_anybody_has_looked() {
        assert_eq!(nth(1), None);
    }

    #[test]
    fn a_monitor_is_counted_from_one_and_has_its_own_pixels() {
        let left = Monitor { at: (0, 0), size: (1024, 768) };
        let right = Monitor { at: (1024, 0), size: (1024, 768) };
        let both = [left, right];
        assert_eq!([0, 1, 2, 3].map(|n| pick(&both, n)), [None, Some(left), Some(right), None]);
        assert!(right.has((1024, 767)) && !right.has((1023, 0)) && !right.has((1024, 768)));
    }
}
