//! A call as one sound: chime, sentence in each language, and all sentences once more after a pause.
//!
//! Everything is joined into one buffer before anything is played, so that no player can stumble between words.
//! Never here: playing, queueing, files.

use super::chime::chime;
use super::clip::{Clip, ClipName, duration_of, samples_of};
use super::library::Voice;
use super::pack::{PackError, PackFault};
use super::sentence::{Sentence, Wording};
use super::sound::{PEAK, fade, peak};
use super::wav::quantised;
use crate::domain::{CounterNumber, Language, TicketNumber};
use crate::office::Office;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Every word begins and ends softly, so that no join clicks.
const FADE_IN_MS: u32 = 5;
const FADE_OUT_MS: u32 = 10;
/// Between words, between phrases (and after the chime), between languages, and before everything is said again.
const WORD_PAUSE_MS: u32 = 80;
const PHRASE_PAUSE_MS: u32 = 300;
const LANGUAGE_PAUSE_MS: u32 = 600;
const REPEAT_PAUSE_MS: u32 = 800;

/// How much is said of one call: the more calls wait, the less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Everything, twice.
    Repeated,
    /// Everything, once.
    Once,
    /// Number and counter in the first language, once.
    Brief,
}

impl Extent {
    /// What there is time for while so many calls wait behind this one. First the repetition goes, then the words
    /// that everybody knows; the call itself never.
    pub fn for_waiting(calls: usize) -> Self {
        match calls {
            0 => Self::Repeated,
            1 | 2 => Self::Once,
            _ => Self::Brief,
        }
    }
}

/// The voices that speak in one room, in the order in which they speak.
#[derive(Debug, Clone)]
pub struct Voices {
    speaking: Vec<Voice>,
    fallback: Voice,
    office: Option<Arc<Office>>,
    chime: Clip,
}

/// A call, ready to be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The number called.
    pub number: TicketNumber,
    /// Where to go.
    pub counter: CounterNumber,
    /// The sentences, each in its language; a repetition is not listed twice.
    pub sentences: Vec<Sentence>,
    /// What is heard.
    pub samples: Vec<i16>,
}

impl Announcement {
    /// How long it sounds.
    pub fn duration(&self) -> Duration {
        duration_of(self.samples.len())
    }
}

/// A part of an announcement.
enum Part<'a> {
    Sound(&'a Clip),
    Silence(u32),
}

impl Voices {
    /// The voices of an office for these languages, and every fault of its own clips, each with the folder of its
    /// language. Faulty clips do not keep the others from being heard.
    ///
    /// # Errors
    /// [`PackError`] when a folder of the office cannot be read.
    pub fn open(
        languages: &[Language],
        packs: &Path,
        office: Option<Arc<Office>>,
    ) -> Result<(Self, Vec<PackFault>), PackError> {
        let mut faults = Vec::new();
        let mut open = |language: Language| {
            let (voice, found) = Voice::open(language, packs, office.as_deref())?;
            let placed = |fault: PackFault| PackFault {
                file: format!("{language}/{}", fault.file),
                ..fault
            };
            faults.extend(found.into_iter().map(placed));
            Ok(voice)
        };
        let speaking: Vec<Voice> =
            languages.iter().map(|language| open(*language)).collect::<Result<_, _>>()?;
        let indonesian = speaking.iter().find(|v| v.language() == Language::Indonesian).cloned();
        let fallback = indonesian.map_or_else(|| open(Language::Indonesian), Ok)?;
        Ok((Self::new(speaking, fallback, office), faults))
    }

    /// These voices speak one after the other. What one of them lacks a word for is said by `fallback`.
    pub fn new(speaking: Vec<Voice>, fallback: Voice, office: Option<Arc<Office>>) -> Self {
        let own_chime = speaking.first().and_then(|voice| voice.clip(&ClipName::Chime)).cloned();
        Self { speaking, fallback, office, chime: own_chime.unwrap_or_else(chime) }
    }

    /// The voices that the program carries, for an office that is not known.
    pub fn shipped(languages: &[Language]) -> Self {
        let speaking = languages.iter().map(|language| Voice::shipped(*language)).collect();
        Self::new(speaking, Voice::shipped(Language::Indonesian), None)
    }

    /// What is said of a call.
    pub fn sentences(
        &self,
        number: TicketNumber,
        counter: CounterNumber,
        extent: Extent,
    ) -> Vec<Sentence> {
        let brief = extent == Extent::Brief;
        let wording = if brief { Wording::Brief } else { Wording::Full };
        let languages = if brief { 1 } else { self.speaking.len() };
        let office = self.office.as_deref();
        let mut sentences: Vec<Sentence> = Vec::new();
        for voice in self.speaking.iter().take(languages) {
            let own = voice.sentence(number, counter, office, wording);
            let said = own.or_else(|| self.fallback.sentence(number, counter, office, wording));
            if let Some(said) = said
                && sentences.iter().all(|other| other.language != said.language)
            {
                sentences.push(said);
            }
        }
        sentences
    }

    /// A call as a sound.
    pub fn announce(
        &self,
        number: TicketNumber,
        counter: CounterNumber,
        extent: Extent,
    ) -> Announcement {
        let sentences = self.sentences(number, counter, extent);
        let samples = joined(&self.parts(&sentences, extent));
        Announcement { number, counter, sentences, samples }
    }

    /// How long a call sounds, without making the sound.
    pub fn duration(
        &self,
        number: TicketNumber,
        counter: CounterNumber,
        extent: Extent,
    ) -> Duration {
        let sentences = self.sentences(number, counter, extent);
        let length = |part: &Part<'_>| match part {
            Part::Sound(clip) => clip.0.len(),
            Part::Silence(milliseconds) => samples_of(*milliseconds),
        };
        duration_of(self.parts(&sentences, extent).iter().map(length).sum())
    }

    /// A sentence as a person reads it: "Nomor antrean, T, nol satu dua, silakan menuju loket tiga."
    pub fn text(&self, sentence: &Sentence) -> String {
        let voice = self.voice(sentence.language);
        let office = self.office.as_deref();
        let phrase = |words: &Vec<ClipName>| {
            let words = words.iter().map(|name| voice.entry(name, office).text.clone());
            words.collect::<Vec<_>>().join(" ")
        };
        let text = sentence.phrases.iter().map(phrase).collect::<Vec<_>>().join(", ");
        let mut letters = text.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}.", letters.as_str())
    }

    fn voice(&self, language: Language) -> &Voice {
        self.speaking.iter().find(|v| v.language() == language).unwrap_or(&self.fallback)
    }

    fn parts(&self, sentences: &[Sentence], extent: Extent) -> Vec<Part<'_>> {
        let mut parts = vec![Part::Sound(&self.chime)];
        let times = if extent == Extent::Repeated { 2 } else { 1 };
        for time in 0..times {
            for (index, sentence) in sentences.iter().enumerate() {
                parts.push(Part::Silence(match (time, index) {
                    (0, 0) => PHRASE_PAUSE_MS,
                    (_, 0) => REPEAT_PAUSE_MS,
                    _ => LANGUAGE_PAUSE_MS,
                }));
                self.say(sentence, &mut parts);
            }
        }
        parts
    }

    fn say<'a>(&'a self, sentence: &Sentence, parts: &mut Vec<Part<'a>>) {
        let voice = self.voice(sentence.language);
        for (phrase_index, phrase) in sentence.phrases.iter().enumerate() {
            for (index, name) in phrase.iter().enumerate() {
                match (phrase_index, index) {
                    (0, 0) => {}
                    (_, 0) => parts.push(Part::Silence(PHRASE_PAUSE_MS)),
                    _ => parts.push(Part::Silence(WORD_PAUSE_MS)),
                }
                parts.extend(voice.clip(name).map(Part::Sound));
            }
        }
    }
}

/// All parts as one sound whose strongest sample is at -3 dBFS.
fn joined(parts: &[Part<'_>]) -> Vec<i16> {
    let mut samples: Vec<f32> = Vec::new();
    for part in parts {
        match part {
            Part::Silence(milliseconds) => {
                samples.resize(samples.len() + samples_of(*milliseconds), 0.0);
            }
            Part::Sound(Clip(clip)) => {
                let start = samples.len();
                samples.extend(clip.iter().map(|sample| f32::from(*sample) / 32768.0));
                fade(&mut samples[start..], FADE_IN_MS, FADE_OUT_MS);
            }
        }
    }
    let strongest = peak(&samples);
    if strongest > 0.0 {
        samples.iter_mut().for_each(|sample| *sample *= PEAK / strongest);
    }
    quantised(&samples)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voices(languages: &[Language]) -> Voices {
        Voices::shipped(languages)
    }

    fn announce(voices: &Voices, extent: Extent) -> Announcement {
        voices.announce("T012".parse().unwrap(), CounterNumber::new(3).unwrap(), extent)
    }

    fn texts(voices: &Voices, extent: Extent) -> Vec<String> {
        announce(voices, extent).sentences.iter().map(|s| voices.text(s)).collect()
    }

    const ID: &str = "Nomor antrean, T, nol satu dua, silakan menuju loket tiga.";
    const EN: &str = "Number T zero one two, please go to counter three.";

    #[test]
    fn each_language_speaks_in_its_turn() {
        use Language::{English, Indonesian};
        assert_eq!(texts(&voices(&[Indonesian, English]), Extent::Repeated), [ID, EN]);
        assert_eq!(texts(&voices(&[English, Indonesian]), Extent::Once), [EN, ID]);
        let brief = texts(&voices(&[Indonesian, English]), Extent::Brief);
        assert_eq!(brief, ["T, nol satu dua, loket tiga."]);
    }

    #[test]
    fn javanese_without_a_recording_is_spoken_in_indonesian_and_not_twice() {
        use Language::{Indonesian, Javanese};
        assert_eq!(texts(&voices(&[Javanese]), Extent::Once), [ID]);
        assert_eq!(texts(&voices(&[Javanese, Indonesian]), Extent::Once), [ID]);
    }

    #[test]
    fn the_joins_are_as_designed_and_the_peak_is_three_decibels_below_full_scale() {
        let voices = voices(&[Language::Indonesian]);
        let once = announce(&voices, Extent::Once);
        let peak = once.samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
        assert_eq!(peak, 23_198, "-3 dBFS");

        // chime, 300 ms, intro, 300 ms, T, 300 ms, nol, 80 ms, satu ...
        let length = |name: &str| {
            let clip = ClipName::parse(name).unwrap();
            Voice::shipped(Language::Indonesian).clip(&clip).unwrap().0.len()
        };
        let mut at = chime().0.len();
        let mut pauses = Vec::new();
        for (pause, word) in [
            (PHRASE_PAUSE_MS, "intro"),
            (PHRASE_PAUSE_MS, "letter-t"),
            (PHRASE_PAUSE_MS, "digit-0"),
            (WORD_PAUSE_MS, "digit-1"),
            (WORD_PAUSE_MS, "digit-2"),
            (PHRASE_PAUSE_MS, "go-to"),
            (WORD_PAUSE_MS, "counter"),
            (WORD_PAUSE_MS, "digit-3"),
        ] {
            let silence = at..at + samples_of(pause);
            assert!(once.samples[silence.clone()].iter().all(|s| *s == 0), "before {word}");
            assert_eq!((once.samples[silence.start - 1], once.samples[silence.end]), (0, 0));
            let early = &once.samples[silence.end..silence.end + samples_of(30)];
            assert!(early.iter().any(|sample| *sample != 0), "{word} begins at once");
            at = silence.end + length(word);
            pauses.push(pause);
        }
        assert_eq!(once.samples.len(), at, "and nothing else");
        assert!(pauses.contains(&80) && pauses.contains(&300));
    }

    #[test]
    fn a_quiet_room_hears_everything_twice_and_the_second_time_is_the_first() {
        let voices = voices(&[Language::Indonesian, Language::English]);
        let (once, twice) = (announce(&voices, Extent::Once), announce(&voices, Extent::Repeated));
        assert_eq!(twice.sentences, once.sentences);
        let sentence = samples_of(PHRASE_PAUSE_MS) + chime().0.len();
        let said = &once.samples[sentence..];
        let repeated = once.samples.len() + samples_of(REPEAT_PAUSE_MS);
        assert_eq!(&twice.samples[..once.samples.len()], &once.samples[..]);
        assert_eq!(&twice.samples[repeated..], said);
    }

    #[test]
    fn the_length_is_known_without_making_the_sound() {
        let voices = voices(&[Language::Indonesian, Language::English]);
        for extent in [Extent::Repeated, Extent::Once, Extent::Brief] {
            let made = announce(&voices, extent);
            let known = voices.duration(made.number, made.counter, extent);
            assert_eq!(known, made.duration());
        }
    }

    #[test]
    fn the_more_calls_wait_the_less_is_said() {
        let voices = voices(&[Language::Indonesian]);
        let length = |waiting| announce(&voices, Extent::for_waiting(waiting)).duration();
        assert!(length(0) > length(1) && length(1) > length(3));
        assert_eq!(length(3), length(30));
        assert!(length(1).as_secs_f32() < 10.0, "no longer than a call stands alone on the wall");
        assert!(length(3).as_secs_f32() < 6.0);
    }
}
