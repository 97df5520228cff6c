//! Between the columns of the file and the types of the domain.
//!
//! A value that no version of this program can have written is an error, never a default.

use super::super::StoreError;
use crate::domain::{
    BusinessDay, CaseId, CounterNumber, EventSeq, Lane, Language, OfficerId, PrintCause, PrintKind,
    PrintLevel, PrintState, ServiceCode, StageId, TicketId, TicketNumber, Timestamp,
};
use crate::queue::{Event, Leaflet, MissingCount, PrintContent, PrintJob};
use chrono::{DateTime, TimeDelta};
use rusqlite::{Result as SqlResult, Row};
use uuid::Uuid;

pub(super) fn bad(what: &str, value: impl std::fmt::Display) -> StoreError {
    StoreError::BadValue(format!("{what} \"{value}\""))
}

/// The same fault, with the row that holds the value.
pub(super) fn within(fault: StoreError, row: impl FnOnce() -> String) -> StoreError {
    match fault {
        StoreError::BadValue(what) => StoreError::BadValue(format!("{what}, in {}", row())),
        fault => fault,
    }
}

pub(super) fn day(text: &str) -> Result<BusinessDay, StoreError> {
    BusinessDay::parse(text).ok_or_else(|| bad("day", text))
}

pub(super) fn lane(code: &str) -> Result<Lane, StoreError> {
    Lane::from_code(code).ok_or_else(|| bad("lane", code))
}

pub(super) fn time(milliseconds: i64) -> Result<Timestamp, StoreError> {
    DateTime::from_timestamp_millis(milliseconds).ok_or_else(|| bad("time", milliseconds))
}

pub(super) fn id(bytes: [u8; 16]) -> TicketId {
    TicketId(Uuid::from_bytes(bytes))
}

pub(super) fn stage(word: &str) -> Result<StageId, StoreError> {
    StageId::new(word).ok_or_else(|| bad("stage", word))
}

pub(super) fn officer(id: &str) -> Result<OfficerId, StoreError> {
    OfficerId::new(id).ok_or_else(|| bad("officer", id))
}

pub(super) fn counter(number: i64) -> Result<CounterNumber, StoreError> {
    CounterNumber::new(number).ok_or_else(|| bad("counter", number))
}

pub(super) fn service(series: &str) -> Result<ServiceCode, StoreError> {
    ServiceCode::parse(series).ok_or_else(|| bad("series", series))
}

pub(super) fn number(series: &str, serial: u32) -> Result<TicketNumber, StoreError> {
    TicketNumber::new(service(series)?, serial).map_err(|_| bad("serial", serial))
}

/// A row of the count of missing documents.
pub(super) struct MissingRow {
    service: String,
    document: String,
    count: u32,
}

impl MissingRow {
    pub(super) fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self { service: row.get(0)?, document: row.get(1)?, count: row.get(2)? })
    }

    pub(super) fn into_count(self) -> Result<MissingCount, StoreError> {
        let Self { document, count, .. } = self;
        Ok(MissingCount { service: service(&self.service)?, document, count })
    }
}

macro_rules! event_columns {
    () => {
        "SELECT event.seq, event.at, event.kind, event.stage, event.counter, event.detail, event.took, event.undoes, \
         event.officer, ticket.id"
    };
}
pub(super) use event_columns;

/// A line of a log.
pub(super) struct EventRow {
    seq: i64,
    at: i64,
    kind: String,
    stage: Option<String>,
    counter: Option<i64>,
    detail: Option<String>,
    took: Option<i64>,
    undoes: Option<i64>,
    officer: Option<String>,
}

impl EventRow {
    pub(super) fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            kind: row.get(2)?,
            stage: row.get(3)?,
            counter: row.get(4)?,
            detail: row.get(5)?,
            took: row.get(6)?,
            undoes: row.get(7)?,
            officer: row.get(8)?,
        })
    }

    pub(super) fn into_event(self) -> Result<Event, StoreError> {
        let seq = self.seq;
        self.understood().map_err(|fault| within(fault, || format!("event {seq}")))
    }

    fn understood(self) -> Result<Event, StoreError> {
        Ok(Event {
            seq: EventSeq(self.seq),
            at: time(self.at)?,
            kind: self.kind,
            stage: self.stage.as_deref().map(stage).transpose()?,
            counter: self.counter.map(counter).transpose()?,
            detail: self.detail,
            took: self.took.map(TimeDelta::milliseconds),
            undoes: self.undoes.map(EventSeq),
            officer: self.officer.as_deref().map(officer).transpose()?,
        })
    }
}

/// A row of [`event_columns`].
pub(super) struct LoggedRow {
    event: EventRow,
    ticket: [u8; 16],
}

impl LoggedRow {
    pub(super) fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self { event: EventRow::read(row)?, ticket: row.get(9)? })
    }

    pub(super) fn into_event(self) -> Result<(TicketId, Event), StoreError> {
        Ok((id(self.ticket), self.event.into_event()?))
    }
}

macro_rules! printer_columns {
    () => {
        "SELECT id, address, identity, state, cause, leftover, partial_ticket, answers_owed, note, \
         changed_at FROM printer"
    };
}
pub(super) use printer_columns;

macro_rules! job_columns {
    () => {
        "SELECT print_job.id, ticket.id, kind, copy, content, printer, profile, print_job.state, \
         detail, created_at FROM print_job LEFT JOIN ticket ON ticket.row = print_job.ticket"
    };
}
pub(super) use job_columns;

/// A row of [`job_columns`].
pub(super) struct JobRow {
    id: i64,
    ticket: Option<[u8; 16]>,
    kind: String,
    copy: u32,
    content: Option<String>,
    printer: String,
    profile: String,
    state: String,
    detail: Option<String>,
    created_at: i64,
}

impl JobRow {
    pub(super) fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            id: row.get(0)?,
            ticket: row.get(1)?,
            kind: row.get(2)?,
            copy: row.get(3)?,
            content: row.get(4)?,
            printer: row.get(5)?,
            profile: row.get(6)?,
            state: row.get(7)?,
            detail: row.get(8)?,
            created_at: row.get(9)?,
        })
    }

    pub(super) fn into_job(self) -> Result<PrintJob, StoreError> {
        let id = self.id;
        self.understood().map_err(|fault| within(fault, || format!("print job {id}")))
    }

    fn understood(self) -> Result<PrintJob, StoreError> {
        Ok(PrintJob {
            id: self.id,
            ticket: self.ticket.map(id),
            content: content(&self.kind, self.content.as_deref())?,
            copy: self.copy,
            state: print_state(&self.state, self.detail.as_deref())?,
            printer: self.printer,
            profile: self.profile,
            created_at: time(self.created_at)?,
        })
    }
}

/// The columns `kind` and `content` of a print job.
pub(super) fn content_columns(content: &PrintContent) -> (&'static str, Option<String>) {
    let text = match content {
        PrintContent::Ticket => None,
        PrintContent::Slip(items) => {
            Some(items.iter().map(u16::to_string).collect::<Vec<_>>().join(","))
        }
        PrintContent::Leaflet(Leaflet { service, case, language }) => {
            let case = case.as_ref().map_or("", CaseId::as_str);
            Some(format!("{service} {} {case}", language.code()))
        }
    };
    (content.kind().code(), text)
}

fn content(kind: &str, text: Option<&str>) -> Result<PrintContent, StoreError> {
    let text = text.unwrap_or("");
    let wrong = || bad(&format!("content of a {kind}"), text);
    Ok(match PrintKind::from_code(kind).ok_or_else(|| bad("kind of paper", kind))? {
        PrintKind::Ticket => PrintContent::Ticket,
        PrintKind::Slip => {
            let items: Result<_, _> = text.split(',').map(str::parse).collect();
            PrintContent::Slip(items.map_err(|_| wrong())?)
        }
        PrintKind::Leaflet => PrintContent::Leaflet(leaflet(text).ok_or_else(wrong)?),
    })
}

fn leaflet(text: &str) -> Option<Leaflet> {
    let mut words = text.splitn(3, ' ');
    let service = ServiceCode::parse(words.next()?)?;
    let language = Language::from_code(words.next()?)?;
    let case = match words.next()? {
        "" => None,
        case => Some(CaseId::new(case)?),
    };
    Some(Leaflet { service, case, language })
}

/// The columns `state` and `detail` of a print job.
pub(super) fn print_state_columns(state: PrintState) -> (&'static str, Option<&'static str>) {
    match state {
        PrintState::Pending => ("pending", None),
        PrintState::Postponed(cause) => ("pending", Some(cause.code())),
        PrintState::Sending => ("sending", None),
        PrintState::Printed(level) => ("printed", Some(level.code())),
        PrintState::Failed(cause) => ("failed", Some(cause.code())),
        PrintState::Unknown(cause) => ("unknown", Some(cause.code())),
        PrintState::Withdrawn(cause) => ("withdrawn", Some(cause.code())),
    }
}

fn print_state(state: &str, detail: Option<&str>) -> Result<PrintState, StoreError> {
    let is_new = detail.is_none();
    let detail = detail.unwrap_or("");
    let cause = || PrintCause::from_code(detail).ok_or_else(|| bad("cause", detail));
    Ok(match state {
        "pending" if is_new => PrintState::Pending,
        "pending" => PrintState::Postponed(cause()?),
        "sending" => PrintState::Sending,
        "printed" => PrintState::Printed(
            PrintLevel::from_code(detail).ok_or_else(|| bad("print level", detail))?,
        ),
        "failed" => PrintState::Failed(cause()?),
        "unknown" => PrintState::Unknown(cause()?),
        "withdrawn" => PrintState::Withdrawn(cause()?),
        other => return Err(bad("print state", other)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_paper_holds_is_read_from_rows_of_every_version() {
        let service = ServiceCode::new('T').unwrap();
        let leaflet = |case: Option<&str>, language| {
            let case = case.map(|case| CaseId::new(case).unwrap());
            PrintContent::Leaflet(Leaflet { service, case, language })
        };
        for (kind, text, means) in [
            ("ticket", None, PrintContent::Ticket),
            ("slip", Some("1,3"), PrintContent::Slip(vec![1, 3])),
            ("leaflet", Some("T id hilang"), leaflet(Some("hilang"), Language::Indonesian)),
            ("leaflet", Some("T jv "), leaflet(None, Language::Javanese)),
        ] {
            assert_eq!(content(kind, text).unwrap(), means);
            assert_eq!(content_columns(&means), (kind, text.map(str::to_owned)));
        }
        let wrong = [
            ("leaflet", ""),
            ("leaflet", "T"),
            ("leaflet", "T id"),
            ("leaflet", "1 id hilang"),
            ("leaflet", "T xx "),
            ("leaflet", "T id UBAH DATA"),
            ("slip", ""),
            ("slip", "KTP"),
            ("poster", "1"),
        ];
        for (kind, text) in wrong {
            let refused = content(kind, Some(text));
            assert!(matches!(refused, Err(StoreError::BadValue(_))), "{kind} {text}");
        }
    }
}
