//! An officer calls, works and finishes.

use super::{Desk, DeskError, Work, counter};
use crate::domain::{
    Action, Attendance, BusinessDay, CounterNumber, Duty, Lane, Next, Patience, ServiceCode, Stage,
    StageId, State, Ticket, TicketNumber, Timestamp, Why, select_next,
};
use crate::office::{Counter, Office};
use crate::store::{Snapshot, StoreError};

/// Which ticket is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The one that this counter holds.
    Counter(CounterNumber),
    /// The one with this number, today.
    Ticket(TicketNumber),
}

/// A ticket that has just come to a counter.
#[derive(Debug, Clone)]
pub struct Called {
    /// The ticket, called (public stage) or being served (back office).
    pub ticket: Ticket,
    /// Why this one.
    pub why: Why,
}

impl Desk {
    /// Calls the next visitor to a counter, or takes the next file at a back-office stage. `None` when nobody waits.
    ///
    /// # Errors
    /// [`DeskError::CounterBusy`] while the counter has an unfinished ticket; [`DeskError::Paused`]; an unknown counter;
    /// faults of the queue.
    pub fn next(&mut self, number: CounterNumber) -> Result<Option<Called>, DeskError> {
        let mut work = self.work()?;
        work.may(Duty::Serve)?;
        let counter = counter(work.office, number)?;
        if let Some(held) = work.tx.ticket_at_counter(work.day, number)? {
            let state = held.state.code();
            return Err(DeskError::CounterBusy { counter: number, number: held.number, state });
        }
        if work.tx.paused_counters(work.day)?.contains(&number) {
            return Err(DeskError::Paused(number));
        }
        let heads = heads(&work, counter)?;
        let heads: Vec<&Ticket> = heads.iter().collect();
        let (mut lanes, mut since) = (Vec::new(), Patience::default());
        // Only where both lanes wait does it matter who was called before and who has waited longest.
        if both_lanes(&heads) {
            lanes = recent_lanes(&*work.tx, work.office, counter, work.day)?;
            since = patience(&work, counter, &heads)?;
        }
        let next = select_next(&heads, &lanes, since, work.office.fairness, work.now);
        let Some(Next { ticket, why }) = next else { return Ok(None) };
        let action = match attendance(work.office, ticket) {
            Attendance::Public => Action::Call(number),
            Attendance::BackOffice => Action::Take(number),
        };
        let ticket = work.act(ticket, action)?;
        work.commit()?;
        Ok(Some(Called { ticket, why }))
    }

    /// Calls the same number once more.
    ///
    /// # Errors
    /// [`DeskError::CallLimit`] after as many calls as the office allows; [`DeskError::TooSoon`] when the visitor has not
    /// had the time to come; [`DeskError`] as for every move.
    pub fn recall(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        let (limit, interval) = (self.office.call_limit, self.office.recall_seconds);
        self.advance(subject, Action::Recall, |ticket, now| {
            let number = ticket.number;
            if !matches!(ticket.state, State::Called { .. }) {
                return Ok(());
            }
            if !ticket.may_recall(limit) {
                return Err(DeskError::CallLimit { number, limit });
            }
            match u16::try_from((now - ticket.changed_at).num_seconds()) {
                Ok(ago) if ago < interval => Err(DeskError::TooSoon { number, ago, interval }),
                // Long ago, or a clock that was set back since.
                _ => Ok(()),
            }
        })
    }

    /// The visitor has come.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the ticket is not called; unknown subjects; faults of the queue.
    pub fn start(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        self.advance(subject, Action::Start, |_, _| Ok(()))
    }

    /// The work of this stage is done: the file goes on to the next stage, or is handed over.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the ticket is not being served; unknown subjects; faults of the queue.
    pub fn finish(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        self.advance(subject, Action::Finish, |_, _| Ok(()))
    }

    /// Nobody came.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the ticket is not called; unknown subjects; faults of the queue.
    pub fn no_show(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        self.advance(subject, Action::NoShow, |_, _| Ok(()))
    }

    /// Withdraws a ticket.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the ticket is finished; unknown subjects; faults of the queue.
    pub fn cancel(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        self.advance(subject, Action::Cancel, |_, _| Ok(()))
    }

    fn advance(
        &mut self,
        subject: Subject,
        action: Action,
        allowed: impl Fn(&Ticket, Timestamp) -> Result<(), DeskError>,
    ) -> Result<Ticket, DeskError> {
        let mut work = self.work()?;
        work.may(Duty::Serve)?;
        let ticket = work.find(subject)?;
        allowed(&ticket, work.now)?;
        let ticket = work.act(&ticket, action)?;
        work.commit()?;
        Ok(ticket)
    }
}

fn attendance(office: &Office, ticket: &Ticket) -> Attendance {
    let at = |stage: &&Stage| Some(&stage.id) == ticket.state.stage();
    office.journey(ticket.service).iter().find(at).map_or(Attendance::Public, |s| s.attendance)
}

/// Does something for each queue that this counter serves.
fn each_queue<T>(
    office: &Office,
    counter: &Counter,
    mut ask: impl FnMut(ServiceCode, &StageId) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut answers = Vec::new();
    for service in office.services.iter().filter(|s| counter.services.contains(&s.code)) {
        for stage in service.journey.iter().filter(|s| counter.stages.contains(&s.id)) {
            answers.push(ask(service.code, &stage.id)?);
        }
    }
    Ok(answers)
}

/// The first of each line that this counter serves and of those reserved for it: the only ones that can be next.
fn heads(work: &Work<'_>, counter: &Counter) -> Result<Vec<Ticket>, StoreError> {
    let mut heads = work.tx.reserved_tickets(work.day, counter.number)?;
    for lane in Lane::ALL {
        let first = |service, stage: &StageId| work.tx.line(work.day, service, stage, *lane, 1);
        heads.extend(each_queue(work.office, counter, first)?.into_iter().flatten());
    }
    Ok(heads)
}

/// Since when the most patient visitors of both lanes have waited for this counter.
fn patience(work: &Work<'_>, counter: &Counter, heads: &[&Ticket]) -> Result<Patience, StoreError> {
    // Those reserved for this counter stand in no line, but all of them are among the heads.
    let mut patience = Patience::of(heads.iter().copied());
    for lane in Lane::ALL {
        let since =
            |service, stage: &StageId| work.tx.waiting_since(work.day, service, stage, *lane);
        for since in each_queue(work.office, counter, since)?.into_iter().flatten() {
            patience = patience.with(*lane, since);
        }
    }
    Ok(patience)
}

/// The waiting tickets that are this counter's work, in the order of the queue.
pub(super) fn waiting_for<'a>(counter: &Counter, open: &'a [Ticket]) -> Vec<&'a Ticket> {
    let is_work = |ticket: &&Ticket| match (&ticket.state, ticket.reserved_for) {
        (State::Waiting { .. }, Some(only)) => only == counter.number,
        (State::Waiting { stage }, None) => counter.serves(ticket.service, stage),
        _ => false,
    };
    let mut waiting: Vec<&Ticket> = open.iter().filter(is_work).collect();
    waiting.sort_unstable_by_key(|ticket| ticket.order());
    waiting
}

/// Whether somebody waits in each lane.
pub(super) fn both_lanes(waiting: &[&Ticket]) -> bool {
    Lane::ALL.iter().all(|lane| waiting.iter().any(|t| t.lane == *lane))
}

/// The lanes of the latest turns at the stages of this counter.
pub(super) fn recent_lanes(
    view: &(impl Snapshot + ?Sized),
    office: &Office,
    counter: &Counter,
    day: BusinessDay,
) -> Result<Vec<Lane>, StoreError> {
    view.recent_lanes(day, &counter.stages, u32::from(office.fairness.regular_per_priority))
}
