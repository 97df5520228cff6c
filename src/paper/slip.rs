//! The slip that a visitor takes home when a file is handed back: what is missing, and that the number stays.
//!
//! Belongs here: what the slip says. Never here: which documents are missing, or the state of the ticket.

use super::document::{Block, Document};
use super::sheet::{Group, Sheet, Style};
use super::text::PaperText;
use super::ticket::{place_of, put_number};
use crate::domain::{Ticket, Timestamp};
use crate::office::{Office, Text};
use crate::phrase::time;
use crate::words::Words;

/// The slip of a ticket whose documents `missing` were not there, written at `at`, in the language of the ticket.
/// Where to come back is where the stage is served that the ticket stands at.
pub fn slip(
    office: &Office,
    ticket: &Ticket,
    missing: &[&Text],
    at: Option<Timestamp>,
) -> Document {
    written(office, ticket, missing, at).document()
}

/// The same with its sources.
pub(super) fn written<'a>(
    office: &'a Office,
    ticket: &Ticket,
    missing: &[&'a Text],
    at: Option<Timestamp>,
) -> Sheet<'a> {
    let words = Words::of(ticket.language);
    let code = ticket.service;
    let service = office.service(code);
    let mut sheet = Sheet::new(ticket.language);

    sheet.group(Group::Heading);
    for line in &office.template(code).header {
        sheet.text(line, Style::Plain);
    }
    if let Some(service) = service {
        sheet.group(Group::Service);
        sheet.text(&service.name, Style::Large);
    }
    sheet.group(Group::Number);
    put_number(&mut sheet, ticket);

    sheet.group(Group::Facts);
    sheet.say(words.text("paper.slip-missing"), Style::Bold);
    for document in missing {
        let text = PaperText::new(document.get(ticket.language));
        sheet.add(Block::Item(text), vec![document]);
    }

    sheet.group(Group::Notes);
    sheet.say(words.text("paper.slip-valid"), Style::Bold);
    let first = service.and_then(|service| service.journey.first()).map(|stage| &stage.id);
    if let Some(stage) = ticket.state.stage().or(first) {
        let (place, names) = place_of(office, code, stage, ticket.language);
        let back = words.with("paper.slip-return", &[("place", &place)]);
        sheet.line(&back, Style::Plain, names);
    }
    sheet.say(words.text("paper.slip-no-new"), Style::Plain);
    if let Some(at) = at {
        let local = at.with_timezone(&office.zone).naive_local();
        sheet.say(&time::moment(local, words), Style::Plain);
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CaseId, Language, State};
    use crate::paper::samples::{issued, office, words_of};

    fn lost(language: Language) -> (Office, Ticket) {
        let office = office("magetan", str::to_owned);
        let case = CaseId::new("hilang");
        let ticket = Ticket { case, ..issued(&office, 'T', language) };
        (office, ticket)
    }

    fn says(office: &Office, ticket: &Ticket) -> Vec<String> {
        let service = office.service(ticket.number.service()).expect("a service");
        let missing: Vec<&Text> = service.documents(ticket.case.as_ref()).collect();
        let at = Some("2026-11-23T04:05:00Z".parse().expect("a time"));
        words_of(&slip(office, ticket, &missing, at))
    }

    #[test]
    fn the_slip_says_what_is_missing_where_to_come_back_and_that_the_number_stays() {
        let (office, ticket) = lost(Language::Indonesian);
        let expected = [
            "Dinas Dukcapil Kabupaten Magetan",
            "KTP Elektronik (cetak)",
            "T012",
            "Berkas yang perlu dilengkapi:",
            "[ ] Kartu Keluarga (KK)",
            "[ ] Surat kehilangan dari kepolisian",
            "Nomor Anda tetap berlaku hari ini.",
            "Jika sudah lengkap, kembali ke Loket 1.",
            "Tidak perlu mengambil nomor baru.",
            "23 Nov 2026 11:05",
        ];
        assert_eq!(says(&office, &ticket), expected);
    }

    #[test]
    fn the_slip_speaks_the_language_of_its_visitor() {
        let (office, ticket) = lost(Language::English);
        let english = says(&office, &ticket);
        assert!(english.contains(&"[ ] Police report of the loss".to_owned()), "{english:?}");
        let back = "When you have them, come back to Counter 1.";
        assert!(english.contains(&back.to_owned()), "{english:?}");
    }

    #[test]
    fn the_way_back_leads_to_the_stage_that_handed_the_file_back() {
        let (office, ticket) = lost(Language::Indonesian);
        let service = office.service(ticket.number.service()).expect("a service");
        let last = service.journey.last().expect("a stage").id.clone();
        let ticket = Ticket { state: State::Waiting { stage: last }, ..ticket };
        assert!(says(&office, &ticket).iter().any(|line| line.contains("ke Pengambilan.")));
        let ticket = Ticket { state: State::Done, ..ticket };
        assert!(says(&office, &ticket).iter().any(|line| line.contains("ke Loket 1.")));
    }
}
