//! The use cases of the office: issue, call, work, look. Each is one transaction.
//!
//! Belongs here: reading what a rule needs, asking the rule, writing what follows, all within one transaction.
//! Never here: the rules themselves (`domain`), SQL (`store`), ports, windows, wording.

mod board;
mod breaks;
mod call;
mod day;
mod help;
mod history;
mod intake;
mod issue;
mod leaflet;
mod outlook;
mod overview;
mod paper;
mod people;
mod printer;
mod returned;
mod sign_in;
mod take_over;
mod transfer;
mod undo;

pub use board::{Board, CounterView, LATEST_CALLS, TicketFile, Waiting};
pub use call::{Called, Subject};
pub use help::HELP_MINUTES;
pub use history::History;
pub use intake::{NoNumber, ServiceIntake};
pub use issue::{IssueRequest, Issued, PrintTarget, new_ticket_id};
pub use leaflet::Leaflet;
pub use overview::Overview;
pub use paper::WorkSheet;
pub use people::{OfficerFile, PeopleError};
pub use printer::{PrinterFile, PrinterNews};
pub use returned::{MissingError, ReturnedFile, listed};
pub use take_over::Port;
pub use transfer::Destination;
pub use undo::Undoable;

use crate::clock::Clock;
use crate::domain::{
    Action, Actor, BusinessDay, CaseId, CounterNumber, LapseCause, NotUndone, NumberError,
    OverrideCode, Refused, ServiceCode, StageId, Ticket, TicketNumber, Timestamp, Verdict,
};
use crate::office::{Counter, Office, Service};
use crate::secret::PinCost;
use crate::store::{NewEvent, Snapshot, Store, StoreError, Transaction};
use chrono::TimeDelta;
pub use day::DoubtedClock;
use day::{Calendar, Word};
use std::sync::Arc;
use thiserror::Error;

/// Why a use case did not happen. Nothing has changed then.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DeskError {
    /// The queue could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
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
    /// A request key that cannot be one.
    #[error("a request key has 1 to 100 characters; this one has {0}")]
    Key(usize),
}

fn staff_may(overrides: &[OverrideCode]) -> String {
    if overrides.is_empty() {
        return String::new();
    }
    let codes = list(overrides.iter().map(ToString::to_string));
    format!("; staff can give one with --override and a reason: {codes}")
}

/// The office at work: its rules and its queue.
pub struct Desk {
    store: Box<dyn Store>,
    office: Arc<Office>,
    clock: Arc<dyn Clock>,
    actor: Actor,
    pin_cost: PinCost,
    calendar: Calendar,
}

impl Desk {
    /// A desk on this queue.
    pub fn new(store: Box<dyn Store>, office: Arc<Office>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            office,
            clock,
            actor: Actor::Program,
            pin_cost: PinCost::FULL,
            calendar: Calendar::default(),
        }
    }

    /// The same desk, which keeps PINs with this much work.
    pub fn with_pin_cost(self, pin_cost: PinCost) -> Self {
        Self { pin_cost, ..self }
    }

    /// The office it works for.
    pub fn office(&self) -> &Arc<Office> {
        &self.office
    }

    /// The time that nobody can set (see [`Clock::running`]).
    pub fn running(&self) -> TimeDelta {
        self.clock.running()
    }

    /// Changes when somebody else has changed the queue (see [`Store::revision`]), and every half minute: what a
    /// window shows depends on the day and on how long somebody has waited, too.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn moment(&mut self) -> Result<Moment, StoreError> {
        let half_minute = self.clock.now().timestamp() / 30;
        Ok(Moment { revision: self.store.revision()?, half_minute })
    }
}

/// A moment of the queue; while it is the same, looking again shows nothing new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    revision: i64,
    half_minute: i64,
}

/// What every writing use case needs, besides the transaction.
struct Work<'a> {
    tx: Box<dyn Transaction + 'a>,
    office: &'a Office,
    now: Timestamp,
    day: BusinessDay,
    /// What is made of the clock.
    verdict: Verdict,
    actor: Actor,
}

/// What every reading use case needs.
struct Look<'a> {
    view: Box<dyn Snapshot + 'a>,
    office: &'a Office,
    now: Timestamp,
    day: BusinessDay,
    verdict: Verdict,
    /// Whether the queue has later days.
    later: bool,
}

impl Desk {
    /// Begins a writing use case in the name of whoever works at this desk.
    fn work(&mut self) -> Result<Work<'_>, DeskError> {
        let actor = self.actor.clone();
        self.begin(Word::Clock, &actor)
    }

    /// Begins a writing use case of nobody.
    fn work_unsigned(&mut self) -> Result<Work<'_>, DeskError> {
        self.begin(Word::Clock, &Actor::Program)
    }

    /// Begins a reading use case.
    fn look(&mut self) -> Result<Look<'_>, DeskError> {
        let view = self.store.snapshot()?;
        let (verdict, newest) = self.calendar.judge(&*self.clock, &self.office, &*view)?;
        let now = verdict.time.unwrap_or_else(|| self.clock.now());
        let (day, later) = (verdict.day, newest > Some(verdict.day));
        Ok(Look { view, office: &self.office, now, day, verdict, later })
    }
}

impl Work<'_> {
    /// The only way from an action to the store: through the state machine.
    fn act(&mut self, ticket: &Ticket, action: Action) -> Result<Ticket, DeskError> {
        let service = match action {
            Action::Transfer { service, .. } => service,
            _ => ticket.service,
        };
        let after = ticket.apply(action, self.office.journey(service), self.now)?;
        let detail = match action {
            Action::Lapse => LapseCause::of(&ticket.state).map(LapseCause::code),
            _ => None,
        };
        let event = NewEvent { detail, ..NewEvent::new(action.code(), self.now) };
        Ok(self.tx.record(ticket, &event, &after)?)
    }

    /// The ticket that is meant.
    fn find(&self, subject: Subject) -> Result<Ticket, DeskError> {
        match subject {
            Subject::Ticket(number) => find(&*self.tx, self.day, number),
            Subject::Counter(number) => {
                counter(self.office, number)?;
                let held = self.tx.ticket_at_counter(self.day, number)?;
                held.ok_or(DeskError::CounterIdle(number))
            }
        }
    }

    fn commit(self) -> Result<(), StoreError> {
        self.tx.commit()
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

/// The service of this letter.
///
/// # Errors
/// [`DeskError::NoService`], with those that there are.
pub(crate) fn service(office: &Office, code: ServiceCode) -> Result<&Service, DeskError> {
    office.service(code).ok_or_else(|| DeskError::NoService {
        asked: code.to_string(),
        known: list(office.services.iter().map(|s| s.code.to_string())),
    })
}

fn cases(service: &Service) -> String {
    list(service.cases.iter().map(|c| c.id.to_string()))
}

fn no_case(service: &Service, asked: &CaseId) -> DeskError {
    let cases = cases(service);
    let known = if cases.is_empty() {
        "it distinguishes no cases".to_owned()
    } else {
        format!("its cases are {cases}")
    };
    DeskError::NoCase { service: service.code, asked: asked.clone(), known }
}

/// The counter of this number.
///
/// # Errors
/// [`DeskError::NoCounter`], with those that there are.
pub(crate) fn counter(office: &Office, number: CounterNumber) -> Result<&Counter, DeskError> {
    office.counter(number).ok_or_else(|| DeskError::NoCounter {
        asked: number,
        known: list(office.counters.iter().map(|c| c.number.to_string())),
    })
}

fn find(
    view: &(impl Snapshot + ?Sized),
    day: BusinessDay,
    number: TicketNumber,
) -> Result<Ticket, DeskError> {
    view.ticket(day, number)?.ok_or(DeskError::NoTicket { number, day })
}
