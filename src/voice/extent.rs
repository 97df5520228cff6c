//! How much of a call is said.

/// How much is said of one call: the more calls wait, the less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Everything, twice.
    Repeated,
    /// Everything, once.
    Once,
    /// Number and counter in the first language, once.
    Brief,
}

impl Extent {
    /// What there is time for while so many calls wait behind this one. First the repetition goes, then the words
    /// that everybody knows; the call itself never.
    pub fn for_waiting(calls: usize) -> Self {
        match calls {
            0 => Self::Repeated,
            1 | 2 => Self::Once,
            _ => Self::Brief,
        }
    }
}
