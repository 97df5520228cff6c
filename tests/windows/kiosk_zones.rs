//! The four zones of a kiosk, on every page, monitor and mode: nothing that takes, ends or goes back lies under a finger that
//! meant another page, notices move nothing, and large letters are larger.

use super::id;
use antre::domain::Language;
use antre::lab::gallery::{Area, Frame, Hall, Measures, Mode, Room, SCREENS, Touchable};
use std::cell::RefCell;
use std::collections::HashMap;

/// Pixels for the rounding of layouts.
const ROUNDING: f32 = 1.0;
const MODES: [Mode; 4] = [Mode::Normal, Mode::LargeText, Mode::LowReach, Mode::LargeLow];

/// A page, what is touched on it ("": anything), and the page that comes then.
const STEPS: &[(&str, &str, &str)] = &[
    ("kiosk-services", "", "kiosk-cases"),
    ("kiosk-services", "", "kiosk-documents"),
    ("kiosk-services", "", "kiosk-priority"),
    ("kiosk-services", "", "kiosk-numbers-gone"),
    ("kiosk-cases", "", "kiosk-documents"),
    ("kiosk-cases", "kiosk.back", "kiosk-services"),
    ("kiosk-cases", "kiosk.standard", "kiosk-standard"),
    ("kiosk-documents", "kiosk.complete", "kiosk-priority"),
    ("kiosk-documents", "kiosk.not-complete", "kiosk-incomplete"),
    ("kiosk-documents", "kiosk.back", "kiosk-cases"),
    ("kiosk-documents", "kiosk.back", "kiosk-services"),
    ("kiosk-priority", "kiosk.with-priority", "kiosk-number"),
    ("kiosk-priority", "kiosk.without-priority", "kiosk-number"),
    ("kiosk-priority", "kiosk.back", "kiosk-documents"),
    ("kiosk-priority", "kiosk.back", "kiosk-services"),
    ("kiosk-number", "kiosk.done", "kiosk-services"),
    ("kiosk-incomplete", "kiosk.done", "kiosk-services"),
    ("kiosk-incomplete", "kiosk.back", "kiosk-documents"),
    ("kiosk-standard", "kiosk.back", "kiosk-cases"),
    ("kiosk-standard", "kiosk.back", "kiosk-priority"),
    ("kiosk-numbers-gone", "kiosk.back", "kiosk-services"),
    ("kiosk-still-here", "kiosk.keep-going", "kiosk-priority"),
    ("kiosk-still-here", "kiosk.done", "kiosk-services"),
];

/// What takes a number, ends a visit or goes back.
const DECIDES: [&str; 4] =
    ["kiosk.with-priority", "kiosk.without-priority", "kiosk.done", "kiosk.back"];

/// The pages that have been hung, each once for a monitor and a mode.
struct Hung {
    hall: Hall,
    pages: RefCell<HashMap<String, Measures>>,
}

impl Hung {
    fn nothing() -> Self {
        Self { hall: Hall::without_screen().unwrap(), pages: RefCell::default() }
    }

    fn page(&self, name: &str, mode: Mode, like: &Frame) -> Measures {
        let screen = SCREENS.iter().find(|screen| screen.name == name).unwrap();
        let frame = Frame { screen, mode, ..*like };
        let mut pages = self.pages.borrow_mut();
        pages.entry(frame.to_string()).or_insert_with(|| self.hall.measures(&frame)).clone()
    }
}

/// Every monitor of a kiosk, in Indonesian.
fn monitors() -> impl Iterator<Item = Frame> {
    let screen = SCREENS.iter().find(|screen| screen.room() == Room::Kiosk).unwrap();
    let plain = |f: &Frame| f.language == Language::Indonesian && f.mode == Mode::Normal;
    screen.frames().filter(plain)
}

fn decides(touchable: &Touchable) -> bool {
    DECIDES.iter().any(|key| touchable.label == id(key))
}

fn overlap(one: Area, other: Area) -> bool {
    let common = one.common(other);
    common.width > ROUNDING && common.height > ROUNDING
}

/// The second tap of a slow double tap, or a tap that comes late: it may open something, and no more.
#[test]
fn a_tap_that_comes_late_neither_takes_a_number_nor_ends_nor_goes_back() {
    let hung = Hung::nothing();
    let mut faults = Vec::new();
    for frame in monitors() {
        for mode in MODES {
            for (page, touched, next) in STEPS {
                let before = hung.page(page, mode, &frame).touchables;
                let after = hung.page(next, mode, &frame).touchables;
                let touched = before.iter().filter(|t| match *touched {
                    "" => !decides(t),
                    key => t.label == id(key),
                });
                for one in touched {
                    let under = after
                        .iter()
                        .filter(|other| decides(other) && overlap(one.area, other.area));
                    // Back and back again is what somebody who taps twice means.
                    let under = under.filter(|other| other.label != one.label);
                    faults.extend(under.map(|other| {
                        let (size, mode) = (frame.glass.size, mode.name());
                        format!(
                            "{size:?} {mode}: {page} \"{}\", {next} \"{}\"",
                            one.label, other.label
                        )
                    }));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

/// Where nothing has to be within low reach, nothing that decides lies over anything of the pages around it.
#[test]
fn what_decides_has_a_place_of_its_own() {
    let hung = Hung::nothing();
    let mut faults = Vec::new();
    for frame in monitors() {
        for mode in [Mode::Normal, Mode::LargeText] {
            for (page, _, next) in STEPS {
                let [before, after] =
                    [page, next].map(|name| hung.page(name, mode, &frame).touchables);
                for (one, others) in [(&before, &after), (&after, &before)] {
                    for decider in one.iter().filter(|t| decides(t)) {
                        let under = others.iter().filter(|t| overlap(t.area, decider.area));
                        let under = under.filter(|t| t.label != decider.label);
                        faults.extend(under.map(|t| {
                            let (size, mode) = (frame.glass.size, mode.name());
                            format!(
                                "{size:?} {mode}: {page}, {next}: \"{}\" over \"{}\"",
                                decider.label, t.label
                            )
                        }));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

#[test]
fn a_notice_moves_nothing_that_can_be_touched() {
    let hung = Hung::nothing();
    let mut faults = Vec::new();
    for (plain, noted) in [
        ("kiosk-services", "kiosk-printer-trouble"),
        ("kiosk-services-long", "kiosk-services-noted"),
        ("kiosk-cases", "kiosk-cases-noted"),
        ("kiosk-documents-longest", "kiosk-documents-noted"),
        ("kiosk-priority", "kiosk-priority-noted"),
        ("kiosk-incomplete", "kiosk-incomplete-noted"),
        ("kiosk-numbers-gone", "kiosk-refused-noted"),
        ("kiosk-number-no-paper", "kiosk-number-noted"),
    ] {
        for frame in monitors() {
            for mode in MODES {
                let places = |name| -> Vec<(String, [i32; 4])> {
                    let touchables = hung.page(name, mode, &frame).touchables;
                    let place = |t: Touchable| {
                        let Area { x, y, width, height } = t.area;
                        (t.label, [x, y, width, height].map(|edge| edge.round() as i32))
                    };
                    touchables.into_iter().map(place).collect()
                };
                let (before, after) = (places(plain), places(noted));
                if before != after {
                    let size = frame.glass.size;
                    faults.push(format!("{size:?} {}: {noted}: {before:?} {after:?}", mode.name()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

/// The sizes that large letters are promised for, and by how much everything that is read grows on them.
const SIZES: [(u32, u32); 3] = [(1080, 1920), (1920, 1080), (1280, 800)];
const LARGER: f32 = 1.3;
/// The same for the longest names on a tile, which would leave it.
const NAME: f32 = 1.15;

/// What is chosen from may need several pages in large letters; everything else stands there, larger.
#[test]
fn in_large_letters_everything_is_read_larger_and_nothing_is_touched_smaller() {
    let hung = Hung::nothing();
    let mut faults = Vec::new();
    let pages = [
        ("kiosk-services", true),
        ("kiosk-cases", true),
        ("kiosk-documents", false),
        ("kiosk-priority", false),
        ("kiosk-number", false),
        ("kiosk-number-printing", false),
        ("kiosk-number-no-paper", false),
        ("kiosk-incomplete", false),
        ("kiosk-numbers-gone", false),
        ("kiosk-queue-trouble", false),
        ("kiosk-still-here", false),
    ];
    for frame in monitors().filter(|frame| SIZES.contains(&frame.glass.size)) {
        for (page, paged) in pages {
            let [normal, large] =
                [Mode::Normal, Mode::LargeText].map(|mode| hung.page(page, mode, &frame));
            let mut fault =
                |what: String| faults.push(format!("{:?} {page}: {what}", frame.glass.size));
            for text in &normal.texts {
                match large.texts.iter().find(|large| large.says == text.says) {
                    Some(large) if large.em < text.em * if paged { NAME } else { LARGER } => {
                        fault(format!("\"{}\" by {:.2}", text.says, large.em / text.em));
                    }
                    None if !paged => fault(format!("\"{}\" is missing", text.says)),
                    _ => {}
                }
            }
            for target in &normal.touchables {
                let same = large.touchables.iter().find(|large| large.label == target.label);
                let Some(same) = same else { continue };
                let (was, is) = (target.area, same.area);
                if is.width < was.width - ROUNDING || is.height < was.height - ROUNDING {
                    fault(format!("\"{}\" {was:?} is {is:?}", target.label));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

/// Elsewhere, and within low reach, they are as large as fits: how much that is.
#[test]
fn where_there_is_less_room_large_letters_are_as_large_as_fits() {
    let hung = Hung::nothing();
    for frame in monitors() {
        for (normal, large) in [(Mode::Normal, Mode::LargeText), (Mode::LowReach, Mode::LargeLow)] {
            let mut factors = Vec::new();
            for page in ["kiosk-documents", "kiosk-priority", "kiosk-number"] {
                let [normal, large] = [normal, large].map(|mode| hung.page(page, mode, &frame));
                for text in &normal.texts {
                    let same = large.texts.iter().find(|large| large.says == text.says);
                    factors.extend(same.map(|same| same.em / text.em));
                }
            }
            factors.sort_by(f32::total_cmp);
            let (least, half) = (factors[0], factors[factors.len() / 2]);
            println!(
                "{:?} {}: {least:.2}, half of the texts {half:.2}",
                frame.glass.size,
                large.name()
            );
            assert!(half > 1.05, "{:?} {}: {half}", frame.glass.size, large.name());
        }
    }
}
