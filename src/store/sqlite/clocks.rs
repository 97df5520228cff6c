//! The rows of the clocks and of the steps of the day.

use super::super::StoreError;
use super::rows::{self, bad, time};
use super::turn::SqliteTurn;
use crate::domain::{BusinessDay, Doubt, Timestamp, Voucher};
use crate::queue::{ClockReading, ClockStep};
use chrono::TimeDelta;
use rusqlite::Row;

/// The columns of a step that speak for or against its clock.
fn trust(
    voucher: Option<String>,
    doubt: Option<String>,
) -> Result<Result<Voucher, Doubt>, StoreError> {
    match (voucher, doubt) {
        (Some(code), None) => {
            Voucher::from_code(&code).map(Ok).ok_or_else(|| bad("voucher", &code))
        }
        (None, Some(code)) => Doubt::from_code(&code).map(Err).ok_or_else(|| bad("doubt", &code)),
        (voucher, _) => Err(bad("voucher", voucher.unwrap_or_default())),
    }
}

struct StepRow {
    at: i64,
    machine: String,
    from: Option<String>,
    day: String,
    voucher: Option<String>,
    doubt: Option<String>,
}

impl StepRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            at: row.get(0)?,
            machine: row.get(1)?,
            from: row.get(2)?,
            day: row.get(3)?,
            voucher: row.get(4)?,
            doubt: row.get(5)?,
        })
    }

    fn into_step(self) -> Result<ClockStep, StoreError> {
        Ok(ClockStep {
            at: time(self.at)?,
            machine: self.machine,
            from: self.from.as_deref().map(rows::day).transpose()?,
            day: rows::day(&self.day)?,
            trust: trust(self.voucher, self.doubt)?,
        })
    }
}

/// The clock of this machine when it was last believed.
pub(super) fn reading(
    turn: &SqliteTurn<'_>,
    machine: &str,
) -> Result<Option<ClockReading>, StoreError> {
    let sql = "SELECT machine, boot, running_ms, at, synchronised FROM clock_reading
               WHERE machine = ?1";
    let read =
        |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
    let understand = |row: (String, String, i64, i64, bool)| {
        let (machine, run, running, at, synchronised) = row;
        let running = TimeDelta::milliseconds(running);
        Ok(ClockReading { machine, run, running, now: time(at)?, synchronised })
    };
    Ok(turn.rows("reading the last clock", sql, [machine], read, understand)?.pop())
}

/// The newest step; or the newest of those with this voucher.
pub(super) fn last_step(
    turn: &SqliteTurn<'_>,
    of: Option<Voucher>,
) -> Result<Option<ClockStep>, StoreError> {
    let sql = "SELECT at, machine, from_day, business_day, voucher, doubt FROM clock_step
               WHERE ?1 IS NULL OR voucher = ?1 ORDER BY seq DESC LIMIT 1";
    let (read, understand) = (StepRow::read, StepRow::into_step);
    let of = of.map(Voucher::code);
    Ok(turn.rows("reading the last step of the clock", sql, [of], read, understand)?.pop())
}

/// The newest step that came to this day from another one.
pub(super) fn opening_step(
    turn: &SqliteTurn<'_>,
    day: BusinessDay,
) -> Result<Option<ClockStep>, StoreError> {
    let sql = "SELECT at, machine, from_day, business_day, voucher, doubt FROM clock_step
               WHERE business_day = ?1 AND from_day <> ?1 ORDER BY seq DESC LIMIT 1";
    let (read, understand, day) = (StepRow::read, StepRow::into_step, day.to_string());
    Ok(turn.rows("reading the step to this day", sql, [day], read, understand)?.pop())
}

/// The newest day that was vouched for, and the days that have tickets issued since.
pub(super) fn since_vouched(
    turn: &SqliteTurn<'_>,
) -> Result<(Option<BusinessDay>, Vec<BusinessDay>), StoreError> {
    let sql = "SELECT business_day, ticket FROM clock_step
               WHERE voucher IN ('synchronised', 'boot-clock', 'person', 'update')
               ORDER BY seq DESC LIMIT 1";
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let understand = |(day, row): (String, i64)| Ok((rows::day(&day)?, row));
    let vouched = turn.rows("reading what vouched for a day", sql, [], read, understand)?.pop();
    let (day, row) = vouched.map_or((None, 0), |(day, row)| (Some(day), row));
    let sql = "SELECT DISTINCT business_day FROM ticket WHERE row > ?1";
    let read = |row: &Row<'_>| row.get(0);
    let understand = |text: String| rows::day(&text);
    Ok((day, turn.rows("reading the days since", sql, [row], read, understand)?))
}

/// The day and the time of the newest event of all.
pub(super) fn newest_moment(
    turn: &SqliteTurn<'_>,
) -> Result<Option<(BusinessDay, Timestamp)>, StoreError> {
    let sql = "SELECT business_day, at FROM event ORDER BY seq DESC LIMIT 1";
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let understand = |(day, at): (String, i64)| Ok((rows::day(&day)?, time(at)?));
    Ok(turn.rows("reading the newest event", sql, [], read, understand)?.pop())
}
