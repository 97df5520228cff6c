//! What goes out for one job: its bytes, and the questions whose answers tell what became of them.
//!
//! A question behind the last cut proves that all of the job is on paper. Its silence proves nothing: paper may have
//! run out in the middle of the ticket, or right behind it. So another question stands before the first cut: as long
//! as that one is unanswered, no ticket was cut off, and after clearing the printer none will be. Never here: waiting
//! for the answers (that is `acknowledgement`).

use crate::paper::commands::{self, Kind};
use crate::paper::profile::Ack;
use crate::printer::request;

use super::learned::AckPlan;

/// A job with its questions: one write, so that nothing can come between.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Wire {
    /// All of it.
    pub bytes: Vec<u8>,
    /// With fewer bytes than these a printer can have cut off no ticket.
    pub first_ticket: usize,
    /// Whether the question before the first cut is there.
    pub asks_at_the_cut: bool,
    /// `GS r` in it.
    pub in_turn: usize,
    /// Answers to `GS r` that must come before one of them can only be the answer behind the job: they have no names,
    /// some may be the late answers of earlier jobs, and any may come twice.
    pub needed: usize,
}

impl Wire {
    /// The job and its questions. `unanswered`: answers to `GS r` that earlier jobs are still owed.
    pub fn new(job: &[u8], plan: AckPlan, id: [u8; 4], unanswered: usize) -> Wire {
        let ack = plan.kind;
        let cut = first_cut(job);
        let asked_within = cut.is_some() && plan.at_the_cut;
        // A line may double an answer. So one more is waited for than all that could have come without the job being
        // done, each of them twice.
        let before = unanswered + usize::from(asked_within);
        let needed = 2 * before + 1;
        let in_turn = match plan.awaited {
            true => needed - usize::from(asked_within),
            // A printer that has never answered is not asked again and again, only once more.
            false => 1,
        };
        let (at_the_cut, behind) = match ack {
            Ack::ProcessId => (
                request::process_id(request::AT_THE_CUT).to_vec(),
                request::process_id(id).to_vec(),
            ),
            Ack::GsR => (request::IN_TURN.to_vec(), request::IN_TURN.repeat(in_turn)),
            Ack::None | Ack::Try => (Vec::new(), Vec::new()),
        };
        // A printer without a cutter is asked behind the job alone.
        let at_the_cut = if asked_within { at_the_cut } else { Vec::new() };
        let (start, length) = cut.unwrap_or((job.len(), 0));
        Wire {
            first_ticket: start + at_the_cut.len() + length,
            asks_at_the_cut: !at_the_cut.is_empty(),
            in_turn: if ack == Ack::GsR { in_turn + usize::from(asked_within) } else { 0 },
            needed,
            bytes: [&job[..start], &at_the_cut, &job[start..], &behind].concat(),
        }
    }

    /// The same behind `first`, which belongs to no ticket.
    pub fn behind(self, first: &[u8]) -> Wire {
        Wire {
            first_ticket: first.len() + self.first_ticket,
            bytes: [first, &self.bytes].concat(),
            ..self
        }
    }
}

/// Where the first cut begins, and its length.
fn first_cut(job: &[u8]) -> Option<(usize, usize)> {
    let mut start = 0;
    while let Some(command) = commands::first(&job[start..]) {
        if command.kind == Kind::Cut {
            return Some((start, command.len));
        }
        start += command.len;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOB: &[u8] = b"T012\n\x1dVB\x00slip\n\x1dVB\x00";

    fn plan(kind: Ack) -> AckPlan {
        AckPlan { kind, awaited: true, at_the_cut: true }
    }

    #[test]
    fn a_question_stands_before_the_first_cut_and_one_behind_the_last() {
        let wire = Wire::new(JOB, plan(Ack::ProcessId), *b"AB2D", 0);
        let expected = b"T012\n\x1d(H\x06\x0000~~~~\x1dVB\x00slip\n\x1dVB\x00\x1d(H\x06\x0000AB2D";
        assert_eq!(wire.bytes, expected);
        assert_eq!((wire.first_ticket, wire.asks_at_the_cut), (20, true));
    }

    #[test]
    fn answers_without_a_name_are_counted_past_those_that_may_be_others() {
        let wire = Wire::new(JOB, plan(Ack::GsR), *b"AB2D", 0);
        let expected = b"T012\n\x1dr\x01\x1dVB\x00slip\n\x1dVB\x00\x1dr\x01\x1dr\x01";
        assert_eq!(wire.bytes, expected, "the answer at the cut may come twice");
        assert_eq!((wire.in_turn, wire.needed), (3, 3));
        let wire = Wire::new(JOB, plan(Ack::GsR), *b"AB2D", 2);
        // Two that are owed and the one at the cut, each twice: the seventh answer is one behind the job.
        assert!(wire.bytes.ends_with(&[b"\x1dVB\x00", &b"\x1dr\x01".repeat(6)[..]].concat()));
        assert_eq!((wire.in_turn, wire.needed), (7, 7));
        let wire = Wire::new(b"T012\n", plan(Ack::GsR), *b"AB2D", 0);
        assert_eq!(wire.bytes, b"T012\n\x1dr\x01", "nothing was asked before");
        assert_eq!((wire.in_turn, wire.needed), (1, 1));
    }

    #[test]
    fn what_parts_off_an_older_ticket_is_no_cut_of_this_one() {
        let wire = Wire::new(JOB, plan(Ack::ProcessId), *b"AB2D", 0).behind(b"\x1b@\x1dVB\x00");
        assert!(wire.bytes.starts_with(b"\x1b@\x1dVB\x00T012\n\x1d(H\x06\x0000~~~~\x1dVB\x00"));
        assert_eq!(wire.first_ticket, 6 + 20);
    }

    #[test]
    fn without_a_cut_only_the_end_is_asked_about() {
        let wire = Wire::new(b"T012\n", plan(Ack::ProcessId), *b"AB2D", 0);
        assert_eq!(wire.bytes, b"T012\n\x1d(H\x06\x0000AB2D");
        assert_eq!((wire.first_ticket, wire.asks_at_the_cut), (5, false));
        assert_eq!(Wire::new(JOB, plan(Ack::None), *b"AB2D", 0).bytes, JOB);
    }

    #[test]
    fn a_printer_that_may_not_know_the_question_is_asked_behind_the_last_cut_alone() {
        let untried = AckPlan { at_the_cut: false, ..plan(Ack::GsR) };
        let wire = Wire::new(JOB, untried, *b"AB2D", 0);
        assert_eq!(wire.bytes, [JOB, b"\x1dr\x01"].concat());
        assert_eq!((wire.asks_at_the_cut, wire.needed), (false, 1));
    }
}
