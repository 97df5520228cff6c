//! The page on which an officer signs in: who it is, the digits as dots, and what came of them.
//!
//! [`Gate`] is the page without a window; [`SignIn`] joins it to one. Never here: looking at a PIN (`gate`).

use super::content::words;
use super::gate::{SeatCommand, SeatUpdate};
use crate::app::platform::{keep, model};
use crate::app::ui::{ConsoleWindow, SignInOfficer, SignInView, Tone};
use crate::desk::{DeskError, FaultKind, PeopleError, Refusal};
use crate::domain::{Officer, OfficerId, Pin};
use crate::office::People;
use crate::phrase::{fault, refusal, time};
use crate::say;
use slint::platform::Key;
use slint::{ComponentHandle, SharedString, Weak};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The most digits of a PIN, and the fewest.
const MOST: usize = 8;
const FEWEST: usize = 4;

/// What is said below the digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Note {
    /// The digits were wrong; so many more wrong ones are free.
    Wrong(u32),
    /// Nobody may try this PIN for so many seconds.
    Wait(u32),
    /// This officer cannot sign in.
    Cannot,
    /// Whoever was signed in no longer works here.
    Retired,
    /// The queue cannot be read.
    Lost,
}

/// The page without a window.
#[derive(Debug, Default)]
struct Gate {
    rules: People,
    officers: Vec<Officer>,
    chosen: Option<OfficerId>,
    typed: String,
    /// Whether the worker looks at the digits.
    busy: bool,
    note: Option<Note>,
    who: Option<Officer>,
    /// Seconds since somebody has done anything here.
    idle: u32,
}

impl Gate {
    fn is_closed(&self) -> bool {
        self.rules.sign_in && self.who.is_none()
    }

    fn choose(&mut self, index: usize) {
        if let Some(officer) = self.officers.get(index).filter(|_| !self.busy) {
            self.chosen = Some(officer.id.clone());
            self.typed.clear();
            self.note = None;
        }
    }

    /// So many further down the list, or up.
    fn go(&mut self, steps: usize) {
        let count = self.officers.len().max(1);
        let next = self.place().map_or(0, |place| (place + steps) % count);
        self.choose(next);
    }

    fn place(&self) -> Option<usize> {
        self.officers.iter().position(|officer| Some(&officer.id) == self.chosen.as_ref())
    }

    /// The next one whose name begins with this letter.
    fn letter(&mut self, letter: char) {
        let from = self.place().map_or(0, |place| place + 1);
        let count = self.officers.len();
        let begins = |index: &usize| {
            let first = self.officers[*index].name.chars().next();
            first.is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
        };
        let found = (0..count).map(|step| (from + step) % count).find(begins);
        found.into_iter().for_each(|index| self.choose(index));
    }

    fn can_type(&self) -> bool {
        self.place().is_some() && !self.busy && !matches!(self.note, Some(Note::Wait(_)))
    }

    fn digit(&mut self, digit: char) {
        if self.can_type() && self.typed.len() < MOST {
            self.typed.push(digit);
            self.note = None;
        }
    }

    fn erase(&mut self) {
        if self.can_type() {
            self.typed.pop();
        }
    }

    fn can_enter(&self) -> bool {
        self.can_type() && self.typed.len() >= FEWEST
    }

    fn enter(&mut self) -> Option<SeatCommand> {
        let (true, Some(officer)) = (self.can_enter(), self.chosen.clone()) else { return None };
        let pin = Pin::typed(&self.typed)?;
        self.typed.clear();
        self.busy = true;
        Some(SeatCommand::SignIn(officer, pin))
    }

    /// What a key does here.
    fn key(&mut self, key: &str) -> Option<SeatCommand> {
        let is = |known: Key| key == SharedString::from(known).as_str();
        match key.chars().next() {
            Some(digit) if digit.is_ascii_digit() => self.digit(digit),
            Some(letter) if letter.is_alphabetic() => self.letter(letter),
            _ if is(Key::Return) => return self.enter(),
            _ if is(Key::Backspace) => self.erase(),
            _ if is(Key::Escape) && self.can_type() => self.typed.clear(),
            _ if is(Key::DownArrow) => self.go(1),
            _ if is(Key::UpArrow) => self.go(self.officers.len().max(1) - 1),
            _ => {}
        }
        None
    }

    fn lock(&mut self) -> Option<SeatCommand> {
        (self.rules.sign_in && self.who.is_some()).then_some(SeatCommand::SignOut)
    }

    /// One second has passed.
    fn second(&mut self) -> Option<SeatCommand> {
        if let Some(Note::Wait(seconds)) = self.note {
            self.note = (seconds > 1).then(|| Note::Wait(seconds - 1));
        }
        self.idle = self.idle.saturating_add(1);
        let limit = u32::from(self.rules.lock_minutes) * 60;
        if limit > 0 && self.idle >= limit { self.lock() } else { None }
    }

    fn officers(&mut self, officers: Vec<Officer>) {
        self.officers = officers;
        if let [only] = &self.officers[..] {
            self.chosen = Some(only.id.clone());
        }
    }

    fn signed_in(&mut self, officer: Officer) {
        (self.busy, self.note, self.idle) = (false, None, 0);
        self.who = Some(officer);
    }

    fn not_signed_in(&mut self, error: &DeskError) {
        self.busy = false;
        self.note = Some(match error {
            DeskError::Refusal(Refusal::People(PeopleError::WrongPin {
                left,
                wait_seconds: 0,
            })) => Note::Wrong(*left),
            DeskError::Refusal(Refusal::People(
                PeopleError::WrongPin { wait_seconds: seconds, .. } | PeopleError::Wait { seconds },
            )) => Note::Wait(*seconds),
            DeskError::Fault(_) => {
                note!("{error}");
                Note::Lost
            }
            error => {
                // It names somebody, and the log names nobody.
                say::aside(format_args!("antre: {error}"));
                log_warn!("somebody could not be signed in");
                Note::Cannot
            }
        });
    }

    fn signed_out(&mut self, retired: bool) {
        // Most often the same person comes back.
        self.chosen = self.who.take().map(|officer| officer.id).filter(|_| !retired);
        (self.busy, self.note) = (false, retired.then_some(Note::Retired));
        self.typed.clear();
        // Somebody may have come or gone since.
        if self.place().is_none() {
            self.chosen = None;
            let officers = std::mem::take(&mut self.officers);
            self.officers(officers);
        }
    }

    fn note(&self) -> (String, Tone) {
        let say = |key| words().text(key).to_owned();
        match self.note {
            None if self.officers.is_empty() => (say("people.nobody"), Tone::Warn),
            None if self.place().is_none() => (say("people.choose"), Tone::Calm),
            None if self.busy => (say("people.looking"), Tone::Calm),
            None => (say("people.type"), Tone::Calm),
            Some(Note::Wrong(1)) => (say("people.wrong-last"), Tone::Warn),
            Some(Note::Wrong(left)) => {
                (words().with("people.wrong", &[("count", &left)]), Tone::Warn)
            }
            Some(Note::Wait(seconds)) => {
                let time = time::countdown(seconds);
                (words().with("people.wait", &[("time", &time)]), Tone::Warn)
            }
            Some(Note::Cannot) => (refusal::cannot_sign_in(words()).to_owned(), Tone::Warn),
            Some(Note::Retired) => (refusal::retired(words()).to_owned(), Tone::Warn),
            Some(Note::Lost) => {
                let lost = fault::of_kind(FaultKind::Unreachable, words());
                (lost.to_owned(), Tone::Stop)
            }
        }
    }

    fn view(&self, counter: &str) -> SignInView {
        let chosen = self.place().map(|place| &self.officers[place]);
        let (note, tone) = self.note();
        let typed = self.typed.len();
        SignInView {
            shown: self.is_closed(),
            who: self.who.as_ref().map_or("", |officer| &officer.name).into(),
            can_lock: self.rules.sign_in && self.who.is_some(),
            heading: words().with("people.heading", &[("counter", &counter)]).into(),
            officers: model(self.officers.iter().map(|officer| SignInOfficer {
                name: officer.name.as_str().into(),
                role: refusal::role_name(officer.role, words()).into(),
                selected: Some(&officer.id) == self.chosen.as_ref(),
            })),
            place: self.place().and_then(|place| i32::try_from(place).ok()).unwrap_or(-1),
            person: chosen.map_or("", |officer| &officer.name).into(),
            typed: i32::try_from(typed).unwrap_or(0),
            typed_label: words().with("people.typed", &[("count", &typed)]).into(),
            can_type: self.can_type(),
            can_enter: self.can_enter(),
            note: note.into(),
            tone,
        }
    }
}

/// The page in its window.
pub(super) struct SignIn {
    window: Weak<ConsoleWindow>,
    counter: String,
    gate: RefCell<Gate>,
    send: Box<dyn Fn(SeatCommand)>,
    /// Whether somebody has pressed a key of the console since the last second.
    touched: Cell<bool>,
}

impl SignIn {
    /// Joins the page to its window. `send` brings its commands to the worker.
    pub(super) fn connect(
        window: &ConsoleWindow,
        rules: People,
        counter: String,
        send: impl Fn(SeatCommand) + 'static,
    ) -> Rc<Self> {
        let page = Rc::new(Self {
            window: window.as_weak(),
            counter,
            gate: RefCell::new(Gate { rules, ..Gate::default() }),
            send: Box::new(send),
            touched: Cell::new(false),
        });
        let on = |act: fn(&mut Gate) -> Option<SeatCommand>| {
            let page = Rc::clone(&page);
            move || page.act(act)
        };
        window.on_sign_in_erase(on(|gate| {
            gate.erase();
            None
        }));
        window.on_sign_in_enter(on(Gate::enter));
        window.on_lock(on(Gate::lock));
        let this = Rc::clone(&page);
        window.on_sign_in_choose(move |index| {
            this.act(|gate| {
                usize::try_from(index).into_iter().for_each(|index| gate.choose(index));
                None
            });
        });
        let this = Rc::clone(&page);
        window.on_sign_in_key(move |key| this.act(|gate| gate.key(&key)));
        page.show();
        page
    }

    /// Whether the page stands before the console.
    pub(super) fn is_closed(&self) -> bool {
        self.gate.borrow().is_closed()
    }

    /// Somebody works here.
    pub(super) fn touch(&self) {
        self.touched.set(true);
    }

    /// Takes in what the worker tells; what is not about signing in is given back.
    pub(super) fn update(&self, update: SeatUpdate) -> Option<super::ConsoleUpdate> {
        match update {
            SeatUpdate::Console(update) => return Some(update),
            SeatUpdate::Officers(officers) => self.gate.borrow_mut().officers(officers),
            SeatUpdate::SignedIn(officer) => self.gate.borrow_mut().signed_in(officer),
            SeatUpdate::NotSignedIn(error) => self.gate.borrow_mut().not_signed_in(&error),
            SeatUpdate::SignedOut { retired } => self.gate.borrow_mut().signed_out(retired),
        }
        self.show();
        None
    }

    /// One second has passed.
    pub(super) fn second(&self) {
        self.act(|gate| {
            if self.touched.take() {
                gate.idle = 0;
            }
            gate.second()
        });
    }

    fn act(&self, act: impl FnOnce(&mut Gate) -> Option<SeatCommand>) {
        let command = act(&mut self.gate.borrow_mut());
        self.show();
        command.into_iter().for_each(&self.send);
    }

    fn show(&self) {
        let Some(window) = self.window.upgrade() else { return };
        let mut view = self.gate.borrow().view(&self.counter);
        let shown = window.get_sign_in();
        keep(&mut view.officers, &shown.officers);
        if view != shown {
            window.set_sign_in(view);
        }
    }
}
