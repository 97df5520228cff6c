//! What the screens of the gallery are made from.

use crate::domain::Language;
use crate::office::Office;
use crate::words::Words;
use std::fmt;

/// What a screen is made from.
pub(super) struct Sample<'a> {
    pub(super) office: &'a Office,
    pub(super) words: &'a Words,
    /// The diagonal of the monitor.
    pub(super) inches: u16,
}

impl Sample<'_> {
    pub(super) fn language(&self) -> Language {
        self.words.language()
    }

    pub(super) fn say(&self, key: &str) -> slint::SharedString {
        self.words.text(key).into()
    }

    pub(super) fn with(
        &self,
        key: &str,
        values: &[(&str, &dyn fmt::Display)],
    ) -> slint::SharedString {
        self.words.with(key, values).into()
    }
}
