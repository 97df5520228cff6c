//! The bytes that print a picture, by whichever command the printer has.
//!
//! Belongs here: the encodings of `GS v 0`, `GS ( L` and `ESC *`, and keeping real-time commands out of
//! them. Never here: what the picture shows (that is `raster`), or where it stands.
//!
//! Printers obey real-time commands, 10h followed by 04h, 05h or 14h, even in the middle of a picture
//! and of the numbers in front of it (Epson, ESC/POS command reference, notes of `DLE EOT`). So no
//! command below ever holds such a pair, whatever the picture.

use super::profile::{ImageCommand, Profile};
use super::raster::Bitmap;

const LF: u8 = 0x0a;
const ESC: u8 = 0x1b;
const GS: u8 = 0x1d;

/// The rows of one line of `ESC * 33`.
const STAR_ROWS: usize = 24;

/// The most rows that one `GS ( L` stores when they are doubled. Source: Epson, TM-T81 specification,
/// function 112; a printer with less memory states no less.
const GRAPHICS_ROWS: usize = 831;

/// How far the paper moves for a picture of `rows` rows, in dots: `ESC *` prints whole lines of 24.
pub(super) fn paper_dots(rows: usize, profile: &Profile) -> u32 {
    let rows = match profile.image.command {
        ImageCommand::EscStar33 => rows.next_multiple_of(STAR_ROWS),
        ImageCommand::GsV0 | ImageCommand::GsParenL | ImageCommand::None => rows,
    };
    u32::try_from(rows).unwrap_or(u32::MAX)
}

impl Bitmap {
    /// The commands that print this picture on the printer of `profile`, in bands of at most its
    /// `band_rows`; nothing when it prints no pictures. `doubled` prints every dot twice in both
    /// directions: a quarter of the bytes where the printer does it. What is wider than the paper is
    /// left out, and so is the dot pattern of a real-time command (see `harmless`).
    pub fn encode(&self, profile: &Profile, doubled: bool) -> Vec<u8> {
        let zoom = if doubled { 2 } else { 1 };
        let width_bytes = self.width_bytes().min(profile.geometry.dots as usize / 8 / zoom);
        if width_bytes == 0 || self.rows() == 0 {
            return Vec::new();
        }
        let band_rows = usize::from(profile.image.band_rows);
        match profile.image.command {
            ImageCommand::None => Vec::new(),
            ImageCommand::GsV0 => self.bands(width_bytes, band_rows, |rows, data| {
                let [width_low, width_high] = low_high(width_bytes);
                let [rows_low, rows_high] = low_high(rows);
                let mode = if doubled { 3 } else { 0 };
                let mut command = vec![GS, b'v', b'0', mode];
                command.extend([width_low, width_high, rows_low, rows_high]);
                Command { command, data, end: &[] }
            }),
            ImageCommand::GsParenL => {
                // Its length has 16 bits.
                let most = GRAPHICS_ROWS.min((0xffff - 10) / width_bytes);
                self.bands(width_bytes, band_rows.min(most), |rows, data| {
                    let [length_low, length_high] = low_high(10 + data.len());
                    let [width_low, width_high] = low_high(width_bytes * 8);
                    let [rows_low, rows_high] = low_high(rows);
                    let times = zoom as u8;
                    let mut command = vec![GS, b'(', b'L', length_low, length_high];
                    command.extend([48, 112, 48, times, times, 49]);
                    command.extend([width_low, width_high, rows_low, rows_high]);
                    Command { command, data, end: &[GS, b'(', b'L', 2, 0, 48, 50] }
                })
            }
            ImageCommand::EscStar33 => self.star_lines(width_bytes * 8 * zoom, zoom, profile),
        }
    }

    /// Cuts the picture into bands of at most `band_rows` rows and composes the command of each.
    fn bands(
        &self,
        width_bytes: usize,
        band_rows: usize,
        command: impl Fn(usize, Vec<u8>) -> Command,
    ) -> Vec<u8> {
        let compose = |top: usize, rows: usize| {
            let dots = (top..top + rows).flat_map(|y| &self.row(y)[..width_bytes]);
            command(rows, harmless(dots.copied().collect()))
        };
        let mut bytes = Vec::new();
        let mut top = 0;
        while top < self.rows() {
            let mut rows = band_rows.max(1).min(self.rows() - top);
            let mut band = compose(top, rows);
            // A number of the command itself can be such a pair. One row never is: its numbers have
            // no 04h, 05h or 14h in their upper bytes, because no paper is that wide.
            while rows > 1 && obeyed_at_once(&band.command) {
                rows -= 1;
                band = compose(top, rows);
            }
            bytes.extend(band.command);
            bytes.extend(band.data);
            bytes.extend(band.end);
            top += rows;
        }
        bytes
    }

    /// Lines of 24 rows, column by column, at a line spacing of 24 dots.
    fn star_lines(&self, columns: usize, zoom: usize, profile: &Profile) -> Vec<u8> {
        let geometry = &profile.geometry;
        // The rules of profiles see to it that this is a whole number of at most 255.
        let spacing = STAR_ROWS as u32 * geometry.motion_per_inch / geometry.dpi.max(1);
        let mut bytes = vec![ESC, b'3', u8::try_from(spacing).unwrap_or(u8::MAX)];
        for top in (0..self.rows() * zoom).step_by(STAR_ROWS) {
            let column = |x: usize| {
                (0..STAR_ROWS / 8).map(move |byte| {
                    (0..8).fold(0, |bits, bit| {
                        let y = top + byte * 8 + bit;
                        bits << 1 | u8::from(self.is_black(x / zoom, y / zoom))
                    })
                })
            };
            let [columns_low, columns_high] = low_high(columns);
            bytes.extend([ESC, b'*', 33, columns_low, columns_high]);
            bytes.extend(harmless((0..columns).flat_map(column).collect()));
            bytes.push(LF);
        }
        bytes.extend([ESC, b'2']);
        bytes
    }
}

/// One command: its numbers, the dots, and what prints them where the numbers do not.
struct Command {
    command: Vec<u8>,
    data: Vec<u8>,
    end: &'static [u8],
}

/// A number as ESC/POS writes it. Numbers here are below 65536.
fn low_high(number: usize) -> [u8; 2] {
    let [low, high, ..] = number.to_le_bytes();
    [low, high]
}

fn obeyed_at_once(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| matches!(pair, [0x10, 0x04 | 0x05 | 0x14]))
}

/// Dots without real-time commands. 10h is a lone dot in the middle of its byte, so we print a second
/// dot beside it: 30h. That is an eighth of a millimetre of ink in the rare picture that has such a
/// dot; moving the picture or cutting it into other bands would only move the problem. A QR code is
/// never touched: its modules are at least two dots wide, so the byte 10h does not occur in it.
fn harmless(mut dots: Vec<u8>) -> Vec<u8> {
    for index in 1..dots.len() {
        if obeyed_at_once(&dots[index - 1..=index]) {
            dots[index - 1] = 0x30;
        }
    }
    dots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::raster::QrMatrix;
    use crate::paper::samples::profile;
    use proptest::prelude::*;

    const COMMANDS: [ImageCommand; 3] =
        [ImageCommand::GsV0, ImageCommand::GsParenL, ImageCommand::EscStar33];

    fn printer(command: ImageCommand, band_rows: u16) -> Profile {
        let mut profile = profile("generic-80");
        profile.image.command = command;
        profile.image.band_rows = band_rows;
        profile
    }

    fn black(width_bytes: usize, rows: usize) -> Bitmap {
        Bitmap::new(width_bytes, rows, |_, _| true)
    }

    #[test]
    fn a_picture_goes_out_in_bands() {
        let bytes = black(2, 5).encode(&printer(ImageCommand::GsV0, 2), false);
        let band = |rows: u8| {
            [&[GS, b'v', b'0', 0, 2, 0, rows, 0][..], &vec![0xff; 2 * usize::from(rows)]].concat()
        };
        assert_eq!(bytes, [band(2), band(2), band(1)].concat());
    }

    #[test]
    fn graphics_are_stored_and_then_printed() {
        let bytes = black(2, 3).encode(&printer(ImageCommand::GsParenL, 2), true);
        let band = |rows: u8| {
            let stored = [GS, b'(', b'L', 10 + 2 * rows, 0, 48, 112, 48, 2, 2, 49, 16, 0, rows, 0];
            let dots = vec![0xff; 2 * usize::from(rows)];
            [&stored[..], &dots, &[GS, b'(', b'L', 2, 0, 48, 50]].concat()
        };
        assert_eq!(bytes, [band(2), band(1)].concat());
    }

    #[test]
    fn columns_are_lines_of_24_rows() {
        let picture = Bitmap::new(1, 25, |x, y| x == 0 && (y == 0 || y == 24) || (x, y) == (7, 23));
        let bytes = picture.encode(&printer(ImageCommand::EscStar33, 48), false);
        let mut first = vec![0x80, 0, 0];
        first.extend([0; 6 * 3]);
        first.extend([0, 0, 0x01]);
        let mut second = vec![0x80, 0, 0];
        second.extend([0; 7 * 3]);
        let start = &[ESC, b'*', 33, 8, 0][..];
        let expected =
            [&[ESC, b'3', 24], start, &first, &[LF][..], start, &second, &[LF], &[ESC, b'2']];
        assert_eq!(bytes, expected.concat());
        assert_eq!(paper_dots(25, &printer(ImageCommand::EscStar33, 48)), 48);
        assert_eq!(paper_dots(25, &printer(ImageCommand::GsV0, 48)), 25);
    }

    #[test]
    fn columns_are_doubled_by_ourselves() {
        let dot = Bitmap::new(1, 1, |x, _| x == 1);
        let bytes = dot.encode(&printer(ImageCommand::EscStar33, 48), true);
        assert_eq!(bytes[3..8], [ESC, b'*', 33, 16, 0]);
        assert_eq!(bytes[8..8 + 5 * 3], [0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0xc0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn a_finer_motion_unit_keeps_the_lines_together() {
        let mut fine = printer(ImageCommand::EscStar33, 48);
        fine.geometry.motion_per_inch = 2 * fine.geometry.dpi;
        assert_eq!(black(1, 1).encode(&fine, false)[..3], [ESC, b'3', 48]);
    }

    #[test]
    fn a_real_time_command_in_the_dots_is_broken_up() {
        let dots = [0x10, 0x04, 0x10, 0x05, 0x10, 0x14, 0x10, 0x20];
        let is_black = |x: usize, y: usize| dots[y * 4 + x / 8] & (0x80 >> (x % 8)) != 0;
        let bytes = Bitmap::new(4, 2, is_black).encode(&printer(ImageCommand::GsV0, 24), false);
        assert_eq!(bytes[8..], [0x30, 0x04, 0x30, 0x05, 0x30, 0x14, 0x10, 0x20]);
    }

    #[test]
    fn a_real_time_command_in_the_numbers_makes_the_band_smaller() {
        // 1040 rows are 10h 04h.
        let bytes = black(1, 1040).encode(&printer(ImageCommand::GsV0, 2047), false);
        assert_eq!(bytes[..8], [GS, b'v', b'0', 0, 1, 0, 0x0f, 0x04]);
        // 10 + 103 x 10 bytes are 10h 04h.
        let mut wide = printer(ImageCommand::GsParenL, 10);
        wide.geometry.dots = 1024;
        let bytes = black(103, 10).encode(&wide, false);
        assert_eq!(bytes[11..15], [0x38, 0x03, 9, 0]);
    }

    #[test]
    fn what_is_wider_than_the_paper_is_left_out() {
        for command in COMMANDS {
            let profile = printer(command, 24);
            let fitting = black(72, 1).encode(&profile, false);
            assert_eq!(black(80, 1).encode(&profile, false), fitting, "{command:?}");
        }
        assert!(black(2, 2).encode(&printer(ImageCommand::None, 24), false).is_empty());
    }

    #[test]
    fn no_size_of_a_picture_is_ever_obeyed() {
        let treacherous = [0x0410, 0x0510, 0x1410];
        for command in [ImageCommand::GsV0, ImageCommand::GsParenL] {
            let mut profile = printer(command, 2047);
            profile.geometry.dots = 1024;
            // Every width for which some number of rows could make such a length.
            for width_bytes in 1..=128 {
                let lengths = treacherous.map(|length: usize| (length - 10) / width_bytes);
                for rows in treacherous.into_iter().chain(lengths).filter(|&rows| rows > 0) {
                    let rows = rows.min(20_000 / width_bytes);
                    let bytes = black(width_bytes, rows).encode(&profile, false);
                    assert!(!obeyed_at_once(&bytes), "{command:?} {width_bytes} x {rows}");
                }
            }
        }
    }

    fn treacherous_byte() -> impl Strategy<Value = u8> {
        prop_oneof![Just(0x10), Just(0x04), Just(0x05), Just(0x14), any::<u8>()]
    }

    /// Pictures full of the bytes that printers obey.
    fn treacherous_picture() -> impl Strategy<Value = Bitmap> {
        (1usize..=16, proptest::collection::vec(treacherous_byte(), 1..200)).prop_map(
            |(width_bytes, dots)| {
                let rows = dots.len().div_ceil(width_bytes);
                Bitmap::new(width_bytes, rows, |x, y| {
                    let byte = dots.get(y * width_bytes + x / 8).copied().unwrap_or(0x10);
                    byte & (0x80 >> (x % 8)) != 0
                })
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(crate::paper::samples::cases(500)))]

        #[test]
        fn no_picture_is_ever_obeyed(
            picture in treacherous_picture(),
            command in prop::sample::select(COMMANDS.to_vec()),
            band_rows in 1u16..=100,
            doubled: bool,
        ) {
            let mut profile = printer(command, band_rows);
            profile.geometry.dots = 1024;
            prop_assert!(!obeyed_at_once(&picture.encode(&profile, doubled)));
        }

        #[test]
        fn no_code_loses_a_dot(payload in "[0-9A-F]{1,40}", module in 2usize..8) {
            let matrix = QrMatrix::new(&payload).expect("short");
            let code = Bitmap::of_qr(&matrix, module);
            let dots: Vec<u8> = (0..code.rows()).flat_map(|y| code.row(y).to_vec()).collect();
            prop_assert_eq!(harmless(dots.clone()), dots);
        }
    }
}
