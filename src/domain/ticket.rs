//! The ticket and the only function that moves it.
//!
//! ```text
//! Waiting(stage) --Call--> Called(stage, counter, n) --Start--> Serving(stage, counter)
//!      |                      |  ^ Recall (n + 1)                   |
//!      |                      |  '-----                             |--Finish--> Waiting(next stage)
//!      |                      '--NoShow--> Missed                   '--Finish--> Done (after the last stage)
//!      '--Take (back office, nobody is called)--> Serving
//! Waiting, Called, Serving, Missed --Cancel--> Cancelled
//! Waiting, Called, Serving, Missed --Lapse---> Lapsed    (the business day is over)
//! ```
//!
//! Handing a file back and coming back after a missed call are further actions of this same machine.

use super::coded::coded;
use super::day::{BusinessDay, Timestamp};
use super::number::TicketNumber;
use super::service::{Attendance, CaseId, CounterNumber, Language, Stage, StageId};
use std::fmt;
use thiserror::Error;
use uuid::Uuid;

/// A ticket's identity: made before the first attempt to issue it, so that a repeated request is
/// recognised, and printed as QR code. Random, with a time in front (UUID version 7); says nothing of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TicketId(pub Uuid);

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The place of an event in the office's one sequence of events: what came first, whatever the clocks said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct EventSeq(pub i64);

/// Which of the two queues of a stage a visitor waits in. The reason for priority is never recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lane {
    /// Everybody.
    #[default]
    Regular,
    /// 60 and older, people with disabilities, pregnant or nursing, with a toddler.
    Priority,
}

coded!(Lane { Regular = "regular", Priority = "priority" });

/// Where a ticket is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// In the queue of a stage.
    Waiting {
        /// The stage it waits for.
        stage: StageId,
    },
    /// Its number was called and nobody has come yet.
    Called {
        /// The stage it is called for.
        stage: StageId,
        /// The counter that called.
        counter: CounterNumber,
        /// How often it was called at this stage, from 1.
        calls: u8,
    },
    /// An officer works on it.
    Serving {
        /// The stage being worked on.
        stage: StageId,
        /// The counter that works on it.
        counter: CounterNumber,
    },
    /// Every stage is finished.
    Done,
    /// Called and nobody came.
    Missed {
        /// The stage it was called for.
        stage: StageId,
    },
    /// Withdrawn by an officer.
    Cancelled,
    /// Still unfinished when its business day was over.
    Lapsed,
}

impl State {
    /// The stable name used in the database and in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            State::Waiting { .. } => "waiting",
            State::Called { .. } => "called",
            State::Serving { .. } => "serving",
            State::Done => "done",
            State::Missed { .. } => "missed",
            State::Cancelled => "cancelled",
            State::Lapsed => "lapsed",
        }
    }

    /// The stage the ticket is at, where it is at one.
    pub fn stage(&self) -> Option<&StageId> {
        match self {
            State::Waiting { stage }
            | State::Called { stage, .. }
            | State::Serving { stage, .. }
            | State::Missed { stage } => Some(stage),
            State::Done | State::Cancelled | State::Lapsed => None,
        }
    }

    /// The counter that holds the ticket, where one does.
    pub fn counter(&self) -> Option<CounterNumber> {
        match self {
            State::Called { counter, .. } | State::Serving { counter, .. } => Some(*counter),
            _ => None,
        }
    }
}

/// What can be done to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Call the number of a waiting visitor to a counter.
    Call(CounterNumber),
    /// Take the next file at a back-office stage; nobody is called.
    Take(CounterNumber),
    /// Call the same number once more.
    Recall,
    /// The visitor has come; the work begins.
    Start,
    /// The work of this stage is done.
    Finish,
    /// Nobody came.
    NoShow,
    /// Withdraw the ticket.
    Cancel,
    /// The business day is over.
    Lapse,
}

impl Action {
    /// The stable name of the event that this action leaves behind.
    pub fn code(self) -> &'static str {
        match self {
            Action::Call(_) => "called",
            Action::Take(_) => "taken",
            Action::Recall => "recalled",
            Action::Start => "started",
            Action::Finish => "finished",
            Action::NoShow => "missed",
            Action::Cancel => "cancelled",
            Action::Lapse => "lapsed",
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Action::Call(_) => "called",
            Action::Take(_) => "taken",
            Action::Recall => "called again",
            Action::Start => "started",
            Action::Finish => "finished",
            Action::NoShow => "marked as a no-show",
            Action::Cancel => "cancelled",
            Action::Lapse => "closed with its day",
        }
    }
}

/// A move that the rules do not allow. The ticket stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{number} cannot be {}: it is {}{}", action.verb(), state.code(), hint(*action, state))]
pub struct Refused {
    /// The ticket.
    pub number: TicketNumber,
    /// What was asked.
    pub action: Action,
    /// The state it was and still is in.
    pub state: State,
}

fn hint(action: Action, state: &State) -> &'static str {
    match (action, state) {
        (Action::Finish | Action::NoShow, State::Serving { .. } | State::Called { .. }) => {
            match action {
                Action::Finish => "; start it first",
                _ => "; finish or cancel it instead",
            }
        }
        (Action::Recall, State::Called { .. }) => " and was called as often as can be counted",
        (Action::Call(_), State::Waiting { .. }) => " for a back-office stage; take it instead",
        (Action::Take(_), State::Waiting { .. }) => " for a public stage; call it instead",
        (
            Action::Recall | Action::Start | Action::NoShow | Action::Finish,
            State::Waiting { .. },
        ) => "; call it first",
        (_, State::Done | State::Cancelled | State::Lapsed) => ", which is final",
        _ => "",
    }
}

/// One visitor's place in the office, from the number to the handover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Identity for ever.
    pub id: TicketId,
    /// Identity for the visitor, within the day.
    pub number: TicketNumber,
    /// The office's date when it was issued.
    pub day: BusinessDay,
    /// Why the visitor came, where the service distinguishes cases.
    pub case: Option<CaseId>,
    /// Which queue.
    pub lane: Lane,
    /// The language of the paper and of the kiosk when it was issued.
    pub language: Language,
    /// How many waited for the same stage when it was issued.
    pub ahead_at_issue: u32,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Where it is.
    pub state: State,
    /// When `state` was entered (a recall enters `Called` anew).
    pub changed_at: Timestamp,
    /// The event that led to `state`. Orders a queue, and tells a stale copy of a ticket from a fresh one.
    pub last_event: EventSeq,
}

impl Ticket {
    /// Whether its number may be called once more, where an office calls a number at most `limit` times.
    pub fn may_recall(&self, limit: u8) -> bool {
        matches!(self.state, State::Called { calls, .. } if calls < limit)
    }

    /// The state after `action`, or why it is refused. The only place where a state follows from another.
    ///
    /// `journey` is the ordered list of stages of the ticket's service.
    ///
    /// # Errors
    /// [`Refused`] when the action does not fit the state; nothing has changed then.
    pub fn apply(&self, action: Action, journey: &[Stage]) -> Result<State, Refused> {
        use State::{Called, Cancelled, Done, Lapsed, Missed, Serving, Waiting};
        let attendance = |stage: &StageId| {
            journey.iter().find(|s| s.id == *stage).map_or(Attendance::Public, |s| s.attendance)
        };
        let refused = || Refused { number: self.number, action, state: self.state.clone() };
        Ok(match (action, &self.state) {
            (Action::Call(counter), Waiting { stage })
                if attendance(stage) == Attendance::Public =>
            {
                Called { stage: stage.clone(), counter, calls: 1 }
            }
            (Action::Take(counter), Waiting { stage })
                if attendance(stage) == Attendance::BackOffice =>
            {
                Serving { stage: stage.clone(), counter }
            }
            (Action::Recall, Called { stage, counter, calls }) => Called {
                stage: stage.clone(),
                counter: *counter,
                calls: calls.checked_add(1).ok_or_else(refused)?,
            },
            (Action::Start, Called { stage, counter, .. }) => {
                Serving { stage: stage.clone(), counter: *counter }
            }
            (Action::Finish, Serving { stage, .. }) => {
                let following = journey.iter().skip_while(|s| s.id != *stage).nth(1);
                following.map_or(Done, |next| Waiting { stage: next.id.clone() })
            }
            (Action::NoShow, Called { stage, .. }) => Missed { stage: stage.clone() },
            (Action::Cancel, Waiting { .. } | Called { .. } | Serving { .. } | Missed { .. }) => {
                Cancelled
            }
            (Action::Lapse, Waiting { .. } | Called { .. } | Serving { .. } | Missed { .. }) => {
                Lapsed
            }
            _ => return Err(refused()),
        })
    }
}

#[cfg(test)]
#[path = "ticket_tests.rs"]
mod tests;
