//! What is wrong with the sound of a clip, each fault with what to do.
//!
//! Belongs here: the limits of a good clip. Never here: folders, and whether all clips are there (that is `pack`).

use super::clip::{Clip, RATE, duration_of, samples_of};
use super::loud::{PEAK_MOST, TARGET};
use super::sound::{decibels, loudness, peak, silence};
use super::wav::Recording;
use thiserror::Error;

/// No word of a call takes longer; a longer one is two words, or a pause.
const LONGEST_MS: u32 = 4000;
/// Nobody says a word faster.
const SHORTEST_MS: u32 = 80;
/// Whoever is called knows the number and where to go this soon after the chime, in seconds.
pub(super) const FIRST_MOST: f32 = 5.0;
/// Silence that makes a call halting, in milliseconds.
const SILENCE_MS: u32 = 60;
/// A word that is weaker than this against -20 dBFS of the others is not heard.
const FAINT: f32 = 0.025;
/// So many samples in a row at full scale are a clipped recording, not a chance.
const CLIPPED_RUN: usize = 3;

/// One thing that is wrong with a clip, or with a call that is joined from clips.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ClipFault {
    /// The file is not there.
    #[error("is missing; `antre voice script` tells what to record")]
    Missing,
    /// The file is there but is no sound.
    #[error("{0}")]
    Unreadable(String),
    /// Another number of samples per second.
    #[error("has {0} samples per second instead of {RATE}; `antre voice make --from` converts it")]
    Rate(u32),
    /// More than one channel.
    #[error("has {0} channels instead of one; `antre voice make --from` mixes them")]
    Channels(u16),
    /// Other than 16 bits.
    #[error("has {0} bits per sample instead of 16; `antre voice make --from` converts it")]
    Bits(u16),
    /// Louder than a recording can hold.
    #[error("is clipped; record it again, further from the microphone")]
    Clipped,
    /// Hardly to be heard.
    #[error("is too quiet ({0:.0} dBFS); `antre voice make --from` levels it")]
    Quiet(f32),
    /// Two words, or a pause.
    #[error("takes {0:.1} s, the longest word {max} s; record it again", max = LONGEST_MS / 1000)]
    Long(f32),
    /// No word.
    #[error("takes only {0:.2} s; record it again")]
    Short(f32),
    /// A pause before the word.
    #[error("begins with {0} ms of silence; `antre voice make --from` cuts it off")]
    SilenceBefore(u64),
    /// A pause after the word.
    #[error("ends with {0} ms of silence; `antre voice make --from` cuts it off")]
    SilenceAfter(u64),
    /// A clip that leaves no room below full scale.
    #[error("peaks at {0:.1} dBFS, at most {PEAK_MOST} dBFS; `antre voice make --from` levels it")]
    Peak(f32),
    /// A call that keeps the next one waiting.
    #[error("takes {0:.1} s, at most {1} s; record the words faster, and without pauses")]
    CallLong(f32, u64),
    /// A call whose number and way come too late.
    #[error(
        "tells number and counter only {0:.1} s after the chime, at most {FIRST_MOST} s; record the words faster"
    )]
    CallLate(f32),
    /// A call that cannot be made loud enough, or is too loud.
    #[error("has {0:.1} LUFS instead of {TARGET}; record the words louder, and all alike")]
    CallLoudness(f32),
    /// A file that no call needs.
    #[error("is needed by no call; remove it, or write its name as `antre voice script` does")]
    Unneeded,
}

/// Everything that is wrong with a recording as a clip; nothing for a good one.
pub fn faults(recording: &Recording) -> Vec<ClipFault> {
    let Some(Clip(samples)) = recording.as_clip() else {
        let wrong = [
            (recording.rate != RATE).then_some(ClipFault::Rate(recording.rate)),
            (recording.channels != 1).then_some(ClipFault::Channels(recording.channels)),
            (recording.bits != 16).then_some(ClipFault::Bits(recording.bits)),
        ];
        return wrong.into_iter().flatten().collect();
    };
    let mut faults = Vec::new();
    if is_clipped(&samples) {
        faults.push(ClipFault::Clipped);
    }
    let strongest = decibels(peak(&recording.samples));
    if faults.is_empty() && strongest > PEAK_MOST {
        faults.push(ClipFault::Peak(strongest));
    }
    let (before, after) = silence(&recording.samples);
    let sounding = recording.samples.len().saturating_sub(before + after);
    let strength = loudness(&recording.samples[before..before + sounding]);
    if strength < FAINT {
        faults.push(ClipFault::Quiet(decibels(strength)));
    }
    let seconds = duration_of(samples.len()).as_secs_f32();
    if samples.len() > samples_of(LONGEST_MS) {
        faults.push(ClipFault::Long(seconds));
    } else if samples.len() < samples_of(SHORTEST_MS) {
        faults.push(ClipFault::Short(seconds));
    }
    let too_silent = |count: usize| {
        // As finely as silence is looked for.
        let milliseconds = (duration_of(count).as_millis() as u64 + 5) / 10 * 10;
        // Of a file without any sound it is enough to say that it is quiet.
        (sounding > 0 && milliseconds > u64::from(SILENCE_MS)).then_some(milliseconds)
    };
    faults.extend(too_silent(before).map(ClipFault::SilenceBefore));
    faults.extend(too_silent(after).map(ClipFault::SilenceAfter));
    faults
}

fn is_clipped(samples: &[i16]) -> bool {
    let full = |sample: &i16| sample.unsigned_abs() >= i16::MAX.unsigned_abs();
    samples.windows(CLIPPED_RUN).any(|run| run.iter().all(full))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recording(samples: Vec<f32>) -> Recording {
        Recording { rate: RATE, channels: 1, bits: 16, samples }
    }

    fn tone(ms: u32, strength: f32) -> Vec<f32> {
        (0..samples_of(ms)).map(|i| strength * (i as f32 * 0.2).sin()).collect()
    }

    fn told(samples: Vec<f32>) -> Vec<String> {
        faults(&recording(samples)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_good_clip_has_no_fault() {
        assert_eq!(told(tone(400, 0.3)), [""; 0]);
    }

    #[test]
    fn each_fault_is_found_and_says_what_to_do() {
        let silent = |ms| vec![0.0; samples_of(ms)];
        assert!(told(tone(400, 3.0))[0].starts_with("is clipped"));
        assert!(told(tone(400, 0.01))[0].starts_with("is too quiet (-43 dBFS)"));
        assert!(told(silent(400))[0].starts_with("is too quiet"));
        assert!(told(tone(4100, 0.3))[0].starts_with("takes 4.1 s"));
        assert!(told(tone(40, 0.3))[0].starts_with("takes only 0.04 s"));
        let late = told([silent(200), tone(400, 0.3)].concat());
        assert!(late[0].starts_with("begins with 200 ms of silence"), "{late:?}");
        let trailing = told([tone(400, 0.3), silent(500)].concat());
        assert!(trailing[0].starts_with("ends with 500 ms of silence"), "{trailing:?}");
    }

    #[test]
    fn another_format_is_named_with_all_that_differs() {
        let samples = tone(400, 0.3);
        let stereo = Recording { rate: 48_000, channels: 2, bits: 24, samples };
        let expected = [ClipFault::Rate(48_000), ClipFault::Channels(2), ClipFault::Bits(24)];
        assert_eq!(faults(&stereo), expected);
    }
}
