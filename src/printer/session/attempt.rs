//! One attempt to print: the states that a job goes through, each with what it means for the paper.
//!
//! Never here: a second attempt. Whoever wants the ticket once more asks for a copy.
//!
//! ```text
//! Preflight --> Sending --> Draining --> AwaitAck --> Done: Printed(level)
//!     |            |           |            |--silence-> Done: Unknown(no answer)
//!     |            '-----------'------------'--fault---> Faulted --> Clearing --> Done: Failed(cause)
//!     |                                                     |            '------> Done: Unknown(cause)
//!     '--fault--> Done: Failed(cause)                       '--no byte sent-----> Done: Failed(cause)
//! ```

use std::time::{Duration, Instant};

use crate::domain::print::{PrintCause, PrinterState};
use crate::paper::part_off;
use crate::paper::profile::Ack;
use crate::printer::request;
use crate::printer::transport::{Evidence, TransportError};

use super::asking::{Examined, SAID_NOTHING, answer_time};
use super::blame::{cause_of, in_full};
use super::condition::Senses;
use super::learned::AckPlan;
use super::link::{Link, Look};
use super::wire::Wire;
use super::{Job, PrintResult, Session};

/// Bytes handed over in one call: a whole ticket, but a small part of a picture, so that a printer
/// that goes on taking bytes slowly is not taken for a stalled one.
const SLICE_BYTES: usize = 512;

/// Why nothing is sent to a printer that may hold bytes of an older ticket.
const HOLDS_AN_OLDER_JOB: &str =
    "an earlier job may still be in the printer, and nothing has shown that it was thrown away";

/// Where an attempt stands.
pub(super) enum State {
    /// No byte was sent.
    Preflight,
    /// Every byte before `next` was taken.
    Sending { next: usize, until: Instant },
    /// All bytes were taken by this machine.
    Draining,
    /// All bytes have left, as far as this machine knows.
    AwaitAck { evidence: Evidence },
    /// Bytes were sent, and then the printer or the port said no.
    Faulted(Trouble),
    /// What the printer still holds is being thrown away.
    Clearing(Trouble),
    /// Nothing more will be done for this job.
    Done(PrintResult),
}

/// Why an attempt did not end well.
pub(super) struct Trouble {
    pub(super) cause: PrintCause,
    pub(super) detail: String,
}

impl From<TransportError> for Trouble {
    fn from(error: TransportError) -> Self {
        Trouble { cause: cause_of(error.fault), detail: in_full(&error) }
    }
}

/// A job on its way. The port it uses belongs to the session, which keeps it for the next one.
pub(super) struct Attempt<'a, 'j> {
    pub(super) session: &'a mut Session,
    pub(super) job: &'a Job<'j>,
    pub(super) wire: Wire,
    /// Which acknowledgement is asked for.
    pub(super) plan: AckPlan,
    /// The answers to `GS r` that have come.
    pub(super) in_turn: Vec<u8>,
    /// Bytes that the port had taken before the first one of this job.
    before: usize,
    /// Bytes of `wire` that may have left this machine.
    pub(super) sent: usize,
    pub(super) began: Instant,
    /// When the last byte was handed over, counted from `began`.
    pub(super) handed_over: Option<Duration>,
    /// When the first byte was, by the clock of the paper.
    pub(super) paper_began: Instant,
    /// The printer has answered a question that was asked behind the job: it has received all of it.
    pub(super) received: bool,
    /// It begins by parting what hangs out of the printer from its own ticket.
    pub(super) parts_off: bool,
}

impl<'a, 'j> Attempt<'a, 'j> {
    pub(super) fn new(session: &'a mut Session, job: &'a Job<'j>) -> Self {
        let paper_began = session.watch.now();
        Attempt {
            job,
            wire: Wire::default(),
            plan: session.learned.ack(&job.profile.status, false),
            session,
            in_turn: Vec::new(),
            before: 0,
            sent: 0,
            began: Instant::now(),
            handed_over: None,
            paper_began,
            received: false,
            parts_off: false,
        }
    }

    pub(super) fn run(mut self, note: &mut dyn FnMut() -> bool) -> PrintResult {
        let mut state = State::Preflight;
        loop {
            state = match state {
                State::Preflight => match self.preflight() {
                    State::Sending { .. } if !note() => {
                        refused(PrintCause::Io, "the record of the printer could not be written")
                    }
                    next => next,
                },
                State::Sending { next, until } => self.send(next, until),
                State::Draining => self.drain(),
                State::AwaitAck { evidence } => self.await_ack(evidence),
                State::Faulted(trouble) => self.faulted(trouble),
                State::Clearing(trouble) => self.clear(trouble),
                State::Done(result) => return result,
            }
        }
    }

    /// Nothing of the job is sent before the printer has said that it would print it.
    fn preflight(&mut self) -> State {
        let clears = self.session.learned.clears(&self.job.profile.status);
        if self.session.remains.leftover && !clears && !self.session.may_find_out() {
            return refused(PrintCause::PowerCycle, HOLDS_AN_OLDER_JOB);
        }
        // A port that was kept open may have died since; nothing is sent yet, so a second try costs nothing. One that
        // is only silent is kept: the printer may be slow, and some need a second between two connections.
        let kept = self.session.link.is_some();
        match self.ask_first() {
            Err(trouble) if kept && trouble.cause != PrintCause::NoAnswer => {
                self.session.close();
                self.ask_first()
            }
            result => result,
        }
        .unwrap_or_else(|trouble| {
            self.session.note(PrinterState::Trouble(trouble.cause), &trouble.detail);
            match trouble.cause {
                PrintCause::NoAnswer => self.session.give_up_a_silent_port(),
                _ => self.session.close(),
            }
            refused(trouble.cause, &trouble.detail)
        })
    }

    fn ask_first(&mut self) -> Result<State, Trouble> {
        let profile = self.job.profile;
        let status = profile.status;
        let asks = self.session.learned.asks(&status);
        let link = self.session.open(profile)?;
        let answers = link.answers();
        let mut well = None;
        if answers {
            // A connection that was kept and has ended says so here, before anything is sent.
            let forgotten = link.forget_old_answers()?;
            // What was asked for and comes late shows that it can; what nobody asked for is noise.
            if (1..=self.session.unanswered).contains(&forgotten) {
                self.session.learned.acknowledges(Ack::GsR, true);
            }
            self.session.unanswered = self.session.unanswered.saturating_sub(forgotten);
        }
        if answers && asks {
            match self.session.examine(profile)? {
                Examined::Known(condition) => well = Some(condition),
                // It may be one that never answers. Whoever relies on answers sends nothing without them.
                _ if !self.session.learned.relies_on_answers(&status) => {}
                Examined::Partly => {
                    let detail = "the printer did not answer every question";
                    return Err(Trouble { cause: PrintCause::NoAnswer, detail: detail.to_owned() });
                }
                Examined::Silent => {
                    let detail = SAID_NOTHING.to_owned();
                    return Err(Trouble { cause: PrintCause::NoAnswer, detail });
                }
            }
        }
        if self.session.remains.leftover
            && let Some(refused) = self.end_leftover()?
        {
            return Ok(refused);
        }
        if let Some(condition) = well {
            self.session.note(condition.state, &condition.answers);
            if let PrinterState::Trouble(cause) = condition.state {
                return Ok(refused(cause, &condition.answers));
            }
            match self.session.free_output(condition)? {
                Ok(condition) => self.session.note(condition.state, &condition.answers),
                Err(refused) => return Ok(refused),
            }
        }
        // What has come late teaches, too.
        self.session.collect_process_ids();
        self.plan = self.session.learned.ack(&status, answers);
        // What came since the questions of the preflight was meant for an earlier job, too.
        let forgotten = self.session.link.as_mut().map_or(0, |link| link.in_turn().len());
        self.session.unanswered = self.session.unanswered.saturating_sub(forgotten);
        let owes = self.plan.kind == Ack::GsR && self.session.unanswered > 0;
        if owes && !self.session.learned.has_acknowledged(Ack::GsR) {
            // Asked by somebody who has ended: whether the printer knows the question nobody knows, and a job full of
            // questions that it does not know would come out with their letters.
            self.plan.awaited = false;
        }
        self.wire = Wire::new(self.job.bytes, self.plan, self.id(), self.session.unanswered);
        self.parts_off = self.session.remains.partial_ticket;
        if self.parts_off {
            let wire = std::mem::take(&mut self.wire);
            self.wire = wire.behind(&part_off(profile));
        }
        self.session.owe_answers(self.wire.in_turn);
        let own = self.id();
        self.session.acknowledged.retain(|&id| id != request::AT_THE_CUT && id != own);
        self.before = self.session.link.as_ref().map_or(0, Link::written);
        self.paper_began = self.session.watch.now();
        self.session.hanging.sent(self.paper_began + self.printing_time());
        Ok(State::Sending { next: 0, until: Instant::now() + self.session.deadlines.send })
    }

    /// What an earlier job left in the printer goes before this one is sent; otherwise this one is refused.
    fn end_leftover(&mut self) -> Result<Option<State>, Trouble> {
        let profile = self.job.profile;
        if self.session.clear(profile)? {
            return Ok(None);
        }
        let status = profile.status;
        let senses = Senses::of(profile);
        let patience = answer_time(&status, &self.session.deadlines);
        let poll = self.session.deadlines.poll;
        // A printer that is well prints what it holds. It is watched for as long as that takes, and a little more.
        let needs = self.session.pending.as_ref().map_or(Duration::ZERO, |pending| pending.needs);
        let until = Instant::now() + needs + patience * 2;
        let mut next = Instant::now();
        while self.session.may_find_out() && Instant::now() < until {
            let Some(link) = &mut self.session.link else { break };
            if Instant::now() < next {
                link.listen(next)?;
                continue;
            }
            match link.look(senses, patience)? {
                Look::Waiting(moment) => drop(link.listen(moment.min(until))?),
                Look::Short => {}
                Look::Known(condition) => {
                    next = Instant::now() + poll;
                    self.session.observe(&condition);
                    if let PrinterState::Trouble(cause) = condition.state {
                        self.session.note(condition.state, &condition.answers);
                        return Ok(Some(refused(cause, &condition.answers)));
                    }
                    if !self.session.remains.leftover {
                        return Ok(None);
                    }
                }
            }
        }
        Ok(Some(refused(PrintCause::PowerCycle, HOLDS_AN_OLDER_JOB)))
    }

    fn send(&mut self, next: usize, until: Instant) -> State {
        let end = self.wire.bytes.len().min(next + SLICE_BYTES);
        if next == end {
            return State::Draining;
        }
        let deadline = until.min(Instant::now() + self.session.deadlines.progress);
        let Some(link) = &mut self.session.link else { return self.lost() };
        match link.write(&self.wire.bytes[next..end], deadline) {
            Ok(()) => {
                self.sent = end;
                State::Sending { next: end, until }
            }
            Err(error) => self.fault(error),
        }
    }

    fn drain(&mut self) -> State {
        let deadline = Instant::now() + self.session.deadlines.drain;
        let Some(link) = &mut self.session.link else { return self.lost() };
        match link.drain(deadline) {
            Ok(evidence) => {
                self.handed_over = Some(self.began.elapsed());
                State::AwaitAck { evidence }
            }
            Err(error) => self.fault(error),
        }
    }

    pub(super) fn id(&self) -> [u8; 4] {
        request::characters_of(self.job.id)
    }

    pub(super) fn lost(&self) -> State {
        let detail = "the port was closed in the middle of the job".to_owned();
        State::Faulted(Trouble { cause: PrintCause::Disconnected, detail })
    }

    /// A fault of the port after the preflight. The port counts from its opening, which may lie several jobs back.
    pub(super) fn fault(&mut self, error: TransportError) -> State {
        self.sent = error.sent.saturating_sub(self.before).min(self.wire.bytes.len());
        State::Faulted(error.into())
    }
}

/// Nothing was sent.
pub(super) fn refused(cause: PrintCause, detail: &str) -> State {
    let detail = format!("{detail}; nothing was sent");
    State::Done(PrintResult::not_begun(cause, detail))
}
