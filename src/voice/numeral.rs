//! The number of a counter as words of a language.
//!
//! Only counters: the number of a ticket is read digit by digit, because three short words cannot be confused.

use super::clip::ClipName;
use crate::domain::{CounterNumber, Language};

/// The clips that speak a number from 1 to 99.
pub(super) fn numeral(language: Language, number: CounterNumber) -> Vec<ClipName> {
    let (tens, ones) = (number.get() / 10, number.get() % 10);
    let digit = |value: u8| (value > 0).then_some(ClipName::Digit(value));
    let word = |value: u8| CounterNumber::new(value.into()).map(ClipName::Number);
    let words = match (language, tens, ones) {
        (_, 0, ones) => vec![digit(ones)],
        // sepuluh, sebelas, dua belas, dua puluh, dua puluh tiga
        (Language::Indonesian, 1, 0 | 1) => vec![word(number.get())],
        (Language::Indonesian, 1, ones) => vec![digit(ones), Some(ClipName::Teen)],
        (Language::Indonesian, tens, ones) => {
            vec![digit(tens), Some(ClipName::Tens), digit(ones)]
        }
        (Language::English, 1, _) => vec![word(number.get())],
        (Language::English, tens, ones) => vec![word(tens * 10), digit(ones)],
        // Krama has a word of its own for nearly every number: each is recorded whole, and only those of the office.
        (Language::Javanese, _, _) => vec![word(number.get())],
    };
    words.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(language: Language, number: i64) -> String {
        let words = numeral(language, CounterNumber::new(number).unwrap());
        words.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn indonesian_counts_as_the_school_book_does() {
        let spoken = |number| spoken(Language::Indonesian, number);
        assert_eq!(spoken(3), "digit-3");
        assert_eq!(spoken(10), "number-10");
        assert_eq!(spoken(11), "number-11");
        assert_eq!(spoken(12), "digit-2 teen");
        assert_eq!(spoken(20), "digit-2 tens");
        assert_eq!(spoken(99), "digit-9 tens digit-9");
    }

    #[test]
    fn english_has_teens_and_tens() {
        let spoken = |number| spoken(Language::English, number);
        assert_eq!(spoken(9), "digit-9");
        assert_eq!(spoken(10), "number-10");
        assert_eq!(spoken(13), "number-13");
        assert_eq!(spoken(30), "number-30");
        assert_eq!(spoken(42), "number-40 digit-2");
    }

    #[test]
    fn javanese_numbers_above_nine_are_words_of_their_own() {
        let spoken = |number| spoken(Language::Javanese, number);
        assert_eq!((spoken(4), spoken(25)), ("digit-4".to_owned(), "number-25".to_owned()));
    }
}
