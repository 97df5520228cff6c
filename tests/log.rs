//! The program log as an office has it: what each program writes, beside what others read on standard error.
//!
//! Never here: days, sizes and damaged files (`src/log/tests.rs`).

mod office;
mod rights;
mod together;

pub use office::{drive_a_printer, lose_the_queue};
pub use together::{fault_in_a_worker, panic_in_a_thread, write_lines};

use crate::support::TempOffice;
use crate::support::offices::magetan;
use crate::support::process::report;
use crate::support::program::Run;
use antre::clock::SystemClock;
use antre::data::DataFolder;
use antre::log::Program;
use std::fs;
use std::path::Path;

/// All lines of the log files of a data folder whose names begin like this; whatever day it is.
fn lines_of(folder: &Path, program: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder.join("logs")) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.retain(|path| path.file_name().unwrap().to_str().unwrap().starts_with(program));
    let texts = files.iter().map(|path| fs::read_to_string(path).unwrap());
    texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// What happened, of such lines.
fn texts_of(folder: &Path, program: &str) -> Vec<String> {
    let text = |line: String| line.splitn(4, ' ').nth(3).unwrap_or_default().to_owned();
    lines_of(folder, program).into_iter().map(text).collect()
}

/// The helper's side: begins the log of a kiosk in this process.
fn begin(folder: &Path) {
    let data = DataFolder::locate(Some(folder.to_owned()));
    let tell = |sentence: &str| report(&format!("told: {sentence}"));
    antre::log::begin(&data, Program::kiosk(), SystemClock, tell).unwrap();
}

/// The lines of the verbs without time and process, as `level program text`.
fn told(office: &TempOffice) -> Vec<String> {
    let plain = |line: &String| {
        let [at, level, program, text] = line.splitn(4, ' ').collect::<Vec<_>>()[..] else {
            panic!("{line:?} is no line");
        };
        assert!(at.len() == 24 && at.ends_with('Z') && at.contains('T'), "{line}");
        let (program, process) = program.split_once('[').unwrap();
        assert!(process.strip_suffix(']').unwrap().parse::<u32>().is_ok(), "{line}");
        format!("{level} {program} {text}")
    };
    lines_of(office.path(), "cli.").iter().map(plain).collect()
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[test]
fn a_step_is_logged_from_start_to_end_and_a_look_is_not() {
    let office = TempOffice::new(&magetan());
    office.antre("board").ok();
    assert!(!office.file("logs").exists());
    let issued = office.antre("issue T --case baru");
    assert_eq!((&*issued.stderr, issued.code), ("", Some(0)));
    let nobody = office.antre("next --counter 2");
    assert_eq!(nobody.code, Some(3));
    assert_eq!(
        told(&office),
        [
            format!("info cli-issue started version=\"{VERSION}\""),
            "info cli-issue ended code=0".to_owned(),
            format!("info cli-next started version=\"{VERSION}\""),
            "info cli-next ended code=3".to_owned(),
        ]
    );
}

#[test]
fn what_failed_is_logged_with_its_causes_on_one_line_and_said_as_before() {
    let office = TempOffice::without_queue(&magetan());
    fs::write(office.queue(), "not a queue, but long enough to be looked at".repeat(99)).unwrap();
    // A look, too, tells why it failed.
    let run = office.antre("board");
    let (said, causes) = run.stderr.split_once('\n').unwrap();
    let said = said.strip_prefix("antre: ").unwrap();
    let causes: Vec<_> =
        causes.lines().map(|line| line.strip_prefix("  because: ").unwrap()).collect();
    assert!(!causes.is_empty(), "{run:?}");
    assert_eq!(told(&office), [format!("error cli-board {said}: {}", causes.join(": "))]);
}

#[test]
fn a_sheet_that_is_not_printed_is_told_and_logged_with_what_the_printer_said() {
    let office = TempOffice::new(&magetan());
    let printer = "--printer device:///nowhere/lp0 --profile generic-80";
    let run = office.antre(&format!("issue T --case baru --wait 0 {printer}"));
    let [note, cause] = run.stderr.lines().collect::<Vec<_>>()[..] else { panic!("{run:?}") };
    let note = note.strip_prefix("antre: ").unwrap();
    let cause = cause.strip_prefix("  because: ").unwrap();
    assert!(note.starts_with("the ticket is in the queue, but its sheet was not printed"));
    let log = told(&office);
    assert!(log.contains(&format!("warn cli-issue {note} ({cause})")), "{log:#?}");
    let sheet = log.iter().find(|line| line.contains(" sheet failed: ")).unwrap();
    for part in [
        "sheet=\"T001\"",
        "kind=ticket",
        "copy=0",
        "printer=\"device:///nowhere/lp0\"",
        "profile=\"generic-80\"",
        &format!("detail={cause:?}"),
    ] {
        assert!(sheet.contains(part), "{part} is not in {sheet}");
    }
    // How a printer is stands in the log of whoever asks it.
    assert_eq!(office.antre(&format!("printer status {printer}")).code, Some(1));
    let log = told(&office);
    let state = log.iter().find(|line| line.contains(" printer in trouble: ")).unwrap();
    let why = cause.strip_suffix("; nothing was sent").unwrap();
    assert!(state.starts_with("warn cli-printer-status ") && state.contains(why), "{state}");
    // A printed one is logged as well, without a word on standard error.
    let run = office
        .antre(&format!("issue T --case baru --printer capture://{}/p", office.path().display()));
    assert_eq!(run.stderr, "");
    let log = told(&office);
    assert!(log.iter().any(|line| line.contains(" sheet printed: ")), "{log:#?}");
}

#[test]
fn nothing_from_outside_forges_a_line() {
    let outer = tempfile::tempdir().unwrap();
    let forged = "2026-11-29T03:04:05.123Z info kiosk[1] all is well";
    let folder = outer.path().join(format!("a\n{forged}\n\u{1b}[2J\u{202e}"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("office.toml"), magetan()).unwrap();
    fs::create_dir(folder.join("queue.db")).unwrap();
    let mut command = std::process::Command::new(crate::support::program::ANTRE);
    let run = crate::support::program::run(command.arg("--data").arg(&folder).arg("board"));
    assert!(run.stderr.contains(forged), "the terminal reads what it always read: {run:?}");
    let lines = lines_of(&folder, "cli.");
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].contains(&format!("a\\n{forged}\\n\\u{{1b}}[2J\\u{{202e}}")), "{lines:?}");
}

#[test]
fn nobody_who_works_here_is_in_the_log_and_no_pin() {
    let office = TempOffice::new(&magetan());
    office.antre("officer add tono --name Tono --role teknisi").ok();
    let refused = office.antre("next --counter 1 --officer tono").refusal();
    assert!(refused.starts_with("tono is a technician"), "{refused}");
    assert!(office.antre("officer remove budi").refusal().contains("budi"));
    assert!(office.antre("issue T --case baru --officer budi").refusal().contains("budi"));
    let log = told(&office);
    assert_eq!(log.iter().filter(|line| line.contains("because of who asked")).count(), 2);
    let text = log.join("\n").to_lowercase();
    assert!(!text.contains("tono") && !text.contains("budi"), "{text}");
    assert!(!text.contains("officer"), "what is done about people is not logged: {text}");
}

#[test]
fn the_newest_lines_are_shown_in_the_offices_time() {
    let office = TempOffice::new(&magetan());
    assert!(office.antre("log").ok().starts_with("nothing is logged in "));
    office.antre("issue T --case baru").ok();
    office.antre("issue Z").refusal();
    let all = office.antre("log --json").json();
    let texts = |answer: &serde_json::Value| {
        let lines = answer.as_array().unwrap().iter();
        lines.map(|line| line["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (begun, ended) =
        (format!("started version=\"{VERSION}\""), |code| format!("ended code={code}"));
    let refused = &texts(&all)[3];
    assert!(refused.starts_with("this office has no service Z"), "{refused}");
    assert_eq!(texts(&all), [begun.clone(), ended(0), begun, refused.clone(), ended(1)]);
    assert_eq!((&all[3]["level"], &all[3]["program"]), (&"error".into(), &"cli-issue".into()));
    // In the zone of this office it is noon.
    assert_eq!(&all[0]["at"].as_str().unwrap()[11..13], "12");
    assert_eq!(texts(&office.antre("log --lines 2 --json").json()), texts(&all)[3..]);
    assert_eq!(office.antre("log --program console --json").json(), serde_json::json!([]));
    assert_eq!(office.antre("log --program cli --since 2026-01-01 --json").json(), all);
    let none = serde_json::json!([]);
    assert_eq!(office.antre("log --since 2999-01-01 --json").json(), none);
    assert_eq!(office.antre("log --since yesterday").code, Some(2));
    let shown = office.antre("log --lines 1").ok();
    let line = &all[4];
    let part = |name: &str| line[name].as_str().unwrap();
    assert_eq!(shown, format!("{} info cli-issue[{}] ended code=1\n", part("at"), line["process"]));
    // Whoever looks because of a broken office file sees the log, too.
    fs::write(office.file("office.toml"), "broken").unwrap();
    let Run { code, stdout, stderr } = office.antre("log --lines 1");
    assert_eq!(code, Some(0));
    assert!(stdout.contains("Z info cli-issue["), "{stdout}");
    assert!(stderr.starts_with("antre: times are in UTC") && stderr.lines().count() == 1);
}
