//! An open port with an ear: writes go out, answers are sorted as they come.
//!
//! Belongs here: asking one thing and hearing its answer among others. Never here: what an answer means for a job
//! (that is `attempt`), or opening and closing (that is `mod`).

use std::time::{Duration, Instant};

use crate::domain::print::{PrintCause, PrinterState};
use crate::printer::reply::{Demultiplexer, Reply};
use crate::printer::request::{self, Question};
use crate::printer::transport::{Evidence, Transport, TransportError};

/// A port that is open.
pub(super) struct Link {
    transport: Box<dyn Transport>,
    demultiplexer: Demultiplexer,
    heard: Heard,
    /// Bytes taken since the port was opened, questions and all.
    written: usize,
}

/// What was heard and nobody has taken up yet.
#[derive(Debug, Default)]
struct Heard {
    status: Option<u8>,
    in_turn: Vec<u8>,
    process_ids: Vec<[u8; 4]>,
    cleared: bool,
    /// Bytes that belong to no answer: while there are any, one single byte proves nothing.
    noise: usize,
}

/// What a printer says about itself; `None` where it does not answer.
pub(super) type Health = Option<Condition>;

/// A printer that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    /// Its answers in words.
    pub state: PrinterState,
    /// Its answers as they came, for the log: question and byte.
    pub answers: String,
}

impl Link {
    pub(super) fn new(transport: Box<dyn Transport>) -> Link {
        let (demultiplexer, heard) = (Demultiplexer::default(), Heard::default());
        Link { transport, demultiplexer, heard, written: 0 }
    }

    /// Whether the printer can say anything on this port.
    pub(super) fn answers(&self) -> bool {
        self.transport.answers()
    }

    pub(super) fn write(&mut self, bytes: &[u8], deadline: Instant) -> Result<(), TransportError> {
        self.transport.write(bytes, deadline)?;
        self.written += bytes.len();
        Ok(())
    }

    /// Bytes taken since the port was opened: what an error's `sent` is measured against.
    pub(super) fn written(&self) -> usize {
        self.written
    }

    pub(super) fn drain(&mut self, deadline: Instant) -> Result<Evidence, TransportError> {
        self.transport.drain(deadline)
    }

    pub(super) fn finish(mut self, deadline: Instant) -> Result<Evidence, TransportError> {
        self.transport.finish(deadline)
    }

    /// Listens until `deadline`, or until something has come.
    fn listen(&mut self, deadline: Instant) -> Result<(), TransportError> {
        self.hear(deadline).map(drop)
    }

    /// As `listen`, and tells how many bytes came.
    fn hear(&mut self, deadline: Instant) -> Result<usize, TransportError> {
        let mut buffer = [0; 256];
        let count = self.transport.read(&mut buffer, deadline)?;
        let mut replies = Vec::new();
        self.demultiplexer.take(&buffer[..count], &mut replies);
        replies.into_iter().for_each(|reply| self.heard.take(reply));
        Ok(count)
    }

    /// Hears everything that has already come and forgets the answers that nobody waits for. Process ids are kept:
    /// each names its own job. Returns how many answers to `GS r` were among them.
    pub(super) fn forget_old_answers(&mut self) -> Result<usize, TransportError> {
        // More than any printer says unasked; a line that never falls silent must not hold us.
        for _ in 0..64 {
            if self.hear(Instant::now())? == 0 {
                break;
            }
        }
        let process_ids = std::mem::take(&mut self.heard.process_ids);
        let old = std::mem::replace(&mut self.heard, Heard { process_ids, ..Heard::default() });
        Ok(old.in_turn.len())
    }

    /// The process ids that have come since the last call.
    pub(super) fn process_ids(&mut self) -> Vec<[u8; 4]> {
        std::mem::take(&mut self.heard.process_ids)
    }

    /// The answers to `GS r` that have come since the last call.
    pub(super) fn in_turn(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.heard.in_turn)
    }

    /// Whether anything was heard that is no answer: then a single byte proves nothing.
    pub(super) fn is_noisy(&self) -> bool {
        self.heard.noise > 0
    }

    /// Asks one real-time question. `None`: no answer before the deadline.
    fn ask(&mut self, question: Question, deadline: Instant) -> Result<Option<u8>, TransportError> {
        self.heard.status = None;
        self.write(&question.bytes(), deadline)?;
        loop {
            if let Some(status) = self.heard.status.take() {
                return Ok(Some(status));
            }
            if Instant::now() >= deadline {
                return Ok(None);
            }
            self.listen(deadline)?;
        }
    }

    /// Asks how the printer is, question by question, so that no answer is taken for another's.
    pub(super) fn health(
        &mut self,
        near_end_sensor: bool,
        deadline: Instant,
    ) -> Result<Health, TransportError> {
        let mut answers = Vec::new();
        let mut bits = |link: &mut Link, question| -> Result<Option<u8>, TransportError> {
            let answer = link.ask(question, deadline)?;
            if let Some(byte) = answer {
                answers.push(format!("DLE EOT {}: {byte:02x}h", question as u8));
            }
            Ok(answer)
        };
        let Some(printer) = bits(self, Question::Printer)? else { return Ok(None) };
        let Some(offline) = bits(self, Question::Offline)? else { return Ok(None) };
        let Some(paper) = bits(self, Question::Paper)? else { return Ok(None) };
        let fault = match offline & 0x40 {
            0 => Some(0),
            _ => bits(self, Question::Fault)?,
        };
        let Some(fault) = fault else { return Ok(None) };
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
        Ok(Some(Condition { state, answers: answers.join(", ") }))
    }

    /// Throws away what the printer holds; true when it says that it did.
    pub(super) fn clear(&mut self, deadline: Instant) -> Result<bool, TransportError> {
        self.heard.cleared = false;
        self.write(&request::CLEAR, deadline)?;
        while !self.heard.cleared && Instant::now() < deadline {
            self.listen(deadline)?;
        }
        Ok(self.heard.cleared)
    }

    /// Listens for a while and no longer, whatever comes.
    pub(super) fn listen_for(&mut self, pause: Duration) -> Result<(), TransportError> {
        self.listen(Instant::now() + pause)
    }
}

impl Heard {
    fn take(&mut self, reply: Reply) {
        match reply {
            Reply::Status(byte) => self.status = Some(byte),
            Reply::InTurn(byte) => self.in_turn.push(byte),
            Reply::ProcessId(id) => self.process_ids.push(id),
            Reply::Cleared => self.cleared = true,
            Reply::Noise(_) => self.noise += 1,
            // An automatic status only repeats what is asked for; a block is of no use to a job.
            Reply::Automatic(_) | Reply::Block(_) => {}
        }
    }
}
