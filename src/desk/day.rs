//! Which business day it is, and when that is not believed: a clock that jumps ahead must not close the day of people
//! who still wait.
//!
//! Never here: what a business day is (`domain`).

use super::{Desk, DeskError};
use crate::domain::{BusinessDay, Timestamp};
use crate::store::Transaction;
use chrono::TimeDelta;

/// A clock that has gained more than this on the time that really went by has jumped: somebody has set it.
const JUMP_MINUTES: i64 = 10;
/// No office leaves people waiting for so long. Where the program was not running there is nothing else to go by.
const DAYS_AWAY: i64 = 60;

/// The clock, when the desk last believed it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Believed {
    now: Timestamp,
    running: TimeDelta,
    today: BusinessDay,
}

impl Desk {
    /// Says that the new day of the clock is right, however it came about.
    pub fn open_new_day(&mut self) {
        self.new_day_confirmed = true;
    }

    /// The date of the clock in the office's zone, and whether it came about by a jump ahead out of a day that this desk
    /// has worked on. A clock that jumps is not believed until it is set right or somebody opens the new day.
    pub(super) fn today(&mut self) -> (BusinessDay, bool) {
        let (now, running) = (self.clock.now(), self.clock.running());
        let today = self.office.day(now);
        let jumped = self.believed.is_some_and(|before| {
            let gained = (now - before.now) - (running - before.running);
            today > before.today && gained > TimeDelta::minutes(JUMP_MINUTES)
        });
        if !jumped || self.new_day_confirmed {
            self.believed = Some(Believed { now, running, today });
        }
        (today, jumped && !self.new_day_confirmed)
    }

    /// The last day that the clock was believed on.
    pub(super) fn believed_day(&self) -> Option<BusinessDay> {
        self.believed.map(|believed| believed.today)
    }
}

/// Asks before `day` closes an earlier one with people in it, where the clock may be wrong.
pub(super) fn may_open(
    tx: &dyn Transaction,
    day: BusinessDay,
    newest: Option<BusinessDay>,
    jumped: bool,
    confirmed: bool,
) -> Result<(), DeskError> {
    let Some(queue) = newest.filter(|newest| *newest < day && !confirmed) else { return Ok(()) };
    let away = day.date() - queue.date();
    let doubtful = jumped || away > TimeDelta::days(DAYS_AWAY);
    match doubtful && !tx.left_over(day)?.is_empty() {
        true => Err(DeskError::ClockAhead { queue, clock: day }),
        false => Ok(()),
    }
}
