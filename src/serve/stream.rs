//! Event streams: the pieces of a page that have changed, a ping each second, and the end.
//!
//! The first message of every stream is the whole page; after that only what has changed. Whoever reads slowly gets the newest
//! state instead of a growing queue: a stream is asked for its next message only when the last one is on its way.

use crate::page::Fragment;
use axum::response::sse::Event;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// What a page has been sent.
#[derive(Debug, Default)]
pub(super) struct Sent(HashMap<&'static str, u64>);

impl Sent {
    /// The message with the pieces that have changed; `None` where none has.
    pub(super) fn changes(&mut self, fragments: Vec<Fragment>) -> Option<Event> {
        let mut changed = serde_json::Map::new();
        for Fragment { id, html } in fragments {
            let mut hasher = DefaultHasher::new();
            html.hash(&mut hasher);
            let hash = hasher.finish();
            if self.0.insert(id, hash) != Some(hash) {
                changed.insert(id.to_owned(), html.into());
            }
        }
        if changed.is_empty() {
            return None;
        }
        let text = serde_json::Value::Object(changed).to_string();
        Some(Event::default().event("page").data(text))
    }
}

/// The message of every second, with the time of the server in milliseconds.
pub(super) fn ping(time: i64, count: u64) -> Event {
    Event::default().event("ping").data(format!("{{\"t\":{time},\"n\":{count}}}"))
}

/// The message that ends a page.
pub(super) fn gone(why: &str) -> Event {
    Event::default().event("gone").data(serde_json::json!({ "why": why }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_changed_is_sent() {
        let of = |html: &str| {
            vec![
                Fragment { id: "head", html: "<b>a</b>\n".to_owned() },
                Fragment { id: "rows", html: html.to_owned() },
            ]
        };
        let mut sent = Sent::default();
        let first = format!("{:?}", sent.changes(of("1")).unwrap());
        assert!(first.contains("head") && first.contains("rows"), "{first}");
        assert!(sent.changes(of("1")).is_none());
        let second = format!("{:?}", sent.changes(of("2")).unwrap());
        assert!(!second.contains("head") && second.contains("rows"), "{second}");
    }
}
