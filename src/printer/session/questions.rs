//! Which status belongs to which question.
//!
//! A status byte carries no question: 16h is "drawer open" to `DLE EOT 1` and "cover open" to `DLE EOT 2`. So questions
//! go out in rounds, and no round begins while an answer of an older one may still come. Pure: the time is told to it.
//! Never here: ports, or what a condition means for a job.
//!
//! ```text
//! begin: DLE EOT 1, 2, 4 in one write --> all answers --(bit 6 of 2)--> DLE EOT 3 --> Condition
//!                 '-- time is up: the round counts as none; what is missing is owed until a quiet time is over
//! ```
//! A condition is believed at once when the printer is well and no answer was ever missed or too many. Otherwise the
//! next round, after a quiet time in which nothing came unasked, must say the same.
//!
//! Source: Epson, TM-T81 specification: up to four `DLE EOT` may be sent at once, and nothing more before their answers
//! have come. ESC/POS command reference, `DLE EOT`, for the bits.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::domain::print::{PrintCause, PrinterState};
use crate::printer::request::Question;

/// The questions of every round, in the order of one write.
const ROUND: [Question; 3] = [Question::Printer, Question::Offline, Question::Paper];

/// The longest quiet time, however slow the slowest answer was: people wait for what the answers say.
const LONGEST_QUIET: Duration = Duration::from_secs(1);

/// A printer that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    /// Its answers in words.
    pub state: PrinterState,
    /// Its answers as they came, for the log: question and byte.
    pub answers: String,
    /// When its first question was asked.
    pub asked_at: Instant,
}

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
    round: Option<Round>,
    /// What the last round said, where another one must say the same.
    suspect: Option<PrinterState>,
    /// The slowest answer so far; zero before the first.
    slowest: Duration,
    /// When something was last asked or answered.
    busy_at: Instant,
    /// An answer was missed, or came unasked: answers may stand at the wrong question.
    doubtful: bool,
}

#[derive(Debug)]
struct Round {
    answers: Vec<(Question, u8)>,
    asked_at: Instant,
    until: Instant,
}

impl Questions {
    pub(super) fn new(now: Instant) -> Questions {
        Questions {
            owed: VecDeque::new(),
            round: None,
            suspect: None,
            slowest: Duration::ZERO,
            busy_at: now,
            doubtful: false,
        }
    }

    /// What to do at `now`. A round may take as long as `patience`; `near_end_sensor` says whether the printer has one.
    pub(super) fn turn(&mut self, now: Instant, patience: Duration, near_end_sensor: bool) -> Turn {
        if self.round.is_none() {
            let rested = self.busy_at + self.quiet();
            if (!self.owed.is_empty() || self.suspect.is_some() || self.doubtful) && now < rested {
                return Turn::Wait(rested);
            }
            // What is still owed after the quiet time was lost on the way.
            self.doubtful |= !self.owed.is_empty();
            return self.ask(&ROUND, now, patience);
        }
        let Some(round) = self.round.take_if(|round| self.owed.is_empty() || now >= round.until)
        else {
            let until = self.round.as_ref().map_or(now, |round| round.until);
            return Turn::Wait(until);
        };
        if !self.owed.is_empty() {
            return Turn::Short;
        }
        let said = |question| round.answers.iter().find(|(asked, _)| *asked == question);
        let is_fault = said(Question::Offline).is_some_and(|(_, byte)| byte & 0x40 != 0);
        if is_fault && said(Question::Fault).is_none() {
            let turn = self.ask(&[Question::Fault], now, patience);
            if let Some(more) = &mut self.round {
                (more.answers, more.asked_at) = (round.answers, round.asked_at);
            }
            return turn;
        }
        self.judge(condition(&round, near_end_sensor), now, patience)
    }

    /// A status byte has come.
    pub(super) fn take(&mut self, byte: u8, now: Instant) {
        self.busy_at = now;
        match self.owed.pop_front() {
            Some((question, asked_at)) => {
                self.slowest = self.slowest.max(now.saturating_duration_since(asked_at));
                if let Some(round) = &mut self.round {
                    round.answers.push((question, byte));
                }
            }
            // One answer too many: an older one that had been given up, or one that came twice. The last round may
            // have been one place off.
            None => (self.doubtful, self.suspect) = (true, None),
        }
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

    fn ask(&mut self, questions: &[Question], now: Instant, patience: Duration) -> Turn {
        self.owed = questions.iter().map(|&question| (question, now)).collect();
        self.busy_at = now;
        self.round = Some(Round { answers: Vec::new(), asked_at: now, until: now + patience });
        Turn::Ask(questions.iter().flat_map(|question| question.bytes()).collect())
    }

    fn judge(&mut self, condition: Condition, now: Instant, patience: Duration) -> Turn {
        let trouble = condition.state.cause().is_some();
        let confirmed = self.suspect.take() == Some(condition.state);
        if confirmed || !(trouble || self.doubtful) {
            self.doubtful = false;
            return Turn::Known(condition);
        }
        self.suspect = Some(condition.state);
        Turn::Wait((now + self.quiet()).min(now + patience))
    }
}

fn condition(round: &Round, near_end_sensor: bool) -> Condition {
    let bits = |question| {
        let said = round.answers.iter().find(|(asked, _)| *asked == question);
        said.map_or(0, |(_, byte)| *byte)
    };
    let [printer, offline, fault, paper] =
        [Question::Printer, Question::Offline, Question::Fault, Question::Paper].map(bits);
    let state = if offline & 0x04 != 0 {
        PrinterState::Trouble(PrintCause::CoverOpen)
    } else if paper & 0x60 != 0 || offline & 0x20 != 0 {
        PrinterState::Trouble(PrintCause::PaperOut)
    } else if fault & 0x08 != 0 {
        PrinterState::Trouble(PrintCause::Cutter)
    } else if fault & 0x20 != 0 {
        PrinterState::Trouble(PrintCause::Broken)
    } else if fault & 0x40 != 0 {
        PrinterState::Trouble(PrintCause::Overheated)
    } else if printer & 0x08 != 0 || offline & 0x40 != 0 {
        PrinterState::Trouble(PrintCause::Offline)
    } else if near_end_sensor && paper & 0x0c != 0 {
        PrinterState::NearEnd
    } else {
        PrinterState::Ready
    };
    let answers: Vec<String> = round
        .answers
        .iter()
        .map(|(question, byte)| format!("DLE EOT {}: {byte:02x}h", *question as u8))
        .collect();
    Condition { state, answers: answers.join(", "), asked_at: round.asked_at }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_millis(1500);
    const ROUND_BYTES: &[u8] = b"\x10\x04\x01\x10\x04\x02\x10\x04\x04";

    /// Questions and a clock that the test moves.
    struct Bench {
        questions: Questions,
        now: Instant,
    }

    impl Bench {
        fn new() -> Bench {
            let now = Instant::now();
            Bench { questions: Questions::new(now), now }
        }

        fn turn(&mut self) -> Turn {
            self.questions.turn(self.now, PATIENCE, true)
        }

        fn after(&mut self, ms: u64) -> &mut Bench {
            self.now += Duration::from_millis(ms);
            self
        }

        fn hear(&mut self, bytes: &[u8]) -> &mut Bench {
            bytes.iter().for_each(|byte| self.questions.take(*byte, self.now));
            self
        }

        #[track_caller]
        fn asks(&mut self) -> &mut Bench {
            assert_eq!(self.turn(), Turn::Ask(ROUND_BYTES.to_vec()));
            self
        }

        #[track_caller]
        fn waits(&mut self) -> &mut Bench {
            let turn = self.turn();
            assert!(matches!(turn, Turn::Wait(until) if until > self.now), "{turn:?}");
            self
        }

        #[track_caller]
        fn knows(&mut self, state: PrinterState) -> &mut Bench {
            let turn = self.turn();
            assert!(matches!(&turn, Turn::Known(known) if known.state == state), "{turn:?}");
            self
        }
    }

    const COVER_OPEN: PrinterState = PrinterState::Trouble(PrintCause::CoverOpen);

    #[test]
    fn a_round_is_one_write_and_believed_at_once_when_all_is_well() {
        let mut bench = Bench::new();
        bench.asks().waits().after(5).hear(b"\x12\x12").waits().hear(b"\x12");
        bench.knows(PrinterState::Ready).after(700).asks();
    }

    #[test]
    fn trouble_is_believed_when_a_second_round_agrees() {
        let mut bench = Bench::new();
        bench.asks().after(5).hear(b"\x1a\x16\x12").waits();
        bench.after(11).asks().after(5).hear(b"\x1a\x16\x12").knows(COVER_OPEN);
        bench.asks().after(5).hear(b"\x12\x12\x12").knows(PrinterState::Ready);
    }

    #[test]
    fn a_fault_is_asked_for_by_name() {
        let mut bench = Bench::new();
        for again in [false, true] {
            bench.asks().after(5).hear(b"\x1a\x52\x12");
            assert_eq!(bench.turn(), Turn::Ask(b"\x10\x04\x03".to_vec()));
            bench.after(5).hear(b"\x1a");
            match again {
                false => bench.waits().after(11),
                true => bench.knows(PrinterState::Trouble(PrintCause::Cutter)),
            };
        }
    }

    #[test]
    fn a_late_answer_is_no_answer_to_the_next_question() {
        // 16h: the drawer is open, the answer to the first question; to the second it would be an open cover.
        let mut bench = Bench::new();
        bench.asks().after(1500).hear(b"");
        assert_eq!(bench.turn(), Turn::Short);
        // The late answers of the first round, in the place of the second; its own come unasked.
        bench.asks().after(100).hear(b"\x16\x12\x12").waits().hear(b"\x16\x12\x12").waits();
        bench.after(201).asks().after(5).hear(b"\x16\x12\x12").waits();
        bench.after(201).asks().after(5).hear(b"\x16\x12\x12").knows(PrinterState::Ready);
    }

    #[test]
    fn a_round_that_came_short_counts_as_none_and_its_debt_is_waited_for() {
        let mut bench = Bench::new();
        bench.asks().after(300).hear(b"\x16\x12\x12").knows(PrinterState::Ready);
        // One answer of three is lost, or on its way: nobody knows which.
        bench.asks().after(300).hear(b"\x16\x12").after(1200);
        assert_eq!(bench.turn(), Turn::Short);
        bench.asks().after(300).hear(b"\x16\x12\x12").waits();
        bench.after(601).asks().after(300).hear(b"\x16\x12\x12").knows(PrinterState::Ready);
    }

    #[test]
    fn a_shift_by_one_is_noticed_by_the_answer_that_is_too_many() {
        let mut bench = Bench::new();
        bench.asks().after(50).hear(b"\x16\x12\x12").knows(PrinterState::Ready);
        bench.asks().after(50).hear(b"\x16\x12").after(1450);
        assert_eq!(bench.turn(), Turn::Short);
        // The missing answer comes after all, behind the next question, and moves all by one place.
        bench.asks().after(1).hear(b"\x12\x16\x12").waits();
        // Read so, the cover would be open. One more comes than was asked for.
        bench.hear(b"\x12").after(3001).asks().after(50).hear(b"\x16\x12\x12").waits();
        bench.after(3001).asks().after(50).hear(b"\x16\x12\x12").knows(PrinterState::Ready);
    }

    #[test]
    fn a_lost_answer_is_forgiven_after_a_quiet_time() {
        let mut bench = Bench::new();
        for _ in 0..20 {
            bench.asks().after(40).hear(b"\x12\x12").after(1460);
            assert_eq!(bench.turn(), Turn::Short);
            bench.asks().after(40).hear(b"\x12\x12\x12").waits();
            bench.after(81).asks().after(40).hear(b"\x12\x12\x12").knows(PrinterState::Ready);
        }
        assert_eq!(bench.questions.slowest(), Some(Duration::from_millis(40)));
    }

    #[test]
    fn every_trouble_has_its_cause() {
        for (bytes, fault, cause) in [
            (b"\x1a\x16\x12", None, PrintCause::CoverOpen),
            (b"\x1a\x32\x72", None, PrintCause::PaperOut),
            (b"\x1a\x52\x12", Some(0x1a), PrintCause::Cutter),
            (b"\x1a\x52\x12", Some(0x32), PrintCause::Broken),
            (b"\x1a\x52\x12", Some(0x52), PrintCause::Overheated),
            (b"\x1a\x12\x12", None, PrintCause::Offline),
        ] {
            let mut answers: Vec<_> = ROUND.into_iter().zip(*bytes).collect();
            answers.extend(fault.map(|byte| (Question::Fault, byte)));
            let now = Instant::now();
            let round = Round { answers, asked_at: now, until: now };
            assert_eq!(condition(&round, true).state, PrinterState::Trouble(cause));
        }
        let now = Instant::now();
        let answers = ROUND.into_iter().zip(*b"\x12\x12\x1e").collect();
        let round = Round { answers, asked_at: now, until: now };
        assert_eq!(condition(&round, true).state, PrinterState::NearEnd);
        assert_eq!(condition(&round, false).state, PrinterState::Ready, "it has no sensor");
    }
}
