//! Sending a visitor to another service or counter, under the same number.

use super::{Desk, DeskError, Subject, counter, service};
use crate::domain::{Action, CounterNumber, Duty, ServiceCode, Ticket};

/// Where a ticket is sent; both empty: to whichever counter serves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Destination {
    /// Another service; `None`: the one it is for.
    pub service: Option<ServiceCode>,
    /// The only counter that may call it.
    pub counter: Option<CounterNumber>,
}

impl Desk {
    /// Sends a ticket on. It keeps its number and its place in the queue; at the other service it waits for the stage
    /// it is at, or for the first where that service has no such stage.
    ///
    /// # Errors
    /// [`DeskError::WrongCounter`] when that counter would never call it, [`DeskError::PausedThere`] when it takes a break;
    /// [`DeskError::Refused`] when the visitor is away or has finished; unknown subjects; faults of the queue.
    pub fn transfer(&mut self, subject: Subject, to: Destination) -> Result<Ticket, DeskError> {
        let mut work = self.work()?;
        work.may(Duty::Serve)?;
        let ticket = work.find(subject)?;
        let service = match to.service {
            Some(code) => service(work.office, code)?.code,
            None => ticket.service,
        };
        let sent = work.act(&ticket, Action::Transfer { service, counter: to.counter })?;
        if let (Some(number), Some(stage)) = (to.counter, sent.state.stage()) {
            if !counter(work.office, number)?.serves(service, stage) {
                let (counter, stage) = (number, stage.clone());
                return Err(DeskError::WrongCounter {
                    number: ticket.number,
                    counter,
                    service,
                    stage,
                });
            }
            if work.tx.paused_counters(work.day)?.contains(&number) {
                return Err(DeskError::PausedThere { number: ticket.number, counter: number });
            }
        }
        work.commit()?;
        Ok(sent)
    }
}
