//! Which page the kiosk shows, and what a touch does: pure, one value, no window.
//!
//! ```text
//! Closed <--hours--> Services --> Cases --> Documents --> Priority --answer--> Issuing --committed--> Number --18 s--> Services
//!                       |  ^      (each left out where         |                  '------refused----> Refused, Trouble
//!                       |  |       it has no content)          '--back: the question before
//!                       |  '--45 s idle        '--not complete--> Incomplete --done, idle--> Services
//!                       '--service that gives no number--> Refused      (Standard lies over questions and Refused)
//! ```

use super::aids::{Help, ListId, ListPaper, Modes};
use super::intent::{Intent, Request, Wish};
use super::page::{Page, PaperNote, Question, Trouble, questions};
use super::said;
use crate::desk::{Issued, Leaflet, NoNumber, ServiceIntake};
use crate::domain::{CaseId, Language, PrintState, ServiceCode, TicketId};
use crate::office::{Office, Service};
use crate::queue::{HelpId, HelpRequest};
use std::mem::Discriminant;

/// Seconds without a touch until "Masih di sini?".
pub const IDLE_SECONDS: u32 = 30;
/// Seconds that the question stays before the kiosk starts anew.
pub const IDLE_COUNTDOWN: u32 = 15;
/// Seconds that a number stays on the screen: time to read number and counter and to take the ticket.
pub const NUMBER_SECONDS: u32 = 18;
/// The same where the number has to be written down or photographed.
pub const NUMBER_SECONDS_WITHOUT_PAPER: u32 = 30;

/// Seconds that a number is shown before its visitor is told that the printer refuses the ticket: a port that is busy for a
/// moment is no reason to write a number down.
pub const TRYING_SECONDS: u32 = 2;

/// Seconds after which a number that does not come is trouble: a disk that hangs must not lock the kiosk.
pub const ISSUING_SECONDS: u32 = 10;

/// Seconds after which nobody stands before the kiosk any more who waits for this number.
pub const WISH_SECONDS: u32 = ISSUING_SECONDS + NUMBER_SECONDS;

/// What a finger can tell apart of a kiosk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    page: Discriminant<Page>,
    service: Option<ServiceCode>,
    first_choice: usize,
    modes: Modes,
    /// Whether it asks if anybody is still there.
    asks: bool,
}

/// The kiosk between two touches.
#[derive(Debug, Clone)]
pub struct Flow {
    page: Page,
    language: Language,
    modes: Modes,
    /// The place of a service that is to be seen, where the screen has no room for all at once.
    first_service: usize,
    first_answer: usize,
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
            first_answer: 0,
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
            Page::Services if !self.queue_lost => {
                self.closed().map_or(Page::Services, Page::Closed)
            }
            page if self.queue_lost && page.needs_queue() => {
                Page::Trouble { trouble: Trouble::Queue, seconds: 0, awaited: None }
            }
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

    /// The place of a service or an answer that is to be seen.
    pub fn first_choice(&self) -> usize {
        match self.page {
            Page::Cases { .. } => self.first_answer,
            _ => self.first_service,
        }
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

    /// What a finger can tell apart: another face means that other things lie under it.
    pub fn face(&self) -> Face {
        let page = self.page();
        let service = page.service();
        Face {
            page: std::mem::discriminant(&page),
            service,
            first_choice: self.first_choice(),
            modes: self.modes,
            asks: self.countdown() > 0,
        }
    }

    /// How many seconds the page stays by itself, and of how many; `None` where it does not leave.
    pub fn rest(&self) -> Option<(u32, u32)> {
        let (seconds, all) = match &self.page {
            Page::Number { paper, seconds, .. } => (*seconds, shown_for(*paper)),
            Page::Trouble { seconds, .. } => (*seconds, NUMBER_SECONDS),
            _ => return None,
        };
        Some((all.saturating_sub(seconds), all))
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
            (Intent::ChooseService(chosen), Page::Services) if !self.queue_lost => {
                let service = office.service(chosen)?;
                self.first_answer = 0;
                let refused = self.intake(chosen).and_then(|intake| intake.refused.clone());
                self.page = match refused {
                    Some(why) => Page::Refused { service: chosen, why },
                    None => next(service, None, None),
                };
            }
            (Intent::ShowFrom(place), Page::Services) => {
                self.first_service = place.min(office.services.len().saturating_sub(1));
            }
            (Intent::ShowFrom(place), Page::Cases { service }) => {
                let answers = office.service(*service).map_or(0, |service| service.cases.len());
                self.first_answer = place.min(answers.saturating_sub(1));
            }
            (Intent::ChooseCase(chosen), Page::Cases { service }) => {
                let of = office.service(*service)?;
                of.case(&chosen)?;
                self.page = next(of, Some(Question::Case), Some(chosen));
            }
            (Intent::Complete, Page::Documents { service, case }) => {
                let of = office.service(*service)?;
                self.page = next(of, Some(Question::Documents), case.take());
            }
            (Intent::NotComplete, Page::Documents { service, case }) => {
                let (service, case) = (*service, case.take());
                self.page = Page::Incomplete { service, case, list: ListPaper::Unasked };
            }
            (Intent::TakeNumber(lane), Page::Priority { service, case }) => {
                let (service, case) = (*service, case.take());
                let (id, language) = (new_id(), self.language);
                self.page = Page::Issuing { service, id, seconds: 0 };
                return Some(Request::Number(Wish { service, case, lane, language, id }));
            }
            (Intent::PrintList, Page::Incomplete { service, case, list, .. })
                if *list == ListPaper::Unasked =>
            {
                self.list = self.list.next();
                *list = ListPaper::Asked(self.list);
                let (service, case, language) = (*service, case.clone(), self.language);
                return Some(Request::List(self.list, Leaflet { service, case, language }));
            }
            (Intent::ShowStandard, page)
                if page.question().is_some() || matches!(page, Page::Refused { .. }) =>
            {
                let service = page.service()?;
                self.page = Page::Standard { service, from: Box::new(page.clone()) };
            }
            (Intent::Back, Page::Standard { from, .. }) => self.page = (**from).clone(),
            (Intent::Back, Page::Incomplete { service, case, list }) => {
                let (service, case, job) = (*service, case.take(), list.job());
                self.page = Page::Documents { service, case };
                return job.map(Request::Withdraw);
            }
            (Intent::Back, Page::Refused { .. }) => self.page = Page::Services,
            (Intent::Back, page) => {
                let asked = page.question()?;
                let of = page.service().and_then(|code| office.service(code));
                self.page = of.map_or(Page::Services, |of| before(of, asked, page.case()));
            }
            (Intent::Hear, Page::Number { issued, seconds, .. }) => {
                // The page stays for as long as it is being said.
                *seconds = 0;
                return Some(said::number(issued, office, self.language));
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
                let shown = shown_for(*paper);
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
            page if page.waits_for_somebody() => {
                self.idle += 1;
                if self.idle >= IDLE_SECONDS + IDLE_COUNTDOWN {
                    return self.start_over();
                }
            }
            _ => {}
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

/// How long a number stays whose paper is like this.
fn shown_for(paper: PaperNote) -> u32 {
    if paper.is_without_paper() { NUMBER_SECONDS_WITHOUT_PAPER } else { NUMBER_SECONDS }
}

/// The page after this answer of a visitor; the last one is never answered here, for its answer takes the number.
fn next(service: &Service, asked: Option<Question>, case: Option<CaseId>) -> Page {
    let all = questions(service, case.as_ref());
    let place = asked.and_then(|asked| all.iter().position(|question| *question == asked));
    let next = all.get(place.map_or(0, |place| place + 1)).copied().unwrap_or(Question::Lane);
    Page::asking(next, service.code, case)
}

/// The page before this question.
fn before(service: &Service, asked: Question, case: Option<&CaseId>) -> Page {
    let all = questions(service, case);
    let before = all.iter().take_while(|question| **question != asked).last();
    before.map_or(Page::Services, |before| Page::asking(*before, service.code, case.cloned()))
}

#[cfg(test)]
#[path = "flow_tests.rs"]
mod tests;
