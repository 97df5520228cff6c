//! Writing the queue: a ticket and its event always together, a state only onto the copy that was asked.

use super::super::{NewPrintJob, NewTicket, PrinterEvent, PrinterRecord, StoreError, Transaction};
use super::rows;
use super::transaction::SqliteTransaction;
use crate::domain::{
    BusinessDay, EventSeq, PrintCause, PrintState, ServiceCode, StageId, State, Ticket, Timestamp,
};
use rusqlite::params;

impl Transaction for SqliteTransaction<'_> {
    fn take_serial(&mut self, day: BusinessDay, service: ServiceCode) -> Result<u32, StoreError> {
        let sql = "INSERT INTO series (business_day, series, last_serial) VALUES (?1, ?2, 1)
                   ON CONFLICT DO UPDATE SET last_serial = last_serial + 1 RETURNING last_serial";
        let values = [day.to_string(), service.to_string()];
        self.row("taking a number", sql, values, |row| row.get(0))
    }

    fn insert_ticket(&mut self, new: &NewTicket) -> Result<Ticket, StoreError> {
        let doing = "writing a ticket";
        self.write(
            doing,
            "INSERT INTO ticket (id, business_day, series, serial, case_id, lane, language, ahead,
                                 issued_at, request_key, state, stage, changed_at, last_event)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'waiting', ?11, ?9, 0)",
            params![
                new.id.0.as_bytes(),
                new.day.to_string(),
                new.number.service().to_string(),
                new.number.serial(),
                new.case.as_ref().map(|c| c.as_str()),
                new.lane.code(),
                new.language.code(),
                new.ahead,
                new.at.timestamp_millis(),
                new.key,
                new.stage.as_str(),
            ],
        )?;
        let mut ticket = Ticket {
            id: new.id,
            number: new.number,
            day: new.day,
            case: new.case.clone(),
            lane: new.lane,
            language: new.language,
            ahead_at_issue: new.ahead,
            issued_at: rows::milliseconds(new.at),
            state: State::Waiting { stage: new.stage.clone() },
            changed_at: rows::milliseconds(new.at),
            last_event: EventSeq(0),
        };
        ticket.last_event = self.append_event(&ticket, "issued", None, new.at)?;
        let values = params![new.id.0.as_bytes(), ticket.last_event.0];
        self.write(doing, "UPDATE ticket SET last_event = ?2 WHERE id = ?1", values)?;
        Ok(ticket)
    }

    fn record(
        &mut self,
        ticket: &Ticket,
        kind: &str,
        next: State,
        time: Timestamp,
    ) -> Result<Ticket, StoreError> {
        let counter = next.counter().or(ticket.state.counter()).map(|c| i64::from(c.get()));
        let seq = self.append_event(ticket, kind, counter, time)?;
        let calls = if let State::Called { calls, .. } = next { calls } else { 0 };
        // Written only onto the copy that the rules were asked about.
        let changed = self.write(
            "writing a ticket",
            "UPDATE ticket SET state = ?3, stage = ?4, counter = ?5, calls = ?6,
                               changed_at = ?7, last_event = ?8
             WHERE id = ?1 AND last_event = ?2",
            params![
                ticket.id.0.as_bytes(),
                ticket.last_event.0,
                next.code(),
                next.stage().map(StageId::as_str),
                next.counter().map(|c| c.get()),
                calls,
                time.timestamp_millis(),
                seq.0,
            ],
        )?;
        if changed != 1 {
            return Err(StoreError::Conflict(None));
        }
        let changed_at = rows::milliseconds(time);
        Ok(Ticket { state: next, changed_at, last_event: seq, ..ticket.clone() })
    }

    fn note(&mut self, ticket: &Ticket, kind: &str, time: Timestamp) -> Result<(), StoreError> {
        self.append_event(ticket, kind, None, time).map(|_| ())
    }

    fn insert_print_job(&mut self, job: &NewPrintJob<'_>) -> Result<i64, StoreError> {
        let row = self.row_of(job.ticket)?;
        let created = job.at.timestamp_millis();
        self.write(
            "writing a print job",
            "INSERT INTO print_job (ticket, kind, copy, content, printer, profile, state, created_at,
                                    changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending', ?7, ?7)",
            params![
                row,
                job.kind.code(),
                job.copy,
                job.content,
                job.printer,
                job.profile,
                created
            ],
        )?;
        Ok(self.connection.last_insert_rowid())
    }

    fn set_print_state(
        &mut self,
        job: i64,
        from: PrintState,
        to: PrintState,
        time: Timestamp,
    ) -> Result<(), StoreError> {
        let (from, from_detail) = rows::print_state_columns(from);
        let (to, to_detail) = rows::print_state_columns(to);
        let changed = self.write(
            "writing a print job",
            "UPDATE print_job SET state = ?4, detail = ?5, changed_at = ?6
             WHERE id = ?1 AND state = ?2 AND detail IS ?3",
            params![job, from, from_detail, to, to_detail, time.timestamp_millis()],
        )?;
        if changed == 1 { Ok(()) } else { Err(StoreError::Conflict(None)) }
    }

    fn set_printer(&mut self, record: &PrinterRecord) -> Result<(), StoreError> {
        self.write(
            "writing about a printer",
            "INSERT INTO printer (printer, state, cause, leftover, note, changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET state = ?2, cause = ?3, leftover = ?4, note = ?5, changed_at = ?6",
            params![
                record.printer,
                record.state.code(),
                record.state.cause().map(PrintCause::code),
                record.leftover,
                record.note,
                record.since.timestamp_millis(),
            ],
        )?;
        Ok(())
    }

    fn note_printer(&mut self, printer: &str, event: &PrinterEvent) -> Result<(), StoreError> {
        self.write(
            "writing the log of a printer",
            "INSERT INTO printer_event (printer, at, kind, cause) VALUES (?1, ?2, ?3, ?4)",
            params![
                printer,
                event.at.timestamp_millis(),
                event.kind,
                event.cause.map(PrintCause::code)
            ],
        )?;
        Ok(())
    }

    fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        self.write("confirming a change", "COMMIT", [])?;
        self.open = false;
        Ok(())
    }
}
