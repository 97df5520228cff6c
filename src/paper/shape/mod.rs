//! Text in scripts that no printer has, as dots: shaped, ordered and broken into lines as its
//! script wants it. The crate `parley` is known to this folder alone.
//!
//! Never here: whether a text needs this (that is `layout`), or how dots reach the printer.

mod breaks;
mod fonts;
mod ink;

pub use fonts::{FontError, Fonts};
pub(super) use ink::Dots;

use std::collections::BTreeMap;
use std::ops::Range;

use parley::{
    FontContext, FontFamily, FontFamilyName, FontWeight, LayoutContext, PositionedLayoutItem,
    StyleProperty,
};

use super::document::Weight;
use super::text::PaperText;
use breaks::{Javanese, Letter};
use ink::{Glyph, Ink, Pen};

/// How a text is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    /// The side of the em square in dots.
    pub(super) size: f32,
    /// How dark it is.
    pub(super) weight: Weight,
}

/// Shapes and draws text with a set of fonts.
pub(super) struct Shaper {
    fonts: Fonts,
    /// Whether the fonts that come later are there.
    complete: bool,
    context: FontContext,
    scratch: LayoutContext<()>,
    families: Vec<FontFamilyName<'static>>,
    pen: Pen,
}

/// A text whose letters are known and whose lines are not.
pub(super) struct Paragraph {
    text: String,
    style: Style,
    runs_to_left: bool,
    letters: Vec<Letter>,
}

/// One line as dots.
pub(super) struct DrawnLine {
    /// What it says, in the order in which it is read.
    pub(super) text: String,
    /// Its ink.
    pub(super) dots: Dots,
}

impl Paragraph {
    /// The width of the longest word in dots: of what is broken only where a line has no room for it.
    pub(super) fn longest_word(&self) -> f32 {
        breaks::longest_word(&self.letters)
    }

    /// The width of the whole text on one line, in dots.
    pub(super) fn width(&self) -> f32 {
        breaks::width(&self.letters)
    }
}

impl Shaper {
    /// A shaper with these fonts.
    pub(super) fn new(fonts: &Fonts) -> Shaper {
        let (context, families) = fonts.context(false);
        let (fonts, scratch, pen) = (fonts.clone(), LayoutContext::new(), Pen::default());
        Shaper { fonts, complete: false, context, scratch, families, pen }
    }

    /// Fetches the fonts that come later, where `text` needs them.
    fn complete_for(&mut self, text: &str) -> Result<(), char> {
        let unknown = |character: &char| !self.fonts.have(*character);
        for character in text.chars().filter(unknown) {
            if !self.fonts.will_have(character) {
                return Err(character);
            }
            if !self.complete {
                (self.context, self.families) = self.fonts.context(true);
                self.complete = true;
            }
        }
        Ok(())
    }

    /// Measures `text` for lines of at most `room` dots.
    ///
    /// # Errors
    /// The first character that no font can draw, alone or with its neighbours.
    pub(super) fn shape(&mut self, text: &str, style: Style, room: f32) -> Result<Paragraph, char> {
        if let Some(mark) = breaks::overloaded(text) {
            return Err(mark);
        }
        self.complete_for(text)?;
        let line = self.shape_line(text, style, None);
        let mut widths: BTreeMap<usize, f32> = BTreeMap::new();
        for cluster in clusters(&line) {
            if cluster.glyphs().any(|glyph| glyph.id == 0) {
                return Err(cluster.source_char());
            }
            *widths.entry(cluster.text_range().start).or_default() += cluster.advance();
        }
        let width =
            |range: &Range<usize>| widths.range(range.clone()).map(|(_, width)| width).sum();
        let mut letters = breaks::letters(text, Javanese::WholeWords, width);
        if breaks::longest_word(&letters) > room {
            letters = breaks::letters(text, Javanese::Syllables, width);
        }
        Ok(Paragraph { text: text.to_owned(), style, runs_to_left: line.is_rtl(), letters })
    }

    /// Breaks a paragraph into lines of at most `room` dots, of nearly equal length where it is
    /// `balanced`, and draws them. Ink may stand out over the room by a dot or two.
    pub(super) fn draw(
        &mut self,
        paragraph: &Paragraph,
        room: f32,
        balanced: bool,
    ) -> Vec<DrawnLine> {
        let lines = match balanced {
            true => breaks::balance(&paragraph.letters, room),
            false => breaks::fill(&paragraph.letters, room),
        };
        let drawn = lines.into_iter().map(|range| {
            let text = paragraph.text[range].trim().to_owned();
            // Each line is shaped by itself, for letters at its edges join nothing beyond them.
            let line = self.shape_line(&text, paragraph.style, Some(paragraph.runs_to_left));
            DrawnLine { dots: self.ink(&line).dots(), text }
        });
        drawn.collect()
    }

    /// Shapes one line. Parley's own breaking of lines is not used: version 0.11.1 draws letters
    /// twice where a line ends between two directions.
    fn shape_line(&mut self, text: &str, style: Style, runs_to_left: Option<bool>) -> Line {
        let line = self.shape_text(text, style);
        match runs_to_left {
            Some(true) if !line.is_rtl() => {
                self.shape_text(&format!("{RIGHT_TO_LEFT}{text}"), style)
            }
            Some(false) if line.is_rtl() => {
                self.shape_text(&format!("{LEFT_TO_RIGHT}{text}"), style)
            }
            _ => line,
        }
    }

    fn shape_text(&mut self, text: &str, style: Style) -> Line {
        let mut builder = self.scratch.ranged_builder(&mut self.context, text, 1.0, false);
        builder.push_default(FontFamily::List(self.families.as_slice().into()));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::FontWeight(match style.weight {
            Weight::Regular => FontWeight::NORMAL,
            Weight::Bold | Weight::Reversed => FontWeight::BOLD,
        }));
        let mut line = builder.build(text);
        line.break_all_lines(None);
        line
    }

    fn ink(&mut self, line: &Line) -> Ink {
        let mut ink = Ink::default();
        for line in line.lines() {
            let baseline = line.metrics().baseline;
            for item in line.items() {
                let PositionedLayoutItem::GlyphRun(glyphs) = item else { continue };
                let run = glyphs.run();
                let embolden =
                    if run.synthesis().embolden() { run.font_size() * BOLD } else { 0.0 };
                for glyph in glyphs.positioned_glyphs() {
                    // TrueType numbers glyphs with 16 bits.
                    let Ok(id) = u16::try_from(glyph.id) else { continue };
                    let (x, y) = (glyph.x, glyph.y - baseline);
                    let (font, coords, size) =
                        (run.font(), run.normalized_coords(), run.font_size());
                    self.pen.draw(&Glyph { font, coords, id, size, embolden, x, y }, &mut ink);
                }
            }
        }
        ink
    }
}

/// Which letters a set of fonts can draw, alone or with their neighbours.
pub struct Letters(Shaper);

impl Letters {
    /// The letters of these fonts.
    pub fn of(fonts: &Fonts) -> Letters {
        Letters(Shaper::new(fonts))
    }

    /// The characters of a text that none of the fonts can draw, each once. Marks without ink are not among them.
    pub fn missing_in(&mut self, text: &str) -> Vec<char> {
        let style = Style { size: 24.0, weight: Weight::Regular };
        let mut text = PaperText::new(text).as_str().to_owned();
        let mut missing = Vec::new();
        while let Err(character) = self.0.shape(&text, style, f32::MAX) {
            let before = text.len();
            text.retain(|other| other != character);
            missing.push(character);
            if text.len() == before {
                break;
            }
        }
        missing
    }
}

/// Shaped text on one line. All ink is black.
type Line = parley::Layout<()>;

fn clusters(line: &Line) -> Vec<parley::Cluster<'_, ()>> {
    let runs = line.lines().flat_map(|line| line.runs().collect::<Vec<_>>());
    runs.flat_map(|run| (0..run.len()).filter_map(move |index| run.get(index))).collect()
}

/// The marks without ink that give a line the direction of its paragraph, whatever it begins with.
const LEFT_TO_RIGHT: char = '\u{200E}';
const RIGHT_TO_LEFT: char = '\u{200F}';

/// How much an outline grows on each side where a family has no bold font, in em: half a dot at
/// the size of the printer's own font. More would close the loops of Javanese.
const BOLD: f32 = 1.0 / 56.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(text: &str, weight: Weight) -> Dots {
        let mut shaper = Shaper::new(&Fonts::shipped());
        let style = Style { size: 32.0, weight };
        let paragraph = shaper.shape(text, style, 1000.0).expect("a font has it");
        let mut lines = shaper.draw(&paragraph, 1000.0, false);
        assert_eq!(lines.len(), 1);
        lines.remove(0).dots
    }

    fn dots(text: &str) -> Dots {
        draw(text, Weight::Regular)
    }

    fn columns_with_ink(dots: &Dots) -> Vec<usize> {
        let rows = dots.above_baseline() + dots.below_baseline();
        let count = |x| (0..rows).filter(|&y| dots.is_black(x, y)).count();
        (0..dots.width()).map(count).collect()
    }

    #[test]
    fn arabic_is_joined_without_a_seam() {
        let joined = dots("ببببب");
        assert!(columns_with_ink(&joined).iter().all(|&ink| ink > 0), "a gap between letters");
        assert!(joined.width() < 4 * dots("ب").width(), "as narrow as joined letters are");
    }

    #[test]
    fn arabic_runs_from_right_to_left() {
        // Alef is an upright stroke and does not join what follows it.
        let ink = columns_with_ink(&dots("اب"));
        let (left, right) = (ink[..4].iter().max(), ink[ink.len() - 4..].iter().max());
        assert!(right > Some(&12) && left < right, "{ink:?}");
        assert_eq!(dots("12").black_dots(), dots("12 ").black_dots(), "and numbers do not");
    }

    #[test]
    fn javanese_vowels_and_stacks_stand_where_a_reader_looks_for_them() {
        // Taling is written after its consonant in the text and before it on paper.
        let [ka, ke] = ["ꦏ", "ꦏꦺ"].map(|text| columns_with_ink(&dots(text)));
        let (vowel, rest) = ke.split_at(ke.len() - ka.len());
        let deepest = ka.iter().max();
        assert!(vowel.iter().max() > deepest && rest.iter().max() == deepest, "{ke:?}");
        // A pangkon between two consonants is not drawn: the second hangs below the first.
        let stacked = dots("ꦤ꧀ꦠ");
        assert!(stacked.width() < dots("ꦤꦠ").width());
        assert!(stacked.below_baseline() > dots("ꦤꦠ").below_baseline() + 8);
    }

    #[test]
    fn bold_is_darker_with_and_without_a_bold_font() {
        for text in ["Loket", "ꦩꦒꦼꦠꦤ꧀", "مكتب"] {
            let [regular, bold] =
                [Weight::Regular, Weight::Bold].map(|weight| draw(text, weight).black_dots());
            assert!(bold * 10 > regular * 12, "{text}: {regular} dots, bold {bold}");
        }
    }

    #[test]
    fn every_letter_that_no_font_has_is_told_once() {
        let mut letters = Letters::of(&Fonts::shipped());
        assert_eq!(letters.missing_in("Loket ꦩ\u{200b} e\u{301}\nمكتب"), Vec::<char>::new());
        assert_eq!(letters.missing_in("บัตร 县 บ"), ['บ', 'ั', 'ต', 'ร', '县']);
    }

    #[test]
    fn a_character_that_no_font_has_is_named() {
        let mut shaper = Shaper::new(&Fonts::shipped());
        let style = Style { size: 24.0, weight: Weight::Regular };
        let buried = "ꦏ".to_owned() + &"ꦶ".repeat(300);
        assert_eq!(shaper.shape(&buried, style, 384.0).err(), Some('ꦶ'));
        for (text, missing) in [("Loket 县 1", '县'), ("e\u{1d165}", '\u{1d165}'), ("😀", '😀')]
        {
            assert_eq!(shaper.shape(text, style, 384.0).err(), Some(missing), "{text}");
        }
        assert!(shaper.shape("Loket 1 ꦩ مكتب é", style, 384.0).is_ok());
    }
}
