//! Findings: what keeps the programs of an office from working, or will, each with what to do about it.
//!
//! Belongs here: looking. One file for each subject, and one list of everything that was found. Never here: how a
//! finding is shown (`cli`), or mending anything: whoever reads decides.

#[cfg(unix)]
mod accounts;
mod clock;
mod disk;
mod folder;
mod letters;
mod office;
mod printers;
mod queue;
mod units;
mod voice;

pub use queue::{Queue, look_at as look_at_queue};

use crate::data::DataFolder;
use crate::office::{Fault, Office, Place};
use std::error::Error;
use std::fmt;
use std::path::Path;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The office may mean it so, and may have forgotten it.
    Note,
    /// Everything works today, and something will be lost on a bad day.
    Warning,
    /// A program, a visitor or an officer cannot go on.
    Fault,
}

impl Severity {
    /// As a word for scripts: `note`, `warning`, `fault`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Fault => "fault",
        }
    }
}

/// One thing that was found. Displayed on one line, the sentence first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing it is, for scripts: subject and kind, for example `printer.no-address`. Codes are added, never
    /// renamed.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What was found and where.
    pub sentence: String,
    /// What to do, often a command to type; empty where the sentence says so already.
    pub remedy: String,
    /// What the operating system, the database or a library said of it.
    pub causes: Vec<String>,
}

impl Finding {
    /// A finding without causes.
    pub fn new(
        severity: Severity,
        code: &'static str,
        sentence: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let (sentence, remedy) = (sentence.into(), remedy.into());
        Self { code, severity, sentence, remedy, causes: Vec::new() }
    }

    /// A fault.
    pub fn fault(
        code: &'static str,
        sentence: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Fault, code, sentence, remedy)
    }

    /// What will be lost on a bad day.
    pub fn warning(
        code: &'static str,
        sentence: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Warning, code, sentence, remedy)
    }

    /// What an office may have forgotten.
    pub fn note(
        code: &'static str,
        sentence: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Note, code, sentence, remedy)
    }

    /// An error whose text says what to do, as all of ours do.
    pub fn of_error(code: &'static str, error: &(dyn Error + 'static)) -> Self {
        let causes = std::iter::successors(error.source(), |error| (*error).source());
        let causes = causes.map(ToString::to_string).collect();
        Self { causes, ..Self::fault(code, error.to_string(), "") }
    }

    /// A fault at a place of the office file.
    fn at(code: &'static str, place: &Place, problem: String, remedy: &str) -> Self {
        let Place { line, key } = place.clone();
        Self::fault(code, Fault { line, key, problem }.to_string(), remedy)
    }

    /// Whether the exit code of a check tells it.
    pub fn is_fault(&self) -> bool {
        self.severity == Severity::Fault
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.remedy.is_empty() {
            true => f.write_str(&self.sentence),
            false => write!(f, "{}; {}", self.sentence, self.remedy),
        }
    }
}

/// What is wrong with the data folder, the files that an office has added and the units that start its programs, whether its office file is good or not.
pub fn of_own_files(data: &DataFolder) -> Vec<Finding> {
    let mut found = folder::look(data);
    if may_look_into(data) {
        found.extend(printers::own_profiles(data));
        found.extend(letters::own_fonts(data));
    }
    found.extend(units::look(data));
    found
}

/// Whether this user may look into the data folder; else nothing is known of what is in it.
pub fn may_look_into(data: &DataFolder) -> bool {
    !folder::is_closed(data)
}

/// Whether this user can use the queue at all, as far as the data folder decides it.
pub fn may_use_queue(found: &[Finding]) -> bool {
    found.iter().all(|finding| finding.code != folder::NOT_WRITABLE)
}

/// What a good office file still leaves open on this machine.
pub fn of_office(data: &DataFolder, office: &Office) -> Vec<Finding> {
    let mut found = printers::no_paper(data, office);
    found.extend(letters::undrawn(data));
    found.extend(office::unconfirmed(office));
    found.extend(office::missing(data, office));
    found.extend(voice::no_player(office));
    found.extend(printers::no_printer(office));
    found.extend(printers::silent(data, office));
    found.extend(printers::pictures(data, office));
    found
}

/// A path as a shell reads it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@,=+".contains(c);
    match text.chars().all(plain) {
        true => text,
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_quoted_for_a_shell() {
        assert_eq!(quoted(Path::new("/srv/antre")), "/srv/antre");
        assert_eq!(quoted(Path::new("/srv/it's mine")), "'/srv/it'\\''s mine'");
    }

    #[test]
    fn a_finding_is_one_line_with_the_remedy_last() {
        let found = Finding::fault("folder.owner", "locks belongs to root", "run `chown`");
        assert_eq!(found.to_string(), "locks belongs to root; run `chown`");
        assert!(found.is_fault());
        let note = Finding::note("office.hours", "the hours are open", "");
        assert_eq!((note.to_string().as_str(), note.is_fault()), ("the hours are open", false));
    }
}
