//! Pictures as dots, and the QR code as a matrix.
//!
//! Belongs here: dots. Never here: the commands that print them (that is `image`), text, or where a
//! picture stands.

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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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

    /// The bytes of one row.
    pub(super) fn width_bytes(&self) -> usize {
        self.width_bytes
    }

    /// The dots of the row `y`, which must be one of its rows.
    pub(super) fn row(&self, y: usize) -> &[u8] {
        &self.dots[y * self.width_bytes..][..self.width_bytes]
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_stands_in_the_middle_of_its_bytes() {
        let matrix = QrMatrix::new("T012").expect("short");
        let picture = Bitmap::of_qr(&matrix, 3);
        assert_eq!((matrix.size(), picture.width_bytes), (21, 8));
        assert_eq!(picture.dots.len(), 63 * 8);
    }
}
