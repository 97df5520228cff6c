//! What is known about the paper of a ticket: never more than was learned.
//!
//! Belongs here: the states of a print job and the reasons why paper may be missing.
//! Never here: bytes, ports, or the wording that people read (that is `words`).

use super::coded::coded;
use chrono::TimeDelta;

/// So long after it was asked for, a job of which nothing could be sent is tried again.
///
/// Whoever took a number without paper is shown it for half a minute and stands there; boxes on the network that serve one
/// connection at a time free a dead one within 10 to 20 seconds, and so long a cover is open for a new roll. A paper that
/// comes out later comes out for nobody.
pub const TRIED_AGAIN_FOR: TimeDelta = TimeDelta::seconds(20);

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
    /// The host at the printer's address takes no connection: it may serve another computer, be starting, or be another
    /// machine.
    Refused,
    /// What is at the printer's address is no printer: a file, a folder, a pipe, a screen.
    NotAPrinter,
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
    /// The printer says that its roll is used up.
    PaperOut,
    /// The printer says that its cover is open.
    CoverOpen,
    /// The printer says that its cutter is jammed.
    Cutter,
    /// The printer says that paper is stuck in it, behind its blade.
    PaperJam,
    /// The printer says that its head is too hot or its voltage wrong; it goes on by itself.
    Overheated,
    /// The printer says that it is broken and needs to be switched off.
    Broken,
    /// The printer says that it is offline, and nothing more.
    Offline,
    /// A printer that should answer said nothing.
    NoAnswer,
    /// It may still hold bytes of an earlier ticket and has no command to throw them away: it must be switched off
    /// and on before anything is sent, or the old ticket would come out first.
    PowerCycle,
}

/// What a print job puts on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrintKind {
    /// The ticket with the number.
    Ticket,
    /// The slip that goes with a file handed back: what is missing.
    Slip,
    /// The list of documents for whoever has no number yet.
    Leaflet,
}

/// The life of one print job.
///
/// ```text
///             .--- nothing was sent, and it may pass ---.
///             v                                         |
/// Pending, Postponed(cause) ------------------------> Sending -> Printed(level)         ^
///    |            |                                      |-----> Failed(cause)          |    no whole ticket came out,
///    |            |                                      |                              |    and none will
///    |            |                                      '-----> Unknown(cause) --------'    some bytes left, the rest
///    |            |                                                                          is silence
///    |------------'---- nobody waits for it any more ----------> Withdrawn(cause)
///    '------------'---- it has waited too long ----------------> Failed(cause)               no byte was ever sent
/// ```
/// `Unknown` becomes `Printed` when the printer's acknowledgement arrives after all; that is the only way out of it.
/// The spool moves a job out of `Pending`, `Postponed` and `Sending`; a restart of the spool moves what it finds in `Sending`
/// to `Unknown(Interrupted)`. A kiosk withdraws what its visitor no longer waits for. Only a job of which no byte was sent
/// is tried again: a second paper is a new job that says it is a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrintState {
    /// Recorded together with the ticket; no byte was sent.
    Pending,
    /// Tried, and no byte was sent, for this reason; tried again soon, see [`TRIED_AGAIN_FOR`].
    Postponed(PrintCause),
    /// Recorded before the first byte: if the program dies now, the result is unknown.
    Sending,
    /// On paper as far as the level says.
    Printed(PrintLevel),
    /// Not on paper, or only the beginning of it.
    Failed(PrintCause),
    /// Perhaps on paper, perhaps in part. Never printed again without a person asking.
    Unknown(PrintCause),
    /// Not printed because whoever waited for it has gone; the reason is what its last attempt saw, else
    /// [`PrintCause::Expired`].
    Withdrawn(PrintCause),
}

/// What one attempt to print came to; the only three ways for a job to leave `Sending`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrintOutcome {
    /// All bytes went, with this much evidence.
    Printed(PrintLevel),
    /// No byte was sent, or the printer stopped and what it still held was thrown away: no whole ticket will come out.
    Failed(PrintCause),
    /// Some bytes went and the rest is not known.
    Unknown(PrintCause),
}

/// What is known about a printer while it prints nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PrinterState {
    /// It has not been asked, or it cannot say.
    #[default]
    Unknown,
    /// It would print.
    Ready,
    /// It would print, but its roll ends soon.
    NearEnd,
    /// It would print, and its last ticket still hangs in its output.
    TicketNotTaken,
    /// It prints nothing until somebody helps.
    Trouble(PrintCause),
}

/// What its owner has noticed of a printer beside its state, as the printer's record names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Incident {
    /// Nobody has taken the ticket in its output for longer than a visitor needs.
    TicketNotTaken,
    /// That ticket was taken back into the kiosk.
    TicketRetracted,
    /// That ticket was pushed out to make room for the next one.
    TicketEjected,
    /// It acknowledges sooner than paper can move: that it has received, not that it has printed.
    AcknowledgesReceipt,
    /// It does not know the acknowledgement that its profile names, and was well all the time.
    NeverAcknowledges,
    /// It gives the acknowledgement that its profile names: news of a printer of which the opposite was noted.
    Acknowledges,
}

impl Incident {
    /// Whether it says what kind of printer this is: told once, not each time it is noticed.
    pub fn is_a_trait(self) -> bool {
        match self {
            Incident::AcknowledgesReceipt
            | Incident::NeverAcknowledges
            | Incident::Acknowledges => true,
            Incident::TicketNotTaken | Incident::TicketRetracted | Incident::TicketEjected => false,
        }
    }

    /// The trait that cannot be true beside this one.
    pub fn contrary(self) -> Option<Incident> {
        match self {
            Incident::NeverAcknowledges => Some(Incident::Acknowledges),
            Incident::Acknowledges => Some(Incident::NeverAcknowledges),
            _ => None,
        }
    }

    /// Whether this is worth a line behind what was `noted` of a printer, newest first. A trait is noted once, until its
    /// contrary is; that a printer does what its profile says is no news by itself.
    pub fn is_news(self, noted: &[&str]) -> bool {
        let contrary = self.contrary().map(Incident::code);
        let says = |kind: &&str| *kind == self.code() || Some(*kind) == contrary;
        match noted.iter().copied().find(says) {
            _ if !self.is_a_trait() => true,
            Some(newest) => newest != self.code(),
            None => self != Incident::Acknowledges,
        }
    }
}

/// What a job that went wrong left behind in its printer. It outlives the program that knows it, so the queue keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Remains {
    /// The printer may still hold bytes of a job that did not come out: it is cleared, or switched off and on, before
    /// anything else is sent.
    pub leftover: bool,
    /// Half a ticket may hang out, already on paper: no command and no power switch takes it back, only a cut.
    pub partial_ticket: bool,
    /// How many answers without a name (`GS r`) it may still give to questions of jobs that are over: none of them is the
    /// answer to the next job.
    pub answers_owed: u8,
}

impl Remains {
    /// What is in and at a printer of which both are known.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            leftover: self.leftover || other.leftover,
            partial_ticket: self.partial_ticket || other.partial_ticket,
            answers_owed: self.answers_owed.max(other.answers_owed),
        }
    }
}

impl PrinterState {
    /// Its code, as the store and the JSON of the command line write it; [`PrinterState::cause`] completes it.
    pub fn code(self) -> &'static str {
        match self {
            PrinterState::Unknown => "unknown",
            PrinterState::Ready => "ready",
            PrinterState::NearEnd => "near-end",
            PrinterState::TicketNotTaken => "ticket-not-taken",
            PrinterState::Trouble(_) => "trouble",
        }
    }

    /// This state, once something was printed: what was in the way is gone.
    #[must_use]
    pub fn without_trouble(self) -> Self {
        match self {
            PrinterState::Trouble(_) => PrinterState::Unknown,
            PrinterState::TicketNotTaken => PrinterState::Ready,
            state => state,
        }
    }

    /// Why it prints nothing.
    pub fn cause(self) -> Option<PrintCause> {
        match self {
            PrinterState::Trouble(cause) => Some(cause),
            _ => None,
        }
    }

    /// The state with this code and this cause; `None` when they do not belong together.
    pub fn from_code(code: &str, cause: Option<PrintCause>) -> Option<Self> {
        match (code, cause) {
            ("unknown", None) => Some(PrinterState::Unknown),
            ("ready", None) => Some(PrinterState::Ready),
            ("near-end", None) => Some(PrinterState::NearEnd),
            ("ticket-not-taken", None) => Some(PrinterState::TicketNotTaken),
            ("trouble", Some(cause)) => Some(PrinterState::Trouble(cause)),
            _ => None,
        }
    }
}

impl PrintState {
    /// Whether it waits to be sent: no byte of it has been.
    pub fn is_waiting(self) -> bool {
        matches!(self, PrintState::Pending | PrintState::Postponed(_))
    }

    /// Whether its paper may still come without anybody doing anything.
    pub fn is_open(self) -> bool {
        self.is_waiting() || self == PrintState::Sending
    }
}

impl PrintCause {
    /// Whether the next attempt may go better without a technician: what a printer, a cable or whoever stands beside it can
    /// end within seconds.
    pub fn may_pass(self) -> bool {
        match self {
            PrintCause::Unreachable
            | PrintCause::Refused
            | PrintCause::Busy
            | PrintCause::Stalled
            | PrintCause::Disconnected
            | PrintCause::Io
            | PrintCause::NoAnswer
            | PrintCause::PaperOut
            | PrintCause::CoverOpen
            | PrintCause::Cutter
            | PrintCause::PaperJam
            | PrintCause::Overheated
            | PrintCause::Offline => true,
            PrintCause::Permission
            | PrintCause::NotAPrinter
            | PrintCause::Interrupted
            | PrintCause::Expired
            | PrintCause::Layout
            | PrintCause::Broken
            | PrintCause::PowerCycle => false,
        }
    }

    /// Whether a job of which nothing was sent for this reason may be sent when it is so old. A job from the future was
    /// asked for before the clock was set back: nobody knows how old it is.
    pub fn is_tried_again(self, age: TimeDelta) -> bool {
        self.may_pass() && (TimeDelta::zero()..=TRIED_AGAIN_FOR).contains(&age)
    }
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

coded!(PrintKind {
    Ticket = "ticket",
    Slip = "slip",
    Leaflet = "leaflet",
});

coded!(Incident {
    TicketNotTaken = "ticket-not-taken",
    TicketRetracted = "ticket-retracted",
    TicketEjected = "ticket-ejected",
    AcknowledgesReceipt = "acknowledges-receipt",
    NeverAcknowledges = "never-acknowledges",
    Acknowledges = "acknowledges",
});

coded!(PrintLevel {
    SentOnly = "sent-only",
    Drained = "drained",
    StatusAfterData = "status-after-data",
    ProcessId = "process-id",
});

coded!(PrintCause {
    Unreachable = "unreachable",
    Refused = "refused",
    NotAPrinter = "not-a-printer",
    Permission = "permission",
    Busy = "busy",
    Stalled = "stalled",
    Disconnected = "disconnected",
    Io = "io",
    Interrupted = "interrupted",
    Expired = "expired",
    Layout = "layout",
    PaperOut = "paper-out",
    CoverOpen = "cover-open",
    Cutter = "cutter",
    PaperJam = "paper-jam",
    Overheated = "overheated",
    Broken = "broken",
    Offline = "offline",
    NoAnswer = "no-answer",
    PowerCycle = "power-cycle",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_tried_again_for_twenty_seconds() {
        let seconds = TimeDelta::seconds;
        for cause in [PrintCause::Busy, PrintCause::Unreachable, PrintCause::CoverOpen] {
            let tried = [-1, 0, 20, 21].map(|age| cause.is_tried_again(seconds(age)));
            assert_eq!(tried, [false, true, true, false], "{cause}");
        }
    }

    #[test]
    fn what_only_a_person_can_end_is_not_tried_again() {
        use PrintCause::{Broken, Expired, Interrupted, Layout, Permission, PowerCycle};
        for cause in [Permission, Layout, Broken, PowerCycle, Expired, Interrupted] {
            assert!(!cause.is_tried_again(TimeDelta::zero()), "{cause}");
        }
    }
}
