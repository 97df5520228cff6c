//! What becomes of people's numbers when the day changes: told to the log at once, and to staff for the rest of the day.
//!
//! Never here: when the day changes (`domain`), or closing it (`decide`).

use crate::domain::{BusinessDay, State, Ticket, TicketNumber, Timestamp, Voucher};
use crate::queue::{ClockStep, Day};
use crate::store::{Archive, StoreError};
use chrono::TimeDelta;
use std::fmt;

/// So many numbers are told one by one.
const TOLD: usize = 40;

/// How long somebody stays in a waiting room that calls nobody.
const STILL_HERE: TimeDelta = TimeDelta::hours(2);

/// A number of some day.
type Dated = (BusinessDay, TicketNumber);

/// That another business day is in force now, where it concerns anybody's number. Displayed as one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayChange {
    /// The day that is in force now.
    pub day: BusinessDay,
    /// Numbers of earlier days that nobody calls any more.
    pub lapsed: Vec<Dated>,
    /// Numbers that wait on in this day.
    pub taken_over: Vec<Dated>,
    /// Numbers of later days, which nobody calls before their day.
    pub set_aside: Vec<Dated>,
    /// Whether nothing but the clock's own word or a person's speaks for the day: then whoever was left may still be here.
    pub is_unsure: bool,
}

impl DayChange {
    /// Whether anybody's number is concerned.
    pub(super) fn concerns_anybody(&self) -> bool {
        [&self.lapsed, &self.taken_over, &self.set_aside].iter().any(|numbers| !numbers.is_empty())
    }
}

impl fmt::Display for DayChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the day {} is in force now", self.day)?;
        for (numbers, what) in [
            (&self.lapsed, "lapsed with its first step"),
            (&self.taken_over, "wait on in it"),
            (&self.set_aside, "of later days are set aside"),
        ] {
            if !numbers.is_empty() {
                write!(f, "; {} {what}: {}", counted(numbers.len()), of_days(numbers))?;
            }
        }
        Ok(())
    }
}

/// Whom the change of the day has left behind: their numbers are called no more, and whoever of them is here needs a new
/// one. Displayed as one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    /// When the day began that is in force.
    pub since: Timestamp,
    /// The numbers, each with its day, in order.
    pub numbers: Vec<Dated>,
}

impl LeftBehind {
    /// Whether they may still stand in the waiting room: later a screen need not say it any more.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        (now - self.since).abs() < STILL_HERE
    }

    /// The numbers as a line; beyond some tens only how many more there are.
    pub fn told(&self) -> String {
        of_days(&self.numbers)
    }
}

impl fmt::Display for LeftBehind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} unfinished when the day changed, and nobody calls them any more: {}; whoever of them is here takes a new one",
            match self.numbers.len() {
                1 => "1 number was".to_owned(),
                count => format!("{count} numbers were"),
            },
            self.told()
        )
    }
}

fn counted(count: usize) -> String {
    if count == 1 { "1 number".to_owned() } else { format!("{count} numbers") }
}

/// "T001, T002 of 2026-11-20; K001 of 2026-11-21".
fn of_days(numbers: &[Dated]) -> String {
    let mut told = String::new();
    for (count, (day, number)) in numbers.iter().take(TOLD).enumerate() {
        if count > 0 {
            told += ", ";
        }
        told += &number.to_string();
        if numbers.iter().take(TOLD).nth(count + 1).is_none_or(|(next, _)| next != day) {
            told += &format!(" of {day}");
        }
    }
    match numbers.len().saturating_sub(TOLD) {
        0 => told,
        more => format!("{told} and {more} more"),
    }
}

/// In the order of days and numbers.
pub(super) fn dated<'a>(tickets: impl Iterator<Item = &'a Ticket>) -> Vec<Dated> {
    let mut numbers: Vec<Dated> = tickets.map(|ticket| (ticket.day, ticket.number)).collect();
    numbers.sort_unstable_by_key(|(day, number)| (*day, number.service(), number.serial()));
    numbers
}

/// Whether those who are left over may still be in the room: neither synchronisation nor the boot clock speaks for the day.
pub(super) fn is_unsure(step: &ClockStep) -> bool {
    matches!(step.trust, Ok(Voucher::Order | Voucher::Person))
}

/// What was found out for a day, as long as the clock makes no other step.
#[derive(Debug, Default)]
pub(super) struct Left(Option<((i64, BusinessDay), Option<LeftBehind>)>);

impl Left {
    /// Whom the change to this day has left behind. A day that was resumed names its own: another clock has closed it.
    pub(super) fn look(
        &mut self,
        view: &dyn Archive,
        day: &Day,
    ) -> Result<Option<&LeftBehind>, StoreError> {
        let (_, steps) = view.head().clocks;
        let now = (steps, day.date());
        if self.0.as_ref().is_none_or(|(then, _)| *then != now) {
            self.0 = Some((now, left_behind(view, day)?));
        }
        Ok(self.0.as_ref().and_then(|(_, left)| left.as_ref()))
    }
}

fn left_behind(view: &dyn Archive, day: &Day) -> Result<Option<LeftBehind>, StoreError> {
    let Some(step) = view.opening_step(day.date())? else { return Ok(None) };
    let earlier = match step.from {
        Some(from) if from < day.date() && is_unsure(&step) => view.tickets_between(from, from)?,
        _ => Vec::new(),
    };
    let has_lapsed = |ticket: &&Ticket| ticket.state == State::Lapsed;
    let numbers = dated(earlier.iter().chain(day.tickets()).filter(has_lapsed));
    Ok((!numbers.is_empty()).then_some(LeftBehind { since: step.at, numbers }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(day: &str, count: u16) -> Vec<Dated> {
        let day = BusinessDay::parse(day).unwrap();
        (1..=count).map(|serial| (day, format!("T{serial:03}").parse().unwrap())).collect()
    }

    #[test]
    fn numbers_are_told_with_their_days_and_not_without_end() {
        let mut some = numbers("2026-11-20", 2);
        some.extend(numbers("2026-11-21", 1));
        assert_eq!(of_days(&some), "T001, T002 of 2026-11-20, T001 of 2026-11-21");
        let told = of_days(&numbers("2026-11-20", 300));
        assert!(told.ends_with("T040 of 2026-11-20 and 260 more"), "{told}");
    }
}
