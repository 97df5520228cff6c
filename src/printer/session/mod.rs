//! The conversation with one printer: asks before the first byte, sends, awaits the answer, clears after a fault,
//! and says no more than it knows.
//!
//! Belongs here: the port that is kept open, and what is known of the printer between jobs. One attempt to print is
//! in `attempt`, `acknowledgement` and `recovery`, asking how the printer is in `asking`, what is left in it in `leftover`, the
//! port with its answers in `link`, the output of a printer inside a kiosk in `output`. Never here: retrying (a job is one
//! attempt), the store, or the words that people read.

mod acknowledgement;
mod asking;
mod attempt;
mod blame;
mod condition;
mod learned;
mod leftover;
mod link;
mod output;
mod pace;
mod presenter;
mod questions;
mod recovery;
mod terms;
#[cfg(test)]
mod tests;
mod wire;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use crate::domain::print::{Incident, PrinterState, Remains};
use crate::paper::preview;
use crate::paper::profile::{Ack, Flow, Parity, Profile, StopBits};

use super::address::Address;
use super::transport::{self, FlowControl, Picture, SerialSettings, Surroundings, TransportError};
use super::watch::Watch;
use attempt::Attempt;
use condition::Senses;
pub use learned::Learned;
use leftover::Pending;
use link::Link;
use pace::Pace;
use presenter::Hanging;
pub use terms::{Deadlines, Job, PrintResult, Report};

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
    /// Whether what may be held is not, or not only, of jobs in `awaited`: then no process id proves that it has come
    /// out.
    holds_unnamed: bool,
    pending: Option<Pending>,
    /// Answers to `GS r` that were asked for and have not come.
    unanswered: usize,
    learned: Learned,
    /// How fast its paper was found to move.
    pace: Pace,
    /// The ticket in its output, where it has a sensor there.
    hanging: Hanging,
    /// What was told of its nature.
    noticed: Vec<Incident>,
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
            holds_unnamed: false,
            pending: None,
            unanswered: 0,
            learned: Learned::default(),
            pace: Pace::default(),
            hanging: Hanging::default(),
            noticed: Vec::new(),
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
        self.print_once_noted(job, &mut || true)
    }

    /// As [`Session::print`], and calls `note` when the printer would print, before the first byte of the job. Nothing
    /// is sent when that says no.
    pub fn print_once_noted(
        &mut self,
        job: &Job<'_>,
        note: &mut dyn FnMut() -> bool,
    ) -> PrintResult {
        let result = Attempt::new(self, job).run(note);
        // A process id that nobody awaits belongs to a job of an earlier run of this program.
        self.acknowledged.retain(|id| self.awaited.iter().any(|(awaited, _)| awaited == id));
        let still_prints = self.closes_at.is_some_and(|at| at > Instant::now());
        if !self.learned.relies_on_answers(&job.profile.status) && !still_prints {
            self.close();
        }
        self.retries = true;
        result
    }

    /// What the printer was found to be able to do.
    pub fn learned(&self) -> &Learned {
        &self.learned
    }

    /// What was noticed of the printer since the last call; what it is by nature, once.
    pub fn incidents(&mut self) -> Vec<Incident> {
        let mut incidents = self.hanging.incidents();
        let mut traits = self.learned.traits(self.profile.status.ack);
        if self.pace.may_hear(Instant::now()) {
            // It may be about to say so.
            traits.retain(|noticed| *noticed != Incident::NeverAcknowledges);
        }
        // What does not hold any more may be noticed again.
        self.noticed.retain(|noticed| traits.contains(noticed));
        for incident in traits {
            if !self.noticed.contains(&incident) {
                self.noticed.push(incident);
                incidents.push(incident);
            }
        }
        incidents
    }

    /// How many ports were opened so far.
    pub fn connections(&self) -> u64 {
        self.connection
    }

    /// Whether its port is open now.
    pub fn is_open(&self) -> bool {
        self.link.is_some()
    }

    /// How the printer was when it was last heard of, and what it said.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What is known of the printer now, without asking.
    pub fn state(&self) -> PrinterState {
        self.report.state
    }

    /// What jobs that went wrong left behind. Held bytes are cleared before another job is sent; where the printer
    /// cannot do that, jobs fail with [`PrintCause::PowerCycle`](crate::domain::PrintCause::PowerCycle) until
    /// [`Session::set_remains`] says that somebody has switched it off and on, or until the printer was well for as
    /// long as it needs to print them. A partial ticket is parted off by the next job.
    pub fn remains(&self) -> Remains {
        let answers_owed = u8::try_from(self.unanswered).unwrap_or(u8::MAX);
        Remains { answers_owed, ..self.remains }
    }

    /// Says what an earlier owner left behind, or that the printer was switched off and on.
    pub fn set_remains(&mut self, remains: Remains) {
        // Somebody says that it was switched off and on. Said again of a printer that held nothing, it changes nothing:
        // answers may still be on their way.
        if self.remains.leftover && !remains.leftover {
            self.nothing_is_left();
        } else {
            self.unanswered = remains.answers_owed.into();
        }
        self.holds_unnamed |= remains.leftover && !self.remains.leftover;
        self.remains = remains;
    }

    /// Ids of jobs whose acknowledgement has come after they were given up; each is told once.
    pub fn late_acknowledgements(&mut self) -> Vec<i64> {
        self.collect_process_ids();
        let heard = std::mem::take(&mut self.acknowledged);
        // It answers in the order of its data: what stood before the last one that was heard was lost.
        let last = self.awaited.iter().rposition(|(id, _)| heard.contains(id));
        let answered = last.map_or(0, |last| last + 1);
        let late: Vec<_> =
            self.awaited.drain(..answered).filter(|(id, _)| heard.contains(id)).collect();
        let proves = !late.is_empty() && !self.learned.receipt_only;
        if proves && self.awaited.is_empty() && !self.holds_unnamed {
            // What was left in the printer has come out.
            self.remains.leftover = false;
        }
        if self.learned.receipt_only {
            // What it says late proves as little as what it says early.
            return Vec::new();
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
            let mut link = Link::new(transport, Senses::of(profile));
            if self.remains.leftover {
                // What somebody asked who did not wait for the answer may be answered now.
                link.doubt();
            }
            self.link = Some(link);
            self.connection += 1;
            self.silent_since = None;
        }
        Ok(self.link.as_mut().expect("a port was opened just above if there was none"))
    }

    /// The port has failed.
    fn lose(&mut self, error: &TransportError) {
        self.close();
        let cause = blame::cause_of(error.fault);
        self.note(PrinterState::Trouble(cause), &blame::in_full(error));
    }

    fn close(&mut self) {
        self.collect_process_ids();
        (self.link, self.closes_at, self.silent_since) = (None, None, None);
    }

    /// Process ids outlive the port on which they came.
    fn collect_process_ids(&mut self) {
        let Some(link) = &mut self.link else { return };
        let now = Instant::now();
        for id in link.process_ids() {
            if self.pace.hears(id, now) {
                // It was only slow.
                self.learned.acknowledges(Ack::ProcessId, true);
            }
            self.acknowledged.push(id);
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
