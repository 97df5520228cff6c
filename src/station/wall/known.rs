//! What one wall knows of the queue at any moment: one value.

use crate::desk::{Board, Coming};
use crate::domain::{Announcer, BusinessDay, EventSeq, PublicCall, State, TicketNumber, Timestamp};
use crate::office::WallPlan;
use chrono::TimeDelta;

/// Seconds without a look at the queue until the wall says that it is old.
pub const STALE_SECONDS: i64 = 3;

/// One display's knowledge of the queue.
#[derive(Debug, Clone)]
pub struct Known {
    plan: WallPlan,
    announcer: Announcer,
    day: Option<BusinessDay>,
    board: Option<Box<Board>>,
    coming: Coming,
    looked_at: Timestamp,
    lost: bool,
}

impl Known {
    /// A wall that has announced everything up to `announced`.
    pub fn resume(announced: EventSeq, now: Timestamp) -> Self {
        Self {
            plan: WallPlan::default(),
            announcer: Announcer::resume(announced),
            day: None,
            board: None,
            coming: Coming::default(),
            looked_at: now,
            lost: false,
        }
    }

    /// The same wall, which shows no more than this plan.
    #[must_use]
    pub fn showing(mut self, plan: WallPlan) -> Self {
        self.plan = plan;
        self
    }

    /// What it shows.
    pub fn plan(&self) -> &WallPlan {
        &self.plan
    }

    /// Takes in a look at the queue.
    pub fn look(&mut self, mut board: Box<Board>, coming: Coming, now: Timestamp) {
        if self.day.is_some_and(|day| day != board.day) {
            // Yesterday's last call does not stand on today's wall.
            self.announcer = Announcer::resume(self.announcer.announced());
        }
        self.day = Some(board.day);
        board.new_calls.retain(|call| self.plan.shows_call(call));
        board.latest_calls.retain(|call| self.plan.shows_call(call));
        self.announcer.feed(std::mem::take(&mut board.new_calls), now);
        (self.board, self.coming) = (Some(board), coming);
        self.seen(now);
    }

    /// The queue was read and nothing had changed.
    pub fn seen(&mut self, now: Timestamp) {
        self.looked_at = now;
        self.lost = false;
    }

    /// The queue could not be read.
    pub fn lost(&mut self) {
        self.lost = true;
    }

    /// Brings the wall up to `now`; the call that has just come up, to be shown and spoken once.
    pub fn advance(&mut self, now: Timestamp) -> Option<&PublicCall> {
        self.announcer.advance(now)
    }

    /// What a restart resumes from.
    pub fn announced(&self) -> EventSeq {
        self.announcer.announced()
    }

    /// The call that stands on the wall stays alone for so long at least.
    pub fn hold(&mut self, at_least: TimeDelta) {
        self.announcer.hold(at_least);
    }

    /// How many calls wait for their turn on the wall.
    pub fn pending(&self) -> usize {
        self.announcer.pending()
    }

    /// The last call that came up here, else the last one of today, which came up before this display was started.
    pub fn in_front(&self) -> Option<&PublicCall> {
        let earlier = || self.board.as_ref().filter(|_| self.pending() == 0)?.latest_calls.first();
        self.announcer.current().or_else(earlier)
    }

    /// The call that is new: while it stands alone and is spoken, and after that for `seconds` in all as long as nobody
    /// has come. Whoever is served already is called by no large letters.
    pub fn new_call(&self, seconds: u16, now: Timestamp) -> Option<&PublicCall> {
        let (call, since) = (self.announcer.current()?, self.announcer.since()?);
        let shown = now - since;
        // A clock that was set back must not leave it there for ever.
        if shown < TimeDelta::zero() {
            return None;
        }
        let still_called = || {
            let open = self.board.iter().flat_map(|board| &board.open);
            let is_it = |state: &State| matches!(state, State::Called { counter, .. } if *counter == call.counter);
            open.clone().any(|ticket| ticket.number == call.number && is_it(&ticket.state))
        };
        let alone = shown < self.announcer.held_for();
        let new = shown < TimeDelta::seconds(seconds.into()) && !self.lost && still_called();
        (alone || new).then_some(call)
    }

    /// Whether the first call of this number waits for its turn here: the room has not been told of it.
    pub fn is_unseen(&self, number: TicketNumber) -> bool {
        self.announcer.waiting().any(|call| call.number == number && !call.manner.recall)
    }

    /// The numbers of which the room has not been told yet, in order.
    pub fn unseen(&self) -> impl Iterator<Item = TicketNumber> {
        let waiting = self.announcer.waiting().filter(|call| !call.manner.recall);
        waiting.map(|call| call.number)
    }

    /// What is to come.
    pub fn coming(&self) -> &Coming {
        &self.coming
    }

    /// The last look at the queue; `None` before the first.
    pub fn board(&self) -> Option<&Board> {
        self.board.as_deref()
    }

    /// Since when the wall is old; `None` while it is fresh.
    pub fn stale_since(&self, now: Timestamp) -> Option<Timestamp> {
        let silent = now - self.looked_at > TimeDelta::seconds(STALE_SECONDS);
        (self.lost || silent).then_some(self.looked_at)
    }

    /// The last calls, newest first, without `besides` and without those that wait for their turn: nothing is listed
    /// before it is lit.
    pub fn last(&self, besides: Option<TicketNumber>) -> impl Iterator<Item = &PublicCall> {
        let latest = self.board.iter().flat_map(|board| &board.latest_calls);
        let told =
            move |call: &&PublicCall| Some(call.number) != besides && !self.is_unseen(call.number);
        latest.filter(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CounterNumber, Manner, ServiceCode, StageId, Ticket, TicketId};

    fn at(second: i64) -> Timestamp {
        "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::seconds(second)
    }

    fn call(seq: i64, serial: u32) -> PublicCall {
        let service = ServiceCode::new('T').unwrap();
        let number = TicketNumber::new(service, serial).unwrap();
        let counter = CounterNumber::new(1).unwrap();
        let manner = Manner::default();
        PublicCall { seq: EventSeq(seq), number, service, counter, at: at(0), manner }
    }

    fn board(day: &str, new: &[PublicCall]) -> Box<Board> {
        let mut latest_calls = new.to_vec();
        latest_calls.reverse();
        Box::new(Board {
            day: BusinessDay::parse(day).unwrap(),
            clock: None,
            ahead: Vec::new(),
            left_behind: None,
            newest_event: EventSeq(9),
            open: Vec::new(),
            away: Vec::new(),
            paused: Vec::new(),
            breaks: Vec::new(),
            help: Vec::new(),
            missing: Vec::new(),
            new_calls: new.to_vec(),
            latest_calls,
        })
    }

    #[test]
    fn a_wall_that_cannot_look_says_since_when() {
        let mut wall = Known::resume(EventSeq(0), at(0));
        wall.look(board("2026-11-23", &[call(1, 1)]), Coming::default(), at(1));
        assert_eq!(wall.stale_since(at(4)), None);
        assert_eq!(wall.stale_since(at(5)), Some(at(1)), "nobody looked for three seconds");
        wall.seen(at(6));
        assert_eq!(wall.stale_since(at(7)), None);
        wall.lost();
        assert_eq!(wall.stale_since(at(7)), Some(at(6)), "the queue was unreadable");
    }

    fn listed(wall: &Known, besides: Option<u32>) -> Vec<u32> {
        let besides = besides.map(|serial| call(0, serial).number);
        wall.last(besides).map(|call| call.number.serial()).collect()
    }

    #[test]
    fn a_call_that_waits_for_its_turn_is_not_listed_before_it_is_lit() {
        let mut wall = Known::resume(EventSeq(0), at(0));
        let all = [call(1, 1), call(2, 2), call(3, 3)];
        wall.look(board("2026-11-23", &all), Coming::default(), at(1));
        assert_eq!(listed(&wall, None), Vec::<u32>::new());
        wall.advance(at(1));
        assert_eq!(listed(&wall, None), [1]);
        assert_eq!(listed(&wall, Some(1)), Vec::<u32>::new(), "it stands on the card");
        assert_eq!(wall.unseen().map(|number| number.serial()).collect::<Vec<_>>(), [2, 3]);
        wall.advance(at(11));
        assert_eq!(listed(&wall, None), [2, 1]);
        let again = Manner { recall: true, ..Manner::default() };
        let recall = PublicCall { manner: again, ..call(4, 1) };
        wall.look(board("2026-11-23", &[call(3, 3), recall]), Coming::default(), at(12));
        assert_eq!(listed(&wall, None), [1], "everybody has seen it before");
    }

    #[test]
    fn a_call_is_new_while_it_is_spoken_and_then_until_somebody_comes() {
        let mut wall = Known::resume(EventSeq(0), at(0));
        let day = BusinessDay::parse("2026-11-23").unwrap();
        let stage = StageId::new("verifikasi").unwrap();
        let id = TicketId(uuid::Uuid::nil());
        let mut ticket = Ticket::new(id, call(1, 1).number, day, stage.clone(), at(0));
        let counter = CounterNumber::new(1).unwrap();
        ticket.state = State::Called { stage: stage.clone(), counter, calls: 1 };
        let with = |ticket: &Ticket| {
            let mut board = board("2026-11-23", &[call(1, 1)]);
            board.open.push(ticket.clone());
            board
        };
        wall.look(with(&ticket), Coming::default(), at(1));
        wall.advance(at(1));
        let is_new = |wall: &Known, second| wall.new_call(20, at(second)).is_some();
        assert!(is_new(&wall, 1) && is_new(&wall, 20));
        assert!(!is_new(&wall, 21), "nobody is called by a card for minutes");
        ticket.state = State::Serving { stage, counter };
        wall.look(with(&ticket), Coming::default(), at(5));
        assert!(is_new(&wall, 10), "ten seconds belong to the call");
        assert!(!is_new(&wall, 11), "whoever is served is not called");
        wall.hold(TimeDelta::seconds(17));
        assert!(is_new(&wall, 17) && !is_new(&wall, 18), "it is still being spoken");
    }

    #[test]
    fn a_wall_with_a_plan_shows_its_own_calls_alone() {
        let mut wall = Known::resume(EventSeq(0), at(0))
            .showing(WallPlan::of(Vec::new(), vec![CounterNumber::new(2).unwrap()]));
        let here = |seq, serial| PublicCall {
            counter: CounterNumber::new(2).unwrap(),
            ..call(seq, serial)
        };
        wall.look(
            board("2026-11-23", &[call(1, 1), here(2, 2), call(3, 3), here(4, 4)]),
            Coming::default(),
            at(1),
        );
        let mut shown = Vec::new();
        for second in 1..60 {
            shown.extend(wall.advance(at(second)).map(|call| call.number.serial()));
        }
        assert_eq!((shown, listed(&wall, Some(4))), (vec![2, 4], vec![2]));
    }

    #[test]
    fn a_wall_that_is_started_beside_earlier_calls_shows_the_last_of_its_own_at_rest() {
        let mut earlier = board("2026-11-23", &[call(1, 1), call(2, 2), call(3, 3)]);
        earlier.latest_calls[0].counter = CounterNumber::new(2).unwrap();
        let plan = WallPlan::of(Vec::new(), vec![CounterNumber::new(1).unwrap()]);
        let mut wall = Known::resume(EventSeq(3), at(0)).showing(plan);
        assert_eq!(wall.in_front(), None);
        wall.look(earlier, Coming::default(), at(1));
        assert_eq!(wall.advance(at(1)), None, "nothing comes up again");
        assert_eq!(
            (wall.in_front().unwrap().number.serial(), listed(&wall, None)),
            (2, vec![2, 1])
        );
        assert_eq!(wall.new_call(20, at(1)), None, "it is neither lit nor spoken again");
        wall.look(board("2026-11-23", &[call(4, 4)]), Coming::default(), at(2));
        wall.advance(at(2));
        assert_eq!(wall.in_front().unwrap().number.serial(), 4);
        assert!(wall.new_call(20, at(2)).is_some());
        wall.look(board("2026-11-24", &[]), Coming::default(), at(3));
        assert_eq!(wall.in_front(), None, "yesterday's calls leave the wall");
    }

    #[test]
    fn yesterdays_call_leaves_the_wall() {
        let mut wall = Known::resume(EventSeq(0), at(0));
        wall.look(board("2026-11-23", &[call(1, 1)]), Coming::default(), at(1));
        wall.advance(at(1));
        wall.look(board("2026-11-24", &[]), Coming::default(), at(2));
        assert_eq!(wall.in_front(), None);
    }
}
