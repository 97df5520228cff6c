//! Answers about printers: which there are, how one is, what a trial taught.

use super::local;
use super::paper::Print;
use crate::desk::{PrintTarget, PrinterFile};
use crate::domain::{PrintCause, PrintState, PrinterState, Ticket, Timestamp};
use crate::office::Office;
use crate::paper::Composed;
use crate::printer::Learned;
use crate::printer::PrintResult;
use crate::printer::discovery::Found;
use crate::printer::discovery::Kind;
use crate::queue::{self, PrintJob, PrinterRecord};
use schemars::JsonSchema;
use serde::Serialize;

/// Answer of `printer list`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct List {
    /// What hangs at this machine.
    pub printers: Vec<Port>,
}

impl List {
    /// Everything that was found.
    pub fn of(found: &[Found]) -> Self {
        Self { printers: found.iter().map(Port::of).collect() }
    }
}

/// A port that may have a printer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Port {
    /// What to write into office.toml: the address that stays, where there is one.
    pub address: String,
    /// `usb`, `serial` or `parallel`.
    pub kind: &'static str,
    /// What it calls itself.
    pub description: String,
    /// The port's name of today.
    pub port: String,
    /// Whether this account may use it now.
    pub usable: bool,
    /// What to do where it may not.
    pub advice: Option<String>,
}

impl Port {
    /// A port that was found.
    pub fn of(found: &Found) -> Self {
        Self {
            address: found.address.clone(),
            kind: match found.kind {
                Kind::Serial => "serial",
                Kind::Usb => "usb",
                Kind::Parallel => "parallel",
            },
            description: found.description.clone(),
            port: found.port.clone(),
            usable: found.access.is_ok(),
            advice: found.access.as_ref().err().map(|obstacle| obstacle.advice.clone()),
        }
    }
}

/// Answer of `printer status`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Status {
    /// Its id in the office file, else its address.
    pub printer: String,
    /// Where it is.
    pub address: String,
    /// The profile it is driven by.
    pub profile: String,
    /// Whether another program drives it; then this is what that program said.
    pub owned: bool,
    /// How it is.
    #[serde(flatten)]
    pub condition: Condition,
    /// The newest job it was given, by whomever.
    pub newest_job: Option<NewestJob>,
    /// What befell it, newest first.
    pub events: Vec<PrinterEvent>,
}

impl Status {
    /// What the desk knows of a printer.
    pub fn of(target: &PrintTarget, owned: bool, file: &PrinterFile, office: &Office) -> Self {
        Self {
            printer: target.printer.clone(),
            address: target.address.clone(),
            profile: target.profile.clone(),
            owned,
            condition: Condition::of(file.record.as_ref(), office),
            newest_job: file.newest.as_ref().map(|(ticket, job)| NewestJob::of(ticket, job)),
            events: file.events.iter().map(|event| PrinterEvent::of(event, office)).collect(),
        }
    }
}

/// How a printer is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Condition {
    /// `ready`, `near-end`, `ticket-not-taken`, `trouble` or `unknown`.
    pub state: &'static str,
    /// Why it prints nothing.
    pub cause: Option<&'static str>,
    /// Whether it may still hold bytes of a ticket that did not come out.
    pub leftover: bool,
    /// Whether half a ticket may hang out of it, from which the next one is parted.
    pub partial_ticket: bool,
    /// Since when, by the office's time.
    pub since: Option<String>,
    /// What it said.
    pub note: Option<String>,
}

impl Condition {
    /// What is recorded of a printer; `None`: nobody has ever asked it.
    pub fn of(record: Option<&PrinterRecord>, office: &Office) -> Self {
        let state = record.map_or(PrinterState::Unknown, |record| record.state);
        Self {
            state: state.code(),
            cause: state.cause().map(PrintCause::code),
            leftover: record.is_some_and(|record| record.remains.leftover),
            partial_ticket: record.is_some_and(|record| record.remains.partial_ticket),
            since: record.map(|record| local(record.since, office)),
            note: record.map(|record| record.note.clone()),
        }
    }
}

/// The newest job of a printer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NewestJob {
    /// The number of the ticket.
    pub number: String,
    /// `ticket` or `slip`.
    pub kind: &'static str,
    /// Which copy it is; 0 for the first paper.
    pub copy: u32,
    /// What came of it.
    #[serde(flatten)]
    pub print: Print,
}

impl NewestJob {
    /// A job and its ticket.
    pub fn of(ticket: &Ticket, job: &PrintJob) -> Self {
        Self {
            number: ticket.number.to_string(),
            kind: job.kind().code(),
            copy: job.copy,
            print: Print::of(Some(job.state)),
        }
    }
}

/// What befell a printer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PrinterEvent {
    /// When, by the office's time.
    pub at: String,
    /// What happened.
    pub kind: String,
    /// Why it printed nothing.
    pub cause: Option<&'static str>,
    /// Who did it, where somebody did.
    pub officer: Option<String>,
}

impl PrinterEvent {
    /// An event of the printer's log.
    pub fn of(event: &queue::PrinterEvent, office: &Office) -> Self {
        Self {
            at: local(event.at, office),
            kind: event.kind.clone(),
            cause: event.cause.map(PrintCause::code),
            officer: event.officer.as_ref().map(ToString::to_string),
        }
    }
}

/// Answer of `printer test`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Tested {
    /// Its id in the office file, else its address.
    pub printer: String,
    /// Where it is.
    pub address: String,
    /// The profile it is driven by.
    pub profile: String,
    /// What came of the sheet.
    #[serde(flatten)]
    pub print: Print,
    /// How many bytes the sheet has.
    pub bytes: usize,
    /// How much paper it takes, in millimetres.
    pub height_mm: f64,
    /// From the beginning until the last byte had left our hands; `null` when it never did.
    pub handed_over_ms: Option<f64>,
    /// What the printer was found to be able to do.
    pub learned: Abilities,
    /// The shipped profile that fits it better, where there is one.
    pub recommended_profile: Option<&'static str>,
}

impl Tested {
    /// What came of a sheet, before anything is known of the printer.
    pub fn of(
        target: &PrintTarget,
        state: PrintState,
        sheet: &Composed,
        result: &PrintResult,
    ) -> Self {
        Self {
            printer: target.printer.clone(),
            address: target.address.clone(),
            profile: target.profile.clone(),
            print: Print::of(Some(state)),
            bytes: sheet.bytes.len(),
            height_mm: sheet.height_mm,
            handed_over_ms: result.handed_over.map(|time| time.as_secs_f64() * 1000.0),
            learned: Abilities::of(&Learned::default()),
            recommended_profile: None,
        }
    }

    /// The same, with what the printer was found to be able to do and the profile that fits it better.
    #[must_use]
    pub fn learning(self, learned: &Learned, recommended: Option<&'static str>) -> Self {
        Self { learned: Abilities::of(learned), recommended_profile: recommended, ..self }
    }
}

/// What a printer was found to be able to do; `null`: not found out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Abilities {
    /// It answers `DLE EOT`.
    pub answers: Option<bool>,
    /// It acknowledges by `GS ( H`.
    pub process_id: Option<bool>,
    /// It acknowledges by `GS r`.
    pub gs_r: Option<bool>,
    /// It can be emptied by `DLE DC4` function 8.
    pub clears: Option<bool>,
    /// It acknowledges sooner than paper can move.
    pub receipt_only: bool,
    /// How long its slowest answer took.
    pub slowest_answer_ms: Option<f64>,
    /// What it calls itself.
    pub model: Option<String>,
}

impl Abilities {
    /// What was learned of a printer.
    pub fn of(learned: &Learned) -> Self {
        let Learned { realtime, process_id, in_turn, clear, receipt_only, .. } = *learned;
        Self {
            answers: realtime,
            process_id,
            gs_r: in_turn,
            clears: clear,
            receipt_only,
            slowest_answer_ms: learned.slowest_answer.map(|slowest| slowest.as_secs_f64() * 1000.0),
            model: learned.model.clone(),
        }
    }
}

/// A line of `printer watch`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Change {
    /// When, by the office's time.
    pub at: String,
    /// Its id in the office file, else its address.
    pub printer: String,
    /// Where it is.
    pub address: String,
    /// Whether another program drives it; then this is what that program said.
    pub owned: bool,
    /// How it is now.
    #[serde(flatten)]
    pub condition: Condition,
}

impl Change {
    /// How a printer is from now on.
    pub fn of(
        target: &PrintTarget,
        owned: bool,
        record: Option<&PrinterRecord>,
        now: Timestamp,
        office: &Office,
    ) -> Self {
        Self {
            at: local(now, office),
            printer: target.printer.clone(),
            address: target.address.clone(),
            owned,
            condition: Condition::of(record, office),
        }
    }
}

/// Answer of `printer confirm`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Confirmed {
    /// Its id in the office file, else its address.
    pub printer: String,
    /// Where it is.
    pub address: String,
    /// Whether that was being waited for.
    pub confirmed: bool,
}

impl Confirmed {
    /// What came of somebody's word.
    pub fn of(target: &PrintTarget, confirmed: bool) -> Self {
        let PrintTarget { printer, address, .. } = target.clone();
        Self { printer, address, confirmed }
    }
}
