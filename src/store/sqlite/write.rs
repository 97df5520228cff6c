//! Writing the queue: a ticket and its event always together, a state only onto the copy that was asked.

use super::super::{
    HelpId, MissingDocument, NewEvent, NewPrintJob, NewTicket, PrinterEvent, PrinterRecord,
    StoreError, Transaction,
};
use super::ticket_row::Changing;
use super::transaction::SqliteTransaction;
use super::{help, rows};
use crate::domain::{
    BusinessDay, CounterNumber, EventSeq, OfficerId, PrintCause, PrintState, ServiceClock,
    ServiceCode, Ticket, Timestamp,
};
use chrono::TimeDelta;
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
        let ticket = kept(new.ticket());
        let columns = Changing::of(&ticket);
        self.write(
            doing,
            "INSERT INTO ticket (id, business_day, series, serial, case_id, lane, language, ahead, issued_at,
                                 request_key, service, state, stage, entry, place, arrived_at, clock_ms, changed_at,
                                 last_event, wait_from, wait_to)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, ?9, 0, ?9, 0, ?15, ?16)",
            params![
                ticket.id.0.as_bytes(),
                ticket.day.to_string(),
                ticket.number.service().to_string(),
                ticket.number.serial(),
                ticket.case.as_ref().map(|c| c.as_str()),
                ticket.lane.code(),
                ticket.language.code(),
                ticket.ahead_at_issue,
                ticket.issued_at.timestamp_millis(),
                new.key,
                columns.service,
                columns.state,
                columns.stage,
                columns.entry,
                ticket.estimate.map(|wait| wait.from),
                ticket.estimate.map(|wait| wait.to),
            ],
        )?;
        let detail = new.override_code.as_ref().map(|code| code.as_str());
        let event = NewEvent { detail, ..NewEvent::new("issued", new.at) };
        let issued = self.append_event(&ticket, &event, None, None)?;
        let values = params![ticket.id.0.as_bytes(), issued.0];
        self.write(doing, "UPDATE ticket SET last_event = ?2, place = ?2 WHERE id = ?1", values)?;
        Ok(Ticket { last_event: issued, place: issued, ..ticket })
    }

    fn record(
        &mut self,
        before: &Ticket,
        event: &NewEvent<'_>,
        after: &Ticket,
    ) -> Result<Ticket, StoreError> {
        let counter = after.state.counter().or(before.state.counter());
        let took = before.stay(after, event.at).filter(|_| event.undoes.is_none());
        let seq = self.append_event(before, event, counter, took)?;
        let place = if after.place == EventSeq::NEXT { seq } else { after.place };
        let after = Ticket { place, last_event: seq, ..kept(after.clone()) };
        let columns = Changing::of(&after);
        // Written only onto the copy that the rules were asked about.
        let changed = self.write(
            "writing a ticket",
            "UPDATE ticket SET service = ?3, state = ?4, stage = ?5, counter = ?6, calls = ?7, reserved_for = ?8,
                               entry = ?9, place = ?10, arrived_at = ?11, clock_ms = ?12, clock_since = ?13,
                               changed_at = ?14, last_event = ?15
             WHERE id = ?1 AND last_event = ?2",
            params![
                after.id.0.as_bytes(),
                before.last_event.0,
                columns.service,
                columns.state,
                columns.stage,
                columns.counter,
                columns.calls,
                columns.reserved_for,
                columns.entry,
                place.0,
                columns.arrived_at,
                columns.clock_ms,
                columns.clock_since,
                columns.changed_at,
                seq.0,
            ],
        )?;
        if changed != 1 {
            return Err(StoreError::Conflict(None));
        }
        if let Some(counter) = counter {
            self.keep_last_action(counter, before, event, seq)?;
        }
        Ok(after)
    }

    fn note_missing(
        &mut self,
        event: EventSeq,
        missing: &[MissingDocument],
    ) -> Result<(), StoreError> {
        for MissingDocument { item, document } in missing {
            self.write(
                "writing what was missing",
                "INSERT INTO missing_document (event, item, document) VALUES (?1, ?2, ?3)",
                params![event.0, item, document],
            )?;
        }
        Ok(())
    }

    fn note_break(
        &mut self,
        day: BusinessDay,
        counter: CounterNumber,
        paused: bool,
        time: Timestamp,
    ) -> Result<(), StoreError> {
        let kind = if paused { "paused" } else { "resumed" };
        let at = time.timestamp_millis();
        let values = params![day.to_string(), counter.get(), kind, at, self.signature()];
        let sql = "INSERT INTO counter_event (business_day, counter, kind, at, officer)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        self.write("writing a break", sql, values).map(drop)
    }

    fn ask_help(
        &mut self,
        day: BusinessDay,
        about: Option<ServiceCode>,
        time: Timestamp,
    ) -> Result<HelpId, StoreError> {
        help::ask(self, day, about, time)
    }

    fn answer_help(&mut self, id: HelpId, time: Timestamp) -> Result<bool, StoreError> {
        help::answer(self, id, time)
    }

    fn note(&mut self, ticket: &Ticket, kind: &str, time: Timestamp) -> Result<(), StoreError> {
        self.append_event(ticket, &NewEvent::new(kind, time), None, None).map(drop)
    }

    fn insert_print_job(&mut self, job: &NewPrintJob<'_>) -> Result<i64, StoreError> {
        let row = job.ticket.map(|ticket| self.row_of(ticket)).transpose()?;
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
            "INSERT INTO printer (id, address, identity, state, cause, leftover, partial_ticket, answers_owed, note,
                                  changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT DO UPDATE SET address = ?2, identity = ?3, state = ?4, cause = ?5, leftover = ?6,
                                       partial_ticket = ?7, answers_owed = ?8, note = ?9, changed_at = ?10",
            params![
                record.printer,
                record.address,
                record.identity,
                record.state.code(),
                record.state.cause().map(PrintCause::code),
                record.remains.leftover,
                record.remains.partial_ticket,
                record.remains.answers_owed,
                record.note,
                record.since.timestamp_millis(),
            ],
        )?;
        Ok(())
    }

    fn note_printer(&mut self, printer: &str, event: &PrinterEvent) -> Result<(), StoreError> {
        self.write(
            "writing the log of a printer",
            "INSERT INTO printer_event (printer, at, kind, cause, officer) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                printer,
                event.at.timestamp_millis(),
                event.kind,
                event.cause.map(PrintCause::code),
                event.officer.as_ref().map(OfficerId::as_str),
            ],
        )?;
        Ok(())
    }

    fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.keep()
    }
}

/// A ticket as the file gives it back: times in milliseconds.
fn kept(ticket: Ticket) -> Ticket {
    let clock = ticket.clock;
    Ticket {
        issued_at: rows::milliseconds(ticket.issued_at),
        arrived_at: rows::milliseconds(ticket.arrived_at),
        changed_at: rows::milliseconds(ticket.changed_at),
        clock: ServiceClock {
            counted: TimeDelta::milliseconds(clock.counted.num_milliseconds()),
            running_since: clock.running_since.map(rows::milliseconds),
        },
        ..ticket
    }
}
