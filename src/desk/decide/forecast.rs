//! How the day looks at this moment: who waits for what, which counters work, how long the stages lately took.
//!
//! The rules (`domain::estimate`, `domain::cutoff`) are asked with it.

use crate::domain::estimate::{self, Group, Queue, SAMPLE};
use crate::domain::{
    Ahead, CounterNumber, Fit, Lane, ServiceCode, StageId, StageLoad, StageTimes, Ticket,
    Timestamp, WaitRange, cutoff, policy,
};
use crate::office::{Office, Service};
use crate::queue::{Day, WaitingCount};
use chrono::TimeDelta;
use std::collections::BTreeSet;

/// A counter that has done nothing for so long may be an empty chair: it counts as open no longer.
const IDLE_MINUTES: i64 = 60;

/// So many of the last turns tell how many people with priority come.
const TURNS: usize = 20;

/// Whether somebody works where a service begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Staffed {
    /// A counter is open for it and holds nobody.
    Free,
    /// All that are open hold somebody.
    Busy,
    /// None has done anything lately: it may be an empty chair.
    Unknown,
}

/// One moment of the office, as far as it is needed to look ahead.
pub(in crate::desk) struct Forecast<'a> {
    office: &'a Office,
    day: &'a Day,
    now: Timestamp,
    /// Who waits.
    waiting: Vec<WaitingCount>,
    /// The services and stages of what is at the counters.
    held: Vec<(ServiceCode, &'a StageId)>,
    open: BTreeSet<CounterNumber>,
    /// The counters that hold a ticket.
    busy: BTreeSet<CounterNumber>,
}

impl<'a> Forecast<'a> {
    pub(in crate::desk) fn of(day: &'a Day, office: &'a Office, now: Timestamp) -> Self {
        let waiting = day.waiting_counts();
        let since = now - TimeDelta::minutes(IDLE_MINUTES);
        let busy: BTreeSet<CounterNumber> =
            day.held_tickets().filter_map(|ticket| ticket.state.counter()).collect();
        let mut open: BTreeSet<CounterNumber> = day.active_since(since).collect();
        open.extend(&busy);
        open.retain(|counter| !day.is_paused(*counter));
        let at = |ticket: &'a Ticket| Some((ticket.service, ticket.state.stage()?));
        let held = day.held_tickets().filter_map(at).collect();
        Self { office, day, now, waiting, held, open, busy }
    }

    /// How long this stage takes for this service; where that is not known yet, how long it takes for any.
    fn times(&self, service: ServiceCode, stage: &StageId) -> Option<StageTimes> {
        let newest = |of: &dyn Fn(ServiceCode) -> bool| {
            let of_service = self.day.stage_times(stage).filter(|(code, _)| of(*code));
            StageTimes::of(of_service.take(SAMPLE as usize).map(|(_, took)| took).collect())
        };
        newest(&|code| code == service).or_else(|| newest(&|_| true))
    }

    /// The counters that are open for this stage of this service.
    fn counters(&self, service: ServiceCode, stage: &StageId) -> Vec<CounterNumber> {
        let serve = |c: &&crate::office::Counter| c.serves(service, stage);
        let counters = self.office.counters.iter().filter(serve).map(|c| c.number);
        counters.filter(|number| self.open.contains(number)).collect()
    }

    /// Whether somebody works where this service begins.
    pub(in crate::desk) fn staffed(&self, service: &Service) -> Staffed {
        let counters = self.counters(service.code, &service.journey[0].id);
        match counters.iter().any(|number| !self.busy.contains(number)) {
            _ if counters.is_empty() => Staffed::Unknown,
            true => Staffed::Free,
            false => Staffed::Busy,
        }
    }

    /// Who waits for the counters that serve this stage of this service.
    fn beside(&self, service: ServiceCode, stage: &StageId) -> Vec<&WaitingCount> {
        let queues: BTreeSet<_> = self.office.beside(service, stage).collect();
        self.waiting.iter().filter(|g| queues.contains(&(g.service, &g.stage))).collect()
    }

    /// Who may be called before somebody who now takes a number of `service`.
    pub(in crate::desk) fn ahead(&self, service: &Service, lane: Lane) -> Ahead {
        let stage = &service.journey[0].id;
        let (mut regular, mut priority) = (0, 0);
        for group in self.beside(service.code, stage) {
            match group.lane {
                Lane::Regular => regular += group.count,
                Lane::Priority => priority += group.count,
            }
        }
        let fairness = self.office.fairness;
        let lanes = self.recent_lanes(service.code, stage);
        let overdue = match lane {
            Lane::Priority if regular > 0 => self.overdue(service, regular),
            _ => 0,
        };
        let owed = policy::owed(&lanes, fairness);
        let mut ahead = policy::ahead(lane, regular, priority, overdue, owed, fairness);
        if lane == Lane::Regular {
            // As many as lately: people with priority who come later go before.
            let share = lanes.iter().filter(|lane| **lane == Lane::Priority).count();
            ahead.later = ahead.people * share as u32 / lanes.len().max(1) as u32;
        }
        ahead
    }

    /// How many of the regular ones will be called ahead of everybody with priority, because they will have waited
    /// beyond the cap.
    fn overdue(&self, service: &Service, regular: u32) -> u32 {
        let stage = &service.journey[0].id;
        let mut since = self.now;
        for (code, at) in self.office.beside(service.code, stage) {
            if let Some(first) = self.day.waiting_since(code, at, Lane::Regular) {
                since = since.min(first);
            }
        }
        let median = self.times(service.code, stage).map_or(TimeDelta::zero(), |t| t.median);
        let counters = self.counters(service.code, stage).len().max(1) as i32;
        policy::overdue(regular, self.now - since, median / counters, self.office.fairness)
    }

    /// How long somebody who now takes a number of `service`, with this ahead, waits for the first call, if
    /// that can be said.
    pub(in crate::desk) fn wait(&self, service: &Service, ahead: Ahead) -> Option<WaitRange> {
        let (code, stage) = (service.code, &service.journey[0].id);
        let counters = self.counters(code, stage);
        if counters.is_empty() {
            return None;
        }
        let line = self.beside(code, stage);
        let groups: Vec<Group> = line
            .iter()
            .map(|g| Group { people: g.count, times: self.times(g.service, &g.stage) })
            .collect();
        estimate::wait(&Queue {
            ahead: ahead.people,
            later: ahead.later,
            groups: &groups,
            own: self.times(code, stage),
            counters: counters.len() as u32,
            free: counters.iter().any(|number| !self.busy.contains(number)),
        })
    }

    /// The lanes of the last calls at the counters of this stage, newest first.
    fn recent_lanes(&self, service: ServiceCode, stage: &StageId) -> Vec<Lane> {
        let mut stages: Vec<StageId> = Vec::new();
        for (_, at) in self.office.beside(service, stage) {
            if !stages.contains(at) {
                stages.push(at.clone());
            }
        }
        self.day.recent_lanes(&stages, TURNS)
    }

    /// Whether a ticket of `service` still fits into `left`, the time until closing.
    pub(in crate::desk) fn fit(&self, service: &Service, left: TimeDelta) -> Fit {
        cutoff::fit(&self.loads(service), left, self.office.opening.warning())
    }

    /// In how long the last of those who are here now will be done; `None` where that cannot be said, because nobody knows
    /// how long a stage takes, or nobody works where somebody waits.
    pub(in crate::desk) fn cleared_in(&self) -> Option<TimeDelta> {
        let mut longest = TimeDelta::zero();
        for service in &self.office.services {
            let at = |stage: &StageId| service.journey.iter().position(|s| s.id == *stage);
            let here = self.people().into_iter().filter(|(code, _, _)| *code == service.code);
            let Some(first) = here.filter_map(|(_, stage, _)| at(stage)).min() else { continue };
            let rest = &service.journey[first..];
            if rest.iter().any(|step| self.times(service.code, &step.id).is_none()) {
                return None;
            }
            let loads = &self.loads(service)[first..];
            if loads.iter().any(|load| load.counters == 0 && load.work > TimeDelta::zero()) {
                return None;
            }
            longest = longest.max(cutoff::needed(loads));
        }
        Some(longest)
    }

    /// How many wait for, or are at, each stage of each service.
    fn people(&self) -> Vec<(ServiceCode, &StageId, u32)> {
        let waiting = self.waiting.iter().map(|g| (g.service, &g.stage, g.count));
        let held = self.held.iter().map(|(service, stage)| (*service, *stage, 1));
        waiting.chain(held).collect()
    }

    /// The work before each stage of a service.
    fn loads(&self, service: &Service) -> Vec<StageLoad> {
        let office = self.office;
        let median = |code: ServiceCode, stage: &StageId| {
            self.times(code, stage).map_or(TimeDelta::zero(), |times| times.median)
        };
        let people = self.people();
        let load = |stage: &StageId| {
            let queues: BTreeSet<_> = office.beside(service.code, stage).collect();
            let mut work = TimeDelta::zero();
            for (code, at, count) in &people {
                let rest = office.journey(*code).iter().skip_while(|s| s.id != **at);
                for step in rest.filter(|step| queues.contains(&(*code, &step.id))) {
                    work += median(*code, &step.id) * *count as i32;
                }
            }
            let counters = self.counters(service.code, stage).len() as u32;
            StageLoad { work, own: median(service.code, stage), counters }
        };
        service.journey.iter().map(|s| load(&s.id)).collect()
    }
}
