//! The business day: the office's local date, under which numbers are counted.
//!
//! No clock here: the time is always an argument.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use std::fmt;

/// A moment in UTC. Order events by their sequence, never by this.
pub type Timestamp = DateTime<Utc>;

/// Reads a date as people write it: `2026-11-23`, four digits, two and two. What else a calendar could mean (the year -1, a
/// year of five digits) was never meant.
pub fn written_date(text: &str) -> Option<NaiveDate> {
    let in_place = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let is_written = text.len() == "2026-11-23".len() && text.bytes().enumerate().all(in_place);
    text.parse().ok().filter(|_| is_written)
}

/// The date in the office's own time zone on which a ticket was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BusinessDay(NaiveDate);

impl BusinessDay {
    /// The office's date at `now`.
    pub fn of(now: Timestamp, zone: Tz) -> Self {
        Self(now.with_timezone(&zone).date_naive())
    }

    /// The day that work is booked on, given the clock's date and the newest day in the queue.
    ///
    /// A clock that slips back over midnight must not hide the people who already wait, so the newest
    /// day stays in force. A queue that is more than one day ahead was opened by a clock that was wrong
    /// (an empty battery, a typing mistake): then the calendar wins again. Neither can repeat a number,
    /// because every day keeps its own count.
    pub fn in_force(calendar: Self, newest: Option<Self>) -> Self {
        match newest {
            Some(newest) if calendar.0.checked_add_days(Days::new(1)) == Some(newest.0) => newest,
            _ => calendar,
        }
    }

    /// Reads `2026-11-23`.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// How many days after `earlier` it comes.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// The calendar date.
    pub fn date(self) -> NaiveDate {
        self.0
    }
}

impl From<NaiveDate> for BusinessDay {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl fmt::Display for BusinessDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> BusinessDay {
        BusinessDay::parse(text).unwrap()
    }

    #[test]
    fn a_date_is_read_as_people_write_it() {
        assert_eq!(written_date("2026-11-23"), Some(day("2026-11-23").date()));
        for other in
            ["-1-01-01", "+2026-11-23", "12026-11-23", "2026-1-01", " 2026-11-3", "2026-02-30", ""]
        {
            assert_eq!(written_date(other), None, "{other:?}");
        }
    }

    #[test]
    fn the_day_is_the_offices_not_utc() {
        let half_past_six_in_magetan = "2026-11-22T23:30:00Z".parse().unwrap();
        let tz = chrono_tz::Asia::Jakarta;
        assert_eq!(BusinessDay::of(half_past_six_in_magetan, tz), day("2026-11-23"));
    }

    #[test]
    fn a_clock_that_slips_back_over_midnight_keeps_the_newest_day() {
        let force = |calendar, newest| BusinessDay::in_force(day(calendar), Some(day(newest)));
        assert_eq!(force("2026-11-22", "2026-11-23"), day("2026-11-23"));
        assert_eq!(force("2026-11-24", "2026-11-23"), day("2026-11-24"));
    }

    #[test]
    fn a_day_from_a_wrong_future_does_not_stay_in_force() {
        let after = BusinessDay::in_force(day("2026-11-23"), Some(day("2031-01-01")));
        assert_eq!(after, day("2026-11-23"));
    }
}
