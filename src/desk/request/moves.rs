//! What an officer means at a counter, and what comes of it.

use crate::domain::{CounterNumber, ServiceCode, Ticket, TicketNumber, Timestamp, Why};

/// Which ticket is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The one that this counter holds.
    Counter(CounterNumber),
    /// The one with this number, today.
    Ticket(TicketNumber),
}

/// A ticket that has just come to a counter.
#[derive(Debug, Clone)]
pub struct Called {
    /// The ticket, called (public stage) or being served (back office).
    pub ticket: Ticket,
    /// Why this one.
    pub why: Why,
}

/// Where a ticket is sent; both empty: to whichever counter serves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Destination {
    /// Another service; `None`: the one it is for.
    pub service: Option<ServiceCode>,
    /// The only counter that may call it.
    pub counter: Option<CounterNumber>,
}

/// A step that can be taken back at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// Whose.
    pub number: TicketNumber,
    /// The code of its event.
    pub kind: String,
    /// Until when.
    pub until: Timestamp,
}
