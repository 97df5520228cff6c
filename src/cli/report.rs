//! `report`: what happened on a day or in a month, for people, spreadsheets and paper.
//!
//! Never here: measuring (that is `report`).

use super::answer::json;
use super::arguments::language;
use super::{Done, Outcome, open};
use crate::api;
use crate::data::DataFolder;
use crate::desk::Desk;
use crate::domain::{BusinessDay, Language, written_date};
use crate::phrase::time;
use crate::report::{self, Period};
use crate::words::Words;
use chrono::{Datelike, Days, Months, NaiveDate};
use clap::Args;
use std::fs;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct ReportForm {
    /// As CSV for a spreadsheet
    #[arg(long, conflicts_with_all = ["html", "json"])]
    csv: bool,
    /// As one HTML file, for screen and A4
    #[arg(long, conflicts_with = "json")]
    html: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Write into FILE instead of to the terminal
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    out: Option<PathBuf>,
    /// Language: id, jv or en
    #[arg(long, value_name = "LANG", default_value = "id", value_parser = language)]
    lang: Language,
}

/// `report day`: one day, today where none is named.
pub(super) fn day(data: &DataFolder, date: Option<NaiveDate>, form: &ReportForm) -> Outcome {
    let mut desk = open::desk(data)?;
    let date = match date {
        Some(date) => date,
        None => desk.today()?.date(),
    };
    let day = BusinessDay::from(date);
    let title = time::day(date, Words::of(form.lang));
    write(&mut desk, Period { from: day, to: day }, &title, form)
}

/// `report month`: a whole month, the current one where none is named.
pub(super) fn month(data: &DataFolder, month: Option<NaiveDate>, form: &ReportForm) -> Outcome {
    let mut desk = open::desk(data)?;
    let today = desk.today()?.date();
    let first = month.unwrap_or(today).with_day(1).ok_or("this month has no first day")?;
    let last = first + Months::new(1) - Days::new(1);
    let title = time::month_of(first, Words::of(form.lang));
    let period = Period { from: BusinessDay::from(first), to: BusinessDay::from(last) };
    write(&mut desk, period, &title, form)
}

fn write(desk: &mut Desk, period: Period, title: &str, form: &ReportForm) -> Outcome {
    let report = report::measured(desk, period)?;
    let office = desk.office().clone();
    let tables = report::tables(&report, &office, form.lang);
    let content = if form.json {
        return json(&api::report::Report::of(&report, &tables)).map(|()| Done::Done);
    } else if form.html {
        report::page(desk, period, form.lang, title)?
    } else if form.csv {
        report::csv(&tables, form.lang)?
    } else {
        let brief = report::brief(
            &report,
            &report::month_before(desk, period, form.lang)?,
            &office,
            form.lang,
        );
        let lines: Vec<String> = brief.lines.iter().map(report::Line::to_string).collect();
        let parts: Vec<String> = tables.iter().map(report::text).collect();
        let method = Words::of(form.lang).text("report.method-short").replace(". ", ".\n");
        format!("{title}\n{}\n\n{method}\n\n{}", lines.join("\n"), parts.join("\n"))
    };
    match &form.out {
        Some(path) => fs::write(path, content).map_err(|error| {
            format!("cannot write the report to {} ({error}); choose another place", path.display())
        })?,
        None => crate::say::text(content),
    }
    Ok(Done::Done)
}

/// Reads a day such as 2026-11-24.
pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    let wrong = || "a day is written as year-month-day, for example 2026-11-24".to_owned();
    written_date(text).ok_or_else(wrong)
}

/// Reads a month such as 2026-11.
pub(super) fn month_name(text: &str) -> Result<NaiveDate, String> {
    let wrong = || "a month is written as year-month, for example 2026-11".to_owned();
    written_date(&format!("{text}-01")).ok_or_else(wrong)
}
