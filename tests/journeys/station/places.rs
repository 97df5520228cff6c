//! The places of an office day without a window: consoles and overview with their workers, and what happens at them.

use crate::support::terms::{counter, number, target};
use crate::support::{TempOffice, morning, parse};
use antre::app::console::{ConsoleWorker, GuardedConsole};
use antre::app::supervisor::SupervisorWorker;
use antre::app::worker::Worker;
use antre::clock::{Clock, ManualClock};
use antre::desk::Desk;
use antre::domain::{EventSeq, Language, Officer, OfficerId, Pin, Role};
use antre::office::SAMPLES;
use antre::secret::PinCost;
use antre::station::console::{ConsoleEvent, ConsoleStation, ConsoleView, GuardedUpdate};
use antre::station::overview::{OverviewEvent, OverviewStation, OverviewView};
use antre::station::{Key, Station, Tone};
use antre::store::sqlite::{Limits, SqliteStore};
use antre::words::Words;
use chrono::TimeDelta;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

thread_local! {
    /// So many of the next answers get lost on their way back from the disk.
    pub(super) static LOST: Cell<u32> = const { Cell::new(0) };
}

pub(super) fn loses_the_answer() -> bool {
    let left = LOST.get();
    LOST.set(left.saturating_sub(1));
    left > 0
}

/// The city office with its printer, where officers sign in.
pub(super) fn magetan() -> String {
    SAMPLES.iter().find(|(name, _)| *name == "magetan").unwrap().1.to_owned()
}

/// What staff read.
pub(super) fn said(key: &str, values: &[(&str, &dyn Display)]) -> String {
    Words::of(Language::Indonesian).with(key, values)
}

pub(super) fn about(key: &str, number: &str) -> String {
    said(key, &[("number", &number), ("stage", &"Verifikasi")])
}

/// A console and its worker, without the thread between them.
pub(super) struct Place {
    pub(super) station: ConsoleStation,
    pub(super) worker: GuardedConsole,
}

impl Place {
    pub(super) fn told(&mut self, updates: Vec<GuardedUpdate>, clock: &ManualClock) {
        for update in updates {
            let asked = self.station.handle(ConsoleEvent::Update(update), clock.now());
            assert_eq!(asked, [], "news ask for nothing");
        }
    }

    pub(super) fn happens(&mut self, event: ConsoleEvent, clock: &ManualClock) {
        for command in self.station.handle(event, clock.now()) {
            let updates = self.worker.handle(command);
            self.told(updates, clock);
        }
    }
}

/// An office at work.
pub(super) struct Day {
    /// Its folder is there as long as it is.
    pub(super) _office: TempOffice,
    pub(super) clock: ManualClock,
    /// Where visitors take numbers.
    pub(super) door: Desk,
    pub(super) consoles: BTreeMap<u8, Place>,
    pub(super) overview: (OverviewStation, SupervisorWorker),
}

impl Day {
    /// Eight o'clock: five consoles are switched on, and nobody has signed in.
    pub(super) fn begin() -> Self {
        let office = TempOffice::new(&magetan());
        let clock = ManualClock::at(morning());
        let mut door = office.desk(&clock).with_pin_cost(PinCost::LEAST);
        let names = [("sari", "Sari"), ("budi", "Budi")];
        for ((id, name), pin) in names.into_iter().zip(["1357", "2468"]) {
            let id = OfficerId::new(id).unwrap();
            let officer = Officer { id, name: name.to_owned(), role: Role::Officer };
            door.add_officer(officer, Pin::typed(pin)).unwrap();
        }
        let shared = Arc::new(parse(&magetan()));
        let desk = || {
            let limits = Limits { loses_answer: Some(loses_the_answer), ..Limits::default() };
            let store = SqliteStore::open_within(&office.queue(), limits).unwrap();
            let desk = Desk::new(Box::new(store), Arc::clone(&shared), Arc::new(clock.clone()));
            desk.with_pin_cost(PinCost::LEAST)
        };
        let console = |number| {
            let printer = Some(target("virtual://"));
            let worker = ConsoleWorker::new(desk(), counter(number), printer, office.data());
            let station = ConsoleStation::new(Arc::clone(&shared), counter(number));
            (number, Place { station, worker: GuardedConsole::new(worker.unwrap()) })
        };
        let consoles = (1..=5).map(console).collect();
        let watch = SupervisorWorker::new(desk(), Some(&target("virtual://")), office.data());
        let overview = (OverviewStation::new(Arc::clone(&shared)), watch);
        Self { _office: office, clock, door, consoles, overview }
    }

    /// Everybody looks at the queue.
    pub(super) fn look(&mut self) {
        for place in self.consoles.values_mut() {
            let updates = place.worker.poll();
            place.told(updates, &self.clock);
        }
        let (station, worker) = &mut self.overview;
        for update in worker.poll() {
            assert_eq!(station.handle(OverviewEvent::Update(update), self.clock.now()), []);
        }
    }

    /// So many seconds pass.
    pub(super) fn pass(&mut self, seconds: u32) {
        for _ in 0..seconds {
            self.clock.advance(TimeDelta::seconds(1));
            for place in self.consoles.values_mut() {
                place.happens(ConsoleEvent::Second, &self.clock);
            }
        }
        self.look();
    }

    pub(super) fn happens(&mut self, at: u8, event: ConsoleEvent) {
        self.look();
        self.consoles.get_mut(&at).unwrap().happens(event, &self.clock);
        self.look();
    }

    pub(super) fn press(&mut self, at: u8, key: Key) {
        self.happens(at, ConsoleEvent::Key(key));
    }

    /// Presses a key, and reads what the console answers.
    #[track_caller]
    pub(super) fn answers(&mut self, at: u8, key: Key, tone: Tone, sentence: &str) {
        self.press(at, key);
        let view = self.view(at);
        assert_eq!((&*view.message, view.message_tone), (sentence, tone));
    }

    /// The same for what is done.
    #[track_caller]
    pub(super) fn does(&mut self, at: u8, key: Key, sentence: &str) {
        self.answers(at, key, Tone::Calm, sentence);
    }

    pub(super) fn type_pin(&mut self, at: u8, digits: &str) {
        digits.chars().for_each(|digit| self.press(at, Key::Typed(digit)));
    }

    pub(super) fn sign_in(&mut self, at: u8, letter: char, pin: &str) {
        self.press(at, Key::Typed(letter));
        self.type_pin(at, pin);
        self.press(at, Key::Enter);
        assert!(!self.view(at).sign_in.shown, "{:?}", self.view(at).sign_in);
    }

    pub(super) fn view(&self, at: u8) -> ConsoleView {
        self.consoles[&at].station.view(self.clock.now())
    }

    pub(super) fn office(&mut self) -> OverviewView {
        // It reads the whole day once a second at most.
        self.clock.advance(TimeDelta::seconds(1));
        self.look();
        self.overview.0.view(self.clock.now())
    }

    pub(super) fn figure(&mut self, name: &str) -> String {
        let name = said(name, &[]);
        let found = self.office().figures.into_iter().find(|figure| figure.name == name);
        found.map(|figure| figure.value).unwrap_or_default()
    }

    /// How often this number was called, as the waiting room sees it.
    pub(super) fn calls(&mut self, of: &str) -> usize {
        let calls = self.door.board(EventSeq(0)).unwrap().new_calls;
        calls.iter().filter(|call| call.number == number(of)).count()
    }
}
