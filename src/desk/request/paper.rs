//! A paper that is to be printed now.

use crate::domain::{Remains, Ticket};
use crate::queue::{PrintContent, PrintJob};
use chrono::TimeDelta;

/// A job that has waited longer than this is not printed any more: the visitor has gone on with the number from
/// the screen, and a printer that comes back must not let out a flood of old tickets. It is listed for a reprint.
pub(in crate::desk) const PENDING_LIMIT: TimeDelta = TimeDelta::seconds(120);

/// A job that the caller must now print, and must then settle.
#[derive(Debug, Clone)]
pub struct ClaimedJob {
    /// The job, in state `Sending`.
    pub job: PrintJob,
    /// The ticket it belongs to; none for a leaflet.
    pub ticket: Option<Ticket>,
    /// What earlier jobs left behind in the printer.
    pub remains: Remains,
    /// Whether its date is known. Otherwise none is printed.
    pub knows_time: bool,
}

impl ClaimedJob {
    /// What it is, for the log.
    pub fn name(&self) -> String {
        match (&self.ticket, &self.job.content) {
            (Some(ticket), _) => ticket.number.to_string(),
            (None, PrintContent::Leaflet(leaflet)) => format!("leaflet {leaflet}"),
            (None, content) => content.kind().code().to_owned(),
        }
    }
}
