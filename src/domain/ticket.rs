//! The ticket: one visitor's place in the office. How it moves is in `action`.
//!
//! ```text
//! Waiting(stage) --Call--> Called(stage, counter, n) --Start--> Serving(stage, counter)
//!  ^  ^   |                   |  ^ Recall (n + 1)               |  |
//!  |  |   |                   |  '-----                         |  |--Finish--> Waiting(next stage)
//!  |  |   |                   '--NoShow--> Missed               |  '--Finish--> Done (after the last stage)
//!  |  |   '--Take (back office)--> Serving   |                  '--Return--> Returned
//!  |  '--------------------Present-----------'                                  |
//!  '-----------------------Back-------------------------------------------------'
//! Waiting, Called, Serving --Transfer--> Waiting (another service or counter, the same number)
//! Waiting, Called, Serving, Missed, Returned --Cancel--> Cancelled
//! Waiting, Called, Serving, Missed, Returned --Lapse---> Lapsed    (the business day is over)
//! ```

use super::coded::coded;
use super::day::{BusinessDay, Timestamp};
use super::estimate::WaitRange;
use super::number::TicketNumber;
use super::service::{CaseId, CounterNumber, Language, ServiceCode, StageId};
use super::sla::ServiceClock;
use chrono::TimeDelta;
use std::fmt;
use uuid::Uuid;

/// A ticket's identity: made before the first attempt to issue it, so that a repeated request is
/// recognised, and printed as QR code. Random, with a time in front (UUID version 7); says nothing of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TicketId(pub Uuid);

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The place of an event in the office's one sequence of events: what came first, whatever the clocks said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct EventSeq(pub i64);

impl EventSeq {
    /// The event that is about to be written: it comes after all others. The store puts its real number here.
    pub const NEXT: Self = Self(i64::MAX);
}

/// Which of the two queues of a stage a visitor waits in. The reason for priority is never recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lane {
    /// Everybody.
    #[default]
    Regular,
    /// 60 and older, people with disabilities, pregnant or nursing, with a toddler.
    Priority,
}

coded!(Lane { Regular = "regular", Priority = "priority" });

/// How a ticket came into the queue that it waits in, or that it last waited in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Entry {
    /// In its turn: a new number, or a file from the stage before.
    #[default]
    InTurn,
    /// The applicant is back with the documents that were missing; goes ahead of new numbers.
    Back,
    /// Reported after a missed call; goes behind a few others.
    Present,
    /// Sent over from another service or counter; keeps the place it had.
    Transferred,
}

coded!(Entry {
    InTurn = "in-turn",
    Back = "back",
    Present = "present",
    Transferred = "transferred",
});

/// Where a ticket is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// In the queue of a stage.
    Waiting {
        /// The stage it waits for.
        stage: StageId,
    },
    /// Its number was called and nobody has come yet.
    Called {
        /// The stage it is called for.
        stage: StageId,
        /// The counter that called.
        counter: CounterNumber,
        /// How often it was called at this stage, from 1.
        calls: u8,
    },
    /// An officer works on it.
    Serving {
        /// The stage being worked on.
        stage: StageId,
        /// The counter that works on it.
        counter: CounterNumber,
    },
    /// Every stage is finished.
    Done,
    /// Called and nobody came.
    Missed {
        /// The stage it was called for.
        stage: StageId,
    },
    /// The file is in the hands of the applicant, who fetches what was missing.
    Returned {
        /// The stage that will look at it again.
        stage: StageId,
    },
    /// Withdrawn by an officer.
    Cancelled,
    /// Still unfinished when its business day was over.
    Lapsed,
}

impl State {
    /// The stable name used in the database and in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            State::Waiting { .. } => "waiting",
            State::Called { .. } => "called",
            State::Serving { .. } => "serving",
            State::Done => "done",
            State::Missed { .. } => "missed",
            State::Returned { .. } => "returned",
            State::Cancelled => "cancelled",
            State::Lapsed => "lapsed",
        }
    }

    /// The stage the ticket is at, where it is at one.
    pub fn stage(&self) -> Option<&StageId> {
        match self {
            State::Waiting { stage }
            | State::Called { stage, .. }
            | State::Serving { stage, .. }
            | State::Missed { stage }
            | State::Returned { stage } => Some(stage),
            State::Done | State::Cancelled | State::Lapsed => None,
        }
    }

    /// The counter that holds the ticket, where one does.
    pub fn counter(&self) -> Option<CounterNumber> {
        match self {
            State::Called { counter, .. } | State::Serving { counter, .. } => Some(*counter),
            _ => None,
        }
    }
}

/// One visitor's place in the office, from the number to the handover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Identity for ever.
    pub id: TicketId,
    /// Identity for the visitor, within the day. Never changes, whatever service the ticket is sent to.
    pub number: TicketNumber,
    /// The office's date when it was issued.
    pub day: BusinessDay,
    /// What it is for now: the service of its number, until it is transferred.
    pub service: ServiceCode,
    /// Why the visitor came, where the service distinguishes cases.
    pub case: Option<CaseId>,
    /// Which queue.
    pub lane: Lane,
    /// The language of the paper and of the kiosk when it was issued.
    pub language: Language,
    /// How many waited for the same stage when it was issued.
    pub ahead_at_issue: u32,
    /// How long it was to wait for its first call, as far as that was known when it was issued.
    pub estimate: Option<WaitRange>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Where it is.
    pub state: State,
    /// While it waits: the only counter that may call it, where it was sent to one.
    pub reserved_for: Option<CounterNumber>,
    /// How it came into its latest queue.
    pub entry: Entry,
    /// Its place in its latest queue: the smaller goes first, and of equals the one with the smaller `last_event`.
    pub place: EventSeq,
    /// When it came where it is: into the queue, to the counter, or out of the office.
    pub arrived_at: Timestamp,
    /// How long the office has worked on it.
    pub clock: ServiceClock,
    /// When `state` was entered (a recall enters `Called` anew).
    pub changed_at: Timestamp,
    /// The event that led to `state`. Tells a stale copy of a ticket from a fresh one.
    pub last_event: EventSeq,
}

impl Ticket {
    /// A new number: it waits at the end of the queue of its first stage, in the regular lane.
    pub fn new(
        id: TicketId,
        number: TicketNumber,
        day: BusinessDay,
        stage: StageId,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            number,
            day,
            service: number.service(),
            case: None,
            lane: Lane::default(),
            language: Language::default(),
            ahead_at_issue: 0,
            estimate: None,
            issued_at: at,
            state: State::Waiting { stage },
            reserved_for: None,
            entry: Entry::InTurn,
            place: EventSeq::NEXT,
            arrived_at: at,
            clock: ServiceClock::default(),
            changed_at: at,
            last_event: EventSeq::NEXT,
        }
    }

    /// What orders a queue: the smaller goes first.
    pub fn order(&self) -> (EventSeq, EventSeq) {
        (self.place, self.last_event)
    }

    /// Whether its number may be called once more, where an office calls a number at most `limit` times.
    pub fn may_recall(&self, limit: u8) -> bool {
        matches!(self.state, State::Called { calls, .. } if calls < limit)
    }

    /// How long it was in the queue or at the counter that it leaves by becoming `after`; `None` when it stays.
    pub fn stay(&self, after: &Self, now: Timestamp) -> Option<TimeDelta> {
        let here = matches!(
            self.state,
            State::Waiting { .. } | State::Called { .. } | State::Serving { .. }
        );
        let leaves = self.state.counter() != after.state.counter()
            || self.state.stage() != after.state.stage();
        // A clock that was set back must not give a negative time.
        (here && leaves).then(|| (now - self.arrived_at).max(TimeDelta::zero()))
    }
}
