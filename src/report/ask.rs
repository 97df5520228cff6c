//! Asking the desk for a report: of a period, of the month before it, as a page.

use super::{Before, Period, Report, brief, html};
use crate::desk::{Desk, DeskError};
use crate::domain::{BusinessDay, Language};
use crate::phrase::time;
use crate::words::Words;
use chrono::{Datelike, Days, Months};

/// What happened in a period.
///
/// # Errors
/// Faults of the queue.
pub fn measured(desk: &mut Desk, period: Period) -> Result<Report, DeskError> {
    let histories = desk.histories(period.from, period.to)?;
    let missing = desk.missing_documents(period.from, period.to)?;
    Ok(Report::of(desk.office(), period, &histories, missing))
}

/// The month before the one in which the period begins, also beside a single day.
///
/// # Errors
/// Faults of the queue.
pub fn month_before(
    desk: &mut Desk,
    period: Period,
    language: Language,
) -> Result<Before, DeskError> {
    let day = period.from.date();
    let first = day.with_day(1).unwrap_or(day);
    let (from, to) = (first - Months::new(1), first - Days::new(1));
    let title = time::month_of(from, Words::of(language));
    let period = Period { from: BusinessDay::from(from), to: BusinessDay::from(to) };
    Ok(Before { title, report: measured(desk, period)? })
}

/// The report of a period as a page; `title` names it as people say it.
///
/// # Errors
/// Faults of the queue.
pub fn page(
    desk: &mut Desk,
    period: Period,
    language: Language,
    title: &str,
) -> Result<String, DeskError> {
    let report = measured(desk, period)?;
    let before = month_before(desk, period, language)?;
    let office = desk.office().clone();
    let now = desk.now().with_timezone(&office.zone).naive_local();
    let made = time::moment(now, Words::of(language));
    let brief = brief(&report, &before, &office, language);
    Ok(html(&report, &brief, &office, language, title, &made))
}

/// The report of today as a page, in the language of staff.
///
/// # Errors
/// Faults of the queue.
pub fn page_of_today(desk: &mut Desk) -> Result<String, DeskError> {
    let (day, language) = (desk.today()?, Language::Indonesian);
    let title = time::day(day.date(), Words::of(language));
    page(desk, Period { from: day, to: day }, language, &title)
}
