//! What is recorded of tickets and visitors besides the tickets themselves.

use crate::domain::{CounterNumber, EventSeq, Lane, OfficerId, ServiceCode, StageId, Timestamp};
use chrono::TimeDelta;

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
    /// A code that belongs to it: why a ticket lapsed, why a number was given out of hours, what was undone.
    pub detail: Option<String>,
    /// How long the ticket was in the queue or at the counter that it left with this event.
    pub took: Option<TimeDelta>,
    /// The event that this one takes back.
    pub undoes: Option<EventSeq>,
    /// Whose step it was; `None`: of nobody in particular.
    pub officer: Option<OfficerId>,
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

/// The place of a request for staff in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HelpId(pub i64);

/// Somebody at a kiosk asks for staff. Never who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRequest {
    /// Which.
    pub id: HelpId,
    /// The service on whose page it was asked; `None` on the first page.
    pub about: Option<ServiceCode>,
    /// When.
    pub asked_at: Timestamp,
}
