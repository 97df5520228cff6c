//! A call as one sound: chime, sentence in each language, and all sentences once more after a pause.
//!
//! Everything is joined into one buffer before anything is played, so that no player can stumble between words. Every
//! sentence is equally loud, and a call is short enough that the next one need not wait long.
//! Never here: playing, queueing, files.

use super::chime::Chimes;
use super::clip::{Clip, ClipName, duration_of, samples_of};
use super::extent::Extent;
use super::library::Voice;
use super::loud::{add_floor, make_loud};
use super::pack::{PackError, PackFault};
use super::sentence::{Sentence, Wording};
use super::sound::fade;
use super::take::Take;
use super::wav::quantised;
use crate::domain::{CallKind, CounterNumber, Language, PublicCall, TicketNumber};
use crate::office::Office;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Every word begins and ends softly, so that no join clicks.
const FADE_IN_MS: u32 = 3;
const FADE_OUT_MS: u32 = 6;
/// Between words that were cut from one breath; between those of which one was recorded by itself; around a letter.
const JOIN_PAUSE_MS: u32 = 0;
const WORD_PAUSE_MS: u32 = 80;
const LETTER_PAUSE_MS: u32 = 100;
/// After the chime, between the number and the way, between languages, and before everything is said again.
const CHIME_PAUSE_MS: u32 = 80;
const WAY_PAUSE_MS: u32 = 200;
const LANGUAGE_PAUSE_MS: u32 = 400;
const REPEAT_PAUSE_MS: u32 = 450;
/// What a whole call may take in one language and in several: a longer one is repeated in few words.
const LONGEST: [Duration; 2] = [Duration::from_secs(11), Duration::from_secs(20)];

/// The voices that speak in one room, in the order in which they speak.
#[derive(Debug, Clone)]
pub struct Voices {
    speaking: Vec<Voice>,
    fallback: Voice,
    office: Option<Arc<Office>>,
    chimes: Chimes,
}

/// What is said of a number, ready to be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The number.
    pub number: TicketNumber,
    /// Where to go, where one place is named.
    pub counter: Option<CounterNumber>,
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

/// A part of a sentence.
enum Part<'a> {
    Sound(&'a Clip),
    Silence(u32),
}

/// A part of an announcement.
enum Step<'a> {
    Say(&'a Sentence),
    Wait(u32),
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
        Self { speaking, fallback, office, chimes: Chimes::with(own_chime) }
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

    /// What this call is to the room.
    pub fn kind(&self, call: &PublicCall) -> CallKind {
        self.office.as_ref().map(|office| office.call_kind(call)).unwrap_or_default()
    }

    /// A number whose turn has come, as a sound.
    pub fn announce(
        &self,
        number: TicketNumber,
        counter: CounterNumber,
        extent: Extent,
    ) -> Announcement {
        self.announce_as(CallKind::Turn, number, counter, extent)
    }

    /// A call of this kind as a sound: the chime tells which it is before a word is said.
    pub fn announce_as(
        &self,
        kind: CallKind,
        number: TicketNumber,
        counter: CounterNumber,
        extent: Extent,
    ) -> Announcement {
        let sentences = self.sentences(number, counter, extent);
        let again = self.again(number, counter, extent);
        let mut samples: Vec<f32> = joined(&[Part::Sound(self.chimes.of(kind))]);
        make_loud(&mut samples);
        for step in steps(&sentences, &again) {
            let mut sound = match step {
                Step::Wait(milliseconds) => vec![0.0; samples_of(milliseconds)],
                Step::Say(sentence) => joined(&self.parts(sentence)),
            };
            make_loud(&mut sound);
            add_floor(&mut sound);
            samples.append(&mut sound);
        }
        Announcement { number, counter: Some(counter), sentences, samples: quantised(&samples) }
    }

    /// The sound before a number whose turn has come, by itself: for whoever tries whether anything is heard.
    pub fn chime(&self) -> Vec<i16> {
        let mut samples = joined(&[Part::Sound(self.chimes.of(CallKind::Turn))]);
        make_loud(&mut samples);
        quantised(&samples)
    }

    /// A number as whoever was given it hears it, in one language and without a chime: nobody is called. Said by the
    /// fallback where this language lacks a word for it.
    pub fn tell(
        &self,
        number: TicketNumber,
        counter: Option<CounterNumber>,
        language: Language,
    ) -> Announcement {
        let office = self.office.as_deref();
        let said = |voice: &Voice| voice.sentence(number, counter, office, Wording::Told);
        let sentence = said(self.voice(language)).or_else(|| said(&self.fallback));
        let mut samples =
            sentence.as_ref().map(|said| joined(&self.parts(said))).unwrap_or_default();
        make_loud(&mut samples);
        add_floor(&mut samples);
        let sentences = sentence.into_iter().collect();
        Announcement { number, counter, sentences, samples: quantised(&samples) }
    }

    /// What a whole call may take in the languages that speak.
    pub fn longest(&self) -> Duration {
        if self.speaking.len() > 1 { LONGEST[1] } else { LONGEST[0] }
    }

    /// How long a call of this kind sounds, without making the sound.
    pub fn duration(
        &self,
        kind: CallKind,
        number: TicketNumber,
        counter: CounterNumber,
        extent: Extent,
    ) -> Duration {
        let sentences = self.sentences(number, counter, extent);
        let said = self.length(&sentences, &self.again(number, counter, extent));
        said + self.chimes.of(kind).duration()
    }

    /// How long it takes after the chime until the number and the way were said once, in the first language.
    pub fn first_said(&self, number: TicketNumber, counter: CounterNumber) -> Duration {
        let sentences = self.sentences(number, counter, Extent::Once);
        let first = &sentences[..sentences.len().min(1)];
        self.length(first, &[])
    }

    /// What is said once more: the same, or the number and the way alone where the same would take too long.
    fn again(&self, number: TicketNumber, counter: CounterNumber, extent: Extent) -> Vec<Sentence> {
        if extent != Extent::Repeated {
            return Vec::new();
        }
        let whole = self.sentences(number, counter, extent);
        if self.chimes.of(CallKind::Turn).duration() + self.length(&whole, &whole) <= self.longest()
        {
            return whole;
        }
        let said = |sentence: &Sentence| {
            let voice = self.voice(sentence.language);
            voice.sentence(number, counter, self.office.as_deref(), Wording::Brief)
        };
        whole.iter().filter_map(said).collect()
    }

    /// How long this is said after the chime.
    fn length(&self, sentences: &[Sentence], again: &[Sentence]) -> Duration {
        let part = |part: &Part<'_>| match part {
            Part::Sound(clip) => clip.0.len(),
            Part::Silence(milliseconds) => samples_of(*milliseconds),
        };
        let step = |step: &Step<'_>| match step {
            Step::Say(sentence) => self.parts(sentence).iter().map(part).sum(),
            Step::Wait(milliseconds) => samples_of(*milliseconds),
        };
        let said: usize = steps(sentences, again).iter().map(step).sum();
        duration_of(said)
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

    /// The clips of a sentence with the pauses between them.
    fn parts(&self, sentence: &Sentence) -> Vec<Part<'_>> {
        let voice = self.voice(sentence.language);
        let mut parts = Vec::new();
        let mut last: Option<&ClipName> = None;
        for (index, phrase) in sentence.phrases.iter().enumerate() {
            let is_way = index > 0 && index + 1 == sentence.phrases.len();
            for (place, name) in phrase.iter().enumerate() {
                if let Some(last) = last {
                    parts.push(Part::Silence(if is_way && place == 0 {
                        WAY_PAUSE_MS
                    } else {
                        pause_between(voice, last, name)
                    }));
                }
                let take = Take { name: name.clone(), ends: place + 1 == phrase.len() };
                parts.extend(voice.take(&take).map(Part::Sound));
                last = Some(name);
            }
        }
        parts
    }
}

/// The pause between two words of a breath.
fn pause_between(voice: &Voice, before: &ClipName, after: &ClipName) -> u32 {
    let is_letter = |name: &ClipName| matches!(name, ClipName::Letter(_));
    if is_letter(before) || is_letter(after) {
        LETTER_PAUSE_MS
    } else if voice.is_own(before) || voice.is_own(after) {
        WORD_PAUSE_MS
    } else {
        JOIN_PAUSE_MS
    }
}

/// Everything after the chime.
fn steps<'a>(sentences: &'a [Sentence], again: &'a [Sentence]) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    for (round, first_pause) in [(sentences, CHIME_PAUSE_MS), (again, REPEAT_PAUSE_MS)] {
        for (index, sentence) in round.iter().enumerate() {
            steps.push(Step::Wait(if index == 0 { first_pause } else { LANGUAGE_PAUSE_MS }));
            steps.push(Step::Say(sentence));
        }
    }
    steps
}

/// All parts as one sound.
fn joined(parts: &[Part<'_>]) -> Vec<f32> {
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
    samples
}

#[cfg(test)]
#[path = "announcement_tests.rs"]
mod tests;
