//! What everybody may look at: the board, one counter's view, one ticket's file.

use crate::desk::clock::{DoubtedClock, clock_of};
use crate::desk::decide::call::{waiting_for, who_is_next};
use crate::desk::decide::help::who_asks;
use crate::desk::decide::undo::undoable;
use crate::desk::refusal::{Refusal, counter};
use crate::desk::request::PENDING_LIMIT;
use crate::desk::views::today::{CounterToday, IssuedToday, issued, of_counter};
use crate::desk::{Desk, DeskError, LeftBehind, Look, Undoable};
use crate::domain::{
    BusinessDay, CounterNumber, Doubt, EventSeq, PrintKind, PrintState, PublicCall, ServiceCode,
    StageId, State, Ticket, TicketId, TicketNumber, Why,
};
use crate::queue::{CounterBreak, Event, HelpRequest, MissingCount, MissingDocument, PrintJob};
use chrono::TimeDelta;

/// How many recent calls a wall shows besides the current one.
pub const LATEST_CALLS: u32 = 6;

/// One moment of the whole queue.
#[derive(Debug, Clone)]
pub struct Board {
    /// The business day.
    pub day: BusinessDay,
    /// What is wrong with the clock.
    pub clock: Option<DoubtedClock>,
    /// Tickets of later days that nobody has finished: a clock that was wrong gave them, and their numbers may be out twice.
    pub ahead: Vec<Ticket>,
    /// Whom the change of the day has left behind, where they may still be here.
    pub left_behind: Option<LeftBehind>,
    /// Everything up to this event is in here.
    pub newest_event: EventSeq,
    /// Tickets that wait, are called or are being served, in order.
    pub open: Vec<Ticket>,
    /// Tickets whose visitor is away: a missed call, or a file handed back for documents.
    pub away: Vec<Ticket>,
    /// The counters that take a break.
    pub paused: Vec<CounterNumber>,
    /// Since when they take it, and who began it.
    pub breaks: Vec<CounterBreak>,
    /// Who waits at a kiosk for staff.
    pub help: Vec<HelpRequest>,
    /// Which documents were missing today, the most frequent first.
    pub missing: Vec<MissingCount>,
    /// The calls above the event that was asked for, in order: to be announced.
    pub new_calls: Vec<PublicCall>,
    /// The latest call of each number, newest first: to be listed.
    pub latest_calls: Vec<PublicCall>,
}

/// How many wait for one stage of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The service.
    pub service: ServiceCode,
    /// The stage.
    pub stage: StageId,
    /// How many.
    pub count: usize,
}

impl Board {
    /// The waiting tickets.
    pub fn waiting(&self) -> impl Iterator<Item = (&Ticket, &StageId)> {
        self.open.iter().filter_map(|ticket| match &ticket.state {
            State::Waiting { stage } => Some((ticket, stage)),
            _ => None,
        })
    }

    /// How many wait, by service and stage, in the order of the service codes.
    pub fn counts(&self) -> Vec<Waiting> {
        let mut counts = std::collections::BTreeMap::new();
        for (ticket, stage) in self.waiting() {
            *counts.entry((ticket.service, stage.clone())).or_insert(0) += 1;
        }
        let waiting = |((service, stage), count)| Waiting { service, stage, count };
        counts.into_iter().map(waiting).collect()
    }
}

/// One moment of the queue as one counter needs it.
#[derive(Debug, Clone)]
pub struct CounterView {
    /// The ticket that the counter holds.
    pub current: Option<Ticket>,
    /// Who would be next, and why.
    pub next: Option<(Ticket, Why)>,
    /// Everybody who waits for this counter, in the order of the queue.
    pub waiting: Vec<Ticket>,
    /// Whoever is away from this counter's stages: missed, or fetching documents.
    pub away: Vec<Ticket>,
    /// What those of them whose file was handed back are to bring.
    pub lacking: Vec<(TicketId, Vec<MissingDocument>)>,
    /// Whether the counter takes a break.
    pub paused: bool,
    /// All counters that take a break.
    pub breaks: Vec<CounterNumber>,
    /// What this counter has done today.
    pub today: CounterToday,
    /// Every ticket of today, the newest first.
    pub issued: Vec<IssuedToday>,
    /// The last step here, while it can be taken back.
    pub undo: Option<Undoable>,
    /// Who waits at a kiosk for staff, the first one first; answered with [`Desk::answer_staff`].
    pub help: Vec<HelpRequest>,
    /// The newest call of the office.
    pub latest_call: Option<PublicCall>,
    /// Open tickets whose paper is missing or in doubt.
    pub unprinted: Vec<(Ticket, PrintJob)>,
    /// What is wrong with the clock.
    pub clock: Option<DoubtedClock>,
    /// Whom the change of the day has left behind, where they may still be here.
    pub left_behind: Option<LeftBehind>,
}

/// Everything that is known of a ticket.
#[derive(Debug, Clone)]
pub struct TicketFile {
    /// The ticket.
    pub ticket: Ticket,
    /// Its log.
    pub events: Vec<Event>,
    /// What was missing when it was last handed back.
    pub missing: Vec<MissingDocument>,
    /// Its papers.
    pub print_jobs: Vec<PrintJob>,
    /// Whether the date of its issue is known.
    pub knows_time: bool,
}

impl TicketFile {
    /// What is known of the newest paper with its number; slips are no tickets.
    pub fn paper(&self) -> Option<PrintState> {
        let mut newest_first = self.print_jobs.iter().rev();
        newest_first.find(|job| job.kind() == PrintKind::Ticket).map(|job| job.state)
    }
}

impl TicketFile {
    /// How long it waited for its first call, or until its file was first taken.
    pub fn waited(&self) -> Option<TimeDelta> {
        let undone: Vec<_> = self.events.iter().filter_map(|event| event.undoes).collect();
        let is_turn = |event: &&Event| ["called", "taken"].contains(&&*event.kind);
        let mut turns = self.events.iter().filter(is_turn);
        turns.find(|turn| !undone.contains(&turn.seq)).map(|turn| turn.at - self.ticket.issued_at)
    }
}

impl Desk {
    /// The board; the calls above `after` come in order, so that a display never misses one.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn board(&mut self, after: EventSeq) -> Result<Board, DeskError> {
        self.board_with(after, LATEST_CALLS)
    }

    /// The same with more of the latest calls, for whoever shows only some of them.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn board_with(&mut self, after: EventSeq, latest: u32) -> Result<Board, DeskError> {
        let mut look = self.look()?;
        let left_behind = look.left_behind()?;
        let Look { view, day, now, verdict, .. } = look;
        let later = view.head().newest_day > Some(day.date());
        let ahead = if later { view.ahead_of(day.date())? } else { Vec::new() };
        Ok(Board {
            day: day.date(),
            clock: clock_of(&verdict),
            ahead: ahead.into_iter().map(|one| one.ticket).collect(),
            left_behind,
            newest_event: day.newest_event(),
            open: day.open_tickets().cloned().collect(),
            away: day.away_tickets().cloned().collect(),
            paused: day.breaks().map(|one| one.counter).collect(),
            breaks: day.breaks().cloned().collect(),
            help: who_asks(day, now),
            missing: day.missing_counts(),
            new_calls: day.calls_after(after).collect(),
            latest_calls: day.latest_calls(latest as usize),
        })
    }

    /// What an officer at this counter sees.
    ///
    /// # Errors
    /// An unknown counter; faults of the queue.
    pub fn counter_view(&mut self, number: CounterNumber) -> Result<CounterView, DeskError> {
        let mut look = self.look()?;
        let left_behind = look.left_behind()?;
        let Look { day, office, now, verdict, .. } = look;
        let counter = counter(office, number)?;
        let next = who_is_next(day, office, counter, now);
        let mut unprinted = Vec::new();
        for job in day.unprinted(now - PENDING_LIMIT) {
            let ticket = job.ticket.and_then(|id| day.ticket_by_id(id)).cloned();
            unprinted.extend(ticket.map(|ticket| (ticket, job.clone())));
        }
        let is_here = |ticket: &&Ticket| {
            ticket.state.stage().is_some_and(|stage| counter.serves(ticket.service, stage))
        };
        let away: Vec<Ticket> = day.away_tickets().filter(is_here).cloned().collect();
        let returned = away.iter().filter(|t| matches!(t.state, State::Returned { .. }));
        let lacking =
            returned.map(|ticket| (ticket.id, day.missing_documents(ticket.id).to_vec())).collect();
        Ok(CounterView {
            lacking,
            away,
            paused: day.is_paused(number),
            today: of_counter(day, office, number),
            issued: issued(day),
            breaks: day.breaks().map(|one| one.counter).collect(),
            undo: undoable(day, number, now),
            help: who_asks(day, now),
            current: day.ticket_at_counter(number).cloned(),
            next: next.map(|next| (next.ticket.clone(), next.why)),
            waiting: waiting_for(day, counter).into_iter().cloned().collect(),
            latest_call: day.latest_calls(1).pop(),
            unprinted,
            clock: clock_of(&verdict),
            left_behind,
        })
    }

    /// A ticket of today with its log and papers.
    ///
    /// # Errors
    /// [`Refusal::NoTicket`]; faults of the queue.
    pub fn ticket(&mut self, number: TicketNumber) -> Result<TicketFile, DeskError> {
        let Look { view, day, .. } = self.look()?;
        let unknown = Refusal::NoTicket { number, day: day.date() };
        let ticket = day.ticket(number).ok_or(unknown)?.clone();
        let events = view.events_of(ticket.id)?;
        let print_jobs = day.print_jobs_of(ticket.id).cloned().collect();
        let missing = day.missing_documents(ticket.id).to_vec();
        let knows_time = day.doubt_at_issue(ticket.id).is_none_or(Doubt::knows_time);
        Ok(TicketFile { ticket, events, missing, print_jobs, knows_time })
    }
}
