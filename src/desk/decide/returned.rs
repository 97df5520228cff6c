//! Visitors who leave and come back: the file handed back for documents, and the call that was missed.

use super::Draft;
use crate::desk::refusal::MissingError;
use crate::desk::refusal::{Refusal, service};
use crate::desk::request::{PrintTarget, ReturnedFile, Subject};
use crate::domain::{Action, Duty, EventSeq, Lane, Language, State, Ticket, TicketNumber};
use crate::office::Office;
use crate::queue::{MissingDocument, PrintContent};
use std::collections::BTreeSet;

/// Hands a file back to the applicant, with a slip that lists what is missing.
pub(in crate::desk) fn return_file(
    draft: &mut Draft<'_>,
    subject: Subject,
    missing: &[u16],
    print: Option<&PrintTarget>,
) -> Result<ReturnedFile, Refusal> {
    draft.may(Duty::Serve)?;
    let ticket = draft.meant(subject)?;
    let missing = named(draft.office, ticket, missing)?;
    let slip = PrintContent::Slip(missing.iter().map(|one| one.item).collect());
    let ticket = draft.act_with(ticket, Action::Return, missing)?;
    let print_job = print.map(|target| draft.print(Some(ticket.id), slip, 0, target).id);
    Ok(ReturnedFile { ticket, print_job })
}

/// The applicant is back with the documents.
pub(in crate::desk) fn back(
    draft: &mut Draft<'_>,
    number: TicketNumber,
) -> Result<Ticket, Refusal> {
    draft.may(Duty::Serve)?;
    let ticket = draft.find(number)?;
    draft.act(ticket, Action::Back)
}

/// Whoever missed the call has reported.
pub(in crate::desk) fn present(
    draft: &mut Draft<'_>,
    number: TicketNumber,
) -> Result<Ticket, Refusal> {
    draft.may(Duty::Serve)?;
    let ticket = draft.find(number)?;
    let place = behind(draft, ticket);
    draft.act(ticket, Action::Present(place))
}

/// The missing documents with the names they have today.
fn named(
    office: &Office,
    ticket: &Ticket,
    missing: &[u16],
) -> Result<Vec<MissingDocument>, Refusal> {
    let service = service(office, ticket.service)?;
    let list: Vec<_> = service.documents(ticket.case.as_ref()).collect();
    let number = ticket.number;
    if list.is_empty() {
        return Err(MissingError::NoList(ticket.service).into());
    }
    if missing.is_empty() {
        return Err(MissingError::NoneNamed(number).into());
    }
    let items: BTreeSet<u16> = missing.iter().copied().collect();
    let name = |item: u16| {
        let document = usize::from(item).checked_sub(1).and_then(|index| list.get(index));
        let document =
            document.ok_or(MissingError::NotListed { number, item, count: list.len() })?;
        let document = document.get(Language::Indonesian).to_owned();
        Ok(MissingDocument { item, document })
    };
    items.into_iter().map(name).collect()
}

/// The place behind the first few who wait for the same counters; the end where fewer wait.
fn behind(draft: &Draft<'_>, ticket: &Ticket) -> EventSeq {
    let State::Missed { stage } = &ticket.state else { return EventSeq::NEXT };
    let others = usize::from(draft.office.present_after);
    if others == 0 {
        return ticket.place;
    }
    let mut line = Vec::new();
    for (service, at) in draft.office.beside(ticket.service, stage) {
        for lane in Lane::ALL {
            line.extend(draft.day.line(service, at, *lane).take(others));
        }
    }
    line.sort_unstable_by_key(|ticket| ticket.order());
    line.get(others - 1).map_or(EventSeq::NEXT, |last| last.place)
}
