//! `check`: what is wrong with an office before it opens.
//!
//! Belongs here: showing what was found. A fault ends with exit code 1; what is only worth knowing is a line below the
//! answer. Never here: what is looked at (`findings`), what is right in an office file (`office`).

use super::answer::json;
use super::arguments::JsonArg;
use super::open::OpenError;
use super::{Done, Outcome, open};
use crate::api::office::Checked;
use crate::data::DataFolder;
use crate::findings::{self, Finding, Queue, Severity};
use crate::say;
use std::sync::Arc;

/// Checks the office's own files, the office file and, where there is one, the queue.
pub(super) fn check(data: &DataFolder, as_json: JsonArg) -> Outcome {
    if as_json.json {
        return in_json(data);
    }
    let (faults, mut found): (Vec<_>, Vec<_>) =
        findings::of_own_files(data).into_iter().partition(Finding::is_fault);
    let mut faulty = tell(&faults);
    if !findings::may_look_into(data) {
        tell(&found);
        say!("{}: not looked at", data.office_file().display());
        return Ok(Done::Failed);
    }
    let office = Arc::new(open::office(data)?);
    found.extend(findings::of_office(data, &office));
    faulty |= found.iter().any(Finding::is_fault);
    // Before anything is called good.
    let looked = findings::may_use_queue(&faults).then(|| findings::look_at_queue(data, &office));
    faulty |= match &looked {
        Some(Queue::Whole { found, .. }) => found.iter().any(Finding::is_fault),
        Some(Queue::Unusable(_)) | None => true,
    };
    say!(
        "{}: {} ({} services, {} stages, {} counters)",
        data.office_file().display(),
        if faulty { "read, but the office has faults" } else { "good" },
        office.services.len(),
        office.stages.len(),
        office.counters.len()
    );
    tell(&found);
    let queue = data.queue_file();
    let queue = queue.display();
    match looked {
        None => say!("{queue}: not looked at"),
        Some(Queue::Unusable(fault)) => drop(tell(&[fault])),
        Some(Queue::Whole { lost, found }) => {
            match lost {
                0 if faulty => say!("{queue}: whole, but the office has faults"),
                0 => say!("{queue}: good"),
                n => say!(
                    "{queue}: whole, but of today's tickets {n} cannot go on with this office file"
                ),
            }
            tell(&found);
        }
    }
    Ok(if faulty { Done::Failed } else { Done::Done })
}

/// Tells what was found, and whether a fault was among it.
fn tell(found: &[Finding]) -> bool {
    for finding in found {
        match finding.severity {
            Severity::Note => say!("  {finding}"),
            Severity::Warning => say!("  warning: {finding}"),
            Severity::Fault if finding.causes.is_empty() => note!("{finding}"),
            Severity::Fault => {
                say::note_because(format_args!("{finding}"), finding.causes.join("; "));
            }
        }
    }
    found.iter().any(Finding::is_fault)
}

fn in_json(data: &DataFolder) -> Outcome {
    let mut found = findings::of_own_files(data);
    if !findings::may_look_into(data) {
        json(&Checked::of(&found))?;
        return Ok(Done::Failed);
    }
    match open::office(data) {
        Ok(office) => {
            let office = Arc::new(office);
            found.extend(findings::of_office(data, &office));
            if findings::may_use_queue(&found) {
                match findings::look_at_queue(data, &office) {
                    Queue::Unusable(fault) => found.push(fault),
                    Queue::Whole { found: more, .. } => found.extend(more),
                }
            }
        }
        Err(OpenError::Faults { faults, .. }) => {
            let fault = |fault| Finding::fault("office.fault", format!("{fault}"), "");
            found.extend(faults.iter().map(fault));
        }
        Err(error) => found.push(Finding::of_error("office.unreadable", &error)),
    }
    let checked = Checked::of(&found);
    json(&checked)?;
    Ok(if checked.good { Done::Done } else { Done::Failed })
}
