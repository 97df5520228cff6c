//! What the printer says, and what it does the moment it is told.
//!
//! Belongs here: real-time commands and answers in turn with the data, as far as this model of printer has them; what
//! it has not, it ignores without a word. Never here: how an answer gets out (that is `replies`).

use std::collections::VecDeque;
use std::time::Duration;

use crate::paper::profile::{Ack, Clear, CutMode, OutputSensor, Realtime};

use super::super::interpreter::{Question, Step};
use super::super::real_time::RealTime;
use super::super::replies::Answer;
use super::Engine;

impl Engine {
    /// Carries out a real-time command.
    pub(super) fn real_time(&mut self, command: RealTime, now: Duration) {
        let status = self.profile.status;
        match command {
            RealTime::Status(n) if status.realtime != Realtime::No => {
                if let Some(byte) = self.condition.real_time(n) {
                    let byte = if n == 4 { self.with_output(byte) } else { byte };
                    self.replies.say(Answer::Status, &[byte], now);
                }
            }
            RealTime::FullStatus if status.realtime != Realtime::No => {
                let full = self.full_status(now);
                self.replies.say(Answer::Status, &full, now);
            }
            RealTime::Clear if status.clear == Clear::DleDc4Fn8 => {
                self.throw_away();
                self.recover(now);
                self.replies.say(Answer::Cleared, &[0x37, 0x25, 0], now);
            }
            // DLE ENQ is ignored unless an error waits for it, and the end of the paper is no error: it does not
            // empty a printer without paper.
            RealTime::Recover if status.clear != Clear::None && self.condition.cutter_error => {
                self.recover(now);
            }
            RealTime::RecoverAndClear
                if status.clear != Clear::None && self.condition.cutter_error =>
            {
                self.throw_away();
                self.recover(now);
            }
            _ => {}
        }
    }

    /// The answer about the roll, where bit 6 means a ticket in the output.
    /// Source: Citizen, PPU-700 command reference p. 58.
    fn with_output(&self, byte: u8) -> u8 {
        match self.profile.output_sensor() {
            OutputSensor::DleEot4Bit6 => byte & !0x40 | u8::from(!self.in_output().is_empty()) << 6,
            OutputSensor::CustomFullStatus | OutputSensor::None => byte,
        }
    }

    /// Six bytes: the two that begin it, paper, user, faults that can be mended, faults that cannot.
    /// Source: Custom, KPM-210/216 user manual p. 3-9; KPM300 command reference p. 80 and 113.
    fn full_status(&self, now: Duration) -> [u8; 6] {
        let bit = |number: u8, on: bool| u8::from(on) << number;
        let condition = &self.condition;
        // No black mark is over its sensor: bit 7.
        let paper = bit(0, condition.paper_out)
            | bit(2, condition.near_end)
            | bit(5, !self.in_output().is_empty())
            | bit(7, true);
        // More waits in it than the question.
        let user = bit(1, condition.cover_open)
            | bit(2, self.buffer.len() > 3)
            | bit(3, self.free_at > now);
        let mendable = bit(0, condition.overheated) | bit(5, !self.unknown().is_empty());
        let broken = bit(0, condition.cutter_error) | bit(2, condition.broken);
        [0x10, 0x0f, paper, user, mendable, broken]
    }

    fn recover(&mut self, now: Duration) {
        let before = self.condition;
        self.condition.cutter_error = false;
        self.changed(&before, now);
    }

    /// A printer that acknowledges at once answers a question in turn as soon as its last byte has come.
    pub(super) fn acknowledge_receipt(&mut self, byte: u8, now: Duration) {
        let Some(receipts) = &mut self.receipts else { return };
        let mut steps = VecDeque::new();
        receipts.take(byte, &mut steps);
        for step in steps {
            if let Step::Ask(_, question) = step {
                self.answer(question, now);
            }
        }
    }

    /// Answers a question when its turn has come.
    pub(super) fn answer(&mut self, question: Question, now: Duration) {
        let status = self.profile.status;
        match question {
            Question::Status(n) if status.ack != Ack::None => {
                if let Some(byte) = self.condition.in_turn(n) {
                    self.replies.say(Answer::Acknowledgement, &[byte], now);
                }
            }
            Question::ProcessId(id)
                if status.ack == Ack::ProcessId && id.iter().all(|b| (0x20..0x7f).contains(b)) =>
            {
                let block = [&[0x37, 0x22], id.as_slice(), &[0]].concat();
                self.replies.say(Answer::Acknowledgement, &block, now);
            }
            Question::Automatic(what) if status.asb => {
                self.automatic = what;
                if what != 0 {
                    self.replies.say(Answer::Other, &self.condition.automatic(), now);
                }
            }
            Question::Identity(n) if status.realtime != Realtime::No => {
                if let Some(answer) = self.identity(n) {
                    self.replies.say(Answer::Other, &answer, now);
                }
            }
            _ => {}
        }
    }

    /// The answer to `GS I n`: a byte, or a block that begins with 5Fh.
    fn identity(&self, n: u8) -> Option<Vec<u8>> {
        let (maker, model) =
            self.profile.title.split_once(' ').unwrap_or(("", &self.profile.title));
        let block = |text: &str| [b"\x5f", text.as_bytes(), b"\0"].concat();
        Some(match n {
            1 | b'1' => vec![0x20],
            2 | b'2' => vec![if self.profile.cut.mode == CutMode::None { 0 } else { 2 }],
            3 | b'3' => vec![1],
            65 => block(env!("CARGO_PKG_VERSION")),
            66 => block(&maker.to_uppercase()),
            67 => block(model),
            68 => block("VIRTUAL"),
            _ => return None,
        })
    }
}
