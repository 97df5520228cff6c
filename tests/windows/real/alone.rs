//! A kiosk that stands alone on a real screen: nobody looks after its windows, a keyboard is all there is, somebody wants
//! it gone, the paper runs out.

use super::desktop::Manager;
use super::program::Program;
use super::screen::Screen;
use super::{
    ANTRE, Scene, board, give_up, id, left_out, office_in, say, scene_now, until, without_sign_in,
};
use antre::domain::{Language, Officer, OfficerId, Pin, Role};
use antre::lab::harness::Spot::Kiosk;
use antre::secret::PinCost;
use antre::words::Words;
use slint::platform::Key;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Instant;

/// A small kiosk, upright.
const SIZE: (u16, u16) = (540, 960);
const TAB: u32 = 0xff09;
const RETURN: u32 = 0xff0d;
const ESCAPE: u32 = 0xff1b;
const CONTROL: u32 = 0xffe3;
const SHIFT: u32 = 0xffe1;
const ALT: u32 = 0xffe9;
const F4: u32 = 0xffc1;

/// A kiosk on the whole of its own screen, and the stage that shows what it should show; `None` where there is no screen.
fn kiosk(data: &Path, screen: Screen) -> Option<(Program, Scene)> {
    let mut kiosk = Program::start(screen, data, &["kiosk"]);
    if let Err(words) = kiosk.window() {
        assert!(words.contains("X11 libraries"), "{words}");
        give_up("the X11 libraries are not installed");
        return None;
    }
    until("it fills the screen", || {
        let place = kiosk.screen.window();
        place.is_some_and(|at| (at.x, at.y, at.width, at.height) == (0, 0, SIZE.0, SIZE.1))
    });
    Some((kiosk, scene_now()))
}

impl Program {
    /// The same key, here and on the stage.
    fn press(&mut self, office: &mut Scene, symbol: u32, key: Key) {
        self.screen.keys(&[symbol]);
        office.stage.key(Kiosk, key).unwrap();
    }

    fn type_text(&mut self, office: &mut Scene, text: &str) {
        for character in text.chars() {
            self.screen.keys(&[u32::from(character)]);
            office.stage.type_key(Kiosk, character.encode_utf8(&mut [0; 4])).unwrap();
        }
    }

    /// Tab, until what carries this label has the keyboard.
    fn tab_to(&mut self, office: &mut Scene, label: &str) {
        let mut passed = Vec::new();
        for _ in 0..30 {
            if office.stage.focused(Kiosk).unwrap().as_deref() == Some(label) {
                return self.shows(office, Kiosk);
            }
            self.press(office, TAB, Key::Tab);
            passed.push(office.stage.focused(Kiosk).unwrap());
        }
        panic!("Tab does not come to \"{label}\", but to {passed:?}");
    }
}

#[test]
fn a_kiosk_fills_a_bare_screen_and_gives_a_number_by_keys_alone() {
    let Some(screen) = Screen::plug_in(SIZE.0, SIZE.1) else {
        return give_up("Xvfb is not installed");
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    office_in(data, without_sign_in);
    let Some((mut kiosk, mut office)) = kiosk(data, screen) else { return };
    kiosk.shows(&office, Kiosk);
    until("the pointer is hidden", || !kiosk.screen.is_pointer_seen());

    let regular = Words::of(Language::English).text("kiosk.without-priority");
    kiosk.tab_to(&mut office, "English");
    kiosk.press(&mut office, RETURN, Key::Return);
    kiosk.shows(&office, Kiosk);
    kiosk.type_text(&mut office, "u");
    office.sees(Kiosk, regular);
    kiosk.shows(&office, Kiosk);
    kiosk.tab_to(&mut office, regular);
    assert!(board(data).open.is_empty());
    kiosk.press(&mut office, RETURN, Key::Return);
    until("the number is in the queue", || board(data).open.len() == 1);
}

#[test]
fn a_console_takes_all_of_a_small_bare_screen_and_no_more() {
    let Some(screen) = Screen::plug_in(1024, 600) else {
        return give_up("Xvfb is not installed");
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    office_in(data, without_sign_in);
    let mut console = Program::start(screen, data, &["console", "--counter", "1"]);
    if let Err(words) = console.window() {
        assert!(words.contains("X11 libraries"), "{words}");
        return give_up("the X11 libraries are not installed");
    }
    until("every key of it is on the screen", || {
        let place = console.screen.window();
        place.is_some_and(|at| (at.x, at.y, at.width, at.height) == (0, 0, 1024, 600))
    });
}

#[test]
fn nobody_closes_a_kiosk_but_staff_with_their_pin() {
    let Some(screen) = Screen::plug_in(SIZE.0, SIZE.1) else {
        return give_up("Xvfb is not installed");
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let said = office_in(data, str::to_owned);
    let (_, pin) = said.split_once("the PIN of penyelia is ").unwrap();
    let pin: String = pin.chars().take_while(char::is_ascii_digit).collect();
    let Some((mut kiosk, mut office)) = kiosk(data, screen) else { return };
    // The stage asks for a PIN, too.
    let officer =
        Officer { id: OfficerId::new("x").unwrap(), name: "X".to_owned(), role: Role::Officer };
    let mut desk = office.desk().with_pin_cost(PinCost::LEAST);
    desk.add_officer(officer, Pin::typed("135790")).unwrap();
    office.stage.guard_kiosk().unwrap();
    kiosk.shows(&office, Kiosk);

    let window = kiosk.window().unwrap();
    kiosk.screen.ask_to_close(window);
    kiosk.screen.keys(&[ALT, F4]);
    kiosk.screen.hold(10, 10);
    office.stage.hold_kiosk((10, 10), 6);
    kiosk.shows(&office, Kiosk);
    kiosk.screen.lift();
    assert!(office.stage.labels(Kiosk).unwrap().iter().any(|l| l == id("backstage.leave-title")));
    kiosk.press(&mut office, ESCAPE, Key::Escape);
    kiosk.shows(&office, Kiosk);

    kiosk.screen.keys(&[CONTROL, SHIFT, u32::from('q')]);
    office.stage.hold_kiosk((10, 10), 6);
    kiosk.shows(&office, Kiosk);
    kiosk.type_text(&mut office, "0000");
    kiosk.press(&mut office, RETURN, Key::Return);
    office.sees(Kiosk, id("backstage.pin-wrong"));
    kiosk.shows(&office, Kiosk);
    assert_eq!(kiosk.exit_code(), None);

    pin.chars().for_each(|digit| kiosk.screen.keys(&[u32::from(digit)]));
    kiosk.screen.keys(&[RETURN]);
    let mut code = None;
    until("staff have closed it", || {
        code = kiosk.exit_code();
        code.is_some()
    });
    assert_eq!(code, Some(4));
}

/// A printer that exists only on this machine, as a program of its own.
struct Printer {
    child: Child,
    switches: ChildStdin,
    address: String,
}

impl Printer {
    fn plug_in(data: &Path) -> Self {
        let complaints = File::create(data.join("printer.log")).unwrap();
        let mut child = Command::new(ANTRE)
            .args(["virtual-printer", "--tcp", "127.0.0.1:0", "--png"])
            .arg(data.join("sheets"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(complaints)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split('"').nth(1).unwrap().to_owned();
        Self { switches: child.stdin.take().unwrap(), child, address }
    }
}

impl Drop for Printer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_kiosk_says_on_its_own_screen_that_its_printer_has_no_paper_and_that_it_has_some_again() {
    let Some(screen) = Screen::plug_in(SIZE.0, SIZE.1) else {
        return give_up("Xvfb is not installed");
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let mut printer = Printer::plug_in(data);
    office_in(data, |source| {
        let source = source
            .replace("address = \"virtual://\"", &format!("address = \"{}\"", printer.address));
        without_sign_in(
            &source.replace("profile = \"generic-80\"", "profile = \"epson-tm-t20iii\""),
        )
    });
    let Some((mut kiosk, office)) = kiosk(data, screen) else { return };
    kiosk.shows(&office, Kiosk);
    let window = kiosk.window().unwrap();
    let warned = |kiosk: &Program| {
        let pixels = kiosk.screen.pixels(window).unwrap_or_default();
        pixels.iter().filter(|pixel| **pixel == [0xff, 0xe9, 0xc2]).count() > 5000
    };
    assert!(!warned(&kiosk));
    writeln!(printer.switches, "paper out").unwrap();
    let begin = Instant::now();
    until("the kiosk says that the paper is out", || warned(&kiosk));
    say(&format!("paper out: on the kiosk's screen after {} ms", begin.elapsed().as_millis()));
    writeln!(printer.switches, "paper in").unwrap();
    until("the kiosk says nothing any more", || !warned(&kiosk));
    kiosk.shows(&office, Kiosk);
}

#[test]
fn a_window_manager_neither_keeps_a_kiosk_small_nor_closes_it() {
    let Some(screen) = Screen::plug_in(SIZE.0, SIZE.1) else {
        return give_up("Xvfb is not installed");
    };
    let Some(_manager) = Manager::start(&screen) else {
        return left_out("openbox is not installed");
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    office_in(data, without_sign_in);
    if let Some((mut kiosk, mut office)) = kiosk(data, screen) {
        kiosk.shows(&office, Kiosk);
        until("the pointer is hidden", || !kiosk.screen.is_pointer_seen());
        kiosk.screen.keys(&[ALT, F4]);
        // What comes after it on the same keyboard is still answered.
        kiosk.type_text(&mut office, "n");
        office.sees(Kiosk, id("kiosk.complete"));
        kiosk.shows(&office, Kiosk);
        assert_eq!(kiosk.exit_code(), None);
    }
}
