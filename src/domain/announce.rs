//! What a waiting-room display announces, in which order, and for how long.
//!
//! Belongs here: the replay that never drops the first of two quick calls and never repeats one after a
//! restart. Never here: windows, sound, SQL. A display feeds it every public call it reads and asks, at any
//! moment, what stands on the wall.

use super::day::Timestamp;
use super::number::TicketNumber;
use super::service::{CounterNumber, ServiceCode, StageId};
use super::ticket::{EventSeq, Lane};
use chrono::TimeDelta;
use std::collections::VecDeque;

/// One call or recall of a number to a counter, as the waiting room learns of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicCall {
    /// Its place in the sequence of events.
    pub seq: EventSeq,
    /// The number called.
    pub number: TicketNumber,
    /// The service of the ticket.
    pub service: ServiceCode,
    /// Where to go.
    pub counter: CounterNumber,
    /// When it was called.
    pub at: Timestamp,
    /// How it differs from other calls.
    pub manner: Manner,
}

/// How a call differs from others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manner {
    /// Whether the number was called before for the same stage.
    pub recall: bool,
    /// The lane of the ticket.
    pub lane: Lane,
    /// The stage that it is called for, where the log says so.
    pub stage: Option<StageId>,
}

/// What a call is to the room: each kind looks and sounds different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CallKind {
    /// A number whose turn has come.
    #[default]
    Turn,
    /// The same number once more: whoever has it did not hear the first call.
    Recall,
    /// A number of the priority lane, which may pass others that have waited longer.
    Priority,
    /// A document that is ready is handed over.
    Handover,
}

/// How long a call stays alone on the wall even when another one follows.
///
/// Ten seconds is what the best offices keep a number readable (service standard, "Rules that offices live by").
pub const HOLD_SECONDS: i64 = 10;

/// A call older than this is history: it is listed, but no longer announced. It happens only when a display
/// was switched off or could not read the queue for that long.
pub const NEWS_SECONDS: i64 = 180;

/// The memory of one display: which call it announced last, which one stands on the wall, which ones follow.
#[derive(Debug, Clone)]
pub struct Announcer {
    seen: EventSeq,
    announced: EventSeq,
    pending: VecDeque<PublicCall>,
    current: Option<(PublicCall, Timestamp)>,
    hold: TimeDelta,
}

impl Announcer {
    /// A display that has announced everything up to and including `announced`.
    pub fn resume(announced: EventSeq) -> Self {
        let hold = TimeDelta::seconds(HOLD_SECONDS);
        Self { seen: announced, announced, pending: VecDeque::new(), current: None, hold }
    }

    /// The newest call this display has read; ask the store for what is above it.
    pub fn seen(&self) -> EventSeq {
        self.seen
    }

    /// The newest call that was put on the wall; what a restart resumes from.
    pub fn announced(&self) -> EventSeq {
        self.announced
    }

    /// Takes calls in, in the order of their sequence. One that was seen before is ignored.
    pub fn feed(&mut self, calls: impl IntoIterator<Item = PublicCall>, now: Timestamp) {
        for call in calls {
            if call.seq <= self.seen {
                continue;
            }
            self.seen = call.seq;
            // A recall of a number that has not come up yet keeps its place: calling again must not lose its turn.
            let same = |waiting: &&PublicCall| {
                waiting.number == call.number && waiting.counter == call.counter
            };
            if self.pending.iter().any(|waiting| same(&waiting)) {
                continue;
            }
            self.pending.retain(|waiting| waiting.number != call.number);
            if now - call.at <= TimeDelta::seconds(NEWS_SECONDS) {
                self.pending.push_back(call);
            } else if self.pending.is_empty() && self.current.is_none() {
                self.announced = call.seq;
            }
        }
    }

    /// Brings the wall up to `now`. Returns the call that has just come up, to be shown and spoken once.
    pub fn advance(&mut self, now: Timestamp) -> Option<&PublicCall> {
        let held = |since: Timestamp| {
            let shown = now - since;
            // A clock that was set back must not freeze the wall.
            shown >= self.hold || shown < TimeDelta::zero()
        };
        let free = self.current.as_ref().is_none_or(|(_, since)| held(*since));
        if !free {
            return None;
        }
        let call = self.pending.pop_front()?;
        // With the last one everything that was seen is done, recalls that kept an earlier place included.
        self.announced = if self.pending.is_empty() { self.seen } else { call.seq };
        self.hold = TimeDelta::seconds(HOLD_SECONDS);
        self.current = Some((call, now));
        self.current.as_ref().map(|(call, _)| call)
    }

    /// The call on the wall stays alone for so long at least, because it is still being spoken. Only for this call,
    /// and never shorter than [`HOLD_SECONDS`].
    pub fn hold(&mut self, at_least: TimeDelta) {
        self.hold = self.hold.max(at_least);
    }

    /// The call that stands on the wall.
    pub fn current(&self) -> Option<&PublicCall> {
        self.current.as_ref().map(|(call, _)| call)
    }

    /// Since when it stands there.
    pub fn since(&self) -> Option<Timestamp> {
        self.current.as_ref().map(|(_, since)| *since)
    }

    /// How long it stays alone there.
    pub fn held_for(&self) -> TimeDelta {
        self.hold
    }

    /// How many calls wait for their turn on the wall.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// The calls that wait for their turn on the wall, in order.
    pub fn waiting(&self) -> impl Iterator<Item = &PublicCall> {
        self.pending.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::seconds(second)
    }

    fn call(seq: i64, serial: u32, second: i64) -> PublicCall {
        let service = ServiceCode::new('T').unwrap();
        PublicCall {
            seq: EventSeq(seq),
            number: TicketNumber::new(service, serial).unwrap(),
            service,
            counter: CounterNumber::new(1).unwrap(),
            at: at(second),
            manner: Manner::default(),
        }
    }

    /// Every call that comes up on the wall within the next minutes, with its second.
    fn watch(wall: &mut Announcer, from: i64, seconds: i64) -> Vec<(i64, i64)> {
        (from..from + seconds)
            .filter_map(|second| wall.advance(at(second)).map(|call| (second, call.seq.0)))
            .collect()
    }

    #[test]
    fn two_quick_calls_are_both_shown_in_order_and_long_enough() {
        let mut wall = Announcer::resume(EventSeq(0));
        wall.feed([call(5, 1, 0), call(6, 2, 0)], at(0));
        assert_eq!(watch(&mut wall, 0, 60), [(0, 5), (10, 6)]);
        assert_eq!(wall.current().unwrap().seq, EventSeq(6), "the last one stays");
    }

    #[test]
    fn a_call_that_is_still_spoken_keeps_its_place_and_the_next_one_is_not_held_longer() {
        let mut wall = Announcer::resume(EventSeq(0));
        wall.feed([call(5, 1, 0), call(6, 2, 0), call(7, 3, 0)], at(0));
        wall.advance(at(0));
        wall.hold(TimeDelta::seconds(17));
        wall.hold(TimeDelta::seconds(4));
        assert_eq!(watch(&mut wall, 1, 60), [(17, 6), (27, 7)]);
    }

    #[test]
    fn a_restart_repeats_nothing_and_forgets_nothing() {
        let mut before = Announcer::resume(EventSeq(0));
        before.feed([call(5, 1, 0), call(6, 2, 0)], at(0));
        before.advance(at(0));
        let mut after = Announcer::resume(before.announced());
        after.feed([call(5, 1, 0), call(6, 2, 0), call(7, 3, 2)], at(3));
        assert_eq!(watch(&mut after, 3, 60), [(3, 6), (13, 7)]);
    }

    #[test]
    fn reading_the_same_call_twice_announces_it_once() {
        let mut wall = Announcer::resume(EventSeq(0));
        wall.feed([call(5, 1, 0)], at(0));
        wall.feed([call(5, 1, 0)], at(0));
        assert_eq!(watch(&mut wall, 0, 60).len(), 1);
    }

    #[test]
    fn a_recall_keeps_the_place_of_its_own_pending_call() {
        let mut wall = Announcer::resume(EventSeq(0));
        wall.feed([call(5, 1, 0), call(6, 2, 0), call(7, 3, 0), call(8, 2, 1)], at(1));
        assert_eq!(watch(&mut wall, 1, 60), [(1, 5), (11, 6), (21, 7)]);
        assert_eq!(wall.announced(), EventSeq(8), "a restart repeats nothing");
    }

    #[test]
    fn what_was_called_while_the_display_was_off_for_long_is_history() {
        let mut wall = Announcer::resume(EventSeq(0));
        wall.feed([call(5, 1, 0), call(6, 2, 1000)], at(1001));
        assert_eq!(watch(&mut wall, 1001, 60), [(1001, 6)]);
    }

    #[test]
    fn a_clock_set_back_does_not_freeze_the_wall() {
        let mut wall = Announcer::resume(EventSeq(0));
        wall.feed([call(5, 1, 3600), call(6, 2, 3600)], at(3600));
        assert!(wall.advance(at(3600)).is_some());
        assert_eq!(wall.advance(at(10)).unwrap().seq, EventSeq(6));
    }
}
