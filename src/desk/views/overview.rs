//! The whole office at one moment, for whoever answers for it.

use crate::desk::clock::{DoubtedClock, clock_of};
use crate::desk::decide::forecast::Forecast;
use crate::desk::request::PENDING_LIMIT;
use crate::desk::{Desk, DeskError, LeftBehind, Look};
use crate::domain::{BusinessDay, CounterNumber, PublicCall, Ticket, TicketNumber, Timestamp};
use crate::office::Office;
use crate::queue::{Day, MissingCount, PrintJob};
use chrono::TimeDelta;

/// How many recent calls are looked through for the last one of each counter.
const CALLS: usize = 60;

/// Everything of today.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The business day.
    pub day: BusinessDay,
    /// What is wrong with the clock.
    pub clock: Option<DoubtedClock>,
    /// Tickets of later days that nobody has finished: a clock that was wrong gave them.
    pub ahead: Vec<Ticket>,
    /// Whom the change of the day has left behind, where they may still be here.
    pub left_behind: Option<LeftBehind>,
    /// Every ticket of the day, finished ones included, by number.
    pub tickets: Vec<Ticket>,
    /// The counters that take a break.
    pub paused: Vec<CounterNumber>,
    /// Which documents were missing, the most frequent first.
    pub missing: Vec<MissingCount>,
    /// The latest call of each number, newest first.
    pub calls: Vec<PublicCall>,
    /// Papers that wait for a printer which the office file does not have any more: nobody prints them.
    pub orphaned: Vec<OrphanedPaper>,
    /// In how long the last of those who are here now will be done; `None` where that cannot be said.
    pub cleared_in: Option<TimeDelta>,
    /// Papers of open tickets that are missing or in doubt.
    pub unprinted: Vec<PrintJob>,
}

/// The paper of an open ticket that waits for a printer which is no longer in the office file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrphanedPaper {
    /// Whose.
    pub number: TicketNumber,
    /// The id of the printer.
    pub printer: String,
}

/// The papers that wait for a printer of no office file. One that only a command names is known by its address.
fn orphaned(day: &Day, office: &Office, now: Timestamp) -> Vec<OrphanedPaper> {
    let has = |id: &str| office.printers.iter().any(|printer| printer.id.as_str() == id);
    let waits = |job: &&&PrintJob| {
        job.state.is_open() && !job.printer.contains("://") && !has(&job.printer)
    };
    let unprinted = day.unprinted(now + TimeDelta::days(1));
    let number = |job: &&PrintJob| {
        let ticket = day.ticket_by_id(job.ticket?)?;
        Some(OrphanedPaper { number: ticket.number, printer: job.printer.clone() })
    };
    unprinted.iter().filter(waits).filter_map(number).collect()
}

impl Desk {
    /// The whole day. It costs as much as the day has tickets: for one window, not for fifty looks a second.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn overview(&mut self) -> Result<Overview, DeskError> {
        let mut look = self.look()?;
        let left_behind = look.left_behind()?;
        let Look { view, day, office, now, verdict, .. } = look;
        let later = view.head().newest_day > Some(day.date());
        let ahead = if later { view.ahead_of(day.date())? } else { Vec::new() };
        Ok(Overview {
            day: day.date(),
            clock: clock_of(&verdict),
            ahead: ahead.into_iter().map(|one| one.ticket).collect(),
            left_behind,
            tickets: day.tickets().cloned().collect(),
            paused: day.breaks().map(|one| one.counter).collect(),
            missing: day.missing_counts(),
            calls: day.latest_calls(CALLS),
            orphaned: orphaned(day, office, now),
            cleared_in: Forecast::of(day, office, now).cleared_in(),
            unprinted: day.unprinted(now - PENDING_LIMIT).into_iter().cloned().collect(),
        })
    }
}
