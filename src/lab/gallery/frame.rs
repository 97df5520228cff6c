//! What hangs in the gallery: one line for each screen, mode and size.
//!
//! Belongs here: the lists. What a screen shows is in `kiosk`, `console`, `rooms`, `people`, `wall` and
//! `paper`.

use super::sample::Sample;
use super::{console, kiosk, paper, people, rooms, wall};
use crate::app::ui::{
    BackstageView, ConsoleView, KioskView, PaperView, SeatView, SignInView, SupervisorView,
    WallView,
};
use crate::domain::Language;
use crate::lab::harness::Size;
use std::fmt;

/// How the view of a screen is made, for its kind of window.
#[derive(Clone, Copy)]
pub(super) enum Make {
    Kiosk(fn(&Sample<'_>) -> KioskView),
    /// Above the services of a kiosk.
    KioskBackstage(fn(&Sample<'_>) -> BackstageView),
    Console(fn(&Sample<'_>) -> ConsoleView),
    /// Instead of a console.
    Taken(fn(&Sample<'_>) -> SeatView),
    /// Before a console.
    SignIn(fn(&Sample<'_>) -> SignInView),
    Supervisor(fn(&Sample<'_>) -> SupervisorView),
    Wall(fn(&Sample<'_>) -> WallView),
    /// Above a wall in the morning.
    WallBackstage(fn(&Sample<'_>) -> BackstageView),
    Paper(fn(&Sample<'_>) -> PaperView),
    /// The n-th board.
    Widgets(i32),
}

/// A screen: a page of the kiosk, a moment of a console or a wall.
pub struct Screen {
    /// For example `kiosk-services`.
    pub name: &'static str,
    pub(super) make: Make,
}

/// All screens.
pub const SCREENS: &[Screen] = &[
    Screen { name: "kiosk-services", make: Make::Kiosk(kiosk::services) },
    Screen { name: "kiosk-services-long", make: Make::Kiosk(kiosk::services_long) },
    Screen { name: "kiosk-services-noted", make: Make::Kiosk(kiosk::services_noted) },
    Screen { name: "kiosk-services-unknown", make: Make::Kiosk(kiosk::services_unknown) },
    Screen { name: "kiosk-cases", make: Make::Kiosk(kiosk::cases) },
    Screen { name: "kiosk-cases-noted", make: Make::Kiosk(kiosk::cases_noted) },
    Screen { name: "kiosk-documents", make: Make::Kiosk(kiosk::documents) },
    Screen { name: "kiosk-documents-longest", make: Make::Kiosk(kiosk::documents_longest) },
    Screen { name: "kiosk-documents-noted", make: Make::Kiosk(kiosk::documents_noted) },
    Screen { name: "kiosk-priority", make: Make::Kiosk(kiosk::priority) },
    Screen { name: "kiosk-priority-noted", make: Make::Kiosk(kiosk::priority_noted) },
    Screen { name: "kiosk-issuing", make: Make::Kiosk(kiosk::issuing) },
    Screen { name: "kiosk-number", make: Make::Kiosk(kiosk::number) },
    Screen { name: "kiosk-number-printing", make: Make::Kiosk(kiosk::number_printing) },
    Screen { name: "kiosk-number-noted", make: Make::Kiosk(kiosk::number_noted) },
    Screen { name: "kiosk-number-no-paper", make: Make::Kiosk(kiosk::number_without_paper) },
    Screen { name: "kiosk-incomplete", make: Make::Kiosk(kiosk::incomplete) },
    Screen { name: "kiosk-incomplete-noted", make: Make::Kiosk(kiosk::incomplete_noted) },
    Screen { name: "kiosk-refused-noted", make: Make::Kiosk(kiosk::refused_noted) },
    Screen { name: "kiosk-queue-trouble", make: Make::Kiosk(kiosk::queue_trouble) },
    Screen { name: "kiosk-numbers-gone", make: Make::Kiosk(kiosk::numbers_gone) },
    Screen { name: "kiosk-closed", make: Make::Kiosk(kiosk::closed) },
    Screen { name: "kiosk-standard", make: Make::Kiosk(kiosk::standard_page) },
    Screen { name: "kiosk-printer-trouble", make: Make::Kiosk(kiosk::printer_trouble) },
    Screen { name: "kiosk-still-here", make: Make::Kiosk(kiosk::still_here) },
    Screen { name: "kiosk-door", make: Make::KioskBackstage(people::door) },
    Screen { name: "console-taken", make: Make::Taken(people::taken) },
    Screen { name: "console-sign-in", make: Make::SignIn(people::sign_in) },
    Screen { name: "console-quiet", make: Make::Console(console::quiet) },
    Screen { name: "console-waiting", make: Make::Console(console::waiting) },
    Screen { name: "console-called", make: Make::Console(console::called) },
    Screen { name: "console-serving", make: Make::Console(console::serving) },
    Screen { name: "console-late", make: Make::Console(console::late) },
    Screen { name: "console-trouble", make: Make::Console(console::trouble) },
    Screen { name: "console-paused", make: Make::Console(console::paused) },
    Screen { name: "console-hand-back", make: Make::Console(rooms::hand_back) },
    Screen { name: "console-transfer", make: Make::Console(rooms::transfer) },
    Screen { name: "console-cancel", make: Make::Console(rooms::cancel) },
    Screen { name: "console-away", make: Make::Console(rooms::away) },
    Screen { name: "console-paper", make: Make::Console(rooms::paper) },
    Screen { name: "console-keys", make: Make::Console(rooms::keys) },
    Screen { name: "console-stale", make: Make::Console(console::stale) },
    Screen { name: "supervisor", make: Make::Supervisor(people::supervisor) },
    Screen { name: "display-morning", make: Make::Wall(wall::morning) },
    Screen { name: "display-quiet", make: Make::Wall(wall::quiet) },
    Screen { name: "display-call", make: Make::Wall(wall::call) },
    Screen { name: "display-recall", make: Make::Wall(wall::recall) },
    Screen { name: "display-priority", make: Make::Wall(wall::priority) },
    Screen { name: "display-handover", make: Make::Wall(wall::handover) },
    Screen { name: "display-busy", make: Make::Wall(wall::busy) },
    Screen { name: "display-ready", make: Make::Wall(wall::ready) },
    Screen { name: "display-seven", make: Make::Wall(wall::seven) },
    Screen { name: "display-eight", make: Make::Wall(wall::eight) },
    Screen { name: "display-twelve", make: Make::Wall(wall::twelve) },
    Screen { name: "display-twelve-quiet", make: Make::Wall(wall::twelve_quiet) },
    Screen { name: "display-long-name", make: Make::Wall(wall::long_name) },
    Screen { name: "display-stale", make: Make::Wall(wall::stale) },
    Screen { name: "display-doubt", make: Make::Wall(wall::doubt) },
    Screen { name: "display-dark", make: Make::WallBackstage(wall::dark) },
    Screen { name: "display-door", make: Make::WallBackstage(people::door) },
    Screen { name: "paper-none", make: Make::Paper(paper::none) },
    Screen { name: "widgets", make: Make::Widgets(0) },
    Screen { name: "widgets-rows", make: Make::Widgets(1) },
];

/// The kinds of windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Where visitors take numbers.
    Kiosk,
    /// Where officers work.
    Console,
    /// Where the whole office is watched.
    Supervisor,
    /// Where people look up.
    Display,
    /// The demo's paper.
    Paper,
    /// Every widget in every state.
    Widgets,
}

/// How a visitor likes a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// As it comes.
    Normal,
    /// Yellow on black.
    HighContrast,
    /// Larger letters.
    LargeText,
    /// Everything that is touched in the lower part.
    LowReach,
    /// Both of them.
    LargeLow,
}

impl Mode {
    /// For file names.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Normal => "normal",
            Mode::HighContrast => "contrast",
            Mode::LargeText => "large",
            Mode::LowReach => "low",
            Mode::LargeLow => "large-low",
        }
    }
}

/// A monitor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glass {
    /// Pixels.
    pub size: Size,
    /// How close they are.
    pub px_per_mm: f32,
}

const KIOSK_MODES: &[Mode] =
    &[Mode::Normal, Mode::HighContrast, Mode::LargeText, Mode::LowReach, Mode::LargeLow];

/// 21.5, 15.6 and 32 inch, upright and lying; lying 10.1, 7 and 7 inch.
const KIOSKS: &[Glass] = &[
    Glass { size: (1080, 1920), px_per_mm: 4.0 },
    Glass { size: (1920, 1080), px_per_mm: 4.0 },
    Glass { size: (768, 1366), px_per_mm: 3.95 },
    Glass { size: (1366, 768), px_per_mm: 3.95 },
    Glass { size: (1440, 2560), px_per_mm: 3.6 },
    Glass { size: (2560, 1440), px_per_mm: 3.6 },
    Glass { size: (1280, 800), px_per_mm: 5.9 },
    Glass { size: (1024, 600), px_per_mm: 6.6 },
    Glass { size: (800, 480), px_per_mm: 5.2 },
];

const CONSOLES: &[Glass] = &[
    Glass { size: (1366, 768), px_per_mm: 3.9 },
    Glass { size: (1024, 600), px_per_mm: 3.9 },
    Glass { size: (1920, 1080), px_per_mm: 3.7 },
];

/// 43 inch each, upright and lying, from a small panel to one of four times as many pixels.
const WALLS: &[Glass] = &[
    Glass { size: (1920, 1080), px_per_mm: 2.017 },
    Glass { size: (1080, 1920), px_per_mm: 2.017 },
    Glass { size: (1366, 768), px_per_mm: 1.435 },
    Glass { size: (3840, 2160), px_per_mm: 4.034 },
];

const SHEETS: &[Glass] = &[Glass { size: (460, 760), px_per_mm: 4.0 }];

const BOARDS: &[Glass] = &[Glass { size: (1600, 1240), px_per_mm: 4.0 }];

impl Room {
    /// All of them.
    pub const ALL: [Room; 6] =
        [Room::Kiosk, Room::Console, Room::Supervisor, Room::Display, Room::Paper, Room::Widgets];

    /// The monitors that it must fit.
    pub fn glasses(self) -> &'static [Glass] {
        match self {
            Room::Kiosk => KIOSKS,
            Room::Console | Room::Supervisor => CONSOLES,
            Room::Display => WALLS,
            Room::Paper => SHEETS,
            Room::Widgets => BOARDS,
        }
    }

    /// The languages that it speaks.
    pub fn languages(self) -> &'static [Language] {
        match self {
            // It has no words of the office.
            Room::Widgets => &[Language::Indonesian],
            _ => Language::ALL,
        }
    }

    /// The modes that it has.
    pub fn modes(self) -> &'static [Mode] {
        match self {
            Room::Kiosk => KIOSK_MODES,
            Room::Widgets => &[Mode::Normal, Mode::HighContrast],
            _ => &[Mode::Normal],
        }
    }
}

impl Screen {
    /// The kind of window it is shown in.
    pub fn room(&self) -> Room {
        match self.make {
            Make::Kiosk(_) | Make::KioskBackstage(_) => Room::Kiosk,
            Make::Console(_) | Make::SignIn(_) | Make::Taken(_) => Room::Console,
            Make::Supervisor(_) => Room::Supervisor,
            Make::Wall(_) | Make::WallBackstage(_) => Room::Display,
            Make::Paper(_) => Room::Paper,
            Make::Widgets(_) => Room::Widgets,
        }
    }

    /// It in every mode, language and size.
    pub fn frames(&'static self) -> impl Iterator<Item = Frame> {
        let room = self.room();
        room.modes().iter().flat_map(move |&mode| {
            room.languages().iter().flat_map(move |&language| {
                let glasses = room.glasses().iter();
                glasses.map(move |&glass| Frame { screen: self, mode, language, glass })
            })
        })
    }
}

/// One picture of the gallery.
#[derive(Clone, Copy)]
pub struct Frame {
    /// What is shown.
    pub screen: &'static Screen,
    /// How.
    pub mode: Mode,
    /// In which language.
    pub language: Language,
    /// On which monitor.
    pub glass: Glass,
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, height) = self.glass.size;
        let (screen, mode) = (self.screen.name, self.mode.name());
        write!(f, "{screen}-{mode}-{}-{width}x{height}", self.language.code())
    }
}
