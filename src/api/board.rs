//! The office at a glance: who waits, what is at the counters, who is away, what is taken in.

use super::clock::{ClockDoubt, PeopleLeft, TicketAhead};
use super::local;
use super::ticket::{Clock, Moved, Wait};
use crate::desk::{self, NoNumber, ServiceIntake};
use crate::domain::{PublicCall, Ticket, Timestamp};
use crate::office::Office;
use crate::queue::{self, CounterBreak};
use schemars::JsonSchema;
use serde::Serialize;

/// A public call.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Call {
    /// Its place among all events of the queue.
    pub seq: i64,
    /// Who was called.
    pub number: String,
    /// To which counter.
    pub counter: u8,
    /// When, by the office's time.
    pub at: String,
}

impl Call {
    /// A call that displays have shown.
    pub fn of(call: &PublicCall, office: &Office) -> Self {
        Self {
            seq: call.seq.0,
            number: call.number.to_string(),
            counter: call.counter.get(),
            at: local(call.at, office),
        }
    }
}

/// How many wait for one stage of one service.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Count {
    /// The letter of the service.
    pub service: String,
    /// The stage.
    pub stage: String,
    /// How many wait for it.
    pub waiting: usize,
}

impl Count {
    /// A queue that has somebody.
    pub fn of(count: &desk::Waiting) -> Self {
        Self {
            service: count.service.to_string(),
            stage: count.stage.to_string(),
            waiting: count.count,
        }
    }
}

/// A ticket at a counter.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AtCounter {
    /// Where it is.
    #[serde(flatten)]
    pub moved: Moved,
    /// How it stands against the published standard.
    #[serde(flatten)]
    pub clock: Clock,
}

impl AtCounter {
    /// How a ticket at a counter stands now.
    pub fn of(ticket: &Ticket, office: &Office, now: Timestamp) -> Self {
        Self { moved: Moved::of(ticket), clock: Clock::of(ticket, office, now) }
    }
}

/// A break that a counter takes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BreakSince {
    /// Which counter.
    pub counter: u8,
    /// Since when, by the office's time.
    pub since: String,
    /// Who began it; `null`: nobody in particular.
    pub officer: Option<String>,
}

impl BreakSince {
    /// A break that goes on.
    pub fn of(one: &CounterBreak, office: &Office) -> Self {
        Self {
            counter: one.counter.get(),
            since: local(one.since, office),
            officer: one.officer.as_ref().map(ToString::to_string),
        }
    }
}

/// How often a document was missing today.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MissingCount {
    /// The letter of the service.
    pub service: String,
    /// What the document is called.
    pub document: String,
    /// How often it was missing.
    pub count: u32,
}

impl MissingCount {
    /// A document that was missing at least once.
    pub fn of(missing: &queue::MissingCount) -> Self {
        Self {
            service: missing.service.to_string(),
            document: missing.document.clone(),
            count: missing.count,
        }
    }
}

/// Whether a number of a service is given now.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Intake {
    /// The letter of the service.
    pub service: String,
    /// Whether a number is given.
    pub open: bool,
    /// Why not: `not-open-yet`, `break`, `closed-for-today`, `day-off`, `holiday`, `quota-used` or `no-time-left`.
    pub refused: Option<&'static str>,
    /// Whether a number may become late: what waits hardly fits before closing.
    pub tight: bool,
    /// How many numbers are left today, where there is a limit.
    pub left: Option<u32>,
    /// How many people may be called before whoever takes a number in the regular lane now.
    pub ahead: u32,
    /// How long they wait for the first call; `null` when that is not known.
    pub wait_minutes: Option<Wait>,
}

impl Intake {
    /// How a service takes people in.
    pub fn of(intake: &ServiceIntake) -> Self {
        Self {
            service: intake.service.to_string(),
            open: intake.refused.is_none(),
            refused: intake.refused.as_ref().map(NoNumber::code),
            tight: intake.tight,
            left: intake.left,
            ahead: intake.ahead,
            wait_minutes: intake.wait.map(Wait::of),
        }
    }
}

/// Answer of `board`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Board {
    /// The business day.
    pub day: String,
    /// How many wait.
    pub waiting: usize,
    /// The same for each stage of each service that has somebody.
    pub queues: Vec<Count>,
    /// Tickets at counters.
    pub at_counters: Vec<AtCounter>,
    /// Tickets whose visitor is away: `missed`, or `returned` for documents.
    pub away: Vec<Moved>,
    /// Counters that take a break.
    pub paused: Vec<u8>,
    /// The same, with when each began and by whom.
    pub breaks: Vec<BreakSince>,
    /// Which documents were missing today, the most frequent first.
    pub missing: Vec<MissingCount>,
    /// Whether a number is given now, for each service.
    pub intake: Vec<Intake>,
    /// The latest call of each number, newest first.
    pub calls: Vec<Call>,
    /// The place of the newest event in the queue.
    pub newest_event: i64,
    /// Why the clock is not believed; `null`: it is.
    pub clock_doubt: Option<ClockDoubt>,
    /// Unfinished tickets of later days.
    pub ahead: Vec<TicketAhead>,
    /// Whom the change of the day has left behind, as long as they may still be here; `null`: nobody.
    pub left_behind: Option<PeopleLeft>,
}

impl Board {
    /// The office now.
    pub fn of(
        board: &desk::Board,
        intake: &[ServiceIntake],
        office: &Office,
        now: Timestamp,
    ) -> Self {
        let counts = board.counts();
        let at_counters = board.open.iter().filter(|ticket| ticket.state.counter().is_some());
        Self {
            day: board.day.to_string(),
            waiting: counts.iter().map(|c| c.count).sum(),
            queues: counts.iter().map(Count::of).collect(),
            at_counters: at_counters.map(|ticket| AtCounter::of(ticket, office, now)).collect(),
            away: board.away.iter().map(Moved::of).collect(),
            paused: board.paused.iter().map(|c| c.get()).collect(),
            breaks: board.breaks.iter().map(|one| BreakSince::of(one, office)).collect(),
            missing: board.missing.iter().map(MissingCount::of).collect(),
            intake: intake.iter().map(Intake::of).collect(),
            calls: board.latest_calls.iter().map(|call| Call::of(call, office)).collect(),
            newest_event: board.newest_event.0,
            clock_doubt: board.clock.as_ref().map(ClockDoubt::of),
            ahead: board.ahead.iter().map(TicketAhead::of).collect(),
            left_behind: board.left_behind.as_ref().map(|left| PeopleLeft::of(left, office)),
        }
    }
}
