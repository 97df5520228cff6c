//! What the console does in the background: the officer's moves, and watching the queue.

use crate::app::PrinterWatch;
use crate::app::display::silent_display;
use crate::app::missing_screen::missing_screen;
use crate::app::worker::Worker;
use crate::data::DataFolder;
use crate::desk::{Desk, DeskError, Moment, PrintTarget, Subject};
use crate::domain::{CounterNumber, Timestamp};
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
    moment: Option<Moment>,
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
        let (moment, public, public_at) = (None, PublicSide::default(), None);
        let unreadable = Outage::default();
        Ok(Self { desk, counter, moment, unreadable, data, target, printer, public, public_at })
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

    fn carry_out(&mut self, command: ConsoleCommand) -> Result<Reply, DeskError> {
        let here = Subject::Counter(self.counter);
        let ticket = match &command {
            ConsoleCommand::Next => match self.desk.next(self.counter)? {
                Some(called) => called.ticket,
                None => return Ok(Reply::Nobody),
            },
            ConsoleCommand::Recall => self.desk.recall(here)?,
            ConsoleCommand::Start => self.desk.start(here)?,
            ConsoleCommand::Finish => self.desk.finish(here)?,
            ConsoleCommand::HandBack(missing) => {
                self.desk.return_file(here, missing, self.target.as_ref())?.ticket
            }
            ConsoleCommand::Back(number) => self.desk.back(*number)?,
            ConsoleCommand::NoShow => self.desk.no_show(here)?,
            ConsoleCommand::Present(number) => self.desk.present(*number)?,
            ConsoleCommand::Transfer(to) => self.desk.transfer(here, *to)?,
            ConsoleCommand::Cancel => self.desk.cancel(here)?,
            ConsoleCommand::Undo => self.desk.undo(self.counter)?,
            ConsoleCommand::Pause => {
                self.desk.pause(self.counter)?;
                return Ok(Reply::Settled(command));
            }
            ConsoleCommand::Resume => {
                self.desk.resume(self.counter)?;
                return Ok(Reply::Settled(command));
            }
            ConsoleCommand::Reprint(number) => {
                let Some(target) = &self.target else { return Ok(Reply::NoPrinter) };
                self.desk.reprint(*number, target)?.0
            }
            ConsoleCommand::PowerCycled => {
                let Some(target) = &self.target else { return Ok(Reply::NoPrinter) };
                self.desk.confirm_power_cycle(&target.printer)?;
                return Ok(Reply::Settled(command));
            }
            ConsoleCommand::Answer(request) => {
                self.desk.answer_staff(*request)?;
                return Ok(Reply::Settled(command));
            }
        };
        Ok(Reply::Done(command, ticket))
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
        self.moment = None;
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
        let reply = self.carry_out(command).unwrap_or_else(|error| {
            if is_grave(&error) {
                note!("{error}");
            }
            Reply::Refused(error)
        });
        let mut updates = vec![ConsoleUpdate::Reply(Box::new(reply)), self.view()];
        updates.extend(self.printer());
        updates
    }

    fn poll(&mut self) -> Vec<ConsoleUpdate> {
        let mut updates = match self.desk.moment() {
            Ok(moment) if self.moment == Some(moment) => Vec::new(),
            Ok(moment) => {
                self.moment = Some(moment);
                vec![self.view()]
            }
            Err(error) => vec![self.lost(error.into())],
        };
        updates.extend(self.printer());
        updates.extend(self.look_around());
        updates
    }
}
