//! What is read from and written to the queue, besides tickets themselves.
//!
//! Never here: rules, or paper (that is `paper`).

use crate::domain::{
    BusinessDay, CaseId, CounterNumber, EventSeq, Lane, Language, ServiceCode, StageId, TicketId,
    TicketNumber, Timestamp,
};

/// A ticket as it is written for the first time.
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// Its identity, made by whoever asked for it.
    pub id: TicketId,
    /// Its number, from [`Transaction::take_serial`].
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
    /// The first stage.
    pub stage: StageId,
    /// When.
    pub at: Timestamp,
    /// The request it answers; the same key on the same day finds this ticket again.
    pub key: Option<String>,
}

/// How many wait in one lane for one stage of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingCount {
    /// The service.
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
}
