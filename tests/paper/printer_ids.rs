//! A printer has an id, and its address is an attribute: what is known of it, and what waits for it, stays when it moves or
//! is spelled otherwise; and `--printer` chooses one by either.

use super::picture::has;
use super::{capture, captured};
use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::terms::visitor;
use antre::desk::{IssueRequest, PrintTarget};
use antre::domain::Lane;
use antre::lab::virtual_printer::{Moment, Setup, Switch};
use antre::paper::Profile;
use antre::spool::Spool;
use serde_json::{Value, json};
use std::fs;

/// It can be asked, and throws nothing away: after a fault it wants to be switched off and on.
const PLAIN: &str = "xprinter-xp-80";

fn section(id: &str, address: &str, profile: &str) -> String {
    format!("[[printer]]\nid = \"{id}\"\naddress = \"{address}\"\nprofile = \"{profile}\"\n")
}

/// The city office with these printers instead of its own.
fn office_with(printers: &str) -> String {
    let source = magetan();
    let begin = source.find("[[printer]]").unwrap();
    let end = source.find("# What stands on a ticket. Every key").unwrap();
    format!("{}{printers}\n{}", &source[..begin], &source[end..])
}

/// Replaces a part of the office file on disk.
fn edit(office: &TempOffice, from: &str, to: &str) {
    let source = fs::read_to_string(office.file("office.toml")).unwrap();
    assert_eq!(source.matches(from).count(), 1, "{from}");
    fs::write(office.file("office.toml"), source.replace(from, to)).unwrap();
}

fn paper_of(office: &TempOffice, number: &str) -> Value {
    office.antre(&format!("ticket {number} --json")).json()["papers"][0].clone()
}

#[test]
fn a_new_spelling_of_the_address_forgets_nothing() {
    let printer = Setup::new(Profile::shipped(PLAIN).unwrap()).listen("127.0.0.1:0").unwrap();
    let address = printer.address().to_string();
    let office = TempOffice::new(&office_with(&section("kios", &address, PLAIN)));
    printer.switches().arm(Moment::Executed(220), Switch::PowerOff);
    assert_eq!(office.antre("issue T --case baru --json").json()["print"]["state"], "unknown");
    printer.switches().throw(Switch::PowerOn);

    let respelled = address.replace("127.0.0.1", "127.1");
    edit(&office, &address, &respelled);
    let status = office.antre("printer status --json");
    let status: Value = serde_json::from_str(&status.stdout).unwrap();
    assert_eq!((&status["printer"], &status["address"]), (&json!("kios"), &json!(respelled)));
    assert_eq!((&status["leftover"], &status["partial_ticket"]), (&json!(true), &json!(true)));
    let refused = office.antre("issue T --case baru --json").json();
    assert_eq!(refused["print"]["cause"], "power-cycle");
    let confirmed = office.antre("printer confirm --printer kios --json").json();
    assert_eq!(
        (&confirmed["printer"], &confirmed["address"], &confirmed["confirmed"]),
        (&json!("kios"), &json!(respelled), &json!(true))
    );

    // A job that was asked for under the old spelling is printed under the new one.
    let target = PrintTarget { printer: "kios".to_owned(), address, profile: PLAIN.to_owned() };
    let request = IssueRequest { print: Some(target), ..visitor('T', Lane::Regular) };
    office.desk_beside_the_program().issue(&request).unwrap();
    assert_eq!(office.antre("issue T --case baru --json").json()["print"]["state"], "printed");
    let paper = paper_of(&office, "T003");
    assert_eq!((&paper["printer"], &paper["state"]), (&json!("kios"), &json!("printed")));
    let numbers = ["T003", "T004"]
        .map(|number| printer.truth().iter().filter(|piece| has(&piece.bytes, number)).count());
    assert_eq!(numbers, [1, 1]);
}

#[test]
fn a_printer_is_chosen_by_its_id_or_by_its_address() {
    let place = TempOffice::new(&magetan());
    let [first, second] = ["first.bin", "second.bin"].map(|name| place.file(name));
    let [a, b] = [&first, &second].map(|file| format!("capture://{}", file.display()));
    let printers = section("kios", &a, "generic-80") + &section("loket", &b, "generic-58");
    let office = TempOffice::new(&office_with(&printers));
    let printed = |verb: &str, number: &str, printer: &str, address: &str| {
        office.antre(verb).ok();
        let paper = paper_of(&office, number);
        assert_eq!((&paper["printer"], &paper["address"]), (&json!(printer), &json!(address)));
        paper["profile"].as_str().unwrap().to_owned()
    };
    assert_eq!(printed("issue T --case baru", "T001", "kios", &a), "generic-80");
    assert_eq!(printed("issue T --case baru --printer loket", "T002", "loket", &b), "generic-58");
    let spelled = b.replace("capture:///", "capture:///./");
    assert_eq!(
        printed(&format!("issue T --case baru --printer {spelled}"), "T003", "loket", &b),
        "generic-58"
    );
    let other = capture(&office);
    let unknown = format!("issue T --case baru --printer {other}");
    assert_eq!(printed(&unknown, "T004", &other, &other), "generic-80");
    assert!(has(&captured(&office), "T004"));
    let [first, second] = [first, second].map(|file| fs::read(file).unwrap());
    let on = |bytes: &[u8]| ["T001", "T002", "T003"].map(|number| has(bytes, number));
    assert_eq!((on(&first), on(&second)), ([true, false, false], [false, true, true]));

    let sentence = office.antre("issue T --case baru --printer gudang").refusal();
    assert_eq!(
        sentence,
        "this office has no printer \"gudang\"; its printers are kios, loket ([[printer]] id in office.toml). An address \
         has :// in it"
    );
    assert_eq!(office.antre("board --json").json()["waiting"], 4, "and takes no number");
}

#[test]
fn a_printer_that_is_not_there_yet_prints_nothing_and_can_be_named() {
    let printers = section("baru", "", "generic-80");
    let office = TempOffice::new(&office_with(&printers));
    for verb in ["issue T --case baru", "issue T --case baru --printer baru"] {
        let issued = office.antre(verb).ok();
        assert!(issued.contains("not printed (no printer)"), "{issued}");
    }
    for verb in ["printer status --printer baru", "printer status", "reprint T001"] {
        let sentence = office.antre(verb).refusal();
        let expected = "printer baru has no address yet; write it into office.toml ([[printer]] address), or give one with \
                        --printer";
        assert_eq!(sentence, expected, "{verb}");
    }
}

#[test]
fn an_office_without_paper_names_no_printer() {
    let office = TempOffice::new(&office_with(""));
    let checked = office.antre("check").ok();
    assert!(checked.contains("the office has no [[printer]]: no ticket is printed"), "{checked}");
    assert!(office.antre("issue T --case baru").ok().contains("not printed (no printer)"));
    assert!(office.antre("paper T001 --text").ok().replace(' ', "").contains("|T001|"));
    let sentence = office.antre("printer status").refusal();
    assert!(sentence.starts_with("this office has no printer; give one"), "{sentence}");
    let sentence = office.antre("issue T --case baru --printer kios").refusal();
    assert!(sentence.starts_with("this office has no printer \"kios\"; it has none"), "{sentence}");
}

#[test]
fn one_program_owns_a_printer_by_its_id_and_by_its_address() {
    let office = TempOffice::new(&magetan());
    let mut desk = office.desk_beside_the_program();
    let target = |id: &str, file: &str| PrintTarget {
        printer: id.to_owned(),
        address: format!("capture://{}", office.file(file).display()),
        profile: "generic-80".to_owned(),
    };
    let mut own = |target: &PrintTarget| Spool::own(&office.data(), &mut desk, target).unwrap();
    let is_owned = |target: &PrintTarget| Spool::is_owned(&office.data(), target).unwrap();
    let here = target("kios", "a.bin");
    let owner = own(&here);
    assert!(owner.is_some());
    // It moved to another port while its owner still drives the old one; and the other way round.
    for other in [target("kios", "b.bin"), target("loket", "a.bin")] {
        assert!(own(&other).is_none() && is_owned(&other), "{other:?}");
    }
    let elsewhere = target("loket", "b.bin");
    assert!(!is_owned(&elsewhere) && own(&elsewhere).is_some());
    drop(owner);
    assert!(own(&target("kios", "b.bin")).is_some());
}

#[test]
fn a_printer_under_a_new_id_forgets_nothing() {
    let printer = Setup::new(Profile::shipped(PLAIN).unwrap()).listen("127.0.0.1:0").unwrap();
    let address = printer.address().to_string();
    let office = TempOffice::new(&office_with(&section("kios", &address, PLAIN)));
    printer.switches().arm(Moment::Executed(220), Switch::PowerOff);
    assert_eq!(office.antre("issue T --case baru --json").json()["print"]["state"], "unknown");
    printer.switches().throw(Switch::PowerOn);

    edit(&office, "id = \"kios\"", "id = \"loket\"");
    let status = office.antre("printer status --json");
    let status: Value = serde_json::from_str(&status.stdout).unwrap();
    assert_eq!(status["printer"], "loket");
    assert_eq!((&status["leftover"], &status["partial_ticket"]), (&json!(true), &json!(true)));
    assert_eq!(office.antre("issue T --case baru --json").json()["print"]["cause"], "power-cycle");
    assert_eq!(office.antre("printer confirm --json").json()["confirmed"], true);
    assert_eq!(office.antre("issue T --case baru --json").json()["print"]["state"], "printed");
    let status = office.antre("printer status --json").json();
    assert_eq!((&status["leftover"], &status["partial_ticket"]), (&json!(false), &json!(false)));
}

/// The sheet waits for a printer that the office file does not name any more, and nothing would ever print it.
#[test]
fn a_sheet_for_a_printer_that_was_renamed_is_told_with_the_way_to_paper() {
    let office = TempOffice::new(&office_with(&section("kios", "tcp://127.0.0.1:1", PLAIN)));
    let address = "tcp://127.0.0.1:1".to_owned();
    let target = PrintTarget { printer: "kios".to_owned(), address, profile: PLAIN.to_owned() };
    let request = IssueRequest { print: Some(target), ..visitor('K', Lane::Regular) };
    office.desk_beside_the_program().issue(&request).unwrap();
    let check = || office.antre("check").ok();
    assert!(!check().contains("K001"), "{}", check());
    let file = office.file("tickets.bin");
    edit(&office, "id = \"kios\"", "id = \"loket\"");
    edit(&office, "tcp://127.0.0.1:1", &format!("capture://{}", file.display()));
    let told = check();
    assert!(told.contains("warning: sheets wait for a printer"), "{told}");
    assert!(told.contains("K001 for kios; `antre reprint K001`"), "{told}");
    office.antre("reprint K001").ok();
    assert!(has(&fs::read(&file).unwrap(), "K001"));
    assert!(!check().contains("K001"), "{}", check());
}

#[test]
fn what_is_in_a_printer_stays_at_its_port_when_ids_are_swapped() {
    let [bad, good] = [(); 2]
        .map(|()| Setup::new(Profile::shipped(PLAIN).unwrap()).listen("127.0.0.1:0").unwrap());
    let [a, b] = [&bad, &good].map(|printer| printer.address().to_string());
    let office_file = |kiosk: &str, counter: &str| {
        office_with(&(section("kios", kiosk, PLAIN) + &section("loket", counter, PLAIN)))
    };
    let office = TempOffice::new(&office_file(&a, &b));
    bad.switches().arm(Moment::Executed(220), Switch::PowerOff);
    assert_eq!(office.antre("issue T --case baru --json").json()["print"]["state"], "unknown");
    bad.switches().throw(Switch::PowerOn);

    office.write(&office_file(&b, &a));
    let issued = office.antre("issue T --case baru --printer kios --json").json();
    assert_eq!(issued["print"]["state"], "printed", "nothing of the old ticket is in that one");
    let status = office.antre("printer status --printer loket --json");
    let status: Value = serde_json::from_str(&status.stdout).unwrap();
    assert_eq!((&status["leftover"], &status["partial_ticket"]), (&json!(true), &json!(true)));
    let refused = office.antre("issue T --case baru --printer loket --json").json();
    assert_eq!(refused["print"]["cause"], "power-cycle");
    let printed = |number| good.truth().iter().filter(|piece| has(&piece.bytes, number)).count();
    assert_eq!(["T001", "T002", "T003"].map(printed), [0, 1, 0]);
}

#[test]
fn a_mistyped_printer_is_told_what_could_be_meant() {
    let office = TempOffice::new(&office_with(&section("kios", "", "generic-80")));
    let run = office.antre("issue T --case baru --printer KIOS");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("which has :// in it; did you mean kios?"), "{run:?}");
    let run = office.antre("issue T --case baru --printer tcp://10.0.0.5");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("it names no port; write tcp://HOST:PORT"), "{run:?}");
}
