//! What people are told: every value that is worded in more than one place is worded here, once in each language.
//!
//! ```text
//! a refusal, a fault, a time, a standard  ->  phrase (which key, which values)  ->  words (the sentences)
//! ```
//!
//! Belongs here: choosing the sentence for a value, and filling it in, for whoever reads it. Never here: the sentences
//! themselves (they are in `ui/lang/*.toml`), windows, JSON, HTML, colours, or where on a screen something stands. The
//! technician's English of a refusal or a fault is its `Display`.

pub mod estimate;
pub mod fault;
pub mod printer;
pub mod refusal;
pub mod standard;
pub mod tile;
pub mod time;

use crate::domain::{Fairness, Why};
use crate::words::Words;

/// Who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Visitors: what it means for them.
    Public,
    /// Officers and supervisors: what they can do about it.
    Staff,
    /// Whoever looks after the machines: what is the matter and what to type, in English.
    Technician,
}

/// Why somebody is next, in one sentence.
pub fn why_next(why: Why, fairness: Fairness, words: &Words) -> String {
    let Fairness { regular_per_priority, cap_minutes } = fairness;
    match why {
        Why::FirstInLine => words.text("sentence.why-first").to_owned(),
        Why::PriorityTurn => words.text("sentence.why-priority").to_owned(),
        Why::RegularTurn => words.with("sentence.why-regular", &[("count", &regular_per_priority)]),
        Why::WaitedTooLong => words.with("sentence.why-cap", &[("count", &cap_minutes)]),
    }
}

/// Why a printer prints nothing or a loudspeaker is silent, by the code of its cause, as a part of a sentence.
pub fn why(code: &str, words: &Words) -> String {
    words.text(&format!("cause.{code}")).to_owned()
}

/// What a visitor reads instead of a number: what is the matter, and what the visitor can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// In a few words.
    pub title: String,
    /// In one or two sentences.
    pub text: String,
}

impl Notice {
    fn of(title: &str, text: &str, words: &Words) -> Self {
        Self { title: words.text(title).to_owned(), text: words.text(text).to_owned() }
    }
}
