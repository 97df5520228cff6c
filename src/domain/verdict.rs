//! Which business day is in force, judged from the clock and from everything that speaks for or against it.
//!
//! A clock is believed in this order: it was synchronised since the machine was started, and the boot clock carries that
//! on; the boot clock carries on an earlier reading of the same boot; it is later than the newest credible event. Never
//! here: asking a clock, or reading the queue.

use super::coded::coded;
use super::{BusinessDay, Timestamp};
use chrono::TimeDelta;

/// A clock that has gained or lost no more than this against the boot clock was corrected, not set.
const JUMP: TimeDelta = TimeDelta::minutes(10);
/// No office leaves people waiting for so many days; a longer gap has to be vouched for.
pub const GAP_DAYS: i64 = 60;
/// So many days of tickets behind a gap are more than a slip: a person has to decide.
const DAYS_OF_WORK: usize = 2;

/// What speaks for a day that is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voucher {
    /// The system has synchronised the clock since the machine was started.
    Synchronised,
    /// The boot clock, from an earlier reading of the same boot.
    BootClock,
    /// Somebody has said that the clock is right.
    Person,
    /// The newest work that a program without these steps left in the queue, at its update.
    Update,
    /// Only that the clock is not earlier than the newest credible event.
    Order,
}

coded!(Voucher {
    Synchronised = "synchronised",
    BootClock = "boot-clock",
    Person = "person",
    Update = "update",
    Order = "order",
});

/// Why a clock is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It is ahead of the boot clock or of the newest credible event, by more than can be.
    Ahead,
    /// It was set back while the machine ran; the boot clock knows the time.
    SetBack,
    /// It is behind the newest credible event.
    Behind,
    /// The machine has no clock chip, and nothing has set its clock since it was started.
    NoChip,
    /// The queue has days of work that lie ahead of it, behind a gap that nothing vouched for.
    Gap,
}

coded!(Doubt {
    Ahead = "ahead",
    SetBack = "set-back",
    Behind = "behind",
    NoChip = "no-chip",
    Gap = "gap",
});

impl Doubt {
    /// Whether the time is known all the same.
    pub fn knows_time(self) -> bool {
        self == Doubt::SetBack
    }
}

/// An earlier reading of the same boot, carried on by the boot clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// What the clock has to say now.
    pub now: Timestamp,
    /// Whether it was synchronised by then.
    pub synchronised: bool,
}

/// What the queue says of its days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Past {
    /// The newest credible day.
    pub credible: Option<BusinessDay>,
    /// The time of its newest event, where that is known.
    pub at: Option<Timestamp>,
    /// The days behind a gap that nothing vouched for, in order.
    pub suspects: Vec<BusinessDay>,
}

impl Past {
    /// Sorts the days with tickets into credible ones and others. `vouched` is the newest day that synchronisation, the
    /// boot clock, a person or an update vouched for, and `days` are those that have tickets issued since.
    pub fn of(vouched: Option<BusinessDay>, mut days: Vec<BusinessDay>) -> Self {
        days.sort_unstable();
        let mut credible = vouched;
        let mut suspects = Vec::new();
        for day in days.into_iter().filter(|day| vouched.is_none_or(|vouched| *day > vouched)) {
            let is_near = |last: BusinessDay| day.days_since(last) <= GAP_DAYS;
            match suspects.is_empty() && credible.is_none_or(is_near) {
                true => credible = Some(day),
                false => suspects.push(day),
            }
        }
        Self { credible, at: None, suspects }
    }
}

/// Everything that a day is judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What the clock says.
    pub now: Timestamp,
    /// Whether the system has synchronised the clock since the machine was started.
    pub synchronised: bool,
    /// Whether the machine has a clock that goes on while it is off.
    pub has_chip: bool,
    /// The last reading of this boot that was believed.
    pub carried: Option<Carried>,
    /// The newest day with tickets.
    pub newest: Option<BusinessDay>,
    /// The day that was in force last.
    pub in_force: Option<BusinessDay>,
    /// The last step of a person: from this day to that one.
    pub decided: Option<(BusinessDay, BusinessDay)>,
    /// The days of the queue; looked at only where [`Facts::needs_past`].
    pub past: Past,
}

/// The day in force, and what is made of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The day that work is booked on.
    pub day: BusinessDay,
    /// The day by the clock.
    pub clock: BusinessDay,
    /// What speaks for the clock; or why it is not believed.
    pub trust: Result<Voucher, Doubt>,
    /// The time, where it is known.
    pub time: Option<Timestamp>,
}

impl Verdict {
    /// Why the clock is not believed.
    pub fn doubt(&self) -> Option<Doubt> {
        self.trust.err()
    }
}

impl Facts {
    /// The earlier reading that counts: one from before the synchronisation does not.
    fn carried(&self) -> Option<Carried> {
        self.carried.filter(|carried| carried.synchronised || !self.synchronised)
    }

    /// Whether only the events of the queue can tell.
    pub fn needs_past(&self) -> bool {
        self.carried().is_none() && !self.synchronised
    }

    /// The newest day, unless a person has turned back from it.
    fn standing(&self, clock: BusinessDay) -> Option<BusinessDay> {
        let turned_back = |newest: &BusinessDay| {
            self.decided.is_some_and(|(from, to)| to < from && *newest <= from && clock >= to)
        };
        self.newest.filter(|newest| *newest <= clock || !turned_back(newest))
    }

    /// Judges the clock. `day_of` is the office's calendar.
    pub fn judge(&self, day_of: &dyn Fn(Timestamp) -> BusinessDay) -> Verdict {
        let clock = day_of(self.now);
        let newest = self.standing(clock);
        let believe = |voucher| Verdict {
            day: BusinessDay::in_force(clock, newest),
            clock,
            trust: Ok(voucher),
            time: Some(self.now),
        };
        let doubt = |doubt, day| Verdict { day, clock, trust: Err(doubt), time: None };
        // The day in force goes on, also that of the doubtful clock: nobody was waiting when it began.
        let ahead = |day: BusinessDay| {
            let last = self.in_force.or(newest).filter(|last| *last <= clock);
            doubt(Doubt::Ahead, last.unwrap_or(day))
        };
        if let Some(carried) = self.carried() {
            let (first, last) = (day_of(carried.now - JUMP), day_of(carried.now + JUMP));
            let day = BusinessDay::in_force(day_of(carried.now), newest);
            return match clock {
                _ if self.newest.is_none() || (first..=last).contains(&clock) => {
                    believe(match carried.synchronised {
                        true => Voucher::Synchronised,
                        false => Voucher::BootClock,
                    })
                }
                clock if clock > last => ahead(last),
                _ => Verdict { time: Some(carried.now), ..doubt(Doubt::SetBack, day) },
            };
        }
        if self.synchronised {
            return believe(Voucher::Synchronised);
        }
        let Past { credible, at, suspects } = &self.past;
        let later: Vec<_> = suspects.iter().filter(|day| **day > clock).collect();
        match *credible {
            None if self.has_chip => believe(Voucher::Order),
            None => doubt(Doubt::NoChip, clock),
            Some(credible) if !self.has_chip => doubt(Doubt::NoChip, credible),
            Some(_) if later.len() >= DAYS_OF_WORK => {
                doubt(Doubt::Gap, later.last().map_or(clock, |day| **day))
            }
            // Where the time of the newest event is known, the day by the calendar proves nothing: another zone, or another
            // hour at which days begin, makes an earlier one of the same moment.
            Some(credible) if at.map_or(clock < credible, |at| self.now < at - JUMP) => {
                doubt(Doubt::Behind, credible)
            }
            Some(credible) if clock.days_since(credible) > GAP_DAYS => ahead(credible),
            Some(_) => believe(Voucher::Order),
        }
    }
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
