//! Answers about one ticket: issued, moved, called, handed back, and everything that is known of it.

use super::clock::ClockDoubt;
use super::local;
use super::paper::{Paper, Print};
use crate::desk::{self, DoubtedClock};
use crate::domain::{Level, PrintState, State, Ticket, Timestamp, WaitRange, Why};
use crate::office::Office;
use crate::queue::{Event, MissingDocument};
use schemars::JsonSchema;
use serde::Serialize;

/// A wait in minutes, from the shortest that is likely to the longest.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Wait {
    /// The shortest.
    pub from: u16,
    /// The longest.
    pub to: u16,
}

impl Wait {
    /// A wait that was worked out.
    pub fn of(wait: WaitRange) -> Self {
        Self { from: wait.from, to: wait.to }
    }
}

/// Answer of `issue` and `reprint`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Issued {
    /// The number, for example T012.
    pub number: String,
    /// What is in the code on the ticket.
    pub id: String,
    /// The letter of its service.
    pub service: String,
    /// `regular` or `priority`.
    pub lane: &'static str,
    /// The stage it waits for; `null` once it is finished.
    pub stage: Option<String>,
    /// How many stood in front of it when it was issued.
    pub ahead: u32,
    /// How long it is to wait for the first call; `null` when that is not known.
    pub wait_minutes: Option<Wait>,
    /// Whether it may become late: what waits hardly fits before closing.
    pub tight: bool,
    /// Its paper.
    pub print: Print,
    /// Whether the same key had brought this ticket before.
    pub repeated: bool,
    /// Why the clock is not believed; `null`: it is.
    pub clock_doubt: Option<ClockDoubt>,
}

impl Issued {
    /// A ticket that was given, with what is known of its paper and of the clock.
    pub fn of(
        ticket: &Ticket,
        print: Option<PrintState>,
        repeated: bool,
        tight: bool,
        doubted: Option<&DoubtedClock>,
    ) -> Self {
        Self {
            number: ticket.number.to_string(),
            id: ticket.id.to_string(),
            service: ticket.service.to_string(),
            lane: ticket.lane.code(),
            stage: ticket.state.stage().map(ToString::to_string),
            ahead: ticket.ahead_at_issue,
            wait_minutes: ticket.estimate.map(Wait::of),
            tight,
            print: Print::of(print),
            repeated,
            clock_doubt: doubted.map(ClockDoubt::of),
        }
    }
}

/// Answer of `next` when nobody waits.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Nobody {
    /// How many wait for this counter: none.
    pub waiting: u32,
    /// How many wait for other counters.
    pub elsewhere: u32,
}

impl Nobody {
    /// Nobody here, and so many elsewhere.
    pub fn of(elsewhere: u32) -> Self {
        Self { waiting: 0, elsewhere }
    }
}

/// Answer of every verb that moves one ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Moved {
    /// The number, for example T012.
    pub number: String,
    /// The counter that holds it.
    pub counter: Option<u8>,
    /// The stage where it is or waits; `null` once it is finished.
    pub stage: Option<String>,
    /// How often the number was called at this stage; 0 for a back-office file.
    pub calls: u8,
    /// `waiting`, `called`, `serving`, `missed`, `returned`, `done`, `cancelled` or `lapsed`.
    pub state: &'static str,
    /// What it is for, which a transfer changes.
    pub service: String,
    /// While it waits: the only counter that may call it.
    pub reserved_for: Option<u8>,
    /// How it came into its queue: `in-turn`, `back`, `present` or `transferred`.
    pub entry: &'static str,
}

impl Moved {
    /// Where a ticket is now.
    pub fn of(ticket: &Ticket) -> Self {
        let calls = if let State::Called { calls, .. } = ticket.state { calls } else { 0 };
        Self {
            number: ticket.number.to_string(),
            counter: ticket.state.counter().map(|c| c.get()),
            stage: ticket.state.stage().map(ToString::to_string),
            calls,
            state: ticket.state.code(),
            service: ticket.service.to_string(),
            reserved_for: ticket.reserved_for.map(|c| c.get()),
            entry: ticket.entry.code(),
        }
    }
}

/// Answer of `next`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Called {
    /// Where it is now.
    #[serde(flatten)]
    pub moved: Moved,
    /// Why this one: `first-in-line`, `priority-turn`, `regular-turn` or `waited-too-long`.
    pub why: &'static str,
    /// The same as a sentence.
    pub because: String,
}

impl Called {
    /// Who was called, and why.
    pub fn of(ticket: &Ticket, why: Why, because: String) -> Self {
        Self { moved: Moved::of(ticket), why: why.code(), because }
    }
}

/// Answer of `return`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Returned {
    /// Where it is now.
    #[serde(flatten)]
    pub moved: Moved,
    /// The slip that lists what is missing.
    pub print: Print,
}

impl Returned {
    /// A file that was handed back, with what is known of its slip.
    pub fn of(ticket: &Ticket, slip: Option<PrintState>) -> Self {
        Self { moved: Moved::of(ticket), print: Print::of(slip) }
    }
}

/// A ticket against the published standard.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Clock {
    /// Service time so far: from the first call, without the time in which the file was out of the office's hands.
    pub service_seconds: i64,
    /// How that stands against the promise of the service: `green`, `amber`, `red`; `null` without a promise.
    pub promise: Option<&'static str>,
    /// How the work at the counter stands against the norm of the stage.
    pub norm: Option<&'static str>,
}

impl Clock {
    /// How a ticket stands now.
    pub fn of(ticket: &Ticket, office: &Office, now: Timestamp) -> Self {
        Self {
            service_seconds: ticket.clock.elapsed(now).num_seconds(),
            promise: office.promise_level(ticket, now).map(Level::code),
            norm: office.stage_level(ticket, now).map(Level::code),
        }
    }
}

/// A document that was missing.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Missing {
    /// Its place in the list of documents, from 1.
    pub item: u16,
    /// What it is called.
    pub document: String,
}

impl Missing {
    /// A document of the list.
    pub fn of(missing: &MissingDocument) -> Self {
        Self { item: missing.item, document: missing.document.clone() }
    }
}

/// One line of the log of a ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LogLine {
    /// Its place among all events of the queue.
    pub seq: i64,
    /// When it happened, by the office's time.
    pub at: String,
    /// What happened.
    pub kind: String,
    /// At which stage.
    pub stage: Option<String>,
    /// At which counter.
    pub counter: Option<u8>,
    /// A code that belongs to the event: why a ticket lapsed, or which step was taken back.
    pub detail: Option<String>,
    /// Whose step it was; `null`: of nobody in particular, as a number taken at the kiosk.
    pub officer: Option<String>,
}

impl LogLine {
    /// An event of the ticket.
    pub fn of(event: &Event, office: &Office) -> Self {
        Self {
            seq: event.seq.0,
            at: local(event.at, office),
            kind: event.kind.clone(),
            stage: event.stage.as_ref().map(ToString::to_string),
            counter: event.counter.map(|c| c.get()),
            detail: event.detail.clone(),
            officer: event.officer.as_ref().map(ToString::to_string),
        }
    }
}

/// Answer of `ticket`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TicketFile {
    /// The number, for example T012.
    pub number: String,
    /// What is in the code on the ticket.
    pub id: String,
    /// The business day it belongs to.
    pub day: String,
    /// The letter of its service.
    pub service: String,
    /// What the visitor came for within the service.
    pub case: Option<String>,
    /// `regular` or `priority`.
    pub lane: &'static str,
    /// The language of its paper: `id`, `jv` or `en`.
    pub language: &'static str,
    /// How many stood in front of it when it was issued.
    pub ahead: u32,
    /// What was said at issue of the wait for the first call.
    pub wait_minutes: Option<Wait>,
    /// How long that wait really was, once it was called.
    pub waited_seconds: Option<i64>,
    /// How it stands against the published standard.
    #[serde(flatten)]
    pub clock: Clock,
    /// When it was issued, by the office's time.
    pub issued_at: String,
    /// `waiting`, `called`, `serving`, `missed`, `returned`, `done`, `cancelled` or `lapsed`.
    pub state: &'static str,
    /// The stage where it is or waits; `null` once it is finished.
    pub stage: Option<String>,
    /// The counter that holds it.
    pub counter: Option<u8>,
    /// What was missing when the file was last handed back.
    pub missing: Vec<Missing>,
    /// The newest paper with its number; a slip is none.
    pub print: Print,
    /// Every paper, in the order of the queue.
    pub papers: Vec<Paper>,
    /// Everything that happened to it, oldest first.
    pub events: Vec<LogLine>,
}

impl TicketFile {
    /// Everything that is known of a ticket.
    pub fn of(file: &desk::TicketFile, office: &Office, now: Timestamp) -> Self {
        let ticket = &file.ticket;
        Self {
            number: ticket.number.to_string(),
            id: ticket.id.to_string(),
            day: ticket.day.to_string(),
            service: ticket.service.to_string(),
            case: ticket.case.as_ref().map(ToString::to_string),
            lane: ticket.lane.code(),
            language: ticket.language.code(),
            ahead: ticket.ahead_at_issue,
            wait_minutes: ticket.estimate.map(Wait::of),
            waited_seconds: file.waited().map(|waited| waited.num_seconds()),
            clock: Clock::of(ticket, office, now),
            issued_at: local(ticket.issued_at, office),
            state: ticket.state.code(),
            stage: ticket.state.stage().map(ToString::to_string),
            counter: ticket.state.counter().map(|c| c.get()),
            missing: file.missing.iter().map(Missing::of).collect(),
            print: Print::of(file.paper()),
            papers: file.print_jobs.iter().map(|job| Paper::of(job, office)).collect(),
            events: file.events.iter().map(|event| LogLine::of(event, office)).collect(),
        }
    }
}
