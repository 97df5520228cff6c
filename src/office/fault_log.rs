//! The fault log: gathers every fault of an office file with its line and key.
//!
//! Belongs here: lines, and what is wrong with a text whatever it is for. Never here: which values there are (`reader`).

use super::{Fault, Place, Text};
use crate::printable::is_active;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::hash::Hash;

/// The longest text of an office file, in characters: a paragraph. The longest one of the samples has 126.
const TEXT_LETTERS: usize = 500;

/// Where faults are gathered while a file is read.
pub(super) struct FaultLog {
    /// Where each line of the file ends: every value asks for its line, and counting from the top each time would take the
    /// square of the file's length.
    line_feeds: Vec<usize>,
    faults: RefCell<Vec<Fault>>,
}

impl FaultLog {
    pub(super) fn new(source: &str) -> Self {
        let line_feeds = source.match_indices('\n').map(|(at, _)| at).collect();
        Self { line_feeds, faults: RefCell::default() }
    }

    pub(super) fn add(&self, at: usize, key: impl Into<String>, problem: impl Into<String>) {
        let fault = Fault { line: self.line(at), key: key.into(), problem: problem.into() };
        self.faults.borrow_mut().push(fault);
    }

    pub(super) fn extend(&self, faults: Vec<Fault>) {
        self.faults.borrow_mut().extend(faults);
    }

    fn line(&self, at: usize) -> usize {
        1 + self.line_feeds.partition_point(|line_feed| *line_feed < at)
    }

    /// Where a value stands, for checks that come after the reading.
    pub(super) fn place<T>(&self, placed: &Placed<T>) -> Place {
        Place { line: self.line(placed.at), key: placed.key.clone() }
    }

    /// A public text that is longer than screens and paper bear, in whichever language, is a fault.
    pub(super) fn at_most(&self, letters: usize, text: &Text) {
        for (written, place) in text.writings() {
            let count = written.chars().count();
            if count > letters {
                let problem = format!(
                    "has {count} letters; at most {letters} have room on every screen and on the ticket"
                );
                let Place { line, key } = place.clone();
                self.extend(vec![Fault { line, key, problem }]);
            }
        }
    }

    /// A character that would move a terminal's cursor, ring its bell or turn the letters around is a fault: nobody sees
    /// it in the file, and everybody sees what it does. So is a text that nobody would read to its end. `false` for both.
    pub(super) fn is_plain(&self, at: usize, key: &str, text: &str) -> bool {
        let letters = text.chars().count();
        let problem = match text.chars().find(|c| is_hidden(*c)) {
            Some('\n' | '\r') => "must be on one line".to_owned(),
            Some(hidden) => {
                let code = u32::from(hidden);
                format!("has the invisible character U+{code:04X}; take it out")
            }
            None if letters > TEXT_LETTERS => {
                format!("has {letters} letters; a text has at most {TEXT_LETTERS}, so shorten it")
            }
            None => return true,
        };
        self.add(at, key, problem);
        false
    }

    /// A public text that is the same in every language.
    pub(super) fn text(&self, placed: &Placed<String>) -> Text {
        Text::written(&placed.value, self.place(placed))
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        let mut faults = self.faults.into_inner();
        // What was made of a line that is no TOML is not what anybody wrote.
        let broken: BTreeSet<usize> =
            faults.iter().filter(|f| f.key.is_empty()).map(|f| f.line).collect();
        faults.retain(|fault| fault.key.is_empty() || !broken.contains(&fault.line));
        faults.sort_by_key(|fault| fault.line);
        faults
    }
}

/// What acts instead of being seen, but for the marks that only say of a neutral character which way it reads.
fn is_hidden(character: char) -> bool {
    is_active(character) && !matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}')
}

/// A value with the place it came from, so that a later check can still name its line.
#[derive(Debug, Clone)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) at: usize,
    pub(super) key: String,
}

/// Reports every value that stands twice, at its later places.
pub(super) fn no_doubles<T: Eq + Hash + Ord + ToString>(
    log: &FaultLog,
    what: &str,
    values: &[Placed<T>],
) {
    let mut seen = BTreeSet::new();
    for placed in values {
        if !seen.insert(&placed.value) {
            let problem = format!("{what} {} stands here twice", placed.value.to_string());
            log.add(placed.at, &*placed.key, problem);
        }
    }
}
