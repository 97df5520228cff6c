//! An officer takes the last step back.

use super::call::busy;
use super::{Draft, Happening};
use crate::desk::refusal::{Refusal, counter};
use crate::desk::request::Undoable;
use crate::domain::{CounterNumber, Duty, NotUndone, Ticket, Timestamp, UNDO_SECONDS, UNDONE};
use crate::queue::Day;
use chrono::TimeDelta;

/// Takes the last move at a counter back, by an event of its own: the ticket is what and where it was before.
pub(in crate::desk) fn undo(
    draft: &mut Draft<'_>,
    number: CounterNumber,
) -> Result<Ticket, Refusal> {
    draft.may(Duty::Serve)?;
    counter(draft.office, number)?;
    let day = draft.day;
    let last = day.last_action(number).ok_or(NotUndone::Nothing(number))?;
    let ticket = day.ticket_by_id(last.before.id).ok_or(NotUndone::Nothing(number))?;
    let before = last.undo(ticket, draft.now)?;
    if let Some(held) = in_the_way(day, &before) {
        return Err(held);
    }
    let happening = Happening {
        kind: UNDONE,
        detail: Some(last.kind.clone()),
        undoes: Some(last.before.last_event),
        missing: Vec::new(),
    };
    Ok(draft.record(ticket, before, happening))
}

/// Why a ticket cannot go back to where it was: its counter has another one by now.
fn in_the_way(day: &Day, before: &Ticket) -> Option<Refusal> {
    let holder = before.state.counter()?;
    let held = day.ticket_at_counter(holder).filter(|held| held.id != before.id)?;
    Some(busy(holder, held))
}

/// The last step at a counter, while it can be taken back.
pub(in crate::desk) fn undoable(
    day: &Day,
    number: CounterNumber,
    now: Timestamp,
) -> Option<Undoable> {
    let last = day.last_action(number)?;
    let before = last.undo(day.ticket_by_id(last.before.id)?, now).ok()?;
    if in_the_way(day, &before).is_some() {
        return None;
    }
    let until = last.at + TimeDelta::seconds(UNDO_SECONDS);
    Some(Undoable { number: before.number, kind: last.kind.clone(), until })
}
