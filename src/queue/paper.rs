//! What the queue keeps of paper and of printers.
//!
//! Plain records. Never here: what a state means (`domain`), or when one is written (`desk`).

use crate::domain::{
    CaseId, Language, OfficerId, PrintCause, PrintKind, PrintState, PrinterState, Remains,
    ServiceCode, TicketId, Timestamp,
};
use std::fmt;

/// A list of documents for whoever has no number yet. What stands on it is read from the office file when it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaflet {
    /// The service.
    pub service: ServiceCode,
    /// The case; none where the service has none.
    pub case: Option<CaseId>,
    /// The language of the paper.
    pub language: Language,
}

impl fmt::Display for Leaflet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.service, self.language.code())?;
        self.case.as_ref().map_or(Ok(()), |case| write!(f, " {}", case.as_str()))
    }
}

/// What a print job puts on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintContent {
    /// The ticket with the number.
    Ticket,
    /// The slip that goes with a file handed back: which of the documents that its case needs are missing, counted from 1.
    Slip(Vec<u16>),
    /// A list of documents.
    Leaflet(Leaflet),
}

impl PrintContent {
    /// Which kind of paper it is.
    pub fn kind(&self) -> PrintKind {
        match self {
            Self::Ticket => PrintKind::Ticket,
            Self::Slip(_) => PrintKind::Slip,
            Self::Leaflet(_) => PrintKind::Leaflet,
        }
    }
}

/// One attempt to put something on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintJob {
    /// Its number in the queue file.
    pub id: i64,
    /// The ticket it belongs to; a leaflet belongs to none.
    pub ticket: Option<TicketId>,
    /// What it prints.
    pub content: PrintContent,
    /// 0 is the paper itself, n its n-th copy.
    pub copy: u32,
    /// The printer's id.
    pub printer: String,
    /// The printer's profile.
    pub profile: String,
    /// What is known of it.
    pub state: PrintState,
    /// When it was asked for.
    pub created_at: Timestamp,
}

impl PrintJob {
    /// Which kind of paper it is.
    pub fn kind(&self) -> PrintKind {
        self.content.kind()
    }
}

/// What is known of a printer: the word of its owner, or of its last owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterRecord {
    /// The printer's id.
    pub printer: String,
    /// Where its last owner found it; `None` when none has said so, or when it is known by another id there since.
    pub address: Option<String>,
    /// Which port that is, by its lasting name, whatever spelling leads there; `None` as for the address, and while nothing
    /// that could be asked was plugged in.
    pub identity: Option<String>,
    /// Whether it would print.
    pub state: PrinterState,
    /// What jobs that went wrong left behind in it.
    pub remains: Remains,
    /// What it said, for the technician.
    pub note: String,
    /// Since when state and remains are as they are.
    pub since: Timestamp,
}

/// One line of the log of a printer. Appended, never edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterEvent {
    /// When, by the clock of the machine that wrote it.
    pub at: Timestamp,
    /// What: the code of a state it came into, or `power-cycled`.
    pub kind: String,
    /// Why it prints nothing, where that is the state.
    pub cause: Option<PrintCause>,
    /// Who did it, where somebody did.
    pub officer: Option<OfficerId>,
}
