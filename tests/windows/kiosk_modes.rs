//! The kiosk for everybody: larger letters, high contrast, low reach, a keyboard alone.

use super::{Scene, id, scene};
use antre::domain::{EventSeq, Language};
use antre::lab::harness::Spot::Kiosk;
use antre::words::Words;
use slint::platform::Key;
use std::collections::BTreeSet;

const SIZES: [(u32, u32); 5] = [(1080, 1920), (1280, 800), (1920, 1080), (1024, 600), (800, 480)];
const HELPERS: [&str; 3] = ["kiosk.large-text", "kiosk.high-contrast", "kiosk.low-reach"];

/// Goes through every page of a visit, and looks at each.
fn each_page(office: &mut Scene, language: Language, look: impl Fn(&Scene, &str)) {
    let say = |key: &'static str| Words::of(language).text(key);
    let services = office.premises.office.services.clone();
    let name =
        |code: char| services.iter().find(|s| s.code.letter() == code).unwrap().name.get(language);
    look(office, "services");
    office.tap(Kiosk, name('T'));
    look(office, "cases");
    let case = services[0].cases[3].answer.as_ref().unwrap().get(language);
    office.tap(Kiosk, case);
    look(office, "the longest case");
    office.tap(Kiosk, say("kiosk.standard"));
    look(office, "standard");
    office.tap(Kiosk, say("kiosk.back"));
    office.tap(Kiosk, say("kiosk.not-complete"));
    look(office, "incomplete");
    office.tap(Kiosk, say("kiosk.back"));
    office.tap(Kiosk, say("kiosk.ask-staff"));
    look(office, "staff told");
    office.tap(Kiosk, say("kiosk.complete"));
    look(office, "priority");
    office.tap(Kiosk, say("kiosk.with-priority"));
    look(office, "number");
    office.stage.pass(2);
    office.printer = None;
    office.stage.print().unwrap();
    look(office, "number without paper");
}

fn in_every_language(modes: &'static [&'static str], look: fn(&Scene, &str)) {
    for (language, button) in [
        (Language::Indonesian, "Indonesia"),
        (Language::Javanese, "Jawa"),
        (Language::English, "English"),
    ] {
        let looked = std::thread::spawn(move || {
            let mut office = scene();
            office.visitor('T');
            for mode in modes {
                office.tap(Kiosk, id(mode));
            }
            office.tap(Kiosk, button);
            each_page(&mut office, language, look);
        });
        looked.join().unwrap();
    }
}

#[track_caller]
fn fits(office: &Scene, page: &str) {
    for size in SIZES {
        let mut outside = office.stage.outside(Kiosk, size).unwrap();
        if page == "standard" {
            // Its text lies on a sheet that scrolls; what is touched must be there all the same.
            let targets = office.stage.targets(Kiosk, size).unwrap();
            outside.retain(|label| targets.iter().any(|target| target.label == *label));
        }
        assert!(outside.is_empty(), "{page} at {size:?}: outside the window: {outside:?}");
    }
}

#[test]
fn every_page_fits_every_screen() {
    in_every_language(&[], fits);
}

#[test]
fn every_page_fits_every_screen_in_large_text() {
    in_every_language(&["kiosk.large-text"], fits);
}

#[test]
fn every_page_fits_every_screen_within_low_reach() {
    in_every_language(&["kiosk.low-reach"], fits);
}

#[test]
fn every_page_fits_every_screen_in_all_modes_at_once() {
    in_every_language(&["kiosk.large-text", "kiosk.high-contrast", "kiosk.low-reach"], fits);
}

#[test]
fn within_low_reach_everything_that_is_touched_is_in_the_lower_part() {
    in_every_language(&["kiosk.low-reach"], |office, page| {
        for (width, height) in SIZES {
            for target in office.stage.targets(Kiosk, (width, height)).unwrap() {
                let top = target.at.1 / height as f32;
                // What moves a text that is longer than its sheet stands beside it.
                let moves_text = ["kiosk.scroll-up", "kiosk.scroll-down"].iter().any(|key| {
                    Language::ALL.iter().any(|l| Words::of(*l).text(key) == target.label)
                });
                assert!(
                    top >= 0.595 || moves_text,
                    "{page} at {width} x {height}: \"{}\" begins at {top}",
                    target.label
                );
            }
        }
    });
}

/// Touch targets in millimetres, on screens that are as large as their pixels say.
#[test]
fn targets_have_room_for_a_finger() {
    in_every_language(&[], |office, page| {
        for size in [(1080, 1920), (1920, 1080), (1280, 800)] {
            let mm = office.premises.office.screens.kiosk_px_per_mm;
            for target in office.stage.targets(Kiosk, size).unwrap() {
                let (width, height) = (target.size.0 / mm, target.size.1 / mm);
                assert!(
                    width >= 19.9 && height >= 19.9,
                    "{page} at {size:?}: \"{}\" is {width} mm x {height} mm",
                    target.label
                );
            }
        }
    });
}

#[test]
fn a_service_is_a_large_target() {
    let office = scene();
    for size in [(1080, 1920), (1920, 1080), (1280, 800)] {
        let mm = office.premises.office.screens.kiosk_px_per_mm;
        for service in &office.premises.office.services {
            let name = service.name.get(Language::Indonesian);
            let targets = office.stage.targets(Kiosk, size).unwrap();
            let tile = targets.iter().find(|target| target.label == name).unwrap();
            let (width, height) = (tile.size.0 / mm, tile.size.1 / mm);
            let least = if size.1 < 1000 { 20.0 } else { 30.0 };
            assert!(width >= 60.0 && height >= least, "{size:?}: {name} {width} x {height} mm");
        }
    }
}

fn colours(office: &Scene) -> BTreeSet<[u8; 3]> {
    let picture = office.stage.picture(Kiosk, SIZES[1]).unwrap();
    picture.as_slice().iter().map(|p| [p.r, p.g, p.b]).collect()
}

#[test]
fn high_contrast_is_yellow_on_black_on_every_page_and_nothing_else() {
    in_every_language(&["kiosk.high-contrast"], |office, page| {
        for [r, g, b] in colours(office) {
            // Every colour is a mixture of black and #FFF200: no blue, and green follows red.
            let yellow = f32::from(r) * 242.0 / 255.0;
            let off = (f32::from(g) - yellow).abs();
            assert!(b <= 2 && off <= 3.0, "{page}: #{r:02x}{g:02x}{b:02x}");
        }
    });
}

#[test]
fn every_mode_is_one_tap_and_the_next_visitor_finds_none() {
    let mut office = scene();
    let before = colours(&office);
    for mode in HELPERS {
        office.tap(Kiosk, id(mode));
    }
    assert_ne!(colours(&office), before);
    office.stage.pass(31);
    assert_eq!(colours(&office), before);
}

/// Within low reach and in large letters there is no room for eight services at once.
#[test]
fn services_that_have_no_room_are_on_a_further_page_and_the_next_visitor_finds_the_first() {
    let last = "Aktivasi IKD";
    let mut office = scene();
    let modes = |office: &mut Scene| {
        office.tap(Kiosk, id("kiosk.large-text"));
        office.tap(Kiosk, id("kiosk.low-reach"));
    };
    let shows = |office: &Scene| office.stage.labels(Kiosk).unwrap().contains(&last.to_owned());
    assert!(shows(&office));
    modes(&mut office);
    assert!(!shows(&office));
    assert!(!office.usable(Kiosk, id("kiosk.services-before")));
    while !shows(&office) {
        office.tap(Kiosk, id("kiosk.services-after"));
    }
    office.tap(Kiosk, last);
    office.tap(Kiosk, id("kiosk.back"));
    assert!(shows(&office), "back to where the visitor was");
    office.stage.pass(31);
    modes(&mut office);
    assert!(!shows(&office), "the next visitor begins with the first page");
}

#[test]
fn a_keyboard_alone_brings_a_number() {
    let mut office = scene();
    office.stage.type_key(Kiosk, "t").unwrap();
    office.stage.type_key(Kiosk, "3").unwrap();
    office.sees(Kiosk, "Surat kehilangan dari kepolisian");
    // Back to the start, and this time without letters.
    office.stage.key(Kiosk, Key::Escape).unwrap();
    office.stage.key(Kiosk, Key::Escape).unwrap();
    office.sees(Kiosk, id("kiosk.choose"));
    let languages = 3;
    for _ in 0..languages {
        office.stage.key(Kiosk, Key::RightArrow).unwrap();
    }
    // The tiles follow the languages; the fourth of one column is the card of a child.
    for _ in 0..4 {
        office.stage.key(Kiosk, Key::DownArrow).unwrap();
    }
    office.stage.key(Kiosk, Key::Return).unwrap();
    office.sees(Kiosk, "KTP kedua orang tua");
    // Languages, standard, and then the answer.
    for _ in 0..languages + 2 {
        office.stage.key(Kiosk, Key::Tab).unwrap();
    }
    office.stage.key(Kiosk, Key::Return).unwrap();
    office.sees(Kiosk, id("kiosk.which-lane"));
    for _ in 0..languages + 3 {
        office.stage.key(Kiosk, Key::Tab).unwrap();
    }
    office.stage.key(Kiosk, Key::Return).unwrap();
    office.sees(Kiosk, "N001");
    office.stage.key(Kiosk, Key::Escape).unwrap();
    office.sees(Kiosk, id("kiosk.choose"));
    assert_eq!(office.desk().board(EventSeq(0)).unwrap().open.len(), 1);
}

#[test]
fn the_keyboard_starts_anew_on_every_page() {
    let mut office = scene();
    office.stage.type_key(Kiosk, "K").unwrap();
    office.stage.key(Kiosk, Key::DownArrow).unwrap();
    office.stage.key(Kiosk, Key::Escape).unwrap();
    office.stage.type_key(Kiosk, "1").unwrap();
    office.sees(Kiosk, "Apa yang terjadi dengan KTP Anda?");
}
