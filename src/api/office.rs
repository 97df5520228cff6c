//! What is wrong with an office before it opens.

use crate::findings::Finding;
use schemars::JsonSchema;
use serde::Serialize;

/// Answer of `check`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Checked {
    /// Whether every program of the office can work.
    pub good: bool,
    /// What was found.
    pub findings: Vec<Found>,
}

impl Checked {
    /// Everything that was found; a fault among it makes the office not good.
    pub fn of(found: &[Finding]) -> Self {
        let good = !found.iter().any(Finding::is_fault);
        Self { good, findings: found.iter().map(Found::of).collect() }
    }
}

/// A finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Found {
    /// What kind of thing it is: subject and kind.
    pub code: &'static str,
    /// `note`, `warning` or `fault`.
    pub severity: &'static str,
    /// What was found and where.
    pub sentence: String,
    /// What to do; `null` where the sentence says it already.
    pub remedy: Option<String>,
    /// What the operating system, the database or a library said of it.
    pub causes: Vec<String>,
}

impl Found {
    /// One thing that was found.
    pub fn of(found: &Finding) -> Self {
        let Finding { code, severity, sentence, remedy, causes } = found.clone();
        let remedy = Some(remedy).filter(|remedy| !remedy.is_empty());
        Self { code, severity: severity.code(), sentence, remedy, causes }
    }
}
