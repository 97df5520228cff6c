//! What is wrong with an office file, and where. Never here: how it was found (`reader`, `parse`).

use crate::printable::on_one_line;
use std::fmt;

/// One thing that is wrong with an office file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line in the file, from 1.
    pub line: usize,
    /// The key, for example `service[2].code`; empty when the text is no TOML at this place.
    pub key: String,
    /// What is wrong and what is expected.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, key, problem } = self;
        // Both may quote the file, and a quoted key may have any character in it.
        let (key, problem) = (on_one_line(key), on_one_line(problem));
        if key.is_empty() {
            write!(f, "line {line}: {problem}")
        } else {
            write!(f, "line {line}: {key}: {problem}")
        }
    }
}
