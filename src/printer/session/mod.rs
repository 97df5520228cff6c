//! The conversation with one printer: asks before the first byte, sends, awaits the answer, clears after a fault,
//! and says no more than it knows.
//!
//! Belongs here: the port that is kept open, and what is known of the printer between jobs. One attempt to print is
//! in `attempt`, `acknowledgement` and `aftermath`, the port with its answers in `link`, the output of a printer inside a
//! kiosk in `output`. Never here: retrying (a job is one attempt), the store, or the
//! words that people read.

mod acknowledgement;
mod aftermath;
mod attempt;
mod condition;
mod learned;
mod link;
mod output;
mod presenter;
mod questions;
#[cfg(test)]
mod tests;
mod wire;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::print::{PrintCause, PrintOutcome, PrinterState, Remains};
use crate::paper::preview;
use crate::paper::profile::{Clear, Flow, Parity, Profile, Realtime, Status, StopBits};

use super::address::Address;
use super::request;
use super::transport::{self, FlowControl, Picture, SerialSettings, Surroundings, TransportError};
use super::watch::Watch;
use attempt::Attempt;
use condition::{Condition, Senses};
pub use learned::Learned;
use link::Link;
use presenter::Hanging;

/// Answers to `GS r` that are waited for beyond their job; each costs the next job three bytes.
const MOST_UNANSWERED: usize = 8;

/// How often a printer that answers, but not every question, is asked in a row. One lost byte is not silence.
const MOST_TRIES: u32 = 4;

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
    /// For the answers of one round of questions; `answer_ms` of a profile takes its place. Twice of it is the time in
    /// which a dead printer is told.
    pub answer: Duration,
    /// For the first answer of a printer of which nobody knows whether it answers.
    pub trying: Duration,
    /// For its acknowledgement, beyond one and a half times what it needs to print.
    pub grace: Duration,
    /// Between two rounds while the acknowledgement is awaited.
    pub poll: Duration,
    /// For its answer that everything was thrown away.
    pub clear: Duration,
    /// A connection that was asked and says nothing for so long is given up. Some boxes serve one at a time and need a
    /// second between two: whoever reconnects each second is never served.
    pub silence: Duration,
}

impl Default for Deadlines {
    /// A visitor stands in front of the kiosk: what takes longer than this is a fault. Wi-Fi, Bluetooth and device
    /// servers answer within 1.2 s as a rule.
    fn default() -> Self {
        Deadlines {
            open: Duration::from_secs(2),
            progress: Duration::from_secs(3),
            send: Duration::from_secs(30),
            drain: Duration::from_secs(6),
            answer: Duration::from_millis(1500),
            trying: Duration::from_millis(3200),
            grace: Duration::from_secs(2),
            poll: Duration::from_millis(250),
            clear: Duration::from_secs(1),
            silence: Duration::from_secs(6),
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
    /// Whether a byte of it may have left this machine. Otherwise it can be tried again.
    pub begun: bool,
    /// From the beginning of the attempt until the last byte had left our hands; `None` when it never did.
    pub handed_over: Option<Duration>,
}

impl PrintResult {
    /// A job of which no byte was sent.
    pub fn not_begun(cause: PrintCause, detail: String) -> PrintResult {
        PrintResult {
            outcome: PrintOutcome::Failed(cause),
            detail,
            begun: false,
            handed_over: None,
        }
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

/// A job that the printer may still hold, and how it could be seen that it does not any more.
#[derive(Debug, Clone, Copy)]
struct Pending {
    /// The connection on which it was sent.
    connection: u64,
    /// Whether the printer has received all of it: an answer came to a question that was asked behind it.
    whole: bool,
    /// For so long the printer has to be well until nothing of it can be left.
    needs: Duration,
    /// Since when it has been well.
    well_since: Option<Instant>,
}

/// What asking the printer came to.
#[derive(Debug)]
enum Examined {
    /// It is so.
    Known(Condition),
    /// It said something, but never answered every question.
    Partly,
    /// It said nothing.
    Silent,
}

/// The conversation with one printer. Its owner keeps it for as long as it owns the printer.
///
/// Dropping it waits until a printer that says nothing back has had the time to print what it was given: some network
/// modules throw away what they hold when the connection is closed.
pub struct Session {
    address: Address,
    virtual_dir: PathBuf,
    profile: Profile,
    deadlines: Deadlines,
    watch: Watch,
    /// The port, while it is kept open between jobs.
    link: Option<Link>,
    /// Counts the ports that were opened.
    connection: u64,
    /// Since when the open port has been asked in vain.
    silent_since: Option<Instant>,
    /// When a port may be closed on which nothing is said back: when all that was sent is printed.
    closes_at: Option<Instant>,
    /// What earlier jobs left behind: the next one is sent when nothing is held, and parted from what hangs out.
    remains: Remains,
    pending: Option<Pending>,
    /// Answers to `GS r` that were asked for and have not come.
    unanswered: usize,
    learned: Learned,
    /// The ticket in its output, where it has a sensor there.
    hanging: Hanging,
    /// A printer that may yet learn to speak is asked once after each job.
    retries: bool,
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
            watch: Watch::default(),
            link: None,
            connection: 0,
            silent_since: None,
            closes_at: None,
            remains: Remains::default(),
            pending: None,
            unanswered: 0,
            learned: Learned::default(),
            hanging: Hanging::default(),
            retries: true,
            report: Report { state: PrinterState::Unknown, detail: "not asked yet".to_owned() },
            acknowledged: Vec::new(),
            awaited: Vec::new(),
        }
    }

    /// The same, with another clock for how fast the paper moves.
    #[must_use]
    pub fn timed_by(self, watch: Watch) -> Session {
        let mut session = self;
        session.watch = watch;
        session
    }

    /// Prints one job. Blocks for the sum of the deadlines at most, and never sends anything twice.
    ///
    /// "Printed" carries how much is known: the printer's own acknowledgement where it gives one, otherwise
    /// [`PrintLevel::Drained`](crate::domain::print::PrintLevel) at best.
    pub fn print(&mut self, job: &Job<'_>) -> PrintResult {
        let result = Attempt::new(self, job).run();
        // A process id that nobody awaits belongs to a job of an earlier run of this program.
        self.acknowledged.retain(|id| self.awaited.iter().any(|(awaited, _)| awaited == id));
        let still_prints = self.closes_at.is_some_and(|at| at > Instant::now());
        if !self.learned.relies_on_answers(&job.profile.status) && !still_prints {
            self.close();
        }
        self.retries = true;
        result
    }

    /// Asks the printer how it is, where it can answer; otherwise says what the last job taught, and whether its cable
    /// is there, where that can be seen. Opens the port when it is closed, so a printer that was unplugged and comes
    /// back is found here. Bytes that a fault left in the printer are thrown away as soon as it answers again.
    pub fn ask(&mut self) -> Report {
        if self.closes_at.is_some_and(|at| at <= Instant::now()) {
            self.close();
        }
        let may_learn =
            self.profile.status.realtime == Realtime::Try && std::mem::take(&mut self.retries);
        if !self.learned.asks(&self.profile.status) && !may_learn {
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
            Ok(Some(Examined::Known(condition))) => match self.tend(&condition) {
                Ok(state) => self.note(state, &condition.answers),
                Err(error) => self.lose(&error),
            },
            Ok(None) => self.note(PrinterState::Unknown, "answers cannot come back on this port"),
            // It is there. What it said last still holds, unless it goes on like this.
            Ok(Some(Examined::Partly)) if self.silent_for() < self.deadlines.silence * 2 => {}
            Ok(Some(_)) if self.learned.relies_on_answers(&self.profile.status) => {
                self.note(PrinterState::Trouble(PrintCause::NoAnswer), SAID_NOTHING);
                self.give_up_a_silent_port();
            }
            Ok(Some(_)) => self.note(self.state().without_trouble(), "it answers no question"),
            Err(error) => self.lose(&error),
        }
        if !self.learned.relies_on_answers(&self.profile.status) && self.closes_at.is_none() {
            self.close();
        }
        self.report.clone()
    }

    /// Opens the port and closes it again, to see whether anything is there at all: for a printer that cannot be asked.
    pub fn reach(&mut self) -> Report {
        let profile = self.profile.clone();
        if self.closes_at.is_none() {
            self.close();
        }
        match self.open(&profile) {
            Ok(_) => self.note(self.state().without_trouble(), "the port can be opened"),
            Err(error) => {
                let cause = attempt::cause_of(error.fault);
                self.note(PrinterState::Trouble(cause), &attempt::in_full(&error));
            }
        }
        if self.closes_at.is_none() {
            self.close();
        }
        self.report.clone()
    }

    /// Finds out what a printer that answers can do besides: what it calls itself (`GS I 67`), and whether it can be
    /// emptied. It prints nothing, but a printer that does not know a question may keep its letters for the next line: for
    /// a technician, after a test sheet.
    pub fn probe(&mut self) -> &Learned {
        if self.learned.realtime == Some(true) {
            self.identify();
            if self.learned.clear.is_none() && !self.remains.leftover {
                let tried = Status { clear: Clear::Try, ..self.profile.status };
                // A port that fails now is told by the next job.
                let _ = self.clear(&Profile { status: tried, ..self.profile.clone() });
            }
        }
        &self.learned
    }

    fn identify(&mut self) -> Option<String> {
        let deadline = Instant::now() + self.deadlines.answer;
        let link = self.link.as_mut()?;
        link.blocks();
        link.write(&request::MODEL, deadline).ok()?;
        while Instant::now() < deadline {
            link.listen(deadline).ok()?;
            if let Some(name) = link.blocks().into_iter().next() {
                self.learned.model = Some(String::from_utf8_lossy(&name).trim().to_owned());
                break;
            }
        }
        self.learned.model.clone()
    }

    /// What the printer was found to be able to do.
    pub fn learned(&self) -> &Learned {
        &self.learned
    }

    /// What is known of the printer now, without asking.
    pub fn state(&self) -> PrinterState {
        self.report.state
    }

    /// What jobs that went wrong left behind. Held bytes are cleared before another job is sent; where the printer cannot
    /// do that, jobs fail with [`PrintCause::PowerCycle`] until [`Session::set_remains`] says that somebody has switched
    /// it off and on, or until the printer was well for as long as it needs to print them. A partial ticket is parted off
    /// by the next job.
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
            self.link = Some(Link::new(transport, Senses::of(profile)));
            self.connection += 1;
            self.silent_since = None;
        }
        Ok(self.link.as_mut().expect("a port was opened just above if there was none"))
    }

    /// The port has failed.
    fn lose(&mut self, error: &TransportError) {
        self.close();
        let cause = attempt::cause_of(error.fault);
        self.note(PrinterState::Trouble(cause), &attempt::in_full(error));
    }

    fn close(&mut self) {
        self.collect_process_ids();
        (self.link, self.closes_at, self.silent_since) = (None, None, None);
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

    /// `None` where no answer can come back.
    fn ask_once(&mut self) -> Result<Option<Examined>, TransportError> {
        let profile = self.profile.clone();
        let clears = self.remains.leftover && self.learned.clears(&profile.status);
        let link = self.open(&profile)?;
        if !link.answers() {
            return Ok(None);
        }
        let forgotten = link.forget_old_answers()?;
        self.unanswered = self.unanswered.saturating_sub(forgotten);
        let examined = self.examine(&profile)?;
        if let (true, Examined::Known(_)) = (clears, &examined) {
            self.clear(&profile)?;
        }
        if let (true, Examined::Known(condition)) = (self.remains.leftover, &examined) {
            self.observe(condition);
        }
        Ok(Some(examined))
    }

    /// Asks the open port how the printer is, and learns from the answers whether it can be asked at all.
    fn examine(&mut self, profile: &Profile) -> Result<Examined, TransportError> {
        let (status, deadlines) = (profile.status, self.deadlines);
        let began = Instant::now();
        let untried = !self.learned.relies_on_answers(&status);
        let answer = answer_time(&status, &deadlines);
        let senses = Senses::of(profile);
        // Of a printer that may not answer at all, several short tries; of any other two, and more while it says something.
        let patience = if untried { deadlines.trying / 3 } else { answer };
        let once = self.learned.realtime == Some(false);
        let Some(link) = &mut self.link else { return Ok(Examined::Silent) };
        let before = link.answered();
        let mut tries = 1;
        let condition = link.health(senses, patience, |link| {
            tries += 1;
            let speaks = link.answered() > before;
            match (speaks, untried) {
                (true, _) => tries <= MOST_TRIES,
                (false, true) => !once && began.elapsed() < deadlines.trying,
                (false, false) => tries <= 2,
            }
        })?;
        let speaks = link.answered() > before;
        if let Some(slowest) = link.slowest() {
            self.learned.slowest_answer = Some(slowest);
        }
        match condition {
            Some(condition) => {
                self.learned.realtime = Some(true);
                self.silent_since = None;
                Ok(Examined::Known(condition))
            }
            None => {
                if untried {
                    self.learned.realtime = Some(false);
                }
                self.silent_since.get_or_insert(began);
                Ok(if speaks { Examined::Partly } else { Examined::Silent })
            }
        }
    }

    /// Throws away what the printer holds, where it can: true when it has said so.
    fn clear(&mut self, profile: &Profile) -> Result<bool, TransportError> {
        if !self.learned.clears(&profile.status) {
            return Ok(false);
        }
        // One lost answer is not a refusal; a printer that has never given one is asked once.
        let tries = if self.learned.clear == Some(true) { 2 } else { 1 };
        for _ in 0..tries {
            let deadline = Instant::now() + self.deadlines.clear;
            let Some(link) = self.link.as_mut().filter(|link| link.answers()) else {
                return Ok(false);
            };
            if link.clear(deadline)? {
                self.learned.clear = Some(true);
                self.nothing_is_left();
                return Ok(true);
            }
        }
        // The silence of a printer that says nothing at all proves nothing.
        if self.link.as_ref().is_some_and(|link| link.answered() > 0) {
            self.learned.clear.get_or_insert(false);
        }
        Ok(false)
    }

    /// A printer that answers on the connection on which a job was sent has received all of it; and one that has been
    /// well for as long as it needs to print it holds nothing any more.
    fn observe(&mut self, condition: &Condition) {
        let Some(pending) = &mut self.pending else { return };
        pending.whole |= pending.connection == self.connection && self.link.is_some();
        if condition.state.cause().is_some() {
            pending.well_since = None;
            return;
        }
        let well_since = *pending.well_since.get_or_insert(condition.asked_at);
        if pending.whole && condition.asked_at >= well_since + pending.needs {
            self.pending = None;
            self.remains.leftover = false;
        }
    }

    /// Whether it can turn out without a person that the printer holds nothing any more.
    fn may_find_out(&self) -> bool {
        let here = |pending: &Pending| pending.connection == self.connection && self.link.is_some();
        self.pending.as_ref().is_some_and(|pending| pending.whole || here(pending))
    }

    /// The printer holds nothing, and owes nothing: it says what it has to say before it says that it is empty.
    fn nothing_is_left(&mut self) {
        (self.remains.leftover, self.unanswered, self.pending) = (false, 0, None);
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

    fn silent_for(&self) -> Duration {
        self.silent_since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// A port on which nothing has been heard for long leads nowhere any more: the next question opens it anew. Until
    /// then it is kept, because the printer may only be slow, or busy with somebody else.
    fn give_up_a_silent_port(&mut self) {
        if self.silent_for() >= self.deadlines.silence {
            self.close();
        }
    }

    fn note(&mut self, state: PrinterState, detail: &str) {
        self.report = Report { state, detail: detail.to_owned() };
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let (Some(at), Some(link)) = (self.closes_at, &mut self.link) else { return };
        while Instant::now() < at && link.listen(at).is_ok() {}
    }
}

/// What is said of a printer that should have answered.
const SAID_NOTHING: &str = "the printer did not answer; its profile says that it would";

/// How long one round of questions may take.
fn answer_time(status: &Status, deadlines: &Deadlines) -> Duration {
    status.answer_ms.map_or(deadlines.answer, |ms| Duration::from_millis(ms.into()))
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
