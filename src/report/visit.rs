//! One ticket's way through the office, measured from its log.
//!
//! Belongs here: which event starts and stops which clock. Where the machine's clock was set back in between, nobody
//! has measured anything. Never here: adding up (that is `tally`), or sentences.

use crate::desk::History;
use crate::domain::{
    BusinessDay, EventSeq, Lane, ServiceCode, StageId, State, Timestamp, WaitRange,
};
use crate::queue::Event;
use chrono::TimeDelta;
use std::collections::HashSet;

/// What a visitor lived through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The day on which the number was taken.
    pub day: BusinessDay,
    /// The series of the number: the service that it was taken for.
    pub series: ServiceCode,
    /// The service, which a transfer changes.
    pub service: ServiceCode,
    /// The lane.
    pub lane: Lane,
    /// When the number was taken.
    pub issued_at: Timestamp,
    /// From the number to the first call, or to the first taking of the file.
    pub first_wait: Option<TimeDelta>,
    /// What the visitor was told of that wait, as it was told; `None` where nothing was said.
    pub told_wait: Option<WaitRange>,
    /// The stages that were finished, in order.
    pub stages: Vec<StageVisit>,
    /// From the first call to the handover: what the office promises. `None` until the file is handed over.
    pub service_clock: Option<TimeDelta>,
    /// How it ended.
    pub end: End,
    /// How often nobody came to a call.
    pub missed: u32,
    /// How often the file was handed back.
    pub returned: u32,
}

/// One finished stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageVisit {
    /// The stage.
    pub stage: StageId,
    /// From entering its queue to the call or the taking. `None` where the visitor was away in between: that time is
    /// the visitor's own.
    pub waited: Option<TimeDelta>,
    /// From the beginning of the work to its end.
    pub worked: Option<TimeDelta>,
}

/// How a visit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// Every stage is finished.
    Done,
    /// Called, and nobody came any more.
    Missed,
    /// Withdrawn.
    Cancelled,
    /// Closed with its day, unfinished.
    Lapsed,
    /// Not ended yet.
    Open,
}

impl Visit {
    /// Measures a visit.
    pub fn of(history: &History) -> Visit {
        let ticket = &history.ticket;
        let mut clocks = Clocks::default();
        // A step that was taken back never was.
        let undone: HashSet<EventSeq> = history.events.iter().filter_map(|e| e.undoes).collect();
        let stands = |e: &&Event| e.undoes.is_none() && !undone.contains(&e.seq);
        for event in history.events.iter().filter(stands) {
            clocks.take(event);
        }
        let done = matches!(ticket.state, State::Done);
        Visit {
            day: ticket.day,
            series: ticket.number.service(),
            service: ticket.service,
            lane: ticket.lane,
            issued_at: ticket.issued_at,
            first_wait: clocks.first_turn.and_then(|turn| between(ticket.issued_at, turn)),
            told_wait: ticket.estimate.map(WaitRange::rounded),
            service_clock: clocks
                .first_turn
                .zip(clocks.finished)
                .filter(|_| done)
                .and_then(|(turn, end)| between(turn, end)),
            stages: clocks.stages,
            end: match &ticket.state {
                State::Done => End::Done,
                State::Missed { .. } => End::Missed,
                State::Cancelled => End::Cancelled,
                // Whoever was called, did not come and never came back missed the call; the day's end adds nothing.
                State::Lapsed if clocks.away => End::Missed,
                State::Lapsed => End::Lapsed,
                _ => End::Open,
            },
            missed: clocks.missed,
            returned: clocks.returned,
        }
    }
}

/// How long it was; `None` where the end is before the beginning.
fn between(begin: Timestamp, end: Timestamp) -> Option<TimeDelta> {
    Some(end - begin).filter(|time| *time >= TimeDelta::zero())
}

/// The clocks that run while a log is read.
#[derive(Clone, Default)]
struct Clocks {
    queued: Option<Timestamp>,
    waited: Option<TimeDelta>,
    working: Option<Timestamp>,
    first_turn: Option<Timestamp>,
    finished: Option<Timestamp>,
    stages: Vec<StageVisit>,
    missed: u32,
    returned: u32,
    away: bool,
}

impl Clocks {
    fn take(&mut self, event: &Event) {
        let at = event.at;
        match event.kind.as_str() {
            "issued" => self.queued = Some(at),
            "called" | "taken" => {
                self.first_turn.get_or_insert(at);
                self.waited = self.queued.take().and_then(|since| between(since, at));
                self.working = (event.kind == "taken").then_some(at);
            }
            "started" => self.working = Some(at),
            "finished" => {
                if let (Some(began), Some(stage)) = (self.working.take(), event.stage.clone()) {
                    let (waited, worked) = (self.waited.take(), between(began, at));
                    self.stages.push(StageVisit { stage, waited, worked });
                }
                self.finished = Some(at);
                self.queued = Some(at);
            }
            "missed" => {
                self.missed += 1;
                self.stop();
                self.away = true;
            }
            "returned" => {
                self.returned += 1;
                self.stop();
            }
            // Back in the queue, by whatever way: the wait begins anew.
            "back" | "present" | "transferred" => {
                self.stop();
                self.away = false;
                self.queued = Some(at);
            }
            _ => {}
        }
    }

    fn stop(&mut self) {
        self.queued = None;
        self.waited = None;
        self.working = None;
    }
}
