//! An officer calls, works and finishes.

use super::Draft;
use crate::desk::refusal::{Refusal, counter};
use crate::desk::request::{Called, Subject};
use crate::domain::{
    Action, Attendance, CounterNumber, Duty, Lane, LongestWait, Next, ServiceCode, StageId, State,
    Ticket, Timestamp, select_next,
};
use crate::office::{Counter, Office};
use crate::queue::Day;

/// Calls the next visitor to a counter, or takes the next file at a back-office stage. `None` when nobody waits.
pub(in crate::desk) fn next(
    draft: &mut Draft<'_>,
    number: CounterNumber,
) -> Result<Option<Called>, Refusal> {
    draft.may(Duty::Serve)?;
    let counter = counter(draft.office, number)?;
    if let Some(held) = draft.day.ticket_at_counter(number) {
        return Err(busy(number, held));
    }
    if draft.is_paused(number) {
        return Err(Refusal::Paused(number));
    }
    let Some(Next { ticket, why }) = who_is_next(draft.day, draft.office, counter, draft.now)
    else {
        return Ok(None);
    };
    let at = ticket.state.stage();
    let attendance = at.map(|stage| draft.office.attendance(ticket.service, stage));
    let action = match attendance.unwrap_or(Attendance::Public) {
        Attendance::Public => Action::Call(number),
        Attendance::BackOffice => Action::Take(number),
    };
    let ticket = draft.act(ticket, action)?;
    Ok(Some(Called { ticket, why }))
}

/// A counter that must finish one ticket before the next.
pub(super) fn busy(counter: CounterNumber, held: &Ticket) -> Refusal {
    Refusal::CounterBusy { counter, number: held.number, state: held.state.code() }
}

/// Who would be called to this counter now, and why.
pub(in crate::desk) fn who_is_next<'a>(
    day: &'a Day,
    office: &Office,
    counter: &Counter,
    now: Timestamp,
) -> Option<Next<'a>> {
    let heads = heads(day, office, counter);
    let (mut lanes, mut since) = (Vec::<Lane>::new(), LongestWait::default());
    // Only where both lanes wait does it matter who was called before and who has waited longest.
    if Lane::ALL.iter().all(|lane| heads.iter().any(|ticket| ticket.lane == *lane)) {
        lanes = recent_lanes(day, office, counter);
        since = longest(day, office, counter, &heads);
    }
    select_next(&heads, &lanes, since, office.fairness, now)
}

/// The queues that this counter serves.
fn queues<'o>(
    office: &'o Office,
    counter: &'o Counter,
) -> impl Iterator<Item = (ServiceCode, &'o StageId)> {
    let services = office.services.iter().filter(|s| counter.services.contains(&s.code));
    services.flat_map(|service| {
        let stages = service.journey.iter().filter(|s| counter.stages.contains(&s.id));
        stages.map(|stage| (service.code, &stage.id))
    })
}

/// The first of each line that this counter serves and those reserved for it: the only ones that can be next.
fn heads<'a>(day: &'a Day, office: &Office, counter: &Counter) -> Vec<&'a Ticket> {
    let mut heads: Vec<&Ticket> = day.reserved_tickets(counter.number).collect();
    for lane in Lane::ALL {
        let first = |(service, stage)| day.line(service, stage, *lane).next();
        heads.extend(queues(office, counter).filter_map(first));
    }
    heads
}

/// Since when the most patient visitors of both lanes have waited for this counter.
fn longest(day: &Day, office: &Office, counter: &Counter, heads: &[&Ticket]) -> LongestWait {
    // Those reserved for this counter stand in no line, but all of them are among the heads.
    let mut longest = LongestWait::of(heads.iter().copied());
    for lane in Lane::ALL {
        let since = |(service, stage)| day.waiting_since(service, stage, *lane);
        for since in queues(office, counter).filter_map(since) {
            longest = longest.with(*lane, since);
        }
    }
    longest
}

/// The lanes of the latest turns at the stages of this counter.
pub(super) fn recent_lanes(day: &Day, office: &Office, counter: &Counter) -> Vec<Lane> {
    day.recent_lanes(&counter.stages, usize::from(office.fairness.regular_per_priority))
}

/// Calls the same number once more.
pub(in crate::desk) fn recall(draft: &mut Draft<'_>, subject: Subject) -> Result<Ticket, Refusal> {
    draft.may(Duty::Serve)?;
    let ticket = draft.meant(subject)?;
    if matches!(ticket.state, State::Called { .. }) {
        let (number, limit) = (ticket.number, draft.office.call_limit);
        if !ticket.may_recall(limit) {
            return Err(Refusal::CallLimit { number, limit });
        }
        let interval = draft.office.recall_seconds;
        // Long ago, or a clock that was set back since: nothing to wait for.
        if let Ok(ago) = u16::try_from((draft.now - ticket.changed_at).num_seconds())
            && ago < interval
        {
            return Err(Refusal::TooSoon { number, ago, interval });
        }
    }
    draft.act(ticket, Action::Recall)
}

/// A step that needs nothing but the ticket: it starts, is finished, is missed, is withdrawn.
pub(in crate::desk) fn step(
    draft: &mut Draft<'_>,
    subject: Subject,
    action: Action,
) -> Result<Ticket, Refusal> {
    draft.may(Duty::Serve)?;
    let ticket = draft.meant(subject)?;
    draft.act(ticket, action)
}

/// The waiting tickets that are this counter's work, in the order of the queue.
pub(in crate::desk) fn waiting_for<'a>(day: &'a Day, counter: &Counter) -> Vec<&'a Ticket> {
    let is_work = |ticket: &&Ticket| match (&ticket.state, ticket.reserved_for) {
        (State::Waiting { .. }, Some(only)) => only == counter.number,
        (State::Waiting { stage }, None) => counter.serves(ticket.service, stage),
        _ => false,
    };
    let mut waiting: Vec<&Ticket> = day.open_tickets().filter(is_work).collect();
    waiting.sort_unstable_by_key(|ticket| ticket.order());
    waiting
}
