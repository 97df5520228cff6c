//! The conversation with one printer: asks before the first byte, sends, awaits the answer, clears after a fault,
//! and says no more than it knows.
//!
//! Belongs here: the port that is kept open, and what is known of the printer between jobs. One attempt to print is
//! in `attempt`, `acknowledgement` and `aftermath`, the port with its answers in `link`. Never here: retrying (a job is one attempt), the store, or the
//! words that people read.

mod acknowledgement;
mod aftermath;
mod attempt;
mod link;
#[cfg(test)]
mod tests;
mod wire;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::print::{PrintCause, PrintOutcome, PrinterState, Remains};
use crate::paper::preview;
use crate::paper::profile::{Clear, Flow, Parity, Profile, StopBits};

use super::address::Address;
use super::transport::{self, FlowControl, Picture, SerialSettings, Surroundings, TransportError};
use attempt::Attempt;
use link::{Condition, Link};

/// Answers to `GS r` that are waited for beyond their job; each costs the next job three bytes.
const MOST_UNANSWERED: usize = 8;

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
    /// For the printer's answers before the first byte.
    pub preflight: Duration,
    /// For its acknowledgement, beyond one and a half times what it needs to print.
    pub grace: Duration,
    /// Between two questions while the acknowledgement is awaited.
    pub poll: Duration,
    /// For its answer that everything was thrown away.
    pub clear: Duration,
}

impl Default for Deadlines {
    /// A visitor stands in front of the kiosk: what takes longer than this is a fault.
    fn default() -> Self {
        Deadlines {
            open: Duration::from_secs(2),
            progress: Duration::from_secs(3),
            send: Duration::from_secs(30),
            drain: Duration::from_secs(6),
            preflight: Duration::from_millis(300),
            grace: Duration::from_secs(2),
            poll: Duration::from_millis(250),
            clear: Duration::from_secs(1),
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
    /// From the beginning of the attempt until the last byte had left our hands; `None` when it never did.
    pub handed_over: Option<Duration>,
}

impl PrintResult {
    /// A job of which no byte was sent.
    pub fn not_begun(cause: PrintCause, detail: String) -> PrintResult {
        PrintResult { outcome: PrintOutcome::Failed(cause), detail, handed_over: None }
    }
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
    /// The port, while it is kept open between jobs.
    link: Option<Link>,
    /// What earlier jobs left behind: the next one is sent when nothing is held, and parted from what hangs out.
    remains: Remains,
    /// Answers to `GS r` that were asked for and have not come.
    unanswered: usize,
    report: Report,
    /// Process ids that were heard and belong to no job in hand.
    acknowledged: Vec<[u8; 4]>,
    /// Jobs that were given up, by the process id that would still prove them.
    awaited: Vec<([u8; 4], i64)>,
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
        Session {
            address,
            virtual_dir,
            profile,
            deadlines,
            link: None,
            remains: Remains::default(),
            unanswered: 0,
            report: Report { state: PrinterState::Unknown, detail: "not asked yet".to_owned() },
            acknowledged: Vec::new(),
            awaited: Vec::new(),
        }
    }

    /// Prints one job. Blocks for the sum of the deadlines at most, and never sends anything twice.
    ///
    /// "Printed" carries how much is known: the printer's own acknowledgement where its profile says that it gives
    /// one, otherwise [`PrintLevel::Drained`](crate::domain::print::PrintLevel) at best.
    pub fn print(&mut self, job: &Job<'_>) -> PrintResult {
        let result = Attempt::new(self, job).run();
        // A process id that nobody awaits belongs to a job of an earlier run of this program.
        self.acknowledged.retain(|id| self.awaited.iter().any(|(awaited, _)| awaited == id));
        if self.link.as_ref().is_some_and(|link| !self.profile.status.realtime || !link.answers()) {
            self.close();
        }
        result
    }

    /// Asks the printer how it is, where it can answer; otherwise says what the last job taught, and whether its cable
    /// is there, where that can be seen. Opens the port when it is closed, so a printer that was unplugged and comes
    /// back is found here. Bytes that a fault left in the printer are thrown away as soon as it answers again.
    pub fn ask(&mut self) -> Report {
        if !self.profile.status.realtime {
            self.look_at_the_cable();
            return self.report.clone();
        }
        let kept = self.link.is_some();
        let asked = match self.ask_once() {
            // The port was kept open and has died since: opened anew, the printer may be there.
            Err(_) if kept => {
                self.close();
                self.ask_once()
            }
            asked => asked,
        };
        match asked {
            Ok(Some(condition)) => self.note(condition.state, &condition.answers),
            Ok(None) if self.link.is_none() => {
                self.note(PrinterState::Unknown, "answers cannot come back on this port");
            }
            Ok(None) => {
                self.close();
                let said = "the printer did not answer; its profile says that it would";
                self.note(PrinterState::Trouble(PrintCause::NoAnswer), said);
            }
            Err(error) => {
                self.close();
                let cause = attempt::cause_of(error.fault);
                self.note(PrinterState::Trouble(cause), &attempt::in_full(&error));
            }
        }
        self.report.clone()
    }

    /// Opens the port and closes it again, to see whether anything is there at all: for a printer that cannot be asked.
    pub fn reach(&mut self) -> Report {
        let profile = self.profile.clone();
        self.close();
        match self.open(&profile) {
            Ok(_) => self.note(self.state().without_trouble(), "the port can be opened"),
            Err(error) => {
                let cause = attempt::cause_of(error.fault);
                self.note(PrinterState::Trouble(cause), &attempt::in_full(&error));
            }
        }
        self.close();
        self.report.clone()
    }

    /// What is known of the printer now, without asking.
    pub fn state(&self) -> PrinterState {
        self.report.state
    }

    /// What jobs that went wrong left behind. Held bytes are cleared before another job is sent; where the printer cannot
    /// do that, jobs fail with [`PrintCause::PowerCycle`] until [`Session::set_remains`] says that somebody has switched
    /// it off and on. A partial ticket is parted off by the next job.
    pub fn remains(&self) -> Remains {
        self.remains
    }

    /// Says what an earlier owner left behind, or that the printer was switched off and on.
    pub fn set_remains(&mut self, remains: Remains) {
        if !remains.leftover {
            self.nothing_is_left();
        }
        self.remains = remains;
    }

    /// Ids of jobs whose acknowledgement has come after they were given up; each is told once.
    pub fn late_acknowledgements(&mut self) -> Vec<i64> {
        self.collect_process_ids();
        let heard = std::mem::take(&mut self.acknowledged);
        let (late, awaited): (Vec<_>, Vec<_>) =
            self.awaited.drain(..).partition(|(id, _)| heard.contains(id));
        self.awaited = awaited;
        if !late.is_empty() && self.awaited.is_empty() {
            // What was left in the printer has come out.
            self.remains.leftover = false;
        }
        late.into_iter().map(|(_, job)| job).collect()
    }

    /// The open port, opened now if need be.
    fn open(&mut self, profile: &Profile) -> Result<&mut Link, TransportError> {
        if self.link.is_none() {
            let surroundings = Surroundings {
                virtual_dir: &self.virtual_dir,
                serial: serial_settings(profile),
                picture: picture(profile),
            };
            let deadline = Instant::now() + self.deadlines.open;
            let transport = transport::open(&self.address, &surroundings, deadline)?;
            self.link = Some(Link::new(transport));
        }
        Ok(self.link.as_mut().expect("a port was opened just above if there was none"))
    }

    fn close(&mut self) {
        self.collect_process_ids();
        self.link = None;
    }

    /// A printer that cannot be asked can be seen to be gone at least, where its port is a file. Opening the port
    /// would tell more, and costs too much to be done all day: a serial port moves its lines when it is opened, and a
    /// network printer may serve nobody else meanwhile.
    fn look_at_the_cable(&mut self) {
        let gone = PrinterState::Trouble(PrintCause::Unreachable);
        match (self.address.is_plugged_in(), self.state().cause()) {
            (Some(false), _) if self.state() != gone => self.note(gone, "its port is gone"),
            (Some(true), Some(PrintCause::Unreachable | PrintCause::Disconnected)) => {
                self.note(PrinterState::Unknown, "its port is there again");
            }
            _ => {}
        }
    }

    fn ask_once(&mut self) -> Result<Option<Condition>, TransportError> {
        let profile = self.profile.clone();
        let deadlines = self.deadlines;
        let leftover = self.remains.leftover && profile.status.clear == Clear::DleDc4Fn8;
        let link = self.open(&profile)?;
        if !link.answers() {
            self.close();
            return Ok(None);
        }
        let forgotten = link.forget_old_answers()?;
        let deadline = Instant::now() + deadlines.preflight;
        let condition = link.health(profile.status.near_end, deadline)?;
        let cleared =
            leftover && condition.is_some() && link.clear(Instant::now() + deadlines.clear)?;
        self.unanswered = self.unanswered.saturating_sub(forgotten);
        if cleared {
            self.nothing_is_left();
        }
        Ok(condition)
    }

    /// The printer holds nothing, and owes nothing: it says what it has to say before it says that it is empty.
    fn nothing_is_left(&mut self) {
        (self.remains.leftover, self.unanswered) = (false, 0);
    }

    /// So many more answers to `GS r` are asked for. Of many that never came the oldest will not come any more.
    fn owe_answers(&mut self, count: usize) {
        self.unanswered = (self.unanswered + count).min(MOST_UNANSWERED);
    }

    /// Process ids outlive the port on which they came.
    fn collect_process_ids(&mut self) {
        if let Some(link) = &mut self.link {
            self.acknowledged.extend(link.process_ids());
        }
    }

    fn note(&mut self, state: PrinterState, detail: &str) {
        self.report = Report { state, detail: detail.to_owned() };
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
