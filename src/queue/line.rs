//! Who waits: the lines of each stage, in order, and whoever has waited longest in them.

use crate::domain::{
    CounterNumber, EventSeq, Lane, ServiceCode, StageId, State, Ticket, TicketId, Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

/// What orders a line, and who stands there.
type Place = (EventSeq, EventSeq, TicketId);

/// One lane of the line for a stage of a service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Line {
    places: BTreeSet<Place>,
    since: BTreeSet<(Timestamp, TicketId)>,
}

/// Everybody who waits, by what for. Whoever is reserved for a counter stands in no line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Lines {
    lines: BTreeMap<(ServiceCode, Lane), BTreeMap<StageId, Line>>,
    reserved: BTreeMap<CounterNumber, BTreeSet<Place>>,
}

fn place(ticket: &Ticket) -> Place {
    (ticket.place, ticket.last_event, ticket.id)
}

impl Lines {
    /// Puts a ticket where it waits, if it does.
    pub(super) fn enter(&mut self, ticket: &Ticket) {
        let State::Waiting { stage } = &ticket.state else { return };
        if let Some(counter) = ticket.reserved_for {
            self.reserved.entry(counter).or_default().insert(place(ticket));
            return;
        }
        let stages = self.lines.entry((ticket.service, ticket.lane)).or_default();
        let line = match stages.get_mut(stage) {
            Some(line) => line,
            None => stages.entry(stage.clone()).or_default(),
        };
        line.places.insert(place(ticket));
        line.since.insert((ticket.arrived_at, ticket.id));
    }

    /// Takes a ticket away from where it waits, if it does.
    pub(super) fn leave(&mut self, ticket: &Ticket) {
        let State::Waiting { stage } = &ticket.state else { return };
        if let Some(counter) = ticket.reserved_for {
            if let Some(reserved) = self.reserved.get_mut(&counter) {
                reserved.remove(&place(ticket));
                if reserved.is_empty() {
                    self.reserved.remove(&counter);
                }
            }
            return;
        }
        let key = (ticket.service, ticket.lane);
        let Some(stages) = self.lines.get_mut(&key) else { return };
        let Some(line) = stages.get_mut(stage) else { return };
        line.places.remove(&place(ticket));
        line.since.remove(&(ticket.arrived_at, ticket.id));
        if line.places.is_empty() {
            stages.remove(stage);
        }
        if stages.is_empty() {
            self.lines.remove(&key);
        }
    }

    fn line(&self, service: ServiceCode, stage: &StageId, lane: Lane) -> Option<&Line> {
        self.lines.get(&(service, lane))?.get(stage)
    }

    /// Who stands in that line, in order.
    pub(super) fn in_line(
        &self,
        service: ServiceCode,
        stage: &StageId,
        lane: Lane,
    ) -> impl Iterator<Item = TicketId> + '_ {
        let line = self.line(service, stage, lane).into_iter();
        line.flat_map(|line| line.places.iter().map(|(_, _, id)| *id))
    }

    /// Since when whoever has waited longest in that line has waited.
    pub(super) fn since(
        &self,
        service: ServiceCode,
        stage: &StageId,
        lane: Lane,
    ) -> Option<Timestamp> {
        self.line(service, stage, lane)?.since.first().map(|(since, _)| *since)
    }

    /// Who is reserved for this counter, in order.
    pub(super) fn reserved(&self, counter: CounterNumber) -> impl Iterator<Item = TicketId> + '_ {
        let places = self.reserved.get(&counter).into_iter().flatten();
        places.map(|(_, _, id)| *id)
    }

    /// Who is reserved for any counter.
    pub(super) fn all_reserved(&self) -> impl Iterator<Item = TicketId> + '_ {
        self.reserved.values().flatten().map(|(_, _, id)| *id)
    }

    /// How many stand in each line.
    pub(super) fn counts(&self) -> impl Iterator<Item = (ServiceCode, &StageId, Lane, u32)> {
        self.lines.iter().flat_map(|((service, lane), stages)| {
            let count = |line: &Line| line.places.len() as u32;
            stages.iter().map(move |(stage, line)| (*service, stage, *lane, count(line)))
        })
    }
}
