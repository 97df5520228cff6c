//! When numbers are given: the hours of a week, the holidays, and what that means at a moment.
//!
//! Local times of the office throughout; the zone is applied before. Never here: the names of holidays, or whether an
//! office has confirmed its hours.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::BTreeSet;

/// How many days ahead the next opening is looked for. The longest closing of an office, Lebaran, is shorter.
const LOOK_AHEAD_DAYS: u64 = 60;

/// A span of a business day in which numbers are given: from its first moment up to, but not including, its last. One that
/// ends before it begins passes midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first moment.
    pub from: NaiveTime,
    /// The closing.
    pub to: NaiveTime,
}

impl Span {
    /// Reads `08:00-15:00` or `22:00-06:00`; `None` where it ends when it begins.
    pub fn parse(text: &str) -> Option<Self> {
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
        let (from, to) = text.split_once('-')?;
        let span = Self { from: time(from)?, to: time(to)? };
        (span.from != span.to).then_some(span)
    }

    /// Whether it passes midnight.
    pub fn passes_midnight(self) -> bool {
        self.to < self.from
    }

    /// Whether business days that begin at `begins` would end in the middle of it. A night may go on beyond that time: it
    /// belongs to the day on which it began.
    pub fn is_cut_by(self, begins: NaiveTime) -> bool {
        self.from < begins && (self.passes_midnight() || begins < self.to)
    }

    /// Its moments on the business day of this date, where business days begin at `begins`: a time before that is after
    /// midnight.
    pub fn moments(self, date: NaiveDate, begins: NaiveTime) -> Moments {
        let next = |date: NaiveDate, is_next| if is_next { date + Days::new(1) } else { date };
        let first = next(date, self.from < begins);
        let from = first.and_time(self.from);
        Moments { from, to: next(first, self.passes_midnight()).and_time(self.to) }
    }
}

/// A span of one business day, as local times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moments {
    /// The first moment.
    pub from: NaiveDateTime,
    /// The closing.
    pub to: NaiveDateTime,
}

impl Moments {
    /// Whether it is within.
    pub fn contains(self, local: NaiveDateTime) -> bool {
        (self.from..self.to).contains(&local)
    }
}

/// The hours of an office.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hours {
    /// The spans of each business day, in order and apart from each other, from Monday to Sunday.
    pub week: [Vec<Span>; 7],
    /// Dates on which the office stays closed.
    pub holidays: BTreeSet<NaiveDate>,
    /// When a business day begins: midnight, or later where the office works into the night.
    pub begins: NaiveTime,
}

/// Whether numbers are given at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpeningState {
    /// Numbers are given, and the counters close for the day at this time.
    Open {
        /// The end of the last span of the business day.
        closes: NaiveDateTime,
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

/// The date of the business day, where days begin at `begins`.
pub fn business_date(local: NaiveDateTime, begins: NaiveTime) -> NaiveDate {
    let date = local.date();
    match local.time() < begins {
        true => date.pred_opt().unwrap_or(date),
        false => date,
    }
}

impl Hours {
    /// The spans of the business day of a date; none on a holiday.
    pub fn spans(&self, date: NaiveDate) -> impl DoubleEndedIterator<Item = Moments> + '_ {
        let weekday = date.weekday().num_days_from_monday() as usize;
        let spans = self.week[weekday].iter().filter(move |_| !self.holidays.contains(&date));
        spans.map(move |span| span.moments(date, self.begins))
    }

    /// The date of the business day: the one before goes on until its own hours have ended.
    pub fn business_date(&self, local: NaiveDateTime) -> NaiveDate {
        let date = business_date(local, self.begins);
        let still = date
            .pred_opt()
            .filter(|before| self.spans(*before).next_back().is_some_and(|last| local < last.to));
        still.unwrap_or(date)
    }

    /// What `local` is to the office.
    pub fn at(&self, local: NaiveDateTime) -> OpeningState {
        let date = self.business_date(local);
        let opens = self.next_opening(date, local);
        let Some((first, last)) = self.spans(date).next().zip(self.spans(date).next_back()) else {
            let holiday = self.holidays.contains(&date);
            return OpeningState::Shut {
                why: if holiday { Shut::Holiday } else { Shut::DayOff },
                opens,
            };
        };
        if self.spans(date).any(|span| span.contains(local)) {
            return OpeningState::Open { closes: last.to };
        }
        let why = match local {
            local if local < first.from => Shut::Early,
            local if local >= last.to => Shut::Late,
            _ => Shut::Break,
        };
        OpeningState::Shut { why, opens }
    }

    /// The first opening after `local`.
    fn next_opening(&self, date: NaiveDate, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let days = (0..LOOK_AHEAD_DAYS).map_while(|n| date.checked_add_days(Days::new(n)));
        days.flat_map(|date| self.spans(date).map(|span| span.from)).find(|from| *from > local)
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
        Hours { week, holidays: ["2026-11-25".parse().unwrap()].into(), ..Hours::default() }
    }

    /// Every night from ten to six, and business days begin at `begins`.
    fn nights(begins: &str) -> Hours {
        let begins = NaiveTime::parse_from_str(begins, "%H:%M").unwrap();
        let week = std::array::from_fn(|_| vec![Span::parse("22:00-06:00").unwrap()]);
        Hours { week, holidays: BTreeSet::new(), begins }
    }

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn shut(at: &str) -> (Shut, String) {
        match hours().at(local(at)) {
            OpeningState::Shut { why, opens } => {
                (why, opens.unwrap().format("%d %H:%M").to_string())
            }
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
            let closes = local(&format!("{} {closes}", &at[..10]));
            assert_eq!(hours().at(local(at)), OpeningState::Open { closes }, "{at}");
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
        assert_eq!(never, OpeningState::Shut { why: Shut::DayOff, opens: None });
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_began() {
        for begins in ["04:00", "07:00"] {
            let hours = nights(begins);
            let closes = local("2026-11-24 06:00");
            for at in
                ["2026-11-23 22:00", "2026-11-23 23:58", "2026-11-24 00:02", "2026-11-24 05:59"]
            {
                assert_eq!(
                    hours.business_date(local(at)).to_string(),
                    "2026-11-23",
                    "{begins} {at}"
                );
                assert_eq!(hours.at(local(at)), OpeningState::Open { closes }, "{begins} {at}");
            }
        }
        assert_eq!(
            nights("04:00").business_date(local("2026-11-24 06:00")).to_string(),
            "2026-11-24"
        );
        let late = OpeningState::Shut { why: Shut::Late, opens: Some(local("2026-11-24 22:00")) };
        assert_eq!(
            nights("07:00").at(local("2026-11-24 06:30")),
            late,
            "the day goes on until seven"
        );
        let early = OpeningState::Shut { why: Shut::Early, opens: Some(local("2026-11-24 22:00")) };
        assert_eq!(nights("07:00").at(local("2026-11-24 07:00")), early);
    }

    #[test]
    fn the_holiday_of_a_business_day_lasts_into_its_night() {
        let hours = Hours { holidays: ["2026-11-24".parse().unwrap()].into(), ..nights("07:00") };
        let closed =
            OpeningState::Shut { why: Shut::Holiday, opens: Some(local("2026-11-25 22:00")) };
        assert_eq!(hours.at(local("2026-11-25 01:00")), closed);
        assert!(
            matches!(hours.at(local("2026-11-24 01:00")), OpeningState::Open { .. }),
            "Monday's night"
        );
    }

    #[test]
    fn a_time_before_the_day_begins_is_after_midnight() {
        let mut hours = nights("04:00");
        hours.week = std::array::from_fn(|_| {
            ["20:00-23:00", "01:00-03:00"].map(|text| Span::parse(text).unwrap()).to_vec()
        });
        let closes = local("2026-11-24 03:00");
        assert_eq!(hours.at(local("2026-11-23 21:00")), OpeningState::Open { closes });
        assert_eq!(hours.at(local("2026-11-24 02:00")), OpeningState::Open { closes });
        let opens = Some(local("2026-11-24 01:00"));
        assert_eq!(
            hours.at(local("2026-11-24 00:00")),
            OpeningState::Shut { why: Shut::Break, opens }
        );
    }

    #[test]
    fn a_span_is_two_times_of_a_day() {
        for wrong in ["", "08:00", "08:00-", "08:00-08:00", "8-15", "08:00-24:00"] {
            assert_eq!(Span::parse(wrong), None, "{wrong}");
        }
        assert!(Span::parse("08:00 - 15:00").is_some_and(|span| !span.passes_midnight()));
        assert!(Span::parse("22:00-06:00").is_some_and(Span::passes_midnight));
    }
}
