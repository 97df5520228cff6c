//! The evidence for an independent judge: what every profile prints, as bytes, and what has to be read in them.
//!
//! `tests/judge/run` names a folder and calls the judge; without one the evidence is made and thrown away, so that it
//! cannot rot. Belongs here: which papers are judged. Never here: the judgement (that is `tests/judge`).

use crate::support::offices::magetan;
use crate::support::program::ANTRE;
use antre::domain::{
    BusinessDay, CaseId, Lane, Language, Ticket, TicketId, TicketNumber, Timestamp,
};
use antre::office::{Office, Outside, Text};
use antre::paper::code_page::CodePage;
use antre::paper::commands;
use antre::paper::layout::Op;
use antre::paper::profile::CutMode;
use antre::paper::{Composed, Document, Fonts, Layout, Order, Profile, calibration, compose, job};
use antre::store::sqlite::SqliteStore;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const TICKET_ID: &str = "01939F3B6A7C7D2E8B4F0A1C2D3E4F50";

fn issued_at() -> Timestamp {
    "2026-11-23T03:42:00Z".parse().unwrap()
}

/// The office of the sample, with and without everything that a ticket can carry.
fn offices() -> [(&'static str, Office); 2] {
    let standard = magetan();
    let (before, after) = standard.split_once("lines = [").unwrap();
    let after = after.split_once("]\n").unwrap().1;
    let lines = "lines = [\"office\", \"rule\", \"service\", \"case\", \"number\", \"priority\", \"ahead\", \"estimate\", \
                 \"time\", \"wait-at\", \"qr\", \"barcode\", \"fee\", \"complaints\", \"missed\", \"rule\"]\n";
    let full = format!("{before}{lines}{after}");
    [("standard", standard), ("full", full)].map(|(name, source)| {
        let office = Office::parse(&source, &Outside::default());
        (name, office.unwrap_or_else(|faults| panic!("{faults:?}")))
    })
}

fn ticket(office: &Office, language: Language, lane: Lane) -> Ticket {
    let service = &office.services[0];
    let number = TicketNumber::new(service.code, 12).unwrap();
    let (id, day) =
        (TicketId(TICKET_ID.parse().unwrap()), BusinessDay::of(issued_at(), office.zone));
    Ticket {
        case: service.cases.first().map(|case| case.id.clone()),
        ahead_at_issue: 5,
        lane,
        language,
        ..Ticket::new(id, number, day, service.journey[0].id.clone(), issued_at())
    }
}

/// One paper: its name, its bytes, and the lines of each of its sheets.
struct Paper {
    name: String,
    bytes: Vec<u8>,
    sheets: Vec<Vec<String>>,
}

impl Paper {
    fn of(name: String, office: &Office, order: Order<'_>, profile: &Profile) -> Paper {
        Paper::composed(name, &job(office, order, profile, &Fonts::shipped()).unwrap())
    }

    /// Accents that need a code page, and signs that need two.
    fn accents(profile: &Profile) -> Paper {
        let text = "Café Müßiggänger ½ ±5 °C";
        let sheet = Document::new().left(text).rule().bold(text);
        Paper::composed(
            "accents".to_owned(),
            &compose(&[sheet], profile, &Fonts::shipped()).unwrap(),
        )
    }

    fn test_sheet(profile: &Profile, language: Language) -> Paper {
        let name = format!("test-sheet-{language:?}").to_lowercase();
        Paper::composed(name, &calibration(profile, language).unwrap())
    }

    fn composed(name: String, composed: &Composed) -> Paper {
        let sheets = composed.layouts().iter().map(lines).collect();
        Paper { name, bytes: composed.bytes.clone(), sheets }
    }
}

/// What the judge writes for each line that carries something.
fn lines(layout: &Layout) -> Vec<String> {
    let of_op = |op: &Op| match op {
        Op::Line(line) => line.text.trim_end().to_owned(),
        Op::Feed { .. } => String::new(),
        Op::Qr(qr) if qr.native => format!("[qr {}]", qr.payload),
        Op::Barcode(code) if code.native => format!("[barcode CODE128 {}]", code.payload),
        Op::Qr(_) | Op::Barcode(_) | Op::Drawn(_) | Op::Picture { .. } => "[picture]".to_owned(),
    };
    layout.ops.iter().map(of_op).collect()
}

fn papers(profile: &Profile) -> Vec<Paper> {
    let mut papers = vec![Paper::accents(profile)];
    for (kind, office) in &offices() {
        for language in Language::ALL {
            let ticket = ticket(office, *language, Lane::Priority);
            let order = Order::Ticket { ticket: &ticket, copy: 1, at: Some(issued_at()) };
            let name = format!("{kind}-{language:?}").to_lowercase();
            papers.push(Paper::of(name, office, order, profile));
        }
    }
    let [(_, office), _] = &offices();
    let ticket = ticket(office, Language::Indonesian, Lane::Regular);
    let service = &office.services[0];
    let case: Option<&CaseId> = ticket.case.as_ref();
    let missing: Vec<&Text> = service.documents(case).collect();
    let slip = Order::Slip { ticket: &ticket, missing: &missing, at: Some(issued_at()) };
    papers.push(Paper::of("slip".to_owned(), office, slip, profile));
    papers.extend(Language::ALL.iter().map(|language| Paper::test_sheet(profile, *language)));
    papers
}

/// The pages of a printer as the judge names them; on the test sheet each number stands for what it is tried as.
fn pages(profile: &Profile) -> BTreeMap<String, &'static str> {
    let name = |page: CodePage| match page {
        CodePage::Cp437 => "PC437",
        CodePage::Cp850 => "PC850",
        CodePage::Cp858 => "PC858",
        CodePage::Cp1252 => "WPC1252",
    };
    let tried = [(6, CodePage::Cp1252), (11, CodePage::Cp1252), (16, CodePage::Cp1252)];
    let tried = tried.into_iter().chain([(14, CodePage::Cp858), (19, CodePage::Cp858)]);
    let own = profile.code_pages.numbers.iter().map(|(page, number)| (*number, *page));
    tried.chain(own).map(|(number, page)| (number.to_string(), name(page))).collect()
}

/// The job without the commands that move the output of a kiosk: the judge has none, does not know how long they are and
/// would read their numbers as text. Only what stands in the profile, byte for byte, is taken out.
fn without_output(job: &[u8], profile: &Profile) -> Vec<u8> {
    let presenter = profile.presenter.iter();
    let output: Vec<&[u8]> = presenter
        .flat_map(|own| [&own.init, &own.before_cut, &own.behind_cut, &own.light_on])
        .map(Vec::as_slice)
        .collect();
    let (mut rest, mut kept) = (job, Vec::with_capacity(job.len()));
    while let Some(command) = commands::first(rest) {
        let (this, later) = rest.split_at(command.len);
        if !output.contains(&this) {
            kept.extend(this);
        }
        rest = later;
    }
    [&kept, rest].concat()
}

fn evidence(folder: &Path) -> Value {
    let mut jobs = Vec::new();
    for name in Profile::shipped_names() {
        let profile = Profile::shipped(name).unwrap();
        for paper in papers(&profile) {
            let file = format!("{name}-{}.bin", paper.name);
            fs::write(folder.join(&file), without_output(&paper.bytes, &profile)).unwrap();
            jobs.push(json!({
                "name": format!("{name}, {}", paper.name),
                "profile": name,
                "file": file,
                "dpi": profile.geometry.dpi,
                "dots": profile.geometry.dots,
                "cell": [profile.font_a.cell_width_dots, profile.font_a.cell_height_dots],
                "pages": pages(&profile),
                "blade": profile.cut.mode != CutMode::None,
                "sheets": paper.sheets,
            }));
        }
    }
    let office = folder.join("office");
    fs::create_dir(&office).unwrap();
    fs::write(office.join("office.toml"), magetan()).unwrap();
    drop(SqliteStore::create(&office.join("queue.db")).unwrap());
    json!({ "program": ANTRE, "office": office, "jobs": jobs })
}

#[test]
fn the_evidence_of_every_profile_is_laid_before_the_judge() {
    let kept = std::env::var_os("ANTRE_JUDGE_FOLDER");
    let thrown_away = tempfile::tempdir().unwrap();
    let folder = kept.as_ref().map_or(thrown_away.path(), Path::new);
    fs::create_dir_all(folder).unwrap();
    let evidence = evidence(folder);
    let jobs = evidence["jobs"].as_array().unwrap();
    assert!(jobs.len() >= 10 * Profile::shipped_names().len(), "{}", jobs.len());
    fs::write(folder.join("evidence.json"), evidence.to_string()).unwrap();
}
