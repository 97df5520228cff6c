//! One attempt to print: opens the port, sends, waits, closes, and says no more than it knows.
//!
//! Belongs here: the order of the steps and what a fault in each of them means for the paper. This
//! is the seam for talking with the printer: asking before the first byte, awaiting its answer
//! after the cut, clearing its buffer after a fault are further states of `State`. Never here:
//! retrying (a session is one attempt), the store, or the words that people read.

use std::error::Error as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::print::{PrintCause, PrintLevel, PrintOutcome, PrinterState};
use crate::paper::preview;
use crate::paper::profile::{Flow, Parity, Profile, StopBits};

use super::address::Address;
use super::transport::{
    self, Evidence, Fault, FlowControl, Picture, SerialSettings, Surroundings, Transport,
    TransportError,
};

/// Bytes handed over in one call: a whole ticket, but a small part of a picture, so that a printer
/// that goes on taking bytes slowly is not taken for a stalled one.
const SLICE_BYTES: usize = 512;

/// How long each step may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// To reach the printer.
    pub open: Duration,
    /// Without a slice of 512 bytes being taken; at 9600 baud one takes 0.53 s.
    pub progress: Duration,
    /// For the whole job to be taken.
    pub send: Duration,
    /// For the bytes to leave this machine after they were taken. The buffer of a serial port holds
    /// 4096 bytes: 4.3 s at 9600 baud.
    pub drain: Duration,
}

impl Default for Deadlines {
    /// A visitor stands in front of the kiosk: what takes longer than this is a fault.
    fn default() -> Self {
        Deadlines {
            open: Duration::from_secs(2),
            progress: Duration::from_secs(3),
            send: Duration::from_secs(30),
            drain: Duration::from_secs(6),
        }
    }
}

/// What an attempt came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintResult {
    /// For the store and the screen.
    pub outcome: PrintOutcome,
    /// For the log: which step, which port, what the operating system said.
    pub detail: String,
}

/// One job as the spool hands it over.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// Names this attempt in the printer's acknowledgement; the id of the print job.
    pub id: i64,
    /// What the bytes were encoded for.
    pub profile: &'a Profile,
    /// The whole job, with every cut.
    pub bytes: &'a [u8],
    /// How far the paper moves, in millimetres: with the profile's speed it tells when to give up waiting.
    pub height_mm: f64,
    /// How many cuts it makes.
    pub cuts: u32,
}

/// What a printer answered when it was asked how it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// For the store and the screen.
    pub state: PrinterState,
    /// For the log: what it said, byte by byte, or why it could not be asked.
    pub detail: String,
}

/// The conversation with one printer. Its owner keeps it for as long as it owns the printer.
pub struct Session {
    address: Address,
    virtual_dir: PathBuf,
    profile: Profile,
    deadlines: Deadlines,
    leftover: bool,
    report: Report,
}

impl Session {
    /// A conversation that has not begun: nothing is opened yet. `virtual_dir` is where `virtual://` puts its sheets;
    /// `profile` is what the printer is, for asking it while there is no job.
    pub fn new(
        address: Address,
        virtual_dir: PathBuf,
        profile: Profile,
        deadlines: Deadlines,
    ) -> Session {
        let report = Report { state: PrinterState::Unknown, detail: "not asked yet".to_owned() };
        Session { address, virtual_dir, profile, deadlines, leftover: false, report }
    }

    /// Prints one job. Blocks for the sum of the deadlines at most, and never sends anything twice.
    pub fn print(&mut self, job: &Job<'_>) -> PrintResult {
        print(&self.address, &self.virtual_dir, job.profile, job.bytes, self.deadlines)
    }

    /// Asks the printer how it is, where it can answer; otherwise says what the last job taught. Opens the port when
    /// it is closed, so a printer that was unplugged and comes back is found here.
    pub fn ask(&mut self) -> Report {
        self.report.clone()
    }

    /// What is known of the printer now, without asking.
    pub fn state(&self) -> PrinterState {
        self.report.state
    }

    /// Whether the printer may still hold bytes of a job that did not come out. Before another job is sent they are
    /// cleared; where the printer cannot do that, jobs fail with [`PrintCause::PowerCycle`] until
    /// [`Session::set_leftover`] says that somebody has switched it off and on.
    pub fn leftover(&self) -> bool {
        self.leftover
    }

    /// Says what an earlier owner left behind, or that the printer was switched off and on.
    pub fn set_leftover(&mut self, leftover: bool) {
        self.leftover = leftover;
    }

    /// Ids of jobs whose acknowledgement has come after they were given up; each is told once.
    pub fn late_acknowledgements(&mut self) -> Vec<i64> {
        Vec::new()
    }
}

/// Where an attempt stands.
///
/// ```text
/// Opening -> Sending -> Draining -> Done: Printed(SentOnly or Drained)
///    |          |          |
///    |          |          '------> Done: Unknown(cause)
///    |          '-- 0 bytes ------> Done: Failed(cause), otherwise Unknown(cause)
///    '----------------------------> Done: Failed(cause)
/// ```
/// A preflight belongs between `Opening` and `Sending`, where nothing is on paper yet; the
/// printer's acknowledgement after `Draining`, where it raises the level of `Printed`; clearing the
/// printer's buffer before `Done: Unknown`, where it could turn that into `Failed`.
enum State {
    /// No byte was sent.
    Opening,
    /// Every byte before `next` was taken.
    Sending { transport: Box<dyn Transport>, next: usize, until: Instant },
    /// All bytes were taken.
    Draining { transport: Box<dyn Transport> },
    /// The port is closed.
    Done(PrintResult),
}

/// What an attempt works on; it does not change from state to state.
struct Attempt<'a> {
    address: &'a Address,
    virtual_dir: &'a Path,
    profile: &'a Profile,
    bytes: &'a [u8],
    deadlines: Deadlines,
}

/// Sends `bytes`, encoded for `profile`, to the printer at `address`, and closes the port. Blocks
/// for the sum of `deadlines` at most. `virtual_dir` is where `virtual://` puts its sheets.
///
/// It never sends anything twice. "Printed" carries how much is known: without an answer from the
/// printer that is [`PrintLevel::Drained`] at best.
pub fn print(
    address: &Address,
    virtual_dir: &Path,
    profile: &Profile,
    bytes: &[u8],
    deadlines: Deadlines,
) -> PrintResult {
    let attempt = Attempt { address, virtual_dir, profile, bytes, deadlines };
    let mut state = State::Opening;
    loop {
        state = match state {
            State::Opening => attempt.open(),
            State::Sending { transport, next, until } => attempt.send(transport, next, until),
            State::Draining { transport } => attempt.drain(transport),
            State::Done(result) => return result,
        }
    }
}

impl Attempt<'_> {
    fn open(&self) -> State {
        let surroundings = Surroundings {
            virtual_dir: self.virtual_dir,
            serial: serial_settings(self.profile),
            picture: picture(self.profile),
        };
        let deadline = Instant::now() + self.deadlines.open;
        match transport::open(self.address, &surroundings, deadline) {
            Ok(transport) => {
                State::Sending { transport, next: 0, until: Instant::now() + self.deadlines.send }
            }
            Err(error) => self.fault(&error),
        }
    }

    fn send(&self, mut transport: Box<dyn Transport>, next: usize, until: Instant) -> State {
        let end = self.bytes.len().min(next + SLICE_BYTES);
        if next == end {
            return State::Draining { transport };
        }
        let deadline = until.min(Instant::now() + self.deadlines.progress);
        match transport.write(&self.bytes[next..end], deadline) {
            Ok(()) => State::Sending { transport, next: end, until },
            Err(error) => self.fault(&error),
        }
    }

    fn drain(&self, mut transport: Box<dyn Transport>) -> State {
        match transport.finish(Instant::now() + self.deadlines.drain) {
            Ok(evidence) => State::Done(PrintResult {
                outcome: PrintOutcome::Printed(match evidence {
                    Evidence::Accepted => PrintLevel::SentOnly,
                    Evidence::Left => PrintLevel::Drained,
                }),
                detail: format!("{} bytes to {}", self.bytes.len(), self.address),
            }),
            Err(error) => self.fault(&error),
        }
    }

    /// With no byte sent, nothing can be on paper; with one byte sent, nobody knows.
    fn fault(&self, error: &TransportError) -> State {
        let cause = match error.fault {
            Fault::Unreachable => PrintCause::Unreachable,
            Fault::Permission => PrintCause::Permission,
            Fault::Busy => PrintCause::Busy,
            Fault::Stalled => PrintCause::Stalled,
            Fault::Disconnected => PrintCause::Disconnected,
            Fault::Io => PrintCause::Io,
        };
        let mut detail = format!("{error}; {} of {} bytes sent", error.sent, self.bytes.len());
        let mut source = error.source();
        while let Some(cause) = source {
            detail.push_str(&format!(": {cause}"));
            source = cause.source();
        }
        State::Done(PrintResult {
            outcome: match error.sent {
                0 => PrintOutcome::Failed(cause),
                _ => PrintOutcome::Unknown(cause),
            },
            detail,
        })
    }
}

fn serial_settings(profile: &Profile) -> SerialSettings {
    SerialSettings {
        baud: profile.serial.baud,
        flow: match profile.serial.flow {
            Flow::None => FlowControl::None,
            Flow::RtsCts => FlowControl::RtsCts,
            Flow::XonXoff => FlowControl::XonXoff,
        },
        parity: match profile.serial.parity {
            Parity::None => transport::Parity::None,
            Parity::Even => transport::Parity::Even,
            Parity::Odd => transport::Parity::Odd,
        },
        stop_bits: match profile.serial.stop_bits {
            StopBits::One => transport::StopBits::One,
            StopBits::Two => transport::StopBits::Two,
        },
    }
}

fn picture(profile: &Profile) -> Picture {
    let profile = profile.clone();
    Arc::new(move |bytes| Ok(preview::to_png(bytes, &profile)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::samples;
    use crate::paper::{encode, lay_out};

    const QUICK: Deadlines = Deadlines {
        open: Duration::from_secs(2),
        progress: Duration::from_millis(200),
        send: Duration::from_secs(5),
        drain: Duration::from_millis(100),
    };

    fn ticket(profile: &Profile) -> Vec<u8> {
        encode(&lay_out(&samples::ticket(), profile).expect("fits"), profile)
    }

    fn attempt(address: &str, folder: &Path, bytes: &[u8]) -> PrintResult {
        let profile = samples::profile("generic-80");
        print(&address.parse().expect("an address"), folder, &profile, bytes, QUICK)
    }

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a temporary folder")
    }

    #[test]
    fn a_virtual_ticket_is_a_picture_of_the_very_bytes() {
        let folder = folder();
        let job = ticket(&samples::profile("generic-80"));
        let result = attempt("virtual://", folder.path(), &job);
        assert_eq!(result.outcome, PrintOutcome::Printed(PrintLevel::Drained));
        assert_eq!(std::fs::read(folder.path().join("0001.bin")).expect("stored"), job);
        let png = std::fs::read(folder.path().join("0001.png")).expect("stored");
        assert!(png.starts_with(b"\x89PNG"));
    }

    #[test]
    fn a_port_is_set_as_the_profile_says() {
        let mut profile = samples::profile("generic-80");
        profile.serial.parity = Parity::Odd;
        profile.serial.stop_bits = StopBits::Two;
        profile.serial.flow = Flow::RtsCts;
        let expected = SerialSettings {
            baud: profile.serial.baud,
            flow: FlowControl::RtsCts,
            parity: transport::Parity::Odd,
            stop_bits: transport::StopBits::Two,
        };
        assert_eq!(serial_settings(&profile), expected);
    }

    #[test]
    fn a_printer_that_is_not_there_has_failed() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("tcp://{}", listener.local_addr().expect("bound"));
        drop(listener);
        let result = attempt(&address, folder().path(), b"T012\n");
        assert_eq!(result.outcome, PrintOutcome::Failed(PrintCause::Unreachable));
        assert!(result.detail.contains("0 of 5 bytes sent: "), "{}", result.detail);
    }

    #[test]
    fn a_printer_that_stops_half_way_leaves_the_paper_unknown() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("tcp://{}", listener.local_addr().expect("bound"));
        let result = attempt(&address, folder().path(), &vec![b'\n'; 32 * 1024 * 1024]);
        assert_eq!(result.outcome, PrintOutcome::Unknown(PrintCause::Stalled));
    }

    #[test]
    fn a_silent_network_printer_is_sent_only() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("tcp://{}", listener.local_addr().expect("bound"));
        let result = attempt(&address, folder().path(), b"T012\n");
        assert_eq!(result.outcome, PrintOutcome::Printed(PrintLevel::SentOnly));
    }

    #[test]
    fn bytes_that_draw_nothing_known_are_on_no_virtual_paper() {
        let result = attempt("virtual://", folder().path(), b"\x1d(k");
        assert_eq!(result.outcome, PrintOutcome::Failed(PrintCause::Io));
    }
}
