//! The test sheet of a printer: what a technician holds in the hand to see whether the profile tells the truth.
//!
//! Belongs here: rulers, sizes, code pages, a code, a pattern of dots, and beside each what must be seen. Never here:
//! facts of an office, or anything that a visitor gets.

use super::document::{Align, Document, Weight};
use super::job::{Composed, of_layouts};
use super::layout::{LayoutError, Op, lay_out};
use super::page_trial::{Trial, trials};
use super::profile::{CodeMethod, ImageCommand, Profile};
use super::raster::Bitmap;
use crate::domain::Language;
use crate::words::Words;

/// Accents of Europe, which every code page has, at different bytes.
const ACCENTS: &str = "é è ä ñ ü ß ½ ±";

/// What the test code says, in the characters that keep a code small.
const CODE: &str = "ANTRE 0123456789";

/// The text of the samples of every size: what a ticket's number is made of.
const SIZES: std::ops::RangeInclusive<u8> = 1..=8;

/// The width of the pattern, in bytes of eight dots: wide enough to see, small enough for a serial line.
const PATTERN_BYTES: usize = 8;

/// Composes the test sheet of the printer that `profile` describes, with its explanations in `language`.
///
/// # Errors
/// What this printer cannot print; then the profile has a fault that its rules do not catch.
pub fn calibration(profile: &Profile, language: Language) -> Result<Composed, LayoutError> {
    let words = Words::of(language);
    let mut layout = lay_out(&rulers(profile, words), profile)?;
    layout.ops.extend(letters(profile)?);
    layout.ops.extend(lay_out(&Document::new().left(words.text("paper.test-pages")), profile)?.ops);
    for trial in trials(profile) {
        layout.ops.extend(page(profile, trial)?);
    }
    layout.ops.extend(lay_out(&pictures(profile, words), profile)?.ops);
    Ok(of_layouts(vec![layout], profile))
}

/// The letters of the code pages as they have to look: as a picture, where the printer prints any.
fn letters(profile: &Profile) -> Result<Vec<Op>, LayoutError> {
    if profile.image.command == ImageCommand::None {
        return Ok(Vec::new());
    }
    let mut no_page = profile.clone();
    no_page.code_pages.preferred.clear();
    Ok(lay_out(&Document::new().left(ACCENTS), &no_page)?.ops)
}

/// The same letters through one page under one number, alone, so that no other page can stand in for it.
fn page(profile: &Profile, trial: Trial) -> Result<Vec<Op>, LayoutError> {
    let Trial { page, number, own } = trial;
    let mut one_page = profile.clone();
    one_page.code_pages.preferred = vec![page];
    let mark = if own { '*' } else { '?' };
    let line = format!("{mark}{number} {page:?}: {ACCENTS}");
    let mut ops = lay_out(&Document::new().left(&line), &one_page)?.ops;
    for op in &mut ops {
        if let Op::Line(line) = op {
            line.page_number = Some(number);
        }
    }
    Ok(ops)
}

fn rulers(profile: &Profile, words: &Words) -> Document {
    let columns = profile.columns_at(1);
    let width_mm = profile.mm_of_dots(profile.geometry.dots).floor() as u32;
    let mut document = Document::new()
        .large(words.text("paper.test-title"), 2)
        .bold(&profile.name)
        .centred(&profile.title)
        .space(1);
    if profile.image.command != ImageCommand::None {
        document = document
            .left(&words.with("paper.test-ruler", &[("count", &width_mm)]))
            .picture(millimetres(profile))
            .space(1);
    }
    document = document
        .left(&words.with("paper.test-columns", &[("count", &columns)]))
        .left(&(1..=columns).map(tens).collect::<String>())
        .left(&(1..=columns).map(|column| digit(column % 10)).collect::<String>())
        .space(1)
        .left(words.text("paper.test-sizes"));
    for scale in SIZES {
        let sample = match profile.columns_at(scale) {
            6.. => format!("{scale} T012"),
            _ => "T012".to_owned(),
        };
        document = document.line(&sample, Align::Left, Weight::Regular, scale);
    }
    document
        .line(words.text("paper.test-bold"), Align::Left, Weight::Bold, 1)
        .space(1)
        .left(words.text("paper.test-accents"))
}

fn pictures(profile: &Profile, words: &Words) -> Document {
    let mut document = Document::new().space(1);
    if profile.qr != CodeMethod::None {
        document =
            document.centred(&words.with("paper.test-code", &[("text", &CODE)])).qr(CODE).space(1);
    }
    if profile.image.command != ImageCommand::None {
        document =
            document.centred(words.text("paper.test-picture")).picture(pattern(profile)).space(1);
    }
    document.centred(words.text("paper.test-cut")).rule()
}

fn digit(value: usize) -> char {
    char::from(b'0' + (value % 10) as u8)
}

/// Above the last digit of every tenth column its first.
fn tens(column: usize) -> char {
    if column.is_multiple_of(10) { digit(column / 10) } else { '.' }
}

/// A ruler from the first dot to the last: a stroke each millimetre, longer at five and at ten, and one at the last
/// dot of all, which only a head as wide as the profile says prints.
fn millimetres(profile: &Profile) -> Bitmap {
    let dots = profile.geometry.dots as usize;
    let last = dots.saturating_sub(1);
    let width_mm = profile.mm_of_dots(profile.geometry.dots).floor() as u32;
    let stroke = |mm: u32| {
        let length = if mm.is_multiple_of(10) {
            32
        } else if mm.is_multiple_of(5) {
            22
        } else {
            12
        };
        ((profile.dots_of_mm(f64::from(mm)) as usize).min(last), length)
    };
    let strokes: Vec<(usize, usize)> = (0..=width_mm).map(stroke).chain([(last, 32)]).collect();
    Bitmap::new(dots / 8, 36, |x, y| {
        strokes.iter().any(|&(at, length)| at == x && (4..4 + length).contains(&y))
    })
}

/// A frame with a diagonal, higher than what is sent in one command: a band that is lost or shifted breaks the
/// diagonal. Below the diagonal every other dot, which shows a head that burns too hot.
fn pattern(profile: &Profile) -> Bitmap {
    let side = PATTERN_BYTES * 8;
    let rows = usize::from(profile.image.band_rows.min(160)) + 32;
    Bitmap::new(PATTERN_BYTES, rows, |x, y| {
        let frame = x < 2 || y < 2 || x >= side - 2 || y >= rows - 2;
        let diagonal = (x * rows).abs_diff(y * side) < rows * 2;
        let chequered = x * rows < y * side && (x + y).is_multiple_of(2);
        frame || diagonal || chequered
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::code_page::CodePage;
    use crate::paper::samples::profile;
    use crate::paper::to_png;

    #[test]
    fn every_printer_has_a_test_sheet_that_can_be_drawn() {
        for name in Profile::shipped_names() {
            let profile = profile(name);
            for language in Language::ALL {
                let sheet = calibration(&profile, *language).expect("fits");
                assert_eq!(sheet.sheets(), 1);
                let text = sheet.to_text();
                assert!(text.contains(name), "{text}");
            }
            let sheet = calibration(&profile, Language::Indonesian).expect("fits");
            to_png(&sheet.bytes, &profile).expect("drawable");
        }
    }

    #[test]
    fn the_column_ruler_ends_at_the_edge() {
        let text = calibration(&profile("generic-58"), Language::English).expect("fits").to_text();
        assert!(text.contains("|.........1.........2.........3..|"), "{text}");
        assert!(text.contains("|12345678901234567890123456789012|"), "{text}");
    }

    #[test]
    fn the_ruler_has_a_stroke_each_millimetre_and_one_at_each_edge() {
        let profile = profile("generic-80");
        let ruler = millimetres(&profile);
        assert_eq!(ruler.width_dots(), 576);
        let strokes = |y| (0..576).filter(|&x| ruler.is_black(x, y)).collect::<Vec<usize>>();
        // 72.07 mm: the last millimetre is the last dot.
        assert_eq!(strokes(4).len(), 73);
        assert_eq!(strokes(4)[..3], [0, 8, 16]);
        assert_eq!(strokes(20).len(), 72 / 5 + 1 + 1);
        assert_eq!((strokes(34).len(), strokes(34).last()), (9, Some(&575)));
    }

    #[test]
    fn every_page_is_selected_by_its_own_number() {
        let sheet = calibration(&profile("generic-80"), Language::Indonesian).expect("fits");
        for (mark, number, page) in [
            ('*', 0u8, CodePage::Cp437),
            ('*', 19, CodePage::Cp858),
            ('?', 14, CodePage::Cp858),
            ('*', 16, CodePage::Cp1252),
            ('?', 11, CodePage::Cp1252),
            ('?', 6, CodePage::Cp1252),
        ] {
            let line = format!("{mark}{number} {page:?}: {ACCENTS}");
            let line = line.chars().map(|c| page.byte(c).expect("in the page"));
            let wanted: Vec<u8> = [0x1b, b't', number].into_iter().chain(line).collect();
            let found = sheet.bytes.windows(wanted.len()).any(|window| window == wanted);
            assert!(found, "{page:?} {:x?}", sheet.bytes);
        }
    }

    #[test]
    fn all_sizes_are_shown_where_they_fit() {
        for name in Profile::shipped_names() {
            let profile = profile(name);
            let sheet = calibration(&profile, Language::Indonesian).expect("fits");
            for scale in 1..8u8 {
                let command = [0x1d, b'!', scale << 4 | scale];
                assert!(sheet.bytes.windows(3).any(|window| window == command), "{name}: {scale}");
            }
        }
    }

    #[test]
    fn the_diagonal_crosses_from_one_command_into_the_next() {
        for name in Profile::shipped_names() {
            let profile = profile(name);
            let pattern = pattern(&profile);
            let seam = usize::from(profile.image.band_rows);
            let on_diagonal = |y: usize| {
                let x = y * pattern.width_dots() / pattern.rows();
                pattern.is_black(x, y)
            };
            assert!(pattern.rows() > seam, "{name}");
            assert!((2..pattern.rows()).all(on_diagonal), "{name}");
        }
    }
}
