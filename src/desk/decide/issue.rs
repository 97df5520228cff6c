//! A visitor takes a number.

use super::Draft;
use super::admission::{admission, known_override};
use super::forecast::Forecast;
use crate::desk::refusal::{Refusal, cases, no_case, service};
use crate::desk::request::{IssueRequest, Issued};
use crate::domain::{Duty, Ticket, TicketNumber};
use crate::queue::PrintContent;

/// Gives the next number of a service. Number, ticket, event and print job belong together.
pub(in crate::desk) fn issue(
    draft: &mut Draft<'_>,
    request: &IssueRequest,
) -> Result<Issued, Refusal> {
    let (office, now, day) = (draft.office, draft.now, draft.day);
    let wanted = service(office, request.service)?;
    match &request.case {
        Some(case) if wanted.case(case).is_none() => return Err(no_case(wanted, case)),
        None if wanted.needs_case() => {
            return Err(Refusal::CaseNeeded { service: wanted.code, known: cases(wanted) });
        }
        _ => {}
    }
    if let Some(code) = &request.override_code {
        known_override(office, code)?;
    }
    let forecast = Forecast::of(day, office, now);
    let (refused, tight) = admission(day, office, wanted, &forecast, draft.verdict.time);
    // Recorded only where it was needed.
    let override_code = match (refused, &request.override_code) {
        (Some(_), Some(code)) => {
            draft.may(Duty::Override)?;
            Some(code.to_string())
        }
        (Some(why), None) => {
            let overrides = office.overrides.iter().map(|known| known.code.clone()).collect();
            return Err(Refusal::NoNumber { why, overrides });
        }
        (None, _) => None,
    };
    let ahead = forecast.ahead(wanted, request.lane);
    let estimate = forecast.wait(wanted, ahead);
    let number = TicketNumber::new(request.service, day.last_serial(request.service) + 1)?;
    let stage = wanted.journey[0].id.clone();
    let ticket = Ticket {
        case: request.case.clone(),
        lane: request.lane,
        language: request.language,
        ahead_at_issue: ahead.people,
        estimate,
        ..Ticket::new(request.id, number, day.date(), stage, now)
    };
    let ticket = draft.give(ticket, override_code);
    let print_job = request
        .print
        .as_ref()
        .map(|target| draft.print(Some(ticket.id), PrintContent::Ticket, 0, target).id);
    Ok(Issued { ticket, print_job, repeated: false, tight })
}
