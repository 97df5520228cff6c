//! Why the office does not do what it was asked for.
//!
//! Belongs here: what is wrong, in the technician's English. Never here: what a visitor or an officer reads, or faults of the
//! queue (`store`).

mod no_number;
mod people;

pub use no_number::NoNumber;
pub(in crate::desk) use people::NAME_MAX;
pub use people::PeopleError;

use crate::domain::{
    BusinessDay, CaseId, CounterNumber, NotAllowed, NotUndone, NumberError, OverrideCode, Refused,
    ServiceCode, StageId, TicketNumber,
};
use crate::office::{Counter, Office, Service};
use crate::secret::SecretError;
use thiserror::Error;

/// Why a request was not carried out. Nothing has changed then.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// No number is left.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// The office has no such service.
    #[error("this office has no service {asked}; its services are {known}")]
    NoService {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: String,
    },
    /// The service has no such case.
    #[error("service {service} has no case \"{asked}\"; {known}")]
    NoCase {
        /// The service.
        service: ServiceCode,
        /// What was asked for.
        asked: CaseId,
        /// What there is.
        known: String,
    },
    /// The documents depend on the case, and none was given.
    #[error(
        "service {service} asks for other documents in each case; say which with --case: {known}"
    )]
    CaseNeeded {
        /// The service.
        service: ServiceCode,
        /// Its cases.
        known: String,
    },
    /// No number is given now.
    #[error("{why}{}", staff_may(.overrides))]
    NoNumber {
        /// Why.
        why: NoNumber,
        /// What staff may say to get one all the same.
        overrides: Vec<OverrideCode>,
    },
    /// The office has no such reason for giving a number all the same.
    #[error("\"{asked}\" is no reason of this office; its reasons are {known}")]
    NoOverride {
        /// What was said.
        asked: OverrideCode,
        /// What there is.
        known: String,
    },
    /// The office has no such counter.
    #[error("this office has no counter {asked}; its counters are {known}")]
    NoCounter {
        /// What was asked for.
        asked: CounterNumber,
        /// What there is.
        known: String,
    },
    /// No such number was issued today.
    #[error("no ticket {number} was issued on {day}")]
    NoTicket {
        /// The number.
        number: TicketNumber,
        /// The business day.
        day: BusinessDay,
    },
    /// The counter must finish one ticket before the next.
    #[error(
        "counter {counter} still has {number} ({state}); finish it, mark it as a no-show or cancel it first"
    )]
    CounterBusy {
        /// The counter.
        counter: CounterNumber,
        /// What it holds.
        number: TicketNumber,
        /// The state of that ticket.
        state: &'static str,
    },
    /// The counter holds nothing.
    #[error("counter {0} has no ticket at the moment; call the next one first")]
    CounterIdle(CounterNumber),
    /// The number was called as often as the office allows.
    #[error("{number} was called {limit} times; mark it as a no-show instead")]
    CallLimit {
        /// The number.
        number: TicketNumber,
        /// The office's limit.
        limit: u8,
    },
    /// The number was called only just now.
    #[error(
        "{number} was called {ago} seconds ago; give the visitor {} more seconds before calling again",
        interval - ago
    )]
    TooSoon {
        /// The number.
        number: TicketNumber,
        /// Seconds since its last call.
        ago: u16,
        /// The office's least number of seconds between two calls.
        interval: u16,
    },
    /// The documents that are said to be missing cannot be those.
    #[error(transparent)]
    Missing(#[from] MissingError),
    /// The last step at a counter stands.
    #[error(transparent)]
    NotUndone(#[from] NotUndone),
    /// The counter takes a break.
    #[error("counter {0} is paused; resume it before calling")]
    Paused(CounterNumber),
    /// The counter that a visitor is to be sent to takes a break.
    #[error(
        "counter {counter} is paused and would not call {number}; resume it first, or send {number} to another counter"
    )]
    PausedThere {
        /// The ticket.
        number: TicketNumber,
        /// The counter.
        counter: CounterNumber,
    },
    /// The counter takes a break already, or works already.
    #[error("counter {counter} is {} already", if *.paused { "paused" } else { "open" })]
    BreakAlready {
        /// The counter.
        counter: CounterNumber,
        /// Whether it takes a break.
        paused: bool,
    },
    /// The counter does not do what the ticket needs.
    #[error(
        "counter {counter} does not serve {stage} of service {service}; it would never call {number}"
    )]
    WrongCounter {
        /// The ticket.
        number: TicketNumber,
        /// The counter.
        counter: CounterNumber,
        /// The service that the ticket would be for.
        service: ServiceCode,
        /// The stage that it would wait for.
        stage: StageId,
    },
    /// Who does it, or who they are.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The clock would close a day on which people still wait, and it may be wrong.
    #[error(
        "the clock of this machine says {clock}, but people still wait in the queue of {queue}; set the clock right, or open \
         the new day on purpose: antre issue LETTER --new-day"
    )]
    ClockAhead {
        /// The day of the queue.
        queue: BusinessDay,
        /// The day of the clock.
        clock: BusinessDay,
    },
    /// The key of a request that asked for something else.
    #[error(
        "the key \"{key}\" was used for another request already ({was}); nothing was changed. Take a new key for {is}"
    )]
    KeyUsed {
        /// The key.
        key: String,
        /// What that request asked for.
        was: String,
        /// What this one asks for.
        is: String,
    },
    /// A request key that cannot be one.
    #[error("a request key has 1 to 100 characters; this one has {0}")]
    Key(usize),
    /// A request key with a character that a terminal or a file of lines would obey.
    #[error(
        "a request key is plain text on one line; this one has a line break, a control character or a mark of direction"
    )]
    KeyText,
}

fn staff_may(overrides: &[OverrideCode]) -> String {
    if overrides.is_empty() {
        return String::new();
    }
    let codes = list(overrides.iter().map(ToString::to_string));
    format!("; staff can give one with --override and a reason: {codes}")
}

/// Why the documents that are said to be missing cannot be those.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MissingError {
    /// None was named.
    #[error("say which documents of {0} are missing; a file is not handed back without a reason")]
    NoneNamed(TicketNumber),
    /// The service asks for no documents.
    #[error("service {0} has no list of documents; there is nothing that could be missing")]
    NoList(ServiceCode),
    /// A number that is not on the list.
    #[error("{number} has no document {item}; its list is numbered from 1 to {count}")]
    NotListed {
        /// The ticket.
        number: TicketNumber,
        /// What was named.
        item: u16,
        /// How long the list is.
        count: usize,
    },
}

impl From<NotAllowed> for Refusal {
    fn from(refused: NotAllowed) -> Self {
        Self::People(refused.into())
    }
}

impl From<SecretError> for Refusal {
    fn from(error: SecretError) -> Self {
        Self::People(error.into())
    }
}

pub(in crate::desk) fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

/// The service of this letter.
///
/// # Errors
/// [`Refusal::NoService`], with those that there are.
pub(crate) fn service(office: &Office, code: ServiceCode) -> Result<&Service, Refusal> {
    office.service(code).ok_or_else(|| Refusal::NoService {
        asked: code.to_string(),
        known: list(office.services.iter().map(|s| s.code.to_string())),
    })
}

pub(in crate::desk) fn cases(service: &Service) -> String {
    list(service.cases.iter().map(|c| c.id.to_string()))
}

pub(in crate::desk) fn no_case(service: &Service, asked: &CaseId) -> Refusal {
    let cases = cases(service);
    let known = if cases.is_empty() {
        "it distinguishes no cases".to_owned()
    } else {
        format!("its cases are {cases}")
    };
    Refusal::NoCase { service: service.code, asked: asked.clone(), known }
}

/// The counter of this number.
///
/// # Errors
/// [`Refusal::NoCounter`], with those that there are.
pub(crate) fn counter(office: &Office, number: CounterNumber) -> Result<&Counter, Refusal> {
    office.counter(number).ok_or_else(|| Refusal::NoCounter {
        asked: number,
        known: list(office.counters.iter().map(|c| c.number.to_string())),
    })
}
