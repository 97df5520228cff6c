//! The published standard of a service as sections of a page. Pure; the facts are `office`'s, the order is the
//! standard's own.

use crate::office::{PublishedStep, ServiceStandard};
use crate::phrase::time;
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

/// The sections of a standard: what the applicant brings, and what the office does.
pub fn sections(standard: &ServiceStandard, words: &Words) -> (Vec<Section>, Vec<Section>) {
    let section = |key, lines: Vec<Line>| {
        let title = words.text(key).to_owned();
        (!lines.is_empty()).then_some(Section { title, lines })
    };
    let fact = |key, fact: Option<&str>| section(key, fact.map(Line::plain).into_iter().collect());
    let promise = standard.minutes;
    let promise = promise.map(|count| words.with("standard.promise", &[("count", &count)]));
    let decree = standard.decree.as_ref();
    let decree = decree.map(|decree| words.with("standard.decree", &[("decree", decree)]));
    let complaints = standard.complaints.iter().map(|channel| match &channel.at {
        Some(at) => Line { text: at.clone(), detail: channel.name.clone(), ..Line::default() },
        None => Line::plain(&channel.name),
    });
    let brings = [
        fact("standard.eligibility", standard.eligibility.as_deref()),
        section("standard.requirements", requirements(standard, words)),
        fact("standard.product", standard.product.as_deref()),
        fact("standard.fee", standard.fee.as_deref()),
    ];
    let does = [
        section("standard.procedure", procedure(&standard.steps, words)),
        fact("standard.time", promise.as_deref()),
        section("standard.complaints", complaints.collect()),
        fact("standard.title", decree.as_deref()),
    ];
    (brings.into_iter().flatten().collect(), does.into_iter().flatten().collect())
}

fn requirements(standard: &ServiceStandard, words: &Words) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut group = |whose: &str, documents: &[String]| {
        if !documents.is_empty() {
            lines.push(Line { heading: true, ..Line::plain(whose) });
            lines.extend(documents.iter().map(|document| Line::plain(document)));
        }
    };
    group(words.text("standard.everyone"), &standard.requirements);
    for case in &standard.cases {
        group(&case.name, &case.requirements);
    }
    lines
}

fn procedure(steps: &[PublishedStep], words: &Words) -> Vec<Line> {
    let line = |(index, step): (usize, &PublishedStep)| {
        let minutes = step.minutes;
        let minutes = minutes.map(|count| time::minutes(count, words));
        let details: Vec<&str> = step.who.iter().chain(&step.about).map(String::as_str).collect();
        Line {
            mark: (index + 1).to_string(),
            text: step.name.clone(),
            detail: details.join(". "),
            end: minutes.unwrap_or_default(),
            heading: false,
        }
    };
    steps.iter().enumerate().map(line).collect()
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
