//! The screens as they were when somebody last looked at them: one small sheet for each, in `tests/windows/golden`.
//!
//! `ANTRE_BLESS=1 cargo test golden` draws them anew; then somebody looks at each picture that changed. A sheet has
//! its frames side by side, each reduced to a few hundred pixels and 32 shades of a colour. They are compared pixel by
//! pixel: the same program draws the same pixels on every machine.

use antre::app::gallery::{Frame, Hall, Mode, Room, SCREENS, Screen};
use antre::app::stage::Picture;
use antre::domain::Language;
use std::collections::BTreeSet;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// The longer side of a reduced frame is at most so many pixels; the kiosk has many frames on each sheet.
const LONGEST: u32 = 480;
const LONGEST_OF_MANY: u32 = 384;
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

/// The frames of a screen that are kept: each language on the first monitor, each mode in Indonesian, and the other
/// monitors in Indonesian as it comes.
fn kept(screen: &'static Screen) -> Vec<Frame> {
    let first = screen.room().glasses()[0];
    let keep = |frame: &Frame| {
        let plain = frame.mode == Mode::Normal && frame.language == Language::Indonesian;
        let at_home = frame.glass == first;
        plain || at_home && (frame.mode == Mode::Normal || frame.language == Language::Indonesian)
    };
    screen.frames().filter(keep).collect()
}

/// A picture reduced by whole squares of pixels, each the mean of its colours in 32 shades.
fn reduced(picture: &Picture, longest: u32) -> Sheet {
    let (wide, high) = (picture.width(), picture.height());
    let square = wide.max(high).div_ceil(longest);
    let (width, height) = (wide / square, high / square);
    let mut pixels = Vec::with_capacity((width * height) as usize);
    let all = picture.as_slice();
    for y in 0..height {
        for x in 0..width {
            let mut sum = [0_u32; 3];
            for row in y * square..(y + 1) * square {
                let start = (row * wide + x * square) as usize;
                for pixel in &all[start..start + square as usize] {
                    sum[0] += u32::from(pixel.r);
                    sum[1] += u32::from(pixel.g);
                    sum[2] += u32::from(pixel.b);
                }
            }
            pixels.push(sum.map(|sum| shade(sum / (square * square))));
        }
    }
    Sheet { width, height, pixels }
}

fn shade(channel: u32) -> u8 {
    let step = (channel * 31 + 127) / 255;
    u8::try_from(step * 255 / 31).unwrap()
}

fn side_by_side(frames: &[Sheet]) -> Sheet {
    let width = frames.iter().map(|frame| frame.width + GAP).sum::<u32>() - GAP;
    let height = frames.iter().map(|frame| frame.height).max().unwrap();
    let mut pixels = vec![[255; 3]; (width * height) as usize];
    let mut left = 0;
    for frame in frames {
        for (y, row) in frame.pixels.chunks(frame.width as usize).enumerate() {
            let start = y * width as usize + left as usize;
            pixels[start..start + row.len()].copy_from_slice(row);
        }
        left += frame.width + GAP;
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

/// Compares one part of the screens in `rooms` with their sheets.
#[track_caller]
fn compare(rooms: &[Room], part: usize, parts: usize) {
    let hall = Hall::without_screen().unwrap();
    let bless = std::env::var_os("ANTRE_BLESS").is_some();
    let screens = SCREENS.iter().filter(|screen| rooms.contains(&screen.room()));
    let mut changed = Vec::new();
    for screen in screens.skip(part).step_by(parts) {
        let frames = kept(screen);
        let longest = if screen.room() == Room::Kiosk { LONGEST_OF_MANY } else { LONGEST };
        let pictures: Vec<Sheet> =
            frames.iter().map(|frame| reduced(&hall.picture(frame).unwrap(), longest)).collect();
        let sheet = side_by_side(&pictures);
        let path = folder().join(format!("{}.png", screen.name));
        let same = |old: &Sheet| (old.width, &old.pixels) == (sheet.width, &sheet.pixels);
        if read(&path).as_ref().is_some_and(same) {
            continue;
        }
        if bless {
            write(&path, &sheet);
            continue;
        }
        let now =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("golden/{}.png", screen.name));
        write(&now, &sheet);
        changed.push(format!("{} is not {}", now.display(), path.display()));
    }
    assert!(
        changed.is_empty(),
        "these screens look different; if that is right, run with ANTRE_BLESS=1 and look at them:\n  {}",
        changed.join("\n  ")
    );
}

#[test]
fn golden_kiosk_one() {
    compare(&[Room::Kiosk], 0, 2);
}

#[test]
fn golden_kiosk_two() {
    compare(&[Room::Kiosk], 1, 2);
}

#[test]
fn golden_console() {
    compare(&[Room::Console, Room::Supervisor], 0, 1);
}

#[test]
fn golden_display_paper_widgets() {
    compare(&[Room::Display, Room::Paper, Room::Widgets], 0, 1);
}

#[test]
fn every_golden_sheet_has_its_screen_and_all_are_small() {
    let names: BTreeSet<String> = SCREENS.iter().map(|s| format!("{}.png", s.name)).collect();
    let mut bytes = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        assert!(names.contains(&name), "{name} shows no screen of the gallery");
        bytes += entry.metadata().unwrap().len();
    }
    assert!(bytes < 7_000_000, "{bytes} bytes of pictures");
}
