//! A stage without a screen: the real windows, drawn by the software renderer and tapped by their labels, with their
//! real workers, one step at a time, on a clock that moves only when told. The demo and the tests play on it.

mod acts;
mod element;
mod focus;
mod lookout;
mod premises;
mod seat;

pub use crate::lab::picture::Picture;
pub use element::Target;
pub use lookout::Lookout;
pub use premises::Premises;

use crate::app::backstage::StaffWorker;
use crate::app::console::{Console, ConsoleWorker, GuardedConsole};
use crate::app::display::{Display, DisplaySlot, DisplayWorker, PictureWorker, Say};
use crate::app::kiosk::{Kiosk, KioskWorker, PageMemory, PrintLoop};
use crate::clock::{Clock, ManualClock};
use crate::domain::CounterNumber;
use crate::office::WallPlan;
use crate::station::wall;
use chrono::TimeDelta;
use element::resize;
use i_slint_backend_testing::{TestingBackend, TestingBackendOptions, mock_elapsed_time};
use seat::{Seat, mailbox};
use slint::ComponentHandle;
use std::error::Error;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// Width and height in pixels.
pub type Size = (u32, u32);
/// A kiosk of 21.5 inch, upright.
pub const KIOSK: Size = (1080, 1920);
/// A small kiosk, lying.
pub const KIOSK_LANDSCAPE: Size = (1280, 800);
/// How long somebody looks at a page before touching something on it.
const LOOK: TimeDelta = TimeDelta::milliseconds(500);
/// An officer's monitor.
pub const CONSOLE: Size = (1366, 768);
/// The smallest monitor that an officer may have.
pub const CONSOLE_SMALL: Size = (1024, 600);
/// A wall of 43 inch.
pub const DISPLAY: Size = (1920, 1080);
/// The same, upright.
pub const DISPLAY_UPRIGHT: Size = (1080, 1920);

struct Officer {
    counter: CounterNumber,
    window: Rc<Console>,
    seat: Seat<GuardedConsole>,
}

struct Wall {
    window: Rc<Display>,
    seat: Seat<DisplayWorker>,
    pictures: Option<Seat<PictureWorker>>,
}

/// A window of the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The kiosk.
    Kiosk,
    /// The console of this counter.
    Console(u8),
    /// The n-th display, from 0.
    Display(usize),
}

/// All windows of the office, and the time.
pub struct Stage<'a> {
    premises: &'a Premises,
    clock: ManualClock,
    kiosk: (Rc<Kiosk>, Seat<KioskWorker>),
    displays: Vec<Wall>,
    officers: Vec<Officer>,
    print_loop: PrintLoop,
    staff: Option<Seat<StaffWorker>>,
}

type Played<T = ()> = Result<T, Box<dyn Error>>;

/// Makes this thread a stage: windows without a screen, drawn by the software renderer, and a time that stands still.
pub fn build() -> Played {
    let options = TestingBackendOptions {
        mock_time: true,
        threading: false,
        renderer_name: Some("software".into()),
    };
    slint::platform::set_platform(Box::new(TestingBackend::new(options)))
        .map_err(|error| format!("no stage can be built here: {error}"))?;
    Ok(())
}

impl<'a> Stage<'a> {
    /// Opens a kiosk, a console for each counter and one display at the time of `clock`. Makes this thread a stage,
    /// which a thread can be only once.
    ///
    /// # Errors
    /// When the thread has windows already; faults of the queue.
    pub fn open(premises: &'a Premises, clock: ManualClock) -> Played<Self> {
        build()?;
        let time: Arc<dyn Clock> = Arc::new(clock.clone());
        let kiosk = open_kiosk(premises, &time)?;
        let mut officers = Vec::new();
        for counter in &premises.office.counters {
            officers.push(open_console(premises, &time, counter.number)?);
        }
        let print_loop = premises.print_loop(&time)?;
        let displays = Vec::new();
        let mut stage =
            Self { premises, clock, kiosk, displays, officers, print_loop, staff: None };
        stage.open_display()?;
        Ok(stage)
    }

    /// Switches another display on.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn open_display(&mut self) -> Played {
        self.open_speaking_display(None)
    }

    /// Switches another display on, which speaks with `say`.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn open_speaking_display(&mut self, say: Option<Box<Say>>) -> Played {
        self.open_wall(WallPlan::default(), say)
    }

    /// Switches a display on that shows no more than this plan.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn open_wall(&mut self, plan: WallPlan, say: Option<Box<Say>>) -> Played {
        let time: Arc<dyn Clock> = Arc::new(self.clock.clone());
        let slot = DisplaySlot::of(&self.premises.data, &plan, None)?;
        let worker = DisplayWorker::new(self.premises.desk(&time)?, slot)?.showing(&plan);
        let office = Arc::clone(&self.premises.office);
        let wall =
            wall::Wall::resume(Arc::clone(&office), plan, worker.announced(), self.clock.now());
        let (send, commands) = mailbox();
        let window = Display::open(&office, Arc::clone(&time), wall, send, say)?;
        let pictures = office.rotation.pictures.as_deref().map(|folder| {
            let folder = self.premises.data.pictures_folder(folder);
            let (fetch, commands) = mailbox();
            window.show_pictures(fetch);
            Seat::new(PictureWorker::new(folder, time), commands)
        });
        resize(window.window(), DISPLAY);
        window.window().show()?;
        self.displays.push(Wall { window, seat: Seat::new(worker, commands), pictures });
        self.settle();
        Ok(())
    }

    /// Switches all displays off.
    pub fn close_displays(&mut self) {
        self.displays.clear();
    }

    /// Lets everybody do what there is to do, until nobody has anything left. Nothing is printed here.
    pub fn settle(&mut self) {
        loop {
            let Self { kiosk, displays, officers, staff, .. } = self;
            let mut busy = kiosk.1.turn(|update| kiosk.0.update(update));
            for Officer { window, seat, .. } in officers {
                busy |= seat.turn(|update| window.update(update));
            }
            for Wall { window, seat, pictures } in displays {
                busy |= seat.turn(|update| window.update(update));
                if let Some(seat) = pictures {
                    busy |= seat.turn(|update| window.picture(update));
                }
            }
            if let Some(seat) = staff {
                busy |= seat.turn(|verdict| kiosk.0.backstage().answered(verdict));
            }
            if !busy {
                break;
            }
        }
        mock_elapsed_time(Duration::ZERO);
    }

    /// Prints what is pending; returns how many jobs there were.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn print(&mut self) -> Played<usize> {
        let printed = self.print_loop.print_pending()?.len();
        self.settle();
        Ok(printed)
    }

    /// Lets time pass: clocks, animations and the seconds that the windows count.
    pub fn pass(&mut self, seconds: u32) {
        for _ in 0..seconds {
            self.clock.advance(TimeDelta::seconds(1));
            // In steps: a timer of the windows fires at most once for each.
            (0..10).for_each(|_| mock_elapsed_time(Duration::from_millis(100)));
            self.kiosk.0.second();
            self.displays.iter().for_each(|wall| wall.window.second());
            self.officers.iter().for_each(|officer| officer.window.second());
            self.settle();
        }
    }

    /// Somebody looks at what a kiosk shows before a finger or a key goes there.
    fn look_first(&self, spot: Spot) {
        if spot == Spot::Kiosk {
            self.clock.advance(LOOK);
        }
    }

    /// Touches the middle of what carries this label, and lets everybody react.
    ///
    /// # Errors
    /// When nothing that can be touched carries the label.
    pub fn tap(&mut self, spot: Spot, label: &str) -> Played {
        self.touch(spot, label)?;
        self.settle();
        Ok(())
    }

    /// Touches without letting anybody react: faster than any worker.
    ///
    /// # Errors
    /// As [`Stage::tap`].
    pub fn touch(&mut self, spot: Spot, label: &str) -> Played {
        self.look_first(spot);
        match spot {
            Spot::Kiosk => element::touch(self.kiosk.0.window(), label),
            Spot::Console(counter) => element::touch(self.console(counter)?.window(), label),
            Spot::Display(index) => element::touch(self.display(index)?.window(), label),
        }
    }

    /// Presses a key, and lets everybody react.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn key(&mut self, spot: Spot, key: slint::platform::Key) -> Played {
        self.look_first(spot);
        match spot {
            Spot::Kiosk => element::key(self.kiosk.0.window(), key),
            Spot::Console(counter) => element::key(self.console(counter)?.window(), key),
            Spot::Display(index) => element::key(self.display(index)?.window(), key),
        }
        self.settle();
        Ok(())
    }

    /// Presses a key while another one is held, at a console, and lets everybody react.
    ///
    /// # Errors
    /// When there is no such console.
    pub fn chord(&mut self, counter: u8, held: slint::platform::Key, text: &str) -> Played {
        element::chord(self.console(counter)?.window(), held, text);
        self.settle();
        Ok(())
    }

    /// Types a character, and lets everybody react.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn type_key(&mut self, spot: Spot, text: &str) -> Played {
        self.look_first(spot);
        match spot {
            Spot::Kiosk => element::type_key(self.kiosk.0.window(), text),
            Spot::Console(counter) => element::type_key(self.console(counter)?.window(), text),
            Spot::Display(index) => element::type_key(self.display(index)?.window(), text),
        }
        self.settle();
        Ok(())
    }

    /// Where a finger would touch the element with this label, in a window of this size.
    ///
    /// # Errors
    /// When there is no such window or no such element.
    pub fn middle(&self, spot: Spot, size: Size, label: &str) -> Played<(f32, f32)> {
        match spot {
            Spot::Kiosk => element::middle(self.kiosk.0.window(), size, label),
            Spot::Console(counter) => element::middle(self.console(counter)?.window(), size, label),
            Spot::Display(index) => element::middle(self.display(index)?.window(), size, label),
        }
    }

    /// The labels of everything that a screen reader would find there.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn labels(&self, spot: Spot) -> Played<Vec<String>> {
        Ok(match spot {
            Spot::Kiosk => element::labels(self.kiosk.0.window()),
            Spot::Console(counter) => element::labels(self.console(counter)?.window()),
            Spot::Display(index) => element::labels(self.display(index)?.window()),
        })
    }

    /// The descriptions that a screen reader would add to the labels.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn descriptions(&self, spot: Spot) -> Played<Vec<String>> {
        Ok(match spot {
            Spot::Kiosk => element::descriptions(self.kiosk.0.window()),
            Spot::Console(counter) => element::descriptions(self.console(counter)?.window()),
            Spot::Display(index) => element::descriptions(self.display(index)?.window()),
        })
    }

    /// What a screen reader says of the kiosk without anybody going there.
    pub fn said(&self) -> Vec<String> {
        element::said(self.kiosk.0.window())
    }

    /// The label of what has the keyboard; `None` while that is the window itself.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn focused(&self, spot: Spot) -> Played<Option<String>> {
        Ok(match spot {
            Spot::Kiosk => focus::focused(self.kiosk.0.window().window()),
            Spot::Console(counter) => focus::focused(self.console(counter)?.window().window()),
            Spot::Display(index) => focus::focused(self.display(index)?.window().window()),
        })
    }

    /// The number in front on the n-th display; empty before its first call.
    ///
    /// # Errors
    /// When there is no such display.
    pub fn announced(&self, index: usize) -> Played<String> {
        Ok(self.display(index)?.in_front())
    }

    /// Whether the element with this label can be used; `None` when there is none.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn enabled(&self, spot: Spot, label: &str) -> Played<Option<bool>> {
        Ok(match spot {
            Spot::Kiosk => element::enabled(self.kiosk.0.window(), label),
            Spot::Console(counter) => element::enabled(self.console(counter)?.window(), label),
            Spot::Display(index) => element::enabled(self.display(index)?.window(), label),
        })
    }

    /// The elements with a role that reach beyond their window at this size.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn outside(&self, spot: Spot, size: Size) -> Played<Vec<String>> {
        Ok(match spot {
            Spot::Kiosk => element::outside(self.kiosk.0.window(), size),
            Spot::Console(counter) => element::outside(self.console(counter)?.window(), size),
            Spot::Display(index) => element::outside(self.display(index)?.window(), size),
        })
    }

    /// Everything in a window of this size that can be touched.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn targets(&self, spot: Spot, size: Size) -> Played<Vec<Target>> {
        Ok(match spot {
            Spot::Kiosk => element::targets(self.kiosk.0.window(), size),
            Spot::Console(counter) => element::targets(self.console(counter)?.window(), size),
            Spot::Display(index) => element::targets(self.display(index)?.window(), size),
        })
    }

    /// A picture of a window at this size.
    ///
    /// # Errors
    /// When there is no such window, or it cannot be drawn.
    pub fn picture(&self, spot: Spot, size: Size) -> Played<Picture> {
        match spot {
            Spot::Kiosk => element::picture(self.kiosk.0.window(), size),
            Spot::Console(counter) => element::picture(self.console(counter)?.window(), size),
            Spot::Display(index) => element::picture(self.display(index)?.window(), size),
        }
    }

    fn console(&self, counter: u8) -> Result<&Console, String> {
        let officer = self.officers.iter().find(|o| o.counter.get() == counter);
        let officer = officer.ok_or_else(|| format!("this stage has no counter {counter}"))?;
        Ok(&officer.window)
    }

    fn display(&self, index: usize) -> Result<&Display, String> {
        let wall = self.displays.get(index);
        Ok(&wall.ok_or_else(|| format!("this stage has no display {index}"))?.window)
    }
}

fn open_kiosk(
    premises: &Premises,
    time: &Arc<dyn Clock>,
) -> Played<(Rc<Kiosk>, Seat<KioskWorker>)> {
    let (send, commands) = mailbox();
    let window = Kiosk::open(Arc::clone(&premises.office), Arc::clone(time), true, send)?;
    let worker =
        KioskWorker::new(premises.desk(time)?, Some(premises.target()), premises.data.clone())
            .remembering(PageMemory::take(&premises.data, None)?);
    resize(window.window(), KIOSK);
    window.window().show()?;
    Ok((window, Seat::new(worker, commands)))
}

fn open_console(
    premises: &Premises,
    time: &Arc<dyn Clock>,
    counter: CounterNumber,
) -> Played<Officer> {
    let (send, commands) = mailbox();
    let office = Arc::clone(&premises.office);
    let window = Console::open(office, counter, Arc::clone(time), send)?;
    let target = Some(premises.target());
    let worker = ConsoleWorker::new(premises.desk(time)?, counter, target, premises.data.clone())?;
    let worker = GuardedConsole::new(worker);
    resize(window.window(), CONSOLE);
    window.window().show()?;
    Ok(Officer { counter, window, seat: Seat::new(worker, commands) })
}
