//! A business day that passes midnight.

use crate::support::offices::{magetan, small};
use crate::support::terms::{issue, next, number, visitor};
use crate::support::{TempOffice, try_parse};
use antre::clock::ManualClock;
use antre::desk::{Desk, DeskError, Refusal};
use antre::domain::{EventSeq, Lane};
use antre::report::{Period, Report};
use chrono::TimeDelta;

/// An office that works from ten at night to six in the morning, at 23:58 on Monday, the 23rd of November 2026. Service Q
/// gives three numbers a day.
fn night() -> (TempOffice, ManualClock, Desk) {
    let nights = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .map(|day| format!("{day} = [\"22:00-06:00\"]\n"))
        .concat();
    let source = magetan();
    let (before, rest) = source.split_once("[hours]").unwrap();
    let (_, rest) = rest.split_once("warn_minutes = 30").unwrap();
    let hours = format!("[hours]\nday_begins = \"07:00\"\n{nights}");
    let source =
        format!("{before}{hours}{rest}").replacen("code = \"Q\"", "code = \"Q\"\nquota = 3", 1);
    let office = TempOffice::new(&source);
    let clock = ManualClock::at("2026-11-23T16:58:00Z".parse().unwrap());
    let desk = office.desk(&clock);
    (office, clock, desk)
}

#[test]
fn three_tickets_of_two_minutes_to_midnight_are_still_there_two_minutes_after() {
    let (office, clock, mut desk) = night();
    for _ in 0..3 {
        issue(&mut desk, 'T');
    }
    clock.advance(TimeDelta::minutes(4));
    for desk in [&mut desk, &mut office.desk(&clock)] {
        let board = desk.board(EventSeq(0)).unwrap();
        assert_eq!((board.day.to_string().as_str(), board.open.len()), ("2026-11-23", 3));
        assert_eq!(board.clock, None);
    }
    let fourth = issue(&mut desk, 'T');
    assert_eq!((fourth.number, fourth.day.to_string()), (number("T004"), "2026-11-23".to_owned()));
    assert_eq!(next(&mut desk, 1).unwrap().number, number("T001"));
    // The paper says the calendar's date.
    let local = fourth.issued_at.with_timezone(&desk.office().zone).date_naive();
    assert_eq!(local.to_string(), "2026-11-24");
}

#[test]
fn hours_quota_and_report_follow_the_business_day() {
    let (_office, clock, mut desk) = night();
    issue(&mut desk, 'Q');
    issue(&mut desk, 'Q');
    clock.advance(TimeDelta::hours(1));
    issue(&mut desk, 'Q');
    let refused = desk.issue(&visitor('Q', Lane::Regular)).unwrap_err();
    assert!(refused.to_string().contains("all 3 numbers"), "{refused}");
    // At six the doors close, at seven the next day begins.
    clock.advance(TimeDelta::hours(5) + TimeDelta::minutes(10));
    let closed = desk.issue(&visitor('T', Lane::Regular)).unwrap_err();
    assert!(matches!(closed, DeskError::Refusal(Refusal::NoNumber { .. })), "{closed}");
    assert_eq!(desk.board(EventSeq(0)).unwrap().open.len(), 3, "whoever waits is served");
    let day = desk.today().unwrap();
    let histories = desk.histories(day, day).unwrap();
    let period = Period { from: day, to: day };
    let report = Report::of(desk.office(), period, &histories, Vec::new());
    assert_eq!((day.to_string().as_str(), report.all.issued), ("2026-11-23", 3));
    clock.advance(TimeDelta::hours(16));
    assert_eq!(issue(&mut desk, 'Q').number, number("Q001"), "a new day, a new quota");
}

#[test]
fn no_business_day_begins_while_a_counter_is_open() {
    for (begins, hours) in [("09:00", "08:00-15:00"), ("23:00", "22:00-06:00")] {
        let hours = format!("[hours]\nday_begins = \"{begins}\"\nmonday = [\"{hours}\"]\n");
        let faults = try_parse(&(hours + &small())).unwrap_err();
        assert!(faults[0].to_string().contains("when the next business day begins"), "{faults:?}");
    }
    for (begins, hours) in
        [("04:00", "22:00-06:00"), ("07:00", "22:00-06:00"), ("08:00", "08:00-15:00")]
    {
        let hours = format!("[hours]\nday_begins = \"{begins}\"\nmonday = [\"{hours}\"]\n");
        try_parse(&(hours + &small())).unwrap();
    }
}
