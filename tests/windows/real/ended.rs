//! Programs that are asked to end: as closing their windows would, with nothing left half done.

use super::program::Program;
use super::screen::Screen;
use super::{ANTRE, desk, give_up, office_in, until, without_sign_in};
use antre::domain::PrintState;
use antre::lab::virtual_printer::Setup;
use antre::paper::Profile;
use rustix::process::Signal;
use std::path::Path;
use std::process::Command;

const PROFILE: &str = "epson-tm-t20iii";

fn opened(data: &Path, words: &[&str]) -> Option<Program> {
    let Some(screen) = Screen::plug_in(800, 600) else {
        give_up("Xvfb is not installed");
        return None;
    };
    let mut program = Program::start(screen, data, words);
    if let Err(words) = program.window() {
        assert!(words.contains("X11 libraries"), "{words}");
        give_up("the X11 libraries are not installed");
        return None;
    }
    Some(program)
}

#[track_caller]
fn ends(program: &mut Program) {
    let mut code = None;
    until("it has ended", || {
        code = program.exit_code();
        code.is_some()
    });
    assert_eq!(code, Some(0));
}

fn is_closed_in_peace(data: &Path) -> bool {
    ["queue.db-wal", "locks/open"].iter().all(|name| !data.join(name).exists())
}

#[test]
fn every_window_ends_in_peace_when_a_signal_asks_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    office_in(data, without_sign_in);
    let programs: [(&[&str], Signal); 4] = [
        (&["kiosk"], Signal::TERM),
        (&["console", "--counter", "1"], Signal::HUP),
        (&["display", "--monitor", "1"], Signal::TERM),
        (&["supervisor"], Signal::INT),
    ];
    let mut running = Vec::new();
    for (words, signal) in programs {
        let Some(program) = opened(data, words) else { return };
        running.push((program, signal));
    }
    for (program, signal) in &mut running {
        assert!(!is_closed_in_peace(data), "programs have the queue open");
        program.ask_to_end(*signal);
        ends(program);
    }
    assert!(is_closed_in_peace(data));
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_that_is_asked_to_end_before_it_has_a_window_ends_too() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    office_in(data, without_sign_in);
    let programs: [&[&str]; 4] = [
        &["kiosk"],
        &["console", "--counter", "1"],
        &["display", "--monitor", "1"],
        &["supervisor"],
    ];
    for words in programs {
        let Some(screen) = Screen::plug_in(800, 600) else {
            give_up("Xvfb is not installed");
            return;
        };
        let mut program = Program::start(screen, data, words);
        let mut gone = false;
        until("it heeds the signal", || {
            gone = program.exit_code().is_some();
            gone || program.heeds(Signal::TERM)
        });
        if gone {
            give_up("the X11 libraries are not installed");
            return;
        }
        program.ask_to_end(Signal::TERM);
        ends(&mut program);
    }
    assert!(is_closed_in_peace(data));
}

#[test]
fn a_kiosk_that_is_asked_to_end_prints_the_ticket_that_is_on_its_way() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let printer = Setup::new(Profile::shipped(PROFILE).unwrap()).at_speed(20.0);
    let printer = printer.listen("127.0.0.1:0").unwrap();
    let address = format!("address = \"{}\"", printer.address());
    office_in(data, |source| {
        let source = source.replace("address = \"virtual://\"", &address);
        without_sign_in(
            &source.replace("profile = \"generic-80\"", &format!("profile = \"{PROFILE}\"")),
        )
    });
    let Some(mut kiosk) = opened(data, &["kiosk", "--windowed"]) else { return };
    let mut issue = Command::new(ANTRE);
    issue.arg("--data").arg(data).args(["issue", "T", "--case", "baru", "--wait", "0"]);
    assert!(issue.output().unwrap().status.success());
    let state = || desk(data).print_state(1).unwrap();
    until("the kiosk prints it", || state() == Some(PrintState::Sending));
    kiosk.ask_to_end(Signal::TERM);
    ends(&mut kiosk);
    assert!(matches!(state(), Some(PrintState::Printed(_))), "{:?}", state());
    assert!(is_closed_in_peace(data));
}
