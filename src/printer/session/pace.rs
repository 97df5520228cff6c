//! How fast the paper of a printer moves, learned from when its acknowledgements come.
//!
//! A profile is of a model, and the printer may be a slower one, or be set to save power. Plain arithmetic. Never here: how long
//! is waited (`acknowledgement`).

use std::time::{Duration, Instant};

/// The slowest paper that a printer is waited for of which nobody knows yet whether it acknowledges, in millimetres per second.
/// Small printers on a battery print 30 to 50.
pub(super) const SLOWEST_MM_PER_S: f64 = 25.0;

/// No acknowledgement says more of the paper: one that comes later was not listened to, or waited behind other jobs.
const MOST_PER_MM: Duration = Duration::from_millis(100);

/// Acknowledgements that are kept in mind after they were given up.
const MOST_OVERDUE: usize = 8;

/// A job whose acknowledgement was given up, and may come yet.
#[derive(Debug)]
struct Overdue {
    id: [u8; 4],
    height_mm: f64,
    handed_over: Instant,
}

/// The pace of a printer's paper.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// What a millimetre was found to take; nothing while the profile is right.
    per_mm: Duration,
    overdue: Vec<Overdue>,
}

impl Pace {
    /// What so much paper takes as far as it was found out.
    pub(super) fn needs(&self, height_mm: f64) -> Duration {
        self.per_mm.mul_f64(height_mm.max(0.0))
    }

    /// What so much paper takes at its slowest.
    pub(super) fn at_its_slowest(height_mm: f64) -> Duration {
        Duration::try_from_secs_f64(height_mm / SLOWEST_MM_PER_S).unwrap_or_default()
    }

    /// So much paper took longer than it should have.
    pub(super) fn is_slower(&mut self, height_mm: f64, took: Duration) {
        // A slip without height says nothing of paper.
        if height_mm >= 1.0 {
            self.per_mm = took.div_f64(height_mm).clamp(self.per_mm, MOST_PER_MM);
        }
    }

    /// The acknowledgement of this job is not waited for any longer.
    pub(super) fn gave_up(&mut self, id: [u8; 4], height_mm: f64, handed_over: Instant) {
        self.overdue.push(Overdue { id, height_mm, handed_over });
        let surplus = self.overdue.len().saturating_sub(MOST_OVERDUE);
        self.overdue.drain(..surplus);
    }

    /// Hears an acknowledgement; tells whether it is one that was given up.
    pub(super) fn hears(&mut self, id: [u8; 4], now: Instant) -> bool {
        let Some(at) = self.overdue.iter().position(|job| job.id == id) else { return false };
        let job = self.overdue.remove(at);
        self.is_slower(job.height_mm, now.saturating_duration_since(job.handed_over));
        true
    }

    /// Whether one that was given up could still come, were this the slowest paper of all.
    pub(super) fn may_hear(&self, now: Instant) -> bool {
        let is_open = |job: &Overdue| job.handed_over + Self::at_its_slowest(job.height_mm) > now;
        self.overdue.iter().any(is_open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_acknowledgement_tells_how_slow_the_paper_is_and_an_absurd_one_does_not() {
        let (mut pace, began) = (Pace::default(), Instant::now());
        let after = |ms| began + Duration::from_millis(ms);
        pace.gave_up(*b"AAAA", 100.0, began);
        assert!(pace.may_hear(after(3_900)) && !pace.may_hear(after(4_000)));
        assert!(!pace.hears(*b"BBBB", after(1_000)), "that is of another job");
        assert!(pace.hears(*b"AAAA", after(3_300)) && !pace.hears(*b"AAAA", after(3_400)));
        assert_eq!(pace.needs(50.0), Duration::from_millis(1_650));
        pace.is_slower(100.0, Duration::from_secs(1));
        assert_eq!(pace.needs(50.0), Duration::from_millis(1_650), "the slowest counts");
        pace.is_slower(0.0, Duration::from_secs(1));
        pace.gave_up(*b"CCCC", 100.0, began);
        assert!(pace.hears(*b"CCCC", after(3_600_000)));
        assert_eq!(pace.needs(50.0), Duration::from_secs(5));
    }
}
