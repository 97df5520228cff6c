//! Reading the queue: each question one statement, each statement an index.

use super::super::{
    Event, HelpRequest, MissingCount, MissingDocument, PrintJob, PrinterEvent, PrinterRecord,
    Snapshot, StoreError, WaitingCount,
};
use super::ticket_row::{LastActionRow, TicketRow, last_action_columns, ticket_columns};
use super::transaction::SqliteTransaction;
use super::{help, printers, rows};
use crate::domain::{
    BusinessDay, CounterNumber, EventSeq, Lane, LastAction, PublicCall, ServiceCode, StageId,
    Ticket, TicketId, TicketNumber, Timestamp,
};
use chrono::TimeDelta;
use rusqlite::{Params, Row, params};

/// Events that were not taken back. What was is little, and read once for each question.
macro_rules! not_undone {
    () => {
        "event.seq NOT IN (SELECT u.undoes FROM event AS u INDEXED BY event_undo
                           WHERE u.business_day = ?1 AND u.undoes IS NOT NULL)"
    };
}

impl Snapshot for SqliteTransaction<'_> {
    fn numbers_given(&self, day: BusinessDay, service: ServiceCode) -> Result<u32, StoreError> {
        let sql = "SELECT coalesce(max(last_serial - skipped), 0) FROM series WHERE business_day = ?1 AND series = ?2";
        let values = [day.to_string(), service.to_string()];
        self.row("reading how many numbers were given", sql, values, |row| row.get(0))
    }

    fn ticket(&self, day: BusinessDay, number: TicketNumber) -> Result<Option<Ticket>, StoreError> {
        let sql = concat!(
            ticket_columns!(),
            " FROM ticket WHERE business_day = ?1 AND series = ?2 AND serial = ?3"
        );
        let values = params![day.to_string(), number.service().to_string(), number.serial()];
        Ok(tickets(self, sql, values)?.pop())
    }

    fn ticket_by_id(&self, id: TicketId) -> Result<Option<Ticket>, StoreError> {
        let sql = concat!(ticket_columns!(), " FROM ticket WHERE id = ?1");
        Ok(tickets(self, sql, [id.0.as_bytes()])?.pop())
    }

    fn ticket_by_key(&self, day: BusinessDay, key: &str) -> Result<Option<Ticket>, StoreError> {
        let sql =
            concat!(ticket_columns!(), " FROM ticket WHERE business_day = ?1 AND request_key = ?2");
        Ok(tickets(self, sql, params![day.to_string(), key])?.pop())
    }

    fn open_tickets(&self, day: BusinessDay) -> Result<Vec<Ticket>, StoreError> {
        // The cost follows the people who wait, not the history: pinned to the partial index.
        let sql = concat!(
            ticket_columns!(),
            " FROM ticket INDEXED BY ticket_open
              WHERE business_day = ?1 AND state IN ('waiting', 'called', 'serving')
              ORDER BY last_event"
        );
        tickets(self, sql, [day.to_string()])
    }

    fn away_tickets(&self, day: BusinessDay) -> Result<Vec<Ticket>, StoreError> {
        let sql = concat!(
            ticket_columns!(),
            " FROM ticket INDEXED BY ticket_away
              WHERE business_day = ?1 AND state IN ('missed', 'returned') ORDER BY last_event"
        );
        tickets(self, sql, [day.to_string()])
    }

    fn line(
        &self,
        day: BusinessDay,
        service: ServiceCode,
        stage: &StageId,
        lane: Lane,
        limit: u32,
    ) -> Result<Vec<Ticket>, StoreError> {
        let sql = concat!(
            ticket_columns!(),
            " FROM ticket INDEXED BY ticket_line
              WHERE state = 'waiting' AND reserved_for IS NULL
                AND business_day = ?1 AND service = ?2 AND stage = ?3 AND lane = ?4
              ORDER BY place, last_event LIMIT ?5"
        );
        let values =
            params![day.to_string(), service.to_string(), stage.as_str(), lane.code(), limit];
        tickets(self, sql, values)
    }

    fn waiting_since(
        &self,
        day: BusinessDay,
        service: ServiceCode,
        stage: &StageId,
        lane: Lane,
    ) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(arrived_at) FROM ticket INDEXED BY ticket_patience
                   WHERE state = 'waiting' AND reserved_for IS NULL
                     AND business_day = ?1 AND service = ?2 AND stage = ?3 AND lane = ?4";
        let values = params![day.to_string(), service.to_string(), stage.as_str(), lane.code()];
        let since: Option<i64> =
            self.row("reading who has waited longest", sql, values, |row| row.get(0))?;
        since.map(rows::time).transpose()
    }

    fn reserved_tickets(
        &self,
        day: BusinessDay,
        counter: CounterNumber,
    ) -> Result<Vec<Ticket>, StoreError> {
        let sql = concat!(
            ticket_columns!(),
            " FROM ticket INDEXED BY ticket_reserved WHERE business_day = ?1 AND reserved_for = ?2
              ORDER BY place, last_event"
        );
        tickets(self, sql, params![day.to_string(), counter.get()])
    }

    fn waiting_counts(&self, day: BusinessDay) -> Result<Vec<WaitingCount>, StoreError> {
        let sql = "SELECT service, stage, lane, sum(count) FROM (
                       SELECT service, stage, lane, count(*) AS count FROM ticket INDEXED BY ticket_line
                       WHERE state = 'waiting' AND reserved_for IS NULL AND business_day = ?1
                       GROUP BY service, stage, lane
                       UNION ALL
                       SELECT service, stage, lane, 1 FROM ticket INDEXED BY ticket_reserved
                       WHERE reserved_for IS NOT NULL AND business_day = ?1)
                   GROUP BY service, stage, lane";
        let (read, understand) = (rows::CountRow::read, rows::CountRow::into_count);
        self.rows("counting who waits", sql, [day.to_string()], read, understand)
    }

    fn ticket_at_counter(
        &self,
        day: BusinessDay,
        counter: CounterNumber,
    ) -> Result<Option<Ticket>, StoreError> {
        let sql = concat!(
            ticket_columns!(),
            " FROM ticket INDEXED BY ticket_at_counter WHERE business_day = ?1 AND counter = ?2"
        );
        Ok(tickets(self, sql, params![day.to_string(), counter.get()])?.pop())
    }

    fn counters_at_work(
        &self,
        day: BusinessDay,
        since: Timestamp,
    ) -> Result<(Vec<Ticket>, Vec<CounterNumber>), StoreError> {
        let sql = concat!(
            ticket_columns!(),
            " FROM ticket INDEXED BY ticket_at_counter WHERE business_day = ?1 AND counter IS NOT NULL"
        );
        let held = tickets(self, sql, [day.to_string()])?;
        let sql = "SELECT counter FROM last_action WHERE business_day = ?1 AND at >= ?2";
        let values = params![day.to_string(), since.timestamp_millis()];
        let read = |row: &Row<'_>| row.get(0);
        let active = self.rows("reading who works", sql, values, read, rows::counter)?;
        Ok((held, active))
    }

    fn stage_times(
        &self,
        stage: &StageId,
        limit: u32,
    ) -> Result<Vec<(ServiceCode, TimeDelta)>, StoreError> {
        // A step that was taken back is among them now and then; half of the others do not mind.
        let sql = "SELECT ticket.service, took
                   FROM event INDEXED BY event_took JOIN ticket ON ticket.row = event.ticket
                   WHERE event.stage = ?1 AND kind = 'finished' AND took IS NOT NULL
                   ORDER BY seq DESC LIMIT ?2";
        let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?));
        let understand = |(code, took): (String, i64)| {
            Ok((rows::service(&code)?, TimeDelta::milliseconds(took)))
        };
        let values = params![stage.as_str(), limit];
        self.rows("reading how long a stage took", sql, values, read, understand)
    }

    fn last_action(
        &self,
        day: BusinessDay,
        counter: CounterNumber,
    ) -> Result<Option<LastAction>, StoreError> {
        let sql = concat!(last_action_columns!(), " WHERE a.business_day = ?1 AND a.counter = ?2");
        let values = params![day.to_string(), counter.get()];
        let (read, understand) = (LastActionRow::read, LastActionRow::into_action);
        Ok(self.rows("reading the last action of a counter", sql, values, read, understand)?.pop())
    }

    fn paused_counters(&self, day: BusinessDay) -> Result<Vec<CounterNumber>, StoreError> {
        let sql = "SELECT counter FROM counter_event
                   WHERE seq IN (SELECT max(seq) FROM counter_event INDEXED BY counter_break
                                 WHERE business_day = ?1 GROUP BY counter)
                     AND kind = 'paused' ORDER BY counter";
        self.rows(
            "reading who takes a break",
            sql,
            [day.to_string()],
            |row| row.get(0),
            rows::counter,
        )
    }

    fn missing_documents(&self, ticket: TicketId) -> Result<Vec<MissingDocument>, StoreError> {
        let row = self.row_of(ticket)?;
        let sql = "SELECT item, document FROM missing_document
                   WHERE event = (SELECT max(seq) FROM event WHERE ticket = ?1 AND kind = 'returned' AND seq NOT IN
                                  (SELECT undoes FROM event WHERE ticket = ?1 AND undoes IS NOT NULL))
                   ORDER BY item";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(MissingDocument { item: row.get(0)?, document: row.get(1)? })
        };
        self.rows("reading what was missing", sql, [row], read, Ok)
    }

    fn missing_counts(&self, day: BusinessDay) -> Result<Vec<MissingCount>, StoreError> {
        let sql = concat!(
            "SELECT ticket.service, document, count(*)
             FROM event INDEXED BY event_returned
             JOIN missing_document ON missing_document.event = event.seq
             JOIN ticket ON ticket.row = event.ticket
             WHERE event.business_day = ?1 AND event.kind = 'returned' AND ",
            not_undone!(),
            " GROUP BY ticket.service, document ORDER BY count(*) DESC, ticket.service, document"
        );
        let (read, understand) = (rows::MissingRow::read, rows::MissingRow::into_count);
        self.rows("counting what was missing", sql, [day.to_string()], read, understand)
    }

    fn left_over(&self, day: BusinessDay) -> Result<Vec<Ticket>, StoreError> {
        let sql = concat!(
            ticket_columns!(),
            " FROM ticket INDEXED BY ticket_unfinished
              WHERE business_day < ?1 AND state IN ('waiting', 'called', 'serving', 'missed', 'returned')
              ORDER BY last_event"
        );
        tickets(self, sql, [day.to_string()])
    }

    fn calls_after(
        &self,
        day: BusinessDay,
        after: EventSeq,
    ) -> Result<Vec<PublicCall>, StoreError> {
        let sql = concat!(
            rows::call_columns!(),
            " FROM event INDEXED BY event_public_call JOIN ticket ON ticket.row = event.ticket
              WHERE event.business_day = ?1 AND event.seq > ?2 AND event.kind IN ('called', 'recalled') AND ",
            not_undone!(),
            " ORDER BY event.seq"
        );
        calls(self, sql, params![day.to_string(), after.0])
    }

    fn latest_calls(&self, day: BusinessDay, limit: u32) -> Result<Vec<PublicCall>, StoreError> {
        let sql = concat!(
            rows::call_columns!(),
            " FROM (SELECT max(seq) AS newest FROM event INDEXED BY event_public_call
                    WHERE business_day = ?1 AND kind IN ('called', 'recalled') AND ",
            not_undone!(),
            " GROUP BY ticket ORDER BY newest DESC LIMIT ?2)
              JOIN event ON event.seq = newest JOIN ticket ON ticket.row = event.ticket
              ORDER BY event.seq DESC"
        );
        calls(self, sql, params![day.to_string(), limit])
    }

    fn recent_lanes(
        &self,
        day: BusinessDay,
        stages: &[StageId],
        limit: u32,
    ) -> Result<Vec<Lane>, StoreError> {
        let fault = self.fault("reading the latest turns");
        let mut query = self
            .connection
            .prepare_cached(concat!(
                "SELECT event.stage, ticket.lane
                 FROM event INDEXED BY event_turn JOIN ticket ON ticket.row = event.ticket
                 WHERE event.business_day = ?1 AND event.kind IN ('called', 'taken') AND ",
                not_undone!(),
                " ORDER BY event.seq DESC"
            ))
            .map_err(&fault)?;
        let mut turns = query.query([day.to_string()]).map_err(&fault)?;
        let mut lanes = Vec::new();
        while lanes.len() < limit as usize {
            let Some(turn) = turns.next().map_err(&fault)? else { break };
            let stage: String = turn.get(0).map_err(&fault)?;
            if stages.iter().any(|s| s.as_str() == stage) {
                lanes.push(rows::lane(&turn.get::<_, String>(1).map_err(&fault)?)?);
            }
        }
        Ok(lanes)
    }

    fn newest_event(&self) -> Result<EventSeq, StoreError> {
        let sql = "SELECT coalesce(max(seq), 0) FROM event";
        self.row("reading the newest event", sql, [], |row| row.get(0)).map(EventSeq)
    }

    fn open_help(&self, day: BusinessDay) -> Result<Vec<HelpRequest>, StoreError> {
        help::open(self, day)
    }

    fn events_of(&self, ticket: TicketId) -> Result<Vec<Event>, StoreError> {
        let row = self.row_of(ticket)?;
        let sql = "SELECT seq, at, kind, stage, counter, detail, took, undoes, officer FROM event
                   WHERE ticket = ?1 ORDER BY seq";
        let (read, understand) = (rows::EventRow::read, rows::EventRow::into_event);
        self.rows("reading the log of a ticket", sql, [row], read, understand)
    }

    fn print_jobs_of(&self, ticket: TicketId) -> Result<Vec<PrintJob>, StoreError> {
        let sql = concat!(rows::job_columns!(), " WHERE ticket.id = ?1 ORDER BY print_job.id");
        jobs(self, sql, [ticket.0.as_bytes()])
    }

    fn print_job(&self, id: i64) -> Result<Option<PrintJob>, StoreError> {
        let sql = concat!(rows::job_columns!(), " WHERE print_job.id = ?1");
        Ok(jobs(self, sql, [id])?.pop())
    }

    fn unsettled_print_jobs(&self, printer: &str) -> Result<Vec<PrintJob>, StoreError> {
        let sql = concat!(
            rows::job_columns!(),
            " WHERE print_job.printer = ?1 AND print_job.state IN ('pending', 'sending')
              ORDER BY print_job.id"
        );
        jobs(self, sql, [printer])
    }

    fn unprinted(&self, day: BusinessDay, overdue: Timestamp) -> Result<Vec<PrintJob>, StoreError> {
        let sql = concat!(
            rows::job_columns!(),
            " WHERE ticket.business_day = ?1 AND ticket.state IN ('waiting', 'called', 'serving')
              AND (print_job.state IN ('failed', 'unknown', 'withdrawn')
                   OR (print_job.state IN ('pending', 'sending') AND created_at < ?2))
              AND NOT EXISTS (SELECT 1 FROM print_job AS later
                              WHERE later.ticket = print_job.ticket AND later.kind = print_job.kind
                                AND later.id > print_job.id)
              ORDER BY print_job.id"
        );
        jobs(self, sql, params![day.to_string(), overdue.timestamp_millis()])
    }

    fn newest_print_job(&self, printer: &str) -> Result<Option<PrintJob>, StoreError> {
        // From the end of the table: an office has a handful of printers, so the newest of any is near.
        let sql = concat!(
            rows::job_columns!(),
            " WHERE print_job.printer = ?1 AND print_job.ticket IS NOT NULL
              ORDER BY print_job.id DESC LIMIT 1"
        );
        Ok(jobs(self, sql, [printer])?.pop())
    }

    fn printer(&self, printer: &str) -> Result<Option<PrinterRecord>, StoreError> {
        let sql = concat!(rows::printer_columns!(), " WHERE id = ?1");
        let (read, understand) = (printers::RecordRow::read, printers::RecordRow::into_record);
        Ok(self.rows("reading about a printer", sql, [printer], read, understand)?.pop())
    }

    fn printers(&self) -> Result<Vec<PrinterRecord>, StoreError> {
        let sql = concat!(rows::printer_columns!(), " ORDER BY id");
        let (read, understand) = (printers::RecordRow::read, printers::RecordRow::into_record);
        self.rows("reading about the printers", sql, [], read, understand)
    }

    fn printer_events(&self, printer: &str, limit: u32) -> Result<Vec<PrinterEvent>, StoreError> {
        let sql = "SELECT at, kind, cause, officer FROM printer_event
                   WHERE printer = ?1 ORDER BY seq DESC LIMIT ?2";
        let (read, understand) = (printers::EventRow::read, printers::EventRow::into_event);
        self.rows("reading the log of a printer", sql, params![printer, limit], read, understand)
    }

    fn tickets_between(
        &self,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<Ticket>, StoreError> {
        let sql = concat!(
            ticket_columns!(),
            " FROM ticket WHERE business_day BETWEEN ?1 AND ?2 ORDER BY business_day, series, serial"
        );
        tickets(self, sql, [from.to_string(), to.to_string()])
    }

    fn events_between(
        &self,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<(TicketId, Event)>, StoreError> {
        let sql =
            "SELECT seq, event.at, kind, event.stage, event.counter, detail, took, undoes, officer,
                          ticket.id
                   FROM ticket JOIN event ON event.ticket = ticket.row
                   WHERE ticket.business_day BETWEEN ?1 AND ?2 ORDER BY seq";
        let read = |row: &Row<'_>| Ok((rows::EventRow::read(row)?, row.get::<_, [u8; 16]>(9)?));
        let understand =
            |(event, ticket): (rows::EventRow, _)| Ok((rows::id(ticket), event.into_event()?));
        self.rows("reading logs", sql, [from.to_string(), to.to_string()], read, understand)
    }

    fn print_jobs_between(
        &self,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<PrintJob>, StoreError> {
        let sql = concat!(
            rows::job_columns!(),
            " WHERE ticket.business_day BETWEEN ?1 AND ?2 ORDER BY print_job.id"
        );
        jobs(self, sql, [from.to_string(), to.to_string()])
    }
}

pub(super) fn tickets(
    tx: &SqliteTransaction<'_>,
    sql: &'static str,
    values: impl Params,
) -> Result<Vec<Ticket>, StoreError> {
    tx.rows("reading tickets", sql, values, TicketRow::read, TicketRow::into_ticket)
}

fn calls(
    tx: &SqliteTransaction<'_>,
    sql: &'static str,
    values: impl Params,
) -> Result<Vec<PublicCall>, StoreError> {
    tx.rows("reading calls", sql, values, rows::CallRow::read, rows::CallRow::into_call)
}

fn jobs(
    tx: &SqliteTransaction<'_>,
    sql: &'static str,
    values: impl Params,
) -> Result<Vec<PrintJob>, StoreError> {
    tx.rows("reading print jobs", sql, values, rows::JobRow::read, rows::JobRow::into_job)
}
