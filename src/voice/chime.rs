//! The notes before a call, made of sines: nothing recorded, nothing licensed. Each kind of call has its own, told apart by
//! which way they go and how many they are, and none is longer than the usual one.

use super::clip::{Clip, RATE, samples_of};
use super::wav::quantised;
use crate::domain::CallKind;
use std::f32::consts::TAU;

/// Frequency in hertz, start and length in milliseconds.
type Note = (f32, u32, u32);

/// A falling third, G5 and E flat 5, the second note longer.
const TURN: &[Note] = &[(784.0, 0, 900), (622.25, 320, 1100)];
/// The same twice, in haste: somebody is called again.
const RECALL: &[Note] =
    &[(784.0, 0, 320), (622.25, 190, 420), (784.0, 560, 320), (622.25, 750, 670)];
/// It rises: E flat 5, G5, B flat 5.
const PRIORITY: &[Note] = &[(622.25, 0, 420), (784.0, 240, 420), (932.33, 480, 940)];
/// One high note twice, C6, as at a counter of a shop.
const HANDOVER: &[Note] = &[(1046.5, 0, 620), (1046.5, 420, 1000)];
/// Overtones as a multiple of the note and their strength: more would be a bell, fewer a test tone.
const PARTIALS: [(f32, f32); 3] = [(1.0, 1.0), (2.0, 0.25), (3.0, 0.08)];
/// How fast a note dies away, per second.
const DECAY: f32 = 5.0;
/// A little softer than the words.
const STRENGTH: f32 = 0.3;

/// The chimes of all kinds of calls, made once: how long a call takes is asked for often.
#[derive(Debug, Clone)]
pub(super) struct Chimes([Clip; 4]);

impl Chimes {
    /// Those of the program; `own` is the office's for a number whose turn has come.
    pub(super) fn with(own: Option<Clip>) -> Self {
        let turn = own.unwrap_or_else(|| chime(CallKind::Turn));
        Self([turn, chime(CallKind::Recall), chime(CallKind::Priority), chime(CallKind::Handover)])
    }

    /// The one of this kind.
    pub(super) fn of(&self, kind: CallKind) -> &Clip {
        let [turn, recall, priority, handover] = &self.0;
        match kind {
            CallKind::Turn => turn,
            CallKind::Recall => recall,
            CallKind::Priority => priority,
            CallKind::Handover => handover,
        }
    }
}

/// The chime of a kind of call, 1.4 seconds.
pub(super) fn chime(kind: CallKind) -> Clip {
    let notes = match kind {
        CallKind::Turn => TURN,
        CallKind::Recall => RECALL,
        CallKind::Priority => PRIORITY,
        CallKind::Handover => HANDOVER,
    };
    let end = notes.iter().map(|(_, start, length)| start + length).max().unwrap_or(0);
    let mut samples = vec![0.0; samples_of(end)];
    for &(frequency, start, length) in notes {
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

    const KINDS: [CallKind; 4] =
        [CallKind::Turn, CallKind::Recall, CallKind::Priority, CallKind::Handover];

    #[test]
    fn each_is_short_and_neither_clipped_nor_faint() {
        for kind in KINDS {
            let chime = chime(kind);
            let peak = chime.0.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
            assert!(chime.duration().as_millis() < 1500);
            assert!((6000..24_000).contains(&peak), "{kind:?}: {peak}");
            assert_eq!(chime.0.last(), Some(&0), "it ends in silence");
        }
    }

    /// How strong a note is in this part of a chime.
    fn strength(clip: &Clip, hertz: f32, from_ms: u32, to_ms: u32) -> f32 {
        let samples = &clip.0[samples_of(from_ms)..samples_of(to_ms)];
        let turn = |index: usize| TAU * hertz * index as f32 / RATE as f32;
        let sum = |wave: fn(f32) -> f32| -> f32 {
            let each = samples.iter().enumerate();
            each.map(|(index, sample)| f32::from(*sample) * wave(turn(index))).sum()
        };
        sum(f32::cos).hypot(sum(f32::sin)) / samples.len() as f32
    }

    /// By which note is the loudest in the first and in the last tenth of a second that sounds.
    #[test]
    fn the_kinds_are_told_apart_by_ear() {
        let notes = [622.25, 784.0, 932.33, 1046.5];
        let loudest = |clip: &Clip, from: u32, to: u32| {
            let by = |a: &f32, b: &f32| {
                strength(clip, *a, from, to).total_cmp(&strength(clip, *b, from, to))
            };
            notes.into_iter().max_by(by).unwrap()
        };
        let heard = KINDS.map(|kind| {
            let clip = chime(kind);
            [20, 220, 400, 640, 840].map(|from| loudest(&clip, from, from + 100).round() as u32)
        });
        assert_eq!(heard[0], [784, 784, 622, 622, 622]);
        assert_eq!(heard[1], [784, 622, 622, 784, 622]);
        assert_eq!(heard[2], [622, 784, 784, 932, 932]);
        assert_eq!(heard[3], [1047; 5]);
    }
}
