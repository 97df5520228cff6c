//! A stage without a screen: the real windows, drawn by the software renderer and tapped by their labels, with their
//! real workers, one step at a time, on a clock that moves only when told.

use super::premises::Premises;
use crate::app::console::{Console, ConsoleCommand, ConsoleWorker};
use crate::app::display::{Display, DisplayCommand, DisplaySlot, DisplayWorker};
use crate::app::kiosk::{Kiosk, KioskCommand, KioskWorker, PrintRoom};
use crate::app::worker::Worker;
use crate::clock::{Clock, ManualClock};
use crate::domain::CounterNumber;
use chrono::TimeDelta;
use i_slint_backend_testing::{
    ElementHandle, ElementRoot, TestingBackend, TestingBackendOptions, mock_elapsed_time,
};
use slint::platform::PointerEventButton;
use slint::{ComponentHandle, PhysicalSize, Rgba8Pixel, SharedPixelBuffer};
use std::error::Error;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// A worker whose window is on this stage.
struct Seat<W: Worker> {
    worker: W,
    commands: Receiver<W::Command>,
}

impl<W: Worker> Seat<W> {
    /// Carries out what the window asked for, then looks around. Tells whether anything was asked.
    fn turn(&mut self, tell: impl Fn(W::Update)) -> bool {
        let commands: Vec<W::Command> = self.commands.try_iter().collect();
        let asked = !commands.is_empty();
        for command in commands {
            self.worker.handle(command).into_iter().for_each(&tell);
        }
        self.worker.poll().into_iter().for_each(&tell);
        asked
    }
}

/// A way for a window's commands to its seat on this stage.
fn mailbox<C: 'static>() -> (impl Fn(C) + Clone + 'static, Receiver<C>) {
    let (sender, receiver) = mpsc::channel();
    let send = move |command| {
        // The seat is on the same stage as the window; without it there is nobody left to ask.
        let _ = sender.send(command);
    };
    (send, receiver)
}

/// One officer at one counter.
struct Officer {
    counter: CounterNumber,
    window: Rc<Console>,
    seat: Seat<ConsoleWorker>,
}

/// All windows of the office, and the time.
pub(super) struct Stage {
    clock: ManualClock,
    kiosk: (Rc<Kiosk>, Seat<KioskWorker>),
    display: (Rc<Display>, Seat<DisplayWorker>),
    officers: Vec<Officer>,
    print_room: PrintRoom,
}

impl Stage {
    /// Makes this thread a stage. Once for each thread.
    pub(super) fn build() -> Result<(), Box<dyn Error>> {
        let options = TestingBackendOptions {
            mock_time: true,
            threading: false,
            renderer_name: Some("software".into()),
        };
        slint::platform::set_platform(Box::new(TestingBackend::new(options)))
            .map_err(|error| format!("no stage can be built here: {error}").into())
    }

    /// Opens every window of the office at the time of `clock`.
    pub(super) fn open(premises: &Premises, clock: ManualClock) -> Result<Self, Box<dyn Error>> {
        let time: Arc<dyn Clock> = Arc::new(clock.clone());
        let office = &premises.office;

        let (send, commands) = mailbox::<KioskCommand>();
        let window = Kiosk::open(Arc::clone(office), Arc::clone(&time), send)?;
        let worker = KioskWorker::new(premises.desk(&time)?, Some(premises.target()));
        let kiosk = (window, Seat { worker, commands });
        resize(kiosk.0.window(), KIOSK);
        kiosk.0.window().show()?;

        let (send, commands) = mailbox::<DisplayCommand>();
        let slot = DisplaySlot::take(&premises.data)?;
        let worker = DisplayWorker::new(premises.desk(&time)?, slot)?;
        let announced = worker.announced();
        let window = Display::open(Arc::clone(office), Arc::clone(&time), announced, send)?;
        let display = (window, Seat { worker, commands });
        resize(display.0.window(), DISPLAY);
        display.0.window().show()?;

        let mut officers = Vec::new();
        for counter in &office.counters {
            let (send, commands) = mailbox::<ConsoleCommand>();
            let number = counter.number;
            let window = Console::open(Arc::clone(office), number, Arc::clone(&time), send)?;
            let target = Some(premises.target());
            let worker = ConsoleWorker::new(premises.desk(&time)?, number, target)?;
            resize(window.window(), CONSOLE);
            window.window().show()?;
            officers.push(Officer { counter: number, window, seat: Seat { worker, commands } });
        }
        let print_room = premises.print_room(&time)?;
        let mut stage = Self { clock, kiosk, display, officers, print_room };
        stage.settle();
        Ok(stage)
    }

    /// Lets everybody do what there is to do, until nobody has anything left. Nothing is printed here.
    pub(super) fn settle(&mut self) {
        loop {
            let Self { kiosk, display, officers, .. } = self;
            let mut busy = kiosk.1.turn(|update| kiosk.0.update(update));
            for Officer { window, seat, .. } in officers {
                busy |= seat.turn(|update| window.update(update));
            }
            busy |= display.1.turn(|update| display.0.update(update));
            if !busy {
                break;
            }
        }
        mock_elapsed_time(Duration::ZERO);
    }

    /// Prints what is pending; returns how many jobs there were.
    pub(super) fn print(&mut self) -> Result<usize, Box<dyn Error>> {
        let printed = self.print_room.print_pending()?.len();
        self.settle();
        Ok(printed)
    }

    /// Lets time pass: clocks, animations and the seconds that the windows count.
    pub(super) fn pass(&mut self, seconds: u32) {
        for _ in 0..seconds {
            self.clock.advance(TimeDelta::seconds(1));
            mock_elapsed_time(Duration::from_secs(1));
            self.kiosk.0.second();
            self.display.0.second();
            self.officers.iter().for_each(|officer| officer.window.second());
            self.settle();
        }
    }

    /// Touches something on the kiosk.
    pub(super) fn tap_kiosk(&mut self, label: &str) -> Result<(), Box<dyn Error>> {
        tap(self.kiosk.0.window(), label)?;
        self.settle();
        Ok(())
    }

    /// Presses something on the console of a counter.
    pub(super) fn tap_console(&mut self, counter: u8, label: &str) -> Result<(), Box<dyn Error>> {
        tap(self.console(counter)?.window(), label)?;
        self.settle();
        Ok(())
    }

    fn console(&self, counter: u8) -> Result<&Console, Box<dyn Error>> {
        let officer = self.officers.iter().find(|o| o.counter.get() == counter);
        Ok(&officer.ok_or_else(|| format!("the demo has no counter {counter}"))?.window)
    }

    pub(super) fn kiosk_picture(&self, size: Size) -> Result<Picture, Box<dyn Error>> {
        picture(self.kiosk.0.window(), size)
    }

    pub(super) fn display_picture(&self, size: Size) -> Result<Picture, Box<dyn Error>> {
        picture(self.display.0.window(), size)
    }

    pub(super) fn console_picture(
        &self,
        counter: u8,
        size: Size,
    ) -> Result<Picture, Box<dyn Error>> {
        picture(self.console(counter)?.window(), size)
    }
}

/// Width and height in pixels.
pub(super) type Size = (u32, u32);
pub(super) const KIOSK: Size = (1080, 1920);
pub(super) const KIOSK_LANDSCAPE: Size = (1280, 800);
pub(super) const CONSOLE: Size = (1366, 768);
pub(super) const CONSOLE_SMALL: Size = (1024, 600);
pub(super) const DISPLAY: Size = (1920, 1080);
pub(super) type Picture = SharedPixelBuffer<Rgba8Pixel>;

fn resize(window: &impl ComponentHandle, (width, height): Size) {
    window.window().set_size(PhysicalSize::new(width, height));
}

/// A real press at the middle of the element that a visitor would see under this label.
fn tap(window: &(impl ComponentHandle + ElementRoot), label: &str) -> Result<(), Box<dyn Error>> {
    let found: Vec<_> = ElementHandle::find_by_accessible_label(window, label)
        .filter(|element| element.accessible_enabled() != Some(false))
        .collect();
    let element = found.first().ok_or_else(|| format!("nothing to tap is labelled \"{label}\""))?;
    element.mock_single_click(PointerEventButton::Left);
    Ok(())
}

fn picture(window: &impl ComponentHandle, size: Size) -> Result<Picture, Box<dyn Error>> {
    let before = window.window().size();
    resize(window, size);
    // Time enough for every motion to come to rest.
    mock_elapsed_time(Duration::from_millis(400));
    let picture = window.window().take_snapshot()?;
    window.window().set_size(before);
    Ok(picture)
}
