//! The windows that the gallery shows its screens in: one of each kind.

use super::frame::{Frame, Make, Mode, Room};
use super::hearing::{Heard, hear};
use super::measure::{Measures, measure};
use super::sample::Sample;
use super::{kiosk, wall};
use crate::app::platform::lend_words;
use crate::app::ui::{
    Backstage, BackstageView, ConsoleWindow, DisplayWindow, KioskView, KioskWindow, Metrics,
    PaperWindow, SeatView, SignInView, SupervisorWindow, Theme, WidgetsWindow, Words as Spoken,
};
use crate::lab::harness;
use crate::lab::picture::Picture;
use crate::office::{Office, Outside, SAMPLES};
use crate::words::Words;
use i_slint_backend_testing::mock_elapsed_time;
use slint::{ComponentHandle, PhysicalSize, Window};
use std::error::Error;
use std::time::Duration;

/// A frame that hangs at rest; until the next one is hung.
pub struct Look<'a> {
    window: &'a Window,
}

impl Look<'_> {
    /// A picture of it.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn picture(&self) -> Result<Picture, Box<dyn Error>> {
        Ok(self.window.take_snapshot()?)
    }

    /// Its texts and buttons.
    pub fn measures(&self) -> Measures {
        measure(self.window)
    }

    /// What a screen reader is given of it.
    pub fn heard(&self) -> Vec<Heard> {
        hear(self.window)
    }
}

/// The windows, and the sample office.
pub struct Hall {
    office: Office,
    kiosk: KioskWindow,
    console: ConsoleWindow,
    supervisor: SupervisorWindow,
    display: DisplayWindow,
    paper: PaperWindow,
    widgets: WidgetsWindow,
}

impl Hall {
    /// A hall without a screen. Makes this thread a stage, which a thread can be only once.
    ///
    /// # Errors
    /// When the thread has windows already.
    pub fn without_screen() -> Result<Self, Box<dyn Error>> {
        harness::build()?;
        let hall = Self::open()?;
        Room::ALL.iter().try_for_each(|room| hall.window(*room).show())?;
        Ok(hall)
    }

    /// A hall on the screen of this machine; nothing is shown yet.
    pub(super) fn open() -> Result<Self, Box<dyn Error>> {
        let (_, source) = SAMPLES[0];
        let office = Office::parse(source, &Outside::default())
            .map_err(|faults| format!("the sample office has {} faults", faults.len()))?;
        let hall = Self {
            office,
            kiosk: KioskWindow::new()?,
            console: ConsoleWindow::new()?,
            supervisor: SupervisorWindow::new()?,
            display: DisplayWindow::new()?,
            paper: PaperWindow::new()?,
            widgets: WidgetsWindow::new()?,
        };
        lend_words(&hall.kiosk);
        lend_words(&hall.console);
        lend_words(&hall.supervisor);
        lend_words(&hall.display);
        lend_words(&hall.paper);
        lend_words(&hall.widgets);
        Ok(hall)
    }

    /// The window of a room.
    pub(super) fn window(&self, room: Room) -> &Window {
        match room {
            Room::Kiosk => self.kiosk.window(),
            Room::Console => self.console.window(),
            Room::Supervisor => self.supervisor.window(),
            Room::Display => self.display.window(),
            Room::Paper => self.paper.window(),
            Room::Widgets => self.widgets.window(),
        }
    }

    /// Hangs a frame into its window.
    pub(super) fn hang(&self, frame: &Frame) {
        let (width, height) = frame.glass.size;
        let mm = frame.glass.px_per_mm;
        let inches = f64::from(width).hypot(f64::from(height)) / f64::from(mm) / 25.4;
        let inches = inches.round().clamp(1.0, 200.0) as u16;
        let sample = Sample { office: &self.office, words: Words::of(frame.language), inches };
        let contrast = frame.mode == Mode::HighContrast;
        let language = frame.language.code();
        match frame.screen.make {
            Make::Kiosk(make) => {
                self.kiosk.global::<Backstage>().set_view(BackstageView::default());
                self.hang_kiosk(frame, make(&sample));
            }
            Make::KioskBackstage(make) => {
                self.kiosk.global::<Backstage>().set_view(make(&sample));
                self.hang_kiosk(frame, kiosk::services(&sample));
            }
            Make::Console(make) => {
                self.hang_console(frame, SeatView::default(), SignInView::default());
                self.console.set_view(make(&sample));
            }
            Make::SignIn(make) => self.hang_console(frame, SeatView::default(), make(&sample)),
            Make::Taken(make) => self.hang_console(frame, make(&sample), SignInView::default()),
            Make::Supervisor(make) => {
                self.supervisor.global::<Metrics>().set_mm(mm);
                self.supervisor.global::<Spoken>().set_language(language.into());
                self.supervisor.set_view(make(&sample));
            }
            Make::Wall(make) => {
                self.display.global::<Spoken>().set_language(language.into());
                self.display.global::<Backstage>().set_view(BackstageView::default());
                self.display.set_view(make(&sample));
            }
            Make::WallBackstage(make) => {
                self.display.global::<Spoken>().set_language(language.into());
                self.display.set_view(wall::morning(&sample));
                self.display.global::<Backstage>().set_view(make(&sample));
            }
            Make::Paper(make) => {
                self.paper.global::<Spoken>().set_language(language.into());
                self.paper.set_view(make(&sample));
            }
            Make::Widgets(board) => {
                self.widgets.global::<Theme>().set_high_contrast(contrast);
                self.widgets.set_board(board);
            }
        }
        self.window(frame.screen.room()).set_size(PhysicalSize::new(width, height));
    }

    fn hang_console(&self, frame: &Frame, seat: SeatView, sign_in: SignInView) {
        self.console.global::<Metrics>().set_mm(frame.glass.px_per_mm);
        self.console.global::<Spoken>().set_language(frame.language.code().into());
        self.console.set_seat(seat);
        self.console.set_sign_in(sign_in);
    }

    fn hang_kiosk(&self, frame: &Frame, view: KioskView) {
        let contrast = frame.mode == Mode::HighContrast;
        self.kiosk.global::<Metrics>().set_mm(frame.glass.px_per_mm);
        self.kiosk.global::<Theme>().set_high_contrast(contrast);
        self.kiosk.global::<Spoken>().set_language(frame.language.code().into());
        self.kiosk.set_view(KioskView {
            high_contrast: contrast,
            large_text: matches!(frame.mode, Mode::LargeText | Mode::LargeLow),
            low_reach: matches!(frame.mode, Mode::LowReach | Mode::LargeLow),
            ..view
        });
    }

    fn rest(&self) {
        // Layouts settle in turns, and every motion comes to rest.
        for _ in 0..3 {
            mock_elapsed_time(Duration::from_millis(200));
        }
    }

    /// Hangs a frame and waits until it is at rest. Only without a screen.
    pub fn look(&self, frame: &Frame) -> Look<'_> {
        self.hang(frame);
        self.rest();
        Look { window: self.window(frame.screen.room()) }
    }

    /// A picture of a frame, at rest. Only without a screen.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn picture(&self, frame: &Frame) -> Result<Picture, Box<dyn Error>> {
        self.look(frame).picture()
    }

    /// The texts and buttons of a frame, at rest. Only without a screen.
    pub fn measures(&self, frame: &Frame) -> Measures {
        self.look(frame).measures()
    }

    /// What a screen reader is given of a frame, at rest. Only without a screen.
    pub fn heard(&self, frame: &Frame) -> Vec<Heard> {
        self.look(frame).heard()
    }
}
