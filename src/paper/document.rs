//! What a ticket says, block by block, before any printer is known.
//!
//! Belongs here: the kinds of blocks and a builder that reads like the ticket looks. Never here:
//! columns, dots, bytes (those are `layout` and `encode`) or the wording itself.

use super::raster::Bitmap;
use super::text::PaperText;

/// Where a line stands between the edges of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// At the left edge: the state of a printer after initialisation.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right edge.
    Right,
}

/// How dark a line is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Weight {
    /// As the font is drawn: the state of a printer after initialisation.
    #[default]
    Regular,
    /// Emphasised (`ESC E`).
    Bold,
    /// White letters on a black bar (`GS B`).
    Reversed,
}

/// One block of a ticket, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Block {
    /// Text, broken into as many lines as it needs.
    Line {
        /// The words. Empty text is an empty line.
        text: PaperText,
        /// Where each line stands.
        align: Align,
        /// How dark it is.
        weight: Weight,
        /// How many times larger than the printer's font, 1 to 8 in both directions. It shrinks
        /// until the longest word fits the paper.
        scale: u8,
    },
    /// Two short texts at both edges of one line; one below the other where it has no room for both.
    Ends {
        /// At the left edge.
        left: PaperText,
        /// At the right edge.
        right: PaperText,
    },
    /// A document to bring: a box to tick with a pen and the words beside it, every further line below the words.
    Item(PaperText),
    /// The number of the ticket: centred, at the largest whole scale (at most 8) that fits the
    /// width of the paper on one line.
    Number(PaperText),
    /// A thin line from edge to edge.
    Rule,
    /// A QR code, centred, with the quiet zone that readers need. Only the characters of QR's
    /// alphanumeric mode are allowed: `0-9 A-Z`, space and `$%*+-./:`; they make the smallest code.
    Qr(String),
    /// A picture, dot for dot: the office's logo. A printer that takes no pictures
    /// (`image.command = "none"`) prints the ticket without it.
    Picture {
        /// The dots, no wider than the paper; see [`Bitmap::from_png`].
        bitmap: Bitmap,
        /// Where it stands.
        align: Align,
    },
    /// A bar code (Code 128), centred, for a scanner held in the hand. The same characters as a QR code.
    Code128(String),
    /// Empty lines.
    Space {
        /// How many, at the printer's line spacing.
        lines: u8,
    },
}

/// Everything that one ticket says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The blocks from top to bottom.
    pub blocks: Vec<Block>,
}

impl Document {
    /// An empty ticket.
    pub fn new() -> Document {
        Document::default()
    }

    /// Adds any block.
    #[must_use]
    pub fn block(mut self, block: Block) -> Document {
        self.blocks.push(block);
        self
    }

    /// Adds text in the middle, regular, at the size of the printer's font.
    #[must_use]
    pub fn centred(self, text: &str) -> Document {
        self.line(text, Align::Centre, Weight::Regular, 1)
    }

    /// Adds bold text in the middle, at the size of the printer's font.
    #[must_use]
    pub fn bold(self, text: &str) -> Document {
        self.line(text, Align::Centre, Weight::Bold, 1)
    }

    /// Adds text in the middle, `scale` times as large as the printer's font (1 to 8).
    #[must_use]
    pub fn large(self, text: &str, scale: u8) -> Document {
        self.line(text, Align::Centre, Weight::Regular, scale)
    }

    /// Adds text at the left edge, as lists want it.
    #[must_use]
    pub fn left(self, text: &str) -> Document {
        self.line(text, Align::Left, Weight::Regular, 1)
    }

    /// Adds an item of a list that is ticked with a pen.
    #[must_use]
    pub fn item(self, text: &str) -> Document {
        self.block(Block::Item(PaperText::new(text)))
    }

    /// Adds text with every property given.
    #[must_use]
    pub fn line(self, text: &str, align: Align, weight: Weight, scale: u8) -> Document {
        self.block(Block::Line { text: PaperText::new(text), align, weight, scale })
    }

    /// Adds two short texts at both edges.
    #[must_use]
    pub fn ends(self, left: &str, right: &str) -> Document {
        self.block(Block::Ends { left: PaperText::new(left), right: PaperText::new(right) })
    }

    /// Adds the number of the ticket, as large as the paper allows.
    #[must_use]
    pub fn number(self, number: &str) -> Document {
        self.block(Block::Number(PaperText::new(number)))
    }

    /// Adds a line from edge to edge.
    #[must_use]
    pub fn rule(self) -> Document {
        self.block(Block::Rule)
    }

    /// Adds a QR code of upper-case letters and digits.
    #[must_use]
    pub fn qr(self, payload: &str) -> Document {
        self.block(Block::Qr(payload.to_owned()))
    }

    /// Adds a picture in the middle.
    #[must_use]
    pub fn picture(self, bitmap: Bitmap) -> Document {
        self.block(Block::Picture { bitmap, align: Align::Centre })
    }

    /// Adds a bar code of upper-case letters and digits.
    #[must_use]
    pub fn code128(self, payload: &str) -> Document {
        self.block(Block::Code128(payload.to_owned()))
    }

    /// Adds empty lines.
    #[must_use]
    pub fn space(self, lines: u8) -> Document {
        self.block(Block::Space { lines })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builder_cleans_what_it_is_given() {
        let document = Document::new().centred("KTP\u{1b}@\nElektronik").number("T\u{0}012");
        assert_eq!(
            document.blocks,
            [
                Block::Line {
                    text: PaperText::new("KTP@ Elektronik"),
                    align: Align::Centre,
                    weight: Weight::Regular,
                    scale: 1,
                },
                Block::Number(PaperText::new("T012")),
            ]
        );
    }
}
