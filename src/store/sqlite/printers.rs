//! Between the rows about printers and the types of the store.

use super::super::{PrinterEvent, PrinterRecord, StoreError};
use super::rows::{bad, officer, time};
use crate::domain::{PrintCause, PrinterState, Remains};
use rusqlite::{Result as SqlResult, Row};

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
