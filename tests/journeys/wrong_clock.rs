//! A clock that is set ahead while people wait, by hand or by a dying battery.

use crate::support::offices::magetan;
use crate::support::open;
use crate::support::terms::{issue, next, number, visitor};
use antre::desk::DeskError;
use antre::domain::{EventSeq, Lane};
use chrono::TimeDelta;

#[test]
fn a_clock_that_is_set_ahead_closes_nobodys_day() {
    let (_office, clock, mut desk) = open(&magetan());
    let first = issue(&mut desk, 'T');
    for years in [TimeDelta::days(1), TimeDelta::days(3_650)] {
        clock.set(years);
        let error = desk.issue(&visitor('T', Lane::Regular)).unwrap_err();
        assert!(matches!(error, DeskError::ClockAhead { .. }), "{error}");
        assert!(error.to_string().contains("in the queue of 2026-11-23"), "{error}");
        let board = desk.board(EventSeq(0)).unwrap();
        assert_eq!((board.day.to_string().as_str(), board.open.len()), ("2026-11-23", 1));
        clock.set(-years);
    }
    assert_eq!(issue(&mut desk, 'T').number, number("T002"), "set right, it goes on");
    assert_eq!(next(&mut desk, 1).unwrap().id, first.id);
}

#[test]
fn a_program_that_was_not_running_doubts_what_no_office_does() {
    let (office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    clock.set(TimeDelta::days(61));
    let mut fresh = office.desk(&clock);
    assert!(matches!(
        fresh.next(crate::support::terms::counter(1)),
        Err(DeskError::ClockAhead { .. })
    ));
    // Whoever looks at the calendar and finds it right says so, and the day begins.
    fresh.open_new_day();
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
    clock.set(TimeDelta::days(12));
    assert_eq!(issue(&mut office.desk(&clock), 'T').number, number("T001"));
}

#[test]
fn a_jump_with_nobody_waiting_harms_nobody() {
    let (_office, clock, mut desk) = open(&magetan());
    let ticket = issue(&mut desk, 'Q');
    desk.cancel(antre::desk::Subject::Ticket(ticket.number)).unwrap();
    clock.set(TimeDelta::days(400));
    assert_eq!(issue(&mut desk, 'Q').number, number("Q001"));
}
