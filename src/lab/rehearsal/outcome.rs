//! What the people of a rehearsed day lived through.
//!
//! Never here: how the day was played (`play`).

use super::RehearsalError;
use super::play::{Counts, Play};
use super::printer::PrinterRoom;
use super::script::{Settings, visitors};
use crate::clock::{Clock, ManualClock};
use crate::data::DataFolder;
use crate::desk::{Desk, History};
use crate::domain::{BusinessDay, State, Timestamp};
use crate::office::Office;
use crate::report::{Period, Report, Spread};
use chrono::TimeDelta;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A day that was rehearsed.
#[derive(Debug)]
pub struct Rehearsal {
    /// What it was told.
    pub settings: Settings,
    /// The day it played.
    pub day: BusinessDay,
    /// What was counted while playing.
    pub counts: Counts,
    /// What was measured from the logs afterwards.
    pub report: Report,
    /// Files that were finished after the office had closed.
    pub after_closing: usize,
    /// Pieces of paper that left the printer whole.
    pub sheets: usize,
    /// How long it took to play; every transaction of the day was made durable in this time.
    pub took: Duration,
}

impl Rehearsal {
    /// Rehearses a day from `opens` to `closes` in the folder `data`, whose queue must be empty. In the middle of
    /// the day the printer is without paper for twenty minutes, and the power is cut once. The hours are in force, also
    /// where the office has not confirmed them yet: a rehearsal turns nobody away who lives.
    ///
    /// # Errors
    /// [`RehearsalError`], also for every promise that was broken on the way.
    pub fn play(
        office: &Arc<Office>,
        settings: Settings,
        data: &DataFolder,
        opens: Timestamp,
        closes: Timestamp,
    ) -> Result<Rehearsal, RehearsalError> {
        let began = Instant::now();
        let office = &Arc::new(in_force(office));
        let clock = ManualClock::at(opens);
        let day = office.day(opens);
        let people = visitors(office, settings, opens, closes);
        let middle = opens + (closes - opens) / 3;
        let mut room = PrinterRoom::open(data)?;
        let target = room.target();
        let paper_out = (middle, middle + TimeDelta::minutes(20));
        let (counts, mut desk) = {
            let meanwhile = Box::new(|desk: &mut Desk, now| room.work(desk, now, paper_out));
            let mut play =
                Play::new(office, data, clock.clone(), &people, Some(target), meanwhile)?;
            play.cut_power_at(opens + (closes - opens) / 2);
            // Officers stay until the last file is done, at most four hours.
            play.run(closes + TimeDelta::hours(4))?
        };
        let sheets = room.sheets();
        // The next morning.
        clock.advance(opens + TimeDelta::days(1) - clock.now());
        desk.close_earlier_days()?;
        let histories = desk.histories(day, day)?;
        let late = |history: &&History| {
            let ends = history.events.iter().rev().find(|event| event.kind == "finished");
            matches!(history.ticket.state, State::Done) && ends.is_some_and(|end| end.at > closes)
        };
        let after_closing = histories.iter().filter(late).count();
        let missing = desk.missing_documents(day, day)?;
        let report = Report::of(office, Period { from: day, to: day }, &histories, missing);
        let printed: usize = report
            .papers
            .iter()
            .filter(|((state, _), _)| state == "printed")
            .map(|(_, count)| count)
            .sum();
        if printed > sheets {
            return Err(RehearsalError::FalsePrinted { printed, sheets });
        }
        let took = began.elapsed();
        Ok(Rehearsal { settings, day, counts, report, after_closing, sheets, took })
    }
}

fn in_force(office: &Office) -> Office {
    let mut office = office.clone();
    office.opening.confirmed = true;
    office
}

impl fmt::Display for Rehearsal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (all, counts) = (&self.report.all, &self.counts);
        writeln!(
            f,
            "Rehearsed {} with seed {}: {} visitors, {} transactions",
            self.day, self.settings.seed, self.settings.visitors, counts.transactions,
        )?;
        writeln!(f, "{:<34}{:>7}{:>8}{:>8}{:>8}", "minutes", "count", "p50", "p90", "max")?;
        for (lane, spread) in &self.report.first_wait_by_lane {
            row(f, &format!("wait for the first call, {}", lane.code()), *spread)?;
        }
        row(f, "service, first call to handover", all.service_clock)?;
        let told = all.told;
        match told.right_percent() {
            Some(percent) => writeln!(
                f,
                "waits told {}: {} came true ({percent} %), {} were longer, {} shorter; a range of {} minutes on average",
                told.count,
                told.right,
                told.later,
                told.count - told.right - told.later,
                told.width_minutes
            )?,
            None => writeln!(f, "waits told 0: nothing was known yet")?,
        }
        for (code, totals) in &self.report.services {
            if let (Some(promise), Some(clock)) = (totals.promise, totals.service_clock) {
                writeln!(
                    f,
                    "{code}: {} of {} within the promise of {} minutes ({} %)",
                    totals.kept,
                    clock.count,
                    promise.num_minutes(),
                    totals.kept * 100 / clock.count
                )?;
            }
        }
        writeln!(
            f,
            "numbers {}, refused {}, warned {}; handed over {}, of them after closing {}; no-shows {}, unfinished {}",
            all.issued,
            counts.refused,
            counts.warned,
            all.done,
            self.after_closing,
            all.missed,
            all.lapsed + all.open
        )?;
        writeln!(
            f,
            "files handed back {}, back with their documents {}; reported after a missed call {}",
            all.returned, counts.came_back, counts.reported
        )?;
        let papers = self.report.papers.iter().map(|((state, detail), count)| {
            format!(
                "{state} {count}{}",
                if detail.is_empty() { String::new() } else { format!(" ({detail})") }
            )
        });
        writeln!(
            f,
            "papers: {}; copies {}; pieces that came out whole {}",
            papers.collect::<Vec<_>>().join(", "),
            self.report.copies,
            self.sheets
        )?;
        write!(f, "power cuts {}: nothing confirmed was lost", counts.power_cuts)
    }
}

fn row(f: &mut fmt::Formatter<'_>, what: &str, spread: Option<Spread>) -> fmt::Result {
    let Some(spread) = spread else { return writeln!(f, "{what:<34}{:>7}", 0) };
    let minutes = |time: TimeDelta| time.num_milliseconds() as f64 / 60_000.0;
    let (p50, p90, max) = (minutes(spread.p50), minutes(spread.p90), minutes(spread.max));
    writeln!(f, "{what:<34}{:>7}{p50:>8.1}{p90:>8.1}{max:>8.1}", spread.count)
}
