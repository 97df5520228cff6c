//! When an office gives numbers, and what a member of staff may say to give one all the same.
//!
//! Never here: what a moment is to hours (`domain`), or how much work is left (`desk`).

use super::Text;
use super::fault_log::FaultLog;
use super::reader::Section;
use crate::domain::hours::{self, Moments};
use crate::domain::{Hours, Language, OpeningState, OverrideCode, Span, written_date};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// The hours of an office.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    hours: Option<Hours>,
    /// Whether the office has confirmed its hours. What nobody has confirmed turns nobody away.
    pub confirmed: bool,
    /// A number that is given so many minutes before it would be too late comes with a warning.
    pub warn_minutes: u16,
    /// The holidays with their names.
    pub holidays: Vec<(NaiveDate, Text)>,
    /// When a business day begins, by the office's time.
    day_begins: NaiveTime,
}

/// A reason for giving a number that the rules refuse. Chosen from a list, so that nothing personal is ever written.
#[derive(Debug, Clone)]
pub struct Override {
    /// What is said and recorded.
    pub code: OverrideCode,
    /// Its public name.
    pub name: Text,
}

const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Opening {
    /// What a local time is to this office; `None` when it gives numbers at any time, or has not confirmed its hours.
    pub fn at(&self, local: NaiveDateTime) -> Option<OpeningState> {
        self.hours.as_ref().filter(|_| self.confirmed).map(|hours| hours.at(local))
    }

    /// The date of the business day at a local time.
    pub fn business_date(&self, local: NaiveDateTime) -> NaiveDate {
        match self.hours.as_ref().filter(|_| self.confirmed) {
            Some(hours) => hours.business_date(local),
            None => hours::business_date(local, self.day_begins),
        }
    }

    /// From the first opening of a business day to its last closing, confirmed or not; `None` when it is closed that day,
    /// or has no hours at all.
    pub fn span_of(&self, date: NaiveDate) -> Option<Moments> {
        let hours = self.hours.as_ref()?;
        let (first, last) = hours.spans(date).next().zip(hours.spans(date).next_back())?;
        Some(Moments { from: first.from, to: last.to })
    }

    /// The spans of each day from Monday to Sunday, confirmed or not; `None` when the office names none.
    pub fn week(&self) -> Option<&[Vec<Span>; 7]> {
        self.hours.as_ref().map(|hours| &hours.week)
    }

    /// Whether the office file names hours.
    pub fn has_hours(&self) -> bool {
        self.hours.is_some()
    }

    /// Whether there are hours that nobody has confirmed.
    pub fn is_unconfirmed(&self) -> bool {
        self.hours.is_some() && !self.confirmed
    }

    /// How long before it would be too late a number comes with a warning.
    pub fn warning(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.warn_minutes))
    }

    /// The name of the holiday on this date.
    pub fn holiday(&self, date: NaiveDate, language: Language) -> Option<&str> {
        let holiday = self.holidays.iter().find(|(day, _)| *day == date);
        holiday.map(|(_, name)| name.get(language))
    }

    pub(super) fn read(log: &FaultLog, root: &Section<'_>) -> Self {
        let holidays = holidays(log, root);
        let Some(section) = root.optional_section("hours") else {
            return Self { confirmed: true, holidays, ..Self::default() };
        };
        let confirmed = section.flag_or("confirmed", true);
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
        let begins = section.parsed_or("day_begins", "a time such as 04:00", time);
        let week = hours_of_week(log, &section, begins);
        let dates = holidays.iter().map(|(date, _)| *date).collect();
        let warn_minutes = section.number_or("warn_minutes", 0..=240, 30) as u16;
        // One that only says when a day begins gives numbers at any time.
        let is_named = begins == NaiveTime::MIN || week.iter().any(|spans| !spans.is_empty());
        let hours = is_named.then_some(Hours { week, holidays: dates, begins });
        Self { hours, confirmed, warn_minutes, holidays, day_begins: begins }
    }

    /// The hours of a section of the same form, on the same business days.
    pub(super) fn hours_like(&self, log: &FaultLog, section: &Section<'_>) -> Hours {
        let begins = self.day_begins;
        Hours { week: hours_of_week(log, section, begins), begins, ..Hours::default() }
    }
}

/// The spans of each day of a section, from Monday to Sunday.
fn hours_of_week(log: &FaultLog, section: &Section<'_>, begins: NaiveTime) -> [Vec<Span>; 7] {
    DAYS.map(|day| spans(log, section, day, begins))
}

fn spans(log: &FaultLog, section: &Section<'_>, day: &'static str, begins: NaiveTime) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    // A typing mistake looks like a night; only whoever says when the day begins works through one.
    let is_allowed = |span: &Span| !span.passes_midnight() || begins > NaiveTime::MIN;
    for text in section.texts(day) {
        let Some(span) = Span::parse(&text.value).filter(is_allowed) else {
            log.add(text.at, &*text.key, no_span(&text.value));
            continue;
        };
        if span.is_cut_by(begins) {
            let problem = format!(
                "{} is open when the next business day begins ([hours] day_begins = \"{}\"): its numbers would begin anew in the \
                 middle of it. Write a time at which nobody works, an hour or more after the last counter closes",
                text.value,
                begins.format("%H:%M")
            );
            log.add(text.at, &*text.key, problem);
        }
        let follows = |before: &Span| {
            span.moments(NaiveDate::MIN, begins).from >= before.moments(NaiveDate::MIN, begins).to
        };
        if spans.last().is_some_and(|before| !follows(before)) {
            let problem = format!("{} begins before the one in front of it ends", text.value);
            log.add(text.at, &*text.key, problem);
        }
        spans.push(span);
    }
    spans
}

/// Why a text is no span of a day.
fn no_span(text: &str) -> String {
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let times = text.split_once('-').and_then(|(from, to)| Some((time(from)?, time(to)?)));
    match times {
        Some((from, to)) if to < from => {
            format!(
                "\"{text}\" ends before it begins; write a span such as 08:00-15:00, or say with day_begins = \"07:00\" that \
                 business days pass midnight"
            )
        }
        Some(_) => format!("\"{text}\" ends when it begins; write a span such as 08:00-15:00"),
        None => format!("\"{text}\" is not a time such as 08:00-15:00"),
    }
}

fn holidays(log: &FaultLog, root: &Section<'_>) -> Vec<(NaiveDate, Text)> {
    let mut holidays: Vec<(NaiveDate, Text)> = Vec::new();
    for section in root.sections("holiday") {
        let date = section.parsed("date", "a date such as 2026-12-25", written_date);
        let name = section.words("name");
        let Some(date) = date else { continue };
        if holidays.iter().any(|(known, _)| *known == date.value) {
            log.add(date.at, &*date.key, format!("holiday {} stands here twice", date.value));
        }
        holidays.push((date.value, name));
    }
    holidays
}

pub(super) fn overrides(log: &FaultLog, root: &Section<'_>) -> Vec<Override> {
    let mut overrides: Vec<Override> = Vec::new();
    for section in root.sections("override") {
        let code = section.parsed("code", "a short word of a-z, 0-9 and -", OverrideCode::new);
        let name = section.words("name");
        let Some(code) = code else { continue };
        if overrides.iter().any(|known| known.code == code.value) {
            log.add(code.at, &*code.key, format!("override {} stands here twice", code.value));
        }
        overrides.push(Override { code: code.value, name });
    }
    overrides
}
