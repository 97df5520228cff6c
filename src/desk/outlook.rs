//! How the day looks at this moment: who waits for what, which counters work, how long the stages lately took.
//!
//! Read once within a transaction; the rules (`domain::estimate`, `domain::cutoff`) are asked with it.

use crate::domain::estimate::{self, Group, SAMPLE};
use crate::domain::{
    BusinessDay, CounterNumber, Fit, Lane, ServiceCode, StageId, StageLoad, StageTimes, Timestamp,
    WaitRange, cutoff, policy,
};
use crate::office::{Office, Service};
use crate::store::{Snapshot, StoreError, WaitingCount};
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet};

/// A counter that has done nothing for so long may be an empty chair: it counts as open no longer.
const IDLE_MINUTES: i64 = 60;

/// One moment of the office, as far as it is needed to look ahead.
pub(super) struct Outlook<'a> {
    office: &'a Office,
    /// Who waits.
    waiting: Vec<WaitingCount>,
    /// The services and stages of what is at the counters.
    held: Vec<(ServiceCode, StageId)>,
    open: BTreeSet<CounterNumber>,
    /// How long the stages took; only of those that anybody needs.
    times: BTreeMap<StageId, Option<StageTimes>>,
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
        let holding = held.iter().filter_map(|ticket| ticket.state.counter());
        let mut open: BTreeSet<CounterNumber> = active.into_iter().chain(holding).collect();
        for paused in view.paused_counters(day)? {
            open.remove(&paused);
        }
        let at = |stage: Option<&StageId>| stage.cloned();
        let held = held.iter().filter_map(|t| Some((t.service, at(t.state.stage())?))).collect();
        Ok(Self { office, waiting, held, open, times: BTreeMap::new() })
    }

    /// Reads how long these stages lately took, each once.
    fn learn<'s>(
        &mut self,
        view: &(impl Snapshot + ?Sized),
        stages: impl Iterator<Item = &'s StageId>,
    ) -> Result<(), StoreError> {
        for stage in stages {
            if !self.times.contains_key(stage) {
                let times = StageTimes::of(view.stage_times(stage, SAMPLE)?);
                self.times.insert(stage.clone(), times);
            }
        }
        Ok(())
    }

    fn times(&self, stage: &StageId) -> Option<StageTimes> {
        self.times.get(stage).copied().flatten()
    }

    /// How many counters are open for this stage of this service.
    fn counters(&self, service: ServiceCode, stage: &StageId) -> u32 {
        let serve = |c: &&crate::office::Counter| c.serves(service, stage);
        let counters = self.office.counters.iter().filter(serve);
        counters.filter(|c| self.open.contains(&c.number)).count() as u32
    }

    /// Who waits for the counters that serve this stage of this service.
    fn beside(&self, service: ServiceCode, stage: &StageId) -> Vec<&WaitingCount> {
        let queues: BTreeSet<_> = self.office.beside(service, stage).collect();
        self.waiting.iter().filter(|g| queues.contains(&(g.service, &g.stage))).collect()
    }

    /// How many people may be called before somebody who now takes a number of `service`.
    pub(super) fn ahead(&self, service: &Service, lane: Lane) -> u32 {
        let (mut regular, mut priority) = (0, 0);
        for group in self.beside(service.code, &service.journey[0].id) {
            match group.lane {
                Lane::Regular => regular += group.count,
                Lane::Priority => priority += group.count,
            }
        }
        policy::ahead(lane, regular, priority, self.office.fairness)
    }

    /// How long somebody who now takes a number of `service`, with so many people ahead, waits for the first call, if
    /// that can be said.
    pub(super) fn wait(
        &mut self,
        view: &(impl Snapshot + ?Sized),
        service: &Service,
        ahead: u32,
    ) -> Result<Option<WaitRange>, StoreError> {
        let (code, stage) = (service.code, &service.journey[0].id);
        let counters = self.counters(code, stage);
        if counters == 0 {
            return Ok(None);
        }
        let group = |g: &WaitingCount| (g.count, g.stage.clone());
        let line: Vec<_> = self.beside(code, stage).into_iter().map(group).collect();
        self.learn(view, line.iter().map(|(_, stage)| stage).chain([stage]))?;
        let times =
            |(people, stage): &(u32, StageId)| Group { people: *people, times: self.times(stage) };
        let groups: Vec<Group> = line.iter().map(times).collect();
        Ok(estimate::wait(ahead, &groups, self.times(stage), counters))
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
        let median = |stage: &StageId| self.times(stage).map_or(TimeDelta::zero(), |t| t.median);
        let waiting = self.waiting.iter().map(|g| (g.service, &g.stage, g.count));
        let held = self.held.iter().map(|(service, stage)| (*service, stage, 1));
        let people: Vec<(ServiceCode, &StageId, u32)> = waiting.chain(held).collect();
        let load = |stage: &StageId| {
            let queues: BTreeSet<_> = office.beside(service.code, stage).collect();
            let mut work = TimeDelta::zero();
            for (code, at, count) in &people {
                let rest = office.journey(*code).iter().skip_while(|s| s.id != **at);
                for step in rest.filter(|step| queues.contains(&(*code, &step.id))) {
                    work += median(&step.id) * *count as i32;
                }
            }
            StageLoad { work, own: median(stage), counters: self.counters(service.code, stage) }
        };
        let journey: Vec<StageLoad> = service.journey.iter().map(|s| load(&s.id)).collect();
        Ok(cutoff::fit(&journey, left, office.opening.warning()))
    }
}
