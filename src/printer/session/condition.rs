//! What a round of answers says of the printer.
//!
//! Belongs here: the bits of each answer, and which of several troubles is told first. Pure. Never here: when to ask
//! (that is `questions`), or what a condition means for a job.
//!
//! Source: Epson, ESC/POS command reference, `DLE EOT`. The sources of what printers inside kiosks answer stand beside
//! [`OutputSensor`].

use std::time::Instant;

use crate::domain::print::{PrintCause, PrinterState};
use crate::paper::profile::{OutputSensor, Profile};
use crate::printer::request::Question;

/// What the printer of a profile can feel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Senses {
    /// The end of the roll coming near.
    pub near_end: bool,
    /// A ticket in its output.
    pub output: OutputSensor,
}

/// The answers to the questions of one round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Answers {
    /// Question and byte, as they came.
    pub single: Vec<(Question, u8)>,
    /// The full status: paper, user, faults that can be mended, faults that cannot.
    pub full: Option<[u8; 4]>,
}

/// A printer that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    /// Its answers in words.
    pub state: PrinterState,
    /// Its output, where it has a sensor there.
    pub output: Option<Output>,
    /// Its answers as they came, for the log: question and byte.
    pub answers: String,
    /// When its first question was asked.
    pub asked_at: Instant,
}

/// The output of a printer inside a kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Output {
    /// A ticket is in it.
    pub ticket: bool,
    /// Paper is being moved. Only some printers say so.
    pub moving: bool,
}

impl Senses {
    pub(super) fn of(profile: &Profile) -> Senses {
        Senses { near_end: profile.status.near_end, output: profile.output_sensor() }
    }

    /// Whether the printer is asked for its full status.
    pub(super) fn full_status(self) -> bool {
        self.output == OutputSensor::CustomFullStatus
    }
}

impl Answers {
    /// The byte that answers this question.
    pub(super) fn to(&self, question: Question) -> Option<u8> {
        self.single.iter().find(|(asked, _)| *asked == question).map(|(_, byte)| *byte)
    }

    /// What they say of a printer with these senses, whose first question was asked then.
    pub(super) fn condition(&self, senses: Senses, asked_at: Instant) -> Condition {
        let bits = |question| self.to(question).unwrap_or(0);
        let [printer, offline, fault, paper] =
            [Question::Printer, Question::Offline, Question::Fault, Question::Paper].map(bits);
        let [roll, user, mendable, broken] = self.full.unwrap_or_default();
        let citizen = senses.output == OutputSensor::DleEot4Bit6;
        let roll_ends = if citizen { 0x20 } else { 0x60 };
        let troubles = [
            (offline & 0x04 | user & 0x03 | broken & 0x02, PrintCause::CoverOpen),
            // Bit 6 of the roll: by its length it is used up, though some is left for a ticket that has begun.
            (paper & roll_ends | offline & 0x20 | roll & 0x41, PrintCause::PaperOut),
            (fault & 0x08 | broken & 0x01, PrintCause::Cutter),
            (mendable & 0x40 | if citizen { fault & 0x04 } else { 0 }, PrintCause::PaperJam),
            (fault & 0x20 | broken & 0xcc, PrintCause::Broken),
            (fault & 0x40 | mendable & 0x09, PrintCause::Overheated),
            (printer & 0x08 | offline & 0x40, PrintCause::Offline),
        ];
        let trouble = troubles.into_iter().find(|(bits, _)| *bits != 0);
        let near_end = senses.near_end && (paper & 0x0c != 0 || roll & 0x04 != 0);
        let state = match trouble {
            Some((_, cause)) => PrinterState::Trouble(cause),
            None if near_end => PrinterState::NearEnd,
            None => PrinterState::Ready,
        };
        let output = match senses.output {
            OutputSensor::None => None,
            OutputSensor::DleEot4Bit6 => Some(Output { ticket: paper & 0x40 != 0, moving: false }),
            OutputSensor::CustomFullStatus => {
                self.full.map(|_| Output { ticket: roll & 0x20 != 0, moving: user & 0x08 != 0 })
            }
        };
        Condition { state, output, answers: self.to_string(), asked_at }
    }
}

impl std::fmt::Display for Answers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, (question, byte)) in self.single.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}DLE EOT {}: {byte:02x}h", *question as u8)?;
        }
        if let Some([roll, user, mendable, broken]) = self.full {
            write!(f, ", DLE EOT 20: {roll:02x}h {user:02x}h {mendable:02x}h {broken:02x}h")?;
            if mendable & 0x20 != 0 {
                f.write_str(" (it got a command that it does not know: another profile may fit)")?;
            }
            if mendable & 0x80 != 0 {
                f.write_str(" (it did not find the black mark)")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PrintCause::{Broken, CoverOpen, Cutter, Offline, Overheated, PaperJam, PaperOut};

    const EPSON: Senses = Senses { near_end: true, output: OutputSensor::None };
    const CITIZEN: Senses = Senses { near_end: true, output: OutputSensor::DleEot4Bit6 };
    const CUSTOM: Senses = Senses { near_end: true, output: OutputSensor::CustomFullStatus };

    fn answers(round: &[u8; 3], fault: Option<u8>, full: Option<[u8; 4]>) -> Answers {
        let questions = [Question::Printer, Question::Offline, Question::Paper];
        let mut single: Vec<_> = questions.into_iter().zip(*round).collect();
        single.extend(fault.map(|byte| (Question::Fault, byte)));
        Answers { single, full }
    }

    fn said(senses: Senses, answers: &Answers) -> (PrinterState, Option<Output>) {
        let condition = answers.condition(senses, Instant::now());
        (condition.state, condition.output)
    }

    #[test]
    fn every_trouble_has_its_cause() {
        for (round, fault, cause) in [
            (b"\x1a\x16\x12", None, CoverOpen),
            (b"\x1a\x32\x72", None, PaperOut),
            (b"\x1a\x52\x12", Some(0x1a), Cutter),
            (b"\x1a\x52\x12", Some(0x32), Broken),
            (b"\x1a\x52\x12", Some(0x52), Overheated),
            (b"\x1a\x12\x12", None, Offline),
        ] {
            let state = said(EPSON, &answers(round, fault, None)).0;
            assert_eq!(state, PrinterState::Trouble(cause));
        }
        let near_end = answers(b"\x12\x12\x1e", None, None);
        assert_eq!(said(EPSON, &near_end), (PrinterState::NearEnd, None));
        let no_sensor = Senses { near_end: false, ..EPSON };
        assert_eq!(said(no_sensor, &near_end), (PrinterState::Ready, None));
    }

    #[test]
    fn a_ticket_at_a_citizens_presenter_is_not_the_end_of_its_roll() {
        let hanging = Some(Output { ticket: true, moving: false });
        let there = answers(b"\x12\x12\x52", None, None);
        assert_eq!(said(CITIZEN, &there), (PrinterState::Ready, hanging));
        assert_eq!(said(EPSON, &there).0, PrinterState::Trouble(PaperOut), "another printer");
        let (state, output) = said(CITIZEN, &answers(b"\x1a\x32\x72", None, None));
        assert_eq!((state, output), (PrinterState::Trouble(PaperOut), hanging));
        let stuck = answers(b"\x1a\x52\x12", Some(0x16), None);
        assert_eq!(said(CITIZEN, &stuck).0, PrinterState::Trouble(PaperJam));
    }

    #[test]
    fn every_bit_of_customs_full_status_has_its_meaning() {
        let well = b"\x12\x12\x12";
        let full = |bytes| said(CUSTOM, &answers(well, None, Some(bytes)));
        let output = |ticket, moving| Some(Output { ticket, moving });
        assert_eq!(full([0, 0, 0, 0]), (PrinterState::Ready, output(false, false)));
        // Bit 7: no black mark over the sensor, which most rolls have not.
        assert_eq!(full([0x80, 0, 0, 0]), (PrinterState::Ready, output(false, false)));
        assert_eq!(full([0x20, 0, 0, 0]), (PrinterState::Ready, output(true, false)));
        assert_eq!(full([0x20, 0x08, 0, 0]), (PrinterState::Ready, output(true, true)));
        assert_eq!(full([0x24, 0, 0, 0]), (PrinterState::NearEnd, output(true, false)));
        for (bytes, cause) in [
            ([0x01, 0, 0, 0], PaperOut),
            ([0x44, 0, 0, 0], PaperOut),
            ([0, 0x01, 0, 0], CoverOpen),
            ([0, 0x02, 0, 0], CoverOpen),
            ([0, 0, 0x01, 0], Overheated),
            ([0, 0, 0x40, 0], PaperJam),
            ([0, 0, 0, 0x01], Cutter),
            ([0, 0, 0, 0x04], Broken),
            ([0, 0, 0, 0x80], Broken),
        ] {
            assert_eq!(full(bytes).0, PrinterState::Trouble(cause), "{bytes:02x?}");
        }
        let refused = answers(well, None, Some([0, 0, 0x20, 0]));
        assert_eq!(said(CUSTOM, &refused).0, PrinterState::Ready);
        assert!(refused.to_string().contains("another profile"), "{refused}");
        assert_eq!(said(CUSTOM, &answers(well, None, None)), (PrinterState::Ready, None));
    }
}
