//! Characters or pictures: how the sheets of a printer reach its paper.
//!
//! The office wants it, and the profile can or cannot. Never here: drawing (`layout`).

use super::profile::{ImageCommand, Profile};
use crate::office::PrintAs;

impl Profile {
    /// The profile of a printer whose office wants its sheets printed so.
    #[must_use]
    pub fn printing_as(self, print_as: PrintAs) -> Profile {
        Profile { print_as, ..self }
    }

    /// Whether whole sheets are drawn. A printer that takes no pictures goes on writing.
    pub(super) fn draws_sheets(&self) -> bool {
        self.print_as == PrintAs::Picture && self.image.command != ImageCommand::None
    }
}
