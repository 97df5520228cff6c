//! The rules of the queue: values in, values out.
//!
//! Belongs here: what a ticket is, how it moves, how numbers are formed, who is next, what is announced
//! and what may be claimed about paper. Never here: a clock, SQL, serde, a file, a thread, a sentence
//! that the public reads. Every rule can be tried with plain values in a test of a few lines.

pub mod action;
pub mod announce;
mod coded;
pub mod cutoff;
pub mod day;
pub mod estimate;
pub mod hours;
pub mod number;
pub mod people;
pub mod pin;
pub mod policy;
pub mod print;
pub mod service;
pub mod sla;
pub mod ticket;
pub mod undo;
pub mod verdict;

pub use action::{Action, LapseCause, Refused};
pub use announce::{Announcer, CallKind, HOLD_SECONDS, Manner, NEWS_SECONDS, PublicCall};
pub use cutoff::{Fit, StageLoad};
pub use day::{BusinessDay, Timestamp, written_date};
pub use estimate::{StageTimes, WaitRange};
pub use hours::{Hours, OpeningState, Shut, Span};
pub use number::{NumberError, SERIAL_MAX, TicketNumber};
pub use people::{Actor, Duty, NotAllowed, Officer, Role};
pub use pin::{FREE_TRIES, FailedAttempts, Pin, PinFault, PinHash};
pub use policy::{Ahead, Fairness, LongestWait, Next, Why, select_next};
pub use print::{
    Incident, PrintCause, PrintKind, PrintLevel, PrintOutcome, PrintState, PrinterState, Remains,
    TRIED_AGAIN_FOR,
};
pub use service::{
    Attendance, CaseId, CounterNumber, Language, OfficerId, OverrideCode, PrinterId, ServiceCode,
    Stage, StageId,
};
pub use sla::{Level, ServiceClock};
pub use ticket::{Entry, EventSeq, Lane, State, Ticket, TicketId};
pub use undo::{LastAction, NotUndone, UNDO_SECONDS, UNDONE};
pub use verdict::{Carried, Doubt, Facts, GAP_DAYS, Past, Verdict, Voucher};
