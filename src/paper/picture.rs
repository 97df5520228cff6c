//! A PNG file as black dots: the office's logo.
//!
//! Belongs here: reading the file's bytes, scaling down, and turning grey into dots. Never here:
//! files, where the picture stands on the paper, or commands.

use thiserror::Error;

use super::raster::Bitmap;

/// The most rows of a picture: 60 mm at 203 dpi. More paper than that is no logo.
const MAX_ROWS: usize = 480;

/// The most pixels on a side of the file. A larger file only costs memory: no head has 4096 dots.
const MAX_SIDE: u32 = 4096;

/// Darker than the first is black, lighter than the second is white: what a photograph or a scan
/// calls white must not leave stray dots on the paper.
const BLACK_AND_WHITE: (f32, f32) = (24.0, 232.0);

/// Why a picture cannot be printed.
#[derive(Debug, Error)]
pub enum PictureError {
    /// The file is not PNG, or it ends too early.
    #[error("reading the picture {name}: it is not a whole PNG file; save it as PNG again")]
    Png {
        /// The file.
        name: String,
        /// The decoder's own error.
        #[source]
        source: png::DecodingError,
    },
    /// The file holds more pixels than a picture on paper can use.
    #[error(
        "the picture {name} has {width} x {height} pixels; at most {MAX_SIDE} on a side are read: \
         save it smaller"
    )]
    TooManyPixels {
        /// The file.
        name: String,
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// The picture would take too much paper.
    #[error(
        "the picture {name} would be {rows} dots high on the paper, and {MAX_ROWS} (60 mm) are the \
         most; crop it or save it with fewer pixels"
    )]
    TooHigh {
        /// The file.
        name: String,
        /// Its height on the paper in dots.
        rows: usize,
    },
}

impl Bitmap {
    /// The picture of the PNG file `name` (the name is only for errors), one pixel to a dot, scaled
    /// down where it is wider than `max_dots` dots. What is transparent is paper.
    ///
    /// # Errors
    /// [`PictureError`]: not a PNG, too many pixels, or more than 60 mm of paper at 203 dpi.
    pub fn from_png(name: &str, png: &[u8], max_dots: u32) -> Result<Bitmap, PictureError> {
        let file = Grey::read(name, png)?;
        let width = file.width.min(max_dots.max(1) as usize);
        let rows = (file.height * width).div_ceil(file.width);
        if rows > MAX_ROWS {
            return Err(PictureError::TooHigh { name: name.to_owned(), rows });
        }
        Ok(file.scaled(width, rows).dithered())
    }
}

/// Grey pixels, 0 black to 255 white, row by row.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<f32>,
}

impl Grey {
    fn read(name: &str, png: &[u8]) -> Result<Grey, PictureError> {
        let fail = |source| PictureError::Png { name: name.to_owned(), source };
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().map_err(fail)?;
        let (width, height) = reader.info().size();
        if width > MAX_SIDE || height > MAX_SIDE {
            return Err(PictureError::TooManyPixels { name: name.to_owned(), width, height });
        }
        let mut bytes = vec![0; reader.output_buffer_size().unwrap_or(0)];
        let frame = reader.next_frame(&mut bytes).map_err(fail)?;
        bytes.truncate(frame.buffer_size());
        let samples = frame.color_type.samples();
        let pixels = bytes.chunks_exact(samples).map(on_paper).collect();
        Ok(Grey { width: width as usize, height: height as usize, pixels })
    }

    /// Each new pixel is the mean of the area that it covers, so that no thin line is skipped.
    fn scaled(self, width: usize, height: usize) -> Grey {
        if (width, height) == (self.width, self.height) {
            return self;
        }
        let narrow = averaged(&self.pixels, self.width, width);
        let turned = averaged(&turned(&narrow, width), self.height, height);
        Grey { width, height, pixels: self::turned(&turned, height) }
    }

    /// Floyd and Steinberg's error diffusion, every other row from the right so that no pattern
    /// leans to one side. Source: Floyd, Steinberg, An Adaptive Algorithm for Spatial Greyscale, 1976.
    fn dithered(mut self) -> Bitmap {
        let (black, white) = BLACK_AND_WHITE;
        for pixel in &mut self.pixels {
            *pixel = ((*pixel - black) * 255.0 / (white - black)).clamp(0.0, 255.0);
        }
        let (width, height) = (self.width, self.height);
        for y in 0..height {
            for step in 0..width {
                let ahead: isize = if y % 2 == 0 { 1 } else { -1 };
                let x = if ahead > 0 { step } else { width - 1 - step };
                let here = y * width + x;
                let wanted = self.pixels[here];
                let dot = if wanted < 127.5 { 0.0 } else { 255.0 };
                self.pixels[here] = dot;
                for (dx, dy, share) in
                    [(ahead, 0, 7.0), (-ahead, 1, 3.0), (0, 1, 5.0), (ahead, 1, 1.0)]
                {
                    let Some(x) = x.checked_add_signed(dx).filter(|&x| x < width) else { continue };
                    if y + dy < height {
                        self.pixels[(y + dy) * width + x] += (wanted - dot) * share / 16.0;
                    }
                }
            }
        }
        let is_black = |x, y| x < width && self.pixels[y * width + x] < 127.5;
        Bitmap::new(width.div_ceil(8), height, is_black)
    }
}

/// The brightness of one pixel of one to four samples (grey or RGB, with or without alpha) on
/// white paper. Weights of red, green and blue: ITU-R BT.601.
fn on_paper(samples: &[u8]) -> f32 {
    let (grey, alpha) = match *samples {
        [grey] => (f32::from(grey), 255),
        [grey, alpha] => (f32::from(grey), alpha),
        [r, g, b] => (luma(r, g, b), 255),
        [r, g, b, alpha, ..] => (luma(r, g, b), alpha),
        [] => (255.0, 255),
    };
    let alpha = f32::from(alpha) / 255.0;
    grey * alpha + 255.0 * (1.0 - alpha)
}

fn luma(r: u8, g: u8, b: u8) -> f32 {
    0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b)
}

/// Every row of `from` pixels as `to` pixels, `to` no more than `from`.
fn averaged(pixels: &[f32], from: usize, to: usize) -> Vec<f32> {
    let step = from as f32 / to as f32;
    let mean = |row: &[f32], index: usize| {
        let (start, end) = (index as f32 * step, ((index + 1) as f32 * step).min(from as f32));
        let covered = |x: usize| (end.min(x as f32 + 1.0) - start.max(x as f32)).max(0.0);
        let reach = start as usize..(end.ceil() as usize).min(from);
        let (sum, area) =
            reach.fold((0.0, 0.0), |(sum, area), x| (sum + row[x] * covered(x), area + covered(x)));
        sum / f32::max(area, f32::EPSILON)
    };
    pixels.chunks_exact(from).flat_map(|row| (0..to).map(move |index| mean(row, index))).collect()
}

/// Rows as columns.
fn turned(pixels: &[f32], width: usize) -> Vec<f32> {
    let height = pixels.len() / width;
    (0..width).flat_map(|x| (0..height).map(move |y| pixels[y * width + x])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file(width: u32, height: u32, colour: png::ColorType, pixels: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(colour);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().expect("a header in memory");
        writer.write_image_data(pixels).expect("as many pixels as the header says");
        writer.finish().expect("writing to memory");
        file
    }

    fn grey(width: u32, height: u32, pixel: impl Fn(u32, u32) -> u8) -> Vec<u8> {
        let pixels: Vec<u8> = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| pixel(x, y))
            .collect();
        file(width, height, png::ColorType::Grayscale, &pixels)
    }

    fn black_dots(bitmap: &Bitmap) -> usize {
        let all = (0..bitmap.rows()).flat_map(|y| (0..bitmap.width_dots()).map(move |x| (x, y)));
        all.filter(|&(x, y)| bitmap.is_black(x, y)).count()
    }

    #[test]
    fn a_drawing_in_black_and_white_is_printed_dot_for_dot() {
        let drawn = |x: u32, y: u32| (x * 7 + y * 3).is_multiple_of(5);
        let png = grey(20, 9, |x, y| if drawn(x, y) { 0 } else { 255 });
        let bitmap = Bitmap::from_png("logo.png", &png, 384).expect("small");
        assert_eq!((bitmap.width_dots(), bitmap.rows()), (24, 9));
        for (x, y) in (0..9).flat_map(|y| (0..24).map(move |x| (x, y))) {
            assert_eq!(bitmap.is_black(x, y), x < 20 && drawn(x as u32, y as u32), "{x} {y}");
        }
    }

    #[test]
    fn what_is_transparent_is_paper_and_colours_count_by_their_brightness() {
        let pixels = [[0, 0, 0, 0], [0, 0, 0, 255], [255, 255, 0, 255], [0, 0, 160, 255]];
        let png = file(4, 1, png::ColorType::Rgba, &pixels.concat());
        let bitmap = Bitmap::from_png("logo.png", &png, 384).expect("small");
        let dots = [0, 1, 2, 3].map(|x| bitmap.is_black(x, 0));
        assert_eq!(dots, [false, true, false, true]);
    }

    #[test]
    fn a_wide_picture_is_scaled_to_the_paper_and_loses_no_thin_line() {
        // Lines of one pixel in sixteen, four times wider than the paper: a quarter as dark.
        let png = grey(1536, 400, |x, _| if x % 16 == 0 { 0 } else { 255 });
        let bitmap = Bitmap::from_png("logo.png", &png, 384).expect("fits");
        assert_eq!((bitmap.width_dots(), bitmap.rows()), (384, 100));
        let share = black_dots(&bitmap) as f64 / 38400.0;
        assert!((0.04..0.08).contains(&share), "{share}");
    }

    #[test]
    fn grey_becomes_so_many_dots() {
        for level in [0u8, 64, 128, 192, 255] {
            let bitmap = Bitmap::from_png("x", &grey(64, 64, |_, _| level), 384).expect("small");
            let share = black_dots(&bitmap) as f64 / 4096.0;
            let wanted = 1.0 - f64::from(level) / 255.0;
            assert!((share - wanted).abs() < 0.1, "{level}: {share}");
        }
    }

    #[test]
    fn what_cannot_be_printed_is_refused_by_name() {
        let error = |png: &[u8]| Bitmap::from_png("data/logo.png", png, 384).expect_err("faulty");
        let high = error(&grey(10, 481, |_, _| 0));
        assert!(matches!(high, PictureError::TooHigh { rows: 481, .. }));
        assert!(matches!(
            error(&grey(768, 1000, |_, _| 0)),
            PictureError::TooHigh { rows: 500, .. }
        ));
        assert!(matches!(error(&grey(4097, 1, |_, _| 0)), PictureError::TooManyPixels { .. }));
        let whole = grey(10, 10, |_, _| 0);
        assert!(matches!(error(&whole[..whole.len() - 20]), PictureError::Png { .. }));
        assert!(matches!(error(b"GIF89a"), PictureError::Png { .. }));
        for fault in [high, error(b"")] {
            assert!(fault.to_string().contains("data/logo.png"), "{fault}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_picture_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut file = grey(3, 3, |x, _| x as u8 * 100);
            file.truncate(file.len() - 12);
            file.extend(bytes);
            let _ = Bitmap::from_png("x", &file, 384);
        }
    }
}
