//! Between the wall and its window: events in, its view out.

use super::pictures::{PictureCommand, PictureUpdate, PictureWorker, Pixels};
use super::slot::DisplaySlot;
use super::view::view;
use super::worker::{DisplayCommand, DisplayUpdate, DisplayWorker};
use crate::app::backstage::Backstage;
use crate::app::host::{Host, Hosted};
use crate::app::place::Guard;
use crate::app::platform::{WindowPlace, WindowsError, attend, keep, lend_words};
use crate::app::screen_sleep::CALLED_SECONDS;
use crate::app::ui::DisplayWindow;
use crate::app::worker::channel;
use crate::clock::Clock;
use crate::data::DataFolder;
use crate::desk::Desk;
use crate::domain::PublicCall;
use crate::office::WallPlan;
use crate::station::Station;
use crate::station::wall::{Effect, Event, Shown, Wall};
use chrono::TimeDelta;
use slint::{Image, Rgb8Pixel, SharedPixelBuffer};
use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// A display window and what it shows.
pub struct Display {
    window: DisplayWindow,
    backstage: Rc<Backstage>,
    clock: Arc<dyn Clock>,
    send: Box<dyn Fn(DisplayCommand)>,
    say: Option<Box<Say>>,
    fetch: OnceCell<Box<dyn Fn(PictureCommand)>>,
    wall: RefCell<Wall>,
    pictures: RefCell<Album>,
}

/// The pictures that a wall may show: the one that is shown and the one that is ready, by their tokens.
#[derive(Default)]
struct Album {
    last: u32,
    held: VecDeque<(u32, Image)>,
}

impl Album {
    fn hold(&mut self, picture: Image) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.held.push_back((self.last, picture));
        if self.held.len() > 2 {
            self.held.pop_front();
        }
        self.last
    }

    fn get(&self, token: u32) -> Option<Image> {
        self.held.iter().find(|(held, _)| *held == token).map(|(_, picture)| picture.clone())
    }
}

/// Speaks a call while so many more wait; answers how long that sounds.
pub type Say = dyn Fn(&PublicCall, usize) -> Duration;

impl Display {
    /// Makes the window of a wall, not yet shown. A display without `say` is silent.
    ///
    /// # Errors
    /// When the platform has no window to give.
    pub fn open(
        office: &Arc<crate::office::Office>,
        clock: Arc<dyn Clock>,
        wall: Wall,
        send: impl Fn(DisplayCommand) + 'static,
        say: Option<Box<Say>>,
    ) -> Result<Rc<Self>, WindowsError> {
        let window = DisplayWindow::new().map_err(WindowsError::Window)?;
        lend_words(&window);
        let backstage = Backstage::of(&window, office, &clock);
        let (send, fetch) = (Box::new(send), OnceCell::new());
        let (wall, pictures) = (RefCell::new(wall), RefCell::default());
        let display = Rc::new(Self { window, backstage, clock, send, say, fetch, wall, pictures });
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

    /// The last number of the day that came up; empty before the first.
    pub fn in_front(&self) -> String {
        let wall = self.wall.borrow();
        wall.in_front().map(|call| call.number.to_string()).unwrap_or_default()
    }

    /// From now on pictures come for `fetch`, by [`Display::picture`]. The first time counts.
    pub fn show_pictures(&self, fetch: impl Fn(PictureCommand) + 'static) {
        let _ = self.fetch.set(Box::new(fetch));
    }

    /// Takes in what the worker tells.
    pub fn update(&self, update: DisplayUpdate) {
        self.happens(match update {
            DisplayUpdate::Board(board, coming) => Event::Looked(board, coming),
            DisplayUpdate::Seen => Event::Seen,
            DisplayUpdate::QueueLost => Event::Lost,
        });
    }

    /// Takes in what the pictures' worker tells.
    pub fn picture(&self, update: PictureUpdate) {
        self.happens(match update {
            PictureUpdate::Listed(count) => Event::Listed(count),
            PictureUpdate::Fetched(pixels) => {
                let hold = |pixels| self.pictures.borrow_mut().hold(image(pixels));
                Event::Fetched(pixels.map(hold))
            }
        });
    }

    /// One second has passed.
    pub fn second(&self) {
        self.happens(Event::Second);
    }

    fn happens(&self, event: Event) {
        let effects = self.wall.borrow_mut().handle(event, self.clock.now());
        for effect in effects {
            match effect {
                Effect::Announced(seq) => (self.send)(DisplayCommand::Announced(seq)),
                Effect::Speak(call, behind) => {
                    self.backstage.wake(CALLED_SECONDS);
                    self.speak(&call, behind);
                }
                Effect::Fetch(index) => {
                    if let Some(fetch) = self.fetch.get() {
                        fetch(PictureCommand::Fetch(index));
                    }
                }
            }
        }
        self.show();
    }

    fn show(&self) {
        let shown = self.wall.borrow().view(self.clock.now());
        let picture = match shown.shown {
            Shown::Picture(token) => self.pictures.borrow().get(token),
            _ => None,
        };
        let mut view = view(&shown, picture);
        let shown = self.window.get_view();
        keep(&mut view.rows, &shown.rows);
        keep(&mut view.ready, &shown.ready);
        keep(&mut view.missed, &shown.missed);
        keep(&mut view.strip.numbers, &shown.strip.numbers);
        keep(&mut view.strip.calls, &shown.strip.calls);
        keep(&mut view.strip.lines, &shown.strip.lines);
        self.window.set_view(view);
    }

    /// A call is spoken when it comes up, and stands alone until it has been spoken.
    fn speak(&self, call: &PublicCall, behind: usize) {
        let Some(say) = &self.say else { return };
        let sounds = TimeDelta::from_std(say(call, behind)).unwrap_or_default();
        // It has come up in this moment, so nothing follows from it.
        let _ = self.wall.borrow_mut().handle(Event::Sounds(sounds), self.clock.now());
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
    let wall = Wall::resume(Arc::clone(&office), plan, worker.announced(), clock.now());
    let (send, commands) = channel();
    let memory = move |command| send.send(command);
    let display = Display::open(&office, Arc::clone(&clock), wall, memory, say)?;
    host.employ("display", worker, commands, &display)?;
    if let Some(folder) = &office.rotation.pictures {
        let worker = PictureWorker::new(data.pictures_folder(folder), clock);
        let (fetch, commands) = channel();
        display.show_pictures(move |command| fetch.send(command));
        attend("pictures", (worker, commands), None, &display, Display::picture)?;
    }
    Ok(display)
}
