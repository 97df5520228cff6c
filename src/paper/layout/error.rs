//! Why a ticket cannot be printed on this printer, in sentences that say what to do about it.
//!
//! Never here: the finding of the fault.

use thiserror::Error;

/// Why a ticket cannot be printed on this printer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LayoutError {
    /// No code page of the printer has this character, and the printer takes no pictures either.
    #[error(
        "the printer has no character {character:?} (U+{:04X}) for the text {text:?}, and its \
         profile has no picture command to draw it with; write it differently",
        u32::from(*character)
    )]
    NoCharacter {
        /// The character.
        character: char,
        /// The whole text it stands in.
        text: String,
    },
    /// No font has this character, or has it together with its neighbours.
    #[error(
        "no font can draw the character {character:?} (U+{:04X}) in the text {text:?}; put a font file \
         that has it into the folder `fonts` of the data folder, or write it differently",
        u32::from(*character)
    )]
    NoGlyph {
        /// The character.
        character: char,
        /// The whole text it stands in.
        text: String,
    },
    /// A text is wider than the paper however it is broken, or a number on its one line.
    #[error("the text {text:?} does not fit paper of {dots} dots; write it shorter")]
    TooWide {
        /// The text.
        text: String,
        /// The printable width.
        dots: u32,
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
    /// A code holds nothing.
    #[error("a code without content; give it at least one letter or digit, or leave it out")]
    CodeEmpty,
    /// A code holds a character outside QR's alphanumeric mode, which we keep to in bar codes, too.
    #[error("the code {payload:?} holds {character:?}; use only 0-9, A-Z, space and $%*+-./:")]
    CodeCharacter {
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
    /// A QR code or a bar code is wider than the paper.
    #[error("the code {payload:?} is too large for paper of {dots} dots; make it shorter")]
    CodeTooLarge {
        /// What the code should hold.
        payload: String,
        /// The printable width.
        dots: u32,
    },
}
