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
