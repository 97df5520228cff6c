//! `[screens]`: how large things are on a screen, and which languages visitors may choose.

use super::fault_log::FaultLog;
use super::reader::Section;
use super::{Fault, Place};
use crate::domain::Language;

/// Where the ticket comes out, seen from the screen of the kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PaperSide {
    /// Below the screen.
    #[default]
    Below,
    /// At its left.
    Left,
    /// At its right.
    Right,
}

impl PaperSide {
    fn from_code(code: &str) -> Option<Self> {
        match code {
            "below" => Some(Self::Below),
            "left" => Some(Self::Left),
            "right" => Some(Self::Right),
            _ => None,
        }
    }
}

/// Whether a kiosk says the number that it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KioskVoice {
    /// Never: it has no loudspeaker.
    #[default]
    Never,
    /// When its visitor asks for it.
    Asked,
    /// Always, and once more for whoever asks.
    Always,
}

impl KioskVoice {
    fn from_code(code: &str) -> Option<Self> {
        match code {
            "never" => Some(Self::Never),
            "asked" => Some(Self::Asked),
            "always" => Some(Self::Always),
            _ => None,
        }
    }
}

/// The screens of the office.
#[derive(Debug, Clone, PartialEq)]
pub struct Screens {
    /// Logical pixels per millimetre of the kiosk's touch screen, from which every size on it follows.
    pub kiosk_px_per_mm: f32,
    /// Logical pixels per millimetre of the officer's monitor.
    pub console_px_per_mm: f32,
    /// Where the arrow on the kiosk points.
    pub paper_side: PaperSide,
    /// Whether a kiosk says the number.
    pub kiosk_voice: KioskVoice,
    /// The languages that a kiosk offers, in its order; tickets and calls have no other. Indonesian is always among them.
    pub languages: Vec<Language>,
}

impl Screens {
    pub(super) fn read(log: &FaultLog, section: Option<&Section<'_>>) -> Self {
        let scale = |name, default: f64| {
            section.map_or(default, |s| s.decimal_or(name, 1.0..=20.0, default)) as f32
        };
        Self {
            // 21.5 inch at 1920 x 1080 has 4.0 pixels a millimetre; a 15.6 inch monitor at 1366 x 768 has 3.9.
            kiosk_px_per_mm: scale("kiosk_px_per_mm", 4.0),
            console_px_per_mm: scale("console_px_per_mm", 3.9),
            paper_side: section.map_or(PaperSide::default(), |section| {
                section.parsed_or("paper_side", "below, left or right", PaperSide::from_code)
            }),
            kiosk_voice: section.map_or(KioskVoice::default(), |section| {
                let codes = "never, asked or always";
                section.parsed_or("kiosk_voice", codes, KioskVoice::from_code)
            }),
            languages: section.map_or_else(all, |section| offered(log, section)),
        }
    }
}

fn all() -> Vec<Language> {
    Language::ALL.to_vec()
}

fn offered(log: &FaultLog, section: &Section<'_>) -> Vec<Language> {
    let listed = languages(log, section);
    let Some((_, first)) = listed.first() else { return all() };
    let languages: Vec<Language> = listed.iter().map(|(language, _)| *language).collect();
    if !languages.contains(&Language::Indonesian) {
        let Place { line, key } = first.clone();
        let key = key.split_once('[').map_or_else(|| key.clone(), |(list, _)| list.to_owned());
        let problem =
            "must list \"id\": every text of the office has it, and walls and consoles speak it";
        log.extend(vec![Fault { line, key, problem: problem.to_owned() }]);
    }
    languages
}

/// The list `languages` of a section, each once and with its place; empty where there is none.
pub(super) fn languages(log: &FaultLog, section: &Section<'_>) -> Vec<(Language, Place)> {
    let mut languages: Vec<(Language, Place)> = Vec::new();
    for code in section.texts("languages") {
        match Language::from_code(&code.value) {
            Some(language) if languages.iter().any(|(listed, _)| *listed == language) => {
                let problem = format!("language \"{language}\" stands here twice");
                log.add(code.at, code.key, problem);
            }
            Some(language) => languages.push((language, log.place(&code))),
            None => {
                let problem = format!("\"{}\" is none of id, jv and en", code.value);
                log.add(code.at, code.key, problem);
            }
        }
    }
    languages
}

#[cfg(test)]
mod tests {
    use super::super::{Office, Outside, SAMPLES};
    use super::*;

    fn office(screens: &str, voice: &str) -> Result<Office, Vec<String>> {
        let (_, desa) = SAMPLES[1];
        let source = desa
            .replace("[screens]\n", &format!("[screens]\n{screens}\n"))
            .replace("languages = [\"id\"]\nplayer", &format!("{voice}\nplayer"));
        let office = Office::parse(&source, &Outside::default());
        office
            .map_err(|faults| faults.iter().map(|f| format!("{}: {}", f.key, f.problem)).collect())
    }

    #[test]
    fn an_office_that_lists_no_languages_offers_all() {
        assert_eq!(office("", "").unwrap().screens.languages, Language::ALL);
    }

    #[test]
    fn an_office_offers_its_languages_in_its_order() {
        let office = office("languages = [\"en\", \"id\"]", "").unwrap();
        assert_eq!(office.screens.languages, [Language::English, Language::Indonesian]);
    }

    #[test]
    fn a_list_that_cannot_be_is_a_fault() {
        let faults = office("languages = [\"en\", \"fr\", \"en\"]", "").unwrap_err();
        assert_eq!(
            faults,
            [
                "screens.languages[2]: \"fr\" is none of id, jv and en",
                "screens.languages[3]: language \"en\" stands here twice",
                "screens.languages: must list \"id\": every text of the office has it, and walls and consoles speak it",
            ]
        );
    }

    #[test]
    fn a_call_is_spoken_in_languages_of_the_office_only() {
        let screens = "languages = [\"id\", \"en\"]";
        assert!(office(screens, "languages = [\"id\", \"en\"]").is_ok());
        let faults = office(screens, "languages = [\"id\", \"jv\"]").unwrap_err();
        assert_eq!(
            faults,
            [
                "voice.languages[2]: \"jv\" is not among the languages of the office; add it to screens.languages or take it out here",
            ]
        );
    }
}
