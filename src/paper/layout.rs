//! Puts a document onto the paper of one printer: which line stands where, how large, in how many
//! columns.
//!
//! Pure. Belongs here: everything that can fail about a ticket, so that a template is refused when
//! it is loaded and never half-way through printing. Never here: command bytes (that is `encode`).

use thiserror::Error;

use super::code_page::{Run, encode_text};
use super::document::{Align, Block, Document, Weight};
use super::profile::{CutCommand, ImageCommand, Profile, QrMethod};
use super::raster::{Bitmap, QrMatrix};
use super::wrap;

/// Why a ticket cannot be printed on this printer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LayoutError {
    /// No code page of the printer has this character.
    #[error(
        "the printer has no character {character:?} (U+{:04X}) for the text {text:?}; \
         write it differently",
        u32::from(*character)
    )]
    NoCharacter {
        /// The character.
        character: char,
        /// The whole text it stands in.
        text: String,
    },
    /// The number is longer than a line at the smallest size.
    #[error(
        "the number {number:?} has more than the {columns} characters of a line; \
         use a shorter prefix"
    )]
    NumberTooLong {
        /// The number.
        number: String,
        /// The columns of the paper.
        columns: usize,
    },
    /// The QR code holds a character outside QR's alphanumeric mode.
    #[error("the QR code {payload:?} holds {character:?}; use only 0-9, A-Z, space and $%*+-./:")]
    QrCharacter {
        /// What the code should hold.
        payload: String,
        /// The first character that does not belong.
        character: char,
    },
    /// A picture is wider than the paper.
    #[error(
        "a picture is {width} dots wide and the paper has {dots}; \
         scale it to this printer's paper"
    )]
    PictureTooWide {
        /// The width of the picture.
        width: usize,
        /// The printable width.
        dots: u32,
    },
    /// The QR code is wider than the paper.
    #[error("the QR code {payload:?} is too large for paper of {dots} dots; make it shorter")]
    QrTooLarge {
        /// What the code should hold.
        payload: String,
        /// The printable width.
        dots: u32,
    },
}

/// A ticket laid out for one printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The columns of a line at scale 1.
    pub columns: usize,
    /// What is printed, from top to bottom.
    pub ops: Vec<Op>,
}

/// One thing that is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// One line of text that fits the paper.
    Line(Line),
    /// Empty lines at the printer's line spacing.
    Feed {
        /// How many, at least 1.
        lines: u8,
    },
    /// A QR code, centred.
    Qr(Qr),
    /// A picture, dot for dot.
    Picture {
        /// The dots, no wider than the paper.
        bitmap: Bitmap,
        /// Where it stands.
        align: Align,
    },
}

/// One line of text that fits the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The text, for pictures of the ticket.
    pub text: String,
    /// The same text as bytes in the printer's code pages.
    pub runs: Vec<Run>,
    /// Where it stands.
    pub align: Align,
    /// How dark it is.
    pub weight: Weight,
    /// How many times larger than font A, 1 to 8.
    pub scale: u8,
}

/// A QR code that fits the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// What it holds.
    pub payload: String,
    /// Its modules.
    pub matrix: QrMatrix,
    /// Dots per module.
    pub module_dots: u8,
    /// Whether the printer draws it; otherwise we send it as a picture.
    pub native: bool,
}

/// The largest scale of `GS !`. Source: Epson, ESC/POS command reference.
const LARGEST_SCALE: u8 = 8;

/// Six dots are 0.75 mm at 203 dpi: a phone reads it at arm's length, and a ticket id makes a code
/// of 19 mm. Below three dots the heat of the head closes the light modules.
const MODULE_DOTS: std::ops::RangeInclusive<u8> = 3..=6;

/// The light modules that a reader needs on every side. Source: ISO/IEC 18004.
const QUIET_MODULES: usize = 4;

/// Lays `document` out for the printer of `profile`.
///
/// A printer that has no QR code at all (`qr = "none"`) gets the ticket without it: the code is a
/// convenience, the number is not.
///
/// # Errors
/// The first thing on the ticket that this printer cannot print.
pub fn lay_out(document: &Document, profile: &Profile) -> Result<Layout, LayoutError> {
    let mut ops: Vec<Op> = Vec::new();
    let mut quiet_zone_is_due = false;
    for block in &document.blocks {
        let block_ops = match block {
            Block::Line { text, align, weight, scale } => {
                lines(text.as_str(), *align, *weight, *scale, profile)?
            }
            Block::Number(number) => vec![number_line(number.as_str(), profile)?],
            Block::Rule => {
                let dashes = "-".repeat(profile.columns_at(1));
                vec![line(&dashes, Align::Left, Weight::Regular, 1, profile)?]
            }
            Block::Qr(payload) => match profile.qr {
                QrMethod::None => continue,
                method => vec![Op::Qr(qr(payload, method == QrMethod::Native, profile)?)],
            },
            Block::Picture { bitmap, align } => match profile.image.command {
                ImageCommand::None => continue,
                _ => vec![picture(bitmap, *align, profile)?],
            },
            Block::Space { lines: 0 } => continue,
            Block::Space { lines } => vec![Op::Feed { lines: *lines }],
        };
        // The quiet zone of a code is paper too: an empty line above it and below it, unless the
        // ticket has one there already.
        let begins_code = matches!(block_ops.first(), Some(Op::Qr(_)));
        let begins_empty = matches!(block_ops.first(), Some(Op::Feed { .. }));
        let stands_free = matches!(ops.last(), None | Some(Op::Feed { .. }));
        if (begins_code && !stands_free) || (quiet_zone_is_due && !begins_empty) {
            ops.push(Op::Feed { lines: 1 });
        }
        quiet_zone_is_due = begins_code;
        ops.extend(block_ops);
    }
    Ok(Layout { columns: profile.columns_at(1), ops })
}

impl Layout {
    /// The length of the ticket from edge to edge in millimetres, with the blank paper that the
    /// distance between head and blade leaves at its top.
    pub fn height_mm(&self, profile: &Profile) -> f64 {
        let dots: u32 = self.ops.iter().map(|op| op.height_dots(profile)).sum();
        profile.mm_of_dots(dots) + final_feed_mm(profile)
    }
}

impl Op {
    /// How far the paper moves for this, in dots.
    fn height_dots(&self, profile: &Profile) -> u32 {
        let spacing = profile.geometry.line_spacing_dots;
        match self {
            Op::Line(line) => spacing.max(profile.font_a.cell_height_dots * u32::from(line.scale)),
            Op::Feed { lines } => spacing * u32::from(*lines),
            Op::Qr(qr) => qr.matrix.size() as u32 * u32::from(qr.module_dots),
            Op::Picture { bitmap, .. } => bitmap.rows() as u32,
        }
    }
}

/// How far the paper moves between the last line and the cut.
fn final_feed_mm(profile: &Profile) -> f64 {
    match profile.cut.command {
        CutCommand::GsV66 | CutCommand::GsV65 => {
            profile.geometry.head_to_cutter_mm + profile.cut.margin_mm
        }
        _ => {
            let spacing = profile.geometry.line_spacing_dots;
            profile.mm_of_dots(spacing * u32::from(lines_to_cutter(profile)))
        }
    }
}

/// The empty lines that bring the end of the ticket past the blade or the tear bar, for printers
/// that do not feed by themselves.
pub(super) fn lines_to_cutter(profile: &Profile) -> u8 {
    let mm = profile.geometry.head_to_cutter_mm + profile.cut.margin_mm;
    let lines = profile.dots_of_mm(mm).div_ceil(profile.geometry.line_spacing_dots.max(1));
    u8::try_from(lines).unwrap_or(u8::MAX)
}

fn lines(
    text: &str,
    align: Align,
    weight: Weight,
    scale: u8,
    profile: &Profile,
) -> Result<Vec<Op>, LayoutError> {
    if text.is_empty() {
        return Ok(vec![Op::Feed { lines: 1 }]);
    }
    let longest = wrap::longest_word(text);
    let wanted = scale.clamp(1, LARGEST_SCALE);
    let fitting = (1..=wanted).rev().find(|&scale| longest <= profile.columns_at(scale));
    let scale = fitting.unwrap_or(1);
    let columns = profile.columns_at(scale);
    let broken = match align {
        Align::Centre => wrap::balance(text, columns),
        Align::Left | Align::Right => wrap::fill(text, columns),
    };
    broken.iter().map(|text| line(text, align, weight, scale, profile)).collect()
}

fn number_line(number: &str, profile: &Profile) -> Result<Op, LayoutError> {
    let length = number.chars().count();
    let scale = (1..=LARGEST_SCALE).rev().find(|&scale| length <= profile.columns_at(scale));
    let scale = scale.ok_or_else(|| LayoutError::NumberTooLong {
        number: number.to_owned(),
        columns: profile.columns_at(1),
    })?;
    line(number, Align::Centre, Weight::Regular, scale, profile)
}

fn line(
    text: &str,
    align: Align,
    weight: Weight,
    scale: u8,
    profile: &Profile,
) -> Result<Op, LayoutError> {
    let runs = encode_text(text, profile.pages())
        .map_err(|character| LayoutError::NoCharacter { character, text: text.to_owned() })?;
    Ok(Op::Line(Line { text: text.to_owned(), runs, align, weight, scale }))
}

fn picture(bitmap: &Bitmap, align: Align, profile: &Profile) -> Result<Op, LayoutError> {
    let (width, dots) = (bitmap.width_dots(), profile.geometry.dots);
    if width > dots as usize {
        return Err(LayoutError::PictureTooWide { width, dots });
    }
    Ok(Op::Picture { bitmap: bitmap.clone(), align })
}

fn qr(payload: &str, native: bool, profile: &Profile) -> Result<Qr, LayoutError> {
    let in_alphanumeric_mode =
        |c: &char| matches!(c, '0'..='9' | 'A'..='Z') || " $%*+-./:".contains(*c);
    let foreign = payload.chars().find(|character| !in_alphanumeric_mode(character));
    if let Some(character) = foreign {
        return Err(LayoutError::QrCharacter { payload: payload.to_owned(), character });
    }
    let too_large =
        || LayoutError::QrTooLarge { payload: payload.to_owned(), dots: profile.geometry.dots };
    let matrix = QrMatrix::new(payload).ok_or_else(too_large)?;
    let modules = (matrix.size() + 2 * QUIET_MODULES) as u32;
    let fits = |module: &u8| {
        // As a picture the code is sent at half size and doubled by the printer.
        (native || module.is_multiple_of(2))
            && modules * u32::from(*module) <= profile.geometry.dots
    };
    let module_dots = MODULE_DOTS.rev().find(fits).ok_or_else(too_large)?;
    Ok(Qr { payload: payload.to_owned(), matrix, module_dots, native })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::samples::{profile, ticket};

    fn texts(document: &Document, profile: &Profile) -> Vec<(String, u8)> {
        let layout = lay_out(document, profile).expect("the document fits");
        let lines = layout.ops.into_iter().filter_map(|op| match op {
            Op::Line(line) => Some((line.text, line.scale)),
            _ => None,
        });
        lines.collect()
    }

    fn scale_of_number(number: &str, name: &str) -> u8 {
        texts(&Document::new().number(number), &profile(name))[0].1
    }

    #[test]
    fn the_number_is_as_large_as_the_paper_allows() {
        assert_eq!(scale_of_number("T012", "generic-58"), 8);
        assert_eq!(scale_of_number("T1000", "generic-58"), 6);
        assert_eq!(scale_of_number("T1000", "generic-80"), 8);
        let long = Document::new().number(&"9".repeat(33));
        let error = lay_out(&long, &profile("generic-58")).expect_err("33 characters");
        assert!(matches!(error, LayoutError::NumberTooLong { columns: 32, .. }));
    }

    #[test]
    fn a_rule_goes_from_edge_to_edge() {
        for (name, columns) in [("generic-58", 32), ("generic-80", 48)] {
            let lines = texts(&Document::new().rule(), &profile(name));
            assert_eq!(lines, [("-".repeat(columns), 1)]);
        }
    }

    #[test]
    fn large_text_shrinks_until_its_longest_word_fits() {
        let document = Document::new().large("Kependudukan Sipil", 4);
        assert_eq!(
            texts(&document, &profile("generic-80")),
            [("Kependudukan".into(), 4), ("Sipil".into(), 4)]
        );
        assert_eq!(
            texts(&document, &profile("generic-58")),
            [("Kependudukan".into(), 2), ("Sipil".into(), 2)]
        );
    }

    #[test]
    fn no_text_is_lost_on_any_paper() {
        for name in Profile::shipped_names() {
            let printed: String = texts(&ticket(), &profile(name)).concat_words();
            for block in &ticket().blocks {
                if let Block::Line { text, .. } = block {
                    let wanted: String = text.as_str().split_whitespace().collect();
                    assert!(printed.contains(&wanted), "{name}: {wanted}");
                }
            }
        }
    }

    trait ConcatWords {
        fn concat_words(self) -> String;
    }

    impl ConcatWords for Vec<(String, u8)> {
        fn concat_words(self) -> String {
            self.iter().flat_map(|(text, _)| text.split_whitespace()).collect()
        }
    }

    #[test]
    fn a_character_the_printer_lacks_is_named_with_its_text() {
        let error = lay_out(&Document::new().centred("Loket ꦩ"), &profile("generic-80"));
        let error = error.expect_err("no code page has Javanese").to_string();
        assert!(
            error.contains('ꦩ') && error.contains("Loket ꦩ") && error.contains("U+A9A9"),
            "{error}"
        );
    }

    #[test]
    fn a_code_has_a_quiet_zone_and_only_characters_that_keep_it_small() {
        let document = Document::new()
            .centred("a")
            .qr("0123")
            .centred("b")
            .space(1)
            .qr("4")
            .space(1)
            .centred("c");
        let layout = lay_out(&document, &profile("generic-80")).expect("fits");
        let kinds: String = layout
            .ops
            .iter()
            .map(|op| match op {
                Op::Line(_) => 'l',
                Op::Feed { .. } => 'f',
                Op::Qr(_) => 'q',
                Op::Picture { .. } => 'p',
            })
            .collect();
        assert_eq!(kinds, "lfqflfqfl");
        let lower = lay_out(&Document::new().qr("https://x"), &profile("generic-80"));
        assert!(matches!(lower, Err(LayoutError::QrCharacter { character: 'h', .. })));
        let large = lay_out(&Document::new().qr(&"A".repeat(2000)), &profile("generic-58"));
        assert!(matches!(large, Err(LayoutError::QrTooLarge { dots: 384, .. })));
    }

    #[test]
    fn a_picture_stands_on_paper_that_is_wide_enough_for_it() {
        let document = Document::new().picture(Bitmap::new(60, 10, |x, _| x > 5));
        let mut wide = profile("generic-80");
        let layout = lay_out(&document, &wide).expect("480 dots on 576");
        let [Op::Picture { bitmap, align: Align::Centre }] = layout.ops.as_slice() else {
            panic!("one picture: {layout:?}");
        };
        assert_eq!(bitmap.rows(), 10);
        let narrow = lay_out(&document, &profile("generic-58"));
        assert_eq!(narrow, Err(LayoutError::PictureTooWide { width: 480, dots: 384 }));
        wide.image.command = ImageCommand::None;
        assert_eq!(lay_out(&document, &wide).expect("without it").ops, []);
    }

    #[test]
    fn the_height_is_what_the_head_prints_plus_the_way_to_the_blade() {
        let profile = profile("generic-80");
        let layout = lay_out(&Document::new().number("T012"), &profile).expect("fits");
        let expected = 192.0 * 25.4 / 203.0 + 15.0 + 4.0;
        assert!((layout.height_mm(&profile) - expected).abs() < 0.01);
    }
}
