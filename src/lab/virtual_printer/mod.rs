//! A printer that exists only on screen: a double of the device, for the demo, for trying an office without one, and
//! for tests that want to see paper and faults.
//!
//! ```text
//! line (TCP or pseudo-terminal) -> server (threads) -> engine (pure) -> Piece -> picture in a folder
//!      ^------ answers ---------------'   ^-- Switches: what can go wrong
//! ```
//! Belongs here: the printer's side, written from printers' manuals and not from what our own side expects; and the
//! truth about what came out, so that a claim can be compared with it. Never here: our own side of the conversation
//! (that is `printer`), so that a mistake in it cannot be made twice.

mod condition;
mod drawing;
mod engine;
mod interpreter;
mod line;
mod output;
mod paper_strip;
#[cfg(unix)]
mod pty;
mod real_time;
mod replies;
mod server;
mod switch;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::paper::profile::Profile;
use crate::printer::Address;
use crate::printer::Watch;
use crate::printer::sheets::{Sheet, Sheets};

use engine::Engine;
pub use paper_strip::{Exit, Piece};
use server::Shared;
pub use switch::{Moment, Switch, SwitchError};

/// What a TM printer holds before it stops reading, in bytes.
const RECEIVE_BUFFER_BYTES: usize = 4096;

/// A virtual printer. It stops when it is dropped.
pub struct VirtualPrinter {
    address: Address,
    profile: Profile,
    sheets: Receiver<io::Result<Sheet>>,
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

/// A virtual printer before it is plugged in.
#[derive(Debug, Clone)]
pub struct Setup {
    profile: Profile,
    folder: Option<PathBuf>,
    speed_mm_per_s: Option<f64>,
    receive_buffer_bytes: usize,
}

/// A hand on the switches of a virtual printer; every clone is one.
#[derive(Clone)]
pub struct Switches {
    shared: Arc<Shared>,
}

impl Setup {
    /// A printer of the kind `profile` that holds 4096 bytes and draws nothing. It answers what the profile says that its
    /// kind answers. It prints in no time; how long it would have taken, its [`VirtualPrinter::watch`] shows.
    pub fn new(profile: Profile) -> Setup {
        let receive_buffer_bytes = RECEIVE_BUFFER_BYTES;
        Setup { profile, folder: None, speed_mm_per_s: None, receive_buffer_bytes }
    }

    /// Draws every piece of paper into this folder.
    pub fn drawing_into(mut self, folder: &Path) -> Setup {
        self.folder = Some(folder.to_owned());
        self
    }

    /// Moves the paper this fast; a speed of 0 or less is no time at all.
    pub fn at_speed(mut self, mm_per_s: f64) -> Setup {
        self.speed_mm_per_s = Some(mm_per_s).filter(|&speed| speed > 0.0);
        self
    }

    /// Stops reading when it holds so many bytes, at least 1.
    pub fn holding(mut self, bytes: usize) -> Setup {
        self.receive_buffer_bytes = bytes.max(1);
        self
    }

    /// Plugs it into the network at `addr` (`127.0.0.1:9100`, or port 0 for any free one). Like most real ones it
    /// serves one connection at a time, and the next when that one is closed.
    ///
    /// # Errors
    /// When the address cannot be bound or the folder cannot be created.
    pub fn listen(self, addr: &str) -> io::Result<VirtualPrinter> {
        let port = line::Tcp::bind(addr)?;
        let reached = reached_from_here(port.address());
        let address = Address::Tcp { host: reached.ip().to_string(), port: reached.port() };
        self.start(address, Box::new(port), Box::new(move || line::wake(reached)))
    }

    /// Plugs it into a pseudo-terminal: a link at `path` that opens like a serial port.
    ///
    /// # Errors
    /// When there is something else at `path`, or the folder cannot be created.
    #[cfg(unix)]
    pub fn open_pty(self, path: &Path) -> io::Result<VirtualPrinter> {
        let port = pty::Pty::create(path)?;
        let bell = port.bell();
        let address = Address::Serial { path: path.display().to_string(), baud: None };
        self.start(address, Box::new(port), Box::new(move || bell.ring()))
    }

    fn start(
        self,
        address: Address,
        mut port: Box<dyn line::Port>,
        wake: Box<dyn Fn() + Send + Sync>,
    ) -> io::Result<VirtualPrinter> {
        let folder = self.folder.as_deref().map(Sheets::open).transpose()?;
        let engine = Engine::new(&self.profile, self.speed_mm_per_s, self.receive_buffer_bytes);
        let (paper, pieces) = mpsc::channel();
        let (finished, sheets) = mpsc::channel();
        let shared = Arc::new(Shared::new(engine, paper, wake));
        let profile = self.profile;
        let mut printer = VirtualPrinter {
            address,
            profile: profile.clone(),
            sheets,
            shared: Arc::clone(&shared),
            threads: Vec::new(),
        };
        let clock = Arc::clone(&shared);
        printer.thread("clock", move || clock.run_clock())?;
        printer.thread("paper", move || {
            if let Some(folder) = folder {
                drawing::draw_all(&pieces, &folder, &profile, &finished);
            }
        })?;
        printer.thread("line", move || shared.serve(port.as_mut()))?;
        Ok(printer)
    }
}

impl VirtualPrinter {
    /// Starts a printer of the kind `profile` on the network at `addr` that puts its sheets into `dir` and prints in
    /// no time; see [`Setup`] for other ways.
    ///
    /// # Errors
    /// As [`Setup::listen`].
    pub fn listen(addr: &str, dir: &Path, profile: Profile) -> io::Result<VirtualPrinter> {
        Setup::new(profile).drawing_into(dir).listen(addr)
    }

    /// Starts a printer of the kind `profile` on a pseudo-terminal at `path` that puts its sheets into `dir` and
    /// prints in no time.
    ///
    /// # Errors
    /// As [`Setup::open_pty`].
    #[cfg(unix)]
    pub fn open_pty(path: &Path, dir: &Path, profile: Profile) -> io::Result<VirtualPrinter> {
        Setup::new(profile).drawing_into(dir).open_pty(path)
    }

    /// Where it can be reached.
    pub fn address(&self) -> Address {
        self.address.clone()
    }

    /// The sheets in the order in which they left the printer; `recv_timeout` waits for the next. An error is a
    /// sheet that could not be drawn or stored.
    pub fn sheets(&self) -> &Receiver<io::Result<Sheet>> {
        &self.sheets
    }

    /// What it is.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The bytes of the paper that is coming out and has not been cut off; empty when none hangs out.
    pub fn hanging(&self) -> Vec<u8> {
        self.shared.turn(|engine, _| engine.hanging().to_vec())
    }

    /// What hangs in the output of a printer inside a kiosk, cut and still there, oldest first.
    pub fn in_output(&self) -> Vec<Piece> {
        self.shared.turn(|engine, _| engine.in_output().to_vec())
    }

    /// Commands that a printer inside a kiosk did not know, in order. Others keep no such list.
    pub fn unknown(&self) -> Vec<Vec<u8>> {
        self.shared.turn(|engine, _| engine.unknown().to_vec())
    }

    /// A clock that goes on by as much as its printing would have taken at the speed of its profile: for a session that
    /// must not take a printer without time for one that acknowledges what it has not printed.
    pub fn watch(&self) -> Watch {
        let shared = Arc::clone(&self.shared);
        Watch::new(move || Instant::now() + shared.turn(|engine, _| engine.spent()))
    }

    /// What can be done to it.
    pub fn switches(&self) -> Switches {
        Switches { shared: Arc::clone(&self.shared) }
    }

    /// Every piece of paper that has left it, in order: one for each of [`VirtualPrinter::sheets`].
    pub fn truth(&self) -> Vec<Piece> {
        self.shared.truth()
    }

    /// As [`VirtualPrinter::truth`], once `enough` of it is there; what there is when `patience` ends.
    pub fn truth_when(&self, patience: Duration, enough: impl Fn(&[Piece]) -> bool) -> Vec<Piece> {
        self.shared.truth_when(patience, enough)
    }

    fn thread(&mut self, name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let builder = std::thread::Builder::new().name(format!("virtual-printer-{name}"));
        self.threads.push(builder.spawn(work)?);
        Ok(())
    }
}

impl Drop for VirtualPrinter {
    fn drop(&mut self) {
        self.shared.stop();
        for thread in self.threads.drain(..) {
            // A panic in there has already been reported on standard error.
            let _ = thread.join();
        }
    }
}

impl Switches {
    /// Throws a switch. When this returns, it has happened.
    pub fn throw(&self, switch: Switch) {
        self.shared.turn(|engine, now| engine.switch(switch, now));
        self.shared.settle();
    }

    /// Makes a switch go by itself at exactly that moment.
    pub fn arm(&self, moment: Moment, switch: Switch) {
        self.shared.turn(|engine, _| engine.arm(moment, switch));
    }

    /// Forgets every switch that was armed and has not gone.
    pub fn disarm(&self) {
        self.shared.turn(|engine, _| engine.disarm());
    }

    /// Bytes received since the printer was made, once they are `at_least` so many; what they are when `patience`
    /// ends.
    pub fn received(&self, patience: Duration, at_least: u64) -> u64 {
        self.shared.received(patience, at_least)
    }

    /// Pulls every plug: the printer stops as when it is dropped, and `sheets` ends.
    pub fn unplug(&self) {
        self.shared.stop();
    }

    /// How the printer is, in a few words.
    pub fn report(&self) -> String {
        self.shared.turn(|engine, _| engine.report())
    }
}

/// Bound to every network of this machine, it is reached as this machine.
fn reached_from_here(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}
