//! Everything that was written about the tickets of some days: for reports and rehearsals.
//!
//! Never here: what follows from it (that is `report`).

use super::{Desk, DeskError};
use crate::domain::{BusinessDay, Ticket, TicketId};
use crate::store::{Event, PrintJob};
use std::collections::HashMap;

/// Everything that is written about one ticket.
#[derive(Debug, Clone)]
pub struct History {
    /// The ticket as it is now.
    pub ticket: Ticket,
    /// Its log, in order.
    pub events: Vec<Event>,
    /// Its papers, in order.
    pub papers: Vec<PrintJob>,
}

impl Desk {
    /// The histories of every ticket issued from `from` to `to`, both included, in the order of their numbers.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn histories(
        &mut self,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<History>, DeskError> {
        let (view, ..) = self.look()?;
        let mut events: HashMap<TicketId, Vec<Event>> = HashMap::new();
        for (ticket, event) in view.events_between(from, to)? {
            events.entry(ticket).or_default().push(event);
        }
        let mut papers: HashMap<TicketId, Vec<PrintJob>> = HashMap::new();
        for job in view.print_jobs_between(from, to)? {
            papers.entry(job.ticket).or_default().push(job);
        }
        let with_log = |ticket: Ticket| History {
            events: events.remove(&ticket.id).unwrap_or_default(),
            papers: papers.remove(&ticket.id).unwrap_or_default(),
            ticket,
        };
        Ok(view.tickets_between(from, to)?.into_iter().map(with_log).collect())
    }
}
