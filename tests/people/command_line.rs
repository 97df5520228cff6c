//! Officers from the command line, as scripts and technicians use it.

use crate::support::TempOffice;
use crate::support::offices;
use crate::support::program::{ANTRE, Run, run};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// An office whose officers sign in.
fn magetan() -> String {
    offices::magetan().replace("sign_in = false", "sign_in = true")
}

/// Runs the program with this on its standard input.
fn with_input(office: &TempOffice, arguments: &str, input: &str) -> Run {
    let mut command = office.command(arguments);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // A program that refuses before it reads has closed its end.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap().into()
}

fn whose(file: &Value) -> Vec<(String, Value)> {
    let events = file["events"].as_array().unwrap().iter();
    events.map(|e| (e["kind"].as_str().unwrap().to_owned(), e["officer"].clone())).collect()
}

#[test]
fn a_step_names_the_officer_that_it_is_told_and_else_nobody() {
    let office = TempOffice::new(&magetan());
    office.antre("officer add sari --name Sari").ok();
    office.antre("issue T --case baru").ok();
    office.antre("next --counter 1 --officer sari").ok();
    office.antre("--officer sari start --counter 1").ok();
    office.antre("return --counter 1 --missing 1 --officer sari").ok();
    office.antre("back T001").ok();
    office.antre("pause --counter 2 --officer sari").ok();
    let board = office.antre("board --json").json();
    assert_eq!(
        (&board["paused"], &board["breaks"][0]["counter"], &board["breaks"][0]["officer"]),
        (&json!([2]), &json!(2), &json!("sari"))
    );
    let kind = |kind: &str, who: Value| (kind.to_owned(), who);
    assert_eq!(
        whose(&office.antre("ticket T001 --json").json()),
        [
            kind("issued", json!(null)),
            kind("called", json!("sari")),
            kind("started", json!("sari")),
            kind("returned", json!("sari")),
            kind("back", json!(null)),
        ]
    );
    assert!(office.antre("ticket T001").ok().contains("called verifikasi, counter 1, sari\n"));
    assert_eq!(
        office.antre("next --counter 1 --officer budi").refusal(),
        "this office has no officer \"budi\"; its officers are sari"
    );
    assert_eq!(office.antre("next --counter 1 --officer Budi").code, Some(2), "no id at all");
}

#[test]
fn a_role_holds_on_the_command_line_too() {
    let office = TempOffice::new(&magetan());
    office.antre("officer add tono --name Tono --role teknisi").ok();
    office.antre("issue T --case baru").ok();
    assert_eq!(
        office.antre("next --counter 1 --officer tono").refusal(),
        "tono is a technician (teknisi) and may not call or serve visitors; an officer (petugas) or a supervisor \
         (penyelia) may"
    );
    office.antre("officer role tono petugas --officer tono").ok();
    assert!(
        office
            .antre("officer role tono penyelia --officer tono")
            .refusal()
            .contains("manage officers")
    );
    office.antre("next --counter 1 --officer tono").ok();
}

#[test]
fn an_officer_is_added_with_a_pin_that_is_shown_once() {
    let office = TempOffice::new(&magetan());
    let added = office.antre("officer add sari --name Sari --json").json();
    let made = added["pin"].as_str().unwrap();
    assert_eq!(
        (made.len(), &added["name"], &added["role"]),
        (6, &json!("Sari"), &json!("petugas"))
    );
    assert!(
        office
            .antre("officer add sari --name Sari")
            .refusal()
            .contains("already; choose another id")
    );
    let typed = with_input(&office, "officer pin sari --pin-stdin --json", "7531\n").json();
    assert_eq!(typed, json!({"id": "sari", "name": "Sari", "role": "petugas"}));
    for (weak, why) in
        [("1234", "run of digits"), ("0000", "different digits"), ("12", "4 to 8 digits")]
    {
        let refused = with_input(&office, "officer pin sari --pin-stdin", weak).refusal();
        assert!(refused.contains(why), "{refused}");
    }
    let all = office.antre("officer list --json");
    assert!(!all.stdout.contains("7531") && !all.stdout.contains("argon2"), "{all:?}");
    let sari = &all.json()[0];
    assert_eq!(
        (&sari["has_pin"], &sari["wait_seconds"], &sari["retired_at"], &sari["events"][0]["kind"]),
        (&json!(true), &json!(0), &json!(null), &json!("pin-set"))
    );
    office.antre("officer remove sari").ok();
    let gone = office.antre("officer list --json").json();
    assert_eq!((&gone[0]["has_pin"], gone[0]["retired_at"].is_string()), (&json!(false), true));
    assert!(
        office.antre("officer list").ok().starts_with("sari: Sari, petugas; no longer here since ")
    );
    assert!(office.antre("officer pin sari").refusal().contains("no longer works here"));
}

#[test]
fn the_last_supervisor_does_not_leave_unnoticed() {
    let office = TempOffice::new(&magetan());
    for id in ["sri", "budi"] {
        office.antre(&format!("officer add {id} --name X --role penyelia")).ok();
    }
    assert_eq!(office.antre("officer role sri petugas").stderr, "");
    let gone = office.antre("officer remove budi --json");
    assert_eq!(gone.code, Some(0));
    assert!(gone.stderr.contains("no supervisor works here any more"), "{gone:?}");
    assert_eq!(gone.json()["id"], json!("budi"));
    assert_eq!(office.antre("officer remove sri").stderr, "", "said once");
}

#[test]
fn where_nobody_signs_in_nobody_needs_a_pin() {
    let office = TempOffice::new(&magetan().replace("sign_in = true", "sign_in = false"));
    let added = office.antre("officer add sari --name Sari --json").json();
    assert_eq!(added, json!({"id": "sari", "name": "Sari", "role": "petugas"}));
    assert_eq!(office.antre("officer list").ok(), "sari: Sari, petugas; no PIN\n");
    let typed = with_input(&office, "officer add budi --name Budi --pin-stdin", "7531\n").ok();
    assert_eq!(typed, "budi (Budi) works here as an officer\n  budi has the PIN that was typed\n");
}

#[test]
fn init_makes_a_pin_where_officers_sign_in_and_only_there() {
    let init = |sample: &str| {
        let folder = tempfile::tempdir().unwrap();
        let antre = |arguments: &[&str]| {
            run(Command::new(ANTRE).arg("--data").arg(folder.path()).args(arguments))
        };
        let said = antre(&["init", "--sample", sample]).ok();
        let officers = antre(&["officer", "list", "--json"]).json();
        let queue = std::fs::read(folder.path().join("queue.db")).unwrap();
        (said, officers, String::from_utf8_lossy(&queue).into_owned())
    };
    let (said, officers, queue) = init("magetan");
    let pin = said.split_once("the PIN of penyelia is ").unwrap().1.split(';').next().unwrap();
    assert!(pin.len() == 6 && pin.bytes().all(|b| b.is_ascii_digit()), "{said}");
    assert!(!queue.contains(pin), "never in clear");
    assert_eq!(
        (&officers[0]["id"], &officers[0]["role"]),
        (&json!("penyelia"), &json!("penyelia"))
    );
    assert_eq!(officers[0]["has_pin"], json!(true));
    let (said, officers, _) = init("desa");
    assert_eq!((said.contains("PIN"), officers), (false, json!([])));
}
