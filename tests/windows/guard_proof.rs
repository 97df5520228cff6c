//! The guard sees what it is there for: layouts made by hand, each with one fault.

use super::guard::fit;
use antre::lab::gallery::{Area, Frame, Measures, Room, SCREENS, Scroll, Text, Touchable};

fn area(x: f32, y: f32, width: f32, height: f32) -> Area {
    Area { x, y, width, height }
}

/// A frame to hang them into.
fn frame() -> Frame {
    let screen = SCREENS.iter().find(|screen| screen.room() == Room::Console).unwrap();
    screen.frames().next().unwrap()
}

fn window() -> Area {
    let (width, height) = frame().glass.size;
    area(0.0, 0.0, width as f32, height as f32)
}

/// A line of text with all the room that it needs.
fn line() -> Text {
    let lines = area(20.0, 20.0, 50.0, 13.0);
    Text {
        says: "Dinas".to_owned(),
        em: 10.0,
        room: lines,
        lines,
        word: 40.0,
        let_through: window(),
        card: None,
        scroll: None,
        enabled: true,
        wraps: false,
        elides: false,
        spoken: true,
    }
}

#[track_caller]
fn faults(texts: Vec<Text>, count: usize, what: &str) {
    let found = fit(&frame(), &Measures { texts, touchables: Vec::new() });
    assert_eq!(found.len(), count, "{what}: {found:?}");
}

#[test]
fn the_guard_sees_what_is_cut() {
    faults(vec![line()], 0, "all is well");
    faults(vec![Text { room: area(20.0, 20.0, 40.0, 13.0), ..line() }], 1, "too narrow");
    faults(vec![Text { room: area(20.0, 20.0, 30.0, 13.0), ..line() }], 2, "within a word");
    faults(vec![Text { lines: area(20.0, 20.0, 50.0, 26.0), ..line() }], 1, "two lines in one");
    faults(vec![Text { let_through: area(0.0, 0.0, 60.0, 60.0), ..line() }], 1, "cut by a clip");
    let gone = area(-20.0, 20.0, 50.0, 13.0);
    let everything = area(-90.0, 0.0, 900.0, 900.0);
    let outside = Text { lines: gone, room: gone, let_through: everything, ..line() };
    faults(vec![outside], 1, "outside");
    let below = area(30.0, 25.0, 50.0, 13.0);
    faults(vec![line(), Text { lines: below, room: below, ..line() }], 1, "overlap");
    let beside = area(70.5, 20.0, 50.0, 13.0);
    faults(vec![line(), Text { lines: beside, room: beside, ..line() }], 1, "no air between words");
    let apart = area(75.0, 20.0, 50.0, 13.0);
    faults(vec![line(), Text { lines: apart, room: apart, ..line() }], 0, "two words");
}

#[test]
fn the_guard_sees_what_leaves_its_card() {
    let on = |card: Area| vec![Text { card: Some(card), ..line() }];
    faults(on(area(10.0, 15.0, 70.0, 20.0)), 0, "all is well");
    faults(on(area(10.0, 15.0, 55.0, 20.0)), 1, "beyond the right edge");
    faults(on(area(10.0, 15.0, 61.0, 20.0)), 1, "inside, but without air");
    faults(on(area(10.0, 15.0, 70.0, 10.0)), 1, "below the lower edge");
    faults(on(area(10.0, 26.0, 70.0, 20.0)), 1, "above the upper edge");
}

#[test]
fn the_guard_looks_into_what_scrolls() {
    let view = area(0.0, 0.0, 100.0, 40.0);
    let scroll = Scroll { view, content: area(0.0, 0.0, 100.0, 90.0), moves: true };
    let at = |y: f32| {
        let lines = area(20.0, y, 50.0, 13.0);
        Text { lines, room: lines, let_through: view, scroll: Some(scroll), ..line() }
    };
    faults(vec![at(10.0)], 0, "in view");
    faults(vec![at(70.0)], 0, "can be moved into view");
    faults(vec![at(84.0)], 1, "below the end of what moves");
    let fixed = Scroll { moves: false, ..scroll };
    faults(vec![Text { scroll: Some(fixed), ..at(70.0) }], 1, "what does not move");
    let wide = area(70.0, 70.0, 50.0, 13.0);
    faults(vec![Text { lines: wide, room: wide, ..at(70.0) }], 2, "nothing moves sideways");
    faults(vec![at(70.0), at(74.0)], 1, "they overlap below the edge as well");
    let foot = area(20.0, 70.0, 50.0, 13.0);
    faults(vec![at(70.0), Text { lines: foot, room: foot, ..line() }], 0, "moved below a foot");
    let narrow = area(20.0, 70.0, 40.0, 13.0);
    faults(vec![Text { room: narrow, ..at(70.0) }], 1, "too narrow, out of view");
}

#[test]
fn the_guard_sees_buttons_that_cannot_be_reached() {
    let button = |y: f32, scroll: Option<Scroll>| Touchable {
        label: "Loket 1".to_owned(),
        area: area(10.0, y, 50.0, 30.0),
        scroll,
        enabled: true,
    };
    let count = |touchables: Vec<Touchable>| {
        fit(&frame(), &Measures { texts: Vec::new(), touchables }).len()
    };
    let view = area(0.0, 0.0, 100.0, 40.0);
    let scroll = Some(Scroll { view, content: area(0.0, 0.0, 100.0, 90.0), moves: true });
    assert_eq!(count(vec![button(0.0, None), button(40.0, None)]), 0);
    assert_eq!(count(vec![button(0.0, None), button(20.0, None)]), 1, "overlap");
    assert_eq!(count(vec![button(-20.0, None)]), 1, "outside the window");
    assert_eq!(count(vec![button(55.0, scroll)]), 0, "can be moved into view");
    assert_eq!(count(vec![button(75.0, scroll)]), 1, "below the end of what moves");
    assert_eq!(count(vec![button(55.0, scroll), button(55.0, None)]), 0, "below the foot");
}

#[test]
fn the_guard_sees_letters_that_are_too_small() {
    faults(vec![Text { em: 8.0, ..line() }], 1, "5.3 pixels");
}

#[test]
fn the_guard_sees_what_may_be_torn_at_its_hyphen() {
    let that = |says: &str| Text { says: says.to_owned(), wraps: true, ..line() };
    faults(vec![that("Perekaman KTP-el")], 1, "a short end");
    faults(vec![that("e-mail aktif")], 1, "a short beginning");
    faults(vec![Text { wraps: false, ..that("KTP-el") }], 0, "one line in any case");
    faults(vec![that("KTP\u{2011}el, ewah-ewahan, 10-15, Pindah - datang")], 0, "nothing to tear");
}
