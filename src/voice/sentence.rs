//! What is said of a call, as the names of its clips: "Nomor antrean, T, nol satu dua, silakan menuju loket tiga."
//!
//! Belongs here: the order of words and where a voice pauses. Never here: samples, or whether a clip exists.

use super::clip::ClipName;
use super::numeral::numeral;
use crate::domain::{CounterNumber, Language, TicketNumber};

/// Where the visitor is asked to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// "loket tiga".
    Counter(CounterNumber),
    /// A clip of its own: "pengambilan".
    Place(ClipName),
}

/// How much is said. Shorter ones are for a room in which many calls wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    /// The whole sentence.
    Full,
    /// Only the number and where to go.
    Brief,
    /// Nobody is called: a visitor hears the number that was given, and where it will be called.
    Told,
}

/// A sentence: phrases with a pause between them, each of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its language.
    pub language: Language,
    /// The words of each phrase.
    pub phrases: Vec<Vec<ClipName>>,
}

impl Sentence {
    /// What is said of one number; without a destination only the number.
    pub fn of(
        language: Language,
        number: TicketNumber,
        destination: Option<&Destination>,
        wording: Wording,
    ) -> Self {
        let intro = if wording == Wording::Brief { Vec::new() } else { vec![ClipName::Intro] };
        let mut phrases = vec![intro, vec![ClipName::Letter(number.service())], digits(number)];
        if language == Language::English {
            // "Number T zero one two" is said in one breath.
            phrases = vec![phrases.concat()];
        }
        phrases.retain(|phrase| !phrase.is_empty());
        let mut way = if wording == Wording::Full { vec![ClipName::GoTo] } else { Vec::new() };
        match destination {
            Some(Destination::Counter(number)) => {
                way.push(ClipName::Counter);
                way.extend(numeral(language, *number));
            }
            Some(Destination::Place(clip)) => way.push(clip.clone()),
            None => way.clear(),
        }
        if !way.is_empty() {
            phrases.push(way);
        }
        Self { language, phrases }
    }

    /// Every clip, in the order in which it is heard.
    pub fn clips(&self) -> impl Iterator<Item = &ClipName> {
        self.phrases.iter().flatten()
    }
}

/// The digits as they stand on the ticket, the zeros in front included.
fn digits(number: TicketNumber) -> Vec<ClipName> {
    let text = number.to_string();
    let digit = |c: char| c.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
    text.chars().filter_map(digit).map(ClipName::Digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ServiceCode;
    use proptest::prelude::*;

    fn spoken(language: Language, number: &str, counter: i64, wording: Wording) -> String {
        let counter = Destination::Counter(CounterNumber::new(counter).unwrap());
        let sentence = Sentence::of(language, number.parse().unwrap(), Some(&counter), wording);
        let phrase = |words: &Vec<ClipName>| {
            words.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        sentence.phrases.iter().map(phrase).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_number_is_read_digit_by_digit_and_the_counter_as_a_number() {
        assert_eq!(
            spoken(Language::Indonesian, "T012", 12, Wording::Full),
            "intro, letter-t, digit-0 digit-1 digit-2, go-to counter digit-2 teen"
        );
        assert_eq!(
            spoken(Language::English, "T1000", 12, Wording::Full),
            "intro letter-t digit-1 digit-0 digit-0 digit-0, go-to counter number-12"
        );
    }

    #[test]
    fn in_a_hurry_the_number_and_the_way_remain() {
        assert_eq!(
            spoken(Language::Indonesian, "K006", 3, Wording::Brief),
            "letter-k, digit-0 digit-0 digit-6, counter digit-3"
        );
    }

    #[test]
    fn whoever_has_a_number_hears_it_and_is_not_called() {
        assert_eq!(
            spoken(Language::Indonesian, "K006", 3, Wording::Told),
            "intro, letter-k, digit-0 digit-0 digit-6, counter digit-3"
        );
        let number = "K006".parse().unwrap();
        let sentence = Sentence::of(Language::English, number, None, Wording::Told);
        assert_eq!(sentence.phrases.len(), 1, "several counters may call it: none is named");
    }

    #[test]
    fn a_counter_with_a_name_of_its_own_is_called_by_it() {
        let place = ClipName::parse("place-pengambilan").unwrap();
        let number = "K006".parse().unwrap();
        let way = Destination::Place(place.clone());
        let sentence = Sentence::of(Language::Indonesian, number, Some(&way), Wording::Full);
        assert_eq!(sentence.phrases.last().unwrap(), &[ClipName::GoTo, place]);
    }

    proptest! {
        /// Whoever hears only the clips writes down the number and the counter that were called.
        #[test]
        fn every_call_can_be_written_down_from_what_is_heard(
            letter in "[A-HJ-NP-Z]", serial in 1_u32..=9999, counter in 1_i64..=99,
            english: bool, brief: bool,
        ) {
            let language = if english { Language::English } else { Language::Indonesian };
            let wording = if brief { Wording::Brief } else { Wording::Full };
            let service = ServiceCode::parse(&letter).unwrap();
            let number = TicketNumber::new(service, serial).unwrap();
            let heard = spoken(language, &number.to_string(), counter, wording);
            let (number_heard, way) = heard.rsplit_once(", ").unwrap();
            let number_heard = number_heard.replace("intro", "").replace("letter-", "");
            let number_heard = number_heard.replace("digit-", "").replace([',', ' '], "");
            prop_assert_eq!(number_heard.to_uppercase(), number.to_string());
            let way = way.strip_prefix("go-to ").unwrap_or(way).strip_prefix("counter ").unwrap();
            let counter_heard = way.split(' ').fold(0, |sum, word| match word {
                "teen" => sum + 10,
                "tens" => sum * 10,
                _ => sum + word.split_once('-').unwrap().1.parse::<i64>().unwrap(),
            });
            prop_assert_eq!(counter_heard, counter);
        }
    }
}
