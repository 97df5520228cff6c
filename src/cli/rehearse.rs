//! `rehearse`: a whole day played against a real queue, in a folder of its own.
//!
//! Never here: what happens on such a day (that is `rehearsal`).

use super::answer::json;
use super::arguments::JsonArg;
use super::{Done, Outcome, open, report};
use crate::api::rehearsal::Rehearsed;
use crate::data::DataFolder;
use crate::domain::{Span, Timestamp};
use crate::lab::rehearsal::{Rehearsal, Settings};
use crate::office::{Office, SAMPLES};
use crate::say;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use clap::Args;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// The day that is played where none is named: a Monday, so that the same seed is the same day for everybody.
const PLAYED_DAY: (i32, u32, u32) = (2026, 11, 23);
/// The sample that is played where there is no office yet.
const SAMPLE: &str = "magetan";
/// Opening hours of an office that names none.
const HOURS: &str = "08:00-15:00";

#[derive(Debug, Args)]
pub(super) struct RehearseArgs {
    /// The day to play, for example 2026-11-24 [default: a Monday that is always the same]
    #[arg(long, value_name = "DATE", num_args = 0..=1, value_parser = report::date)]
    day: Option<Option<NaiveDate>>,
    /// The same seed, office and number of visitors play the same day
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many people come
    #[arg(long, value_name = "N", default_value_t = 150)]
    visitors: u16,
    /// Play at a sample office instead of the one in the data folder
    #[arg(long, value_parser = ["magetan", "desa"])]
    sample: Option<String>,
    /// Keep the queue of the day in DIR, for reports
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    #[command(flatten)]
    json: JsonArg,
}

pub(super) fn rehearse(data: &DataFolder, args: &RehearseArgs) -> Outcome {
    let office = Arc::new(office(data, args)?);
    let aside = tempfile::tempdir()?;
    let folder = DataFolder::locate(Some(match &args.keep {
        None => aside.path().to_owned(),
        Some(keep) => {
            fs::create_dir_all(keep)?;
            if DataFolder::locate(Some(keep.clone())).queue_file().exists() {
                let keep = keep.display();
                return Err(
                    format!("{keep} holds a queue already; give --keep an empty folder").into()
                );
            }
            keep.clone()
        }
    }));
    let date =
        args.day.flatten().or(NaiveDate::from_ymd_opt(PLAYED_DAY.0, PLAYED_DAY.1, PLAYED_DAY.2));
    let date = date.ok_or("there is no such day")?;
    let settings = Settings { seed: args.seed, visitors: args.visitors.into() };
    let (opens, closes) = hours(&office, date)?;
    let rehearsal = Rehearsal::play(&office, settings, &folder, opens, closes)?;
    if args.keep.is_some() {
        keep_office(data, &office, args, &folder)?;
    }
    if args.json.json {
        json(&Rehearsed::of(&rehearsal))?;
    } else {
        say::text(format_args!("{rehearsal}\n"));
        // Not among the figures of the day: the same seed prints the same day.
        say::aside(format_args!("Played in {:.1} s.", rehearsal.took.as_secs_f64()));
        if let Some(keep) = &args.keep {
            let keep = keep.display();
            say!(
                "The day is in {keep}: antre --data {keep} report day {date} --html --out laporan.html"
            );
        }
    }
    Ok(Done::Done)
}

/// The office of the data folder, so that a head of office rehearses the own one; else the sample.
fn office(data: &DataFolder, args: &RehearseArgs) -> Result<Office, Box<dyn std::error::Error>> {
    match &args.sample {
        None if data.office_file().exists() => Ok(open::office(data)?),
        sample => Ok(open::sample(sample.as_deref().unwrap_or(SAMPLE))?),
    }
}

/// Puts the office file beside the kept queue, with the pictures that it names: without them no report can read it.
fn keep_office(
    data: &DataFolder,
    office: &Office,
    args: &RehearseArgs,
    kept: &DataFolder,
) -> Result<(), Box<dyn std::error::Error>> {
    if args.sample.is_some() || !data.office_file().exists() {
        let name = args.sample.as_deref().unwrap_or(SAMPLE);
        let sample = SAMPLES.iter().find(|(sample, _)| *sample == name);
        fs::write(kept.office_file(), sample.map_or("", |(_, source)| source))?;
        return Ok(());
    }
    fs::copy(data.office_file(), kept.office_file())?;
    let templates = office.services.iter().map(|service| &service.ticket).chain([&office.ticket]);
    for logo in templates.filter_map(|template| template.logo.as_ref()) {
        fs::copy(data.path().join(&logo.file), kept.path().join(&logo.file))?;
    }
    Ok(())
}

/// From opening to closing; an office that names no hours is open from eight to three on working days.
fn hours(office: &Office, date: NaiveDate) -> Result<(Timestamp, Timestamp), String> {
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let span = match office.opening.has_hours() {
        true => office.opening.span_of(date),
        false => {
            Span::parse(HOURS).filter(|_| !weekend).map(|span| span.moments(date, NaiveTime::MIN))
        }
    };
    let Some(span) = span else {
        return Err(format!("the office is closed on {date}; name another day with --day"));
    };
    let utc = |time: NaiveDateTime| {
        let local = time.and_local_timezone(office.zone).earliest();
        local.map(|local| local.to_utc())
    };
    let hours = utc(span.from).zip(utc(span.to));
    hours.ok_or_else(|| format!("{date} has no such hours in {}", office.zone))
}
