//! What an office publishes about its services.

use crate::office::{CaseRequirements, Office, PublishedChannel, PublishedStep, ServiceStandard};
use schemars::JsonSchema;
use serde::Serialize;

/// Answer of `standard` for the whole office.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Standards<'a> {
    /// One for each service.
    pub standards: Vec<Standard<'a>>,
}

impl<'a> Standards<'a> {
    /// What the office publishes.
    pub fn of(office: &'a Office, standards: &'a [ServiceStandard]) -> Self {
        Self { standards: standards.iter().map(|one| Standard::of(office, one)).collect() }
    }
}

/// Answer of `standard` for one service.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Standard<'a> {
    /// The letter of the service.
    pub service: String,
    /// What it is called.
    pub name: &'a str,
    /// What the office is called.
    pub office: &'a str,
    /// The region that it belongs to.
    pub region: &'a str,
    /// Where it is.
    pub address: Option<&'a str>,
    /// How to call it.
    pub telephone: Option<&'a str>,
    /// What the standard was decreed by.
    pub decree: Option<&'a str>,
    /// Who may ask for the service.
    pub eligibility: Option<&'a str>,
    /// The documents that everybody brings.
    pub requirements: &'a [String],
    /// The documents besides, by case.
    pub cases: Vec<Case<'a>>,
    /// What happens to a file, in order.
    pub steps: Vec<Step<'a>>,
    /// The promised time, from the first call to the end.
    pub minutes: Option<u16>,
    /// What it costs.
    pub fee: Option<&'a str>,
    /// What is handed over.
    pub product: Option<&'a str>,
    /// Where to complain.
    pub complaints: Vec<Channel<'a>>,
}

impl<'a> Standard<'a> {
    /// What the office publishes about one service.
    pub fn of(office: &'a Office, standard: &'a ServiceStandard) -> Self {
        Self {
            service: standard.service.to_string(),
            name: &standard.name,
            office: &office.name,
            region: &office.region,
            address: office.address.as_deref(),
            telephone: office.telephone.as_deref(),
            decree: standard.decree.as_deref(),
            eligibility: standard.eligibility.as_deref(),
            requirements: &standard.requirements,
            cases: standard.cases.iter().map(Case::of).collect(),
            steps: standard.steps.iter().map(Step::of).collect(),
            minutes: standard.minutes,
            fee: standard.fee.as_deref(),
            product: standard.product.as_deref(),
            complaints: standard.complaints.iter().map(Channel::of).collect(),
        }
    }
}

/// The documents of one case.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Case<'a> {
    /// Its word in the office file.
    pub case: &'a str,
    /// What it is called.
    pub name: &'a str,
    /// Its documents, besides those of every applicant.
    pub requirements: &'a [String],
}

impl<'a> Case<'a> {
    /// A case of the standard.
    pub fn of(case: &'a CaseRequirements) -> Self {
        Self { case: case.case.as_str(), name: &case.name, requirements: &case.requirements }
    }
}

/// One step of the procedure.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Step<'a> {
    /// The stage that it is; `null`: done by the applicant before the number.
    pub stage: Option<&'a str>,
    /// What it is called.
    pub name: &'a str,
    /// What happens there.
    pub about: Option<&'a str>,
    /// Who does it.
    pub who: Option<&'a str>,
    /// Its minutes, where the office has chosen some.
    pub minutes: Option<u16>,
}

impl<'a> Step<'a> {
    /// A step of the standard.
    pub fn of(step: &'a PublishedStep) -> Self {
        Self {
            stage: step.stage.as_ref().map(|stage| stage.as_str()),
            name: &step.name,
            about: step.about.as_deref(),
            who: step.who.as_deref(),
            minutes: step.minutes,
        }
    }
}

/// Where to complain.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Channel<'a> {
    /// What it is.
    pub name: &'a str,
    /// Its number or address.
    pub at: Option<&'a str>,
}

impl<'a> Channel<'a> {
    /// A channel of the standard.
    pub fn of(channel: &'a PublishedChannel) -> Self {
        Self { name: &channel.name, at: channel.at.as_deref() }
    }
}
