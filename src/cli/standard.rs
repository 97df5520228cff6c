//! `standard`: what the office publishes about its services, as text and as JSON.

use super::answer::json;
use super::arguments::{JsonArg, language, service_code};
use super::{Done, Outcome, open};
use crate::api::standard::{Standard, Standards};
use crate::data::DataFolder;
use crate::domain::{Language, ServiceCode};
use crate::office::{Office, ServiceStandard};
use crate::phrase::time;
use crate::words::Words;
use clap::Args;
use std::fmt::Write as _;

#[derive(Debug, Args)]
pub(super) struct StandardArgs {
    /// Letter of the service, for example T [default: all]
    #[arg(value_parser = service_code)]
    service: Option<ServiceCode>,
    /// Language: id, jv or en
    #[arg(long, value_name = "LANG", default_value = "id", value_parser = language)]
    lang: Language,
    #[command(flatten)]
    json: JsonArg,
}

pub(super) fn standard(data: &DataFolder, args: &StandardArgs) -> Outcome {
    let office = open::office(data)?;
    let wanted = |code: ServiceCode| args.service.is_none_or(|service| service == code);
    let services = office.services.iter().filter(|service| wanted(service.code));
    let standards: Vec<ServiceStandard> =
        services.map(|service| service.published(&office, args.lang)).collect();
    if let (Some(code), true) = (args.service, standards.is_empty()) {
        return Err(format!("this office has no service {code}").into());
    }
    match (args.json.json, args.service, &standards[..]) {
        (true, Some(_), [one]) => json(&Standard::of(&office, one))?,
        (true, ..) => json(&Standards::of(&office, &standards))?,
        (false, ..) => {
            let words = Words::of(args.lang);
            let texts: Vec<String> =
                standards.iter().map(|one| text(&office, one, words)).collect();
            crate::say::text(texts.join("\n"));
        }
    }
    Ok(Done::Done)
}

fn text(office: &Office, standard: &ServiceStandard, words: &Words) -> String {
    let mut page = Page { words, text: String::new() };
    let title = words.text("standard.title");
    page.line(0, &format!("{title}: {} ({})", standard.name, standard.service));
    page.line(0, &format!("{}, {}", office.name, office.region));
    let telephone = office.telephone.as_ref();
    let telephone = telephone.map(|number| words.with("standard.telephone", &[("number", number)]));
    let address: Vec<String> = office.address.iter().cloned().chain(telephone).collect();
    if !address.is_empty() {
        page.line(0, &address.join(". "));
    }
    if let Some(decree) = &standard.decree {
        page.line(0, &words.with("standard.decree", &[("decree", decree)]));
    }
    page.fact("standard.eligibility", standard.eligibility.as_ref());
    page.requirements(standard);
    page.procedure(standard);
    let promise = standard.minutes;
    let promise = promise.map(|count| words.with("standard.promise", &[("count", &count)]));
    page.fact("standard.time", promise.as_ref());
    page.fact("standard.fee", standard.fee.as_ref());
    page.fact("standard.product", standard.product.as_ref());
    if !standard.complaints.is_empty() {
        page.heading("standard.complaints");
    }
    for channel in &standard.complaints {
        let at = channel.at.as_ref().map(|at| format!(": {at}")).unwrap_or_default();
        page.line(1, &format!("{}{at}", channel.name));
    }
    page.text
}

/// A text that is being written.
struct Page<'a> {
    words: &'a Words,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, depth: usize, line: &str) {
        // Writing into a String cannot fail.
        let _ = writeln!(self.text, "{:indent$}{line}", "", indent = depth * 2);
    }

    fn heading(&mut self, key: &str) {
        self.text.push('\n');
        self.line(0, self.words.text(key));
    }

    fn fact(&mut self, key: &str, fact: Option<&String>) {
        if let Some(fact) = fact {
            self.heading(key);
            self.line(1, fact);
        }
    }

    fn requirements(&mut self, standard: &ServiceStandard) {
        let (all, cases) = (&standard.requirements, &standard.cases);
        if all.is_empty() && cases.is_empty() {
            return;
        }
        self.heading("standard.requirements");
        if !all.is_empty() {
            self.documents(self.words.text("standard.everyone"), all);
        }
        for case in cases {
            self.documents(&case.name, &case.requirements);
        }
    }

    fn documents(&mut self, whose: &str, documents: &[String]) {
        self.line(1, whose);
        for document in documents {
            self.line(2, &format!("- {document}"));
        }
    }

    fn procedure(&mut self, standard: &ServiceStandard) {
        self.heading("standard.procedure");
        for (index, step) in standard.steps.iter().enumerate() {
            let minutes = step.minutes;
            let minutes = minutes.map(|count| time::minutes(count, self.words));
            let facts: Vec<String> = step.who.iter().cloned().chain(minutes).collect();
            let facts = match facts.is_empty() {
                true => String::new(),
                false => format!(" ({})", facts.join(", ")),
            };
            self.line(1, &format!("{}. {}{facts}", index + 1, step.name));
            if let Some(about) = &step.about {
                self.line(2, &format!(" {about}"));
            }
        }
    }
}
