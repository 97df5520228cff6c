//! The requests of visitors and officers as calls, each with a key of its own. Whoever has to ask again later keeps the
//! envelope, and uses [`Desk::ask`].

use super::request::{Answer, Envelope, Request};
use super::{
    Called, Desk, DeskError, Destination, IssueRequest, Issued, Leaflet, PrintTarget, ReturnedFile,
    Subject,
};
use crate::domain::{CounterNumber, ServiceCode, Ticket, TicketNumber};
use crate::queue::{HelpId, HelpRequest, PrintJob, RequestKey};
use crate::store::StoreError;

/// How often it is asked again what came of a request.
const TRIES: u32 = 3;

/// Asks, and takes the answer that belongs to the request.
macro_rules! ask {
    ($desk:expr, $request:expr, $answer:pat => $value:expr) => {
        match $desk.ask_once($request)? {
            $answer => Ok($value),
            // Each request has one kind of answer.
            _ => Err(StoreError::Conflict(None).into()),
        }
    };
}

impl Desk {
    fn ask_once(&mut self, request: Request) -> Result<Answer, DeskError> {
        self.ask_until_known(&Envelope::new(self.actor.clone(), request))
    }

    /// As [`Desk::ask`]; where nobody knows what came of it, it is asked again, a few times, for the same answer.
    ///
    /// # Errors
    /// As [`Desk::ask`].
    pub fn ask_until_known(&mut self, envelope: &Envelope) -> Result<Answer, DeskError> {
        let mut answer = self.ask(envelope);
        for _ in 0..TRIES {
            if !answer.as_ref().is_err_and(DeskError::is_unknown) {
                break;
            }
            answer = self.ask(envelope);
            // It was this call that had it carried out.
            if let Ok(Answer::Issued(issued)) = &mut answer {
                issued.repeated = false;
            }
        }
        answer
    }

    /// Takes the next number of a service. Number, ticket, event and print job are written together or not at all,
    /// and no byte has gone to a printer when this returns.
    ///
    /// # Errors
    /// [`Refusal::NoNumber`](super::Refusal::NoNumber) out of hours or above the quota; [`DeskError`] for an unknown
    /// service, case or override, for a case that is missing, a series that is used up, or a fault of the queue.
    pub fn issue(&mut self, request: &IssueRequest) -> Result<Issued, DeskError> {
        let key = request.key.clone().unwrap_or_else(|| request.id.to_string());
        let (actor, request) = (self.actor.clone(), Request::Issue(request.clone()));
        match self.ask_until_known(&Envelope { key: RequestKey::new(key), actor, request })? {
            Answer::Issued(issued) => Ok(issued),
            _ => Err(StoreError::Conflict(None).into()),
        }
    }

    /// Calls the next visitor to a counter, or takes the next file at a back-office stage. `None` when nobody waits.
    ///
    /// # Errors
    /// [`Refusal::CounterBusy`](super::Refusal::CounterBusy) while the counter has an unfinished ticket;
    /// [`Refusal::Paused`](super::Refusal::Paused); an unknown counter; faults of the queue.
    pub fn next(&mut self, number: CounterNumber) -> Result<Option<Called>, DeskError> {
        ask!(self, Request::Next(number), Answer::Called(called) => called)
    }

    /// Calls the same number once more.
    ///
    /// # Errors
    /// [`Refusal::CallLimit`](super::Refusal::CallLimit) after as many calls as the office allows;
    /// [`Refusal::TooSoon`](super::Refusal::TooSoon) when the visitor has not had the time to come; [`DeskError`] as
    /// for every move.
    pub fn recall(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        ask!(self, Request::Recall(subject), Answer::Ticket(ticket) => ticket)
    }

    /// The visitor has come.
    ///
    /// # Errors
    /// [`Refusal::Refused`](super::Refusal::Refused) when the ticket is not called; unknown subjects; faults of the
    /// queue.
    pub fn start(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        ask!(self, Request::Start(subject), Answer::Ticket(ticket) => ticket)
    }

    /// The work of this stage is done: the file goes on to the next stage, or is handed over.
    ///
    /// # Errors
    /// [`Refusal::Refused`](super::Refusal::Refused) when the ticket is not being served; unknown subjects; faults of
    /// the queue.
    pub fn finish(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        ask!(self, Request::Finish(subject), Answer::Ticket(ticket) => ticket)
    }

    /// Nobody came.
    ///
    /// # Errors
    /// [`Refusal::Refused`](super::Refusal::Refused) when the ticket is not called; unknown subjects; faults of the
    /// queue.
    pub fn no_show(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        ask!(self, Request::NoShow(subject), Answer::Ticket(ticket) => ticket)
    }

    /// Withdraws a ticket.
    ///
    /// # Errors
    /// [`Refusal::Refused`](super::Refusal::Refused) when the ticket is finished; unknown subjects; faults of the
    /// queue.
    pub fn cancel(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        ask!(self, Request::Cancel(subject), Answer::Ticket(ticket) => ticket)
    }

    /// Documents are missing: hands the file back to the applicant, with a slip that lists them where `print` says.
    /// `missing` names them by their place in the list of the ticket's case (`Service::documents`), from 1.
    ///
    /// # Errors
    /// [`Refusal::Missing`](super::Refusal::Missing) when the list does not have them;
    /// [`Refusal::Refused`](super::Refusal::Refused) when the ticket is not being served; unknown subjects; faults of
    /// the queue.
    pub fn return_file(
        &mut self,
        subject: Subject,
        missing: &[u16],
        print: Option<&PrintTarget>,
    ) -> Result<ReturnedFile, DeskError> {
        let (missing, print) = (missing.to_vec(), print.cloned());
        let request = Request::Return { subject, missing, print };
        ask!(self, request, Answer::Returned(file) => file)
    }

    /// The applicant is back with the documents: the file waits for the same stage again, ahead of new numbers.
    ///
    /// # Errors
    /// [`Refusal::Refused`](super::Refusal::Refused) when the file was not handed back; unknown numbers; faults of the
    /// queue.
    pub fn back(&mut self, number: TicketNumber) -> Result<Ticket, DeskError> {
        ask!(self, Request::Back(number), Answer::Ticket(ticket) => ticket)
    }

    /// Whoever missed the call has reported: the number waits again, behind as many others as the office file says.
    ///
    /// # Errors
    /// [`Refusal::Refused`](super::Refusal::Refused) when no call was missed; unknown numbers; faults of the queue.
    pub fn present(&mut self, number: TicketNumber) -> Result<Ticket, DeskError> {
        ask!(self, Request::Present(number), Answer::Ticket(ticket) => ticket)
    }

    /// Sends a ticket on. It keeps its number and its place in the queue; at the other service it waits for the stage
    /// it is at, or for the first where that service has no such stage.
    ///
    /// # Errors
    /// [`Refusal::WrongCounter`](super::Refusal::WrongCounter) when that counter would never call it,
    /// [`Refusal::PausedThere`](super::Refusal::PausedThere) when it takes a break;
    /// [`Refusal::Refused`](super::Refusal::Refused) when the visitor is away or has finished; unknown subjects; faults
    /// of the queue.
    pub fn transfer(&mut self, subject: Subject, to: Destination) -> Result<Ticket, DeskError> {
        ask!(self, Request::Transfer(subject, to), Answer::Ticket(ticket) => ticket)
    }

    /// Takes the last move at a counter back, by an event of its own: the ticket is what and where it was before.
    ///
    /// # Errors
    /// [`Refusal::NotUndone`](super::Refusal::NotUndone) when there is nothing to take back, or when it is too late; an
    /// unknown counter; faults of the queue.
    pub fn undo(&mut self, number: CounterNumber) -> Result<Ticket, DeskError> {
        ask!(self, Request::Undo(number), Answer::Ticket(ticket) => ticket)
    }

    /// The counter calls nobody until it is resumed. What it holds it may finish; what was sent to it alone may be
    /// called by every counter again, so that nobody waits for an empty chair.
    ///
    /// # Errors
    /// [`Refusal::BreakAlready`](super::Refusal::BreakAlready); an unknown counter; faults of the queue.
    pub fn pause(&mut self, number: CounterNumber) -> Result<(), DeskError> {
        ask!(self, Request::Pause(number), Answer::Done => ())
    }

    /// The counter calls again.
    ///
    /// # Errors
    /// [`Refusal::BreakAlready`](super::Refusal::BreakAlready); an unknown counter; faults of the queue.
    pub fn resume(&mut self, number: CounterNumber) -> Result<(), DeskError> {
        ask!(self, Request::Resume(number), Answer::Done => ())
    }

    /// Asks for another paper of a ticket, marked as a copy.
    ///
    /// # Errors
    /// [`Refusal::NoTicket`](super::Refusal::NoTicket); faults of the queue.
    pub fn reprint(
        &mut self,
        number: TicketNumber,
        target: &PrintTarget,
    ) -> Result<(Ticket, PrintJob), DeskError> {
        ask!(self, Request::Reprint(number, target.clone()), Answer::Reprinted(ticket, job) => (ticket, job))
    }

    /// Asks for a leaflet; returns its print job. It is printed behind all tickets that wait for this printer.
    ///
    /// # Errors
    /// [`Refusal::NoService`](super::Refusal::NoService), [`Refusal::NoCase`](super::Refusal::NoCase); faults of the
    /// queue.
    pub fn print_leaflet(
        &mut self,
        leaflet: &Leaflet,
        target: &PrintTarget,
    ) -> Result<i64, DeskError> {
        ask!(self, Request::PrintLeaflet(leaflet.clone(), target.clone()), Answer::Job(job) => job)
    }

    /// Somebody at a kiosk asks for staff, on the page of this service. Asked again before anybody has answered, it
    /// is the same request: impatience does not ring twice.
    ///
    /// # Errors
    /// [`Refusal::NoService`](super::Refusal::NoService); faults of the queue.
    pub fn ask_staff(&mut self, about: Option<ServiceCode>) -> Result<HelpRequest, DeskError> {
        ask!(self, Request::AskStaff(about), Answer::Help(request) => request)
    }

    /// A member of staff goes there. Tells whether anybody still waited for that.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn answer_staff(&mut self, id: HelpId) -> Result<bool, DeskError> {
        ask!(self, Request::AnswerStaff(id), Answer::Waited(waited) => waited)
    }

    /// Somebody has switched a printer off and on: nothing of an old job can be in it any more. What hangs out of it
    /// hangs there still. Tells whether that was being waited for; otherwise nothing is changed.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn confirm_power_cycle(&mut self, printer: &str) -> Result<bool, DeskError> {
        ask!(self, Request::ConfirmPowerCycle(printer.to_owned()), Answer::Waited(waited) => waited)
    }
}
