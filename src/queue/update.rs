//! What a store reads for a [`Day`](super::Day): all of it, or what others have changed since.

use super::{
    CounterBreak, Event, HelpRequest, MissingDocument, OfficerRecord, PrintJob, PrinterEvent,
    PrinterRecord,
};
use crate::domain::{
    BusinessDay, Doubt, EventSeq, FailedAttempts, LastAction, ServiceCode, StageId, Ticket,
    TicketId,
};
use chrono::TimeDelta;

/// Where a queue stands. While two heads are equal, nothing has changed in between.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// Which queue it is, among all that can stand at its place.
    pub generation: String,
    /// The newest event.
    pub event: EventSeq,
    /// The newest print job.
    pub job: i64,
    /// The newest request for staff.
    pub help: i64,
    /// Counts the changes of what has no order of its own.
    pub stamps: Stamps,
    /// The newest business day that has a number.
    pub newest_day: Option<BusinessDay>,
    /// Counts what is kept of clocks: readings, and steps.
    pub clocks: (i64, i64),
}

/// Counts the changes of each group of records that has no order of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamps {
    /// States of print jobs.
    pub prints: i64,
    /// Printers and their logs.
    pub printers: i64,
    /// Requests for staff that were answered.
    pub help: i64,
    /// Officers, and guesses at PINs.
    pub people: i64,
    /// Breaks.
    pub breaks: i64,
}

/// A ticket with what the queue knows of it besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRecord {
    /// The ticket.
    pub ticket: Ticket,
    /// Why the clock was not believed when it was issued.
    pub doubt: Option<Doubt>,
}

/// An event with its ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEvent {
    /// Whose.
    pub ticket: TicketId,
    /// The line of the log.
    pub event: Event,
    /// What was missing, where a file was handed back.
    pub missing: Vec<MissingDocument>,
}

/// The serials of a series of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Series {
    /// The newest.
    pub last: u32,
    /// How many up to it were never given, because the day began above numbers of a doubtful one.
    pub skipped: u32,
}

/// How long a ticket was at a stage that was finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageTime {
    /// The stage.
    pub stage: StageId,
    /// The ticket.
    pub ticket: TicketId,
    /// What that ticket is for now.
    pub service: ServiceCode,
    /// How long.
    pub took: TimeDelta,
}

/// All printers, and what befell them lately.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Printers {
    /// What is known of each that was ever owned.
    pub known: Vec<PrinterRecord>,
    /// The newest lines of their logs, each with its printer, newest first; also of one that nobody owns, for a line may
    /// come first.
    pub lines: Vec<(String, PrinterEvent)>,
}

/// Everybody who works or has worked here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct People {
    /// Who they are.
    pub officers: Vec<OfficerRecord>,
    /// The failed attempts at each door.
    pub failed_attempts: Vec<(String, FailedAttempts)>,
}

/// What has changed of a day; of groups that are `None` nothing has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Update {
    /// Where the queue stands now.
    pub head: Head,
    /// Whether it is all that there is of the day, and not only what has changed.
    pub whole: bool,
    /// Tickets of the day that are new or have moved.
    pub tickets: Vec<TicketRecord>,
    /// The events of those tickets, in order.
    pub events: Vec<LoggedEvent>,
    /// The newest move of each counter that has moved anything.
    pub last_actions: Vec<LastAction>,
    /// The serials of each series; only with all of the day.
    pub serials: Vec<(ServiceCode, Series)>,
    /// How long the stages lately took, of whatever day, newest first; only with all of the day.
    pub stage_times: Vec<StageTime>,
    /// Print jobs that are new or have another state.
    pub jobs: Vec<PrintJob>,
    /// Tickets of other days whose paper is not settled yet.
    pub guests: Option<Vec<TicketRecord>>,
    /// All printers.
    pub printers: Option<Printers>,
    /// Everybody who works or has worked here.
    pub people: Option<People>,
    /// The breaks that have not ended.
    pub breaks: Option<Vec<CounterBreak>>,
    /// The requests for staff that nobody has answered.
    pub help: Option<Vec<HelpRequest>>,
}
