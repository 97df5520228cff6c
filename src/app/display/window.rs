//! Between the wall and its window: one whole view out.

use super::slot::DisplaySlot;
use super::wall::Wall;
use super::worker::{DisplayCommand, DisplayUpdate, DisplayWorker};
use crate::app::platform::{
    WindowPlace, WindowsError, bridge, each_second, keep, lend_words, model, run_until_closed,
};
use crate::app::ui::{DisplayWindow, WallCall, WallCount, WallView};
use crate::app::worker::spawn;
use crate::clock::Clock;
use crate::desk::Desk;
use crate::domain::{EventSeq, Language, PublicCall, State, Timestamp};
use crate::office::Office;
use crate::words::Words;
use chrono::TimeDelta;
use slint::SharedString;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, mpsc};
use std::time::Duration;

/// Calls in the list besides the current one.
const RECENT: usize = 5;
/// Seconds that one line of the running text stays.
const LINE_SECONDS: usize = 8;
/// The public reads Indonesian first; the wall has one language.
const LANGUAGE: Language = Language::Indonesian;

/// A display window and what it shows.
pub struct Display {
    window: DisplayWindow,
    office: Arc<Office>,
    clock: Arc<dyn Clock>,
    send: Box<dyn Fn(DisplayCommand)>,
    say: Option<Box<Say>>,
    state: RefCell<Content>,
}

/// Speaks a call while so many more wait; answers how long that sounds.
pub type Say = dyn Fn(&PublicCall, usize) -> Duration;

struct Content {
    wall: Wall,
    seconds: usize,
}

impl Display {
    /// Makes the window, not yet shown. It has announced everything up to `announced`; a display without `say` is
    /// silent.
    ///
    /// # Errors
    /// When the platform has no window to give.
    pub fn open(
        office: Arc<Office>,
        clock: Arc<dyn Clock>,
        announced: EventSeq,
        send: impl Fn(DisplayCommand) + 'static,
        say: Option<Box<Say>>,
    ) -> Result<Rc<Self>, WindowsError> {
        let window = DisplayWindow::new().map_err(WindowsError::Window)?;
        lend_words(&window);
        let wall = Wall::resume(announced, clock.now());
        let state = RefCell::new(Content { wall, seconds: 0 });
        let display = Rc::new(Self { window, office, clock, send: Box::new(send), say, state });
        display.show();
        Ok(display)
    }

    /// The window.
    pub fn window(&self) -> &DisplayWindow {
        &self.window
    }

    /// Takes in what the worker tells.
    pub fn update(&self, update: DisplayUpdate) {
        let now = self.clock.now();
        {
            let wall = &mut self.state.borrow_mut().wall;
            match update {
                DisplayUpdate::Board(board) => wall.look(board, now),
                DisplayUpdate::Seen => wall.seen(now),
                DisplayUpdate::QueueLost => wall.lost(),
            }
        }
        self.show();
    }

    /// One second has passed.
    pub fn second(&self) {
        self.state.borrow_mut().seconds += 1;
        self.show();
    }

    fn show(&self) {
        let now = self.clock.now();
        let announced = self.state.borrow_mut().wall.advance(now).cloned();
        if let Some(call) = announced {
            (self.send)(DisplayCommand::Announced(call.seq));
            self.speak(&call);
        }
        let mut view = view(&self.office, now, &self.state.borrow());
        let shown = self.window.get_view();
        keep(&mut view.recent, &shown.recent);
        keep(&mut view.ready, &shown.ready);
        keep(&mut view.waiting, &shown.waiting);
        self.window.set_view(view);
    }

    /// A call is spoken when it comes up, and stands alone until it has been spoken.
    fn speak(&self, call: &PublicCall) {
        let Some(say) = &self.say else { return };
        let wall = &mut self.state.borrow_mut().wall;
        let sounds = say(call, wall.pending());
        wall.hold(TimeDelta::from_std(sounds).unwrap_or_default());
    }
}

fn view(office: &Office, now: Timestamp, content: &Content) -> WallView {
    let words = Words::of(LANGUAGE);
    let wall = &content.wall;
    let local = now.with_timezone(&office.zone);
    let counter = |number| SharedString::from(office.counter_name(number, LANGUAGE));
    let mut view = WallView {
        office: office.name.as_str().into(),
        region: office.region.as_str().into(),
        clock: local.format("%H:%M").to_string().into(),
        date: words.day(local.date_naive()).into(),
        running_text: running_text(office, content.seconds).into(),
        recent: model(wall.recent(RECENT).map(|call| WallCall {
            number: call.number.to_string().into(),
            counter: counter(call.counter),
        })),
        ..WallView::default()
    };
    if let Some(call) = wall.current() {
        // The window only asks whether it is another one.
        view.call_id = i32::try_from(call.seq.0 % i64::from(i32::MAX)).unwrap_or(0);
        view.number = call.number.to_string().into();
        view.counter = counter(call.counter);
        let service = office.service(call.service);
        view.service = service.map_or("", |s| s.name.get(LANGUAGE)).into();
    }
    if let Some(since) = wall.stale_since(now) {
        let time = since.with_timezone(&office.zone).format("%H:%M");
        view.stale = words.with("sentence.stale", &[("time", &time)]).into();
        // What nobody knows is not shown as a number.
        return view;
    }
    let Some(board) = wall.board() else { return view };
    let count = board.waiting().count();
    view.waiting_total = words.with("sentence.waiting-total", &[("count", &count)]).into();
    view.waiting = model(office.services.iter().filter_map(|service| {
        let waits = board.waiting().filter(|(t, _)| t.service == service.code).count();
        let name = service.name.get(LANGUAGE).into();
        (waits > 0).then(|| WallCount { name, count: waits.to_string().into() })
    }));
    view.ready = model(board.open.iter().filter_map(|ticket| {
        let journey = office.journey(ticket.service);
        let handover = journey.last().filter(|_| journey.len() > 1)?;
        let waits = matches!(&ticket.state, State::Waiting { stage } if *stage == handover.id);
        waits.then(|| SharedString::from(ticket.number.to_string()))
    }));
    view
}

/// The lines take turns instead of running: easier to read, and a still picture costs no work.
fn running_text(office: &Office, seconds: usize) -> &str {
    let lines = &office.running_text;
    let turn = seconds / LINE_SECONDS;
    turn.checked_rem(lines.len()).map_or("", |index| lines[index].get(LANGUAGE))
}

/// Runs a display until its window is closed.
///
/// # Errors
/// When no window can be shown; faults of the queue.
pub fn run(
    desk: Desk,
    clock: Arc<dyn Clock>,
    slot: DisplaySlot,
    say: Option<Box<Say>>,
    place: WindowPlace,
) -> Result<(), Box<dyn std::error::Error>> {
    let display = start(desk, clock, slot, say)?;
    place.show(display.window())?;
    let ticking = Rc::clone(&display);
    let _timer = each_second(move || ticking.second());
    Ok(run_until_closed()?)
}

/// A display with its thread, not yet shown.
pub(crate) fn start(
    desk: Desk,
    clock: Arc<dyn Clock>,
    slot: DisplaySlot,
    say: Option<Box<Say>>,
) -> Result<Rc<Display>, Box<dyn std::error::Error>> {
    let office = Arc::clone(desk.office());
    let worker = DisplayWorker::new(desk, slot)?;
    let announced = worker.announced();
    let (send, commands) = mpsc::channel();
    let memory = move |command| {
        // The worker lives as long as the window.
        let _ = send.send(command);
    };
    let display = Display::open(office, clock, announced, memory, say)?;
    let weak = Rc::downgrade(&display);
    let deliver = bridge(move |update| {
        if let Some(display) = weak.upgrade() {
            display.update(update);
        }
    });
    spawn("display", worker, commands, deliver)?;
    Ok(display)
}
