//! The answers of `printer`, as JSON and as text. Fields are added, never renamed or removed.

use super::super::answer::Print;
use crate::app::in_english;
use crate::desk::{PrintTarget, PrinterFile};
use crate::domain::{Language, PrintCause, PrintState, PrinterState, Timestamp};
use crate::office::Office;
use crate::paper::Composed;
use crate::printer::discovery::{Found, Kind};
use crate::printer::{Learned, PrintResult};
use crate::queue::PrinterRecord;
use crate::words::Words;
use serde::Serialize;
use std::fmt::Write;

/// The command line speaks English.
fn words() -> &'static Words {
    Words::of(Language::English)
}

/// Why a printer prints nothing, and what to do.
pub(super) fn trouble(target: &PrintTarget, cause: PrintCause) -> String {
    format!("{}: {}", target.printer, in_english(cause))
}

/// A printer in a line of text: its id, and where it is.
fn of_name(printer: &str, address: &str) -> String {
    if printer == address { address.to_owned() } else { format!("{printer} at {address}") }
}

fn of_state(state: PrinterState) -> String {
    match state {
        PrinterState::Trouble(cause) => words().text(&format!("cause.{cause}")).to_owned(),
        PrinterState::Ready => words().text("printing.ready").to_owned(),
        PrinterState::NearEnd => words().text("printing.near-end").to_owned(),
        PrinterState::TicketNotTaken => words().text("printing.ticket-not-taken").to_owned(),
        PrinterState::Unknown => words().text("printing.unknown").to_owned(),
    }
}

fn local(at: Timestamp, office: &Office) -> String {
    at.with_timezone(&office.zone).to_rfc3339()
}

/// Answer of `printer list`.
#[derive(Debug, Serialize)]
pub(super) struct List {
    printers: Vec<Port>,
}

#[derive(Debug, Serialize)]
struct Port {
    /// What to write into office.toml: the address that stays, where there is one.
    address: String,
    /// `usb`, `serial` or `parallel`.
    kind: &'static str,
    description: String,
    /// The port's name of today.
    port: String,
    /// Whether this account may use it now.
    usable: bool,
    /// What to do where it may not.
    advice: Option<String>,
}

impl List {
    pub(super) fn of(found: &[Found]) -> Self {
        let port = |found: &Found| Port {
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
        };
        Self { printers: found.iter().map(port).collect() }
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        for Port { address, description, port, advice, .. } in &self.printers {
            let today = if address.ends_with(port.as_str()) {
                String::new()
            } else {
                format!(", today {port}")
            };
            let _ = writeln!(text, "{address}  {description}{today}");
            if let Some(advice) = advice {
                let _ = writeln!(text, "    {advice}");
            }
        }
        if self.printers.is_empty() {
            text += "no port of this machine has a printer\n";
        }
        text + "a printer on the network is not listed: its address is tcp://HOST:9100\n"
    }
}

/// Answer of `printer status`.
#[derive(Debug, Serialize)]
pub(super) struct Status {
    /// Its id in the office file, else its address.
    printer: String,
    /// Where it is.
    address: String,
    profile: String,
    /// Whether another program drives it; then this is what that program said.
    owned: bool,
    #[serde(flatten)]
    condition: Condition,
    /// The newest job it was given, by whomever.
    newest_job: Option<NewestJob>,
    /// What befell it, newest first.
    events: Vec<Event>,
}

/// How a printer is.
#[derive(Debug, Serialize)]
struct Condition {
    /// `ready`, `near-end`, `ticket-not-taken`, `trouble` or `unknown`.
    state: &'static str,
    /// Why it prints nothing.
    cause: Option<&'static str>,
    /// Whether it may still hold bytes of a ticket that did not come out.
    leftover: bool,
    /// Whether half a ticket may hang out of it, from which the next one is parted.
    partial_ticket: bool,
    /// Since when.
    since: Option<String>,
    /// What it said.
    note: Option<String>,
    #[serde(skip)]
    sentence: String,
}

#[derive(Debug, Serialize)]
struct NewestJob {
    number: String,
    kind: &'static str,
    copy: u32,
    #[serde(flatten)]
    print: Print,
}

#[derive(Debug, Serialize)]
struct Event {
    at: String,
    kind: String,
    cause: Option<&'static str>,
    /// Who did it, where somebody did.
    officer: Option<String>,
}

impl Condition {
    fn of(record: Option<&PrinterRecord>, office: &Office) -> Self {
        let state = record.map_or(PrinterState::Unknown, |record| record.state);
        Self {
            state: state.code(),
            cause: state.cause().map(PrintCause::code),
            leftover: record.is_some_and(|record| record.remains.leftover),
            partial_ticket: record.is_some_and(|record| record.remains.partial_ticket),
            since: record.map(|record| local(record.since, office)),
            note: record.map(|record| record.note.clone()),
            sentence: of_state(state),
        }
    }
}

impl Status {
    pub(super) fn of(
        target: &PrintTarget,
        owned: bool,
        file: &PrinterFile,
        office: &Office,
    ) -> Self {
        Self {
            printer: target.printer.clone(),
            address: target.address.clone(),
            profile: target.profile.clone(),
            owned,
            condition: Condition::of(file.record.as_ref(), office),
            newest_job: file.newest.as_ref().map(|(ticket, job)| NewestJob {
                number: ticket.number.to_string(),
                kind: job.kind().code(),
                copy: job.copy,
                print: Print::of(Some(job.state)),
            }),
            events: file
                .events
                .iter()
                .map(|event| Event {
                    at: local(event.at, office),
                    kind: event.kind.clone(),
                    cause: event.cause.map(PrintCause::code),
                    officer: event.officer.as_ref().map(ToString::to_string),
                })
                .collect(),
        }
    }

    pub(super) fn text(&self) -> String {
        let Self { printer, address, profile, condition, .. } = self;
        let mut text = format!("{} ({profile}): {}", of_name(printer, address), condition.sentence);
        let mut line = |part: String| {
            text.push('\n');
            text += &part;
        };
        if let Some(since) = &condition.since {
            line(format!("  since {since}"));
        }
        if let Some(note) = condition.note.as_ref().filter(|note| !note.is_empty()) {
            let answers = ["DLE EOT", "GS r"].iter().any(|question| note.contains(question));
            line(if answers { format!("  it said: {note}") } else { format!("  {note}") });
        }
        if condition.partial_ticket {
            line("  half a ticket may hang out of it; the next one is parted from it".to_owned());
        }
        line(if self.owned {
            "  driven by another program; this is its word".to_owned()
        } else {
            "  driven by no other program; asked just now".to_owned()
        });
        if let Some(NewestJob { number, kind, copy, print }) = &self.newest_job {
            let copy = if *copy > 0 { format!(", copy {copy}") } else { String::new() };
            line(format!("  newest job: {kind} {number}{copy}, {}", print.sentence()));
        }
        for Event { at, kind, cause, .. } in &self.events {
            let cause = cause.map(|cause| format!(" ({cause})")).unwrap_or_default();
            line(format!("  {at} {kind}{cause}"));
        }
        text + "\n"
    }
}

/// Answer of `printer test`.
#[derive(Debug, Serialize)]
pub(super) struct Tested {
    printer: String,
    address: String,
    profile: String,
    #[serde(flatten)]
    print: Print,
    bytes: usize,
    height_mm: f64,
    /// From the beginning until the last byte had left our hands; `null` when it never did.
    handed_over_ms: Option<f64>,
    /// What the printer was found to be able to do.
    learned: Abilities,
    /// The shipped profile that fits it better, where there is one.
    recommended_profile: Option<&'static str>,
    #[serde(skip)]
    begun: bool,
    #[serde(skip)]
    sentence: String,
}

/// What a printer was found to be able to do; `null`: not found out.
#[derive(Debug, Serialize)]
struct Abilities {
    /// It answers `DLE EOT`.
    answers: Option<bool>,
    /// It acknowledges by `GS ( H`.
    process_id: Option<bool>,
    /// It acknowledges by `GS r`.
    gs_r: Option<bool>,
    /// It can be emptied by `DLE DC4` function 8.
    clears: Option<bool>,
    /// It acknowledges sooner than paper can move.
    receipt_only: bool,
    slowest_answer_ms: Option<f64>,
    /// What it calls itself.
    model: Option<String>,
}

impl Abilities {
    fn of(learned: &Learned) -> Self {
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

    fn text(&self) -> String {
        let mut found = Vec::new();
        if let Some(model) = &self.model {
            found.push(format!("calls itself {model}"));
        }
        let slowest = self.slowest_answer_ms.map(|ms| format!(" within {:.0} ms", ms.ceil()));
        let named = "acknowledges each ticket by name (GS ( H)";
        let known = [
            (
                self.answers,
                format!("answers questions{}", slowest.unwrap_or_default()),
                "answers no question",
            ),
            (self.process_id, named.to_owned(), "does not know GS ( H"),
            (self.gs_r, "answers behind each ticket (GS r)".to_owned(), "does not answer GS r"),
            (self.clears, "can be emptied (DLE DC4)".to_owned(), "cannot be emptied by a command"),
        ];
        for (is, yes, no) in known {
            found.extend(is.map(|is| if is { yes } else { no.to_owned() }));
        }
        if self.receipt_only {
            let what = "acknowledges sooner than paper can move, so that proves nothing";
            found.push(what.to_owned());
        }
        found.iter().map(|line| format!("\n  it {line}")).collect()
    }
}

impl Tested {
    pub(super) fn of(
        target: &PrintTarget,
        state: PrintState,
        sheet: &Composed,
        result: &PrintResult,
    ) -> Self {
        let print = Print::of(Some(state));
        let sentence = match state {
            PrintState::Printed(level) => words().text(&format!("level.{level}")).to_owned(),
            _ => print.sentence(),
        };
        Self {
            printer: target.printer.clone(),
            address: target.address.clone(),
            profile: target.profile.clone(),
            print,
            bytes: sheet.bytes.len(),
            height_mm: sheet.height_mm,
            handed_over_ms: result.handed_over.map(|time| time.as_secs_f64() * 1000.0),
            learned: Abilities::of(&Learned::default()),
            recommended_profile: None,
            begun: result.begun,
            sentence,
        }
    }

    /// The same, with what the printer was found to be able to do and the profile that fits it better.
    pub(super) fn learning(self, learned: &Learned, recommended: Option<&'static str>) -> Self {
        Self { learned: Abilities::of(learned), recommended_profile: recommended, ..self }
    }

    pub(super) fn text(&self) -> String {
        let Self { printer, address, profile, bytes, height_mm, sentence, .. } = self;
        let sheet = match self.begun {
            true => format!("{bytes} bytes, {height_mm:.0} mm of paper"),
            false => "nothing was sent".to_owned(),
        };
        let advice = match self.recommended_profile {
            Some(better) => format!("\n  the profile {better} fits it better than {profile}"),
            None if !self.begun => String::new(),
            None if self.learned.answers == Some(true) => {
                format!("\n  the profile {profile} fits what it answered")
            }
            None => "\n  it said nothing that a profile could be chosen by; the sheet shows whether it fits".to_owned(),
        };
        let name = of_name(printer, address);
        format!("{name} ({profile}): {sentence}; {sheet}{}{advice}", self.learned.text())
    }
}

/// A line of `printer watch`.
#[derive(Debug, Serialize)]
pub(super) struct Change {
    at: String,
    printer: String,
    address: String,
    owned: bool,
    #[serde(flatten)]
    condition: Condition,
}

impl Change {
    pub(super) fn of(
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

    pub(super) fn text(&self) -> String {
        let Self { at, condition, .. } = self;
        let unowned = if self.owned { "" } else { words().text("printing.unowned") };
        format!("{at} {}. {unowned}", condition.sentence).trim_end().to_owned()
    }
}

/// Answer of `printer confirm`.
#[derive(Debug, Serialize)]
pub(super) struct Confirmed {
    pub(super) printer: String,
    pub(super) address: String,
    /// Whether that was being waited for.
    pub(super) confirmed: bool,
}

impl Confirmed {
    pub(super) fn text(&self) -> String {
        let printer = &self.printer;
        if self.confirmed {
            format!("{printer}: tickets are sent to it again")
        } else {
            format!("{printer}: nothing waited for that; nothing was changed")
        }
    }
}
