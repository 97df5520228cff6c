//! The seam to the shared queue: what every store must do, whatever database is behind it.
//!
//! One use case is one exclusive write transaction: inside it plain Rust reads, decides and writes, so the rules
//! stand once, in `domain`, and not once for each SQL dialect. Tests under `tests/` run one conformance suite
//! against every store. Never here: rules, wording, printing.

mod error;
mod help;
mod paper;
mod people;
mod reading;
mod record;
pub mod sqlite;
mod way_on;

pub use error::{Cause, StoreError};
pub use help::{HelpId, HelpRequest};
pub use paper::{NewPrintJob, PrintJob, PrinterEvent, PrinterRecord};
pub use people::{CounterBreak, OfficerEvent, OfficerRecord, PeopleView, PeopleWork};
pub use reading::{ClockReading, ClockStep, ClockView, ClockWork, DayHead};
pub use record::{Event, MissingCount, MissingDocument, NewEvent, NewTicket, WaitingCount};

use crate::domain::{
    BusinessDay, CounterNumber, EventSeq, Lane, LastAction, PrintState, PublicCall, ServiceCode,
    StageId, Ticket, TicketId, TicketNumber, Timestamp,
};
use chrono::TimeDelta;

/// The shared queue.
pub trait Store: Send {
    /// Begins the one write transaction that the whole office can have at a time. Dropped without
    /// [`Transaction::commit`], it leaves no trace.
    ///
    /// # Errors
    /// [`StoreError::Busy`] after several seconds of waiting; [`StoreError::Replaced`] as for
    /// [`Store::revision`]; faults of the file.
    fn begin(&mut self) -> Result<Box<dyn Transaction + '_>, StoreError>;

    /// A consistent view of one moment. Keep it short: while it lives, the file cannot be tidied.
    ///
    /// # Errors
    /// Faults of the file.
    fn snapshot(&mut self) -> Result<Box<dyn Snapshot + '_>, StoreError>;

    /// A number that changes when another connection has committed. Cheap enough to ask fifty times a second.
    ///
    /// # Errors
    /// Faults of the file, and [`StoreError::Replaced`] when the file at this path is no longer the open one.
    fn revision(&mut self) -> Result<i64, StoreError>;
}

/// Reading.
pub trait Snapshot: PeopleView + ClockView {
    /// How many numbers of a service were given on this day.
    ///
    /// # Errors
    /// Faults of the file; so for every function here.
    fn numbers_given(&self, day: BusinessDay, service: ServiceCode) -> Result<u32, StoreError>;

    /// The ticket with this number on this day.
    ///
    /// # Errors
    /// Faults of the file.
    fn ticket(&self, day: BusinessDay, number: TicketNumber) -> Result<Option<Ticket>, StoreError>;

    /// The ticket with this identity.
    ///
    /// # Errors
    /// Faults of the file.
    fn ticket_by_id(&self, id: TicketId) -> Result<Option<Ticket>, StoreError>;

    /// The ticket that answered this request on this day.
    ///
    /// # Errors
    /// Faults of the file.
    fn ticket_by_key(&self, day: BusinessDay, key: &str) -> Result<Option<Ticket>, StoreError>;

    /// All tickets of the day that wait, are called or are being served, in the order of their last event.
    ///
    /// # Errors
    /// Faults of the file.
    fn open_tickets(&self, day: BusinessDay) -> Result<Vec<Ticket>, StoreError>;

    /// Tickets of the day that are out of the office: missed, or handed back for documents; in the order of their last
    /// event.
    ///
    /// # Errors
    /// Faults of the file.
    fn away_tickets(&self, day: BusinessDay) -> Result<Vec<Ticket>, StoreError>;

    /// The first `limit` tickets in the line for this stage of this service in this lane, except those reserved for a
    /// counter. Its cost follows `limit`, however many wait.
    ///
    /// # Errors
    /// Faults of the file.
    fn line(
        &self,
        day: BusinessDay,
        service: ServiceCode,
        stage: &StageId,
        lane: Lane,
        limit: u32,
    ) -> Result<Vec<Ticket>, StoreError>;

    /// Since when whoever has waited longest in that line has waited; not always the first, because a file that came
    /// back goes ahead. One seek.
    ///
    /// # Errors
    /// Faults of the file.
    fn waiting_since(
        &self,
        day: BusinessDay,
        service: ServiceCode,
        stage: &StageId,
        lane: Lane,
    ) -> Result<Option<Timestamp>, StoreError>;

    /// The waiting tickets that only this counter may call.
    ///
    /// # Errors
    /// Faults of the file.
    fn reserved_tickets(
        &self,
        day: BusinessDay,
        counter: CounterNumber,
    ) -> Result<Vec<Ticket>, StoreError>;

    /// How many wait, for each service, stage and lane in which anybody does, reserved ones included.
    ///
    /// # Errors
    /// Faults of the file.
    fn waiting_counts(&self, day: BusinessDay) -> Result<Vec<WaitingCount>, StoreError>;

    /// The ticket that this counter holds.
    ///
    /// # Errors
    /// Faults of the file.
    fn ticket_at_counter(
        &self,
        day: BusinessDay,
        counter: CounterNumber,
    ) -> Result<Option<Ticket>, StoreError>;

    /// The tickets that the counters of the day hold, and the counters that have done anything since `since`.
    ///
    /// # Errors
    /// Faults of the file.
    fn counters_at_work(
        &self,
        day: BusinessDay,
        since: Timestamp,
    ) -> Result<(Vec<Ticket>, Vec<CounterNumber>), StoreError>;

    /// How long the last tickets that were finished at this stage held their counters, of whatever day, newest first,
    /// each with its service. Its cost follows `limit`.
    ///
    /// # Errors
    /// Faults of the file.
    fn stage_times(
        &self,
        stage: &StageId,
        limit: u32,
    ) -> Result<Vec<(ServiceCode, TimeDelta)>, StoreError>;

    /// The newest move at this counter today, with the ticket as it was before.
    ///
    /// # Errors
    /// Faults of the file.
    fn last_action(
        &self,
        day: BusinessDay,
        counter: CounterNumber,
    ) -> Result<Option<LastAction>, StoreError>;

    /// The counters that take a break.
    ///
    /// # Errors
    /// Faults of the file.
    fn paused_counters(&self, day: BusinessDay) -> Result<Vec<CounterNumber>, StoreError>;

    /// The requests for staff of this day that nobody has answered, in order.
    ///
    /// # Errors
    /// Faults of the file.
    fn open_help(&self, day: BusinessDay) -> Result<Vec<HelpRequest>, StoreError>;

    /// What was missing when this ticket was last handed back; empty when it never was.
    ///
    /// # Errors
    /// Faults of the file.
    fn missing_documents(&self, ticket: TicketId) -> Result<Vec<MissingDocument>, StoreError>;

    /// Which documents were missing on this day, the most frequent first. What was taken back does not count.
    ///
    /// # Errors
    /// Faults of the file.
    fn missing_counts(&self, day: BusinessDay) -> Result<Vec<MissingCount>, StoreError>;

    /// Tickets of earlier days that were never finished.
    ///
    /// # Errors
    /// Faults of the file.
    fn left_over(&self, day: BusinessDay) -> Result<Vec<Ticket>, StoreError>;

    /// The calls and recalls of the day above `after`, in order, without those that were taken back.
    ///
    /// # Errors
    /// Faults of the file.
    fn calls_after(&self, day: BusinessDay, after: EventSeq)
    -> Result<Vec<PublicCall>, StoreError>;

    /// The latest calls of the day, newest first, one for each number, without those that were taken back.
    ///
    /// # Errors
    /// Faults of the file.
    fn latest_calls(&self, day: BusinessDay, limit: u32) -> Result<Vec<PublicCall>, StoreError>;

    /// The lanes of the latest tickets called or taken at any of these stages, newest first, without those that were
    /// taken back.
    ///
    /// # Errors
    /// Faults of the file.
    fn recent_lanes(
        &self,
        day: BusinessDay,
        stages: &[StageId],
        limit: u32,
    ) -> Result<Vec<Lane>, StoreError>;

    /// The newest event of all.
    ///
    /// # Errors
    /// Faults of the file.
    fn newest_event(&self) -> Result<EventSeq, StoreError>;

    /// The log of a ticket, in order.
    ///
    /// # Errors
    /// Faults of the file.
    fn events_of(&self, ticket: TicketId) -> Result<Vec<Event>, StoreError>;

    /// The print jobs of a ticket, in order.
    ///
    /// # Errors
    /// Faults of the file.
    fn print_jobs_of(&self, ticket: TicketId) -> Result<Vec<PrintJob>, StoreError>;

    /// A print job.
    ///
    /// # Errors
    /// Faults of the file.
    fn print_job(&self, id: i64) -> Result<Option<PrintJob>, StoreError>;

    /// The print jobs for this printer that are `Pending`, `Postponed` or `Sending`, in order.
    ///
    /// # Errors
    /// Faults of the file.
    fn unsettled_print_jobs(&self, printer: &str) -> Result<Vec<PrintJob>, StoreError>;

    /// The newest ticket and the newest slip of each open ticket of the day, where it is `Failed`, `Unknown` or `Withdrawn`,
    /// or still not settled though it was asked for before `overdue`, in order.
    ///
    /// # Errors
    /// Faults of the file.
    fn unprinted(&self, day: BusinessDay, overdue: Timestamp) -> Result<Vec<PrintJob>, StoreError>;

    /// The newest print job of a ticket for this printer.
    ///
    /// # Errors
    /// Faults of the file.
    fn newest_print_job(&self, printer: &str) -> Result<Option<PrintJob>, StoreError>;

    /// What is known of a printer; `None` when nobody has ever owned it.
    ///
    /// # Errors
    /// Faults of the file.
    fn printer(&self, printer: &str) -> Result<Option<PrinterRecord>, StoreError>;

    /// What is known of every printer that was ever owned, by id.
    ///
    /// # Errors
    /// Faults of the file.
    fn printers(&self) -> Result<Vec<PrinterRecord>, StoreError>;

    /// What befell a printer, newest first.
    ///
    /// # Errors
    /// Faults of the file.
    fn printer_events(&self, printer: &str, limit: u32) -> Result<Vec<PrinterEvent>, StoreError>;

    /// Every ticket issued from one day to another, both included, by day and number.
    ///
    /// # Errors
    /// Faults of the file.
    fn tickets_between(
        &self,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<Ticket>, StoreError>;

    /// The logs of those tickets, in order.
    ///
    /// # Errors
    /// Faults of the file.
    fn events_between(
        &self,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<(TicketId, Event)>, StoreError>;

    /// The print jobs of those tickets, in order.
    ///
    /// # Errors
    /// Faults of the file.
    fn print_jobs_between(
        &self,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<PrintJob>, StoreError>;
}

/// Writing. Nothing is kept before [`Transaction::commit`] has returned.
pub trait Transaction: Snapshot + PeopleWork + ClockWork {
    /// The next serial of the service on this day, counted from 1 without gaps: it is taken back if the
    /// transaction is.
    ///
    /// # Errors
    /// Faults of the file; so for every function here.
    fn take_serial(&mut self, day: BusinessDay, service: ServiceCode) -> Result<u32, StoreError>;

    /// Writes a ticket and its first event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the number, the identity or the request key exists.
    fn insert_ticket(&mut self, new: &NewTicket) -> Result<Ticket, StoreError>;

    /// Writes what became of a ticket, with the event that did it, and returns it with its new `last_event`. A place of
    /// [`EventSeq::NEXT`] becomes the sequence of that event. Where a counter was involved, `before` is kept as its
    /// last action.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `before` is not the newest copy, or when the counter already holds another.
    fn record(
        &mut self,
        before: &Ticket,
        event: &NewEvent<'_>,
        after: &Ticket,
    ) -> Result<Ticket, StoreError>;

    /// Writes what was missing when a file was handed back by `event`.
    ///
    /// # Errors
    /// Faults of the file.
    fn note_missing(
        &mut self,
        event: EventSeq,
        missing: &[MissingDocument],
    ) -> Result<(), StoreError>;

    /// Writes that a counter begins or ends a break.
    ///
    /// # Errors
    /// Faults of the file.
    fn note_break(
        &mut self,
        day: BusinessDay,
        counter: CounterNumber,
        paused: bool,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Writes that somebody asks for staff.
    ///
    /// # Errors
    /// Faults of the file.
    fn ask_help(
        &mut self,
        day: BusinessDay,
        about: Option<ServiceCode>,
        at: Timestamp,
    ) -> Result<HelpId, StoreError>;

    /// Writes that a request for staff is answered; tells whether it was still open.
    ///
    /// # Errors
    /// Faults of the file.
    fn answer_help(&mut self, id: HelpId, at: Timestamp) -> Result<bool, StoreError>;

    /// Writes an event that leaves the state as it is.
    ///
    /// # Errors
    /// Faults of the file.
    fn note(&mut self, ticket: &Ticket, kind: &str, at: Timestamp) -> Result<(), StoreError>;

    /// Writes a print job and returns its id.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the ticket has this copy of itself already.
    fn insert_print_job(&mut self, job: &NewPrintJob<'_>) -> Result<i64, StoreError>;

    /// Moves a print job from one state to another.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the job is not in state `from`.
    fn set_print_state(
        &mut self,
        job: i64,
        from: PrintState,
        to: PrintState,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Writes what is known of a printer over what was known of it before.
    ///
    /// # Errors
    /// Faults of the file.
    fn set_printer(&mut self, record: &PrinterRecord) -> Result<(), StoreError>;

    /// Adds a line to the log of a printer.
    ///
    /// # Errors
    /// Faults of the file.
    fn note_printer(&mut self, printer: &str, event: &PrinterEvent) -> Result<(), StoreError>;

    /// Makes everything durable, all or nothing.
    ///
    /// # Errors
    /// Faults of the disk: then nothing was kept.
    fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
