//! The published standard of a service as sections of a page. Pure; the words are `phrase`'s, the arrangement is the
//! kiosk's.

use crate::office::ServiceStandard;
use crate::phrase::standard::{self, Fact, Part, Step};
use crate::words::Words;

/// A line of a section.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// What stands in front: the number of a step.
    pub mark: String,
    /// What it says.
    pub text: String,
    /// What is said below it in smaller letters.
    pub detail: String,
    /// What stands at its end: minutes.
    pub end: String,
    /// Whether it is the heading of the lines that follow.
    pub heading: bool,
}

impl Line {
    fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

/// A section with its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// Its lines; never none.
    pub lines: Vec<Line>,
}

/// What the applicant brings and gets.
const BRINGS: [Part; 4] = [Part::Eligibility, Part::Requirements, Part::Product, Part::Fee];
/// What the office does.
const DOES: [Part; 4] = [Part::Procedure, Part::Time, Part::Complaints, Part::Decree];

/// The sections of a standard: what the applicant brings, and what the office does.
pub fn sections(standard: &ServiceStandard, words: &Words) -> (Vec<Section>, Vec<Section>) {
    let all = standard::sections(standard, words);
    let of = |parts: [Part; 4]| {
        let said = parts.into_iter().filter_map(|part| all.iter().find(|one| one.part == part));
        let sections = said.map(|one| Section {
            title: one.title.clone(),
            lines: one.facts.iter().flat_map(lines).collect(),
        });
        sections.filter(|section| !section.lines.is_empty()).collect()
    };
    (of(BRINGS), of(DOES))
}

fn lines(fact: &Fact) -> Vec<Line> {
    match fact {
        Fact::Plain(text) | Fact::Channel { name: text, at: None } => vec![Line::plain(text)],
        Fact::Documents { documents, .. } if documents.is_empty() => Vec::new(),
        Fact::Documents { whose, documents } => {
            let heading = Line { heading: true, ..Line::plain(whose) };
            let documents = documents.iter().map(|document| Line::plain(document));
            [heading].into_iter().chain(documents).collect()
        }
        Fact::Step(step) => vec![procedure_line(step)],
        Fact::Channel { name, at: Some(at) } => {
            vec![Line { detail: name.clone(), ..Line::plain(at) }]
        }
    }
}

fn procedure_line(step: &Step) -> Line {
    let details: Vec<&str> = step.who.iter().chain(&step.about).map(String::as_str).collect();
    Line {
        mark: step.number.to_string(),
        detail: details.join(". "),
        end: step.minutes.clone().unwrap_or_default(),
        ..Line::plain(&step.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;
    use crate::office::{Office, Outside, SAMPLES};

    fn of(index: usize, language: Language) -> Vec<Section> {
        let office = Office::parse(SAMPLES[0].1, &Outside::default()).unwrap();
        let standard = office.services[index].published(&office, language);
        let (mut brings, does) = sections(&standard, Words::of(language));
        brings.extend(does);
        brings
    }

    #[test]
    fn a_standard_has_its_parts_in_order_and_none_that_is_empty() {
        let all = of(0, Language::Indonesian);
        let titles: Vec<&str> = all.iter().map(|section| &*section.title).collect();
        let expected = [
            "Siapa yang dapat mengajukan",
            "Persyaratan",
            "Produk",
            "Biaya",
            "Prosedur",
            "Jangka waktu",
            "Pengaduan dan saran",
        ];
        assert_eq!(titles, expected);
        assert!(all.iter().all(|section| !section.lines.is_empty()));
        let documents = &all[1].lines;
        assert!(documents[0].heading && documents[0].text == "Untuk semua pemohon");
        assert!(documents.iter().any(|l| l.text == "Surat kehilangan dari kepolisian"));
        let steps = &all[4].lines;
        let numbered: Vec<&str> = steps.iter().map(|line| &*line.mark).collect();
        assert_eq!(numbered[..2], ["1", "2"]);
        assert!(steps.iter().any(|line| !line.end.is_empty() && !line.detail.is_empty()));
        // Not confirmed by the office: one digit short.
        let said = format!("{all:?}");
        assert!(!said.contains("08133452502"), "{said}");
    }

    #[test]
    fn a_service_without_documents_has_no_empty_list() {
        let titles: Vec<String> = of(7, Language::English).into_iter().map(|s| s.title).collect();
        let requirements = Words::of(Language::English).text("standard.requirements");
        assert!(!titles.iter().any(|title| title == requirements), "{titles:?}");
    }
}
