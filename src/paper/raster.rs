//! Pictures as dots: the QR code as a matrix, and the bytes that print a picture.
//!
//! Belongs here: dots and the command `GS v 0`. Never here: text, or where a picture stands.

use qrcode::{Color, EcLevel, QrCode};

/// A QR code as light and dark modules, without its quiet zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrMatrix {
    size: usize,
    dark: Vec<bool>,
}

impl QrMatrix {
    /// The code for `payload` at error correction level M, which survives a fold or a thumb.
    /// `None` when the payload is too long for any code.
    pub fn new(payload: &str) -> Option<QrMatrix> {
        let code = QrCode::with_error_correction_level(payload, EcLevel::M).ok()?;
        Some(QrMatrix {
            size: code.width(),
            dark: code.to_colors().into_iter().map(|colour| colour == Color::Dark).collect(),
        })
    }

    /// Modules per side.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether the module in this column and row is dark; outside everything is light.
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        column < self.size && row < self.size && self.dark[row * self.size + column]
    }
}

/// Black dots on white, eight to a byte, the leftmost in the highest bit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bitmap {
    width_bytes: usize,
    dots: Vec<u8>,
}

impl Bitmap {
    /// A picture of `rows` rows with `width_bytes` bytes each; `is_black(x, y)` tells each dot.
    pub fn new(width_bytes: usize, rows: usize, is_black: impl Fn(usize, usize) -> bool) -> Bitmap {
        let mut dots = Vec::with_capacity(width_bytes * rows);
        for y in 0..rows {
            for byte in 0..width_bytes {
                dots.push(
                    (0..8).fold(0, |bits, bit| bits << 1 | u8::from(is_black(byte * 8 + bit, y))),
                );
            }
        }
        Bitmap { width_bytes, dots }
    }

    /// The width in dots, a multiple of 8.
    pub fn width_dots(&self) -> usize {
        self.width_bytes * 8
    }

    /// The height in dots.
    pub fn rows(&self) -> usize {
        self.dots.len() / self.width_bytes.max(1)
    }

    /// Whether the dot in this column and row is black; outside everything is white.
    pub fn is_black(&self, x: usize, y: usize) -> bool {
        x < self.width_dots() && y < self.rows() && {
            let byte = self.dots[y * self.width_bytes + x / 8];
            byte & (0x80 >> (x % 8)) != 0
        }
    }

    /// The code with `module` dots per module, in the middle of as many whole bytes as it needs.
    pub fn of_qr(matrix: &QrMatrix, module: usize) -> Bitmap {
        let side = matrix.size() * module;
        let width_bytes = side.div_ceil(8);
        let left = (width_bytes * 8 - side) / 2;
        Bitmap::new(width_bytes, side, |x, y| {
            x >= left && matrix.is_dark((x - left) / module, y / module)
        })
    }

    /// The commands `GS v 0` that print this picture, at most `band_rows` rows each. `doubled`
    /// lets the printer double every dot in both directions: a quarter of the bytes.
    pub fn gs_v_0(&self, doubled: bool, band_rows: u16) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.dots.len() + 64);
        let band_bytes = self.width_bytes.max(1) * usize::from(band_rows.max(1));
        for band in self.dots.chunks(band_bytes) {
            let rows = band.len() / self.width_bytes;
            let [width_low, width_high, ..] = self.width_bytes.to_le_bytes();
            let [rows_low, rows_high, ..] = rows.to_le_bytes();
            bytes.extend([0x1d, b'v', b'0', if doubled { 3 } else { 0 }]);
            bytes.extend([width_low, width_high, rows_low, rows_high]);
            bytes.extend(without_real_time_commands(band));
        }
        bytes
    }
}

/// Printers obey real-time commands (10h followed by 04h, 05h or 14h) even in the middle of a
/// picture. 10h is a lone dot in the middle of its byte, so we print a second dot beside it: 30h.
/// That is an eighth of a millimetre of ink in the rare picture that has such a dot; moving the
/// picture or cutting it into other bands would only move the problem. A QR code is never touched:
/// its modules are at least two dots wide, so the byte 10h does not occur in it.
fn without_real_time_commands(data: &[u8]) -> impl Iterator<Item = u8> + '_ {
    data.iter().enumerate().map(|(index, &byte)| match (byte, data.get(index + 1)) {
        (0x10, Some(0x04 | 0x05 | 0x14)) => 0x30,
        _ => byte,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn has_real_time_command(bytes: &[u8]) -> bool {
        bytes.windows(2).any(|pair| matches!(pair, [0x10, 0x04 | 0x05 | 0x14]))
    }

    #[test]
    fn a_picture_goes_out_in_bands() {
        let black = Bitmap::new(2, 5, |_, _| true);
        let bytes = black.gs_v_0(false, 2);
        let band = |rows: u8| {
            [&[0x1d, b'v', b'0', 0, 2, 0, rows, 0][..], &vec![0xff; 2 * usize::from(rows)]].concat()
        };
        assert_eq!(bytes, [band(2), band(2), band(1)].concat());
    }

    #[test]
    fn a_real_time_command_in_the_dots_is_broken_up() {
        let dots = [0x10, 0x04, 0x10, 0x05, 0x10, 0x14, 0x10, 0x20];
        let picture = Bitmap { width_bytes: 4, dots: dots.to_vec() };
        let bytes = picture.gs_v_0(false, 24);
        assert!(!has_real_time_command(&bytes));
        assert_eq!(bytes[8..], [0x30, 0x04, 0x30, 0x05, 0x30, 0x14, 0x10, 0x20]);
    }

    #[test]
    fn a_code_stands_in_the_middle_of_its_bytes() {
        let matrix = QrMatrix::new("T012").expect("short");
        let picture = Bitmap::of_qr(&matrix, 3);
        assert_eq!((matrix.size(), picture.width_bytes), (21, 8));
        assert_eq!(picture.dots.len(), 63 * 8);
    }

    fn treacherous_byte() -> impl Strategy<Value = u8> {
        prop_oneof![Just(0x10), Just(0x04), Just(0x05), Just(0x14), any::<u8>()]
    }

    proptest! {
        #[test]
        fn no_code_and_no_picture_holds_a_real_time_command(
            payload in "[0-9A-F]{1,40}",
            module in 2usize..8,
            dots in proptest::collection::vec(treacherous_byte(), 64),
        ) {
            let matrix = QrMatrix::new(&payload).expect("short");
            let code = Bitmap::of_qr(&matrix, module);
            prop_assert!(!code.dots.contains(&0x10));
            let picture = Bitmap { width_bytes: 8, dots };
            prop_assert!(!has_real_time_command(&picture.gs_v_0(false, 3)));
        }
    }
}
