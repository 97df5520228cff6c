//! A decision of the suite: changes with the numbers that follow, applied to a day that is up to date.
//!
//! Never here: rules. Whatever a check wants is written, so that a store has to refuse what must not be.

use super::{fresh, service};
use antre::domain::{
    BusinessDay, CounterNumber, Doubt, EventSeq, LastAction, Ticket, TicketNumber, Timestamp,
};
use antre::queue::{
    Answered, Change, Day, Event, HelpId, HelpRequest, MissingDocument, Outcome, PrintJob,
    RequestKey,
};
use antre::store::{Store, StoreError, Turn};
use std::slice;

/// A turn to write, the day, and what was decided so far.
pub struct Draft<'s> {
    turn: Box<dyn Turn + 's>,
    pub day: Day,
    /// Why the clock is not believed.
    pub doubt: Option<Doubt>,
    pub changes: Vec<Change>,
}

/// An event that is about to happen. Its sequence, its stage, its counter and its length follow from the ticket.
pub fn event(kind: &str, at: Timestamp) -> Event {
    Event {
        seq: EventSeq::NEXT,
        at,
        kind: kind.to_owned(),
        stage: None,
        counter: None,
        detail: None,
        took: None,
        undoes: None,
        officer: None,
    }
}

impl<'s> Draft<'s> {
    pub fn begin(store: &'s mut dyn Store, date: BusinessDay) -> Self {
        let turn = store.begin(None).unwrap();
        let day = fresh(&*turn, date);
        Self { turn, day, doubt: None, changes: Vec::new() }
    }

    pub fn change(&mut self, change: Change) {
        self.day.apply(slice::from_ref(&change));
        self.changes.push(change);
    }

    /// Whether a ticket is taken over into another day.
    pub fn carries_over(&self) -> bool {
        self.changes.iter().any(|change| matches!(change, Change::CarriedOver { .. }))
    }

    /// Keeps everything; gives the day that it leads to.
    pub fn commit(self) -> Result<Day, StoreError> {
        self.turn.commit(&self.changes, &self.day)?;
        Ok(self.day)
    }

    pub fn next_serial(&self, letter: char) -> u32 {
        self.day.last_serial(service(letter)) + 1
    }

    /// The next number of a service.
    pub fn number(&self, letter: char) -> TicketNumber {
        TicketNumber::new(service(letter), self.next_serial(letter)).unwrap()
    }

    fn next(&self, ticket: &Ticket, event: Event) -> Event {
        let seq = EventSeq(self.day.newest_event().0 + 1);
        Event { seq, stage: ticket.state.stage().cloned(), ..event }
    }

    pub fn give(&mut self, ticket: Ticket) -> Ticket {
        let at = ticket.issued_at;
        self.give_by(event("issued", at), ticket)
    }

    /// A number is given in this event.
    pub fn give_by(&mut self, event: Event, ticket: Ticket) -> Ticket {
        let event = self.next(&ticket, event);
        let ticket = Ticket { last_event: event.seq, place: event.seq, ..ticket };
        let doubt = self.doubt;
        self.change(Change::Issued { ticket: Box::new(ticket.clone()), doubt, event });
        ticket
    }

    /// Something becomes of a ticket. A place of [`EventSeq::NEXT`] becomes the sequence of the event. Where a counter was
    /// involved, it is the answer to a request there.
    pub fn record(&mut self, before: &Ticket, event: Event, after: Ticket) -> Ticket {
        self.hand_back(before, event, after, &[])
    }

    /// The same, where these were missing.
    pub fn hand_back(
        &mut self,
        before: &Ticket,
        event: Event,
        after: Ticket,
        missing: &[MissingDocument],
    ) -> Ticket {
        let counter = after.state.counter().or(before.state.counter());
        let took = before.stay(&after, event.at).filter(|_| event.undoes.is_none());
        let event = Event { counter, took, ..self.next(before, event) };
        let (seq, at, kind) = (event.seq, event.at, event.kind.clone());
        let place = if after.place == EventSeq::NEXT { seq } else { after.place };
        let after = Ticket { place, last_event: seq, ..after };
        let (moved, missing) = (Box::new(before.clone()), missing.to_vec());
        let now = Box::new(after.clone());
        self.change(Change::Moved { before: moved, after: now, event, missing });
        if let Some(counter) = counter {
            let before = Ticket { last_event: seq, ..before.clone() };
            let action = LastAction { counter, kind, at, before };
            self.answer(Answered {
                key: RequestKey::new(format!("step {}", seq.0)),
                outcome: Outcome { ticket: Some(after.id), ..Outcome::default() },
                at,
                day: after.day,
                action: Some(action),
                fingerprint: "step".to_owned(),
            });
        }
        after
    }

    pub fn answer(&mut self, answered: Answered) {
        self.change(Change::Answered(Box::new(answered)));
    }

    /// Something happens to a ticket that leaves it where it is.
    pub fn note(&mut self, ticket: &Ticket, event: Event) {
        let event = self.next(ticket, event);
        self.change(Change::Noted { ticket: ticket.id, day: ticket.day, event });
    }

    /// Takes a ticket over into another day, with the line in its log that says so.
    pub fn carry_over(&mut self, ticket: &Ticket, day: BusinessDay) {
        self.change(Change::CarriedOver { ticket: Box::new(ticket.clone()), day });
        let there = Ticket { day, ..ticket.clone() };
        self.note(&there, event("carried-over", ticket.issued_at));
    }

    pub fn take_break(&mut self, counter: CounterNumber, paused: bool, event: Event) {
        let (day, at, officer) = (self.day.date(), event.at, event.officer);
        self.change(Change::Break { day, counter, paused, at, officer });
    }

    /// Asks for a paper; gives its job.
    pub fn print(&mut self, job: PrintJob) -> i64 {
        let id = self.day.head().job + 1;
        self.change(Change::PrintAsked(PrintJob { id, ..job }));
        id
    }

    pub fn ask_help(&mut self, request: HelpRequest) -> HelpId {
        let id = HelpId(self.day.head().help + 1);
        let day = self.day.date();
        self.change(Change::HelpAsked { day, request: HelpRequest { id, ..request } });
        id
    }
}
