//! The nouns of the office that the rules need: services, stages, counters, cases, languages.
//!
//! Names, requirements and norms that only people read live in `office`.

use super::coded::coded;
use std::fmt;

/// The letter of a service; it is also the series of that service's numbers.
///
/// A to Z without I and O, which are read as 1 and 0 (service standard, "Rules that offices live by").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceCode(char);

impl ServiceCode {
    /// `None` when `letter` is not one of the allowed letters (lower case is accepted).
    pub fn new(letter: char) -> Option<Self> {
        let letter = letter.to_ascii_uppercase();
        (letter.is_ascii_uppercase() && letter != 'I' && letter != 'O').then_some(Self(letter))
    }

    /// Reads a text of exactly one allowed letter.
    pub fn parse(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => Self::new(letter),
            _ => None,
        }
    }

    /// The letter, upper case.
    pub fn letter(self) -> char {
        self.0
    }
}

impl fmt::Display for ServiceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A short lower-case word that the office file gives to a thing.
macro_rules! word_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// `None` unless the word is 1 to 24 of `a-z`, `0-9` and `-`.
            pub fn new(word: &str) -> Option<Self> {
                let fits = (1..=24).contains(&word.len());
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                (fits && word.chars().all(plain)).then(|| Self(word.to_owned()))
            }

            /// The word itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

word_id!(
    /// One station of a file's journey, for example `verifikasi`.
    StageId
);
word_id!(
    /// Why a visitor needs a service, for example `hilang`; it decides the list of documents.
    CaseId
);

word_id!(
    /// Who works in the office, as events name them: a short word or a number, for example `sari` or `07`.
    OfficerId
);

word_id!(
    /// A printer of the office, for example `kios`: the same one wherever it is plugged in.
    PrinterId
);

word_id!(
    /// Why a member of staff gave a number that the rules refuse, for example `gangguan`.
    OverrideCode
);

/// Whether the visitor comes to the counter for this stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attendance {
    /// The number is called in the waiting room.
    Public,
    /// Only the file moves: the officer takes the next one, nobody is called.
    BackOffice,
}

/// One stage of a service's journey, as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Which stage.
    pub id: StageId,
    /// Whether the visitor is called for it.
    pub attendance: Attendance,
}

/// The number of a counter, 1 to 99; the number that is spoken, and that `--counter` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CounterNumber(u8);

impl CounterNumber {
    /// `None` outside 1 to 99.
    pub fn new(number: i64) -> Option<Self> {
        u8::try_from(number).ok().filter(|n| (1..=99).contains(n)).map(Self)
    }

    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl fmt::Display for CounterNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The languages of the public side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    /// Indonesian, the first language of every screen and paper.
    #[default]
    Indonesian,
    /// Javanese in its polite register (krama).
    Javanese,
    /// English.
    English,
}

coded!(Language { Indonesian = "id", Javanese = "jv", English = "en" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_look_like_digits_are_no_service_codes() {
        for refused in ["I", "O", "", "TT", "1", "é"] {
            assert_eq!(ServiceCode::parse(refused), None, "{refused:?}");
        }
        assert_eq!(ServiceCode::parse("t").unwrap().letter(), 'T');
    }

    #[test]
    fn ids_are_short_plain_words() {
        assert!(StageId::new("verifikasi").is_some());
        for refused in ["", "Verifikasi", "a b", "a_b", "abcdefghijklmnopqrstuvwxyz"] {
            assert_eq!(StageId::new(refused), None, "{refused:?}");
        }
    }
}
