//! Whether one more ticket still fits before closing.
//!
//! An office that gives numbers which it cannot serve sends people home at closing time. So it stops in time: when the
//! work that is left at any stage takes the open counters longer than there is time.

use chrono::TimeDelta;

/// One stage of the journey of the ticket that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageLoad {
    /// The work of everybody who still needs the counters of this stage, as one counter would do it.
    pub work: TimeDelta,
    /// How long the stage takes for one ticket; zero when it is not known.
    pub own: TimeDelta,
    /// How many counters are open for it; zero when that is not known.
    pub counters: u32,
}

/// Whether the ticket fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// As far as is known.
    Fits,
    /// Just so: the visitor is told that it may be late.
    Tight,
    /// No longer.
    TooLate,
}

/// Whether a ticket with this journey fits into `left`; `margin` before that it is tight.
///
/// What is not known counts as no work at all: nobody is refused because of a guess.
pub fn fit(journey: &[StageLoad], left: TimeDelta, margin: TimeDelta) -> Fit {
    let needed = needed(journey);
    if needed > left {
        Fit::TooLate
    } else if needed + margin > left {
        Fit::Tight
    } else {
        Fit::Fits
    }
}

/// How long it takes at least until a ticket that is issued now is finished.
pub fn needed(journey: &[StageLoad]) -> TimeDelta {
    let mut longest = TimeDelta::zero();
    let mut rest = TimeDelta::zero();
    for stage in journey.iter().rev() {
        rest += stage.own;
        // The queue in front of this stage, then this stage and all that follow.
        let queue = if stage.counters == 0 {
            TimeDelta::zero()
        } else {
            stage.work / stage.counters as i32
        };
        longest = longest.max(queue + rest);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stage(work: i64, own: i64, counters: u32) -> StageLoad {
        StageLoad { work: TimeDelta::minutes(work), own: TimeDelta::minutes(own), counters }
    }

    fn fits(journey: &[StageLoad], left: i64) -> Fit {
        fit(journey, TimeDelta::minutes(left), TimeDelta::minutes(10))
    }

    #[test]
    fn the_bottleneck_decides() {
        // One printer with 90 minutes of cards in front of it, 5 for this card, 2 for the handover.
        let journey = [stage(20, 4, 2), stage(90, 5, 1), stage(10, 2, 1)];
        assert_eq!(fits(&journey, 96), Fit::TooLate);
        assert_eq!(fits(&journey, 97), Fit::Tight);
        assert_eq!(fits(&journey, 106), Fit::Tight);
        assert_eq!(fits(&journey, 107), Fit::Fits);
        let two_printers = [journey[0], stage(90, 5, 2), journey[2]];
        assert_eq!(fits(&two_printers, 62), Fit::Fits);
    }

    #[test]
    fn an_empty_office_needs_the_time_of_the_ticket_itself() {
        assert_eq!(fits(&[stage(0, 4, 1), stage(0, 5, 1)], 8), Fit::TooLate);
        assert_eq!(fits(&[stage(0, 4, 1), stage(0, 5, 1)], 19), Fit::Fits);
    }

    #[test]
    fn nobody_is_refused_because_of_a_guess() {
        assert_eq!(fits(&[stage(600, 0, 0), stage(0, 0, 0)], 11), Fit::Fits);
        assert_eq!(fits(&[], 11), Fit::Fits);
    }

    proptest! {
        /// As the day goes on it never gets better, and work that is added never makes room.
        #[test]
        fn it_only_gets_later(
            loads in prop::collection::vec((0i64..300, 0i64..20, 0u32..5), 1..6),
            left in 0i64..400, at in 0usize..6,
        ) {
            let journey: Vec<_> = loads.iter().map(|(w, o, c)| stage(*w, *o, *c)).collect();
            let now = fits(&journey, left);
            prop_assert!(fits(&journey, left - 1) >= now);
            let mut busier = journey.clone();
            let stage = at % busier.len();
            busier[stage].work += TimeDelta::minutes(30);
            prop_assert!(fits(&busier, left) >= now);
        }
    }
}
