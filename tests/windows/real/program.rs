//! One of the programs as a process, on a screen of its own, compared with the stage.

use super::screen::{Placed, Screen};
use super::{ANTRE, PATIENCE, Scene, breathe};
use antre::lab::harness::Spot;
use slint::Rgba8Pixel;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long somebody looks at the page of a kiosk before touching it.
const LOOK: Duration = Duration::from_millis(500);

/// One of the programs.
pub struct Program {
    pub screen: Screen,
    child: Child,
    call: Vec<String>,
    around: Vec<(String, String)>,
}

impl Program {
    pub fn start(screen: Screen, data: &Path, arguments: &[&str]) -> Self {
        Self::start_with(screen, data, arguments, &[])
    }

    /// The same with these settings of its surroundings.
    pub fn start_with(
        screen: Screen,
        data: &Path,
        arguments: &[&str],
        around: &[(&str, &str)],
    ) -> Self {
        let data = ["--data", data.to_str().unwrap()].into_iter();
        let call: Vec<String> = data.chain(arguments.iter().copied()).map(str::to_owned).collect();
        let around = around.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let around: Vec<_> = around.collect();
        Self { child: Self::run(&screen, &call, &around), screen, call, around }
    }

    fn run(screen: &Screen, call: &[String], around: &[(String, String)]) -> Child {
        let mut command = Command::new(ANTRE);
        command.args(call).env("DISPLAY", &screen.name).env_remove("WAYLAND_DISPLAY");
        command.envs(around.iter().map(|(key, value)| (key, value)));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// Kills it as a power cut would, and starts it again.
    pub fn kill_and_start_again(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.child = Self::run(&self.screen, &self.call, &self.around);
    }

    /// Asks it to end, as whoever looks after services does.
    #[cfg(unix)]
    pub fn ask_to_end(&self, signal: rustix::process::Signal) {
        use rustix::process::{Pid, kill_process};
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Whether a signal no longer simply kills it, as `proc(5)` tells.
    pub fn heeds(&self, signal: rustix::process::Signal) -> bool {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        let mask = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        mask.is_some_and(|mask| mask & (1 << (signal.as_raw() - 1)) != 0)
    }

    /// With which code it has ended.
    pub fn exit_code(&mut self) -> Option<i32> {
        self.child.try_wait().unwrap()?.code()
    }

    /// What it complained of, if it has ended.
    pub fn last_words(&mut self) -> Option<String> {
        self.child.try_wait().unwrap()?;
        let mut words = String::new();
        self.child.stderr.take()?.read_to_string(&mut words).unwrap();
        Some(words)
    }

    /// Its window, as soon as it has settled on a place; `Err` with its last words if it ended instead.
    pub fn window(&mut self) -> Result<Placed, String> {
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

    /// Waits until the window shows what the stage shows, and for a moment more at a kiosk, where no touch counts before a page
    /// has been seen. Only the time may differ.
    #[track_caller]
    pub fn shows(&mut self, office: &Scene, spot: Spot) {
        let window = self.window().unwrap();
        let size = (u32::from(window.width), u32::from(window.height));
        let meant = office.stage.picture(spot, size).unwrap();
        let mut differs = 1.0;
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if let Some(pixels) = self.screen.pixels(window) {
                differs = difference(&pixels, meant.as_slice());
            }
            if differs < 0.01 {
                if spot == Spot::Kiosk {
                    thread::park_timeout(LOOK);
                }
                return;
            }
            breathe();
        }
        panic!("{spot:?} shows something else on {:.1} % of its screen", differs * 100.0);
    }

    /// Whether the button with this label looks as if it did something.
    pub fn lit(&mut self, office: &Scene, spot: Spot, label: &str) -> bool {
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
    pub fn tap(&mut self, office: &mut Scene, spot: Spot, label: &str) {
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
fn difference(pixels: &[[u8; 3]], meant: &[Rgba8Pixel]) -> f64 {
    if pixels.len() != meant.len() {
        return 1.0;
    }
    let meant = meant.iter().map(|pixel| [pixel.r, pixel.g, pixel.b]);
    let differs = |(is, meant): &(&[u8; 3], [u8; 3])| {
        is.iter().zip(meant).any(|(is, meant)| is.abs_diff(*meant) > 8)
    };
    let count = pixels.iter().zip(meant).filter(differs).count();
    count as f64 / pixels.len() as f64
}
