//! When a printer that has just refused a job is tried again: soon, then less often.
//!
//! Pure: moments of a clock that nobody can set in, an answer out. Never here: for how long a job is tried (`domain`), or whether anything was sent.

use chrono::TimeDelta;

/// From one refusal of a job to its next attempt, in milliseconds; the last one repeats. A box that serves one connection at
/// a time needs 0.5 to 1 s between two of them, and is not to be kept busy by whoever waits for it.
const PAUSES_MS: [i64; 5] = [300, 600, 1200, 2000, 3000];

/// The memory of a printer's refusals.
#[derive(Debug, Default)]
pub(super) struct BackOff {
    /// The job that was refused last, how often in a row, and when it is tried again.
    refused: Option<(i64, usize, TimeDelta)>,
}

impl BackOff {
    /// How long after another refusal this job would be tried again.
    pub(super) fn pause(&self, job: i64) -> TimeDelta {
        let before = self.times(job);
        TimeDelta::milliseconds(PAUSES_MS[before.min(PAUSES_MS.len() - 1)])
    }

    /// How often this job was refused in a row.
    pub(super) fn times(&self, job: i64) -> usize {
        self.refused.filter(|(refused, ..)| *refused == job).map_or(0, |(_, times, _)| times)
    }

    /// The job was refused and waits.
    pub(super) fn refuse(&mut self, job: i64, now: TimeDelta) {
        self.refused = Some((job, self.times(job) + 1, now + self.pause(job)));
    }

    /// The printer would print: no reason to wait for it any longer.
    pub(super) fn end_wait(&mut self, now: TimeDelta) {
        if let Some((_, _, until)) = &mut self.refused {
            *until = now.min(*until);
        }
    }

    /// Nothing waits to be tried again.
    pub(super) fn forget(&mut self) {
        self.refused = None;
    }

    /// Whether the printer is left alone at this moment.
    pub(super) fn waits(&self, now: TimeDelta) -> bool {
        self.refused.is_some_and(|(_, _, until)| now < until)
    }

    /// Whether a job that was refused is to be tried at this moment.
    pub(super) fn is_due(&self, now: TimeDelta) -> bool {
        self.refused.is_some() && !self.waits(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printer_that_goes_on_refusing_is_tried_at_most_every_three_seconds() {
        let mut back_off = BackOff::default();
        let mut now = TimeDelta::days(1);
        assert!(!back_off.waits(now) && !back_off.is_due(now));
        for pause in [300, 600, 1200, 2000, 3000, 3000].map(TimeDelta::milliseconds) {
            back_off.refuse(7, now);
            assert!(back_off.waits(now + pause - TimeDelta::milliseconds(1)));
            now += pause;
            assert!(back_off.is_due(now));
        }
        assert_eq!(back_off.times(7), 6);
        back_off.refuse(8, now);
        assert!(back_off.is_due(now + TimeDelta::milliseconds(300)), "another visitor waits anew");
        back_off.forget();
        assert!(!back_off.waits(now) && !back_off.is_due(now + TimeDelta::seconds(60)));
    }

    #[test]
    fn a_printer_that_is_well_again_is_not_waited_for() {
        let mut back_off = BackOff::default();
        let now = TimeDelta::days(1);
        (0..4).for_each(|_| back_off.refuse(7, now));
        back_off.end_wait(now);
        assert!(back_off.is_due(now));
        assert_eq!(back_off.times(7), 4);
    }
}
