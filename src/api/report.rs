//! The figures of a day or of a month.

use crate::domain::ServiceCode;
use crate::report::{self, Totals};
use schemars::JsonSchema;
use serde::Serialize;

/// Answer of `report`: the figures in seconds, and the tables as people read them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// How many numbers were given.
    pub issued: usize,
    /// How many of them were finished.
    pub done: usize,
    /// How many were called and had gone.
    pub missed: usize,
    /// How many were cancelled.
    pub cancelled: usize,
    /// How many the end of the day closed.
    pub lapsed: usize,
    /// How many are not finished yet.
    pub open: usize,
    /// How often a file was handed back.
    pub returned: usize,
    /// Each service that had somebody.
    pub services: Vec<ServiceFigures>,
    /// Everything, as people read it.
    pub tables: Vec<Table>,
}

impl Report {
    /// What was measured, and its tables.
    pub fn of(report: &report::Report, tables: &[report::Table]) -> Self {
        let all = &report.all;
        let services = report.services.iter();
        Self {
            from: report.period.from.to_string(),
            to: report.period.to.to_string(),
            issued: all.issued,
            done: all.done,
            missed: all.missed,
            cancelled: all.cancelled,
            lapsed: all.lapsed,
            open: all.open,
            returned: all.returned,
            services: services.map(|(code, totals)| ServiceFigures::of(*code, totals)).collect(),
            tables: tables.iter().map(Table::of).collect(),
        }
    }
}

/// The figures of one service.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ServiceFigures {
    /// The letter of the service.
    pub service: String,
    /// How many numbers were given.
    pub issued: usize,
    /// How many of them were finished.
    pub done: usize,
    /// What half of the people waited at most for the first call.
    pub wait_p50_seconds: Option<i64>,
    /// What nine of ten waited at most for it.
    pub wait_p90_seconds: Option<i64>,
    /// What half of the services took at most.
    pub service_p50_seconds: Option<i64>,
    /// What nine of ten took at most.
    pub service_p90_seconds: Option<i64>,
    /// What the office promises.
    pub promise_seconds: Option<i64>,
    /// How many were handed over within the promise.
    pub within_promise: usize,
}

impl ServiceFigures {
    /// What was measured of a service.
    pub fn of(service: ServiceCode, totals: &Totals) -> Self {
        let (wait, clock) = (totals.first_wait, totals.service_clock);
        Self {
            service: service.to_string(),
            issued: totals.issued,
            done: totals.done,
            wait_p50_seconds: wait.map(|wait| wait.p50.num_seconds()),
            wait_p90_seconds: wait.map(|wait| wait.p90.num_seconds()),
            service_p50_seconds: clock.map(|clock| clock.p50.num_seconds()),
            service_p90_seconds: clock.map(|clock| clock.p90.num_seconds()),
            promise_seconds: totals.promise.map(|promise| promise.num_seconds()),
            within_promise: totals.kept,
        }
    }
}

/// A table as people read it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Table {
    /// What it is about.
    pub title: String,
    /// What each column is.
    pub headings: Vec<String>,
    /// The rows, each as long as the headings.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of the report.
    pub fn of(table: &report::Table) -> Self {
        let report::Table { title, headings, rows, .. } = table;
        Self { title: title.clone(), headings: headings.clone(), rows: rows.clone() }
    }
}
