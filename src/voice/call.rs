//! A call as a file that others play: a browser has a player and no clips.

use super::announcement::Voices;
use super::extent::Extent;
use super::wav::to_wav;
use crate::domain::PublicCall;
use std::time::Duration;

/// A call, said in full and twice, as a complete WAV file (mono, 16 bit, [`super::RATE`]), and how long it sounds.
pub fn announcement(voices: &Voices, call: &PublicCall) -> (Vec<u8>, Duration) {
    announcement_of(voices, call, Extent::Repeated)
}

/// The same, of which so much is said: the more calls wait, the less.
pub fn announcement_of(voices: &Voices, call: &PublicCall, extent: Extent) -> (Vec<u8>, Duration) {
    let kind = voices.kind(call);
    let announcement = voices.announce_as(kind, call.number, call.counter, extent);
    (to_wav(&announcement.samples), announcement.duration())
}

/// The sound before a call, by itself, as such a file: for whoever switches the sound of a browser on.
pub fn chime(voices: &Voices) -> Vec<u8> {
    to_wav(&voices.chime())
}

#[cfg(test)]
mod tests {
    use super::super::{RATE, Recording};
    use super::*;
    use crate::domain::{CounterNumber, EventSeq, Language, Manner, TicketNumber, Timestamp};

    fn call() -> PublicCall {
        let number: TicketNumber = "T012".parse().unwrap();
        PublicCall {
            seq: EventSeq(1),
            number,
            service: number.service(),
            counter: CounterNumber::new(3).unwrap(),
            at: Timestamp::UNIX_EPOCH,
            manner: Manner::default(),
        }
    }

    fn number(file: &[u8], at: usize, bytes: usize) -> u32 {
        file[at..at + bytes].iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
    }

    #[test]
    fn a_call_is_a_whole_file_whose_head_says_what_follows() {
        let voices = Voices::shipped(&[Language::Indonesian]);
        let (file, sounds) = announcement(&voices, &call());
        assert_eq!(
            (&file[..4], &file[8..16], &file[36..40]),
            (&b"RIFF"[..], &b"WAVEfmt "[..], &b"data"[..])
        );
        let length = u32::try_from(file.len()).unwrap();
        assert_eq!(number(&file, 4, 4), length - 8);
        // Samples as they are, one channel, its rate, bytes of a second and of a moment, 16 bit.
        let head = [(16, 4), (20, 2), (22, 2), (24, 4), (28, 4), (32, 2), (34, 2)];
        let head = head.map(|(at, bytes)| number(&file, at, bytes));
        assert_eq!(head, [16, 1, 1, RATE, RATE * 2, 2, 16]);
        assert_eq!(number(&file, 40, 4), length - 44);
        let seconds = f64::from(length - 44) / f64::from(RATE * 2);
        assert!((sounds.as_secs_f64() - seconds).abs() < 0.001, "{sounds:?}");
        assert!(sounds > Duration::from_secs(5) && sounds <= voices.longest(), "{sounds:?}");
        assert!(Recording::read(&file).unwrap().as_clip().is_some());
    }

    #[test]
    fn the_chime_is_how_a_call_begins() {
        let voices = Voices::shipped(&[Language::Indonesian]);
        let (chime, (call, _)) = (chime(&voices), announcement(&voices, &call()));
        assert!(chime.len() > 1000 && call[44..].starts_with(&chime[44..]));
    }

    #[test]
    fn the_more_calls_wait_the_less_is_said() {
        let voices = Voices::shipped(&[Language::Indonesian]);
        let sounds = |extent| announcement_of(&voices, &call(), extent).1;
        assert!(sounds(Extent::Brief) < sounds(Extent::Once));
        assert!(sounds(Extent::Once) < sounds(Extent::Repeated));
        assert_eq!(sounds(Extent::Repeated), announcement(&voices, &call()).1);
    }
}
