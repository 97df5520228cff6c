//! The console fits every screen, in each of its rooms, however much is wrong at once.

use super::{Scene, scene};
use antre::desk::Subject;
use antre::domain::CounterNumber;
use antre::lab::harness::Spot::Console;
use slint::platform::Key;

const SIZES: [(u32, u32); 3] = [(1366, 768), (1024, 600), (1920, 1080)];

#[track_caller]
fn fits(office: &Scene, what: &str) {
    for counter in [1, 4] {
        for size in SIZES {
            let outside = office.stage.outside(Console(counter), size).unwrap();
            assert!(outside.is_empty(), "{what}, {counter} at {size:?}: {outside:?}");
        }
    }
}

/// A day on which everything happens: people everywhere, files away, papers missing.
fn busy() -> Scene {
    let mut office = scene();
    for service in ['T', 'R', 'N', 'Q', 'T', 'T', 'K', 'L', 'S', 'U', 'T', 'N', 'R'] {
        office.visitor(service);
    }
    for _ in 0..2 {
        office.call(1);
        let here = Subject::Counter(CounterNumber::new(1).unwrap());
        office.desk().start(here).unwrap();
        office.desk().return_file(here, &[1], None).unwrap();
    }
    office.call(1);
    let here = Subject::Counter(CounterNumber::new(1).unwrap());
    office.desk().no_show(here).unwrap();
    office.call(1);
    office.later(130);
    office
}

#[test]
fn every_room_fits_every_screen() {
    let mut office = busy();
    fits(&office, "called");
    office.stage.key(Console(1), Key::F3).unwrap();
    office.later(200);
    fits(&office, "serving");
    for key in [Key::F5, Key::F7, Key::F8, Key::F11, Key::F12] {
        office.stage.key(Console(1), key).unwrap();
        fits(&office, &format!("{key:?}"));
        office.stage.key(Console(1), Key::Escape).unwrap();
    }
    office.stage.type_key(Console(1), "?").unwrap();
    fits(&office, "the legend");
    office.stage.key(Console(1), Key::Escape).unwrap();
    office.stage.key(Console(1), Key::F4).unwrap();
    office.stage.key(Console(1), Key::F9).unwrap();
    fits(&office, "paused");
    office.desk().ask_staff(None).unwrap();
    office.stage.settle();
    fits(&office, "somebody asks");
}
