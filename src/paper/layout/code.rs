//! The QR code of a ticket: how large its modules are, and what may stand in it.
//!
//! Never here: how the code reaches the paper.

use super::error::LayoutError;
use super::ops::{Op, Qr};
use crate::paper::profile::Profile;
use crate::paper::raster::QrMatrix;

/// Six dots are 0.75 mm at 203 dpi: a phone reads it at arm's length, and a ticket id makes a code
/// of 19 mm. Below three dots the heat of the head closes the light modules.
const MODULE_DOTS: std::ops::RangeInclusive<u8> = 3..=6;

/// The light modules that a reader needs on every side. Source: ISO/IEC 18004.
const QUIET_MODULES: usize = 4;

/// The code as large as paper and phones like it; `native` when the printer draws it.
pub(super) fn qr(payload: &str, native: bool, profile: &Profile) -> Result<Op, LayoutError> {
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
    Ok(Op::Qr(Qr { payload: payload.to_owned(), matrix, module_dots, native }))
}
