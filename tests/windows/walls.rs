//! Several walls, their quiet minutes, their hours, and whether they can be read from five metres.

use super::{Scene, id, scene_with};
use antre::domain::{CounterNumber, Language, PublicCall};
use antre::lab::harness::Spot::Display;
use antre::lab::harness::{DISPLAY, Picture, Size, Spot};
use antre::office::WallPlan;
use antre::station::wall::slides;
use antre::words::Words;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

const WALL: Spot = Display(0);
const UPRIGHT: Size = (1080, 1920);
/// The longer side of a screen of 43 inch in millimetres; its shorter one is 9/16 of it.
const LONG_SIDE_MM: f32 = 952.0;
/// Capitals that are read from five metres.
const READABLE_MM: f32 = 61.0;

const AMBER: [u8; 3] = [0xff, 0xc2, 0x47];
const INK: [u8; 3] = [0x12, 0x26, 0x3a];

fn rgb(picture: &Picture, x: u32, y: u32) -> [u8; 3] {
    let pixel = picture.as_slice()[(y * picture.width() + x) as usize];
    [pixel.r, pixel.g, pixel.b]
}

/// How tall the number's ink is on the wall, in millimetres of a screen of 43 inch.
fn height_of_number(office: &Scene, number: &str) -> f32 {
    let (x, y, width, height) = office.stage.place_of(WALL, number).unwrap();
    let picture = office.stage.frame(WALL).unwrap();
    let columns = x as u32..(x + width) as u32;
    let rows = (y as u32..(y + height) as u32)
        .filter(|row| columns.clone().any(|column| rgb(&picture, column, *row) == INK));
    // Its line reaches into what stands above and below: the number is what is tallest without a gap.
    let (mut pixels, mut run, mut before) = (0, 0, 0);
    for row in rows {
        run = if row == before + 1 { run + 1 } else { 1 };
        (pixels, before) = (pixels.max(run), row);
    }
    let px_per_mm = picture.width().max(picture.height()) as f32 / LONG_SIDE_MM;
    pixels as f32 / px_per_mm
}

fn write_picture(folder: &Path, name: &str, colour: [u8; 3]) {
    std::fs::create_dir_all(folder).unwrap();
    let mut encoder = png::Encoder::new(File::create(folder.join(name)).unwrap(), 64, 36);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&colour.repeat(64 * 36)).unwrap();
}

/// The largest capitals of this text on the wall, in millimetres of a screen of 43 inch.
fn capitals_of(office: &Scene, size: Size, says: &str) -> f32 {
    let diagonal = (size.0 as f32).hypot(size.1 as f32) / (43.0 * 25.4);
    let texts = office.stage.measures(WALL).unwrap().texts;
    let capitals = texts.iter().filter(|text| text.says == says).map(|text| text.em * 0.668);
    capitals.fold(0.0, f32::max) / diagonal
}

#[test]
fn the_called_number_is_read_from_five_metres_at_every_moment() {
    // A thread has one stage.
    let sizes = [DISPLAY, UPRIGHT, (3840, 2160), (1920, 1200)];
    let rooms = sizes.map(|size| {
        std::thread::spawn(move || {
            let mut office = scene_with("[rotation]\nstandard = true\nquiet_seconds = 30");
            office.stage.resize_display(0, size).unwrap();
            office.visitor('T');
            office.call(1);
            office.stage.pass(8);
            let new = height_of_number(&office, "T001");
            assert!(new >= READABLE_MM, "{size:?}: {new} mm");
            office.stage.pass(30);
            office.sees_not(WALL, id("display.go-to"));
            let row = capitals_of(&office, size, "T001");
            assert!(row >= 24.9, "{size:?}, in its row: {row} mm");
            office.sees(WALL, "Loket 1");
        })
    });
    rooms.into_iter().for_each(|room| room.join().unwrap());
}

#[test]
fn the_longest_number_is_read_from_five_metres_too() {
    let mut office = scene_with("[rotation]\nstandard = true");
    let folder = office.premises.data.queue_file();
    office.visitor('K');
    // A thousand visitors in one statement.
    let queue = rusqlite::Connection::open(folder).unwrap();
    queue.execute("UPDATE series SET last_serial = 999 WHERE series = 'K'", []).unwrap();
    drop(queue);
    office.visitor('K');
    office.call(2);
    office.stage.pass(12);
    office.call_away(2);
    office.call(2);
    office.stage.pass(8);
    assert!(height_of_number(&office, "K1000") >= READABLE_MM);
    office.stage.pass(32);
    assert!(capitals_of(&office, DISPLAY, "K1000") >= 24.9);
}

#[test]
fn a_call_pulses_below_three_hertz_for_six_seconds_and_then_is_still() {
    let mut office = scene_with("");
    office.stage.resize_display(0, (640, 360)).unwrap();
    office.visitor('T');
    office.call(1);
    let ground = |office: &Scene| {
        let picture = office.stage.frame(WALL).unwrap();
        rgb(&picture, 40, 70)
    };
    let mut colours = vec![ground(&office)];
    for _ in 0..160 {
        office.stage.move_on(Duration::from_millis(50));
        colours.push(ground(&office));
    }
    let changes: Vec<usize> =
        (1..colours.len()).filter(|n| colours[*n] != colours[n - 1]).collect();
    let last = *changes.last().unwrap();
    // Fifty milliseconds each: it ends within a beat of six seconds.
    assert!((116..=124).contains(&last), "still after {} ms", last * 50);
    assert_eq!(colours.last().unwrap(), &AMBER);
    // Two changes make one pulse: no second has more than three pulses.
    for from in 0..colours.len() - 20 {
        let within = changes.iter().filter(|n| (from..from + 20).contains(n)).count();
        assert!(within <= 6, "{within} changes within a second");
    }
}

#[test]
fn two_walls_show_and_speak_their_own_calls_alone() {
    let mut office = scene_with(
        "[[display]]\nname = \"utara\"\nservices = [\"T\", \"R\"]\n[[display]]\nname = \"selatan\"\ncounters = [2]",
    );
    let wall = |name: &str| office.premises.office.wall(name).unwrap().clone();
    let (north, south) = (wall("utara"), wall("selatan"));
    office.stage.open_wall(north, None).unwrap();
    office.stage.open_wall(south, None).unwrap();
    for service in ['T', 'K', 'R', 'K'] {
        office.visitor(service);
    }
    let waiting = |count: usize| {
        Words::of(Language::Indonesian).with("sentence.waiting-total", &[("count", &count)])
    };
    office.comes(Display(0), &waiting(4));
    office.comes(Display(1), &waiting(2));
    office.comes(Display(2), &waiting(2));
    office.call(1);
    office.call(2);
    office.stage.pass(15);
    let in_front = |index| office.stage.announced(index).unwrap();
    assert_eq!([in_front(0), in_front(1), in_front(2)], ["K001", "T001", "K001"]);
    office.sees_not(Display(1), "K001");
    office.sees_not(Display(2), "T001");
}

#[test]
fn a_wall_lists_its_own_last_calls_however_many_others_there_were() {
    let mut office = scene_with("");
    let counter = CounterNumber::new(1).unwrap();
    office.stage.open_wall(WallPlan::of(Vec::new(), vec![counter]), None).unwrap();
    office.visitor('T');
    office.call(1);
    for _ in 0..9 {
        office.visitor('K');
        office.call(2);
        office.call_away(2);
    }
    office.stage.pass(5);
    office.call_away(1);
    office.visitor('T');
    office.call(1);
    office.stage.pass(10);
    assert_eq!(office.stage.announced(1).unwrap(), "T002");
    office.comes(Display(1), "T001");
}

#[test]
fn displays_that_restart_together_keep_their_own_memories() {
    let mut office =
        scene_with("[[display]]\nname = \"a\"\n[[display]]\nname = \"b\"\ncounters = [2]");
    let wall = |name: &str| office.premises.office.wall(name).unwrap().clone();
    let (a, b) = (wall("a"), wall("b"));
    office.stage.close_displays();
    office.stage.open_wall(a.clone(), None).unwrap();
    office.stage.open_wall(b.clone(), None).unwrap();
    for service in ['T', 'K', 'T'] {
        office.visitor(service);
    }
    // `a` has shown T001 and K001 waits its turn there; `b` has shown K001.
    office.call(1);
    office.call(2);
    assert_eq!(office.stage.announced(0).unwrap(), "T001");
    assert_eq!(office.stage.announced(1).unwrap(), "K001");
    office.stage.close_displays();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let ear = Rc::clone(&heard);
    let say = move |call: &PublicCall, _: usize| {
        ear.borrow_mut().push(call.number.to_string());
        Duration::from_secs(4)
    };
    office.stage.open_wall(b, Some(Box::new(say))).unwrap();
    office.stage.open_wall(a, None).unwrap();
    assert!(heard.borrow().is_empty(), "b repeats nothing: {heard:?}");
    assert_eq!(office.stage.announced(1).unwrap(), "K001", "a loses nothing");
}

/// Every fact that a wall of this office may show.
fn facts(office: &Scene) -> Vec<String> {
    let words = Words::of(Language::Indonesian);
    let slides = slides(&office.premises.office, &WallPlan::default(), words);
    slides.into_iter().map(|slide| slide.text).collect()
}

#[test]
fn facts_fill_the_room_of_the_card_and_leave_in_the_moment_of_a_call() {
    let mut office = scene_with("[rotation]\nstandard = true\nseconds = 10\nquiet_seconds = 20");
    let facts = facts(&office);
    let shows = |office: &Scene| {
        let labels = office.stage.labels(WALL).unwrap();
        labels.into_iter().filter(|label| facts.contains(label)).collect::<BTreeSet<_>>().len()
    };
    office.stage.pass(1);
    assert_eq!(shows(&office), 1, "one at a time");
    office.visitor('T');
    office.call(1);
    assert_eq!(shows(&office), 0);
    office.stage.pass(19);
    assert_eq!(shows(&office), 0);
    office.stage.pass(2);
    assert_eq!(shows(&office), 1, "and nothing is dark in between");
    office.sees(WALL, "T001");
}

#[test]
fn pictures_of_a_folder_take_their_turns_below_the_call() {
    let mut office =
        scene_with("[rotation]\npictures = \"gambar\"\nseconds = 10\nquiet_seconds = 20");
    let folder = office.premises.data.path().join("gambar");
    let (red, blue) = ([200, 10, 10], [10, 10, 200]);
    write_picture(&folder, "1.png", red);
    write_picture(&folder, "2.png", blue);
    std::fs::write(folder.join("3.png"), "no picture").unwrap();
    let shows = |office: &Scene, colour: [u8; 3]| {
        let picture = office.stage.frame(WALL).unwrap();
        picture.as_slice().iter().filter(|p| [p.r, p.g, p.b] == colour).count() > 100_000
    };
    // The folder is looked at each minute.
    office.stage.pass(61);
    let mut seen = BTreeSet::new();
    for _ in 0..60 {
        seen.insert((shows(&office, red), shows(&office, blue)));
        office.stage.pass(1);
    }
    let each = BTreeSet::from([(false, false), (false, true), (true, false)]);
    assert_eq!(seen, each, "pictures and facts have their turns");
    office.visitor('T');
    office.call(1);
    assert!(!shows(&office, red) && !shows(&office, blue));
    office.stage.pass(22);
    let mut shown = false;
    for _ in 0..30 {
        office.stage.pass(1);
        shown |= shows(&office, red) || shows(&office, blue);
    }
    assert!(shown, "a broken picture ends nothing");
    office.sees(WALL, "T001");
}

#[test]
fn every_fact_fits_every_wall() {
    let mut office = scene_with("[rotation]\nstandard = true\nseconds = 5");
    let facts = facts(&office);
    let mut seen = BTreeSet::new();
    for _ in 0..facts.len() {
        office.stage.pass(5);
        for size in [DISPLAY, UPRIGHT, (1366, 768), (1280, 800)] {
            let outside = office.stage.outside(WALL, size).unwrap();
            assert!(outside.is_empty(), "{size:?}: {outside:?}");
        }
        let labels = office.stage.labels(WALL).unwrap();
        seen.extend(labels.into_iter().filter(|label| facts.contains(label)));
    }
    assert_eq!(seen.len(), facts.len(), "each has its turn");
}

#[test]
fn outside_its_hours_a_wall_is_dark_until_a_call_or_a_touch() {
    // It is eight on a Monday; the screens are lit from nine.
    let mut office = scene_with("[screen_hours]\nmonday = [\"09:00-16:00\"]");
    let dark = |office: &Scene| {
        let picture = office.stage.frame(WALL).unwrap();
        picture.as_slice().iter().all(|p| p.r < 0xa0)
    };
    assert!(dark(&office));
    office.stage.touch_at(WALL, (300, 300)).unwrap();
    assert!(!dark(&office));
    office.stage.pass(121);
    assert!(dark(&office));
    office.visitor('T');
    office.call(1);
    assert!(!dark(&office), "a call is never hidden");
    office.clock.advance(chrono::TimeDelta::minutes(58));
    office.stage.pass(301);
    assert!(!dark(&office), "lit by itself at nine");
}

#[test]
fn a_wall_speaks_only_what_it_shows() {
    let mut office = scene_with("[[display]]\nname = \"selatan\"\ncounters = [2]\nvoice = true");
    let south = office.premises.office.wall("selatan").unwrap().clone();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let ear = Rc::clone(&heard);
    let say = move |call: &PublicCall, _: usize| {
        ear.borrow_mut().push(call.number.to_string());
        Duration::from_secs(4)
    };
    office.stage.open_wall(south, Some(Box::new(say))).unwrap();
    for service in ['T', 'K', 'R'] {
        office.visitor(service);
    }
    office.call(1);
    office.call(2);
    office.stage.pass(40);
    assert_eq!(*heard.borrow(), ["K001"]);
}
