//! What the owner of a printer says of it, and where it drives it.
//!
//! What is in a printer is a fact about the machine at a port and not about a name of it. So whoever becomes the owner of a
//! port inherits what the queue says of every name that this port has had; and what was in an id's printer stays behind with
//! the old port when the id gets another one. Never here: what an address means, or locks.

use crate::domain::{PrinterState, Remains};
use crate::queue::PrinterRecord;

/// A port of this machine, as far as it can be told from others now.
pub struct Port {
    /// The text by which it is known again later; `None` while what is there cannot be asked what it is.
    pub identity: Option<String>,
    /// Whether that is where the record says that its printer is.
    pub is_of: Box<dyn Fn(&PrinterRecord) -> bool>,
}

impl Port {
    /// A port that has one name only.
    pub fn named(identity: impl Into<String>) -> Self {
        let identity = identity.into();
        let own = identity.clone();
        let is_of = Box::new(move |record: &PrinterRecord| record.identity.as_ref() == Some(&own));
        Self { identity: Some(identity), is_of }
    }
}

/// What the owner of a printer has just learned of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrinterUpdate {
    /// Whether it would print.
    pub state: PrinterState,
    /// Whether it holds bytes of a job that did not come out, where that has just changed. Not said otherwise:
    /// somebody may have switched the printer off and on in the meantime.
    pub leftover: Option<bool>,
    /// Whether half a ticket may hang out of it, where that has just changed.
    pub partial_ticket: Option<bool>,
    /// How many answers it may still give to questions of jobs that are over, where that has just changed.
    pub answers_owed: Option<u8>,
    /// What it said, for the technician.
    pub note: String,
}

impl PrinterUpdate {
    pub(in crate::desk) fn changes(&self, known: &PrinterRecord) -> bool {
        // An owner that has said nothing yet has only written where the printer is.
        let first = known.note.is_empty() && !self.note.is_empty();
        first || self.state != known.state || self.remains(known.remains) != known.remains
    }

    /// What is in and at the printer now, where this was before.
    pub(in crate::desk) fn remains(&self, before: Remains) -> Remains {
        Remains {
            leftover: self.leftover.unwrap_or(before.leftover),
            partial_ticket: self.partial_ticket.unwrap_or(before.partial_ticket),
            answers_owed: self.answers_owed.unwrap_or(before.answers_owed),
        }
    }
}
