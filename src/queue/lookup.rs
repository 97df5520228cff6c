//! What a [`Day`] is asked.

use super::day::Held;
use super::update::Series;
use super::{
    CounterBreak, Day, Deed, Head, HelpRequest, MissingCount, MissingDocument, OfficerRecord,
    PrintJob, PrinterEvent, PrinterRecord, WaitingCount,
};
use crate::domain::{
    BusinessDay, CounterNumber, Doubt, EventSeq, FailedAttempts, Lane, LastAction, OfficerId,
    PrintKind, PrintState, PublicCall, ServiceCode, StageId, Ticket, TicketId, TicketNumber,
    Timestamp,
};
use chrono::TimeDelta;
use std::collections::{BTreeMap, HashSet};

impl Day {
    /// Which day it is.
    pub fn date(&self) -> BusinessDay {
        self.date
    }

    /// Where the queue stood when it was brought up to date.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The newest event of all.
    pub fn newest_event(&self) -> EventSeq {
        self.head.event
    }

    /// The newest serial of each series.
    pub fn serials(&self) -> impl Iterator<Item = (ServiceCode, u32)> + '_ {
        self.serials.iter().map(|(service, series)| (*service, series.last))
    }

    /// The newest serial of a service; 0 before the first.
    pub fn last_serial(&self, service: ServiceCode) -> u32 {
        self.serials.get(&service).map_or(0, |series| series.last)
    }

    /// How many numbers of a service were given.
    pub fn numbers_given(&self, service: ServiceCode) -> u32 {
        self.serials.get(&service).map_or(0, |Series { last, skipped }| last - skipped)
    }

    fn held(&self, id: TicketId) -> Option<&Held> {
        self.tickets.get(&id)
    }

    fn of(&self, id: &TicketId) -> Option<&Ticket> {
        self.tickets.get(id).map(|held| &held.ticket)
    }

    /// The ticket with this number.
    pub fn ticket(&self, number: TicketNumber) -> Option<&Ticket> {
        self.of(self.numbers.get(&number)?)
    }

    /// The ticket with this identity, if it is of this day or its paper is not settled yet.
    pub fn ticket_by_id(&self, id: TicketId) -> Option<&Ticket> {
        self.of(&id).or_else(|| self.guests.get(&id).map(|guest| &guest.ticket))
    }

    /// Every ticket, finished ones included, by number.
    pub fn tickets(&self) -> impl Iterator<Item = &Ticket> {
        self.numbers.values().filter_map(|id| self.of(id))
    }

    /// Why the clock was not believed when this ticket was issued, if it is known here ([`Day::ticket_by_id`]).
    pub fn doubt_at_issue(&self, id: TicketId) -> Option<Doubt> {
        match self.held(id) {
            Some(held) => held.doubt,
            None => self.guests.get(&id)?.doubt,
        }
    }

    /// Tickets that wait, are called or are being served, in the order of their last event.
    pub fn open_tickets(&self) -> impl Iterator<Item = &Ticket> {
        self.open.values().filter_map(|id| self.of(id))
    }

    /// Tickets that are out of the office: missed, or handed back for documents; in the order of their last event.
    pub fn away_tickets(&self) -> impl Iterator<Item = &Ticket> {
        self.away.values().filter_map(|id| self.of(id))
    }

    /// Who stands in the line for this stage of this service in this lane, in order; nobody who is reserved for a counter.
    pub fn line(
        &self,
        service: ServiceCode,
        stage: &StageId,
        lane: Lane,
    ) -> impl Iterator<Item = &Ticket> {
        self.lines.in_line(service, stage, lane).filter_map(|id| self.of(&id))
    }

    /// Since when whoever has waited longest in that line has waited; not always the first, because a file that came
    /// back goes ahead.
    pub fn waiting_since(
        &self,
        service: ServiceCode,
        stage: &StageId,
        lane: Lane,
    ) -> Option<Timestamp> {
        self.lines.since(service, stage, lane)
    }

    /// The waiting tickets that only this counter may call, in order.
    pub fn reserved_tickets(&self, counter: CounterNumber) -> impl Iterator<Item = &Ticket> {
        self.lines.reserved(counter).filter_map(|id| self.of(&id))
    }

    /// How many wait, for each service, stage and lane in which anybody does, reserved ones included.
    pub fn waiting_counts(&self) -> Vec<WaitingCount> {
        let mut counts: BTreeMap<(ServiceCode, &StageId, Lane), u32> = BTreeMap::new();
        for (service, stage, lane, count) in self.lines.counts() {
            *counts.entry((service, stage, lane)).or_default() += count;
        }
        for ticket in self.lines.all_reserved().filter_map(|id| self.of(&id)) {
            if let Some(stage) = ticket.state.stage() {
                *counts.entry((ticket.service, stage, ticket.lane)).or_default() += 1;
            }
        }
        let counted = |((service, stage, lane), count): ((ServiceCode, &StageId, Lane), u32)| {
            WaitingCount { service, stage: stage.clone(), lane, count }
        };
        counts.into_iter().map(counted).collect()
    }

    /// The ticket that this counter holds.
    pub fn ticket_at_counter(&self, counter: CounterNumber) -> Option<&Ticket> {
        self.of(self.at_counters.get(&counter)?)
    }

    /// The tickets that the counters hold.
    pub fn held_tickets(&self) -> impl Iterator<Item = &Ticket> {
        self.at_counters.values().filter_map(|id| self.of(id))
    }

    /// The counters that have done anything since then.
    pub fn active_since(&self, since: Timestamp) -> impl Iterator<Item = CounterNumber> + '_ {
        let active = self.last_actions.values().filter(move |action| action.at >= since);
        active.map(|action| action.counter)
    }

    /// How long the last tickets that were finished at this stage held their counters, of whatever day, newest first, each
    /// with its service. A step that was taken back is among them now and then; half of the others do not mind.
    pub fn stage_times(&self, stage: &StageId) -> impl Iterator<Item = (ServiceCode, TimeDelta)> {
        let times = self.stage_times.get(stage).into_iter().flatten();
        times.map(|took| (took.service, took.took))
    }

    /// The newest move at this counter, with the ticket as it was before.
    pub fn last_action(&self, counter: CounterNumber) -> Option<&LastAction> {
        self.last_actions.get(&counter)
    }

    /// The breaks that have not ended, by counter.
    pub fn breaks(&self) -> impl Iterator<Item = &CounterBreak> {
        self.breaks.values()
    }

    /// Whether this counter takes a break.
    pub fn is_paused(&self, counter: CounterNumber) -> bool {
        self.breaks.contains_key(&counter)
    }

    /// The requests for staff that nobody has answered, in order.
    pub fn open_help(&self) -> impl Iterator<Item = &HelpRequest> {
        self.help.values()
    }

    /// What was missing when this ticket was last handed back; empty when it never was.
    pub fn missing_documents(&self, id: TicketId) -> &[MissingDocument] {
        let last = self.held(id).and_then(|held| held.missing.last());
        last.map_or(&[], |(_, documents)| documents)
    }

    /// Which documents were missing, the most frequent first. What was taken back does not count.
    pub fn missing_counts(&self) -> Vec<MissingCount> {
        let mut counts: BTreeMap<(String, &str), (ServiceCode, u32)> = BTreeMap::new();
        for held in self.tickets.values() {
            let service = held.ticket.service;
            for document in held.missing.iter().flat_map(|(_, documents)| documents) {
                let key = (service.to_string(), &*document.document);
                counts.entry(key).or_insert((service, 0)).1 += 1;
            }
        }
        let counted = |((_, document), (service, count)): ((String, &str), (ServiceCode, u32))| {
            MissingCount { service, document: document.to_owned(), count }
        };
        let mut all: Vec<MissingCount> = counts.into_iter().map(counted).collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.count));
        all
    }

    /// The calls and recalls above `after`, in order, without those that were taken back.
    pub fn calls_after(&self, after: EventSeq) -> impl Iterator<Item = PublicCall> + '_ {
        let next = EventSeq(after.0.saturating_add(1));
        self.calls.range(next..).map(|(_, call)| call.call.clone())
    }

    /// The latest calls, newest first, one for each number, without those that were taken back.
    pub fn latest_calls(&self, limit: usize) -> Vec<PublicCall> {
        let mut told = HashSet::new();
        let newest_first = self.calls.values().rev();
        let latest =
            newest_first.filter(|call| told.insert(call.ticket)).map(|call| call.call.clone());
        latest.take(limit).collect()
    }

    /// What was done at a counter, in order, without what was taken back. A file that was handed back on another day is
    /// among it.
    pub fn deeds_at(&self, counter: CounterNumber) -> impl Iterator<Item = &Deed> {
        self.deeds.values().filter(move |deed| deed.counter == counter)
    }

    /// The lanes of the latest tickets called or taken at any of these stages, newest first, without those that were
    /// taken back.
    pub fn recent_lanes(&self, stages: &[StageId], limit: usize) -> Vec<Lane> {
        let turns = self.turns.values().rev().filter(|turn| stages.contains(&turn.stage));
        turns.map(|turn| turn.lane).take(limit).collect()
    }

    /// The print jobs of a ticket of the day, in order.
    pub fn print_jobs_of(&self, id: TicketId) -> impl Iterator<Item = &PrintJob> {
        let jobs = self.held(id).into_iter().flat_map(|held| &held.jobs);
        jobs.filter_map(|job| self.jobs.get(job))
    }

    /// A print job of the day, or one that is not settled yet.
    pub fn print_job(&self, id: i64) -> Option<&PrintJob> {
        self.jobs.get(&id)
    }

    /// The print jobs for this printer that are `Pending`, `Postponed` or `Sending`, in order.
    pub fn unsettled_print_jobs(&self, printer: &str) -> impl Iterator<Item = &PrintJob> {
        self.jobs.values().filter(move |job| job.printer == printer && job.state.is_open())
    }

    /// The jobs that may still come into another state: those that are not settled, and those of which nobody knows what
    /// became of them, for a printer may tell late.
    pub fn changing_jobs(&self) -> impl Iterator<Item = i64> + '_ {
        let may_change =
            |job: &&PrintJob| job.state.is_open() || matches!(job.state, PrintState::Unknown(_));
        self.jobs.values().filter(may_change).map(|job| job.id)
    }

    /// The newest ticket and the newest slip of each open ticket, where it is `Failed`, `Unknown` or `Withdrawn`, or still
    /// not settled though it was asked for before `overdue`, in order.
    pub fn unprinted(&self, overdue: Timestamp) -> Vec<&PrintJob> {
        let is_bad = |job: &PrintJob| match job.state {
            PrintState::Failed(_) | PrintState::Unknown(_) | PrintState::Withdrawn(_) => true,
            PrintState::Printed(_) => false,
            _ => job.created_at < overdue,
        };
        let mut bad: Vec<&PrintJob> = Vec::new();
        for ticket in self.open_tickets() {
            for kind in [PrintKind::Ticket, PrintKind::Slip] {
                let newest = self.print_jobs_of(ticket.id).filter(|job| job.kind() == kind).last();
                bad.extend(newest.filter(|job| is_bad(job)));
            }
        }
        bad.sort_unstable_by_key(|job| job.id);
        bad
    }

    /// What is known of a printer; `None` when nobody has ever owned it.
    pub fn printer(&self, printer: &str) -> Option<&PrinterRecord> {
        self.printers.get(printer)
    }

    /// What is known of every printer that was ever owned, by id.
    pub fn printers(&self) -> impl Iterator<Item = &PrinterRecord> {
        self.printers.values()
    }

    /// What befell a printer lately, newest first.
    pub fn printer_events(&self, printer: &str) -> impl Iterator<Item = &PrinterEvent> {
        self.printer_logs.get(printer).into_iter().flatten()
    }

    /// Everybody who works or has worked here, by id.
    pub fn officers(&self) -> impl Iterator<Item = &OfficerRecord> {
        self.officers.values()
    }

    /// The officer with this id, retired or not.
    pub fn officer(&self, id: &OfficerId) -> Option<&OfficerRecord> {
        self.officers.get(id)
    }

    /// How often somebody has guessed at this door since the last right PIN.
    pub fn failed_attempts(&self, door: &str) -> FailedAttempts {
        self.failed_attempts.get(door).copied().unwrap_or_default()
    }
}
