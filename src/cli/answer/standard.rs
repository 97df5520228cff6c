//! Answers about the service standard: clocks, waits, intake, files handed back, breaks.

use super::{Moved, Print};
use crate::desk::{NoNumber, ServiceIntake};
use crate::domain::{Level, Ticket, Timestamp, WaitRange};
use crate::office::Office;
use crate::queue::CounterBreak;
use serde::Serialize;

/// A wait in minutes, from the shortest that is likely to the longest.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Wait {
    pub(in crate::cli) from: u16,
    pub(in crate::cli) to: u16,
}

impl Wait {
    pub(in crate::cli) fn of(wait: WaitRange) -> Self {
        Self { from: wait.from, to: wait.to }
    }
}

/// A ticket against the published standard.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Clock {
    /// Service time so far: from the first call, without the time in which the file was out of the office's hands.
    pub(in crate::cli) service_seconds: i64,
    /// How that stands against the promise of the service: `green`, `amber`, `red`; `null` without a promise.
    pub(in crate::cli) promise: Option<&'static str>,
    /// How the work at the counter stands against the norm of the stage.
    pub(in crate::cli) norm: Option<&'static str>,
}

impl Clock {
    pub(in crate::cli) fn of(ticket: &Ticket, office: &Office, now: Timestamp) -> Self {
        Self {
            service_seconds: ticket.clock.elapsed(now).num_seconds(),
            promise: office.promise_level(ticket, now).map(Level::code),
            norm: office.stage_level(ticket, now).map(Level::code),
        }
    }
}

/// A ticket at a counter.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct AtCounter {
    #[serde(flatten)]
    pub(in crate::cli) moved: Moved,
    #[serde(flatten)]
    pub(in crate::cli) clock: Clock,
}

/// Answer of `return`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Returned {
    #[serde(flatten)]
    pub(in crate::cli) moved: Moved,
    /// The slip that lists what is missing.
    pub(in crate::cli) print: Print,
}

/// Answer of `pause` and `resume`.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Break {
    pub(in crate::cli) counter: u8,
    pub(in crate::cli) paused: bool,
}

/// A break that a counter takes.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct BreakSince {
    pub(in crate::cli) counter: u8,
    pub(in crate::cli) since: String,
    /// Who began it; `null`: nobody in particular.
    pub(in crate::cli) officer: Option<String>,
}

impl BreakSince {
    pub(in crate::cli) fn of(one: &CounterBreak, office: &Office) -> Self {
        Self {
            counter: one.counter.get(),
            since: one.since.with_timezone(&office.zone).to_rfc3339(),
            officer: one.officer.as_ref().map(ToString::to_string),
        }
    }
}

/// A document that was missing.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Missing {
    /// Its place in the list of documents, from 1.
    pub(in crate::cli) item: u16,
    pub(in crate::cli) document: String,
}

/// How often a document was missing today.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct MissingCount {
    pub(in crate::cli) service: String,
    pub(in crate::cli) document: String,
    pub(in crate::cli) count: u32,
}

/// Whether a number of a service is given now.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Intake {
    pub(in crate::cli) service: String,
    /// Whether a number is given.
    pub(in crate::cli) open: bool,
    /// Why not: `not-open-yet`, `break`, `closed-for-today`, `day-off`, `holiday`, `quota-used` or `no-time-left`.
    pub(in crate::cli) refused: Option<&'static str>,
    /// Whether a number may become late: what waits hardly fits before closing.
    pub(in crate::cli) tight: bool,
    /// How many numbers are left today, where there is a limit.
    pub(in crate::cli) left: Option<u32>,
    /// How many people may be called before whoever takes a number in the regular lane now.
    pub(in crate::cli) ahead: u32,
    /// How long they wait for the first call; `null` when that is not known.
    pub(in crate::cli) wait_minutes: Option<Wait>,
}

impl Intake {
    pub(in crate::cli) fn of(intake: &ServiceIntake) -> Self {
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
