//! The pages of the kiosk and what each of them knows. Never here: how one follows from another (`flow`).

use super::aids::ListPaper;
use crate::desk::{Issued, NoNumber};
use crate::domain::{CaseId, PrintCause, PrintState, ServiceCode, TicketId};
use crate::office::Service;

/// What the visitor sees. One question a page.
#[derive(Debug, Clone)]
pub enum Page {
    /// Which service?
    Services,
    /// The office gives no numbers now, for this reason.
    Closed(NoNumber),
    /// Why this service?
    Cases {
        /// The service.
        service: ServiceCode,
    },
    /// Are these documents here?
    Documents {
        /// The service.
        service: ServiceCode,
        /// The case that was chosen.
        case: Option<CaseId>,
    },
    /// Which lane? The answer takes the number.
    Priority {
        /// The service.
        service: ServiceCode,
        /// The case that was chosen.
        case: Option<CaseId>,
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

    /// Whether the number has to be written down, as far as is known.
    pub fn is_without_paper(self) -> bool {
        matches!(self, PaperNote::None | PaperNote::Missing(_) | PaperNote::Doubtful)
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

/// What is asked between the service and the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Why this service?
    Case,
    /// Are these documents here?
    Documents,
    /// Which lane?
    Lane,
}

/// The questions of a service, each left out where it has no content. Before a case is chosen, documents are expected where
/// any case has some.
pub fn questions(service: &Service, case: Option<&CaseId>) -> Vec<Question> {
    let documents = match case {
        None if !service.cases.is_empty() => {
            service.cases.iter().any(|case| service.documents(Some(&case.id)).next().is_some())
        }
        case => service.documents(case).next().is_some(),
    };
    let case = (!service.cases.is_empty()).then_some(Question::Case);
    let documents = documents.then_some(Question::Documents);
    case.into_iter().chain(documents).chain([Question::Lane]).collect()
}

impl Page {
    /// The service that it is about, where there is something to ask about.
    pub fn service(&self) -> Option<ServiceCode> {
        match self {
            Page::Cases { service }
            | Page::Documents { service, .. }
            | Page::Priority { service, .. }
            | Page::Refused { service, .. }
            | Page::Standard { service, .. }
            | Page::Incomplete { service, .. } => Some(*service),
            _ => None,
        }
    }

    /// The case that was chosen.
    pub fn case(&self) -> Option<&CaseId> {
        match self {
            Page::Documents { case, .. }
            | Page::Priority { case, .. }
            | Page::Incomplete { case, .. } => case.as_ref(),
            Page::Standard { from, .. } => from.case(),
            _ => None,
        }
    }

    /// The question that it asks, of a service.
    pub fn question(&self) -> Option<Question> {
        match self {
            Page::Cases { .. } => Some(Question::Case),
            Page::Documents { .. } => Some(Question::Documents),
            Page::Priority { .. } => Some(Question::Lane),
            _ => None,
        }
    }

    /// Whether it shows the answer to this wish as soon as there is one.
    pub(super) fn awaits(&self, wish: TicketId) -> bool {
        match self {
            Page::Issuing { id, .. } => *id == wish,
            Page::Trouble { awaited, .. } => *awaited == Some(wish),
            _ => false,
        }
    }

    /// The page that asks this question.
    pub(super) fn asking(question: Question, service: ServiceCode, case: Option<CaseId>) -> Self {
        match question {
            Question::Case => Page::Cases { service },
            Question::Documents => Page::Documents { service, case },
            Question::Lane => Page::Priority { service, case },
        }
    }

    /// Whether it makes no sense while the queue cannot be read: it leads to a number.
    pub(super) fn needs_queue(&self) -> bool {
        self.question().is_some() || matches!(self, Page::Services | Page::Refused { .. })
    }

    /// Whether a visitor may be thinking about it, and so is asked whether anybody is still there.
    pub(super) fn waits_for_somebody(&self) -> bool {
        self.question().is_some()
            || matches!(
                self,
                Page::Refused { .. } | Page::Standard { .. } | Page::Incomplete { .. }
            )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::{Office, Outside, SAMPLES};

    #[test]
    fn a_question_without_content_is_not_asked() {
        let office = Office::parse(SAMPLES[0].1, &Outside::default()).unwrap();
        let asked = |letter, case: Option<&str>| {
            let service = office.service(ServiceCode::new(letter).unwrap()).unwrap();
            questions(service, case.and_then(CaseId::new).as_ref())
        };
        use Question::{Case, Documents, Lane};
        assert_eq!(asked('T', None), [Case, Documents, Lane]);
        assert_eq!(asked('T', Some("hilang")), [Case, Documents, Lane]);
        assert_eq!(asked('N', None), [Documents, Lane]);
        assert_eq!(asked('U', None), [Lane]);
    }
}
