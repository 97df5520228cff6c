//! The service clock of a ticket, and how it stands against a promise.
//!
//! The published promise is service time from the first call, not waiting time. So the clock starts with the first call,
//! goes on between the stages (the applicant waits for the office), and rests while the file is out of the office's
//! hands: handed back to the applicant, or nobody came.

use super::coded::coded;
use super::day::Timestamp;
use chrono::TimeDelta;

/// How long the office has worked on a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ServiceClock {
    /// What was counted before it last stopped.
    pub counted: TimeDelta,
    /// Since when it runs, if it runs.
    pub running_since: Option<Timestamp>,
}

impl ServiceClock {
    /// Runs from now on, unless it runs already.
    #[must_use]
    pub fn started(self, now: Timestamp) -> Self {
        Self { running_since: self.running_since.or(Some(now)), ..self }
    }

    /// Rests from now on.
    #[must_use]
    pub fn stopped(self, now: Timestamp) -> Self {
        Self { counted: self.elapsed(now), running_since: None }
    }

    /// The service time so far. A clock that was set back does not take any of it away.
    pub fn elapsed(self, now: Timestamp) -> TimeDelta {
        let running = self.running_since.map_or(TimeDelta::zero(), |since| now - since);
        self.counted + running.max(TimeDelta::zero())
    }
}

/// How a time stands against its norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Well within it.
    Green,
    /// The last fifth of it runs.
    Amber,
    /// Beyond it.
    Red,
}

coded!(Level { Green = "green", Amber = "amber", Red = "red" });

impl Level {
    /// How `elapsed` stands against `norm`. The whole norm is still kept; a moment more is not.
    pub fn of(elapsed: TimeDelta, norm: TimeDelta) -> Self {
        if elapsed > norm {
            Self::Red
        } else if elapsed * 5 >= norm * 4 {
            Self::Amber
        } else {
            Self::Green
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_fifth_warns_and_the_norm_itself_is_kept() {
        let level = |seconds| Level::of(TimeDelta::seconds(seconds), TimeDelta::minutes(10));
        assert_eq!(level(0), Level::Green);
        assert_eq!(level(479), Level::Green);
        assert_eq!(level(480), Level::Amber);
        assert_eq!(level(600), Level::Amber);
        assert_eq!(level(601), Level::Red);
    }

    proptest! {
        #[test]
        fn time_never_makes_it_better(norm in 1i64..90_000, elapsed in 0i64..90_000, more in 0i64..900) {
            let level = |s| Level::of(TimeDelta::seconds(s), TimeDelta::seconds(norm));
            prop_assert!(level(elapsed + more) >= level(elapsed));
        }
    }

    fn at(minute: i64) -> Timestamp {
        "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::minutes(minute)
    }

    #[test]
    fn it_counts_only_while_it_runs() {
        let clock = ServiceClock::default().started(at(5)).stopped(at(8)).started(at(20));
        assert_eq!(clock.elapsed(at(24)), TimeDelta::minutes(7));
        assert_eq!(clock.started(at(23)).elapsed(at(24)), TimeDelta::minutes(7), "it runs already");
        assert_eq!(clock.stopped(at(24)).elapsed(at(99)), TimeDelta::minutes(7));
    }

    #[test]
    fn a_clock_set_back_takes_no_time_away() {
        let clock = ServiceClock::default().started(at(5)).stopped(at(8)).started(at(20));
        assert_eq!(clock.elapsed(at(0)), TimeDelta::minutes(3));
    }
}
