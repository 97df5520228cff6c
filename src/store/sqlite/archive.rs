//! What no day in memory holds: the clocks, and the record of any day.

use super::super::{Archive, StoreError};
use super::ticket_row::ticket_columns;
use super::turn::SqliteTurn;
use super::{clocks, people, requests, rows};
use crate::domain::{BusinessDay, OfficerId, Ticket, TicketId, Timestamp, Voucher};
use crate::queue::{
    Answered, ClockReading, ClockStep, Day, Event, Head, MissingCount, OfficerEvent, PrintJob,
    RequestKey, TicketRecord, Update,
};

impl Archive for SqliteTurn<'_> {
    fn head(&self) -> &Head {
        &self.head
    }

    fn update(&self, known: Option<&Day>, date: BusinessDay) -> Result<Update, StoreError> {
        self.read_update(known, date)
    }

    fn answered(&self, key: &RequestKey) -> Result<Option<Answered>, StoreError> {
        requests::answered(self, key)
    }

    fn clock_reading(&self, machine: &str) -> Result<Option<ClockReading>, StoreError> {
        clocks::reading(self, machine)
    }

    fn last_clock_step(&self, of: Option<Voucher>) -> Result<Option<ClockStep>, StoreError> {
        clocks::last_step(self, of)
    }

    fn opening_step(&self, day: BusinessDay) -> Result<Option<ClockStep>, StoreError> {
        clocks::opening_step(self, day)
    }

    fn days_since_vouched(&self) -> Result<(Option<BusinessDay>, Vec<BusinessDay>), StoreError> {
        clocks::since_vouched(self)
    }

    fn newest_moment(&self) -> Result<Option<(BusinessDay, Timestamp)>, StoreError> {
        clocks::newest_moment(self)
    }

    fn left_over(&self, day: BusinessDay) -> Result<Vec<TicketRecord>, StoreError> {
        self.unfinished(day, false)
    }

    fn ahead_of(&self, day: BusinessDay) -> Result<Vec<TicketRecord>, StoreError> {
        self.unfinished(day, true)
    }

    fn ticket_by_id(&self, id: TicketId) -> Result<Option<Ticket>, StoreError> {
        let sql = concat!(ticket_columns!(), " FROM ticket WHERE id = ?1");
        Ok(self.tickets(sql, [id.0.as_bytes()])?.pop())
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
        self.jobs(sql, [ticket.0.as_bytes()])
    }

    fn print_job(&self, id: i64) -> Result<Option<PrintJob>, StoreError> {
        let sql = concat!(rows::job_columns!(), " WHERE print_job.id = ?1");
        Ok(self.jobs(sql, [id])?.pop())
    }

    fn newest_print_job(&self, printer: &str) -> Result<Option<PrintJob>, StoreError> {
        // From the end of the table: an office has a handful of printers, so the newest of any is near.
        let sql = concat!(
            rows::job_columns!(),
            " WHERE print_job.printer = ?1 AND print_job.ticket IS NOT NULL
              ORDER BY print_job.id DESC LIMIT 1"
        );
        Ok(self.jobs(sql, [printer])?.pop())
    }

    fn officer_events(&self, id: &OfficerId, limit: u32) -> Result<Vec<OfficerEvent>, StoreError> {
        people::events(self, id, limit)
    }

    fn missing_counts(&self, day: BusinessDay) -> Result<Vec<MissingCount>, StoreError> {
        let sql = "SELECT ticket.service, document, count(*)
                   FROM event INDEXED BY event_returned
                   JOIN missing_document ON missing_document.event = event.seq
                   JOIN ticket ON ticket.row = event.ticket
                   WHERE event.business_day = ?1 AND event.kind = 'returned'
                     AND NOT EXISTS (SELECT 1 FROM event AS later
                                     WHERE later.ticket = event.ticket AND later.undoes = event.seq)
                   GROUP BY ticket.service, document ORDER BY count(*) DESC, ticket.service, document";
        let (read, understand) = (rows::MissingRow::read, rows::MissingRow::into_count);
        self.rows("counting what was missing", sql, [day.to_string()], read, understand)
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
        self.tickets(sql, [from.to_string(), to.to_string()])
    }

    fn events_between(
        &self,
        from: BusinessDay,
        to: BusinessDay,
    ) -> Result<Vec<(TicketId, Event)>, StoreError> {
        let sql = concat!(
            rows::event_columns!(),
            " FROM ticket JOIN event ON event.ticket = ticket.row
              WHERE ticket.business_day BETWEEN ?1 AND ?2 ORDER BY event.seq"
        );
        let (read, understand) = (rows::LoggedRow::read, rows::LoggedRow::into_event);
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
        self.jobs(sql, [from.to_string(), to.to_string()])
    }
}
