//! A visitor takes a number.

use crate::domain::{
    CaseId, Lane, Language, OverrideCode, ServiceCode, Ticket, TicketId, Timestamp,
};
use uuid::Uuid;

/// An identity for a ticket that is about to be asked for: the time in front, the rest random.
pub fn new_ticket_id(now: Timestamp) -> TicketId {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    let time = uuid::Timestamp::from_unix(uuid::NoContext, seconds, now.timestamp_subsec_nanos());
    TicketId(Uuid::new_v7(time))
}

/// Where a ticket is to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintTarget {
    /// What the queue names the printer by: its id in the office file.
    pub printer: String,
    /// Where it is at the moment.
    pub address: String,
    /// The printer's profile.
    pub profile: String,
}

impl PrintTarget {
    /// A printer that the office file does not know: it is named by its address.
    pub fn at(address: impl Into<String>, profile: impl Into<String>) -> Self {
        let address = address.into();
        Self { printer: address.clone(), address, profile: profile.into() }
    }
}

/// What a visitor asks for with one touch.
#[derive(Debug, Clone)]
pub struct IssueRequest {
    /// The service.
    pub service: ServiceCode,
    /// The case, where the service has any.
    pub case: Option<CaseId>,
    /// The lane.
    pub lane: Lane,
    /// The language of the ticket.
    pub language: Language,
    /// The identity that the new ticket will have; made before the first try.
    pub id: TicketId,
    /// The name of the request: the same key brings the same ticket, however often it is sent. Without one, `id` is the name.
    pub key: Option<String>,
    /// Why a member of staff gives a number even where the rules refuse it.
    pub override_code: Option<OverrideCode>,
    /// Where it is printed; `None`: no paper.
    pub print: Option<PrintTarget>,
}

/// A number that is safely in the queue.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The ticket.
    pub ticket: Ticket,
    /// The print job that was written with it.
    pub print_job: Option<i64>,
    /// Whether this request had been answered before, with the same ticket.
    pub repeated: bool,
    /// Whether it may become late: what waits hardly fits before closing.
    pub tight: bool,
}
