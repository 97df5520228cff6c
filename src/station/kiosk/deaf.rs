//! Which touches count: none for a page that its finger has not seen.
//!
//! The second tap of a double tap, or a finger that was on its way already, meets the page that has just come. It would take
//! a number that nobody wants. No timer: the time comes with the touch.

use crate::domain::Timestamp;

/// So long after a page has come no touch and no key counts. A double tap lasts 160 ms; who has read a page and decided
/// needs longer than this.
pub const DEAF_MILLIS: i64 = 400;

/// Since when a page has been there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deaf {
    since: Option<Timestamp>,
}

impl Deaf {
    /// Another page has come.
    pub fn begins(&mut self, at: Timestamp) {
        self.since = Some(at);
    }

    /// Whether touches count again. A clock that was set back makes nobody wait.
    pub fn is_over(self, at: Timestamp) -> bool {
        let passed = self.since.map(|since| (at - since).num_milliseconds());
        !passed.is_some_and(|millis| (0..DEAF_MILLIS).contains(&millis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn a_page_is_deaf_for_its_first_moment_and_no_longer() {
        let at: Timestamp = "2026-11-23T01:00:00Z".parse().unwrap();
        let later = |millis| at + TimeDelta::milliseconds(millis);
        let mut deaf = Deaf::default();
        assert!(deaf.is_over(at), "the first page has been there");
        deaf.begins(at);
        for (millis, over) in [(0, false), (160, false), (399, false), (400, true), (-1, true)] {
            assert_eq!(deaf.is_over(later(millis)), over, "after {millis} ms");
        }
    }
}
