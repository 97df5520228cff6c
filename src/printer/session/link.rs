//! An open port with an ear: writes go out, answers are sorted as they come.
//!
//! Belongs here: hearing one answer among others. Never here: which status answers which question (that is
//! `questions`), what an answer means for a job (that is `attempt`), or opening and closing (that is `mod`).

use std::time::{Duration, Instant};

use crate::printer::reply::{Demultiplexer, Reply};
use crate::printer::request;
use crate::printer::transport::{Evidence, Transport, TransportError};

use super::condition::{Condition, Senses};
use super::questions::{Questions, Turn};

/// A port that is open.
pub(super) struct Link {
    transport: Box<dyn Transport>,
    demultiplexer: Demultiplexer,
    heard: Heard,
    questions: Questions,
    /// Bytes taken since the port was opened, questions and all.
    written: usize,
}

/// What was heard and nobody has taken up yet.
#[derive(Debug, Default)]
struct Heard {
    in_turn: Vec<u8>,
    process_ids: Vec<[u8; 4]>,
    blocks: Vec<Vec<u8>>,
    cleared: bool,
    /// Bytes that belong to no answer: while there are any, one single byte proves nothing.
    noise: usize,
    /// Status bytes since the port was opened.
    answered: usize,
}

/// What a step of asking has come to.
#[derive(Debug)]
pub(super) enum Look {
    /// This is believed of the printer.
    Known(Condition),
    /// A round came short.
    Short,
    /// Nothing new before this moment, unless something is heard.
    Waiting(Instant),
}

impl Link {
    pub(super) fn new(transport: Box<dyn Transport>, senses: Senses) -> Link {
        Link {
            transport,
            demultiplexer: match senses.full_status() {
                true => Demultiplexer::with_full_status(),
                false => Demultiplexer::default(),
            },
            heard: Heard::default(),
            questions: Questions::new(Instant::now()),
            written: 0,
        }
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

    /// Answers may come that were not asked for here.
    pub(super) fn doubt(&mut self) {
        self.questions.doubt();
    }

    /// Listens until `deadline`, or until something has come; tells how many bytes came.
    pub(super) fn listen(&mut self, deadline: Instant) -> Result<usize, TransportError> {
        let mut buffer = [0; 256];
        let count = self.transport.read(&mut buffer, deadline)?;
        let mut replies = Vec::new();
        self.demultiplexer.take(&buffer[..count], &mut replies);
        let now = Instant::now();
        for reply in replies {
            self.heard.take(reply, &mut self.questions, now);
        }
        Ok(count)
    }

    /// Hears everything that has already come and forgets the answers that nobody waits for. Process ids are kept:
    /// each names its own job. Returns how many answers to `GS r` were among them.
    pub(super) fn forget_old_answers(&mut self) -> Result<usize, TransportError> {
        // More than any printer says unasked; a line that never falls silent must not hold us.
        for _ in 0..64 {
            if self.listen(Instant::now())? == 0 {
                break;
            }
        }
        self.heard.noise = 0;
        Ok(self.in_turn().len())
    }

    /// The process ids that have come since the last call.
    pub(super) fn process_ids(&mut self) -> Vec<[u8; 4]> {
        std::mem::take(&mut self.heard.process_ids)
    }

    /// The answers to `GS r` that have come since the last call.
    pub(super) fn in_turn(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.heard.in_turn)
    }

    /// The blocks that have come since the last call: what `GS I` says of the model.
    pub(super) fn blocks(&mut self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.heard.blocks)
    }

    /// Whether anything was heard that is no answer: then a single byte proves nothing.
    pub(super) fn is_noisy(&self) -> bool {
        self.heard.noise > 0
    }

    /// How many status bytes have come on this connection.
    pub(super) fn answered(&self) -> usize {
        self.heard.answered
    }

    /// The slowest answer on this connection.
    pub(super) fn slowest(&self) -> Option<Duration> {
        self.questions.slowest()
    }

    /// Takes the next step of asking the printer how it is, without waiting. A round may take as long as `patience`.
    pub(super) fn look(
        &mut self,
        senses: Senses,
        patience: Duration,
    ) -> Result<Look, TransportError> {
        loop {
            let now = Instant::now();
            match self.questions.turn(now, patience, senses) {
                Turn::Ask(bytes) => self.write(&bytes, now + patience)?,
                Turn::Wait(until) if until > now => return Ok(Look::Waiting(until)),
                Turn::Wait(_) => {}
                Turn::Short => return Ok(Look::Short),
                Turn::Known(condition) => return Ok(Look::Known(condition)),
            }
        }
    }

    /// Asks how the printer is, and again as long as `again` says so of a round that came short. `None`: no round was
    /// answered whole.
    pub(super) fn health(
        &mut self,
        senses: Senses,
        patience: Duration,
        mut again: impl FnMut(&Link) -> bool,
    ) -> Result<Option<Condition>, TransportError> {
        // Answers that contradict each other for as long as this belong to no printer that could be asked.
        let limit = Instant::now() + patience * 4;
        loop {
            match self.look(senses, patience)? {
                Look::Known(condition) => return Ok(Some(condition)),
                Look::Short if !again(self) => return Ok(None),
                _ if Instant::now() >= limit => return Ok(None),
                Look::Short => {}
                Look::Waiting(until) => drop(self.listen(until)?),
            }
        }
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
}

impl Heard {
    fn take(&mut self, reply: Reply, questions: &mut Questions, now: Instant) {
        match reply {
            Reply::Status(byte) => {
                self.answered += 1;
                questions.take(byte, now);
            }
            Reply::Full(full) => {
                self.answered += 1;
                questions.take_full(full, now);
            }
            Reply::InTurn(byte) => self.in_turn.push(byte),
            Reply::ProcessId(id) => self.process_ids.push(id),
            Reply::Cleared => self.cleared = true,
            Reply::Block(text) => self.blocks.push(text),
            Reply::Noise(_) => self.noise += 1,
            // It only repeats what is asked for.
            Reply::Automatic(_) => {}
        }
    }
}
