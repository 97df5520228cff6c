//! What is measured on the pictures of the wall: how large its letters are on screens of 32, 43 and 55 inch, how much room a
//! call takes, and that it moves nothing.

use super::guard::{fit, is_date};
use super::id;
use antre::domain::Language;
use antre::lab::gallery::{Area, Frame, Glass, Hall, Measures, Room, SCREENS};

/// Millimetres of capitals that are read from five metres at half of full sight.
const LEAST_MM: f32 = 25.0;
/// The same for the number of a new call.
const NUMBER_MM: f32 = 61.0;
const SIZES: [(u32, u32); 3] = [(1920, 1080), (1080, 1920), (1366, 768)];

fn px_per_mm((width, height): (u32, u32), inches: f32) -> f32 {
    (width as f32).hypot(height as f32) / (inches * 25.4)
}

/// Every moment of the wall in Indonesian, on a screen of this size.
fn moments(size: (u32, u32), inches: f32) -> impl Iterator<Item = Frame> {
    let glass = Glass { size, px_per_mm: px_per_mm(size, inches) };
    let screens = SCREENS.iter().filter(|screen| screen.room() == Room::Display);
    let screens = screens.filter(|screen| !["display-door", "display-dark"].contains(&screen.name));
    let frames = screens
        .filter_map(|screen| screen.frames().find(|frame| frame.language == Language::Indonesian));
    frames.map(move |frame| Frame { glass, ..frame })
}

fn moment(name: &str, size: (u32, u32)) -> Frame {
    moments(size, 43.0).find(|frame| frame.screen.name == name).unwrap()
}

#[test]
fn nothing_but_the_date_is_smaller_than_25_mm_on_32_43_and_55_inch() {
    let hall = Hall::without_screen().unwrap();
    let mut faults = Vec::new();
    for inches in [32.0, 43.0, 55.0] {
        for size in SIZES {
            for frame in moments(size, inches) {
                let least = LEAST_MM * frame.glass.px_per_mm - 0.6;
                for text in hall.measures(&frame).texts {
                    let capitals = text.em * 0.668;
                    if capitals < least && !is_date(&text.says) {
                        let says = &text.says;
                        faults.push(format!("{frame}, {inches}: \"{says}\" {capitals:.0} px"));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

/// The letters of a small screen take more of it: what does not fit takes turns, and nothing is cut off.
#[test]
fn what_an_office_shows_every_day_fits_on_32_and_55_inch_too() {
    let hall = Hall::without_screen().unwrap();
    let mut faults = Vec::new();
    let days = ["morning", "quiet", "call", "recall", "handover", "busy", "seven", "stale"];
    for inches in [32.0, 55.0] {
        for size in SIZES {
            for frame in moments(size, inches) {
                if days.iter().any(|day| frame.screen.name == format!("display-{day}")) {
                    let found = fit(&frame, &hall.measures(&frame));
                    let found = found.into_iter().filter(|fault| !fault.contains("too small"));
                    faults.extend(found.map(|fault| format!("{frame}, {inches}: {fault}")));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

#[test]
fn the_number_of_a_new_call_is_read_from_afar_with_any_number_of_counters() {
    let hall = Hall::without_screen().unwrap();
    for (name, number) in [
        ("display-call", "T012"),
        ("display-busy", "T012"),
        ("display-eight", "T012"),
        ("display-twelve", "T012"),
        ("display-handover", "K003"),
    ] {
        for size in SIZES {
            let frame = moment(name, size);
            let texts = hall.measures(&frame).texts;
            let texts = texts.iter().filter(|text| text.says == number);
            let largest = texts.map(|text| text.em * 0.668).fold(0.0, f32::max);
            let largest = largest / frame.glass.px_per_mm;
            assert!(largest >= NUMBER_MM, "{frame}: {largest:.0} mm");
        }
    }
}

fn place(measures: &Measures, says: &str) -> Vec<Area> {
    measures.texts.iter().filter(|text| text.says == says).map(|text| text.lines).collect()
}

/// A call covers its own part, at most three fifths of the width, and what stands around it stays where it is.
#[test]
fn a_call_covers_its_part_and_moves_nothing() {
    let hall = Hall::without_screen().unwrap();
    for size in SIZES {
        let [rest, call] = ["display-quiet", "display-call"].map(|name| {
            let frame = moment(name, size);
            hall.measures(&frame)
        });
        for says in [
            "Loket 2",
            "K004",
            "Pengambilan",
            id("display.ready"),
            "K001",
            id("display.missed"),
            "T005",
            id("display.soon"),
            "T014",
            "09:42",
        ] {
            let (before, after) = (place(&rest, says), place(&call, says));
            assert!(!before.is_empty(), "{says}");
            assert_eq!(format!("{before:?}"), format!("{after:?}"), "{says} at {size:?}");
        }
        if size.0 > size.1 {
            let heading = place(&call, id("display.go-to"))[0];
            let right = heading.x + heading.width / 2.0;
            assert!(right * 2.0 < size.0 as f32 * 0.62, "{heading:?}");
        }
    }
}

/// Each counter has its row, with up to seven in one column and with twelve in several.
#[test]
fn every_counter_has_its_row() {
    let hall = Hall::without_screen().unwrap();
    for (name, count) in [("display-seven", 7), ("display-eight", 8), ("display-twelve-quiet", 12)]
    {
        for size in SIZES {
            let measures = hall.measures(&moment(name, size));
            let rows: Vec<Area> = (1..=count)
                .flat_map(|number| place(&measures, &format!("Loket {number}")))
                .collect();
            // The last calls name counters, too.
            let seen = |number: u32| !place(&measures, &format!("Loket {number}")).is_empty();
            assert!((1..=count).all(seen), "{name} at {size:?}");
            let board: Vec<&Area> = rows.iter().filter(|row| row.x >= rows[0].x).collect();
            let columns: std::collections::BTreeSet<i32> =
                board.iter().map(|row| row.x.round() as i32).collect();
            if count == 7 && size.0 > size.1 {
                assert_eq!(columns.len(), 1, "{name} at {size:?}: {columns:?}");
            }
            if count > 7 {
                assert!(columns.len() > 1, "{name} at {size:?}: {columns:?}");
            }
        }
    }
}
