//! Pages: what browsers of the office are shown, as HTML made from what the stations say.
//!
//! Belongs here: which element a sentence stands in, and its place on a page. A page is a shell with slots, and each slot holds a
//! fragment that is replaced as a whole when it has changed. Never here: sockets, files, sessions, rules, the choice of a sentence.
//!
//! ```text
//! view -> fragments(view) -> document(fragments)   once, as a page
//!                         -> what has changed      down a stream, which `ui/web/antre.js` draws
//! ```

pub mod console;
pub mod counters;
mod curve;
mod icon;
mod key;
#[cfg(test)]
mod marked;
mod note;
pub mod overview;
pub mod pairing;
#[cfg(test)]
mod sample;
mod shell;
#[cfg(test)]
mod tests;
pub mod wall;
#[cfg(test)]
mod web_tests;

use maud::Markup;

/// What all pages do in a browser.
pub const SCRIPT: &str = include_str!("../../ui/web/antre.js");

/// What all pages of staff look like.
pub const STYLE: &str = include_str!("../../ui/web/antre.css");

/// A piece of a page that is replaced as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// The id of its element.
    pub id: &'static str,
    /// What stands in it.
    pub html: String,
}

/// A whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// From its first line to its last.
    pub html: String,
}

impl Fragment {
    fn new(id: &'static str, content: Markup) -> Self {
        Self { id, html: content.into_string() }
    }
}
