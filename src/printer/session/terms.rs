//! What a session is given and what it gives back.
//!
//! Plain values. Never here: the conversation itself.

use std::time::Duration;

use crate::domain::print::{PrintCause, PrintOutcome, PrinterState};
use crate::paper::profile::Profile;

/// How long each step may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// To reach the printer.
    pub open: Duration,
    /// Without a slice of 512 bytes being taken; at 9600 baud one takes 0.53 s.
    pub progress: Duration,
    /// For the whole job to be taken.
    pub send: Duration,
    /// For the bytes to leave this machine after they were taken. The buffer of a serial port holds
    /// 4096 bytes: 4.3 s at 9600 baud.
    pub drain: Duration,
    /// For the answers of one round of questions; `answer_ms` of a profile takes its place. Twice of it is the time in
    /// which a dead printer is told.
    pub answer: Duration,
    /// For the first answer of a printer of which nobody knows whether it answers.
    pub trying: Duration,
    /// For its acknowledgement, beyond one and a half times what it needs to print.
    pub grace: Duration,
    /// Between two rounds while the acknowledgement is awaited.
    pub poll: Duration,
    /// For its answer that everything was thrown away.
    pub clear: Duration,
    /// A connection that was asked and says nothing for so long is given up. Some boxes serve one at a time and need a
    /// second between two: whoever reconnects each second is never served.
    pub silence: Duration,
}

impl Default for Deadlines {
    /// A visitor stands in front of the kiosk: what takes longer than this is a fault. Wi-Fi, Bluetooth and device
    /// servers answer within 1.2 s as a rule.
    fn default() -> Self {
        Deadlines {
            open: Duration::from_secs(2),
            progress: Duration::from_secs(3),
            send: Duration::from_secs(30),
            drain: Duration::from_secs(6),
            answer: Duration::from_millis(1500),
            trying: Duration::from_millis(3200),
            grace: Duration::from_secs(2),
            poll: Duration::from_millis(250),
            clear: Duration::from_secs(1),
            silence: Duration::from_secs(6),
        }
    }
}

/// What an attempt came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintResult {
    /// For the store and the screen.
    pub outcome: PrintOutcome,
    /// For the log: which step, which port, what the operating system said.
    pub detail: String,
    /// Whether a byte of it may have left this machine. Otherwise it can be tried again.
    pub begun: bool,
    /// From the beginning of the attempt until the last byte had left our hands; `None` when it never did.
    pub handed_over: Option<Duration>,
}

impl PrintResult {
    /// A job of which no byte was sent.
    pub fn not_begun(cause: PrintCause, detail: String) -> PrintResult {
        PrintResult {
            outcome: PrintOutcome::Failed(cause),
            detail,
            begun: false,
            handed_over: None,
        }
    }
}

/// One job as the spool hands it over.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// Names this attempt in the printer's acknowledgement; the id of the print job.
    pub id: i64,
    /// What the bytes were encoded for.
    pub profile: &'a Profile,
    /// The whole job, with every cut.
    pub bytes: &'a [u8],
    /// How far the paper moves, in millimetres: with the profile's speed it tells when to give up waiting.
    pub height_mm: f64,
    /// How many cuts it makes.
    pub cuts: u32,
}

/// What a printer answered when it was asked how it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// For the store and the screen.
    pub state: PrinterState,
    /// For the log: what it said, byte by byte, or why it could not be asked.
    pub detail: String,
}
