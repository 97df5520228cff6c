//! What the display does in the background: watch the queue, remember what was announced.

use super::slot::DisplaySlot;
use crate::app::worker::Worker;
use crate::desk::{Board, ChangeToken, Coming, Desk, DeskError};
use crate::domain::{EventSeq, Timestamp};
use crate::office::WallPlan;
use crate::say::Outage;
use chrono::TimeDelta;

/// What the display's window asks for.
#[derive(Debug, Clone, Copy)]
pub enum DisplayCommand {
    /// This call has been put on the wall.
    Announced(EventSeq),
}

/// What the display's window is told.
#[derive(Debug)]
pub enum DisplayUpdate {
    /// The queue as it is now, and what is to come.
    Board(Box<Board>, Coming),
    /// The queue was read and nothing has changed.
    Seen,
    /// The queue cannot be read.
    QueueLost,
}

/// How long the window may go without a sign that the queue is still being read.
const SIGN_PAUSE: TimeDelta = TimeDelta::milliseconds(500);

/// Of so many calls a display picks its list: those that wait for their turn are not listed yet.
const CALLS: u32 = 40;
/// The same for a display that shows only some of them.
const CALLS_TO_PICK_FROM: u32 = 300;

/// The display's worker.
pub struct DisplayWorker {
    desk: Desk,
    slot: DisplaySlot,
    latest: u32,
    seen: EventSeq,
    token: Option<ChangeToken>,
    sign_at: Timestamp,
    unreadable: Outage,
}

impl DisplayWorker {
    /// A worker that goes on where the display of this slot stopped. A new display begins with the next call: what
    /// was called before it existed is history.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn new(mut desk: Desk, mut slot: DisplaySlot) -> Result<Self, DeskError> {
        let newest = desk.board(EventSeq(i64::MAX))?.newest_event;
        let seen = match slot.announced() {
            // A restored backup may be older than what was announced.
            Some(announced) => announced.min(newest),
            None => {
                // Remembered at once: what is called while this display is off is not history any more.
                remember(&mut slot, newest);
                newest
            }
        };
        let sign_at = desk.now();
        let (latest, token, unreadable) = (CALLS, None, Outage::default());
        Ok(Self { desk, slot, latest, seen, token, sign_at, unreadable })
    }

    /// The same for a wall that shows no more than this plan.
    #[must_use]
    pub fn showing(mut self, plan: &WallPlan) -> Self {
        if plan.is_filtered() {
            self.latest = CALLS_TO_PICK_FROM;
        }
        self
    }

    /// The last call that was announced, for [`crate::station::wall::Wall::resume`].
    pub fn announced(&self) -> EventSeq {
        self.seen
    }

    fn look(&mut self) -> Result<Option<(Box<Board>, Coming)>, DeskError> {
        let token = self.desk.change_token()?;
        if self.token == Some(token) {
            return Ok(None);
        }
        let board = self.desk.board_with(self.seen, self.latest)?;
        let coming = self.desk.coming()?;
        self.token = Some(token);
        self.seen = board.new_calls.last().map_or(self.seen, |call| call.seq);
        Ok(Some((Box::new(board), coming)))
    }
}

impl Worker for DisplayWorker {
    type Command = DisplayCommand;
    type Update = DisplayUpdate;

    fn handle(&mut self, command: DisplayCommand) -> Vec<DisplayUpdate> {
        let DisplayCommand::Announced(seq) = command;
        remember(&mut self.slot, seq);
        Vec::new()
    }

    fn poll(&mut self) -> Vec<DisplayUpdate> {
        let looked = self.look();
        if looked.is_ok() {
            self.unreadable.is_over("the queue can be read again");
        }
        match looked {
            Ok(Some((board, coming))) => vec![DisplayUpdate::Board(board, coming)],
            Ok(None) => {
                let now = self.desk.now();
                // In both directions: a clock that is set back must not silence the worker.
                if (now - self.sign_at).abs() < SIGN_PAUSE {
                    return Vec::new();
                }
                self.sign_at = now;
                vec![DisplayUpdate::Seen]
            }
            Err(error) => {
                self.token = None;
                self.unreadable.lasts("the queue cannot be read", &error);
                vec![DisplayUpdate::QueueLost]
            }
        }
    }
}

fn remember(slot: &mut DisplaySlot, announced: EventSeq) {
    if let Err(error) = slot.remember(announced) {
        note!("the last announced call could not be remembered: {error}");
    }
}
