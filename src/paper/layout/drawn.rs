//! Lines that the printer cannot write: how large, how broken, and how many rows of dots each takes.
//!
//! Never here: shaping and outlines (that is `shape`), or which texts need it (that is `layout`).

use super::error::LayoutError;
use super::ops::{Drawn, Op};
use super::{LARGEST_SCALE, Text};
use crate::paper::document::{Align, Weight};
use crate::paper::profile::Profile;
use crate::paper::raster::Bitmap;
use crate::paper::shape::{DrawnLine, Shaper, Style};

/// The largest size at which the longest word fits, broken into as many lines as that needs.
pub(super) fn lines(
    wanted: Text<'_>,
    profile: &Profile,
    shaper: &mut Shaper,
) -> Result<Vec<Op>, LayoutError> {
    let Text { text, align, weight, .. } = wanted;
    let width = profile.geometry.dots as f32;
    let missing = |character| LayoutError::NoGlyph { character, text: text.to_owned() };
    let cell = |scale| profile.font_a.cell_height_dots * u32::from(scale);
    let smallest = shaper.shape(text, style(cell(1), weight), width).map_err(missing)?;
    let fits = |&scale: &u8| smallest.longest_word() * f32::from(scale) <= width;
    let scale = (1..=wanted.scale).rev().find(fits).unwrap_or(1);
    let paragraph = shaper.shape(text, style(cell(scale), weight), width).map_err(missing)?;
    let balanced = align == Align::Centre;
    // Ink may stand out over the advance of its letters: then the lines are broken closer.
    let mut room = width;
    loop {
        let lines = shaper.draw(&paragraph, room, balanced);
        let widest = lines.iter().map(|line| line.dots.width()).max().unwrap_or(0) as f32;
        if widest <= width {
            return Ok(lines
                .into_iter()
                .map(|line| op(line, align, weight, cell(scale), profile))
                .collect());
        }
        room -= widest - width;
        if room < 1.0 {
            return Err(too_wide(text, profile));
        }
    }
}

/// Two texts at both edges of one line, or of two where it has no room for both.
pub(super) fn ends(
    left: &str,
    right: &str,
    profile: &Profile,
    shaper: &mut Shaper,
) -> Result<Vec<Op>, LayoutError> {
    let mut at = |text, align| {
        let wanted = Text { text, align, weight: Weight::Regular, scale: 1 };
        lines(wanted, profile, shaper)
    };
    let mut all = at(left, Align::Left)?;
    all.extend(at(right, Align::Right)?);
    let width = profile.geometry.dots as usize;
    match &all[..] {
        [Op::Drawn(left), Op::Drawn(right)]
            if left.bitmap.width_dots() + right.bitmap.width_dots() < width =>
        {
            let rows = left.bitmap.rows().max(right.bitmap.rows());
            let begin = width - right.bitmap.width_dots();
            let is_black = |bitmap: &Bitmap, x: usize, y: usize| {
                x < bitmap.width_dots() && y < bitmap.rows() && bitmap.is_black(x, y)
            };
            let bitmap = Bitmap::new(width / 8, rows, |x, y| match x.checked_sub(begin) {
                Some(x) => is_black(&right.bitmap, x, y),
                None => is_black(&left.bitmap, x, y),
            });
            let text = format!("{} {}", left.text, right.text);
            Ok(vec![Op::Drawn(Drawn { text, bitmap, align: Align::Left })])
        }
        _ => Ok(all),
    }
}

/// The number on one line, as large as it fits: a drawn number need not grow in whole steps.
pub(super) fn number(
    number: &str,
    profile: &Profile,
    shaper: &mut Shaper,
) -> Result<Op, LayoutError> {
    let smallest = profile.font_a.cell_height_dots;
    let width = profile.geometry.dots;
    let mut shape = |cell: u32| {
        let shaped = shaper.shape(number, style(cell, Weight::Bold), f32::MAX);
        let missing = |character| LayoutError::NoGlyph { character, text: number.to_owned() };
        let paragraph = shaped.map_err(missing)?;
        let lines = shaper.draw(&paragraph, f32::MAX, false);
        Ok((paragraph.width(), lines))
    };
    let (advance, _) = shape(smallest)?;
    let fitting = (smallest as f32 * width as f32 / advance.max(1.0)) as u32;
    let largest = match profile.draws_sheets() {
        true => LARGEST_DRAWN,
        false => u32::from(LARGEST_SCALE),
    };
    let mut cell = fitting.min(smallest * largest);
    while cell >= smallest {
        let (_, lines) = shape(cell)?;
        if let Ok([line]) = <[DrawnLine; 1]>::try_from(lines)
            && line.dots.width() <= width as usize
        {
            return Ok(op(line, Align::Centre, Weight::Bold, cell, profile));
        }
        cell -= 1;
    }
    Err(too_wide(number, profile))
}

/// The largest number of a drawn sheet, in cells of the printer's font: four characters fill 80 mm of paper.
const LARGEST_DRAWN: u32 = 12;

/// How thick a drawn line is, in dots.
const RULE: usize = 3;

/// A line from edge to edge, with as much paper above it as below.
pub(super) fn rule(profile: &Profile) -> Op {
    let rows = profile.geometry.line_spacing_dots as usize / 2;
    let above = (rows.saturating_sub(RULE)) / 2;
    let is_black = |_, y| (above..above + RULE).contains(&y);
    let bitmap = Bitmap::new(profile.geometry.dots as usize / 8, rows.max(RULE), is_black);
    Op::Drawn(Drawn { text: String::new(), bitmap, align: Align::Left })
}

/// The em square in cells of the printer's font: its capitals are then as high as those of the
/// shipped Latin font, and Arabic and Javanese do not look small beside them.
const EM: f32 = 9.0 / 8.0;

/// Text as large as the printer's own in cells of so many dots.
fn style(cell: u32, weight: Weight) -> Style {
    Style { size: cell as f32 * EM, weight }
}

fn too_wide(text: &str, profile: &Profile) -> LayoutError {
    LayoutError::TooWide { text: text.to_owned(), dots: profile.geometry.dots }
}

/// A line as high as one that the printer writes in cells of `cell` dots, or higher where its ink
/// needs it; the baseline is where the printer's own font has it.
fn op(line: DrawnLine, align: Align, weight: Weight, cell: u32, profile: &Profile) -> Op {
    let DrawnLine { text, dots } = line;
    let own_rows = cell.max(profile.geometry.line_spacing_dots) as usize;
    let ascent = cell as usize * 5 / 6;
    // Deep letters of one line and high ones of the next must never touch.
    let gap = cell as usize / 8;
    let above = ascent.max(dots.above_baseline());
    let below = (own_rows - ascent).max(dots.below_baseline() + gap);
    // A bar is longer than its letters, as far as the paper goes.
    let room = (profile.geometry.dots as usize).saturating_sub(dots.width());
    let margin = match weight {
        Weight::Reversed => (cell as usize / 2).min(room / 2),
        Weight::Regular | Weight::Bold => 0,
    };
    let width = dots.width() + 2 * margin;
    let width_bytes = width.div_ceil(8);
    let left = margin
        + match align {
            Align::Left => 0,
            Align::Centre => (width_bytes * 8 - width) / 2,
            Align::Right => width_bytes * 8 - width,
        };
    let top = above - dots.above_baseline();
    let ink = |x: usize, y: usize| x >= left && y >= top && dots.is_black(x - left, y - top);
    let bitmap = match weight {
        Weight::Regular | Weight::Bold => Bitmap::new(width_bytes, above + below, ink),
        Weight::Reversed => {
            // As much black above the letters as below them; the paper around the bar stays white.
            let bar = top.saturating_sub(gap * 2)..above + dots.below_baseline() + gap * 2;
            Bitmap::new(width_bytes, (above + below).max(bar.end), |x, y| {
                bar.contains(&y) && !ink(x, y)
            })
        }
    };
    Op::Drawn(Drawn { text, bitmap, align })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::document::Document;
    use crate::paper::layout::lay_out;
    use crate::paper::profile::ImageCommand;
    use crate::paper::samples::profile;
    use proptest::prelude::*;

    const OFFICE: &str = "ꦢꦶꦤꦱ꧀ ꦏꦥꦼꦤ꧀ꦢꦸꦢꦸꦏ꧀ꦏꦤ꧀ ꦭꦤ꧀ ꦥꦼꦚ꧀ꦕꦠꦠꦤ꧀ ꦱꦶꦥꦶꦭ꧀";

    fn drawn(document: &Document, profile: &Profile) -> Vec<Drawn> {
        let layout = lay_out(document, profile).expect("the document fits");
        let lines = layout.ops.into_iter().filter_map(|op| match op {
            Op::Drawn(line) => Some(line),
            _ => None,
        });
        lines.collect()
    }

    #[test]
    fn only_the_line_that_needs_it_is_drawn() {
        let document = Document::new().centred("Loket 1").centred("Loket ꦩ").centred("Élite");
        let layout = lay_out(&document, &profile("generic-80")).expect("fits");
        let kinds = layout.ops.iter().map(|op| matches!(op, Op::Drawn(_)));
        assert_eq!(kinds.collect::<Vec<_>>(), [false, true, false]);
    }

    #[test]
    fn a_letter_with_a_loose_accent_is_never_counted_as_two_columns() {
        // q with a tilde has no single character; twenty of them are twenty letters wide, not forty.
        let lines = drawn(&Document::new().left(&"q\u{303}".repeat(20)), &profile("generic-58"));
        assert_eq!(lines.len(), 1);
    }

    #[test]
    fn lines_are_as_even_as_they_can_be_and_no_wider_than_the_paper() {
        let profile = profile("generic-58");
        let centred = drawn(&Document::new().centred(OFFICE), &profile);
        let left = drawn(&Document::new().left(OFFICE), &profile);
        let widths = |lines: &[Drawn]| -> Vec<usize> {
            lines.iter().map(|line| line.bitmap.width_dots()).collect()
        };
        assert_eq!(centred.len(), left.len());
        assert!(widths(&left).iter().all(|&width| width <= 384));
        let spread = |widths: &[usize]| widths.iter().max().unwrap() - widths.iter().min().unwrap();
        assert!(spread(&widths(&centred)) < spread(&widths(&left)));
    }

    #[test]
    fn large_text_shrinks_until_its_longest_word_fits() {
        let height = |scale| {
            let lines =
                drawn(&Document::new().large("ꦏꦧꦸꦥꦠꦺꦤ꧀ ꦩꦒꦼꦠꦤ꧀", scale), &profile("generic-58"));
            (lines.len(), lines[0].bitmap.rows())
        };
        assert_eq!(height(8), height(2), "larger than 2 the word does not fit");
        assert!(height(2).1 > height(1).1);
    }

    #[test]
    fn a_drawn_number_is_as_large_as_the_paper_allows() {
        let number = |number: &str, name| drawn(&Document::new().number(number), &profile(name));
        let [short] = &number("ꦏ꧐꧑", "generic-58")[..] else { panic!("one line") };
        let [long] = &number("ꦏ꧐꧑꧐꧐꧐꧐", "generic-58")[..] else { panic!("one line") };
        let widths = [short, long].map(|line| line.bitmap.width_dots());
        assert!(widths.iter().all(|width| (360..=384).contains(width)), "{widths:?}");
        let [few] = &number("꧐", "generic-80")[..] else { panic!("one line") };
        assert!(few.bitmap.width_dots() < 300, "at most eight times the printer's own size");
        let too_long = Document::new().number(&"ꦏ".repeat(40));
        let error = lay_out(&too_long, &profile("generic-58")).expect_err("40 letters");
        assert!(matches!(error, LayoutError::TooWide { dots: 384, .. }), "{error}");
    }

    #[test]
    fn alignment_is_where_the_ink_begins_in_its_bytes() {
        let profile = profile("generic-80");
        for (align, at_left, at_right) in [(Align::Left, true, false), (Align::Right, false, true)]
        {
            // Six letters, so that one of them does not fill whole bytes.
            for text in ["ꦏ", "ꦏꦏ", "ꦏꦏꦏ", "ꦏꦏꦏꦏ"] {
                let document = Document::new().line(text, align, Weight::Regular, 1);
                let [line] = &drawn(&document, &profile)[..] else { panic!("one line") };
                let column = |x| (0..line.bitmap.rows()).any(|y| line.bitmap.is_black(x, y));
                assert!(column(0) || !at_left);
                assert!(column(line.bitmap.width_dots() - 1) || !at_right);
                assert_eq!(line.align, align);
            }
        }
    }

    #[test]
    fn a_printer_without_pictures_says_so() {
        let mut profile = profile("generic-80");
        profile.image.command = ImageCommand::None;
        let error = lay_out(&Document::new().centred("Loket ꦩ"), &profile);
        let error = error.expect_err("no code page has Javanese").to_string();
        assert!(
            error.contains('ꦩ') && error.contains("Loket ꦩ") && error.contains("U+A9A9"),
            "{error}"
        );
    }

    #[test]
    fn a_character_without_a_font_says_what_to_do() {
        let error = lay_out(&Document::new().centred("Loket 县"), &profile("generic-80"));
        let error = error.expect_err("no shipped font has Chinese").to_string();
        for part in ["县", "Loket 县", "U+53BF", "font file", "`fonts`"] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }

    #[test]
    fn paper_too_narrow_for_a_letter_is_an_error_and_not_a_cut() {
        let mut profile = profile("generic-58");
        profile.geometry.dots = 16;
        let error = lay_out(&Document::new().left("ꦩꦒꦼ"), &profile).expect_err("two bytes wide");
        assert!(matches!(error, LayoutError::TooWide { dots: 16, .. }), "{error}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn nothing_is_cut_off_and_nothing_is_too_wide(
            text in "([ꦏꦒꦔꦤꦠꦢꦩꦫ][ꦶꦸꦺꦼ꧀]?|[مكتبسجل ]|[a-z0-9 ]){0,60}ꦏ[ابa-z ]{0,40}",
            scale in 1u8..5,
            align in prop_oneof![Just(Align::Left), Just(Align::Centre), Just(Align::Right)],
        ) {
            let profile = profile("generic-58");
            let lines = drawn(&Document::new().line(&text, align, Weight::Bold, scale), &profile);
            prop_assert!(lines.iter().all(|line| line.bitmap.width_dots() <= 384));
            prop_assert!(lines.iter().all(|line| line.bitmap.rows() >= 30));
            let printed: String = lines.iter().flat_map(|line| line.text.split_whitespace()).collect();
            let wanted: String = text.split_whitespace().collect();
            prop_assert_eq!(printed, wanted);
        }
    }
}
