//! The programs themselves: kiosk, console and display as three processes on one queue, each with its window on a
//! screen of its own, touched with a real pointer. A stage of the same office plays along without a screen; it knows
//! where things are, and what the screens must look like.
//!
//! The screens are virtual ones (Xvfb). Where there is none the test says so and ends; with `ANTRE_SCREENS=1` that is a
//! failure.

use super::{Scene, id, scene};
use antre::app::stage::{Picture, Spot};
use antre::clock::{Clock, SystemClock};
use antre::desk::Desk;
use antre::domain::EventSeq;
use antre::office::{Office, Outside};
use antre::store::sqlite::SqliteStore;
use std::env;
use std::io::{BufRead, BufReader, IoSlice, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use x11rb::connection::{Connection, RequestConnection};
use x11rb::protocol::xproto::{ConnectionExt, ImageFormat, MapState};
use x11rb::rust_connection::RustConnection;

const ANTRE: &str = env!("CARGO_BIN_EXE_antre");
/// Whoever is slower than this, on a machine that compiles at the same time, does not come at all.
const PATIENCE: Duration = Duration::from_secs(60);

/// A screen, and the pointer of who stands before it.
struct Screen {
    server: Child,
    name: String,
    connection: RustConnection,
    pointer: u8,
}

/// A window on it, in pixels of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Placed {
    x: i16,
    y: i16,
    width: u16,
    height: u16,
}

impl Screen {
    /// `None` where this machine has no virtual screens.
    fn plug_in(width: u16, height: u16) -> Option<Self> {
        let size = format!("{width}x{height}x24");
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &size, "-nolisten", "tcp", "-noreset"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        // The server writes its number when it is ready for visitors.
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let name = format!(":{}", number.trim());
        let (connection, _) = RustConnection::connect(Some(&name)).unwrap();
        let extension = connection.extension_information("XTEST").unwrap().unwrap();
        Some(Self { server, name, connection, pointer: extension.major_opcode })
    }

    fn root(&self) -> u32 {
        self.connection.setup().roots[0].root
    }

    /// The largest window that is shown.
    fn window(&self) -> Option<Placed> {
        let tree = self.connection.query_tree(self.root()).ok()?.reply().ok()?;
        let shown = tree.children.into_iter().filter_map(|window| {
            let attributes = self.connection.get_window_attributes(window).ok()?.reply().ok()?;
            let at = self.connection.get_geometry(window).ok()?.reply().ok()?;
            let placed = Placed { x: at.x, y: at.y, width: at.width, height: at.height };
            (attributes.map_state == MapState::VIEWABLE).then_some(placed)
        });
        shown.max_by_key(|at| u32::from(at.width) * u32::from(at.height))
    }

    /// Asks XTEST to act as the pointer: 6 moves it, 4 presses, 5 releases its first button.
    fn act(&self, what: u8, button: u8, x: i16, y: i16) {
        let mut request = vec![self.pointer, 2];
        request.extend(9_u16.to_ne_bytes());
        request.extend([what, button, 0, 0]);
        request.extend(0_u32.to_ne_bytes());
        request.extend(self.root().to_ne_bytes());
        request.extend([0; 8]);
        request.extend(x.to_ne_bytes());
        request.extend(y.to_ne_bytes());
        request.extend([0; 8]);
        self.connection
            .send_request_without_reply(&[IoSlice::new(&request)], Vec::new())
            .unwrap()
            .check()
            .unwrap();
    }

    /// A finger on this place of the window.
    fn touch(&self, window: Placed, (x, y): (f32, f32)) {
        let (x, y) = (window.x + x as i16, window.y + y as i16);
        self.act(6, 0, x, y);
        self.act(4, 1, x, y);
        self.act(5, 1, x, y);
    }

    /// The pixels of the window.
    fn pixels(&self, at: Placed) -> Option<Vec<[u8; 3]>> {
        let image = self.connection.get_image(
            ImageFormat::Z_PIXMAP,
            self.root(),
            at.x,
            at.y,
            at.width,
            at.height,
            u32::MAX,
        );
        let data = image.ok()?.reply().ok()?.data;
        Some(data.chunks(4).map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Mostly it is still there.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// One of the three programs.
struct Program {
    screen: Screen,
    child: Child,
}

impl Program {
    fn start(screen: Screen, data: &Path, arguments: &[&str]) -> Self {
        let child = Command::new(ANTRE)
            .arg("--data")
            .arg(data)
            .args(arguments)
            .env("DISPLAY", &screen.name)
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self { screen, child }
    }

    /// What it complained of, if it has ended.
    fn last_words(&mut self) -> Option<String> {
        self.child.try_wait().unwrap()?;
        let mut words = String::new();
        self.child.stderr.take()?.read_to_string(&mut words).unwrap();
        Some(words)
    }

    /// Its window, as soon as it has settled on a place; `Err` with its last words if it ended instead.
    fn window(&mut self) -> Result<Placed, String> {
        let begin = Instant::now();
        let mut before = None;
        loop {
            if let Some(words) = self.last_words() {
                return Err(words);
            }
            let now = self.screen.window();
            if let (Some(now), true) = (now, now == before) {
                return Ok(now);
            }
            before = now;
            assert!(begin.elapsed() < PATIENCE, "no window appeared on {}", self.screen.name);
            breathe();
        }
    }

    /// Waits until the window shows what the stage shows. Only the time may differ.
    #[track_caller]
    fn shows(&mut self, office: &Scene, spot: Spot) {
        let window = self.window().unwrap();
        let size = (u32::from(window.width), u32::from(window.height));
        let meant = office.stage.picture(spot, size).unwrap();
        let mut differs = 1.0;
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if let Some(pixels) = self.screen.pixels(window) {
                differs = difference(&pixels, &meant);
            }
            if differs < 0.01 {
                return;
            }
            breathe();
        }
        panic!("{spot:?} shows something else on {:.1} % of its screen", differs * 100.0);
    }

    /// Whether the button with this label looks as if it did something.
    fn lit(&mut self, office: &Scene, spot: Spot, label: &str) -> bool {
        let window = self.window().unwrap();
        let size = (u32::from(window.width), u32::from(window.height));
        let (x, y) = office.stage.middle(spot, size, label).unwrap();
        let Some(pixels) = self.screen.pixels(window) else { return false };
        let around = |row: usize| {
            let start = (y as usize + row - 10) * usize::from(window.width) + x as usize - 100;
            pixels[start..start + 200].iter()
        };
        let lit = (0..20).flat_map(around).filter(|pixel| **pixel == [0x0a, 0x56, 0x4b]).count();
        lit > 1000
    }

    /// Touches what has this label on the stage, there and here.
    fn tap(&mut self, office: &mut Scene, spot: Spot, label: &str) {
        let window = self.window().unwrap();
        let size = (u32::from(window.width), u32::from(window.height));
        assert!(office.usable(spot, label), "\"{label}\" cannot be used");
        let place = office.stage.middle(spot, size, label).unwrap();
        self.screen.touch(window, place);
        office.tap(spot, label);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The share of pixels that are not what they should be, beyond the last shades of a blended edge.
fn difference(pixels: &[[u8; 3]], meant: &Picture) -> f64 {
    if pixels.len() != meant.as_slice().len() {
        return 1.0;
    }
    let meant = meant.as_slice().iter().map(|pixel| [pixel.r, pixel.g, pixel.b]);
    let differs = |(is, meant): &(&[u8; 3], [u8; 3])| {
        is.iter().zip(meant).any(|(is, meant)| is.abs_diff(*meant) > 8)
    };
    let count = pixels.iter().zip(meant).filter(differs).count();
    count as f64 / pixels.len() as f64
}

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
    say(&format!("skipped: the three programs on real windows: {why}"));
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
    let init = Command::new(ANTRE).arg("--data").arg(data).arg("init").output().unwrap();
    assert!(init.status.success(), "{init:?}");
    // Whoever sits at the console has signed in long ago.
    let file = data.join("office.toml");
    let source = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, source.replace("sign_in = true", "sign_in = false")).unwrap();
    let mut kiosk = Program::start(kiosk, data, &["kiosk", "--windowed"]);
    let mut console = Program::start(console, data, &["console", "--counter", "2"]);
    let mut display = Program::start(display, data, &["display", "--windowed"]);
    if let Err(words) = kiosk.window() {
        assert!(words.contains("X11 libraries"), "{words}");
        return give_up("the X11 libraries are not installed");
    }
    let mut office = scene();
    office.clock.advance(SystemClock.now() - office.clock.now());
    office.stage.settle();

    let queue = || {
        let source = std::fs::read_to_string(&file).unwrap();
        let office = Arc::new(Office::parse(&source, &Outside::default()).unwrap());
        let store = SqliteStore::open(&data.join("queue.db")).unwrap();
        let mut desk = Desk::new(Box::new(store), office, Arc::new(SystemClock) as Arc<dyn Clock>);
        desk.board(EventSeq(0)).unwrap()
    };

    // A visitor takes a number: three touches, and it is in the queue.
    kiosk.shows(&office, Spot::Kiosk);
    kiosk.tap(&mut office, Spot::Kiosk, "Kartu Keluarga");
    kiosk.shows(&office, Spot::Kiosk);
    assert!(queue().open.is_empty());
    kiosk.tap(&mut office, Spot::Kiosk, id("kiosk.complete"));
    until("the number is in the queue", || queue().open.len() == 1);
    assert_eq!(queue().open[0].number.to_string(), "K001");

    // The officer sees it wait and calls it with one click.
    let officer = Spot::Console(2);
    // What each of the two knows of a printer differs; both know who waits.
    until("the officer may call", || console.lit(&office, officer, id("sentence.call-next")));
    console.tap(&mut office, officer, id("sentence.call-next"));
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

#[track_caller]
fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < PATIENCE, "waited in vain until {what}");
        breathe();
    }
}
