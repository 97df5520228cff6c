//! Between the columns of a ticket and a [`Ticket`], as it is or as it was before a move at a counter.
//!
//! What changes about a ticket is one block of columns, the same in both tables.

use super::super::StoreError;
use super::rows::{bad, counter, day, id, lane, number, service, stage, time, within};
use crate::domain::{
    CaseId, Entry, EventSeq, Language, LastAction, ServiceClock, StageId, State, Ticket, WaitRange,
};
use chrono::TimeDelta;
use rusqlite::{Result as SqlResult, Row};

macro_rules! ticket_columns {
    () => {
        "SELECT ticket.id, ticket.business_day, series, serial, case_id, lane, language, ahead, wait_from, wait_to, \
         issued_at, service, state, stage, counter, calls, reserved_for, entry, place, arrived_at, clock_ms, clock_since, \
         changed_at, last_event"
    };
}
pub(super) use ticket_columns;

macro_rules! last_action_columns {
    () => {
        "SELECT ticket.id, ticket.business_day, ticket.series, ticket.serial, ticket.case_id, ticket.lane, \
         ticket.language, ticket.ahead, ticket.wait_from, ticket.wait_to, ticket.issued_at, a.service, a.state, a.stage, \
         a.held_by, a.calls, a.reserved_for, a.entry, a.place, a.arrived_at, a.clock_ms, a.clock_since, a.changed_at, \
         a.event, a.counter, a.kind, a.at \
         FROM at CROSS JOIN request AS a INDEXED BY request_of_counter CROSS JOIN ticket"
    };
}
pub(super) use last_action_columns;

/// A row of [`ticket_columns`].
pub(super) struct TicketRow {
    id: [u8; 16],
    day: String,
    series: String,
    serial: u32,
    case: Option<String>,
    lane: String,
    language: String,
    ahead: u32,
    wait: (Option<u16>, Option<u16>),
    issued_at: i64,
    service: String,
    state: String,
    stage: Option<String>,
    counter: Option<i64>,
    calls: u8,
    reserved_for: Option<i64>,
    entry: String,
    place: i64,
    arrived_at: i64,
    clock_ms: i64,
    clock_since: Option<i64>,
    changed_at: i64,
    last_event: i64,
}

impl TicketRow {
    pub(super) fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            id: row.get(0)?,
            day: row.get(1)?,
            series: row.get(2)?,
            serial: row.get(3)?,
            case: row.get(4)?,
            lane: row.get(5)?,
            language: row.get(6)?,
            ahead: row.get(7)?,
            wait: (row.get(8)?, row.get(9)?),
            issued_at: row.get(10)?,
            service: row.get(11)?,
            state: row.get(12)?,
            stage: row.get(13)?,
            counter: row.get(14)?,
            calls: row.get(15)?,
            reserved_for: row.get(16)?,
            entry: row.get(17)?,
            place: row.get(18)?,
            arrived_at: row.get(19)?,
            clock_ms: row.get(20)?,
            clock_since: row.get(21)?,
            changed_at: row.get(22)?,
            last_event: row.get(23)?,
        })
    }

    pub(super) fn into_ticket(self) -> Result<Ticket, StoreError> {
        self.understood().map_err(|fault| {
            let Self { series, serial, day, .. } = &self;
            within(fault, || format!("ticket {series}{serial:03} of {day}"))
        })
    }

    fn understood(&self) -> Result<Ticket, StoreError> {
        let state = self.state()?;
        let case = self.case.as_ref();
        let case = case.map(|c| CaseId::new(c).ok_or_else(|| bad("case", c))).transpose()?;
        Ok(Ticket {
            id: id(self.id),
            number: number(&self.series, self.serial)?,
            day: day(&self.day)?,
            service: service(&self.service)?,
            case,
            lane: lane(&self.lane)?,
            language: Language::from_code(&self.language)
                .ok_or_else(|| bad("language", &self.language))?,
            ahead_at_issue: self.ahead,
            estimate: self.wait.0.zip(self.wait.1).map(|(from, to)| WaitRange { from, to }),
            issued_at: time(self.issued_at)?,
            state,
            reserved_for: self.reserved_for.map(counter).transpose()?,
            entry: Entry::from_code(&self.entry).ok_or_else(|| bad("entry", &self.entry))?,
            place: EventSeq(self.place),
            arrived_at: time(self.arrived_at)?,
            clock: ServiceClock {
                counted: TimeDelta::milliseconds(self.clock_ms),
                running_since: self.clock_since.map(time).transpose()?,
            },
            changed_at: time(self.changed_at)?,
            last_event: EventSeq(self.last_event),
        })
    }

    fn state(&self) -> Result<State, StoreError> {
        let at = || stage(self.stage.as_deref().unwrap_or(""));
        let by = || counter(self.counter.unwrap_or(0));
        Ok(match self.state.as_str() {
            "waiting" => State::Waiting { stage: at()? },
            "called" => State::Called { stage: at()?, counter: by()?, calls: self.calls },
            "serving" => State::Serving { stage: at()?, counter: by()? },
            "missed" => State::Missed { stage: at()? },
            "returned" => State::Returned { stage: at()? },
            "done" => State::Done,
            "cancelled" => State::Cancelled,
            "lapsed" => State::Lapsed,
            other => return Err(bad("state", other)),
        })
    }
}

/// A row of [`last_action_columns`].
pub(super) struct LastActionRow {
    before: TicketRow,
    counter: i64,
    kind: String,
    at: i64,
}

impl LastActionRow {
    pub(super) fn read(row: &Row<'_>) -> SqlResult<Self> {
        let before = TicketRow::read(row)?;
        Ok(Self { before, counter: row.get(24)?, kind: row.get(25)?, at: row.get(26)? })
    }

    pub(super) fn into_action(self) -> Result<LastAction, StoreError> {
        Ok(LastAction {
            counter: counter(self.counter)?,
            kind: self.kind,
            at: time(self.at)?,
            before: self.before.into_ticket()?,
        })
    }
}

/// What changes about a ticket, as the columns of both tables hold it; of a state only its parts.
pub(super) struct Changing<'a> {
    pub(super) service: String,
    pub(super) state: &'static str,
    pub(super) stage: Option<&'a str>,
    pub(super) counter: Option<u8>,
    pub(super) calls: u8,
    pub(super) reserved_for: Option<u8>,
    pub(super) entry: &'static str,
    pub(super) arrived_at: i64,
    pub(super) clock_ms: i64,
    pub(super) clock_since: Option<i64>,
    pub(super) changed_at: i64,
}

impl<'a> Changing<'a> {
    pub(super) fn of(ticket: &'a Ticket) -> Self {
        Self {
            service: ticket.service.to_string(),
            state: ticket.state.code(),
            stage: ticket.state.stage().map(StageId::as_str),
            counter: ticket.state.counter().map(|c| c.get()),
            calls: if let State::Called { calls, .. } = ticket.state { calls } else { 0 },
            reserved_for: ticket.reserved_for.map(|c| c.get()),
            entry: ticket.entry.code(),
            arrived_at: ticket.arrived_at.timestamp_millis(),
            clock_ms: ticket.clock.counted.num_milliseconds(),
            clock_since: ticket.clock.running_since.map(|at| at.timestamp_millis()),
            changed_at: ticket.changed_at.timestamp_millis(),
        }
    }
}
