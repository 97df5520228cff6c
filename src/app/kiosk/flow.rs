//! Which page the kiosk shows, and what a touch does: pure, one value, no window.
//!
//! ```text
//! Services --service--> Checklist --take number--> Issuing --committed--> Number --8 s--> Services
//!    ^                      |                         '------refused----> Trouble --8 s--> Services
//!    '---back, 45 s idle----'--not complete--> Incomplete --done, idle--> Services
//! ```

use crate::desk::Issued;
use crate::domain::{CaseId, Lane, Language, PrintState, ServiceCode, TicketId};
use crate::office::{Office, Service};

/// Seconds without a touch until "Masih di sini?".
pub const IDLE_SECONDS: u32 = 30;
/// Seconds that the question stays before the kiosk starts anew.
pub const IDLE_COUNTDOWN: u32 = 15;
/// Seconds that a number stays on the screen.
pub const NUMBER_SECONDS: u32 = 8;
/// The same where the number has to be written down or photographed.
pub const NUMBER_SECONDS_WITHOUT_PAPER: u32 = 30;

/// Seconds after which a number that does not come is trouble: a disk that hangs must not lock the kiosk.
pub const ISSUING_SECONDS: u32 = 10;

/// What the visitor sees.
#[derive(Debug, Clone)]
pub enum Page {
    /// The services.
    Services,
    /// The documents of a service.
    Checklist {
        /// The service.
        service: ServiceCode,
        /// The case that was chosen.
        case: Option<CaseId>,
        /// The lane that was chosen.
        lane: Lane,
    },
    /// A number is being made. Lasts a few milliseconds; touches do nothing.
    Issuing {
        /// The identity of the ticket asked for.
        id: TicketId,
        /// How long it has lasted.
        seconds: u32,
    },
    /// The number.
    Number {
        /// The ticket.
        issued: Box<Issued>,
        /// What is known of its paper.
        paper: PaperNote,
        /// How long it has been shown.
        seconds: u32,
    },
    /// What to bring next time.
    Incomplete {
        /// The service.
        service: ServiceCode,
        /// The case that was chosen.
        case: Option<CaseId>,
    },
    /// No number could be given.
    Trouble {
        /// Why.
        trouble: Trouble,
        /// How long it has been shown.
        seconds: u32,
        /// The ticket that was asked for, while its answer may still come: then its number is shown after all.
        awaited: Option<TicketId>,
    },
}

/// What the visitor is told about the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperNote {
    /// This office prints nothing.
    None,
    /// It is being printed.
    Printing,
    /// It was printed, as far as anybody can know.
    Printed,
    /// It was not printed.
    Missing,
    /// Nobody knows.
    Doubtful,
}

impl PaperNote {
    fn of(state: Option<PrintState>) -> Self {
        match state {
            None => PaperNote::None,
            Some(PrintState::Pending | PrintState::Sending) => PaperNote::Printing,
            Some(PrintState::Printed(_)) => PaperNote::Printed,
            Some(PrintState::Failed(_)) => PaperNote::Missing,
            Some(PrintState::Unknown(_)) => PaperNote::Doubtful,
        }
    }
}

/// Why no number could be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The queue cannot be read or written.
    Queue,
    /// This service has no number left today.
    NumbersGone,
}

/// What a visitor does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// Chooses a service.
    ChooseService(ServiceCode),
    /// Chooses a case.
    ChooseCase(CaseId),
    /// Switches the priority lane on or off.
    TogglePriority,
    /// Takes a number.
    TakeNumber,
    /// Has not all documents.
    NotComplete,
    /// Goes back.
    Back,
    /// Is done.
    Done,
    /// Chooses a language.
    SetLanguage(Language),
}

/// What is to be asked of the queue.
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
    idle: u32,
    queue_lost: bool,
}

impl Default for Flow {
    fn default() -> Self {
        Self { page: Page::Services, language: Language::default(), idle: 0, queue_lost: false }
    }
}

impl Flow {
    /// The page to show. While the queue cannot be read, the first page is the one that says so: no visitor should
    /// tap through a checklist for a number that cannot be given.
    pub fn page(&self) -> Page {
        match &self.page {
            Page::Services | Page::Checklist { .. } if self.queue_lost => {
                Page::Trouble { trouble: Trouble::Queue, seconds: 0, awaited: None }
            }
            page => page.clone(),
        }
    }

    /// The language of the screen.
    pub fn language(&self) -> Language {
        self.language
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

    /// A touch on something. Returns what the queue is to be asked; `id` is used for that only.
    pub fn intend(&mut self, intent: Intent, office: &Office, id: TicketId) -> Option<Wish> {
        self.touched();
        match (intent, &mut self.page) {
            (Intent::SetLanguage(language), Page::Issuing { .. }) => {
                // The ticket being made has its language already; the screen follows when it is there.
                let _ = language;
            }
            (Intent::SetLanguage(language), _) => self.language = language,
            (Intent::ChooseService(service), Page::Services)
                if !self.queue_lost && office.service(service).is_some() =>
            {
                self.page = Page::Checklist { service, case: None, lane: Lane::Regular };
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
                self.page = Page::Issuing { id, seconds: 0 };
                return Some(Wish { service, case, lane, language: self.language, id });
            }
            (Intent::NotComplete, Page::Checklist { service, case, .. }) => {
                self.page = Page::Incomplete { service: *service, case: case.clone() };
            }
            (Intent::Back, Page::Incomplete { service, case }) => {
                let (service, case) = (*service, case.clone());
                self.page = Page::Checklist { service, case, lane: Lane::Regular };
            }
            (Intent::Back, Page::Checklist { .. }) => self.page = Page::Services,
            (Intent::Done, Page::Issuing { .. }) => {}
            (Intent::Done, _) => self.start_over(),
            // A touch that was on its way when the page changed under it.
            _ => {}
        }
        None
    }

    /// The queue has answered a wish.
    pub fn answered(&mut self, wish: TicketId, answer: Result<Issued, Trouble>) {
        match &self.page {
            Page::Issuing { id, .. } | Page::Trouble { awaited: Some(id), .. } if *id == wish => {}
            _ => return,
        }
        self.idle = 0;
        self.page = match answer {
            Ok(issued) => {
                let pending = issued.print_job.map(|_| PrintState::Pending);
                let paper = PaperNote::of(pending);
                Page::Number { issued: Box::new(issued), paper, seconds: 0 }
            }
            Err(trouble) => Page::Trouble { trouble, seconds: 0, awaited: None },
        };
    }

    /// News of a print job.
    pub fn printed(&mut self, job: i64, state: PrintState) {
        if let Page::Number { issued, paper, seconds } = &mut self.page
            && issued.print_job == Some(job)
            && *paper != PaperNote::of(Some(state))
        {
            // News deserves its own time on the screen: a number may have to be written down now.
            *paper = PaperNote::of(Some(state));
            *seconds = 0;
        }
    }

    /// Whether the queue can be read at the moment.
    pub fn queue_readable(&mut self, readable: bool) {
        self.queue_lost = !readable;
    }

    /// One second has passed.
    pub fn second(&mut self) {
        match &mut self.page {
            Page::Services => {
                // The next visitor starts in Indonesian; nobody is asked "are you still here" on the first page.
                self.idle += 1;
                if self.idle >= IDLE_SECONDS {
                    self.start_over();
                }
            }
            Page::Issuing { id, seconds } => {
                *seconds += 1;
                if *seconds >= ISSUING_SECONDS {
                    let awaited = Some(*id);
                    self.page = Page::Trouble { trouble: Trouble::Queue, seconds: 0, awaited };
                }
            }
            Page::Number { paper, seconds, .. } => {
                *seconds += 1;
                let shown = match paper {
                    PaperNote::Printed | PaperNote::Printing => NUMBER_SECONDS,
                    _ => NUMBER_SECONDS_WITHOUT_PAPER,
                };
                // While it is being printed, the page waits for the news, but not for ever.
                let waiting =
                    *paper == PaperNote::Printing && *seconds < NUMBER_SECONDS_WITHOUT_PAPER;
                if *seconds >= shown && !waiting {
                    self.start_over();
                }
            }
            Page::Trouble { seconds, .. } => {
                *seconds += 1;
                if *seconds >= NUMBER_SECONDS {
                    self.start_over();
                }
            }
            Page::Checklist { .. } | Page::Incomplete { .. } => {
                self.idle += 1;
                if self.idle >= IDLE_SECONDS + IDLE_COUNTDOWN {
                    self.start_over();
                }
            }
        }
    }

    fn start_over(&mut self) {
        let queue_lost = self.queue_lost;
        *self = Self { queue_lost, ..Self::default() };
    }
}

/// Whether everything needed for a number is chosen.
pub fn can_take(service: &Service, case: Option<&CaseId>) -> bool {
    service.cases.is_empty() || case.is_some_and(|case| service.case(case).is_some())
}

#[cfg(test)]
#[path = "flow_tests.rs"]
mod tests;
