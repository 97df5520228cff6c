//! No touch counts for a page that its finger has not seen: double taps, and fingers that were on their way already.

use super::{Scene, id, scene};
use antre::domain::EventSeq;
use antre::lab::harness::KIOSK;
use antre::lab::harness::Spot::Kiosk;
use chrono::TimeDelta;
use slint::platform::Key;

/// Between the two taps of a double tap.
const DOUBLE_TAP: TimeDelta = TimeDelta::milliseconds(160);

/// Touches the place of what carries this label a second time, so long after the first.
fn tap_twice(office: &mut Scene, label: &str, after: TimeDelta) {
    let (x, y) = office.stage.middle(Kiosk, KIOSK, label).unwrap();
    office.tap(Kiosk, label);
    office.clock.advance(after);
    office.stage.touch_at(Kiosk, (x as u32, y as u32)).unwrap();
}

fn numbers(office: &Scene) -> usize {
    office.desk().board(EventSeq(0)).unwrap().open.len()
}

#[test]
fn a_double_tap_on_a_service_takes_no_number() {
    for service in ["Informasi dan pengaduan", "Kartu Keluarga", "Aktivasi IKD"] {
        let counted = std::thread::spawn(move || {
            let mut office = scene();
            tap_twice(&mut office, service, DOUBLE_TAP);
            numbers(&office)
        });
        assert_eq!(counted.join().unwrap(), 0, "{service}");
    }
}

#[test]
fn a_double_tap_on_done_opens_no_service() {
    let mut office = scene();
    office.tap(Kiosk, "Informasi dan pengaduan");
    office.tap(Kiosk, id("kiosk.without-priority"));
    tap_twice(&mut office, id("kiosk.done"), DOUBLE_TAP);
    office.sees(Kiosk, id("kiosk.choose"));
}

#[test]
fn a_key_that_was_pressed_before_its_page_came_does_nothing() {
    let mut office = scene();
    office.stage.type_key(Kiosk, "t").unwrap();
    office.clock.advance(DOUBLE_TAP - TimeDelta::milliseconds(500));
    // The stage waits half a second before each key.
    office.stage.key(Kiosk, Key::Escape).unwrap();
    office.sees(Kiosk, "Apa yang terjadi dengan KTP Anda?");
    office.stage.key(Kiosk, Key::Escape).unwrap();
    office.sees(Kiosk, id("kiosk.choose"));
}
