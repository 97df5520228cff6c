//! A take: a word as it is said within a phrase, or as it is said at a phrase's end.
//!
//! Belongs here: the two tones and their file names. Never here: which take a call needs (that is `announcement`), and
//! what a pack has of them (that is `pack`).

use super::clip::ClipName;
use std::fmt;

/// What the file of a word at the end of a phrase has behind its name. No clip has a dot in its name.
const END: &str = ".end";

/// A word in one of its tones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Take {
    /// The word.
    pub name: ClipName,
    /// Whether the voice falls because nothing follows in the phrase: `digit-3.end`.
    pub ends: bool,
}

impl Take {
    /// A word that something follows. Every pack has these; an office need not record any other.
    pub fn running(name: ClipName) -> Self {
        Self { name, ends: false }
    }

    /// The take with this name; `None` when no call can ever need it.
    pub fn parse(name: &str) -> Option<Self> {
        let (word, ends) = name.strip_suffix(END).map_or((name, false), |word| (word, true));
        Some(Self { name: ClipName::parse(word)?, ends })
    }

    /// The name of its file.
    pub fn file(&self) -> String {
        format!("{self}.wav")
    }
}

impl fmt::Display for Take {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, if self.ends { END } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_take_is_read_back_as_itself_and_a_place_may_be_called_end() {
        for name in ["digit-3", "digit-3.end", "tens.end", "place-east-end", "place-east-end.end"] {
            assert_eq!(Take::parse(name).unwrap().to_string(), name);
        }
        assert!(!Take::parse("place-east-end").unwrap().ends);
        for name in ["", ".end", "digit-3.END", "digit-3.end.end", "digit-12.end"] {
            assert_eq!(Take::parse(name), None, "{name}");
        }
    }
}
