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

/// A group of people who stand in front.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// How many.
    pub people: u32,
    /// How long their stage lately took, if that is known.
    pub times: Option<StageTimes>,
}

/// How long it takes until somebody is called before whom `ahead` people are called.
///
/// Those people come from `groups` (all who wait for the same counters; some of them may be called later), in equal
/// shares. `own` is how long the stage itself takes: whoever is at the counters now is somewhere within that.
/// `counters` are open. `None` when any of this is not known.
pub fn wait(
    ahead: u32,
    groups: &[Group],
    own: Option<StageTimes>,
    counters: u32,
) -> Option<WaitRange> {
    let own = own?;
    if counters == 0 {
        return None;
    }
    let people: u32 = groups.iter().map(|group| group.people).sum();
    let mut each = (TimeDelta::zero(), TimeDelta::zero());
    for group in groups.iter().filter(|group| group.people > 0) {
        let times = group.times?;
        let share = |time: TimeDelta| time * group.people as i32 / people as i32;
        each = (each.0 + share(times.low), each.1 + share(times.high));
    }
    let open = counters as i32;
    let from = each.0 * ahead as i32 / open;
    let to = (each.1 * ahead as i32 + own.high) / open;
    let minutes =
        |time: TimeDelta| u16::try_from(time.num_minutes()).unwrap_or(LONGEST).min(LONGEST);
    Some(WaitRange { from: minutes(from), to: minutes(to + TimeDelta::seconds(59)) })
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

    #[test]
    fn people_times_minutes_shared_by_the_counters() {
        let group = |people, m| Group { people, times: steady(m) };
        let wait = |ahead, groups: &[Group], counters| {
            wait(ahead, groups, steady(4), counters).map(|w| (w.from, w.to))
        };
        assert_eq!(wait(0, &[], 1), Some((0, 4)), "the counter is still busy with somebody");
        assert_eq!(wait(5, &[group(5, 4)], 1), Some((20, 24)));
        assert_eq!(wait(5, &[group(5, 4)], 2), Some((10, 12)));
        // Ten wait for the same counters, half of them for something longer; four of them go first.
        assert_eq!(wait(4, &[group(5, 4), group(5, 8)], 1), Some((24, 28)));
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        let unknown = Group { people: 1, times: None };
        assert_eq!(wait(1, &[unknown], steady(4), 1), None);
        assert_eq!(wait(0, &[], None, 1), None);
        assert_eq!(wait(0, &[], steady(4), 0), None, "no counter is open");
        let nobody = Group { people: 0, times: None };
        assert!(wait(0, &[nobody], steady(4), 1).is_some());
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
            let wait = |ahead, counters| super::wait(ahead, &groups, times, counters).unwrap();
            let here = wait(ahead, counters);
            prop_assert!(here.from <= here.to);
            let (more, fewer) = (wait(ahead + 1, counters), wait(ahead, counters + 1));
            prop_assert!(more.from >= here.from && more.to >= here.to);
            prop_assert!(fewer.from <= here.from && fewer.to <= here.to);
        }
    }
}
