//! Sending a visitor to another service or counter, under the same number.

use super::Draft;
use crate::desk::refusal::{Refusal, counter, service};
use crate::desk::request::{Destination, Subject};
use crate::domain::{Action, Duty, Ticket};

/// Sends a ticket on; it keeps its number and its place in the queue.
pub(in crate::desk) fn transfer(
    draft: &mut Draft<'_>,
    subject: Subject,
    to: Destination,
) -> Result<Ticket, Refusal> {
    draft.may(Duty::Serve)?;
    let ticket = draft.meant(subject)?;
    let service = match to.service {
        Some(code) => service(draft.office, code)?.code,
        None => ticket.service,
    };
    let sent = draft.act(ticket, Action::Transfer { service, counter: to.counter })?;
    if let (Some(number), Some(stage)) = (to.counter, sent.state.stage()) {
        if !counter(draft.office, number)?.serves(service, stage) {
            let (counter, stage) = (number, stage.clone());
            return Err(Refusal::WrongCounter { number: ticket.number, counter, service, stage });
        }
        if draft.is_paused(number) {
            return Err(Refusal::PausedThere { number: ticket.number, counter: number });
        }
    }
    Ok(sent)
}
