//! What a page sends: an event with a key, in the words of the page.

use crate::page::console::action_named;
use crate::queue::RequestKey;
use crate::station::Key;
use crate::station::console::ConsoleEvent;
use serde::Deserialize;

/// The longest key of an event, in characters.
const KEY_MOST: usize = 64;

/// An event of a page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageEvent {
    /// The name of this press, the same in every try.
    key: String,
    /// What is done.
    #[serde(rename = "do")]
    pub(super) act: String,
    /// To what.
    #[serde(default)]
    pub(super) what: String,
}

impl PageEvent {
    /// Its key, if it is one.
    pub(super) fn key(&self) -> Option<&str> {
        let good = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let fits = (1..=KEY_MOST).contains(&self.key.len()) && self.key.chars().all(good);
        fits.then_some(&*self.key)
    }

    /// The key of the request that this press leads to: no other device's press has the same.
    pub(super) fn request_key(&self, device: u32) -> Option<RequestKey> {
        Some(RequestKey::new(format!("device-{device}/{}", self.key()?)))
    }

    /// What it means at a console; `None` for what no console knows.
    pub(super) fn at_console(&self) -> Option<ConsoleEvent> {
        let what = &*self.what;
        Some(match &*self.act {
            "act" => ConsoleEvent::Act(action_named(what)?),
            "choose" => ConsoleEvent::Choose(what.parse().ok()?),
            "reprint" => ConsoleEvent::Reprint(what.parse().ok()?),
            "officer" => ConsoleEvent::ChooseOfficer(what.parse().ok()?),
            "erase" => ConsoleEvent::Erase,
            "enter" => ConsoleEvent::Enter,
            "lock" => ConsoleEvent::Lock,
            "key" => ConsoleEvent::Key(key(what)?),
            _ => return None,
        })
    }
}

fn key(name: &str) -> Option<Key> {
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(Key::Typed(letter));
    }
    Some(match name {
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Backspace" => Key::Backspace,
        "Up" => Key::Up,
        "Down" => Key::Down,
        _ => Key::Function(name.strip_prefix('F')?.parse().ok().filter(|n| (1..=12).contains(n))?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::station::console::ConsoleAction;

    fn event(json: &str) -> PageEvent {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_page_says_what_a_console_knows_and_nothing_else() {
        let known = event(r#"{"key":"a-1","do":"act","what":"no-show"}"#).at_console();
        assert!(matches!(known, Some(ConsoleEvent::Act(ConsoleAction::NoShow))));
        for (what, key) in [
            ("1", Key::Typed('1')),
            (" ", Key::Typed(' ')),
            ("F4", Key::Function(4)),
            ("Up", Key::Up),
        ] {
            assert_eq!(super::key(what), Some(key));
        }
        for what in ["", "F0", "F13", "Tab", "ab"] {
            assert_eq!(super::key(what), None, "{what}");
        }
        assert!(event(r#"{"key":"a","do":"drop"}"#).at_console().is_none());
        assert!(event(r#"{"key":"a","do":"choose","what":"-1"}"#).at_console().is_none());
        assert!(serde_json::from_str::<PageEvent>(r#"{"key":"a","do":"act","pin":"1"}"#).is_err());
    }

    #[test]
    fn a_key_is_a_short_word_and_belongs_to_its_device() {
        let key =
            |key: &str| PageEvent { key: key.to_owned(), act: String::new(), what: String::new() };
        assert_eq!(key("x").request_key(3), Some(RequestKey::new("device-3/x".to_owned())));
        for bad in ["", "a b", "a/b", "é", &"x".repeat(65)] {
            assert_eq!(key(bad).request_key(3), None, "{bad}");
        }
    }
}
