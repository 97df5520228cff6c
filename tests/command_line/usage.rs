//! Help and wrong usage: where they go, and with which exit code.

use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::program::{ANTRE, run};
use std::fs::File;
use std::process::{Command, Stdio};

fn antre(arguments: &[&str]) -> Command {
    let mut command = Command::new(ANTRE);
    command.args(arguments);
    command
}

#[test]
fn help_goes_to_standard_output_and_wrong_usage_to_standard_error() {
    for arguments in [&["--help"][..], &["--version"], &["issue", "--help"], &["help", "issue"]] {
        let told = run(&mut antre(arguments));
        assert_eq!((told.code, &*told.stderr), (Some(0), ""), "{arguments:?}");
        assert!(told.stdout.contains("antre"), "{told:?}");
    }
    for arguments in [&[][..], &["no-such-verb"], &["issue"]] {
        let told = run(&mut antre(arguments));
        assert_eq!((told.code, &*told.stdout), (Some(2), ""), "{arguments:?}");
        assert!(told.stderr.contains("Usage: antre"), "{told:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_page_of_help_that_cannot_be_written_has_failed() {
    let office = TempOffice::new(&magetan());
    for arguments in [&["--help"][..], &["--version"], &["report", "--help"]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let told = antre(arguments).stdin(Stdio::null()).stdout(full).output().unwrap();
        assert_eq!(told.status.code(), Some(1), "{arguments:?}");
        let said = String::from_utf8(told.stderr).unwrap();
        assert!(said.starts_with("antre: the answer could not be written ("), "{said}");
    }
    let full = File::options().write(true).open("/dev/full").unwrap();
    let told = office.command("board --json").stdout(full).output().unwrap();
    assert_eq!(told.status.code(), Some(1));
}

/// Whoever repeats a command that failed would take a second number.
#[cfg(target_os = "linux")]
#[test]
fn what_is_done_is_done_although_its_answer_cannot_be_written() {
    let office = TempOffice::new(&magetan());
    let verbs = [
        ("issue T --case baru", "T001 is given, and is in the queue; only the answer"),
        ("issue T --case baru --json", "T002 is given, and is in the queue; only the answer"),
        ("next --counter 1", "T001: called for Verification"),
        ("start --counter 1", "T001: serving for Verification"),
        ("finish --counter 1", "T001: waiting for"),
        ("pause --counter 2", "Counter 2: paused; only the answer"),
        ("backup", "the backup is made: "),
    ];
    for (verb, said) in verbs {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let told = office.command(verb).stdout(full).output().unwrap();
        let words = String::from_utf8(told.stderr).unwrap();
        assert_eq!(told.status.code(), Some(0), "{verb}: {words}");
        assert!(words.starts_with(&format!("antre: {said}")), "{verb}: {words}");
        assert!(words.contains("the answer could not be written ("), "{verb}: {words}");
    }
    // Nothing was done by whoever only looks.
    let full = File::options().write(true).open("/dev/full").unwrap();
    assert_eq!(office.command("ticket T001").stdout(full).status().unwrap().code(), Some(1));
}

#[test]
fn a_counter_for_which_nobody_waits_is_told_who_waits_elsewhere() {
    let office = TempOffice::new(&magetan());
    for _ in 0..2 {
        office.antre("issue T --case baru").ok();
    }
    office.antre("issue K").ok();
    let told = office.antre("next --counter 5");
    assert_eq!(told.code, Some(3), "{told:?}");
    assert!(told.stdout.starts_with("nobody waits for counter 5; elsewhere wait: "), "{told:?}");
    assert!(
        told.stdout
            .contains("2 for T Verification (counter 1), 1 for K Verification (counter 2)\n"),
        "{told:?}"
    );
    let told = office.antre("next --counter 5 --json");
    let told: serde_json::Value = serde_json::from_str(&told.stdout).unwrap();
    assert_eq!((&told["waiting"], &told["elsewhere"]), (&0.into(), &3.into()));
}

#[test]
fn a_day_is_a_date_of_four_digits() {
    let office = TempOffice::new(&magetan());
    for date in ["-1-01-01", "+12026-01-01", "2026-1-1"] {
        let told = run(office.command("report day --").arg(date));
        assert_eq!(told.code, Some(2), "{told:?}");
        assert!(told.stderr.contains("for example 2026-11-24"), "{told:?}");
    }
    let told = run(office.command("report month --").arg("-1-01"));
    assert_eq!(told.code, Some(2), "{told:?}");
}
