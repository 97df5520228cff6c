//! Requests that were answered: whoever asks again with the same key gets the same answer.

use crate::domain::{BusinessDay, LastAction, TicketId, Timestamp, Why};

/// The name of one request. It is made before the first try and is the same in every try.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestKey {
    /// Among whose keys: those of scripts and screens of one office are one scope.
    pub scope: String,
    /// The key.
    pub key: String,
}

impl RequestKey {
    /// A key of this office.
    pub fn new(key: impl Into<String>) -> Self {
        Self { scope: "office".to_owned(), key: key.into() }
    }
}

/// What is kept of an answer: enough to give it again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The ticket that it was about.
    pub ticket: Option<TicketId>,
    /// The print job that was asked for with it.
    pub job: Option<i64>,
    /// Why this ticket, where one was chosen.
    pub why: Option<Why>,
}

/// A request with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The request.
    pub key: RequestKey,
    /// What it asked for, in short: the same key for something else is a mistake.
    pub fingerprint: String,
    /// The answer.
    pub outcome: Outcome,
    /// When.
    pub at: Timestamp,
    /// The day on which it was carried out.
    pub day: BusinessDay,
    /// The move at a counter that it led to, with the ticket as it was before.
    pub action: Option<LastAction>,
}
