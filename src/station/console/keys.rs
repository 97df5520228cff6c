//! The keys of the console: one list, from which the legend is made, too.

use super::action::ConsoleAction;
use crate::station::Key;

/// What a key does.
pub(super) struct Entry {
    /// What stands on the key.
    pub(super) cap: &'static str,
    keys: &'static [Key],
    pub(super) action: ConsoleAction,
    /// The key of its name in the language files.
    pub(super) label: &'static str,
}

use ConsoleAction as Do;
use Key::{Enter, Escape, Function as F, Typed};

/// Every key, in the order of the legend.
pub(super) const KEYS: &[Entry] = &[
    entry("Spasi", &[Typed(' '), F(1)], Do::Next, "console.call-next"),
    entry("F2", &[F(2)], Do::Recall, "console.recall"),
    entry("F3", &[F(3)], Do::Start, "console.start"),
    entry("F4", &[F(4)], Do::Finish, "console.finish"),
    entry("F5", &[F(5)], Do::HandBack, "officer.hand-back"),
    entry("F6", &[F(6)], Do::NoShow, "console.no-show"),
    entry("F7", &[F(7)], Do::Transfer, "officer.transfer"),
    entry("F8", &[F(8)], Do::Cancel, "console.cancel"),
    entry("F9", &[F(9)], Do::Pause, "officer.key-pause"),
    entry("F10", &[F(10)], Do::Undo, "officer.key-undo"),
    entry("F11", &[F(11)], Do::Away, "officer.key-away"),
    entry("F12", &[F(12)], Do::Paper, "officer.key-paper"),
    entry("J", &[Typed('j'), Typed('J')], Do::Answer, "officer.answer"),
    entry("1-9", &[], Do::Close, "officer.key-line"),
    entry("Enter", &[Enter], Do::Confirm, "officer.key-confirm"),
    entry("Esc", &[Escape], Do::Close, "officer.close"),
    entry("?", &[Typed('?'), Typed('/')], Do::Legend, "officer.keys"),
];

const fn entry(
    cap: &'static str,
    keys: &'static [Key],
    action: ConsoleAction,
    label: &'static str,
) -> Entry {
    Entry { cap, keys, action, label }
}

/// What stands on each key, and the key of its name in the language files.
pub fn caps() -> impl Iterator<Item = (&'static str, &'static str)> {
    KEYS.iter().map(|entry| (entry.cap, entry.label))
}

/// What a key asks for.
pub(super) fn action_of(key: Key) -> Option<ConsoleAction> {
    KEYS.iter().find(|entry| entry.keys.contains(&key)).map(|entry| entry.action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things() {
        for entry in KEYS {
            for key in entry.keys {
                assert_eq!(action_of(*key), Some(entry.action), "{}", entry.cap);
            }
        }
        assert_eq!(action_of(Typed('x')), None);
    }
}
