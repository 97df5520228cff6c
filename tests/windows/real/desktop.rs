//! What a machine and its desktop may be like: a monitor that is missing, no font, a window manager with frames, screen
//! readers beside several windows.

use super::heard::Bus;
use super::program::Program;
use super::screen::Screen;
use super::{ANTRE, breathe, give_up, id, left_out, office_in, until, without_sign_in};
use antre::app::missing_screen;
use antre::data::DataFolder;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A window manager on this screen; `None` where there is none.
pub struct Manager(Child);

impl Manager {
    pub fn start(screen: &Screen) -> Option<Self> {
        let mut command = Command::new("openbox");
        command.env("DISPLAY", &screen.name).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().ok().map(Self)
    }
}

impl Drop for Manager {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a program; `None` where no program can open a window.
fn opened(screen: Screen, data: &Path, words: &[&str], around: &[(&str, &str)]) -> Option<Program> {
    let mut program = Program::start_with(screen, data, words, around);
    match program.window() {
        Ok(_) => Some(program),
        Err(words) => {
            assert!(words.contains("X11 libraries"), "{words}");
            give_up("the X11 libraries are not installed");
            None
        }
    }
}

#[test]
fn a_display_whose_monitor_is_missing_covers_nobody_elses_screen() {
    let Some(screen) = Screen::plug_in(1024, 768) else { return give_up("Xvfb is not installed") };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    office_in(data, without_sign_in);
    let Some(kiosk) = opened(screen, data, &["kiosk", "--windowed"], &[]) else { return };
    let name = kiosk.screen.name.clone();
    let before = kiosk.screen.windows();
    let mut wall = Command::new(ANTRE);
    wall.arg("--data").arg(data).args(["display", "--monitor", "2"]).env("DISPLAY", &name);
    let mut wall = wall.env_remove("WAYLAND_DISPLAY").stdin(Stdio::null()).spawn().unwrap();
    let office = DataFolder::locate(Some(data.to_owned()));
    until("the consoles are told", || missing_screen(&office).is_some());
    assert_eq!(missing_screen(&office).unwrap().monitor, 2);
    // It looks for its monitor again and again, and still shows nothing.
    for _ in 0..100 {
        breathe();
        assert_eq!(kiosk.screen.windows(), before, "something covers the kiosk");
    }
    assert_eq!(wall.try_wait().unwrap(), None, "it goes on waiting");
    wall.kill().unwrap();
    wall.wait().unwrap();
    assert_eq!(missing_screen(&office), None);
}

#[test]
fn a_display_leaves_with_its_monitor_and_comes_back_with_it() {
    let Some(screen) = Screen::plug_in(1024, 768) else { return give_up("Xvfb is not installed") };
    let folder = tempfile::tempdir().unwrap();
    office_in(folder.path(), without_sign_in);
    let Some(wall) = opened(screen, folder.path(), &["display", "--monitor", "1"], &[]) else {
        return;
    };
    let fills = |wall: &Program| {
        let place = wall.screen.window();
        place.is_some_and(|at| (at.x, at.y, at.width, at.height) == (0, 0, 1024, 768))
    };
    let office = DataFolder::locate(Some(folder.path().to_owned()));
    let missing = || missing_screen(&office).map(|missing| missing.monitor);
    until("it fills its monitor", || fills(&wall));
    assert_eq!(missing(), None);
    wall.screen.switch(false);
    until("it is hidden", || wall.screen.windows() == 0);
    until("the consoles are told", || missing() == Some(1));
    wall.screen.switch(true);
    until("it is back", || fills(&wall));
    until("the consoles know", || missing().is_none());
}

#[test]
fn a_machine_without_any_font_shows_a_kiosk() {
    let Some(screen) = Screen::plug_in(540, 960) else { return give_up("Xvfb is not installed") };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    office_in(data, without_sign_in);
    let (none, cache) = (data.join("fonts.conf"), data.join("cache"));
    fs::write(&none, "<?xml version=\"1.0\"?>\n<fontconfig></fontconfig>\n").unwrap();
    let around =
        [("FONTCONFIG_FILE", none.to_str().unwrap()), ("XDG_CACHE_HOME", cache.to_str().unwrap())];
    let Some(mut kiosk) = opened(screen, data, &["kiosk"], &around) else { return };
    let office = super::scene_now();
    kiosk.shows(&office, antre::lab::harness::Spot::Kiosk);
}

#[test]
fn console_and_supervisor_stand_whole_within_a_small_screen_with_frames() {
    for words in [&["console", "--counter", "1"][..], &["supervisor"]] {
        let Some(screen) = Screen::plug_in(1366, 768) else {
            return give_up("Xvfb is not installed");
        };
        let Some(_manager) = Manager::start(&screen) else {
            return left_out("openbox is not installed");
        };
        let folder = tempfile::tempdir().unwrap();
        office_in(folder.path(), without_sign_in);
        let Some(program) = opened(screen, folder.path(), words, &[]) else { return };
        until("its frame is within the screen", || {
            program.screen.window().is_some_and(|at| {
                let (right, bottom) =
                    (i32::from(at.x) + i32::from(at.width), i32::from(at.y) + i32::from(at.height));
                at.x >= 0 && at.y >= 0 && right <= 1366 && bottom <= 768
            })
        });
    }
}

#[test]
fn the_demo_lives_beside_screen_readers() {
    let Some(screen) = Screen::plug_in(1366, 768) else { return give_up("Xvfb is not installed") };
    let folder = tempfile::tempdir().unwrap();
    let Some(bus) = Bus::open(folder.path()) else {
        return left_out("dbus and at-spi2-core are not installed");
    };
    let session = [("DBUS_SESSION_BUS_ADDRESS", bus.session.as_str())];
    let Some(mut demo) = opened(screen, folder.path(), &["demo"], &session) else { return };
    until("all four windows are there", || demo.screen.windows() == 4);
    bus.hears(id("kiosk.choose"));
    bus.press("Kartu Identitas Anak (KIA)");
    bus.hears(id("kiosk.not-complete"));
    assert_eq!(demo.last_words(), None);
}
