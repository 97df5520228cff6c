//! What everybody may look at. Nothing here changes anything.

mod board;
mod coming;
mod help;
mod history;
mod intake;
mod issued;
mod overview;
mod printer;
mod today;

pub use board::{Board, CounterView, LATEST_CALLS, TicketFile, Waiting};
pub use coming::Coming;
pub use help::HELP_MINUTES;
pub use history::History;
pub use intake::{AtCounter, ServiceIntake};
pub use overview::{OrphanedPaper, Overview};
pub use printer::PrinterFile;
pub use today::{CounterToday, IssuedToday};
