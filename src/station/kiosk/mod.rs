//! The kiosk: a visitor answers one question after the other and has a number.
//!
//! Belongs here: what a touch, a second and an answer of the queue do (`flow`), which touches count (`deaf`). Never here: how
//! a page is drawn, or who asks the queue.

mod aids;
mod deaf;
mod flow;
mod intent;
mod keys;
mod page;
mod pages;
mod said;
mod standard;
mod told;
mod view;

pub use aids::{Help, ListId, ListPaper, Mode, Modes};
pub use deaf::{DEAF_MILLIS, Deaf};
pub use flow::{Flow, ISSUING_SECONDS, NUMBER_SECONDS, WISH_SECONDS};
pub use intent::{Intent, Request, Wish};
pub use page::{Page, PaperNote, Question, Trouble};
pub use standard::{Line, Section};
pub use view::{
    About, Answer, AtCounter, Hearing, LanguageChoice, Notice, NumberView, PageKind, PaperKind,
    Rest, Tile, Tone, View,
};

use crate::desk::{self, DoubtedClock, Issued, ServiceIntake, new_ticket_id};
use crate::domain::{PrintCause, PrintState, TicketId, Timestamp};
use crate::office::Office;
use crate::queue::{HelpId, HelpRequest};
use std::sync::Arc;

/// What a kiosk is told of the queue and of its printer.
#[derive(Debug)]
pub enum Update {
    /// The queue as it is now: what may be said of each service, who is at the counters, who waits for staff, and what is wrong
    /// with the clock.
    Queue(Vec<ServiceIntake>, Vec<desk::AtCounter>, Vec<HelpRequest>, Option<DoubtedClock>),
    /// The queue cannot be read, or gives nobody a number until somebody has looked at the clock.
    QueueLost,
    /// The answer to a wish.
    Answered(TicketId, Box<Result<Issued, Trouble>>),
    /// Staff are told; `None`: they could not be.
    StaffTold(Option<HelpId>),
    /// The job of a list on paper; `None`: it cannot be printed.
    ListTaken(ListId, Option<i64>),
    /// The number that was being made or shown when the kiosk ended, to be shown again.
    Resumed(Box<Issued>),
    /// News of a print job.
    Print(i64, PrintState),
    /// Whether what the kiosk says is heard.
    Heard(bool),
    /// Why the printer prints nothing; `None`: it prints, as far as its owner says.
    Printer(Option<PrintCause>),
}

/// What happens to a kiosk.
#[derive(Debug)]
pub enum Event {
    /// Somebody is there: a finger or a key, whatever it meets.
    Felt,
    /// Somebody wants this.
    Wanted(Intent),
    /// A key that nothing on the screen has taken.
    Key(char),
    /// One second has passed.
    Second,
    /// News of the queue or the printer.
    Told(Update),
}

/// A kiosk of an office.
#[derive(Debug)]
pub struct Kiosk {
    office: Arc<Office>,
    flow: Flow,
    deaf: Deaf,
    /// Whether it has a printer at all.
    prints: bool,
    printer: Option<PrintCause>,
    clock: Option<DoubtedClock>,
    at_counters: Vec<desk::AtCounter>,
    /// Whether nobody hears what it says.
    silent: bool,
}

impl Kiosk {
    /// A kiosk that shows its first page.
    pub fn new(office: Arc<Office>, prints: bool) -> Self {
        let (flow, deaf) = (Flow::default(), Deaf::default());
        Self {
            office,
            flow,
            deaf,
            prints,
            printer: None,
            clock: None,
            at_counters: Vec::new(),
            silent: false,
        }
    }

    /// The page and everything around it.
    pub fn flow(&self) -> &Flow {
        &self.flow
    }

    /// What it shows at this time.
    pub fn view(&self, at: Timestamp) -> View {
        pages::view(self, at)
    }

    /// Whether a finger or a key counts at this moment: whoever it belongs to has seen the page. What a screen reader does is
    /// no touch: it names what it means.
    pub fn hears(&self, at: Timestamp) -> bool {
        self.deaf.is_over(at)
    }

    /// What this key would mean on this page.
    pub fn meaning(&self, key: char) -> Option<Intent> {
        keys::meaning(key, &self.flow.page(), &self.office)
    }

    /// Takes in what happened at this time; returns what is to be asked of the queue.
    pub fn handle(&mut self, event: Event, at: Timestamp) -> Option<Request> {
        let before = self.flow.face();
        let request = self.take_in(event, at);
        if self.flow.face() != before {
            self.deaf.begins(at);
        }
        request
    }

    fn take_in(&mut self, event: Event, at: Timestamp) -> Option<Request> {
        match event {
            Event::Felt => self.flow.touched(),
            Event::Wanted(intent) => return self.want(intent, at),
            Event::Key(key) if self.hears(at) => return self.want(self.meaning(key)?, at),
            Event::Key(_) => {}
            Event::Second => return self.flow.second(),
            Event::Told(update) => return self.told(update),
        }
        None
    }

    fn want(&mut self, intent: Intent, at: Timestamp) -> Option<Request> {
        self.flow.intend(intent, &self.office, || new_ticket_id(at))
    }

    fn told(&mut self, update: Update) -> Option<Request> {
        let flow = &mut self.flow;
        match update {
            Update::Answered(wish, answer) => return self.answered(wish, *answer),
            Update::ListTaken(asked, job) => return flow.list_taken(asked, job),
            Update::Queue(intake, at_counters, help, doubted) => {
                (self.clock, self.at_counters) = (doubted, at_counters);
                flow.looked(intake, &help);
            }
            Update::QueueLost => flow.queue_lost(),
            Update::StaffTold(request) => flow.staff_told(request),
            Update::Resumed(issued) => flow.resumed(*issued),
            Update::Print(job, print) => flow.printed(job, print),
            Update::Printer(cause) => self.printer = cause,
            Update::Heard(heard) => self.silent = !heard,
        }
        None
    }

    /// A wish is answered: its number is on the screen, or its paper is taken back where its visitor has gone.
    fn answered(&mut self, wish: TicketId, answer: Result<Issued, Trouble>) -> Option<Request> {
        let awaited = self.flow.page().awaits(wish);
        let taken_back = self.flow.answered(wish, answer);
        let page = self.flow.page();
        let said = || said::unasked(&page, &self.office, self.flow.language());
        if awaited { said() } else { taken_back }
    }
}
