//! The seam to the shared queue: what every store must do, whatever database is behind it.
//!
//! One use case is one exclusive write transaction: inside it plain Rust reads, decides and writes, so the rules
//! stand once, in `domain`, and not once for each SQL dialect. Tests under `tests/` run one conformance suite
//! against every store. Never here: rules, wording, printing.

mod paper;
pub mod sqlite;

pub use paper::{NewPrintJob, PrintJob, PrinterEvent, PrinterRecord};

use crate::domain::{
    BusinessDay, CaseId, CounterNumber, EventSeq, Lane, Language, PrintState, PublicCall,
    ServiceCode, StageId, State, Ticket, TicketId, TicketNumber, Timestamp,
};
use std::path::PathBuf;
use thiserror::Error;

/// What the database said, for the log.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why the queue could not be read or written. Each text says what to do; the cause is the `source`.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder of the queue file does not exist.
    #[error("there is no folder {0}; run `antre init` first, or give the right folder with --data")]
    NoFolder(PathBuf),
    /// The folder or file may not be written by this user.
    #[error("cannot write to {path}; give this user write permission to the folder and the file")]
    ReadOnly {
        /// The queue file.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: Cause,
    },
    /// The file cannot be opened.
    #[error("cannot open the queue {path}; check that the folder exists and is readable")]
    Open {
        /// The queue file.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: Cause,
    },
    /// No room for another ticket.
    #[error(
        "the disk that holds the queue is full; nothing was changed. Free some space and try again"
    )]
    Full(#[source] Cause),
    /// The file's content is damaged.
    #[error(
        "the queue file {path} is damaged; nothing was changed. Keep a copy of the file and restore the last backup"
    )]
    Corrupt {
        /// The queue file.
        path: PathBuf,
        /// What the database said.
        #[source]
        source: Cause,
    },
    /// The file belongs to another program.
    #[error("{0} is not a queue of Antre; move it away or give another folder with --data")]
    Foreign(PathBuf),
    /// The file was written by a newer version.
    #[error(
        "the queue {path} was written by a newer Antre (schema {found}, this program knows {known}); install the newer version here too"
    )]
    Newer {
        /// The queue file.
        path: PathBuf,
        /// Schema version of the file.
        found: i64,
        /// Newest schema version of this program.
        known: i64,
    },
    /// The folder lies on a network share, where SQLite's locks cannot be trusted.
    #[error(
        "{path} is on a network share ({kind}), where a shared queue would lose tickets; put the data folder on a local disk. Several machines need a PostgreSQL store"
    )]
    Network {
        /// The data folder.
        path: PathBuf,
        /// Name of the file system.
        kind: &'static str,
    },
    /// The file was replaced or removed while it was open.
    #[error("the queue file {0} was replaced or removed while in use; restart the program")]
    Replaced(PathBuf),
    /// Other programs held the queue for longer than any of them should.
    #[error("the queue was busy for several seconds; nothing was changed. Try again")]
    Busy(#[source] Cause),
    /// Somebody else changed the same thing first, or a rule of uniqueness refused the change.
    #[error(
        "somebody else changed this ticket at the same moment; nothing was changed. Look again"
    )]
    Conflict(#[source] Option<Cause>),
    /// The disk failed.
    #[error("the disk failed while the queue was used; nothing was confirmed. Check the disk")]
    Disk(#[source] Cause),
    /// A value in the file that this program cannot have written.
    #[error("the queue holds a value that cannot be right: {0}")]
    BadValue(String),
    /// Anything else.
    #[error("the queue could not be used while {doing}")]
    Other {
        /// What we were doing.
        doing: &'static str,
        /// What the database said.
        #[source]
        source: Cause,
    },
}

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
pub trait Snapshot {
    /// The newest business day that has a ticket.
    ///
    /// # Errors
    /// Faults of the file; so for every function here.
    fn newest_day(&self) -> Result<Option<BusinessDay>, StoreError>;

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

    /// The ticket that has waited longest for this stage of this service in this lane. One seek, however many wait.
    ///
    /// # Errors
    /// Faults of the file.
    fn waiting_head(
        &self,
        day: BusinessDay,
        service: ServiceCode,
        stage: &StageId,
        lane: Lane,
    ) -> Result<Option<Ticket>, StoreError>;

    /// How many wait, for each service, stage and lane in which anybody does.
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

    /// Tickets of earlier days that were never finished.
    ///
    /// # Errors
    /// Faults of the file.
    fn left_over(&self, day: BusinessDay) -> Result<Vec<Ticket>, StoreError>;

    /// The calls and recalls of the day above `after`, in order.
    ///
    /// # Errors
    /// Faults of the file.
    fn calls_after(&self, day: BusinessDay, after: EventSeq)
    -> Result<Vec<PublicCall>, StoreError>;

    /// The latest calls of the day, newest first, one for each number.
    ///
    /// # Errors
    /// Faults of the file.
    fn latest_calls(&self, day: BusinessDay, limit: u32) -> Result<Vec<PublicCall>, StoreError>;

    /// The lanes of the latest tickets called or taken at any of these stages, newest first.
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

    /// The print jobs for this printer that are `Pending` or `Sending`, in order.
    ///
    /// # Errors
    /// Faults of the file.
    fn unsettled_print_jobs(&self, printer: &str) -> Result<Vec<PrintJob>, StoreError>;

    /// The newest ticket and the newest slip of each open ticket of the day, where it is `Failed` or `Unknown`, or
    /// still not settled though it was asked for before `overdue`, in order.
    ///
    /// # Errors
    /// Faults of the file.
    fn unprinted(&self, day: BusinessDay, overdue: Timestamp) -> Result<Vec<PrintJob>, StoreError>;

    /// The newest print job for this printer.
    ///
    /// # Errors
    /// Faults of the file.
    fn newest_print_job(&self, printer: &str) -> Result<Option<PrintJob>, StoreError>;

    /// What is known of a printer; `None` when nobody has ever owned it.
    ///
    /// # Errors
    /// Faults of the file.
    fn printer(&self, printer: &str) -> Result<Option<PrinterRecord>, StoreError>;

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
pub trait Transaction: Snapshot {
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

    /// Writes the state that follows from an action, with its event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `ticket` is not the newest copy, or when the counter already holds another.
    fn record(
        &mut self,
        ticket: &Ticket,
        kind: &str,
        next: State,
        at: Timestamp,
    ) -> Result<Ticket, StoreError>;

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
