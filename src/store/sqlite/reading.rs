//! The row of the clock.

use super::super::{ClockReading, ClockView, ClockWork, StoreError};
use super::rows::time;
use super::transaction::SqliteTransaction;
use chrono::TimeDelta;
use rusqlite::params;

impl ClockView for SqliteTransaction<'_> {
    fn clock_reading(&self) -> Result<Option<ClockReading>, StoreError> {
        let sql = "SELECT run, running_ms, at FROM clock_reading";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let understand = |(run, running, at): (String, i64, i64)| {
            let running = TimeDelta::milliseconds(running);
            Ok(ClockReading { run, running, now: time(at)? })
        };
        Ok(self.rows("reading the last clock", sql, [], read, understand)?.pop())
    }
}

impl ClockWork for SqliteTransaction<'_> {
    fn keep_clock_reading(&mut self, reading: &ClockReading) -> Result<(), StoreError> {
        let ClockReading { run, running, now } = reading;
        let values = params![run, running.num_milliseconds(), now.timestamp_millis()];
        let sql =
            "INSERT OR REPLACE INTO clock_reading (id, run, running_ms, at) VALUES (1, ?1, ?2, ?3)";
        self.write("keeping the clock", sql, values).map(drop)
    }
}
