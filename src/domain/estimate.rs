//! How long somebody will wait, as a range, from what the last tickets took: honest, or nothing.
//!
//! Never here: which tickets those were, or which counters are open (`desk`).

use chrono::TimeDelta;

/// How many of the last tickets of a stage are looked at: about an hour of a busy counter.
pub const SAMPLE: u32 = 20;

/// With fewer than this, nothing is said.
const LEAST: usize = 5;

/// The longest wait that is said, in minutes: beyond the working day a figure says nothing.
pub const LONGEST: u16 = 995;

/// A wait in minutes, from the shortest that is likely to the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WaitRange {
    /// The shortest.
    pub from: u16,
    /// The longest; never less.
    pub to: u16,
}

impl WaitRange {
    /// In steps of five minutes, rounded outwards: what people are told. A finer figure would look like a promise.
    #[must_use]
    pub fn rounded(self) -> Self {
        Self { from: self.from / 5 * 5, to: self.to.div_ceil(5).max(1).saturating_mul(5) }
    }
}

/// How long the last tickets of a stage held their counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageTimes {
    /// A quarter took less.
    pub low: TimeDelta,
    /// Half took less.
    pub median: TimeDelta,
    /// A quarter took more.
    pub high: TimeDelta,
}

impl StageTimes {
    /// The quartiles of these times, in any order; `None` when they are too few to say anything.
    pub fn of(mut times: Vec<TimeDelta>) -> Option<Self> {
        if times.len() < LEAST {
            return None;
        }
        times.sort_unstable();
        let last = times.len() - 1;
        Some(Self {
            low: times[last / 4],
            median: times[last / 2],
            high: times[(3 * last).div_ceil(4)],
        })
    }
}

impl StageTimes {
    /// What a ticket takes on the whole, in seconds: the median, drawn a little to the longer side. Long cases are longer
    /// than short ones are short, and a queue waits for all of them.
    fn typical(&self) -> f64 {
        (self.low + self.median * 2 + self.high).as_seconds_f64() / 4.0
    }

    /// About how far a ticket is from that, in seconds.
    fn deviation(&self) -> f64 {
        // Between the quartiles of a normal distribution lie 1.35 standard deviations.
        (self.high - self.low).as_seconds_f64() / 1.35
    }
}

/// A group of people who stand in front.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// How many.
    pub people: u32,
    /// How long their stage lately took, if that is known.
    pub times: Option<StageTimes>,
}

/// The queue in front of somebody who takes a number now.
#[derive(Debug, Clone, Copy)]
pub struct Queue<'a> {
    /// How many people are called before, as far as they are here already.
    pub ahead: u32,
    /// Who they are: everybody who waits for the same counters; some of them may be called later. They are taken to
    /// have equal shares in `ahead` and in `later`.
    pub groups: &'a [Group],
    /// How long the stage itself lately took: whoever is at the counters now is somewhere within that.
    pub own: Option<StageTimes>,
    /// How many counters are open for it.
    pub counters: u32,
    /// One of these counters has nobody.
    pub free: bool,
    /// How many may come later and be called before all the same.
    pub later: u32,
}

// Set by rehearsed days: `antre rehearse` says how often the range came true. Delays are longer than lucky hours are
// short, so the range reaches further up than down.

/// How many standard deviations of chance it reaches down and up.
const CHANCE: (f64, f64) = (0.7, 1.6);
/// How much quicker or slower the office may be in the next hour than in the last.
const DRIFT: (f64, f64) = (0.05, 0.12);

/// How long it takes until somebody is called; `None` when any of what it takes to say so is not known.
///
/// Each of those ahead takes about as long as the last did. The range grows with the root of their number: of many, some
/// are slow and some are quick. Only what everybody has in common grows with the number itself: a slow hour, and people
/// with priority who come later.
pub fn wait(queue: &Queue<'_>) -> Option<WaitRange> {
    let own = queue.own?;
    if queue.counters == 0 {
        return None;
    }
    let waiting: u32 = queue.groups.iter().map(|group| group.people).sum();
    let (mut each, mut variance) = (0.0, 0.0);
    for group in queue.groups.iter().filter(|group| group.people > 0) {
        let times = group.times?;
        let share = f64::from(group.people) / f64::from(waiting);
        each += share * times.typical();
        variance += share * times.deviation().powi(2);
    }
    let (ahead, counters) = (f64::from(queue.ahead), f64::from(queue.counters));
    let at_most = ahead + f64::from(queue.later);
    let chance = |people: f64| (people * variance).sqrt();
    let from = ahead * each * (1.0 - DRIFT.0) - CHANCE.0 * chance(ahead);
    let rest = match queue.ahead == 0 && queue.free {
        true => 0.0,
        false => own.high.as_seconds_f64(),
    };
    let to = at_most * each * (1.0 + DRIFT.1) + CHANCE.1 * chance(at_most) + rest;
    let minutes = |seconds: f64| (seconds.max(0.0) / counters / 60.0).min(f64::from(LONGEST));
    Some(WaitRange { from: minutes(from) as u16, to: minutes(to).ceil() as u16 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minutes(minutes: &[i64]) -> Vec<TimeDelta> {
        minutes.iter().map(|m| TimeDelta::minutes(*m)).collect()
    }

    fn steady(m: i64) -> Option<StageTimes> {
        StageTimes::of(minutes(&[m; 5]))
    }

    #[test]
    fn a_few_tickets_say_nothing_and_one_that_took_all_day_says_little() {
        assert_eq!(StageTimes::of(minutes(&[3, 4, 5, 6])), None);
        let times = StageTimes::of(minutes(&[600, 4, 3, 6, 5, 4, 4])).unwrap();
        let [low, median, high] = [times.low, times.median, times.high].map(|t| t.num_minutes());
        assert_eq!((low, median, high), (4, 4, 6));
    }

    fn queue(ahead: u32, groups: &[Group], counters: u32) -> Queue<'_> {
        Queue { ahead, groups, own: steady(4), counters, free: false, later: 0 }
    }

    fn range(queue: &Queue<'_>) -> (u16, u16) {
        wait(queue).map(|w| (w.from, w.to)).unwrap()
    }

    #[test]
    fn people_times_minutes_shared_by_the_counters() {
        let group = |people, m| Group { people, times: steady(m) };
        assert_eq!(range(&queue(0, &[], 1)), (0, 4), "the counter is still busy with somebody");
        let free = Queue { free: true, ..queue(0, &[], 1) };
        assert_eq!(range(&free), (0, 0), "a counter has nobody");
        // 20 minutes, a little less to an eighth more, and the rest of whoever is there now.
        assert_eq!(range(&queue(5, &[group(5, 4)], 1)), (19, 27));
        assert_eq!(range(&queue(5, &[group(5, 4)], 2)), (9, 14));
        // Ten wait for the same counters, half of them for something longer; four of them go first.
        assert_eq!(range(&queue(4, &[group(5, 4), group(5, 8)], 1)), (22, 31));
    }

    #[test]
    fn people_with_priority_who_come_later_make_it_longer_and_not_shorter() {
        let groups = [Group { people: 5, times: steady(4) }];
        let alone = queue(5, &groups, 1);
        let overtaken = Queue { later: 1, ..alone };
        assert_eq!((range(&alone), range(&overtaken)), ((19, 27), (19, 31)));
    }

    #[test]
    fn the_range_of_many_is_narrower_than_the_range_of_each() {
        let times = StageTimes::of(minutes(&[2, 3, 4, 5, 6]));
        let groups = [Group { people: 25, times }];
        let (from, to) = range(&Queue { own: times, ..queue(25, &groups, 1) });
        // 100 minutes; each alone may take 3 or 5.
        assert!((85..=95).contains(&from) && (120..=135).contains(&to), "{from}-{to}");
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        let unknown = [Group { people: 1, times: None }];
        assert_eq!(wait(&queue(1, &unknown, 1)), None);
        assert_eq!(wait(&Queue { own: None, ..queue(0, &[], 1) }), None);
        assert_eq!(wait(&queue(0, &[], 0)), None, "no counter is open");
        let nobody = [Group { people: 0, times: None }];
        assert!(wait(&queue(0, &nobody, 1)).is_some());
    }

    #[test]
    fn people_are_told_steps_of_five_minutes() {
        let rounded = |from, to| {
            let told = WaitRange { from, to }.rounded();
            (told.from, told.to)
        };
        assert_eq!(rounded(22, 28), (20, 30));
        assert_eq!(rounded(0, 0), (0, 5));
        assert_eq!(rounded(20, 30), (20, 30));
    }

    proptest! {
        #[test]
        fn more_people_or_fewer_counters_never_shorten_a_wait(
            people in 1u32..200, ahead in 0u32..200, counters in 1u32..9,
            times in prop::collection::vec(1i64..40, 5..20),
        ) {
            let times = StageTimes::of(minutes(&times));
            let groups = [Group { people, times }];
            let wait = |ahead, counters| {
                super::wait(&Queue { own: times, ..queue(ahead, &groups, counters) }).unwrap()
            };
            let here = wait(ahead, counters);
            prop_assert!(here.from <= here.to);
            let (more, fewer) = (wait(ahead + 1, counters), wait(ahead, counters + 1));
            prop_assert!(more.from >= here.from && more.to >= here.to);
            prop_assert!(fewer.from <= here.from && fewer.to <= here.to);
        }
    }
}
