//! How the day looks at this moment: who waits for what, which counters work, how long the stages lately took.
//!
//! Read once within a transaction; the rules (`domain::estimate`, `domain::cutoff`) are asked with it.

use crate::domain::estimate::{self, Group, Queue, SAMPLE};
use crate::domain::{
    Ahead, BusinessDay, CounterNumber, Fit, Lane, ServiceCode, StageId, StageLoad, StageTimes,
    Timestamp, WaitRange, cutoff, policy,
};
use crate::office::{Office, Service};
use crate::store::{Snapshot, StoreError, WaitingCount};
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet};

/// A counter that has done nothing for so long may be an empty chair: it counts as open no longer.
const IDLE_MINUTES: i64 = 60;

/// So many of the last tickets of a stage are read, to find enough of each service among them.
const READ: u32 = 2 * SAMPLE;

/// So many of the last turns tell how many people with priority come.
const TURNS: u32 = 20;

/// One moment of the office, as far as it is needed to look ahead.
pub(super) struct Outlook<'a> {
    office: &'a Office,
    day: BusinessDay,
    now: Timestamp,
    /// Who waits.
    waiting: Vec<WaitingCount>,
    /// The services and stages of what is at the counters.
    held: Vec<(ServiceCode, StageId)>,
    open: BTreeSet<CounterNumber>,
    /// The counters that hold a ticket.
    busy: BTreeSet<CounterNumber>,
    /// What the last tickets of a stage took, newest first; only of stages that anybody needs.
    taken: BTreeMap<StageId, Vec<(ServiceCode, TimeDelta)>>,
}

impl<'a> Outlook<'a> {
    pub(super) fn of(
        view: &(impl Snapshot + ?Sized),
        office: &'a Office,
        day: BusinessDay,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let waiting = view.waiting_counts(day)?;
        let since = now - TimeDelta::minutes(IDLE_MINUTES);
        let (held, active) = view.counters_at_work(day, since)?;
        let busy: BTreeSet<_> = held.iter().filter_map(|ticket| ticket.state.counter()).collect();
        let mut open: BTreeSet<CounterNumber> = active.into_iter().chain(busy.clone()).collect();
        for paused in view.paused_counters(day)? {
            open.remove(&paused);
        }
        let at = |stage: Option<&StageId>| stage.cloned();
        let held = held.iter().filter_map(|t| Some((t.service, at(t.state.stage())?))).collect();
        Ok(Self { office, day, now, waiting, held, open, busy, taken: BTreeMap::new() })
    }

    /// Reads how long these stages lately took, each once.
    fn learn<'s>(
        &mut self,
        view: &(impl Snapshot + ?Sized),
        stages: impl Iterator<Item = &'s StageId>,
    ) -> Result<(), StoreError> {
        for stage in stages {
            if !self.taken.contains_key(stage) {
                self.taken.insert(stage.clone(), view.stage_times(stage, READ)?);
            }
        }
        Ok(())
    }

    /// How long this stage takes for this service; where that is not known yet, how long it takes for any.
    fn times(&self, service: ServiceCode, stage: &StageId) -> Option<StageTimes> {
        let taken = self.taken.get(stage)?;
        let newest = |of: &dyn Fn(ServiceCode) -> bool| {
            let of_service = taken.iter().filter(|(code, _)| of(*code));
            StageTimes::of(of_service.take(SAMPLE as usize).map(|(_, took)| *took).collect())
        };
        newest(&|code| code == service).or_else(|| newest(&|_| true))
    }

    /// The counters that are open for this stage of this service.
    fn counters(&self, service: ServiceCode, stage: &StageId) -> Vec<CounterNumber> {
        let serve = |c: &&crate::office::Counter| c.serves(service, stage);
        let counters = self.office.counters.iter().filter(serve).map(|c| c.number);
        counters.filter(|number| self.open.contains(number)).collect()
    }

    /// Who waits for the counters that serve this stage of this service.
    fn beside(&self, service: ServiceCode, stage: &StageId) -> Vec<&WaitingCount> {
        let queues: BTreeSet<_> = self.office.beside(service, stage).collect();
        self.waiting.iter().filter(|g| queues.contains(&(g.service, &g.stage))).collect()
    }

    /// Who may be called before somebody who now takes a number of `service`.
    pub(super) fn ahead(
        &mut self,
        view: &(impl Snapshot + ?Sized),
        service: &Service,
        lane: Lane,
    ) -> Result<Ahead, StoreError> {
        let stage = &service.journey[0].id;
        let (mut regular, mut priority) = (0, 0);
        for group in self.beside(service.code, stage) {
            match group.lane {
                Lane::Regular => regular += group.count,
                Lane::Priority => priority += group.count,
            }
        }
        let fairness = self.office.fairness;
        let lanes = self.recent_lanes(view, service.code, stage)?;
        let overdue = match lane {
            Lane::Priority if regular > 0 => self.overdue(view, service, regular)?,
            _ => 0,
        };
        let owed = policy::owed(&lanes, fairness);
        let mut ahead = policy::ahead(lane, regular, priority, overdue, owed, fairness);
        if lane == Lane::Regular {
            // As many as lately: people with priority who come later go before.
            let share = lanes.iter().filter(|lane| **lane == Lane::Priority).count();
            ahead.later = ahead.people * share as u32 / lanes.len().max(1) as u32;
        }
        Ok(ahead)
    }

    /// How many of the regular ones will be called ahead of everybody with priority, because they will have waited
    /// beyond the cap.
    fn overdue(
        &mut self,
        view: &(impl Snapshot + ?Sized),
        service: &Service,
        regular: u32,
    ) -> Result<u32, StoreError> {
        let stage = &service.journey[0].id;
        let mut since = self.now;
        for (code, at) in self.office.beside(service.code, stage) {
            if let Some(first) = view.waiting_since(self.day, code, at, Lane::Regular)? {
                since = since.min(first);
            }
        }
        self.learn(view, std::iter::once(stage))?;
        let median = self.times(service.code, stage).map_or(TimeDelta::zero(), |t| t.median);
        let counters = self.counters(service.code, stage).len().max(1) as i32;
        Ok(policy::overdue(regular, self.now - since, median / counters, self.office.fairness))
    }

    /// How long somebody who now takes a number of `service`, with this ahead, waits for the first call, if
    /// that can be said.
    pub(super) fn wait(
        &mut self,
        view: &(impl Snapshot + ?Sized),
        service: &Service,
        ahead: Ahead,
    ) -> Result<Option<WaitRange>, StoreError> {
        let (code, stage) = (service.code, &service.journey[0].id);
        let counters = self.counters(code, stage);
        if counters.is_empty() {
            return Ok(None);
        }
        let line: Vec<WaitingCount> = self.beside(code, stage).into_iter().cloned().collect();
        self.learn(view, line.iter().map(|group| &group.stage).chain([stage]))?;
        let groups: Vec<Group> = line
            .iter()
            .map(|g| Group { people: g.count, times: self.times(g.service, &g.stage) })
            .collect();
        Ok(estimate::wait(&Queue {
            ahead: ahead.people,
            later: ahead.later,
            groups: &groups,
            own: self.times(code, stage),
            counters: counters.len() as u32,
            free: counters.iter().any(|number| !self.busy.contains(number)),
        }))
    }

    /// The lanes of the last calls at the counters of this stage, newest first.
    fn recent_lanes(
        &self,
        view: &(impl Snapshot + ?Sized),
        service: ServiceCode,
        stage: &StageId,
    ) -> Result<Vec<Lane>, StoreError> {
        let mut stages: Vec<StageId> = Vec::new();
        for (_, at) in self.office.beside(service, stage) {
            if !stages.contains(at) {
                stages.push(at.clone());
            }
        }
        view.recent_lanes(self.day, &stages, TURNS)
    }

    /// Whether a ticket of `service` still fits into `left`, the time until closing.
    pub(super) fn fit(
        &mut self,
        view: &(impl Snapshot + ?Sized),
        service: &Service,
        left: TimeDelta,
    ) -> Result<Fit, StoreError> {
        let office = self.office;
        self.learn(view, office.stages.iter().map(|s| &s.stage.id))?;
        let median = |code: ServiceCode, stage: &StageId| {
            self.times(code, stage).map_or(TimeDelta::zero(), |times| times.median)
        };
        let waiting = self.waiting.iter().map(|g| (g.service, &g.stage, g.count));
        let held = self.held.iter().map(|(service, stage)| (*service, stage, 1));
        let people: Vec<(ServiceCode, &StageId, u32)> = waiting.chain(held).collect();
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
        let journey: Vec<StageLoad> = service.journey.iter().map(|s| load(&s.id)).collect();
        Ok(cutoff::fit(&journey, left, office.opening.warning()))
    }
}
