//! The sentences that staff read.

use crate::domain::Language;
use crate::words::Words;

/// Staff read Indonesian.
pub(super) const LANGUAGE: Language = Language::Indonesian;

/// The sentences.
pub fn words() -> &'static Words {
    Words::of(LANGUAGE)
}
