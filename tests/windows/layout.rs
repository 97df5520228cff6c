//! Nothing outside its window, nothing blank, in every language and size that an office may have.

use super::{Scene, id, scene};
use antre::lab::harness::Picture;
use antre::lab::harness::Spot::{self, Console, Display, Kiosk};
use std::collections::BTreeSet;

const KIOSKS: [(u32, u32); 5] = [(1080, 1920), (1280, 800), (1920, 1080), (1024, 600), (800, 480)];
const CONSOLES: [(u32, u32); 3] = [(1366, 768), (1024, 600), (1920, 1080)];
const WALLS: [(u32, u32); 4] = [(1920, 1080), (1280, 720), (1080, 1920), (3840, 2160)];

#[track_caller]
fn fits(office: &Scene, spot: Spot, sizes: &[(u32, u32)]) {
    for size in sizes {
        let outside = office.stage.outside(spot, *size).unwrap();
        assert!(outside.is_empty(), "{spot:?} at {size:?}: outside the window: {outside:?}");
    }
}

#[test]
fn every_page_of_the_kiosk_fits_every_screen_in_every_language() {
    for language in ["Indonesia", "Jawa", "English"] {
        let office = std::thread::spawn(move || {
            let mut office = scene();
            office.tap(Kiosk, language);
            fits(&office, Kiosk, &KIOSKS);
            let first = office.premises.office.services[0].name.clone();
            let languages = antre::domain::Language::ALL;
            let here = languages.iter().find(|l| {
                office.stage.labels(Kiosk).unwrap().iter().any(|label| label == first.get(**l))
            });
            office.tap(Kiosk, first.get(*here.unwrap()));
            fits(&office, Kiosk, &KIOSKS);
        });
        office.join().unwrap();
    }
}

#[test]
fn the_number_fits_every_screen() {
    let mut office = scene();
    office.tap(Kiosk, "Akta kelahiran / kematian");
    office.tap(Kiosk, "Ada bayi yang lahir");
    fits(&office, Kiosk, &KIOSKS);
    office.tap(Kiosk, id("kiosk.complete"));
    fits(&office, Kiosk, &KIOSKS);
    office.take_number();
    fits(&office, Kiosk, &KIOSKS);
}

#[test]
fn consoles_and_walls_fit_every_screen_idle_and_busy() {
    let mut office = scene();
    fits(&office, Console(1), &CONSOLES);
    fits(&office, Display(0), &WALLS);
    for service in ['T', 'R', 'K', 'N', 'L', 'S', 'Q', 'U'] {
        office.visitor(service);
    }
    office.call(1);
    office.call(2);
    office.stage.pass(1);
    fits(&office, Console(1), &CONSOLES);
    fits(&office, Display(0), &WALLS);
}

#[test]
fn a_console_that_complains_of_the_sound_fits_every_screen() {
    let mut office = scene();
    let display = antre::app::display::DisplaySlot::take(&office.premises.data).unwrap();
    let fault = antre::voice::NoSound::Hung { program: "aplay".to_owned(), seconds: 20 };
    display.sound_note().tell(Some(&fault)).unwrap();
    ('A'..='Z').for_each(|letter| {
        if office.premises.office.services.iter().any(|s| s.code.letter() == letter) {
            office.visitor(letter);
        }
    });
    office.call(1);
    office.stage.pass(2);
    let labels = office.stage.labels(Console(1)).unwrap();
    assert!(labels.iter().any(|label| label.contains(id("cause.player-hung"))), "{labels:?}");
    fits(&office, Console(1), &CONSOLES);
}

fn colours(picture: &Picture) -> usize {
    let colours: BTreeSet<[u8; 3]> = picture.as_slice().iter().map(|p| [p.r, p.g, p.b]).collect();
    colours.len()
}

#[test]
fn the_windows_are_drawn_and_the_called_number_stands_on_amber() {
    let mut office = scene();
    office.visitor('T');
    office.call(1);
    office.stage.pass(8);
    for (spot, size) in [(Kiosk, KIOSKS[1]), (Console(1), CONSOLES[1]), (Display(0), WALLS[1])] {
        let picture = office.stage.picture(spot, size).unwrap();
        assert!(colours(&picture) > 20, "{spot:?} is blank");
    }
    let wall = office.stage.picture(Display(0), WALLS[1]).unwrap();
    let amber = wall.as_slice().iter().filter(|p| (p.r, p.g, p.b) == (0xff, 0xc2, 0x47)).count();
    assert!(amber > wall.as_slice().len() / 10, "only {amber} pixels of the wall call");
}
