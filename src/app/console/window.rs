//! Between the counter and its window: keys in, one whole view out.

use super::message::message;
use super::view::{Content, view};
use super::worker::{ConsoleCommand, ConsoleUpdate, ConsoleWorker};
use crate::app::platform::{
    WindowPlace, WindowsError, bridge, each_second, keep, lend_words, run_until_closed,
};
use crate::app::ui::{ConsoleWindow, Metrics};
use crate::app::worker::spawn;
use crate::clock::Clock;
use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::domain::CounterNumber;
use crate::office::Office;
use slint::{ComponentHandle, SharedString};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, mpsc};

/// Seconds that the answer to a key stays.
const MESSAGE_SECONDS: u32 = 8;

/// A console window and what it shows.
pub struct Console {
    window: ConsoleWindow,
    office: Arc<Office>,
    counter: CounterNumber,
    clock: Arc<dyn Clock>,
    state: RefCell<Content>,
}

impl Console {
    /// Makes the window of a counter, not yet shown. `send` brings its keys to the worker.
    ///
    /// # Errors
    /// When the platform has no window to give.
    pub fn open(
        office: Arc<Office>,
        counter: CounterNumber,
        clock: Arc<dyn Clock>,
        send: impl Fn(ConsoleCommand) + Clone + 'static,
    ) -> Result<Rc<Self>, WindowsError> {
        let window = ConsoleWindow::new().map_err(WindowsError::Window)?;
        window.global::<Metrics>().set_mm(office.screens.console_px_per_mm);
        lend_words(&window);
        let key = |command: ConsoleCommand| {
            let send = send.clone();
            move || send(command)
        };
        window.on_call_next(key(ConsoleCommand::Next));
        window.on_recall(key(ConsoleCommand::Recall));
        window.on_start(key(ConsoleCommand::Start));
        window.on_finish(key(ConsoleCommand::Finish));
        window.on_no_show(key(ConsoleCommand::NoShow));
        window.on_cancel(key(ConsoleCommand::Cancel));
        window.on_reprint(move |number: SharedString| {
            if let Ok(number) = number.parse() {
                send(ConsoleCommand::Reprint(number));
            }
        });
        let state = RefCell::default();
        let console = Rc::new(Self { window, office, counter, clock, state });
        console.show();
        Ok(console)
    }

    /// The window.
    pub fn window(&self) -> &ConsoleWindow {
        &self.window
    }

    /// Takes in what the worker tells.
    pub fn update(&self, update: ConsoleUpdate) {
        {
            let mut state = self.state.borrow_mut();
            match update {
                ConsoleUpdate::View(view) => {
                    state.lost = false;
                    state.view = Some(view);
                }
                ConsoleUpdate::QueueLost => state.lost = true,
                ConsoleUpdate::Sound(fault) => state.sound = fault,
                ConsoleUpdate::Reply(reply) => {
                    state.message = Some(message(&self.office, *reply));
                }
            }
        }
        self.show();
    }

    /// One second has passed.
    pub fn second(&self) {
        {
            let mut state = self.state.borrow_mut();
            if let Some(message) = &mut state.message {
                message.seconds += 1;
            }
            if state.message.as_ref().is_some_and(|m| m.seconds >= MESSAGE_SECONDS) {
                state.message = None;
            }
        }
        self.show();
    }

    fn show(&self) {
        let content = self.state.borrow();
        let mut view = view(&self.office, self.counter, self.clock.now(), &content);
        let shown = self.window.get_view();
        keep(&mut view.steps, &shown.steps);
        keep(&mut view.waiting_groups, &shown.waiting_groups);
        keep(&mut view.waiting, &shown.waiting);
        keep(&mut view.unprinted, &shown.unprinted);
        self.window.set_view(view);
    }
}

/// Runs a console until its window is closed.
///
/// # Errors
/// When no window can be shown; an unknown counter.
pub fn run(
    desk: Desk,
    clock: Arc<dyn Clock>,
    counter: CounterNumber,
    target: Option<PrintTarget>,
    data: &DataFolder,
    place: WindowPlace,
) -> Result<(), Box<dyn std::error::Error>> {
    let console = start(desk, clock, counter, target, data)?;
    place.show(console.window())?;
    let ticking = Rc::clone(&console);
    let _timer = each_second(move || ticking.second());
    Ok(run_until_closed()?)
}

/// A console with its thread, not yet shown.
pub(crate) fn start(
    desk: Desk,
    clock: Arc<dyn Clock>,
    counter: CounterNumber,
    target: Option<PrintTarget>,
    data: &DataFolder,
) -> Result<Rc<Console>, Box<dyn std::error::Error>> {
    let office = Arc::clone(desk.office());
    let worker = ConsoleWorker::new(desk, counter, target, data.clone())?;
    let (send, commands) = mpsc::channel();
    let keys = move |command| {
        // The worker lives as long as the window; a key after its end has nobody to answer.
        let _ = send.send(command);
    };
    let console = Console::open(office, counter, clock, keys)?;
    let weak = Rc::downgrade(&console);
    let deliver = bridge(move |update| {
        if let Some(console) = weak.upgrade() {
            console.update(update);
        }
    });
    spawn("console", worker, commands, deliver)?;
    Ok(console)
}
