//! Where a window appears, and how it stays there: full screen with and without a window manager, on which monitor,
//! without a pointer, and not to be closed by anybody but staff.

use super::backstage::Backstage;
use super::fit;
use super::geometry::Geometry;
use super::missing_libraries::say_deaf;
use super::missing_screen::ScreenNote;
use super::monitor::{self, Change, Presence};
use super::platform::{WindowsError, run_until_closed};
use crate::desk::Desk;
use crate::say;
use slint::winit_030::{EventResult, WinitWindowAccessor, winit};
use slint::{CloseRequestResponse, ComponentHandle, Timer, TimerMode, Weak, Window};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// The platform knows its monitors only once its event loop runs.
const SOON: Duration = Duration::from_millis(50);
/// How often it is looked whether the window is there: for half a minute.
pub(crate) const TRIES: u32 = 600;
/// How often it is looked whether the window still fills its monitor: one may be turned or replaced.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Where a window appears.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WindowPlace {
    /// On the whole screen.
    pub fullscreen: bool,
    /// On the n-th monitor, from 1.
    pub monitor: Option<u8>,
    /// At this place of the screen, where it is no full screen.
    pub geometry: Option<Geometry>,
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
    /// Gets ready to show windows there. To be called before the first window is made.
    ///
    /// # Errors
    /// [`WindowsError::Window`].
    pub fn prepare(self) -> Result<(), WindowsError> {
        match self.monitor {
            Some(_) => monitor::watch().map_err(WindowsError::Window),
            None => Ok(()),
        }
    }

    /// Shows a window there; one that belongs on a certain monitor as soon as that is there, and never on another.
    ///
    /// # Errors
    /// [`WindowsError::Window`].
    pub fn show(self, window: &(impl ComponentHandle + 'static)) -> Result<(), WindowsError> {
        self.show_telling(window, None)
    }

    fn show_telling(
        self,
        window: &(impl ComponentHandle + 'static),
        told: Option<ScreenNote>,
    ) -> Result<(), WindowsError> {
        let Some(number) = self.monitor else {
            self.geometry.iter().for_each(|at| put(window.window(), *at));
            window.show().map_err(WindowsError::Window)?;
            window.window().set_fullscreen(self.fullscreen);
            self.settle(window);
            self.keep(window);
            return Ok(());
        };
        window.window().on_close_requested(|| {
            // It may be hidden and its program goes on; closed by somebody it ends.
            let _ = slint::quit_event_loop();
            CloseRequestResponse::HideWindow
        });
        let (weak, presence) = (window.as_weak(), Cell::new(Presence::default()));
        // A window that was closed meanwhile does not come back with its monitor.
        let waits = Cell::new(true);
        let look = Rc::new(move || {
            let (Some(window), Some(found)) = (weak.upgrade(), monitor::nth(number)) else {
                return;
            };
            let mut now = presence.get();
            let change = now.look(found.is_some());
            presence.set(now);
            let done = match change {
                None => return,
                Some(Change::Appear) if waits.take() => {
                    window.show().map(|()| self.settle(&window))
                }
                Some(Change::Appear) => Ok(()),
                Some(Change::Hide) => {
                    waits.set(waits.get() || window.window().is_visible());
                    note!("there is no monitor {number}; nothing is shown until it is there");
                    window.hide()
                }
            };
            if let Err(error) = done {
                say::note_fault("the window cannot be shown", &error);
            }
            let missing = found.is_none().then_some(number);
            if let Some(Err(error)) = told.as_ref().map(|note| note.tell(missing)) {
                say::note_fault("the consoles cannot be told of the screen", &error);
            }
        });
        each(window, move |_| look());
        self.keep(window);
        Ok(())
    }

    /// Brings a window that has just appeared to its place.
    fn settle(self, window: &(impl ComponentHandle + 'static)) {
        once_there(window.as_weak(), TRIES, move |window| {
            if let Some(Some(monitor)) = self.monitor.and_then(monitor::nth) {
                fit::move_to(window, monitor);
            }
            if self.fullscreen {
                window.set_fullscreen(true);
            } else if let Some(geometry) = self.geometry {
                put(window, geometry);
            } else {
                fit::keep_within(window, self.monitor, 0);
            }
        });
    }

    /// Looks after the size of a window as long as that is needed.
    fn keep(self, window: &(impl ComponentHandle + 'static)) {
        let looks = Rc::new(Cell::new(0));
        each(window, move |window| {
            if !window.is_visible() {
                return;
            }
            if self.fullscreen {
                fit::fill(window, self.monitor);
            } else if looks.get() < fit::LOOKS {
                looks.set(looks.get() + 1);
                fit::keep_within(window, self.monitor, looks.get());
            }
        });
    }

    /// Runs until the last window is closed, or the window whose monitor may come and go.
    ///
    /// # Errors
    /// [`WindowsError::Window`].
    pub fn run(self) -> Result<(), WindowsError> {
        match self.monitor {
            Some(_) => slint::run_event_loop_until_quit().map_err(WindowsError::Window),
            None => run_until_closed(),
        }
    }

    /// Shows a window that visitors stand before. On the whole screen it has no pointer and stays until staff leave. While
    /// its monitor is missing, `told` says so to the consoles.
    ///
    /// # Errors
    /// [`WindowsError`].
    pub fn show_guarded(
        self,
        window: &(impl ComponentHandle + 'static),
        stage: &Rc<Backstage>,
        guard: Guard,
        told: ScreenNote,
    ) -> Result<(), WindowsError> {
        self.show_telling(window, Some(told))?;
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
pub(crate) fn once_there<W: ComponentHandle + 'static>(
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
                        stage.ask_to_leave();
                    }
                    return EventResult::PreventDefault;
                }
            }
            _ => {}
        }
        EventResult::Propagate
    });
}

/// Puts a window at this place of the screen.
pub(crate) fn put(window: &Window, at: Geometry) {
    window.set_size(slint::PhysicalSize::new(at.width, at.height));
    window.set_position(slint::PhysicalPosition::new(at.x, at.y));
}
