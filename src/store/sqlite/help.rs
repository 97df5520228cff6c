//! The rows of visitors who ask for staff.

use super::super::{HelpId, HelpRequest, StoreError};
use super::rows::{service, time};
use super::transaction::SqliteTransaction;
use crate::domain::{BusinessDay, ServiceCode, Timestamp};
use rusqlite::{Row, params};

struct HelpRow {
    id: i64,
    about: Option<String>,
    asked_at: i64,
}

impl HelpRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, about: row.get(1)?, asked_at: row.get(2)? })
    }

    fn into_request(self) -> Result<HelpRequest, StoreError> {
        let about = self.about.as_deref().map(service).transpose()?;
        Ok(HelpRequest { id: HelpId(self.id), about, asked_at: time(self.asked_at)? })
    }
}

pub(super) fn open(
    tx: &SqliteTransaction<'_>,
    day: BusinessDay,
) -> Result<Vec<HelpRequest>, StoreError> {
    let sql = "SELECT id, about, asked_at FROM help_request
               WHERE business_day = ?1 AND answered_at IS NULL ORDER BY id";
    let (read, understand) = (HelpRow::read, HelpRow::into_request);
    tx.rows("reading who asks for staff", sql, [day.to_string()], read, understand)
}

pub(super) fn ask(
    tx: &SqliteTransaction<'_>,
    day: BusinessDay,
    about: Option<ServiceCode>,
    at: Timestamp,
) -> Result<HelpId, StoreError> {
    let values = params![day.to_string(), about.map(|a| a.to_string()), at.timestamp_millis()];
    let sql = "INSERT INTO help_request (business_day, about, asked_at) VALUES (?1, ?2, ?3)";
    tx.write("writing that somebody asks for staff", sql, values)?;
    Ok(HelpId(tx.connection.last_insert_rowid()))
}

pub(super) fn answer(
    tx: &SqliteTransaction<'_>,
    id: HelpId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "UPDATE help_request SET answered_at = ?2, officer = ?3
               WHERE id = ?1 AND answered_at IS NULL";
    let values = params![id.0, at.timestamp_millis(), tx.signature()];
    let changed = tx.write("writing that staff go there", sql, values)?;
    Ok(changed == 1)
}
