//! The question of a console whose counter has a console already: try again, or sit down at another counter.
//!
//! [`Seats`] is the question without a window; [`SeatQuestion`] joins it to one. Never here: who may sit where
//! (`data`).

use super::content::{LANGUAGE, words};
use crate::app::platform::{WindowsError, keep, lend_words, model};
use crate::app::ui::{ConsoleWindow, Metrics, SeatChoice, SeatView};
use crate::data::DataFolder;
use crate::domain::CounterNumber;
use crate::office::Office;
use slint::platform::Key;
use slint::{ComponentHandle, SharedString};
use std::cell::RefCell;
use std::fs::File;
use std::rc::Rc;
use std::sync::Arc;

/// A place at a counter, for as long as it is kept.
#[derive(Debug)]
pub struct Seat {
    /// Whose counter it is.
    pub counter: CounterNumber,
    _lock: File,
}

impl Seat {
    /// Sits down; `None` when another console sits there.
    ///
    /// # Errors
    /// A sentence, when that cannot be found out.
    pub fn take(data: &DataFolder, counter: CounterNumber) -> Result<Option<Self>, String> {
        let lock = data.try_seat(counter.get()).map_err(|error| {
            let folder = data.path().display();
            format!("cannot create the lock of a counter in {folder} ({error})")
        })?;
        Ok(lock.map(|lock| Self { counter, _lock: lock }))
    }
}

/// What a key means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Again,
    Other(CounterNumber),
}

/// The question without a window.
struct Seats {
    office: Arc<Office>,
    data: DataFolder,
    wanted: CounterNumber,
    /// What came of the last try.
    note: String,
}

impl Seats {
    fn others(&self) -> impl Iterator<Item = CounterNumber> {
        let numbers = self.office.counters.iter().map(|counter| counter.number);
        numbers.filter(|number| *number != self.wanted)
    }

    fn wish_of(&self, key: &str) -> Option<Wish> {
        if key == SharedString::from(Key::Return).as_str() {
            return Some(Wish::Again);
        }
        let number = CounterNumber::new(key.parse().ok()?)?;
        if number == self.wanted {
            return Some(Wish::Again);
        }
        self.others().find(|other| *other == number).map(Wish::Other)
    }

    /// Tries to sit down. Somebody may have come first.
    fn wish(&mut self, wish: Wish) -> Option<Seat> {
        let counter = match wish {
            Wish::Again => self.wanted,
            Wish::Other(counter) => counter,
        };
        let name = self.office.counter_name(counter, LANGUAGE);
        match Seat::take(&self.data, counter) {
            Ok(Some(seat)) => return Some(seat),
            Ok(None) => self.note = words().with("seat.still", &[("counter", &name)]),
            Err(_) => self.note = words().text("seat.cannot").to_owned(),
        }
        None
    }

    fn view(&self) -> SeatView {
        let counter = self.office.counter_name(self.wanted, LANGUAGE);
        let about = |key: &str| words().with(key, &[("counter", &counter)]).into();
        let choice = |number: CounterNumber| {
            // What cannot be looked at may be tried.
            let taken = self.data.is_seat_taken(number.get()).unwrap_or(false);
            let one_key = number.get() < 10;
            SeatChoice {
                key: if one_key { number.to_string().into() } else { SharedString::new() },
                name: self.office.counter_name(number, LANGUAGE).into(),
                note: if taken { words().text("seat.taken").into() } else { SharedString::new() },
                free: !taken,
            }
        };
        SeatView {
            shown: true,
            title: about("seat.title"),
            text: words().text("seat.text").into(),
            again: about("seat.again"),
            note: self.note.as_str().into(),
            choices: model(self.others().map(choice)),
        }
    }
}

/// The question in a window, until somebody has sat down.
pub struct SeatQuestion {
    window: ConsoleWindow,
    seats: RefCell<Seats>,
    found: Box<dyn Fn(Seat)>,
}

impl SeatQuestion {
    /// Makes the window, not yet shown. `found` is told of the seat that was free.
    ///
    /// # Errors
    /// When the platform has no window to give.
    pub fn open(
        office: Arc<Office>,
        data: DataFolder,
        wanted: CounterNumber,
        found: impl Fn(Seat) + 'static,
    ) -> Result<Rc<Self>, WindowsError> {
        let window = ConsoleWindow::new().map_err(WindowsError::Window)?;
        window.global::<Metrics>().set_mm(office.screens.console_px_per_mm);
        lend_words(&window);
        let seats = RefCell::new(Seats { office, data, wanted, note: String::new() });
        let question = Rc::new(Self { window, seats, found: Box::new(found) });
        // The window must not keep its question alive.
        let weak = Rc::downgrade(&question);
        question.window.on_seat_again(move || {
            weak.upgrade().into_iter().for_each(|question| question.wish(Wish::Again));
        });
        let weak = Rc::downgrade(&question);
        question.window.on_seat_choose(move |index| {
            let Some(question) = weak.upgrade() else { return };
            let Ok(index) = usize::try_from(index) else { return };
            let other = question.seats.borrow().others().nth(index);
            other.into_iter().for_each(|other| question.wish(Wish::Other(other)));
        });
        let weak = Rc::downgrade(&question);
        question.window.on_seat_key(move |key| {
            let Some(question) = weak.upgrade() else { return };
            let wish = question.seats.borrow().wish_of(&key);
            wish.into_iter().for_each(|wish| question.wish(wish));
        });
        question.look();
        Ok(question)
    }

    /// The window.
    pub fn window(&self) -> &ConsoleWindow {
        &self.window
    }

    /// Shows which counters are free now.
    pub fn look(&self) {
        let mut view = self.seats.borrow().view();
        keep(&mut view.choices, &self.window.get_seat().choices);
        self.window.set_seat(view);
    }

    fn wish(&self, wish: Wish) {
        let seat = self.seats.borrow_mut().wish(wish);
        match seat {
            Some(seat) => {
                (self.found)(seat);
                // Not before: a program ends with its last window.
                if let Err(error) = self.window.hide() {
                    note!("{error}");
                }
            }
            None => self.look(),
        }
    }
}
