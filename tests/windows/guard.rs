//! The layout guard: every screen of the gallery, in every size, language and mode. No text is cut, elided or covered
//! by another, nothing leaves its window, and a finger finds what it aims at.

use super::look;
use antre::domain::Language;
use antre::lab::gallery::{
    Area, Frame, Hall, Measures, Mode, Room, SCREENS, Scroll, Text, Touchable,
};
use antre::words::Words;

/// Pixels for the rounding of layouts.
const ROUNDING: f32 = 1.0;

/// Fails with everything that is wrong with the screens of a room.
#[track_caller]
fn judge(room: Room) {
    let (mut faults, mut frames) = (Vec::new(), 0);
    for found in look::at(room) {
        faults.extend(&found.misfits);
        frames += found.frames;
    }
    assert!(frames > 0, "{room:?} has no screens");
    let count = faults.len();
    faults.truncate(if std::env::var_os("LOTS").is_some() { 4000 } else { 60 });
    assert!(count == 0, "{count} faults in {frames} layouts: {faults:#?}");
}

/// Everything that is wrong with a frame.
pub fn faults(frame: &Frame, measures: &Measures) -> Vec<String> {
    if measures.texts.is_empty() {
        return vec!["says nothing".to_owned()];
    }
    let mut faults = fit(frame, measures);
    faults.extend(match frame.screen.room() {
        Room::Kiosk => hard_to_touch(frame, measures),
        // A mouse or a finger that works all day.
        Room::Console | Room::Supervisor => smaller_than(7.0, frame, measures),
        // Only staff see this, and with a finger or a keyboard.
        Room::Display if frame.screen.name == "display-door" => smaller_than(20.0, frame, measures),
        Room::Display => {
            measures.touchables.iter().map(|t| format!("\"{}\" can be touched", t.label)).collect()
        }
        Room::Paper | Room::Widgets => Vec::new(),
    });
    faults
}

fn window(frame: &Frame) -> Area {
    let (width, height) = frame.glass.size;
    Area { x: 0.0, y: 0.0, width: width as f32, height: height as f32 }
}

/// Where the letters of a text are: a line of this face has air above its capitals and below its descenders, and more
/// where nothing descends, as in a number.
fn ink(text: &Text) -> Area {
    let descends = text.says.contains(|letter| "gjpqyQ,;()/".contains(letter));
    let (above, below) = (text.em * 0.25, text.em * if descends { 0.12 } else { 0.28 });
    let lines = text.lines;
    // The space at the end of a broken line counts, but nobody sees it.
    let space = if lines.height > text.em * 2.0 { text.em * 0.3 } else { 0.0 };
    let (y, height) = (lines.y + above, (lines.height - above - below).max(0.0));
    Area { y, height, width: lines.width - space, ..lines }
}

/// What is seen of it: something that moves shows a part.
fn seen(area: Area, scroll: Option<Scroll>) -> Area {
    scroll.map_or(area, |scroll| area.common(scroll.view))
}

pub(super) fn fit(frame: &Frame, measures: &Measures) -> Vec<String> {
    let mut faults = Vec::new();
    for text in &measures.texts {
        faults.extend(cut(text, window(frame)));
        faults.extend(on_its_card(text));
        faults.extend(reachable(&text.says, ink(text), text.scroll));
        faults.extend(too_small(frame, text));
        faults.extend(torn(text));
    }
    for (index, one) in measures.texts.iter().enumerate() {
        for other in &measures.texts[index + 1..] {
            let together = one.scroll == other.scroll;
            let place = |text: &Text| {
                if together { ink(text) } else { seen(ink(text), text.scroll) }
            };
            // Two words on one line are two words only with air between them.
            let air = -0.2 * one.em.min(other.em);
            let common = place(one).within(air, 0.0).common(place(other));
            if common.width > ROUNDING && common.height > ROUNDING {
                faults.push(format!("\"{}\" and \"{}\" overlap", one.says, other.says));
            }
        }
    }
    for touchable in &measures.touchables {
        let label = &touchable.label;
        match touchable.scroll {
            Some(scroll) => faults.extend(reachable(label, touchable.area, Some(scroll))),
            None if touchable.area.sticks_out(window(frame), ROUNDING) => {
                faults.push(format!("\"{label}\" leaves the window"));
            }
            None => {}
        }
    }
    for (index, one) in measures.touchables.iter().enumerate() {
        for other in &measures.touchables[index + 1..] {
            let common = seen(one.area, one.scroll).common(seen(other.area, other.scroll));
            if common.width > ROUNDING && common.height > ROUNDING {
                faults.push(format!("\"{}\" and \"{}\" overlap", one.label, other.label));
            }
        }
    }
    faults
}

/// What of a text does not fit its own room, or is hidden by what is around it.
fn cut(text: &Text, window: Area) -> Vec<String> {
    let Text { says, room, lines, em, .. } = text;
    let mut faults = Vec::new();
    if text.scroll.is_none() && ink(text).sticks_out(window, ROUNDING + em * 0.3) {
        faults.push(format!("\"{says}\" leaves the window: {lines:?}"));
    }
    // The space at the end of a broken line counts, but nobody sees it.
    let space = if lines.height > em * 2.0 { em * 0.3 } else { 0.0 };
    if lines.width > room.width + ROUNDING + space {
        let what = if text.elides { "is elided" } else { "is wider than its room" };
        faults.push(format!("\"{says}\" {what}: {} > {}", lines.width, room.width));
    }
    if text.word > room.width + ROUNDING {
        faults.push(format!("\"{says}\": a word is broken: {} > {}", text.word, room.width));
    }
    // The air of one line may overlap its surroundings, a second line may not.
    if lines.height > room.height + em * 0.4 {
        faults.push(format!("\"{says}\" is too high: {} > {}", lines.height, room.height));
    }
    let through = text.let_through;
    // What moves is cut above and below, and moves into view; nothing moves from left to right.
    let through = match text.scroll {
        Some(_) => Area { y: lines.y - em, height: lines.height + 2.0 * em, ..through },
        None => through,
    };
    if ink(text).sticks_out(through, ROUNDING + em * 0.3) {
        faults.push(format!("\"{says}\" is cut off at {:?}", text.let_through));
    }
    faults
}

/// Whether a text keeps inside the sheet, the button or the tint that it stands on, with a little air beside it.
fn on_its_card(text: &Text) -> Option<String> {
    let card = text.card?;
    let (says, ink) = (&text.says, ink(text));
    let inner = card.within((text.em * 0.25).min(card.width * 0.035), 0.0);
    ink.sticks_out(inner, ROUNDING)
        .then(|| format!("\"{says}\" leaves its card: {ink:?}, {card:?}"))
}

/// Whether everything that does not fit its view at once can be moved into it, down to the last line.
fn reachable(says: &str, area: Area, scroll: Option<Scroll>) -> Option<String> {
    let Scroll { view, content, moves } = scroll?;
    let content = Area { height: content.height.max(view.height), ..content };
    let all = Area { y: area.y, height: area.height, ..content };
    if area.sticks_out(all, ROUNDING) || area.sticks_out(content, ROUNDING) {
        return Some(format!(
            "\"{says}\" lies outside what can be moved into view: {area:?}, {content:?}"
        ));
    }
    let hidden = area.sticks_out(Area { x: area.x, width: area.width, ..view }, ROUNDING);
    (hidden && !moves).then(|| format!("\"{says}\" is below its view, which does not move"))
}

/// Millimetres of capitals that are read from five metres at half of full sight.
const LEAST_ON_A_WALL: f32 = 25.0;
/// The date of the gallery, or that nobody knows it, in each language.
pub(super) fn is_date(says: &str) -> bool {
    let unknown = Language::ALL.iter().map(|l| Words::of(*l).text("sentence.date-unknown"));
    says.ends_with(" 2026") || unknown.into_iter().any(|unknown| unknown == says)
}

/// Letters that nobody reads at the distance that a screen is made for. Capitals are two thirds of an em.
fn too_small(frame: &Frame, text: &Text) -> Option<String> {
    let capitals = text.em * 0.668;
    let backstage = ["display-door", "display-dark"].contains(&frame.screen.name);
    let least = match frame.screen.room() {
        Room::Console | Room::Supervisor => 6.2,
        // What stands above the wall for staff and at night, and the date: whoever needs them comes closer.
        Room::Display if backstage || is_date(&text.says) => {
            frame.glass.size.0.min(frame.glass.size.1) as f32 * 0.016
        }
        Room::Display => LEAST_ON_A_WALL * frame.glass.px_per_mm - ROUNDING,
        Room::Kiosk | Room::Paper | Room::Widgets => return None,
    };
    let says = &text.says;
    (capitals < least)
        .then(|| format!("\"{says}\" is too small: {capitals:.1} < {least:.1} pixels"))
}

/// A compound that a line may end within, so that a part stands alone that says nothing: "KTP-" and "el".
fn torn(text: &Text) -> Option<String> {
    let outside = |letter: char| !letter.is_alphanumeric() && letter != '-';
    let compound = |word: &&str| {
        let parts = || word.split('-');
        let all = parts().count() > 1 && parts().all(|part| !part.is_empty());
        let number = parts().all(|part| part.chars().all(|letter| letter.is_ascii_digit()));
        all && !number && parts().any(|part| part.chars().count() <= 2)
    };
    let word = text.says.split(outside).find(compound).filter(|_| text.wraps)?;
    Some(format!("\"{}\" may be torn within {word}", text.says))
}

/// What a finger may want to touch, with its shorter side in millimetres.
fn targets(frame: &Frame, measures: &Measures) -> Vec<(Touchable, f32)> {
    let side = |t: &Touchable| t.area.width.min(t.area.height) / frame.glass.px_per_mm;
    measures.touchables.iter().map(|t| (t.clone(), side(t))).collect()
}

/// Millimetres, from 15.6 and from 21.5 inch on.
const SMALLEST_CAPITALS: [f32; 2] = [3.4, 3.5];

fn smaller_than(millimetres: f32, frame: &Frame, measures: &Measures) -> Vec<String> {
    // A rounded pixel is no fault.
    let small = |(_, side): &(Touchable, f32)| *side < millimetres - 0.3;
    let targets = targets(frame, measures).into_iter().filter(small);
    targets.map(|(t, side)| format!("\"{}\" is {side:.1} mm, not {millimetres}", t.label)).collect()
}

/// Two centimetres in every mode from 15.6 inch on; on smaller screens what the page leaves, never less than a fingertip.
fn hard_to_touch(frame: &Frame, measures: &Measures) -> Vec<String> {
    let shorter = frame.glass.size.0.min(frame.glass.size.1) as f32 / frame.glass.px_per_mm;
    let least = match shorter {
        190.0.. => 20.0,
        130.0.. => 14.0,
        _ => 9.0,
    };
    let letters = match shorter {
        260.0.. => SMALLEST_CAPITALS[1],
        190.0.. => SMALLEST_CAPITALS[0],
        _ => 0.0,
    };
    let mut faults = smaller_than(least, frame, measures);
    for text in &measures.texts {
        let capitals = text.em * 0.668 / frame.glass.px_per_mm;
        if capitals < letters {
            faults.push(format!("\"{}\" has letters of {capitals:.1} mm", text.says));
        }
    }
    faults
}

#[test]
fn every_page_of_the_kiosk_fits_and_is_easy_to_touch() {
    judge(Room::Kiosk);
}

/// The office file has a plain hyphen, and its line could end there.
#[test]
fn a_compound_with_a_short_part_is_one_word_of_a_line() {
    let hall = Hall::without_screen().unwrap();
    let screen = SCREENS.iter().find(|screen| screen.name == "kiosk-standard").unwrap();
    let texts = hall.measures(&screen.frames().next().unwrap()).texts;
    let text = texts.iter().find(|text| text.says.starts_with("KTP\u{2011}el lama")).unwrap();
    // "KTP-" alone would be as wide as "lama": two fifths.
    assert!(text.word > text.lines.width / 2.0, "{text:?}");
}

/// Whatever stands on a page in both modes. The number itself may have to make room for the sentences below it.
#[test]
fn large_text_is_larger() {
    let hall = Hall::without_screen().unwrap();
    let mut faults = Vec::new();
    for screen in SCREENS.iter().filter(|screen| screen.room() == Room::Kiosk) {
        let mut grown = 0;
        let indonesian = |frame: &Frame| frame.language == Language::Indonesian;
        for frame in screen.frames().filter(indonesian).filter(|f| f.mode == Mode::Normal) {
            let as_it_comes = hall.measures(&frame).texts;
            let larger = hall.measures(&Frame { mode: Mode::LargeText, ..frame }).texts;
            let both = larger.iter().filter_map(|large| {
                let small = as_it_comes.iter().find(|small| small.says == large.says)?;
                (!large.says.starts_with("L128")).then_some((large, large.em / small.em))
            });
            let both: Vec<_> = both.collect();
            // What was very large may be large.
            let large = frame.glass.px_per_mm * 5.5 / 0.668;
            let shrunk = both.iter().filter(|(text, by)| *by < 0.9 && text.em < large);
            grown += both.iter().filter(|(_, by)| *by > 1.15).count();
            faults
                .extend(shrunk.map(|(text, by)| format!("{frame}: \"{}\" by {by:.2}", text.says)));
        }
        // The way out for staff is no visitor's.
        if grown < 20 && screen.name != "kiosk-door" {
            faults.push(format!("{}: only {grown} texts are larger", screen.name));
        }
    }
    assert!(faults.is_empty(), "large letters are not larger:\n  {}", faults.join("\n  "));
}

#[test]
fn every_moment_of_a_console_fits_and_can_be_clicked() {
    judge(Room::Console);
}

#[test]
fn the_whole_office_fits_the_window_of_a_supervisor() {
    judge(Room::Supervisor);
}

#[test]
fn every_state_of_the_wall_fits_and_nothing_on_it_can_be_touched() {
    judge(Room::Display);
}

#[test]
fn paper_and_widgets_fit() {
    judge(Room::Paper);
    judge(Room::Widgets);
}
