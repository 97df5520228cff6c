//! Many durations as three figures.
//!
//! Never here: what was measured.

use chrono::TimeDelta;

/// How durations are spread. Percentiles by nearest rank: each is a duration that somebody really lived through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// How many were measured, at least 1.
    pub count: usize,
    /// Half of them took no longer.
    pub p50: TimeDelta,
    /// Nine of ten took no longer.
    pub p90: TimeDelta,
    /// None took longer.
    pub max: TimeDelta,
}

impl Spread {
    /// The spread of `durations`; `None` of none, because an office without visitors did not serve them in 0 minutes.
    pub fn of(mut durations: Vec<TimeDelta>) -> Option<Spread> {
        durations.sort_unstable();
        let max = *durations.last()?;
        let rank = |percent: usize| {
            let rank = (durations.len() * percent).div_ceil(100).max(1);
            durations[rank - 1]
        };
        Some(Spread { count: durations.len(), p50: rank(50), p90: rank(90), max })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minutes(values: impl IntoIterator<Item = i64>) -> Vec<TimeDelta> {
        values.into_iter().map(TimeDelta::minutes).collect()
    }

    #[test]
    fn percentiles_are_durations_that_were_measured() {
        let spread = Spread::of(minutes(1..=10)).unwrap();
        let of = |n| TimeDelta::minutes(n);
        assert_eq!((spread.p50, spread.p90, spread.max), (of(5), of(9), of(10)));
        let single = Spread::of(minutes([7])).unwrap();
        assert_eq!((single.count, single.p50, single.p90), (1, of(7), of(7)));
        assert_eq!(Spread::of(Vec::new()), None);
    }

    proptest! {
        #[test]
        fn so_many_percent_took_no_longer(values in proptest::collection::vec(0i64..500, 1..80)) {
            let spread = Spread::of(minutes(values.clone())).unwrap();
            let within = |limit: TimeDelta| {
                values.iter().filter(|&&value| TimeDelta::minutes(value) <= limit).count() * 100
            };
            prop_assert!(within(spread.p50) >= 50 * values.len());
            prop_assert!(within(spread.p90) >= 90 * values.len());
            prop_assert_eq!(within(spread.max), 100 * values.len());
        }
    }
}
