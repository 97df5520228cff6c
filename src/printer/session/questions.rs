//! Which status belongs to which question.
//!
//! A status byte carries no question: 16h is "drawer open" to `DLE EOT 1` and "cover open" to `DLE EOT 2`. So questions
//! go out in rounds, and no round begins while an answer of an older one may still come. Pure: the time is told to it.
//! Never here: ports, or what the bits of an answer mean (that is `condition`).
//!
//! ```text
//! begin: DLE EOT 1, 2, 4 (and 20) in one write --> all answers --(bit 6 of 2)--> DLE EOT 3 --> Condition
//!                 '-- time is up: the round counts as none; what is missing is owed until a quiet time is over
//! ```
//! A condition is believed at once when the printer is well and no answer was ever missed or too many. Otherwise the
//! next round, after a quiet time in which nothing came unasked, must say the same.
//!
//! Source: Epson, TM-T81 specification: up to four `DLE EOT` may be sent at once, and nothing more before their answers
//! have come.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::domain::print::PrinterState;
use crate::printer::request::{self, Question};

use super::condition::{Answers, Condition, Senses};

/// The questions of every round, in the order of one write.
const ROUND: [Question; 3] = [Question::Printer, Question::Offline, Question::Paper];

/// The longest quiet time, however slow the slowest answer was: people wait for what the answers say.
const LONGEST_QUIET: Duration = Duration::from_secs(1);

/// After so many rounds in which only the full status stayed away, and never came, it is not asked for any more.
const FULL_TRIES: u32 = 3;

/// After so many rounds in which only the kind of a fault stayed away, and never came, it is not asked for any more: some
/// clones set the bit of a fault and do not know the question which one.
const FAULT_TRIES: u32 = 2;

/// What is to be done now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// These bytes are to be written, in one write.
    Ask(Vec<u8>),
    /// Nothing, until something is heard or this moment has come.
    Wait(Instant),
    /// The round came short and counts as none.
    Short,
    /// This is believed of the printer.
    Known(Condition),
}

/// The questions of one connection and their answers.
#[derive(Debug)]
pub(super) struct Questions {
    /// Asked and not answered, oldest first.
    owed: VecDeque<(Question, Instant)>,
    /// When the full status was asked for, while it is owed: its shape tells it from every other answer.
    full_owed: Option<Instant>,
    /// Rounds in which it alone stayed away since it last came.
    full_missed: u32,
    full_heard: bool,
    /// The same of the kind of a fault.
    fault_missed: u32,
    fault_heard: bool,
    round: Option<Round>,
    /// What the last round said, where another one must say the same: the state, and whether a ticket is in the output.
    suspect: Option<(PrinterState, Option<bool>)>,
    /// The slowest answer so far; zero before the first.
    slowest: Duration,
    /// When something was last asked or answered.
    busy_at: Instant,
    /// An answer was missed, or came unasked: answers may stand at the wrong question.
    doubtful: bool,
}

#[derive(Debug)]
struct Round {
    answers: Answers,
    asked_at: Instant,
    until: Instant,
}

impl Questions {
    pub(super) fn new(now: Instant) -> Questions {
        Questions {
            owed: VecDeque::new(),
            full_owed: None,
            full_missed: 0,
            full_heard: false,
            fault_missed: 0,
            fault_heard: false,
            round: None,
            suspect: None,
            slowest: Duration::ZERO,
            busy_at: now,
            doubtful: false,
        }
    }

    /// What to do at `now`. A round may take as long as `patience`; `senses`: what the printer can be asked for.
    pub(super) fn turn(&mut self, now: Instant, patience: Duration, senses: Senses) -> Turn {
        if self.round.is_none() {
            let rested = self.busy_at + self.quiet();
            if (self.is_owed() || self.suspect.is_some() || self.doubtful) && now < rested {
                return Turn::Wait(rested);
            }
            // What is still owed after the quiet time was lost on the way.
            self.doubtful |= self.is_owed();
            let full = senses.full_status() && (self.full_heard || self.full_missed < FULL_TRIES);
            return self.ask(&ROUND, full, now, patience);
        }
        let is_owed = self.is_owed();
        let Some(round) = self.round.take_if(|round| !is_owed || now >= round.until) else {
            let until = self.round.as_ref().map_or(now, |round| round.until);
            return Turn::Wait(until);
        };
        if is_owed {
            self.full_missed += u32::from(self.owed.is_empty());
            let only_fault = self.owed.iter().all(|(question, _)| *question == Question::Fault);
            self.fault_missed += u32::from(!self.owed.is_empty() && only_fault);
            return Turn::Short;
        }
        let is_fault = round.answers.to(Question::Offline).is_some_and(|byte| byte & 0x40 != 0);
        if !is_fault {
            // The next fault is another one, and its name may come.
            self.fault_missed = 0;
        }
        let names_faults = self.fault_heard || self.fault_missed < FAULT_TRIES;
        if is_fault && names_faults && round.answers.to(Question::Fault).is_none() {
            let turn = self.ask(&[Question::Fault], false, now, patience);
            if let Some(more) = &mut self.round {
                (more.answers, more.asked_at) = (round.answers, round.asked_at);
            }
            return turn;
        }
        self.judge(round.answers.condition(senses, round.asked_at), now, patience)
    }

    /// Answers may come to questions that were asked before these: the first round alone is not believed.
    pub(super) fn doubt(&mut self) {
        self.doubtful = true;
    }

    /// A status byte has come.
    pub(super) fn take(&mut self, byte: u8, now: Instant) {
        self.busy_at = now;
        match self.owed.pop_front() {
            Some((question, asked_at)) => {
                self.slowest = self.slowest.max(now.saturating_duration_since(asked_at));
                if question == Question::Fault {
                    (self.fault_heard, self.fault_missed) = (true, 0);
                }
                if let Some(round) = &mut self.round {
                    round.answers.single.push((question, byte));
                }
            }
            None => self.one_too_many(),
        }
    }

    /// A full status has come.
    pub(super) fn take_full(&mut self, full: [u8; 4], now: Instant) {
        self.busy_at = now;
        (self.full_heard, self.full_missed) = (true, 0);
        match self.full_owed.take() {
            Some(asked_at) => {
                self.slowest = self.slowest.max(now.saturating_duration_since(asked_at));
                if let Some(round) = &mut self.round {
                    round.answers.full = Some(full);
                }
            }
            None => self.one_too_many(),
        }
    }

    /// An older answer that had been given up, or one that came twice. The last round may have been one place off.
    fn one_too_many(&mut self) {
        (self.doubtful, self.suspect) = (true, None);
    }

    fn is_owed(&self) -> bool {
        !self.owed.is_empty() || self.full_owed.is_some()
    }

    /// The slowest answer so far; `None` before the first.
    pub(super) fn slowest(&self) -> Option<Duration> {
        (!self.slowest.is_zero()).then_some(self.slowest)
    }

    /// Longer than any answer was on its way. Before the first answer nothing is known, and the patience of the round
    /// has passed already.
    fn quiet(&self) -> Duration {
        (self.slowest * 2).min(LONGEST_QUIET)
    }

    fn ask(
        &mut self,
        questions: &[Question],
        full: bool,
        now: Instant,
        patience: Duration,
    ) -> Turn {
        self.owed = questions.iter().map(|&question| (question, now)).collect();
        self.full_owed = full.then_some(now);
        self.busy_at = now;
        let answers = Answers::default();
        self.round = Some(Round { answers, asked_at: now, until: now + patience });
        let mut bytes: Vec<u8> = questions.iter().flat_map(|question| question.bytes()).collect();
        if full {
            bytes.extend(request::FULL_STATUS);
        }
        Turn::Ask(bytes)
    }

    fn judge(&mut self, condition: Condition, now: Instant, patience: Duration) -> Turn {
        let trouble = condition.state.cause().is_some();
        let says = (condition.state, condition.output.map(|output| output.ticket));
        let confirmed = self.suspect.take() == Some(says);
        if confirmed || !(trouble || self.doubtful) {
            self.doubtful = false;
            return Turn::Known(condition);
        }
        self.suspect = Some(says);
        Turn::Wait((now + self.quiet()).min(now + patience))
    }
}

#[cfg(test)]
mod tests;
