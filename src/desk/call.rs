//! An officer calls, works and finishes.

use super::{Desk, DeskError, Work, counter, find};
use crate::domain::{
    Action, Attendance, CounterNumber, Lane, Next, Stage, State, Ticket, TicketNumber, Why,
    select_next,
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
    /// [`DeskError::CounterBusy`] while the counter has an unfinished ticket; an unknown counter; faults of the queue.
    pub fn next(&mut self, number: CounterNumber) -> Result<Option<Called>, DeskError> {
        let mut work = self.work()?;
        let counter = counter(work.office, number)?;
        if let Some(held) = work.tx.ticket_at_counter(work.day, number)? {
            let state = held.state.code();
            return Err(DeskError::CounterBusy { counter: number, number: held.number, state });
        }
        let heads = heads(&work, counter)?;
        let heads: Vec<&Ticket> = heads.iter().collect();
        let lanes = recent_lanes(&*work.tx, work.office, counter, &heads, work.day)?;
        let next = select_next(&heads, &lanes, work.office.fairness, work.now);
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
    /// [`DeskError::CallLimit`] after as many calls as the office allows; [`DeskError`] as for every move.
    pub fn recall(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        let limit = self.office.call_limit;
        self.advance(subject, Action::Recall, |ticket| {
            let called = matches!(ticket.state, State::Called { .. });
            if called && !ticket.may_recall(limit) {
                return Err(DeskError::CallLimit { number: ticket.number, limit });
            }
            Ok(())
        })
    }

    /// The visitor has come.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the ticket is not called; unknown subjects; faults of the queue.
    pub fn start(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        self.advance(subject, Action::Start, |_| Ok(()))
    }

    /// The work of this stage is done: the file goes on to the next stage, or is handed over.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the ticket is not being served; unknown subjects; faults of the queue.
    pub fn finish(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        self.advance(subject, Action::Finish, |_| Ok(()))
    }

    /// Nobody came.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the ticket is not called; unknown subjects; faults of the queue.
    pub fn no_show(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        self.advance(subject, Action::NoShow, |_| Ok(()))
    }

    /// Withdraws a ticket.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the ticket is finished; unknown subjects; faults of the queue.
    pub fn cancel(&mut self, subject: Subject) -> Result<Ticket, DeskError> {
        self.advance(subject, Action::Cancel, |_| Ok(()))
    }

    fn advance(
        &mut self,
        subject: Subject,
        action: Action,
        allowed: impl Fn(&Ticket) -> Result<(), DeskError>,
    ) -> Result<Ticket, DeskError> {
        let mut work = self.work()?;
        let ticket = match subject {
            Subject::Ticket(number) => find(&*work.tx, work.day, number)?,
            Subject::Counter(number) => {
                counter(work.office, number)?;
                work.tx
                    .ticket_at_counter(work.day, number)?
                    .ok_or(DeskError::CounterIdle(number))?
            }
        };
        allowed(&ticket)?;
        let ticket = work.act(&ticket, action)?;
        work.commit()?;
        Ok(ticket)
    }
}

fn attendance(office: &Office, ticket: &Ticket) -> Attendance {
    let at = |stage: &&Stage| Some(&stage.id) == ticket.state.stage();
    office.journey(ticket).iter().find(at).map_or(Attendance::Public, |s| s.attendance)
}

/// Whoever has waited longest in each queue that this counter serves: the only ones that can be next.
fn heads(work: &Work<'_>, counter: &Counter) -> Result<Vec<Ticket>, StoreError> {
    let mut heads = Vec::new();
    for service in work.office.services.iter().filter(|s| counter.services.contains(&s.code)) {
        for stage in service.journey.iter().filter(|s| counter.stages.contains(&s.id)) {
            for lane in Lane::ALL {
                let head = work.tx.waiting_head(work.day, service.code, &stage.id, *lane)?;
                heads.extend(head);
            }
        }
    }
    Ok(heads)
}

/// The waiting tickets that are this counter's work, in the order of the queue.
pub(super) fn waiting_for<'a>(counter: &Counter, open: &'a [Ticket]) -> Vec<&'a Ticket> {
    let is_work = |ticket: &&Ticket| match &ticket.state {
        State::Waiting { stage } => counter.serves(ticket.number.service(), stage),
        _ => false,
    };
    open.iter().filter(is_work).collect()
}

/// The lanes of the latest turns; asked only where both lanes wait, because only then do they matter.
pub(super) fn recent_lanes(
    view: &(impl Snapshot + ?Sized),
    office: &Office,
    counter: &Counter,
    waiting: &[&Ticket],
    day: crate::domain::BusinessDay,
) -> Result<Vec<Lane>, StoreError> {
    let waits = |lane| waiting.iter().any(|t| t.lane == lane);
    if !(waits(Lane::Regular) && waits(Lane::Priority)) {
        return Ok(Vec::new());
    }
    let limit = u32::from(office.fairness.regular_per_priority);
    view.recent_lanes(day, &counter.stages, limit)
}
