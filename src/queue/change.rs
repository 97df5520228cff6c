//! What can change in the queue: the only thing that a store writes and a [`Day`](super::Day) applies.
//!
//! A change says what is true afterwards, with every number that it needs; whoever decides takes those from the day in
//! memory. Never here: how it is written, or when it is due.

use super::{
    Answered, ClockReading, ClockStep, Event, HelpId, HelpRequest, MissingDocument, OfficerEvent,
    OfficerRecord, PrintJob, PrinterEvent, PrinterRecord,
};
use crate::domain::{
    BusinessDay, CounterNumber, Doubt, FailedAttempts, OfficerId, PrintState, Ticket, TicketId,
    Timestamp,
};

/// One change of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A number was given.
    Issued {
        /// The ticket; its `last_event` and its place are those of `event`.
        ticket: Box<Ticket>,
        /// Why the clock was not believed at that moment.
        doubt: Option<Doubt>,
        /// The first line of its log.
        event: Event,
    },
    /// A ticket has moved.
    Moved {
        /// The ticket as it was. It must be the newest copy.
        before: Box<Ticket>,
        /// The ticket as it is now; its `last_event` is that of `event`.
        after: Box<Ticket>,
        /// The line of its log.
        event: Event,
        /// What was missing, where the file was handed back.
        missing: Vec<MissingDocument>,
    },
    /// Something happened to a ticket that leaves it where it is.
    Noted {
        /// Which ticket.
        ticket: TicketId,
        /// Its day.
        day: BusinessDay,
        /// The line of its log.
        event: Event,
    },
    /// A ticket is taken over into another day under its number, above which that day then counts.
    CarriedOver {
        /// The ticket as it was.
        ticket: Box<Ticket>,
        /// The day.
        day: BusinessDay,
    },
    /// A counter begins or ends a break.
    Break {
        /// On which day.
        day: BusinessDay,
        /// The counter.
        counter: CounterNumber,
        /// Whether it begins.
        paused: bool,
        /// When.
        at: Timestamp,
        /// Whose step it was.
        officer: Option<OfficerId>,
    },
    /// Somebody asks for staff.
    HelpAsked {
        /// On which day.
        day: BusinessDay,
        /// What is asked.
        request: HelpRequest,
    },
    /// A request for staff is answered.
    HelpAnswered {
        /// Which.
        id: HelpId,
        /// When.
        at: Timestamp,
        /// Who went there.
        officer: Option<OfficerId>,
    },
    /// A paper is asked for.
    PrintAsked(PrintJob),
    /// A print job comes from one state into another.
    PrintMoved {
        /// Which.
        job: i64,
        /// The state that it must be in.
        from: PrintState,
        /// The state that it comes into.
        to: PrintState,
        /// When.
        at: Timestamp,
    },
    /// What is known of a printer, over what was known before.
    Printer(PrinterRecord),
    /// A line in the log of a printer.
    PrinterNoted {
        /// Which.
        printer: String,
        /// The line.
        event: PrinterEvent,
    },
    /// An officer, over what was known of them before.
    Officer(OfficerRecord),
    /// A line in the log of an officer's access.
    OfficerNoted(OfficerEvent),
    /// How often somebody has guessed at a door.
    FailedAttempts {
        /// Where PINs are tried.
        door: String,
        /// How often.
        failed_attempts: FailedAttempts,
    },
    /// A request has its answer.
    Answered(Box<Answered>),
    /// Answers that are older than this are needed no longer.
    AnswersForgotten(Timestamp),
    /// The clock of a machine, instead of what was kept of it before.
    ClockRead(ClockReading),
    /// The day in force, or what speaks for it, has changed.
    ClockStepped {
        /// The step.
        step: ClockStep,
        /// Whose step it was, where a person opened the day.
        officer: Option<OfficerId>,
    },
}
