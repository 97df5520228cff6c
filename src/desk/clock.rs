//! Which business day it is for whoever works or looks, and what becomes of tickets when it changes.
//!
//! Never here: when a clock is believed (`domain`).

use super::{Desk, DeskError, Look};
use crate::clock::Clock;
use crate::domain::{BusinessDay, Carried, Doubt, Facts, Past, Timestamp, Verdict, Voucher};
use crate::office::Office;
use crate::queue::{ClockReading, ClockStep};
use crate::store::{Archive, StoreError};
use chrono::TimeDelta;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that differs less from what the kept one foretells need not be kept anew.
const DRIFT: TimeDelta = TimeDelta::seconds(60);

/// A clock that is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoubtedClock {
    /// Why not.
    pub doubt: Doubt,
    /// The day that it shows.
    pub clock: BusinessDay,
    /// The day in force.
    pub queue: BusinessDay,
}

impl fmt::Display for DoubtedClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { doubt, clock, queue } = self;
        match doubt {
            // Nobody was waiting, so its day is open all the same.
            Doubt::Ahead if queue == clock => write!(
                f,
                "the clock of this machine says {clock}, much later than the last work in the queue"
            )?,
            Doubt::Ahead => write!(
                f,
                "the clock of this machine says {clock}, later than can be after {queue}"
            )?,
            Doubt::SetBack => write!(f, "the clock of this machine was set back to {clock}")?,
            Doubt::Behind => write!(
                f,
                "the clock of this machine says {clock}, earlier than the newest step in the queue of {queue}"
            )?,
            Doubt::NoChip => write!(
                f,
                "this machine has no clock chip, and nothing has set its clock since it was started; it says {clock}"
            )?,
            Doubt::Gap => write!(
                f,
                "the clock of this machine says {clock}, but the queue has days of work up to {queue}"
            )?,
        }
        write!(
            f,
            "; the queue of {queue} goes on. Set the clock right; where it is right, say so: antre issue LETTER --new-day"
        )
    }
}

/// What is wrong with the clock.
pub(super) fn clock_of(verdict: &Verdict) -> Option<DoubtedClock> {
    let Verdict { day: queue, clock, .. } = *verdict;
    verdict.doubt().map(|doubt| DoubtedClock { doubt, clock, queue })
}

/// What a desk knows of its clock.
///
/// The queue keeps the clock of each machine beside the time that nobody can set, so that every program of the machine
/// judges alike, however lately it was started. Only writing counts: a small machine without a clock chip starts in the
/// past, shows its windows, and learns the time from the network before anybody taps.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    /// What was read of the clocks; read anew when the queue keeps something newer.
    known: Option<Known>,
    /// What the last use case found wrong with the clock.
    doubted: Option<DoubtedClock>,
    /// What the clock lacks, in milliseconds, where it was set back and the boot clock knows the time.
    behind_by: Arc<AtomicI64>,
}

/// The clock of the machine as a desk corrects it, for whatever is shown to people.
struct ShownClock {
    clock: Arc<dyn Clock>,
    behind_by: Arc<AtomicI64>,
}

impl Clock for ShownClock {
    fn now(&self) -> Timestamp {
        self.clock.now() + TimeDelta::milliseconds(self.behind_by.load(Ordering::Relaxed))
    }

    fn running(&self) -> TimeDelta {
        self.clock.running()
    }

    fn run(&self) -> String {
        self.clock.run()
    }

    fn machine(&self) -> String {
        self.clock.machine()
    }

    fn synchronised(&self) -> bool {
        self.clock.synchronised()
    }

    fn has_chip(&self) -> bool {
        self.clock.has_chip()
    }
}

#[derive(Debug)]
struct Known {
    /// Counts what is kept of clocks: readings, and steps.
    clocks: (i64, i64),
    reading: Option<ClockReading>,
    step: Option<ClockStep>,
    /// Read only where needed.
    decided: Option<Option<ClockStep>>,
    past: Option<Past>,
}

/// Who says which day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// The clock, as far as it is believed.
    Clock,
    /// Somebody who has looked at a calendar: the clock is right.
    Person,
}

impl Desk {
    /// Somebody says that the clock is right, however it came about: its day opens, and the queue records who said so.
    /// Nothing happens where the clock is believed anyway.
    ///
    /// # Errors
    /// Faults of the queue; [`Refusal::People`](super::Refusal::People) for an officer who has left.
    pub fn open_new_day(&mut self) -> Result<(), DeskError> {
        drop(self.look()?);
        if self.calendar.doubted.is_none() {
            return Ok(());
        }
        let actor = self.actor.clone();
        self.decide_as(Word::Person, &actor, |_| Ok(()))
    }

    /// Closes what was left open on earlier days, as the first step of a day does by itself.
    ///
    /// # Errors
    /// [`Refusal::ClockAhead`](super::Refusal::ClockAhead), faults of the queue.
    pub fn close_earlier_days(&mut self) -> Result<(), DeskError> {
        self.decide_unsigned(|_| Ok(()))
    }

    /// What the last use case found wrong with the clock, to be said on every screen.
    pub fn doubted_clock(&self) -> Option<DoubtedClock> {
        self.calendar.doubted
    }

    /// Whether nobody gets a number until somebody has looked at the clock: it ran ahead while people wait.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn is_held_up(&mut self) -> Result<bool, DeskError> {
        let Look { view, verdict, .. } = self.look()?;
        let is_ahead = verdict.doubt() == Some(Doubt::Ahead) && verdict.day < verdict.clock;
        Ok(is_ahead && !view.left_over(verdict.clock)?.is_empty())
    }

    /// The business day in force.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn today(&mut self) -> Result<BusinessDay, DeskError> {
        Ok(self.look()?.day.date())
    }

    /// What the clock of this machine shows, believed or not.
    pub fn clock_shows(&self) -> Timestamp {
        self.clock.now()
    }

    /// The time it works by: that of the clock, or what the boot clock makes of it.
    pub fn now(&self) -> Timestamp {
        self.clock.now() + TimeDelta::milliseconds(self.calendar.behind_by.load(Ordering::Relaxed))
    }

    /// The same as a clock, which goes on with what this desk finds: a wall that shows another date than the tickets have
    /// is believed by nobody.
    pub fn shown_clock(&self) -> Arc<dyn Clock> {
        let behind_by = Arc::clone(&self.calendar.behind_by);
        Arc::new(ShownClock { clock: Arc::clone(&self.clock), behind_by })
    }
}

impl Calendar {
    /// Judges the clock.
    pub(super) fn judge(
        &mut self,
        clock: &dyn Clock,
        office: &Office,
        view: &dyn Archive,
    ) -> Result<Verdict, StoreError> {
        let (clocks, newest) = (view.head().clocks, view.head().newest_day);
        if self.known.as_ref().is_none_or(|known| known.clocks != clocks) {
            let reading = view.clock_reading(&clock.machine())?;
            let step = view.last_clock_step(None)?;
            self.known = Some(Known { clocks, reading, step, decided: None, past: None });
        }
        let (now, run, running) = (clock.now(), clock.run(), clock.running());
        let Some(known) = &mut self.known else { return Err(StoreError::Conflict(None)) };
        let reading = known.reading.as_ref().filter(|kept| kept.run == run);
        let mut facts = Facts {
            now,
            synchronised: clock.synchronised(),
            has_chip: clock.has_chip(),
            carried: reading
                .map(|kept| Carried { now: kept.later(running), synchronised: kept.synchronised }),
            newest,
            in_force: known.step.as_ref().map(|step| step.day),
            decided: None,
            past: Past::default(),
        };
        if newest > Some(office.day(now)) {
            if known.decided.is_none() {
                known.decided = Some(view.last_clock_step(Some(Voucher::Person))?);
            }
            let decided = known.decided.iter().flatten();
            facts.decided = decided.filter_map(|step| Some((step.from?, step.day))).next();
        }
        if facts.needs_past() {
            if known.past.is_none() {
                known.past = Some(past(view, known.step.as_ref())?);
            }
            facts.past = known.past.clone().unwrap_or_default();
        }
        let verdict = facts.judge(&|now| office.day(now));
        self.found(clock, verdict);
        Ok(verdict)
    }

    /// Whether nobody knew the day and the time up to now.
    pub(super) fn day_was_unknown(&self) -> bool {
        let step = self.known.as_ref().and_then(|known| known.step.as_ref());
        step.and_then(|step| step.trust.err()).is_some_and(|doubt| !doubt.knows_time())
    }

    /// Remembers what was found, for whoever shows it.
    pub(super) fn found(&mut self, clock: &dyn Clock, verdict: Verdict) {
        self.doubted = clock_of(&verdict);
        let lacks = verdict.doubt().and(verdict.time).map(|time| time - clock.now());
        let lacks = lacks.map_or(0, |lacks| lacks.num_milliseconds());
        self.behind_by.store(lacks, Ordering::Relaxed);
    }

    /// What is to be kept of the clock of a decision: its reading, unless the one that is kept foretells it, and the
    /// step to this day, if there is one.
    pub(super) fn keep(
        &self,
        clock: &dyn Clock,
        verdict: Verdict,
        newest: Option<BusinessDay>,
    ) -> (Option<ClockReading>, Option<ClockStep>) {
        let Some(known) = &self.known else { return (None, None) };
        let Verdict { day, trust, .. } = verdict;
        let here = ClockReading {
            machine: clock.machine(),
            run: clock.run(),
            running: clock.running(),
            now: clock.now(),
            synchronised: clock.synchronised(),
        };
        let foretells = |kept: &ClockReading| {
            let gained = here.now - kept.later(here.running);
            (&kept.run, kept.synchronised) == (&here.run, here.synchronised)
                && gained.abs() <= DRIFT
        };
        let is_news = trust.is_ok() && !known.reading.as_ref().is_some_and(foretells);
        let stands = |step: &ClockStep| (step.day, step.trust) == (day, trust);
        let from = known.step.as_ref().map(|step| step.day).or(newest);
        let step = ClockStep { at: here.now, machine: here.machine.clone(), from, day, trust };
        let has_changed = !known.step.as_ref().is_some_and(stands);
        (is_news.then_some(here), has_changed.then_some(step))
    }
}

/// What the queue says of its days. The time of an event that was written under doubt is not known.
fn past(view: &dyn Archive, step: Option<&ClockStep>) -> Result<Past, StoreError> {
    let (vouched, days) = view.days_since_vouched()?;
    let mut past = Past::of(vouched, days);
    if step.is_none_or(|step| step.trust.is_ok()) {
        let newest = view.newest_moment()?;
        past.at = newest.filter(|(day, _)| Some(*day) == past.credible).map(|(_, at)| at);
    }
    Ok(past)
}
