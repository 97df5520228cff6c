//! The question of a console whose counter has a console already: try again, or sit down at another counter.

use crate::domain::CounterNumber;
use crate::office::Office;
use crate::station::Key;
use crate::station::staff::{LANGUAGE, words};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The question.
pub struct TakenStation {
    office: Arc<Office>,
    wanted: CounterNumber,
    taken: BTreeSet<CounterNumber>,
    /// What came of the last try.
    note: String,
}

/// What happens to the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenEvent {
    /// The same counter is to be tried again.
    Again,
    /// Another counter is chosen, by its place in the list from 0.
    Choose(usize),
    /// A key is pressed: Enter, or the number of a counter.
    Key(Key),
    /// The counters that have a console now. What cannot be looked at may be tried.
    Taken(BTreeSet<CounterNumber>),
    /// Somebody has come first.
    StillTaken(CounterNumber),
    /// Nobody can find out whether the counter is free.
    Unknown,
}

/// What there is to see of the question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenView {
    /// Which counter is taken.
    pub title: String,
    /// What to do about it.
    pub text: String,
    /// What trying again is called.
    pub again: String,
    /// What came of the last try.
    pub note: String,
    /// The other counters of the office.
    pub choices: Vec<CounterChoice>,
}

/// Another counter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CounterChoice {
    /// Its key; empty where its number is no single digit.
    pub key: String,
    /// Its name.
    pub name: String,
    /// That it is taken as well.
    pub note: String,
    /// Whether it may be chosen.
    pub free: bool,
}

impl TakenStation {
    /// The question of whoever wants this counter.
    pub fn new(office: Arc<Office>, wanted: CounterNumber) -> Self {
        Self { office, wanted, taken: BTreeSet::new(), note: String::new() }
    }

    fn others(&self) -> impl Iterator<Item = CounterNumber> {
        let numbers = self.office.counters.iter().map(|counter| counter.number);
        numbers.filter(|number| *number != self.wanted)
    }

    fn named(&self, key: Key) -> Option<CounterNumber> {
        match key {
            Key::Enter => Some(self.wanted),
            Key::Typed(digit) => {
                let number = CounterNumber::new(digit.to_digit(10)?.into())?;
                self.others().chain([self.wanted]).find(|counter| *counter == number)
            }
            _ => None,
        }
    }

    fn choice(&self, number: CounterNumber) -> CounterChoice {
        let taken = self.taken.contains(&number);
        let one_key = number.get() < 10;
        CounterChoice {
            key: if one_key { number.to_string() } else { String::new() },
            name: self.office.counter_name(number, LANGUAGE),
            note: if taken { words().text("seat.taken").to_owned() } else { String::new() },
            free: !taken,
        }
    }

    /// Takes an event in; answers with the counter that is to be tried.
    pub fn handle(&mut self, event: TakenEvent) -> Option<CounterNumber> {
        match event {
            TakenEvent::Again => Some(self.wanted),
            TakenEvent::Choose(index) => self.others().nth(index),
            TakenEvent::Key(key) => self.named(key),
            TakenEvent::Taken(taken) => {
                self.taken = taken;
                None
            }
            TakenEvent::StillTaken(counter) => {
                let name = self.office.counter_name(counter, LANGUAGE);
                self.note = words().with("seat.still", &[("counter", &name)]);
                None
            }
            TakenEvent::Unknown => {
                self.note = words().text("seat.cannot").to_owned();
                None
            }
        }
    }

    /// What there is to see.
    pub fn view(&self) -> TakenView {
        let counter = self.office.counter_name(self.wanted, LANGUAGE);
        let about = |key: &str| words().with(key, &[("counter", &counter)]);
        TakenView {
            title: about("seat.title"),
            text: words().text("seat.text").to_owned(),
            again: about("seat.again"),
            note: self.note.clone(),
            choices: self.others().map(|number| self.choice(number)).collect(),
        }
    }
}
