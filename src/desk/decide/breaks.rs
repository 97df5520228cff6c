//! A counter takes a break and comes back.

use super::Draft;
use crate::desk::refusal::{Refusal, counter};
use crate::domain::{Action, CounterNumber, Duty};
use crate::queue::Change;

/// A break begins or ends. What was sent to a counter that takes one may be called by every counter again.
pub(in crate::desk) fn take_break(
    draft: &mut Draft<'_>,
    number: CounterNumber,
    paused: bool,
) -> Result<(), Refusal> {
    draft.may(Duty::Serve)?;
    counter(draft.office, number)?;
    if draft.is_paused(number) == paused {
        return Err(Refusal::BreakAlready { counter: number, paused });
    }
    let (day, at, officer) = (draft.day.date(), draft.now, draft.actor.id().cloned());
    draft.change(Change::Break { day, counter: number, paused, at, officer });
    if paused {
        for ticket in draft.day.reserved_tickets(number) {
            draft.act(ticket, Action::Release)?;
        }
    }
    Ok(())
}
