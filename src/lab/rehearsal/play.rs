//! Plays a scripted day against a real queue: the desk is the one that an office works with, only the clock is ours.
//!
//! Belongs here: what happens next, and when. Never here: who comes (`script`), what it came to (`outcome`).

use super::script::{Manner, Visitor};
use super::{RehearsalError, power_cut};
use crate::clock::{Clock, ManualClock};
use crate::data::DataFolder;
use crate::desk::{Desk, DeskError, IssueRequest, PrintTarget, Refusal, Subject, new_ticket_id};
use crate::domain::{CounterNumber, State, Ticket, TicketNumber, Timestamp};
use crate::office::Office;
use chrono::TimeDelta;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};
use std::sync::Arc;

/// How long an officer waits for somebody who was called before calling again.
const CALL_PATIENCE: TimeDelta = TimeDelta::seconds(45);
/// Work on a stage for which the standard names no minutes.
const UNKNOWN_WORK: TimeDelta = TimeDelta::minutes(3);

/// What works beside the officers after each happening.
pub(super) type Meanwhile<'a> =
    Box<dyn FnMut(&mut Desk, Timestamp) -> Result<(), RehearsalError> + 'a>;

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    /// A visitor stands in front of the kiosk.
    Arrives(usize),
    /// The officer of this counter has waited long enough for the visitor of this number.
    Unanswered(CounterNumber, TicketNumber),
    /// The visitor of this number stands at the counter.
    Answers(CounterNumber, TicketNumber),
    /// The work on this number is done.
    Finishes(CounterNumber, TicketNumber),
    /// Who missed the call reports.
    Reports(TicketNumber),
    /// Who lacked a document is back with it.
    ComesBack(TicketNumber),
    /// The machine loses its power in the middle of a transaction, and is started again.
    LosesPower,
}

/// What was counted while playing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Transactions that were kept.
    pub transactions: usize,
    /// Visitors whom the office refused a number.
    pub refused: usize,
    /// Visitors who got a number with the warning that it may become late.
    pub warned: usize,
    /// Files that came back with their documents.
    pub came_back: usize,
    /// Visitors who missed their call and reported.
    pub reported: usize,
    /// Power cuts survived.
    pub power_cuts: usize,
}

/// A day being played.
pub(super) struct Play<'a> {
    office: &'a Arc<Office>,
    data: &'a DataFolder,
    clock: ManualClock,
    desk: Desk,
    target: Option<PrintTarget>,
    visitors: &'a [Visitor],
    /// Who holds which number.
    holders: HashMap<TicketNumber, usize>,
    /// Files that have been handed back once; nobody forgets a document twice.
    completed: BTreeSet<TicketNumber>,
    idle: BTreeSet<CounterNumber>,
    agenda: BinaryHeap<Reverse<(Timestamp, usize, Happening)>>,
    entries: usize,
    counts: Counts,
    /// Called after each happening; the printer of a rehearsal works here.
    meanwhile: Meanwhile<'a>,
}

impl<'a> Play<'a> {
    pub(super) fn new(
        office: &'a Arc<Office>,
        data: &'a DataFolder,
        clock: ManualClock,
        visitors: &'a [Visitor],
        target: Option<PrintTarget>,
        meanwhile: Meanwhile<'a>,
    ) -> Result<Self, RehearsalError> {
        let desk = super::begin(data, Arc::clone(office), clock.clone())?;
        let mut play = Self {
            office,
            data,
            clock,
            desk,
            target,
            visitors,
            holders: HashMap::new(),
            completed: BTreeSet::new(),
            idle: office.counters.iter().map(|counter| counter.number).collect(),
            agenda: BinaryHeap::new(),
            entries: 0,
            counts: Counts::default(),
            meanwhile,
        };
        for (index, visitor) in visitors.iter().enumerate() {
            play.plan(visitor.arrives_at, Happening::Arrives(index));
        }
        Ok(play)
    }

    /// Plans a power cut.
    pub(super) fn cut_power_at(&mut self, at: Timestamp) {
        self.plan(at, Happening::LosesPower);
    }

    /// Plays until nothing is left to happen, or until `ends`.
    pub(super) fn run(mut self, ends: Timestamp) -> Result<(Counts, Desk), RehearsalError> {
        while let Some(Reverse((at, _, happening))) = self.agenda.pop() {
            if at > ends {
                break;
            }
            let now = self.clock.now();
            self.clock.advance(at - now);
            self.happen(happening)?;
            self.call_from_idle_counters()?;
            (self.meanwhile)(&mut self.desk, at)?;
        }
        Ok((self.counts, self.desk))
    }

    fn plan(&mut self, at: Timestamp, happening: Happening) {
        // The count keeps what happens at one moment in the order in which it was planned.
        self.agenda.push(Reverse((at, self.entries, happening)));
        self.entries += 1;
    }

    fn plan_in(&mut self, time: TimeDelta, happening: Happening) {
        self.plan(self.clock.now() + time, happening);
    }

    fn happen(&mut self, happening: Happening) -> Result<(), RehearsalError> {
        match happening {
            Happening::Arrives(index) => self.arrive(index),
            Happening::Unanswered(counter, number) => self.unanswered(counter, number),
            Happening::Answers(counter, number) => {
                let ticket = self.kept(|desk| desk.start(Subject::Counter(counter)))?;
                debug_assert_eq!(ticket.number, number);
                self.work_on(counter, &ticket);
                Ok(())
            }
            Happening::Finishes(counter, number) => self.finish(counter, number),
            Happening::Reports(number) => {
                self.counts.reported += 1;
                self.kept(|desk| desk.present(number)).map(drop)
            }
            Happening::ComesBack(number) => {
                self.counts.came_back += 1;
                self.kept(|desk| desk.back(number)).map(drop)
            }
            Happening::LosesPower => {
                self.counts.power_cuts += 1;
                power_cut::survive(&mut self.desk, self.data, self.office, &self.clock)
            }
        }
    }

    fn arrive(&mut self, index: usize) -> Result<(), RehearsalError> {
        let visitor = &self.visitors[index];
        let request = IssueRequest {
            service: visitor.service,
            case: visitor.case.clone(),
            lane: visitor.lane,
            language: visitor.language,
            id: new_ticket_id(self.clock.now()),
            key: Some(format!("rehearsal-{index}")),
            print: self.target.clone(),
            override_code: None,
        };
        // Everybody taps twice: the second tap must bring the same number.
        let taps = [self.desk.issue(&request), self.desk.issue(&request)];
        match taps {
            [Ok(first), Ok(second)] => {
                self.counts.transactions += 1;
                self.counts.warned += usize::from(first.tight);
                let number = first.ticket.number;
                if second.ticket.number != number {
                    return Err(RehearsalError::TwoNumbers(number, second.ticket.number));
                }
                if let Some(other) = self.holders.insert(number, index) {
                    return Err(RehearsalError::NumberTwice(number, other));
                }
                Ok(())
            }
            [Err(error), _] | [_, Err(error)] => match refusal(&error) {
                true => {
                    self.counts.refused += 1;
                    Ok(())
                }
                false => Err(error.into()),
            },
        }
    }

    /// Every officer who has nothing to do calls, until nobody is left to call.
    fn call_from_idle_counters(&mut self) -> Result<(), RehearsalError> {
        for counter in self.idle.clone() {
            let Some(called) = self.desk.next(counter)? else { continue };
            self.counts.transactions += 1;
            self.idle.remove(&counter);
            match called.ticket.state {
                State::Called { .. } => self.expect(counter, &called.ticket, 1),
                _ => self.work_on(counter, &called.ticket),
            }
        }
        Ok(())
    }

    /// Plans how the visitor answers the `calls`-th call.
    fn expect(&mut self, counter: CounterNumber, ticket: &Ticket, calls: u8) {
        let (number, visitor) = (ticket.number, self.visitor(ticket.number));
        let comes = match visitor.manner {
            Manner::Attentive => true,
            Manner::Distracted => calls >= 2,
            // Whoever has reported once stays near.
            Manner::Late(_) => self.completed.contains(&number),
            Manner::Gone => false,
        };
        let walk = visitor.walk;
        match comes {
            true => self.plan_in(walk, Happening::Answers(counter, number)),
            false => self.plan_in(CALL_PATIENCE, Happening::Unanswered(counter, number)),
        }
    }

    fn unanswered(
        &mut self,
        counter: CounterNumber,
        number: TicketNumber,
    ) -> Result<(), RehearsalError> {
        match self.desk.recall(Subject::Counter(counter)) {
            Ok(ticket) => {
                self.counts.transactions += 1;
                let State::Called { calls, .. } = ticket.state else { return Ok(()) };
                self.expect(counter, &ticket, calls);
                Ok(())
            }
            Err(DeskError::Refusal(Refusal::CallLimit { .. })) => {
                self.kept(|desk| desk.no_show(Subject::Counter(counter)))?;
                self.idle.insert(counter);
                if let Manner::Late(after) = self.visitor(number).manner {
                    self.completed.insert(number);
                    self.plan_in(after, Happening::Reports(number));
                }
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    fn work_on(&mut self, counter: CounterNumber, ticket: &Ticket) {
        let stage = ticket.state.stage().cloned();
        let service = self.office.service(ticket.number.service());
        let norm = service.zip(stage.as_ref()).and_then(|(service, stage)| {
            let minutes =
                service.norm_minutes(stage).map(|minutes| TimeDelta::minutes(minutes.into()));
            let place = service.journey.iter().position(|s| s.id == *stage)?;
            let shared = service.minutes.map(|minutes| {
                TimeDelta::minutes(minutes.into()) / service.journey.len().max(1) as i32
            });
            Some((minutes.or(shared).unwrap_or(UNKNOWN_WORK), place))
        });
        let (norm, place) = norm.unwrap_or((UNKNOWN_WORK, 0));
        let pace = self.visitor(ticket.number).pace.get(place).copied().unwrap_or(1.0);
        let work = TimeDelta::milliseconds((norm.num_milliseconds() as f64 * pace) as i64);
        self.plan_in(work, Happening::Finishes(counter, ticket.number));
    }

    fn finish(
        &mut self,
        counter: CounterNumber,
        number: TicketNumber,
    ) -> Result<(), RehearsalError> {
        self.idle.insert(counter);
        let visitor = self.visitor(number);
        let first_look = !self.completed.contains(&number);
        match visitor.incomplete.filter(|_| first_look) {
            Some(away) if self.lists_documents(number) => {
                self.completed.insert(number);
                let target = self.target.clone();
                self.kept(|desk| {
                    desk.return_file(Subject::Counter(counter), &[1], target.as_ref())
                })?;
                self.plan_in(away, Happening::ComesBack(number));
                Ok(())
            }
            _ => self.kept(|desk| desk.finish(Subject::Counter(counter))).map(drop),
        }
    }

    fn lists_documents(&self, number: TicketNumber) -> bool {
        let service = self.office.service(number.service());
        service.is_some_and(|s| s.documents(self.visitor(number).case.as_ref()).next().is_some())
    }

    fn visitor(&self, number: TicketNumber) -> &'a Visitor {
        // Every number on the agenda was issued to somebody by `arrive`.
        &self.visitors[self.holders.get(&number).copied().unwrap_or(0)]
    }

    /// A use case that must succeed, and counts as a transaction.
    fn kept<T>(
        &mut self,
        work: impl FnOnce(&mut Desk) -> Result<T, DeskError>,
    ) -> Result<T, RehearsalError> {
        let done = work(&mut self.desk)?;
        self.counts.transactions += 1;
        Ok(done)
    }
}

/// Whether the office said no, as it may: closed, quota used up, no number left.
pub(super) fn refusal(error: &DeskError) -> bool {
    !matches!(error, DeskError::Fault(_) | DeskError::Refusal(Refusal::Refused(_)))
}
