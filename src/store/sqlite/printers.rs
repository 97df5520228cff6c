//! Between the rows about printers and the types of the store.

use super::super::StoreError;
use super::rows::{bad, officer, printer_columns, time};
use super::turn::SqliteTurn;
use crate::domain::{PrintCause, PrinterState, Remains};
use crate::queue::{PrinterEvent, PrinterRecord, Printers};
use rusqlite::{Result as SqlResult, Row, params};

fn cause(code: Option<String>) -> Result<Option<PrintCause>, StoreError> {
    code.map(|code| PrintCause::from_code(&code).ok_or_else(|| bad("cause", code))).transpose()
}

/// What is known of a printer.
pub(super) struct RecordRow {
    id: String,
    address: Option<String>,
    identity: Option<String>,
    state: String,
    cause: Option<String>,
    remains: Remains,
    note: String,
    changed_at: i64,
}

impl RecordRow {
    pub(super) fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self {
            id: row.get(0)?,
            address: row.get(1)?,
            identity: row.get(2)?,
            state: row.get(3)?,
            cause: row.get(4)?,
            remains: Remains {
                leftover: row.get(5)?,
                partial_ticket: row.get(6)?,
                answers_owed: row.get(7)?,
            },
            note: row.get(8)?,
            changed_at: row.get(9)?,
        })
    }

    pub(super) fn into_record(self) -> Result<PrinterRecord, StoreError> {
        let state = PrinterState::from_code(&self.state, cause(self.cause)?);
        Ok(PrinterRecord {
            printer: self.id,
            address: self.address,
            identity: self.identity,
            state: state.ok_or_else(|| bad("printer state", self.state))?,
            remains: self.remains,
            note: self.note,
            since: time(self.changed_at)?,
        })
    }
}

/// A line of the log of a printer.
pub(super) struct EventRow {
    at: i64,
    kind: String,
    cause: Option<String>,
    officer: Option<String>,
}

impl EventRow {
    pub(super) fn read(row: &Row<'_>) -> SqlResult<Self> {
        Ok(Self { at: row.get(0)?, kind: row.get(1)?, cause: row.get(2)?, officer: row.get(3)? })
    }

    pub(super) fn into_event(self) -> Result<PrinterEvent, StoreError> {
        Ok(PrinterEvent {
            at: time(self.at)?,
            kind: self.kind,
            cause: cause(self.cause)?,
            officer: self.officer.as_deref().map(officer).transpose()?,
        })
    }
}

/// What is known of all printers, and so many of the newest lines of the log of each, newest first.
pub(super) fn all(turn: &SqliteTurn<'_>, lines: usize) -> Result<Printers, StoreError> {
    let sql = concat!(printer_columns!(), " ORDER BY id");
    let (read, understand) = (RecordRow::read, RecordRow::into_record);
    let known = turn.rows("reading about the printers", sql, [], read, understand)?;
    let mut log = Vec::new();
    // Also of one that nobody owns: a line may come first.
    // One seek for each.
    let sql = "WITH RECURSIVE named (printer) AS (
                   SELECT min(printer) FROM printer_event INDEXED BY printer_event_of_printer
                   WHERE printer >= ''
                   UNION ALL
                   SELECT (SELECT min(printer) FROM printer_event INDEXED BY printer_event_of_printer
                           WHERE printer > named.printer)
                   FROM named WHERE named.printer IS NOT NULL)
               SELECT printer FROM named WHERE printer IS NOT NULL";
    let named: Vec<String> = turn.rows("reading who has a log", sql, [], |row| row.get(0), Ok)?;
    for printer in named {
        let sql = "SELECT at, kind, cause, officer FROM printer_event
                   WHERE printer = ?1 ORDER BY seq DESC LIMIT ?2";
        let (read, understand) = (EventRow::read, EventRow::into_event);
        let doing = "reading the log of a printer";
        let events = turn.rows(doing, sql, params![printer, lines as i64], read, understand)?;
        log.extend(events.into_iter().map(|event| (printer.clone(), event)));
    }
    Ok(Printers { known, lines: log })
}
