//! Between the counter and its window: keys in, one whole view out.

use super::content::{Content, Here, LANGUAGE};
use super::gate::{GuardedConsole, SeatCommand, SeatUpdate};
use super::keys;
use super::sign_in::SignIn;
use super::steps;
use super::taken::{Seat, SeatQuestion};
use super::view::view;
use super::worker::{ConsoleCommand, ConsoleWorker};
use crate::app::platform::{WindowPlace, WindowsError, bridge, each_second, keep, lend_words};
use crate::app::ui::{ConsoleAction, ConsoleWindow, Metrics};
use crate::app::worker::{channel, spawn};
use crate::clock::Clock;
use crate::data::DataFolder;
use crate::desk::{Desk, PrintTarget};
use crate::domain::{CounterNumber, Timestamp};
use crate::feed::Feed;
use crate::office::Office;
use slint::{ComponentHandle, SharedString, Timer};
use std::cell::RefCell;
use std::error::Error;
use std::rc::{Rc, Weak};
use std::sync::Arc;

/// A console window and what it shows.
pub struct Console {
    window: ConsoleWindow,
    office: Arc<Office>,
    counter: CounterNumber,
    clock: Arc<dyn Clock>,
    content: RefCell<Content>,
    sign_in: Rc<SignIn>,
    send: Box<dyn Fn(SeatCommand)>,
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
        send: impl Fn(SeatCommand) + Clone + 'static,
    ) -> Result<Rc<Self>, WindowsError> {
        let window = ConsoleWindow::new().map_err(WindowsError::Window)?;
        window.global::<Metrics>().set_mm(office.screens.console_px_per_mm);
        lend_words(&window);
        let name = office.counter_name(counter, LANGUAGE);
        let sign_in = SignIn::connect(&window, office.people, name, send.clone());
        let (content, send) = (RefCell::default(), Box::new(send));
        let console = Rc::new(Self { window, office, counter, clock, content, sign_in, send });
        console.listen();
        console.show();
        Ok(console)
    }

    /// Connects keys and buttons. The window must not keep its console alive.
    fn listen(self: &Rc<Self>) {
        fn with<A, T: Default>(
            console: &Rc<Console>,
            then: impl Fn(&Console, A) -> T + 'static,
        ) -> impl Fn(A) -> T + 'static {
            let weak: Weak<Console> = Rc::downgrade(console);
            move |argument| match weak.upgrade() {
                Some(console) => then(&console, argument),
                None => T::default(),
            }
        }
        self.window.on_act(with(self, Console::act));
        self.window.on_choose(with(self, Console::choose));
        self.window.on_key(with(self, |console, text: SharedString| console.press(&text)));
        self.window.on_reprint(with(self, |console, number: SharedString| {
            if let Ok(number) = number.parse() {
                let reprint = ConsoleCommand::Reprint(number);
                console.change(|content, _| steps::send(content, reprint));
            }
        }));
    }

    /// The window.
    pub fn window(&self) -> &ConsoleWindow {
        &self.window
    }

    /// Takes in what the worker tells.
    pub fn update(&self, update: SeatUpdate) {
        if let Some(update) = self.sign_in.update(update) {
            self.content.borrow_mut().update(&self.office, update);
        }
        self.show();
    }

    /// One second has passed.
    pub fn second(&self) {
        self.content.borrow_mut().second();
        self.sign_in.second();
        self.show();
    }

    fn act(&self, action: ConsoleAction) {
        let (office, counter) = (&*self.office, self.counter);
        self.change(|content, now| steps::act(content, office, counter, now, action));
    }

    fn choose(&self, line: i32) {
        let Ok(line) = usize::try_from(line) else { return };
        let (office, counter) = (&*self.office, self.counter);
        self.change(|content, now| steps::choose(content, office, counter, now, line));
    }

    /// A key. The open room comes first: its lines have keys of their own.
    fn press(&self, text: &str) -> bool {
        let (office, counter, now) = (&*self.office, self.counter, self.clock.now());
        let in_room = {
            let mut content = self.content.borrow_mut();
            steps::choose_by_key(&mut content, office, counter, now, text)
        };
        if let Some(command) = in_room {
            self.change(|_, _| command);
            return true;
        }
        let Some(action) = keys::action_of(text) else { return false };
        self.act(action);
        true
    }

    fn change(&self, step: impl FnOnce(&mut Content, Timestamp) -> Option<ConsoleCommand>) {
        let command = step(&mut self.content.borrow_mut(), self.clock.now());
        if let Some(command) = command {
            (self.send)(SeatCommand::Console(command));
        }
        self.sign_in.touch();
        self.show();
    }

    fn show(&self) {
        let content = self.content.borrow();
        // Whoever is not signed in sees nobody's number.
        let nothing = Content::default();
        let content = if self.sign_in.is_closed() { &nothing } else { &*content };
        let (office, counter, now) = (&*self.office, self.counter, self.clock.now());
        let mut view = view(&Here { office, counter, now, content });
        let shown = self.window.get_view();
        keep(&mut view.steps, &shown.steps);
        keep(&mut view.clocks, &shown.clocks);
        keep(&mut view.waiting_groups, &shown.waiting_groups);
        keep(&mut view.waiting, &shown.waiting);
        keep(&mut view.unprinted, &shown.unprinted);
        keep(&mut view.room.rows, &shown.room.rows);
        keep(&mut view.room.legend, &shown.room.legend);
        self.window.set_view(view);
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
    let parts = Parts { desk, clock, target, data: data.clone(), place };
    if let Some(seat) = Seat::take(data, counter)? {
        let _sitting = parts.sit(seat)?;
        return Ok(place.run()?);
    }
    let (parts, sitting) = (RefCell::new(Some(parts)), Rc::new(RefCell::new(None)));
    let outcome = Rc::clone(&sitting);
    let found = move |seat| {
        let Some(parts) = parts.borrow_mut().take() else { return };
        let sat = parts.sit(seat);
        if sat.is_err() {
            // The answer is given when the windows are gone.
            let _ = slint::quit_event_loop();
        }
        *outcome.borrow_mut() = Some(sat);
    };
    let question = SeatQuestion::open(office, data.clone(), counter, found)?;
    place.show(question.window())?;
    let (mut looking, done) = (Some(question), Rc::clone(&sitting));
    let _timer = each_second(move || {
        // A window that nobody needs any more is no window of this process: see `lab::demo`.
        if done.borrow().is_some() {
            looking = None;
        }
        looking.iter().for_each(|question| question.look());
    });
    place.run()?;
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
    place: WindowPlace,
}

/// A console at its counter, for as long as it is kept.
struct Sitting {
    _seat: Seat,
    _feed: Feed,
    _console: Rc<Console>,
    _timer: Timer,
}

impl Parts {
    fn sit(self, seat: Seat) -> Result<Sitting, Box<dyn Error>> {
        let feed = Feed::start(&self.data)?;
        let console = start(self.desk, self.clock, seat.counter, self.target, &self.data, &feed)?;
        self.place.show(console.window())?;
        let ticking = Rc::clone(&console);
        let timer = each_second(move || ticking.second());
        Ok(Sitting { _seat: seat, _feed: feed, _console: console, _timer: timer })
    }
}

/// A console with its thread, not yet shown.
fn start(
    desk: Desk,
    clock: Arc<dyn Clock>,
    counter: CounterNumber,
    target: Option<PrintTarget>,
    data: &DataFolder,
    feed: &Feed,
) -> Result<Rc<Console>, Box<dyn Error>> {
    let office = Arc::clone(desk.office());
    let worker = GuardedConsole::new(ConsoleWorker::new(desk, counter, target, data.clone())?);
    let (send, commands) = channel();
    let keys = move |command| send.send(command);
    let console = Console::open(office, counter, clock, keys)?;
    let weak = Rc::downgrade(&console);
    let deliver = bridge(move |update| {
        if let Some(console) = weak.upgrade() {
            console.update(update);
        }
    });
    spawn("console", worker, commands, Some(feed), deliver)?;
    Ok(console)
}
