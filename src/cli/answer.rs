//! How an answer of `api` reaches the terminal: as one line of JSON, or as part of a sentence.

use crate::api::Answer;
use crate::api::paper::Print;

/// An answer as one line of JSON.
pub(super) fn line(answer: &impl Answer) -> serde_json::Result<String> {
    serde_json::to_string(answer)
}

/// Writes an answer as one line of JSON.
pub(super) fn json(answer: &impl Answer) -> Result<(), Box<dyn std::error::Error>> {
    crate::say::json(&line(answer)?);
    Ok(())
}

/// What is known of a paper, as a part of a sentence.
pub(super) fn sentence(print: &Print) -> String {
    match (print.state, print.level.or(print.cause)) {
        ("none", _) => "not printed (no printer)".to_owned(),
        (state, Some(detail)) => format!("{state} ({detail})"),
        (state, None) => state.to_owned(),
    }
}
