//! What every store must do, tried through two or more connections to the same queue.
//!
//! A new store is one `impl Place` and one line at the end of this file. Never here: SQL, or anything that only one
//! database can do.

mod checks;
mod draft;
mod history_checks;
mod journey_checks;
mod kiosk_checks;
mod model;
mod paper_checks;
mod people_checks;

pub use checks::*;
pub use history_checks::*;
pub use journey_checks::*;
pub use kiosk_checks::*;
pub use paper_checks::*;
pub use people_checks::*;

use crate::support::morning;
use crate::support::terms::{service, stage};
use antre::desk::new_ticket_id;
use antre::domain::{
    BusinessDay, CounterNumber, EventSeq, Lane, StageId, State, Ticket, TicketNumber, Timestamp,
};
use antre::queue::{Change, Day, Event};
use antre::store::sqlite::SqliteStore;
use antre::store::{Archive, Store, StoreError};
use draft::Draft;
use tempfile::TempDir;

/// A queue that can be opened any number of times, each time on a connection of its own.
pub trait Place {
    fn open(&self) -> Box<dyn Store>;
}

/// A queue file in a folder that vanishes with it.
pub struct SqliteFile(pub TempDir);

impl SqliteFile {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
}

impl Place for SqliteFile {
    fn open(&self) -> Box<dyn Store> {
        Box::new(SqliteStore::create(&self.0.path().join("queue.db")).unwrap())
    }
}

/// Monday.
fn today() -> BusinessDay {
    BusinessDay::parse("2026-11-23").unwrap()
}

/// Sunday.
fn yesterday() -> BusinessDay {
    BusinessDay::parse("2026-11-22").unwrap()
}

/// Tuesday.
fn tomorrow() -> BusinessDay {
    BusinessDay::parse("2026-11-24").unwrap()
}

/// The moment at which everything happens that has no other.
fn now() -> Timestamp {
    morning()
}

fn front() -> StageId {
    stage("depan")
}

/// A ticket of service T with this serial, as yet unwritten.
fn new_ticket(day: BusinessDay, serial: u32) -> Ticket {
    let number = TicketNumber::new(service('T'), serial).unwrap();
    Ticket::new(new_ticket_id(now()), number, day, front(), now())
}

/// A day as it is read by somebody who knows nothing of it.
fn fresh(view: &dyn Archive, date: BusinessDay) -> Day {
    let mut day = Day::new(date);
    day.take(view.update(None, date).unwrap());
    day
}

/// A copy of a day, brought up to date by what has changed since.
fn caught_up(view: &dyn Archive, known: &Day) -> Day {
    let mut day = known.clone();
    day.take(view.update(Some(known), known.date()).unwrap());
    day
}

/// Decides something today and keeps it.
fn write<T>(store: &mut dyn Store, decide: impl FnOnce(&mut Draft<'_>) -> T) -> T {
    write_on(store, today(), decide)
}

/// Decides something on this day and keeps it. Whatever it is: whoever decided it, whoever knew the day before, and whoever
/// reads it anew see the same day afterwards.
fn write_on<T>(
    store: &mut dyn Store,
    date: BusinessDay,
    decide: impl FnOnce(&mut Draft<'_>) -> T,
) -> T {
    let others = [yesterday(), today(), tomorrow()].into_iter().filter(|other| *other != date);
    let others: Vec<Day> = others.map(|other| look_on(store, other, Day::clone)).collect();
    let mut draft = Draft::begin(store, date);
    let before = draft.day.clone();
    let done = decide(&mut draft);
    let (carries_over, changes) = (draft.carries_over(), draft.changes.clone());
    let mut led_to = draft.commit().unwrap();
    let view = store.read().unwrap();
    let read = fresh(&*view, date);
    // Nobody counts what is kept of clocks but the store, and a day that takes tickets over is read anew.
    if led_to.head().clocks != read.head().clocks || carries_over {
        led_to = caught_up(&*view, &led_to);
    }
    assert!(carries_over || led_to == read, "{led_to:#?} was decided, {read:#?} is read");
    assert_eq!(caught_up(&*view, &before), read, "what has changed leads to what is read");
    for other in others {
        let read = fresh(&*view, other.date());
        assert_eq!(
            caught_up(&*view, &other),
            read,
            "what has changed on {date} leads to what is read"
        );
        // Nobody decides on one day about the paper of another; a day has no ticket for it.
        if !carries_over && !changes.iter().any(|one| matches!(one, Change::PrintAsked(_))) {
            let mut led_to = other;
            led_to.apply(&changes);
            led_to = caught_up(&*view, &led_to);
            assert_eq!(led_to, read, "what was decided on {date} leaves another day alone");
        }
    }
    done
}

/// Decides something today that must be refused, and leaves nothing of it.
fn must_conflict(store: &mut dyn Store, decide: impl FnOnce(&mut Draft<'_>)) {
    must_conflict_on(store, today(), decide);
}

fn must_conflict_on(store: &mut dyn Store, date: BusinessDay, decide: impl FnOnce(&mut Draft<'_>)) {
    let before = look_on(store, date, Day::clone);
    let mut draft = Draft::begin(store, date);
    decide(&mut draft);
    let refused = draft.commit().map(drop);
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    assert_eq!(look_on(store, date, Day::clone), before);
}

/// Takes a number of service T.
fn issue(store: &mut dyn Store, day: BusinessDay) -> Ticket {
    issue_in(store, day, Lane::Regular)
}

fn issue_in(store: &mut dyn Store, day: BusinessDay, lane: Lane) -> Ticket {
    write_on(store, day, |draft| {
        let serial = draft.next_serial('T');
        draft.give(Ticket { lane, ..new_ticket(day, serial) })
    })
}

fn called(number: i64, calls: u8) -> State {
    State::Called { stage: front(), counter: CounterNumber::new(number).unwrap(), calls }
}

/// The ticket in another state; in a queue it stands at the end.
fn moved(ticket: &Ticket, state: State) -> Ticket {
    let waits = matches!(state, State::Waiting { .. });
    let place = if waits { EventSeq::NEXT } else { ticket.place };
    Ticket { state, place, ..ticket.clone() }
}

/// An event that is about to happen now.
fn event(kind: &str) -> Event {
    draft::event(kind, now())
}

/// Writes what became of a ticket.
fn put(store: &mut dyn Store, before: &Ticket, event: Event, after: Ticket) -> Ticket {
    write_on(store, before.day, |draft| draft.record(before, event, after))
}

fn record(store: &mut dyn Store, ticket: &Ticket, kind: &str, next: State) -> Ticket {
    put(store, ticket, event(kind), moved(ticket, next))
}

/// Calls a ticket to a counter.
fn call(store: &mut dyn Store, ticket: &Ticket, counter: i64) -> Ticket {
    record(store, ticket, "called", called(counter, 1))
}

/// Asks today a question, read anew.
fn look<T>(store: &mut dyn Store, ask: impl FnOnce(&Day) -> T) -> T {
    look_on(store, today(), ask)
}

fn look_on<T>(store: &mut dyn Store, date: BusinessDay, ask: impl FnOnce(&Day) -> T) -> T {
    ask(&fresh(&*store.read().unwrap(), date))
}

/// Asks what no day holds.
fn search<T>(store: &mut dyn Store, ask: impl FnOnce(&dyn Archive) -> Result<T, StoreError>) -> T {
    ask(&*store.read().unwrap()).unwrap()
}

fn numbers<'t>(tickets: impl IntoIterator<Item = &'t Ticket>) -> Vec<String> {
    tickets.into_iter().map(|t| t.number.to_string()).collect()
}

/// The suite for one store.
macro_rules! conformance {
    ($store:ident, $place:expr, [$($check:ident),+ $(,)?]) => {
        mod $store {
            $(#[test]
            fn $check() {
                super::$check(&$place);
            })+

            #[test]
            fn random_days_follow_the_model() {
                super::model::random_days_follow_the_model(|| $place);
            }
        }
    };
}

conformance!(
    sqlite,
    crate::conformance::SqliteFile::new(),
    [
        uncommitted_work_leaves_no_trace,
        serials_have_no_gap_after_a_rollback,
        every_day_and_service_counts_for_itself,
        a_ticket_is_read_back_as_it_was_written,
        a_number_exists_once,
        an_identity_exists_once,
        a_request_key_exists_once,
        an_answer_is_kept_until_it_is_forgotten,
        a_stale_copy_of_a_ticket_is_refused,
        a_counter_holds_one_ticket,
        open_tickets_come_in_the_order_of_their_last_event,
        the_head_of_a_queue_is_who_joined_it_first,
        waiting_is_counted_by_service_stage_and_lane,
        a_counter_is_asked_for_its_ticket,
        the_log_of_a_ticket_is_complete,
        histories_are_those_of_the_days_asked_for,
        every_call_is_told_in_order,
        the_latest_calls_are_one_for_each_number,
        a_revision_changes_with_the_commits_of_others,
        a_read_is_one_moment,
        one_writer_at_a_time,
        tickets_of_earlier_days_are_left_over,
        recent_lanes_are_those_of_the_same_stages,
        a_print_job_moves_only_from_where_it_is,
        a_paper_of_a_ticket_exists_once,
        a_ticket_may_have_any_number_of_slips,
        unsettled_jobs_are_those_of_one_printer,
        unprinted_is_the_newest_paper_of_open_tickets,
        a_paper_that_waits_too_long_counts_as_unprinted,
        the_newest_job_of_a_printer_is_told,
        a_kept_day_parts_from_old_jobs_as_a_fresh_one_does,
        a_ticket_of_another_day_is_known_while_its_paper_is_not_settled,
        the_doubt_of_a_ticket_of_another_day_is_known_with_it,
        what_is_known_of_a_printer_is_the_newest_word,
        the_log_of_a_printer_is_kept_newest_first,
        a_line_is_ordered_by_place_and_not_by_the_last_event,
        a_reserved_ticket_stands_in_no_line,
        the_most_patient_is_who_came_first_and_not_who_stands_first,
        whoever_is_away_is_not_open,
        everything_that_changes_about_a_ticket_is_kept,
        a_number_given_against_the_rules_says_so_in_its_log,
        a_log_tells_how_long_a_ticket_was_where_it_left,
        the_last_action_of_a_counter_is_kept_with_what_was_before,
        a_call_that_was_taken_back_was_never_heard,
        a_counter_works_while_it_acts_or_holds_a_ticket,
        the_last_times_of_a_stage_come_newest_first,
        a_counter_is_on_a_break_until_it_is_resumed,
        what_was_missing_is_kept_and_counted,
        the_last_clock_of_each_machine_is_kept_with_the_step,
        the_doubt_of_a_ticket_is_that_of_its_issue,
        a_day_never_repeats_a_number_that_was_carried_over_into_it,
        a_request_for_staff_is_open_until_it_is_answered,
        a_leaflet_is_a_paper_without_a_ticket,
        an_officer_is_kept_as_last_written,
        the_log_of_an_officer_is_kept_newest_first,
        wrong_pins_are_counted_at_each_door_until_they_are_forgiven,
        every_step_names_whoever_signed_it,
        nobody_unknown_is_named,
    ]
);
