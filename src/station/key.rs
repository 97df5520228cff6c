//! A key of a keyboard, whoever brings it.

/// A key that a station may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A letter, a digit, a sign, the space bar.
    Typed(char),
    /// F1 to F12.
    Function(u8),
    /// The key that confirms.
    Enter,
    /// The key that leaves.
    Escape,
    /// The key that takes the last letter away.
    Backspace,
    /// The arrow up.
    Up,
    /// The arrow down.
    Down,
}
