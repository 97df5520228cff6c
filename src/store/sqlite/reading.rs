//! The rows of the clocks, and the tickets of a day that one of them got wrong.

use super::super::{ClockReading, ClockStep, ClockView, ClockWork, DayHead, StoreError};
use super::read::tickets;
use super::rows::{self, bad, time};
use super::ticket_row::ticket_columns;
use super::transaction::SqliteTransaction;
use crate::domain::{BusinessDay, Doubt, Ticket, TicketId, Timestamp, Voucher};
use chrono::TimeDelta;
use rusqlite::{Row, params};

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

impl ClockView for SqliteTransaction<'_> {
    fn day_head(&self) -> Result<DayHead, StoreError> {
        let sql = "SELECT (SELECT max(business_day) FROM series),
                          (SELECT coalesce(max(id), 0) FROM clock_reading),
                          (SELECT coalesce(max(seq), 0) FROM clock_step)";
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let (day, readings, steps): (Option<String>, _, _) =
            self.row("reading the newest day", sql, [], read)?;
        let newest = day.map(|text| rows::day(&text)).transpose()?;
        Ok(DayHead { newest, readings, steps })
    }

    fn clock_reading(&self, machine: &str) -> Result<Option<ClockReading>, StoreError> {
        let sql = "SELECT machine, boot, running_ms, at, synchronised FROM clock_reading
                   WHERE machine = ?1";
        let read =
            |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
        let understand = |row: (String, String, i64, i64, bool)| {
            let (machine, run, running, at, synchronised) = row;
            let running = TimeDelta::milliseconds(running);
            Ok(ClockReading { machine, run, running, now: time(at)?, synchronised })
        };
        Ok(self.rows("reading the last clock", sql, [machine], read, understand)?.pop())
    }

    fn last_clock_step(&self, of: Option<Voucher>) -> Result<Option<ClockStep>, StoreError> {
        let sql = "SELECT at, machine, from_day, business_day, voucher, doubt FROM clock_step
                   WHERE ?1 IS NULL OR voucher = ?1 ORDER BY seq DESC LIMIT 1";
        let (read, understand) = (StepRow::read, StepRow::into_step);
        let of = of.map(Voucher::code);
        Ok(self.rows("reading the last step of the clock", sql, [of], read, understand)?.pop())
    }

    fn days_since_vouched(&self) -> Result<(Option<BusinessDay>, Vec<BusinessDay>), StoreError> {
        let sql = "SELECT business_day, ticket FROM clock_step
                   WHERE voucher IN ('synchronised', 'boot-clock', 'person', 'update')
                   ORDER BY seq DESC LIMIT 1";
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let understand = |(day, row): (String, i64)| Ok((rows::day(&day)?, row));
        let vouched = self.rows("reading what vouched for a day", sql, [], read, understand)?.pop();
        let (day, row) = vouched.map_or((None, 0), |(day, row)| (Some(day), row));
        let sql = "SELECT DISTINCT business_day FROM ticket WHERE row > ?1";
        let read = |row: &Row<'_>| row.get(0);
        let understand = |text: String| rows::day(&text);
        Ok((day, self.rows("reading the days since", sql, [row], read, understand)?))
    }

    fn newest_moment(&self) -> Result<Option<(BusinessDay, Timestamp)>, StoreError> {
        let sql = "SELECT business_day, at FROM event ORDER BY seq DESC LIMIT 1";
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let understand = |(day, at): (String, i64)| Ok((rows::day(&day)?, time(at)?));
        Ok(self.rows("reading the newest event", sql, [], read, understand)?.pop())
    }

    fn doubt_at_issue(&self, ticket: TicketId) -> Result<Option<Doubt>, StoreError> {
        let sql = "SELECT voucher, doubt FROM clock_step
                   WHERE ticket < (SELECT row FROM ticket WHERE id = ?1) ORDER BY seq DESC LIMIT 1";
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let understand = |(voucher, doubt)| trust(voucher, doubt);
        let id = [ticket.0.as_bytes()];
        let step = self.rows("reading the clock of a ticket", sql, id, read, understand)?.pop();
        Ok(step.and_then(Result::err))
    }

    fn ahead_of(&self, day: BusinessDay) -> Result<Vec<Ticket>, StoreError> {
        let sql = concat!(
            ticket_columns!(),
            " FROM ticket INDEXED BY ticket_unfinished
              WHERE business_day > ?1 AND state IN ('waiting', 'called', 'serving', 'missed', 'returned')
              ORDER BY last_event"
        );
        tickets(self, sql, [day.to_string()])
    }
}

impl ClockWork for SqliteTransaction<'_> {
    fn keep_clock_reading(&mut self, reading: &ClockReading) -> Result<(), StoreError> {
        let ClockReading { machine, run, running, now, synchronised } = reading;
        let (running, at) = (running.num_milliseconds(), now.timestamp_millis());
        let sql =
            "INSERT OR REPLACE INTO clock_reading (machine, boot, running_ms, at, synchronised)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        self.write("keeping the clock", sql, params![machine, run, running, at, synchronised])
            .map(drop)
    }

    fn note_clock_step(&mut self, step: &ClockStep) -> Result<(), StoreError> {
        let sql = "INSERT INTO clock_step
                       (at, machine, from_day, business_day, voucher, doubt, officer, ticket)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, (SELECT coalesce(max(row), 0) FROM ticket))";
        let values = params![
            step.at.timestamp_millis(),
            step.machine,
            step.from.map(|day| day.to_string()),
            step.day.to_string(),
            step.trust.ok().map(Voucher::code),
            step.trust.err().map(Doubt::code),
            self.signature(),
        ];
        self.write("keeping a step of the clock", sql, values).map(drop)
    }

    fn carry_over(&mut self, ticket: &Ticket, day: BusinessDay) -> Result<bool, StoreError> {
        let doing = "taking a ticket over into another day";
        let sql = "UPDATE OR IGNORE ticket SET business_day = ?2 WHERE id = ?1";
        let moved = self.write(doing, sql, params![ticket.id.0.as_bytes(), day.to_string()])?;
        if moved != 1 {
            return Ok(false);
        }
        // Below the last serial, a number that was skipped is given after all.
        let sql = "INSERT INTO series (business_day, series, last_serial, skipped) VALUES (?1, ?2, ?3, ?3 - 1)
                   ON CONFLICT DO UPDATE SET
                       skipped = max(0, skipped + max(?3 - last_serial, 0) - 1),
                       last_serial = max(last_serial, ?3)";
        let (series, serial) = (ticket.number.service().to_string(), ticket.number.serial());
        self.write(doing, sql, params![day.to_string(), series, serial])?;
        Ok(true)
    }
}
