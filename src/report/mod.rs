//! What the head of an office asks for: how long people waited, where files lay, what the promise was worth.
//!
//! ```text
//! Desk::histories -> Visit (one way through the office) -> Report (figures) -> text, CSV, HTML
//! ```
//! Belongs here: measuring, adding up and showing. Never here: reading the queue (the desk is asked for it), or a figure that is not measured.

mod ask;
mod bar;
mod brief;
mod csv;
mod face;
mod html;
mod sheet;
mod spread;
mod table;
mod tally;
mod text;
mod visit;

pub use self::csv::csv;
pub use ask::{measured, month_before, page, page_of_today};
pub use brief::{Before, Brief, Figure, Line, brief};
pub use html::html;
pub use spread::Spread;
pub use table::{Table, tables};
pub use tally::{DayTotals, HourTotals, Period, QuotaUse, Report, StageTotals, Told, Totals};
pub use text::text;
pub use visit::{End, StageVisit, Visit};

#[cfg(test)]
mod brief_tests;
#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod tests;
