//! Makes clips: from a table with espeak-ng, or from what somebody has recorded.
//!
//! Belongs here: running the synthesiser (as a program; it is never linked), and turning any recording into a clip
//! of the right rate, loudness and length. Never here: which clips an office needs.

use super::clip::{Clip, RATE};
use super::pack::RECORDING_MOST;
use super::sound::{level, level_all, stretches, tight, trimmed};
use super::table::Synthesis;
use super::take::Take;
use super::wav::{Recording, WavError, quantised, to_wav};
use crate::file;
use rubato::audioadapter_buffers::owned::InterleavedOwned;
use rubato::{Async, FixedAsync, Resampler, SincInterpolationParameters};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};
use thiserror::Error;

/// Samples per second that a recording may have.
const RATES: std::ops::RangeInclusive<u32> = 8_000..=192_000;
/// What parts the words of a carrier: a pause in espeak-ng's phonemes, which ends no clause, so that the melody goes on.
const PART: &str = " [[_:_:_:_:_:]] ";
/// Such a pause is never shorter, and the silence within a word (before a "t") never longer, in milliseconds.
const PART_MS: u32 = 180;
/// Frames that are converted at a time.
const CHUNK: usize = 1024;

/// Why a clip could not be made.
#[derive(Debug, Error)]
pub enum MakeError {
    /// The synthesiser is not there.
    #[error(
        "cannot run {}; install espeak-ng (Debian: `sudo apt install espeak-ng`), or give its path with --espeak",
        program.display()
    )]
    Program {
        /// What was to be run.
        program: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The synthesiser gave up.
    #[error("espeak-ng could not speak \"{text}\": {said}")]
    Spoken {
        /// What it was given.
        text: String,
        /// What it said.
        said: String,
    },
    /// A carrier whose words ran into one another.
    #[error("the words of \"{0}\" cannot be told apart; espeak-ng 1.51 parts them")]
    Parted(String),
    /// A file could not be read or written.
    #[error("cannot read or write {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// A recording is no sound.
    #[error("{}: {source}", path.display())]
    Recording {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: WavError,
    },
    /// A recording of a rate that nobody uses for speech.
    #[error("it has {0} samples per second; record with 16000 to 48000")]
    Rate(u32),
    /// A recording of nothing.
    #[error("nothing is to be heard in it; record it again")]
    Silent,
}

/// Turns a recording into a clip: one channel, the right rate, no silence at its ends, as loud as the others.
///
/// # Errors
/// [`MakeError::Rate`] and [`MakeError::Silent`].
pub fn to_clip(recording: &Recording) -> Result<Clip, MakeError> {
    let converted = mono(recording)?;
    let mut word = trimmed(&converted).to_vec();
    if word.is_empty() {
        return Err(MakeError::Silent);
    }
    level(&mut word);
    Ok(Clip(quantised(&word)))
}

/// One channel of the right rate.
fn mono(recording: &Recording) -> Result<Vec<f32>, MakeError> {
    let channels = usize::from(recording.channels);
    let frames = recording.samples.chunks_exact(channels);
    let mono = frames.map(|frame| frame.iter().sum::<f32>() / channels as f32).collect();
    converted(mono, recording.rate)
}

/// Cuts one word out of a carrier of so many words. The phrase as a whole gets the loudness of a clip: how strong its words
/// are against one another is a part of how they are said.
fn cut(recording: &Recording, place: usize, words: usize) -> Result<Option<Clip>, MakeError> {
    let mut phrase = mono(recording)?;
    let found = stretches(&phrase, PART_MS);
    let word = match found.get(place) {
        Some(word) if found.len() == words => word.clone(),
        // The name of a counter may have a pause of its own.
        Some(word) if found.len() > words && place + 1 == words => word.start..phrase.len(),
        _ => return Ok(None),
    };
    level_all(&mut phrase, &found);
    Ok(Some(Clip(quantised(tight(&phrase[word])))))
}

fn converted(samples: Vec<f32>, rate: u32) -> Result<Vec<f32>, MakeError> {
    if rate == RATE {
        return Ok(samples);
    }
    if !RATES.contains(&rate) {
        return Err(MakeError::Rate(rate));
    }
    let ratio = f64::from(RATE) / f64::from(rate);
    let quality = SincInterpolationParameters::default();
    let mut resampler = Async::new_sinc(ratio, 1.0, &quality, CHUNK, 1, FixedAsync::Input)
        .map_err(|_| MakeError::Rate(rate))?;
    let frames = samples.len();
    let input = InterleavedOwned::new_from(samples, 1, frames).map_err(|_| MakeError::Silent)?;
    let output = resampler.process_all(&input, frames, None).map_err(|_| MakeError::Rate(rate))?;
    Ok(output.take_data())
}

/// Reads a recording and turns it into a clip.
///
/// # Errors
/// [`MakeError`].
pub fn from_recording(path: &Path) -> Result<Clip, MakeError> {
    to_clip(&recording(path)?)
}

fn recording(path: &Path) -> Result<Recording, MakeError> {
    let at = |source| MakeError::File { path: path.to_owned(), source };
    Recording::read(&file::read(path, RECORDING_MOST).map_err(at)?)
        .map_err(|source| MakeError::Recording { path: path.to_owned(), source })
}

/// Lets espeak-ng speak these words in one breath, and cuts out the one at `place`; a single word is taken whole.
/// `folder` is where it may put its file for a moment.
///
/// # Errors
/// [`MakeError`].
pub fn spoken(
    program: &Path,
    synthesis: &Synthesis,
    (words, place): (&[&str], usize),
    folder: &Path,
) -> Result<Clip, MakeError> {
    let file = folder.join("espeak-ng.part");
    let text = words.join(PART);
    let run = Command::new(program)
        .args(["-v", &synthesis.voice])
        .args(["-s", &synthesis.words_per_minute.to_string()])
        .args(["-a", &synthesis.amplitude.to_string()])
        .arg("-w")
        .arg(&file)
        .args(["--", &text])
        .stdin(Stdio::null())
        .output()
        .map_err(|source| MakeError::Program { program: program.to_owned(), source })?;
    if !run.status.success() {
        let said = String::from_utf8_lossy(&run.stderr).trim().to_owned();
        return Err(MakeError::Spoken { text, said });
    }
    let recorded = recording(&file);
    // What it left behind is written over by the next word; the last one goes here.
    let _ = fs::remove_file(&file);
    match words.len() {
        0 | 1 => to_clip(&recorded?),
        count => cut(&recorded?, place, count)?.ok_or(MakeError::Parted(text)),
    }
}

/// Writes a clip into a pack's folder, whole or not at all.
///
/// # Errors
/// [`MakeError::File`].
pub fn write(folder: &Path, take: &Take, clip: &Clip) -> Result<(), MakeError> {
    write_file(&folder.join(take.file()), &to_wav(&clip.0))
}

/// Writes a file, whole or not at all.
///
/// # Errors
/// [`MakeError::File`].
pub fn write_file(path: &Path, content: &[u8]) -> Result<(), MakeError> {
    let at = |source| MakeError::File { path: path.to_owned(), source };
    let part = path.with_extension("part");
    fs::write(&part, content).map_err(at)?;
    fs::rename(&part, path).map_err(at)
}

#[cfg(test)]
mod tests {
    use super::super::check::faults;
    use super::*;

    /// A word of 440 Hz with silence around it, as somebody's telephone records it.
    fn recorded(rate: u32, channels: u16) -> Recording {
        let frame = |index: u32| {
            let second = index as f32 / rate as f32;
            let sounds = (0.5..1.0).contains(&second);
            let wave = (std::f32::consts::TAU * 440.0 * second).sin() * 0.05;
            if sounds { wave } else { 0.0 }
        };
        let frames = (0..rate * 3 / 2).map(frame);
        let samples = frames.flat_map(|f| std::iter::repeat_n(f, usize::from(channels))).collect();
        Recording { rate, channels, bits: 24, samples }
    }

    /// How often a wave goes from a valley up to a crest.
    fn waves(clip: &Clip) -> usize {
        let turns = clip.0.iter().filter(|sample| sample.unsigned_abs() > 1000);
        let turns: Vec<bool> = turns.map(|sample| *sample > 0).collect();
        turns.windows(2).filter(|pair| !pair[0] && pair[1]).count()
    }

    #[test]
    fn any_recording_becomes_a_clip_without_fault_and_keeps_its_pitch() {
        for (rate, channels) in [(48_000, 2), (44_100, 1), (16_000, 1), (RATE, 1)] {
            let clip = to_clip(&recorded(rate, channels)).unwrap();
            let made = Recording::read(&to_wav(&clip.0)).unwrap();
            assert_eq!(faults(&made), [], "{rate} Hz, {channels} channels");
            assert!(clip.duration().as_millis().abs_diff(520) <= 20, "{:?}", clip.duration());
            assert!(waves(&clip).abs_diff(220) <= 2, "{rate}: {} waves", waves(&clip));
        }
    }

    #[test]
    fn what_cannot_be_heard_is_refused() {
        let mut nothing = recorded(48_000, 1);
        nothing.samples.fill(0.0);
        assert!(matches!(to_clip(&nothing), Err(MakeError::Silent)));
        assert!(matches!(to_clip(&recorded(4_000, 1)), Err(MakeError::Rate(4_000))));
    }
}
