//! How a time of day, a day, a moment and a duration are written.
//!
//! A clock has two digits, a colon and two digits in every language: so it stands on each screen and in what staff read.
//! Within a sentence to a visitor a time is written as the language writes it. Never here: asking for the time.

use crate::domain::{Language, Span, Timestamp};
use crate::words::Words;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use chrono_tz::Tz;

/// A time of day as a clock shows it: "08:05".
pub fn clock(at: Timestamp, zone: Tz) -> String {
    digits(&at.with_timezone(&zone))
}

/// The same to the second, for technicians: "08:05:09".
pub fn clock_with_seconds(at: Timestamp, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    format!("{}:{:02}", digits(&local), local.second())
}

fn digits(local: &impl Timelike) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// A time of day within a sentence to a visitor: "08.05" as it is written in Indonesia, "08:05" in English.
pub fn in_sentence(time: NaiveTime, words: &Words) -> String {
    match words.language() {
        Language::English => digits(&time),
        Language::Indonesian | Language::Javanese => digits(&time).replace(':', "."),
    }
}

/// The hours of the week, neighbouring days of the same hours together: ("Senin-Kamis", "08.00 sampai 15.00").
pub fn hours(week: &[Vec<Span>; 7], words: &Words) -> Vec<(String, String)> {
    let mut rows: Vec<(u32, u32, String)> = Vec::new();
    for (day, spans) in (1..).zip(week) {
        let span = |span: &Span| {
            let (from, to) = (in_sentence(span.from, words), in_sentence(span.to, words));
            words.with("sentence.hours-day", &[("from", &from), ("to", &to)])
        };
        let text = match spans.as_slice() {
            [] => words.text("sentence.hours-shut").to_owned(),
            spans => spans.iter().map(span).collect::<Vec<_>>().join(", "),
        };
        match rows.last_mut() {
            Some((_, last, same)) if *same == text => *last = day,
            _ => rows.push((day, day, text)),
        }
    }
    let row = |(first, last, text): (u32, u32, String)| match first == last {
        true => (weekday(first, words), text),
        false => (format!("{}-{}", weekday(first, words), weekday(last, words)), text),
    };
    rows.into_iter().map(row).collect()
}

/// A day in full: "Senin, 23 November 2026".
pub fn day(date: NaiveDate, words: &Words) -> String {
    words.with(
        "date.day",
        &[
            ("weekday", &weekday(date.weekday().number_from_monday(), words)),
            ("day", &date.day()),
            ("month", &month(date, words)),
            ("year", &date.year()),
        ],
    )
}

/// A day with its time of day, short, as on paper: "23 Nov 2026 10:42".
pub fn moment(local: NaiveDateTime, words: &Words) -> String {
    let date = local.date();
    words.with(
        "date.short",
        &[
            ("day", &date.day()),
            ("month", &short_month(date, words)),
            ("year", &date.year()),
            ("time", &digits(&local)),
        ],
    )
}

/// A day and a time of day, as a ticket has them at its edges: ("Senin, 23 Nov 2026", "10:42").
pub fn day_and_time(local: NaiveDateTime, words: &Words) -> (String, String) {
    let date = local.date();
    let weekday = weekday(date.weekday().number_from_monday(), words);
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("weekday", &weekday),
        ("day", &date.day()),
        ("month", &short_month(date, words)),
        ("year", &date.year()),
    ];
    (words.with("date.day", &values), digits(&local))
}

/// A moment for technicians, who compare it with logs and names of files: "2026-11-23 10:42".
pub fn technical(at: Timestamp, zone: Tz) -> String {
    format!("{} {}", at.with_timezone(&zone).date_naive(), clock(at, zone))
}

/// The same to the second: "2026-11-23 10:42:07".
pub fn technical_with_seconds(at: Timestamp, zone: Tz) -> String {
    format!("{} {}", at.with_timezone(&zone).date_naive(), clock_with_seconds(at, zone))
}

/// A month: "November 2026".
pub fn month_of(date: NaiveDate, words: &Words) -> String {
    words.with("report.month", &[("month", &month(date, words)), ("year", &date.year())])
}

/// A duration as minutes and seconds, as on a stopwatch: "03:07". Hours stay minutes.
pub fn stopwatch(time: TimeDelta) -> String {
    let seconds = time.num_seconds().max(0);
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}

/// From how many minutes on nobody reads a duration in minutes.
pub const LONG: i64 = 300;

/// How long somebody has waited, for staff: "12 menit", "30 jam", "30 hari".
pub fn waited(time: TimeDelta, words: &Words) -> String {
    let (key, count) = match whole_minutes(time) {
        minutes @ ..LONG => ("officer.minutes", minutes),
        _ if time < TimeDelta::days(2) => ("officer.hours", time.num_hours()),
        _ => ("officer.days", time.num_days()),
    };
    words.with(key, &[("count", &count)])
}

/// A duration that goes on: as on a stopwatch, until nobody reads it like that any more.
pub fn elapsed(time: TimeDelta, words: &Words) -> String {
    match whole_minutes(time) {
        ..LONG => stopwatch(time),
        _ => waited(time, words),
    }
}

/// How long somebody is to wait still, as minutes and seconds: "1:05".
pub fn countdown(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// A number of minutes: "5 menit".
pub fn minutes(count: u16, words: &Words) -> String {
    words.with("sentence.minutes", &[("count", &count)])
}

/// The whole minutes of a duration; none of one that a clock set back has made negative.
pub fn whole_minutes(time: TimeDelta) -> i64 {
    time.num_minutes().max(0)
}

/// A number with one decimal, as the language writes it: "2,5" in Indonesia, "2.5" in English.
pub fn with_decimal(number: f64, language: Language) -> String {
    let text = format!("{number:.1}");
    match language {
        Language::English => text,
        Language::Indonesian | Language::Javanese => text.replace('.', ","),
    }
}

/// In each of our languages the first three letters of a month are its usual short form.
fn short_month(date: NaiveDate, words: &Words) -> String {
    month(date, words).chars().take(3).collect()
}

fn month(date: NaiveDate, words: &Words) -> String {
    words.text(&format!("date.month-{}", date.month())).to_owned()
}

/// A day of the week; Monday is 1.
fn weekday(number: u32, words: &Words) -> String {
    words.text(&format!("date.weekday-{number}")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap()
    }

    #[test]
    fn a_clock_shows_the_time_of_the_office() {
        let at: Timestamp = "2026-11-23T01:05:09Z".parse().unwrap();
        let zone = chrono_tz::Asia::Jakarta;
        assert_eq!(clock(at, zone), "08:05");
        assert_eq!(clock_with_seconds(at, zone), "08:05:09");
        assert_eq!(technical(at, zone), "2026-11-23 08:05");
        assert_eq!(technical_with_seconds(at, Tz::UTC), "2026-11-23 01:05:09");
    }

    #[test]
    fn a_time_in_a_sentence_is_written_as_the_language_writes_it() {
        let time = local("2026-11-23 08:05:00").time();
        let said = |language| in_sentence(time, Words::of(language));
        assert_eq!(said(Language::Indonesian), "08.05");
        assert_eq!(said(Language::Javanese), "08.05");
        assert_eq!(said(Language::English), "08:05");
    }

    #[test]
    fn days_months_and_moments_are_told_in_each_language() {
        let at = local("2026-08-03 10:42:00");
        let [id, en] = [Language::Indonesian, Language::English].map(Words::of);
        assert_eq!(day(at.date(), id), "Senin, 3 Agustus 2026");
        assert_eq!(day(at.date(), en), "Monday, 3 August 2026");
        assert_eq!(moment(at, id), "3 Agu 2026 10:42");
        assert_eq!(month_of(at.date(), en), "August 2026");
    }

    #[test]
    fn durations_are_never_negative() {
        assert_eq!(stopwatch(TimeDelta::seconds(187)), "03:07");
        assert_eq!(stopwatch(TimeDelta::minutes(125)), "125:00");
        assert_eq!(stopwatch(TimeDelta::seconds(-5)), "00:00");
        assert_eq!(countdown(65), "1:05");
        assert_eq!(whole_minutes(TimeDelta::seconds(-61)), 0);
        assert_eq!(minutes(5, Words::of(Language::Indonesian)), "5 menit");
        let decimal = |language| with_decimal(2.46, language);
        assert_eq!(
            (decimal(Language::Indonesian), decimal(Language::English)),
            ("2,5".to_owned(), "2.5".to_owned())
        );
    }

    #[test]
    fn a_long_wait_is_told_in_hours_and_days() {
        let told = |minutes, language| {
            let (time, words) = (TimeDelta::minutes(minutes), Words::of(language));
            (waited(time, words), elapsed(time, words))
        };
        let pair = |waited: &str, elapsed: &str| (waited.to_owned(), elapsed.to_owned());
        let (id, en) = (Language::Indonesian, Language::English);
        assert_eq!(told(127, id), pair("127 menit", "127:00"));
        assert_eq!(told(-5, id), pair("0 menit", "00:00"));
        assert_eq!(told(30 * 60 + 59, id), pair("30 jam", "30 jam"));
        assert_eq!(told(43_200, id), pair("30 hari", "30 hari"));
        assert_eq!(told(2_880, en), pair("2 days", "2 days"));
    }

    #[test]
    fn days_of_the_same_hours_are_one_row() {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let until = |hour| vec![Span { from: time(8), to: time(hour) }];
        let week = [until(15), until(15), until(15), until(15), until(11), Vec::new(), Vec::new()];
        let rows = hours(&week, Words::of(Language::Indonesian));
        let expected = [
            ("Senin-Kamis", "08.00 sampai 15.00"),
            ("Jumat", "08.00 sampai 11.00"),
            ("Sabtu-Minggu", "tutup"),
        ];
        let expected = expected.map(|(day, span)| (day.to_owned(), span.to_owned()));
        assert_eq!(rows, expected);
    }
}
