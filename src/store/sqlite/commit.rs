//! Writing what was decided: a ticket and its event always together, a state only onto the copy that was asked.

use super::super::{StoreError, Turn};
use super::seen::Seen;
use super::ticket_row::Changing;
use super::turn::SqliteTurn;
use super::{requests, rows};
use crate::domain::{
    BusinessDay, CounterNumber, Doubt, EventSeq, OfficerId, PinHash, PrintCause, PrintState,
    StageId, Ticket, TicketId, Timestamp, Voucher,
};
use crate::queue::{
    Change, ClockReading, ClockStep, Day, Event, HelpRequest, MissingDocument, OfficerEvent,
    OfficerRecord, PrintJob, PrinterEvent, PrinterRecord, Stamps,
};
use rusqlite::params;

impl Turn for SqliteTurn<'_> {
    fn commit(mut self: Box<Self>, changes: &[Change], day: &Day) -> Result<(), StoreError> {
        for change in changes {
            self.keep_change(change)?;
        }
        self.keep_stamps(self.head.stamps, day.head().stamps)?;
        self.keep()?;
        let newest = changes.iter().filter_map(|change| match change {
            Change::Issued { event, .. }
            | Change::Moved { event, .. }
            | Change::Noted { event, .. } => Some(event),
            _ => None,
        });
        if let Some(event) = newest.max_by_key(|event| event.seq) {
            let serials = day.serials().map(|(series, serial)| (series.to_string(), serial));
            let seen = Seen {
                generation: self.head.generation.clone(),
                event: event.seq.0,
                at: event.at,
                day: day.date().to_string(),
                serials: serials.collect(),
            };
            self.memory.keep(&seen, || self.files.replaced().is_none());
        }
        Ok(())
    }
}

impl SqliteTurn<'_> {
    fn keep_change(&self, change: &Change) -> Result<(), StoreError> {
        match change {
            Change::Issued { ticket, event, .. } => self.issue(ticket, event),
            Change::Moved { before, after, event, missing } => {
                self.move_ticket(before, after)?;
                self.append(after.id, before.day, event)?;
                self.keep_missing(event.seq, missing)
            }
            Change::Noted { ticket, day, event } => self.append(*ticket, *day, event),
            Change::CarriedOver { ticket, day } => self.carry_over(ticket, *day),
            Change::Break { day, counter, paused, at, officer } => {
                let kind = if *paused { "paused" } else { "resumed" };
                let officer = officer.as_ref().map(OfficerId::as_str);
                let at = at.timestamp_millis();
                let sql = "INSERT INTO counter_event (business_day, counter, kind, at, officer)
                           VALUES (?1, ?2, ?3, ?4, ?5)";
                let values = params![day.to_string(), counter.get(), kind, at, officer];
                self.write("writing a break", sql, values).map(drop)
            }
            Change::HelpAsked { day, request } => {
                let HelpRequest { id, about, asked_at } = request;
                let about = about.map(|about| about.to_string());
                let sql = "INSERT INTO help_request (id, business_day, about, asked_at)
                           VALUES (?1, ?2, ?3, ?4)";
                let values = params![id.0, day.to_string(), about, asked_at.timestamp_millis()];
                self.write("writing that somebody asks for staff", sql, values).map(drop)
            }
            Change::HelpAnswered { id, at, officer } => {
                let sql = "UPDATE help_request SET answered_at = ?2, officer = ?3
                           WHERE id = ?1 AND answered_at IS NULL";
                let officer = officer.as_ref().map(OfficerId::as_str);
                let values = params![id.0, at.timestamp_millis(), officer];
                self.one("writing that staff go there", sql, values)
            }
            Change::PrintAsked(job) => self.ask_print(job),
            Change::PrintMoved { job, from, to, at } => self.move_job(*job, *from, *to, *at),
            Change::Printer(record) => self.keep_printer(record),
            Change::PrinterNoted { printer, event } => self.note_printer(printer, event),
            Change::Officer(record) => self.keep_officer(record),
            Change::OfficerNoted(event) => self.note_officer(event),
            Change::FailedAttempts { door, failed_attempts } => {
                let doing = "writing wrong PINs";
                match failed_attempts.last.filter(|_| failed_attempts.wrong > 0) {
                    None => self.write(doing, "DELETE FROM pin_guess WHERE door = ?1", [door]),
                    Some(last) => self.write(
                        doing,
                        "INSERT INTO pin_guess (door, wrong, last_at) VALUES (?1, ?2, ?3)
                         ON CONFLICT DO UPDATE SET wrong = ?2, last_at = ?3",
                        params![door, failed_attempts.wrong, Timestamp::timestamp_millis(&last)],
                    ),
                }
                .map(drop)
            }
            Change::Answered(answered) => requests::keep(self, answered),
            Change::AnswersForgotten(before) => {
                let sql = "DELETE FROM request WHERE at < ?1";
                self.write("forgetting old answers", sql, [before.timestamp_millis()]).map(drop)
            }
            Change::ClockRead(reading) => self.keep_clock(reading),
            Change::ClockStepped { step, officer } => self.keep_step(step, officer.as_ref()),
        }
    }

    /// Runs a statement that must change one row: whoever asked must have seen the newest copy.
    fn one(
        &self,
        doing: &'static str,
        sql: &'static str,
        values: impl rusqlite::Params,
    ) -> Result<(), StoreError> {
        match self.write(doing, sql, values)? {
            1 => Ok(()),
            _ => Err(StoreError::Conflict(None)),
        }
    }

    fn issue(&self, ticket: &Ticket, event: &Event) -> Result<(), StoreError> {
        let sql = "INSERT INTO series (business_day, series, last_serial) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET last_serial = max(last_serial, ?3)";
        let (day, number) = (ticket.day.to_string(), ticket.number);
        let series = number.service().to_string();
        self.write("taking a number", sql, params![day, series, number.serial()])?;
        let columns = Changing::of(ticket);
        self.write(
            "writing a ticket",
            "INSERT INTO ticket (id, business_day, series, serial, case_id, lane, language, ahead, issued_at, service,
                                 state, stage, entry, place, arrived_at, clock_ms, changed_at, last_event, wait_from, wait_to)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?9, 0, ?9, ?15, ?16, ?17)",
            params![
                ticket.id.0.as_bytes(),
                day,
                series,
                number.serial(),
                ticket.case.as_ref().map(|c| c.as_str()),
                ticket.lane.code(),
                ticket.language.code(),
                ticket.ahead_at_issue,
                ticket.issued_at.timestamp_millis(),
                columns.service,
                columns.state,
                columns.stage,
                columns.entry,
                ticket.place.0,
                ticket.last_event.0,
                ticket.estimate.map(|wait| wait.from),
                ticket.estimate.map(|wait| wait.to),
            ],
        )?;
        self.append(ticket.id, ticket.day, event)
    }

    fn move_ticket(&self, before: &Ticket, after: &Ticket) -> Result<(), StoreError> {
        let columns = Changing::of(after);
        // Written only onto the copy that the rules were asked about.
        self.one(
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
                after.place.0,
                columns.arrived_at,
                columns.clock_ms,
                columns.clock_since,
                columns.changed_at,
                after.last_event.0,
            ],
        )
    }

    /// Adds a line to the log of a ticket.
    fn append(&self, ticket: TicketId, day: BusinessDay, event: &Event) -> Result<(), StoreError> {
        self.write(
            "writing an event",
            "INSERT INTO event (seq, ticket, business_day, at, kind, stage, counter, detail, took, undoes, officer)
             VALUES (?1, (SELECT row FROM ticket WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                event.seq.0,
                ticket.0.as_bytes(),
                day.to_string(),
                event.at.timestamp_millis(),
                event.kind,
                event.stage.as_ref().map(StageId::as_str),
                event.counter.map(CounterNumber::get),
                event.detail,
                event.took.map(|took| took.num_milliseconds()),
                event.undoes.map(|seq| seq.0),
                event.officer.as_ref().map(OfficerId::as_str),
            ],
        )
        .map(drop)
    }

    fn keep_missing(&self, event: EventSeq, missing: &[MissingDocument]) -> Result<(), StoreError> {
        for MissingDocument { item, document } in missing {
            self.write(
                "writing what was missing",
                "INSERT INTO missing_document (event, item, document) VALUES (?1, ?2, ?3)",
                params![event.0, item, document],
            )?;
        }
        Ok(())
    }

    fn carry_over(&self, ticket: &Ticket, day: BusinessDay) -> Result<(), StoreError> {
        let doing = "taking a ticket over into another day";
        let sql = "UPDATE ticket SET business_day = ?2 WHERE id = ?1";
        self.one(doing, sql, params![ticket.id.0.as_bytes(), day.to_string()])?;
        // Below the last serial, a number that was skipped is given after all.
        let sql = "INSERT INTO series (business_day, series, last_serial, skipped) VALUES (?1, ?2, ?3, ?3 - 1)
                   ON CONFLICT DO UPDATE SET
                       skipped = max(0, skipped + max(?3 - last_serial, 0) - 1),
                       last_serial = max(last_serial, ?3)";
        let (series, serial) = (ticket.number.service().to_string(), ticket.number.serial());
        self.write(doing, sql, params![day.to_string(), series, serial]).map(drop)
    }

    fn ask_print(&self, job: &PrintJob) -> Result<(), StoreError> {
        let (state, detail) = rows::print_state_columns(job.state);
        let (kind, content) = rows::content_columns(&job.content);
        self.write(
            "writing a print job",
            "INSERT INTO print_job (id, ticket, kind, copy, content, printer, profile, state, detail, created_at, changed_at)
             VALUES (?1, (SELECT row FROM ticket WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
            params![
                job.id,
                job.ticket.as_ref().map(|id| id.0.as_bytes()),
                kind,
                job.copy,
                content,
                job.printer,
                job.profile,
                state,
                detail,
                job.created_at.timestamp_millis(),
            ],
        )
        .map(drop)
    }

    fn move_job(
        &self,
        job: i64,
        from: PrintState,
        to: PrintState,
        time: Timestamp,
    ) -> Result<(), StoreError> {
        let (from, from_detail) = rows::print_state_columns(from);
        let (to, to_detail) = rows::print_state_columns(to);
        self.one(
            "writing a print job",
            "UPDATE print_job SET state = ?4, detail = ?5, changed_at = ?6
             WHERE id = ?1 AND state = ?2 AND detail IS ?3",
            params![job, from, from_detail, to, to_detail, time.timestamp_millis()],
        )
    }

    fn keep_printer(&self, record: &PrinterRecord) -> Result<(), StoreError> {
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
        )
        .map(drop)
    }

    fn note_printer(&self, printer: &str, event: &PrinterEvent) -> Result<(), StoreError> {
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
        )
        .map(drop)
    }

    fn keep_officer(&self, record: &OfficerRecord) -> Result<(), StoreError> {
        let officer = &record.officer;
        self.write(
            "writing an officer",
            "INSERT INTO officer (id, working_name, role, pin_hash, added_at, retired_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET working_name = ?2, role = ?3, pin_hash = ?4, added_at = ?5, retired_at = ?6",
            params![
                officer.id.as_str(),
                officer.name,
                officer.role.code(),
                record.pin.as_ref().map(PinHash::as_str),
                record.added_at.timestamp_millis(),
                record.retired_at.map(|at| at.timestamp_millis()),
            ],
        )
        .map(drop)
    }

    fn note_officer(&self, event: &OfficerEvent) -> Result<(), StoreError> {
        self.write(
            "writing the log of an officer",
            "INSERT INTO officer_event (officer, at, kind, done_by) VALUES (?1, ?2, ?3, ?4)",
            params![
                event.officer.as_str(),
                event.at.timestamp_millis(),
                event.kind,
                event.by.as_ref().map(OfficerId::as_str),
            ],
        )
        .map(drop)
    }

    fn keep_clock(&self, reading: &ClockReading) -> Result<(), StoreError> {
        let ClockReading { machine, run, running, now, synchronised } = reading;
        let (running, at) = (running.num_milliseconds(), now.timestamp_millis());
        let sql =
            "INSERT OR REPLACE INTO clock_reading (machine, boot, running_ms, at, synchronised)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        self.write("keeping the clock", sql, params![machine, run, running, at, synchronised])
            .map(drop)
    }

    fn keep_step(&self, step: &ClockStep, officer: Option<&OfficerId>) -> Result<(), StoreError> {
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
            officer.map(OfficerId::as_str),
        ];
        self.write("keeping a step of the clock", sql, values).map(drop)
    }

    /// Tells other programs which groups of records have changed that have no order of their own.
    fn keep_stamps(&self, before: Stamps, after: Stamps) -> Result<(), StoreError> {
        if before == after {
            return Ok(());
        }
        let sql =
            "UPDATE stamp SET prints = ?1, printers = ?2, help = ?3, people = ?4, breaks = ?5";
        let Stamps { prints, printers, help, people, breaks } = after;
        self.write("counting changes", sql, [prints, printers, help, people, breaks]).map(drop)
    }
}
