//! After a fault: why it happened, and what the printer still holds.
//!
//! A printer that ran out of paper keeps what it was sent and prints it with the new roll, long after its visitor has
//! gone. So whatever was begun is thrown away, and where that cannot be proved nothing more is sent until somebody
//! has switched the printer off and on. Never here: the fault itself (`attempt`, `acknowledgement`).

use std::time::Instant;

use crate::domain::print::{PrintCause, PrintOutcome, PrinterState};
use crate::paper::profile::Clear;
use crate::printer::request;
use crate::printer::transport::TransportError;

use super::PrintResult;
use super::asking::answer_time;
use super::attempt::{Attempt, State, Trouble, refused};
use super::condition::Senses;
use super::leftover::Pending;

impl Attempt<'_, '_> {
    /// With no byte sent there is nothing to throw away.
    pub(super) fn faulted(&mut self, mut trouble: Trouble) -> State {
        if trouble.cause == PrintCause::Stalled {
            trouble = self.ask_why(trouble);
        }
        self.session.note(PrinterState::Trouble(trouble.cause), &trouble.detail);
        if self.sent == 0 {
            // A port that takes nothing now may do so in a moment; any other fault has ended it.
            if trouble.cause != PrintCause::Stalled {
                self.session.close();
            }
            return refused(trouble.cause, &trouble.detail);
        }
        self.session.remains.partial_ticket = true;
        trouble.detail =
            format!("{}; {} of {} bytes sent", trouble.detail, self.sent, self.wire.bytes.len());
        self.session.leave_bytes(self.plan.kind);
        self.session.pending = self.handed_over.map(|_| self.pending());
        State::Clearing(trouble)
    }

    /// How it could be seen later on that nothing of this job is left in the printer.
    pub(super) fn pending(&self) -> Pending {
        Pending {
            connection: self.session.connection,
            whole: self.received,
            needs: self.printing_time().mul_f64(1.5) + self.session.deadlines.poll * 2,
            well_since: None,
        }
    }

    /// A port that takes nothing more is nearly always a printer that waits for somebody; it can say for what.
    fn ask_why(&mut self, trouble: Trouble) -> Trouble {
        let status = self.job.profile.status;
        let senses = Senses::of(self.job.profile);
        let patience = answer_time(&status, &self.session.deadlines);
        if self.session.learned.relies_on_answers(&status)
            && let Some(link) = &mut self.session.link
            && link.answers()
            && let Ok(Some(condition)) = link.health(senses, patience, |_| false)
            && let PrinterState::Trouble(cause) = condition.state
        {
            let detail = format!("{} ({})", trouble.detail, condition.answers);
            return Trouble { cause, detail };
        }
        trouble
    }

    pub(super) fn clear(&mut self, trouble: Trouble) -> State {
        let cleared = self.throw_away(trouble.cause).unwrap_or(false);
        // What was half written in the port must not come out later, and a port in an unknown state is not kept.
        if !cleared {
            // Kept where all of it has left: a box may throw away what it holds when it is hung up on, and the answer
            // on this very connection can still tell that it has come out.
            if self.handed_over.is_none() {
                self.session.close();
            }
            self.session.await_late(self.plan.kind, self.id(), self.job.id);
            let outcome = PrintOutcome::Unknown(trouble.cause);
            return State::Done(self.ended(outcome, trouble.detail));
        }
        // The last word of the printer before it was cleared may have been that all was printed.
        if let Some(Ok(level)) = self.acknowledged()
            && !self.is_a_receipt()
        {
            self.session.nothing_is_left();
            return self.printed(level, None);
        }
        // Between the cut and the acknowledgement there is a moment in which a whole ticket lies in the tray and the
        // printer has not said so.
        let (outcome, detail) = match self.may_have_cut() {
            true => {
                let detail = "cleared, but it may have been cut off; look at the paper";
                (PrintOutcome::Unknown(trouble.cause), detail)
            }
            false => (PrintOutcome::Failed(trouble.cause), "cleared"),
        };
        self.session.nothing_is_left();
        State::Done(self.ended(outcome, format!("{}; {detail}", trouble.detail)))
    }

    fn ended(&self, outcome: PrintOutcome, detail: String) -> PrintResult {
        PrintResult { outcome, detail, begun: true, handed_over: self.handed_over }
    }

    /// Throws away what the printer still holds of this job; true when that is certain.
    fn throw_away(&mut self, cause: PrintCause) -> Result<bool, TransportError> {
        let profile = self.job.profile;
        let status = profile.status;
        // It works on a fault that somebody has just mended, and says nothing: that the printer is well afterwards is
        // the only sign. Source: Epson, ESC/POS command reference, DLE ENQ.
        if status.clear == Clear::DleEnq2
            && cause == PrintCause::Cutter
            && self.session.learned.relies_on_answers(&status)
            && let Some(link) = self.session.link.as_mut().filter(|link| link.answers())
        {
            let senses = Senses::of(profile);
            let patience = answer_time(&status, &self.session.deadlines);
            link.write(&request::RECOVER, Instant::now() + self.session.deadlines.clear)?;
            let health = link.health(senses, patience, |_| false)?;
            return Ok(health.is_some_and(|condition| condition.state.cause().is_none()));
        }
        self.session.clear(profile)
    }
}
