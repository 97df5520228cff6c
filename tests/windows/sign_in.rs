//! The console of an office where officers sign in.

use super::{Scene, calls, id, morning, scene_at};
use antre::clock::Clock;
use antre::domain::{Language, Officer, OfficerId, Pin, Role};
use antre::lab::harness::{CONSOLE, CONSOLE_SMALL, Premises, Spot};
use antre::secret::PinCost;
use antre::words::Words;
use slint::platform::Key;
use std::sync::Arc;

const HERE: Spot = Spot::Console(1);

fn with(key: &str, name: &str, value: &dyn std::fmt::Display) -> String {
    Words::of(Language::Indonesian).with(key, &[(name, value)])
}

fn officer(id: &str) -> OfficerId {
    OfficerId::new(id).unwrap()
}

/// The stage's own offices want no PIN.
fn where_officers_sign_in(source: &str) -> String {
    source.replace("sign_in = false", "sign_in = true")
}

/// Magetan as its sample says, with Bu Sari, Pak Budi and Tono the technician.
fn office() -> Scene {
    office_that(str::to_owned)
}

fn office_that(change: impl Fn(&str) -> String) -> Scene {
    let clock = morning();
    let (premises, printer) =
        Premises::open_with(|source| change(&where_officers_sign_in(source))).unwrap();
    let time: Arc<dyn Clock> = Arc::new(clock.clone());
    let mut desk = premises.desk(&time).unwrap().with_pin_cost(PinCost::LEAST);
    let people = [
        ("budi", "Pak Budi", Role::Officer, "8642"),
        ("sari", "Bu Sari", Role::Supervisor, "1357"),
        ("tono", "Tono", Role::Technician, "90817"),
    ];
    for (id, name, role, pin) in people {
        let officer = Officer { id: officer(id), name: name.to_owned(), role };
        desk.add_officer(officer, Pin::typed(pin)).unwrap();
    }
    scene_at((premises, printer), clock)
}

impl Scene {
    fn write(&mut self, spot: Spot, text: &str) {
        for key in text.chars() {
            self.stage.type_key(spot, &key.to_string()).unwrap();
        }
    }

    /// Somebody chooses their name and types a PIN.
    #[track_caller]
    fn sign_in(&mut self, spot: Spot, who: &str, pin: &str) {
        self.tap(spot, who);
        self.write(spot, pin);
        self.stage.key(spot, Key::Return).unwrap();
    }

    /// Whether this officer is signed in there.
    #[track_caller]
    fn works(&self, spot: Spot, name: &str) {
        self.sees(spot, name);
        self.sees(spot, id("people.lock"));
        self.sees_not(spot, id("people.enter"));
    }

    fn whose(&self, number: &str) -> Vec<(String, Option<String>)> {
        let events = self.desk().ticket(number.parse().unwrap()).unwrap().events;
        events.into_iter().map(|e| (e.kind, e.officer.map(|o| o.to_string()))).collect()
    }
}

const SARI: &str = "Bu Sari, Penyelia";
const BUDI: &str = "Pak Budi, Petugas";
const TONO: &str = "Tono, Teknisi";

#[test]
fn nothing_can_be_done_before_somebody_has_signed_in() {
    let mut office = office();
    office.visitor('T');
    office.sees(HERE, &with("people.heading", "counter", &"Loket 1"));
    office.sees(HERE, id("people.choose"));
    office.sees_not(HERE, "T001");
    office.sees_not(HERE, &calls("T001"));
    office.stage.key(HERE, Key::F1).unwrap();
    office.stage.key(HERE, Key::Space).unwrap();
    office.write(HERE, "1357");
    office.stage.key(HERE, Key::Return).unwrap();
    assert_eq!(office.whose("T001").len(), 1, "only issued");
    office.sees(HERE, &with("people.typed", "count", &0));
}

#[test]
fn whoever_signs_in_by_keyboard_is_seen_and_named_by_their_steps() {
    let mut office = office();
    office.visitor('T');
    office.sign_in(HERE, SARI, "1357");
    office.works(HERE, "Bu Sari");
    office.stage.key(HERE, Key::F1).unwrap();
    office.stage.key(HERE, Key::F3).unwrap();
    let step = |kind: &str, who: Option<&str>| (kind.to_owned(), who.map(str::to_owned));
    assert_eq!(
        office.whose("T001"),
        [step("issued", None), step("called", Some("sari")), step("started", Some("sari"))]
    );
}

#[test]
fn by_finger_alone_it_works_too() {
    let mut office = office();
    office.tap(HERE, BUDI);
    assert!(!office.usable(HERE, id("people.enter")), "nothing typed");
    for digit in ["8", "6", "4", "9"] {
        office.tap(HERE, digit);
    }
    office.sees(HERE, &with("people.typed", "count", &4));
    office.tap(HERE, id("people.erase"));
    office.sees(HERE, &with("people.typed", "count", &3));
    office.tap(HERE, "2");
    office.tap(HERE, id("people.enter"));
    office.works(HERE, "Pak Budi");
}

#[test]
fn the_list_is_walked_by_arrows_and_by_the_first_letter() {
    let mut office = office();
    office.stage.key(HERE, Key::DownArrow).unwrap();
    office.stage.key(HERE, Key::DownArrow).unwrap();
    office.stage.key(HERE, Key::UpArrow).unwrap();
    office.stage.key(HERE, Key::UpArrow).unwrap();
    // From the first back to the last: Tono.
    office.write(HERE, "90817");
    office.stage.key(HERE, Key::Return).unwrap();
    office.works(HERE, "Tono");
    office.write(Spot::Console(2), "p8642");
    office.stage.key(Spot::Console(2), Key::Return).unwrap();
    office.works(Spot::Console(2), "Pak Budi");
}

#[test]
fn a_wrong_pin_is_said_calmly_and_the_fifth_brings_a_wait_that_ends() {
    let mut office = office();
    for left in (2..=4).rev() {
        office.sign_in(HERE, SARI, "5555");
        office.sees(HERE, &with("people.wrong", "count", &left));
        office.sees(HERE, &with("people.typed", "count", &0));
    }
    office.sign_in(HERE, SARI, "5555");
    office.sees(HERE, id("people.wrong-last"));
    office.sign_in(HERE, SARI, "5555");
    office.sees(HERE, &with("people.wait", "time", &"0:30"));
    assert!(!office.usable(HERE, "7"), "no digit can be typed while there is a wait");
    office.stage.pass(10);
    office.sees(HERE, &with("people.wait", "time", &"0:20"));
    // Another officer is not kept from working; and another console knows of the wait, too.
    office.sign_in(HERE, BUDI, "8642");
    office.works(HERE, "Pak Budi");
    office.sign_in(Spot::Console(2), SARI, "1357");
    office.sees(Spot::Console(2), &with("people.wait", "time", &"0:20"));
    office.stage.pass(20);
    office.sees(Spot::Console(2), id("people.type"));
    office.write(Spot::Console(2), "1357");
    office.stage.key(Spot::Console(2), Key::Return).unwrap();
    office.works(Spot::Console(2), "Bu Sari");
}

#[test]
fn a_console_that_is_locked_keeps_its_ticket_and_asks_again() {
    let mut office = office();
    office.visitor('T');
    office.sign_in(HERE, SARI, "1357");
    office.tap(HERE, &calls("T001"));
    office.tap(HERE, id("people.lock"));
    office.sees_not(HERE, "T001");
    office.stage.key(HERE, Key::F3).unwrap();
    // The same person is chosen already, and only types.
    office.write(HERE, "1357");
    office.stage.key(HERE, Key::Return).unwrap();
    office.sees(HERE, "T001");
    office.stage.chord(1, Key::Control, "l").unwrap();
    office.sees_not(HERE, "T001");
    office.sign_in(HERE, BUDI, "8642");
    office.tap(HERE, id("console.start"));
    let steps: Vec<_> = office.whose("T001").into_iter().filter_map(|(_, who)| who).collect();
    assert_eq!(steps, ["sari", "budi"], "what was pressed while it was locked did nothing");
}

#[test]
fn a_technician_reads_why_they_cannot_call() {
    let mut office = office();
    office.visitor('T');
    office.sign_in(HERE, TONO, "90817");
    office.stage.key(HERE, Key::F1).unwrap();
    office.sees(HERE, &with("people.not-allowed", "roles", &"Petugas, Penyelia"));
    assert_eq!(office.whose("T001").len(), 1);
}

#[test]
fn whoever_is_retired_while_they_sit_there_is_signed_out() {
    let mut office = office();
    office.visitor('T');
    office.sign_in(HERE, BUDI, "8642");
    office.desk().retire_officer(&officer("budi")).unwrap();
    office.stage.key(HERE, Key::F1).unwrap();
    office.sees(HERE, id("people.retired"));
    office.stage.pass(1);
    office.sees_not(HERE, BUDI);
    assert_eq!(office.whose("T001").len(), 1);
    office.sign_in(HERE, SARI, "1357");
    office.works(HERE, "Bu Sari");
}

#[test]
fn a_console_that_nobody_touches_locks_where_the_office_says_so() {
    let mut office = office_that(|source| source.replace("lock_minutes = 0", "lock_minutes = 1"));
    office.visitor('T');
    office.sign_in(HERE, SARI, "1357");
    office.stage.pass(40);
    office.stage.key(HERE, Key::F1).unwrap();
    office.stage.pass(40);
    office.sees(HERE, "T001");
    office.stage.pass(21);
    office.sees_not(HERE, "T001");
    office.sees(HERE, id("people.type"));
}

#[test]
fn an_office_without_officers_says_what_to_do_and_sees_them_come() {
    let clock = morning();
    let mut office = scene_at(Premises::open_with(where_officers_sign_in).unwrap(), clock);
    office.sees(HERE, id("people.nobody"));
    let sari = Officer { id: officer("sari"), name: "Bu Sari".to_owned(), role: Role::Officer };
    let mut desk = office.desk().with_pin_cost(PinCost::LEAST);
    desk.add_officer(sari, Pin::typed("1357")).unwrap();
    office.stage.pass(1);
    // The only one is chosen already.
    office.write(HERE, "1357");
    office.stage.key(HERE, Key::Return).unwrap();
    office.works(HERE, "Bu Sari");
}

#[test]
fn an_office_that_wants_no_sign_in_shows_no_page() {
    let office = super::scene();
    office.sees_not(HERE, id("people.enter"));
    office.sees_not(HERE, id("people.lock"));
    office.sees(HERE, id("console.nobody-here"));
}

#[test]
fn the_page_fits_every_screen() {
    let mut office = office();
    office.tap(HERE, SARI);
    for size in [CONSOLE, CONSOLE_SMALL, (1920, 1080)] {
        assert_eq!(office.stage.outside(HERE, size).unwrap(), [""; 0], "{size:?}");
    }
}
