//! Arithmetic on samples: loudness, silence at the ends, fades.
//!
//! Samples are from -1 to 1, [`super::RATE`] a second. Never here: words, files.

use super::clip::samples_of;
use std::ops::Range;

/// What nothing that is played may exceed: -3 dBFS leaves room for cheap amplifiers.
pub(super) const PEAK: f32 = 0.707_945_8;
/// The loudness of a word, so that all words are equally loud: -20 dBFS.
const LOUDNESS: f32 = 0.1;
/// Silence is what is this much weaker than the loudest moment: -40 dB.
const SILENCE: f32 = 0.01;
/// Perfect silence: -80 dBFS.
const NOTHING: f32 = 0.000_1;
/// How finely silence is looked for, in milliseconds.
const MOMENT_MS: u32 = 5;
/// What stays before and after the first and last sound, so that no consonant is cut, in milliseconds.
const MARGIN_MS: u32 = 10;

/// The strongest sample.
pub(super) fn peak(samples: &[f32]) -> f32 {
    samples.iter().fold(0.0, |peak, sample| peak.max(sample.abs()))
}

/// The mean strength (root of the mean square); 0 of nothing.
pub(super) fn loudness(samples: &[f32]) -> f32 {
    let squares: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    (squares / samples.len().max(1) as f64).sqrt() as f32
}

/// A strength in decibels below full scale, for people.
pub(super) fn decibels(strength: f32) -> f32 {
    20.0 * strength.max(1e-5).log10()
}

/// How many samples at the start and at the end are silence.
pub(super) fn silence(samples: &[f32]) -> (usize, usize) {
    let step = samples_of(MOMENT_MS);
    let moments: Vec<f32> = samples.chunks(step).map(loudness).collect();
    let threshold = moments.iter().fold(0.0_f32, |most, moment| most.max(*moment)) * SILENCE;
    let loud = |moment: &f32| *moment > threshold;
    let first = moments.iter().position(loud);
    let last = moments.iter().rposition(loud);
    match (first, last) {
        (Some(first), Some(last)) => {
            (first * step, samples.len().saturating_sub((last + 1) * step))
        }
        _ => (samples.len(), samples.len()),
    }
}

/// The stretches between silences of at least so many milliseconds, each with a margin.
pub(super) fn stretches(samples: &[f32], least_ms: u32) -> Vec<Range<usize>> {
    let (step, margin) = (samples_of(MOMENT_MS), samples_of(MARGIN_MS));
    let moments: Vec<f32> = samples.chunks(step).map(loudness).collect();
    let threshold = moments.iter().fold(0.0_f32, |most, moment| most.max(*moment)) * SILENCE;
    let mut found: Vec<Range<usize>> = Vec::new();
    for (index, _) in moments.iter().enumerate().filter(|(_, moment)| **moment > threshold) {
        let (from, to) = (index * step, ((index + 1) * step).min(samples.len()));
        match found.last_mut() {
            Some(last) if from - last.end < samples_of(least_ms) => last.end = to,
            _ => found.push(from..to),
        }
    }
    let wider = |range: Range<usize>| {
        range.start.saturating_sub(margin)..(range.end + margin).min(samples.len())
    };
    found.into_iter().map(wider).collect()
}

/// The samples without the silence at both ends.
pub(super) fn trimmed(samples: &[f32]) -> &[f32] {
    let margin = samples_of(MARGIN_MS);
    let (start, end) = silence(samples);
    if start + end >= samples.len() {
        return &[];
    }
    let from = start.saturating_sub(margin).min(samples.len());
    let to = (samples.len() - end.saturating_sub(margin).min(samples.len())).max(from);
    &samples[from..to]
}

/// The samples between the first and the last that are not perfect silence, as a synthesiser leaves it: words of one breath
/// are joined without a pause, and a margin would be one.
pub(super) fn tight(samples: &[f32]) -> &[f32] {
    let sounds = |sample: &f32| sample.abs() > NOTHING;
    match (samples.iter().position(sounds), samples.iter().rposition(sounds)) {
        (Some(first), Some(last)) => &samples[first..=last],
        _ => &[],
    }
}

/// Makes a word as loud as all others, and never louder than -3 dBFS at its peak.
pub(super) fn level(samples: &mut [f32]) {
    let (loudness, peak) = (loudness(samples), peak(samples));
    if loudness > 0.0 {
        let gain = (LOUDNESS / loudness).min(PEAK / peak);
        samples.iter_mut().for_each(|sample| *sample *= gain);
    }
}

/// Makes the words of a phrase as loud as a word by itself, all by the same factor; the pauses between them do not count.
pub(super) fn level_all(samples: &mut [f32], words: &[Range<usize>]) {
    let spoken: Vec<f32> = words.iter().flat_map(|word| &samples[word.clone()]).copied().collect();
    let (loudness, peak) = (loudness(&spoken), peak(&spoken));
    if loudness > 0.0 {
        let gain = (LOUDNESS / loudness).min(PEAK / peak);
        samples.iter_mut().for_each(|sample| *sample *= gain);
    }
}

/// Lets a sound begin and end without a click.
pub(super) fn fade(samples: &mut [f32], in_ms: u32, out_ms: u32) {
    let rise = samples_of(in_ms).min(samples.len());
    let fall = samples_of(out_ms).min(samples.len());
    for (index, sample) in samples.iter_mut().take(rise).enumerate() {
        *sample *= index as f32 / rise as f32;
    }
    for (index, sample) in samples.iter_mut().rev().take(fall).enumerate() {
        *sample *= index as f32 / fall as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(samples: usize, strength: f32) -> Vec<f32> {
        (0..samples).map(|i| strength * (i as f32 * 0.3).sin()).collect()
    }

    #[test]
    fn silence_at_the_ends_goes_and_silence_within_stays() {
        let mut word = vec![0.0; 3000];
        word.extend(tone(4000, 0.5));
        word.extend(vec![0.0; 2000]);
        word.extend(tone(4000, 0.5));
        word.extend(vec![0.001; 11000]);
        let kept = trimmed(&word).len();
        let wanted = 10_000 + 2 * samples_of(MARGIN_MS);
        assert!(kept.abs_diff(wanted) <= 2 * samples_of(MOMENT_MS), "{kept} of {wanted}");
        assert_eq!(trimmed(&[0.0; 100]).len(), 0);
        assert_eq!(trimmed(&[]).len(), 0);
    }

    #[test]
    fn a_phrase_is_parted_at_its_pauses_and_not_within_its_words() {
        let mut phrase = vec![0.0; 1000];
        for pause in [200, 60, 200] {
            phrase.extend(tone(4000, 0.5));
            phrase.extend(vec![0.0; samples_of(pause)]);
        }
        let lengths: Vec<usize> = stretches(&phrase, 150).iter().map(Range::len).collect();
        let margins = 2 * samples_of(MARGIN_MS);
        let wanted = [4000 + margins, 8000 + samples_of(60) + margins];
        assert_eq!(lengths.len(), 2, "{lengths:?}");
        for (length, wanted) in lengths.iter().zip(wanted) {
            assert!(length.abs_diff(wanted) <= 2 * samples_of(MOMENT_MS), "{length} of {wanted}");
        }
        assert_eq!(stretches(&[0.0; 5000], 150), []);
    }

    #[test]
    fn words_become_equally_loud_but_never_too_loud() {
        for strength in [0.01, 0.2, 0.9] {
            let mut word = tone(5000, strength);
            level(&mut word);
            assert!((loudness(&word) - LOUDNESS).abs() < 0.001);
        }
        let mut click = vec![0.0; 5000];
        click[2500] = 0.2;
        level(&mut click);
        assert!((peak(&click) - PEAK).abs() < 1e-6, "a click is limited by its peak");
        level(&mut [0.0; 10]);
    }

    #[test]
    fn a_fade_starts_and_ends_at_nothing() {
        let mut word = vec![1.0; 1000];
        fade(&mut word, 5, 10);
        assert_eq!((word[0], word[999]), (0.0, 0.0));
        assert_eq!((word[samples_of(5)], word[999 - samples_of(10)]), (1.0, 1.0));
        assert!(word[..samples_of(5)].is_sorted());
        fade(&mut [1.0; 3], 5, 10);
    }
}
