//! Asking a printer how it is, between jobs and before one, and learning from its answers what it can do.
//!
//! Never here: which status answers which question (that is `questions`), or a job (`attempt`).

use std::time::{Duration, Instant};

use crate::domain::print::{PrintCause, PrinterState};
use crate::paper::profile::{Clear, Profile, Realtime, Status};
use crate::printer::request;
use crate::printer::transport::TransportError;

use super::blame::{cause_of, in_full};
use super::condition::{Condition, Senses};
use super::{Deadlines, Learned, Report, Session};

/// How often a printer that answers, but not every question, is asked in a row. One lost byte is not silence.
const MOST_TRIES: u32 = 4;

/// What is said of a printer that should have answered.
pub(super) const SAID_NOTHING: &str = "the printer did not answer; its profile says that it would";

/// Whether a port is opened to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    Allowed,
    Forbidden,
}

/// What asking the printer came to.
#[derive(Debug)]
pub(super) enum Examined {
    /// It is so.
    Known(Condition),
    /// It said something, but never answered every question.
    Partly,
    /// It said nothing.
    Silent,
}

impl Session {
    /// Asks the printer how it is, where it can answer; otherwise says what the last job taught, and whether its cable
    /// is there, where that can be seen. Opens the port when it is closed, so a printer that was unplugged and comes
    /// back is found here. Bytes that a fault left in the printer are thrown away as soon as it answers again.
    pub fn ask(&mut self) -> Report {
        self.ask_on(Opening::Allowed);
        self.report.clone()
    }

    /// The same on a port that is open already. `None` while none is: nothing new is known then.
    pub fn ask_if_open(&mut self) -> Option<Report> {
        self.ask_on(Opening::Forbidden).then(|| self.report.clone())
    }

    /// Tells whether what is reported is news.
    fn ask_on(&mut self, opening: Opening) -> bool {
        if self.closes_at.is_some_and(|at| at <= Instant::now()) {
            self.close();
        }
        if opening == Opening::Forbidden && self.link.is_none() {
            return false;
        }
        let may_learn =
            self.profile.status.realtime == Realtime::Try && std::mem::take(&mut self.retries);
        if !self.learned.asks(&self.profile.status) && !may_learn {
            self.look_at_the_cable();
            return true;
        }
        let kept = self.link.is_some();
        let asked = match self.ask_once() {
            Err(_) if opening == Opening::Forbidden => {
                self.close();
                return false;
            }
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
        true
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
                let cause = cause_of(error.fault);
                self.note(PrinterState::Trouble(cause), &in_full(&error));
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

    pub(super) fn identify(&mut self) -> Option<String> {
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

    /// A printer that cannot be asked can be seen to be gone at least, where its port is a file. Opening the port
    /// would tell more, and costs too much to be done all day: a serial port moves its lines when it is opened, and a
    /// network printer may serve nobody else meanwhile.
    pub(super) fn look_at_the_cable(&mut self) {
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
    pub(super) fn ask_once(&mut self) -> Result<Option<Examined>, TransportError> {
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
    pub(super) fn examine(&mut self, profile: &Profile) -> Result<Examined, TransportError> {
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

    pub(super) fn silent_for(&self) -> Duration {
        self.silent_since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// A port on which nothing has been heard for long leads nowhere any more: the next question opens it anew. Until
    /// then it is kept, because the printer may only be slow, or busy with somebody else.
    pub(super) fn give_up_a_silent_port(&mut self) {
        if self.silent_for() >= self.deadlines.silence {
            self.close();
        }
    }
}

/// How long one round of questions may take.
pub(super) fn answer_time(status: &Status, deadlines: &Deadlines) -> Duration {
    status.answer_ms.map_or(deadlines.answer, |ms| Duration::from_millis(ms.into()))
}
