//! An officer takes the last step back.

use super::{Desk, DeskError, counter};
use crate::domain::{
    BusinessDay, CounterNumber, Duty, NotUndone, Ticket, TicketNumber, Timestamp, UNDO_SECONDS,
    UNDONE,
};
use crate::store::{NewEvent, Snapshot, StoreError};
use chrono::TimeDelta;

/// A step that can be taken back at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// Whose.
    pub number: TicketNumber,
    /// The code of its event.
    pub kind: String,
    /// Until when.
    pub until: Timestamp,
}

/// The last step at a counter, while it can be taken back.
pub(super) fn undoable(
    view: &(impl Snapshot + ?Sized),
    day: BusinessDay,
    number: CounterNumber,
    now: Timestamp,
) -> Result<Option<Undoable>, StoreError> {
    let Some(last) = view.last_action(day, number)? else { return Ok(None) };
    let Some(ticket) = view.ticket_by_id(last.before.id)? else { return Ok(None) };
    let Ok(before) = last.undo(&ticket, now) else { return Ok(None) };
    if let Some(holder) = before.state.counter()
        && view.ticket_at_counter(day, holder)?.is_some_and(|held| held.id != ticket.id)
    {
        return Ok(None);
    }
    let until = last.at + TimeDelta::seconds(UNDO_SECONDS);
    Ok(Some(Undoable { number: before.number, kind: last.kind, until }))
}

impl Desk {
    /// Takes the last move at a counter back, by an event of its own: the ticket is what and where it was before.
    ///
    /// # Errors
    /// [`DeskError::NotUndone`] when there is nothing to take back, or when it is too late; an unknown counter; faults of
    /// the queue.
    pub fn undo(&mut self, number: CounterNumber) -> Result<Ticket, DeskError> {
        let mut work = self.work()?;
        work.may(Duty::Serve)?;
        counter(work.office, number)?;
        let last = work.tx.last_action(work.day, number)?.ok_or(NotUndone::Nothing(number))?;
        let ticket = work.tx.ticket_by_id(last.before.id)?.ok_or(StoreError::Conflict(None))?;
        let before = last.undo(&ticket, work.now)?;
        if let Some(holder) = before.state.counter()
            && let Some(held) = work.tx.ticket_at_counter(work.day, holder)?
            && held.id != ticket.id
        {
            let state = held.state.code();
            return Err(DeskError::CounterBusy { counter: holder, number: held.number, state });
        }
        let event = NewEvent {
            detail: Some(&last.kind),
            undoes: Some(last.before.last_event),
            ..NewEvent::new(UNDONE, work.now)
        };
        let ticket = work.tx.record(&ticket, &event, &before)?;
        work.commit()?;
        Ok(ticket)
    }
}
