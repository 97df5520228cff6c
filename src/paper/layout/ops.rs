//! A laid-out ticket: what is printed, line by line, and how much paper it takes.
//!
//! Never here: deciding where anything stands, or command bytes.

use crate::paper::barcode::Bars;
use crate::paper::code_page::Run;
use crate::paper::document::{Align, Weight};
use crate::paper::image::paper_dots;
use crate::paper::profile::{CutCommand, Profile};
use crate::paper::raster::{Bitmap, QrMatrix};

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
    /// One line of text as dots, for a script that the printer does not have.
    Drawn(Drawn),
    /// A QR code, centred.
    Qr(Qr),
    /// A bar code, centred.
    Barcode(Barcode),
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
    /// The number under which the page of the runs is selected; `None` is the profile's own. Only the test sheet tries
    /// others.
    pub page_number: Option<u8>,
    /// Where it stands.
    pub align: Align,
    /// How dark it is.
    pub weight: Weight,
    /// How many times larger than font A, 1 to 8.
    pub scale: u8,
}

/// One line of text as dots that fit the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The text, in the order in which it is read; for sketches of the ticket.
    pub text: String,
    /// The dots, no wider than the text, as high as the paper moves.
    pub bitmap: Bitmap,
    /// Where it stands.
    pub align: Align,
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

/// A bar code that fits the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barcode {
    /// What it holds.
    pub payload: String,
    /// Its bars.
    pub bars: Bars,
    /// Dots per module.
    pub module_dots: u8,
    /// The height of the bars in dots.
    pub height_dots: u8,
    /// Whether the printer draws it; otherwise we send it as a picture.
    pub native: bool,
}

impl Layout {
    /// The length of the ticket from edge to edge in millimetres, with the blank paper that the
    /// distance between head and blade leaves at its top.
    pub fn height_mm(&self, profile: &Profile) -> f64 {
        self.ops_mm(profile) + final_feed_mm(profile)
    }

    /// How much paper its contents take, in millimetres.
    pub(in crate::paper) fn ops_mm(&self, profile: &Profile) -> f64 {
        profile.mm_of_dots(self.ops.iter().map(|op| op.height_dots(profile)).sum())
    }
}

impl Op {
    /// How far the paper moves for this, in dots.
    fn height_dots(&self, profile: &Profile) -> u32 {
        let spacing = profile.geometry.line_spacing_dots;
        match self {
            Op::Line(line) => spacing.max(profile.font_a.cell_height_dots * u32::from(line.scale)),
            Op::Feed { lines } => spacing * u32::from(*lines),
            Op::Qr(qr) if qr.native => qr.matrix.size() as u32 * u32::from(qr.module_dots),
            Op::Qr(qr) => paper_dots(qr.matrix.size() * usize::from(qr.module_dots), profile),
            Op::Barcode(code) if code.native => u32::from(code.height_dots),
            Op::Barcode(code) => paper_dots(usize::from(code.height_dots), profile),
            Op::Drawn(Drawn { bitmap, .. }) | Op::Picture { bitmap, .. } => {
                paper_dots(bitmap.rows(), profile)
            }
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
pub(in crate::paper) fn lines_to_cutter(profile: &Profile) -> u8 {
    let mm = profile.geometry.head_to_cutter_mm + profile.cut.margin_mm;
    let lines = profile.dots_of_mm(mm).div_ceil(profile.geometry.line_spacing_dots.max(1));
    u8::try_from(lines).unwrap_or(u8::MAX)
}
