//! The rows of requests that were answered.

use super::super::StoreError;
use super::request_row::RequestRow;
use super::ticket_row::Changing;
use super::turn::SqliteTurn;
use crate::domain::{TicketId, Why};
use crate::queue::{Answered, RequestKey};
use rusqlite::{Row, params};

/// What this request was answered; without the move that it led to.
pub(super) fn answered(
    turn: &SqliteTurn<'_>,
    key: &RequestKey,
) -> Result<Option<Answered>, StoreError> {
    let sql =
        "SELECT scope, key, fingerprint, request.at, request.business_day, ticket.id, job, why
               FROM request LEFT JOIN ticket ON ticket.row = request.ticket
               WHERE scope = ?1 AND key = ?2";
    if let Some(found) = turn.sought(key) {
        return Ok(found.clone());
    }
    let (read, understand) = (|row: &Row<'_>| RequestRow::read(row, 0), RequestRow::into_answered);
    let values = [&key.scope, &key.key];
    Ok(turn.rows("looking for an answer", sql, values, read, understand)?.pop())
}

/// Keeps an answer.
pub(super) fn keep(turn: &SqliteTurn<'_>, answered: &Answered) -> Result<(), StoreError> {
    let Answered { key, fingerprint, outcome, at, day, action } = answered;
    let bytes = |id: &TicketId| *id.0.as_bytes();
    let columns = action.as_ref().map(|action| Changing::of(&action.before));
    let columns = columns.as_ref();
    turn.write(
        "keeping an answer",
        "INSERT INTO request
             (scope, key, fingerprint, at, business_day, ticket, job, why, counter, event, kind, service, state, stage,
              held_by, calls, reserved_for, entry, place, arrived_at, clock_ms, clock_since, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, (SELECT row FROM ticket WHERE id = ?6), ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
                 ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
        params![
            key.scope,
            key.key,
            fingerprint,
            at.timestamp_millis(),
            day.to_string(),
            outcome.ticket.as_ref().map(bytes),
            outcome.job,
            outcome.why.map(Why::code),
            action.as_ref().map(|action| action.counter.get()),
            action.as_ref().map(|action| action.before.last_event.0),
            action.as_ref().map(|action| &action.kind),
            columns.map(|c| &c.service),
            columns.map(|c| c.state),
            columns.and_then(|c| c.stage),
            columns.and_then(|c| c.counter),
            columns.map(|c| c.calls),
            columns.and_then(|c| c.reserved_for),
            columns.map(|c| c.entry),
            action.as_ref().map(|action| action.before.place.0),
            columns.map(|c| c.arrived_at),
            columns.map(|c| c.clock_ms),
            columns.and_then(|c| c.clock_since),
            columns.map(|c| c.changed_at),
        ],
    )
    .map(drop)
}
