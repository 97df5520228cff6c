//! Where a window appears, and how it stays there: full screen with and without a window manager, on which monitor,
//! without a pointer, and not to be closed by anybody but staff.

use super::backstage::Backstage;
use super::missing::say_deaf;
use super::platform::WindowsError;
use crate::desk::Desk;
use slint::winit_030::winit::monitor::MonitorHandle;
use slint::winit_030::{EventResult, WinitWindowAccessor, winit};
use slint::{CloseRequestResponse, ComponentHandle, Timer, TimerMode, Weak, Window};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// The platform knows its monitors only once its event loop runs.
const SOON: Duration = Duration::from_millis(50);
/// How often it is looked whether the window is there: for half a minute.
const TRIES: u32 = 600;
/// How often it is looked whether the window still fills its monitor: one may be turned or replaced.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Where a window appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowPlace {
    /// On the whole screen.
    pub fullscreen: bool,
    /// On the n-th monitor, from 1.
    pub monitor: Option<u8>,
}

/// Who may close a full-screen program that visitors stand before.
pub enum Guard {
    /// Whoever knows the gesture and says so once more.
    Gesture,
    /// Whoever knows the gesture and a PIN, looked at on this desk.
    Pin(Box<Desk>),
}

thread_local! {
    /// Windows live as long as the program; so do the timers that look after them.
    static TIMERS: RefCell<Vec<Timer>> = const { RefCell::new(Vec::new()) };
}

impl WindowPlace {
    /// Shows a window there.
    ///
    /// # Errors
    /// [`WindowsError::Window`].
    pub fn show(self, window: &(impl ComponentHandle + 'static)) -> Result<(), WindowsError> {
        window.show().map_err(WindowsError::Window)?;
        if self.monitor.is_none() {
            window.window().set_fullscreen(self.fullscreen);
        }
        once_there(window.as_weak(), TRIES, move |window| {
            if let Some(monitor) = self.monitor {
                move_to_monitor(window, monitor);
            }
            if self.fullscreen {
                window.set_fullscreen(true);
            } else {
                keep_within(window, self.monitor);
            }
        });
        if self.fullscreen {
            each(window, move |window| fill(window, self.monitor));
        } else {
            once_shown_for_a_while(window.as_weak(), move |window| {
                if sticks_out(window, self.monitor) {
                    fill(window, self.monitor);
                }
            });
        }
        Ok(())
    }

    /// Shows a window that visitors stand before. On the whole screen it has no pointer and stays until staff leave.
    ///
    /// # Errors
    /// [`WindowsError`].
    pub fn show_guarded(
        self,
        window: &(impl ComponentHandle + 'static),
        stage: &Rc<Backstage>,
        guard: Guard,
    ) -> Result<(), WindowsError> {
        self.show(window)?;
        if !self.fullscreen {
            return Ok(());
        }
        say_deaf();
        window.window().on_close_requested(|| CloseRequestResponse::KeepWindowShown);
        match guard {
            Guard::Gesture => stage.guard(None),
            Guard::Pin(desk) => stage.guard_with(*desk).map_err(WindowsError::Thread)?,
        }
        each(window, |window| {
            window.with_winit_window(|winit| winit.set_cursor_visible(false));
        });
        knock_on_keys(window.window(), stage);
        Ok(())
    }
}

/// Does something to a window as soon as the platform has made it, which takes a slow machine many seconds; in the end
/// also where it never does.
fn once_there<W: ComponentHandle + 'static>(
    weak: Weak<W>,
    tries: u32,
    act: impl FnOnce(&Window) + 'static,
) {
    Timer::single_shot(SOON, move || {
        let Some(window) = weak.upgrade() else { return };
        let is_there = window.window().with_winit_window(|_| ()).is_some();
        if is_there || tries == 0 {
            act(window.window());
        } else {
            once_there(weak, tries - 1, act);
        }
    });
}

/// Does something to a window some seconds after it is there: a window manager has done by then what it was asked for.
fn once_shown_for_a_while<W: ComponentHandle + 'static>(
    weak: Weak<W>,
    act: impl FnOnce(&Window) + 'static,
) {
    once_there(weak.clone(), TRIES, move |_| {
        Timer::single_shot(LOOK_AGAIN * 2, move || {
            if let Some(window) = weak.upgrade() {
                act(window.window());
            }
        });
    });
}

/// Does something to a window soon and then each second.
fn each(window: &(impl ComponentHandle + 'static), act: impl Fn(&Window) + Clone + 'static) {
    let (weak, now) = (window.as_weak(), act.clone());
    Timer::single_shot(SOON * 2, move || {
        if let Some(window) = weak.upgrade() {
            now(window.window());
        }
    });
    let weak = window.as_weak();
    let timer = Timer::default();
    timer.start(TimerMode::Repeated, LOOK_AGAIN, move || {
        if let Some(window) = weak.upgrade() {
            act(window.window());
        }
    });
    TIMERS.with_borrow_mut(|timers| timers.push(timer));
}

/// The n-th monitor, or the one on which the window is.
fn monitor_of(winit: &winit::window::Window, number: Option<u8>) -> Option<MonitorHandle> {
    let mut monitors = winit.available_monitors();
    match number {
        Some(number) => monitors.nth(usize::from(number) - 1),
        None => winit.current_monitor().or_else(|| monitors.next()),
    }
}

/// Whether a window is larger than its monitor.
fn sticks_out(window: &Window, monitor: Option<u8>) -> bool {
    let sticks_out = window.with_winit_window(|winit| {
        let (size, room) = (winit.outer_size(), monitor_of(winit, monitor)?.size());
        Some(room.width > 0 && (size.width > room.width || size.height > room.height))
    });
    sticks_out.flatten() == Some(true)
}

/// A window that would stick out of its monitor takes all of it instead. Where nobody looks after windows nothing comes
/// of that, and it does so itself.
fn keep_within(window: &Window, monitor: Option<u8>) {
    if sticks_out(window, monitor) {
        window.set_maximized(true);
    }
}

/// Without a window manager nobody makes a window fill its screen; then it does so itself.
#[cfg(all(unix, not(target_os = "macos")))]
fn fill(window: &Window, monitor: Option<u8>) {
    window.with_winit_window(|winit| {
        let monitor = monitor_of(winit, monitor);
        // On Wayland nobody may ask where a window is, and the compositor fills the screen.
        let (Some(monitor), Ok(position)) = (monitor, winit.inner_position()) else { return };
        if monitor.size().width == 0 || monitor.size().height == 0 {
            return;
        }
        if winit.inner_size() != monitor.size() || position != monitor.position() {
            winit.set_outer_position(monitor.position());
            // The answer comes as an event.
            let _ = winit.request_inner_size(monitor.size());
        }
    });
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn fill(_: &Window, _: Option<u8>) {}

/// Ctrl, Shift and Q together are the same gesture on a keyboard, whatever has its focus.
fn knock_on_keys(window: &Window, stage: &Rc<Backstage>) {
    use winit::event::{ElementState, WindowEvent};
    use winit::keyboard::{Key, ModifiersState};
    let stage = Rc::downgrade(stage);
    let held = Cell::new(ModifiersState::empty());
    window.on_winit_window_event(move |_, event| {
        match event {
            WindowEvent::ModifiersChanged(modifiers) => held.set(modifiers.state()),
            WindowEvent::KeyboardInput { event, .. } if event.state == ElementState::Pressed => {
                let both = ModifiersState::CONTROL | ModifiersState::SHIFT;
                let is_q =
                    matches!(&event.logical_key, Key::Character(c) if c.eq_ignore_ascii_case("q"));
                if is_q && held.get().contains(both) {
                    if let Some(stage) = stage.upgrade() {
                        stage.knock();
                    }
                    return EventResult::PreventDefault;
                }
            }
            _ => {}
        }
        EventResult::Propagate
    });
}

/// Places a window on the n-th monitor where the platform tells where that is. Wayland lets only the compositor
/// decide, and there the window opens where the compositor puts it.
fn move_to_monitor(window: &Window, monitor: u8) {
    let found = window.with_winit_window(|winit| {
        let position = winit.available_monitors().nth(usize::from(monitor) - 1)?.position();
        Some(slint::PhysicalPosition::new(position.x, position.y))
    });
    match found {
        Some(Some(position)) => window.set_position(position),
        Some(None) => {
            note!("there is no monitor {monitor}; the window opens on the first one")
        }
        None => note!("this platform does not tell its monitors; the window opens where it likes"),
    }
}
