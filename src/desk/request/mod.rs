//! The one door of the office: what may be asked, in whose name, and what is answered.

mod issue;
mod moves;
mod paper;
mod printer;
mod returned;

pub use issue::{IssueRequest, Issued, PrintTarget, new_ticket_id};
pub use moves::{Called, Destination, Subject, Undoable};
pub use paper::ClaimedJob;
pub(super) use paper::PENDING_LIMIT;
pub use printer::{Port, PrinterUpdate};
pub use returned::{ReturnedFile, listed};

use super::refusal::Refusal;
use crate::domain::{Actor, CounterNumber, ServiceCode, Ticket, TicketNumber};
use crate::printable::is_active;
use crate::queue::{HelpId, HelpRequest, Leaflet, Outcome, PrintJob, RequestKey};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use uuid::Uuid;

/// The longest request key, in characters.
const KEY_MAX: usize = 100;

/// A request with its name and in whose name it is made.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The name of the request: made before the first try, the same in every try.
    pub key: RequestKey,
    /// Whoever asks.
    pub actor: Actor,
    /// What is asked for.
    pub request: Request,
}

impl Envelope {
    /// A request that was not made before.
    pub fn new(actor: Actor, request: Request) -> Self {
        // By chance alone: the time of day is a clock's to know, and no key needs it.
        let by_chance = uuid::Timestamp::from_unix(uuid::NoContext, 0, 0);
        Self { key: RequestKey::new(Uuid::new_v7(by_chance).to_string()), actor, request }
    }

    pub(super) fn refuse_bad_key(&self) -> Result<(), Refusal> {
        if self.key.key.contains(is_active) {
            return Err(Refusal::KeyText);
        }
        match self.key.key.chars().count() {
            1..=KEY_MAX => Ok(()),
            length => Err(Refusal::Key(length)),
        }
    }
}

/// What visitors and officers ask for.
#[derive(Debug, Clone)]
pub enum Request {
    /// A number.
    Issue(IssueRequest),
    /// Call the next visitor, or take the next file.
    Next(CounterNumber),
    /// Call the same number once more.
    Recall(Subject),
    /// The visitor has come.
    Start(Subject),
    /// The work of this stage is done.
    Finish(Subject),
    /// Nobody came.
    NoShow(Subject),
    /// Withdraw a ticket.
    Cancel(Subject),
    /// Hand a file back.
    Return {
        /// Whose.
        subject: Subject,
        /// What is missing, by its place in the list of the ticket's case, from 1.
        missing: Vec<u16>,
        /// Where the slip is printed.
        print: Option<PrintTarget>,
    },
    /// The applicant is back with the documents.
    Back(TicketNumber),
    /// Whoever missed the call has reported.
    Present(TicketNumber),
    /// Send a visitor on.
    Transfer(Subject, Destination),
    /// Take the last move at a counter back.
    Undo(CounterNumber),
    /// A counter takes a break.
    Pause(CounterNumber),
    /// A counter calls again.
    Resume(CounterNumber),
    /// Another paper of a ticket.
    Reprint(TicketNumber, PrintTarget),
    /// A list of documents on paper.
    PrintLeaflet(Leaflet, PrintTarget),
    /// A visitor at a kiosk asks for staff.
    AskStaff(Option<ServiceCode>),
    /// Somebody goes there.
    AnswerStaff(HelpId),
    /// A printer was switched off and on.
    ConfirmPowerCycle(String),
}

/// What is answered.
#[derive(Debug, Clone)]
pub enum Answer {
    /// A number.
    Issued(Issued),
    /// Who was called; nobody where nobody waits.
    Called(Option<Called>),
    /// The ticket as it is now.
    Ticket(Ticket),
    /// A file that was handed back.
    Returned(ReturnedFile),
    /// A copy, and its ticket.
    Reprinted(Ticket, PrintJob),
    /// A print job.
    Job(i64),
    /// A request for staff.
    Help(HelpRequest),
    /// Whether anybody was waiting for that.
    Waited(bool),
    /// It was done, and there is nothing more to say.
    Done,
}

impl Request {
    /// Whether its answer is kept. Who asks for staff twice has asked once, whatever the keys.
    pub(super) fn keeps_answer(&self) -> bool {
        !matches!(self, Request::AskStaff(_))
    }

    /// What it asks for, in short. Two requests with one key are the same only if this is.
    pub(super) fn fingerprint(&self) -> String {
        let at = |what: &str, subject: &Subject| match subject {
            Subject::Counter(counter) => format!("{what} at counter {counter}"),
            Subject::Ticket(number) => format!("{what} {number}"),
        };
        match self {
            Request::Issue(request) => {
                let mut text = format!("issue {}", request.service);
                if let Some(case) = &request.case {
                    let _ = write!(text, " {case}");
                }
                let _ = write!(text, " {} {}", request.lane.code(), request.language.code());
                if let Some(code) = &request.override_code {
                    let _ = write!(text, " because of {code}");
                }
                text
            }
            Request::Next(counter) => format!("next {counter}"),
            Request::Recall(subject) => at("recall", subject),
            Request::Start(subject) => at("start", subject),
            Request::Finish(subject) => at("finish", subject),
            Request::NoShow(subject) => at("no-show", subject),
            Request::Cancel(subject) => at("cancel", subject),
            Request::Return { subject, missing, .. } => {
                let items: BTreeSet<u16> = missing.iter().copied().collect();
                format!("{} {items:?}", at("return", subject))
            }
            Request::Back(number) => format!("back {number}"),
            Request::Present(number) => format!("present {number}"),
            Request::Transfer(subject, to) => {
                let mut text = at("transfer", subject);
                if let Some(service) = to.service {
                    let _ = write!(text, " to {service}");
                }
                if let Some(counter) = to.counter {
                    let _ = write!(text, " to counter {counter}");
                }
                text
            }
            Request::Undo(counter) => format!("undo {counter}"),
            Request::Pause(counter) => format!("pause {counter}"),
            Request::Resume(counter) => format!("resume {counter}"),
            Request::Reprint(number, target) => format!("reprint {number} on {}", target.printer),
            Request::PrintLeaflet(leaflet, target) => {
                format!("leaflet {} on {}", leaflet, target.printer)
            }
            Request::AskStaff(None) => "ask staff".to_owned(),
            Request::AskStaff(Some(service)) => format!("ask staff about {service}"),
            Request::AnswerStaff(id) => format!("answer staff {}", id.0),
            Request::ConfirmPowerCycle(id) => format!("power-cycled {id}"),
        }
    }
}

impl Answer {
    /// What is kept of it, so that it can be given again.
    pub(super) fn outcome(&self) -> Outcome {
        let of = |ticket: &Ticket| Outcome { ticket: Some(ticket.id), ..Outcome::default() };
        match self {
            Answer::Issued(issued) => Outcome { job: issued.print_job, ..of(&issued.ticket) },
            Answer::Called(Some(called)) => Outcome { why: Some(called.why), ..of(&called.ticket) },
            Answer::Ticket(ticket) => of(ticket),
            Answer::Returned(file) => Outcome { job: file.print_job, ..of(&file.ticket) },
            Answer::Reprinted(ticket, job) => Outcome { job: Some(job.id), ..of(ticket) },
            Answer::Job(job) => Outcome { job: Some(*job), ..Outcome::default() },
            Answer::Called(None) | Answer::Help(_) | Answer::Waited(_) | Answer::Done => {
                Outcome::default()
            }
        }
    }
}
