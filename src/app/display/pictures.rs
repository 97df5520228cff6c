//! The pictures of a wall: PNG files of one folder, read by a thread of their own, so that a large one never delays a
//! call.
//!
//! Never here: when a picture is shown (`rotation`), windows.

use crate::app::worker::Worker;
use crate::clock::Clock;
use crate::domain::Timestamp;
use crate::file;
use crate::say::Outage;
use chrono::TimeDelta;
use std::fs;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How often the folder is looked at again.
const LOOK_AGAIN: TimeDelta = TimeDelta::minutes(1);
/// No side of a picture is kept longer: no wall shows more, and a photograph of a camera would take 100 MB.
const LONGEST_SIDE: u32 = 1920;
/// Larger files are refused: a mistake in the folder must not take all memory of the machine.
const MOST_BYTES: usize = 256 << 20;

/// A picture in memory: three bytes for each pixel, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green and blue.
    pub rgb: Vec<u8>,
}

/// What the wall asks for.
#[derive(Debug, Clone, Copy)]
pub enum PictureCommand {
    /// The n-th picture, from 0.
    Fetch(usize),
}

/// What the wall is told.
#[derive(Debug)]
pub enum PictureUpdate {
    /// There are so many pictures.
    Listed(usize),
    /// The picture; `None` when it cannot be read.
    Fetched(Option<Pixels>),
}

/// Reads a wall's pictures.
pub struct PictureWorker {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    looked_at: Option<Timestamp>,
    files: Vec<PathBuf>,
    /// What cannot be shown, which comes up again at each round.
    unseen: Outage,
}

impl PictureWorker {
    /// A worker for the pictures of this folder.
    pub fn new(folder: PathBuf, clock: Arc<dyn Clock>) -> Self {
        Self { folder, clock, looked_at: None, files: Vec::new(), unseen: Outage::default() }
    }
}

impl Worker for PictureWorker {
    type Command = PictureCommand;
    type Update = PictureUpdate;

    fn handle(&mut self, PictureCommand::Fetch(index): PictureCommand) -> Vec<PictureUpdate> {
        let read = self.files.get(index).map(|file| (file, read(file)));
        let picture = match read {
            Some((_, Ok(pixels))) => Some(pixels),
            Some((file, Err(error))) => {
                let what = format!("the picture {} cannot be shown", file.display());
                self.unseen.lasts(&what, &error);
                None
            }
            None => None,
        };
        vec![PictureUpdate::Fetched(picture)]
    }

    fn poll(&mut self) -> Vec<PictureUpdate> {
        let now = self.clock.now();
        // In both directions: a clock that is set back must not stop the looking.
        if self.looked_at.is_some_and(|then| (now - then).abs() < LOOK_AGAIN) {
            return Vec::new();
        }
        let first = self.looked_at.replace(now).is_none();
        match files(&self.folder) {
            Ok(files) => self.files = files,
            Err(error) if first => {
                note!("no pictures from {} ({error})", self.folder.display());
            }
            // It was said once; the pictures that were there stay in the list, in case the folder comes back.
            Err(_) => {}
        }
        vec![PictureUpdate::Listed(self.files.len())]
    }
}

/// The PNG files of a folder, by name.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let is_png = |path: &PathBuf| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("png"));
    let paths = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = paths.filter(is_png).collect();
    files.sort();
    Ok(files)
}

/// Reads a picture, on white where it is transparent, and no larger than a wall shows.
fn read(path: &Path) -> io::Result<Pixels> {
    let mut decoder = png::Decoder::new(BufReader::new(file::open(path, MOST_BYTES as u64)?));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(io::Error::other)?;
    let size = reader.output_buffer_size().filter(|size| *size <= MOST_BYTES);
    let mut bytes = vec![0; size.ok_or_else(|| io::Error::other("it is too large"))?];
    let frame = reader.next_frame(&mut bytes).map_err(io::Error::other)?;
    let samples = frame.color_type.samples();
    let factor = frame.width.max(frame.height).div_ceil(LONGEST_SIDE).max(1);
    let (width, height) = (frame.width / factor, frame.height / factor);
    if width == 0 || height == 0 {
        return Err(io::Error::other("it is too narrow"));
    }
    let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
    for row in 0..height {
        for column in 0..width {
            let mut sum = [0_u32; 3];
            for y in row * factor..(row + 1) * factor {
                for x in column * factor..(column + 1) * factor {
                    let at = (y as usize * frame.width as usize + x as usize) * samples;
                    let colour = on_white(&bytes[at..at + samples]);
                    (0..3).for_each(|c| sum[c] += u32::from(colour[c]));
                }
            }
            rgb.extend(sum.map(|s| u8::try_from(s / (factor * factor)).unwrap_or(u8::MAX)));
        }
    }
    Ok(Pixels { width, height, rgb })
}

/// The colour of a pixel of one (grey), two (grey, alpha), three or four samples.
fn on_white(samples: &[u8]) -> [u8; 3] {
    let (colour, alpha) = match *samples {
        [grey] => ([grey; 3], 255),
        [grey, alpha] => ([grey; 3], alpha),
        [r, g, b, alpha] => ([r, g, b], alpha),
        _ => ([samples[0], samples[1], samples[2]], 255),
    };
    let mix = |c: u8| (u32::from(c) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255;
    colour.map(|c| u8::try_from(mix(c)).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;

    fn write(
        folder: &Path,
        name: &str,
        (width, height): (u32, u32),
        colour: png::ColorType,
        data: &[u8],
    ) {
        let mut encoder =
            png::Encoder::new(fs::File::create(folder.join(name)).unwrap(), width, height);
        encoder.set_color(colour);
        encoder.write_header().unwrap().write_image_data(data).unwrap();
    }

    fn fetched(worker: &mut PictureWorker, index: usize) -> Option<Pixels> {
        match worker.handle(PictureCommand::Fetch(index)).remove(0) {
            PictureUpdate::Fetched(picture) => picture,
            PictureUpdate::Listed(_) => None,
        }
    }

    fn listed(worker: &mut PictureWorker) -> Option<usize> {
        worker.poll().into_iter().find_map(|update| match update {
            PictureUpdate::Listed(count) => Some(count),
            PictureUpdate::Fetched(_) => None,
        })
    }

    #[test]
    fn the_png_files_of_a_folder_come_by_name_in_every_kind_and_what_is_broken_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        write(at, "b.PNG", (1, 1), png::ColorType::Rgba, &[10, 20, 30, 0]);
        write(at, "a.png", (2, 1), png::ColorType::Grayscale, &[7, 9]);
        std::fs::write(at.join("c.png"), "no picture").unwrap();
        std::fs::write(at.join("d.txt"), "no picture").unwrap();
        let clock = ManualClock::at(Timestamp::UNIX_EPOCH);
        let mut worker = PictureWorker::new(at.to_owned(), Arc::new(clock.clone()));
        assert_eq!(listed(&mut worker), Some(3));
        assert_eq!(listed(&mut worker), None, "not looked at again at once");
        let grey = Pixels { width: 2, height: 1, rgb: vec![7, 7, 7, 9, 9, 9] };
        assert_eq!(fetched(&mut worker, 0), Some(grey));
        let clear = Pixels { width: 1, height: 1, rgb: vec![255, 255, 255] };
        assert_eq!(fetched(&mut worker, 1), Some(clear));
        assert_eq!(fetched(&mut worker, 2), None);
        assert_eq!(fetched(&mut worker, 3), None);
        std::fs::remove_file(at.join("c.png")).unwrap();
        clock.advance(TimeDelta::minutes(1));
        assert_eq!(listed(&mut worker), Some(2), "changed while the wall runs");
    }

    #[test]
    fn a_photograph_is_made_smaller() {
        let folder = tempfile::tempdir().unwrap();
        let data: Vec<u8> = (0..3000 * 4).map(|n| if n % 2 == 0 { 100 } else { 200 }).collect();
        write(folder.path(), "wide.png", (3000, 4), png::ColorType::Grayscale, &data);
        let pixels = read(&folder.path().join("wide.png")).unwrap();
        assert_eq!((pixels.width, pixels.height), (1500, 2));
        assert!(pixels.rgb.iter().all(|c| *c == 150));
    }

    #[test]
    fn a_folder_that_is_not_there_is_no_fault_of_the_wall() {
        let clock = ManualClock::at(Timestamp::UNIX_EPOCH);
        let mut worker = PictureWorker::new("/nowhere/antre".into(), Arc::new(clock));
        assert_eq!(listed(&mut worker), Some(0));
    }
}
