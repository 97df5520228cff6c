//! `antre printer`: what a technician beside the printer can learn and do.

use super::{PATIENCE, capture, captured, count_cuts};
use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::terms::target;
use antre::desk::{Desk, PrintTarget, PrinterUpdate};
use antre::domain::{Language, PrintCause, PrintOutcome, PrinterState};
use antre::lab::virtual_printer::{Setup, Switch, VirtualPrinter};
use antre::paper::{Profile, calibration};
use antre::spool::Spool;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Instant;

const EPSON: &str = "epson-tm-t20iii";

fn epson(office: &TempOffice) -> (VirtualPrinter, PrintTarget) {
    let profile = Profile::shipped(EPSON).unwrap();
    let printer = VirtualPrinter::listen("127.0.0.1:0", &office.file("sheets"), profile).unwrap();
    let target = PrintTarget::at(printer.address().to_string(), EPSON);
    (printer, target)
}

fn at(target: &PrintTarget) -> String {
    format!("--printer {} --profile {}", target.printer, target.profile)
}

fn parse(stdout: &str) -> Value {
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
    stdout.parse().unwrap()
}

#[test]
fn the_ports_of_this_machine_are_listed_without_an_office() {
    let folder = tempfile::tempdir().unwrap();
    let antre = |arguments: &str| {
        let mut command = std::process::Command::new(crate::support::program::ANTRE);
        command.arg("--data").arg(folder.path().join("none")).args(arguments.split(' '));
        crate::support::program::run(&mut command)
    };
    assert!(antre("printer list --json").json()["printers"].is_array());
    assert!(antre("printer list").ok().contains("tcp://HOST:9100"));
}

#[test]
fn a_printer_that_nobody_drives_is_asked() {
    let office = TempOffice::new(&magetan());
    let (printer, target) = epson(&office);
    let status = office.antre(&format!("printer status {} --json", at(&target))).json();
    assert_eq!(
        (&status["state"], &status["cause"], &status["owned"], &status["leftover"]),
        (&json!("ready"), &Value::Null, &json!(false), &json!(false))
    );
    assert_eq!((&status["newest_job"], &status["events"]), (&Value::Null, &json!([])));
    drop(printer);
    let run = office.antre(&format!("printer status {} --json", at(&target)));
    assert_eq!(run.code, Some(1));
    let status = parse(&run.stdout);
    assert_eq!((&status["state"], &status["cause"]), (&json!("trouble"), &json!("refused")));
    assert_eq!(status["events"][0]["cause"], "refused", "and that is kept");
    let said = run.stderr.strip_prefix("antre: ").unwrap();
    assert!(said.starts_with(&target.printer) && said.contains("another computer"), "{said}");
}

#[test]
fn a_printer_that_cannot_be_asked_is_looked_for_at_least() {
    let office = TempOffice::new(&magetan());
    let (printer, _) = epson(&office);
    let mute = target(&printer.address().to_string());
    let text = office.antre(&format!("printer status {}", at(&mute))).ok();
    assert!(
        text.contains("has not said how it is") && text.contains("the port can be opened"),
        "{text}"
    );
    drop(printer);
    let run = office.antre(&format!("printer status {}", at(&mute)));
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stdout.contains("takes no connection"), "{run:?}");
}

#[test]
fn the_word_of_its_owner_counts_while_there_is_one() {
    let office = TempOffice::new(&magetan());
    let (_printer, target) = epson(&office);
    let mut desk = office.desk_beside_the_program();
    let owner = Spool::own(&office.data(), &mut desk, &target).unwrap();
    let state = PrinterState::Trouble(PrintCause::CoverOpen);
    let news =
        PrinterUpdate { state, note: "DLE EOT 2: 16h".to_owned(), ..PrinterUpdate::default() };
    desk.record_printer(&target.printer, &[], &news).unwrap();
    let run = office.antre(&format!("printer status {} --json", at(&target)));
    let status = parse(&run.stdout);
    assert_eq!((run.code, &status["owned"]), (Some(1), &json!(true)));
    assert_eq!(
        (&status["cause"], &status["note"]),
        (&json!("cover-open"), &json!("DLE EOT 2: 16h"))
    );
    assert!(run.stderr.contains("Close the cover"), "{run:?}");
    let refused = office.antre(&format!("printer test {}", at(&target))).refusal();
    assert!(refused.starts_with("another program drives "), "{refused}");
    drop(owner);
    let status = office.antre(&format!("printer status {} --json", at(&target))).json();
    assert_eq!((&status["owned"], &status["state"]), (&json!(false), &json!("ready")));
}

#[test]
fn a_ticket_without_paper_is_told_by_its_reason_and_what_to_do_and_only_then_by_codes() {
    let office = TempOffice::new(&magetan());
    let (printer, target) = epson(&office);
    printer.switches().throw(Switch::PaperOut);
    let issued = office.antre(&format!("issue T --case baru --wait 0 {}", at(&target)));
    assert_eq!((issued.code, &*issued.stdout), (Some(0), "T001: 0 ahead; failed (paper-out)\n"));
    let told: Vec<&str> = issued.stderr.lines().collect();
    assert_eq!(
        told[0],
        "antre: the ticket is in the queue, but its sheet was not printed: out of paper. Put a new roll in."
    );
    assert!(told[1].starts_with("  because: DLE EOT ") && told.len() == 2, "{told:?}");
}

#[test]
fn the_newest_job_is_told_with_its_level() {
    let office = TempOffice::new(&magetan());
    let printer = target(&capture(&office));
    office.antre(&format!("issue T --case baru {}", at(&printer))).ok();
    let status = office.antre(&format!("printer status {} --json", at(&printer))).json();
    let newest = json!({"number": "T001", "kind": "ticket", "copy": 0, "state": "printed",
                        "level": "drained", "cause": null});
    assert_eq!(status["newest_job"], newest);
}

#[test]
fn a_test_sheet_costs_no_number_and_says_what_is_known_of_it() {
    let office = TempOffice::new(&magetan());
    let printer = target(&capture(&office));
    let tested = office.antre(&format!("printer test {} --json", at(&printer))).json();
    assert_eq!((&tested["state"], &tested["level"]), (&json!("printed"), &json!("drained")));
    assert_eq!(tested["bytes"], captured(&office).len());
    assert_eq!(count_cuts(&captured(&office)), 1);
    assert!(tested["height_mm"].as_f64().unwrap() > 50.0);
    assert_eq!(office.antre("board --json").json()["waiting"], 0);
    let gone = target("tcp://127.0.0.1:1");
    let run = office.antre(&format!("printer test {} --json", at(&gone)));
    assert_eq!((run.code, &parse(&run.stdout)["cause"]), (Some(1), &json!("refused")));
    assert!(run.stderr.contains("nothing was sent"), "{run:?}");
}

#[test]
fn a_test_sheet_ends_with_what_was_learned_and_the_profile_that_fits() {
    let office = TempOffice::new(&magetan());
    let profile = Profile::shipped(EPSON).unwrap();
    // It must move its paper in time: the program beside us has a clock of its own.
    let speed = profile.speed.mm_per_s * 2.0;
    let printer = Setup::new(profile).at_speed(speed).listen("127.0.0.1:0").unwrap();
    let test = |profile: &str| {
        let at = format!("--printer {} --profile {profile}", printer.address());
        office.antre(&format!("printer test {at} --json")).json()
    };
    let tried = test("generic-80");
    assert_eq!(tried["recommended_profile"], EPSON, "{tried}");
    let learned = &tried["learned"];
    let known = ["answers", "process_id", "gs_r", "clears"].map(|what| learned[what].clone());
    assert_eq!(known, [json!(true), Value::Null, json!(true), json!(true)]);
    assert_eq!(
        (&learned["model"], &tried["level"]),
        (&json!("TM-T20III"), &json!("status-after-data"))
    );
    let right = test(EPSON);
    assert_eq!(
        (&right["level"], &right["recommended_profile"]),
        (&json!("process-id"), &Value::Null)
    );
}

#[test]
fn a_power_cycle_is_confirmed_once() {
    let office = TempOffice::new(&magetan());
    let printer = target("tcp://127.0.0.1:1");
    let confirm = || office.antre(&format!("printer confirm {} --json", at(&printer))).json();
    assert_eq!(confirm()["confirmed"], false);
    let mut desk = office.desk_beside_the_program();
    let state = PrinterState::Trouble(PrintCause::PowerCycle);
    let news = PrinterUpdate { state, leftover: Some(true), ..PrinterUpdate::default() };
    desk.record_printer(&printer.printer, &[], &news).unwrap();
    assert_eq!(
        (confirm()["confirmed"].clone(), confirm()["confirmed"].clone()),
        (json!(true), json!(false))
    );
    let file = desk.printer_file(&printer.printer).unwrap();
    assert_eq!(file.events[0].kind, "power-cycled");
}

#[test]
fn watching_tells_each_change_in_a_line() {
    let office = TempOffice::new(&magetan());
    let (printer, target) = epson(&office);
    let mut command = office.command(&format!("printer watch {} --json", at(&target)));
    let mut watch = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(watch.stdout.take().unwrap()).lines();
    let mut line = || lines.next().unwrap().unwrap().parse::<Value>().unwrap();
    let told = line();
    assert_eq!((&told["state"], &told["owned"]), (&json!("ready"), &json!(false)));
    drop(printer);
    let told = line();
    // Before anything is asserted: it would go on for ever.
    watch.kill().unwrap();
    watch.wait().unwrap();
    assert_eq!((&told["state"], &told["cause"]), (&json!("trouble"), &json!("refused")));
}

#[test]
fn without_a_printer_there_is_nothing_to_ask() {
    let office = TempOffice::new(&magetan());
    for verb in ["status", "test", "watch", "confirm"] {
        let said = office.antre(&format!("printer {verb}")).refusal();
        assert!(said.starts_with("printer kios has no address yet; write it into"), "{said}");
    }
}

#[test]
fn a_test_sheet_that_breaks_off_is_told_although_somebody_confirmed_while_it_came_out() {
    let office = TempOffice::new(&magetan());
    // It throws nothing away: after a fault it wants to be switched off and on.
    let profile = Profile::shipped("xprinter-xp-80").unwrap();
    let printer = Setup::new(profile.clone()).at_speed(20.0).listen("127.0.0.1:0").unwrap();
    let target = PrintTarget::at(printer.address().to_string(), &*profile.name);
    let mut desk = office.desk_beside_the_program();
    let leftover = |desk: &mut Desk| {
        desk.printer(&target.printer).unwrap().is_some_and(|known| known.remains.leftover)
    };
    let sheet = calibration(&profile, Language::English).unwrap();
    let (data, switches) = (office.data(), printer.switches());
    let outcome = std::thread::scope(|scope| {
        let printing = scope.spawn(|| {
            let mut desk = office.desk_beside_the_program();
            let mut spool = Spool::own(&data, &mut desk, &target).unwrap().unwrap();
            spool.print_sheet(&mut desk, &profile, &sheet).unwrap().outcome
        });
        let began = Instant::now();
        while !leftover(&mut desk) {
            assert!(began.elapsed() < PATIENCE && !printing.is_finished(), "it is in hand");
            std::thread::yield_now();
        }
        assert!(desk.confirm_power_cycle(&target.printer).unwrap());
        switches.throw(Switch::PowerOff);
        printing.join().unwrap()
    });
    assert!(matches!(outcome, PrintOutcome::Unknown(_)), "{outcome:?}");
    assert!(leftover(&mut desk), "half of it is in the printer, whoever said what before");
}
