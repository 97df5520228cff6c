//! The service clock of a ticket, and how it stands against a promise.
//!
//! The published promise is service time from the first call, not waiting time. So the clock starts with the first call,
//! goes on between the stages (the applicant waits for the office), and rests while the file is out of the office's
//! hands: handed back to the applicant, or nobody came.

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

#[cfg(test)]
mod tests {
    use super::*;

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
