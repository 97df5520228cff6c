//! Between the wall and its window: one whole view out.

use super::pictures::{PictureCommand, PictureUpdate, PictureWorker, Pixels};
use super::rotation::Turns;
use super::slot::DisplaySlot;
use super::standard::pages;
use super::view::{Content, LANGUAGE, view};
use super::wall::Wall;
use super::worker::{DisplayCommand, DisplayUpdate, DisplayWorker};
use crate::app::backstage::Backstage;
use crate::app::host::{Host, Hosted};
use crate::app::lights::CALLED_SECONDS;
use crate::app::place::Guard;
use crate::app::platform::{WindowPlace, WindowsError, attend, keep, lend_words};
use crate::app::ui::DisplayWindow;
use crate::app::worker::channel;
use crate::clock::Clock;
use crate::data::DataFolder;
use crate::desk::Desk;
use crate::domain::PublicCall;
use crate::office::{Office, WallPlan};
use crate::words::Words;
use chrono::TimeDelta;
use slint::{Image, Rgb8Pixel, SharedPixelBuffer};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// A display window and what it shows.
pub struct Display {
    window: DisplayWindow,
    backstage: Rc<Backstage>,
    office: Arc<Office>,
    clock: Arc<dyn Clock>,
    send: Box<dyn Fn(DisplayCommand)>,
    say: Option<Box<Say>>,
    fetch: OnceCell<Box<dyn Fn(PictureCommand)>>,
    state: RefCell<Content>,
}

/// Speaks a call while so many more wait; answers how long that sounds.
pub type Say = dyn Fn(&PublicCall, usize) -> Duration;

impl Display {
    /// Makes the window of a wall, not yet shown. A display without `say` is silent.
    ///
    /// # Errors
    /// When the platform has no window to give.
    pub fn open(
        office: Arc<Office>,
        clock: Arc<dyn Clock>,
        wall: Wall,
        send: impl Fn(DisplayCommand) + 'static,
        say: Option<Box<Say>>,
    ) -> Result<Rc<Self>, WindowsError> {
        let window = DisplayWindow::new().map_err(WindowsError::Window)?;
        lend_words(&window);
        let pages = match office.rotation.standard {
            true => pages(&office, wall.plan(), Words::of(LANGUAGE)),
            false => Vec::new(),
        };
        let turns = Turns::of(&office.rotation, pages.len());
        let state = RefCell::new(Content { wall, seconds: 0, pages, turns });
        let backstage = Backstage::of(&window, &office, &clock);
        let (send, fetch) = (Box::new(send), OnceCell::new());
        let display = Rc::new(Self { window, backstage, office, clock, send, say, fetch, state });
        display.show();
        Ok(display)
    }

    /// The window.
    pub fn window(&self) -> &DisplayWindow {
        &self.window
    }

    /// What staff and the hour do to it.
    pub fn backstage(&self) -> &Rc<Backstage> {
        &self.backstage
    }

    /// From now on pictures come for `fetch`, by [`Display::picture`]. The first time counts.
    pub fn show_pictures(&self, fetch: impl Fn(PictureCommand) + 'static) {
        let _ = self.fetch.set(Box::new(fetch));
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

    /// Takes in what the pictures' worker tells.
    pub fn picture(&self, update: PictureUpdate) {
        let wanted = {
            let turns = &mut self.state.borrow_mut().turns;
            match update {
                PictureUpdate::Listed(count) => turns.listed(count),
                PictureUpdate::Fetched(pixels) => turns.fetched(pixels.map(image)),
            }
        };
        self.want(wanted);
    }

    /// One second has passed.
    pub fn second(&self) {
        let wanted = {
            let content = &mut *self.state.borrow_mut();
            content.seconds += 1;
            content.turns.second()
        };
        self.want(wanted);
        self.show();
    }

    fn want(&self, picture: Option<usize>) {
        if let (Some(index), Some(fetch)) = (picture, self.fetch.get()) {
            fetch(PictureCommand::Fetch(index));
        }
    }

    fn show(&self) {
        let now = self.clock.now();
        let announced = self.state.borrow_mut().wall.advance(now).cloned();
        if let Some(call) = announced {
            let content = &mut *self.state.borrow_mut();
            content.turns.interrupt();
            self.backstage.wake(CALLED_SECONDS);
            // Not the call's own place: recalls that kept the place of a waiting call are done with it.
            (self.send)(DisplayCommand::Announced(content.wall.announced()));
            self.speak(&call, &mut content.wall);
        }
        let mut view = view(&self.office, now, &self.state.borrow());
        let shown = self.window.get_view();
        keep(&mut view.recent, &shown.recent);
        keep(&mut view.ready, &shown.ready);
        keep(&mut view.waiting, &shown.waiting);
        keep(&mut view.page.lines, &shown.page.lines);
        self.window.set_view(view);
    }

    /// A call is spoken when it comes up, and stands alone until it has been spoken.
    fn speak(&self, call: &PublicCall, wall: &mut Wall) {
        let Some(say) = &self.say else { return };
        let sounds = say(call, wall.pending());
        wall.hold(TimeDelta::from_std(sounds).unwrap_or_default());
    }
}

fn image(pixels: Pixels) -> Image {
    let Pixels { width, height, rgb } = pixels;
    Image::from_rgb8(SharedPixelBuffer::<Rgb8Pixel>::clone_from_slice(&rgb, width, height))
}

impl Hosted for Display {
    type Window = DisplayWindow;
    type Update = DisplayUpdate;

    fn hosted(&self) -> &DisplayWindow {
        &self.window
    }

    fn told(&self, update: DisplayUpdate) {
        self.update(update);
    }

    fn tick(&self) {
        self.second();
    }
}

/// Which wall a display is.
pub struct DisplaySetup {
    /// What it shows.
    pub plan: WallPlan,
    /// Its memory.
    pub slot: DisplaySlot,
    /// Its voice.
    pub say: Option<Box<Say>>,
}

/// Runs a display until its window is closed.
///
/// # Errors
/// When no window can be shown; faults of the queue.
pub fn run(
    desk: Desk,
    clock: Arc<dyn Clock>,
    data: &DataFolder,
    setup: DisplaySetup,
    (place, guard): (WindowPlace, Guard),
) -> Result<(), Box<dyn std::error::Error>> {
    let told = setup.slot.screen_note();
    let host = Host::open(data, place)?;
    let display = start(desk, clock, data, setup, &host)?;
    host.show_guarded(&display, display.backstage(), guard, told)?;
    Ok(host.run()?)
}

/// A display with its threads, not yet shown.
fn start(
    desk: Desk,
    clock: Arc<dyn Clock>,
    data: &DataFolder,
    setup: DisplaySetup,
    host: &Host,
) -> Result<Rc<Display>, Box<dyn std::error::Error>> {
    let DisplaySetup { plan, slot, say } = setup;
    let office = Arc::clone(desk.office());
    let worker = DisplayWorker::new(desk, slot)?.showing(&plan);
    let wall = Wall::resume(worker.announced(), clock.now()).showing(plan);
    let (send, commands) = channel();
    let memory = move |command| send.send(command);
    let display = Display::open(Arc::clone(&office), Arc::clone(&clock), wall, memory, say)?;
    host.employ("display", worker, commands, &display)?;
    if let Some(folder) = &office.rotation.pictures {
        let worker = PictureWorker::new(data.pictures_folder(folder), clock);
        let (fetch, commands) = channel();
        display.show_pictures(move |command| fetch.send(command));
        attend("pictures", (worker, commands), None, &display, Display::picture)?;
    }
    Ok(display)
}
