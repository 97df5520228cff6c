//! What fills the room of the card while no call is new: one fact at a time, with a picture and few words.
//!
//! A wall is glanced at from afar. What needs more words than a glance takes is told by the kiosk and on paper.

use crate::office::{Office, Service, WallPlan};
use crate::words::Words;

/// The words of a fact at most.
pub const MOST_WORDS: usize = 8;
/// Its letters at most on a screen of the usual size; on a smaller one they are larger, and fewer.
const MOST_LETTERS: usize = 56;
const MOST_LETTERS_SMALL: usize = 30;
/// The letters of a word at most: what is wider would be torn.
const LONGEST_WORD: usize = 15;

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slide {
    /// Its picture, by the name that screens know.
    pub picture: &'static str,
    /// What it says.
    pub text: String,
}

/// The facts of this wall: the office's own lines, then, where the office wants it, the published standard of every
/// service that has anything to do with it.
pub fn slides(office: &Office, plan: &WallPlan, words: &Words) -> Vec<Slide> {
    let language = words.language();
    let own = office
        .running_text
        .iter()
        .map(|line| Slide { picture: "info", text: line.get(language).to_owned() });
    let mut slides: Vec<Slide> = own.collect();
    if office.rotation.standard {
        let services = office.services.iter().filter(|service| plan.shows_service(office, service));
        slides.extend(services.flat_map(|service| of_service(office, service, words)));
    }
    let most = match plan.inches < crate::office::USUAL_INCHES {
        true => MOST_LETTERS_SMALL,
        false => MOST_LETTERS,
    };
    let own = office.running_text.len();
    let mut kept: Vec<Slide> = Vec::new();
    for (index, slide) in slides.into_iter().enumerate() {
        let brief = slide.text.split_whitespace().count() <= MOST_WORDS;
        let longest = slide.text.split_whitespace().map(|word| word.chars().count()).max();
        let fits = brief
            && slide.text.chars().count() <= most
            && longest.is_some_and(|letters| letters <= LONGEST_WORD);
        // What the office wrote itself is its own choice, where there is room for it.
        let keeps = index < own && plan.inches >= crate::office::USUAL_INCHES;
        if (keeps || fits) && kept.iter().all(|other| other.text != slide.text) {
            kept.push(slide);
        }
    }
    kept
}

fn of_service(office: &Office, service: &Service, words: &Words) -> Vec<Slide> {
    let language = words.language();
    let standard = service.published(office, language);
    let picture = service.icon.code();
    let name = service.name.get(language);
    let mut slides = Vec::new();
    if let Some(count) = standard.minutes {
        let text = words.with("display.fact-time", &[("service", &name), ("count", &count)]);
        slides.push(Slide { picture: "clock", text });
    }
    // Often the office has a line of its own about the fee.
    let said = |fee: &String| {
        let fee = fee.to_lowercase();
        let mut own = office.running_text.iter();
        own.any(|line| line.get(language).to_lowercase().contains(&fee))
    };
    let fee = standard.fee.filter(|fee| !said(fee));
    slides.extend(fee.map(|fee| Slide { picture: "info", text: fee }));
    for document in &standard.requirements {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("service", &name), ("document", &within(document))];
        slides.push(Slide { picture, text: words.with("display.fact-bring", &values) });
    }
    for case in &standard.cases {
        for document in &case.requirements {
            // As visitors say it at the kiosk: "KTP saya hilang".
            let known = service.cases.iter().find(|one| one.id == case.case);
            let answer = known.and_then(|case| case.answer.as_ref());
            let Some(answer) = answer.map(|answer| answer.get(language)) else { continue };
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("case", &answer), ("document", &within(document))];
            slides.push(Slide { picture, text: words.with("display.fact-bring-case", &values) });
        }
    }
    for channel in standard.complaints {
        let Some(at) = channel.at else { continue };
        let values: [(&str, &dyn std::fmt::Display); 2] = [("channel", &channel.name), ("at", &at)];
        let text = words.with("display.fact-complaints", &values);
        slides.push(Slide { picture: "question", text });
    }
    slides
}

/// The name of a document within a sentence: its first letter is small where it is a common noun, as far as the other words
/// tell.
fn within(document: &str) -> String {
    let mut words = document.split_whitespace();
    let first = words.next().unwrap_or_default();
    let is_small = |word: &str| !word.starts_with(char::is_uppercase);
    let common = first.chars().skip(1).all(char::is_lowercase) && words.all(is_small);
    let mut letters = document.chars();
    match letters.next() {
        Some(letter) if common => letter.to_lowercase().chain(letters).collect(),
        _ => document.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CounterNumber, Language};
    use crate::office::{Outside, SAMPLES};

    fn office() -> Office {
        Office::parse(SAMPLES[0].1, &Outside::default()).unwrap()
    }

    fn texts(office: &Office, plan: &WallPlan) -> Vec<String> {
        let slides = slides(office, plan, Words::of(Language::Indonesian));
        slides.into_iter().map(|slide| slide.text).collect()
    }

    #[test]
    fn each_is_one_fact_in_few_words_with_a_picture() {
        for language in Language::ALL {
            let all = slides(&office(), &WallPlan::default(), Words::of(*language));
            assert!(all.len() > 12, "{all:?}");
            for slide in &all {
                assert!(slide.text.split_whitespace().count() <= MOST_WORDS, "{slide:?}");
                assert!(!slide.picture.is_empty() && !slide.text.contains('{'), "{slide:?}");
            }
        }
        let small = WallPlan { inches: 32, ..WallPlan::default() };
        assert!(texts(&office(), &small).len() < texts(&office(), &WallPlan::default()).len());
    }

    #[test]
    fn they_say_what_to_bring_and_how_long_it_takes_and_nothing_twice() {
        let said = texts(&office(), &WallPlan::default());
        for fact in ["surat kehilangan dari kepolisian", "18 menit", "tidak dipungut biaya"] {
            assert!(said.iter().any(|text| text.contains(fact)), "{fact}: {said:#?}");
        }
        let mut sorted = said.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), said.len());
    }

    #[test]
    fn a_wall_tells_facts_of_its_own_services() {
        let office = office();
        let collection = WallPlan::of(Vec::new(), vec![CounterNumber::new(3).unwrap()]);
        let name = |letter: char| {
            let service = office.services.iter().find(|s| s.code.letter() == letter).unwrap();
            service.name.get(Language::Indonesian).to_owned()
        };
        let told = |letter, plan: &WallPlan| {
            texts(&office, plan).iter().any(|text| text.starts_with(&format!("{}:", name(letter))))
        };
        assert!(told('Q', &WallPlan::default()), "{:#?}", texts(&office, &WallPlan::default()));
        assert!(!told('Q', &collection), "nothing of it is handed over");
        assert!(told('K', &collection), "{:#?}", texts(&office, &collection));
    }
}
