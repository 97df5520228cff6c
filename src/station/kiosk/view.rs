//! What a kiosk shows at a moment, as plain values: sentences, tones and codes.
//!
//! Never here: how it is drawn, or what a touch does (`flow`).

use super::aids::Modes;
use super::standard::Section;
use crate::domain::Language;
use crate::phrase::tile::TileFact;

/// Which page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageKind {
    /// Which service?
    #[default]
    Services,
    /// No numbers now.
    Closed,
    /// Why?
    Cases,
    /// Are these documents here?
    Documents,
    /// Which lane?
    Priority,
    /// This service gives no number now.
    Refused,
    /// The published standard.
    Standard,
    /// A number is being made.
    Issuing,
    /// The number.
    Number,
    /// What to bring next time.
    Incomplete,
    /// No number could be given.
    Trouble,
}

/// How serious a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// For information.
    #[default]
    Calm,
    /// Something to heed.
    Warn,
}

/// What a sentence in the strip is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum About {
    /// Staff.
    #[default]
    Staff,
    /// The time that is left.
    Time,
    /// Printer and paper.
    Paper,
}

/// A sentence that comes and goes, in its reserved strip.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notice {
    /// How serious.
    pub tone: Tone,
    /// About what.
    pub about: About,
    /// The sentence.
    pub text: String,
}

/// A language to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LanguageChoice {
    /// Which.
    pub language: Language,
    /// Its name in itself, so that its speakers find it.
    pub name: &'static str,
}

/// A service to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tile {
    /// Its letter.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of its picture.
    pub picture: &'static str,
    /// What helps to decide; empty where nothing is known.
    pub fact: String,
    /// The same where there is little room.
    pub brief: String,
    /// What it is about.
    pub mark: TileFact,
    /// The same for whoever hears the screen.
    pub spoken: String,
}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The id of its case.
    pub id: String,
    /// A whole sentence.
    pub text: String,
    /// The code of its picture.
    pub picture: &'static str,
}

/// A counter and the number that is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AtCounter {
    /// "Loket 1".
    pub counter: String,
    /// "T008".
    pub number: String,
}

/// What is known of a ticket's paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PaperKind {
    /// It is being printed.
    #[default]
    Printing,
    /// It is there.
    Printed,
    /// It is not there, or nobody knows: the number has to be noted.
    Missing,
}

/// Whether the number can be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hearing {
    /// The kiosk says nothing.
    #[default]
    Never,
    /// It says the number to whoever asks.
    Asked,
    /// It would, but nothing is heard.
    Silent,
}

/// The page of the number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberView {
    /// "T012".
    pub number: String,
    /// Whether it has priority.
    pub priority: bool,
    /// "Loket 1": where to go when the number is called.
    pub place: String,
    /// "4 orang di depan Anda".
    pub ahead: String,
    /// "20-30 menit", or that nobody knows.
    pub wait: String,
    /// What became of its paper.
    pub paper: PaperKind,
    /// The same as a sentence.
    pub paper_title: String,
    /// What to do about it.
    pub paper_text: String,
}

/// How long a page stays that leaves by itself, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// So long.
    pub left: u32,
    /// Of so many.
    pub of: u32,
}

/// What a kiosk shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Which page.
    pub page: PageKind,
    /// What is said when the page appears, for whoever hears the screen.
    pub told: String,
    /// The name of the office.
    pub office: String,
    /// Where it is.
    pub region: String,
    /// "10:42"; empty while the time is not known.
    pub clock: String,
    /// The languages to choose from; none where there is only one.
    pub languages: Vec<LanguageChoice>,
    /// The chosen one.
    pub language: Language,
    /// The modes that are on.
    pub modes: Modes,
    /// What comes and goes; two at most.
    pub notices: Vec<Notice>,
    /// Whether staff can be called.
    pub can_ask: bool,
    /// Seconds left in "Masih di sini?"; 0 while it is not asked.
    pub idle_seconds: u32,
    /// The services.
    pub services: Vec<Tile>,
    /// The place of a service or an answer that is to be seen, where they need several pages.
    pub first_choice: usize,
    /// Who is served now.
    pub at_counters: Vec<AtCounter>,
    /// The service of the page: letter, picture and name.
    pub service: Option<(String, &'static str, String)>,
    /// What was chosen, and how many questions there are.
    pub trail: String,
    /// Whether a question about this service has been answered before.
    pub answered: bool,
    /// What the page asks or tells, in large letters.
    pub heading: String,
    /// The answers to a question about the case.
    pub answers: Vec<Answer>,
    /// The documents.
    pub documents: Vec<String>,
    /// Who may apply; empty where the standard does not say.
    pub eligibility: String,
    /// What it costs and how long it takes; empty where nobody has said.
    pub promise: String,
    /// What became of the list on paper.
    pub list_note: String,
    /// Whether it can be printed.
    pub can_print_list: bool,
    /// What the applicant brings, by the standard.
    pub brings: Vec<Section>,
    /// What the office does.
    pub does: Vec<Section>,
    /// The number.
    pub number: NumberView,
    /// Whether it can be heard.
    pub hearing: Hearing,
    /// How long the page stays; `None` where it does not leave by itself.
    pub rest: Option<Rest>,
    /// Why there is no number, and what to do.
    pub text: String,
    /// When the office is open.
    pub hours: Vec<(String, String)>,
}
