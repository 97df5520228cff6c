//! Which page the kiosk shows, and what a touch does: pure, one value, no window.
//!
//! ```text
//! Closed <--hours--> Services --service--> Checklist --take number--> Issuing --committed--> Number --8 s--> Services
//!                       |  ^                |     |                      '------refused----> Refused, Trouble
//!                       |  '--back, 45 s idle     '--not complete--> Incomplete --done, idle--> Services
//!                       '--service that gives no number--> Refused    (Standard lies over Checklist and Refused)
//! ```

use super::aids::{Help, ListId, ListPaper, Mode, Modes};
use super::page::{Page, PaperNote, Trouble};
use crate::desk::{Issued, Leaflet, NoNumber, ServiceIntake};
use crate::domain::{CaseId, Lane, Language, PrintState, ServiceCode, TicketId};
use crate::office::{Office, Service};
use crate::queue::{HelpId, HelpRequest};

/// Seconds without a touch until "Masih di sini?".
pub const IDLE_SECONDS: u32 = 30;
/// Seconds that the question stays before the kiosk starts anew.
pub const IDLE_COUNTDOWN: u32 = 15;
/// Seconds that a number stays on the screen.
pub const NUMBER_SECONDS: u32 = 8;
/// The same where the number has to be written down or photographed.
pub const NUMBER_SECONDS_WITHOUT_PAPER: u32 = 30;

/// Seconds that a number is shown before its visitor is told that the printer refuses the ticket: a port that is busy for a
/// moment is no reason to write a number down.
pub const TRYING_SECONDS: u32 = 2;

/// Seconds after which a number that does not come is trouble: a disk that hangs must not lock the kiosk.
pub const ISSUING_SECONDS: u32 = 10;

/// What a visitor does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// Chooses a service.
    ChooseService(ServiceCode),
    /// Turns to the page of the services on which this place is.
    ShowServicesFrom(usize),
    /// Chooses a case.
    ChooseCase(CaseId),
    /// Switches the priority lane on or off.
    TogglePriority,
    /// Takes a number.
    TakeNumber,
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
    /// Goes back.
    Back,
    /// Is done.
    Done,
    /// Chooses a language.
    SetLanguage(Language),
}

/// What is to be asked of the queue.
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

/// Seconds after which nobody stands before the kiosk any more who waits for this number.
pub const WISH_SECONDS: u32 = ISSUING_SECONDS + NUMBER_SECONDS;

/// The kiosk between two touches.
#[derive(Debug, Clone)]
pub struct Flow {
    page: Page,
    language: Language,
    modes: Modes,
    /// The place of a service that is to be seen, where the screen has no room for all at once.
    first_service: usize,
    idle: u32,
    /// What the queue said last; it outlives every visitor.
    help: Help,
    intake: Vec<ServiceIntake>,
    queue_lost: bool,
    /// The list that was asked for last, by whomever.
    list: ListId,
}

impl Default for Flow {
    fn default() -> Self {
        Self {
            page: Page::Services,
            language: Language::default(),
            modes: Modes::default(),
            first_service: 0,
            idle: 0,
            help: Help::default(),
            intake: Vec::new(),
            queue_lost: false,
            list: ListId::default(),
        }
    }
}

impl Flow {
    /// The page to show. While the queue cannot be read, the first page is the one that says so: no visitor should
    /// tap through a checklist for a number that cannot be given. An office that is closed says that at once, too.
    pub fn page(&self) -> Page {
        match &self.page {
            Page::Services | Page::Checklist { .. } | Page::Refused { .. } if self.queue_lost => {
                Page::Trouble { trouble: Trouble::Queue, seconds: 0, awaited: None }
            }
            Page::Services => self.closed().map_or(Page::Services, Page::Closed),
            page => page.clone(),
        }
    }

    /// Why no service gives numbers: the doors are shut.
    fn closed(&self) -> Option<NoNumber> {
        let shut = |intake: &ServiceIntake| matches!(intake.refused, Some(NoNumber::Closed { .. }));
        let all = self.intake.iter().all(shut);
        self.intake.first().filter(|_| all).and_then(|first| first.refused.clone())
    }

    /// The language of the screen.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The modes of the screen.
    pub fn modes(&self) -> Modes {
        self.modes
    }

    /// The place of a service that is to be seen.
    pub fn first_service(&self) -> usize {
        self.first_service
    }

    /// How a call for staff stands.
    pub fn help(&self) -> Help {
        self.help
    }

    /// What the queue says of a service; nothing while it is not known.
    pub fn intake(&self, service: ServiceCode) -> Option<&ServiceIntake> {
        self.intake.iter().find(|intake| intake.service == service && !self.queue_lost)
    }

    /// Seconds left in "Masih di sini?"; 0 when it is not asked.
    pub fn countdown(&self) -> u32 {
        let overdue = self.idle.checked_sub(IDLE_SECONDS);
        overdue.map_or(0, |seconds| IDLE_COUNTDOWN.saturating_sub(seconds))
    }

    /// Somebody is there.
    pub fn touched(&mut self) {
        self.idle = 0;
    }

    /// A touch on something. Returns what the queue is to be asked. `new_id` makes the identity of a wish, which then is the
    /// same in every try.
    pub fn intend(
        &mut self,
        intent: Intent,
        office: &Office,
        new_id: impl FnOnce() -> TicketId,
    ) -> Option<Request> {
        self.touched();
        match (intent, &mut self.page) {
            // The ticket being made has its language already; nothing changes until it is there.
            (_, Page::Issuing { .. }) => {}
            (Intent::SetLanguage(language), _) => self.language = language,
            (Intent::Toggle(mode), _) => self.modes.toggle(mode),
            (Intent::AskStaff, page) if self.help.can_ask() => {
                let about = page.service();
                self.help = Help::Asking;
                return Some(Request::Staff(about));
            }
            (Intent::ChooseService(service), Page::Services)
                if !self.queue_lost && office.service(service).is_some() =>
            {
                let refused = self.intake(service).and_then(|intake| intake.refused.clone());
                self.page = match refused {
                    Some(why) => Page::Refused { service, why },
                    None => Page::Checklist { service, case: None, lane: Lane::Regular },
                };
            }
            (Intent::ShowServicesFrom(place), Page::Services) => {
                self.first_service = place.min(office.services.len().saturating_sub(1));
            }
            (Intent::ChooseCase(chosen), Page::Checklist { case, .. }) => *case = Some(chosen),
            (Intent::TogglePriority, Page::Checklist { lane, .. }) => {
                *lane = match lane {
                    Lane::Regular => Lane::Priority,
                    Lane::Priority => Lane::Regular,
                };
            }
            (Intent::TakeNumber, Page::Checklist { service, case, lane }) => {
                let of = office.service(*service)?;
                if !can_take(of, case.as_ref()) {
                    return None;
                }
                let (service, case, lane) = (*service, case.clone(), *lane);
                let (id, language) = (new_id(), self.language);
                self.page = Page::Issuing { service, id, seconds: 0 };
                return Some(Request::Number(Wish { service, case, lane, language, id }));
            }
            (Intent::NotComplete, Page::Checklist { service, case, lane }) => {
                let (service, case, lane) = (*service, case.clone(), *lane);
                self.page = Page::Incomplete { service, case, lane, list: ListPaper::Unasked };
            }
            (Intent::PrintList, Page::Incomplete { service, case, list, .. })
                if *list == ListPaper::Unasked =>
            {
                self.list = self.list.next();
                *list = ListPaper::Asked(self.list);
                let (service, case, language) = (*service, case.clone(), self.language);
                return Some(Request::List(self.list, Leaflet { service, case, language }));
            }
            (Intent::ShowStandard, page @ (Page::Checklist { .. } | Page::Refused { .. })) => {
                let service = page.service()?;
                self.page = Page::Standard { service, from: Box::new(page.clone()) };
            }
            (Intent::Back, Page::Standard { from, .. }) => self.page = (**from).clone(),
            (Intent::Back, Page::Incomplete { service, case, lane, list }) => {
                let (service, case, lane, job) = (*service, case.clone(), *lane, list.job());
                self.page = Page::Checklist { service, case, lane };
                return job.map(Request::Withdraw);
            }
            (Intent::Back, Page::Checklist { .. } | Page::Refused { .. }) => {
                self.page = Page::Services;
            }
            (Intent::Done, _) => return self.start_over(),
            // A touch that was on its way when the page changed under it.
            _ => {}
        }
        None
    }

    /// The queue has answered a wish. Returns what the queue is to be asked, where its visitor has gone.
    pub fn answered(&mut self, wish: TicketId, answer: Result<Issued, Trouble>) -> Option<Request> {
        let service = match &self.page {
            Page::Issuing { service, id, .. } if *id == wish => Some(*service),
            Page::Trouble { awaited: Some(id), .. } if *id == wish => None,
            _ => return answer.ok()?.print_job.map(Request::Withdraw),
        };
        self.idle = 0;
        self.page = match (answer, service) {
            (Ok(issued), _) => {
                let pending = issued.print_job.map(|_| PrintState::Pending);
                let paper = PaperNote::of(pending);
                Page::Number { issued: Box::new(issued), paper, seconds: 0 }
            }
            (Err(Trouble::Refused(why)), Some(service)) => Page::Refused { service, why },
            (Err(trouble), _) => Page::Trouble { trouble, seconds: 0, awaited: None },
        };
        None
    }

    /// A number that was being made or shown when the kiosk ended.
    pub fn resumed(&mut self, issued: Issued) {
        if matches!(self.page, Page::Services) {
            let paper = PaperNote::of(issued.print_job.map(|_| PrintState::Pending));
            self.language = issued.ticket.language;
            self.page = Page::Number { issued: Box::new(issued), paper, seconds: 0 };
        }
    }

    /// The queue was asked for staff, or could not be.
    pub fn staff_told(&mut self, request: Option<HelpId>) {
        self.help.answered(request);
    }

    /// The queue was asked for a list on paper, or could not be. Returns what the queue is to be asked, where its visitor
    /// has gone.
    pub fn list_taken(&mut self, asked: ListId, job: Option<i64>) -> Option<Request> {
        match &mut self.page {
            Page::Incomplete { list, .. } if *list == ListPaper::Asked(asked) => {
                list.answered(job);
                None
            }
            _ => job.map(Request::Withdraw),
        }
    }

    /// News of a print job.
    pub fn printed(&mut self, job: i64, state: PrintState) {
        match &mut self.page {
            Page::Number { issued, paper, seconds } if issued.print_job == Some(job) => {
                let news = match PaperNote::of(Some(state)) {
                    // It may still come; whoever leaves now has the number all the same.
                    PaperNote::Trying(cause) if *seconds >= TRYING_SECONDS => {
                        PaperNote::Missing(cause)
                    }
                    PaperNote::Trying(cause) if matches!(paper, PaperNote::Missing(_)) => {
                        PaperNote::Missing(cause)
                    }
                    news => news,
                };
                match (&news, &paper) {
                    // Each attempt would say for a moment that it is being printed.
                    (PaperNote::Printing, PaperNote::Missing(_)) => {}
                    (PaperNote::Missing(_), PaperNote::Missing(_))
                    | (PaperNote::Printing, PaperNote::Trying(_))
                    | (PaperNote::Trying(_), PaperNote::Printing | PaperNote::Trying(_)) => {
                        *paper = news;
                    }
                    // News deserves its own time on the screen: a number may have to be written down now.
                    _ if news != *paper => (*paper, *seconds) = (news, 0),
                    _ => {}
                }
            }
            Page::Incomplete { list, .. } => list.printed(job, state),
            _ => {}
        }
    }

    /// The queue as it is now.
    pub fn looked(&mut self, intake: Vec<ServiceIntake>, help: &[HelpRequest]) {
        self.queue_lost = false;
        self.intake = intake;
        self.help.open(help);
    }

    /// The queue cannot be read.
    pub fn queue_lost(&mut self) {
        self.queue_lost = true;
    }

    /// One second has passed. Returns what the queue is to be asked.
    pub fn second(&mut self) -> Option<Request> {
        self.help.second();
        match &mut self.page {
            Page::Services | Page::Closed(_) => {
                // The next visitor starts in Indonesian; nobody is asked "are you still here" on the first page.
                self.idle += 1;
                if self.idle >= IDLE_SECONDS {
                    return self.start_over();
                }
            }
            Page::Issuing { id, seconds, .. } => {
                *seconds += 1;
                if *seconds >= ISSUING_SECONDS {
                    let awaited = Some(*id);
                    self.page = Page::Trouble { trouble: Trouble::Queue, seconds: 0, awaited };
                }
            }
            Page::Number { paper, seconds, .. } => {
                *seconds += 1;
                if let PaperNote::Trying(cause) = *paper
                    && *seconds >= TRYING_SECONDS
                {
                    (*paper, *seconds) = (PaperNote::Missing(cause), 0);
                }
                let shown = match paper {
                    PaperNote::Printed | PaperNote::Printing | PaperNote::Trying(_) => {
                        NUMBER_SECONDS
                    }
                    PaperNote::None | PaperNote::Missing(_) | PaperNote::Doubtful => {
                        NUMBER_SECONDS_WITHOUT_PAPER
                    }
                };
                // While it is being printed, the page waits for the news, but not for ever.
                let waiting =
                    *paper == PaperNote::Printing && *seconds < NUMBER_SECONDS_WITHOUT_PAPER;
                if *seconds >= shown && !waiting {
                    return self.start_over();
                }
            }
            Page::Trouble { seconds, .. } => {
                *seconds += 1;
                if *seconds >= NUMBER_SECONDS {
                    return self.start_over();
                }
            }
            Page::Checklist { .. }
            | Page::Incomplete { .. }
            | Page::Refused { .. }
            | Page::Standard { .. } => {
                self.idle += 1;
                if self.idle >= IDLE_SECONDS + IDLE_COUNTDOWN {
                    return self.start_over();
                }
            }
        }
        None
    }

    /// The next visitor finds the first page in Indonesian, without any mode. What the queue said stays. Returns what
    /// nobody waits for any more.
    fn start_over(&mut self) -> Option<Request> {
        let awaited = match &self.page {
            Page::Number { issued, paper, .. } => match paper {
                PaperNote::Printing | PaperNote::Trying(_) | PaperNote::Missing(_) => {
                    issued.print_job
                }
                PaperNote::None | PaperNote::Printed | PaperNote::Doubtful => None,
            },
            Page::Incomplete { list, .. } => list.job(),
            _ => None,
        };
        let Self { help, queue_lost, list, .. } = *self;
        let intake = std::mem::take(&mut self.intake);
        *self = Self { help, intake, queue_lost, list, ..Self::default() };
        awaited.map(Request::Withdraw)
    }
}

/// Whether everything needed for a number is chosen.
pub fn can_take(service: &Service, case: Option<&CaseId>) -> bool {
    service.cases.is_empty() || case.is_some_and(|case| service.case(case).is_some())
}

#[cfg(test)]
#[path = "flow_tests.rs"]
mod tests;
