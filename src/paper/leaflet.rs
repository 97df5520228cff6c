//! The list of documents for whoever came without them: what to bring, and no number.
//!
//! Belongs here: what the leaflet says. Never here: which documents a case needs (that is `office`).

use super::document::{Block, Document};
use super::sheet::{Group, Sheet, Style};
use super::text::PaperText;
use crate::domain::{CaseId, Language, Timestamp};
use crate::office::{Office, Service};
use crate::phrase::time;
use crate::words::Words;

/// The leaflet about a service and a case of it, written at `at`.
pub fn leaflet(
    office: &Office,
    service: &Service,
    case: Option<&CaseId>,
    language: Language,
    at: Option<Timestamp>,
) -> Document {
    written(office, service, case, language, at).document()
}

/// The same with its sources.
pub(super) fn written<'a>(
    office: &'a Office,
    service: &'a Service,
    case: Option<&CaseId>,
    language: Language,
    at: Option<Timestamp>,
) -> Sheet<'a> {
    let words = Words::of(language);
    let mut sheet = Sheet::new(language);

    sheet.group(Group::Heading);
    for line in &service.ticket.header {
        sheet.text(line, Style::Plain);
    }
    sheet.group(Group::Service);
    sheet.text(&service.name, Style::Large);
    if let Some(case) = case.and_then(|case| service.case(case)) {
        sheet.text(&case.name, Style::Bold);
    }

    sheet.group(Group::Facts);
    sheet.say(words.text("paper.leaflet-bring"), Style::Bold);
    for document in service.documents(case) {
        sheet.add(Block::Item(PaperText::new(document.get(language))), vec![document]);
    }

    sheet.group(Group::Notes);
    if let Some(eligibility) = &service.eligibility {
        sheet.text(eligibility, Style::Plain);
    }
    sheet.say(words.text("paper.leaflet-no-number"), Style::Plain);
    if let Some(fee) = &office.fee {
        sheet.text(fee, Style::Plain);
    }
    if let Some(at) = at {
        let local = at.with_timezone(&office.zone).naive_local();
        sheet.say(&time::moment(local, words), Style::Plain);
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::samples::{office, words_of};

    fn says(case: &str, language: Language) -> Vec<String> {
        let office = office("magetan", str::to_owned);
        let service = &office.services[0];
        let at = Some("2026-11-23T04:05:00Z".parse().expect("a time"));
        words_of(&leaflet(&office, service, CaseId::new(case).as_ref(), language, at))
    }

    #[test]
    fn the_leaflet_lists_the_documents_of_the_case_and_has_no_number() {
        let expected = [
            "Dinas Dukcapil Kabupaten Magetan",
            "KTP Elektronik (cetak)",
            "Hilang",
            "Yang perlu dibawa:",
            "[ ] Kartu Keluarga (KK)",
            "[ ] Surat kehilangan dari kepolisian",
            "Usia 17 tahun, atau sudah / pernah menikah",
            "Ini bukan nomor antrean. Ambil nomor bila berkas sudah lengkap.",
            "Tidak dipungut biaya",
            "23 Nov 2026 11:05",
        ];
        assert_eq!(says("hilang", Language::Indonesian), expected);
    }

    #[test]
    fn the_leaflet_speaks_the_language_of_its_visitor() {
        let english = says("hilang", Language::English);
        assert!(english.contains(&"[ ] Police report of the loss".to_owned()), "{english:?}");
    }
}
