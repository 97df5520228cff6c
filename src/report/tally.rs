//! Many visits added up: what the head of an office asks for.
//!
//! Belongs here: counts and spreads, by service, stage, lane and hour. Never here: reading the queue, or how a figure
//! is written.

use super::spread::Spread;
use super::visit::{End, Visit};
use crate::desk::History;
use crate::domain::{BusinessDay, Lane, PrintState, ServiceCode, StageId};
use crate::office::Office;
use crate::queue::MissingCount;
use chrono::{TimeDelta, Timelike};
use std::collections::BTreeMap;

/// The days a report is about, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: BusinessDay,
    /// The last day.
    pub to: BusinessDay,
}

/// A report, in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The days.
    pub period: Period,
    /// Everything together.
    pub all: Totals,
    /// By service, in the order of the office file; services that left the file come last.
    pub services: Vec<(ServiceCode, Totals)>,
    /// By service and stage, in the order of the journeys.
    pub stages: Vec<StageTotals>,
    /// From the number to the first call, by lane.
    pub first_wait_by_lane: Vec<(Lane, Option<Spread>)>,
    /// Numbers taken and visits first called in each hour of the office's day, 0 to 23, for hours in which anything
    /// happened.
    pub hours: BTreeMap<u32, HourTotals>,
    /// Each day of the period on which a number was taken.
    pub days: BTreeMap<BusinessDay, DayTotals>,
    /// How far the quotas were used, for each service that has one.
    pub quotas: Vec<QuotaUse>,
    /// The documents for which files were handed back, the most frequent first.
    pub missing: Vec<MissingCount>,
    /// What is known of the papers: state and, where there is one, level or cause; the number of jobs.
    pub papers: BTreeMap<(String, String), usize>,
    /// Papers beyond the first of a ticket.
    pub copies: usize,
}

/// Counts and spreads of some visits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Totals {
    /// Numbers taken.
    pub issued: usize,
    /// Of them in the priority lane.
    pub priority: usize,
    /// Handed over.
    pub done: usize,
    /// Called and gone.
    pub missed: usize,
    /// Withdrawn.
    pub cancelled: usize,
    /// Closed with their day.
    pub lapsed: usize,
    /// Still in the office.
    pub open: usize,
    /// Files handed back, counted each time.
    pub returned: usize,
    /// From the number to the first call.
    pub first_wait: Option<Spread>,
    /// From the first call to the handover.
    pub service_clock: Option<Spread>,
    /// The promise, where one is published.
    pub promise: Option<TimeDelta>,
    /// Visits handed over within the promise.
    pub kept: usize,
    /// What was told of the wait, against what came of it.
    pub told: Told,
}

/// Waits that were told at issue, of visitors who were called.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told {
    /// How many were told.
    pub count: usize,
    /// Called within the range that they were told.
    pub right: usize,
    /// Called later than they were told.
    pub later: usize,
    /// From the shortest to the longest that was told, on average, in minutes.
    pub width_minutes: usize,
}

impl Told {
    fn of(visits: &[&Visit]) -> Told {
        let mut told = Told::default();
        let mut widths = 0;
        for visit in visits {
            let Some((range, wait)) = visit.told_wait.zip(visit.first_wait) else { continue };
            told.count += 1;
            widths += usize::from(range.to - range.from);
            // People read a clock that shows minutes: 30 minutes and 20 seconds are still 30 minutes.
            let minutes = wait.num_minutes();
            let (early, later) = (minutes < range.from.into(), minutes > range.to.into());
            told.right += usize::from(!early && !later);
            told.later += usize::from(later);
        }
        Told { width_minutes: widths / told.count.max(1), ..told }
    }

    /// How many of a hundred were called within the range; `None` where nobody was told anything.
    pub fn right_percent(&self) -> Option<usize> {
        (self.count > 0).then(|| self.right * 100 / self.count)
    }
}

/// One stage of one service.
#[derive(Debug, Clone, PartialEq)]
pub struct StageTotals {
    /// The service.
    pub service: ServiceCode,
    /// The stage.
    pub stage: StageId,
    /// Times in its queue.
    pub waited: Option<Spread>,
    /// Times of work.
    pub worked: Option<Spread>,
    /// How long the work may take, where the standard says so.
    pub norm: Option<TimeDelta>,
    /// Pieces of work within the norm.
    pub kept: usize,
}

/// One hour of the day, over all days of the period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HourTotals {
    /// Numbers taken.
    pub issued: usize,
    /// Visits called for the first time.
    pub called: usize,
    /// From the number to the first call, of those who took it in this hour.
    pub first_wait: Option<Spread>,
}

/// One day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayTotals {
    /// Numbers taken.
    pub issued: usize,
    /// Handed over.
    pub done: usize,
    /// From the number to the first call.
    pub first_wait: Option<Spread>,
}

/// How far the quota of a service was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotaUse {
    /// The service.
    pub service: ServiceCode,
    /// Numbers a day.
    pub quota: u32,
    /// Days on which any was taken.
    pub days: usize,
    /// Numbers taken on all of them.
    pub issued: usize,
    /// Numbers taken on the fullest of them.
    pub fullest: usize,
    /// Days on which none was left.
    pub used_up: usize,
}

impl Report {
    /// Adds up what is written about every ticket of the period.
    pub fn of(
        office: &Office,
        period: Period,
        histories: &[History],
        missing: Vec<MissingCount>,
    ) -> Report {
        let visits: Vec<Visit> = histories.iter().map(Visit::of).collect();
        let everybody: Vec<&Visit> = visits.iter().collect();
        Report {
            period,
            all: Totals::of(&everybody, None),
            services: services(office, &visits),
            stages: stages(office, &visits),
            first_wait_by_lane: [Lane::Priority, Lane::Regular]
                .map(|lane| (lane, waits(&visits, lane)))
                .into(),
            hours: hours(office, &visits),
            days: days(&visits),
            quotas: quotas(office, &visits),
            missing,
            papers: papers(histories),
            copies: histories.iter().map(|history| history.papers.len().saturating_sub(1)).sum(),
        }
    }

    /// How many services kept their promise, of all that were measured against one; `None` where none was.
    pub fn promise_kept(&self) -> Option<(usize, usize)> {
        let promised = self.services.iter().filter(|(_, totals)| totals.promise.is_some());
        let measured =
            promised.filter_map(|(_, totals)| Some((totals.kept, totals.service_clock?.count)));
        measured.reduce(|(kept, all), (also_kept, more)| (kept + also_kept, all + more))
    }

    /// Numbers taken on a day on which any was, rounded; `None` where none was.
    pub fn issued_a_day(&self) -> Option<usize> {
        let days = self.days.len();
        (days > 0).then(|| (self.all.issued + days / 2) / days)
    }
}

impl Totals {
    fn of(visits: &[&Visit], promise: Option<TimeDelta>) -> Totals {
        let ended = |end: End| visits.iter().filter(|visit| visit.end == end).count();
        let clocks: Vec<_> = visits.iter().filter_map(|visit| visit.service_clock).collect();
        let within = |clock: &&TimeDelta| promise.is_some_and(|promise| **clock <= promise);
        Totals {
            issued: visits.len(),
            priority: visits.iter().filter(|visit| visit.lane == Lane::Priority).count(),
            done: ended(End::Done),
            missed: ended(End::Missed),
            cancelled: ended(End::Cancelled),
            lapsed: ended(End::Lapsed),
            open: ended(End::Open),
            returned: visits.iter().map(|visit| visit.returned as usize).sum(),
            first_wait: Spread::of(visits.iter().filter_map(|visit| visit.first_wait).collect()),
            told: Told::of(visits),
            promise,
            kept: clocks.iter().filter(within).count(),
            service_clock: Spread::of(clocks),
        }
    }
}

fn services(office: &Office, visits: &[Visit]) -> Vec<(ServiceCode, Totals)> {
    let mut codes: Vec<ServiceCode> = office.services.iter().map(|service| service.code).collect();
    for visit in visits {
        if !codes.contains(&visit.service) {
            codes.push(visit.service);
        }
    }
    let totals = |code: ServiceCode| {
        let of_service: Vec<&Visit> = visits.iter().filter(|visit| visit.service == code).collect();
        let minutes = office.service(code).and_then(|service| service.minutes);
        Totals::of(&of_service, minutes.map(|minutes| TimeDelta::minutes(i64::from(minutes))))
    };
    codes.into_iter().map(|code| (code, totals(code))).collect()
}

fn stages(office: &Office, visits: &[Visit]) -> Vec<StageTotals> {
    let mut rows = Vec::new();
    for service in &office.services {
        for stage in &service.journey {
            let of_stage = || {
                let of_service = visits.iter().filter(|visit| visit.service == service.code);
                of_service.flat_map(|visit| &visit.stages).filter(|visit| visit.stage == stage.id)
            };
            let norm = service
                .norm_minutes(&stage.id)
                .map(|minutes| TimeDelta::minutes(i64::from(minutes)));
            rows.push(StageTotals {
                service: service.code,
                stage: stage.id.clone(),
                waited: Spread::of(of_stage().filter_map(|visit| visit.waited).collect()),
                worked: Spread::of(of_stage().filter_map(|visit| visit.worked).collect()),
                norm,
                kept: of_stage()
                    .filter(|visit| norm.zip(visit.worked).is_some_and(|(norm, took)| took <= norm))
                    .count(),
            });
        }
    }
    rows
}

fn waits(visits: &[Visit], lane: Lane) -> Option<Spread> {
    let of_lane = visits.iter().filter(|visit| visit.lane == lane);
    Spread::of(of_lane.filter_map(|visit| visit.first_wait).collect())
}

fn hours(office: &Office, visits: &[Visit]) -> BTreeMap<u32, HourTotals> {
    let mut hours: BTreeMap<u32, HourTotals> = BTreeMap::new();
    let mut waits: BTreeMap<u32, Vec<TimeDelta>> = BTreeMap::new();
    let hour = |at: crate::domain::Timestamp| at.with_timezone(&office.zone).hour();
    for visit in visits {
        hours.entry(hour(visit.issued_at)).or_default().issued += 1;
        if let Some(wait) = visit.first_wait {
            hours.entry(hour(visit.issued_at + wait)).or_default().called += 1;
            waits.entry(hour(visit.issued_at)).or_default().push(wait);
        }
    }
    for (hour, waits) in waits {
        hours.entry(hour).or_default().first_wait = Spread::of(waits);
    }
    hours
}

fn days(visits: &[Visit]) -> BTreeMap<BusinessDay, DayTotals> {
    let mut by_day: BTreeMap<BusinessDay, Vec<&Visit>> = BTreeMap::new();
    for visit in visits {
        by_day.entry(visit.day).or_default().push(visit);
    }
    let totals = |visits: Vec<&Visit>| DayTotals {
        issued: visits.len(),
        done: visits.iter().filter(|visit| visit.end == End::Done).count(),
        first_wait: Spread::of(visits.iter().filter_map(|visit| visit.first_wait).collect()),
    };
    by_day.into_iter().map(|(day, visits)| (day, totals(visits))).collect()
}

fn quotas(office: &Office, visits: &[Visit]) -> Vec<QuotaUse> {
    let mut quotas = Vec::new();
    for service in &office.services {
        let Some(quota) = service.quota else { continue };
        let mut by_day: BTreeMap<BusinessDay, usize> = BTreeMap::new();
        for visit in visits.iter().filter(|visit| visit.series == service.code) {
            *by_day.entry(visit.day).or_default() += 1;
        }
        quotas.push(QuotaUse {
            service: service.code,
            quota,
            days: by_day.len(),
            issued: by_day.values().sum(),
            fullest: by_day.values().copied().max().unwrap_or(0),
            used_up: by_day.values().filter(|taken| **taken >= quota as usize).count(),
        });
    }
    quotas
}

fn papers(histories: &[History]) -> BTreeMap<(String, String), usize> {
    let mut papers = BTreeMap::new();
    for job in histories.iter().flat_map(|history| &history.papers) {
        let key = match job.state {
            PrintState::Pending | PrintState::Postponed(_) | PrintState::Sending => ("pending", ""),
            PrintState::Printed(level) => ("printed", level.code()),
            PrintState::Failed(cause) => ("failed", cause.code()),
            PrintState::Unknown(cause) => ("unknown", cause.code()),
            PrintState::Withdrawn(cause) => ("withdrawn", cause.code()),
        };
        *papers.entry((key.0.to_owned(), key.1.to_owned())).or_default() += 1;
    }
    papers
}
