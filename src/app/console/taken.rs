//! The question of a console whose counter has a console already, in its window.

use super::counter_lock::CounterLock;
use crate::app::keyboard::key_of;
use crate::app::platform::{WindowsError, keep, lend_words};
use crate::app::ui::{ConsoleWindow, Metrics, SeatView};
use crate::data::DataFolder;
use crate::domain::CounterNumber;
use crate::office::Office;
use crate::station::console::{TakenEvent, TakenStation};
use slint::ComponentHandle;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// The question in a window, until a counter was free.
pub struct TakenQuestion {
    window: ConsoleWindow,
    office: Arc<Office>,
    data: DataFolder,
    station: RefCell<TakenStation>,
    found: Box<dyn Fn(CounterLock)>,
}

impl TakenQuestion {
    /// Makes the window, not yet shown. `found` is told of the counter that was free.
    ///
    /// # Errors
    /// When the platform has no window to give.
    pub fn open(
        office: Arc<Office>,
        data: DataFolder,
        wanted: CounterNumber,
        found: impl Fn(CounterLock) + 'static,
    ) -> Result<Rc<Self>, WindowsError> {
        let window = ConsoleWindow::new().map_err(WindowsError::Window)?;
        window.global::<Metrics>().set_mm(office.screens.console_px_per_mm);
        lend_words(&window);
        let station = RefCell::new(TakenStation::new(Arc::clone(&office), wanted));
        let found = Box::new(found);
        let question = Rc::new(Self { window, office, data, station, found });
        // The window must not keep its question alive.
        let weak = Rc::downgrade(&question);
        question.window.on_seat_again(move || {
            weak.upgrade().into_iter().for_each(|question| question.take(TakenEvent::Again));
        });
        let weak = Rc::downgrade(&question);
        question.window.on_seat_choose(move |index| {
            let (Some(question), Ok(index)) = (weak.upgrade(), usize::try_from(index)) else {
                return;
            };
            question.take(TakenEvent::Choose(index));
        });
        let weak = Rc::downgrade(&question);
        question.window.on_seat_key(move |key| {
            let (Some(question), Some(key)) = (weak.upgrade(), key_of(&key)) else { return };
            question.take(TakenEvent::Key(key));
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
        let numbers = self.office.counters.iter().map(|counter| counter.number);
        let is_taken =
            |number: &CounterNumber| self.data.is_counter_taken(number.get()).unwrap_or(false);
        self.take(TakenEvent::Taken(numbers.filter(is_taken).collect()));
        let mut view = SeatView::from(self.station.borrow().view());
        keep(&mut view.choices, &self.window.get_seat().choices);
        self.window.set_seat(view);
    }

    fn take(&self, event: TakenEvent) {
        let tried = self.station.borrow_mut().handle(event);
        tried.into_iter().for_each(|counter| self.attempt(counter));
    }

    /// Tries to take a counter. Somebody may have come first.
    fn attempt(&self, counter: CounterNumber) {
        match CounterLock::take(&self.data, counter) {
            Ok(Some(lock)) => {
                (self.found)(lock);
                // Not before: a program ends with its last window.
                if let Err(error) = self.window.hide() {
                    note!("{error}");
                }
                return;
            }
            Ok(None) => self.take(TakenEvent::StillTaken(counter)),
            Err(_) => self.take(TakenEvent::Unknown),
        }
        self.look();
    }
}
