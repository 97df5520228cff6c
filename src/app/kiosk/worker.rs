//! What the kiosk does in the background: issue, and watch the queue. Printing has a room of its own.

use super::flow::{Trouble, WISH_SECONDS, Wish};
use crate::app::worker::Worker;
use crate::desk::{Board, Desk, DeskError, IssueRequest, Issued, Moment, PrintTarget};
use crate::domain::{EventSeq, PrintState, TicketId, Timestamp};
use chrono::TimeDelta;
use std::error::Error;

/// What the kiosk's window asks for.
#[derive(Debug, Clone)]
pub enum KioskCommand {
    /// A number, please; asked for at this time.
    Issue(Wish, Timestamp),
}

/// What the kiosk's window is told.
#[derive(Debug)]
pub enum KioskUpdate {
    /// The queue as it is now.
    Board(Box<Board>),
    /// The queue cannot be read.
    QueueLost,
    /// The answer to a wish.
    Answered(TicketId, Box<Result<Issued, Trouble>>),
    /// News of a print job.
    Print(i64, PrintState),
}

/// The kiosk's worker.
pub struct KioskWorker {
    desk: Desk,
    target: Option<PrintTarget>,
    moment: Option<Moment>,
    watched: Option<i64>,
}

impl KioskWorker {
    /// A worker that has its tickets printed at `target`.
    pub fn new(desk: Desk, target: Option<PrintTarget>) -> Self {
        Self { desk, target, moment: None, watched: None }
    }

    fn issue(&mut self, wish: Wish) -> KioskUpdate {
        let id = wish.id;
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
        let answer = answer.map_err(|error| {
            log("a number could not be given", &error);
            match error {
                DeskError::Number(_) | DeskError::NoNumber { .. } => Trouble::NumbersGone,
                _ => Trouble::Queue,
            }
        });
        if let Ok(issued) = &answer {
            self.watched = issued.print_job;
        }
        KioskUpdate::Answered(id, Box::new(answer))
    }

    fn look(&mut self) -> Result<Vec<KioskUpdate>, DeskError> {
        let mut updates = vec![KioskUpdate::Board(Box::new(self.desk.board(EventSeq(i64::MAX))?))];
        if let Some(job) = self.watched
            && let Some(state) = self.desk.print_state(job)?
        {
            if !matches!(state, PrintState::Pending | PrintState::Sending) {
                self.watched = None;
            }
            updates.push(KioskUpdate::Print(job, state));
        }
        Ok(updates)
    }
}

impl Worker for KioskWorker {
    type Command = KioskCommand;
    type Update = KioskUpdate;

    fn handle(&mut self, command: KioskCommand) -> Vec<KioskUpdate> {
        let KioskCommand::Issue(wish, asked_at) = command;
        // After a disk that hung: whoever asked was sent to a counter. A number now would be a number for nobody.
        if self.desk.now() - asked_at > TimeDelta::seconds(i64::from(WISH_SECONDS)) {
            return vec![KioskUpdate::Answered(wish.id, Box::new(Err(Trouble::Queue)))];
        }
        // Our own commit does not change the revision that we see, so the next look is forced.
        self.moment = None;
        vec![self.issue(wish)]
    }

    fn poll(&mut self) -> Vec<KioskUpdate> {
        let looked = self.desk.moment().map_err(DeskError::from).and_then(|moment| {
            if self.moment == Some(moment) {
                return Ok(Vec::new());
            }
            let updates = self.look()?;
            self.moment = Some(moment);
            Ok(updates)
        });
        looked.unwrap_or_else(|error| {
            if self.moment.take().is_some() {
                log("the queue cannot be read", &error);
            }
            vec![KioskUpdate::QueueLost]
        })
    }
}

/// One line for the technician; the public reads a calm screen instead.
pub(super) fn log(what: &str, error: &dyn Error) {
    let mut line = format!("antre: {what}: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        line += &format!(": {error}");
        cause = error.source();
    }
    eprintln!("{line}");
}
