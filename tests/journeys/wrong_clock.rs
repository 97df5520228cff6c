//! A clock that is set ahead while people wait, by hand or by a dying battery.

use crate::support::offices::magetan;
use crate::support::open;
use crate::support::terms::{issue, next, number, visitor};
use antre::app::kiosk::{KioskUpdate, KioskWorker};
use antre::app::worker::Worker;
use antre::desk::{DeskError, Refusal};
use antre::domain::{EventSeq, Lane};
use chrono::TimeDelta;

#[test]
fn a_clock_that_is_set_ahead_closes_nobodys_day() {
    let (_office, clock, mut desk) = open(&magetan());
    let first = issue(&mut desk, 'T');
    for years in [TimeDelta::days(1), TimeDelta::days(3_650)] {
        clock.set(years);
        let error = desk.issue(&visitor('T', Lane::Regular)).unwrap_err();
        assert!(matches!(error, DeskError::Refusal(Refusal::ClockAhead { .. })), "{error}");
        assert!(error.to_string().contains("in the queue of 2026-11-23"), "{error}");
        assert!(desk.is_held_up().unwrap(), "a kiosk says so before anybody asks");
        let board = desk.board(EventSeq(0)).unwrap();
        assert_eq!((board.day.to_string().as_str(), board.open.len()), ("2026-11-23", 1));
        clock.set(-years);
    }
    assert!(!desk.is_held_up().unwrap());
    assert_eq!(issue(&mut desk, 'T').number, number("T002"), "set right, it goes on");
    assert_eq!(next(&mut desk, 1).unwrap().id, first.id);
}

#[test]
fn a_kiosk_tells_of_a_clock_ahead_before_its_first_question() {
    let (office, clock, mut desk) = open(&magetan());
    let mut kiosk = KioskWorker::new(office.desk(&clock), None, office.data());
    issue(&mut desk, 'T');
    assert!(matches!(kiosk.poll()[..], [KioskUpdate::Queue(..)]));
    clock.set(TimeDelta::days(1));
    assert!(matches!(kiosk.poll()[..], [KioskUpdate::QueueLost]));
    clock.set(TimeDelta::days(-1));
    assert!(matches!(kiosk.poll()[..], [KioskUpdate::Queue(..)]), "set right, it goes on");
}

#[test]
fn a_program_that_has_only_just_started_doubts_a_clock_that_was_set() {
    let (office, clock, mut desk) = open(&magetan());
    let first = issue(&mut desk, 'T');
    clock.advance(TimeDelta::hours(2));
    clock.set(TimeDelta::days(1));
    let mut fresh = office.desk(&clock);
    let error = fresh.issue(&visitor('T', Lane::Regular)).unwrap_err();
    assert!(matches!(error, DeskError::Refusal(Refusal::ClockAhead { .. })), "{error}");
    let board = office.desk(&clock).board(EventSeq(0)).unwrap();
    assert_eq!((board.day, board.open.len()), (first.day, 1), "nobody is shown an empty room");
    clock.set(TimeDelta::days(-1));
    assert_eq!(issue(&mut office.desk(&clock), 'T').number, number("T002"));
}

#[test]
fn a_clock_that_was_corrected_within_its_day_is_not_doubted_on_the_next() {
    let (office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    clock.set(TimeDelta::minutes(25));
    let board = office.desk(&clock).board(EventSeq(0)).unwrap();
    assert_eq!(board.open.len(), 1);
    clock.advance(TimeDelta::days(1));
    assert_eq!(issue(&mut office.desk(&clock), 'T').number, number("T001"));
    assert_eq!(issue(&mut desk, 'T').number, number("T002"));
}

/// A small machine has no clock of its own: it starts where it was switched off, and asks the network.
#[test]
fn a_machine_that_learns_the_time_after_its_start_opens_its_day() {
    let (office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    clock.switch_off(TimeDelta::zero());
    let mut kiosk = office.desk(&clock);
    kiosk.board(EventSeq(0)).unwrap();
    clock.advance(TimeDelta::seconds(40));
    clock.set(TimeDelta::hours(16));
    assert_eq!(issue(&mut kiosk, 'T').number, number("T001"));
}

#[test]
fn a_program_that_was_not_running_doubts_what_no_office_does() {
    let (office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    clock.switch_off(TimeDelta::days(61));
    let mut fresh = office.desk(&clock);
    assert!(matches!(
        fresh.next(crate::support::terms::counter(1)),
        Err(DeskError::Refusal(Refusal::ClockAhead { .. }))
    ));
    // Whoever looks at the calendar and finds it right says so, and the day begins.
    fresh.open_new_day().unwrap();
    let first = issue(&mut fresh, 'T');
    assert_eq!((first.number, first.day.to_string().as_str()), (number("T001"), "2027-01-23"));
    assert_eq!(issue(&mut office.desk(&clock), 'T').number, number("T002"), "asked once");
}

#[test]
fn time_that_really_went_by_needs_no_question() {
    let (office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    clock.advance(TimeDelta::days(1));
    assert_eq!(issue(&mut desk, 'T').number, number("T001"));
    // Corrected by less than a jump, at midnight.
    clock.advance(TimeDelta::hours(15) + TimeDelta::minutes(55));
    issue(&mut desk, 'T');
    clock.set(TimeDelta::minutes(9));
    assert_eq!(issue(&mut desk, 'T').number, number("T001"));
    // Over the long holiday the machine was off.
    clock.switch_off(TimeDelta::days(12));
    assert_eq!(issue(&mut office.desk(&clock), 'T').number, number("T001"));
}

#[test]
fn a_jump_with_nobody_waiting_harms_nobody() {
    let (_office, clock, mut desk) = open(&magetan());
    let ticket = issue(&mut desk, 'Q');
    desk.cancel(antre::desk::Subject::Ticket(ticket.number)).unwrap();
    clock.set(TimeDelta::days(400));
    assert!(!desk.is_held_up().unwrap());
    assert_eq!(issue(&mut desk, 'Q').number, number("Q001"));
}
