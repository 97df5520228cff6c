//! Watching the whole office in the background.

use crate::app::PrinterWatch;
use crate::app::worker::Worker;
use crate::data::DataFolder;
use crate::desk::{ChangeToken, Desk, DeskError, PrintTarget};
use crate::domain::Timestamp;
use crate::say::Outage;
use crate::station::overview::{NoCommand, OverviewUpdate};
use chrono::TimeDelta;

/// The whole day is read at most so often, however much happens.
const READ_PAUSE: TimeDelta = TimeDelta::seconds(1);

/// The worker of a supervisor's window.
pub struct SupervisorWorker {
    desk: Desk,
    token: Option<ChangeToken>,
    read_at: Option<Timestamp>,
    printer: Option<PrinterWatch>,
    unreadable: Outage,
}

impl SupervisorWorker {
    /// A worker for the office of this desk, whose printer is `target`.
    pub fn new(desk: Desk, target: Option<&PrintTarget>, data: DataFolder) -> Self {
        let printer = target.and_then(|at| PrinterWatch::new(data, at));
        Self { desk, token: None, read_at: None, printer, unreadable: Outage::default() }
    }

    /// Looks at the office, if anything has changed and the last look is long enough ago.
    fn look(&mut self) -> Result<Option<OverviewUpdate>, DeskError> {
        let token = self.desk.change_token()?;
        let now = self.desk.now();
        // In both directions: a clock that is set back must not make this window blind.
        let fresh = self.read_at.is_some_and(|at| (now - at).abs() < READ_PAUSE);
        if self.token == Some(token) || fresh {
            return Ok(None);
        }
        let overview = self.desk.overview()?;
        (self.token, self.read_at) = (Some(token), Some(now));
        Ok(Some(OverviewUpdate::View(Box::new(overview))))
    }
}

impl Worker for SupervisorWorker {
    type Command = NoCommand;
    type Update = OverviewUpdate;

    fn handle(&mut self, command: NoCommand) -> Vec<OverviewUpdate> {
        match command {}
    }

    fn poll(&mut self) -> Vec<OverviewUpdate> {
        let mut updates = Vec::new();
        match self.look() {
            Ok(update) => {
                self.unreadable.is_over("the queue can be read again");
                updates.extend(update);
            }
            Err(error) => {
                (self.token, self.read_at) = (None, None);
                self.unreadable.lasts("the queue cannot be read", &error);
                updates.push(OverviewUpdate::QueueLost(Box::new(error)));
            }
        }
        let printer = self.printer.as_mut().and_then(|watch| watch.look(&mut self.desk));
        updates.extend(printer.map(OverviewUpdate::Printer));
        updates
    }
}
