//! The wall of a waiting room: one row for each counter that calls the public, every call once and in order, and what
//! people ask for while they wait.
//!
//! Belongs here: what is true of each counter (`rows`), how long a call is new (`station`), what takes turns (`strip`,
//! `slides`, `turns`). Never here: how it is drawn, who reads the queue, who speaks.

mod known;
mod rows;
mod slides;
mod station;
mod strip;
mod turns;
mod view;

pub use known::{Known, STALE_SECONDS};
pub use slides::{MOST_WORDS, Slide, slides};
pub use station::{Effect, Event, Wall};
pub use turns::{Quiet, Turns};
pub use view::{Card, Listed, Row, RowState, Shown, Strip, View};

/// The public reads Indonesian first; the wall has one language.
pub const LANGUAGE: crate::domain::Language = crate::domain::Language::Indonesian;
