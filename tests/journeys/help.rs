//! Asking for staff at a kiosk, and being answered at a console.

use crate::support::offices::magetan;
use crate::support::open;
use crate::support::terms::{counter, service};
use antre::desk::{DeskError, HELP_MINUTES, Refusal};
use antre::domain::EventSeq;
use chrono::TimeDelta;

#[test]
fn every_counter_is_told_and_impatience_does_not_ring_twice() {
    let (_office, clock, mut desk) = open(&magetan());
    let asked = desk.ask_staff(Some(service('T'))).unwrap();
    clock.advance(TimeDelta::seconds(20));
    assert_eq!(desk.ask_staff(Some(service('T'))).unwrap(), asked);
    let other = desk.ask_staff(None).unwrap();
    assert_ne!(other.id, asked.id);
    for number in 1..=5 {
        let view = desk.counter_view(counter(number)).unwrap();
        assert_eq!(view.help, [asked.clone(), other.clone()]);
    }
    assert!(desk.answer_staff(asked.id).unwrap());
    assert!(!desk.answer_staff(asked.id).unwrap(), "a colleague was faster");
    assert_eq!(desk.board(EventSeq(0)).unwrap().help, std::slice::from_ref(&other));
    assert_eq!(desk.help_requests().unwrap(), [other]);
    let again = desk.ask_staff(Some(service('T'))).unwrap();
    assert_ne!(again.id, asked.id, "whoever asks after an answer rings again");
}

#[test]
fn nobody_is_sent_to_a_visitor_who_has_long_gone() {
    let (_office, clock, mut desk) = open(&magetan());
    let asked = desk.ask_staff(None).unwrap();
    clock.advance(TimeDelta::minutes(HELP_MINUTES));
    assert_eq!(desk.help_requests().unwrap(), []);
    assert_ne!(desk.ask_staff(None).unwrap().id, asked.id, "the next visitor rings anew");
    clock.advance(TimeDelta::days(1));
    assert_eq!(desk.help_requests().unwrap(), []);
}

#[test]
fn a_question_is_about_a_service_of_the_office() {
    let (_office, _, mut desk) = open(&magetan());
    let refused = desk.ask_staff(Some(service('Z')));
    assert!(matches!(refused, Err(DeskError::Refusal(Refusal::NoService { .. }))), "{refused:?}");
    assert_eq!(desk.help_requests().unwrap(), []);
}
