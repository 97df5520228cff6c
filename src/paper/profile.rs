//! What is known about one model of printer: data with provenance, typed.
//!
//! Belongs here: every fact that the bytes or the picture depend on, its unit and where it was
//! found. Never here: a fact that only one office knows (its port, its address), or behaviour. How
//! the TOML files are read and checked is in `profile_file`.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::code_page::CodePage;
pub use super::presenter::{NotTaken, OutputSensor, Presenter};
pub use super::profile_file::ProfileError;
use crate::office::PrintAs;

/// One model of printer, as its file in `printer-profiles/` describes it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The name of the file without `.toml`; offices write it in `office.toml`.
    #[serde(skip)]
    pub name: String,
    /// The parent this file completes, at most one level deep.
    pub inherits: Option<String>,
    /// Maker and model as people say them.
    pub title: String,
    /// Where each fact was found: manuals, databases, measurements.
    pub sources: Vec<String>,
    /// How far these facts were checked.
    pub verified: Verified,
    /// The paper and the head.
    pub geometry: Geometry,
    /// Font A, the font of every line.
    pub font_a: Font,
    /// The code pages and their numbers.
    pub code_pages: CodePages,
    /// Bytes at the start of every job.
    pub init: Init,
    /// How the ticket leaves the roll.
    pub cut: Cut,
    /// How a QR code reaches the paper.
    pub qr: CodeMethod,
    /// How a bar code (Code 128) reaches the paper.
    pub code128: CodeMethod,
    /// How pictures are sent.
    pub image: Image,
    /// What the printer can say about itself.
    pub status: Status,
    /// The settings of its serial port as delivered.
    pub serial: Serial,
    /// How fast it is.
    pub speed: Speed,
    /// What becomes of a cut ticket, for a printer that is built into a kiosk and holds it.
    #[serde(default)]
    pub presenter: Option<Presenter>,
    /// The profile of the crate `escpost-render` whose quirks draw the preview; the dimensions
    /// come from this file. Source: the profile list of escpost-profiles.
    pub preview: String,
    /// How its sheets are printed, which the office decides.
    #[serde(skip)]
    pub print_as: PrintAs,
}

/// How far the facts of a profile were checked. Never claims more than was done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Verified {
    /// Collected from public sources only.
    Unverified,
    /// Our bytes were drawn by an independent renderer with these dimensions.
    Renderer,
    /// Printed on a real printer: the date and the serial number.
    Paper(String),
}

impl TryFrom<String> for Verified {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match (text.as_str(), text.strip_prefix("paper:")) {
            ("unverified", _) => Ok(Verified::Unverified),
            ("renderer", _) => Ok(Verified::Renderer),
            (_, Some(evidence)) if !evidence.trim().is_empty() => {
                Ok(Verified::Paper(evidence.trim().to_owned()))
            }
            _ => Err(format!(
                "{text:?} says nothing; write \"unverified\", \"renderer\" or \
                 \"paper: date, serial number\""
            )),
        }
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verified::Unverified => f.write_str("unverified"),
            Verified::Renderer => f.write_str("renderer"),
            Verified::Paper(evidence) => write!(f, "paper: {evidence}"),
        }
    }
}

/// The paper and the head, in dots and millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Geometry {
    /// Width of the roll in millimetres, 20 to 120; only the preview draws it.
    pub paper_mm: f64,
    /// Printable width in dots, a multiple of 8, at most 1024.
    pub dots: u32,
    /// Dots per inch in both directions, 100 to 600.
    pub dpi: u32,
    /// From the heating line to the blade or the tear bar, in millimetres, 0 to 40. The ticket
    /// needs this much feed before it is cut, and the next one begins with it as blank paper.
    pub head_to_cutter_mm: f64,
    /// Line spacing after initialisation, in dots, 16 to 255 (the default of `ESC 2`).
    pub line_spacing_dots: u32,
    /// Vertical motion units per inch: the unit of the feed in `GS V 65` and `GS V 66`.
    pub motion_per_inch: u32,
}

/// The character cell of a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Font {
    /// Width of one character in dots.
    pub cell_width_dots: u32,
    /// Height of one character in dots.
    pub cell_height_dots: u32,
    /// Characters in one line; no more than fit the printable width.
    pub columns: u32,
}

/// The code pages of a printer that we can write.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodePages {
    /// The number that selects each page (`ESC t n`).
    pub numbers: BTreeMap<CodePage, u8>,
    /// The pages to try, best first.
    pub preferred: Vec<CodePage>,
}

/// What is sent before the first line, after `ESC @`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Init {
    /// Send `FS .`: the printer boots in a Chinese double-byte mode that swallows accents.
    pub cancel_kanji: bool,
    /// Further bytes that this model needs.
    pub bytes: Vec<u8>,
}

/// How the ticket leaves the roll.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    /// What is left of the paper.
    pub mode: CutMode,
    /// The command that does it.
    pub command: CutCommand,
    /// Blank paper between the last line and the blade, in millimetres, 0 to 15.
    pub margin_mm: f64,
}

/// What a cut leaves of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CutMode {
    /// One point holds, so that the ticket waits for its visitor instead of falling.
    Partial,
    /// The ticket falls.
    Full,
    /// There is only a tear bar.
    None,
}

/// The bytes of a cut. Source: Epson, ESC/POS command reference, `GS V`, `ESC i`, `ESC m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CutCommand {
    /// `GS V 66 n`: feeds to the blade and n units more, then cuts partially.
    #[serde(rename = "gs-v-66")]
    GsV66,
    /// `GS V 65 n`: feeds to the blade and n units more, then cuts fully.
    #[serde(rename = "gs-v-65")]
    GsV65,
    /// `GS V 1`: cuts partially where the paper is; we feed to the blade first.
    #[serde(rename = "gs-v-1")]
    GsV1,
    /// `ESC i`: an older cut; many clones cut fully. We feed to the blade first.
    EscI,
    /// `ESC m`: an older partial cut. We feed to the blade first.
    EscM,
    /// No command: we feed past the tear bar.
    None,
}

/// How a code reaches the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeMethod {
    /// The printer draws it (`GS ( k`, `GS k`): about 100 bytes.
    Native,
    /// We draw it and send a picture: some hundred bytes, for a bar code two thousand.
    Raster,
    /// Not at all; the ticket is printed without the code.
    None,
}

/// How pictures are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Image {
    /// The command.
    pub command: ImageCommand,
    /// Rows per command, 1 to 2047: small bands fit small receive buffers and start to print early.
    /// `esc-star-33` always prints 24.
    pub band_rows: u16,
    /// The printer ignores one LF right behind a picture, so we send one more.
    pub swallows_line_feed: bool,
}

/// The command that prints a picture. Source: Epson, ESC/POS command reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImageCommand {
    /// `GS v 0 m xL xH yL yH data`.
    #[serde(rename = "gs-v-0")]
    GsV0,
    /// `GS ( L` functions 112 and 50: stores a band, then prints it. Epson's choice for new work.
    #[serde(rename = "gs-paren-l")]
    GsParenL,
    /// `ESC * 33`: lines of 24 rows, column by column. The oldest command, known to every printer.
    #[serde(rename = "esc-star-33")]
    EscStar33,
    /// No pictures.
    None,
}

/// What the printer can say about itself, and how far that is relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// Answers `DLE EOT n` at any time: `true`, `false` or `"try"`.
    pub realtime: Realtime,
    /// The longest that one answer takes on its way, in milliseconds, 50 to 10000, where it is known to differ from
    /// what the program waits anyway: for a box that needs longer, or for one whose silence shall be told sooner.
    #[serde(default)]
    pub answer_ms: Option<u32>,
    /// Sends four bytes on each change after `GS a n`. A fact about the printer only: no session switches it on, and the
    /// virtual printer obeys it.
    pub asb: bool,
    /// Has a sensor for the end of the roll coming near.
    pub near_end: bool,
    /// The answer that proves most about a finished job.
    pub ack: Ack,
    /// The way to empty its buffer after a fault.
    pub clear: Clear,
}

/// Whether a printer answers real-time questions (`DLE EOT n`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RealtimeWord")]
pub enum Realtime {
    /// It does: silence means that something is wrong with it.
    Yes,
    /// It does not, and is never asked.
    No,
    /// Nobody knows: it is asked, and relied on from its first answer on. Silence means that it cannot answer.
    Try,
}

/// How a profile file writes [`Realtime`].
#[derive(Deserialize)]
#[serde(untagged)]
enum RealtimeWord {
    Known(bool),
    Word(String),
}

impl TryFrom<RealtimeWord> for Realtime {
    type Error = &'static str;

    fn try_from(word: RealtimeWord) -> Result<Self, Self::Error> {
        match word {
            RealtimeWord::Known(true) => Ok(Realtime::Yes),
            RealtimeWord::Known(false) => Ok(Realtime::No),
            RealtimeWord::Word(word) if word == "try" => Ok(Realtime::Try),
            RealtimeWord::Word(_) => Err("must be true, false or \"try\""),
        }
    }
}

/// An answer that comes in order with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ack {
    /// `GS ( H` function 48: answers when the printing is completed.
    ProcessId,
    /// `GS r 1`: answers when the data is processed.
    GsR,
    /// Nobody knows: `GS r 1` is sent behind each job, and relied on from its first answer on. `GS ( H` is not tried: a
    /// printer that does not know it may print its letters.
    Try,
    /// None that is known.
    None,
}

/// A way to throw away what a printer has not printed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clear {
    /// `DLE DC4` function 8.
    #[serde(rename = "dle-dc4-8")]
    DleDc4Fn8,
    /// `DLE ENQ 2`.
    #[serde(rename = "dle-enq-2")]
    DleEnq2,
    /// Nobody knows: `DLE DC4` function 8 is sent after a fault; only its own answer proves that it worked.
    Try,
    /// None that is known: only the power switch.
    None,
}

/// The serial port as the printer is delivered. Always 8 data bits: 7 would lose accents, pictures
/// and the arguments of commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Serial {
    /// Bits per second, 1200 to 921600.
    pub baud: u32,
    /// How the printer says "wait".
    pub flow: Flow,
    /// The bit after the data bits.
    pub parity: Parity,
    /// How many bits end a character, 1 or 2.
    pub stop_bits: StopBits,
    /// The receive buffer in bytes, 1024 to 1048576: what the printer takes before it says "wait".
    /// A band of a picture must fit, because a printer without flow control loses the rest.
    pub buffer_bytes: u32,
}

/// How a serial printer says "wait".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flow {
    /// It cannot: only short jobs are safe.
    None,
    /// With the wire CTS; Epson's DTR/DSR arrives there with the usual null-modem cable.
    RtsCts,
    /// With the bytes XON and XOFF.
    XonXoff,
}

/// The bit by which a serial character is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Parity {
    /// There is none.
    None,
    /// It makes the count of ones even.
    Even,
    /// It makes the count of ones odd.
    Odd,
}

/// How many bits end a serial character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u8")]
pub enum StopBits {
    /// One.
    One,
    /// Two.
    Two,
}

impl TryFrom<u8> for StopBits {
    type Error = &'static str;

    fn try_from(count: u8) -> Result<Self, Self::Error> {
        match count {
            1 => Ok(StopBits::One),
            2 => Ok(StopBits::Two),
            _ => Err("a serial character ends with 1 or 2 stop bits"),
        }
    }
}

/// How fast the printer is; the time a job may take is computed from it.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speed {
    /// Paper speed in millimetres per second, 5 to 1000.
    pub mm_per_s: f64,
    /// Time of one cut in milliseconds, at most 10000.
    pub cut_ms: u32,
}

impl Status {
    /// The same, with what is not known of the printer tried out.
    pub fn tried_out(self) -> Status {
        Status {
            realtime: if self.realtime == Realtime::No { Realtime::Try } else { self.realtime },
            ack: if self.ack == Ack::None { Ack::Try } else { self.ack },
            clear: if self.clear == Clear::None { Clear::Try } else { self.clear },
            ..self
        }
    }
}

impl Profile {
    /// The code pages to try, best first, each with a number.
    pub fn pages(&self) -> &[CodePage] {
        &self.code_pages.preferred
    }

    /// How many characters of font A fit one line at `scale` (1 to 8).
    pub fn columns_at(&self, scale: u8) -> usize {
        let by_width = self.geometry.dots / (self.font_a.cell_width_dots * u32::from(scale.max(1)));
        match scale {
            0 | 1 => self.font_a.columns.min(by_width) as usize,
            _ => by_width as usize,
        }
    }

    /// Millimetres as dots, rounded to the nearest dot.
    pub fn dots_of_mm(&self, mm: f64) -> u32 {
        // Profiles hold millimetres between 0 and 120, so the product is far below u32::MAX.
        (mm * f64::from(self.geometry.dpi) / 25.4).round() as u32
    }

    /// How the printer says that a ticket is in its output.
    pub fn output_sensor(&self) -> OutputSensor {
        self.presenter.as_ref().map_or(OutputSensor::None, |presenter| presenter.sensor)
    }

    /// Dots as millimetres.
    pub fn mm_of_dots(&self, dots: u32) -> f64 {
        f64::from(dots) * 25.4 / f64::from(self.geometry.dpi)
    }
}
