//! What keeps the office from its queue, in the words of whoever waits for it: a visitor, an officer.
//!
//! The technician's English is the fault's own `Display`. Never here: what follows from a fault.

use super::{Notice, refusal};
use crate::desk::{DeskError, FaultKind};
use crate::words::Words;

/// That the queue cannot be read or written, to a visitor.
pub fn to_public(words: &Words) -> Notice {
    Notice::of("sentence.queue-trouble-title", "sentence.queue-trouble", words)
}

/// Why something was not done, fault or refusal, in the officer's words.
pub fn to_staff(error: &DeskError, words: &Words) -> String {
    match error {
        DeskError::Fault(fault) => of_kind(fault.kind, words).to_owned(),
        DeskError::Refusal(why) => refusal::to_staff(why, words),
    }
}

/// The same to whoever only looks: nothing was pressed that could be pressed again.
pub fn to_watcher(error: &DeskError, words: &Words) -> String {
    match error {
        DeskError::Fault(fault) if matches!(fault.kind, FaultKind::Conflict | FaultKind::Busy) => {
            of_kind(FaultKind::Unreachable, words).to_owned()
        }
        error => to_staff(error, words),
    }
}

/// A fault of the queue in the officer's words; each sentence says what to do.
pub fn of_kind(kind: FaultKind, words: &Words) -> &str {
    words.text(match kind {
        FaultKind::Conflict => "sentence.taken-elsewhere",
        FaultKind::Busy => "officer.fault-busy",
        FaultKind::Full => "officer.fault-full",
        FaultKind::Forbidden => "officer.fault-read-only",
        FaultKind::Damaged => "officer.fault-corrupt",
        FaultKind::Replaced => "officer.fault-replaced",
        FaultKind::Foreign => "officer.fault-less",
        FaultKind::Newer => "officer.fault-newer",
        FaultKind::Unknown => "officer.fault-disk",
        _ => "sentence.stale-console",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;
    use crate::store::StoreError;

    #[test]
    fn whoever_only_looks_is_not_told_to_press_anything_again() {
        let said = |error| to_watcher(&DeskError::from(error), Words::of(Language::English));
        assert!(said(StoreError::Conflict(None)).starts_with("The queue cannot be read."));
        let replaced = said(StoreError::Replaced(Default::default()));
        assert!(replaced.ends_with("Close this window and open it again."), "{replaced}");
    }

    #[test]
    fn an_officer_reads_a_sentence_of_every_fault_and_of_unlike_faults_unlike_ones() {
        for words in Language::ALL.iter().map(|language| Words::of(*language)) {
            let kinds = [
                FaultKind::Unreachable,
                FaultKind::Unknown,
                FaultKind::Busy,
                FaultKind::Conflict,
                FaultKind::Full,
                FaultKind::Forbidden,
                FaultKind::Replaced,
                FaultKind::Foreign,
                FaultKind::Newer,
                FaultKind::Damaged,
            ];
            let mut said = kinds.map(|kind| of_kind(kind, words));
            assert!(said.iter().all(|text| text.contains(' ')), "{said:?}");
            said.sort_unstable();
            assert!(said.windows(2).all(|pair| pair[0] != pair[1]), "{said:?}");
        }
    }
}
