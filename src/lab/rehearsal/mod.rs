//! A whole day at an office, rehearsed in seconds: people who come, do not come, come back, a printer that runs out of
//! paper, a power cut, against a real queue in a folder of its own.
//!
//! ```text
//! script (who comes, by chance) -> play (what happens, on a clock of our own) -> outcome (what people lived through)
//! ```
//! Belongs here: what an office wants to know before it opens, and what a test wants to happen many times. Never here:
//! rules of the queue; it is the desk that decides, as on any other day.

mod outcome;
mod play;
mod power_cut;
mod printer;
mod script;

pub use outcome::Rehearsal;
pub use play::Counts;
pub use script::{Manner, Settings, Visitor, visitors};

use crate::clock::ManualClock;
use crate::data::DataFolder;
use crate::desk::{Desk, DeskError};
use crate::domain::TicketNumber;
use crate::office::Office;
use crate::spool::SpoolError;
use crate::store::StoreError;
use crate::store::sqlite::SqliteStore;
use std::sync::Arc;
use thiserror::Error;

/// Why a rehearsal came to no end. The second half of these are promises of the product that were broken.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RehearsalError {
    /// The desk refused what an officer may do, or the queue failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The queue of the rehearsal could not be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The printer of the rehearsal could not be owned.
    #[error(transparent)]
    Spool(#[from] SpoolError),
    /// The folder of the rehearsal could not be used.
    #[error(
        "the folder of the rehearsal could not be used; check the space in the temporary folder"
    )]
    Folder(#[from] std::io::Error),
    /// Somebody tapped twice and got two numbers.
    #[error("a double tap gave two numbers, {0} and {1}")]
    TwoNumbers(TicketNumber, TicketNumber),
    /// Two people have one number.
    #[error("{0} was given to visitor {1} and to another one")]
    NumberTwice(TicketNumber, usize),
    /// The queue says of more tickets that they were printed than pieces of paper came out.
    #[error("{printed} papers count as printed, and {sheets} came out")]
    FalsePrinted {
        /// What the queue says.
        printed: usize,
        /// What came out.
        sheets: usize,
    },
    /// The power cut changed the queue.
    #[error(
        "after the power cut the queue tells something else: {before} tickets before, {after} after"
    )]
    Lost {
        /// Tickets before.
        before: usize,
        /// Tickets after.
        after: usize,
    },
}

/// Begins the queue of a rehearsal, and opens it.
fn begin(
    data: &DataFolder,
    office: Arc<Office>,
    clock: ManualClock,
) -> Result<Desk, RehearsalError> {
    drop(SqliteStore::create(&data.queue_file())?);
    open(data, office, clock)
}

fn open(
    data: &DataFolder,
    office: Arc<Office>,
    clock: ManualClock,
) -> Result<Desk, RehearsalError> {
    let store = SqliteStore::open(&data.queue_file())?;
    Ok(Desk::new(Box::new(store), office, Arc::new(clock)))
}
