//! How the printer's answers get out, when they do.
//!
//! Belongs here: answers that wait for their time, and everything that can go wrong with them on the way. Never
//! here: what is answered.

use std::time::Duration;

use super::switch::Switch;

/// Between two bytes of an answer that drips.
const DRIP: Duration = Duration::from_millis(1);

/// Noise before an answer: bytes with the highest bit on, as a line gives that runs at the wrong speed, then a whole
/// acknowledgement that was meant for somebody else. No noise here looks like a status: that would be a lie.
const NOISE_BEFORE: &[u8] = b"\xff\x80\x37\x22}}}}\x00\xfe";
/// Noise after an answer: half of something.
const NOISE_AFTER: &[u8] = b"\xf8\x37\x22}\xff";

/// What an answer is to the faults that can befall it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// It says that something was carried out (`GS r`, `GS ( H`).
    Acknowledgement,
    /// It says that everything was thrown away. It never overtakes an acknowledgement.
    /// Source: Epson, ESC/POS command reference, `GS ( H`, order of responses.
    Cleared,
    /// The answer to a real-time question.
    Status,
    /// Anything else.
    Other,
}

/// The printer's side of the line back.
#[derive(Debug, Default)]
pub(super) struct Replies {
    mute: bool,
    junk: bool,
    dripping: bool,
    late: Duration,
    twice: bool,
    lost: bool,
    /// What every answer takes on its way.
    delay: Duration,
    /// What the next real-time answer takes besides.
    next_late: Duration,
    /// Which real-time answer from now on is lost.
    lose: Option<u32>,
    last_acknowledgement: Duration,
    last_status: Duration,
    /// In the order in which they go out; each is one write.
    waiting: Vec<(Duration, Vec<u8>)>,
}

impl Replies {
    /// Says `bytes` as soon as the faults let it.
    pub fn say(&mut self, answer: Answer, bytes: &[u8], now: Duration) {
        let acknowledgement = answer == Answer::Acknowledgement;
        if self.mute || (acknowledgement && self.lost) {
            return;
        }
        if answer == Answer::Status
            && let Some(left) = self.lose.take()
        {
            if left <= 1 {
                return;
            }
            self.lose = Some(left - 1);
        }
        let mut due = now + self.delay;
        match answer {
            Answer::Acknowledgement => due += self.late,
            Answer::Cleared => due = due.max(self.last_acknowledgement),
            // A late one holds up those behind it.
            Answer::Status => {
                due = (due + std::mem::take(&mut self.next_late)).max(self.last_status);
                self.last_status = due;
            }
            Answer::Other => {}
        }
        let whole = match self.junk {
            true => [NOISE_BEFORE, bytes, NOISE_AFTER].concat(),
            false => bytes.to_vec(),
        };
        let times = if acknowledgement && self.twice { 2 } else { 1 };
        for _ in 0..times {
            if self.dripping {
                // Not into the middle of an answer that still drips.
                let last = self.waiting.last().map_or(due, |(last, _)| *last + DRIP);
                due = due.max(last);
                for &byte in &whole {
                    self.wait(due, vec![byte]);
                    due += DRIP;
                }
            } else {
                self.wait(due, whole.clone());
            }
        }
        if acknowledgement {
            self.last_acknowledgement = due;
        }
    }

    fn wait(&mut self, due: Duration, bytes: Vec<u8>) {
        let at = self.waiting.partition_point(|(other, _)| *other <= due);
        self.waiting.insert(at, (due, bytes));
    }

    /// What goes out now; each is a write of its own.
    pub fn due(&mut self, now: Duration) -> Vec<Vec<u8>> {
        let count = self.waiting.partition_point(|(due, _)| *due <= now);
        let due = self.waiting.drain(..count);
        due.map(|(_, bytes)| bytes).filter(|_| !self.mute).collect()
    }

    /// When the next answer goes out.
    pub fn next(&self) -> Option<Duration> {
        self.waiting.first().map(|(due, _)| *due)
    }

    /// Forgets what has not gone out.
    pub fn forget(&mut self) {
        self.waiting.clear();
    }

    /// The switches that concern answers.
    pub fn switch(&mut self, switch: Switch) {
        match switch {
            Switch::Mute => self.mute = true,
            Switch::Speaking => self.mute = false,
            Switch::Junk => self.junk = true,
            Switch::Clean => self.junk = false,
            Switch::Dripping => self.dripping = true,
            Switch::Flowing => self.dripping = false,
            Switch::AckLate(late) => self.late = late,
            Switch::AckTwice => self.twice = true,
            Switch::AckLost => self.lost = true,
            Switch::AnswersAfter(delay) => self.delay = delay,
            Switch::LateAnswer(late) => self.next_late = late,
            Switch::LoseAnswer(number) => self.lose = (number > 0).then_some(number),
            Switch::AckNormal => {
                (self.late, self.twice, self.lost) = (Duration::ZERO, false, false);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(5);

    fn said(switches: &[Switch], answer: Answer) -> Vec<(Duration, Vec<u8>)> {
        let mut replies = Replies::default();
        switches.iter().for_each(|switch| replies.switch(*switch));
        replies.say(answer, b"ab", NOW);
        let mut heard = Vec::new();
        while let Some(due) = replies.next() {
            heard.extend(replies.due(due).into_iter().map(|bytes| (due - NOW, bytes)));
        }
        heard
    }

    #[test]
    fn faults_of_acknowledgements_leave_other_answers_alone() {
        let ms = Duration::from_millis;
        for fault in [Switch::AckLate(ms(70)), Switch::AckTwice, Switch::AckLost] {
            assert_eq!(said(&[fault], Answer::Other), [(ms(0), b"ab".to_vec())]);
        }
        let ack = |fault| said(&[fault], Answer::Acknowledgement);
        assert_eq!(ack(Switch::AckLate(ms(70))), [(ms(70), b"ab".to_vec())]);
        assert_eq!(ack(Switch::AckTwice), [(ms(0), b"ab".to_vec()), (ms(0), b"ab".to_vec())]);
        assert_eq!(ack(Switch::AckLost), []);
        assert_eq!(ack(Switch::AckNormal).len(), 1);
    }

    #[test]
    fn real_time_answers_come_late_or_never_and_in_their_order() {
        let ms = Duration::from_millis;
        let mut replies = Replies::default();
        replies.switch(Switch::AnswersAfter(ms(150)));
        replies.say(Answer::Status, b"a", NOW);
        assert_eq!((replies.due(NOW + ms(149)), replies.next()), (vec![], Some(NOW + ms(150))));
        replies.switch(Switch::AnswersAfter(ms(0)));
        replies.switch(Switch::LateAnswer(ms(300)));
        replies.say(Answer::Status, b"b", NOW);
        replies.say(Answer::Status, b"c", NOW);
        assert_eq!(replies.due(NOW + ms(299)), [b"a"], "the next one waits behind the late one");
        assert_eq!(replies.due(NOW + ms(300)), [b"b", b"c"]);
        replies.switch(Switch::LoseAnswer(2));
        for answer in [b"d", b"e", b"f"] {
            replies.say(Answer::Status, answer, NOW + ms(300));
        }
        assert_eq!(replies.due(NOW + ms(300)), [b"d", b"f"]);
    }

    #[test]
    fn an_empty_buffer_is_not_told_before_what_was_printed_from_it() {
        let mut replies = Replies::default();
        replies.switch(Switch::AckLate(Duration::from_millis(70)));
        replies.say(Answer::Acknowledgement, b"a", NOW);
        replies.say(Answer::Cleared, b"c", NOW);
        replies.say(Answer::Other, b"o", NOW);
        assert_eq!(replies.due(NOW + Duration::from_millis(70)), [b"o", b"a", b"c"]);
    }

    #[test]
    fn answers_drip_without_running_into_each_other() {
        let mut replies = Replies::default();
        replies.switch(Switch::Dripping);
        replies.say(Answer::Other, b"ab", NOW);
        replies.say(Answer::Other, b"cd", NOW);
        assert_eq!(replies.due(NOW), [b"a"]);
        assert_eq!(replies.due(NOW + DRIP * 9).concat(), b"bcd");
    }

    #[test]
    fn a_mute_printer_says_nothing_and_noise_keeps_the_answer_whole() {
        assert_eq!(said(&[Switch::Mute], Answer::Other), []);
        let noisy = said(&[Switch::Junk], Answer::Other).remove(0).1;
        assert!(noisy.len() > 2 && noisy.windows(2).any(|pair| pair == b"ab"));
    }
}
