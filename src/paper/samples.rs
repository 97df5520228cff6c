//! Tickets and profiles that several tests print.
//!
//! Never here: assertions.

use super::document::{Align, Block, Document, Weight};
use super::profile::Profile;
use crate::domain::{
    BusinessDay, Language, ServiceCode, Ticket, TicketId, TicketNumber, Timestamp,
};
use crate::office::{Office, Outside, SAMPLES};

/// A ticket id as the QR code carries it: 32 hexadecimal digits.
pub(crate) const TICKET_ID: &str = "01939F3B6A7C7D2E8B4F0A1C2D3E4F50";

/// The standard ticket with a code: what a visitor needs, and nothing else.
pub(crate) fn ticket() -> Document {
    Document::new()
        .centred("Dukcapil Kabupaten Magetan")
        .ends("Senin, 23 Nov 2026", "10:42")
        .large("KTP Elektronik", 2)
        .number("T012")
        .centred("Tunggu panggilan di")
        .line("Loket 1", Align::Centre, Weight::Bold, 4)
        .large("5 orang di depan Anda", 2)
        .large("kira-kira 20-30 menit", 2)
        .qr(TICKET_ID)
        .centred("Tidak dipungut biaya")
}

/// The longest ticket an office prints: every line of the wireframe, in full.
pub(crate) fn full_ticket() -> Document {
    Document::new()
        .bold("DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL - MAGETAN")
        .space(1)
        .large("KTP Elektronik", 2)
        .space(1)
        .number("T012")
        .space(1)
        .centred("5 orang di depan Anda")
        .centred("perkiraan 20-30 menit")
        .centred("23 Nov 2026 10:42")
        .bold("tunggu di Loket 1-2")
        .line(" PRIORITAS ", Align::Centre, Weight::Reversed, 2)
        .qr(TICKET_ID)
        .centred("Tidak dipungut biaya")
        .centred("Nomor dilewati setelah 3 panggilan")
}

/// So many generated cases; `ANTRE_FUZZ_TIMES=50` tries fifty times as many.
pub(crate) fn cases(usual: u32) -> u32 {
    let times = std::env::var("ANTRE_FUZZ_TIMES").ok().and_then(|times| times.parse().ok());
    usual.saturating_mul(times.unwrap_or(1))
}

/// A profile that the program carries.
pub(crate) fn profile(name: &str) -> Profile {
    Profile::shipped(name).expect("shipped profiles are valid")
}

/// One of the sample offices, with a section of its file replaced where `change` says so.
pub(crate) fn office(name: &str, change: impl Fn(&str) -> String) -> Office {
    let (_, source) = SAMPLES.iter().find(|(sample, _)| *sample == name).expect("a sample");
    Office::parse(&change(source), &Outside::default()).expect("a valid office")
}

/// A ticket of that office, as it was issued on Monday, 23 November 2026 at 10:42 in Magetan: the number 012 of a
/// service, in its first case.
pub(crate) fn issued(office: &Office, letter: char, language: Language) -> Ticket {
    let code = ServiceCode::new(letter).expect("a letter");
    let service = office.service(code).expect("a service of the office");
    let issued_at: Timestamp = "2026-11-23T03:42:00Z".parse().expect("a time");
    let id = TicketId(TICKET_ID.parse().expect("an identity"));
    let number = TicketNumber::new(code, 12).expect("a number");
    let day = BusinessDay::of(issued_at, office.zone);
    Ticket {
        case: service.cases.first().map(|case| case.id.clone()),
        language,
        ahead_at_issue: 5,
        ..Ticket::new(id, number, day, service.journey[0].id.clone(), issued_at)
    }
}

/// What a document says, line by line, without sizes.
pub(crate) fn words_of(document: &Document) -> Vec<String> {
    let said = |block: &Block| match block {
        Block::Line { text, .. } | Block::Number(text) => Some(text.to_string()),
        Block::Item(text) => Some(format!("[ ] {text}")),
        Block::Ends { left, right } => Some(format!("{left} | {right}")),
        Block::Qr(_) => Some("(QR)".to_owned()),
        Block::Code128(payload) => Some(format!("({payload})")),
        Block::Rule => Some("---".to_owned()),
        _ => None,
    };
    document.blocks.iter().filter_map(said).collect()
}

/// A picture of grey stripes in this size.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let pixels: Vec<u8> = (0..width * height).map(|at| (at % width) as u8).collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().expect("a header in memory");
    writer.write_image_data(&pixels).expect("as many pixels as the header says");
    writer.finish().expect("writing to memory");
    file
}
