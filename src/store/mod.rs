//! The seam to the shared queue: what every store must do, whatever database is behind it.
//!
//! A store reads what a [`Day`] needs, keeps what was decided on it, and answers what no day holds. Whoever decides begins a
//! [`Turn`], which nobody else has meanwhile, brings the day up to date, decides in plain Rust, and commits. Tests under
//! `tests/` run one conformance suite against every store. Never here: rules, wording, printing.

mod error;
pub mod sqlite;
mod way_on;

pub use error::{Cause, StoreError};

use crate::domain::{BusinessDay, OfficerId, Ticket, TicketId, Timestamp, Voucher};
use crate::queue::{
    Answered, Change, ClockReading, ClockStep, Day, Event, Head, MissingCount, OfficerEvent,
    PrintJob, RequestKey, TicketRecord, Update,
};

/// The shared queue.
pub trait Store: Send {
    /// Begins the one turn to write that the whole office can have at a time. Dropped without [`Turn::commit`], it leaves
    /// no trace. `key` is the request that is going to be looked for ([`Archive::answered`]), where there is one: it costs less
    /// here.
    ///
    /// # Errors
    /// [`StoreError::Busy`] after several seconds of waiting; [`StoreError::Replaced`] as for [`Store::revision`]; faults of
    /// the file.
    fn begin(&mut self, key: Option<&RequestKey>) -> Result<Box<dyn Turn + '_>, StoreError>;

    /// One moment of the queue. Keep it short: while it lives, the file cannot be tidied.
    ///
    /// # Errors
    /// Faults of the file.
    fn read(&mut self) -> Result<Box<dyn Archive + '_>, StoreError>;

    /// A number that changes when another connection has committed. Cheap enough to ask fifty times a second.
    ///
    /// # Errors
    /// Faults of the file, and [`StoreError::Replaced`] when the file at this path is no longer the open one.
    fn revision(&mut self) -> Result<i64, StoreError>;
}

/// A turn to write. Nothing is kept before [`Turn::commit`] has returned.
pub trait Turn: Archive {
    /// Makes all of it durable, or none of it. `day` is what they lead to.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where a change was decided on a copy that is not the newest, or would break a rule of
    /// uniqueness: of numbers, of identities, of request keys, of tickets at a counter, of papers. Faults of the disk. Nothing
    /// was kept then, except where the disk failed in the last moment: then nobody knows.
    fn commit(self: Box<Self>, changes: &[Change], day: &Day) -> Result<(), StoreError>;
}

/// Reading: what a day is made of, and what no day holds. All answers are of one moment; each may be a fault of the file.
#[expect(clippy::missing_errors_doc, reason = "they are the same for each: faults of the file")]
pub trait Archive {
    /// Where the queue stands.
    fn head(&self) -> &Head;

    /// What has changed of a day since the `known` copy of it; everything where none is known, or where that is simpler.
    fn update(&self, known: Option<&Day>, date: BusinessDay) -> Result<Update, StoreError>;

    /// What this request was answered, on whatever day.
    fn answered(&self, key: &RequestKey) -> Result<Option<Answered>, StoreError>;

    /// The clock of this machine when it was last believed.
    fn clock_reading(&self, machine: &str) -> Result<Option<ClockReading>, StoreError>;

    /// The newest step of the clock; or the newest of those with this voucher.
    fn last_clock_step(&self, of: Option<Voucher>) -> Result<Option<ClockStep>, StoreError>;

    /// The newest step that came to this day from another one.
    fn opening_step(&self, day: BusinessDay) -> Result<Option<ClockStep>, StoreError>;

    /// The newest day that synchronisation, the boot clock, a person or an update vouched for, and all days that have
    /// tickets issued since.
    fn days_since_vouched(&self) -> Result<(Option<BusinessDay>, Vec<BusinessDay>), StoreError>;

    /// The day and the time of the newest event of all.
    fn newest_moment(&self) -> Result<Option<(BusinessDay, Timestamp)>, StoreError>;

    /// Tickets of earlier days that were never finished, in the order of their last event.
    fn left_over(&self, day: BusinessDay) -> Result<Vec<TicketRecord>, StoreError>;

    /// Tickets of later days that were never finished: those of a clock that was wrong.
    fn ahead_of(&self, day: BusinessDay) -> Result<Vec<TicketRecord>, StoreError>;

    /// The ticket with this identity, of whatever day.
    fn ticket_by_id(&self, id: TicketId) -> Result<Option<Ticket>, StoreError>;

    /// The log of a ticket, in order.
    fn events_of(&self, ticket: TicketId) -> Result<Vec<Event>, StoreError>;

    /// The print jobs of a ticket of whatever day, in order.
    fn print_jobs_of(&self, ticket: TicketId) -> Result<Vec<PrintJob>, StoreError>;

    /// A print job, however old.
    fn print_job(&self, id: i64) -> Result<Option<PrintJob>, StoreError>;

    /// The newest print job of a ticket for this printer.
    fn newest_print_job(&self, printer: &str) -> Result<Option<PrintJob>, StoreError>;

    /// The log of an officer's access, newest first.
    fn officer_events(&self, id: &OfficerId, limit: u32) -> Result<Vec<OfficerEvent>, StoreError>;

    /// Which documents were missing on this day, the most frequent first. What was taken back does not count.
    fn missing_counts(&self, day: BusinessDay) -> Result<Vec<MissingCount>, StoreError>;

    /// Every ticket issued from one day to another, both included, by day and number.
    fn tickets_between(
        &self,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<Ticket>, StoreError>;

    /// The logs of those tickets, in order.
    fn events_between(
        &self,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<(TicketId, Event)>, StoreError>;

    /// The print jobs of those tickets, in order.
    fn print_jobs_between(
        &self,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<PrintJob>, StoreError>;
}
