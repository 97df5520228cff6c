//! What one wall knows at any moment: pure, one value, no window.

use crate::desk::Board;
use crate::domain::{Announcer, BusinessDay, EventSeq, PublicCall, Timestamp};
use crate::office::WallPlan;
use chrono::TimeDelta;

/// Seconds without a look at the queue until the wall says that it is old.
pub const STALE_SECONDS: i64 = 3;

/// One display's knowledge of the queue.
#[derive(Debug, Clone)]
pub struct Wall {
    plan: WallPlan,
    announcer: Announcer,
    day: Option<BusinessDay>,
    board: Option<Box<Board>>,
    looked_at: Timestamp,
    lost: bool,
}

impl Wall {
    /// A wall that has announced everything up to `announced`.
    pub fn resume(announced: EventSeq, now: Timestamp) -> Self {
        Self {
            plan: WallPlan::default(),
            announcer: Announcer::resume(announced),
            day: None,
            board: None,
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
    pub fn look(&mut self, mut board: Box<Board>, now: Timestamp) {
        if self.day.is_some_and(|day| day != board.day) {
            // Yesterday's last call does not stand on today's wall.
            self.announcer = Announcer::resume(self.announcer.announced());
        }
        self.day = Some(board.day);
        board.new_calls.retain(|call| self.plan.shows_call(call));
        board.latest_calls.retain(|call| self.plan.shows_call(call));
        self.announcer.feed(std::mem::take(&mut board.new_calls), now);
        self.board = Some(board);
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

    /// The call that stands on the wall: the last one that came up here, else the last one of today, which came up
    /// before this display was started and is neither lit nor spoken again.
    pub fn current(&self) -> Option<&PublicCall> {
        let earlier = || self.board.as_ref().filter(|_| self.pending() == 0)?.latest_calls.first();
        self.announcer.current().or_else(earlier)
    }

    /// Whether the call that stands on the wall has come up here.
    pub fn came_up(&self) -> bool {
        self.announcer.current().is_some()
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

    /// The last calls besides the one that stands on the wall, newest first. A call that still waits for its turn
    /// on the wall is listed already: whoever sees it need not wait for it.
    pub fn recent(&self, count: usize) -> impl Iterator<Item = &PublicCall> {
        let current = self.current().map(|call| call.number);
        let latest = self.board.iter().flat_map(|board| &board.latest_calls);
        latest.filter(move |call| Some(call.number) != current).take(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CounterNumber, ServiceCode, TicketNumber};

    fn at(second: i64) -> Timestamp {
        "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::seconds(second)
    }

    fn call(seq: i64, serial: u32) -> PublicCall {
        let service = ServiceCode::new('T').unwrap();
        let number = TicketNumber::new(service, serial).unwrap();
        let counter = CounterNumber::new(1).unwrap();
        PublicCall { seq: EventSeq(seq), number, service, counter, at: at(0) }
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
        let mut wall = Wall::resume(EventSeq(0), at(0));
        wall.look(board("2026-11-23", &[call(1, 1)]), at(1));
        assert_eq!(wall.stale_since(at(4)), None);
        assert_eq!(wall.stale_since(at(5)), Some(at(1)), "nobody looked for three seconds");
        wall.seen(at(6));
        assert_eq!(wall.stale_since(at(7)), None);
        wall.lost();
        assert_eq!(wall.stale_since(at(7)), Some(at(6)), "the queue was unreadable");
    }

    #[test]
    fn the_list_never_repeats_the_number_in_front() {
        let mut wall = Wall::resume(EventSeq(0), at(0));
        wall.look(board("2026-11-23", &[call(1, 1), call(2, 2), call(3, 3)]), at(1));
        wall.advance(at(1));
        let listed: Vec<u32> = wall.recent(5).map(|c| c.number.serial()).collect();
        assert_eq!((wall.current().unwrap().number.serial(), listed), (1, vec![3, 2]));
    }

    #[test]
    fn a_wall_with_a_plan_shows_its_own_calls_alone() {
        let mut wall = Wall::resume(EventSeq(0), at(0))
            .showing(WallPlan::of(Vec::new(), vec![CounterNumber::new(2).unwrap()]));
        let here = |seq, serial| PublicCall {
            counter: CounterNumber::new(2).unwrap(),
            ..call(seq, serial)
        };
        wall.look(board("2026-11-23", &[call(1, 1), here(2, 2), call(3, 3), here(4, 4)]), at(1));
        let mut shown = Vec::new();
        for second in 1..60 {
            shown.extend(wall.advance(at(second)).map(|call| call.number.serial()));
        }
        let listed: Vec<u32> = wall.recent(5).map(|c| c.number.serial()).collect();
        assert_eq!((shown, listed), (vec![2, 4], vec![2]));
    }

    #[test]
    fn a_wall_that_is_started_beside_earlier_calls_shows_the_last_of_its_own_at_rest() {
        let mut earlier = board("2026-11-23", &[call(1, 1), call(2, 2), call(3, 3)]);
        earlier.latest_calls[0].counter = CounterNumber::new(2).unwrap();
        let plan = WallPlan::of(Vec::new(), vec![CounterNumber::new(1).unwrap()]);
        let mut wall = Wall::resume(EventSeq(3), at(0)).showing(plan);
        assert_eq!(wall.current(), None);
        wall.look(earlier, at(1));
        assert_eq!(wall.advance(at(1)), None, "nothing comes up again");
        let listed: Vec<u32> = wall.recent(5).map(|c| c.number.serial()).collect();
        assert_eq!((wall.current().unwrap().number.serial(), listed), (2, vec![1]));
        assert!(!wall.came_up());
        wall.look(board("2026-11-23", &[call(4, 4)]), at(2));
        wall.advance(at(2));
        assert_eq!(wall.current().unwrap().number.serial(), 4);
        assert!(wall.came_up());
        wall.look(board("2026-11-24", &[]), at(3));
        assert_eq!(wall.current(), None, "yesterday's calls leave the wall");
    }

    #[test]
    fn yesterdays_call_leaves_the_wall() {
        let mut wall = Wall::resume(EventSeq(0), at(0));
        wall.look(board("2026-11-23", &[call(1, 1)]), at(1));
        wall.advance(at(1));
        wall.look(board("2026-11-24", &[]), at(2));
        assert_eq!(wall.current(), None);
    }
}
