//! A trial of everything that an office could ever print, before it opens.
//!
//! Belongs here: the longest ticket of every service, case and language, and what of it this paper cannot carry,
//! named by its place in the office file. Better found now than at eight in the morning, in front of a visitor.
//! Never here: what a sheet says (that is `ticket`).

use super::code_page::encode_text;
use super::document::{Block, Document};
use super::layout::{LayoutError, TICK_BOX, lay_out, lay_out_with};
use super::profile::Profile;
use super::shape::Fonts;
use super::sheet::{Part, Sheet};
use super::{leaflet, slip, ticket, wrap};
use crate::domain::{
    BusinessDay, CaseId, Lane, Language, SERIAL_MAX, State, Ticket, TicketId, TicketNumber,
    Timestamp, WaitRange, estimate::LONGEST,
};
use crate::office::{Fault, Logo, Office, Place, Service, Text};
use std::collections::HashMap;

/// A reprint that nobody reaches.
const LAST_COPY: u32 = 99;

/// The longest sheet, in millimetres. The longest one of the samples has a third of it.
const LONGEST_MM: f64 = 1000.0;

/// A queue that no office has.
const MOST_AHEAD: u32 = 999;

/// What of the office's paper does not fit the printer of `profile`: every text once, with its place in the file.
/// The office need not be whole: a file with other faults can be tried as far as it was understood.
pub fn faults(office: &Office, profile: &Profile, fonts: &Fonts) -> Vec<Fault> {
    let mut trial = Trial { profile, fonts, faults: Vec::new() };
    for service in &office.services {
        if let Some(logo) = &service.ticket.logo {
            trial.logo(logo);
        }
        for language in &office.screens.languages {
            // How long each block is, once it was tried: most of them stand on many sheets.
            let mut tried: HashMap<Block, f64> = HashMap::new();
            let cases = service.cases.iter().map(|case| Some(&case.id)).chain([None]);
            for ticket in cases.filter_map(|case| longest(office, service, case, *language)) {
                for sheet in all_sheets(office, service, &ticket) {
                    let mut length_mm = 0.0;
                    for part in sheet.parts() {
                        length_mm += match tried.get(&part.block) {
                            Some(length_mm) => *length_mm,
                            None => {
                                let length_mm = trial.part(part, service, *language);
                                tried.insert(part.block.clone(), length_mm);
                                length_mm
                            }
                        };
                    }
                    trial.length(length_mm, service, *language);
                }
            }
        }
    }
    trial.faults
}

/// Every sheet that this ticket may ever be printed on.
fn all_sheets<'a>(office: &'a Office, service: &'a Service, ticket: &Ticket) -> Vec<Sheet<'a>> {
    let at = Some(ticket.issued_at);
    let mut sheets = ticket::written(office, ticket, 0, at);
    sheets.extend(ticket::written(office, ticket, LAST_COPY, at));
    let missing: Vec<&Text> = service.documents(ticket.case.as_ref()).collect();
    // Any stage may hand a file back, and each sends the visitor to another place.
    for stage in &service.journey {
        let state = State::Waiting { stage: stage.id.clone() };
        let ticket = Ticket { state, ..ticket.clone() };
        sheets.push(slip::written(office, &ticket, &missing, at));
    }
    let case = ticket.case.as_ref();
    sheets.push(leaflet::written(office, service, case, ticket.language, at));
    sheets
}

/// The ticket of this service that says most.
fn longest(
    office: &Office,
    service: &Service,
    case: Option<&CaseId>,
    language: Language,
) -> Option<Ticket> {
    let number = TicketNumber::new(service.code, SERIAL_MAX).ok()?;
    let stage = service.journey.first()?.id.clone();
    let day = BusinessDay::of(Timestamp::UNIX_EPOCH, office.zone);
    let id = TicketId(uuid::Uuid::nil());
    Some(Ticket {
        case: case.cloned(),
        lane: Lane::Priority,
        language,
        ahead_at_issue: MOST_AHEAD,
        estimate: Some(WaitRange { from: LONGEST, to: LONGEST }),
        ..Ticket::new(id, number, day, stage, Timestamp::UNIX_EPOCH)
    })
}

/// What was found so far.
struct Trial<'a> {
    profile: &'a Profile,
    fonts: &'a Fonts,
    faults: Vec<Fault>,
}

impl Trial<'_> {
    /// One text may stand on many sheets, and is one fault.
    fn found(&mut self, place: &Place, problem: String) {
        let fault = Fault { line: place.line, key: place.key.clone(), problem };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn logo(&mut self, logo: &Logo) {
        let problem = match ticket::picture_of(logo) {
            Err(error) => error.to_string(),
            Ok(bitmap) => match lay_out(&Document::new().picture(bitmap), self.profile) {
                Err(error) => error.to_string(),
                Ok(_) => return,
            },
        };
        self.found(&logo.place, problem);
    }

    /// A sheet that takes more paper than anybody carries away.
    fn length(&mut self, length_mm: f64, service: &Service, language: Language) {
        if length_mm > LONGEST_MM {
            let problem = format!(
                "a sheet of this service would be {:.1} m long; at most {:.1} m, so take lines or documents out",
                length_mm / 1000.0,
                LONGEST_MM / 1000.0
            );
            self.found(service.name.place(language), problem);
        }
    }

    /// Tries a block, and gives back how much paper it takes, in millimetres.
    fn part(&mut self, part: &Part<'_>, service: &Service, language: Language) -> f64 {
        let (problem, length_mm) = tried(&part.block, self.profile, self.fonts);
        if let Some(problem) = problem {
            self.accuse(&problem, part, service, language);
        }
        length_mm
    }

    /// Names the text in which the problem is.
    fn accuse(
        &mut self,
        problem: &Problem,
        part: &Part<'_>,
        service: &Service,
        language: Language,
    ) {
        let mut guilty: Vec<&&Text> =
            part.texts.iter().filter(|text| problem.is_in(text.get(language))).collect();
        if guilty.is_empty() {
            guilty.extend(part.texts.iter().filter(|text| problem.begins_in(text.get(language))));
        }
        for text in &guilty {
            self.found(text.place(language), problem.say(text.get(language)));
        }
        if guilty.is_empty() {
            // No text of the office's own: the service is as near as we can name it.
            self.found(service.name.place(language), problem.say(service.name.get(language)));
        }
    }
}

/// What is wrong with a block on this paper, and how much of it the block takes, in millimetres.
fn tried(block: &Block, profile: &Profile, fonts: &Fonts) -> (Option<Problem>, f64) {
    let problem = match lay_out_with(&Document { blocks: vec![block.clone()] }, profile, fonts) {
        // The logo is tried by itself.
        Err(_) if matches!(block, Block::Picture { .. }) => return (None, 0.0),
        Err(LayoutError::NoCharacter { character, .. }) => Problem::NoCharacter(character),
        Err(LayoutError::NoGlyph { character, .. }) => Problem::NoGlyph(character),
        Err(other) => Problem::Other(other),
        Ok(layout) => return (broken_word(block, profile), layout.ops_mm(profile)),
    };
    (Some(problem), 0.0)
}

/// The first word that would go on in the next line. An address broken in two is one that nobody can copy.
fn broken_word(block: &Block, profile: &Profile) -> Option<Problem> {
    let (text, indent) = match block {
        Block::Line { text, .. } => (text.as_str(), 0),
        Block::Item(text) => (text.as_str(), TICK_BOX.len()),
        _ => return None,
    };
    // Columns count only for the printer's own characters.
    encode_text(text, profile.pages()).ok()?;
    let columns = profile.columns_at(1).saturating_sub(indent);
    let word = text.split(' ').find(|word| wrap::longest_word(word) > columns)?;
    Some(Problem::Word { word: word.to_owned(), columns })
}

enum Problem {
    NoCharacter(char),
    NoGlyph(char),
    Word { word: String, columns: usize },
    Other(LayoutError),
}

impl Problem {
    fn is_in(&self, text: &str) -> bool {
        match self {
            Problem::NoCharacter(character) | Problem::NoGlyph(character) => {
                text.contains(*character)
            }
            Problem::Word { word, .. } => text.contains(word.as_str()),
            Problem::Other(_) => false,
        }
    }

    /// Whether a word is too long only because of what the program writes around this text: a full stop, for instance.
    fn begins_in(&self, text: &str) -> bool {
        match self {
            Problem::Word { word, columns } => text
                .split_whitespace()
                .any(|own| word.contains(own) && own.chars().count() * 2 > *columns),
            Problem::Other(_) => true,
            Problem::NoCharacter(_) | Problem::NoGlyph(_) => false,
        }
    }

    fn say(&self, text: &str) -> String {
        match self {
            Problem::NoCharacter(character) => {
                let text = text.to_owned();
                LayoutError::NoCharacter { character: *character, text }.to_string()
            }
            Problem::NoGlyph(character) => {
                let text = text.to_owned();
                LayoutError::NoGlyph { character: *character, text }.to_string()
            }
            Problem::Word { word, columns } => format!(
                "{word:?} has more than the {columns} characters of a line on this paper; shorten it \
                 or write it in two words"
            ),
            Problem::Other(error) => error.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::SAMPLES;
    use crate::paper::samples::{office, profile};

    /// The faults of the village's paper after `from` in its file has become `to`, each with the line `to` stands in.
    fn check(from: &str, to: &str, expected: &[&str]) {
        let (_, source) = SAMPLES.iter().find(|(name, _)| *name == "desa").expect("a sample");
        let line = 1 + source[..source.find(from).expect(from)].matches('\n').count();
        let office = office("desa", |source| source.replacen(from, to, 1));
        let found: Vec<String> = faults(&office, &profile("generic-58"), &Fonts::shipped())
            .iter()
            .map(Fault::to_string)
            .collect();
        let fits = |(found, expected): (&String, &&str)| {
            found.starts_with(&format!("line {line}: {expected}"))
        };
        let all = found.len() == expected.len() && found.iter().zip(expected).all(fits);
        assert!(all, "line {line}: {expected:?}, but found {found:#?}");
    }

    #[test]
    fn the_samples_fit_every_paper() {
        for (name, _) in SAMPLES {
            for paper in Profile::shipped_names() {
                let found =
                    faults(&office(name, str::to_owned), &profile(paper), &Fonts::shipped());
                assert_eq!(found, [], "{name} on {paper}");
            }
        }
    }

    #[test]
    fn a_character_without_ink_is_named_by_the_line_it_stands_in() {
        check(
            "en = \"Electronic ID card\"",
            "en = \"Electronic → card\"",
            &["service[1].name.en: no font can draw the character '→' (U+2192) in the \
               text \"Electronic → card\""],
        );
        check("\"Untuk berkas\"", "\"Untuk ★\"", &["ticket.copies[2]: no font can draw"]);
        check("id = \"Hilang\"", "id = \"Hil☂ng\"", &["service[1].case[3].name.id: no font"]);
    }

    #[test]
    fn a_sheet_that_nobody_carries_away_is_a_fault() {
        let documents: Vec<String> =
            (0..40).map(|n| format!("\"{n} {}\"", "dokumen yang panjang ".repeat(14))).collect();
        let more = format!("requirements = [{}, ", documents[..36].join(", "));
        let office = office("desa", |source| source.replacen("requirements = [", &more, 1));
        let found = faults(&office, &profile("generic-58"), &Fonts::shipped());
        let said = "m long; at most 1.0 m, so take lines or documents out";
        assert!(found.iter().any(|fault| fault.problem.ends_with(said)), "{found:#?}");
    }

    #[test]
    fn a_document_of_the_slip_is_tried_like_the_ticket() {
        check(
            "jv = \"KTP-el lami\"",
            "jv = \"KTP-el ☂\"",
            &["service[1].case[2].requirements[1].jv: no font can draw the character '☂'"],
        );
    }

    #[test]
    fn a_text_inside_a_sentence_is_found_too() {
        check(
            "en = \"Service desk\"",
            "en = \"Desk ①\"",
            &["counter[1].name.en: no font can draw the character '①' (U+2460) in the text \
               \"Desk ①\""],
        );
    }

    #[test]
    fn a_counter_whose_name_is_too_long_with_its_full_stop_is_accused_and_no_service() {
        // As long as a line: only "kembali ke NAME." on the slip is longer.
        let name = "Loket-Pelayanan-Terpadu-Lantai-1";
        assert_eq!(name.len(), 32);
        check(
            "id = \"Meja Layanan\"",
            &format!("id = \"{name}\""),
            &["counter[1].name.id: \"Loket-Pelayanan-Terpadu-Lantai-1.\" has more than the 32"],
        );
    }

    #[test]
    fn a_text_for_every_language_is_one_fault() {
        check(
            "name = \"Titik Layanan Adminduk Desa\"",
            "name = \"Titik ♥\"",
            &["office.name: no font can draw the character '♥'"],
        );
    }

    #[test]
    fn a_word_that_would_break_is_an_overflow() {
        let address = "https://dispenduk.magetan.go.id/aduan";
        check(
            "copies = [",
            &format!("footer = [\"Pengaduan: {address}\"]\ncopies = ["),
            &["ticket.footer[1]: \"https://dispenduk.magetan.go.id/aduan\" has more than the 32 \
               characters of a line"],
        );
        let office = office("desa", |s| {
            s.replacen("copies = [", &format!("footer = [\"{address}\"]\ncopies = ["), 1)
        });
        assert_eq!(
            faults(&office, &profile("generic-80"), &Fonts::shipped()),
            [],
            "48 columns are enough"
        );
    }
}
