//! The page on which an officer signs in: who it is, how many digits there are, and what came of them.
//!
//! Never here: looking at a PIN (the worker does that), and a digit in a view.

use super::command::{ConsoleUpdate, GuardedCommand, GuardedUpdate};
use crate::desk::{DeskError, FaultKind, PeopleError, Refusal};
use crate::domain::{Officer, OfficerId, Pin};
use crate::office::People;
use crate::phrase::{fault, refusal, time};
use crate::station::staff::words;
use crate::station::{Key, Tone};

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

/// What there is to see of the page: of the PIN only how many digits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignInView {
    /// Whether the page stands before the console.
    pub shown: bool,
    /// Who is signed in.
    pub who: String,
    /// Whether whoever is signed in can leave.
    pub can_lock: bool,
    /// Who is asked for.
    pub heading: String,
    /// Who could sign in.
    pub officers: Vec<SignInOfficer>,
    /// Which of them is chosen.
    pub place: Option<usize>,
    /// The name of the chosen one.
    pub person: String,
    /// How many digits are typed.
    pub typed: usize,
    /// The same for a screen reader.
    pub typed_label: String,
    /// Whether a digit would be taken.
    pub can_type: bool,
    /// Whether the digits are enough.
    pub can_enter: bool,
    /// What to do, or what came of it.
    pub note: String,
    /// How urgent that is.
    pub tone: Tone,
}

/// Somebody who could sign in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignInOfficer {
    /// The name.
    pub name: String,
    /// What they may do.
    pub role: String,
    /// Whether it is the chosen one.
    pub selected: bool,
}

/// The page.
#[derive(Default)]
pub(super) struct SignIn {
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

impl SignIn {
    pub(super) fn of(rules: People) -> Self {
        Self { rules, ..Self::default() }
    }

    /// Whether the page stands before the console.
    pub(super) fn is_closed(&self) -> bool {
        self.rules.sign_in && self.who.is_none()
    }

    pub(super) fn choose(&mut self, index: usize) {
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

    pub(super) fn erase(&mut self) {
        if self.can_type() {
            self.typed.pop();
        }
    }

    fn can_enter(&self) -> bool {
        self.can_type() && self.typed.len() >= FEWEST
    }

    pub(super) fn enter(&mut self) -> Option<GuardedCommand> {
        let (true, Some(officer)) = (self.can_enter(), self.chosen.clone()) else { return None };
        let pin = Pin::typed(&self.typed)?;
        self.typed.clear();
        self.busy = true;
        Some(GuardedCommand::SignIn(officer, pin))
    }

    /// What a key does here.
    pub(super) fn key(&mut self, key: Key) -> Option<GuardedCommand> {
        match key {
            Key::Typed(digit) if digit.is_ascii_digit() => self.digit(digit),
            Key::Typed(letter) if letter.is_alphabetic() => self.letter(letter),
            Key::Enter => return self.enter(),
            Key::Backspace => self.erase(),
            Key::Escape if self.can_type() => self.typed.clear(),
            Key::Down => self.go(1),
            Key::Up => self.go(self.officers.len().max(1) - 1),
            _ => {}
        }
        None
    }

    pub(super) fn lock(&mut self) -> Option<GuardedCommand> {
        (self.rules.sign_in && self.who.is_some()).then_some(GuardedCommand::SignOut)
    }

    /// One second has passed.
    pub(super) fn second(&mut self) -> Option<GuardedCommand> {
        if let Some(Note::Wait(seconds)) = self.note {
            self.note = (seconds > 1).then(|| Note::Wait(seconds - 1));
        }
        self.idle = self.idle.saturating_add(1);
        let limit = u32::from(self.rules.lock_minutes) * 60;
        if limit > 0 && self.idle >= limit { self.lock() } else { None }
    }

    /// Somebody works here.
    pub(super) fn touch(&mut self) {
        self.idle = 0;
    }

    /// Takes in what the worker tells; what is not about signing in is given back.
    pub(super) fn update(&mut self, update: GuardedUpdate) -> Option<ConsoleUpdate> {
        match update {
            GuardedUpdate::Console(update) => return Some(update),
            GuardedUpdate::Officers(officers) => self.officers(officers),
            GuardedUpdate::SignedIn(officer) => self.signed_in(officer),
            GuardedUpdate::NotSignedIn(error) => self.not_signed_in(&error),
            GuardedUpdate::SignedOut { retired } => self.signed_out(retired),
        }
        None
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
            DeskError::Fault(_) => Note::Lost,
            _ => Note::Cannot,
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

    /// What there is to see of it.
    pub(super) fn view(&self, counter: &str) -> SignInView {
        let chosen = self.place().map(|place| &self.officers[place]);
        let (note, tone) = self.note();
        let typed = self.typed.len();
        let officers = self.officers.iter().map(|officer| SignInOfficer {
            name: officer.name.clone(),
            role: refusal::role_name(officer.role, words()).to_owned(),
            selected: Some(&officer.id) == self.chosen.as_ref(),
        });
        SignInView {
            shown: self.is_closed(),
            who: self.who.as_ref().map(|officer| officer.name.clone()).unwrap_or_default(),
            can_lock: self.rules.sign_in && self.who.is_some(),
            heading: words().with("people.heading", &[("counter", &counter)]),
            officers: officers.collect(),
            place: self.place(),
            person: chosen.map(|officer| officer.name.clone()).unwrap_or_default(),
            typed,
            typed_label: words().with("people.typed", &[("count", &typed)]),
            can_type: self.can_type(),
            can_enter: self.can_enter(),
            note,
            tone,
        }
    }
}
