//! Numbers that are given, and numbers that are not: hours, holidays, quota, and what staff may override.

use crate::support::offices::magetan;
use crate::support::open;
use crate::support::terms::{issue, number, service, visitor};
use antre::desk::{Desk, DeskError, IssueRequest, NoNumber, Refusal, ServiceIntake};
use antre::domain::{EventSeq, Lane, OverrideCode, Shut};
use chrono::TimeDelta;

/// The office with its hours confirmed: from Monday to Thursday 08:00-15:00, on Friday 08:00-11:00.
fn with_hours() -> String {
    let source = magetan().replace("confirmed = false", "confirmed = true");
    source.replace("2026-12-25", "2026-11-24")
}

/// The office with so many numbers of the identity card a day.
fn with_quota(quota: u32) -> String {
    magetan().replace("# quota = 250", &format!("quota = {quota}"))
}

fn refusal(desk: &mut Desk, letter: char) -> String {
    desk.issue(&visitor(letter, Lane::Regular)).unwrap_err().to_string()
}

fn intake(desk: &mut Desk, letter: char) -> ServiceIntake {
    let intake = desk.intake().unwrap();
    intake.into_iter().find(|i| i.service == service(letter)).unwrap()
}

#[test]
fn numbers_are_given_from_opening_to_closing() {
    let (_office, clock, mut desk) = open(&with_hours());
    clock.advance(TimeDelta::seconds(-1));
    assert_eq!(
        refusal(&mut desk, 'T'),
        "the office is not open yet; numbers are given from 2026-11-23 08:00; \
         staff can give one with --override and a reason: gangguan, janji, kebijakan"
    );
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(issue(&mut desk, 'T').number, number("T001"), "08:00 sharp");
    assert_eq!(intake(&mut desk, 'T').refused, None);
    clock.advance(TimeDelta::hours(7) - TimeDelta::seconds(1));
    issue(&mut desk, 'T');
    clock.advance(TimeDelta::seconds(1));
    assert!(refusal(&mut desk, 'T').starts_with("the office has closed for today"), "15:00 sharp");
    let refused = intake(&mut desk, 'T').refused;
    assert!(matches!(refused, Some(NoNumber::Closed { why: Shut::Late, .. })), "{refused:?}");
    assert_eq!(desk.board(EventSeq(0)).unwrap().open.len(), 2, "a refusal leaves no trace");
}

#[test]
fn on_a_holiday_its_name_is_given() {
    let (_office, clock, mut desk) = open(&with_hours());
    clock.advance(TimeDelta::days(1));
    let sentence = refusal(&mut desk, 'T');
    assert!(
        sentence.starts_with(
            "today is a holiday (Christmas Day); numbers are given from 2026-11-25 08:00"
        ),
        "{sentence}"
    );
    clock.advance(TimeDelta::days(4));
    assert!(refusal(&mut desk, 'T').starts_with("the office is closed today"), "Saturday");
}

#[test]
fn hours_that_nobody_has_confirmed_turn_nobody_away() {
    let (_office, clock, mut desk) = open(&magetan());
    clock.advance(TimeDelta::hours(14));
    issue(&mut desk, 'T');
    assert_eq!(intake(&mut desk, 'T').refused, None);
}

#[test]
fn a_quota_is_counted_by_service_and_day() {
    let (_office, clock, mut desk) = open(&with_quota(2));
    assert_eq!(intake(&mut desk, 'T').left, Some(2));
    assert_eq!(intake(&mut desk, 'K').left, None);
    let first = issue(&mut desk, 'T');
    desk.cancel(antre::desk::Subject::Ticket(first.number)).unwrap();
    assert_eq!(intake(&mut desk, 'T').left, Some(1), "numbers given, whatever became of them");
    issue(&mut desk, 'T');
    assert_eq!(
        refusal(&mut desk, 'T'),
        "all 2 numbers of service T for today are given; \
         staff can give one with --override and a reason: gangguan, janji, kebijakan"
    );
    assert_eq!(intake(&mut desk, 'T').left, Some(0));
    issue(&mut desk, 'K');
    clock.advance(TimeDelta::days(1));
    assert_eq!(issue(&mut desk, 'T').number, number("T001"));
}

#[test]
fn a_repeated_request_is_answered_when_the_quota_is_used() {
    let (_office, _, mut desk) = open(&with_quota(1));
    let key = Some("tap".to_owned());
    let request = IssueRequest { key, ..visitor('T', Lane::Regular) };
    let first = desk.issue(&request).unwrap().ticket;
    let again = desk.issue(&request).unwrap();
    assert_eq!((again.ticket.id, again.repeated), (first.id, true));
}

#[test]
fn staff_give_a_number_all_the_same_and_say_why() {
    let (_office, clock, mut desk) = open(&with_hours());
    let with = |code: &str| IssueRequest {
        override_code: OverrideCode::new(code),
        ..visitor('T', Lane::Regular)
    };
    let detail = |desk: &mut Desk, request: &IssueRequest| {
        let ticket = desk.issue(request).unwrap().ticket;
        desk.ticket(ticket.number).unwrap().events[0].detail.clone()
    };
    assert_eq!(detail(&mut desk, &with("janji")), None, "nothing had to be overridden");
    clock.advance(TimeDelta::hours(9));
    assert_eq!(detail(&mut desk, &with("janji")).as_deref(), Some("janji"));
    let unknown = desk.issue(&with("sakit")).unwrap_err();
    assert!(matches!(unknown, DeskError::Refusal(Refusal::NoOverride { .. })));
    assert_eq!(
        unknown.to_string(),
        "\"sakit\" is no reason of this office; its reasons are gangguan, janji, kebijakan"
    );
}
