//! The queue as values: what is recorded, what can change, and one business day in memory.
//!
//! Belongs here: the records of the queue, [`Change`], [`Day`] and the one function that applies the one to the other. Every
//! program that decides or shows something keeps a [`Day`] and brings it up to date; stores read and write what stands in it.
//! Never here: rules (`domain`), what a request leads to (`desk`), SQL (`store`), an office file.

mod change;
mod day;
mod event;
mod line;
mod lookup;
mod paper;
mod people;
mod request;
mod time;
mod update;

pub use change::Change;
pub use day::{Day, Deed, PRINTER_LINES, RECENT_JOBS, STAGE_TIMES};
pub use event::{Event, HelpId, HelpRequest, MissingCount, MissingDocument, WaitingCount};
pub use paper::{Leaflet, PrintContent, PrintJob, PrinterEvent, PrinterRecord};
pub use people::{CounterBreak, OfficerEvent, OfficerRecord};
pub use request::{Answered, Outcome, RequestKey};
pub use time::{ClockReading, ClockStep};
pub use update::{
    Head, LoggedEvent, People, Printers, Series, StageTime, Stamps, TicketRecord, Update,
};
