//! `[ticket]`: what stands on the office's tickets, and `[service.ticket]`: what is different on those of one service.
//!
//! Belongs here: which lines a ticket has, in which order, and the office's own texts on it. Never here: the wording
//! of a line, columns, dots (they are in `words` and `paper`).

use super::Fault;
use super::fault_log::FaultLog;
use super::outside::Outside;
use super::reader::Section;
use super::{Place, Text};
use crate::domain::Language;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What stands on a ticket. Every service has one that is complete: what it does not say itself is the office's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TicketTemplate {
    /// The picture above the header.
    pub logo: Option<Logo>,
    /// Whose ticket it is, line by line; printed where `lines` says `office`.
    pub header: Vec<Text>,
    /// What follows from top to bottom; [`TicketLine::Number`] is always among them.
    pub lines: Vec<TicketLine>,
    /// The office's own last lines.
    pub footer: Vec<Text>,
    /// The label of each sheet that is printed when the number is taken. Empty: one sheet without a label.
    pub copies: Vec<Text>,
}

/// A picture for the top of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// The name of its file in the data folder.
    pub file: String,
    /// What the file holds.
    pub png: Arc<[u8]>,
    /// Where the office file names it.
    pub place: Place,
}

/// One line of a ticket. A line that has nothing to say on a ticket is left out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TicketLine {
    /// The logo and the header.
    Office,
    /// The name of the service.
    Service,
    /// Why the visitor came, where the service distinguishes cases.
    Case,
    /// The number, as large as the paper allows.
    Number,
    /// The mark of the priority lane.
    Priority,
    /// How many wait in front.
    Ahead,
    /// How long that may take, where the office has learned it.
    Estimate,
    /// Date and time of issue.
    Time,
    /// The counters whose call to wait for.
    WaitAt,
    /// The ticket's identity for a machine.
    Qr,
    /// The number for a scanner held in the hand, which types it like a keyboard.
    Barcode,
    /// What the service costs.
    Fee,
    /// Where to complain.
    Complaints,
    /// After how many calls the number is skipped.
    Missed,
    /// A line from edge to edge; may stand several times.
    Rule,
    /// An empty line; may stand several times.
    Space,
}

/// The names in `lines`, in the order of the service standard.
const LINES: &[(&str, TicketLine)] = &[
    ("office", TicketLine::Office),
    ("service", TicketLine::Service),
    ("case", TicketLine::Case),
    ("number", TicketLine::Number),
    ("priority", TicketLine::Priority),
    ("ahead", TicketLine::Ahead),
    ("estimate", TicketLine::Estimate),
    ("time", TicketLine::Time),
    ("wait-at", TicketLine::WaitAt),
    ("qr", TicketLine::Qr),
    ("barcode", TicketLine::Barcode),
    ("fee", TicketLine::Fee),
    ("complaints", TicketLine::Complaints),
    ("missed", TicketLine::Missed),
    ("rule", TicketLine::Rule),
    ("space", TicketLine::Space),
];

/// The lines of an office that says nothing about them: whose ticket and when, what for, the number, where to go and how long
/// that may take. A code is left out for as long as it leads nowhere.
const STANDARD: &[TicketLine] = &[
    TicketLine::Office,
    TicketLine::Time,
    TicketLine::Service,
    TicketLine::Case,
    TicketLine::Number,
    TicketLine::Priority,
    TicketLine::WaitAt,
    TicketLine::Ahead,
    TicketLine::Estimate,
    TicketLine::Fee,
    TicketLine::Missed,
    TicketLine::Complaints,
];

/// More sheets than this are a slip of the hand: each of them costs paper with every visitor.
const MOST_COPIES: usize = 4;

impl TicketTemplate {
    /// The ticket of an office that says nothing about it.
    pub(super) fn standard(header: Vec<Text>) -> Self {
        Self { header, lines: STANDARD.to_vec(), ..Self::default() }
    }

    /// This template with what `section` says differently.
    pub(super) fn changed_by(
        &self,
        log: &FaultLog,
        section: Option<Section<'_>>,
        outside: &Outside<'_>,
    ) -> Self {
        let Some(section) = section else { return self.clone() };
        let texts = |name, ours: &Vec<Text>| {
            let changed = section.has(name).then(|| section.words_list(name));
            changed.unwrap_or_else(|| ours.clone())
        };
        let logo = match section.has("logo") {
            true => logo(log, &section, outside),
            false => self.logo.clone(),
        };
        let changed = Self {
            logo,
            header: texts("header", &self.header),
            lines: lines(log, &section).unwrap_or_else(|| self.lines.clone()),
            footer: texts("footer", &self.footer),
            copies: texts("copies", &self.copies),
        };
        if section.has("copies") && changed.copies.len() > MOST_COPIES {
            let place = section.place_of_key("copies");
            log.add(place.at, place.key, format!("at most {MOST_COPIES} sheets for a ticket"));
        }
        if section.has("copies") {
            no_label_twice(log, &changed.copies);
        }
        changed
    }
}

/// The label is all that tells one sheet of a ticket from another.
fn no_label_twice(log: &FaultLog, copies: &[Text]) {
    let label = |text: &Text| text.get(Language::Indonesian).to_owned();
    for (index, copy) in copies.iter().enumerate() {
        if copies[..index].iter().any(|before| label(before) == label(copy)) {
            let Place { line, key } = copy.place(Language::Indonesian).clone();
            let problem =
                format!("\"{}\" stands here twice; every sheet needs its own label", label(copy));
            log.extend(vec![Fault { line, key, problem }]);
        }
    }
}

/// An empty name is an explicit "none".
fn logo(log: &FaultLog, section: &Section<'_>, outside: &Outside<'_>) -> Option<Logo> {
    let file = section.optional_text("logo")?;
    let place = log.place(&file);
    match (outside.picture)(&file.value) {
        Ok(png) => Some(Logo { file: file.value, png: png.into(), place }),
        Err(problem) => {
            log.add(file.at, file.key, problem);
            None
        }
    }
}

fn lines(log: &FaultLog, section: &Section<'_>) -> Option<Vec<TicketLine>> {
    if !section.has("lines") {
        return None;
    }
    let mut lines = Vec::new();
    let mut seen = BTreeSet::new();
    let mut names = section.texts("lines");
    for name in &mut names {
        let Some((_, line)) = LINES.iter().find(|(known, _)| *known == name.value) else {
            let known: Vec<&str> = LINES.iter().map(|(known, _)| *known).collect();
            let known = known.join(", ");
            let problem = format!("no line \"{}\"; lines are {known}", name.value);
            log.add(name.at, &*name.key, problem);
            continue;
        };
        let may_repeat = matches!(line, TicketLine::Rule | TicketLine::Space);
        if !seen.insert(*line) && !may_repeat {
            log.add(name.at, &*name.key, format!("\"{}\" stands here twice", name.value));
        }
        lines.push(*line);
    }
    if !seen.contains(&TicketLine::Number) {
        let place = section.place_of_key("lines");
        let problem = "must have \"number\": a ticket without its number is none";
        log.add(place.at, place.key, problem);
    }
    Some(lines)
}
