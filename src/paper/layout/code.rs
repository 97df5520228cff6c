//! The codes of a ticket: how large their modules are, and what may stand in them.
//!
//! Never here: how the code reaches the paper.

use super::error::LayoutError;
use super::ops::{Barcode, Op, Qr};
use crate::paper::barcode::Bars;
use crate::paper::profile::Profile;
use crate::paper::raster::QrMatrix;

/// Six dots are 0.75 mm at 203 dpi: a phone reads it at arm's length, and a ticket id makes a code
/// of 19 mm. Below three dots the heat of the head closes the light modules.
const MODULE_DOTS: std::ops::RangeInclusive<u8> = 3..=6;

/// The light modules that a reader needs on every side. Source: ISO/IEC 18004.
const QUIET_MODULES: usize = 4;

/// Three dots are 0.38 mm at 203 dpi, which scanners of any price read; two are the least that the
/// head prints cleanly. Source of the range: Epson, ESC/POS command reference, `GS w`.
const BAR_DOTS: std::ops::RangeInclusive<u8> = 2..=3;

/// The space that a scanner needs at both ends of a bar code. Source: ISO/IEC 15417.
const QUIET_BARS: usize = 10;

/// High enough to be hit by hand, and as a picture not longer than two seconds at 9600 baud.
const BAR_HEIGHT_MM: f64 = 8.0;

/// The code as large as paper and phones like it; `native` when the printer draws it.
pub(super) fn qr(payload: &str, native: bool, profile: &Profile) -> Result<Op, LayoutError> {
    check(payload)?;
    let too_large =
        || LayoutError::CodeTooLarge { payload: payload.to_owned(), dots: profile.geometry.dots };
    let matrix = QrMatrix::new(payload).ok_or_else(too_large)?;
    let modules = (matrix.size() + 2 * QUIET_MODULES) as u32;
    let fits = |module: &u8| {
        // As a picture the code is sent at half size and doubled by the printer.
        (native || module.is_multiple_of(2))
            && modules * u32::from(*module) <= profile.geometry.dots
    };
    let module_dots = MODULE_DOTS.rev().find(fits).ok_or_else(too_large)?;
    Ok(Op::Qr(Qr { payload: payload.to_owned(), matrix, module_dots, native }))
}

/// The bar code as wide as the paper allows; `native` when the printer draws it.
pub(super) fn code128(payload: &str, native: bool, profile: &Profile) -> Result<Op, LayoutError> {
    check(payload)?;
    let too_large =
        || LayoutError::CodeTooLarge { payload: payload.to_owned(), dots: profile.geometry.dots };
    let bars = Bars::code128(payload).ok_or_else(too_large)?;
    let modules = (bars.modules() + 2 * QUIET_BARS) as u32;
    let fits = |module: &u8| modules * u32::from(*module) <= profile.geometry.dots;
    let module_dots = BAR_DOTS.rev().find(fits).ok_or_else(too_large)?;
    // 8 mm are at most 189 dots, at 600 dpi.
    let height_dots = u8::try_from(profile.dots_of_mm(BAR_HEIGHT_MM)).unwrap_or(u8::MAX);
    let payload = payload.to_owned();
    Ok(Op::Barcode(Barcode { payload, bars, module_dots, height_dots, native }))
}

/// Refuses what would make a QR code larger, and a bar code unreadable to some scanner.
fn check(payload: &str) -> Result<(), LayoutError> {
    if payload.is_empty() {
        return Err(LayoutError::CodeEmpty);
    }
    let allowed = |c: &char| matches!(c, '0'..='9' | 'A'..='Z') || " $%*+-./:".contains(*c);
    match payload.chars().find(|character| !allowed(character)) {
        None => Ok(()),
        Some(character) => {
            Err(LayoutError::CodeCharacter { payload: payload.to_owned(), character })
        }
    }
}
