//! Reading what a day in memory is made of: all of it, or what others have written since.

use super::super::StoreError;
use super::ticket_row::{LastActionRow, TicketRow, last_action_columns, ticket_columns};
use super::turn::SqliteTurn;
use super::{help, people, printers, rows};
use crate::domain::{BusinessDay, Doubt, EventSeq, LastAction, Ticket};
use crate::queue::{
    Day, LoggedEvent, MissingDocument, PRINTER_LINES, People, PrintJob, RECENT_JOBS, STAGE_TIMES,
    Series, StageTime, TicketRecord, Update,
};
use chrono::TimeDelta;
use rusqlite::{Params, Row, params};
use std::collections::HashMap;

/// What is asked of events that came after this many is quicker read anew.
const MANY_EVENTS: i64 = 5_000;

/// The columns of a ticket, and the doubt under which it was issued.
macro_rules! record_columns {
    () => {
        concat!(
            ticket_columns!(),
            ", (SELECT step.doubt FROM clock_step AS step WHERE step.ticket < ticket.row \
             ORDER BY step.seq DESC LIMIT 1) FROM ticket "
        )
    };
}

impl SqliteTurn<'_> {
    /// What has changed of a day since the known copy of it.
    pub(super) fn read_update(
        &self,
        known: Option<&Day>,
        date: BusinessDay,
    ) -> Result<Update, StoreError> {
        let here = &self.head;
        let is_near = |day: &&Day| {
            let there = day.head();
            day.date() == date
                && there.generation == here.generation
                && there.event <= here.event
                && here.event.0 - there.event.0 < MANY_EVENTS
        };
        match known.filter(is_near) {
            Some(day) => match self.since(day)? {
                Some(update) => Ok(update),
                None => self.whole(date),
            },
            None => self.whole(date),
        }
    }

    /// Everything that there is of a day.
    fn whole(&self, date: BusinessDay) -> Result<Update, StoreError> {
        let day = date.to_string();
        let sql = concat!(record_columns!(), "WHERE ticket.business_day = ?1 ORDER BY row");
        let tickets = self.records(sql, [&day])?;
        let sql = concat!(
            rows::event_columns!(),
            " FROM ticket JOIN event ON event.ticket = ticket.row
              WHERE ticket.business_day = ?1
                AND ((event.business_day = ?1 AND kind IN ('called', 'recalled', 'taken', 'finished', 'missed'))
                     OR kind = 'returned' OR undoes IS NOT NULL)"
        );
        let mut events = self.events(sql, [&day])?;
        events.sort_unstable_by_key(|logged| logged.event.seq);
        let sql = "SELECT series, last_serial, skipped FROM series WHERE business_day = ?1";
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let understand = |(code, last, skipped): (String, _, _)| {
            Ok((rows::service(&code)?, Series { last, skipped }))
        };
        let serials = self.rows("reading the newest numbers", sql, [&day], read, understand)?;
        let sql = concat!(
            rows::job_columns!(),
            " WHERE print_job.id IN (
                  SELECT paper.id FROM ticket AS own JOIN print_job AS paper ON paper.ticket = own.row
                  WHERE own.business_day = ?1
                  UNION SELECT id FROM print_job WHERE state IN ('pending', 'sending')
                  UNION SELECT id FROM print_job WHERE id > ?2)
              ORDER BY print_job.id"
        );
        let jobs = self.jobs(sql, params![day, self.head.job - RECENT_JOBS])?;
        Ok(Update {
            head: self.head.clone(),
            whole: true,
            tickets,
            events,
            last_actions: self.last_actions(&day)?,
            serials,
            stage_times: self.stage_times()?,
            jobs,
            guests: Some(self.guests(&day)?),
            printers: Some(printers::all(self, PRINTER_LINES)?),
            people: Some(self.people()?),
            breaks: Some(people::breaks(self, date)?),
            help: Some(help::open(self, date)?),
        })
    }

    /// What others have written since this copy of a day; `None` where that is more than a few changes.
    fn since(&self, known: &Day) -> Result<Option<Update>, StoreError> {
        let (here, there, date) = (&self.head, known.head(), known.date());
        let day = date.to_string();
        let mut update = Update { head: here.clone(), ..Update::default() };
        if here.event != there.event {
            let after = there.event;
            let sql = concat!(
                rows::event_columns!(),
                " FROM event CROSS JOIN ticket ON ticket.row = event.ticket
                  WHERE event.seq > ?2 AND +ticket.business_day = ?1 ORDER BY event.seq"
            );
            update.events = self.events(sql, params![day, after.0])?;
            // What happens to tickets of other days is rare, and changes this one too: a ticket is taken over from it, or
            // the times of a stage are others.
            let all_are_here = update.events.len() as i64 == here.event.0 - after.0;
            let is_carried = |logged: &LoggedEvent| logged.event.kind == "carried-over";
            if !all_are_here || update.events.iter().any(is_carried) {
                return Ok(None);
            }
            let sql = concat!(
                record_columns!(),
                "WHERE +ticket.business_day = ?1 AND row IN (SELECT ticket FROM event WHERE seq > ?2)
                 ORDER BY row"
            );
            update.tickets = self.records(sql, params![day, after.0])?;
            update.last_actions = self.last_actions(&day)?;
            // A move of a counter that was known already says nothing new.
            update.last_actions.retain(|action| action.before.last_event > after);
        }
        if here.job != there.job || here.stamps.prints != there.stamps.prints {
            let sql = concat!(
                rows::job_columns!(),
                " WHERE print_job.id IN (SELECT id FROM print_job WHERE id > ?1
                                         UNION SELECT value FROM json_each(?2))
                  ORDER BY print_job.id"
            );
            let pending: Vec<String> = known.changing_jobs().map(|id| id.to_string()).collect();
            let pending = format!("[{}]", pending.join(","));
            update.jobs = self.jobs(sql, params![there.job, pending])?;
            let here = |id| update.tickets.iter().any(|one| one.ticket.id == id);
            let is_strange = |id| known.ticket_by_id(id).is_none() && !here(id);
            let waiting = update.jobs.iter().filter(|job| job.state.is_open());
            if waiting.filter_map(|job| job.ticket).any(is_strange) {
                update.guests = Some(self.guests(&day)?);
            }
        }
        let [old, new] = [there.stamps, here.stamps];
        if old.printers != new.printers {
            update.printers = Some(printers::all(self, PRINTER_LINES)?);
        }
        if old.people != new.people {
            update.people = Some(self.people()?);
        }
        if old.breaks != new.breaks {
            update.breaks = Some(people::breaks(self, date)?);
        }
        if old.help != new.help || there.help != here.help {
            update.help = Some(help::open(self, date)?);
        }
        Ok(Some(update))
    }

    /// Tickets of a statement of `record_columns`.
    pub(super) fn records(
        &self,
        sql: &'static str,
        values: impl Params,
    ) -> Result<Vec<TicketRecord>, StoreError> {
        let read = |row: &Row<'_>| Ok((TicketRow::read(row)?, row.get(24)?));
        let understand = |(ticket, doubt): (TicketRow, Option<String>)| {
            let known =
                |code: String| Doubt::from_code(&code).ok_or_else(|| rows::bad("doubt", code));
            Ok(TicketRecord { ticket: ticket.into_ticket()?, doubt: doubt.map(known).transpose()? })
        };
        self.rows("reading tickets", sql, values, read, understand)
    }

    /// Tickets of other days that were never finished.
    pub(super) fn unfinished(
        &self,
        day: BusinessDay,
        is_later: bool,
    ) -> Result<Vec<TicketRecord>, StoreError> {
        macro_rules! unfinished {
            ($side:literal) => {
                concat!(
                    record_columns!(),
                    "INDEXED BY ticket_unfinished WHERE ticket.business_day ",
                    $side,
                    " ?1 AND state IN ('waiting', 'called', 'serving', 'missed', 'returned') ORDER BY last_event"
                )
            };
        }
        let sql = if is_later { unfinished!(">") } else { unfinished!("<") };
        self.records(sql, [day.to_string()])
    }

    fn events(
        &self,
        sql: &'static str,
        values: impl Params,
    ) -> Result<Vec<LoggedEvent>, StoreError> {
        let understand = |row: rows::LoggedRow| row.into_event();
        let events = self.rows("reading logs", sql, values, rows::LoggedRow::read, understand)?;
        let handed_back = events.iter().filter(|(_, event)| event.kind == "returned");
        let handed_back: Vec<_> = handed_back.map(|(_, event)| event.seq.0.to_string()).collect();
        let mut missing = match handed_back.is_empty() {
            true => HashMap::new(),
            false => self.missing(&handed_back)?,
        };
        let logged = |(ticket, event): (_, crate::queue::Event)| LoggedEvent {
            ticket,
            missing: missing.remove(&event.seq).unwrap_or_default(),
            event,
        };
        Ok(events.into_iter().map(logged).collect())
    }

    /// What was missing, by these events.
    fn missing(
        &self,
        events: &[String],
    ) -> Result<HashMap<EventSeq, Vec<MissingDocument>>, StoreError> {
        let sql = "SELECT event, item, document FROM missing_document
                   WHERE event IN (SELECT value FROM json_each(?1)) ORDER BY event, item";
        let read = |row: &Row<'_>| {
            let document = MissingDocument { item: row.get(1)?, document: row.get(2)? };
            Ok((EventSeq(row.get(0)?), document))
        };
        let mut missing: HashMap<EventSeq, Vec<MissingDocument>> = HashMap::new();
        let events = [format!("[{}]", events.join(","))];
        for (event, document) in self.rows("reading what was missing", sql, events, read, Ok)? {
            missing.entry(event).or_default().push(document);
        }
        Ok(missing)
    }

    fn people(&self) -> Result<People, StoreError> {
        Ok(People {
            officers: people::officers(self)?,
            failed_attempts: people::all_failed_attempts(self)?,
        })
    }

    /// The newest move at each counter of the day; one seek for each.
    fn last_actions(&self, day: &str) -> Result<Vec<LastAction>, StoreError> {
        let sql = concat!(
            "WITH RECURSIVE at (counter) AS (
                 SELECT min(counter) FROM request INDEXED BY request_of_counter
                 WHERE business_day = ?1 AND counter IS NOT NULL
                 UNION ALL
                 SELECT (SELECT min(counter) FROM request INDEXED BY request_of_counter
                         WHERE business_day = ?1 AND counter > at.counter)
                 FROM at WHERE at.counter IS NOT NULL) ",
            last_action_columns!(),
            " WHERE ticket.row = a.ticket AND a.business_day = ?1 AND a.counter = at.counter
                AND a.event = (SELECT max(newest.event) FROM request AS newest INDEXED BY request_of_counter
                               WHERE newest.business_day = ?1 AND newest.counter = at.counter)"
        );
        let (read, understand) = (LastActionRow::read, LastActionRow::into_action);
        self.rows("reading the last moves of the counters", sql, [day], read, understand)
    }

    /// How long each stage lately took, newest first.
    fn stage_times(&self) -> Result<Vec<StageTime>, StoreError> {
        let sql = "WITH RECURSIVE known (stage) AS (
                       SELECT min(stage) FROM event INDEXED BY event_took
                       WHERE kind = 'finished' AND took IS NOT NULL
                       UNION ALL
                       SELECT (SELECT min(stage) FROM event INDEXED BY event_took
                               WHERE kind = 'finished' AND took IS NOT NULL AND stage > known.stage)
                       FROM known WHERE known.stage IS NOT NULL)
                   SELECT stage FROM known WHERE stage IS NOT NULL";
        let read = |row: &Row<'_>| row.get(0);
        let stages: Vec<String> = self.rows("reading the stages", sql, [], read, Ok)?;
        let sql = "SELECT event.stage, ticket.id, ticket.service, took
                   FROM event INDEXED BY event_took JOIN ticket ON ticket.row = event.ticket
                   WHERE event.stage = ?1 AND kind = 'finished' AND took IS NOT NULL
                   ORDER BY seq DESC LIMIT ?2";
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let understand = |(stage, ticket, code, took): (String, [u8; 16], String, i64)| {
            Ok(StageTime {
                stage: rows::stage(&stage)?,
                ticket: rows::id(ticket),
                service: rows::service(&code)?,
                took: TimeDelta::milliseconds(took),
            })
        };
        let mut times = Vec::new();
        for stage in stages {
            let values = params![stage, STAGE_TIMES as i64];
            let doing = "reading how long a stage took";
            times.extend(self.rows(doing, sql, values, read, understand)?);
        }
        Ok(times)
    }

    /// Tickets of other days whose paper is not settled.
    fn guests(&self, day: &str) -> Result<Vec<TicketRecord>, StoreError> {
        let sql = concat!(
            record_columns!(),
            "WHERE ticket.business_day <> ?1 AND row IN
                 (SELECT ticket FROM print_job WHERE state IN ('pending', 'sending'))"
        );
        self.records(sql, [day])
    }

    pub(super) fn tickets(
        &self,
        sql: &'static str,
        values: impl Params,
    ) -> Result<Vec<Ticket>, StoreError> {
        self.rows("reading tickets", sql, values, TicketRow::read, TicketRow::into_ticket)
    }

    pub(super) fn jobs(
        &self,
        sql: &'static str,
        values: impl Params,
    ) -> Result<Vec<PrintJob>, StoreError> {
        self.rows("reading print jobs", sql, values, rows::JobRow::read, rows::JobRow::into_job)
    }
}
