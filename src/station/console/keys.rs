//! The keys of the console: one list, from which the legend is made, too.
//!
//! An action has a key of the upper row, which no language changes, and a letter, which stands in the language files: a
//! browser keeps some keys of the upper row for itself, and a letter is the first of a word that an officer knows.

use super::action::ConsoleAction;
use crate::station::Key;
use crate::station::staff::words;

/// What a key does.
pub(super) struct Entry {
    /// What stands on the key.
    pub(super) cap: &'static str,
    keys: &'static [Key],
    /// The key of its letter in the language files; empty where it needs none.
    letter: &'static str,
    pub(super) action: ConsoleAction,
    /// The key of its name in the language files.
    pub(super) label: &'static str,
}

use ConsoleAction as Do;
use Key::{Enter, Escape, Function as F, Typed};

/// The letter that locks the console, by its key in the language files.
pub(super) const LOCK: &str = "letter.lock";

/// Every key, in the order of the legend.
pub(super) const KEYS: &[Entry] = &[
    entry("Spasi", &[Typed(' '), F(1)], "letter.next", Do::Next, "console.call-next"),
    entry("F2", &[F(2)], "letter.recall", Do::Recall, "console.recall"),
    entry("F3", &[F(3)], "letter.start", Do::Start, "console.start"),
    entry("F4", &[F(4)], "letter.finish", Do::Finish, "console.finish"),
    entry("F5", &[F(5)], "letter.hand-back", Do::HandBack, "officer.hand-back"),
    entry("F6", &[F(6)], "letter.no-show", Do::NoShow, "console.no-show"),
    entry("F7", &[F(7)], "letter.transfer", Do::Transfer, "officer.transfer"),
    entry("F8", &[F(8)], "letter.cancel", Do::Cancel, "console.cancel"),
    entry("F9", &[F(9)], "letter.pause", Do::Pause, "officer.key-pause"),
    entry("F10", &[F(10)], "letter.undo", Do::Undo, "officer.key-undo"),
    entry("F11", &[F(11)], "letter.away", Do::Away, "officer.key-away"),
    entry("F12", &[F(12)], "letter.paper", Do::Paper, "officer.key-paper"),
    entry("", &[], "letter.answer", Do::Answer, "officer.answer"),
    entry("1-9", &[], "", Do::Close, "officer.key-line"),
    entry("Enter", &[Enter], "", Do::Confirm, "officer.key-confirm"),
    entry("Esc", &[Escape], "", Do::Close, "officer.close"),
    entry("?", &[Typed('?'), Typed('/')], "", Do::Legend, "officer.keys"),
];

const fn entry(
    cap: &'static str,
    keys: &'static [Key],
    letter: &'static str,
    action: ConsoleAction,
    label: &'static str,
) -> Entry {
    Entry { cap, keys, letter, action, label }
}

impl Entry {
    /// Its letter; empty where it has none.
    pub(super) fn letter(&self) -> &'static str {
        if self.letter.is_empty() { "" } else { words().text(self.letter) }
    }
}

/// What stands on each key, the key of its letter and the key of its name in the language files.
pub fn caps() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    KEYS.iter().map(|entry| (entry.cap, entry.letter, entry.label))
}

/// Whether a key is this letter, in either case.
pub(super) fn is_letter(key: Key, letter: &str) -> bool {
    let Typed(typed) = key else { return false };
    letter.chars().eq(std::iter::once(typed.to_ascii_uppercase()))
}

/// What a key asks for. `letters`: whether letters stand for actions now.
pub(super) fn action_of(key: Key, letters: bool) -> Option<ConsoleAction> {
    let is_it =
        |entry: &&Entry| entry.keys.contains(&key) || letters && is_letter(key, entry.letter());
    KEYS.iter().find(is_it).map(|entry| entry.action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;
    use crate::words::Words;
    use std::collections::BTreeMap;

    #[test]
    fn no_key_means_two_things() {
        for entry in KEYS {
            for key in entry.keys {
                assert_eq!(action_of(*key, true), Some(entry.action), "{}", entry.cap);
            }
        }
        assert_eq!(action_of(Typed('x'), true), None);
    }

    #[test]
    fn every_action_of_the_upper_row_has_a_letter_of_its_own_in_every_language() {
        for language in Language::ALL {
            let words = Words::of(*language);
            let mut taken = BTreeMap::from([(words.text(LOCK), "lock")]);
            for entry in KEYS.iter().filter(|entry| !entry.letter.is_empty()) {
                let letter = words.text(entry.letter);
                let one = letter.len() == 1 && letter.chars().all(|c| c.is_ascii_uppercase());
                assert!(one, "{language}: {letter}");
                let other = taken.insert(letter, entry.label);
                assert_eq!(other, None, "{language}: {letter} is {} as well", entry.label);
            }
            let table = words.keys().filter(|key| key.starts_with("letter.")).count();
            assert_eq!(table, taken.len(), "{language}: a letter that nothing answers to");
        }
        let upper = |entry: &&Entry| entry.keys.iter().any(|key| matches!(key, F(_)));
        assert!(KEYS.iter().filter(upper).all(|entry| !entry.letter.is_empty()));
    }

    #[test]
    fn a_letter_counts_in_either_case_and_only_where_letters_are_actions() {
        let letter = words().text("letter.finish").chars().next().unwrap();
        for typed in [letter, letter.to_ascii_lowercase()] {
            assert_eq!(action_of(Typed(typed), true), Some(Do::Finish));
            assert_eq!(action_of(Typed(typed), false), None);
        }
        assert_eq!(action_of(F(4), false), Some(Do::Finish));
    }
}
