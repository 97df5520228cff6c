//! The first step of a business day: what earlier days left open.

use super::Draft;
use crate::desk::refusal::Refusal;
use crate::domain::{Action, Ticket};
use crate::queue::{Change, Day, TicketRecord};
use chrono::TimeDelta;

/// So long after it was given an answer may still be asked for again.
pub(in crate::desk) const ANSWERS_KEPT: TimeDelta = TimeDelta::days(2);

/// Closes what earlier days left open. Where the day before was `unknown` to the end, the tickets that were given meanwhile
/// wait on under their numbers; those of `later` days, too.
pub(in crate::desk) fn change_day(
    draft: &mut Draft<'_>,
    mut left: Vec<TicketRecord>,
    later: Vec<TicketRecord>,
    unknown: bool,
) -> Result<(), Refusal> {
    left.sort_by_key(|one| (one.ticket.number.service(), one.ticket.number.serial()));
    let mut taken: Vec<Ticket> = Vec::new();
    for one in left {
        if unknown && carries_over(draft, &one, &taken) {
            taken.push(one.ticket);
        } else {
            draft.act(&one.ticket, Action::Lapse)?;
        }
    }
    for one in later {
        if unknown && carries_over(draft, &one, &taken) {
            taken.push(one.ticket);
        }
    }
    Ok(())
}

/// Forgets the answers of days that nobody asks about any more.
pub(in crate::desk) fn forget_answers(draft: &mut Draft<'_>) {
    draft.change(Change::AnswersForgotten(draft.now - ANSWERS_KEPT));
}

/// Takes a ticket over into this day, if it was given under doubt and its number and its counter are free there.
fn carries_over(draft: &mut Draft<'_>, one: &TicketRecord, taken: &[Ticket]) -> bool {
    let TicketRecord { ticket, doubt } = one;
    let unknown = doubt.is_some_and(|doubt| !doubt.knows_time());
    let is_free = is_free(draft.day, ticket) && taken.iter().all(|other| !collide(ticket, other));
    if draft.verdict.time.is_none() || !unknown || !is_free {
        return false;
    }
    let day = draft.day.date();
    draft.change(Change::CarriedOver { ticket: Box::new(ticket.clone()), day });
    draft.note(&Ticket { day, ..ticket.clone() }, "carried-over");
    true
}

fn is_free(day: &Day, ticket: &Ticket) -> bool {
    let counter = ticket.state.counter();
    day.ticket(ticket.number).is_none()
        && counter.is_none_or(|counter| day.ticket_at_counter(counter).is_none())
}

fn collide(one: &Ticket, other: &Ticket) -> bool {
    let (here, there) = (one.state.counter(), other.state.counter());
    one.number == other.number || (here.is_some() && here == there)
}
