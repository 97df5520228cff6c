//! Rounds of questions and their answers, by a clock that the test moves.

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
    bench.asks().after(5).hear(b"\x1a\x52\x12");
    assert_eq!(bench.turn(), Turn::Ask(b"\x10\x04\x03".to_vec()), "the answers were lost");
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
