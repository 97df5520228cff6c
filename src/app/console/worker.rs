//! What the console does in the background: the officer's moves, and watching the queue.

use crate::app::worker::Worker;
use crate::desk::{CounterView, Desk, DeskError, Moment, PrintTarget, Subject};
use crate::domain::{CounterNumber, Ticket, TicketNumber};

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
}

/// The console's worker.
pub struct ConsoleWorker {
    desk: Desk,
    counter: CounterNumber,
    target: Option<PrintTarget>,
    moment: Option<Moment>,
}

impl ConsoleWorker {
    /// A worker for this counter; copies are printed at `target` by whoever owns that printer.
    ///
    /// # Errors
    /// An unknown counter; faults of the queue.
    pub fn new(
        mut desk: Desk,
        counter: CounterNumber,
        target: Option<PrintTarget>,
    ) -> Result<Self, DeskError> {
        desk.counter_view(counter)?;
        Ok(Self { desk, counter, target, moment: None })
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
        match self.desk.moment() {
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
        }
    }
}
