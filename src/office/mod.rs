//! The office as data: `office.toml`, read into an [`Office`] that cannot be wrong.
//!
//! Belongs here: services, stages, counters, requirements, norms and the office's own texts, and the check of
//! the whole file with every fault at once. Never here: the queue, windows, printers.

mod fault;
mod fault_log;
mod icon;
mod lost;
mod opening;
mod outside;
mod parse;
mod people;
mod printer;
mod reader;
mod room;
mod screens;
mod serving;
mod standard;
mod text;
mod ticket_template;
mod voice;
mod walls;

pub use fault::Fault;
pub use icon::ServiceIcon;
pub use lost::Lost;
pub use opening::{Opening, Override};
pub use outside::Outside;
pub use people::People;
pub use printer::{PrintAs, Printer};
pub use screens::{KioskVoice, PaperSide, Screens};
pub use serving::Serving;
pub use standard::{CaseRequirements, Channel, PublishedChannel, PublishedStep};
pub use standard::{ServiceStandard, Step};
pub use text::{Place, Text};
pub use ticket_template::{Logo, TicketLine, TicketTemplate};
pub use voice::{Player, VoiceSettings};
pub use walls::{Rotation, ScreenHours, USUAL_INCHES, WallPlan};

use crate::domain::{
    Attendance, BusinessDay, CallKind, CaseId, CounterNumber, Fairness, Lane, Language, Level,
    Manner, PrinterId, PublicCall, ServiceCode, Stage, StageId, State, Ticket, Timestamp,
};
use chrono::TimeDelta;
use chrono_tz::Tz;

/// A visitor comes within this time after a call, or hardly at all.
const CALL_SECONDS: i64 = 120;

/// The sample office files that `antre init` writes.
pub const SAMPLES: &[(&str, &str)] = &[
    ("magetan", include_str!("samples/magetan.toml")),
    ("desa", include_str!("samples/desa.toml")),
];

/// Everything an office decides about itself. Made only by [`Office::parse`].
#[derive(Debug, Clone)]
pub struct Office {
    /// For example "Dinas Kependudukan dan Pencatatan Sipil".
    pub name: String,
    /// For example "Kabupaten Magetan".
    pub region: String,
    /// Street and town, where given.
    pub address: Option<String>,
    /// As the office prints it, where given.
    pub telephone: Option<String>,
    /// The zone whose calendar counts the numbers.
    pub zone: Tz,
    /// The number of the decree of the service standard, where there is one.
    pub decree: Option<String>,
    /// The line about the fee, where given.
    pub fee: Option<Text>,
    /// Where to complain. Only what the office has confirmed.
    pub complaints: Vec<Channel>,
    /// What nobody has confirmed yet: shown to nobody but whoever checks the office file.
    pub unconfirmed_complaints: Vec<Channel>,
    /// Lines that take turns at the foot of the wall.
    pub running_text: Vec<Text>,
    /// How the two lanes share a counter.
    pub fairness: Fairness,
    /// A number is called at most so often before it counts as a no-show.
    pub call_limit: u8,
    /// When numbers are given.
    pub opening: Opening,
    /// Why a member of staff may give a number that the rules refuse.
    pub overrides: Vec<Override>,
    /// Whether officers sign in.
    pub people: People,
    /// What stands on a ticket, where its service does not say otherwise.
    pub ticket: TicketTemplate,
    /// At least so many seconds lie between two calls of a number.
    pub recall_seconds: u16,
    /// Whoever reports after a missed call stands behind so many others.
    pub present_after: u8,
    /// The printers, the usual one first; empty where nothing is printed.
    pub printers: Vec<Printer>,
    /// The sizes and languages of the screens.
    pub screens: Screens,
    /// How calls are spoken.
    pub voice: VoiceSettings,
    /// The walls that have a name.
    pub walls: Vec<WallPlan>,
    /// What fills a wall's quiet minutes.
    pub rotation: Rotation,
    /// When the screens are lit.
    pub screen_hours: ScreenHours,
    /// Where `antre serve` answers; `None`: nowhere.
    pub serving: Option<Serving>,
    /// All stages, in the order of the file.
    pub stages: Vec<StageInfo>,
    /// All services, in the order in which the kiosk offers them.
    pub services: Vec<Service>,
    /// All counters, by number.
    pub counters: Vec<Counter>,
}

/// A stage with the name that people read.
#[derive(Debug, Clone)]
pub struct StageInfo {
    /// What the rules know of it.
    pub stage: Stage,
    /// Its public name.
    pub name: Text,
    /// Who does it, where the standard says so.
    pub role: Option<Text>,
}

/// A service of the office.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its letter.
    pub code: ServiceCode,
    /// Its public name.
    pub name: Text,
    /// Its picture on the kiosk.
    pub icon: ServiceIcon,
    /// The promised service time in minutes, where one is published.
    pub minutes: Option<u16>,
    /// At most so many numbers are given a day, where there is a limit.
    pub quota: Option<u32>,
    /// The stages of its journey, in order; never empty.
    pub journey: Vec<Stage>,
    /// The norm of each stage of `journey`.
    pub norms: Vec<Norm>,
    /// The published procedure: what the applicant does before the number, then the stages of `journey`.
    pub procedure: Vec<Step>,
    /// Which list of the published standard its norms are taken from.
    pub standard: Standard,
    /// What the applicant gets, where the standard says so.
    pub product: Option<Text>,
    /// Who may apply, where the standard says so.
    pub eligibility: Option<Text>,
    /// Documents that every applicant brings.
    pub requirements: Vec<Text>,
    /// What the kiosk asks before it shows the cases, where the office says it better than the kiosk.
    pub question: Option<Text>,
    /// The cases that differ in their documents; empty when there is only one.
    pub cases: Vec<Case>,
    /// What stands on its tickets.
    pub ticket: TicketTemplate,
}

/// The two lists of the published standard, which do not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standard {
    /// The list of steps: its sum is the promise.
    #[default]
    List,
    /// The table of steps.
    Table,
}

impl Standard {
    /// The list with this name in the office file.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "list" => Some(Self::List),
            "table" => Some(Self::Table),
            _ => None,
        }
    }
}

/// How long a stage may take, in minutes, as the two lists of the published standard say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Norm {
    /// From the table of steps.
    pub table: Option<u16>,
    /// From the list of steps.
    pub list: Option<u16>,
}

/// A reason for a service, with the documents it needs besides those of the service.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Its public name.
    pub name: Text,
    /// It as a whole sentence in the mouth of a visitor, for the kiosk.
    pub answer: Option<Text>,
    /// Its picture on the kiosk.
    pub icon: ServiceIcon,
    /// Its documents.
    pub requirements: Vec<Text>,
}

/// A place where officers work.
#[derive(Debug, Clone)]
pub struct Counter {
    /// Its number.
    pub number: CounterNumber,
    /// Its public name, for example "Loket 1".
    pub name: Text,
    /// The services it serves.
    pub services: Vec<ServiceCode>,
    /// The stages it serves.
    pub stages: Vec<StageId>,
}

impl Counter {
    /// Whether a ticket of `service` that waits for `stage` is this counter's work.
    pub fn serves(&self, service: ServiceCode, stage: &StageId) -> bool {
        self.services.contains(&service) && self.stages.contains(stage)
    }
}

impl Office {
    /// Reads and checks an office file.
    ///
    /// # Errors
    /// Every fault of the file, in the order of its lines.
    pub fn parse(source: &str, outside: &Outside<'_>) -> Result<Self, Vec<Fault>> {
        parse::parse(source, outside)
    }

    /// The service with this letter.
    pub fn service(&self, code: ServiceCode) -> Option<&Service> {
        self.services.iter().find(|s| s.code == code)
    }

    /// The counter with this number.
    pub fn counter(&self, number: CounterNumber) -> Option<&Counter> {
        self.counters.iter().find(|c| c.number == number)
    }

    /// The printer with this id.
    pub fn printer(&self, id: &PrinterId) -> Option<&Printer> {
        self.printers.iter().find(|printer| printer.id == *id)
    }

    /// How the printer that the queue names so prints its sheets; one that the office does not know, as text.
    pub fn print_as(&self, printer: &str) -> PrintAs {
        let named = self.printers.iter().find(|known| known.id.as_str() == printer);
        named.map(|printer| printer.print_as).unwrap_or_default()
    }

    /// The printer of whoever names none: the first one that is there.
    pub fn usual_printer(&self) -> Option<&Printer> {
        let is_there = |printer: &&Printer| printer.address.is_some();
        self.printers.iter().find(is_there)
    }

    /// The profile of the paper where no printer is named.
    pub fn usual_profile(&self) -> &str {
        let usual = self.usual_printer().or(self.printers.first());
        usual.map_or(printer::USUAL_PROFILE, |printer| &printer.profile)
    }

    /// The public name of a stage.
    pub fn stage_name(&self, id: &StageId, language: Language) -> String {
        let info = self.stages.iter().find(|s| s.stage.id == *id);
        info.map_or_else(|| id.to_string(), |s| s.name.get(language).to_owned())
    }

    /// The public name of a counter.
    pub fn counter_name(&self, number: CounterNumber, language: Language) -> String {
        let counter = self.counter(number);
        counter.map_or_else(|| number.to_string(), |c| c.name.get(language).to_owned())
    }

    /// The journey of a service; empty when it has left the office file.
    pub fn journey(&self, service: ServiceCode) -> &[Stage] {
        self.service(service).map_or(&[], |s| &s.journey)
    }

    /// Whether a stage of a service calls the public; one that has left the office file does.
    pub fn attendance(&self, service: ServiceCode, stage: &StageId) -> Attendance {
        let at = self.journey(service).iter().find(|one| one.id == *stage);
        at.map_or(Attendance::Public, |stage| stage.attendance)
    }

    /// Whether anybody is ever called to this counter.
    pub fn calls_the_public(&self, counter: &Counter) -> bool {
        self.services.iter().any(|service| {
            let mut stages = service.journey.iter();
            stages.any(|at| {
                at.attendance == Attendance::Public && counter.serves(service.code, &at.id)
            })
        })
    }

    /// Whether a stage of a service hands over what the stages before it have made.
    pub fn is_handover(&self, service: ServiceCode, stage: &StageId) -> bool {
        // Before the stage at which something is handed over it was made, where nobody of the public is: whoever goes from one
        // public stage to the next is served there, too, and nothing lies ready.
        let [.., made, last] = self.journey(service) else { return false };
        last.attendance == Attendance::Public
            && made.attendance == Attendance::BackOffice
            && last.id == *stage
    }

    /// What a call is to the room. Whoever did not hear a call needs most of all to see that it is not a new one.
    pub fn call_kind(&self, call: &PublicCall) -> CallKind {
        let Manner { recall, lane, stage } = &call.manner;
        match stage {
            _ if *recall => CallKind::Recall,
            Some(stage) if self.is_handover(call.service, stage) => CallKind::Handover,
            _ if *lane == Lane::Priority => CallKind::Priority,
            _ => CallKind::Turn,
        }
    }

    /// Every queue that some counter serves beside this one, itself included: the people in them are called in turns.
    pub fn beside<'a>(
        &'a self,
        service: ServiceCode,
        stage: &'a StageId,
    ) -> impl Iterator<Item = (ServiceCode, &'a StageId)> {
        let queues = self.services.iter().flat_map(|s| s.journey.iter().map(|at| (s.code, &at.id)));
        queues.filter(move |(other, at)| {
            self.counters.iter().any(|c| c.serves(service, stage) && c.serves(*other, at))
        })
    }

    /// What stands on the tickets of a service; the office's own template when the service has left the office file.
    pub fn template(&self, code: ServiceCode) -> &TicketTemplate {
        self.service(code).map_or(&self.ticket, |service| &service.ticket)
    }

    /// How the service clock of a ticket stands against the promise of its service; `None` where there is none.
    pub fn promise_level(&self, ticket: &Ticket, now: Timestamp) -> Option<Level> {
        let minutes = self.service(ticket.service)?.minutes?;
        Some(Level::of(ticket.clock.elapsed(now), TimeDelta::minutes(minutes.into())))
    }

    /// How the work at a counter stands against the norm of its stage; `None` where there is none, or nobody works.
    pub fn stage_level(&self, ticket: &Ticket, now: Timestamp) -> Option<Level> {
        let State::Serving { stage, .. } = &ticket.state else { return None };
        let minutes = self.service(ticket.service)?.norm_minutes(stage)?;
        Some(Level::of(now - ticket.changed_at, TimeDelta::minutes(minutes.into())))
    }

    /// How late a call is that nobody has answered: amber once its visitor could have come from anywhere in the room.
    pub fn call_level(&self, ticket: &Ticket, now: Timestamp) -> Option<Level> {
        let State::Called { .. } = &ticket.state else { return None };
        let open = now - ticket.changed_at;
        Some(if open < TimeDelta::seconds(CALL_SECONDS) { Level::Green } else { Level::Amber })
    }

    /// The counters where a stage of a service is called: "Loket 1", "Loket 1 / Loket 3".
    pub fn waiting_place(&self, service: ServiceCode, at: &StageId, language: Language) -> String {
        let names = self.calling(service, at).map(|counter| counter.name.get(language));
        names.collect::<Vec<_>>().join(" / ")
    }

    /// The counters that call a stage of a service.
    pub fn calling(&self, service: ServiceCode, at: &StageId) -> impl Iterator<Item = &Counter> {
        self.counters.iter().filter(move |counter| counter.serves(service, at))
    }

    /// The business day at `now`.
    pub fn day(&self, now: Timestamp) -> BusinessDay {
        BusinessDay::from(self.opening.business_date(now.with_timezone(&self.zone).naive_local()))
    }
}

impl Service {
    /// The documents for `case`: those of the service and those of the case.
    pub fn documents(&self, case: Option<&CaseId>) -> impl Iterator<Item = &Text> {
        let case = self.cases.iter().find(|c| Some(&c.id) == case);
        self.requirements.iter().chain(case.into_iter().flat_map(|c| &c.requirements))
    }

    /// Whether the documents depend on the case, so that nobody can say which ones a visitor without one needs.
    pub fn needs_case(&self) -> bool {
        let same = |a: &Case, b: &Case| {
            a.requirements.len() == b.requirements.len()
                && a.requirements.iter().zip(&b.requirements).all(|(a, b)| a.says_the_same(b))
        };
        self.cases.windows(2).any(|pair| !same(&pair[0], &pair[1]))
    }

    /// The case with this id.
    pub fn case(&self, id: &CaseId) -> Option<&Case> {
        self.cases.iter().find(|c| c.id == *id)
    }

    /// The norm of a stage in minutes, from the office's choice of the two lists, else from the other.
    pub fn norm_minutes(&self, stage: &StageId) -> Option<u16> {
        let index = self.journey.iter().position(|s| s.id == *stage)?;
        let norm = self.norms.get(index)?;
        match self.standard {
            Standard::List => norm.list.or(norm.table),
            Standard::Table => norm.table.or(norm.list),
        }
    }
}

#[cfg(test)]
mod limits_tests;
#[cfg(test)]
mod sample_tests;
#[cfg(test)]
mod standard_tests;
#[cfg(test)]
mod tests;
