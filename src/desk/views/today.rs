//! What one counter has done today, and which tickets there are to print again.

use crate::domain::{CounterNumber, ServiceCode, Ticket, TicketNumber, Timestamp};
use crate::office::Office;
use crate::queue::{Day, Deed};
use chrono::TimeDelta;

/// What one counter has done today; steps that were taken back do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CounterToday {
    /// How many numbers it called, or files it took. A number that is called again counts once.
    pub called: usize,
    /// How often a stage was finished here.
    pub finished: usize,
    /// How long that took on average; `None` before the first one.
    pub mean: Option<TimeDelta>,
    /// How many files went back to their applicants.
    pub handed_back: usize,
    /// How often nobody came.
    pub missed: usize,
}

/// A ticket of today that can be printed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedToday {
    /// Its number.
    pub number: TicketNumber,
    /// What it is for now.
    pub service: ServiceCode,
    /// When it was given.
    pub at: Timestamp,
}

/// What a counter has done today.
pub(super) fn of_counter(day: &Day, office: &Office, number: CounterNumber) -> CounterToday {
    let mut today = CounterToday::default();
    let mut took = Vec::new();
    // A file that was handed back on another day is known here, too.
    let deeds = day.deeds_at(number).filter(|deed| office.day(deed.at) == day.date());
    for Deed { kind, took: time, .. } in deeds {
        match kind.as_str() {
            "called" | "taken" => today.called += 1,
            "returned" => today.handed_back += 1,
            "missed" => today.missed += 1,
            _ => {
                today.finished += 1;
                took.extend(*time);
            }
        }
    }
    let count = i32::try_from(took.len()).unwrap_or(i32::MAX);
    today.mean = (count > 0).then(|| took.iter().sum::<TimeDelta>() / count);
    today
}

/// Every ticket of today, the newest first.
pub(super) fn issued(day: &Day) -> Vec<IssuedToday> {
    let issued = |ticket: &Ticket| IssuedToday {
        number: ticket.number,
        service: ticket.service,
        at: ticket.issued_at,
    };
    let mut all: Vec<IssuedToday> = day.tickets().map(issued).collect();
    all.sort_by_key(|one| std::cmp::Reverse((one.at, one.number)));
    all
}
