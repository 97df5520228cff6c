//! Waiting for the printer's word that the ticket is on paper.
//!
//! Belongs here: how long to wait, what counts as that word, and what silence means. Never here: what follows a
//! fault (that is `aftermath`).

use std::time::{Duration, Instant};

use crate::domain::print::{PrintCause, PrintLevel, PrintOutcome, PrinterState};
use crate::paper::profile::{Ack, Clear};
use crate::printer::request;
use crate::printer::transport::Evidence;

use super::PrintResult;
use super::attempt::{Attempt, State, Trouble};
use super::link::{Condition, Link};

impl Attempt<'_, '_> {
    /// Waits for the acknowledgement, and asks again and again how the printer is: a fault is told at once and not
    /// when the time is up.
    pub(super) fn await_ack(&mut self, evidence: Evidence) -> State {
        let deadlines = self.session.deadlines;
        let status = self.job.profile.status;
        let printing = self.printing_time();
        let Some(link) = &mut self.session.link else { return self.lost() };
        let (answers, realtime) = (link.answers(), status.realtime && link.answers());
        if !answers || (status.ack == Ack::None && !realtime) {
            return self.finish(evidence);
        }
        let patience = match status.ack {
            // Nothing will come; the printer is watched for as long as it prints.
            Ack::None => printing,
            Ack::ProcessId | Ack::GsR => printing.mul_f64(1.5) + deadlines.grace,
        };
        let until = Instant::now() + patience;
        let mut last_answer = None;
        loop {
            match self.acknowledged() {
                Some(Ok(level)) => return self.printed(level, last_answer),
                Some(Err(trouble)) => return State::Faulted(trouble),
                None if Instant::now() >= until => break,
                None => {}
            }
            let Some(link) = &mut self.session.link else { return self.lost() };
            let pause = deadlines.poll.min(until.saturating_duration_since(Instant::now()));
            if let Err(error) = link.listen_for(pause) {
                return self.fault(error);
            }
            if !realtime || self.heard_acknowledgement() {
                continue;
            }
            let Some(link) = &mut self.session.link else { return self.lost() };
            match link.health(status.near_end, Instant::now() + deadlines.preflight) {
                Err(error) => return self.fault(error),
                Ok(Some(condition)) => {
                    if let PrinterState::Trouble(cause) = condition.state
                        && !self.heard_acknowledgement()
                    {
                        return State::Faulted(Trouble { cause, detail: condition.answers });
                    }
                    last_answer = Some(condition);
                }
                Ok(None) => last_answer = None,
            }
        }
        match (status.ack, last_answer) {
            (Ack::None, Some(condition)) => {
                self.session.note(condition.state, &condition.answers);
                self.finish(evidence)
            }
            (_, last_answer) => self.silent(last_answer.is_some()),
        }
    }

    /// Where no acknowledgement can be had, the end of the job is all that can be learned.
    fn finish(&mut self, evidence: Evidence) -> State {
        let deadline = Instant::now() + self.session.deadlines.drain;
        let Some(link) = self.session.link.take() else { return self.lost() };
        let level = |evidence| match evidence {
            Evidence::Accepted => PrintLevel::SentOnly,
            Evidence::Left => PrintLevel::Drained,
        };
        match link.finish(deadline) {
            Ok(better) => self.printed(level(better).max(level(evidence)), None),
            Err(error) => self.fault(error),
        }
    }

    pub(super) fn printed(&mut self, level: PrintLevel, condition: Option<Condition>) -> State {
        let (state, answers) = match condition {
            Some(condition) => (condition.state, condition.answers),
            None => (self.session.state().without_trouble(), String::new()),
        };
        self.session.note(state, &answers);
        self.session.remains.partial_ticket = false;
        State::Done(PrintResult {
            outcome: PrintOutcome::Printed(level),
            detail: format!(
                "{} bytes to {} in {} ms",
                self.job.bytes.len(),
                self.session.address,
                self.began.elapsed().as_millis()
            ),
            handed_over: self.handed_over,
        })
    }

    /// The acknowledgement never came. A printer that is well prints what it has, and nothing of it can come out
    /// later; one that says nothing may hold it until it is switched on again.
    fn silent(&mut self, is_well: bool) -> State {
        let clearable = self.job.profile.status.clear == Clear::DleDc4Fn8;
        self.session.remains.leftover = clearable || !is_well;
        self.session.remains.partial_ticket |= !is_well;
        self.session.awaited.push((self.id(), self.job.id));
        if !is_well {
            self.session.note(PrinterState::Trouble(PrintCause::NoAnswer), "no acknowledgement");
        }
        let detail = format!(
            "{} bytes to {}, and no acknowledgement; look at the paper",
            self.job.bytes.len(),
            self.session.address
        );
        let outcome = PrintOutcome::Unknown(PrintCause::NoAnswer);
        State::Done(PrintResult { outcome, detail, handed_over: self.handed_over })
    }

    /// The acknowledgement of this job, if it has come.
    pub(super) fn acknowledged(&mut self) -> Option<Result<PrintLevel, Trouble>> {
        let id = self.id();
        self.session.collect_process_ids();
        match self.job.profile.status.ack {
            Ack::ProcessId => {
                let position = self.session.acknowledged.iter().position(|&heard| heard == id)?;
                self.session.acknowledged.remove(position);
                Some(Ok(PrintLevel::ProcessId))
            }
            Ack::GsR => {
                self.hear_in_turn();
                // Bits 2 and 3: the end of the paper. Source: Epson, ESC/POS command reference, GS r.
                if let Some(byte) = self.in_turn.iter().find(|byte| *byte & 0x0c != 0) {
                    let detail = format!("GS r 1: {byte:02x}h");
                    return Some(Err(Trouble { cause: PrintCause::PaperOut, detail }));
                }
                let all = self.in_turn.len() >= self.wire.needed;
                all.then_some(Ok(PrintLevel::StatusAfterData))
            }
            Ack::None => None,
        }
    }

    /// Whether the acknowledgement has come, without taking it.
    fn heard_acknowledgement(&mut self) -> bool {
        let id = self.id();
        self.session.collect_process_ids();
        match self.job.profile.status.ack {
            Ack::ProcessId => self.session.acknowledged.contains(&id),
            Ack::GsR => {
                self.hear_in_turn();
                self.in_turn.len() >= self.wire.needed
            }
            Ack::None => false,
        }
    }

    /// Whether the printer may have come as far as the first cut.
    pub(super) fn may_have_cut(&mut self) -> bool {
        let sent = self.sent >= self.wire.first_ticket;
        self.session.collect_process_ids();
        sent && match self.job.profile.status.ack {
            _ if !self.wire.asks_at_the_cut => true,
            Ack::ProcessId => self.session.acknowledged.contains(&request::AT_THE_CUT),
            Ack::GsR => {
                self.hear_in_turn();
                let noisy = self.session.link.as_ref().is_none_or(Link::is_noisy);
                noisy || !self.in_turn.is_empty()
            }
            Ack::None => true,
        }
    }

    /// Takes the answers to `GS r`, unless the line is so noisy that a single byte proves nothing.
    fn hear_in_turn(&mut self) {
        if let Some(link) = self.session.link.as_mut().filter(|link| !link.is_noisy()) {
            let heard = link.in_turn();
            self.session.unanswered = self.session.unanswered.saturating_sub(heard.len());
            self.in_turn.extend(heard);
        }
    }

    /// How long the printer needs for this job at the speed of its profile.
    fn printing_time(&self) -> Duration {
        let speed = self.job.profile.speed;
        let moving = Duration::try_from_secs_f64(self.job.height_mm / speed.mm_per_s);
        let cutting = Duration::from_millis(u64::from(speed.cut_ms)) * self.job.cuts;
        moving.unwrap_or_default() + cutting
    }
}
