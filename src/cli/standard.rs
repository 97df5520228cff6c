//! `standard`: what the office publishes about its services, as text and as JSON.

use super::answer::json;
use super::arguments::{JsonArg, language, service_code};
use super::{Done, Outcome, open};
use crate::api::standard::{Standard, Standards};
use crate::data::DataFolder;
use crate::domain::{Language, ServiceCode};
use crate::office::{Office, ServiceStandard};
use crate::phrase::standard::{self, Fact, Part};
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
    let mut page = Page::default();
    let title = Part::Decree.title(words);
    page.line(0, &format!("{title}: {} ({})", standard.name, standard.service));
    page.line(0, &format!("{}, {}", office.name, office.region));
    let (address, telephone) = (office.address.as_deref(), office.telephone.as_deref());
    let address = standard::address(address, telephone, words);
    if !address.is_empty() {
        page.line(0, &address);
    }
    for section in standard::sections(standard, words) {
        // The decree belongs to the heading of the whole page.
        let depth = usize::from(section.part != Part::Decree);
        if depth > 0 {
            page.text.push('\n');
            page.line(0, &section.title);
        }
        section.facts.iter().for_each(|fact| page.fact(depth, fact));
    }
    page.text
}

/// A text that is being written.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, depth: usize, line: &str) {
        // Writing into a String cannot fail.
        let _ = writeln!(self.text, "{:indent$}{line}", "", indent = depth * 2);
    }

    fn fact(&mut self, depth: usize, fact: &Fact) {
        match fact {
            Fact::Plain(_) | Fact::Channel { .. } => self.line(depth, &fact.in_one_line()),
            Fact::Documents { whose, documents } => {
                self.line(depth, whose);
                for document in documents {
                    self.line(depth + 1, &format!("- {document}"));
                }
            }
            Fact::Step(step) => {
                let facts = match step.who_and_how_long() {
                    facts if facts.is_empty() => facts,
                    facts => format!(" ({facts})"),
                };
                self.line(depth, &format!("{}{facts}", step.numbered()));
                if let Some(about) = &step.about {
                    self.line(depth + 1, &format!(" {about}"));
                }
            }
        }
    }
}
