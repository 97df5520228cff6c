//! Visitors who leave and come back: the file handed back for documents, and the call that was missed.

use super::{Desk, DeskError, PrintTarget, Subject, Work, find, service};
use crate::domain::{
    Action, Duty, EventSeq, Lane, Language, PrintKind, ServiceCode, State, Ticket, TicketNumber,
};
use crate::office::{Office, Text};
use crate::store::{MissingDocument, NewPrintJob, StoreError};
use std::collections::BTreeSet;
use thiserror::Error;

/// Why the documents that are said to be missing cannot be those.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MissingError {
    /// None was named.
    #[error("say which documents of {0} are missing; a file is not handed back without a reason")]
    NoneNamed(TicketNumber),
    /// The service asks for no documents.
    #[error("service {0} has no list of documents; there is nothing that could be missing")]
    NoList(ServiceCode),
    /// A number that is not on the list.
    #[error("{number} has no document {item}; its list is numbered from 1 to {count}")]
    NotListed {
        /// The ticket.
        number: TicketNumber,
        /// What was named.
        item: u16,
        /// How long the list is.
        count: usize,
    },
}

/// A file that was handed back.
#[derive(Debug, Clone)]
pub struct ReturnedFile {
    /// Its ticket.
    pub ticket: Ticket,
    /// The slip, where one is printed.
    pub print_job: Option<i64>,
}

/// What a slip about these documents keeps: their places in the list. It is written in the language of the ticket when
/// it is printed.
fn content(missing: &[MissingDocument]) -> String {
    missing.iter().map(|m| m.item.to_string()).collect::<Vec<_>>().join(",")
}

/// The documents that a slip of this ticket lists. What has left the office file since is left out.
pub fn listed<'a>(office: &'a Office, ticket: &Ticket, content: &str) -> Vec<&'a Text> {
    let Some(service) = office.service(ticket.service) else { return Vec::new() };
    let list: Vec<&Text> = service.documents(ticket.case.as_ref()).collect();
    let document = |item: &str| list.get(item.parse::<usize>().ok()?.checked_sub(1)?).copied();
    content.split(',').filter_map(document).collect()
}

impl Desk {
    /// Documents are missing: hands the file back to the applicant, with a slip that lists them where `print` says.
    /// `missing` names them by their place in the list of the ticket's case (`Service::documents`), from 1.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when the list does not have them; [`DeskError::Refused`] when the ticket is not being
    /// served; unknown subjects; faults of the queue.
    pub fn return_file(
        &mut self,
        subject: Subject,
        missing: &[u16],
        print: Option<&PrintTarget>,
    ) -> Result<ReturnedFile, DeskError> {
        let mut work = self.work()?;
        work.may(Duty::Serve)?;
        let ticket = work.find(subject)?;
        let missing = named(work.office, &ticket, missing)?;
        let ticket = work.act(&ticket, Action::Return)?;
        work.tx.note_missing(ticket.last_event, &missing)?;
        let print_job = match print {
            Some(target) => Some(work.tx.insert_print_job(&NewPrintJob {
                ticket: Some(ticket.id),
                kind: PrintKind::Slip,
                copy: 0,
                content: Some(&content(&missing)),
                printer: &target.printer,
                profile: &target.profile,
                at: work.now,
            })?),
            None => None,
        };
        work.commit()?;
        Ok(ReturnedFile { ticket, print_job })
    }

    /// The applicant is back with the documents: the file waits for the same stage again, ahead of new numbers.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the file was not handed back; unknown numbers; faults of the queue.
    pub fn back(&mut self, number: TicketNumber) -> Result<Ticket, DeskError> {
        let mut work = self.work()?;
        work.may(Duty::Serve)?;
        let ticket = find(&*work.tx, work.day, number)?;
        let ticket = work.act(&ticket, Action::Back)?;
        work.commit()?;
        Ok(ticket)
    }

    /// Whoever missed the call has reported: the number waits again, behind as many others as the office file says.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when no call was missed; unknown numbers; faults of the queue.
    pub fn present(&mut self, number: TicketNumber) -> Result<Ticket, DeskError> {
        let mut work = self.work()?;
        work.may(Duty::Serve)?;
        let ticket = find(&*work.tx, work.day, number)?;
        let place = behind(&work, &ticket)?;
        let ticket = work.act(&ticket, Action::Present(place))?;
        work.commit()?;
        Ok(ticket)
    }
}

/// The missing documents with the names they have today.
fn named(
    office: &Office,
    ticket: &Ticket,
    missing: &[u16],
) -> Result<Vec<MissingDocument>, DeskError> {
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
fn behind(work: &Work<'_>, ticket: &Ticket) -> Result<EventSeq, StoreError> {
    let State::Missed { stage } = &ticket.state else { return Ok(EventSeq::NEXT) };
    let others = work.office.present_after;
    if others == 0 {
        return Ok(ticket.place);
    }
    let mut line = Vec::new();
    for (service, at) in work.office.beside(ticket.service, stage) {
        for lane in Lane::ALL {
            line.extend(work.tx.line(work.day, service, at, *lane, u32::from(others))?);
        }
    }
    line.sort_unstable_by_key(Ticket::order);
    Ok(line.get(usize::from(others) - 1).map_or(EventSeq::NEXT, |last| last.place))
}
