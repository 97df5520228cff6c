//! Everything that was written about the tickets of some days: for reports and rehearsals.
//!
//! Never here: what follows from it (that is `report`).

use crate::desk::{Desk, DeskError};
use crate::domain::{BusinessDay, ServiceCode, Ticket, TicketId};
use crate::queue::{Event, MissingCount, PrintJob};
use std::collections::{BTreeMap, HashMap};

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
        let view = self.look()?.view;
        let mut events: HashMap<TicketId, Vec<Event>> = HashMap::new();
        for (ticket, event) in view.events_between(from, to)? {
            events.entry(ticket).or_default().push(event);
        }
        let mut papers: HashMap<TicketId, Vec<PrintJob>> = HashMap::new();
        for job in view.print_jobs_between(from, to)? {
            if let Some(ticket) = job.ticket {
                papers.entry(ticket).or_default().push(job);
            }
        }
        let with_log = |ticket: Ticket| History {
            events: events.remove(&ticket.id).unwrap_or_default(),
            papers: papers.remove(&ticket.id).unwrap_or_default(),
            ticket,
        };
        Ok(view.tickets_between(from, to)?.into_iter().map(with_log).collect())
    }

    /// Which documents were missing from `from` to `to`, both included, and how often, the most frequent first.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn missing_documents(
        &mut self,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<MissingCount>, DeskError> {
        let view = self.look()?.view;
        let mut sums: BTreeMap<(ServiceCode, String), u32> = BTreeMap::new();
        for date in from.date().iter_days().take_while(|date| *date <= to.date()) {
            for counted in view.missing_counts(BusinessDay::from(date))? {
                *sums.entry((counted.service, counted.document)).or_default() += counted.count;
            }
        }
        let counted = |((service, document), count)| MissingCount { service, document, count };
        let mut all: Vec<MissingCount> = sums.into_iter().map(counted).collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.count));
        Ok(all)
    }
}
