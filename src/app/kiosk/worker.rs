//! What the kiosk does in the background: issue, and watch the queue. Printing has a loop of its own.

use super::page_memory::PageMemory;
use crate::app::printer::PrinterWatch;
use crate::app::worker::Worker;
use crate::data::DataFolder;
use crate::desk::{ChangeToken, Desk, DeskError, IssueRequest, Leaflet, PrintTarget, Refusal};
use crate::domain::{PrintState, ServiceCode, Timestamp};
use crate::say::{self, Outage};
pub use crate::station::kiosk::Update as KioskUpdate;
use crate::station::kiosk::{ListId, Request, Trouble, WISH_SECONDS, Wish};
use crate::voice::{Teller, Told};
use chrono::TimeDelta;

/// What the kiosk's window asks for, and when it asked.
#[derive(Debug, Clone)]
pub struct KioskCommand {
    /// What.
    pub request: Request,
    /// When.
    pub asked_at: Timestamp,
}

/// How often the printer's record is looked at while the queue does not change.
const PRINTER_PAUSE: TimeDelta = TimeDelta::milliseconds(500);

/// The kiosk's worker.
pub struct KioskWorker {
    desk: Desk,
    target: Option<PrintTarget>,
    printer: Option<PrinterWatch>,
    printer_at: Option<Timestamp>,
    token: Option<ChangeToken>,
    /// The papers that somebody waits for: the last ticket, the last list.
    watched: Vec<i64>,
    /// Jobs that nobody waits for any more. One that is being tried may come back and would be tried again.
    withdrawing: Vec<i64>,
    memory: Option<PageMemory>,
    resumed: bool,
    unreadable: Outage,
    teller: Option<Teller>,
}

impl KioskWorker {
    /// A worker that has its tickets printed at `target`.
    pub fn new(desk: Desk, target: Option<PrintTarget>, data: DataFolder) -> Self {
        let printer = target.as_ref().and_then(|target| PrinterWatch::new(data, target));
        Self {
            desk,
            target,
            printer,
            printer_at: None,
            token: None,
            watched: Vec::new(),
            withdrawing: Vec::new(),
            memory: None,
            resumed: false,
            unreadable: Outage::default(),
            teller: None,
        }
    }

    /// The same with a voice for the number on the screen.
    #[must_use]
    pub fn telling(self, teller: Option<Teller>) -> Self {
        Self { teller, ..self }
    }

    /// The same with a memory of the page that is shown.
    #[must_use]
    pub fn remembering(self, memory: PageMemory) -> Self {
        Self { memory: Some(memory), ..self }
    }

    /// Gives the memory back, as the end of the process would.
    pub fn let_go(&mut self) {
        self.memory = None;
    }

    /// What to show again after a restart; asked once, as soon as the queue can be read.
    fn resume(&mut self) -> Result<Option<KioskUpdate>, DeskError> {
        if std::mem::replace(&mut self.resumed, true) {
            return Ok(None);
        }
        let now = self.desk.now();
        let Some(id) = self.memory.as_mut().and_then(|memory| memory.held(now)) else {
            return Ok(None);
        };
        let issued = self.desk.issued(id)?;
        if let Some(issued) = &issued {
            self.watched.extend(issued.print_job);
        }
        Ok(issued.map(|issued| KioskUpdate::Resumed(Box::new(issued))))
    }

    fn issue(&mut self, wish: Wish) -> KioskUpdate {
        let id = wish.id;
        let now = self.desk.now();
        if let Some(memory) = &mut self.memory {
            memory.hold(id, now);
        }
        let answer = self.desk.issue(&IssueRequest {
            service: wish.service,
            case: wish.case,
            lane: wish.lane,
            language: wish.language,
            id,
            // The wish itself is the request: sent twice, it is answered with the same ticket.
            key: Some(id.to_string()),
            override_code: None,
            print: self.target.clone(),
        });
        let answer = answer.map_err(|error| match error {
            DeskError::Refusal(Refusal::NoNumber { why, .. }) => Trouble::Refused(why),
            other => {
                say::note_fault("a number could not be given", &other);
                match other {
                    DeskError::Refusal(Refusal::Number(_)) => Trouble::NumbersGone,
                    _ => Trouble::Queue,
                }
            }
        });
        if let Ok(issued) = &answer {
            self.watched.extend(issued.print_job);
        }
        KioskUpdate::Answered(id, Box::new(answer))
    }

    /// Takes back the jobs that nobody waits for, as soon as none of them is being tried.
    fn withdraw(&mut self) {
        for job in std::mem::take(&mut self.withdrawing) {
            let withdrawn = self.desk.withdraw_print_job(job);
            let open =
                self.desk.print_state(job).map(|state| state.is_some_and(PrintState::is_open));
            match (withdrawn, open) {
                (Ok(false), Ok(true)) => self.withdrawing.push(job),
                (Ok(_), Ok(_)) => {}
                (Err(error), _) | (_, Err(error)) => {
                    say::note_fault("a ticket for nobody could not be withdrawn", &error);
                    self.withdrawing.push(job);
                }
            }
        }
    }

    fn ask_staff(&mut self, about: Option<ServiceCode>) -> KioskUpdate {
        let asked = self.desk.ask_staff(about);
        let told =
            asked.inspect_err(|error| say::note_fault("staff could not be told", error)).ok();
        KioskUpdate::StaffTold(told.map(|request| request.id))
    }

    fn print_list(&mut self, asked: ListId, leaflet: &Leaflet) -> KioskUpdate {
        let Some(target) = &self.target else { return KioskUpdate::ListTaken(asked, None) };
        let taken = self.desk.print_leaflet(leaflet, target);
        let job =
            taken.inspect_err(|error| say::note_fault("a list could not be printed", error)).ok();
        self.watched.extend(job);
        KioskUpdate::ListTaken(asked, job)
    }

    fn look(&mut self) -> Result<Vec<KioskUpdate>, DeskError> {
        let (intake, help) = (self.desk.intake()?, self.desk.help_requests()?);
        let at_counters = self.desk.at_counters()?;
        let clock = self.desk.doubted_clock();
        // Who would be refused a number after the last question is told before the first.
        let mut updates = vec![if self.desk.is_held_up()? {
            KioskUpdate::QueueLost
        } else {
            KioskUpdate::Queue(intake, at_counters, help, clock)
        }];
        updates.extend(self.resume()?);
        for job in std::mem::take(&mut self.watched) {
            let Some(state) = self.desk.print_state(job)? else { continue };
            if state.is_open() {
                self.watched.push(job);
            }
            updates.push(KioskUpdate::Print(job, state));
        }
        Ok(updates)
    }

    /// Looks whether the queue has changed; tells whether it has.
    fn watch_queue(&mut self) -> (Vec<KioskUpdate>, bool) {
        let looked = self.desk.change_token().map_err(DeskError::from).and_then(|token| {
            if self.token == Some(token) {
                return Ok(None);
            }
            let updates = self.look()?;
            self.token = Some(token);
            Ok(Some(updates))
        });
        match looked {
            Ok(updates) => {
                self.unreadable.is_over("the queue can be read again");
                let changed = updates.is_some();
                (updates.unwrap_or_default(), changed)
            }
            Err(error) => {
                self.token = None;
                self.unreadable.lasts("the queue cannot be read", &error);
                (vec![KioskUpdate::QueueLost], false)
            }
        }
    }

    /// Whether the number is heard, when that has changed.
    fn listen(&self) -> Option<KioskUpdate> {
        let silent = self.teller.as_ref()?.news()?;
        if let Some(cause) = &silent {
            note!("a number was not heard at the kiosk: {cause}");
        }
        Some(KioskUpdate::Heard(silent.is_none()))
    }

    /// How the printer is, when that has changed. Its owner may end without changing the queue.
    fn watch_printer(&mut self, changed: bool) -> Option<KioskUpdate> {
        let now = self.desk.now();
        // In both directions: a clock that is set back must not make this kiosk blind.
        let rested = self.printer_at.is_none_or(|at| (now - at).abs() >= PRINTER_PAUSE);
        if !changed && !rested {
            return None;
        }
        self.printer_at = Some(now);
        let now = self.printer.as_mut()?.look(&mut self.desk)?;
        // That its roll ends soon is for staff.
        Some(KioskUpdate::Printer(now.state.cause()))
    }
}

impl Worker for KioskWorker {
    type Command = KioskCommand;
    type Update = KioskUpdate;

    fn handle(&mut self, command: KioskCommand) -> Vec<KioskUpdate> {
        let KioskCommand { request, asked_at } = command;
        let late = self.desk.now() - asked_at > TimeDelta::seconds(i64::from(WISH_SECONDS));
        // Whatever comes of it, it is to be seen on the screen at once: the next look is forced.
        self.token = None;
        vec![match request {
            // After a disk that hung: whoever asked was sent to a counter. A number now would be a number for nobody.
            Request::Number(wish) if late => {
                KioskUpdate::Answered(wish.id, Box::new(Err(Trouble::Queue)))
            }
            Request::Number(wish) => self.issue(wish),
            Request::Staff(about) => self.ask_staff(about),
            Request::List(asked, _) if late => KioskUpdate::ListTaken(asked, None),
            Request::List(asked, leaflet) => self.print_list(asked, &leaflet),
            Request::Withdraw(job) => {
                self.withdrawing.push(job);
                self.withdraw();
                return Vec::new();
            }
            Request::Say(number, counter, language) => {
                if let Some(teller) = &self.teller {
                    teller.tell(Told { number, counter, language });
                    return Vec::new();
                }
                // There is a button, and nothing behind it: the visitor sees that instead of trying again.
                KioskUpdate::Heard(false)
            }
            Request::Forget => {
                self.memory.iter_mut().for_each(PageMemory::clear);
                return Vec::new();
            }
        }]
    }

    fn poll(&mut self) -> Vec<KioskUpdate> {
        let (mut updates, changed) = self.watch_queue();
        if changed {
            self.withdraw();
        }
        updates.extend(self.watch_printer(changed));
        updates.extend(self.listen());
        updates
    }
}
