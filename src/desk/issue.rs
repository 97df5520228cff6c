//! A visitor takes a number.

use super::intake::{admission, known_override};
use super::outlook::Outlook;
use super::{Desk, DeskError, cases, no_case, service};
use crate::domain::{
    CaseId, Duty, Lane, Language, OverrideCode, PrintKind, ServiceCode, Ticket, TicketId,
    TicketNumber, Timestamp,
};
use crate::store::{NewPrintJob, NewTicket};
use uuid::Uuid;

/// The longest request key, in characters.
const KEY_MAX: usize = 100;

/// An identity for a ticket that is about to be asked for: the time in front, the rest random.
pub fn new_ticket_id(now: Timestamp) -> TicketId {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    let time = uuid::Timestamp::from_unix(uuid::NoContext, seconds, now.timestamp_subsec_nanos());
    TicketId(Uuid::new_v7(time))
}

/// Where a ticket is to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintTarget {
    /// What the queue names the printer by: its id in the office file.
    pub printer: String,
    /// Where it is at the moment.
    pub address: String,
    /// The printer's profile.
    pub profile: String,
}

impl PrintTarget {
    /// A printer that the office file does not know: it is named by its address.
    pub fn at(address: impl Into<String>, profile: impl Into<String>) -> Self {
        let address = address.into();
        Self { printer: address.clone(), address, profile: profile.into() }
    }
}

/// What a visitor asks for with one touch.
#[derive(Debug, Clone)]
pub struct IssueRequest {
    /// The service.
    pub service: ServiceCode,
    /// The case, where the service has any.
    pub case: Option<CaseId>,
    /// The lane.
    pub lane: Lane,
    /// The language of the ticket.
    pub language: Language,
    /// The identity that the new ticket will have; made before the first try.
    pub id: TicketId,
    /// The same key on the same day brings the same ticket, however often it is sent.
    pub key: Option<String>,
    /// Why a member of staff gives a number even where the rules refuse it.
    pub override_code: Option<OverrideCode>,
    /// Where it is printed; `None`: no paper.
    pub print: Option<PrintTarget>,
}

/// A number that is safely in the queue.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The ticket.
    pub ticket: Ticket,
    /// The print job that was written with it.
    pub print_job: Option<i64>,
    /// Whether this request had been answered before, with the same ticket.
    pub repeated: bool,
    /// Whether it may become late: what waits hardly fits before closing.
    pub tight: bool,
}

impl Desk {
    /// A ticket that was issued, as it was told to whoever asked for it; `None` when nothing came of the wish.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn issued(&mut self, id: TicketId) -> Result<Option<Issued>, DeskError> {
        let view = self.look()?.view;
        let Some(ticket) = view.ticket_by_id(id)? else { return Ok(None) };
        let jobs = view.print_jobs_of(id)?;
        let job = jobs.iter().rev().find(|job| job.kind == PrintKind::Ticket);
        let print_job = job.map(|job| job.id);
        Ok(Some(Issued { ticket, print_job, repeated: true, tight: false }))
    }

    /// Takes the next number of a service. Number, ticket, event and print job are written together or not at all,
    /// and no byte has gone to a printer when this returns.
    ///
    /// # Errors
    /// [`DeskError::NoNumber`] out of hours or above the quota; [`DeskError`] for an unknown service, case or override, for a case that is missing, a
    /// series that is used up, or a fault of the queue.
    pub fn issue(&mut self, request: &IssueRequest) -> Result<Issued, DeskError> {
        if let Some(key) = &request.key
            && !(1..=KEY_MAX).contains(&key.chars().count())
        {
            return Err(DeskError::Key(key.chars().count()));
        }
        let mut work = self.work()?;
        let (office, now, day) = (work.office, work.now, work.day);
        if let Some(before) = match &request.key {
            Some(key) => work.tx.ticket_by_key(day, key)?,
            None => None,
        } {
            // The ticket itself is asked for before anything else is.
            let job = work.tx.print_jobs_of(before.id)?.first().map(|job| job.id);
            return Ok(Issued { ticket: before, print_job: job, repeated: true, tight: false });
        }
        let wanted = service(office, request.service)?;
        match &request.case {
            Some(case) if wanted.case(case).is_none() => return Err(no_case(wanted, case)),
            None if wanted.needs_case() => {
                return Err(DeskError::CaseNeeded { service: wanted.code, known: cases(wanted) });
            }
            _ => {}
        }
        if let Some(code) = &request.override_code {
            known_override(office, code)?;
        }
        let mut outlook = Outlook::of(&*work.tx, office, day, now)?;
        let moment = work.verdict.time;
        let (refused, tight) = admission(&*work.tx, office, wanted, &mut outlook, day, moment)?;
        // Recorded only where it was needed.
        let override_code = match (refused, &request.override_code) {
            (Some(_), Some(code)) => {
                work.may(Duty::Override)?;
                Some(code.clone())
            }
            (Some(why), None) => {
                let overrides = office.overrides.iter().map(|known| known.code.clone()).collect();
                return Err(DeskError::NoNumber { why, overrides });
            }
            (None, _) => None,
        };
        let stage = wanted.journey[0].id.clone();
        let ahead = outlook.ahead(&*work.tx, wanted, request.lane)?;
        let estimate = outlook.wait(&*work.tx, wanted, ahead)?;
        let serial = work.tx.take_serial(day, request.service)?;
        let ticket = work.tx.insert_ticket(&NewTicket {
            id: request.id,
            number: TicketNumber::new(request.service, serial)?,
            day,
            case: request.case.clone(),
            lane: request.lane,
            language: request.language,
            ahead: ahead.people,
            estimate,
            stage,
            at: now,
            key: request.key.clone(),
            override_code,
        })?;
        let print_job = match &request.print {
            Some(target) => Some(work.tx.insert_print_job(&NewPrintJob {
                ticket: Some(ticket.id),
                kind: PrintKind::Ticket,
                copy: 0,
                content: None,
                printer: &target.printer,
                profile: &target.profile,
                at: now,
            })?),
            None => None,
        };
        work.commit()?;
        Ok(Issued { ticket, print_job, repeated: false, tight })
    }
}
