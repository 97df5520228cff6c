//! Puts a document onto the paper of one printer: which line stands where, how large, in how many
//! columns.
//!
//! Pure. Belongs here: everything that can fail about a ticket, so that a template is refused when
//! it is loaded and never half-way through printing. Never here: command bytes (that is `encode`).

mod code;
mod drawn;
mod error;
mod ops;

pub use error::LayoutError;
pub(super) use ops::lines_to_cutter;
pub use ops::{Barcode, Drawn, Layout, Line, Op, Qr};

use super::code_page::encode_text;
use super::document::{Align, Block, Document, Weight};
use super::profile::{CodeMethod, ImageCommand, Profile};
use super::raster::Bitmap;
use super::shape::{Fonts, Shaper};
use super::wrap;

/// The largest scale of `GS !`. Source: Epson, ESC/POS command reference.
const LARGEST_SCALE: u8 = 8;

/// What stands before an item of a list, and how far its further lines are moved in.
pub(super) const TICK_BOX: &str = "[ ] ";

/// Lays `document` out for the printer of `profile`, with the shipped fonts.
///
/// # Errors
/// As [`lay_out_with`].
pub fn lay_out(document: &Document, profile: &Profile) -> Result<Layout, LayoutError> {
    lay_out_with(document, profile, &Fonts::shipped())
}

/// Lays `document` out for the printer of `profile`. A text with a character that no code page of
/// the printer has is drawn with `fonts`; every other text is left to the printer's own font, which
/// costs a hundredth of the bytes.
///
/// A printer that has no QR code at all (`qr = "none"`) gets the ticket without it: the code is a
/// convenience, the number is not. The same holds for pictures.
///
/// # Errors
/// The first thing on the ticket that this printer cannot print.
pub fn lay_out_with(
    document: &Document,
    profile: &Profile,
    fonts: &Fonts,
) -> Result<Layout, LayoutError> {
    let mut paper = Paper { profile, fonts, shaper: None };
    let mut ops: Vec<Op> = Vec::new();
    let mut quiet_zone_is_due = false;
    for block in &document.blocks {
        let block_ops = paper.block(block)?;
        let Some(first) = block_ops.first() else { continue };
        // The quiet zone of a code is paper too: an empty line above it and below it, unless the
        // ticket has one there already.
        let begins_code = matches!(first, Op::Qr(_) | Op::Barcode(_));
        let begins_empty = matches!(first, Op::Feed { .. });
        let stands_free = matches!(ops.last(), None | Some(Op::Feed { .. }));
        if (begins_code && !stands_free) || (quiet_zone_is_due && !begins_empty) {
            ops.push(Op::Feed { lines: 1 });
        }
        quiet_zone_is_due = begins_code;
        ops.extend(block_ops);
    }
    Ok(Layout { columns: profile.columns_at(1), ops })
}

/// The paper of one ticket while it is laid out.
struct Paper<'a> {
    profile: &'a Profile,
    fonts: &'a Fonts,
    /// Made for the first text that is drawn; most tickets have none.
    shaper: Option<Shaper>,
}

/// A line of a document: the text of [`Block::Line`] and how it is printed.
#[derive(Clone, Copy)]
struct Text<'a> {
    text: &'a str,
    align: Align,
    weight: Weight,
    scale: u8,
}

impl Paper<'_> {
    fn block(&mut self, block: &Block) -> Result<Vec<Op>, LayoutError> {
        let profile = self.profile;
        match block {
            Block::Line { text, align, weight, scale } => {
                let scale = (*scale).clamp(1, LARGEST_SCALE);
                self.lines(Text { text: text.as_str(), align: *align, weight: *weight, scale })
            }
            Block::Ends { left, right } => self.ends(left.as_str(), right.as_str()),
            Block::Item(text) => self.item(text.as_str()),
            Block::Number(number) => Ok(vec![self.number(number.as_str())?]),
            Block::Rule if self.profile.draws_sheets() => Ok(vec![drawn::rule(self.profile)]),
            Block::Rule => {
                let dashes = "-".repeat(profile.columns_at(1));
                self.lines(Text {
                    text: &dashes,
                    align: Align::Left,
                    weight: Weight::Regular,
                    scale: 1,
                })
            }
            Block::Qr(payload) => match profile.qr {
                CodeMethod::None => Ok(Vec::new()),
                method => Ok(vec![code::qr(payload, method == CodeMethod::Native, profile)?]),
            },
            Block::Code128(payload) => match profile.code128 {
                CodeMethod::None => Ok(Vec::new()),
                method => Ok(vec![code::code128(payload, method == CodeMethod::Native, profile)?]),
            },
            Block::Picture { bitmap, align } => match profile.image.command {
                ImageCommand::None => Ok(Vec::new()),
                _ => Ok(vec![picture(bitmap, *align, profile)?]),
            },
            Block::Space { lines: 0 } => Ok(Vec::new()),
            Block::Space { lines } => Ok(vec![Op::Feed { lines: *lines }]),
        }
    }

    fn lines(&mut self, wanted: Text<'_>) -> Result<Vec<Op>, LayoutError> {
        if wanted.text.is_empty() {
            return Ok(vec![Op::Feed { lines: 1 }]);
        }
        if self.is_drawn(wanted.text)? {
            return drawn::lines(wanted, self.profile, self.shaper());
        }
        let longest = wrap::longest_word(wanted.text);
        let fits = |&scale: &u8| longest <= self.profile.columns_at(scale);
        let scale = (1..=wanted.scale).rev().find(fits).unwrap_or(1);
        let columns = self.profile.columns_at(scale);
        let broken = match wanted.align {
            Align::Centre => wrap::balance(wanted.text, columns),
            Align::Left | Align::Right => wrap::fill(wanted.text, columns),
        };
        broken.iter().map(|text| self.line(Text { text, scale, ..wanted })).collect()
    }

    fn ends(&mut self, left: &str, right: &str) -> Result<Vec<Op>, LayoutError> {
        let at = |text, align| Text { text, align, weight: Weight::Regular, scale: 1 };
        if self.is_drawn(left)? || self.is_drawn(right)? {
            return drawn::ends(left, right, self.profile, self.shaper());
        }
        let between = self.profile.columns_at(1).saturating_sub(left.chars().count());
        if right.chars().count() < between {
            let line = format!("{left}{right:>between$}");
            return Ok(vec![self.line(at(&line, Align::Left))?]);
        }
        let mut lines = self.lines(at(left, Align::Left))?;
        lines.extend(self.lines(at(right, Align::Right))?);
        Ok(lines)
    }

    fn item(&mut self, text: &str) -> Result<Vec<Op>, LayoutError> {
        let plain = Text { text, align: Align::Left, weight: Weight::Regular, scale: 1 };
        if self.is_drawn(text)? {
            // Drawn words are as wide as their ink, so nothing can be lined up in columns below them.
            return self.lines(Text { text: &format!("{TICK_BOX}{text}"), ..plain });
        }
        let beside = self.profile.columns_at(1).saturating_sub(TICK_BOX.len());
        let lines = wrap::fill(text, beside).into_iter().enumerate().map(|(index, line)| {
            let before = if index == 0 { TICK_BOX } else { "" };
            let indent = TICK_BOX.len();
            self.line(Text { text: &format!("{before:indent$}{line}"), ..plain })
        });
        lines.collect()
    }

    fn number(&mut self, number: &str) -> Result<Op, LayoutError> {
        if self.is_drawn(number)? {
            return drawn::number(number, self.profile, self.shaper());
        }
        let length = number.chars().count();
        let fits = |&scale: &u8| length <= self.profile.columns_at(scale);
        let scale =
            (1..=LARGEST_SCALE).rev().find(fits).ok_or_else(|| LayoutError::NumberTooLong {
                number: number.to_owned(),
                columns: self.profile.columns_at(1),
            })?;
        self.line(Text { text: number, align: Align::Centre, weight: Weight::Regular, scale })
    }

    fn line(&self, line: Text<'_>) -> Result<Op, LayoutError> {
        let Text { text, align, weight, scale } = line;
        let runs = encode_text(text, self.profile.pages())
            .map_err(|character| LayoutError::NoCharacter { character, text: text.to_owned() })?;
        Ok(Op::Line(Line { text: text.to_owned(), runs, page_number: None, align, weight, scale }))
    }

    /// Whether `text` is drawn: the whole sheet is, or the printer lacks a character of it. What it has is always one column wide, so
    /// columns are counted only where they are true.
    fn is_drawn(&self, text: &str) -> Result<bool, LayoutError> {
        if self.profile.draws_sheets() {
            return Ok(true);
        }
        match encode_text(text, self.profile.pages()) {
            Ok(_) => Ok(false),
            Err(_) if self.profile.image.command != ImageCommand::None => Ok(true),
            Err(character) => Err(LayoutError::NoCharacter { character, text: text.to_owned() }),
        }
    }

    fn shaper(&mut self) -> &mut Shaper {
        self.shaper.get_or_insert_with(|| Shaper::new(self.fonts))
    }
}

fn picture(bitmap: &Bitmap, align: Align, profile: &Profile) -> Result<Op, LayoutError> {
    let (width, dots) = (bitmap.width_dots(), profile.geometry.dots);
    if width > dots as usize {
        return Err(LayoutError::PictureTooWide { width, dots });
    }
    Ok(Op::Picture { bitmap: bitmap.clone(), align })
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
    fn two_texts_stand_at_both_edges_where_there_is_room() {
        let wide =
            texts(&Document::new().ends("Senin, 23 Nov 2026", "10:42"), &profile("generic-58"));
        assert_eq!(wide, [("Senin, 23 Nov 2026         10:42".to_owned(), 1)]);
        let narrow = texts(&Document::new().ends(&"x".repeat(27), "10:42"), &profile("generic-58"));
        assert_eq!(narrow, [("x".repeat(27), 1), ("10:42".to_owned(), 1)]);
    }

    #[test]
    fn a_drawn_sheet_has_no_letter_of_the_printer_and_a_number_over_the_whole_width() {
        let document = ticket().rule().line(" PRIORITAS ", Align::Centre, Weight::Reversed, 2);
        for name in ["generic-58", "generic-80"] {
            let drawn = profile(name).printing_as(crate::office::PrintAs::Picture);
            let layout = lay_out(&document, &drawn).expect("fits");
            let line = |op: &Op| match op {
                Op::Drawn(line) => Some((line.text.clone(), line.bitmap.width_dots())),
                Op::Line(line) => panic!("{name}: {line:?}"),
                _ => None,
            };
            let lines: Vec<(String, usize)> = layout.ops.iter().filter_map(line).collect();
            let dots = drawn.geometry.dots as usize;
            let width = |text: &str| lines.iter().find(|line| line.0 == text).expect(text).1;
            assert!(width("T012") * 10 > dots * 9, "{name}: {lines:?}");
            assert_eq!(width("Senin, 23 Nov 2026 10:42"), dots);
            let mut mute = drawn;
            mute.image.command = ImageCommand::None;
            assert!(
                texts(&document, &mute).iter().any(|line| line.0 == "T012"),
                "it goes on writing"
            );
        }
    }

    #[test]
    fn the_lines_of_an_item_hang_beside_their_box() {
        let document = Document::new().item("Fotokopi surat nikah / akta cerai").item("KK asli");
        let lines: Vec<String> =
            texts(&document, &profile("generic-58")).into_iter().map(|(text, _)| text).collect();
        assert_eq!(lines, ["[ ] Fotokopi surat nikah / akta", "    cerai", "[ ] KK asli"]);
        let drawn = Document::new().item("ꦩꦒꦼꦠꦤ꧀");
        let drawn = lay_out(&drawn, &profile("generic-58")).expect("the shipped font has it").ops;
        assert!(matches!(&drawn[..], [Op::Drawn(line)] if line.text.starts_with("[ ] ")));
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
                Op::Drawn(_) => 'd',
                Op::Feed { .. } => 'f',
                Op::Qr(_) => 'q',
                Op::Barcode(_) => 'b',
                Op::Picture { .. } => 'p',
            })
            .collect();
        assert_eq!(kinds, "lfqflfqfl");
        let lower = lay_out(&Document::new().qr("https://x"), &profile("generic-80"));
        assert!(matches!(lower, Err(LayoutError::CodeCharacter { character: 'h', .. })));
        let empty = lay_out(&Document::new().qr(""), &profile("generic-80"));
        assert_eq!(empty, Err(LayoutError::CodeEmpty));
        let large = lay_out(&Document::new().qr(&"A".repeat(2000)), &profile("generic-58"));
        assert!(matches!(large, Err(LayoutError::CodeTooLarge { dots: 384, .. })));
    }

    #[test]
    fn a_bar_code_is_as_wide_as_the_paper_lets_it_be() {
        let bars = |payload: &str, name: &str| {
            let layout = lay_out(&Document::new().code128(payload), &profile(name));
            match layout.map(|layout| layout.ops) {
                Ok(ops) => match &ops[..] {
                    [Op::Barcode(code)] => Ok((code.module_dots, code.height_dots)),
                    other => panic!("one bar code: {other:?}"),
                },
                Err(error) => Err(error),
            }
        };
        assert_eq!(bars("T012", "generic-58"), Ok((3, 64)));
        assert_eq!(bars("T012-T013", "generic-58"), Ok((2, 64)));
        let long = bars("T012-T013-T014-T015", "generic-58");
        assert!(matches!(long, Err(LayoutError::CodeTooLarge { dots: 384, .. })));
        let small = bars("t", "generic-58");
        assert!(matches!(small, Err(LayoutError::CodeCharacter { character: 't', .. })));
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
