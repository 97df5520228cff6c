//! The keys of the console: one list, from which the legend is made, too.

use crate::app::ui::ConsoleAction;
use slint::SharedString;
use slint::platform::Key;

/// A key of the keyboard.
enum Press {
    Named(Key),
    Typed(&'static str),
}

/// What a key does.
pub(crate) struct Entry {
    /// What stands on the key.
    pub(crate) cap: &'static str,
    keys: &'static [Press],
    pub(crate) action: ConsoleAction,
    /// The key of its name in the language files.
    pub(crate) label: &'static str,
}

use ConsoleAction as Do;
use Press::{Named, Typed};

/// Every key, in the order of the legend.
pub(crate) const KEYS: &[Entry] = &[
    entry("Spasi", &[Typed(" "), Named(Key::Space), Named(Key::F1)], Do::Next, "console.call-next"),
    entry("F2", &[Named(Key::F2)], Do::Recall, "console.recall"),
    entry("F3", &[Named(Key::F3)], Do::Start, "console.start"),
    entry("F4", &[Named(Key::F4)], Do::Finish, "console.finish"),
    entry("F5", &[Named(Key::F5)], Do::HandBack, "officer.hand-back"),
    entry("F6", &[Named(Key::F6)], Do::NoShow, "console.no-show"),
    entry("F7", &[Named(Key::F7)], Do::Transfer, "officer.transfer"),
    entry("F8", &[Named(Key::F8)], Do::Cancel, "console.cancel"),
    entry("F9", &[Named(Key::F9)], Do::Pause, "officer.key-pause"),
    entry("F10", &[Named(Key::F10)], Do::Undo, "officer.key-undo"),
    entry("F11", &[Named(Key::F11)], Do::Away, "officer.key-away"),
    entry("F12", &[Named(Key::F12)], Do::Paper, "officer.key-paper"),
    entry("J", &[Typed("j"), Typed("J")], Do::Answer, "officer.answer"),
    entry("1-9", &[], Do::Close, "officer.key-line"),
    entry("Enter", &[Named(Key::Return)], Do::Confirm, "officer.key-confirm"),
    entry("Esc", &[Named(Key::Escape)], Do::Close, "officer.close"),
    entry("?", &[Typed("?"), Typed("/")], Do::Legend, "officer.keys"),
];

const fn entry(
    cap: &'static str,
    keys: &'static [Press],
    action: ConsoleAction,
    label: &'static str,
) -> Entry {
    Entry { cap, keys, action, label }
}

/// What a key asks for.
pub(super) fn action_of(text: &str) -> Option<ConsoleAction> {
    let fits = |press: &Press| match press {
        Named(key) => SharedString::from(*key) == text,
        Typed(typed) => *typed == text,
    };
    KEYS.iter().find(|entry| entry.keys.iter().any(fits)).map(|entry| entry.action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things() {
        for entry in KEYS {
            for press in entry.keys {
                let text = match press {
                    Named(key) => SharedString::from(*key),
                    Typed(typed) => SharedString::from(*typed),
                };
                assert_eq!(action_of(&text), Some(entry.action), "{}", entry.cap);
            }
        }
        assert_eq!(action_of("x"), None);
    }
}
