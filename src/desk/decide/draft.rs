//! What one decision writes down: changes, each with the numbers that the day has for it.

use crate::desk::refusal::{Refusal, counter};
use crate::desk::request::{PrintTarget, Subject};
use crate::domain::{
    Action, Actor, CounterNumber, Duty, EventSeq, LapseCause, LastAction, NotAllowed, PrintState,
    Ticket, TicketId, TicketNumber, Timestamp, Verdict,
};
use crate::office::Office;
use crate::queue::{
    Change, Day, Event, HelpId, MissingDocument, PrintContent, PrintJob, PrinterRecord,
};

/// A decision that is being made on one moment of the day.
pub struct Draft<'a> {
    pub(in crate::desk) day: &'a Day,
    pub(in crate::desk) office: &'a Office,
    /// The time, in whole milliseconds: as it is kept.
    pub(in crate::desk) now: Timestamp,
    /// What is made of the clock.
    pub(in crate::desk) verdict: Verdict,
    /// In whose name.
    pub(in crate::desk) actor: Actor,
    changes: Vec<Change>,
    /// The move at a counter that it leads to, with the ticket as it was before.
    action: Option<LastAction>,
    event: EventSeq,
    job: i64,
}

/// An event that is about to happen to a ticket.
#[derive(Debug, Default)]
pub(in crate::desk) struct Happening<'a> {
    /// The code of an action, or `undone`.
    pub(in crate::desk) kind: &'a str,
    /// A code that belongs to it.
    pub(in crate::desk) detail: Option<String>,
    /// The event that it takes back.
    pub(in crate::desk) undoes: Option<EventSeq>,
    /// What was missing, where a file is handed back.
    pub(in crate::desk) missing: Vec<MissingDocument>,
}

impl<'a> Draft<'a> {
    /// An empty one.
    pub fn new(
        day: &'a Day,
        office: &'a Office,
        now: Timestamp,
        verdict: Verdict,
        actor: Actor,
    ) -> Self {
        let (event, job) = (day.newest_event(), day.head().job);
        Self { day, office, now, verdict, actor, changes: Vec::new(), action: None, event, job }
    }

    /// What was decided, and the move at a counter among it.
    pub fn finish(self) -> (Vec<Change>, Option<LastAction>) {
        (self.changes, self.action)
    }

    /// Whether whoever takes this step may.
    pub(in crate::desk) fn may(&self, duty: Duty) -> Result<(), NotAllowed> {
        self.actor.may(duty)
    }

    /// The ticket with this number.
    pub(in crate::desk) fn find(&self, number: TicketNumber) -> Result<&'a Ticket, Refusal> {
        let day = self.day.date();
        self.day.ticket(number).ok_or(Refusal::NoTicket { number, day })
    }

    /// The ticket that is meant.
    pub(in crate::desk) fn meant(&self, subject: Subject) -> Result<&'a Ticket, Refusal> {
        match subject {
            Subject::Ticket(number) => self.find(number),
            Subject::Counter(number) => {
                counter(self.office, number)?;
                self.day.ticket_at_counter(number).ok_or(Refusal::CounterIdle(number))
            }
        }
    }

    pub(in crate::desk) fn change(&mut self, change: Change) {
        self.changes.push(change);
    }

    fn next_event(&mut self) -> EventSeq {
        self.event = EventSeq(self.event.0 + 1);
        self.event
    }

    fn event(&mut self, kind: &str, ticket: &Ticket) -> Event {
        Event {
            seq: self.next_event(),
            at: self.now,
            kind: kind.to_owned(),
            stage: ticket.state.stage().cloned(),
            counter: None,
            detail: None,
            took: None,
            undoes: None,
            officer: self.actor.id().cloned(),
        }
    }

    /// The only way from an action to a change: through the state machine.
    pub(in crate::desk) fn act(
        &mut self,
        ticket: &Ticket,
        action: Action,
    ) -> Result<Ticket, Refusal> {
        self.act_with(ticket, action, Vec::new())
    }

    /// As [`Draft::act`], for a file that is handed back for these documents.
    pub(in crate::desk) fn act_with(
        &mut self,
        ticket: &Ticket,
        action: Action,
        missing: Vec<MissingDocument>,
    ) -> Result<Ticket, Refusal> {
        let service = match action {
            Action::Transfer { service, .. } => service,
            _ => ticket.service,
        };
        let after = ticket.apply(action, self.office.journey(service), self.now)?;
        let detail = match action {
            Action::Lapse => LapseCause::of(&ticket.state).map(|cause| cause.code().to_owned()),
            _ => None,
        };
        Ok(self.record(
            ticket,
            after,
            Happening { kind: action.code(), detail, undoes: None, missing },
        ))
    }

    /// What became of a ticket, with the event that did it. A place of [`EventSeq::NEXT`] becomes the sequence of that event.
    pub(in crate::desk) fn record(
        &mut self,
        before: &Ticket,
        after: Ticket,
        happening: Happening<'_>,
    ) -> Ticket {
        let counter = after.state.counter().or(before.state.counter());
        let took = before.stay(&after, self.now).filter(|_| happening.undoes.is_none());
        let event = Event {
            counter,
            took,
            detail: happening.detail,
            undoes: happening.undoes,
            ..self.event(happening.kind, before)
        };
        let place = if after.place == EventSeq::NEXT { event.seq } else { after.place };
        let after = Ticket { place, last_event: event.seq, ..after };
        if let Some(counter) = counter {
            self.action = Some(LastAction {
                counter,
                kind: event.kind.clone(),
                at: self.now,
                before: Ticket { last_event: event.seq, ..before.clone() },
            });
        }
        let (before, missing) = (Box::new(before.clone()), happening.missing);
        let now = Box::new(after.clone());
        self.change(Change::Moved { before, after: now, event, missing });
        after
    }

    /// A number is given.
    pub(in crate::desk) fn give(&mut self, ticket: Ticket, detail: Option<String>) -> Ticket {
        let event = Event { detail, ..self.event("issued", &ticket) };
        let ticket = Ticket { last_event: event.seq, place: event.seq, ..ticket };
        let doubt = self.verdict.doubt();
        self.change(Change::Issued { ticket: Box::new(ticket.clone()), doubt, event });
        ticket
    }

    /// Something happens to a ticket that leaves it where it is.
    pub(in crate::desk) fn note(&mut self, ticket: &Ticket, kind: &str) {
        let event = self.event(kind, ticket);
        self.change(Change::Noted { ticket: ticket.id, day: ticket.day, event });
    }

    /// A paper is asked for.
    pub(in crate::desk) fn print(
        &mut self,
        ticket: Option<TicketId>,
        content: PrintContent,
        copy: u32,
        target: &PrintTarget,
    ) -> PrintJob {
        self.job += 1;
        let job = PrintJob {
            id: self.job,
            ticket,
            content,
            copy,
            printer: target.printer.clone(),
            profile: target.profile.clone(),
            state: PrintState::Pending,
            created_at: self.now,
        };
        self.change(Change::PrintAsked(job.clone()));
        job
    }

    /// A print job as this decision leaves it so far.
    pub(in crate::desk) fn job(&self, id: i64) -> Option<PrintJob> {
        let mut job = self.day.print_job(id)?.clone();
        for change in &self.changes {
            if let Change::PrintMoved { job: moved, to, .. } = change
                && *moved == id
            {
                job.state = *to;
            }
        }
        Some(job)
    }

    /// A print job comes into another state.
    pub(in crate::desk) fn move_job(&mut self, job: i64, from: PrintState, to: PrintState) {
        self.change(Change::PrintMoved { job, from, to, at: self.now });
    }

    /// What is known of a printer as this decision leaves it so far.
    pub(in crate::desk) fn printer(&self, printer: &str) -> Option<&PrinterRecord> {
        let written = self.changes.iter().rev().find_map(|change| match change {
            Change::Printer(record) if record.printer == printer => Some(record),
            _ => None,
        });
        written.or_else(|| self.day.printer(printer))
    }

    /// The id of the next request for staff.
    pub(in crate::desk) fn next_help(&self) -> HelpId {
        HelpId(self.day.head().help + 1)
    }

    /// Whether this counter takes a break.
    pub(in crate::desk) fn is_paused(&self, counter: CounterNumber) -> bool {
        self.day.is_paused(counter)
    }
}
