//! The office's nouns, written short.

use super::morning;
use antre::desk::{Desk, IssueRequest, PrintTarget, Subject, new_ticket_id};
use antre::domain::{
    CaseId, CounterNumber, Lane, Language, ServiceCode, StageId, State, Ticket, TicketNumber,
};

pub fn service(letter: char) -> ServiceCode {
    ServiceCode::new(letter).unwrap()
}

pub fn stage(id: &str) -> StageId {
    StageId::new(id).unwrap()
}

pub fn number(text: &str) -> TicketNumber {
    text.parse().unwrap()
}

pub fn counter(number: u8) -> CounterNumber {
    CounterNumber::new(i64::from(number)).unwrap()
}

pub fn at(number: u8) -> Subject {
    Subject::Counter(counter(number))
}

/// A visitor without paper, and with a case only where the samples want one: the first of the identity card.
pub fn visitor(letter: char, lane: Lane) -> IssueRequest {
    IssueRequest {
        service: service(letter),
        case: (letter == 'T').then(|| CaseId::new("baru").unwrap()),
        lane,
        language: Language::Indonesian,
        id: new_ticket_id(morning()),
        key: None,
        override_code: None,
        print: None,
    }
}

/// Where a test prints to.
pub fn target(printer: &str) -> PrintTarget {
    PrintTarget::at(printer, "generic-80")
}

/// A visitor in the regular lane takes a number.
pub fn issue(desk: &mut Desk, letter: char) -> Ticket {
    desk.issue(&visitor(letter, Lane::Regular)).unwrap().ticket
}

/// A counter calls or takes the next one.
pub fn next(desk: &mut Desk, number: u8) -> Option<Ticket> {
    desk.next(counter(number)).unwrap().map(|called| called.ticket)
}

/// A counter serves the next one from call to finish, and says which number it was.
pub fn serve(desk: &mut Desk, number: u8) -> Option<String> {
    let ticket = next(desk, number)?;
    if let State::Called { .. } = ticket.state {
        desk.start(at(number)).unwrap();
    }
    desk.finish(at(number)).unwrap();
    Some(ticket.number.to_string())
}
