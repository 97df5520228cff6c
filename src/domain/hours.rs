//! When numbers are given: the hours of a week, the holidays, and what that means at a moment.
//!
//! Local times of the office throughout; the zone is applied before. Never here: the names of holidays, or whether an
//! office has confirmed its hours.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::BTreeSet;

/// How many days ahead the next opening is looked for. The longest closing of an office, Lebaran, is shorter.
const LOOK_AHEAD_DAYS: u64 = 60;

/// A span of a day in which numbers are given: from its first moment up to, but not including, its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first moment.
    pub from: NaiveTime,
    /// The closing.
    pub to: NaiveTime,
}

impl Span {
    /// Reads `08:00-15:00`; `None` unless the first time is the earlier one.
    pub fn parse(text: &str) -> Option<Self> {
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
        let (from, to) = text.split_once('-')?;
        let span = Self { from: time(from)?, to: time(to)? };
        (span.from < span.to).then_some(span)
    }
}

/// The hours of an office.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hours {
    /// The spans of each day, in order and apart from each other, from Monday to Sunday.
    pub week: [Vec<Span>; 7],
    /// Dates on which the office stays closed.
    pub holidays: BTreeSet<NaiveDate>,
}

/// Whether numbers are given at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doors {
    /// Numbers are given, and the counters close for the day at this time.
    Open {
        /// The end of the last span of the day.
        closes: NaiveTime,
    },
    /// No numbers are given.
    Shut {
        /// Why.
        why: Shut,
        /// When they are given again, if that is known.
        opens: Option<NaiveDateTime>,
    },
}

/// Why no numbers are given at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// Before the first opening of the day.
    Early,
    /// Between two spans of the day.
    Break,
    /// After the last span of the day.
    Late,
    /// A weekday without hours.
    DayOff,
    /// A holiday.
    Holiday,
}

impl Hours {
    /// The spans of a date; none on a holiday.
    pub fn spans(&self, date: NaiveDate) -> &[Span] {
        if self.holidays.contains(&date) {
            return &[];
        }
        &self.week[date.weekday().num_days_from_monday() as usize]
    }

    /// What `local` is to the office.
    pub fn at(&self, local: NaiveDateTime) -> Doors {
        let (date, time) = (local.date(), local.time());
        let spans = self.spans(date);
        let opens = self.next_opening(local);
        let Some((first, last)) = spans.first().zip(spans.last()) else {
            let holiday = self.holidays.contains(&date);
            return Doors::Shut { why: if holiday { Shut::Holiday } else { Shut::DayOff }, opens };
        };
        if spans.iter().any(|span| (span.from..span.to).contains(&time)) {
            return Doors::Open { closes: last.to };
        }
        let why = match time {
            time if time < first.from => Shut::Early,
            time if time >= last.to => Shut::Late,
            _ => Shut::Break,
        };
        Doors::Shut { why, opens }
    }

    /// The first opening after `local`.
    fn next_opening(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let days = (0..LOOK_AHEAD_DAYS).map_while(|n| local.date().checked_add_days(Days::new(n)));
        days.flat_map(|date| self.spans(date).iter().map(move |span| date.and_time(span.from)))
            .find(|opening| *opening > local)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday to Thursday with a break at noon, Friday in the morning; Wednesday the 25th is a holiday.
    fn hours() -> Hours {
        let spans = |texts: &[&str]| texts.iter().map(|t| Span::parse(t).unwrap()).collect();
        let day = || spans(&["08:00-12:00", "13:00-15:00"]);
        let week = [day(), day(), day(), day(), spans(&["08:00-11:00"]), vec![], vec![]];
        Hours { week, holidays: ["2026-11-25".parse().unwrap()].into() }
    }

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn shut(at: &str) -> (Shut, String) {
        match hours().at(local(at)) {
            Doors::Shut { why, opens } => (why, opens.unwrap().format("%d %H:%M").to_string()),
            open => panic!("{at}: {open:?}"),
        }
    }

    #[test]
    fn an_office_is_open_from_the_first_minute_up_to_the_last() {
        for (at, closes) in [
            ("2026-11-23 08:00", "15:00"),
            ("2026-11-23 11:59", "15:00"),
            ("2026-11-23 13:00", "15:00"),
            ("2026-11-27 10:59", "11:00"),
        ] {
            let closes = NaiveTime::parse_from_str(closes, "%H:%M").unwrap();
            assert_eq!(hours().at(local(at)), Doors::Open { closes }, "{at}");
        }
    }

    #[test]
    fn a_closed_office_says_why_and_when_it_opens() {
        assert_eq!(shut("2026-11-23 07:59"), (Shut::Early, "23 08:00".to_owned()));
        assert_eq!(shut("2026-11-23 12:00"), (Shut::Break, "23 13:00".to_owned()));
        assert_eq!(shut("2026-11-23 15:00"), (Shut::Late, "24 08:00".to_owned()));
        assert_eq!(shut("2026-11-24 15:00"), (Shut::Late, "26 08:00".to_owned()), "over a holiday");
        assert_eq!(shut("2026-11-25 09:00"), (Shut::Holiday, "26 08:00".to_owned()));
        assert_eq!(shut("2026-11-28 09:00"), (Shut::DayOff, "30 08:00".to_owned()));
    }

    #[test]
    fn an_office_without_hours_never_opens() {
        let never = Hours::default().at(local("2026-11-23 09:00"));
        assert_eq!(never, Doors::Shut { why: Shut::DayOff, opens: None });
    }

    #[test]
    fn a_span_is_two_times_of_a_day_in_order() {
        for wrong in ["", "08:00", "08:00-", "15:00-08:00", "08:00-08:00", "8-15", "08:00-24:00"] {
            assert_eq!(Span::parse(wrong), None, "{wrong}");
        }
        assert!(Span::parse("08:00 - 15:00").is_some());
    }
}
