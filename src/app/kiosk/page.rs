//! The pages of the kiosk and what each of them knows. Never here: how one follows from another (`flow`).

use super::aids::ListPaper;
use crate::desk::{Issued, NoNumber};
use crate::domain::{CaseId, Lane, PrintCause, PrintState, ServiceCode, TicketId};

/// What the visitor sees.
#[derive(Debug, Clone)]
pub enum Page {
    /// The services.
    Services,
    /// The office gives no numbers now, for this reason.
    Closed(NoNumber),
    /// The documents of a service.
    Checklist {
        /// The service.
        service: ServiceCode,
        /// The case that was chosen.
        case: Option<CaseId>,
        /// The lane that was chosen.
        lane: Lane,
    },
    /// This service gives no numbers now.
    Refused {
        /// The service.
        service: ServiceCode,
        /// Why.
        why: NoNumber,
    },
    /// The published standard of a service.
    Standard {
        /// The service.
        service: ServiceCode,
        /// The page below it.
        from: Box<Page>,
    },
    /// A number is being made. Lasts a few milliseconds; touches do nothing.
    Issuing {
        /// The service.
        service: ServiceCode,
        /// The identity of the ticket asked for.
        id: TicketId,
        /// How long it has lasted.
        seconds: u32,
    },
    /// The number.
    Number {
        /// The ticket.
        issued: Box<Issued>,
        /// What is known of its paper.
        paper: PaperNote,
        /// How long it has been shown.
        seconds: u32,
    },
    /// What to bring next time.
    Incomplete {
        /// The service.
        service: ServiceCode,
        /// The case that was chosen.
        case: Option<CaseId>,
        /// The lane that was chosen.
        lane: Lane,
        /// The same on paper.
        list: ListPaper,
    },
    /// No number could be given.
    Trouble {
        /// Why.
        trouble: Trouble,
        /// How long it has been shown.
        seconds: u32,
        /// The ticket that was asked for, while its answer may still come: then its number is shown after all.
        awaited: Option<TicketId>,
    },
}

/// What the visitor is told about the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperNote {
    /// This office prints nothing.
    None,
    /// It is being printed.
    Printing,
    /// The printer has refused it for this reason and is tried again at once: told as being printed until that has lasted.
    Trying(PrintCause),
    /// It was printed, as far as anybody can know.
    Printed,
    /// It was not printed, for this reason.
    Missing(PrintCause),
    /// Nobody knows.
    Doubtful,
}

impl PaperNote {
    pub(super) fn of(state: Option<PrintState>) -> Self {
        match state {
            None => PaperNote::None,
            Some(PrintState::Pending | PrintState::Sending) => PaperNote::Printing,
            Some(PrintState::Printed(_)) => PaperNote::Printed,
            Some(PrintState::Postponed(cause)) => PaperNote::Trying(cause),
            Some(PrintState::Failed(cause) | PrintState::Withdrawn(cause)) => {
                PaperNote::Missing(cause)
            }
            Some(PrintState::Unknown(_)) => PaperNote::Doubtful,
        }
    }
}

/// Why no number could be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The queue cannot be read or written.
    Queue,
    /// The numbers of this service are used up for today.
    NumbersGone,
    /// The rules give none now.
    Refused(NoNumber),
}

impl Page {
    /// The service that it is about, where there is something to ask about.
    pub fn service(&self) -> Option<ServiceCode> {
        match self {
            Page::Checklist { service, .. }
            | Page::Refused { service, .. }
            | Page::Standard { service, .. }
            | Page::Incomplete { service, .. } => Some(*service),
            _ => None,
        }
    }
}
