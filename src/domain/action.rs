//! What can be done to a ticket, and the only function that moves one.
//!
//! Never here: who may do it, when and how often (`desk`), or what the office file says beyond the journey.

use super::coded::coded;
use super::day::Timestamp;
use super::number::TicketNumber;
use super::service::{Attendance, CounterNumber, ServiceCode, Stage, StageId};
use super::ticket::{Entry, EventSeq, State, Ticket};
use thiserror::Error;

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
    /// Documents are missing: the file goes back to the applicant.
    Return,
    /// The applicant is back with the documents. The file keeps the place it had, ahead of new numbers.
    Back,
    /// Nobody came.
    NoShow,
    /// Whoever missed the call is here after all, and stands behind the ticket with this place; `EventSeq::NEXT` is
    /// the end of the queue.
    Present(EventSeq),
    /// Send it to another service, or to one counter, or both, under the same number.
    Transfer {
        /// What it is for from now on.
        service: ServiceCode,
        /// The only counter that may call it; `None`: whichever serves it.
        counter: Option<CounterNumber>,
    },
    /// The counter it was sent to takes a break: every counter may call it again.
    Release,
    /// Withdraw the ticket.
    Cancel,
    /// The business day is over.
    Lapse,
}

/// One action with its stable name and the word for a refusal.
macro_rules! actions {
    ($($pattern:pat => $code:literal, $verb:literal;)+) => {
        impl Action {
            /// The stable name of the event that this action leaves behind.
            pub fn code(self) -> &'static str {
                match self { $($pattern => $code),+ }
            }

            fn verb(self) -> &'static str {
                match self { $($pattern => $verb),+ }
            }
        }
    };
}

actions! {
    Action::Call(_) => "called", "called";
    Action::Take(_) => "taken", "taken";
    Action::Recall => "recalled", "called again";
    Action::Start => "started", "started";
    Action::Finish => "finished", "finished";
    Action::Return => "returned", "handed back for documents";
    Action::Back => "back", "taken back with its documents";
    Action::NoShow => "missed", "marked as a no-show";
    Action::Present(_) => "present", "put back into the queue";
    Action::Transfer { .. } => "transferred", "transferred";
    Action::Release => "released", "released for every counter";
    Action::Cancel => "cancelled", "cancelled";
    Action::Lapse => "lapsed", "closed with its day";
}

/// What was open about a ticket when its day was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LapseCause {
    /// It waited and was not called any more.
    NotCalled,
    /// It was at a counter, or had been called to one.
    NotFinished,
    /// It was called and nobody came.
    NoShow,
    /// The applicant did not come back with the documents.
    NotBack,
}

coded!(LapseCause {
    NotCalled = "not-called",
    NotFinished = "not-finished",
    NoShow = "no-show",
    NotBack = "not-back",
});

impl LapseCause {
    /// Why a ticket in this state would lapse; `None` when it is finished already.
    pub fn of(state: &State) -> Option<Self> {
        match state {
            State::Waiting { .. } => Some(Self::NotCalled),
            State::Called { .. } | State::Serving { .. } => Some(Self::NotFinished),
            State::Missed { .. } => Some(Self::NoShow),
            State::Returned { .. } => Some(Self::NotBack),
            State::Done | State::Cancelled | State::Lapsed => None,
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
    use Action::{Back, Call, Finish, NoShow, Present, Recall, Return, Start, Take, Transfer};
    match (action, state) {
        (Finish | Return, State::Called { .. }) => "; start it first",
        (NoShow, State::Serving { .. }) => "; finish or cancel it instead",
        (Recall, State::Called { .. }) => " and was called as often as can be counted",
        (Call(_), State::Waiting { .. }) => ", for a back-office stage or another counter",
        (Take(_), State::Waiting { .. }) => ", for a public stage or another counter",
        (Recall | Start | NoShow | Finish | Return, State::Waiting { .. }) => "; call it first",
        (Back | Present(_), State::Waiting { .. }) => " already",
        (Present(_), State::Returned { .. }) => "; take it back with its documents instead",
        (Back, State::Missed { .. }) => "; report it as present instead",
        (Transfer { .. }, State::Missed { .. }) => "; report it as present first",
        (Transfer { .. }, State::Returned { .. }) => "; take it back with its documents first",
        (_, State::Done | State::Cancelled | State::Lapsed) => ", which is final",
        _ => "",
    }
}

impl Ticket {
    /// The ticket after `action`, or why it is refused. The only place where a state follows from another.
    ///
    /// `journey` is the ordered list of stages of the service that the ticket is for after the action: of another
    /// service only for a transfer. `last_event` is left for the store, and so is a `place` at the end of a queue.
    ///
    /// # Errors
    /// [`Refused`] when the action does not fit the state; nothing has changed then.
    pub fn apply(
        &self,
        action: Action,
        journey: &[Stage],
        now: Timestamp,
    ) -> Result<Self, Refused> {
        let state = self.next_state(action, journey).ok_or_else(|| Refused {
            number: self.number,
            action,
            state: self.state.clone(),
        })?;
        let mut after = Self { state, changed_at: now, ..self.clone() };
        match action {
            Action::Call(_) | Action::Take(_) => {
                after.reserved_for = None;
                after.arrived_at = now;
                after.clock = self.clock.started(now);
            }
            Action::Finish if matches!(after.state, State::Waiting { .. }) => {
                (after.entry, after.place, after.arrived_at) = (Entry::InTurn, EventSeq::NEXT, now);
            }
            Action::Back => (after.entry, after.arrived_at) = (Entry::Back, now),
            Action::Present(place) => {
                (after.entry, after.place, after.arrived_at) = (Entry::Present, place, now);
            }
            Action::Transfer { service, counter } => {
                (after.service, after.reserved_for) = (service, counter);
                after.entry = Entry::Transferred;
                if self.state.counter().is_some() {
                    after.arrived_at = now;
                }
            }
            Action::Release => after.reserved_for = None,
            Action::Recall | Action::Start => {}
            Action::Finish | Action::Return | Action::NoShow | Action::Cancel | Action::Lapse => {
                after.reserved_for = None;
                after.arrived_at = now;
                after.clock = self.clock.stopped(now);
            }
        }
        Ok(after)
    }

    fn next_state(&self, action: Action, journey: &[Stage]) -> Option<State> {
        use State::{Called, Cancelled, Done, Lapsed, Missed, Returned, Serving, Waiting};
        let attendance = |stage: &StageId| {
            journey.iter().find(|s| s.id == *stage).map_or(Attendance::Public, |s| s.attendance)
        };
        let may_call = |counter| self.reserved_for.is_none_or(|only| only == counter);
        Some(match (action, &self.state) {
            (Action::Call(counter), Waiting { stage })
                if attendance(stage) == Attendance::Public && may_call(counter) =>
            {
                Called { stage: stage.clone(), counter, calls: 1 }
            }
            (Action::Take(counter), Waiting { stage })
                if attendance(stage) == Attendance::BackOffice && may_call(counter) =>
            {
                Serving { stage: stage.clone(), counter }
            }
            (Action::Recall, Called { stage, counter, calls }) => {
                Called { stage: stage.clone(), counter: *counter, calls: calls.checked_add(1)? }
            }
            (Action::Start, Called { stage, counter, .. }) => {
                Serving { stage: stage.clone(), counter: *counter }
            }
            (Action::Finish, Serving { stage, .. }) => {
                let following = journey.iter().skip_while(|s| s.id != *stage).nth(1);
                following.map_or(Done, |next| Waiting { stage: next.id.clone() })
            }
            (Action::Return, Serving { stage, .. }) => Returned { stage: stage.clone() },
            (Action::Back, Returned { stage }) => Waiting { stage: stage.clone() },
            (Action::NoShow, Called { stage, .. }) => Missed { stage: stage.clone() },
            (Action::Present(_), Missed { stage }) => Waiting { stage: stage.clone() },
            (
                Action::Transfer { .. },
                Waiting { stage } | Called { stage, .. } | Serving { stage, .. },
            ) => {
                // Where the other service has the same stage the work goes on there, else it begins anew.
                let same = journey.iter().find(|s| s.id == *stage);
                Waiting { stage: same.or(journey.first())?.id.clone() }
            }
            (Action::Release, Waiting { stage }) if self.reserved_for.is_some() => {
                Waiting { stage: stage.clone() }
            }
            (Action::Cancel, state) if LapseCause::of(state).is_some() => Cancelled,
            (Action::Lapse, state) if LapseCause::of(state).is_some() => Lapsed,
            _ => return None,
        })
    }
}

#[cfg(test)]
#[path = "action_tests.rs"]
mod tests;
