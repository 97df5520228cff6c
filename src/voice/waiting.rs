//! The calls that wait to be spoken: pure, one value.
//!
//! Never here: threads, samples, players.

use crate::domain::PublicCall;
use std::collections::VecDeque;

/// More calls than this never wait: at the briefest that is a minute and a half of speech, and everybody has read
/// the wall by then.
pub const MOST: usize = 20;

/// The calls that have been shown but not yet spoken.
#[derive(Debug, Clone, Default)]
pub struct Waiting(VecDeque<PublicCall>);

impl Waiting {
    /// Takes a call in. A number that waits already keeps its place, and is spoken as it was called last. Returns
    /// the call that had to be left out because too many wait: the oldest, never without a word about it.
    #[must_use]
    pub fn push(&mut self, call: PublicCall) -> Option<PublicCall> {
        match self.0.iter_mut().find(|waiting| waiting.number == call.number) {
            Some(waiting) => *waiting = call,
            None => self.0.push_back(call),
        }
        if self.0.len() > MOST { self.0.pop_front() } else { None }
    }

    /// The call whose turn it is.
    pub fn pop(&mut self) -> Option<PublicCall> {
        self.0.pop_front()
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CounterNumber, EventSeq, Manner, Timestamp};

    fn call(seq: i64, number: &str, counter: i64) -> PublicCall {
        let number: crate::domain::TicketNumber = number.parse().unwrap();
        PublicCall {
            seq: EventSeq(seq),
            number,
            service: number.service(),
            counter: CounterNumber::new(counter).unwrap(),
            at: Timestamp::UNIX_EPOCH,
            manner: Manner::default(),
        }
    }

    #[test]
    fn a_recall_replaces_its_own_pending_call_and_keeps_its_place() {
        let mut waiting = Waiting::default();
        for call in [call(1, "T001", 1), call(2, "K001", 2), call(3, "T001", 3)] {
            assert_eq!(waiting.push(call), None);
        }
        let order: Vec<PublicCall> = std::iter::from_fn(|| waiting.pop()).collect();
        assert_eq!(order, [call(3, "T001", 3), call(2, "K001", 2)]);
    }

    #[test]
    fn when_too_many_wait_the_oldest_is_named_and_left_out() {
        let mut waiting = Waiting::default();
        let number = |seq: i64| format!("T{seq:03}");
        for seq in 1..=MOST as i64 {
            assert_eq!(waiting.push(call(seq, &number(seq), 1)), None);
        }
        assert_eq!(waiting.push(call(90, "T005", 2)), None, "a recall takes no place");
        assert_eq!(waiting.push(call(91, "T091", 1)), Some(call(1, "T001", 1)));
        assert_eq!(waiting.len(), MOST);
    }
}
