//! What a visitor wants of a kiosk, and what the kiosk asks of the queue for it.

use super::aids::{ListId, Mode};
use crate::desk::Leaflet;
use crate::domain::{CaseId, CounterNumber, Lane, Language, ServiceCode, TicketId, TicketNumber};

/// What a visitor does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// Chooses a service.
    ChooseService(ServiceCode),
    /// Turns to the page of the services, or of the answers, on which this place is.
    ShowFrom(usize),
    /// Chooses a case.
    ChooseCase(CaseId),
    /// Has all documents.
    Complete,
    /// Takes a number in this lane.
    TakeNumber(Lane),
    /// Has not all documents.
    NotComplete,
    /// Wants the list of documents on paper.
    PrintList,
    /// Wants to read the standard of the service.
    ShowStandard,
    /// Wants a member of staff.
    AskStaff,
    /// Switches a mode of the screen on or off.
    Toggle(Mode),
    /// Wants to hear the number that is shown.
    Hear,
    /// Goes back.
    Back,
    /// Is done.
    Done,
    /// Chooses a language.
    SetLanguage(Language),
}

/// What is to be done for a visitor: mostly, what the queue is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// A number.
    Number(Wish),
    /// A member of staff, on the page of this service.
    Staff(Option<ServiceCode>),
    /// A list of documents on paper.
    List(ListId, Leaflet),
    /// The paper of a number that is not shown any more: unless it is being sent already, it would come out for nobody.
    Withdraw(i64),
    /// The loudspeaker is to say this number, in this language, and where it will be called if one counter calls it.
    Say(TicketNumber, Option<CounterNumber>, Language),
    /// The number is not shown any more, and no restart shall bring it back.
    Forget,
}

/// A number that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The service.
    pub service: ServiceCode,
    /// The case.
    pub case: Option<CaseId>,
    /// The lane.
    pub lane: Lane,
    /// The language of the ticket.
    pub language: Language,
    /// The identity of the ticket.
    pub id: TicketId,
}
