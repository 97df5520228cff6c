//! Between a console's station and its window: keys in, one whole view out.

use super::counter_lock::CounterLock;
use super::gate::GuardedConsole;
use super::taken::TakenQuestion;
use super::worker::ConsoleWorker;
use crate::app::host::{Host, Hosted};
use crate::app::keyboard::key_of;
use crate::app::platform::{WindowPlace, WindowsError, each_second, keep, lend_words};
use crate::app::ui::{self, ConsoleWindow, Metrics};
use crate::app::worker::channel;
use crate::clock::Clock;
use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::domain::CounterNumber;
use crate::office::Office;
use crate::station::Station;
use crate::station::console::{ConsoleEvent, ConsoleStation, GuardedCommand, GuardedUpdate};
use slint::{ComponentHandle, SharedString};
use std::cell::RefCell;
use std::error::Error;
use std::mem;
use std::rc::{Rc, Weak};
use std::sync::Arc;

/// A console in its window.
pub struct Console {
    window: ConsoleWindow,
    clock: Arc<dyn Clock>,
    station: RefCell<ConsoleStation>,
    send: Box<dyn Fn(GuardedCommand)>,
}

impl Console {
    /// Makes the window of a counter, not yet shown. `send` brings its commands to the worker.
    ///
    /// # Errors
    /// When the platform has no window to give.
    pub fn open(
        office: Arc<Office>,
        counter: CounterNumber,
        clock: Arc<dyn Clock>,
        send: impl Fn(GuardedCommand) + 'static,
    ) -> Result<Rc<Self>, WindowsError> {
        let window = ConsoleWindow::new().map_err(WindowsError::Window)?;
        window.global::<Metrics>().set_mm(office.screens.console_px_per_mm);
        lend_words(&window);
        let station = RefCell::new(ConsoleStation::new(office, counter));
        let console = Rc::new(Self { window, clock, station, send: Box::new(send) });
        console.listen();
        console.show();
        Ok(console)
    }

    /// Connects keys and buttons. The window must not keep its console alive.
    fn listen(self: &Rc<Self>) {
        fn with<A>(
            console: &Rc<Console>,
            event: impl Fn(A) -> Option<ConsoleEvent> + 'static,
        ) -> impl Fn(A) + 'static {
            let weak: Weak<Console> = Rc::downgrade(console);
            move |argument| {
                if let (Some(console), Some(event)) = (weak.upgrade(), event(argument)) {
                    console.take(event);
                }
            }
        }
        let window = &self.window;
        let place = |index: i32| usize::try_from(index).ok();
        window
            .on_act(with(self, |action: ui::ConsoleAction| Some(ConsoleEvent::Act(action.into()))));
        window.on_choose(with(self, move |line| place(line).map(ConsoleEvent::Choose)));
        window.on_reprint(with(self, |number: SharedString| {
            number.parse().ok().map(ConsoleEvent::Reprint)
        }));
        window.on_sign_in_choose(with(self, move |officer| {
            place(officer).map(ConsoleEvent::ChooseOfficer)
        }));
        window
            .on_sign_in_key(with(self, |text: SharedString| key_of(&text).map(ConsoleEvent::Key)));
        let simple = |event: fn() -> ConsoleEvent| {
            let take = with(self, move |()| Some(event()));
            move || take(())
        };
        window.on_sign_in_erase(simple(|| ConsoleEvent::Erase));
        window.on_sign_in_enter(simple(|| ConsoleEvent::Enter));
        window.on_lock(simple(|| ConsoleEvent::Lock));
        let weak = Rc::downgrade(self);
        window.on_key(move |text| {
            let (Some(console), Some(key)) = (weak.upgrade(), key_of(&text)) else { return false };
            let known = console.station.borrow().knows(key, console.clock.now());
            if known {
                console.take(ConsoleEvent::Key(key));
            }
            known
        });
    }

    /// The window.
    pub fn window(&self) -> &ConsoleWindow {
        &self.window
    }

    /// Takes in what the worker tells.
    pub fn update(&self, update: GuardedUpdate) {
        self.take(ConsoleEvent::Update(update));
    }

    /// One second has passed.
    pub fn second(&self) {
        self.take(ConsoleEvent::Second);
    }

    fn take(&self, event: ConsoleEvent) {
        let asked = self.station.borrow_mut().handle(event, self.clock.now());
        asked.into_iter().for_each(&self.send);
        self.show();
    }

    fn show(&self) {
        let mut said = self.station.borrow().view(self.clock.now());
        let mut sign_in = ui::SignInView::from(mem::take(&mut said.sign_in));
        let shown = self.window.get_sign_in();
        keep(&mut sign_in.officers, &shown.officers);
        if sign_in != shown {
            self.window.set_sign_in(sign_in);
        }
        let mut view = ui::ConsoleView::from(said);
        let shown = self.window.get_view();
        keep(&mut view.today, &shown.today);
        keep(&mut view.steps, &shown.steps);
        keep(&mut view.clocks, &shown.clocks);
        keep(&mut view.waiting, &shown.waiting);
        keep(&mut view.unprinted, &shown.unprinted);
        keep(&mut view.room.rows, &shown.room.rows);
        keep(&mut view.room.legend, &shown.room.legend);
        self.window.set_view(view);
    }
}

impl Hosted for Console {
    type Window = ConsoleWindow;
    type Update = GuardedUpdate;

    fn hosted(&self) -> &ConsoleWindow {
        &self.window
    }

    fn told(&self, update: GuardedUpdate) {
        self.update(update);
    }

    fn tick(&self) {
        self.second();
    }
}

/// Runs a console until its window is closed. Where its counter has a console already, it asks first.
///
/// # Errors
/// When no window can be shown; an unknown counter; a data folder that cannot be written.
pub fn run(
    desk: Desk,
    clock: Arc<dyn Clock>,
    counter: CounterNumber,
    target: Option<PrintTarget>,
    data: &DataFolder,
    place: WindowPlace,
) -> Result<(), Box<dyn Error>> {
    let office = Arc::clone(desk.office());
    let host = Rc::new(Host::open(data, place)?);
    let parts = Parts { desk, clock, target, data: data.clone() };
    if let Some(lock) = CounterLock::take(data, counter)? {
        let _sitting = parts.sit(lock, &host)?;
        return Ok(host.run()?);
    }
    let (parts, sitting) = (RefCell::new(Some(parts)), Rc::new(RefCell::new(None)));
    let (outcome, at) = (Rc::clone(&sitting), Rc::clone(&host));
    let found = move |lock| {
        let Some(parts) = parts.borrow_mut().take() else { return };
        let sat = parts.sit(lock, &at);
        if sat.is_err() {
            // The answer is given when the windows are gone.
            let _ = slint::quit_event_loop();
        }
        *outcome.borrow_mut() = Some(sat);
    };
    let question = TakenQuestion::open(office, data.clone(), counter, found)?;
    place.show(question.window())?;
    let (mut looking, done) = (Some(question), Rc::clone(&sitting));
    let _timer = each_second(move || {
        // A window that nobody needs any more is no window of this process: see `lab::demo`.
        if done.borrow().is_some() {
            looking = None;
        }
        looking.iter().for_each(|question| question.look());
    });
    host.run()?;
    match sitting.take() {
        Some(Err(error)) => Err(error),
        _ => Ok(()),
    }
}

/// What a console is made of once it is known at which counter.
struct Parts {
    desk: Desk,
    clock: Arc<dyn Clock>,
    target: Option<PrintTarget>,
    data: DataFolder,
}

/// A console at its counter, for as long as it is kept.
struct Sitting {
    _lock: CounterLock,
    _console: Rc<Console>,
}

impl Parts {
    fn sit(self, lock: CounterLock, host: &Host) -> Result<Sitting, Box<dyn Error>> {
        let office = Arc::clone(self.desk.office());
        let worker = ConsoleWorker::new(self.desk, lock.counter, self.target, self.data)?;
        let (send, commands) = channel();
        let keys = move |command| send.send(command);
        let console = Console::open(office, lock.counter, self.clock, keys)?;
        host.employ("console", GuardedConsole::new(worker), commands, &console)?;
        host.show(&console)?;
        Ok(Sitting { _lock: lock, _console: console })
    }
}
