//! A rule for profiles that one of them breaks.
//!
//! Never here: the rules.

/// A rule that a profile breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken {
    /// The key that has to change, with its table.
    pub(super) key: &'static str,
    /// What it has to be.
    pub(super) rule: &'static str,
}
