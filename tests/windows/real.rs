//! The programs themselves: kiosk, console and display as three processes on one queue, each with its window on a
//! screen of its own, touched with a real pointer. A stage of the same office plays along without a screen; it knows
//! where things are, and what the screens must look like.
//!
//! The screens are virtual ones (Xvfb). Where there is none the test says so and ends; with `ANTRE_SCREENS=1` that is a
//! failure.

mod alone;
mod desktop;
#[cfg(unix)]
mod ended;
mod heard;
mod program;
mod screen;

use super::left_out::left_out;
use super::{Scene, calls, id, scene};
use antre::clock::{Clock, SystemClock};
use antre::desk::Desk;
use antre::domain::EventSeq;
use antre::lab::harness::Spot;
use antre::office::{Office, Outside};
use antre::store::sqlite::SqliteStore;
use program::Program;
use screen::Screen;
use std::env;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

const ANTRE: &str = env!("CARGO_BIN_EXE_antre");
/// Whoever is slower than this, on a machine that compiles at the same time, does not come at all.
const PATIENCE: Duration = Duration::from_secs(60);

/// Leaves the processor to the programs that are waited for.
fn breathe() {
    thread::park_timeout(Duration::from_millis(30));
}

/// Past the harness, which keeps what a passing test prints.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// The test cannot be made here: said, or a failure where screens were promised.
#[track_caller]
fn give_up(why: &str) {
    assert!(env::var_os("ANTRE_SCREENS").is_none(), "screens were promised, but {why}");
    left_out(why);
}

#[track_caller]
fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < PATIENCE, "waited in vain until {what}");
        breathe();
    }
}

/// The sample office in a folder, its file changed; and what making it said.
fn office_in(data: &Path, change: impl FnOnce(&str) -> String) -> String {
    let init = Command::new(ANTRE).arg("--data").arg(data).arg("init").output().unwrap();
    assert!(init.status.success(), "{init:?}");
    let file = data.join("office.toml");
    let source = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, change(&source)).unwrap();
    String::from_utf8_lossy(&init.stdout).into_owned() + &String::from_utf8_lossy(&init.stderr)
}

fn without_sign_in(source: &str) -> String {
    source.replace("sign_in = true", "sign_in = false")
}

/// A desk on the queue of a folder, as a program of its own has it.
fn desk(data: &Path) -> Desk {
    let source = std::fs::read_to_string(data.join("office.toml")).unwrap();
    let office = Arc::new(Office::parse(&source, &Outside::default()).unwrap());
    let store = SqliteStore::open(&data.join("queue.db")).unwrap();
    Desk::new(Box::new(store), office, Arc::new(SystemClock) as Arc<dyn Clock>)
}

fn board(data: &Path) -> antre::desk::Board {
    desk(data).board(EventSeq(0)).unwrap()
}

/// The stage, at this hour.
fn scene_now() -> Scene {
    let mut office = scene();
    office.clock.advance(SystemClock.now() - office.clock.now());
    office.stage.settle();
    office
}

#[test]
fn three_programs_on_one_queue_touched_with_a_real_pointer() {
    let screens = [(1080, 1920), (1366, 768), (1920, 1080)];
    let [Some(kiosk), Some(console), Some(display)] =
        screens.map(|(width, height)| Screen::plug_in(width, height))
    else {
        return give_up("Xvfb is not installed");
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    // Whoever sits at the console has signed in long ago.
    office_in(data, without_sign_in);
    let mut kiosk = Program::start(kiosk, data, &["kiosk", "--windowed"]);
    let mut console = Program::start(console, data, &["console", "--counter", "2"]);
    let mut display = Program::start(display, data, &["display", "--windowed"]);
    if let Err(words) = kiosk.window() {
        assert!(words.contains("X11 libraries"), "{words}");
        return give_up("the X11 libraries are not installed");
    }
    let mut office = scene_now();
    let queue = || board(data);
    assert!(console.screen.is_pointer_seen(), "an officer works with a mouse");

    // A visitor takes a number: three touches, and it is in the queue.
    kiosk.shows(&office, Spot::Kiosk);
    for label in ["Kartu Keluarga", id("kiosk.complete")] {
        kiosk.tap(&mut office, Spot::Kiosk, label);
        kiosk.shows(&office, Spot::Kiosk);
        assert!(queue().open.is_empty());
    }
    kiosk.tap(&mut office, Spot::Kiosk, id("kiosk.without-priority"));
    until("the number is in the queue", || queue().open.len() == 1);
    assert_eq!(queue().open[0].number.to_string(), "K001");

    // The officer sees it wait and calls it with one click.
    let officer = Spot::Console(2);
    // What each of the two knows of a printer differs; both know who waits.
    until("the officer may call", || console.lit(&office, officer, &calls("K001")));
    console.tap(&mut office, officer, &calls("K001"));
    until("the number is called", || !queue().new_calls.is_empty());
    assert_eq!(queue().new_calls[0].number.to_string(), "K001");

    // The room sees it on the wall, as the stage draws it, once its pulse is over.
    let window = display.window().unwrap();
    let amber = |display: &Program| {
        let pixels = display.screen.pixels(window).unwrap_or_default();
        let lit = pixels.iter().filter(|pixel| **pixel == [0xff, 0xc2, 0x47]).count();
        lit * 10 > pixels.len().max(1)
    };
    until("the call is lit on the wall", || amber(&display));
    office.stage.pass(8);
    display.shows(&office, Spot::Display(0));
    for (program, who) in
        [(&mut kiosk, "kiosk"), (&mut console, "console"), (&mut display, "display")]
    {
        assert_eq!(program.last_words(), None, "the {who} ended");
    }
}
