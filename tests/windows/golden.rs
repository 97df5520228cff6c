//! The screens as they were when somebody last looked at them: two small sheets for each, in `tests/windows/golden`.
//!
//! `ANTRE_BLESS=1 cargo test golden` draws them anew; then somebody looks at each picture that changed. The sheet of a
//! screen has some of its frames side by side, large enough to be read; `all/` has every frame, in each language, mode
//! and size, only large enough to be recognised. They are compared pixel by pixel: the same program draws the same
//! pixels on every machine.

use super::look;
use antre::domain::Language;
use antre::lab::gallery::{Frame, Mode, Room, SCREENS};
use antre::lab::harness::Picture;
use std::collections::BTreeSet;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// How a frame is reduced.
#[derive(Clone, Copy)]
struct Scale {
    /// Its longer side is at most so many pixels.
    longest: u32,
    /// Steps of each colour between none and all of it.
    steps: u32,
}

const READABLE: Scale = Scale { longest: 480, steps: 31 };
/// The kiosk has many frames on each sheet.
const READABLE_KIOSK: Scale = Scale { longest: 384, steps: 31 };
/// The letters of a wall are read from afar.
const READABLE_WALL: Scale = Scale { longest: 256, steps: 15 };
const RECOGNISABLE: Scale = Scale { longest: 96, steps: 15 };

/// Between two frames of a sheet.
const GAP: u32 = 8;

struct Sheet {
    width: u32,
    height: u32,
    pixels: Vec<[u8; 3]>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/windows/golden")
}

/// Each language on the first monitor, each mode in Indonesian, and the other monitors in Indonesian as it comes.
fn is_kept_readable(frame: &Frame) -> bool {
    let plain = frame.mode == Mode::Normal && frame.language == Language::Indonesian;
    let at_home = frame.glass == frame.screen.room().glasses()[0];
    plain || at_home && (frame.mode == Mode::Normal || frame.language == Language::Indonesian)
}

/// A picture reduced by whole squares of pixels, each the mean of its colours.
fn reduced(picture: &Picture, scale: Scale) -> Sheet {
    let (wide, high) = (picture.width(), picture.height());
    let square = wide.max(high).div_ceil(scale.longest);
    let (width, height) = (wide / square, high / square);
    let mut pixels = Vec::with_capacity((width * height) as usize);
    let mut sums = vec![[0_u32; 3]; width as usize];
    let rows = picture.as_slice().chunks_exact(wide as usize).take((height * square) as usize);
    for (number, row) in (1..).zip(rows) {
        for (sum, pixels) in sums.iter_mut().zip(row.chunks_exact(square as usize)) {
            for pixel in pixels {
                sum[0] += u32::from(pixel.r);
                sum[1] += u32::from(pixel.g);
                sum[2] += u32::from(pixel.b);
            }
        }
        if number % square == 0 {
            let mean = |sum: u32| shade(sum / (square * square), scale.steps);
            pixels.extend(sums.iter_mut().map(|sum| std::mem::take(sum).map(mean)));
        }
    }
    Sheet { width, height, pixels }
}

fn shade(channel: u32, steps: u32) -> u8 {
    let step = (channel * steps + 127) / 255;
    u8::try_from(step * 255 / steps).unwrap()
}

/// Frames in rows of so many, each column as wide as its widest and each row as high as its highest.
fn in_rows_of(columns: usize, frames: &[Sheet]) -> Sheet {
    let widths: Vec<u32> = (0..columns.min(frames.len()))
        .map(|column| frames.iter().skip(column).step_by(columns).map(|f| f.width).max().unwrap())
        .collect();
    let width = widths.iter().map(|width| width + GAP).sum::<u32>() - GAP;
    let heights = frames.chunks(columns).map(|row| row.iter().map(|f| f.height).max().unwrap());
    let height = heights.clone().map(|height| height + GAP).sum::<u32>() - GAP;
    let mut pixels = vec![[255; 3]; (width * height) as usize];
    let mut top = 0;
    for (row, high) in frames.chunks(columns).zip(heights) {
        let mut left = 0;
        for (frame, wide) in row.iter().zip(&widths) {
            for (y, line) in (top..).zip(frame.pixels.chunks(frame.width as usize)) {
                let start = (y * width + left) as usize;
                pixels[start..start + line.len()].copy_from_slice(line);
            }
            left += wide + GAP;
        }
        top += high + GAP;
    }
    Sheet { width, height, pixels }
}

fn write(path: &Path, sheet: &Sheet) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    // Few colours have short names: a palette is much smaller, where it suffices.
    let palette: BTreeSet<[u8; 3]> = sheet.pixels.iter().copied().collect();
    let file = fs::File::create(path).unwrap();
    let mut encoder = png::Encoder::new(file, sheet.width, sheet.height);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let palette: Vec<[u8; 3]> = palette.into_iter().collect();
    let data: Vec<u8> = if palette.len() <= 256 {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette.concat());
        let place = |colour| u8::try_from(palette.binary_search(colour).unwrap()).unwrap();
        sheet.pixels.iter().map(place).collect()
    } else {
        encoder.set_color(png::ColorType::Rgb);
        sheet.pixels.concat()
    };
    encoder.write_header().unwrap().write_image_data(&data).unwrap();
}

fn read(path: &Path) -> Option<Sheet> {
    let mut decoder = png::Decoder::new(BufReader::new(fs::File::open(path).ok()?));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut data).unwrap();
    assert_eq!(info.color_type, png::ColorType::Rgb, "{}", path.display());
    let pixels = data[..info.buffer_size()].chunks(3).map(|p| [p[0], p[1], p[2]]).collect();
    Some(Sheet { width: info.width, height: info.height, pixels })
}

/// What is wrong with the sheet that is kept under this name, if anything.
fn differs(name: &str, sheet: &Sheet) -> Option<String> {
    let path = folder().join(name);
    let same = |old: &Sheet| (old.width, &old.pixels) == (sheet.width, &sheet.pixels);
    if read(&path).as_ref().is_some_and(same) {
        return None;
    }
    if std::env::var_os("ANTRE_BLESS").is_some() {
        write(&path, sheet);
        return None;
    }
    let now = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden").join(name);
    write(&now, sheet);
    Some(format!("{} is not {}", now.display(), path.display()))
}

/// The frames of a screen, reduced.
#[derive(Default)]
pub struct Drawn {
    large: Vec<Sheet>,
    all: Vec<Sheet>,
}

impl Drawn {
    pub fn add(&mut self, frame: &Frame, picture: &Picture) {
        if is_kept_readable(frame) {
            let scale = match frame.screen.room() {
                Room::Kiosk => READABLE_KIOSK,
                Room::Display => READABLE_WALL,
                _ => READABLE,
            };
            self.large.push(reduced(picture, scale));
        }
        self.all.push(reduced(picture, RECOGNISABLE));
    }
}

/// Compares the screens in `rooms` with their sheets.
#[track_caller]
fn compare(rooms: &[Room]) {
    let mut changed = Vec::new();
    for found in rooms.iter().flat_map(|room| look::at(*room)) {
        let (screen, Drawn { large, all }) = (found.screen, &found.drawn);
        let name = format!("{}.png", screen.name);
        changed.extend(differs(&name, &in_rows_of(large.len(), large)));
        let columns = screen.room().glasses().len();
        changed.extend(differs(&format!("all/{name}"), &in_rows_of(columns, all)));
    }
    assert!(
        changed.is_empty(),
        "these screens look different; if that is right, run with ANTRE_BLESS=1 and look at them:\n  {}",
        changed.join("\n  ")
    );
}

#[test]
fn golden_kiosk() {
    compare(&[Room::Kiosk]);
}

#[test]
fn golden_console() {
    compare(&[Room::Console, Room::Supervisor]);
}

#[test]
fn golden_display_paper_widgets() {
    compare(&[Room::Display, Room::Paper, Room::Widgets]);
}

#[test]
fn every_golden_sheet_has_its_screen_and_all_are_small() {
    let names: BTreeSet<String> = SCREENS.iter().map(|s| format!("{}.png", s.name)).collect();
    for (folder, most) in [(folder(), 8_500_000), (folder().join("all"), 4_000_000)] {
        let mut bytes = 0;
        let mut found = BTreeSet::new();
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() {
                bytes += entry.metadata().unwrap().len();
                found.insert(entry.file_name().into_string().unwrap());
            }
        }
        assert_eq!(found, names, "a sheet for each screen of the gallery");
        assert!(bytes < most, "{bytes} bytes of pictures");
    }
}
