//! Everything that can be wrong with folder, disk and file: one clear sentence each, and nothing lost.

mod backups;
pub mod copies;
mod disk;
mod file;
mod hands;
pub mod marks;
mod media;
mod stored;
mod versions;

use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::program::{ANTRE, run};
use std::process::Command;

#[test]
fn check_lists_every_fault_of_the_office_file_with_line_and_key() {
    let office = TempOffice::without_queue(&magetan());
    let source = std::fs::read_to_string(office.file("office.toml")).unwrap();
    let line = |text: &str| source.lines().position(|l| l.contains(text)).unwrap() + 1;
    let broken = source
        .replace("call_limit = 3", "call_limit = 30")
        .replace("address = \"\"", "address = \"lp0\"")
        .replace("\"generic-80\"", "\"no-such-printer\"")
        .replace("code = \"R\"", "code = \"T\"")
        .replace("{ stage = \"rekam\" }", "{ stage = \"rontgen\" }")
        .replace("number = 5", "nomor = 5");
    std::fs::write(office.file("office.toml"), broken).unwrap();
    let expected = [
        format!("line {}: queue.call_limit: expected a whole number", line("call_limit = 3")),
        format!(
            "line {}: printer[1].address: \"lp0\" is no printer address",
            line("address = \"\"")
        ),
        format!("line {}: printer[1].profile: ", line("generic-80")),
        format!("line {}: service[2].code: service T stands here twice", line("code = \"R\"")),
        format!(
            "line {}: service[2].journey[2].stage: no stage \"rontgen\"",
            line("stage = \"rekam\" }]")
        ),
        format!("line {}: counter[5].nomor: is unknown", line("number = 5")),
        "counter[5].number: is missing".to_owned(),
    ];
    for command in ["check", "issue T --case baru", "board"] {
        let run = office.antre(command);
        assert_eq!((run.code, &*run.stdout), (Some(1), ""), "{command}");
        for fault in &expected {
            assert!(run.stderr.contains(fault), "{fault}\nis not in\n{}", run.stderr);
        }
    }
    assert!(!office.queue().exists());
}

#[test]
fn an_office_file_that_is_something_else_is_named_for_what_it_is() {
    let office = TempOffice::new(&magetan());
    std::fs::copy(office.queue(), office.file("office.toml")).unwrap();
    let said = office.antre("board").refusal();
    assert!(said.contains("office.toml is a queue, and no office file"), "{said}");
    let old_mac = magetan().replace('\n', "\r");
    std::fs::write(office.file("office.toml"), old_mac).unwrap();
    let said = office.antre("board").refusal();
    assert!(said.contains("end with CR alone"), "{said}");
    std::fs::write(office.file("office.toml"), magetan().replace('\n', "\r\n")).unwrap();
    office.antre("board").ok();
}

#[test]
fn a_missing_office_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("nowhere");
    for data in [folder.path(), &missing] {
        for arguments in ["issue T --case baru", "next --counter 1", "board", "check"] {
            let mut command = Command::new(ANTRE);
            command.arg("--data").arg(data).args(arguments.split(' '));
            let sentence = run(&mut command).refusal();
            assert!(sentence.starts_with("there is no office file "), "{sentence}");
            assert!(sentence.contains("run `antre init` first"), "{sentence}");
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was left behind");
}

#[test]
fn an_unreadable_office_file_is_told_apart_from_a_missing_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("office.toml")).unwrap();
    let sentence = run(Command::new(ANTRE).arg("check").arg("--data").arg(folder.path())).refusal();
    assert!(sentence.starts_with("cannot read the office file "), "{sentence}");
}
