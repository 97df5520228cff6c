//! The published standard of a service in words: titles, labels and facts, in the order of the standard.
//!
//! Belongs here: what each part is called and how its facts are told. Never here: where a part stands and how long a line
//! may be; a screen, a wall and a text arrange it each in its own way.

use super::time;
use crate::office::{PublishedChannel, PublishedStep, ServiceStandard};
use crate::words::Words;

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The decree that the standard is published by.
    Decree,
    /// Who may apply.
    Eligibility,
    /// What the applicant brings.
    Requirements,
    /// The steps.
    Procedure,
    /// How long it takes.
    Time,
    /// What it costs.
    Fee,
    /// What the applicant gets.
    Product,
    /// Where to complain.
    Complaints,
}

impl Part {
    /// What it is called.
    pub fn title(self, words: &Words) -> String {
        let key = match self {
            Part::Decree => "standard.title",
            Part::Eligibility => "standard.eligibility",
            Part::Requirements => "standard.requirements",
            Part::Procedure => "standard.procedure",
            Part::Time => "standard.time",
            Part::Fee => "standard.fee",
            Part::Product => "standard.product",
            Part::Complaints => "standard.complaints",
        };
        words.text(key).to_owned()
    }
}

/// One thing that a section says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A text.
    Plain(String),
    /// The documents of one case, or of every applicant; a case may ask for none of its own.
    Documents {
        /// Whose they are.
        whose: String,
        /// Their names.
        documents: Vec<String>,
    },
    /// A step of the procedure.
    Step(Step),
    /// A place for complaints.
    Channel {
        /// What it is.
        name: String,
        /// Where it is.
        at: Option<String>,
    },
}

/// A step of the procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its number, from 1.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// Who does it.
    pub who: Option<String>,
    /// How long it takes: "5 menit".
    pub minutes: Option<String>,
    /// What is done.
    pub about: Option<String>,
}

impl Step {
    /// Its name with its number: "2. Verifikasi".
    pub fn numbered(&self) -> String {
        format!("{}. {}", self.number, self.name)
    }

    /// Who does it and how long it takes: "Petugas loket, 5 menit"; empty where neither is known.
    pub fn who_and_how_long(&self) -> String {
        let facts: Vec<&str> = self.who.iter().chain(&self.minutes).map(String::as_str).collect();
        facts.join(", ")
    }
}

impl Fact {
    /// In one line, where there is little room: "WhatsApp: 0812".
    pub fn in_one_line(&self) -> String {
        match self {
            Fact::Plain(text) => text.clone(),
            Fact::Documents { documents, .. } => documents.join("; "),
            Fact::Step(step) => match (&step.about, step.who_and_how_long()) {
                (Some(about), facts) if facts.is_empty() => about.clone(),
                (_, facts) => facts,
            },
            Fact::Channel { name, at: Some(at) } => format!("{name}: {at}"),
            Fact::Channel { name, at: None } => name.clone(),
        }
    }
}

/// A section of the standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub part: Part,
    /// What it is called.
    pub title: String,
    /// What it says; never nothing.
    pub facts: Vec<Fact>,
}

/// The whole standard; a part that says nothing is left out.
pub fn sections(standard: &ServiceStandard, words: &Words) -> Vec<Section> {
    let plain = |text: Option<String>| text.map(Fact::Plain).into_iter().collect();
    let decree = standard.decree.as_ref();
    let decree = decree.map(|decree| words.with("standard.decree", &[("decree", decree)]));
    let promise = standard.minutes;
    let promise = promise.map(|count| words.with("standard.promise", &[("count", &count)]));
    let parts = [
        (Part::Decree, plain(decree)),
        (Part::Eligibility, plain(standard.eligibility.clone())),
        (Part::Requirements, requirements(standard, words)),
        (Part::Procedure, procedure(standard, words)),
        (Part::Time, plain(promise)),
        (Part::Fee, plain(standard.fee.clone())),
        (Part::Product, plain(standard.product.clone())),
        (Part::Complaints, complaints(standard)),
    ];
    let said = parts.into_iter().filter(|(_, facts): &(Part, Vec<Fact>)| !facts.is_empty());
    said.map(|(part, facts)| Section { part, title: part.title(words), facts }).collect()
}

fn requirements(standard: &ServiceStandard, words: &Words) -> Vec<Fact> {
    let group = |whose: &str, documents: &[String]| Fact::Documents {
        whose: whose.to_owned(),
        documents: documents.to_vec(),
    };
    let all = &standard.requirements;
    let everyone = (!all.is_empty()).then(|| group(words.text("standard.everyone"), all));
    let cases = standard.cases.iter().map(|case| group(&case.name, &case.requirements));
    everyone.into_iter().chain(cases).collect()
}

fn procedure(standard: &ServiceStandard, words: &Words) -> Vec<Fact> {
    let step = |(number, step): (usize, &PublishedStep)| Step {
        number,
        name: step.name.clone(),
        who: step.who.clone(),
        minutes: step.minutes.map(|count| time::minutes(count, words)),
        about: step.about.clone(),
    };
    (1..).zip(&standard.steps).map(step).map(Fact::Step).collect()
}

fn complaints(standard: &ServiceStandard) -> Vec<Fact> {
    let channel = |channel: &PublishedChannel| Fact::Channel {
        name: channel.name.clone(),
        at: channel.at.clone(),
    };
    standard.complaints.iter().map(channel).collect()
}

/// How to reach the office, in one line: "Jalan Raya 1. Telepon 895195"; empty where it says neither.
pub fn address(address: Option<&str>, telephone: Option<&str>, words: &Words) -> String {
    let telephone =
        telephone.map(|number| words.with("standard.telephone", &[("number", &number)]));
    let parts: Vec<String> = address.map(str::to_owned).into_iter().chain(telephone).collect();
    parts.join(". ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;
    use crate::office::{Office, Outside, SAMPLES};

    fn of(index: usize, language: Language) -> Vec<Section> {
        let office = Office::parse(SAMPLES[0].1, &Outside::default()).unwrap();
        let standard = office.services[index].published(&office, language);
        sections(&standard, Words::of(language))
    }

    #[test]
    fn a_standard_has_its_parts_in_order_and_none_that_is_empty() {
        let all = of(0, Language::Indonesian);
        let titles: Vec<&str> = all.iter().map(|section| &*section.title).collect();
        let expected = [
            "Siapa yang dapat mengajukan",
            "Persyaratan",
            "Prosedur",
            "Jangka waktu",
            "Biaya",
            "Produk",
            "Pengaduan dan saran",
        ];
        assert_eq!(titles, expected);
        assert!(all.iter().all(|section| !section.facts.is_empty()));
        let Fact::Documents { whose, documents } = &all[1].facts[0] else { panic!("{all:?}") };
        assert_eq!((&**whose, documents.len()), ("Untuk semua pemohon", 1));
        let Fact::Step(second) = &all[2].facts[1] else { panic!("{all:?}") };
        assert_eq!(second.numbered(), format!("2. {}", second.name));
        let timed = |fact: &Fact| matches!(fact, Fact::Step(Step { minutes: Some(_), .. }));
        assert!(all[2].facts.iter().any(timed));
        assert_eq!(all[3].facts[0].in_one_line(), "18 menit sejak panggilan pertama");
        // Not confirmed by the office: one digit short.
        let said = format!("{all:?}");
        assert!(!said.contains("08133452502"), "{said}");
    }

    #[test]
    fn a_service_without_documents_has_no_empty_list() {
        let said = of(7, Language::English);
        assert!(!said.iter().any(|section| section.part == Part::Requirements), "{said:?}");
    }

    #[test]
    fn a_step_in_one_line_says_who_does_it_or_else_what_is_done() {
        let step = |who: Option<&str>, minutes: Option<&str>| {
            let [who, minutes] = [who, minutes].map(|text| text.map(str::to_owned));
            let (name, about) = ("Foto".to_owned(), Some("Difoto".to_owned()));
            Fact::Step(Step { number: 2, name, who, minutes, about }).in_one_line()
        };
        assert_eq!(step(Some("Petugas"), Some("5 menit")), "Petugas, 5 menit");
        assert_eq!(step(None, Some("5 menit")), "5 menit");
        assert_eq!(step(None, None), "Difoto");
    }

    #[test]
    fn an_office_is_reached_at_what_it_says() {
        let words = Words::of(Language::English);
        assert_eq!(address(Some("Street 1"), Some("12"), words), "Street 1. Telephone 12");
        assert_eq!(address(None, Some("12"), words), "Telephone 12");
        assert_eq!(address(None, None, words), "");
    }
}
