//! Tickets on paper: what is on it, when there is none, and that nobody ever gets two.

mod campaigns;
mod fault_matrix;
mod fault_trial;
mod golden;
mod hostile;
pub mod interrupted;
mod kiosk_day;
mod late_answers;
mod news;
mod owner;
mod partial_ticket;
mod patience;
mod picture;
mod printer_ids;
mod record;
mod reopening;
mod scripts;
mod take_over;
mod technician;
mod template;
mod virtual_printer;

use crate::support::offices::{magetan, with_codes};
use crate::support::terms::{issue, service, target, visitor};
use crate::support::{TempOffice, open};
use antre::desk::{DeskError, IssueRequest, Leaflet, Refusal};
use antre::domain::{CaseId, Lane, Language, PrintCause, PrintLevel, PrintState};
use antre::lab::virtual_printer::VirtualPrinter;
use antre::paper::Profile;
use antre::paper::commands::{self, Kind};
use antre::printer::Address;
use antre::spool::Spool;
use chrono::TimeDelta;
pub use picture::has;
use picture::qr;
use serde_json::json;
use std::fs;
use std::process::Stdio;
use std::time::Duration;

/// How long a test waits for paper before it gives up; never how long paper takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// An address that collects what is printed in a file of the office's folder.
fn capture(office: &TempOffice) -> String {
    format!("capture://{}", office.file("tickets.bin").display())
}

fn captured(office: &TempOffice) -> Vec<u8> {
    fs::read(office.file("tickets.bin")).unwrap_or_default()
}

#[test]
fn a_printed_ticket_carries_its_number_and_its_identity() {
    let office = TempOffice::new(&with_codes());
    let to = capture(&office);
    let issued =
        office.antre(&format!("issue T --case baru --priority --printer {to} --json")).json();
    assert_eq!(issued["print"], json!({"state": "printed", "level": "drained", "cause": null}));
    let bytes = captured(&office);
    for text in ["Dinas Dukcapil", "KTP Elektronik", "T001", "PRIORITAS", "Loket 1"] {
        assert!(has(&bytes, text), "{text}");
    }
    assert!(!has(&bytes, "SALINAN"));
    assert_eq!(qr(&bytes).to_string(), issued["id"]);
    let file = office.antre("ticket T001 --json").json();
    assert_eq!(file["print"]["state"], "printed");
    assert_eq!(
        (&file["papers"][0]["copy"], &file["papers"][0]["printer"]),
        (&json!(0), &json!(to))
    );
}

#[test]
fn a_network_printer_gets_one_sheet_for_each_ticket() {
    let office = TempOffice::new(&with_codes());
    let profile = Profile::shipped("generic-80").unwrap();
    let printer = VirtualPrinter::listen("127.0.0.1:0", &office.file("sheets"), profile).unwrap();
    for expected in ["T001", "T002"] {
        let issue = format!("issue T --case baru --lang jv --printer {} --json", printer.address());
        let issued = office.antre(&issue).json();
        assert_eq!(
            (&issued["number"], &issued["print"]["state"]),
            (&json!(expected), &json!("printed"))
        );
        let sheet = printer.sheets().recv_timeout(PATIENCE).unwrap().unwrap();
        let bytes = fs::read(sheet.bytes).unwrap();
        assert!(has(&bytes, expected));
        assert_eq!(picture::qr_of_png(&fs::read(sheet.picture).unwrap()).to_string(), issued["id"]);
    }
    assert!(printer.sheets().try_recv().is_err(), "and no third");
}

#[test]
fn the_virtual_printer_of_the_sample_office_draws_into_the_data_folder() {
    let office =
        TempOffice::new(&with_codes().replace("address = \"\"", "address = \"virtual://\""));
    let issued = office.antre("issue K --json").json();
    assert_eq!(issued["print"]["state"], "printed");
    let png = fs::read(office.file("paper/0001.png")).unwrap();
    assert_eq!(picture::qr_of_png(&png).to_string(), issued["id"]);
    assert!(!office.file("paper/0002.png").exists(), "one sheet for one ticket");
}

#[test]
fn paper_shows_the_very_bytes_without_printing_them() {
    let office = TempOffice::new(&with_codes());
    let to = capture(&office);
    let issued = office.antre(&format!("issue N --printer {to} --json")).json();
    let printed = captured(&office);
    let [bytes, png] = ["again.bin", "again.png"].map(|name| office.file(name));
    office.antre(&format!("paper N001 --bytes {}", bytes.display())).ok();
    assert_eq!(fs::read(bytes).unwrap(), printed);
    office.antre(&format!("paper N001 --png {}", png.display())).ok();
    assert_eq!(picture::qr_of_png(&fs::read(png).unwrap()).to_string(), issued["id"]);
    let text = office.antre("paper N001 --text").ok();
    let letters = text.replace(' ', "");
    for line in ["|N001|", "|KartuIdentitas|", "|Anak(KIA)|"] {
        assert!(letters.contains(line), "{line} is not in {text}");
    }
    let narrow = office.antre("paper N001 --text --profile generic-58").ok();
    let widest = |text: &str| text.lines().map(|line| line.chars().count()).max();
    assert!(widest(&narrow) < widest(&text), "{narrow}");
    assert_eq!(captured(&office), printed, "nothing was printed");
    assert_eq!(office.antre("ticket N001 --json").json()["papers"].as_array().unwrap().len(), 1);
}

#[test]
fn without_a_printer_the_number_stays_in_the_queue() {
    let office = TempOffice::new(&magetan());
    // Port 1 is never handed out to anybody who asks for a free port.
    let run = office.antre("issue T --case baru --wait 0 --printer tcp://127.0.0.1:1 --json");
    assert!(run.stderr.starts_with("antre: the ticket is in the queue, but "), "{run:?}");
    assert_eq!(run.json()["print"], json!({"state": "failed", "level": null, "cause": "refused"}));
    let mut desk = office.desk_beside_the_program();
    let view = desk.counter_view(crate::support::terms::counter(1)).unwrap();
    assert_eq!(view.next.unwrap().0.number.to_string(), "T001");
    let [(ticket, job)] = &view.unprinted[..] else { panic!("the officer is told") };
    assert_eq!(ticket.number.to_string(), "T001");
    assert_eq!(job.state, PrintState::Failed(PrintCause::Refused));

    let again = office.antre(&format!("reprint T001 --printer {} --json", capture(&office))).json();
    assert_eq!((&again["number"], &again["print"]["state"]), (&json!("T001"), &json!("printed")));
    let view = desk.counter_view(crate::support::terms::counter(1)).unwrap();
    assert!(view.unprinted.is_empty(), "and when it is settled, no more");
}

#[test]
fn a_reprint_says_that_it_is_a_copy_and_keeps_the_number() {
    let office = TempOffice::new(&with_codes());
    let to = capture(&office);
    let issued = office.antre(&format!("issue T --case baru --printer {to} --json")).json();
    for copy in ["SALINAN 1", "SALINAN 2"] {
        fs::remove_file(office.file("tickets.bin")).unwrap();
        let again = office.antre(&format!("reprint T001 --printer {to} --json")).json();
        assert_eq!((&again["number"], &again["id"]), (&json!("T001"), &issued["id"]));
        let bytes = captured(&office);
        assert!(has(&bytes, copy) && has(&bytes, "T001"), "{copy}");
        assert_eq!(qr(&bytes).to_string(), issued["id"]);
    }
    assert_eq!(office.antre("board --json").json()["waiting"], 1, "no new number");
}

#[test]
fn whoever_owns_the_printer_prints_for_all() {
    let office = TempOffice::new(&magetan());
    let printer = target(&capture(&office));
    let address: Address = printer.address.parse().unwrap();
    let mut desk = office.desk_beside_the_program();
    let owned = || Spool::is_owned(&office.data(), &printer).unwrap();
    assert!(!owned());
    let mut owner = Spool::own(&office.data(), &mut desk, &printer).unwrap().unwrap();
    assert!(owned());
    assert!(Spool::own(&office.data(), &mut desk, &printer).unwrap().is_none(), "one owner");
    let spelled = target(&capture(&office).replace("capture:///", "capture:///./"));
    assert!(Spool::own(&office.data(), &mut desk, &spelled).unwrap().is_none(), "in any spelling");

    let mut command = office.command(&format!("issue T --case baru --printer {address} --json"));
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = std::time::Instant::now();
    let printed = loop {
        if let Some(printed) = owner.print_next(&mut desk).unwrap() {
            break printed;
        }
        assert!(started.elapsed() < PATIENCE, "the job never came");
        std::thread::yield_now();
    };
    assert_eq!(printed.claimed.name(), "T001");
    let answer = crate::support::program::Run::from(child.wait_with_output().unwrap()).json();
    assert_eq!(answer["print"], json!({"state": "printed", "level": "drained", "cause": null}));
    assert!(owner.print_next(&mut desk).unwrap().is_none());
    assert_eq!(count_cuts(&captured(&office)), 1, "on paper once");

    drop(owner);
    assert!(!owned());
    office.antre(&format!("issue T --case baru --printer {address}")).ok();
    assert_eq!(count_cuts(&captured(&office)), 2, "a printer without owner is free again");
}

#[test]
fn a_printer_that_comes_back_lets_out_no_flood_of_old_tickets() {
    let (office, clock, mut desk) = open(&magetan());
    let printer = target(&capture(&office));
    let mut with_paper = |seconds| {
        clock.advance(TimeDelta::seconds(seconds));
        let print = Some(printer.clone());
        let request = IssueRequest { print, ..visitor('T', Lane::Regular) };
        desk.issue(&request).unwrap().print_job.unwrap()
    };
    let [old, young] = [with_paper(0), with_paper(1)];
    clock.advance(TimeDelta::seconds(120)); // 121 s and 120 s
    let mut spool = Spool::own(&office.data(), &mut desk, &printer).unwrap().unwrap();
    let printed = spool.print_next(&mut desk).unwrap().unwrap();
    assert_eq!(printed.claimed.job.id, young);
    assert!(spool.print_next(&mut desk).unwrap().is_none());
    let states = [old, young].map(|job| desk.print_state(job).unwrap().unwrap());
    assert_eq!(
        states,
        [PrintState::Failed(PrintCause::Expired), PrintState::Printed(PrintLevel::Drained)]
    );
    assert_eq!(count_cuts(&captured(&office)), 1);
}

#[test]
fn a_list_of_documents_is_printed_behind_every_ticket() {
    let (office, clock, mut desk) = open(&magetan());
    let printer = target(&capture(&office));
    let leaflet = Leaflet {
        service: service('T'),
        case: CaseId::new("hilang"),
        language: Language::Indonesian,
    };
    let job = desk.print_leaflet(&leaflet, &printer).unwrap();
    let print = Some(printer.clone());
    desk.issue(&IssueRequest { print, ..visitor('T', Lane::Regular) }).unwrap();
    let mut spool = Spool::own(&office.data(), &mut desk, &printer).unwrap().unwrap();
    let mut names = Vec::new();
    while let Some(printed) = spool.print_next(&mut desk).unwrap() {
        names.push(printed.claimed.name());
    }
    assert_eq!(names, ["T001", "leaflet T id hilang"]);
    let state = desk.print_state(job).unwrap().unwrap();
    assert_eq!(state, PrintState::Printed(PrintLevel::Drained));
    assert!(has(&captured(&office), "Surat kehilangan"));
    assert_eq!(count_cuts(&captured(&office)), 2);

    // As with tickets: whoever asked for it has gone, and the printer comes back later.
    let late = desk.print_leaflet(&leaflet, &printer).unwrap();
    clock.advance(TimeDelta::seconds(121));
    assert!(spool.print_next(&mut desk).unwrap().is_none());
    let state = desk.print_state(late).unwrap().unwrap();
    assert_eq!(state, PrintState::Failed(PrintCause::Expired));

    let other = Leaflet { case: CaseId::new("nikah"), ..leaflet };
    assert!(matches!(
        desk.print_leaflet(&other, &printer),
        Err(DeskError::Refusal(Refusal::NoCase { .. }))
    ));
}

#[test]
fn an_office_file_with_commands_in_its_texts_prints_nothing_and_every_one_is_named() {
    // Cut, open the drawer, set the printer's defaults, ask for status, turn the reading direction.
    let evil = r"\u001bi\u001dV\u0000\u001bp\u0000\u0019\u0019\u001b@\u0010\u0004\u0001\u202e";
    let office = TempOffice::new(&magetan());
    let poisoned = std::fs::read_to_string(office.file("office.toml"))
        .unwrap()
        .replace("header = [\"Dinas", &format!("header = [\"{evil}Dinas"))
        .replace("footer = []", &format!("footer = [\"{evil}\"]"))
        .replace("Tidak dipungut biaya", &format!("Tidak dipungut {evil}biaya"))
        .replacen("id = \"KTP Elektronik", &format!("id = \"{evil}KTP Elektronik"), 1)
        .replace("id = \"Loket 1\"", &format!("id = \"Loket 1{evil}\""));
    std::fs::write(office.file("office.toml"), poisoned).unwrap();
    let refused = office.antre(&format!("issue T --case baru --printer {}", capture(&office)));
    assert_eq!((refused.code, &*refused.stdout), (Some(1), ""), "{refused:?}");
    for field in [
        "office.fee.id",
        "ticket.header[1]",
        "ticket.footer[1]",
        "service[1].name.id",
        "counter[1].name.id",
    ] {
        let said = format!("{field}: has the invisible character U+001B");
        assert!(refused.stderr.contains(&said), "{said} {refused:?}");
    }
    assert!(!refused.stderr.contains('\u{1b}'), "nor does the terminal obey it");
}

/// Everything in a stream that is not a letter or a line feed: the commands, without their arguments.
fn kinds(mut bytes: &[u8]) -> Vec<(Kind, Vec<u8>)> {
    let mut found = Vec::new();
    while let Some(command) = commands::first(bytes) {
        let (this, rest) = bytes.split_at(command.len);
        if command.len > 1 || command.kind != Kind::Paper {
            found.push((command.kind, this[..2].to_vec()));
        }
        bytes = rest;
    }
    assert!(bytes.is_empty(), "half a command at the end");
    found
}

fn count_cuts(bytes: &[u8]) -> usize {
    kinds(bytes).iter().filter(|(kind, _)| *kind == Kind::Cut).count()
}

#[test]
fn a_visitor_without_paper_costs_no_print_job() {
    let (office, _, mut desk) = open(&magetan());
    let ticket = issue(&mut desk, 'T');
    assert!(desk.ticket(ticket.number).unwrap().print_jobs.is_empty());
    assert!(captured(&office).is_empty());
}

#[test]
fn the_facts_of_a_paper_can_be_had_as_json() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru");
    let facts = office.antre("paper T001 --text --json").json();
    assert_eq!(
        (facts["number"].as_str(), facts["profile"].as_str()),
        (Some("T001"), Some("generic-80"))
    );
    assert!(facts["bytes"].as_u64().unwrap() > 100 && facts["height_mm"].as_f64().unwrap() > 50.0);
    assert!(facts["text"].as_str().unwrap().contains("Tunggu panggilan di"));
}
