//! What an earlier job left in the printer: thrown away by a command, or seen to be gone.
//!
//! Never here: why it was left there (`recovery`), or half a ticket that hangs out, which only a cut ends.

use std::time::{Duration, Instant};

use crate::paper::profile::{Ack, Profile};
use crate::printer::transport::TransportError;

use super::Session;
use super::asking::answer_time;
use super::condition::Condition;

/// Answers to `GS r` that are waited for beyond their job; each costs the next job three bytes.
const MOST_UNANSWERED: usize = 8;

/// A job that the printer may still hold, and how it could be seen that it does not any more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pending {
    /// The connection on which it was sent.
    pub connection: u64,
    /// Whether the printer has received all of it: an answer came to a question that was asked behind it.
    pub whole: bool,
    /// For so long the printer has to be well until nothing of it can be left.
    pub needs: Duration,
    /// Since when it has been well.
    pub well_since: Option<Instant>,
}

impl Session {
    /// Throws away what the printer holds, where it can: true when it has said so.
    pub(super) fn clear(&mut self, profile: &Profile) -> Result<bool, TransportError> {
        if !self.learned.clears(&profile.status) {
            return Ok(false);
        }
        // One lost answer is not a refusal; a printer that has never given one is asked once.
        let tries = if self.learned.clear == Some(true) { 2 } else { 1 };
        for _ in 0..tries {
            // Its answer is no quicker than any other.
            let patience = answer_time(&profile.status, &self.deadlines);
            let deadline = Instant::now() + self.deadlines.clear.max(patience);
            let Some(link) = self.link.as_mut().filter(|link| link.answers()) else {
                return Ok(false);
            };
            if link.clear(deadline)? {
                self.learned.clear = Some(true);
                self.nothing_is_left();
                return Ok(true);
            }
        }
        // The silence of a printer that says nothing at all proves nothing.
        if self.link.as_ref().is_some_and(|link| link.answered() > 0) {
            self.learned.clear.get_or_insert(false);
        }
        Ok(false)
    }

    /// A printer that answers on the connection on which a job was sent has received all of it; and one that has been
    /// well for as long as it needs to print it holds nothing any more.
    pub(super) fn observe(&mut self, condition: &Condition) {
        let Some(pending) = &mut self.pending else { return };
        pending.whole |= pending.connection == self.connection && self.link.is_some();
        if condition.state.cause().is_some() {
            pending.well_since = None;
            return;
        }
        let well_since = *pending.well_since.get_or_insert(condition.asked_at);
        if pending.whole && condition.asked_at >= well_since + pending.needs {
            self.pending = None;
            self.holds_unnamed = false;
            self.remains.leftover = false;
        }
    }

    /// Whether it can turn out without a person that the printer holds nothing any more.
    pub fn may_find_out(&self) -> bool {
        let here = |pending: &Pending| pending.connection == self.connection && self.link.is_some();
        self.pending.as_ref().is_some_and(|pending| pending.whole || here(pending))
    }

    /// The printer holds nothing, and owes nothing: it says what it has to say before it says that it is empty.
    pub(super) fn nothing_is_left(&mut self) {
        (self.remains.leftover, self.unanswered, self.pending) = (false, 0, None);
        self.holds_unnamed = false;
        // What has come already proves its job all the same.
        self.collect_process_ids();
        self.forget_unheard();
    }

    /// The printer has said what it has to say of earlier jobs: it answers in the order of its data.
    pub(super) fn forget_unheard(&mut self) {
        let Self { awaited, acknowledged, .. } = self;
        awaited.retain(|(id, _)| acknowledged.contains(id));
    }

    /// Bytes of a job with this acknowledgement may be left in the printer.
    pub(super) fn leave_bytes(&mut self, kind: Ack) {
        self.remains.leftover = self.address.may_hold_bytes();
        self.holds_unnamed |= self.remains.leftover && kind != Ack::ProcessId;
    }

    /// A job was given up whose name the printer may still say.
    pub(super) fn await_late(&mut self, kind: Ack, id: [u8; 4], job: i64) {
        if kind == Ack::ProcessId {
            self.awaited.push((id, job));
        }
    }

    /// So many more answers to `GS r` are asked for. Of many that never came the oldest will not come any more.
    pub(super) fn owe_answers(&mut self, count: usize) {
        self.unanswered = (self.unanswered + count).min(MOST_UNANSWERED);
    }
}
