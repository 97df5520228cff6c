//! Text that would be a command for a printer, in every field of an office file and in every kind of block.
//!
//! Belongs here: the whole way from the file to the bytes, walked command by command. Never here: sentences.

use super::picture::has;
use crate::support::offices::magetan;
use crate::support::{parse, try_parse};
use antre::domain::{BusinessDay, Lane, Language, Ticket, TicketId, TicketNumber, Timestamp};
use antre::office::{Office, Text};
use antre::paper::commands::{self, Kind};
use antre::paper::{
    self, Align, Bitmap, Block, Document, Fonts, Order, PaperText, Profile, Weight,
};
use proptest::prelude::*;
use std::sync::LazyLock;
use toml::Value;

/// What no text may do: reset the printer, ask it in real time, clear it, print its test page, switch it off,
/// turn the text round.
const ATTACKS: [&str; 6] = [
    "\u{1b}@",
    "\u{10}\u{4}\u{1}",
    "\u{10}\u{14}\u{8}\u{1}\u{3}\u{14}\u{1}\u{6}\u{2}\u{8}",
    "\u{1d}(A\u{2}\u{0}\u{0}\u{2}",
    "\u{9b}m\u{1c}p\u{1}\u{0}\u{7f}",
    "\u{202e}\u{2067}\u{200f}\u{e0041}\u{feff}",
];

/// What is left of an attack when everything without ink is gone.
fn harmless(attack: &str) -> String {
    PaperText::new(attack).as_str().to_owned()
}

/// Every string in a file, with its path.
fn strings(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(path.to_owned()),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, item)| strings(item, &format!("{path}/{index}"), found));
        }
        Value::Table(table) => {
            table.iter().for_each(|(key, item)| strings(item, &format!("{path}/{key}"), found));
        }
        _ => {}
    }
}

/// The file with `insert` in the middle of the strings at these paths.
fn with(source: &Value, paths: &[String], insert: &str) -> String {
    let mut changed = source.clone();
    for path in paths {
        let mut place = &mut changed;
        for step in path.split('/').skip(1) {
            place = match step.parse::<usize>() {
                Ok(index) => &mut place[index],
                Err(_) => &mut place[step],
            };
        }
        let Value::String(text) = place else { panic!("{path}") };
        let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
        text.insert_str(middle, insert);
    }
    toml::to_string(&changed).unwrap()
}

/// Everything that an office can print, as one stream of bytes.
fn all_jobs(office: &Office, profile: &Profile) -> Vec<u8> {
    let mut bytes = Vec::new();
    for service in &office.services {
        let cases = service.cases.iter().map(|case| Some(&case.id)).chain([None]);
        for (case, language) in cases.flat_map(|case| Language::ALL.iter().map(move |l| (case, *l)))
        {
            let number = TicketNumber::new(service.code, 12).unwrap();
            let day = BusinessDay::of(Timestamp::UNIX_EPOCH, office.zone);
            let (id, stage) = (TicketId(uuid::Uuid::nil()), service.journey[0].id.clone());
            let ticket = Ticket::new(id, number, day, stage, Timestamp::UNIX_EPOCH);
            let ticket = Ticket { case: case.cloned(), lane: Lane::Priority, language, ..ticket };
            let missing: Vec<&Text> = service.documents(case).collect();
            let at = Some(ticket.issued_at);
            for order in [
                Order::Ticket { ticket: &ticket, copy: 0, at },
                Order::Ticket { ticket: &ticket, copy: 1, at },
                Order::Slip { ticket: &ticket, missing: &missing, at },
            ] {
                bytes.extend(paper::job(office, order, profile, &Fonts::shipped()).unwrap().bytes);
            }
        }
    }
    bytes
}

/// Fails on a command that we never send, and on bytes that a printer obeys wherever they stand.
#[track_caller]
/// `own`: what the profile itself says is sent.
fn walk(job: &[u8], own: &[&[u8]]) {
    let real_time = |pair: &[u8]| matches!(pair, [0x10, 0x04 | 0x05 | 0x14]);
    assert!(!job.windows(2).any(real_time), "a real-time command");
    let mut rest = job;
    while let Some(command) = commands::first(rest) {
        let (this, later) = rest.split_at(command.len);
        let ours = matches!(
            this,
            [b'\n' | 0x20..=0xff]
                | [
                    0x1b,
                    b'@' | b'a' | b'E' | b't' | b'd' | b'J' | b'3' | b'2' | b'*' | b'i' | b'm',
                    ..,
                ]
                | [0x1d, b'!' | b'B' | b'v' | b'V' | b'k' | b'h' | b'w' | b'H', ..]
                | [0x1d, b'(', b'k' | b'L', ..]
        );
        let of_profile = this == b"\x1c." || own.contains(&this);
        assert!(of_profile || (ours && command.kind != Kind::NotPaper), "{this:x?}");
        rest = later;
    }
    assert!(rest.is_empty(), "the job ends inside a command: {rest:x?}");
}

/// The file of an office that uses every text of a ticket.
fn every_text() -> String {
    let source = magetan().replace("footer = []", "footer = [\"Terima kasih\"]");
    source.replace("copies = []", "copies = [\"Untuk pemohon\", \"Untuk berkas\"]")
}

#[test]
fn no_field_of_an_office_file_takes_a_command() {
    let source: Value = toml::from_str(&every_text()).unwrap();
    let mut all = Vec::new();
    strings(&source, "", &mut all);
    assert!(all.len() > 200, "{}", all.len());
    for (path, attack) in all.iter().zip(ATTACKS.into_iter().cycle()) {
        let attacked = with(&source, std::slice::from_ref(path), attack);
        assert!(try_parse(&attacked).is_err(), "{path} takes {attack:?}");
    }
}

/// Everything that the papers of an office say, with `insert` in the middle, as if the file had let it through.
fn let_through(mut office: Office, insert: &str) -> Office {
    let put = |text: &mut Text| {
        let middle = |text: &str| {
            let at = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
            format!("{}{insert}{}", &text[..at], &text[at..])
        };
        let mut attacked = Text::indonesian(&middle(text.get(Language::Indonesian)));
        for language in [Language::English, Language::Javanese] {
            attacked = attacked.with(language, &middle(text.get(language)));
        }
        *text = attacked;
    };
    office.fee.iter_mut().for_each(put);
    for channel in &mut office.complaints {
        channel.at.iter_mut().chain([&mut channel.name]).for_each(put);
    }
    for service in &mut office.services {
        put(&mut service.name);
        service.requirements.iter_mut().for_each(put);
        for case in &mut service.cases {
            put(&mut case.name);
            case.requirements.iter_mut().for_each(put);
        }
        let ticket = &mut service.ticket;
        let lines = ticket.header.iter_mut().chain(&mut ticket.footer).chain(&mut ticket.copies);
        lines.for_each(put);
    }
    office.counters.iter_mut().for_each(|counter| put(&mut counter.name));
    office
}

#[test]
fn no_text_of_an_office_becomes_a_command_even_if_its_file_let_it_through() {
    let profiles = ["generic-58", "generic-80"].map(|name| Profile::shipped(name).unwrap());
    for (attack, profile) in ATTACKS.into_iter().zip(profiles.iter().cycle()) {
        let jobs = |insert: &str| all_jobs(&let_through(parse(&every_text()), insert), profile);
        let (attacked, plain) = (jobs(attack), jobs(&harmless(attack)));
        assert_eq!(attacked, plain, "{attack:?} on {}", profile.name);
        let remains = harmless(attack);
        assert!(remains.is_empty() || has(&attacked, &remains), "{attack:?} reached no paper");
        walk(&attacked, &[]);
    }
}

/// Ten thousand generated documents; `ANTRE_FUZZ_TIMES=50` tries fifty times as many.
fn cases() -> u32 {
    let times = std::env::var("ANTRE_FUZZ_TIMES").ok().and_then(|times| times.parse().ok());
    10_000 * times.unwrap_or(1)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[ -~]{0,40}",
        4 => "[ -~\\x00-\\x1f\\x7f-\\u{ff}\\u{200e}\\u{202e}]{0,40}",
        2 => "[a-z \\x10\\x1b\u{301}–€→]{0,20}",
        1 => "[ꦏꦤꦠꦼꦸ꧀ مكت\\x10\\x1b]{0,8}",
        1 => any::<String>(),
    ]
}

fn align() -> impl Strategy<Value = Align> {
    prop_oneof![Just(Align::Left), Just(Align::Centre), Just(Align::Right)]
}

/// A byte of a picture; most of them would be obeyed.
fn treacherous() -> impl Strategy<Value = u8> {
    prop_oneof![Just(0x10), Just(0x04), Just(0x05), Just(0x14), Just(0x1b), any::<u8>()]
}

fn block() -> impl Strategy<Value = Block> {
    let weight = prop_oneof![Just(Weight::Regular), Just(Weight::Bold)];
    let line = (text(), align(), weight, 0u8..10).prop_map(|(text, align, weight, scale)| {
        Block::Line { text: PaperText::new(&text), align, weight, scale }
    });
    let picture = (proptest::collection::vec(treacherous(), 0..120), 1usize..8, align());
    let picture = picture.prop_map(|(dots, width, align)| {
        let dot = |x: usize, y: usize| dots[y * width + x / 8] & (0x80 >> (x % 8)) != 0;
        Block::Picture { bitmap: Bitmap::new(width, dots.len() / width, dot), align }
    });
    prop_oneof![
        8 => line,
        2 => text().prop_map(|text| Block::Number(PaperText::new(&text))),
        2 => picture,
        1 => "[0-9A-Z $%*+./:-]{0,40}".prop_map(Block::Qr),
        1 => text().prop_map(Block::Qr),
        1 => "[0-9A-Z-]{0,12}".prop_map(Block::Code128),
        1 => text().prop_map(Block::Code128),
        1 => Just(Block::Rule),
        1 => (0u8..9).prop_map(|lines| Block::Space { lines }),
    ]
}

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::shipped);
static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let names = Profile::shipped_names();
    names.into_iter().map(|name| Profile::shipped(name).unwrap()).collect()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    /// Whatever a document says: it is refused in a sentence, or its bytes are walked to their end, obeyed nowhere
    /// else, and (one in ten, for it takes time) drawn by a foreign renderer.
    #[test]
    fn no_document_becomes_a_command(
        blocks in proptest::collection::vec(block(), 0..4),
        printer in 0..PROFILES.len(),
        is_drawn in proptest::bool::weighted(0.1),
    ) {
        let profile = &PROFILES[printer];
        match paper::lay_out_with(&Document { blocks }, profile, &FONTS) {
            Err(error) => prop_assert!(!error.to_string().is_empty()),
            Ok(layout) => {
                let job = paper::encode(&layout, profile);
                let own = profile.presenter.iter().flat_map(|output| {
                    [&output.init, &output.before_cut, &output.behind_cut].map(Vec::as_slice)
                });
                walk(&job, &own.collect::<Vec<_>>());
                let drawn = is_drawn.then(|| paper::to_png(&job, profile)).transpose();
                prop_assert!(drawn.is_ok(), "{}: {:?}", profile.name, drawn);
            }
        }
    }
}
