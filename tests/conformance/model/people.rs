//! The small office as a person would keep it on paper: who is where, and what must come of each step.
//!
//! Written from the rules, not from the program: it knows no events, indexes or heads of lines.

use super::Step;
use antre::domain::Lane;

/// Seconds between two calls, others in front of whoever reports late, and the cap: as the small office says.
const RECALL: i64 = 20;
const PRESENT_AFTER: usize = 2;
const CAP: i64 = 90 * 60;
const UNDO: i64 = 60;

/// A visitor as the model remembers them.
#[derive(Clone)]
pub struct Person {
    letter: char,
    serial: u32,
    lane: Lane,
    service: char,
    pub state: &'static str,
    stage: &'static str,
    counter: u8,
    calls: u8,
    only: u8,
    entry: &'static str,
    /// Place in the line: first this, then that.
    place: (usize, usize),
    /// When they came to the line they wait in.
    arrived: i64,
    /// When their state began.
    changed: i64,
}

impl Person {
    pub fn number(&self) -> String {
        format!("{}{:03}", self.letter, self.serial)
    }

    pub fn show(&self) -> String {
        let Self { service, state, stage, counter, calls, only, entry, .. } = self;
        format!("{} {service} {state} {stage} {counter} {calls} {only} {entry}", self.number())
    }

    fn go(&mut self, state: &'static str, stage: &'static str, counter: u8, calls: u8) {
        (self.state, self.stage, self.counter, self.calls) = (state, stage, counter, calls);
        self.only = 0;
    }

    fn waits_for(&self, counter: u8) -> bool {
        let serves = serves(counter, self.service, self.stage);
        self.state == "waiting" && if self.only == 0 { serves } else { self.only == counter }
    }
}

/// The last step at a counter: its name, when, who, how they were before, and the count of steps since their last.
struct Last {
    word: &'static str,
    at: i64,
    who: usize,
    before: Person,
    step: usize,
}

#[derive(Default)]
pub struct Model {
    pub people: Vec<Person>,
    /// Stage, lane and step of every turn, oldest first.
    turns: Vec<(&'static str, Lane, usize)>,
    last: [Option<Last>; 4],
    paused: [bool; 4],
    now: i64,
    steps: usize,
}

/// What a counter of the small office serves.
fn serves(counter: u8, service: char, stage: &str) -> bool {
    match counter {
        1 => stage == "depan",
        2 => service == 'B',
        _ => true,
    }
}

fn word(word: &str) -> String {
    word.to_owned()
}

impl Model {
    /// What must come of a step.
    pub fn take(&mut self, step: &Step) -> String {
        self.steps += 1;
        match *step {
            Step::Issue(letter, lane) => self.issue(letter, lane),
            Step::Next(counter) => self.next(counter),
            Step::Undo(counter) => self.undo(counter),
            Step::Pause(counter) => self.take_break(counter, true),
            Step::Resume(counter) => self.take_break(counter, false),
            Step::Wait(seconds) => {
                self.now += seconds;
                word("later")
            }
            Step::Cancel(letter, serial)
            | Step::Back(letter, serial)
            | Step::Present(letter, serial)
            | Step::Transfer(letter, serial, ..) => {
                let is_meant = |p: &Person| p.letter == letter && p.serial == serial;
                match self.people.iter().position(is_meant) {
                    Some(who) => self.move_on(step, who),
                    None => word("unknown"),
                }
            }
            Step::Recall(at)
            | Step::Start(at)
            | Step::Finish(at)
            | Step::NoShow(at)
            | Step::Return(at)
            | Step::CancelAt(at)
            | Step::TransferAt(at, ..) => match self.people.iter().position(|p| p.counter == at) {
                Some(who) => self.move_on(step, who),
                None => word("idle"),
            },
        }
    }

    fn issue(&mut self, letter: char, lane: Lane) -> String {
        let serial = self.people.iter().filter(|p| p.letter == letter).count() as u32 + 1;
        let person = Person {
            letter,
            serial,
            lane,
            service: letter,
            state: "waiting",
            stage: "depan",
            counter: 0,
            calls: 0,
            only: 0,
            entry: "in-turn",
            place: (self.steps, self.steps),
            arrived: self.now,
            changed: self.now,
        };
        let shown = person.show();
        self.people.push(person);
        shown
    }

    fn next(&mut self, counter: u8) -> String {
        if self.people.iter().any(|p| p.counter == counter) {
            return word("busy");
        }
        if self.paused[usize::from(counter)] {
            return word("on a break");
        }
        let (people, now) = (&self.people, self.now);
        let waiting: Vec<usize> =
            (0..people.len()).filter(|i| people[*i].waits_for(counter)).collect();
        let of = |lane| waiting.iter().copied().filter(move |i| people[*i].lane == lane);
        let head = |lane| of(lane).min_by_key(|i| people[*i].place);
        let priority_was_just_served = {
            let here = |stage: &str| counter != 1 || stage == "depan";
            let turns = self.turns.iter().rev().filter(|(stage, ..)| here(stage));
            turns.take(2).any(|(_, lane, _)| *lane == Lane::Priority)
        };
        // Who has waited longest in a lane, and where its first stands: of those who came at the same time, that decides.
        let since = |lane, first: usize| {
            (of(lane).map(|i| people[i].arrived).min().unwrap_or(now), people[first].place)
        };
        let who = match (head(Lane::Regular), head(Lane::Priority)) {
            (None, None) => return word("nobody"),
            (Some(only), None) | (None, Some(only)) => only,
            (Some(regular), Some(priority)) => {
                let (r, p) = (since(Lane::Regular, regular), since(Lane::Priority, priority));
                let waited_too_long = [(r, regular), (p, priority)].into_iter().min();
                match waited_too_long.filter(|((since, _), _)| now - since > CAP) {
                    Some((_, first)) => first,
                    None if priority_was_just_served => regular,
                    None => priority,
                }
            }
        };
        let before = self.people[who].clone();
        let person = &mut self.people[who];
        match person.stage {
            "depan" => person.go("called", "depan", counter, 1),
            stage => person.go("serving", stage, counter, 0),
        }
        person.arrived = self.now;
        self.turns.push((before.stage, before.lane, self.steps));
        self.moved("called", who, before, counter)
    }

    /// Notes that a step was taken, and shows what became of the person.
    fn moved(&mut self, name: &'static str, who: usize, before: Person, counter: u8) -> String {
        let (now, steps) = (self.now, self.steps);
        let person = &mut self.people[who];
        (person.changed, person.place.1) = (now, steps);
        let shown = person.show();
        if counter > 0 {
            let last = Last { word: name, at: now, who, before, step: steps };
            self.last[usize::from(counter)] = Some(last);
        }
        shown
    }

    fn move_on(&mut self, step: &Step, who: usize) -> String {
        let (now, steps) = (self.now, self.steps);
        let late_place = self.behind();
        let before = self.people[who].clone();
        let Person { stage, counter: at, .. } = before;
        let person = &mut self.people[who];
        let name = match (step, before.state) {
            (Step::Recall(_), "called") if before.calls == 3 => return word("limit"),
            (Step::Recall(_), "called") if now - before.changed < RECALL => return word("soon"),
            (Step::Recall(_), "called") => {
                person.go("called", stage, at, before.calls + 1);
                "recalled"
            }
            (Step::Start(_), "called") => {
                person.go("serving", stage, at, 0);
                "started"
            }
            (Step::NoShow(_), "called") => {
                person.go("missed", stage, 0, 0);
                "missed"
            }
            (Step::Return(_), _) if before.service == 'B' => return word("no list"),
            (Step::Return(_), "serving") => {
                person.go("returned", stage, 0, 0);
                "returned"
            }
            (Step::Finish(_), "serving") if before.service == 'A' && stage == "depan" => {
                person.go("waiting", "belakang", 0, 0);
                (person.entry, person.place, person.arrived) = ("in-turn", (steps, steps), now);
                "finished"
            }
            (Step::Finish(_), "serving") => {
                person.go("done", "-", 0, 0);
                "finished"
            }
            (Step::Back(..), "returned") => {
                person.go("waiting", stage, 0, 0);
                (person.entry, person.arrived) = ("back", now);
                "back"
            }
            (Step::Present(..), "missed") => {
                person.go("waiting", stage, 0, 0);
                (person.entry, person.place.0, person.arrived) =
                    ("present", late_place.unwrap_or(steps), now);
                "present"
            }
            (
                Step::Transfer(.., service, only) | Step::TransferAt(_, service, only),
                "waiting" | "called" | "serving",
            ) => {
                let service = service.unwrap_or(before.service);
                let stage = if service == 'B' { "depan" } else { stage };
                let only = only.unwrap_or(0);
                if only > 0 && !serves(only, service, stage) {
                    return word("never there");
                }
                if self.paused[usize::from(only)] {
                    return word("on a break");
                }
                person.go("waiting", stage, 0, 0);
                (person.service, person.only, person.entry) = (service, only, "transferred");
                if at > 0 {
                    person.arrived = now;
                }
                "transferred"
            }
            (_, "done" | "cancelled") => return word("refused"),
            (Step::Cancel(..) | Step::CancelAt(_), _) => {
                person.go("cancelled", "-", 0, 0);
                "cancelled"
            }
            _ => return word("refused"),
        };
        self.moved(name, who, before, at)
    }

    /// The place of the last of the few who stay in front of whoever reports late; none where fewer wait. All queues
    /// of the small office share its third counter.
    fn behind(&self) -> Option<usize> {
        let in_line = |p: &&Person| p.state == "waiting" && p.only == 0;
        let mut places: Vec<_> = self.people.iter().filter(in_line).map(|p| p.place).collect();
        places.sort_unstable();
        places.get(PRESENT_AFTER - 1).map(|place| place.0)
    }

    fn undo(&mut self, counter: u8) -> String {
        let Some(last) = self.last[usize::from(counter)].take_if(|l| l.word != "undone") else {
            return word("nothing");
        };
        let person = &self.people[last.who];
        let stands = ["recalled", "cancelled"].contains(&last.word)
            || self.now - last.at > UNDO
            || person.place.1 != last.step;
        if stands {
            self.last[usize::from(counter)] = Some(last);
            return word("stands");
        }
        let (restored, now) = (self.people[last.who].clone(), self.now);
        self.people[last.who] = last.before.clone();
        self.people[last.who].place.1 = self.steps;
        self.turns.retain(|(.., step)| *step != last.step);
        let last = Last { word: "undone", at: now, before: restored, step: self.steps, ..last };
        let shown = self.people[last.who].show();
        self.last[usize::from(counter)] = Some(last);
        shown
    }

    fn take_break(&mut self, counter: u8, paused: bool) -> String {
        if self.paused[usize::from(counter)] == paused {
            return word("already");
        }
        self.paused[usize::from(counter)] = paused;
        if !paused {
            return word("resumed");
        }
        let mut sent: Vec<&mut Person> =
            self.people.iter_mut().filter(|p| p.only == counter).collect();
        sent.sort_unstable_by_key(|p| p.place);
        for person in sent {
            // Each release is an event of its own, after the one before.
            self.steps += 1;
            (person.only, person.place.1) = (0, self.steps);
        }
        word("paused")
    }
}
