//! Which business day it is, and when that is not believed: a clock that jumps ahead must not close the day of people
//! who still wait.
//!
//! Never here: what a business day is (`domain`).

use super::{Desk, DeskError};
use crate::clock::Clock;
use crate::domain::BusinessDay;
use crate::office::Office;
use crate::store::{ClockReading, Snapshot, StoreError, Transaction};
use chrono::TimeDelta;

/// A clock that has gained no more than this on the time that really went by was corrected, not set.
const JUMP_MINUTES: i64 = 10;
/// A clock that differs less from what the kept one foretells need not be kept anew.
const DRIFT_SECONDS: i64 = 60;
/// No office leaves people waiting for so long. Where the machine was off there is nothing else to go by.
const DAYS_AWAY: i64 = 60;

/// What a desk makes of its clock.
///
/// The clock of the last writing use case is kept in the queue beside the time that nobody can set, so that every
/// program of this machine judges alike, however lately it was started. Only writing counts: a small machine without a
/// clock of its own starts in the past, shows its windows, and learns the time from the network before anybody taps.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    /// Somebody says that the day of the clock is right, however it came about.
    confirmed: bool,
    /// A clock that is known to be kept, so that not every transaction asks.
    kept: Option<ClockReading>,
}

/// The day by the clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Today {
    /// The date of the clock in the office's zone.
    pub day: BusinessDay,
    /// The date that it had to be, where the clock came to its own by a jump ahead.
    pub instead_of: Option<BusinessDay>,
}

impl Desk {
    /// Says that the new day of the clock is right, however it came about.
    pub fn open_new_day(&mut self) {
        self.calendar.confirmed = true;
    }

    /// Closes what was left open on earlier days, as the first step of a day does by itself.
    ///
    /// # Errors
    /// [`DeskError::ClockAhead`], faults of the queue.
    pub fn close_earlier_days(&mut self) -> Result<(), DeskError> {
        Ok(self.work_unsigned()?.commit()?)
    }
}

impl Calendar {
    /// Judges the clock before anything is done on its day, where the queue was last at `newest`.
    pub fn today(
        &self,
        clock: &dyn Clock,
        office: &Office,
        view: &(impl Snapshot + ?Sized),
        newest: Option<BusinessDay>,
    ) -> Result<Today, StoreError> {
        let here = reading(clock);
        let day = office.day(here.now);
        // Only a day that is later than the queue's closes anything.
        if self.confirmed || newest.is_none_or(|newest| newest >= day) {
            return Ok(Today { day, instead_of: None });
        }
        let kept = view.clock_reading()?.filter(|kept| kept.run == here.run);
        let foretold = kept.or_else(|| self.kept.clone()).map(|kept| kept.later(here.running));
        let latest = foretold.map(|now| office.day(now + TimeDelta::minutes(JUMP_MINUTES)));
        Ok(Today { day, instead_of: latest.filter(|latest| *latest < day) })
    }

    /// Keeps the clock of a writing use case, unless the one that is kept foretells it.
    pub fn keep(&mut self, clock: &dyn Clock, tx: &mut dyn Transaction) -> Result<(), StoreError> {
        let here = reading(clock);
        let foretells = |kept: &ClockReading| {
            let gained = here.now - kept.later(here.running);
            kept.run == here.run && gained.abs() <= TimeDelta::seconds(DRIFT_SECONDS)
        };
        if self.kept.as_ref().is_some_and(foretells) {
            return Ok(());
        }
        // This transaction may leave no trace, so what it writes is known to be kept only when it is read again.
        match tx.clock_reading()?.filter(foretells) {
            Some(kept) => self.kept = Some(kept),
            None => tx.keep_clock_reading(&here)?,
        }
        Ok(())
    }

    /// Asks before `today` closes an earlier day with people in it, where the clock may be wrong.
    pub fn may_open(
        &self,
        today: Today,
        day: BusinessDay,
        newest: Option<BusinessDay>,
        tx: &dyn Transaction,
    ) -> Result<(), DeskError> {
        let Some(queue) = newest.filter(|newest| *newest < day && !self.confirmed) else {
            return Ok(());
        };
        let away = day.date() - queue.date();
        let doubtful = today.instead_of.is_some() || away > TimeDelta::days(DAYS_AWAY);
        match doubtful && !tx.left_over(day)?.is_empty() {
            true => Err(DeskError::ClockAhead { queue, clock: day }),
            false => Ok(()),
        }
    }
}

fn reading(clock: &dyn Clock) -> ClockReading {
    ClockReading { run: clock.run(), running: clock.running(), now: clock.now() }
}
