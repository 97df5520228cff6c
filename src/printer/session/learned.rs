//! What a printer was found to be able to do, beside what its profile says, and what is relied on.
//!
//! A profile says `"try"` where nobody knows: then the printer's own answers decide. And where a profile is wrong, a
//! printer that works must not be refused for it. Pure. Never here: asking.

use std::time::Duration;

use crate::domain::print::Incident;
use crate::paper::profile::{Ack, Clear, Realtime, Status};

/// What a printer was found to be able to do. `None`: not tried, or not found out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Learned {
    /// It answers real-time questions (`DLE EOT`).
    pub realtime: Option<bool>,
    /// It acknowledges a job by name (`GS ( H`).
    pub process_id: Option<bool>,
    /// It answers in turn with the data (`GS r 1`).
    pub in_turn: Option<bool>,
    /// It throws away what it holds and says so (`DLE DC4` function 8).
    pub clear: Option<bool>,
    /// How many jobs in a row were not acknowledged although the printer was well.
    pub missed: u8,
    /// It acknowledges sooner than any printer can print: what it means is that it has received.
    pub receipt_only: bool,
    /// Its slowest answer so far.
    pub slowest_answer: Option<Duration>,
    /// What it calls itself (`GS I 67`).
    pub model: Option<String>,
}

/// The acknowledgement of one job: which is asked for, and what is made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AckPlan {
    /// `ProcessId`, `GsR` or `None`.
    pub kind: Ack,
    /// Whether the job waits for it. A printer that has never given one is asked all the same, in case it will.
    pub awaited: bool,
    /// Whether a question may stand within the job. A printer that does not know it may print its letters there.
    pub at_the_cut: bool,
}

impl Learned {
    /// Whether the printer is asked before a job.
    pub(super) fn asks(&self, status: &Status) -> bool {
        match status.realtime {
            Realtime::Yes => true,
            Realtime::No => false,
            Realtime::Try => self.realtime != Some(false),
        }
    }

    /// Whether its silence means that something is wrong with it.
    pub(super) fn relies_on_answers(&self, status: &Status) -> bool {
        match status.realtime {
            Realtime::Yes => true,
            Realtime::No => false,
            Realtime::Try => self.realtime == Some(true),
        }
    }

    /// Whether it can be emptied after a fault, as far as anybody knows.
    pub(super) fn clears(&self, status: &Status) -> bool {
        match status.clear {
            Clear::DleDc4Fn8 => true,
            Clear::Try => self.clear != Some(false),
            Clear::DleEnq2 | Clear::None => false,
        }
    }

    /// How the next job is acknowledged on a port that `answers`.
    pub(super) fn ack(&self, status: &Status, answers: bool) -> AckPlan {
        let plan = |kind, found: Option<bool>, trusted: bool| AckPlan {
            kind,
            awaited: found != Some(false),
            at_the_cut: if trusted { found != Some(false) } else { found == Some(true) },
        };
        match status.ack {
            Ack::ProcessId if answers => plan(Ack::ProcessId, self.process_id, true),
            Ack::GsR if answers => plan(Ack::GsR, self.in_turn, true),
            // Of one that answers no question at once none is expected in turn; if it comes all the same, it is heard.
            Ack::Try if answers && self.in_turn.is_none() && self.realtime == Some(false) => {
                AckPlan { awaited: false, ..plan(Ack::GsR, None, false) }
            }
            Ack::Try if answers => plan(Ack::GsR, self.in_turn, false),
            _ => AckPlan { kind: Ack::None, awaited: false, at_the_cut: false },
        }
    }

    /// A job was acknowledged, or was not though the printer was well all the time. What was once heard is not forgotten:
    /// its silence means something.
    pub(super) fn acknowledges(&mut self, kind: Ack, heard: bool) {
        let found = match kind {
            Ack::ProcessId => &mut self.process_id,
            Ack::GsR | Ack::Try => &mut self.in_turn,
            Ack::None => return,
        };
        *found = Some(heard || *found == Some(true));
        self.missed = if heard { 0 } else { self.missed.saturating_add(1) };
    }

    /// What kind of printer it was found to be, beside a profile whose acknowledgement is `ack`.
    pub(super) fn traits(&self, ack: Ack) -> Vec<Incident> {
        let found = match ack {
            Ack::ProcessId => self.process_id,
            Ack::GsR => self.in_turn,
            Ack::Try | Ack::None => None,
        };
        let knows_its_profile = match found {
            Some(true) => Some(Incident::Acknowledges),
            // One lost byte says nothing about a printer.
            Some(false) if self.missed > 1 => Some(Incident::NeverAcknowledges),
            _ => None,
        };
        let receipt = self.receipt_only.then_some(Incident::AcknowledgesReceipt);
        receipt.into_iter().chain(knows_its_profile).collect()
    }

    /// Whether such an acknowledgement was ever heard of this printer.
    pub(super) fn has_acknowledged(&self, kind: Ack) -> bool {
        match kind {
            Ack::ProcessId => self.process_id == Some(true),
            Ack::GsR | Ack::Try => self.in_turn == Some(true),
            Ack::None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::samples;

    fn status(realtime: Realtime, ack: Ack, clear: Clear) -> Status {
        Status { realtime, ack, clear, ..samples::profile("generic-80").status }
    }

    #[test]
    fn what_a_profile_says_is_relied_on_and_what_it_tries_when_it_was_answered() {
        let yes = status(Realtime::Yes, Ack::ProcessId, Clear::DleDc4Fn8);
        let tried = status(Realtime::Try, Ack::Try, Clear::Try);
        let no = status(Realtime::No, Ack::None, Clear::None);
        let new = Learned::default();
        assert_eq!([yes, tried, no].map(|s| new.asks(&s)), [true, true, false]);
        assert_eq!([yes, tried, no].map(|s| new.relies_on_answers(&s)), [true, false, false]);
        assert_eq!([yes, tried, no].map(|s| new.clears(&s)), [true, true, false]);
        let silent = Learned { realtime: Some(false), clear: Some(false), ..Learned::default() };
        assert_eq!([yes, tried].map(|s| silent.asks(&s)), [true, false]);
        assert_eq!([yes, tried].map(|s| silent.clears(&s)), [true, false]);
        let answered = Learned { realtime: Some(true), ..Learned::default() };
        assert!(answered.relies_on_answers(&tried));
    }

    #[test]
    fn an_acknowledgement_that_never_came_is_asked_for_and_not_awaited() {
        let known = status(Realtime::Yes, Ack::ProcessId, Clear::None);
        let tried = status(Realtime::Try, Ack::Try, Clear::None);
        let mut learned = Learned::default();
        let plan = |kind, awaited, at_the_cut| AckPlan { kind, awaited, at_the_cut };
        assert_eq!(learned.ack(&known, true), plan(Ack::ProcessId, true, true));
        assert_eq!(learned.ack(&tried, true), plan(Ack::GsR, true, false));
        assert_eq!(learned.ack(&known, false), plan(Ack::None, false, false));
        learned.acknowledges(Ack::ProcessId, false);
        learned.acknowledges(Ack::GsR, false);
        assert_eq!(learned.ack(&known, true), plan(Ack::ProcessId, false, false));
        assert_eq!(learned.ack(&tried, true), plan(Ack::GsR, false, false));
        learned.acknowledges(Ack::GsR, true);
        learned.acknowledges(Ack::GsR, false);
        assert_eq!(learned.ack(&tried, true), plan(Ack::GsR, true, true), "heard once is known");
    }
}
