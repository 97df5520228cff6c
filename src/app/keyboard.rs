//! The keys of a window as the keys of a station.

use crate::station::Key;
use slint::platform::Key as Named;

const NAMED: [(Named, Key); 18] = [
    (Named::Return, Key::Enter),
    (Named::Escape, Key::Escape),
    (Named::Backspace, Key::Backspace),
    (Named::UpArrow, Key::Up),
    (Named::DownArrow, Key::Down),
    (Named::Space, Key::Typed(' ')),
    (Named::F1, Key::Function(1)),
    (Named::F2, Key::Function(2)),
    (Named::F3, Key::Function(3)),
    (Named::F4, Key::Function(4)),
    (Named::F5, Key::Function(5)),
    (Named::F6, Key::Function(6)),
    (Named::F7, Key::Function(7)),
    (Named::F8, Key::Function(8)),
    (Named::F9, Key::Function(9)),
    (Named::F10, Key::Function(10)),
    (Named::F11, Key::Function(11)),
    (Named::F12, Key::Function(12)),
];

/// The key that a window tells as this text; `None` for what no single key types.
pub(super) fn key_of(text: &str) -> Option<Key> {
    let mut letters = text.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
    let named = NAMED.iter().find(|(named, _)| char::from(*named) == letter);
    Some(named.map_or(Key::Typed(letter), |(_, key)| *key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_themselves_and_other_keys_have_names() {
        assert_eq!(key_of("j"), Some(Key::Typed('j')));
        assert_eq!(key_of(" "), Some(Key::Typed(' ')));
        assert_eq!(key_of("\n"), Some(Key::Enter));
        let f10 = char::from(Named::F10).to_string();
        assert_eq!(key_of(&f10), Some(Key::Function(10)));
        assert_eq!((key_of(""), key_of("ab")), (None, None));
    }
}
