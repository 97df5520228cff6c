//! What the office's ticket says, in the order in which a visitor needs it.
//!
//! Belongs here: which facts go on the paper. Never here: how wide the paper is or what a printer understands.

use crate::domain::{Lane, Language, ServiceCode, StageId, Ticket};
use crate::office::Office;
use crate::paper::Document;
use crate::words::Words;

/// The sheets of a ticket, each cut by itself. `copy` 0 is the ticket itself, n its n-th copy.
pub fn sheets(office: &Office, whose: &Ticket, copy: u32) -> Vec<Document> {
    vec![ticket(office, whose, copy)]
}

/// The ticket as a document. `copy` 0 is the ticket itself, n its n-th copy, which says so.
pub fn ticket(office: &Office, ticket: &Ticket, copy: u32) -> Document {
    let language = ticket.language;
    let words = Words::of(language);
    let code = ticket.number.service();
    let service = office.service(code);
    let mut document = Document::new().centred(&office.name).centred(&office.region).space(1);
    if copy > 0 {
        document = document.bold(&words.with("paper.copy", &[("count", &copy)]));
    }
    if let Some(service) = service {
        document = document.bold(service.name.get(language));
    }
    document = document.number(&ticket.number.to_string());
    if ticket.lane == Lane::Priority {
        document = document.bold(words.text("paper.priority"));
    }
    document = document.space(1);
    document = document.centred(&people_ahead(words, ticket.ahead_at_issue));
    let first_stage = service.map(|s| &s.journey[0].id);
    if let Some(place) = first_stage.map(|stage| waiting_place(office, code, stage, language)) {
        document = document.centred(&words.with("paper.wait-at", &[("place", &place)]));
    }
    let local = ticket.issued_at.with_timezone(&office.zone).naive_local();
    document = document.centred(&words.moment(local));
    // Upper-case hexadecimal is the smallest QR code of an identity that any phone can read.
    document = document.qr(&ticket.id.0.simple().to_string().to_uppercase());
    if let Some(fee) = &office.fee {
        document = document.centred(fee.get(language));
    }
    let missed = words.with("paper.missed", &[("count", &office.call_limit)]);
    document = document.centred(&missed);
    office.complaints.iter().fold(document, |document, line| document.centred(line))
}

/// How many are ahead, as a sentence.
pub fn people_ahead(words: &Words, count: u32) -> String {
    match count {
        0 => words.text("sentence.ahead-none").to_owned(),
        count => words.with("sentence.ahead", &[("count", &count)]),
    }
}

/// The counters where a stage of a service is called: "Loket 1", "Loket 1 / Loket 3".
pub fn waiting_place(
    office: &Office,
    service: ServiceCode,
    stage: &StageId,
    language: Language,
) -> String {
    let counters = office.counters.iter().filter(|c| c.serves(service, stage));
    counters.map(|c| c.name.get(language)).collect::<Vec<_>>().join(" / ")
}
