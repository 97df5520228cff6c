//! `log`: the newest lines of the program logs, as a technician on the telephone reads them aloud.
//!
//! Never here: where they come from (`crate::log`).

use super::answer::json;
use super::arguments::JsonArg;
use super::{Done, Outcome, open};
use crate::api::log::Line;
use crate::clock::{Clock, SystemClock};
use crate::data::DataFolder;
use crate::domain::{Timestamp, written_date};
use crate::log::{self, Wanted};
use chrono::{NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct LogArgs {
    /// Show so many of the newest lines
    #[arg(long, value_name = "N", default_value_t = 50)]
    lines: usize,
    /// Show only this program: kiosk, console, console-1, display, display-NAME, supervisor, cli, cli-issue ...
    #[arg(long, value_name = "NAME")]
    program: Option<String>,
    /// Show only what was logged since then, by the office's time: 09:30, 2026-11-29 or "2026-11-29 09:30"
    #[arg(long, value_name = "TIME", value_parser = since)]
    since: Option<Since>,
    #[command(flatten)]
    json: JsonArg,
}

impl LogArgs {
    /// Whether every line would be shown.
    fn asks_for_all(&self) -> bool {
        self.program.is_none() && self.since.is_none() && self.lines > 0
    }
}

/// A moment as somebody in the office says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Since {
    /// Of today.
    Time(NaiveTime),
    Moment(NaiveDateTime),
}

fn since(text: &str) -> Result<Since, String> {
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
    let moment = || match text.split_once(' ') {
        Some((day, at)) => Some(written_date(day)?.and_time(time(at)?)),
        None => Some(written_date(text)?.and_time(NaiveTime::MIN)),
    };
    let understood = time(text).map(Since::Time).or_else(|| moment().map(Since::Moment));
    understood.ok_or_else(|| "a time is 09:30, 2026-11-29 or \"2026-11-29 09:30\"".to_owned())
}

impl Since {
    fn at(self, zone: Tz, now: Timestamp) -> Option<Timestamp> {
        let moment = match self {
            Self::Time(time) => now.with_timezone(&zone).date_naive().and_time(time),
            Self::Moment(moment) => moment,
        };
        // In the hour that a clock is set forward there is no such time.
        zone.from_local_datetime(&moment).earliest().map(|at| at.to_utc())
    }
}

pub(super) fn log(data: &DataFolder, args: &LogArgs) -> Outcome {
    // A technician may be here because of the office file.
    let zone = match open::office(data) {
        Ok(office) => office.zone,
        Err(error) => {
            crate::say::aside(format_args!(
                "antre: times are in UTC, because the office file cannot be used ({})",
                error.to_string().lines().next().unwrap_or_default()
            ));
            Tz::UTC
        }
    };
    let since =
        args.since.map(|since| since.at(zone, SystemClock.now()).ok_or("there is no such time"));
    let since = since.transpose()?;
    let wanted = Wanted { lines: args.lines, program: args.program.clone(), since };
    let folder = data.logs_folder();
    let found = log::newest(data, &wanted)
        .map_err(|error| format!("cannot read the log in {} ({error})", folder.display()))?;
    for (path, error) in &found.faults {
        crate::say::aside(format_args!("antre: cannot read {} ({error})", path.display()));
    }
    let lines: Vec<_> = found.entries.iter().map(|entry| Line::of(entry, zone)).collect();
    if args.json.json {
        json(&lines)?;
    } else if lines.is_empty() {
        match args.asks_for_all() {
            true => say!("nothing is logged in {}", folder.display()),
            false => say!("nothing in {} is what was asked for", folder.display()),
        }
    }
    if !args.json.json {
        for Line { at, level, program, process, text } in lines {
            say!("{at} {level} {program}[{process}] {text}");
        }
    }
    Ok(if found.faults.is_empty() { Done::Done } else { Done::Failed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_the_offices() {
        let now: Timestamp = "2026-11-28T23:30:00Z".parse().unwrap();
        let jakarta = chrono_tz::Asia::Jakarta;
        let at = |text: &str| since(text).unwrap().at(jakarta, now).unwrap().to_rfc3339();
        // In Jakarta it is half past six on the 29th.
        assert_eq!(at("06:00"), "2026-11-28T23:00:00+00:00");
        assert_eq!(at("2026-11-28"), "2026-11-27T17:00:00+00:00");
        assert_eq!(at("2026-11-28 09:30"), "2026-11-28T02:30:00+00:00");
        assert!(since("yesterday").unwrap_err().contains("09:30"));
    }
}
