//! What came of a rehearsed day.

use crate::domain::Lane;
use crate::lab::rehearsal::Rehearsal;
use crate::report::{Spread, Told, Totals};
use schemars::JsonSchema;
use serde::Serialize;

/// Answer of `rehearse`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Rehearsed {
    /// The day that was played.
    pub day: String,
    /// What it can be played again by.
    pub seed: u64,
    /// How many people came.
    pub visitors: usize,
    /// How many transactions were kept.
    pub transactions: usize,
    /// How many numbers were given.
    pub issued: usize,
    /// How many people got none.
    pub refused: usize,
    /// Numbers that were given with the warning that they may become late.
    pub warned: usize,
    /// How many were finished.
    pub done: usize,
    /// Of them finished after the office had closed.
    pub after_closing: usize,
    /// How many were called and had gone.
    pub missed: usize,
    /// How many the day left unfinished.
    pub unfinished: usize,
    /// How often a file was handed back.
    pub returned: usize,
    /// How many of them came back with their documents.
    pub came_back: usize,
    /// How many reported after they had missed their call.
    pub reported: usize,
    /// How often the power failed.
    pub power_cuts: usize,
    /// How many sheets came out of the printer.
    pub sheets: usize,
    /// What people were told of their wait, against what came of it.
    pub waits_told: WaitsTold,
    /// The waits for the first call, for each lane that had somebody.
    pub waits: Vec<LaneWait>,
    /// Each service with a promise of which something was handed over.
    pub promises: Vec<Promise>,
}

impl Rehearsed {
    /// A day that was played.
    pub fn of(rehearsal: &Rehearsal) -> Self {
        let (report, counts) = (&rehearsal.report, &rehearsal.counts);
        let all = &report.all;
        let waits = report.first_wait_by_lane.iter();
        let promises = report.services.iter();
        Self {
            day: rehearsal.day.to_string(),
            seed: rehearsal.settings.seed,
            visitors: rehearsal.settings.visitors,
            transactions: counts.transactions,
            issued: all.issued,
            refused: counts.refused,
            warned: counts.warned,
            done: all.done,
            after_closing: rehearsal.after_closing,
            missed: all.missed,
            unfinished: all.lapsed + all.open,
            returned: all.returned,
            came_back: counts.came_back,
            reported: counts.reported,
            power_cuts: counts.power_cuts,
            sheets: rehearsal.sheets,
            waits_told: WaitsTold::of(&all.told),
            waits: waits
                .filter_map(|(lane, spread)| Some(LaneWait::of(*lane, (*spread)?)))
                .collect(),
            promises: promises
                .filter_map(|(code, totals)| Promise::of(code.to_string(), totals))
                .collect(),
        }
    }
}

/// How long the people of a lane waited.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LaneWait {
    /// `regular` or `priority`.
    pub lane: &'static str,
    /// How many there were.
    pub count: usize,
    /// What half of them waited at most.
    pub p50_seconds: i64,
    /// What nine of ten waited at most.
    pub p90_seconds: i64,
    /// What the last one waited.
    pub max_seconds: i64,
}

impl LaneWait {
    /// The waits of a lane.
    pub fn of(lane: Lane, spread: Spread) -> Self {
        Self {
            lane: lane.code(),
            count: spread.count,
            p50_seconds: spread.p50.num_seconds(),
            p90_seconds: spread.p90.num_seconds(),
            max_seconds: spread.max.num_seconds(),
        }
    }
}

/// What people were told of their wait, against what came of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WaitsTold {
    /// How many were told something and then called.
    pub count: usize,
    /// How many were called within what they were told.
    pub right: usize,
    /// How many waited longer.
    pub longer: usize,
    /// How many of a hundred were told right; `null`: nobody was told anything.
    pub right_percent: Option<usize>,
    /// How far apart the two ends of what was told are, on average.
    pub width_minutes: usize,
}

impl WaitsTold {
    /// What was told.
    pub fn of(told: &Told) -> Self {
        Self {
            count: told.count,
            right: told.right,
            longer: told.later,
            right_percent: told.right_percent(),
            width_minutes: told.width_minutes,
        }
    }
}

/// A promise, and how often it was kept.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Promise {
    /// The letter of the service.
    pub service: String,
    /// How many were handed over.
    pub handed_over: usize,
    /// How many of them within the promise.
    pub within: usize,
}

impl Promise {
    /// A service; `None` where it promises nothing or has handed over nothing.
    pub fn of(service: String, totals: &Totals) -> Option<Self> {
        totals.promise?;
        let handed_over = totals.service_clock?.count;
        Some(Self { service, handed_over, within: totals.kept })
    }
}
