//! One business day in memory: everything that a decision or a screen needs of this moment.
//!
//! Each program that decides or shows something keeps one, and brings it up to date before it looks: by what others have
//! written ([`Day::take`]) and by what it has decided itself ([`Day::apply`]). Both go through the same few steps, and the day
//! that comes of them equals the one that is read anew. Never here: a rule, or where the records come from.

use super::line::Lines;
use super::update::{People, Printers, Series, StageTime};
use super::{
    Change, CounterBreak, Event, Head, HelpId, HelpRequest, MissingDocument, OfficerRecord,
    PrintJob, PrinterEvent, PrinterRecord, TicketRecord, Update,
};
use crate::domain::estimate::SAMPLE;
use crate::domain::{
    BusinessDay, CounterNumber, Doubt, EventSeq, FailedAttempts, Lane, LastAction, Manner,
    OfficerId, PublicCall, ServiceCode, StageId, State, Ticket, TicketId, TicketNumber, Timestamp,
};
use chrono::TimeDelta;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// So many of the last times of a stage are kept, of whatever day.
pub const STAGE_TIMES: usize = 2 * SAMPLE as usize;

/// Print jobs of other days are kept while no more than this many newer ones were asked for: a printer may say late what
/// became of them.
pub const RECENT_JOBS: i64 = 300;

/// So many of the newest lines of the log of a printer are kept.
pub const PRINTER_LINES: usize = 20;

/// A ticket and what hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) ticket: Ticket,
    pub(super) doubt: Option<Doubt>,
    /// What was missing, by the event that handed the file back.
    pub(super) missing: Vec<(EventSeq, Vec<MissingDocument>)>,
    /// Its print jobs, in order.
    pub(super) jobs: Vec<i64>,
}

/// A call of the day that was not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) ticket: TicketId,
    pub(super) call: PublicCall,
}

/// A turn of the day that was not taken back: where the ticket waited, and in which lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) stage: StageId,
    pub(super) lane: Lane,
}

/// A step at a counter that was not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Where.
    pub counter: CounterNumber,
    /// What: `called`, `taken`, `finished`, `returned` or `missed`.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// How long the ticket was where it left with this step.
    pub took: Option<TimeDelta>,
}

/// How long a ticket was at a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Took {
    pub(super) ticket: TicketId,
    pub(super) service: ServiceCode,
    pub(super) took: TimeDelta,
}

/// One business day of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub(super) date: BusinessDay,
    pub(super) head: Head,
    pub(super) tickets: HashMap<TicketId, Held>,
    pub(super) numbers: BTreeMap<TicketNumber, TicketId>,
    pub(super) serials: BTreeMap<ServiceCode, Series>,
    /// Who waits, is called or is being served, by their last event.
    pub(super) open: BTreeMap<EventSeq, TicketId>,
    /// Whose visitor is away, by their last event.
    pub(super) away: BTreeMap<EventSeq, TicketId>,
    pub(super) lines: Lines,
    pub(super) at_counters: BTreeMap<CounterNumber, TicketId>,
    pub(super) last_actions: BTreeMap<CounterNumber, LastAction>,
    pub(super) calls: BTreeMap<EventSeq, Call>,
    pub(super) turns: BTreeMap<EventSeq, Turn>,
    pub(super) deeds: BTreeMap<EventSeq, Deed>,
    /// Newest first.
    pub(super) stage_times: BTreeMap<StageId, VecDeque<Took>>,
    pub(super) breaks: BTreeMap<CounterNumber, CounterBreak>,
    pub(super) help: BTreeMap<HelpId, HelpRequest>,
    pub(super) jobs: BTreeMap<i64, PrintJob>,
    /// Of other days; their paper is not settled yet.
    pub(super) guests: HashMap<TicketId, TicketRecord>,
    pub(super) printers: BTreeMap<String, PrinterRecord>,
    /// Newest first.
    pub(super) printer_logs: BTreeMap<String, VecDeque<PrinterEvent>>,
    pub(super) officers: BTreeMap<OfficerId, OfficerRecord>,
    pub(super) failed_attempts: BTreeMap<String, FailedAttempts>,
}

impl Day {
    /// A day of which nothing is known yet.
    pub fn new(date: BusinessDay) -> Self {
        Self {
            date,
            head: Head::default(),
            tickets: HashMap::new(),
            numbers: BTreeMap::new(),
            serials: BTreeMap::new(),
            open: BTreeMap::new(),
            away: BTreeMap::new(),
            lines: Lines::default(),
            at_counters: BTreeMap::new(),
            last_actions: BTreeMap::new(),
            calls: BTreeMap::new(),
            turns: BTreeMap::new(),
            deeds: BTreeMap::new(),
            stage_times: BTreeMap::new(),
            breaks: BTreeMap::new(),
            help: BTreeMap::new(),
            jobs: BTreeMap::new(),
            guests: HashMap::new(),
            printers: BTreeMap::new(),
            printer_logs: BTreeMap::new(),
            officers: BTreeMap::new(),
            failed_attempts: BTreeMap::new(),
        }
    }

    /// Takes in what a store has read.
    pub fn take(&mut self, update: Update) {
        let whole = update.whole;
        if whole {
            *self = Self::new(self.date);
        }
        for TicketRecord { ticket, doubt } in update.tickets {
            self.put(ticket, doubt);
        }
        for logged in update.events {
            self.log(logged.ticket, &logged.event, logged.missing);
            if !whole && let Some(held) = self.tickets.get(&logged.ticket) {
                let (id, service) = (logged.ticket, held.ticket.service);
                self.keep_time(id, service, &logged.event);
            }
        }
        for action in update.last_actions {
            self.last_actions.insert(action.counter, action);
        }
        self.serials.extend(update.serials);
        for StageTime { stage, ticket, service, took } in update.stage_times {
            self.stage_times.entry(stage).or_default().push_back(Took { ticket, service, took });
        }
        if let Some(guests) = update.guests {
            self.guests = guests.into_iter().map(|guest| (guest.ticket.id, guest)).collect();
        }
        let papers_change = whole || !update.jobs.is_empty() || update.head.job != self.head.job;
        for job in update.jobs {
            self.put_job(job);
        }
        if let Some(Printers { known, lines }) = update.printers {
            self.printers = known.into_iter().map(|one| (one.printer.clone(), one)).collect();
            self.printer_logs.clear();
            for (printer, event) in lines {
                self.printer_logs.entry(printer).or_default().push_back(event);
            }
        }
        if let Some(People { officers, failed_attempts }) = update.people {
            self.officers = officers.into_iter().map(|one| (one.officer.id.clone(), one)).collect();
            self.failed_attempts = failed_attempts.into_iter().collect();
        }
        if let Some(breaks) = update.breaks {
            self.breaks = breaks.into_iter().map(|one| (one.counter, one)).collect();
        }
        if let Some(help) = update.help {
            self.help = help.into_iter().map(|one| (one.id, one)).collect();
        }
        self.head = update.head;
        if papers_change {
            self.part_from_papers();
        }
    }

    /// What one decision leads to. Whoever applies changes commits them, or drops this day.
    pub fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            self.change(change);
        }
        self.head.count(changes);
        let is_of_paper =
            |change: &Change| matches!(change, Change::PrintAsked(_) | Change::PrintMoved { .. });
        if changes.iter().any(is_of_paper) {
            self.part_from_papers();
        }
    }

    fn change(&mut self, change: &Change) {
        match change {
            Change::Issued { ticket, doubt, event, .. } => {
                if ticket.day == self.date {
                    self.put(Ticket::clone(ticket), *doubt);
                    self.log(ticket.id, event, Vec::new());
                }
            }
            Change::Moved { after, event, missing, .. } => {
                if after.day == self.date {
                    self.put(Ticket::clone(after), None);
                    self.log(after.id, event, missing.clone());
                }
                // How long a stage takes is known from whatever day.
                self.keep_service(after);
                self.keep_time(after.id, after.service, event);
            }
            Change::Noted { .. } => {}
            // A day that takes tickets over is read anew: it is its first step. Only its numbers are told at once.
            Change::CarriedOver { ticket, day } => {
                if *day == self.date {
                    let series = self.serials.entry(ticket.number.service()).or_default();
                    series.last = series.last.max(ticket.number.serial());
                }
            }
            Change::Break { day, counter, paused, at, officer } if *day == self.date => {
                self.breaks.remove(counter);
                if *paused {
                    let (counter, since, officer) = (*counter, *at, officer.clone());
                    self.breaks.insert(counter, CounterBreak { counter, since, officer });
                }
            }
            Change::HelpAsked { day, request } if *day == self.date => {
                self.help.insert(request.id, request.clone());
            }
            Change::HelpAnswered { id, .. } => {
                self.help.remove(id);
            }
            Change::PrintAsked(job) => self.put_job(job.clone()),
            Change::PrintMoved { job, to, .. } => {
                if let Some(job) = self.jobs.get_mut(job) {
                    job.state = *to;
                }
            }
            Change::Printer(record) => {
                self.printers.insert(record.printer.clone(), record.clone());
            }
            Change::PrinterNoted { printer, event } => {
                let log = self.printer_logs.entry(printer.clone()).or_default();
                log.push_front(event.clone());
                log.truncate(PRINTER_LINES);
            }
            Change::Officer(record) => {
                self.officers.insert(record.officer.id.clone(), record.clone());
            }
            Change::FailedAttempts { door, failed_attempts } => {
                self.failed_attempts.remove(door);
                if failed_attempts.wrong > 0 {
                    self.failed_attempts.insert(door.clone(), *failed_attempts);
                }
            }
            Change::Answered(answered) => {
                if let Some(action) = answered.action.clone().filter(|_| answered.day == self.date)
                {
                    self.last_actions.insert(action.counter, action);
                }
            }
            Change::Break { .. }
            | Change::HelpAsked { .. }
            | Change::OfficerNoted(_)
            | Change::AnswersForgotten(_)
            | Change::ClockRead(_)
            | Change::ClockStepped { .. } => {}
        }
    }

    /// Puts a ticket where it is now, over its older copy.
    fn put(&mut self, ticket: Ticket, doubt: Option<Doubt>) {
        if let Some(held) = self.tickets.get(&ticket.id) {
            let old = &held.ticket;
            self.lines.leave(old);
            self.open.remove(&old.last_event);
            self.away.remove(&old.last_event);
            if let Some(counter) = old.state.counter() {
                // Another one may be there already, where two changes are taken in at once.
                if self.at_counters.get(&counter) == Some(&old.id) {
                    self.at_counters.remove(&counter);
                }
            }
            if old.service != ticket.service {
                self.keep_service(&ticket);
            }
        } else {
            self.numbers.insert(ticket.number, ticket.id);
            let series = self.serials.entry(ticket.number.service()).or_default();
            series.last = series.last.max(ticket.number.serial());
        }
        self.lines.enter(&ticket);
        match &ticket.state {
            State::Waiting { .. } | State::Called { .. } | State::Serving { .. } => {
                self.open.insert(ticket.last_event, ticket.id);
            }
            State::Missed { .. } | State::Returned { .. } => {
                self.away.insert(ticket.last_event, ticket.id);
            }
            State::Done | State::Cancelled | State::Lapsed => {}
        }
        if let Some(counter) = ticket.state.counter() {
            self.at_counters.insert(counter, ticket.id);
        }
        match self.tickets.get_mut(&ticket.id) {
            Some(held) => held.ticket = ticket,
            None => {
                let (id, missing, jobs) = (ticket.id, Vec::new(), Vec::new());
                self.tickets.insert(id, Held { ticket, doubt, missing, jobs });
            }
        }
    }

    /// Takes in what follows from an event besides where its ticket is.
    fn log(&mut self, id: TicketId, event: &Event, missing: Vec<MissingDocument>) {
        let Some(held) = self.tickets.get_mut(&id) else { return };
        if let Some(undone) = event.undoes {
            self.calls.remove(&undone);
            self.turns.remove(&undone);
            self.deeds.remove(&undone);
            held.missing.retain(|(seq, _)| *seq != undone);
        }
        if !missing.is_empty() {
            held.missing.push((event.seq, missing));
        }
        let (number, lane) = (held.ticket.number, held.ticket.lane);
        let kind = &*event.kind;
        if let (Some(counter), "called" | "recalled") = (event.counter, kind) {
            let (seq, at, service) = (event.seq, event.at, number.service());
            let manner = Manner { recall: kind == "recalled", lane, stage: event.stage.clone() };
            let call = PublicCall { seq, number, service, counter, at, manner };
            self.calls.insert(seq, Call { ticket: id, call });
        }
        if let (Some(counter), "called" | "taken" | "finished" | "returned" | "missed") =
            (event.counter, kind)
        {
            let (kind, at, took) = (kind.to_owned(), event.at, event.took);
            self.deeds.insert(event.seq, Deed { counter, kind, at, took });
        }
        if let (Some(stage), "called" | "taken") = (&event.stage, kind) {
            self.turns.insert(event.seq, Turn { stage: stage.clone(), lane });
        }
    }

    /// What a ticket took counts for the service that it is for now.
    fn keep_service(&mut self, ticket: &Ticket) {
        let took = self.stage_times.values_mut().flatten();
        for took in took.filter(|took| took.ticket == ticket.id) {
            took.service = ticket.service;
        }
    }

    /// Keeps how long a stage took, where the event says so.
    fn keep_time(&mut self, id: TicketId, service: ServiceCode, event: &Event) {
        if let (Some(stage), Some(took), "finished") = (&event.stage, event.took, &*event.kind) {
            let times = self.stage_times.entry(stage.clone()).or_default();
            times.push_front(Took { ticket: id, service, took });
            times.truncate(STAGE_TIMES);
        }
    }

    fn put_job(&mut self, job: PrintJob) {
        if let Some(held) = job.ticket.and_then(|id| self.tickets.get_mut(&id))
            && !held.jobs.contains(&job.id)
        {
            held.jobs.push(job.id);
        }
        self.jobs.insert(job.id, job);
    }

    /// Nobody asks for a ticket of another day once its paper is settled, nor for that paper once many newer ones were asked
    /// for.
    fn part_from_papers(&mut self) {
        let Self { guests, jobs, tickets, head, .. } = self;
        let is_ours = |job: &PrintJob| job.ticket.is_some_and(|id| tickets.contains_key(&id));
        let old = jobs.range(..=head.job - RECENT_JOBS);
        let old = old.filter(|(_, job)| !job.state.is_open() && !is_ours(job));
        for id in old.map(|(id, _)| *id).collect::<Vec<_>>() {
            jobs.remove(&id);
        }
        let waits = |job: &PrintJob, id| job.ticket == Some(id) && job.state.is_open();
        guests.retain(|id, _| jobs.values().any(|job| waits(job, *id)));
    }
}

impl Head {
    /// Where the queue stands once these are written.
    fn count(&mut self, changes: &[Change]) {
        let before = self.stamps;
        for change in changes {
            match change {
                Change::Issued { ticket, event, .. } => {
                    self.event = self.event.max(event.seq);
                    self.newest_day = self.newest_day.max(Some(ticket.day));
                }
                Change::Moved { event, .. } | Change::Noted { event, .. } => {
                    self.event = self.event.max(event.seq);
                }
                Change::CarriedOver { day, .. } => {
                    self.newest_day = self.newest_day.max(Some(*day));
                }
                Change::PrintAsked(job) => self.job = self.job.max(job.id),
                Change::HelpAsked { request, .. } => self.help = self.help.max(request.id.0),
                Change::PrintMoved { .. } => self.stamps.prints = before.prints + 1,
                Change::Printer(_) | Change::PrinterNoted { .. } => {
                    self.stamps.printers = before.printers + 1;
                }
                Change::HelpAnswered { .. } => self.stamps.help = before.help + 1,
                Change::Officer(_) | Change::OfficerNoted(_) | Change::FailedAttempts { .. } => {
                    self.stamps.people = before.people + 1;
                }
                Change::Break { .. } => self.stamps.breaks = before.breaks + 1,
                // The desk reads what is kept of clocks by itself.
                Change::ClockRead(_) | Change::ClockStepped { .. } => {}
                Change::Answered(_) | Change::AnswersForgotten(_) => {}
            }
        }
    }
}
