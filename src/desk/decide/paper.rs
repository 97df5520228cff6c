//! The record of paper: what is to be printed, what is being printed, what became of it.

use super::Draft;
use crate::desk::refusal::{Refusal, no_case, service};
use crate::desk::request::{ClaimedJob, PENDING_LIMIT, PrintTarget, PrinterUpdate};
use crate::domain::{
    Doubt, Duty, PrintCause, PrintKind, PrintLevel, PrintOutcome, PrintState, Ticket, TicketNumber,
    Timestamp,
};
use crate::queue::{Leaflet, PrintContent, PrintJob};

/// Asks for another paper of a ticket, marked as a copy.
pub(in crate::desk) fn reprint(
    draft: &mut Draft<'_>,
    number: TicketNumber,
    target: &PrintTarget,
) -> Result<(Ticket, PrintJob), Refusal> {
    draft.may(Duty::Reprint)?;
    let ticket = draft.find(number)?;
    let papers = draft.day.print_jobs_of(ticket.id);
    let copies = papers.filter(|job| job.kind() == PrintKind::Ticket).map(|job| job.copy);
    let copy = copies.max().unwrap_or(0) + 1;
    let job = draft.print(Some(ticket.id), PrintContent::Ticket, copy, target);
    draft.note(ticket, "reprinted");
    Ok((ticket.clone(), job))
}

/// Asks for a leaflet; gives its print job.
pub(in crate::desk) fn print_leaflet(
    draft: &mut Draft<'_>,
    leaflet: &Leaflet,
    target: &PrintTarget,
) -> Result<i64, Refusal> {
    let wanted = service(draft.office, leaflet.service)?;
    if let Some(case) = &leaflet.case
        && wanted.case(case).is_none()
    {
        return Err(no_case(wanted, case));
    }
    Ok(draft.print(None, PrintContent::Leaflet(leaflet.clone()), 0, target).id)
}

/// Takes the oldest waiting job of this printer, leaflets behind tickets, and marks it as being sent. Jobs that waited too
/// long are closed on the way.
pub(in crate::desk) fn begin_print_job(draft: &mut Draft<'_>, printer: &str) -> Option<ClaimedJob> {
    let remains = draft.day.printer(printer).map(|record| record.remains).unwrap_or_default();
    let mut jobs: Vec<&PrintJob> = draft.day.unsettled_print_jobs(printer).collect();
    // A list of documents makes nobody wait for a number.
    jobs.sort_by_key(|job| job.kind() == PrintKind::Leaflet);
    for job in jobs {
        if !job.state.is_waiting() {
            continue;
        }
        if let Some(cause) = too_late(job, draft.now) {
            draft.move_job(job.id, job.state, PrintState::Failed(cause));
            continue;
        }
        let ticket = job.ticket.and_then(|id| draft.day.ticket_by_id(id)).cloned();
        if ticket.is_some() == job.ticket.is_some() {
            let sending = PrintState::Sending;
            draft.move_job(job.id, job.state, sending);
            let job = PrintJob { state: sending, ..job.clone() };
            let knows_time = match &ticket {
                Some(ticket) if job.kind() == PrintKind::Ticket => {
                    let doubt = draft.day.doubt_at_issue(ticket.id);
                    doubt.is_none_or(Doubt::knows_time)
                }
                _ => draft.verdict.time.is_some(),
            };
            return Some(ClaimedJob { job, ticket, remains, knows_time });
        }
    }
    None
}

/// What became of a job that was being sent, together with what was learned of its printer.
pub(in crate::desk) fn settle_print_job(
    draft: &mut Draft<'_>,
    printer: &str,
    job: i64,
    outcome: PrintOutcome,
    late: &[i64],
    news: &PrinterUpdate,
) {
    // A commit that reported a fault may have been kept after all; told again, it changes nothing.
    if draft.job(job).is_some_and(|job| job.state == PrintState::Sending) {
        draft.move_job(job, PrintState::Sending, outcome.into());
    }
    prove(draft, late);
    draft.tell(printer, news);
}

/// Nothing of a job that was to be sent could be sent; tells the state that it comes into.
pub(in crate::desk) fn postpone_print_job(
    draft: &mut Draft<'_>,
    printer: &str,
    job: i64,
    cause: PrintCause,
    late: &[i64],
    news: &PrinterUpdate,
) -> PrintState {
    let mut state = PrintState::Failed(cause);
    // As for a result that is told twice.
    if let Some(job) = draft.job(job) {
        if job.state == PrintState::Sending {
            if cause.is_tried_again(draft.now - job.created_at) {
                state = PrintState::Postponed(cause);
            }
            draft.move_job(job.id, job.state, state);
        } else {
            state = job.state;
        }
    }
    prove(draft, late);
    draft.tell(printer, news);
    state
}

/// Nobody waits for this job any more. Tells whether it was withdrawn.
pub(in crate::desk) fn withdraw_print_job(draft: &mut Draft<'_>, job: i64) -> bool {
    let Some(waiting) = draft.job(job).map(|job| job.state) else { return false };
    let cause = match waiting {
        PrintState::Pending => PrintCause::Expired,
        PrintState::Postponed(cause) => cause,
        _ => return false,
    };
    draft.move_job(job, waiting, PrintState::Withdrawn(cause));
    true
}

/// Jobs that were in doubt are on paper after all: the printer has said so by the id of each.
pub(super) fn prove(draft: &mut Draft<'_>, jobs: &[i64]) {
    for &job in jobs {
        if let Some(doubt @ PrintState::Unknown(_)) = draft.job(job).map(|job| job.state) {
            draft.move_job(job, doubt, PrintState::Printed(PrintLevel::ProcessId));
        }
    }
}

/// Why a waiting job is not printed any more, where it has waited too long.
fn too_late(job: &PrintJob, now: Timestamp) -> Option<PrintCause> {
    let age = now - job.created_at;
    match job.state {
        PrintState::Postponed(cause) => (!cause.is_tried_again(age)).then_some(cause),
        _ => (age > PENDING_LIMIT).then_some(PrintCause::Expired),
    }
}
