//! Contrast, measured from the pixels that people see and not from the colours that somebody meant.

use super::look;
use antre::lab::gallery::{Area, Frame, Measures, Room};
use antre::lab::harness::Picture;
use std::collections::HashMap;

/// What people read; WCAG calls it AAA.
const READ: f64 = 7.0;
/// What is written on something that cannot be used now.
const OFF: f64 = 4.5;

type Colour = [u8; 3];

fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    let [r, g, b] = colour.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn ratio(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The contrast of what is drawn in an area: its ground is the colour that most pixels have, its ink the one that
/// stands out most. The edges of letters lie between the two.
fn measured(picture: &Picture, area: Area) -> Option<(f64, Colour, Colour)> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let bound = |from: f32, length: f32, end: usize| {
        let to = (from + length).clamp(0.0, end as f32) as usize;
        (from.clamp(0.0, end as f32) as usize)..to
    };
    let mut counts: HashMap<Colour, usize> = HashMap::new();
    for y in bound(area.y, area.height, height) {
        for x in bound(area.x, area.width, width) {
            let pixel = picture.as_slice()[y * width + x];
            *counts.entry([pixel.r, pixel.g, pixel.b]).or_default() += 1;
        }
    }
    let (ground, _) = counts.iter().max_by_key(|(colour, count)| (**count, **colour))?;
    let against = |ink: &&Colour| ratio(**ink, *ground);
    let ink = counts.keys().max_by(|a, b| against(a).total_cmp(&against(b)))?;
    Some((ratio(*ink, *ground), *ink, *ground))
}

/// On the first monitor of its room and in its first language, in every mode.
pub fn is_measured(frame: &Frame) -> bool {
    let room = frame.screen.room();
    (frame.glass, frame.language) == (room.glasses()[0], room.languages()[0])
}

/// Every text of a frame that stands out too little.
pub fn faults(picture: &Picture, measures: &Measures) -> Vec<String> {
    let mut faults = Vec::new();
    for text in measures.texts.iter().filter(|text| text.scroll.is_none()) {
        let least = if text.enabled { READ } else { OFF };
        let Some((ratio, ink, ground)) = measured(picture, text.lines) else { continue };
        if ratio < least {
            faults.push(format!("\"{}\" {ratio:.1}: {ink:?} on {ground:?}", text.says));
        }
    }
    faults
}

#[track_caller]
fn judge(room: Room) {
    let faults: Vec<_> = look::at(room).flat_map(|found| &found.pale).collect();
    assert!(faults.is_empty(), "too little contrast: {faults:#?}");
}

#[test]
fn everything_on_the_kiosk_can_be_read() {
    judge(Room::Kiosk);
}

#[test]
fn everything_on_a_console_can_be_read() {
    judge(Room::Console);
}

#[test]
fn everything_that_a_supervisor_sees_can_be_read() {
    judge(Room::Supervisor);
}

#[test]
fn everything_on_the_wall_can_be_read() {
    judge(Room::Display);
}

#[test]
fn every_widget_can_be_read() {
    judge(Room::Widgets);
}

#[test]
fn the_measure_knows_the_ends_of_its_scale() {
    assert!((ratio([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    assert!((ratio([9, 9, 9], [9, 9, 9]) - 1.0).abs() < 1e-9);
    // The grey that is known as just 4.54 on white.
    assert!((ratio([0x76; 3], [255; 3]) - 4.54).abs() < 0.01);
}
