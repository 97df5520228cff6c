//! Random days at a small office with three counters, beside a model of the office in plain Rust.
//!
//! Each counter and the kiosk has its own connection. After every step the office and the model must say the same
//! thing; at the end of the day the queue must hold what the model holds.

use super::Place;
use crate::support::offices::small;
use crate::support::terms::{at, counter, service, visitor};
use crate::support::{morning, parse};
use antre::clock::ManualClock;
use antre::desk::{Desk, DeskError, Subject};
use antre::domain::{EventSeq, Lane, State, Ticket, TicketNumber};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::sync::Arc;

#[derive(Debug, Clone)]
enum Step {
    Issue(char, Lane),
    Next(u8),
    Recall(u8),
    Start(u8),
    Finish(u8),
    NoShow(u8),
    CancelAt(u8),
    CancelNumber(char, u32),
}

fn step() -> impl Strategy<Value = Step> {
    let letter = || prop_oneof![Just('A'), Just('B')];
    let lane = prop_oneof![2 => Just(Lane::Regular), 1 => Just(Lane::Priority)];
    prop_oneof![
        6 => (letter(), lane).prop_map(|(letter, lane)| Step::Issue(letter, lane)),
        6 => (1u8..=3).prop_map(Step::Next),
        2 => (1u8..=3).prop_map(Step::Recall),
        5 => (1u8..=3).prop_map(Step::Start),
        4 => (1u8..=3).prop_map(Step::Finish),
        1 => (1u8..=3).prop_map(Step::NoShow),
        1 => (1u8..=3).prop_map(Step::CancelAt),
        1 => (letter(), 1u32..8).prop_map(|(letter, serial)| Step::CancelNumber(letter, serial)),
    ]
}

/// A visitor as the model remembers them.
struct Person {
    letter: char,
    serial: u32,
    lane: Lane,
    state: &'static str,
    stage: &'static str,
    counter: u8,
    calls: u8,
    /// The step that brought them where they are.
    since: usize,
}

impl Person {
    fn show(&self) -> String {
        let Self { letter, serial, state, stage, counter, calls, .. } = self;
        format!("{letter}{serial:03} {state} {stage} {counter} {calls}")
    }

    fn go(&mut self, state: &'static str, stage: &'static str, counter: u8, calls: u8) -> String {
        (self.state, self.stage, self.counter, self.calls) = (state, stage, counter, calls);
        self.show()
    }
}

#[derive(Default)]
struct Model {
    people: Vec<Person>,
    /// Stage and lane of every turn, oldest first.
    turns: Vec<(&'static str, Lane)>,
    steps: usize,
}

/// The stages of a counter of the small office.
fn stages(counter: u8) -> &'static [&'static str] {
    if counter == 1 { &["depan"] } else { &["depan", "belakang"] }
}

fn serves(counter: u8, person: &Person) -> bool {
    stages(counter).contains(&person.stage) && (counter != 2 || person.letter == 'B')
}

impl Model {
    /// What must come of a step.
    fn take(&mut self, step: &Step) -> String {
        self.steps += 1;
        match *step {
            Step::Issue(letter, lane) => self.issue(letter, lane),
            Step::Next(counter) => self.next(counter),
            Step::CancelNumber(letter, serial) => {
                let is_meant = |p: &&mut Person| p.letter == letter && p.serial == serial;
                let Some(person) = self.people.iter_mut().find(is_meant) else {
                    return "unknown".to_owned();
                };
                match person.state {
                    "done" | "cancelled" => "refused".to_owned(),
                    _ => person.go("cancelled", "-", 0, 0),
                }
            }
            Step::Recall(at)
            | Step::Start(at)
            | Step::Finish(at)
            | Step::NoShow(at)
            | Step::CancelAt(at) => self.work(step, at),
        }
    }

    fn issue(&mut self, letter: char, lane: Lane) -> String {
        let serial = self.people.iter().filter(|p| p.letter == letter).count() as u32 + 1;
        let since = self.steps;
        let (state, stage) = ("waiting", "depan");
        let person = Person { letter, serial, lane, state, stage, counter: 0, calls: 0, since };
        let shown = person.show();
        self.people.push(person);
        shown
    }

    fn next(&mut self, counter: u8) -> String {
        if self.people.iter().any(|p| p.counter == counter) {
            return "busy".to_owned();
        }
        let waits = |p: &&mut Person| p.state == "waiting" && serves(counter, p);
        let mut heads = [None, None];
        for person in self.people.iter_mut().filter(waits) {
            let head: &mut Option<&mut Person> =
                &mut heads[usize::from(person.lane == Lane::Priority)];
            if head.as_ref().is_none_or(|head| person.since < head.since) {
                *head = Some(person);
            }
        }
        let same_stages = self.turns.iter().rev().filter(|(s, _)| stages(counter).contains(s));
        let priority_was_just_served = same_stages.take(2).any(|(_, l)| *l == Lane::Priority);
        let person = match heads {
            [None, None] => return "nobody".to_owned(),
            [Some(only), None] | [None, Some(only)] => only,
            [Some(regular), Some(priority)] => {
                if priority_was_just_served {
                    regular
                } else {
                    priority
                }
            }
        };
        self.turns.push((person.stage, person.lane));
        match person.stage {
            "depan" => person.go("called", "depan", counter, 1),
            stage => person.go("serving", stage, counter, 0),
        }
    }

    fn work(&mut self, step: &Step, at: u8) -> String {
        let steps = self.steps;
        let Some(person) = self.people.iter_mut().find(|p| p.counter == at) else {
            return "idle".to_owned();
        };
        let stage = person.stage;
        match (step, person.state) {
            (Step::Recall(_), "called") if person.calls == 3 => "limit".to_owned(),
            (Step::Recall(_), "called") => person.go("called", stage, at, person.calls + 1),
            (Step::Start(_), "called") => person.go("serving", stage, at, 0),
            (Step::NoShow(_), "called") => person.go("missed", stage, 0, 0),
            (Step::CancelAt(_), _) => person.go("cancelled", "-", 0, 0),
            (Step::Finish(_), "serving") if person.letter == 'A' && stage == "depan" => {
                person.since = steps;
                person.go("waiting", "belakang", 0, 0)
            }
            (Step::Finish(_), "serving") => person.go("done", "-", 0, 0),
            _ => "refused".to_owned(),
        }
    }
}

fn show(ticket: &Ticket) -> String {
    let calls = if let State::Called { calls, .. } = ticket.state { calls } else { 0 };
    let stage = ticket.state.stage().map_or("-", |s| s.as_str());
    let counter = ticket.state.counter().map_or(0, |c| c.get());
    format!("{} {} {stage} {counter} {calls}", ticket.number, ticket.state.code())
}

/// What comes of a step at the office. Desk 0 is the kiosk, the others are the counters.
fn take(desks: &mut [Desk], step: &Step) -> String {
    let ticket = match *step {
        Step::Issue(letter, lane) => desks[0].issue(&visitor(letter, lane)).map(|i| i.ticket),
        Step::Next(n) => match desks[usize::from(n)].next(counter(n)) {
            Ok(None) => return "nobody".to_owned(),
            Ok(Some(called)) => Ok(called.ticket),
            Err(error) => Err(error),
        },
        Step::Recall(n) => desks[usize::from(n)].recall(at(n)),
        Step::Start(n) => desks[usize::from(n)].start(at(n)),
        Step::Finish(n) => desks[usize::from(n)].finish(at(n)),
        Step::NoShow(n) => desks[usize::from(n)].no_show(at(n)),
        Step::CancelAt(n) => desks[usize::from(n)].cancel(at(n)),
        Step::CancelNumber(letter, serial) => {
            let number = TicketNumber::new(service(letter), serial).unwrap();
            desks[0].cancel(Subject::Ticket(number))
        }
    };
    match ticket {
        Ok(ticket) => show(&ticket),
        Err(DeskError::CounterBusy { .. }) => "busy".to_owned(),
        Err(DeskError::CounterIdle(_)) => "idle".to_owned(),
        Err(DeskError::CallLimit { .. }) => "limit".to_owned(),
        Err(DeskError::NoTicket { .. }) => "unknown".to_owned(),
        Err(DeskError::Refused(_)) => "refused".to_owned(),
        Err(other) => panic!("{other}"),
    }
}

fn play(place: &dyn Place, day: &[Step]) {
    let office = Arc::new(parse(&small()));
    let clock = Arc::new(ManualClock::at(morning()));
    let desk = |_| Desk::new(place.open(), office.clone(), clock.clone());
    let mut desks: Vec<Desk> = (0..4).map(desk).collect();
    let mut model = Model::default();
    for step in day {
        assert_eq!(take(&mut desks, step), model.take(step), "{step:?}");
    }
    let board = desks[0].board(EventSeq(0)).unwrap();
    let mut held: Vec<u8> =
        board.open.iter().filter_map(|t| Some(t.state.counter()?.get())).collect();
    held.sort_unstable();
    assert!(held.windows(2).all(|pair| pair[0] < pair[1]), "a counter holds two: {held:?}");
    for person in &model.people {
        let number = TicketNumber::new(service(person.letter), person.serial).unwrap();
        let file = desks[0].ticket(number).unwrap();
        assert_eq!(show(&file.ticket), person.show(), "numbers are unique and without gaps");
    }
    let is_open = |p: &&Person| ["waiting", "called", "serving"].contains(&p.state);
    assert_eq!(board.open.len(), model.people.iter().filter(is_open).count());
}

pub fn random_days_follow_the_model<P: Place>(fresh: impl Fn() -> P) {
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    let days = vec(step(), 1..90);
    let played = TestRunner::new(config).run(&days, |day| {
        play(&fresh(), &day);
        Ok(())
    });
    played.unwrap_or_else(|failure| panic!("{failure}"));
}
