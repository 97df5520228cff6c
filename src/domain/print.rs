//! What is known about the paper of a ticket: never more than was learned.
//!
//! Belongs here: the states of a print job and the reasons why paper may be missing.
//! Never here: bytes, ports, or the wording that people read (that is `words`).

use super::coded::coded;

/// How strong the claim "printed" is, weakest first.
///
/// A printer that took our bytes has not necessarily put them on paper, so the claim carries
/// the evidence it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrintLevel {
    /// Every byte was handed to the operating system or the network; nothing more is known.
    SentOnly,
    /// The bytes have left this machine (the port or file reported its buffer empty).
    Drained,
    /// The printer answered a status request that it executes in order with the data (GS r).
    StatusAfterData,
    /// The printer answered the process id that follows the cut (GS ( H function 48).
    ProcessId,
}

/// Why a ticket has no paper, or why nobody can say whether it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrintCause {
    /// No device or host answers at the printer's address.
    Unreachable,
    /// The operating system refused this user access to the port.
    Permission,
    /// Another program holds the port.
    Busy,
    /// The printer took no further byte before the deadline.
    Stalled,
    /// The connection or cable went away in the middle of the job.
    Disconnected,
    /// Reading or writing failed in another way (the log has the detail).
    Io,
    /// Our own program ended between the first byte and the record of the result.
    Interrupted,
    /// The job waited so long for a printer that its visitor cannot be expected to stand there.
    Expired,
    /// The ticket cannot be laid out on this printer's paper, or its profile is unknown.
    Layout,
}

/// The life of one print job.
///
/// ```text
/// Pending -> Sending -> Printed(level)
///    |          |-----> Failed(cause)    nothing useful can be on paper
///    |          '-----> Unknown(cause)   some bytes left, the rest is silence
///    '----------------> Failed(cause)    no byte was ever sent
/// ```
/// The spool moves a job out of `Pending` and out of `Sending`; a restart of the spool moves what
/// it finds in `Sending` to `Unknown(Interrupted)`. No state leads back to `Pending`: a second
/// paper is a new job that says it is a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrintState {
    /// Recorded together with the ticket; no byte was sent.
    Pending,
    /// Recorded before the first byte: if the program dies now, the result is unknown.
    Sending,
    /// On paper as far as the level says.
    Printed(PrintLevel),
    /// Not on paper.
    Failed(PrintCause),
    /// Perhaps on paper, perhaps in part. Never printed again without a person asking.
    Unknown(PrintCause),
}

/// What one attempt to print came to; the only three ways for a job to leave `Sending`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrintOutcome {
    /// All bytes went, with this much evidence.
    Printed(PrintLevel),
    /// No byte can be on paper.
    Failed(PrintCause),
    /// Some bytes went and the rest is not known.
    Unknown(PrintCause),
}

impl From<PrintOutcome> for PrintState {
    fn from(outcome: PrintOutcome) -> Self {
        match outcome {
            PrintOutcome::Printed(level) => PrintState::Printed(level),
            PrintOutcome::Failed(cause) => PrintState::Failed(cause),
            PrintOutcome::Unknown(cause) => PrintState::Unknown(cause),
        }
    }
}

coded!(PrintLevel {
    SentOnly = "sent-only",
    Drained = "drained",
    StatusAfterData = "status-after-data",
    ProcessId = "process-id",
});

coded!(PrintCause {
    Unreachable = "unreachable",
    Permission = "permission",
    Busy = "busy",
    Stalled = "stalled",
    Disconnected = "disconnected",
    Io = "io",
    Interrupted = "interrupted",
    Expired = "expired",
    Layout = "layout",
});
