//! Looks at a PIN behind the window: that takes a moment on purpose.

use crate::app::worker::Worker;
use crate::desk::{Desk, DeskError, PeopleError, Refusal};
use crate::domain::Pin;

/// What the window asks for.
#[derive(Debug, Clone, Copy)]
pub enum StaffCommand {
    /// May whoever has this PIN leave?
    Try(Pin),
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They may.
    Leave,
    /// It is nobody's PIN, and nobody may try for so many seconds.
    Wrong {
        /// 0: at once.
        wait_seconds: u32,
    },
    /// The queue cannot be read.
    Unreadable,
}

/// The worker.
pub struct StaffWorker(Desk);

impl StaffWorker {
    /// A worker on this desk.
    pub fn new(desk: Desk) -> Self {
        Self(desk)
    }
}

impl Worker for StaffWorker {
    type Command = StaffCommand;
    type Update = Verdict;

    fn handle(&mut self, StaffCommand::Try(pin): StaffCommand) -> Vec<Verdict> {
        vec![match self.0.leave_kiosk(pin) {
            Ok(_) => Verdict::Leave,
            // Where nobody has a PIN, nobody could ever leave.
            Err(DeskError::Refusal(Refusal::People(PeopleError::NoPins))) => Verdict::Leave,
            Err(DeskError::Refusal(Refusal::People(PeopleError::WrongPin {
                wait_seconds,
                ..
            }))) => Verdict::Wrong { wait_seconds },
            Err(DeskError::Refusal(Refusal::People(PeopleError::Wait { seconds }))) => {
                Verdict::Wrong { wait_seconds: seconds }
            }
            Err(error) => {
                note!("a PIN could not be looked at: {error}");
                Verdict::Unreadable
            }
        }]
    }

    fn poll(&mut self) -> Vec<Verdict> {
        Vec::new()
    }
}
