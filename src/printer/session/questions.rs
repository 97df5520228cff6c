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
mod tests {
    use super::*;
    use crate::domain::print::PrintCause;
    use crate::paper::profile::OutputSensor;

    const PATIENCE: Duration = Duration::from_millis(1500);
    const ROUND_BYTES: &[u8] = b"\x10\x04\x01\x10\x04\x02\x10\x04\x04";

    /// Questions and a clock that the test moves.
    struct Bench {
        questions: Questions,
        now: Instant,
        senses: Senses,
    }

    impl Bench {
        fn new() -> Bench {
            let now = Instant::now();
            let senses = Senses { near_end: true, output: OutputSensor::None };
            Bench { questions: Questions::new(now), now, senses }
        }

        fn turn(&mut self) -> Turn {
            self.questions.turn(self.now, PATIENCE, self.senses)
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
    fn a_fault_that_the_printer_cannot_name_is_a_fault_all_the_same() {
        let mut bench = Bench::new();
        for _ in 0..FAULT_TRIES {
            bench.asks().after(5).hear(b"\x1a\x52\x12");
            assert_eq!(bench.turn(), Turn::Ask(b"\x10\x04\x03".to_vec()));
            bench.after(1500);
            assert_eq!(bench.turn(), Turn::Short);
        }
        bench.asks().after(5).hear(b"\x1a\x52\x12").waits();
        let unknown = PrinterState::Trouble(PrintCause::Offline);
        bench.after(11).asks().after(5).hear(b"\x1a\x52\x12").knows(unknown);
        bench.asks().after(5).hear(b"\x12\x12\x12").knows(PrinterState::Ready);
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

    const FULL_ROUND: &[u8] = b"\x10\x04\x01\x10\x04\x02\x10\x04\x04\x10\x04\x14";
    const WELL: [u8; 4] = [0x80, 0, 0, 0];

    impl Bench {
        /// With a printer of Custom's.
        fn with_full_status() -> Bench {
            let mut bench = Bench::new();
            bench.senses.output = OutputSensor::CustomFullStatus;
            bench
        }

        #[track_caller]
        fn asks_for_all(&mut self) -> &mut Bench {
            assert_eq!(self.turn(), Turn::Ask(FULL_ROUND.to_vec()));
            self
        }

        fn hear_full(&mut self, full: [u8; 4]) -> &mut Bench {
            self.questions.take_full(full, self.now);
            self
        }

        #[track_caller]
        fn knows_a_ticket(&mut self, there: bool) -> &mut Bench {
            let Turn::Known(known) = self.turn() else { panic!("nothing is known") };
            assert_eq!(known.output.map(|output| output.ticket), Some(there));
            self
        }
    }

    #[test]
    fn a_round_of_a_printer_with_a_full_status_ends_with_it() {
        let mut bench = Bench::with_full_status();
        bench.asks_for_all().after(5).hear(b"\x12\x12\x12").waits();
        bench.hear_full([0x20, 0, 0, 0]).knows_a_ticket(true);
        bench.asks_for_all().after(5).hear(b"\x12\x12").hear_full(WELL).waits();
        bench.hear(b"\x12").knows_a_ticket(false);
    }

    #[test]
    fn a_round_without_its_full_status_counts_as_none() {
        let mut bench = Bench::with_full_status();
        bench.asks_for_all().after(5).hear(b"\x12\x12\x12").hear_full(WELL).knows_a_ticket(false);
        for _ in 0..5 {
            bench.asks_for_all().after(5).hear(b"\x12\x12\x12").after(1495);
            assert_eq!(bench.turn(), Turn::Short);
            // One late answer too many is noticed, and the next rounds must agree.
            bench.asks_for_all().after(5).hear(b"\x12\x12\x12").hear_full([0x20, 0, 0, 0]);
            bench.hear_full(WELL).waits().after(11).asks_for_all().after(5);
            bench.hear(b"\x12\x12\x12").hear_full(WELL).waits().after(11).asks_for_all().after(5);
            bench.hear(b"\x12\x12\x12").hear_full(WELL).knows_a_ticket(false);
        }
    }

    #[test]
    fn a_printer_that_never_gives_a_full_status_is_believed_without_it() {
        let mut bench = Bench::with_full_status();
        for _ in 0..FULL_TRIES {
            bench.asks_for_all().after(5).hear(b"\x12\x12\x12").after(1495);
            assert_eq!(bench.turn(), Turn::Short);
        }
        bench.asks().after(5).hear(b"\x12\x12\x12").waits();
        bench.after(11).asks().after(5).hear(b"\x12\x12\x12").knows(PrinterState::Ready);
        // It could after all, only much later than anybody waits.
        bench.hear_full(WELL).after(11).asks_for_all();
    }

    #[test]
    fn what_stays_away_with_others_is_a_lossy_line_and_no_inability() {
        let mut bench = Bench::with_full_status();
        for _ in 0..9 {
            bench.asks_for_all().after(5).hear(b"\x12\x12").after(1495);
            assert_eq!(bench.turn(), Turn::Short);
        }
    }
}
