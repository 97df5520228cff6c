//! A kiosk used through the accessibility bus of a desktop alone, as a screen reader does: nothing is seen, nothing touched.

use super::program::Program;
use super::screen::Screen;
use super::{board, give_up, id, left_out, office_in, until, without_sign_in};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A session bus of its own, and the bus of screen readers that belongs to it.
pub struct Bus {
    daemon: Child,
    pub session: String,
    readers: String,
}

/// Something on the bus: whose it is, and where.
type Thing = (String, String);

impl Bus {
    /// `None` where this machine has no such buses.
    pub fn open(home: &Path) -> Option<Self> {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home)
            .env("XDG_CACHE_HOME", home)
            .env_remove("DISPLAY")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut session = String::new();
        BufReader::new(daemon.stdout.take()?).read_line(&mut session).ok()?;
        let mut bus = Self { daemon, session: session.trim().to_owned(), readers: String::new() };
        let launcher = ("org.a11y.Bus".to_owned(), "/org/a11y/bus".to_owned());
        bus.readers = ask(&bus.session, &launcher, &["org.a11y.Bus.GetAddress"])?.trim().to_owned();
        let property = ["string:org.a11y.Status", "string:IsEnabled", "variant:boolean:true"];
        let set = [&["org.freedesktop.DBus.Properties.Set"], &property[..]].concat();
        ask(&bus.session, &launcher, &set)?;
        Some(bus)
    }

    fn ask(&self, thing: &Thing, question: &[&str]) -> Option<String> {
        ask(&self.readers, thing, question)
    }

    fn children(&self, thing: &Thing) -> Vec<Thing> {
        let answer = self.ask(thing, &["org.a11y.atspi.Accessible.GetChildren"]);
        let answer = answer.unwrap_or_default();
        let words: Vec<&str> = answer.split_whitespace().collect();
        let pairs = words.windows(2).filter(|pair| pair[0].starts_with(':'));
        pairs.map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
    }

    fn name(&self, thing: &Thing) -> Option<String> {
        let property = ["string:org.a11y.atspi.Accessible", "string:Name"];
        let get = [&["org.freedesktop.DBus.Properties.Get"], &property[..]].concat();
        let answer = self.ask(thing, &get)?;
        Some(answer.trim().strip_prefix("variant")?.trim().to_owned())
    }

    /// The first thing with such a name, in the order of reading.
    fn find(&self, is_meant: impl Fn(&str) -> bool) -> Option<Thing> {
        let registry = "org.a11y.atspi.Registry".to_owned();
        let mut left = vec![(registry, "/org/a11y/atspi/accessible/root".to_owned())];
        while let Some(thing) = left.pop() {
            if self.name(&thing).is_some_and(|name| is_meant(&name)) {
                return Some(thing);
            }
            left.extend(self.children(&thing).into_iter().rev());
        }
        None
    }

    pub fn press(&self, name: &str) {
        let act = ["org.a11y.atspi.Action.DoAction", "int32:0"];
        until(&format!("\"{name}\" is pressed"), || {
            let answer = self.find(|is| is == name).and_then(|thing| self.ask(&thing, &act));
            answer.is_some_and(|answer| answer.trim() == "boolean true")
        });
    }

    pub fn hears(&self, begin: &str) {
        let heard = || self.find(|is| is.starts_with(begin)).is_some();
        until(&format!("\"{begin}\" is heard"), heard);
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        // Whoever it has started ends with it.
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

fn ask(bus: &str, (owner, path): &Thing, question: &[&str]) -> Option<String> {
    let mut send = Command::new("dbus-send");
    send.args([&format!("--bus={bus}"), "--print-reply=literal", "--reply-timeout=5000"]);
    send.args([&format!("--dest={owner}"), path.as_str()]).args(question);
    let answer = send.stdin(Stdio::null()).output().ok()?;
    answer.status.success().then(|| String::from_utf8_lossy(&answer.stdout).into_owned())
}

#[test]
fn a_visitor_takes_a_number_by_screen_reader_alone_and_hears_it_again_after_a_power_cut() {
    let Some(screen) = Screen::plug_in(540, 960) else { return give_up("Xvfb is not installed") };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let home = tempfile::tempdir().unwrap();
    let Some(bus) = Bus::open(home.path()) else {
        return left_out("dbus and at-spi2-core are not installed");
    };
    // Without paper a number stays longer on the screen.
    office_in(data, |source| {
        without_sign_in(&source.replace("address = \"virtual://\"", "address = \"\""))
    });
    let session = [("DBUS_SESSION_BUS_ADDRESS", bus.session.as_str())];
    let mut kiosk = Program::start_with(screen, data, &["kiosk"], &session);
    if let Err(words) = kiosk.window() {
        assert!(words.contains("X11 libraries"), "{words}");
        return give_up("the X11 libraries are not installed");
    }
    bus.hears(id("kiosk.choose"));
    bus.press("Kartu Keluarga");
    bus.hears(id("kiosk.not-complete"));
    assert!(board(data).open.is_empty());
    bus.press(id("kiosk.complete"));
    bus.hears(id("kiosk.without-priority"));
    bus.press(id("kiosk.without-priority"));
    let number = format!("{} K001. ", id("kiosk.your-number"));
    bus.hears(&number);
    // The power fails while the visitor stands there.
    kiosk.kill_and_start_again();
    bus.hears(&number);
    assert_eq!(board(data).open.len(), 1, "the same number, not another");
}
