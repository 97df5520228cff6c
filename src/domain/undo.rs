//! Taking back the last move at a counter: allowed for a minute, and only while nothing has happened to the ticket since.
//!
//! A rule on values: whether the counter is free again, for example, is the store's to know.

use super::day::Timestamp;
use super::number::TicketNumber;
use super::service::CounterNumber;
use super::ticket::Ticket;
use chrono::TimeDelta;
use thiserror::Error;

/// How long a move can be taken back, in seconds.
pub const UNDO_SECONDS: i64 = 60;

/// The name of the event that takes another one back.
pub const UNDONE: &str = "undone";

/// The moves that can be taken back, by the codes of their events.
const UNDOABLE: [&str; 7] =
    ["called", "taken", "started", "finished", "returned", "missed", "transferred"];

/// The newest move at a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastAction {
    /// The counter.
    pub counter: CounterNumber,
    /// The code of its event.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// The ticket as it was before. Its `last_event` is the event of the move.
    pub before: Ticket,
}

/// Why a move is not taken back. Nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotUndone {
    /// Nothing was done there, or it was taken back already.
    #[error("there is nothing to undo at counter {0}")]
    Nothing(CounterNumber),
    /// The move is none of those that can be taken back.
    #[error("the last step at counter {counter} ({number} {kind}) cannot be undone")]
    Final {
        /// The counter.
        counter: CounterNumber,
        /// The ticket.
        number: TicketNumber,
        /// The code of the move.
        kind: String,
    },
    /// More than a minute has passed.
    #[error(
        "the last step at counter {counter} ({number} {kind}) was more than {UNDO_SECONDS} seconds ago and stands"
    )]
    TooLate {
        /// The counter.
        counter: CounterNumber,
        /// The ticket.
        number: TicketNumber,
        /// The code of the move.
        kind: String,
    },
    /// Somebody else has changed the ticket since.
    #[error(
        "{number} was changed elsewhere since ({state}); the last step at counter {counter} stands"
    )]
    Changed {
        /// The counter.
        counter: CounterNumber,
        /// The ticket.
        number: TicketNumber,
        /// The state it is in now.
        state: &'static str,
    },
}

impl LastAction {
    /// The ticket as it will be again, where `ticket` is its newest copy.
    ///
    /// It gets back its place in the queue and the time it has waited, as if the move had never been made.
    ///
    /// # Errors
    /// [`NotUndone`].
    pub fn undo(&self, ticket: &Ticket, now: Timestamp) -> Result<Ticket, NotUndone> {
        let (counter, number, kind) = (self.counter, self.before.number, self.kind.clone());
        if kind == UNDONE {
            return Err(NotUndone::Nothing(counter));
        }
        if !UNDOABLE.contains(&&*kind) {
            return Err(NotUndone::Final { counter, number, kind });
        }
        if now - self.at > TimeDelta::seconds(UNDO_SECONDS) {
            return Err(NotUndone::TooLate { counter, number, kind });
        }
        if ticket.last_event != self.before.last_event {
            return Err(NotUndone::Changed { counter, number, state: ticket.state.code() });
        }
        Ok(self.before.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Action, BusinessDay, EventSeq, ServiceCode, StageId, TicketId};

    fn at(second: i64) -> Timestamp {
        "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::seconds(second)
    }

    /// A ticket that counter 1 called at second 0, as it was before, and as it is.
    fn called(kind: &str) -> (LastAction, Ticket) {
        let counter = CounterNumber::new(1).unwrap();
        let number = TicketNumber::new(ServiceCode::new('T').unwrap(), 12).unwrap();
        let day = BusinessDay::parse("2026-11-23").unwrap();
        let stage = StageId::new("front").unwrap();
        let new = Ticket::new(TicketId(uuid::Uuid::nil()), number, day, stage, at(-300));
        let waiting = Ticket { place: EventSeq(3), last_event: EventSeq(3), ..new };
        let called = waiting.apply(Action::Call(counter), &[], at(0)).unwrap();
        let before = Ticket { last_event: EventSeq(8), ..waiting };
        let last = LastAction { counter, kind: kind.to_owned(), at: at(0), before };
        (last, Ticket { last_event: EventSeq(8), ..called })
    }

    #[test]
    fn a_move_is_taken_back_for_a_minute_as_if_it_had_never_been() {
        let (last, ticket) = called("called");
        let again = last.undo(&ticket, at(60)).unwrap();
        assert_eq!(
            (again.state.code(), again.place, again.arrived_at),
            ("waiting", EventSeq(3), at(-300))
        );
        assert_eq!(again.clock.elapsed(at(60)), TimeDelta::zero());
        assert!(matches!(last.undo(&ticket, at(61)), Err(NotUndone::TooLate { .. })));
    }

    #[test]
    fn what_somebody_else_has_changed_since_stands() {
        let (last, ticket) = called("called");
        let moved = Ticket { last_event: EventSeq(9), ..ticket };
        assert_eq!(
            last.undo(&moved, at(1)).unwrap_err().to_string(),
            "T012 was changed elsewhere since (called); the last step at counter 1 stands"
        );
    }

    #[test]
    fn a_call_that_was_heard_again_and_a_withdrawal_are_final() {
        for kind in ["recalled", "cancelled"] {
            let (last, ticket) = called(kind);
            assert!(matches!(last.undo(&ticket, at(1)), Err(NotUndone::Final { .. })), "{kind}");
        }
        let (last, ticket) = called(UNDONE);
        assert!(matches!(last.undo(&ticket, at(1)), Err(NotUndone::Nothing(_))));
    }
}
