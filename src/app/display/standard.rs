//! The published service standard as pages for a wall: pure, no window.
//!
//! A wall is read from afar, so a page has few rows and long lists go on on the next page. How many rows a line takes
//! is counted here, on the careful side.

use crate::office::{Office, Service, WallPlan};
use crate::phrase::standard::{self, Fact, Part, Section};
use crate::words::Words;

/// Rows of a page.
pub const ROWS: usize = 7;
/// Letters of a row beside its label, on an upright wall, which is the narrower one.
const TEXT_LETTERS: usize = 38;
/// Letters of a row of a label.
const LABEL_LETTERS: usize = 15;

/// A line of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is about; empty where it goes on from the line before.
    pub label: String,
    /// What it says.
    pub text: String,
    /// How many rows it takes at most.
    pub rows: usize,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The letter of the service.
    pub letter: String,
    /// The name of the service.
    pub service: String,
    /// What the page is about.
    pub title: String,
    /// Which page of its service it is, and of how many.
    pub part: (usize, usize),
    /// Its lines.
    pub lines: Vec<Line>,
}

/// The pages of all services that have anything to do with this wall.
pub fn pages(office: &Office, plan: &WallPlan, words: &Words) -> Vec<Page> {
    let services = office.services.iter().filter(|service| plan.shows_service(office, service));
    services.flat_map(|service| pages_of(office, service, words)).collect()
}

fn pages_of(office: &Office, service: &Service, words: &Words) -> Vec<Page> {
    let standard = service.published(office, words.language());
    let all = standard::sections(&standard, words);
    let of = |parts: &[Part]| {
        let said = parts.iter().filter_map(|part| all.iter().find(|one| one.part == *part));
        said.flat_map(said_by).collect::<Vec<Said>>()
    };
    let sections = [
        (Part::Requirements, of(&[Part::Eligibility, Part::Requirements])),
        (Part::Procedure, of(&[Part::Procedure])),
        (Part::Decree, of(&[Part::Time, Part::Fee, Part::Product, Part::Complaints])),
    ];
    let mut pages = Vec::new();
    for (title, lines) in sections {
        for lines in parted(lines) {
            pages.push(Page {
                letter: standard.service.to_string(),
                service: standard.name.clone(),
                title: title.title(words),
                part: (pages.len() + 1, 0),
                lines,
            });
        }
    }
    let count = pages.len();
    pages.iter_mut().for_each(|page| page.part.1 = count);
    pages
}

/// A label and what it says.
type Said = (String, String);

/// A section in lines: documents and steps are labels of their own, the others go under their title.
fn said_by(section: &Section) -> Vec<Said> {
    let mut title = section.title.clone();
    let line = |fact: &Fact| match fact {
        Fact::Documents { documents, .. } if documents.is_empty() => None,
        Fact::Documents { whose, .. } => Some((whose.clone(), fact.in_one_line())),
        Fact::Step(step) => Some((step.numbered(), fact.in_one_line())),
        Fact::Plain(_) | Fact::Channel { .. } => {
            Some((std::mem::take(&mut title), fact.in_one_line()))
        }
    };
    section.facts.iter().filter_map(line).collect()
}

/// Lines in pages of no more than [`ROWS`] rows. A line that alone is longer has a page for itself, and its end is cut.
fn parted(said: Vec<Said>) -> Vec<Vec<Line>> {
    let mut pages: Vec<Vec<Line>> = Vec::new();
    let mut row = ROWS;
    for (label, text) in said {
        let rows = rows(&label, LABEL_LETTERS).max(rows(&text, TEXT_LETTERS)).clamp(1, ROWS);
        if row + rows > ROWS {
            pages.push(Vec::new());
            row = 0;
        }
        if let Some(page) = pages.last_mut() {
            page.push(Line { label, text, rows });
        }
        row += rows;
    }
    pages
}

/// How many rows a text takes whose words are not broken.
fn rows(text: &str, letters: usize) -> usize {
    let (mut rows, mut used) = (0, letters);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used + 1 + length > letters {
            rows += length.div_ceil(letters).max(1);
            used = length;
        } else {
            used += 1 + length;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CounterNumber, Language};
    use crate::office::{Outside, SAMPLES};

    fn office() -> Office {
        Office::parse(SAMPLES[0].1, &Outside::default()).unwrap()
    }

    fn all(office: &Office, plan: &WallPlan) -> Vec<Page> {
        pages(office, plan, Words::of(Language::Indonesian))
    }

    #[test]
    fn the_standard_of_every_service_is_told_completely() {
        let office = office();
        let pages = all(&office, &WallPlan::default());
        let of = |letter: &str| {
            let lines = pages.iter().filter(|page| page.letter == letter).flat_map(|p| &p.lines);
            lines.map(|line| format!("{}: {}", line.label, line.text)).collect::<Vec<_>>()
        };
        let told = of("T").join("\n");
        for fact in [
            "Untuk semua pemohon: Kartu Keluarga (KK)",
            "Hilang: Surat kehilangan dari kepolisian",
            "Jangka waktu: 18 menit sejak panggilan pertama",
            "Biaya: Tidak dipungut biaya",
            "dispenduk@magetan.go.id",
        ] {
            assert!(told.contains(fact), "{fact} is not in:\n{told}");
        }
        for service in &office.services {
            let told = of(&service.code.to_string());
            let steps = service.published(&office, Language::Indonesian).steps;
            for step in steps {
                assert!(told.iter().any(|line| line.contains(&step.name)), "{step:?}: {told:?}");
            }
        }
    }

    #[test]
    fn no_page_is_fuller_than_a_wall() {
        for page in all(&office(), &WallPlan::default()) {
            let rows: usize = page.lines.iter().map(|line| line.rows).sum();
            assert!(rows <= ROWS && !page.lines.is_empty(), "{page:?}");
            assert!(page.part.0 <= page.part.1);
        }
    }

    #[test]
    fn a_wall_tells_the_standard_of_its_own_services() {
        let office = office();
        let collection = WallPlan::of(Vec::new(), vec![CounterNumber::new(3).unwrap()]);
        let letters: Vec<String> =
            all(&office, &collection).into_iter().map(|page| page.letter).collect();
        assert!(letters.iter().any(|letter| letter == "K"));
        assert!(!letters.iter().any(|letter| letter == "Q"), "nothing of it is handed over");
    }

    #[test]
    fn words_are_counted_into_rows() {
        assert_eq!(rows("", 10), 0);
        assert_eq!(rows("satu dua", 10), 1);
        assert_eq!(rows("satu dua tiga", 10), 2);
        assert_eq!(rows("kependudukan satu", 10), 3);
    }
}
