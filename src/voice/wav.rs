//! WAV files: the only place that knows `hound`.
//!
//! Never here: what is wrong with a sound (that is `check`), or where a file is.

use super::clip::{Clip, RATE};
use hound::{SampleFormat, WavReader, WavSpec, WavWriter};
use std::io::Cursor;
use thiserror::Error;

/// Why a file is no sound that can be read.
#[derive(Debug, Error)]
pub enum WavError {
    /// Not a WAV file, a compressed one, or a broken one.
    #[error("it is no WAV file that can be read; save it as WAV, PCM, 16 bit")]
    Unreadable(#[source] hound::Error),
    /// A file of nothing.
    #[error("there is no sound in it; record it again")]
    Empty,
}

/// A WAV file as it was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// Samples per second and channel.
    pub rate: u32,
    /// 1 is mono.
    pub channels: u16,
    /// Bits per sample.
    pub bits: u16,
    /// All channels in turn, each sample from -1 to 1.
    pub samples: Vec<f32>,
}

impl Recording {
    /// Reads the content of a WAV file.
    ///
    /// # Errors
    /// [`WavError`].
    pub fn read(file: &[u8]) -> Result<Self, WavError> {
        let mut reader = WavReader::new(Cursor::new(file)).map_err(WavError::Unreadable)?;
        let WavSpec { channels, sample_rate: rate, bits_per_sample: bits, sample_format } =
            reader.spec();
        let samples: Result<Vec<f32>, hound::Error> = match sample_format {
            SampleFormat::Float => reader.samples::<f32>().collect(),
            SampleFormat::Int => {
                let full = (1_i64 << (bits.clamp(1, 32) - 1)) as f32;
                reader.samples::<i32>().map(|s| s.map(|sample| sample as f32 / full)).collect()
            }
        };
        let samples = samples.map_err(WavError::Unreadable)?;
        if samples.is_empty() || channels == 0 || rate == 0 {
            return Err(WavError::Empty);
        }
        Ok(Self { rate, channels, bits, samples })
    }

    /// The recording as a clip, if it has the format of one: mono, 16 bit, [`RATE`].
    pub fn as_clip(&self) -> Option<Clip> {
        let fits = self.rate == RATE && self.channels == 1 && self.bits == 16;
        fits.then(|| Clip(quantised(&self.samples)))
    }
}

/// Samples from -1 to 1 as 16 bit.
pub(super) fn quantised(samples: &[f32]) -> Vec<i16> {
    // The cast saturates: what is louder than full scale stays at full scale.
    samples.iter().map(|sample| (sample * 32768.0).round() as i16).collect()
}

/// The content of a WAV file with these samples.
pub fn to_wav(samples: &[i16]) -> Vec<u8> {
    let spec = WavSpec {
        channels: 1,
        sample_rate: RATE,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut file = Cursor::new(Vec::new());
    let write = |file: &mut Cursor<Vec<u8>>| -> hound::Result<()> {
        let mut writer = WavWriter::new(file, spec)?;
        samples.iter().try_for_each(|sample| writer.write_sample(*sample))?;
        writer.finalize()
    };
    write(&mut file).expect("writing into memory; a call is far shorter than the 4 GB of a WAV");
    file.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clip_is_read_as_it_was_written_sample_by_sample() {
        let samples: Vec<i16> = vec![0, 1, -1, 1234, i16::MAX, i16::MIN];
        let recording = Recording::read(&to_wav(&samples)).unwrap();
        assert_eq!((recording.rate, recording.channels, recording.bits), (RATE, 1, 16));
        assert_eq!(recording.as_clip(), Some(Clip(samples)));
    }

    #[test]
    fn what_is_no_sound_is_said() {
        for (file, said) in [(b"ID3 mp3".to_vec(), "no WAV file"), (to_wav(&[]), "no sound")] {
            let told = Recording::read(&file).unwrap_err().to_string();
            assert!(told.contains(said), "{told}");
        }
        let mut cut = to_wav(&[1; 100]);
        cut.truncate(100);
        assert!(Recording::read(&cut).is_err(), "a copy that broke off is not half a word");
    }
}
