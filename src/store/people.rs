//! What is kept of the people who work in the office.
//!
//! Never here: what a role may do (`domain`), or looking at a PIN (`secret`).

use super::StoreError;
use crate::domain::{BusinessDay, CounterNumber, Guesses, Officer, OfficerId, PinHash, Timestamp};

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

/// Reading about people.
pub trait PeopleView {
    /// Everybody who works or has worked here, by id.
    ///
    /// # Errors
    /// Faults of the file; so for every function here.
    fn officers(&self) -> Result<Vec<OfficerRecord>, StoreError>;

    /// The officer with this id, retired or not.
    ///
    /// # Errors
    /// Faults of the file.
    fn officer(&self, id: &OfficerId) -> Result<Option<OfficerRecord>, StoreError>;

    /// The log of an officer's access, newest first.
    ///
    /// # Errors
    /// Faults of the file.
    fn officer_events(&self, id: &OfficerId, limit: u32) -> Result<Vec<OfficerEvent>, StoreError>;

    /// How often somebody has guessed at this door since the last right PIN.
    ///
    /// # Errors
    /// Faults of the file.
    fn guesses(&self, door: &str) -> Result<Guesses, StoreError>;

    /// The breaks of this day that have not ended, by counter.
    ///
    /// # Errors
    /// Faults of the file.
    fn breaks(&self, day: BusinessDay) -> Result<Vec<CounterBreak>, StoreError>;
}

/// Writing about people.
pub trait PeopleWork: PeopleView {
    /// Names whoever takes the steps of tickets and counters that this transaction writes from here on.
    fn sign(&mut self, officer: Option<&OfficerId>);

    /// Writes an officer over what was known of them before.
    ///
    /// # Errors
    /// Faults of the file; so for every function here.
    fn set_officer(&mut self, record: &OfficerRecord) -> Result<(), StoreError>;

    /// Adds a line to the log of an officer's access.
    ///
    /// # Errors
    /// Faults of the file.
    fn note_officer(&mut self, event: &OfficerEvent) -> Result<(), StoreError>;

    /// Writes how often somebody has guessed at this door.
    ///
    /// # Errors
    /// Faults of the file.
    fn set_guesses(&mut self, door: &str, guesses: Guesses) -> Result<(), StoreError>;
}
