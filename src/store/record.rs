//! What is read from and written to the queue, besides tickets themselves.
//!
//! Never here: rules, or paper (that is `paper`).

use crate::domain::{
    BusinessDay, CaseId, CounterNumber, EventSeq, Lane, Language, OfficerId, OverrideCode,
    ServiceCode, StageId, Ticket, TicketId, TicketNumber, Timestamp, WaitRange,
};
use chrono::TimeDelta;

/// A ticket as it is written for the first time.
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// Its identity, made by whoever asked for it.
    pub id: TicketId,
    /// Its number, from `Transaction::take_serial`.
    pub number: TicketNumber,
    /// Its day.
    pub day: BusinessDay,
    /// The visitor's case.
    pub case: Option<CaseId>,
    /// The lane.
    pub lane: Lane,
    /// The language of its paper.
    pub language: Language,
    /// The people ahead.
    pub ahead: u32,
    /// How long it is to wait for its first call, if that is known.
    pub estimate: Option<WaitRange>,
    /// The first stage.
    pub stage: StageId,
    /// When.
    pub at: Timestamp,
    /// The request it answers; the same key on the same day finds this ticket again.
    pub key: Option<String>,
    /// Why it was given although the rules refuse it.
    pub override_code: Option<OverrideCode>,
}

impl NewTicket {
    /// The ticket that is written.
    pub fn ticket(&self) -> Ticket {
        Ticket {
            case: self.case.clone(),
            lane: self.lane,
            language: self.language,
            ahead_at_issue: self.ahead,
            estimate: self.estimate,
            ..Ticket::new(self.id, self.number, self.day, self.stage.clone(), self.at)
        }
    }
}

/// A line of the log as it is written.
#[derive(Debug, Clone, Copy)]
pub struct NewEvent<'a> {
    /// What: the code of an action, or `undone`.
    pub kind: &'a str,
    /// A code that belongs to it, for example why a ticket lapsed.
    pub detail: Option<&'a str>,
    /// The event that this one takes back.
    pub undoes: Option<EventSeq>,
    /// When.
    pub at: Timestamp,
}

impl<'a> NewEvent<'a> {
    /// An event without anything beside its kind.
    pub fn new(kind: &'a str, at: Timestamp) -> Self {
        Self { kind, detail: None, undoes: None, at }
    }
}

/// A document that was missing when a file was handed back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingDocument {
    /// Which of the documents that the ticket's case needs, counted from 1.
    pub item: u16,
    /// What it was called in Indonesian at that time.
    pub document: String,
}

/// How often a document was missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingCount {
    /// The service of the files.
    pub service: ServiceCode,
    /// What the document was called.
    pub document: String,
    /// How many files were handed back for it.
    pub count: u32,
}

/// How many wait in one lane for one stage of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingCount {
    /// What they wait for, which need not be the service of their number.
    pub service: ServiceCode,
    /// The stage.
    pub stage: StageId,
    /// The lane.
    pub lane: Lane,
    /// How many.
    pub count: u32,
}

/// One line of the log of a ticket. Appended, never edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its place in the order of everything that happened.
    pub seq: EventSeq,
    /// When, by the clock of the machine that wrote it.
    pub at: Timestamp,
    /// What: `issued`, `reprinted`, or the code of an action.
    pub kind: String,
    /// The stage the ticket was at before.
    pub stage: Option<StageId>,
    /// The counter involved.
    pub counter: Option<CounterNumber>,
    /// A code that belongs to it.
    pub detail: Option<String>,
    /// How long the ticket was in the queue or at the counter that it left with this event.
    pub took: Option<TimeDelta>,
    /// The event that this one takes back.
    pub undoes: Option<EventSeq>,
    /// Whose step it was; `None`: of nobody in particular.
    pub officer: Option<OfficerId>,
}
