//! The answers in JSON. Fields are added, never renamed or removed.

mod clock;
mod standard;

pub(super) use clock::{ClockDoubt, TicketAhead};
pub(super) use standard::{
    AtCounter, Break, BreakSince, Clock, Intake, Missing, MissingCount, Returned, Wait,
};

use crate::desk::{DoubtedClock, ServiceIntake};
use crate::domain::{PrintState, PrinterId, PublicCall, State, Ticket, Timestamp};
use crate::office::Office;
use crate::queue::{Event, PrintJob};
use serde::Serialize;

/// What is known of the paper.
#[derive(Debug, Serialize)]
pub(super) struct Print {
    /// `printed`, `pending`, `failed`, `unknown`, `withdrawn` or `none`.
    pub(super) state: &'static str,
    /// How strong the claim "printed" is.
    pub(super) level: Option<&'static str>,
    /// Why there is no paper, why there is none yet, or why nobody knows.
    pub(super) cause: Option<&'static str>,
}

impl Print {
    pub(super) fn of(state: Option<PrintState>) -> Self {
        let (state, level, cause) = match state {
            None => ("none", None, None),
            Some(PrintState::Pending | PrintState::Sending) => ("pending", None, None),
            Some(PrintState::Postponed(cause)) => ("pending", None, Some(cause.code())),
            Some(PrintState::Printed(level)) => ("printed", Some(level.code()), None),
            Some(PrintState::Failed(cause)) => ("failed", None, Some(cause.code())),
            Some(PrintState::Unknown(cause)) => ("unknown", None, Some(cause.code())),
            Some(PrintState::Withdrawn(cause)) => ("withdrawn", None, Some(cause.code())),
        };
        Self { state, level, cause }
    }

    /// As a part of a sentence.
    pub(super) fn sentence(&self) -> String {
        match (self.state, self.level.or(self.cause)) {
            ("none", _) => "not printed (no printer)".to_owned(),
            (state, Some(detail)) => format!("{state} ({detail})"),
            (state, None) => state.to_owned(),
        }
    }
}

/// Answer of `issue`.
#[derive(Debug, Serialize)]
pub(super) struct Issued {
    pub(super) number: String,
    pub(super) id: String,
    pub(super) service: String,
    pub(super) lane: &'static str,
    pub(super) stage: Option<String>,
    pub(super) ahead: u32,
    /// How long it is to wait for the first call; `null` when that is not known.
    pub(super) wait_minutes: Option<Wait>,
    /// Whether it may become late: what waits hardly fits before closing.
    pub(super) tight: bool,
    pub(super) print: Print,
    /// Whether the same key had brought this ticket before.
    pub(super) repeated: bool,
    /// Why the clock is not believed; `null`: it is.
    pub(super) clock_doubt: Option<ClockDoubt>,
}

impl Issued {
    pub(super) fn of(
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
#[derive(Debug, Serialize)]
pub(super) struct Nobody {
    pub(super) waiting: u32,
    /// How many wait for other counters.
    pub(super) elsewhere: u32,
}

/// Answer of every verb that moves one ticket.
#[derive(Debug, Serialize)]
pub(super) struct Moved {
    pub(super) number: String,
    pub(super) counter: Option<u8>,
    pub(super) stage: Option<String>,
    /// How often the number was called at this stage; 0 for a back-office file.
    pub(super) calls: u8,
    pub(super) state: &'static str,
    /// What it is for, which a transfer changes.
    pub(super) service: String,
    /// While it waits: the only counter that may call it.
    pub(super) reserved_for: Option<u8>,
    /// How it came into its queue: `in-turn`, `back`, `present` or `transferred`.
    pub(super) entry: &'static str,
}

impl Moved {
    pub(super) fn of(ticket: &Ticket) -> Self {
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
#[derive(Debug, Serialize)]
pub(super) struct Called {
    #[serde(flatten)]
    pub(super) moved: Moved,
    /// Why this one: `first-in-line`, `priority-turn`, `regular-turn` or `waited-too-long`.
    pub(super) why: &'static str,
    /// The same as a sentence.
    pub(super) because: String,
}

/// A public call.
#[derive(Debug, Serialize)]
pub(super) struct Call {
    pub(super) seq: i64,
    pub(super) number: String,
    pub(super) counter: u8,
    pub(super) at: String,
}

impl Call {
    pub(super) fn of(call: &PublicCall, office: &Office) -> Self {
        Self {
            seq: call.seq.0,
            number: call.number.to_string(),
            counter: call.counter.get(),
            at: call.at.with_timezone(&office.zone).to_rfc3339(),
        }
    }
}

/// How many wait for one stage of one service.
#[derive(Debug, Serialize)]
pub(super) struct Count {
    pub(super) service: String,
    pub(super) stage: String,
    pub(super) waiting: usize,
}

/// Answer of `board`.
#[derive(Debug, Serialize)]
pub(super) struct Board {
    pub(super) day: String,
    pub(super) waiting: usize,
    pub(super) queues: Vec<Count>,
    /// Tickets at counters.
    pub(super) at_counters: Vec<AtCounter>,
    /// Tickets whose visitor is away: `missed`, or `returned` for documents.
    pub(super) away: Vec<Moved>,
    /// Counters that take a break.
    pub(super) paused: Vec<u8>,
    /// The same, with when each began and by whom.
    pub(super) breaks: Vec<BreakSince>,
    /// Which documents were missing today, the most frequent first.
    pub(super) missing: Vec<MissingCount>,
    /// Whether a number is given now, for each service.
    pub(super) intake: Vec<Intake>,
    /// The latest call of each number, newest first.
    pub(super) calls: Vec<Call>,
    pub(super) newest_event: i64,
    /// Why the clock is not believed; `null`: it is.
    pub(super) clock_doubt: Option<ClockDoubt>,
    /// Unfinished tickets of later days.
    pub(super) ahead: Vec<TicketAhead>,
}

impl Board {
    pub(super) fn of(
        board: &crate::desk::Board,
        intake: &[ServiceIntake],
        office: &Office,
        now: Timestamp,
    ) -> Self {
        let counts = board.counts();
        Self {
            day: board.day.to_string(),
            waiting: counts.iter().map(|c| c.count).sum(),
            queues: counts
                .iter()
                .map(|c| Count {
                    service: c.service.to_string(),
                    stage: c.stage.to_string(),
                    waiting: c.count,
                })
                .collect(),
            at_counters: board
                .open
                .iter()
                .filter(|t| t.state.counter().is_some())
                .map(|t| AtCounter { moved: Moved::of(t), clock: Clock::of(t, office, now) })
                .collect(),
            away: board.away.iter().map(Moved::of).collect(),
            paused: board.paused.iter().map(|c| c.get()).collect(),
            breaks: board.breaks.iter().map(|one| BreakSince::of(one, office)).collect(),
            missing: board
                .missing
                .iter()
                .map(|missing| MissingCount {
                    service: missing.service.to_string(),
                    document: missing.document.clone(),
                    count: missing.count,
                })
                .collect(),
            intake: intake.iter().map(Intake::of).collect(),
            calls: board.latest_calls.iter().map(|call| Call::of(call, office)).collect(),
            newest_event: board.newest_event.0,
            clock_doubt: board.clock.as_ref().map(ClockDoubt::of),
            ahead: board.ahead.iter().map(TicketAhead::of).collect(),
        }
    }
}

/// One line of the log of a ticket.
#[derive(Debug, Serialize)]
pub(super) struct LogLine {
    pub(super) seq: i64,
    pub(super) at: String,
    pub(super) kind: String,
    pub(super) stage: Option<String>,
    pub(super) counter: Option<u8>,
    /// A code that belongs to the event: why a ticket lapsed, or which step was taken back.
    pub(super) detail: Option<String>,
    /// Whose step it was; `null`: of nobody in particular, as a number taken at the kiosk.
    pub(super) officer: Option<String>,
}

impl LogLine {
    pub(super) fn of(event: &Event, office: &Office) -> Self {
        Self {
            seq: event.seq.0,
            at: event.at.with_timezone(&office.zone).to_rfc3339(),
            kind: event.kind.clone(),
            stage: event.stage.as_ref().map(ToString::to_string),
            counter: event.counter.map(|c| c.get()),
            detail: event.detail.clone(),
            officer: event.officer.as_ref().map(ToString::to_string),
        }
    }
}

/// One paper of a ticket.
#[derive(Debug, Serialize)]
pub(super) struct Paper {
    /// `ticket` or `slip`.
    pub(super) kind: &'static str,
    pub(super) copy: u32,
    /// What the queue names its printer by.
    pub(super) printer: String,
    /// Where that printer is now; `null` when the office file no longer says so.
    pub(super) address: Option<String>,
    pub(super) profile: String,
    #[serde(flatten)]
    pub(super) print: Print,
}

impl Paper {
    pub(super) fn of(job: &PrintJob, office: &Office) -> Self {
        let address = match PrinterId::new(&job.printer) {
            Some(id) => office.printer(&id).and_then(|printer| printer.address.clone()),
            // A printer that only a command has named is named by its address.
            None => Some(job.printer.clone()),
        };
        Self {
            kind: job.kind().code(),
            copy: job.copy,
            printer: job.printer.clone(),
            address,
            profile: job.profile.clone(),
            print: Print::of(Some(job.state)),
        }
    }
}

/// Answer of `ticket`.
#[derive(Debug, Serialize)]
pub(super) struct TicketFile {
    pub(super) number: String,
    pub(super) id: String,
    pub(super) day: String,
    pub(super) service: String,
    pub(super) case: Option<String>,
    pub(super) lane: &'static str,
    pub(super) language: &'static str,
    pub(super) ahead: u32,
    /// What was said at issue of the wait for the first call, and how long it really was, once it was called.
    pub(super) wait_minutes: Option<Wait>,
    pub(super) waited_seconds: Option<i64>,
    #[serde(flatten)]
    pub(super) clock: Clock,
    pub(super) issued_at: String,
    pub(super) state: &'static str,
    pub(super) stage: Option<String>,
    pub(super) counter: Option<u8>,
    /// What was missing when the file was last handed back.
    pub(super) missing: Vec<Missing>,
    pub(super) print: Print,
    pub(super) papers: Vec<Paper>,
    pub(super) events: Vec<LogLine>,
}

impl TicketFile {
    pub(super) fn of(file: &crate::desk::TicketFile, office: &Office, now: Timestamp) -> Self {
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
            clock: Clock::of(ticket, office, now),
            waited_seconds: file.waited().map(|waited| waited.num_seconds()),
            issued_at: ticket.issued_at.with_timezone(&office.zone).to_rfc3339(),
            state: ticket.state.code(),
            stage: ticket.state.stage().map(ToString::to_string),
            counter: ticket.state.counter().map(|c| c.get()),
            missing: file
                .missing
                .iter()
                .map(|m| Missing { item: m.item, document: m.document.clone() })
                .collect(),
            print: Print::of(file.paper()),
            papers: file.print_jobs.iter().map(|job| Paper::of(job, office)).collect(),
            events: file.events.iter().map(|event| LogLine::of(event, office)).collect(),
        }
    }
}

/// Answer of `paper`.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    pub(super) number: String,
    pub(super) profile: String,
    /// How many bytes a printer would get.
    pub(super) bytes: usize,
    /// How much paper they take, in millimetres.
    pub(super) height_mm: f64,
    /// How many sheets they are, each cut by itself.
    pub(super) sheets: usize,
    /// With `--text`: the ticket as text.
    pub(super) text: Option<String>,
}

/// Writes an answer as one line of JSON.
pub(super) fn json(answer: &impl Serialize) -> Result<(), Box<dyn std::error::Error>> {
    crate::say::json(&serde_json::to_string(answer)?);
    Ok(())
}
