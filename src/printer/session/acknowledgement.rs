//! Waiting for the printer's word that the ticket is on paper.
//!
//! Belongs here: how long to wait, what counts as that word, and what silence means. Never here: what follows a
//! fault (that is `recovery`).

use std::time::{Duration, Instant};

use crate::domain::print::{PrintCause, PrintLevel, PrintOutcome, PrinterState};
use crate::paper::profile::Ack;
use crate::printer::request;
use crate::printer::transport::Evidence;

use super::PrintResult;
use super::asking::answer_time;
use super::attempt::{Attempt, State, Trouble};
use super::condition::{Condition, Senses};
use super::link::{Link, Look};
use super::pace::Pace;

/// No receipt printer moves its paper faster, in millimetres per second. The fastest of the manuals in our profiles'
/// sources prints 500 mm/s (Epson, TM-T88VII).
const FASTEST_MM_PER_S: f64 = 500.0;

/// Rounds that are asked for beyond the patience, where the last ones came short: one lost byte must not decide.
const LAST_TRIES: u32 = 4;

/// How much longer a line is waited for that should have carried everything.
const SLOWER_LINE: Duration = Duration::from_secs(3);

/// No ticket is longer on its way: 28 kB at 9600 baud.
const LONGEST_LINE: Duration = Duration::from_secs(30);

impl Attempt<'_, '_> {
    /// Waits for the acknowledgement, and asks again and again how the printer is: a fault is told at once and not
    /// when the time is up.
    pub(super) fn await_ack(&mut self, evidence: Evidence) -> State {
        let deadlines = self.session.deadlines;
        let status = self.job.profile.status;
        let Some(link) = &mut self.session.link else { return self.lost() };
        let answers = link.answers();
        let realtime = answers && self.session.learned.relies_on_answers(&status);
        if self.session.learned.receipt_only {
            self.plan.awaited = false;
        }
        if !answers || (!self.plan.awaited && !realtime) {
            return self.hand_over(evidence, None);
        }
        let senses = Senses::of(self.job.profile);
        // A question waits behind the job on its way, which may be a serial line behind a network.
        let patience = answer_time(&status, &deadlines) + self.line_time();
        let began = Instant::now();
        let mut printed_by = began + self.printing_time() + self.line_time();
        let given_up = printed_by + self.slack();
        let mut until = if self.plan.awaited { given_up } else { printed_by };
        let mut next_round = began;
        let mut last: Option<Condition> = None;
        loop {
            match self.acknowledged() {
                Some(Ok(_)) if self.is_a_receipt() => {
                    self.session.learned.receipt_only = true;
                    self.plan.awaited = false;
                    until = printed_by;
                    if !realtime {
                        return self.hand_over(evidence, None);
                    }
                }
                Some(Ok(level)) => {
                    self.learn_pace(level, began);
                    return self.printed(level, last);
                }
                Some(Err(trouble)) => return State::Faulted(trouble),
                None => {}
            }
            let now = Instant::now();
            if now >= until {
                break;
            }
            let mut wake = until.min(now + deadlines.poll);
            let Some(link) = &mut self.session.link else { return self.lost() };
            if realtime && now >= next_round {
                match link.look(senses, patience) {
                    Err(error) => return self.fault(error),
                    Ok(Look::Waiting(moment)) => wake = wake.min(moment),
                    Ok(Look::Short) => continue,
                    Ok(Look::Known(condition)) => {
                        self.received = true;
                        // It has arrived: nothing of it is on its way any more.
                        printed_by = printed_by.min(Instant::now() + self.printing_time());
                        let slack = if self.plan.awaited { self.slack() } else { Duration::ZERO };
                        until = until.min(printed_by + slack);
                        next_round = Instant::now() + deadlines.poll;
                        if let PrinterState::Trouble(cause) = condition.state
                            && !self.heard_acknowledgement()
                        {
                            return State::Faulted(Trouble { cause, detail: condition.answers });
                        }
                        last = Some(condition);
                        continue;
                    }
                }
            }
            if let Err(error) = link.listen(wake) {
                return self.fault(error);
            }
        }
        if self.plan.kind == Ack::ProcessId {
            self.session.pace.gave_up(self.id(), self.job.height_mm, began);
        }
        self.judge_silence(evidence, realtime, last.filter(|known| known.asked_at >= printed_by))
    }

    /// How much longer an acknowledgement is waited for than the job should need. Where nobody knows yet whether the printer
    /// names its jobs, as long as the slowest paper takes: it is said only once of a printer that it does not.
    fn slack(&self) -> Duration {
        let grace = self.session.deadlines.grace;
        let usual = self.printing_time().mul_f64(0.5);
        let is_known = self.plan.kind != Ack::ProcessId
            || self.session.learned.has_acknowledged(Ack::ProcessId);
        let slowest = Pace::at_its_slowest(self.job.height_mm);
        let longest = slowest.saturating_sub(self.printing_time());
        grace + if is_known { usual } else { usual.max(longest) }
    }

    /// An acknowledgement that came later than it should have tells how fast the paper moves.
    fn learn_pace(&mut self, level: PrintLevel, handed_over: Instant) {
        let took = handed_over.elapsed();
        if level == PrintLevel::ProcessId && took > self.printing_time() + self.line_time() {
            self.session.pace.is_slower(self.job.height_mm, took);
        }
    }

    /// The time in which an acknowledgement could be expected is over. `last`: how the printer was then, if it said so.
    fn judge_silence(
        &mut self,
        evidence: Evidence,
        realtime: bool,
        last: Option<Condition>,
    ) -> State {
        if !realtime {
            // Nobody knew whether it acknowledges; now it is known.
            if !self.session.learned.has_acknowledged(self.plan.kind) {
                self.never_acknowledged();
                return self.hand_over(evidence, None);
            }
            return self.silent(None);
        }
        let last = match last {
            Some(known) => Some(known),
            None => match self.ask_on() {
                Ok(known) => known,
                Err(state) => return state,
            },
        };
        if let Some(Ok(level)) = self.acknowledged()
            && !self.is_a_receipt()
        {
            return self.printed(level, last);
        }
        match last {
            Some(Condition { state: PrinterState::Trouble(cause), answers, .. }) => {
                State::Faulted(Trouble { cause, detail: answers })
            }
            Some(well) if !self.plan.awaited => {
                if !self.session.learned.receipt_only {
                    self.never_acknowledged();
                }
                self.hand_over(evidence, Some(well))
            }
            // A printer that is well has printed. That it has never acknowledged anything says something about its
            // profile and nothing about this ticket.
            Some(well) if !self.session.learned.has_acknowledged(self.plan.kind) => {
                self.never_acknowledged();
                self.hand_over(evidence, Some(well))
            }
            last => self.silent(last),
        }
    }

    /// Asks until a whole round was answered, or several came short.
    fn ask_on(&mut self) -> Result<Option<Condition>, State> {
        let status = self.job.profile.status;
        // The line may be slower than the profile says, but a visitor waits.
        let patience =
            answer_time(&status, &self.session.deadlines) + self.line_time().min(SLOWER_LINE);
        let Some(link) = &mut self.session.link else { return Err(self.lost()) };
        let senses = Senses::of(self.job.profile);
        let before = link.answered();
        let mut tries = 1;
        let health = link.health(senses, patience, |link| {
            tries += 1;
            // One that says nothing at all is asked twice, one that loses bytes more often.
            tries <= if link.answered() > before { LAST_TRIES } else { 2 }
        });
        let known = health.map_err(|error| self.fault(error))?;
        self.received |= known.is_some();
        Ok(known)
    }

    fn never_acknowledged(&mut self) {
        self.session.learned.acknowledges(self.plan.kind, false);
    }

    /// Whether an acknowledgement that has come says only that the printer has received: less time has passed since the
    /// first byte than any printer needs to move so much paper, or that was so with an earlier one.
    pub(super) fn is_a_receipt(&self) -> bool {
        let printing = Duration::try_from_secs_f64(self.job.height_mm / FASTEST_MM_PER_S);
        let passed = self.session.watch.now().saturating_duration_since(self.paper_began);
        self.session.learned.receipt_only || passed < printing.unwrap_or_default()
    }

    /// Where no acknowledgement can be had, the end of the job is all that can be learned. Where nothing is said back, the
    /// port stays open for as long as the printer needs to print: some throw away what they hold when it is closed.
    fn hand_over(&mut self, evidence: Evidence, well: Option<Condition>) -> State {
        let level = |evidence| match evidence {
            Evidence::Accepted => PrintLevel::SentOnly,
            Evidence::Left => PrintLevel::Drained,
        };
        let Some(link) = &self.session.link else { return self.lost() };
        if link.answers() {
            if well.is_none() {
                // It prints while the rest comes, and may be slower than its profile says.
                let needs = self.printing_time().mul_f64(1.5).max(self.line_time())
                    + self.session.deadlines.poll;
                // It may still print the jobs before this one.
                let free_at = self.session.closes_at.unwrap_or(self.began).max(Instant::now());
                self.session.closes_at = Some(free_at + needs);
            }
            return self.printed(level(evidence), well);
        }
        let deadline = Instant::now() + self.session.deadlines.drain;
        let Some(link) = self.session.link.take() else { return self.lost() };
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
        if let Some(rules) = self.job.profile.presenter.as_ref().filter(|_| self.parts_off) {
            self.session.hanging.parted_off(rules);
        }
        if level == PrintLevel::ProcessId {
            self.session.forget_unheard();
        }
        if level >= PrintLevel::StatusAfterData {
            self.session.hanging.printed();
            self.session.learned.acknowledges(self.plan.kind, true);
        }
        State::Done(PrintResult {
            outcome: PrintOutcome::Printed(level),
            detail: format!(
                "{} bytes to {} in {} ms{}",
                self.job.bytes.len(),
                self.session.address,
                self.began.elapsed().as_millis(),
                self.remark()
            ),
            begun: true,
            handed_over: self.handed_over,
        })
    }

    /// What the technician should know of a printer that is not what its profile says.
    fn remark(&self) -> &'static str {
        let learned = &self.session.learned;
        match self.job.profile.status.ack {
            _ if learned.receipt_only => {
                "; it acknowledges sooner than paper can move: that it has received, not that it has printed"
            }
            Ack::ProcessId if learned.process_id == Some(false) => {
                "; this printer does not know GS ( H: its profile says that it would, another one fits better"
            }
            Ack::GsR if learned.in_turn == Some(false) => {
                "; this printer does not answer GS r: its profile says that it would, another one fits better"
            }
            _ => "",
        }
    }

    /// The acknowledgement never came. A printer that is well prints what it has, and nothing of it can come out
    /// later; one that says nothing may hold it until it is switched on again.
    fn silent(&mut self, well: Option<Condition>) -> State {
        self.session.await_late(self.plan.kind, self.id(), self.job.id);
        match well {
            Some(condition) => {
                self.session.note(condition.state, &condition.answers);
                // Not even the question at the cut was answered: the cut may be lost as well.
                let has_cut = self.may_have_cut();
                self.session.remains.partial_ticket |= !has_cut;
            }
            None => {
                self.session.leave_bytes(self.plan.kind);
                self.session.remains.partial_ticket = true;
                self.session.pending = Some(self.pending());
                self.session
                    .note(PrinterState::Trouble(PrintCause::NoAnswer), "no acknowledgement");
            }
        }
        let detail = format!(
            "{} bytes to {}, and no acknowledgement; look at the paper",
            self.job.bytes.len(),
            self.session.address
        );
        let outcome = PrintOutcome::Unknown(PrintCause::NoAnswer);
        State::Done(PrintResult { outcome, detail, begun: true, handed_over: self.handed_over })
    }

    /// The acknowledgement of this job, if it has come.
    pub(super) fn acknowledged(&mut self) -> Option<Result<PrintLevel, Trouble>> {
        let id = self.id();
        self.session.collect_process_ids();
        match self.plan.kind {
            Ack::ProcessId => {
                let position = self.session.acknowledged.iter().position(|&heard| heard == id)?;
                self.session.acknowledged.remove(position);
                Some(Ok(PrintLevel::ProcessId))
            }
            Ack::GsR => {
                self.hear_in_turn();
                // Bits 2 and 3: the end of the paper. Source: Epson, ESC/POS command reference, GS r. An Epson without
                // paper does not come to the question; other boards answer it and print nothing.
                if let Some(byte) = self.in_turn.iter().find(|byte| *byte & 0x0c != 0) {
                    let detail = format!("GS r 1: {byte:02x}h");
                    return Some(Err(Trouble { cause: PrintCause::PaperOut, detail }));
                }
                let all = self.in_turn.len() >= self.wire.needed;
                all.then_some(Ok(PrintLevel::StatusAfterData))
            }
            Ack::None | Ack::Try => None,
        }
    }

    /// Whether the acknowledgement has come, without taking it. One of receipt is none.
    fn heard_acknowledgement(&mut self) -> bool {
        if self.session.learned.receipt_only {
            return false;
        }
        let id = self.id();
        self.session.collect_process_ids();
        match self.plan.kind {
            Ack::ProcessId => self.session.acknowledged.contains(&id),
            Ack::GsR => {
                self.hear_in_turn();
                self.in_turn.len() >= self.wire.needed
            }
            Ack::None | Ack::Try => false,
        }
    }

    /// Whether the printer may have come as far as the first cut.
    pub(super) fn may_have_cut(&mut self) -> bool {
        let sent = self.sent >= self.wire.first_ticket;
        self.session.collect_process_ids();
        sent && match self.plan.kind {
            // What it says of the cut may be said long before.
            _ if !self.wire.asks_at_the_cut || self.session.learned.receipt_only => true,
            Ack::ProcessId => self.session.acknowledged.contains(&request::AT_THE_CUT),
            Ack::GsR => {
                self.hear_in_turn();
                let noisy = self.session.link.as_ref().is_none_or(Link::is_noisy);
                noisy || !self.in_turn.is_empty()
            }
            Ack::None | Ack::Try => true,
        }
    }

    /// Takes the answers to `GS r`, unless the line is so noisy that a single byte proves nothing.
    fn hear_in_turn(&mut self) {
        if let Some(link) = self.session.link.as_mut().filter(|link| !link.is_noisy()) {
            let heard = link.in_turn();
            self.session.unanswered = self.session.unanswered.saturating_sub(heard.len());
            if !heard.is_empty() {
                // Perhaps the answer for an earlier job; in any case it can.
                self.session.learned.acknowledges(Ack::GsR, true);
            }
            self.in_turn.extend(heard);
        }
    }

    /// How long the printer needs for this job at the speed of its profile, or at that which was found where it is slower.
    pub(super) fn printing_time(&self) -> Duration {
        let speed = self.job.profile.speed;
        let moving = Duration::try_from_secs_f64(self.job.height_mm / speed.mm_per_s);
        let moving = moving.unwrap_or_default().max(self.session.pace.needs(self.job.height_mm));
        let cutting = Duration::from_millis(u64::from(speed.cut_ms)) * self.job.cuts;
        moving + cutting
    }

    /// How long the job may still be on its way when it has left this machine: a network printer may be a serial one
    /// behind a box.
    fn line_time(&self) -> Duration {
        if !self.session.address.is_on_the_network() {
            return Duration::ZERO;
        }
        let bits = u32::try_from(self.wire.bytes.len() * 10).unwrap_or(u32::MAX);
        let seconds = f64::from(bits) / f64::from(self.job.profile.serial.baud);
        Duration::from_secs_f64(seconds).min(LONGEST_LINE)
    }
}
