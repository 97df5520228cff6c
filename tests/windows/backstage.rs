//! What staff and the hour do to a kiosk: the way out, and the dark screen.

use super::{Scene, id, scene, scene_with};
use antre::domain::{Language, Officer, OfficerId, Pin, Role};
use antre::lab::harness::Spot::{Display, Kiosk};
use antre::secret::PinCost;
use antre::words::Words;
use slint::platform::Key;

/// In the corner that staff hold.
const CORNER: (u32, u32) = (10, 10);

/// A kiosk that asks for a PIN; Sari has 1357.
fn with_a_pin() -> Scene {
    let mut office = scene();
    let mut desk = office.desk().with_pin_cost(PinCost::LEAST);
    let officer = Officer {
        id: OfficerId::new("sari").unwrap(),
        name: "Sari".to_owned(),
        role: Role::Officer,
    };
    desk.add_officer(officer, Pin::typed("1357")).unwrap();
    office.stage.guard_kiosk().unwrap();
    office
}

impl Scene {
    fn leaves_with(&mut self, digits: &str) {
        for digit in digits.chars() {
            self.tap(Kiosk, digit.encode_utf8(&mut [0; 4]));
        }
        self.tap(Kiosk, id("backstage.leave"));
    }
}

#[test]
fn only_a_long_hold_of_the_corner_asks_and_one_answer_leaves() {
    let mut office = scene();
    office.stage.hold_kiosk(CORNER, 3);
    office.sees_not(Kiosk, id("backstage.leave-title"));
    office.stage.hold_kiosk((400, 10), 8);
    office.sees_not(Kiosk, id("backstage.leave-title"));
    office.stage.hold_kiosk(CORNER, 6);
    office.sees(Kiosk, id("backstage.leave-title"));
    office.tap(Kiosk, id("backstage.stay"));
    office.sees_not(Kiosk, id("backstage.leave-title"));
    assert!(!office.stage.is_kiosk_left());
    office.stage.hold_kiosk(CORNER, 6);
    office.tap(Kiosk, id("backstage.leave"));
    assert!(office.stage.is_kiosk_left());
}

#[test]
fn a_visitor_who_found_the_corner_leaves_it_by_waiting() {
    let mut office = scene();
    office.stage.hold_kiosk(CORNER, 6);
    office.stage.pass(20);
    office.sees_not(Kiosk, id("backstage.leave-title"));
    office.tap(Kiosk, "Informasi dan pengaduan");
    office.sees(Kiosk, id("kiosk.which-lane"));
}

#[test]
fn a_wrong_pin_is_said_and_the_right_one_leaves() {
    let mut office = with_a_pin();
    office.stage.hold_kiosk(CORNER, 6);
    office.leaves_with("12");
    office.sees(Kiosk, id("backstage.pin-form"));
    office.leaves_with("468");
    office.sees(Kiosk, id("backstage.pin-wrong"));
    assert!(!office.stage.is_kiosk_left());
    office.leaves_with("1357");
    assert!(office.stage.is_kiosk_left());
}

/// The visitor has gone, and the page below the question ends: the digits still belong to the question.
#[test]
fn a_page_that_ends_below_the_question_does_not_take_its_keys() {
    let mut office = with_a_pin();
    office.tap(Kiosk, "Kartu Keluarga");
    office.stage.pass(35);
    office.sees(Kiosk, id("kiosk.keep-going"));
    office.stage.hold_kiosk(CORNER, 6);
    office.stage.pass(6);
    for digit in ["1", "3", "5", "7"] {
        office.stage.type_key(Kiosk, digit).unwrap();
    }
    office.stage.key(Kiosk, Key::Return).unwrap();
    assert!(office.stage.is_kiosk_left());
}

#[test]
fn whoever_guesses_has_to_wait() {
    let mut office = with_a_pin();
    office.stage.hold_kiosk(CORNER, 6);
    let waits = |office: &Scene| {
        let words = Words::of(Language::Indonesian);
        let labels = office.stage.labels(Kiosk).unwrap();
        let sentence = |count: u32| words.with("backstage.pin-wait", &[("count", &count)]);
        (1..120).any(|count| labels.contains(&sentence(count)))
    };
    for guess in ["8642", "8643", "8645", "8647", "8649"] {
        office.leaves_with(guess);
    }
    assert!(waits(&office));
    office.leaves_with("1357");
    assert!(!office.stage.is_kiosk_left(), "not even the right one, for now");
    assert!(waits(&office));
}

#[test]
fn a_pin_is_typed_on_a_keyboard_too() {
    let mut office = with_a_pin();
    office.stage.hold_kiosk(CORNER, 6);
    for digit in ['1', '3', '5', '8'] {
        office.stage.type_key(Kiosk, &digit.to_string()).unwrap();
    }
    office.stage.key(Kiosk, Key::Backspace).unwrap();
    office.stage.type_key(Kiosk, "7").unwrap();
    office.stage.key(Kiosk, Key::Return).unwrap();
    assert!(office.stage.is_kiosk_left());
    let elsewhere = std::thread::spawn(|| {
        let mut office = scene();
        office.stage.hold_kiosk(CORNER, 6);
        office.stage.key(Kiosk, Key::Escape).unwrap();
        office.sees_not(Kiosk, id("backstage.leave-title"));
    });
    elsewhere.join().unwrap();
}

#[test]
fn the_keys_that_are_the_gesture_need_no_window_system() {
    let mut office = scene();
    office.stage.type_key(Kiosk, "Q").unwrap();
    for spot in [Kiosk, Display(0)] {
        office.sees_not(spot, id("backstage.leave-title"));
        // Twice: the question gives the keyboard back.
        for _ in 0..2 {
            office.stage.knock_on_keys(spot).unwrap();
            office.sees(spot, id("backstage.leave-title"));
            office.stage.key(spot, Key::Escape).unwrap();
            office.sees_not(spot, id("backstage.leave-title"));
        }
    }
}

#[test]
fn outside_its_hours_a_kiosk_is_dark_and_the_first_touch_only_lights_it() {
    let mut office = scene_with("[screen_hours]\nmonday = [\"09:00-16:00\"]");
    let hint = id("backstage.touch-to-light");
    office.sees(Kiosk, hint);
    let (x, y, width, height) = office.stage.place_of(Kiosk, "Kartu Identitas Anak (KIA)").unwrap();
    let middle = ((x + width / 2.0) as u32, (y + height / 2.0) as u32);
    office.stage.touch_at(Kiosk, middle).unwrap();
    office.sees_not(Kiosk, hint);
    office.sees_not(Kiosk, id("kiosk.complete"));
    office.stage.pass(100);
    office.stage.touch_at(Kiosk, middle).unwrap();
    office.sees(Kiosk, id("kiosk.complete"));
    office.stage.pass(100);
    office.sees_not(Kiosk, hint);
    office.stage.pass(30);
    office.sees(Kiosk, hint);
    office.clock.advance(chrono::TimeDelta::minutes(57));
    office.stage.pass(2);
    office.sees_not(Kiosk, hint);
}

#[test]
fn the_question_fits_every_kiosk() {
    let mut office = with_a_pin();
    office.stage.hold_kiosk(CORNER, 6);
    for size in [(1080, 1920), (1280, 800), (1920, 1080), (1024, 600), (800, 480)] {
        let outside = office.stage.outside(Kiosk, size).unwrap();
        assert!(outside.is_empty(), "{size:?}: {outside:?}");
    }
}

#[test]
fn a_kiosk_that_is_killed_shows_the_number_again() {
    let mut office = scene();
    office.tap(Kiosk, "Kartu Keluarga");
    office.take_number();
    office.sees(Kiosk, "K001");
    office.stage.restart_kiosk(4).unwrap();
    office.sees(Kiosk, "K001");
    assert_eq!(office.stage.print().unwrap(), 1);
    let told = format!("{}. {}", id("sentence.take-ticket-below"), id("sentence.print-done"));
    office.sees(Kiosk, &told);
    office.tap(Kiosk, id("kiosk.done"));
    office.stage.restart_kiosk(4).unwrap();
    office.sees_not(Kiosk, "K001");
    office.sees(Kiosk, "Kartu Keluarga");
}

#[test]
fn a_kiosk_that_was_off_for_long_begins_anew() {
    let mut office = scene();
    office.tap(Kiosk, "Kartu Keluarga");
    office.take_number();
    office.stage.restart_kiosk(40).unwrap();
    office.sees_not(Kiosk, "K001");
}

#[test]
fn a_number_that_was_committed_in_the_last_moment_is_shown_after_the_restart() {
    let mut office = scene();
    office.tap(Kiosk, "Kartu Keluarga");
    office.tap(Kiosk, id("kiosk.complete"));
    // The touch arrives, the number is written, and the window never hears of it.
    office.stage.touch(Kiosk, id("kiosk.without-priority")).unwrap();
    office.stage.work_unseen();
    office.stage.restart_kiosk(3).unwrap();
    office.sees(Kiosk, "K001");
}
