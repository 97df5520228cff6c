//! How loud a sound is to people (ITU-R BS.1770), and making it as loud as a call is meant to be.
//!
//! Belongs here: the loudness of what is played. Never here: the strength of single words while they are cut (that is
//! `sound`).

use super::clip::{RATE, samples_of};
use super::sound::peak;
use ebur128::{EbuR128, Mode};

/// The loudness of a call, in LUFS: as loud as speech on the web and on telephones, twice as loud as television.
pub const TARGET: f32 = -16.0;
/// A call may be this much louder or softer.
pub const TOLERANCE: f32 = 1.0;
/// What no sample of a call may exceed, in dBFS.
pub const PEAK_MOST: f32 = -1.0;
/// What the limiter aims at, so that nothing that is rounded later reaches [`PEAK_MOST`]: -1.2 dBFS.
const CEILING: f32 = 0.870_963_6;
/// How long before and after a crest the limiter turns the sound down: slowly enough not to be heard.
const LIMITER_MS: u32 = 8;
/// Limiting takes some loudness away, which is given back, which needs limiting again.
const ROUNDS: usize = 4;
/// The strength of the hiss below a call: -60 dBFS, far below what anybody hears in a room with people.
const FLOOR: f32 = 0.001;

/// The loudness in LUFS; `None` of what is too short or too quiet to have one.
pub(super) fn loudness_of(samples: &[f32]) -> Option<f32> {
    let mut meter = EbuR128::new(1, RATE, Mode::I).ok()?;
    meter.add_frames_f32(samples).ok()?;
    let loudness = meter.loudness_global().ok()? as f32;
    loudness.is_finite().then_some(loudness)
}

/// Makes a sound as loud as a call is meant to be. The crests that would be too strong are turned down, and nothing else.
pub(super) fn make_loud(samples: &mut [f32]) {
    for _ in 0..ROUNDS {
        let Some(loudness) = loudness_of(samples) else { break };
        let gain = 10_f32.powf((TARGET - loudness) / 20.0);
        samples.iter_mut().for_each(|sample| *sample *= gain);
        limit(samples);
    }
}

/// Turns the sound down around every crest above the ceiling, gently enough that no edge is heard.
fn limit(samples: &mut [f32]) {
    if peak(samples) <= CEILING {
        return;
    }
    let reach = samples_of(LIMITER_MS);
    let wanted: Vec<f32> = samples.iter().map(|s| (CEILING / s.abs().max(1e-9)).min(1.0)).collect();
    // The least gain that any sample within reach wants ...
    let mut least = vec![1.0_f32; wanted.len()];
    for (at, gain) in wanted.iter().enumerate().filter(|(_, gain)| **gain < 1.0) {
        let end = (at + reach + 1).min(least.len());
        least[at.saturating_sub(reach)..end].iter_mut().for_each(|least| *least = least.min(*gain));
    }
    // ... and its mean over the same reach, which at the crest itself is still no more than the crest wants.
    let mut sums = vec![0.0_f64];
    sums.extend(least.iter().scan(0.0_f64, |sum, gain| {
        *sum += f64::from(*gain);
        Some(*sum)
    }));
    for (at, sample) in samples.iter_mut().enumerate() {
        let (from, to) = (at.saturating_sub(reach), (at + reach + 1).min(least.len()));
        *sample *= ((sums[to] - sums[from]) / (to - from) as f64) as f32;
    }
}

/// Lays a hiss below a sound that nobody hears: outlets that switch themselves off in perfect silence (screens, wireless
/// loudspeakers) would swallow the beginning of every word after a pause. The same hiss every time.
pub(super) fn add_floor(samples: &mut [f32]) {
    let mut state = 1_u32;
    for sample in samples {
        // Numerical Recipes' generator; its upper bits are as even as a hiss has to be.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let even = f64::from(state) / f64::from(u32::MAX) * 2.0 - 1.0;
        // Evenly spread between -a and a, the root of the mean square is a by the root of three.
        *sample += even as f32 * FLOOR * 1.732;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voice::sound::loudness;

    /// A sine of 997 Hz at this strength.
    fn tone(seconds: u32, strength: f32) -> Vec<f32> {
        let step = std::f32::consts::TAU * 997.0 / RATE as f32;
        (0..seconds * RATE).map(|i| strength * ((i % RATE) as f32 * step).sin()).collect()
    }

    #[test]
    fn loudness_is_that_of_the_recommendation() {
        // ITU-R BS.1770: a sine of 997 Hz at full scale in one channel reads -3.01 LUFS.
        let read = loudness_of(&tone(5, 1.0)).unwrap();
        assert!((read + 3.01).abs() < 0.1, "{read}");
        assert_eq!(loudness_of(&[0.0; 100]), None);
        assert_eq!(loudness_of(&[0.0; 50_000]), None, "silence has none");
    }

    #[test]
    fn soft_and_loud_sounds_become_equally_loud_and_no_crest_too_strong() {
        for strength in [0.01, 0.9] {
            let mut sound = tone(3, strength);
            // A crest ten times as strong as everything else, every half second.
            sound.iter_mut().step_by(11_025).for_each(|sample| *sample = 10.0 * strength);
            make_loud(&mut sound);
            let read = loudness_of(&sound).unwrap();
            assert!((read - TARGET).abs() < 0.3, "{read}");
            assert!(peak(&sound) <= CEILING * 1.0001, "{}", peak(&sound));
        }
        make_loud(&mut []);
        let mut silent = vec![0.0; 30_000];
        make_loud(&mut silent);
        assert_eq!(peak(&silent), 0.0);
    }

    #[test]
    fn the_hiss_is_faint_and_the_same_every_time() {
        let (mut one, mut other) = (vec![0.0; 20_000], vec![0.0; 20_000]);
        add_floor(&mut one);
        add_floor(&mut other);
        assert_eq!(one, other);
        assert!((loudness(&one) - FLOOR).abs() < FLOOR / 20.0, "{}", loudness(&one));
        assert!(one.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
