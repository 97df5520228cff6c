//! What the console does in the background: the officer's moves, and watching the queue.

use crate::app::PrinterWatch;
use crate::app::display::silent_display;
use crate::app::missing_screen::missing_screen;
use crate::app::worker::Worker;
use crate::data::DataFolder;
use crate::desk::{Answer, ChangeToken, Desk, DeskError, Envelope, PrintTarget, Request, Subject};
use crate::domain::{CounterNumber, Timestamp};
use crate::queue::RequestKey;
use crate::say::Outage;
use crate::station::PublicSide;
use crate::station::console::{ConsoleCommand, ConsoleUpdate, Reply, is_grave};
use chrono::TimeDelta;

/// How often a console asks how the programs of the public side are.
const PUBLIC_PAUSE: TimeDelta = TimeDelta::seconds(2);

/// The console's worker.
pub struct ConsoleWorker {
    desk: Desk,
    counter: CounterNumber,
    token: Option<ChangeToken>,
    unreadable: Outage,
    data: DataFolder,
    target: Option<PrintTarget>,
    printer: Option<PrinterWatch>,
    public: PublicSide,
    public_at: Option<Timestamp>,
}

impl ConsoleWorker {
    /// A worker for this counter; copies are printed at `target` by whoever owns that printer. The displays of the
    /// data folder tell how their sound is.
    ///
    /// # Errors
    /// An unknown counter; faults of the queue.
    pub fn new(
        mut desk: Desk,
        counter: CounterNumber,
        target: Option<PrintTarget>,
        data: DataFolder,
    ) -> Result<Self, DeskError> {
        desk.counter_view(counter)?;
        let printer = target.as_ref().and_then(|at| PrinterWatch::new(data.clone(), at));
        let (token, public, public_at) = (None, PublicSide::default(), None);
        let unreadable = Outage::default();
        Ok(Self { desk, counter, token, unreadable, data, target, printer, public, public_at })
    }

    /// The desk that it works at.
    pub(super) fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    /// What has become of sound and screens of the waiting room, when that has changed.
    fn look_around(&mut self) -> Option<ConsoleUpdate> {
        let now = self.desk.now();
        // In both directions: a clock that is set back must not make this console blind.
        if self.public_at.is_some_and(|at| (now - at).abs() < PUBLIC_PAUSE) {
            return None;
        }
        self.public_at = Some(now);
        let public =
            PublicSide { sound: silent_display(&self.data), screen: missing_screen(&self.data) };
        (public != self.public).then(|| {
            self.public.clone_from(&public);
            ConsoleUpdate::PublicSide(public)
        })
    }

    /// What the desk is asked for; `None` where that needs a printer and this office has none.
    fn request(&self, command: &ConsoleCommand) -> Option<Request> {
        let (counter, here) = (self.counter, Subject::Counter(self.counter));
        Some(match command {
            ConsoleCommand::Next => Request::Next(counter),
            ConsoleCommand::Recall => Request::Recall(here),
            ConsoleCommand::Start => Request::Start(here),
            ConsoleCommand::Finish => Request::Finish(here),
            ConsoleCommand::HandBack(missing) => {
                let (missing, print) = (missing.clone(), self.target.clone());
                Request::Return { subject: here, missing, print }
            }
            ConsoleCommand::Back(number) => Request::Back(*number),
            ConsoleCommand::NoShow => Request::NoShow(here),
            ConsoleCommand::Present(number) => Request::Present(*number),
            ConsoleCommand::Transfer(to) => Request::Transfer(here, *to),
            ConsoleCommand::Cancel => Request::Cancel(here),
            ConsoleCommand::Undo => Request::Undo(counter),
            ConsoleCommand::Pause => Request::Pause(counter),
            ConsoleCommand::Resume => Request::Resume(counter),
            ConsoleCommand::Reprint(number) => Request::Reprint(*number, self.target.clone()?),
            ConsoleCommand::PowerCycled => {
                Request::ConfirmPowerCycle(self.target.as_ref()?.printer.clone())
            }
            ConsoleCommand::Answer(request) => Request::AnswerStaff(*request),
        })
    }

    fn carry_out(
        &mut self,
        command: ConsoleCommand,
        key: Option<RequestKey>,
    ) -> Result<Reply, DeskError> {
        let Some(request) = self.request(&command) else { return Ok(Reply::NoPrinter) };
        let mut envelope = Envelope::new(self.desk.actor().clone(), request);
        if let Some(key) = key {
            envelope.key = key;
        }
        Ok(match self.desk.ask_until_known(&envelope)? {
            Answer::Called(None) => Reply::Nobody,
            Answer::Called(Some(called)) => Reply::Done(command, called.ticket),
            Answer::Issued(issued) => Reply::Done(command, issued.ticket),
            Answer::Returned(file) => Reply::Done(command, file.ticket),
            Answer::Ticket(ticket) | Answer::Reprinted(ticket, _) => Reply::Done(command, ticket),
            Answer::Job(_) | Answer::Help(_) | Answer::Waited(_) | Answer::Done => {
                Reply::Settled(command)
            }
        })
    }

    /// Carries out a command. Whoever may have to ask again gives it a key, the same in every try.
    pub fn handle_keyed(
        &mut self,
        command: ConsoleCommand,
        key: Option<RequestKey>,
    ) -> Vec<ConsoleUpdate> {
        let reply = self.carry_out(command, key).unwrap_or_else(|error| {
            if is_grave(&error) {
                note!("{error}");
            }
            Reply::Refused(error)
        });
        let mut updates = vec![ConsoleUpdate::Reply(Box::new(reply)), self.view()];
        updates.extend(self.printer());
        updates
    }

    fn view(&mut self) -> ConsoleUpdate {
        match self.desk.counter_view(self.counter) {
            Ok(view) => {
                self.unreadable.is_over("the queue can be read again");
                ConsoleUpdate::View(Box::new(view))
            }
            Err(error) => self.lost(error),
        }
    }

    fn lost(&mut self, error: DeskError) -> ConsoleUpdate {
        self.token = None;
        self.unreadable.lasts("the queue cannot be read", &error);
        ConsoleUpdate::QueueLost(Box::new(error))
    }

    /// What has become of the printer.
    fn printer(&mut self) -> Option<ConsoleUpdate> {
        let now = self.printer.as_mut()?.look(&mut self.desk)?;
        Some(ConsoleUpdate::Printer(now))
    }
}

impl Worker for ConsoleWorker {
    type Command = ConsoleCommand;
    type Update = ConsoleUpdate;

    fn handle(&mut self, command: ConsoleCommand) -> Vec<ConsoleUpdate> {
        self.handle_keyed(command, None)
    }

    fn poll(&mut self) -> Vec<ConsoleUpdate> {
        let mut updates = match self.desk.change_token() {
            Ok(token) if self.token == Some(token) => Vec::new(),
            Ok(token) => {
                self.token = Some(token);
                vec![self.view()]
            }
            Err(error) => vec![self.lost(error.into())],
        };
        updates.extend(self.printer());
        updates.extend(self.look_around());
        updates
    }
}
