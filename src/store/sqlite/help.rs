//! The rows of visitors who ask for staff.

use super::super::StoreError;
use super::rows::{service, time};
use super::turn::SqliteTurn;
use crate::domain::BusinessDay;
use crate::queue::{HelpId, HelpRequest};
use rusqlite::Row;

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

/// Those of the day that nobody has answered, in order.
pub(super) fn open(tx: &SqliteTurn<'_>, day: BusinessDay) -> Result<Vec<HelpRequest>, StoreError> {
    let sql = "SELECT id, about, asked_at FROM help_request
               WHERE business_day = ?1 AND answered_at IS NULL ORDER BY id";
    let (read, understand) = (HelpRow::read, HelpRow::into_request);
    tx.rows("reading who asks for staff", sql, [day.to_string()], read, understand)
}
