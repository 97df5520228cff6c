//! A button of a page, with the keys of the keyboard that do the same. It keeps its place in every state: what cannot be done now
//! is quiet, and pressing it tells why.

use crate::station::console::caps;
use crate::words::Words;
use maud::{Markup, html};

/// What stands on keys that a browser keeps for itself.
const OF_THE_BROWSER: [&str; 7] = ["F1", "F3", "F5", "F6", "F11", "F12", "Ctrl+L"];

/// What a key looks like.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Rank {
    /// As most do.
    #[default]
    Plain,
    /// The one next thing.
    Primary,
    /// What is not taken back.
    Danger,
}

/// A button.
#[derive(Default)]
pub(super) struct Key<'a> {
    /// What it sends.
    pub(super) does: &'a str,
    /// About what.
    pub(super) what: &'a str,
    /// What it is called.
    pub(super) label: &'a str,
    /// What stands on the keys that do the same.
    pub(super) caps: Vec<&'a str>,
    pub(super) rank: Rank,
    /// Whether it would be carried out now.
    pub(super) usable: bool,
}

impl Key<'_> {
    pub(super) fn markup(&self) -> Markup {
        let rank = match self.rank {
            _ if !self.usable => "key quiet",
            Rank::Plain => "key",
            Rank::Primary => "key primary",
            Rank::Danger => "key danger",
        };
        html! {
            button type="button" class=(rank) data-do=(self.does) data-what=(self.what)
                aria-disabled=[(!self.usable).then_some("true")] {
                (inside(&html! { span.label { (self.label) } (kbds(&self.caps)) }))
            }
        }
    }
}

/// What stands in a button, side by side: a button itself lines nothing up in old browsers.
pub(super) fn inside(content: &Markup) -> Markup {
    html! { span.in { (content) } }
}

/// Keys as they look on the keyboard. A screen reader has its own keys, and is told of ours in the legend.
pub(super) fn kbds(caps: &[&str]) -> Markup {
    let caps = || caps.iter().filter(|cap| !cap.is_empty());
    if caps().next().is_none() {
        return html! {};
    }
    html! { span.caps aria-hidden="true" { @for cap in caps() { kbd { (cap) } } } }
}

/// This cap, unless a browser keeps its key for itself.
pub(super) fn cap_in_a_browser(cap: &str) -> &str {
    if OF_THE_BROWSER.contains(&cap) { "" } else { cap }
}

/// What stands on the keys of an action, by the key of its letter in the language files: the letter first.
pub(super) fn caps_of<'a>(letter: &'a str, letters: bool, words: &'a Words) -> Vec<&'a str> {
    let cap = caps().find(|(_, known, _)| *known == letter).map_or("", |(cap, _, _)| cap);
    vec![if letters { words.text(letter) } else { "" }, cap_in_a_browser(cap)]
}
