//! The gallery on a screen: one window to choose from, and the chosen screen in its own real window beside it.

use super::frame::{Frame, Glass, Mode, Room, SCREENS};
use super::hall::Hall;
use crate::app::platform::{WindowsError, model, run_until_closed};
use crate::app::ui::{GalleryWindow, Shelf};
use crate::domain::Language;
use slint::{ComponentHandle, SharedString, Timer, Window};
use std::cell::{Cell, RefCell};
use std::error::Error;
use std::rc::Rc;
use std::time::Duration;

/// When the second window follows the first.
const LATER: Duration = Duration::from_secs(1);

/// The place in each list of what is shown.
#[derive(Clone, Copy, Default)]
struct Choice {
    screen: usize,
    language: usize,
    mode: usize,
    glass: usize,
}

struct Gallery {
    hall: Hall,
    window: GalleryWindow,
    choice: RefCell<Choice>,
    shown: Cell<Option<Room>>,
}

/// Runs the gallery until its window is closed.
pub(super) fn run() -> Result<(), Box<dyn Error>> {
    let window = GalleryWindow::new().map_err(WindowsError::Window)?;
    let hall = Hall::open()?;
    let shown = Cell::new(None);
    let gallery = Rc::new(Gallery { hall, window, choice: RefCell::default(), shown });
    let weak = Rc::downgrade(&gallery);
    gallery.window.on_choose(move |shelf, index| {
        let Some(gallery) = weak.upgrade() else { return };
        gallery.choose(shelf, usize::try_from(index).unwrap_or(0));
    });
    gallery.window.window().on_close_requested(|| {
        // The screens beside it end with it.
        let _ = slint::quit_event_loop();
        slint::CloseRequestResponse::HideWindow
    });
    gallery.window.show()?;
    // One window after the other: see `lab::demo` for what becomes of two that screen readers hear of at once.
    let weak = Rc::downgrade(&gallery);
    Timer::single_shot(LATER, move || {
        let shown = weak.upgrade().map(|gallery| gallery.show());
        if let Some(Err(error)) = shown {
            note!("{error}");
        }
    });
    Ok(run_until_closed()?)
}

impl Gallery {
    fn choose(&self, shelf: Shelf, index: usize) {
        {
            let mut choice = self.choice.borrow_mut();
            match shelf {
                Shelf::Screens => *choice = Choice { screen: index, ..*choice },
                Shelf::Languages => choice.language = index,
                Shelf::Modes => choice.mode = index,
                Shelf::Sizes => choice.glass = index,
            }
        }
        if let Err(error) = self.show() {
            note!("{error}");
        }
    }

    /// Another room has other lists; a place that it does not have is its first one.
    fn frame(&self) -> (Frame, Choice) {
        let mut choice = *self.choice.borrow();
        let screen = &SCREENS[choice.screen.min(SCREENS.len() - 1)];
        let room = screen.room();
        fn take<T: Copy>(list: &[T], place: &mut usize) -> T {
            if *place >= list.len() {
                *place = 0;
            }
            list[*place]
        }
        let language: Language = take(room.languages(), &mut choice.language);
        let mode: Mode = take(room.modes(), &mut choice.mode);
        let glass: Glass = take(room.glasses(), &mut choice.glass);
        (Frame { screen, mode, language, glass }, choice)
    }

    fn show(&self) -> Result<(), Box<dyn Error>> {
        let (frame, choice) = self.frame();
        let room = frame.screen.room();
        let named = |names: Vec<String>| model(names.into_iter().map(SharedString::from));
        let place = |index: usize| i32::try_from(index).unwrap_or(0);
        let window = &self.window;
        window.set_screens(named(SCREENS.iter().map(|s| s.name.to_owned()).collect()));
        window.set_languages(named(room.languages().iter().map(|l| l.code().into()).collect()));
        window.set_modes(named(room.modes().iter().map(|m| m.name().into()).collect()));
        let size = |glass: &Glass| format!("{} x {}", glass.size.0, glass.size.1);
        window.set_sizes(named(room.glasses().iter().map(size).collect()));
        window.set_screen(place(choice.screen));
        window.set_language(place(choice.language));
        window.set_mode(place(choice.mode));
        window.set_size(place(choice.glass));
        self.hall.hang(&frame);
        if self.shown.get() != Some(room) {
            if let Some(before) = self.shown.replace(Some(room)) {
                self.hall.window(before).hide()?;
            }
            self.hall.window(room).show()?;
            // A window takes its own size when it appears; the frame's comes after it.
            self.hall.hang(&frame);
        }
        let shown: &Window = self.hall.window(room);
        shown.request_redraw();
        Ok(())
    }
}
