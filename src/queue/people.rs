//! What is kept of the people who work in the office.
//!
//! Never here: what a role may do (`domain`), or looking at a PIN (`secret`).

use crate::domain::{CounterNumber, Officer, OfficerId, PinHash, Timestamp};

/// An officer as the queue knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerRecord {
    /// Who.
    pub officer: Officer,
    /// What is kept of their PIN; `None`: they cannot sign in.
    pub pin: Option<PinHash>,
    /// Since when they work here.
    pub added_at: Timestamp,
    /// Since when they no longer do.
    pub retired_at: Option<Timestamp>,
}

/// One line of the log of an officer's access. Appended, never edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerEvent {
    /// Whose.
    pub officer: OfficerId,
    /// When.
    pub at: Timestamp,
    /// What: `added`, `pin-set`, `role-set`, `retired`, `guessed-at` or `left-kiosk`.
    pub kind: String,
    /// Who did it; `None`: nobody in particular.
    pub by: Option<OfficerId>,
}

/// A break that a counter takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterBreak {
    /// The counter.
    pub counter: CounterNumber,
    /// Since when.
    pub since: Timestamp,
    /// Who began it; `None`: nobody in particular.
    pub officer: Option<OfficerId>,
}
