//! A public text of the office, and the place in the office file where it was written.
//!
//! The place stays with the text, so that whoever finds later that a text does not fit the paper can still name its
//! line. Never here: the program's own sentences (they are in `words`).

use crate::domain::Language;

/// A place in the office file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The line, from 1; 0 for a text that was in no file.
    pub line: usize,
    /// The key, for example `service[2].name.en`.
    pub key: String,
}

/// A public text of the office, in Indonesian and wherever given in other languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    indonesian: Written,
    others: Vec<(Language, Written)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Written {
    text: String,
    place: Place,
}

impl Text {
    /// A text that is the same in every language until [`Text::with`] adds one.
    pub fn indonesian(text: &str) -> Self {
        Self::written(text, Place::default())
    }

    /// The same, with its place in the office file.
    pub(super) fn written(text: &str, place: Place) -> Self {
        Self { indonesian: Written { text: text.to_owned(), place }, others: Vec::new() }
    }

    /// Adds a translation.
    #[must_use]
    pub fn with(self, language: Language, text: &str) -> Self {
        self.translated(language, text, Place::default())
    }

    /// The same, with its place in the office file.
    pub(super) fn translated(mut self, language: Language, text: &str, place: Place) -> Self {
        self.others.push((language, Written { text: text.to_owned(), place }));
        self
    }

    /// The text in `language`, else in Indonesian.
    pub fn get(&self, language: Language) -> &str {
        &self.in_language(language).text
    }

    /// Whether another text says the same in every language, wherever it was written.
    pub fn says_the_same(&self, other: &Self) -> bool {
        Language::ALL.iter().all(|language| self.get(*language) == other.get(*language))
    }

    /// Where [`Text::get`] of the same language was written.
    pub fn place(&self, language: Language) -> &Place {
        &self.in_language(language).place
    }

    /// Everything that was written, each with its place.
    pub(super) fn writings(&self) -> impl Iterator<Item = (&str, &Place)> {
        let others = self.others.iter().map(|(_, written)| written);
        std::iter::once(&self.indonesian).chain(others).map(|w| (&*w.text, &w.place))
    }

    fn in_language(&self, language: Language) -> &Written {
        let other = self.others.iter().find(|(l, _)| *l == language);
        other.map_or(&self.indonesian, |(_, written)| written)
    }
}
