//! What an officer decides in the room at the right, by key and by touch, the refused ones included.

use super::{Scene, calls, id, scene};
use antre::domain::{CounterNumber, Language, Ticket};
use antre::lab::harness::Spot::{self, Console};
use antre::words::Words;
use slint::platform::Key;
use std::fmt::Display;

const HERE: Spot = Console(1);

fn say(key: &str, values: &[(&str, &dyn Display)]) -> String {
    Words::of(Language::Indonesian).with(key, values)
}

impl Scene {
    #[track_caller]
    fn press(&mut self, key: Key) {
        self.stage.key(HERE, key).unwrap();
    }

    #[track_caller]
    fn types(&mut self, text: &str) {
        self.stage.type_key(HERE, text).unwrap();
    }

    /// Many seconds at once; the windows notice at the end of them.
    pub(super) fn later(&mut self, seconds: i64) {
        self.clock.advance(chrono::TimeDelta::seconds(seconds));
        self.stage.pass(1);
    }

    fn ticket(&self, number: &str) -> Ticket {
        self.desk().ticket(number.parse().unwrap()).unwrap().ticket
    }

    /// T001 is being served at counter 1.
    fn serving(&mut self) {
        self.visitor('K');
        self.visitor('N');
        self.press(Key::F1);
        self.press(Key::F3);
    }
}

#[test]
fn a_file_goes_back_with_its_missing_documents_ticked_by_key() {
    let mut office = scene();
    office.serving();
    office.press(Key::F5);
    office.sees(HERE, &say("officer.hand-back-title", &[("number", &"N001")]));
    office.press(Key::Return);
    office.sees(HERE, id("officer.tick-first"));
    assert_eq!(office.ticket("N001").state.code(), "serving", "nothing is missing yet");
    office.types("1");
    office.types("3");
    office.types("2");
    office.types("2");
    office.press(Key::Return);
    let file = office.desk().ticket("N001".parse().unwrap()).unwrap();
    assert_eq!(file.ticket.state.code(), "returned");
    assert_eq!(file.missing.iter().map(|m| m.item).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(office.stage.print().unwrap(), 1, "the slip");
    office.sees(HERE, &say("officer.did-hand-back", &[("number", &"N001")]));
    office.sees_not(HERE, &say("officer.hand-back-title", &[("number", &"N001")]));
}

#[test]
fn a_file_goes_back_by_touch_and_its_applicant_returns_by_one_key() {
    let mut office = scene();
    office.serving();
    office.tap(HERE, id("officer.hand-back"));
    office.tap(HERE, "Kartu Keluarga (KK)");
    office.tap(HERE, &say("officer.hand-back-confirm", &[("count", &1)]));
    assert_eq!(office.ticket("N001").state.code(), "returned");
    office.tap(HERE, &say("officer.away-files", &[("count", &1)]));
    let hints = office.stage.descriptions(HERE).unwrap().join("\n");
    assert!(hints.contains("Kartu Keluarga (KK)"), "what was missing is said again: {hints}");
    office.types("1");
    assert_eq!(office.ticket("N001").state.code(), "waiting");
    office.sees(HERE, &say("officer.did-back", &[("number", &"N001"), ("stage", &"Verifikasi")]));
}

#[test]
fn whoever_missed_the_call_is_there_after_all() {
    let mut office = scene();
    office.visitor('T');
    office.press(Key::F1);
    office.press(Key::F6);
    assert_eq!(office.ticket("T001").state.code(), "missed");
    office.press(Key::F11);
    office.tap(HERE, &format!("T001  KTP Elektronik (cetak): {}", id("officer.is-here")));
    assert_eq!(office.ticket("T001").state.code(), "waiting");
    office.press(Key::F11);
    office.sees(HERE, id("officer.away-none"));
    office.press(Key::Escape);
    office.sees_not(HERE, id("officer.away-none"));
}

#[test]
fn a_visitor_is_sent_to_another_service_by_its_letter() {
    let mut office = scene();
    office.serving();
    office.press(Key::F7);
    office.types("k");
    let sent = office.ticket("N001");
    assert_eq!((sent.state.code(), sent.service.letter()), ("waiting", 'K'));
    let values: &[(&str, &dyn Display)] =
        &[("number", &"N001"), ("service", &"Kartu Keluarga"), ("stage", &"Verifikasi")];
    office.sees(HERE, &say("officer.did-transfer", values));
    office.stage.settle();
    office.sees(Console(2), "K001");
}

#[test]
fn a_transfer_by_touch_and_the_room_that_closes_by_its_own_key() {
    let mut office = scene();
    office.serving();
    let title = say("officer.transfer-title", &[("number", &"N001")]);
    office.press(Key::F7);
    office.sees(HERE, &title);
    office.press(Key::F7);
    office.sees_not(HERE, &title);
    office.tap(HERE, id("officer.transfer"));
    office.tap(HERE, id("officer.back-to-line"));
    assert_eq!(office.ticket("N001").state.code(), "waiting");
    office.sees_not(HERE, &title);
}

#[test]
fn a_room_about_a_ticket_closes_when_the_ticket_leaves() {
    let mut office = scene();
    office.serving();
    office.press(Key::F5);
    office.press(Key::F4);
    office.sees_not(HERE, &say("officer.hand-back-title", &[("number", &"N001")]));
    assert_eq!(office.ticket("N001").state.stage().unwrap().as_str(), "cetak");
}

#[test]
fn a_paused_counter_calls_nobody_until_it_opens_again() {
    let mut office = scene();
    office.visitor('T');
    office.press(Key::F9);
    office.sees(HERE, id("officer.did-pause"));
    office.sees(HERE, id("officer.paused-here"));
    office.press(Key::Space);
    office.sees(HERE, id("officer.paused-first"));
    assert_eq!(office.ticket("T001").state.code(), "waiting");
    office.tap(HERE, id("officer.resume-counter"));
    office.sees(HERE, id("officer.did-resume"));
    office.press(Key::Space);
    assert_eq!(office.ticket("T001").state.code(), "called");
}

#[test]
fn the_last_step_is_taken_back_within_its_minute() {
    let mut office = scene();
    office.serving();
    office.stage.pass(3);
    office.press(Key::F4);
    let undo = format!("{}: N001 {}", id("officer.undo"), id("officer.step-finished"));
    office.sees(HERE, &undo);
    office.stage.pass(20);
    office.sees(HERE, &format!("40 {}", id("officer.seconds")));
    office.tap(HERE, &undo);
    let back = office.ticket("N001");
    assert_eq!(
        (back.state.code(), back.state.stage().unwrap().as_str()),
        ("serving", "verifikasi")
    );
    office.sees(HERE, &say("officer.did-undo", &[("number", &"N001")]));
    office.sees_not(HERE, &undo);
    office.press(Key::F10);
    office.sees(HERE, id("officer.nothing-to-undo"));
}

#[test]
fn after_a_minute_there_is_nothing_to_take_back() {
    let mut office = scene();
    office.serving();
    office.later(61);
    let undo = format!("{}: N001 {}", id("officer.undo"), id("officer.step-started"));
    office.sees_not(HERE, &undo);
    office.press(Key::F10);
    assert_eq!(office.ticket("N001").state.code(), "serving");
}

#[test]
fn a_number_is_not_called_again_before_its_visitor_can_come() {
    let mut office = scene();
    office.visitor('T');
    office.press(Key::F1);
    office.stage.pass(5);
    assert!(!office.usable(HERE, id("console.recall")));
    office.press(Key::F2);
    office.sees(HERE, &say("officer.recall-wait", &[("number", &"T001"), ("count", &15)]));
    office.stage.pass(15);
    assert!(office.usable(HERE, id("console.recall")));
    office.press(Key::F2);
    office.sees(HERE, &say("sentence.did-recall", &[("number", &"T001")]));
}

#[test]
fn a_withdrawal_is_asked_for_twice_and_everything_else_goes_on_meanwhile() {
    let mut office = scene();
    office.visitor('T');
    office.press(Key::F1);
    office.press(Key::F8);
    office.sees(HERE, id("officer.cancel-note"));
    office.press(Key::Escape);
    assert_eq!(office.ticket("T001").state.code(), "called");
    office.press(Key::F8);
    office.press(Key::F3);
    assert_eq!(office.ticket("T001").state.code(), "serving", "the question is in nobody's way");
    office.sees_not(HERE, id("officer.cancel-note"));
    office.press(Key::F8);
    office.press(Key::Return);
    assert_eq!(office.ticket("T001").state.code(), "cancelled");
}

#[test]
fn a_key_that_cannot_do_anything_says_why() {
    let mut office = scene();
    for (key, sentence) in [
        (Key::F1, "sentence.nobody-waiting"),
        (Key::F2, "sentence.counter-idle"),
        (Key::F4, "sentence.counter-idle"),
        (Key::F5, "sentence.counter-idle"),
        (Key::F7, "sentence.counter-idle"),
        (Key::F8, "sentence.counter-idle"),
        (Key::F10, "officer.nothing-to-undo"),
    ] {
        office.press(key);
        office.sees(HERE, id(sentence));
        office.press(Key::Escape);
    }
    office.visitor('U');
    office.stage.key(Console(2), Key::F1).unwrap();
    office.stage.key(Console(2), Key::F4).unwrap();
    office.sees(Console(2), &say("officer.start-first", &[("number", &"U001")]));
    office.stage.key(Console(2), Key::F3).unwrap();
    office.stage.key(Console(2), Key::F5).unwrap();
    let service = "Informasi dan pengaduan";
    office.sees(Console(2), &say("officer.no-documents", &[("service", &service)]));
}

#[test]
fn every_key_stands_in_the_legend() {
    let mut office = scene();
    office.types("?");
    let keys = [("undo", "F10"), ("away", "F11"), ("paper", "F12")];
    let said = |(name, key): (&str, &str)| {
        let (label, letter) = (format!("officer.key-{name}"), format!("letter.{name}"));
        format!("{}, {key}, {}", id(&label), id(&letter))
    };
    for entry in keys.map(said) {
        office.sees(HERE, &entry);
    }
    office.tap(HERE, id("officer.close"));
    office.sees_not(HERE, &said(keys[0]));
}

#[test]
fn two_presses_of_a_nervous_finger_are_one() {
    let mut office = scene();
    office.visitor('T');
    office.visitor('T');
    office.stage.touch(HERE, &calls("T001")).unwrap();
    office.stage.touch(HERE, &calls("T001")).unwrap();
    office.stage.settle();
    office.sees(HERE, &say("sentence.did-call", &[("number", &"T001")]));
}

#[test]
fn the_clocks_turn_amber_and_red_with_a_word() {
    let mut office = scene();
    office.visitor('T');
    office.press(Key::F1);
    office.press(Key::F3);
    // "Tahap ini 03:30 / 4 menit, hampir lewat"
    let says = |office: &Scene, word| {
        let labels = office.stage.labels(HERE).unwrap();
        labels.iter().any(|label| label.ends_with(&format!(", {}", id(word))))
    };
    office.later(60);
    assert!(!says(&office, "officer.nearly-late"));
    office.later(150);
    assert!(says(&office, "officer.nearly-late"));
    office.later(40);
    assert!(says(&office, "officer.late"));
}

#[test]
fn a_call_that_nobody_answers_turns_amber_with_a_word() {
    let mut office = scene();
    office.visitor('T');
    office.press(Key::F1);
    let says = |office: &Scene| {
        let labels = office.stage.labels(HERE).unwrap();
        labels.iter().any(|label| label.ends_with(&format!(", {}", id("officer.call-open"))))
    };
    office.later(110);
    assert!(!says(&office));
    office.later(10);
    assert!(says(&office));
    office.press(Key::F2);
    office.stage.settle();
    assert!(!says(&office), "it was called again");
}

#[test]
fn a_counter_that_takes_a_break_is_no_destination() {
    let mut office = scene();
    office.serving();
    office.desk().pause(CounterNumber::new(2).unwrap()).unwrap();
    office.stage.settle();
    office.press(Key::F7);
    // The line stays, because the service has its counter; nobody is lost when that counter comes back.
    office.types("K");
    assert_eq!(office.ticket("N001").service.letter(), 'K');
}

#[test]
fn whoever_asks_at_a_kiosk_is_answered_by_one_key_and_everybody_sees_it() {
    let mut office = scene();
    let service = antre::domain::ServiceCode::new('K');
    office.desk().ask_staff(service).unwrap();
    office.desk().ask_staff(None).unwrap();
    office.stage.settle();
    let asks = say("officer.asks", &[("time", &"08:00"), ("about", &"Kartu Keluarga")]);
    office.sees(HERE, &asks);
    office.sees(Console(4), &asks);
    office.types("j");
    office.sees_not(Console(4), &asks);
    office.sees(HERE, id("officer.did-answer"));
    office.tap(Console(4), id("officer.answer"));
    assert!(office.desk().help_requests().unwrap().is_empty());
    office.types("j");
    office.sees(HERE, id("officer.nobody-asks"));
}
