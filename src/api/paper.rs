//! What is known of paper: how a print job ended, the sheets of a ticket, a sheet that nobody has printed.

use crate::domain::{PrintState, PrinterId, TicketNumber};
use crate::office::Office;
use crate::paper::Composed;
use crate::queue::PrintJob;
use schemars::JsonSchema;
use serde::Serialize;

/// What is known of the paper.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Print {
    /// `printed`, `pending`, `failed`, `unknown`, `withdrawn` or `none`.
    pub state: &'static str,
    /// How strong the claim "printed" is.
    pub level: Option<&'static str>,
    /// Why there is no paper, why there is none yet, or why nobody knows.
    pub cause: Option<&'static str>,
}

impl Print {
    /// What a job came to; `None`: there is none.
    pub fn of(state: Option<PrintState>) -> Self {
        let (state, level, cause) = match state {
            None => ("none", None, None),
            Some(PrintState::Pending | PrintState::Sending) => ("pending", None, None),
            Some(PrintState::Postponed(cause)) => ("pending", None, Some(cause.code())),
            Some(PrintState::Printed(level)) => ("printed", Some(level.code()), None),
            Some(PrintState::Failed(cause)) => ("failed", None, Some(cause.code())),
            Some(PrintState::Unknown(cause)) => ("unknown", None, Some(cause.code())),
            Some(PrintState::Withdrawn(cause)) => ("withdrawn", None, Some(cause.code())),
        };
        Self { state, level, cause }
    }
}

/// One paper of a ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Paper {
    /// `ticket` or `slip`.
    pub kind: &'static str,
    /// Which copy it is; 0 for the first paper.
    pub copy: u32,
    /// What the queue names its printer by.
    pub printer: String,
    /// Where that printer is now; `null` when the office file no longer says so.
    pub address: Option<String>,
    /// The profile it is printed by.
    pub profile: String,
    /// What came of it.
    #[serde(flatten)]
    pub print: Print,
}

impl Paper {
    /// The paper of a job.
    pub fn of(job: &PrintJob, office: &Office) -> Self {
        let address = match PrinterId::new(&job.printer) {
            Some(id) => office.printer(&id).and_then(|printer| printer.address.clone()),
            // A printer that only a command has named is named by its address.
            None => Some(job.printer.clone()),
        };
        Self {
            kind: job.kind().code(),
            copy: job.copy,
            printer: job.printer.clone(),
            address,
            profile: job.profile.clone(),
            print: Print::of(Some(job.state)),
        }
    }
}

/// Answer of `paper`: what a printer would get.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Sheet {
    /// The number of the ticket.
    pub number: String,
    /// The profile that it was made for.
    pub profile: String,
    /// How many bytes a printer would get.
    pub bytes: usize,
    /// How much paper they take, in millimetres.
    pub height_mm: f64,
    /// How many sheets they are, each cut by itself.
    pub sheets: usize,
    /// With `--text`: the ticket as text.
    pub text: Option<String>,
}

impl Sheet {
    /// What was composed for this profile, and its text where that is wanted.
    pub fn of(
        number: TicketNumber,
        profile: &str,
        composed: &Composed,
        text: Option<String>,
    ) -> Self {
        Self {
            number: number.to_string(),
            profile: profile.to_owned(),
            bytes: composed.bytes.len(),
            height_mm: composed.height_mm,
            sheets: composed.sheets(),
            text,
        }
    }
}
