//! What the console does in the background: the officer's moves, and watching the queue.

use crate::app::display::silent_display;
use crate::app::worker::Worker;
use crate::data::DataFolder;
use crate::desk::{CounterView, Desk, DeskError, Moment, PrintTarget, Subject};
use crate::domain::{CounterNumber, Ticket, TicketNumber, Timestamp};
use chrono::TimeDelta;

/// A key of the officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsoleCommand {
    /// Call the next visitor, or take the next file.
    Next,
    /// Call the same number again.
    Recall,
    /// The visitor has come.
    Start,
    /// This stage is done.
    Finish,
    /// Nobody came.
    NoShow,
    /// Withdraw the ticket.
    Cancel,
    /// Print a copy.
    Reprint(TicketNumber),
}

/// What came of a key.
#[derive(Debug)]
pub enum Reply {
    /// The ticket as it is now.
    Done(ConsoleCommand, Ticket),
    /// Nobody waits.
    Nobody,
    /// This office has no printer.
    NoPrinter,
    /// It was refused, or failed.
    Refused(DeskError),
}

/// What the console's window is told.
#[derive(Debug)]
pub enum ConsoleUpdate {
    /// The counter as it is now.
    View(Box<CounterView>),
    /// The answer to a key.
    Reply(Box<Reply>),
    /// The queue cannot be read.
    QueueLost,
    /// Why a display does not speak the calls, by the code of the fault; `None`: nothing is wrong.
    Sound(Option<String>),
}

/// How often a console asks how the displays' sound is.
const SOUND_PAUSE: TimeDelta = TimeDelta::seconds(2);

/// The console's worker.
pub struct ConsoleWorker {
    desk: Desk,
    counter: CounterNumber,
    target: Option<PrintTarget>,
    moment: Option<Moment>,
    data: DataFolder,
    sound: Option<String>,
    sound_at: Option<Timestamp>,
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
        Ok(Self { desk, counter, target, moment: None, data, sound: None, sound_at: None })
    }

    /// What has become of the sound of the displays, when that has changed.
    fn listen(&mut self) -> Option<ConsoleUpdate> {
        let now = self.desk.now();
        // In both directions: a clock that is set back must not make this console deaf.
        if self.sound_at.is_some_and(|at| (now - at).abs() < SOUND_PAUSE) {
            return None;
        }
        self.sound_at = Some(now);
        let sound = silent_display(&self.data);
        (sound != self.sound).then(|| {
            self.sound.clone_from(&sound);
            ConsoleUpdate::Sound(sound)
        })
    }

    fn carry_out(&mut self, command: ConsoleCommand) -> Result<Reply, DeskError> {
        let here = Subject::Counter(self.counter);
        let ticket = match command {
            ConsoleCommand::Next => match self.desk.next(self.counter)? {
                Some(called) => called.ticket,
                None => return Ok(Reply::Nobody),
            },
            ConsoleCommand::Recall => self.desk.recall(here)?,
            ConsoleCommand::Start => self.desk.start(here)?,
            ConsoleCommand::Finish => self.desk.finish(here)?,
            ConsoleCommand::NoShow => self.desk.no_show(here)?,
            ConsoleCommand::Cancel => self.desk.cancel(here)?,
            ConsoleCommand::Reprint(number) => {
                let Some(target) = &self.target else { return Ok(Reply::NoPrinter) };
                self.desk.reprint(number, target)?.0
            }
        };
        Ok(Reply::Done(command, ticket))
    }

    fn view(&mut self) -> ConsoleUpdate {
        match self.desk.counter_view(self.counter) {
            Ok(view) => ConsoleUpdate::View(Box::new(view)),
            Err(error) => {
                self.moment = None;
                eprintln!("antre: the queue cannot be read: {error}");
                ConsoleUpdate::QueueLost
            }
        }
    }
}

impl Worker for ConsoleWorker {
    type Command = ConsoleCommand;
    type Update = ConsoleUpdate;

    fn handle(&mut self, command: ConsoleCommand) -> Vec<ConsoleUpdate> {
        let reply = self.carry_out(command).unwrap_or_else(Reply::Refused);
        vec![ConsoleUpdate::Reply(Box::new(reply)), self.view()]
    }

    fn poll(&mut self) -> Vec<ConsoleUpdate> {
        let mut updates = match self.desk.moment() {
            Ok(moment) if self.moment == Some(moment) => Vec::new(),
            Ok(moment) => {
                self.moment = Some(moment);
                vec![self.view()]
            }
            Err(error) => {
                if self.moment.take().is_some() {
                    eprintln!("antre: the queue cannot be read: {error}");
                }
                vec![ConsoleUpdate::QueueLost]
            }
        };
        updates.extend(self.listen());
        updates
    }
}
