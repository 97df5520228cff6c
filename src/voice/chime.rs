//! The two notes before a call, made of sines: nothing recorded, nothing licensed.

use super::clip::{Clip, RATE, samples_of};
use super::wav::quantised;
use std::f32::consts::TAU;

/// Frequency in hertz, start and length in milliseconds: a falling third, G5 and E flat 5, the second note longer.
const NOTES: [(f32, u32, u32); 2] = [(784.0, 0, 900), (622.25, 320, 1100)];
/// Overtones as a multiple of the note and their strength: more would be a bell, fewer a test tone.
const PARTIALS: [(f32, f32); 3] = [(1.0, 1.0), (2.0, 0.25), (3.0, 0.08)];
/// How fast a note dies away, per second.
const DECAY: f32 = 5.0;
/// A little softer than the words.
const STRENGTH: f32 = 0.3;

/// The chime, 1.4 seconds.
pub(super) fn chime() -> Clip {
    let end = NOTES.iter().map(|(_, start, length)| start + length).max().unwrap_or(0);
    let mut samples = vec![0.0; samples_of(end)];
    for (frequency, start, length) in NOTES {
        let note = samples.iter_mut().skip(samples_of(start)).take(samples_of(length));
        for (index, sample) in note.enumerate() {
            let second = index as f32 / RATE as f32;
            // The last tenth fades to nothing, so that the end of a note is not heard.
            let left = 1.0 - index as f32 / samples_of(length) as f32;
            let envelope =
                (-DECAY * second).exp() * (second * 200.0).min(1.0) * (left * 10.0).min(1.0);
            let wave: f32 = PARTIALS
                .iter()
                .map(|(multiple, strength)| strength * (TAU * frequency * multiple * second).sin())
                .sum();
            *sample += STRENGTH * envelope * wave;
        }
    }
    Clip(quantised(&samples))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_short_and_neither_clipped_nor_faint() {
        let chime = chime();
        let peak = chime.0.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
        assert!(chime.duration().as_millis() < 1500);
        assert!((6000..24_000).contains(&peak), "{peak}");
        assert_eq!(chime.0.last(), Some(&0), "it ends in silence");
    }
}
