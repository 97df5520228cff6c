//! Random days at a small office with three counters, beside a model of the office in plain Rust.
//!
//! Each counter and the kiosk has its own connection. After every step the office and the model must say the same
//! thing; at the end of the day the queue must hold what the model holds.

mod people;

use super::{Place, caught_up, fresh, today};
use crate::support::offices::small;
use crate::support::terms::{at, counter, number, service, visitor};
use crate::support::{morning, parse};
use antre::clock::ManualClock;
use antre::desk::{Desk, DeskError, Destination, Refusal, Subject};
use antre::domain::{EventSeq, Lane, NotUndone, State, Ticket, TicketNumber};
use antre::queue::Day;
use antre::store::Store;
use chrono::TimeDelta;
use people::Model;
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
    Return(u8),
    CancelAt(u8),
    Undo(u8),
    Pause(u8),
    Resume(u8),
    Cancel(char, u32),
    Back(char, u32),
    Present(char, u32),
    /// From a counter, or by its number, to a service or a counter or both.
    TransferAt(u8, Option<char>, Option<u8>),
    Transfer(char, u32, Option<char>, Option<u8>),
    /// So many seconds pass.
    Wait(i64),
}

impl Step {
    /// Whose step it is.
    fn desk(&self) -> usize {
        match *self {
            Self::Next(n)
            | Self::Recall(n)
            | Self::Start(n)
            | Self::Finish(n)
            | Self::NoShow(n)
            | Self::Return(n)
            | Self::CancelAt(n)
            | Self::Undo(n)
            | Self::Pause(n)
            | Self::Resume(n)
            | Self::TransferAt(n, ..) => usize::from(n),
            _ => 0,
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    let letter = || prop_oneof![Just('A'), Just('B')];
    let to_service = || prop::option::of(prop_oneof![Just('A'), Just('B')]);
    let to_counter = || prop::option::weighted(0.3, 1u8..=3);
    let lane = prop_oneof![2 => Just(Lane::Regular), 1 => Just(Lane::Priority)];
    let counter = || 1u8..=3;
    let person = || (letter(), 1u32..8);
    prop_oneof![
        12 => (letter(), lane).prop_map(|(letter, lane)| Step::Issue(letter, lane)),
        12 => counter().prop_map(Step::Next),
        3 => counter().prop_map(Step::Recall),
        10 => counter().prop_map(Step::Start),
        7 => counter().prop_map(Step::Finish),
        3 => counter().prop_map(Step::NoShow),
        4 => counter().prop_map(Step::Return),
        1 => counter().prop_map(Step::CancelAt),
        5 => counter().prop_map(Step::Undo),
        1 => counter().prop_map(Step::Pause),
        2 => counter().prop_map(Step::Resume),
        1 => person().prop_map(|(letter, serial)| Step::Cancel(letter, serial)),
        5 => person().prop_map(|(letter, serial)| Step::Back(letter, serial)),
        5 => person().prop_map(|(letter, serial)| Step::Present(letter, serial)),
        2 => (counter(), to_service(), to_counter()).prop_map(|(n, s, c)| Step::TransferAt(n, s, c)),
        2 => (person(), to_service(), to_counter())
            .prop_map(|((letter, serial), s, c)| Step::Transfer(letter, serial, s, c)),
        4 => prop_oneof![6 => 1i64..45, 2 => Just(1800i64), 1 => Just(4500i64)].prop_map(Step::Wait),
    ]
}

fn show(ticket: &Ticket) -> String {
    let calls = if let State::Called { calls, .. } = ticket.state { calls } else { 0 };
    let stage = ticket.state.stage().map_or("-", |s| s.as_str());
    let counter = ticket.state.counter().map_or(0, |c| c.get());
    let only = ticket.reserved_for.map_or(0, |c| c.get());
    let Ticket { number, service, entry, .. } = ticket;
    format!("{number} {service} {} {stage} {counter} {calls} {only} {entry}", ticket.state.code())
}

/// What comes of a step at the office. Desk 0 is the kiosk, the others are the counters.
fn take(desks: &mut [Desk], clock: &ManualClock, step: &Step) -> String {
    let by_number = |letter, serial| TicketNumber::new(service(letter), serial).unwrap();
    let to = |letter: Option<char>, n: Option<u8>| Destination {
        service: letter.map(service),
        counter: n.map(counter),
    };
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
        Step::Return(n) => desks[usize::from(n)].return_file(at(n), &[2], None).map(|r| r.ticket),
        Step::CancelAt(n) => desks[usize::from(n)].cancel(at(n)),
        Step::Undo(n) => desks[usize::from(n)].undo(counter(n)),
        Step::Pause(n) => match desks[usize::from(n)].pause(counter(n)) {
            Ok(()) => return "paused".to_owned(),
            Err(error) => Err(error),
        },
        Step::Resume(n) => match desks[usize::from(n)].resume(counter(n)) {
            Ok(()) => return "resumed".to_owned(),
            Err(error) => Err(error),
        },
        Step::Cancel(letter, serial) => desks[0].cancel(Subject::Ticket(by_number(letter, serial))),
        Step::Back(letter, serial) => desks[0].back(by_number(letter, serial)),
        Step::Present(letter, serial) => desks[0].present(by_number(letter, serial)),
        Step::TransferAt(n, service, only) => {
            desks[usize::from(n)].transfer(at(n), to(service, only))
        }
        Step::Transfer(letter, serial, service, only) => {
            desks[0].transfer(Subject::Ticket(by_number(letter, serial)), to(service, only))
        }
        Step::Wait(seconds) => {
            clock.advance(TimeDelta::seconds(seconds));
            return "later".to_owned();
        }
    };
    let word = match ticket {
        Ok(ticket) => return show(&ticket),
        Err(DeskError::Refusal(Refusal::CounterBusy { .. })) => "busy",
        Err(DeskError::Refusal(Refusal::CounterIdle(_))) => "idle",
        Err(DeskError::Refusal(Refusal::CallLimit { .. })) => "limit",
        Err(DeskError::Refusal(Refusal::TooSoon { .. })) => "soon",
        Err(DeskError::Refusal(Refusal::NoTicket { .. })) => "unknown",
        Err(DeskError::Refusal(Refusal::Refused(_))) => "refused",
        Err(DeskError::Refusal(Refusal::Missing(_))) => "no list",
        Err(
            DeskError::Refusal(Refusal::Paused(_))
            | DeskError::Refusal(Refusal::PausedThere { .. }),
        ) => "on a break",
        Err(DeskError::Refusal(Refusal::BreakAlready { .. })) => "already",
        Err(DeskError::Refusal(Refusal::WrongCounter { .. })) => "never there",
        Err(DeskError::Refusal(Refusal::NotUndone(NotUndone::Nothing(_)))) => "nothing",
        Err(DeskError::Refusal(Refusal::NotUndone(_))) => "stands",
        Err(other) => panic!("{other}"),
    };
    word.to_owned()
}

/// Somebody who keeps the day, and brings it up to date every few steps.
struct Reader {
    store: Box<dyn Store>,
    day: Day,
    every: usize,
}

impl Reader {
    fn on(place: &dyn Place, every: usize) -> Self {
        let mut store = place.open();
        let day = fresh(&*store.read().unwrap(), today());
        Self { store, day, every }
    }

    /// What has changed leads to the day as it is read anew.
    fn look(&mut self, index: usize, step: &Step) {
        if index.is_multiple_of(self.every) {
            let view = self.store.read().unwrap();
            self.day = caught_up(&*view, &self.day);
            assert_eq!(self.day, fresh(&*view, today()), "after {step:?}");
        }
    }
}

/// All that a desk sees of the day.
fn show_board(desk: &mut Desk) -> String {
    format!("{:?}", desk.board(EventSeq(0)).unwrap())
}

fn play(place: &dyn Place, day: &[Step]) {
    let office = Arc::new(parse(&small()));
    let clock = Arc::new(ManualClock::at(morning()));
    let desk = |_| Desk::new(place.open(), office.clone(), clock.clone());
    let mut desks: Vec<Desk> = (0..4).map(desk).collect();
    let mut model = Model::default();
    let mut readers = [Reader::on(place, 1), Reader::on(place, 5)];
    for (index, step) in day.iter().enumerate() {
        assert_eq!(take(&mut desks, &clock, step), model.take(step), "{step:?}");
        readers.iter_mut().for_each(|reader| reader.look(index, step));
        // Whoever took the step, and in turn each of the others.
        let [one, other] = [step.desk(), index % 4].map(|desk| show_board(&mut desks[desk]));
        assert_eq!(one, other, "{step:?}");
    }
    let board = desks[0].board(EventSeq(0)).unwrap();
    let mut held: Vec<u8> =
        board.open.iter().filter_map(|t| Some(t.state.counter()?.get())).collect();
    held.sort_unstable();
    assert!(held.windows(2).all(|pair| pair[0] < pair[1]), "a counter holds two: {held:?}");
    for person in &model.people {
        let file = desks[0].ticket(number(&person.number())).unwrap();
        assert_eq!(show(&file.ticket), person.show(), "numbers are unique and without gaps");
        assert!(file.events.is_sorted_by_key(|e| e.seq), "the log is in order");
    }
    let count = |states: &[&str]| model.people.iter().filter(|p| states.contains(&p.state)).count();
    assert_eq!(board.open.len(), count(&["waiting", "called", "serving"]));
    assert_eq!(board.away.len(), count(&["missed", "returned"]));
    // Who is next is the same whether the whole queue is looked at or only the head of each line.
    for n in 1..=3 {
        let view = desks[usize::from(n)].counter_view(counter(n)).unwrap();
        let shown = view.next.map(|(ticket, _)| ticket.number);
        let _ = desks[usize::from(n)].resume(counter(n));
        if view.current.is_none() {
            let called = desks[usize::from(n)].next(counter(n)).unwrap();
            assert_eq!(called.map(|c| c.ticket.number), shown, "counter {n}");
        }
    }
}

pub fn random_days_follow_the_model<P: Place>(fresh: impl Fn() -> P) {
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    let days = vec(step(), 1..140);
    let played = TestRunner::new(config).run(&days, |day| {
        play(&fresh(), &day);
        Ok(())
    });
    played.unwrap_or_else(|failure| panic!("{failure}"));
}
