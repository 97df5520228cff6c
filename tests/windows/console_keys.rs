//! The keys of a console: each keeps its place whatever happens, what cannot be done has no ground, and every action has
//! a letter besides its key of the upper row.

use super::{Scene, calls, id, scene};
use antre::domain::Language;
use antre::lab::gallery::{Area, Frame, Hall, SCREENS};
use antre::lab::harness::Picture;
use antre::lab::harness::Spot::{self, Console};
use slint::platform::Key;
use std::collections::{BTreeMap, BTreeSet};

const HERE: Spot = Console(1);

/// The moments of a console that somebody works at.
fn frames() -> impl Iterator<Item = Frame> {
    let elsewhere = ["console-taken", "console-sign-in"];
    let console = move |name: &str| name.starts_with("console-") && !elsewhere.contains(&name);
    let screens = SCREENS.iter().filter(move |screen| console(screen.name));
    let frames = screens.flat_map(|screen| screen.frames());
    frames.filter(|frame| frame.language == Language::Indonesian)
}

fn begins(label: &str, keys: &[&'static str]) -> bool {
    let start = |key: &&'static str| id(key).split('{').next().unwrap_or_default();
    keys.iter().any(|key| label.starts_with(start(key)))
}

/// Which key of the console this is, whatever stands on it now.
fn key_named(label: &str) -> Option<&'static str> {
    let fixed = [
        "console.recall",
        "console.start",
        "officer.hand-back",
        "console.no-show",
        "officer.transfer",
        "console.cancel",
        "officer.keys",
        "officer.key-paper",
        "officer.answer",
    ];
    if let Some(key) = fixed.into_iter().find(|key| id(key) == label) {
        return Some(key);
    }
    let lasting: [(&str, &[&str]); 4] = [
        ("away", &["officer.key-away", "officer.away-both"]),
        ("undo", &["officer.undo"]),
        (
            "call",
            &[
                "sentence.call-next",
                "officer.call-number",
                "officer.finish-first",
                "officer.resume-counter",
            ],
        ),
        // After "Selesaikan T008 dahulu".
        ("finish", &["console.finish", "sentence.finish-to"]),
    ];
    let pause = ["officer.pause", "officer.resume"].iter().any(|key| id(key) == label);
    if pause {
        return Some("pause");
    }
    lasting.into_iter().find(|(_, keys)| begins(label, keys)).map(|(name, _)| name)
}

fn same(one: Area, other: Area) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() < 0.1;
    near(one.x, other.x)
        && near(one.y, other.y)
        && near(one.width, other.width)
        && near(one.height, other.height)
}

#[test]
fn no_key_moves_between_the_states_of_a_console() {
    let hall = Hall::without_screen().unwrap();
    let mut places = BTreeMap::new();
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for frame in frames() {
        let touchables = hall.measures(&frame).touchables;
        let keys = touchables.iter().filter_map(|t| Some((key_named(&t.label)?, t.area)));
        let keys: Vec<_> = keys.collect();
        for (key, area) in &keys {
            seen.insert(*key);
            let place = places.entry((frame.glass.size, *key));
            let (first, at) = place.or_insert_with(|| (*area, frame.to_string()));
            if !same(*first, *area) {
                faults.push(format!("{key}: {first:?} in {at}, {area:?} in {frame}"));
            }
        }
        // The panel that is open has the right side, where two keys stand otherwise.
        let least = if keys.iter().any(|(key, _)| *key == "away") { 12 } else { 10 };
        assert!(keys.len() >= least, "{frame}: only {keys:?} of {touchables:?}");
    }
    assert_eq!(seen.len(), 14, "{seen:?}");
    assert!(faults.is_empty(), "{} keys move: {faults:#?}", faults.len());
}

fn pixel(picture: &Picture, x: f32, y: f32) -> [u8; 3] {
    let pixel = picture.as_slice()[y as usize * picture.width() as usize + x as usize];
    [pixel.r, pixel.g, pixel.b]
}

/// Inside its left edge, below its letters, and at the edge itself where a frame would be.
fn grounds(picture: &Picture, area: Area) -> [[u8; 3]; 2] {
    let middle = area.y + area.height / 2.0;
    [pixel(picture, area.x + 5.0, middle), pixel(picture, area.x + 1.0, middle)]
}

#[test]
fn what_cannot_be_done_has_neither_ground_nor_frame_and_one_key_is_green() {
    let (card, paper, green) = ([0xff; 3], [0xf6, 0xf3, 0xec], [0x0a, 0x56, 0x4b]);
    let hall = Hall::without_screen().unwrap();
    for frame in frames() {
        let look = hall.look(&frame);
        let (picture, measures) = (look.picture().unwrap(), look.measures());
        let keys = measures.touchables.iter().filter(|t| key_named(&t.label).is_some());
        let mut greens = 0;
        for key in keys {
            let [inside, edge] = grounds(&picture, key.area);
            if key.enabled {
                greens += usize::from(inside == green);
                assert_ne!(inside, edge.map(|_| 0xde), "{frame}: {}", key.label);
            } else {
                let bare = |colour| colour == card || colour == paper;
                let seen = (inside, edge);
                assert!(bare(inside) && inside == edge, "{frame}: {}: {seen:?}", key.label);
            }
        }
        assert!(greens <= 1, "{frame}: {greens} keys are the next thing");
    }
}

impl Scene {
    #[track_caller]
    fn letter(&mut self, name: &str) {
        let letter = id(&format!("letter.{name}")).to_ascii_lowercase();
        self.stage.type_key(HERE, &letter).unwrap();
    }

    fn state(&self, number: &str) -> String {
        self.desk().ticket(number.parse().unwrap()).unwrap().ticket.state.code().to_owned()
    }
}

#[test]
fn from_the_call_to_the_next_stage_by_letters() {
    let mut office = scene();
    for _ in 0..3 {
        office.visitor('T');
    }
    office.sees(HERE, &calls("T001"));
    office.letter("next");
    office.letter("start");
    office.letter("hand-back");
    office.sees(HERE, id("officer.hand-back-slip"));
    office.letter("hand-back");
    office.letter("finish");
    let file = office.desk().ticket("T001".parse().unwrap()).unwrap();
    assert_eq!(file.ticket.state.stage().unwrap().as_str(), "pemeriksaan");
    office.letter("undo");
    assert_eq!(office.state("T001"), "serving");
    office.letter("finish");
    office.letter("next");
    office.stage.pass(20);
    office.letter("recall");
    office.letter("no-show");
    assert_eq!(office.state("T002"), "missed");
    office.letter("away");
    office.sees(HERE, id("officer.away-title"));
    office.letter("paper");
    office.sees(HERE, id("officer.paper-title"));
    office.letter("next");
    office.letter("cancel");
    office.stage.key(HERE, Key::Return).unwrap();
    assert_eq!(office.state("T003"), "cancelled");
    office.letter("pause");
    office.sees(HERE, id("officer.did-pause"));
}

#[test]
fn where_lines_have_letters_no_letter_is_an_action() {
    let mut office = scene();
    office.visitor('T');
    office.letter("next");
    office.letter("start");
    office.letter("transfer");
    // Nobody is finished by the letter of a service.
    office.letter("finish");
    assert_ne!(office.state("T001"), "serving");
    let sent = office.desk().ticket("T001".parse().unwrap()).unwrap().ticket;
    assert_eq!(sent.service.letter().to_string(), id("letter.finish"));
}
