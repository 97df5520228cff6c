//! The published service standard: what a service asks for, how it goes, what it costs and where to complain.
//!
//! [`ServiceStandard`] is the one value from which every screen, sheet and answer shows it. It holds the office's own
//! words in one language; headings come from the language files. What the office has not confirmed never gets in.

use super::reader::Section;
use super::{Norm, Office, Service, Standard, Text};
use crate::domain::{CaseId, Language, ServiceCode, StageId};

/// A way to complain or to suggest something.
#[derive(Debug, Clone)]
pub struct Channel {
    /// For example "Instagram".
    pub name: Text,
    /// Where it is reached; `None` where the name says it all.
    pub at: Option<Text>,
    /// Whether it stands on the tickets.
    pub on_ticket: bool,
}

/// One step of the published procedure.
#[derive(Debug, Clone)]
pub struct Step {
    /// The stage that it is; `None`: done by the applicant before the number.
    pub stage: Option<StageId>,
    /// Its public name.
    pub name: Text,
    /// What happens in it, where the standard says so.
    pub about: Option<Text>,
    /// Who does it, where the standard says so.
    pub role: Option<Text>,
    /// How long it may take.
    pub norm: Norm,
}

/// The published standard of one service, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceStandard {
    /// The letter of the service.
    pub service: ServiceCode,
    /// The name of the service.
    pub name: String,
    /// The number of the decree, where there is one.
    pub decree: Option<String>,
    /// Who may apply.
    pub eligibility: Option<String>,
    /// Documents that every applicant brings.
    pub requirements: Vec<String>,
    /// Documents besides, by case.
    pub cases: Vec<CaseRequirements>,
    /// The procedure, in order, what the applicant does included.
    pub steps: Vec<PublishedStep>,
    /// The promised service time in minutes, from the first call to the end.
    pub minutes: Option<u16>,
    /// What it costs.
    pub fee: Option<String>,
    /// What the applicant gets.
    pub product: Option<String>,
    /// Where to complain; only what the office has confirmed.
    pub complaints: Vec<PublishedChannel>,
}

/// The documents that a case needs besides those of every applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRequirements {
    /// Its id.
    pub case: CaseId,
    /// Its name.
    pub name: String,
    /// Its documents.
    pub requirements: Vec<String>,
}

/// One step of the procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedStep {
    /// The stage that it is; `None`: done by the applicant before the number.
    pub stage: Option<StageId>,
    /// Its name.
    pub name: String,
    /// What happens in it.
    pub about: Option<String>,
    /// Who does it.
    pub who: Option<String>,
    /// Its minutes in the list that the office has chosen; `None` where that list does not have it.
    pub minutes: Option<u16>,
}

/// A way to complain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedChannel {
    /// For example "Instagram".
    pub name: String,
    /// Where it is reached.
    pub at: Option<String>,
}

impl Service {
    /// What the office publishes about this service.
    pub fn published(&self, office: &Office, language: Language) -> ServiceStandard {
        let said = |text: &Text| text.get(language).to_owned();
        let all = |texts: &[Text]| texts.iter().map(said).collect::<Vec<String>>();
        let minutes_of = self.minutes_of_steps();
        let steps = self.procedure.iter().map(|step| PublishedStep {
            stage: step.stage.clone(),
            name: said(&step.name),
            about: step.about.as_ref().map(said),
            who: step.role.as_ref().map(said),
            minutes: minutes_of(&step.norm),
        });
        let cases = self.cases.iter().map(|case| CaseRequirements {
            case: case.id.clone(),
            name: said(&case.name),
            requirements: all(&case.requirements),
        });
        let complaints = office.complaints.iter().map(|channel| PublishedChannel {
            name: said(&channel.name),
            at: channel.at.as_ref().map(said),
        });
        ServiceStandard {
            service: self.code,
            name: said(&self.name),
            decree: office.decree.clone(),
            eligibility: self.eligibility.as_ref().map(said),
            requirements: all(&self.requirements),
            cases: cases.collect(),
            steps: steps.collect(),
            minutes: self.minutes,
            fee: office.fee.as_ref().map(said),
            product: self.product.as_ref().map(said),
            complaints: complaints.collect(),
        }
    }

    /// Which of its two minutes a step shows. The two lists do not agree, so they are never mixed: only a service of
    /// which the chosen list says nothing at all is shown by the other one.
    fn minutes_of_steps(&self) -> impl Fn(&Norm) -> Option<u16> {
        let of = |norm: &Norm, list| match list {
            Standard::List => norm.list,
            Standard::Table => norm.table,
        };
        let other = match self.standard {
            Standard::List => Standard::Table,
            Standard::Table => Standard::List,
        };
        let known = self.procedure.iter().any(|step| of(&step.norm, self.standard).is_some());
        let shown = if known { self.standard } else { other };
        move |norm| of(norm, shown)
    }
}

/// The channels of an office file: those that are confirmed, and those that are not and are shown nowhere.
pub(super) fn channels(root: &Section<'_>) -> (Vec<Channel>, Vec<Channel>) {
    let mut confirmed = Vec::new();
    let mut unconfirmed = Vec::new();
    for section in root.sections("complaint") {
        let channel = Channel {
            name: section.words("name"),
            at: section.optional_words("at"),
            on_ticket: section.flag_or("ticket", false),
        };
        match section.flag_or("verified", true) {
            true => confirmed.push(channel),
            false => unconfirmed.push(channel),
        }
    }
    (confirmed, unconfirmed)
}

/// What the applicant does before the number.
pub(super) fn steps_before(
    service: &Section<'_>,
    norm_of: impl Fn(&Section<'_>) -> Norm,
) -> Vec<Step> {
    let sections = service.sections("before");
    let step = |section: &Section<'_>| Step {
        stage: None,
        name: section.words("name"),
        about: section.optional_words("about"),
        role: section.optional_words("role"),
        norm: norm_of(section),
    };
    sections.iter().map(step).collect()
}
