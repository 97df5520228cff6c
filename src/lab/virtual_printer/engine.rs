//! The printer itself: bytes and time in, answers and paper out.
//!
//! Belongs here: the receive buffer, the order in which things are carried out, and what every switch does. It is
//! written from a printer's manual and knows nothing of our own side of the conversation. Never here: threads,
//! ports, clocks, files; the time is told to it, counted from when it was made.
//!
//! ```text
//! receive -> receive buffer -> Interpreter -> Step, each at its time -> PaperStrip -> Piece
//!    '-- Spotter: real-time commands at once, wherever they stand
//! ```
//! Offline it carries out nothing and goes on receiving until the buffer is full. When it is online again it goes on
//! with what it holds: the ticket that nobody waits for any more comes out, unless somebody has cleared the buffer.
//!
//! Source: Epson, ESC/POS command reference; ESC/POS application programming guide, "Overview of data processing".

mod answering;
mod switching;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::Duration;

use crate::paper::profile::{CutMode, Profile};

use super::condition::Condition;
use super::interpreter::{Interpreter, Step};
use super::output::Output;
use super::paper_strip::{PaperStrip, Piece};
use super::real_time::Spotter;
use super::replies::Replies;
use super::switch::{Moment, Switch};

/// How long paper hangs out of a printer without a blade before somebody tears it off.
const TORN_OFF_AFTER: Duration = Duration::from_secs(2);

/// What a slow printer may catch up with at once when nobody looked at it for a while.
const CATCH_UP: Duration = Duration::from_millis(20);

/// A printer without a line.
#[derive(Debug)]
pub(super) struct Engine {
    profile: Profile,
    /// Millimetres per second; `None`: no time at all.
    speed_mm_per_s: Option<f64>,
    buffer_bytes: usize,

    buffer: VecDeque<u8>,
    interpreter: Interpreter,
    steps: VecDeque<Step>,
    spotter: Spotter,
    /// Real-time commands that the interpreter has not come to: where each begins, and its bytes.
    spotted: VecDeque<(u64, Vec<u8>)>,

    /// Bytes received, carried out or thrown away, and dots moved, since it was made.
    received: u64,
    executed: u64,
    fed: u64,
    /// Switches that go by themselves.
    armed: Vec<(Moment, Switch)>,

    powered: bool,
    condition: Condition,
    /// What `GS a` has asked to be told about.
    automatic: u8,
    stalled: bool,
    bytes_per_s: Option<u32>,
    next_byte_at: Duration,
    /// When the last step ends.
    free_at: Duration,
    /// When there was last something new to do.
    woken_at: Duration,

    /// How long the printing so far would have taken at the speed of the profile.
    spent: Duration,
    /// Reads the line as it comes, for a printer that acknowledges what it has only received.
    receipts: Option<Interpreter>,
    forgets_on_close: bool,
    /// How long after the end of a line the next one is served.
    pause: Duration,
    closed_at: Option<Duration>,

    line_open: bool,
    hang_up: bool,
    replies: Replies,
    paper_strip: PaperStrip,
    /// The output of a printer inside a kiosk.
    output: Option<Output>,
    pieces: Vec<Piece>,
}

impl Engine {
    /// A printer that is switched on and well.
    pub fn new(profile: &Profile, speed_mm_per_s: Option<f64>, buffer_bytes: usize) -> Engine {
        Engine {
            profile: profile.clone(),
            speed_mm_per_s,
            buffer_bytes,
            buffer: VecDeque::new(),
            interpreter: Interpreter::new(profile),
            steps: VecDeque::new(),
            spotter: Spotter::of(profile),
            spotted: VecDeque::new(),
            received: 0,
            executed: 0,
            fed: 0,
            armed: Vec::new(),
            powered: true,
            condition: Condition::default(),
            automatic: 0,
            stalled: false,
            bytes_per_s: None,
            next_byte_at: Duration::ZERO,
            free_at: Duration::ZERO,
            woken_at: Duration::ZERO,
            spent: Duration::ZERO,
            receipts: None,
            forgets_on_close: false,
            pause: Duration::ZERO,
            closed_at: None,
            line_open: false,
            hang_up: false,
            replies: Replies::default(),
            paper_strip: PaperStrip::default(),
            output: Output::of(profile),
            pieces: Vec::new(),
        }
    }

    /// What is on the paper that hangs out.
    pub fn hanging(&self) -> &[u8] {
        self.paper_strip.hanging()
    }

    /// How many bytes it would take now.
    pub fn room(&self, now: Duration) -> usize {
        let free = self.buffer_bytes.saturating_sub(self.buffer.len());
        match self.bytes_per_s {
            _ if !self.powered || self.stalled || self.hang_up => 0,
            Some(_) if now < self.next_byte_at => 0,
            Some(_) => free.min(1),
            None => free,
        }
    }

    /// When a slow one takes its next byte; `None` where it takes them as they come.
    pub fn takes_from(&self) -> Option<Duration> {
        self.bytes_per_s.map(|_| self.next_byte_at)
    }

    /// Takes bytes from the line, and returns how many: fewer than given when it stops in the middle.
    pub fn receive(&mut self, bytes: &[u8], now: Duration) -> usize {
        for (index, &byte) in bytes.iter().enumerate() {
            if self.room(now) == 0 {
                return index;
            }
            if let Some(per_second) = self.bytes_per_s {
                let from = self.next_byte_at.max(now.saturating_sub(CATCH_UP));
                self.next_byte_at = from + Duration::from_secs(1) / per_second.max(1);
            }
            self.take(byte, now);
            self.advance(now);
        }
        bytes.len()
    }

    fn take(&mut self, byte: u8, now: Duration) {
        if self.idle() {
            self.woken_at = now;
        }
        self.buffer.push_back(byte);
        self.received += 1;
        self.acknowledge_receipt(byte, now);
        let Some((command, bytes)) = self.spotter.take(byte) else { return };
        self.spotted.push_back((self.received - bytes.len() as u64, bytes));
        self.real_time(command, now);
    }

    /// Lets time pass until `now`.
    pub fn advance(&mut self, now: Duration) {
        self.go_off(now);
        while self.step(now) {
            self.go_off(now);
        }
        let paper_time = self.paper_time(now);
        if let Some(output) = &mut self.output {
            output.advance(paper_time);
            self.pieces.extend(output.gone());
        }
        let torn_off = match self.profile.cut.mode {
            CutMode::None => now >= self.free_at.max(self.woken_at) + TORN_OFF_AFTER,
            CutMode::Partial | CutMode::Full => false,
        };
        if self.quiet(now) && (torn_off || !self.line_open) {
            self.tear();
        }
    }

    /// When it must be looked at again although nothing happens to it; `None`: never.
    pub fn next(&self, now: Duration) -> Option<Duration> {
        let busy = !self.idle() && self.powered && self.condition.online();
        let slow = self.bytes_per_s.is_some() && self.next_byte_at > now;
        let hangs = self.profile.cut.mode == CutMode::None && self.paper_strip.has_partial_ticket();
        let times = [
            self.replies.next(),
            busy.then_some(self.free_at),
            (self.free_at > now).then_some(self.free_at),
            slow.then_some(self.next_byte_at),
            self.output.as_ref().and_then(Output::due).map(|due| due.saturating_sub(self.spent)),
            (hangs && self.idle()).then(|| self.free_at.max(self.woken_at) + TORN_OFF_AFTER),
        ];
        times.into_iter().flatten().min()
    }

    /// What it says now; each is a write of its own.
    pub fn answers(&mut self, now: Duration) -> Vec<Vec<u8>> {
        self.replies.due(now)
    }

    /// The pieces that have left it since the last call.
    pub fn pieces(&mut self) -> Vec<Piece> {
        std::mem::take(&mut self.pieces)
    }

    /// Whether it is switched on.
    pub fn powered(&self) -> bool {
        self.powered
    }

    /// Bytes received since it was made.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// How long the printing so far would have taken at the speed of the profile, where it takes no time.
    pub fn spent(&self) -> Duration {
        self.spent
    }

    /// What hangs in its output.
    pub fn in_output(&self) -> &[Piece] {
        self.output.as_ref().map_or(&[], Output::hanging)
    }

    /// Commands that it did not know, where it keeps a list of them.
    pub fn unknown(&self) -> &[Vec<u8>] {
        self.output.as_ref().map_or(&[], Output::unknown)
    }

    /// The clock of the paper: the time, and the time that the printing would have taken.
    fn paper_time(&self, now: Duration) -> Duration {
        now + self.spent
    }

    /// Before when the next line is not served.
    pub fn serves_from(&self) -> Duration {
        self.closed_at.map_or(Duration::ZERO, |at| at + self.pause)
    }

    /// Somebody has opened the line.
    pub fn line_opened(&mut self) {
        (self.line_open, self.hang_up) = (true, false);
    }

    /// The line is closed: by the other side, or as [`Engine::hangs_up`] asked.
    pub fn line_closed(&mut self, now: Duration) {
        (self.line_open, self.hang_up, self.closed_at) = (false, false, Some(now));
        if self.forgets_on_close {
            self.throw_away();
        }
        self.advance(now);
    }

    /// Whether the line must be broken.
    pub fn hangs_up(&self) -> bool {
        self.hang_up
    }

    /// Whether it has nothing to do.
    fn idle(&self) -> bool {
        self.buffer.is_empty() && self.steps.is_empty()
    }

    /// Whether nothing moves and nothing is half done.
    fn quiet(&self, now: Duration) -> bool {
        self.idle()
            && self.free_at <= now
            && self.interpreter.between_commands()
            && self.paper_strip.has_partial_ticket()
    }

    fn tear(&mut self) {
        self.pieces.extend(self.paper_strip.tear());
    }

    /// Carries out the next step if it is time; false when there is nothing to do now.
    fn step(&mut self, now: Duration) -> bool {
        if !self.powered || !self.condition.online() || self.free_at > now {
            return false;
        }
        let Some(step) = self.steps.pop_front() else {
            let Some(byte) = self.buffer.pop_front() else { return false };
            self.interpreter.take(byte, &mut self.steps);
            return true;
        };
        let start = self.free_at.max(self.woken_at);
        self.free_at = start;
        self.look_for_strays(&step);
        let length = step.bytes().len() as u64;
        let paper_time = self.paper_time(start);
        if let Some(output) = &mut self.output
            && !matches!(step, Step::Picture(_) | Step::Row(..) | Step::Blade(_))
            && (output.obeys(step.bytes(), paper_time) || !output.knows(step.bytes()))
        {
            // It moved what hangs in the output, or it was refused.
            self.executed += length;
            return true;
        }
        match step {
            Step::Letters(bytes) => self.paper_strip.letters(&bytes),
            Step::Setting(bytes) => self.paper_strip.setting(&bytes),
            Step::Initialise(bytes) => {
                if self.profile.cut.mode == CutMode::None {
                    // The last ticket was torn off before this one begins.
                    self.tear();
                }
                self.paper_strip.forget_letters();
                self.paper_strip.setting(&bytes);
                self.automatic = 0;
            }
            Step::Print(bytes, dots) => {
                self.paper_strip.print(&bytes);
                self.feed(dots);
            }
            Step::Picture(header) => self.paper_strip.picture(header),
            Step::Row(bytes, dots) => {
                self.paper_strip.row(&bytes);
                self.feed(dots);
            }
            Step::Cut(bytes, dots) => {
                self.paper_strip.print(&[]);
                self.feed(dots);
                self.steps.push_front(Step::Blade(bytes));
                return true;
            }
            Step::Blade(bytes) if self.condition.blade_stuck => {
                self.steps.push_front(Step::Blade(bytes));
                let before = self.condition;
                self.condition.cutter_error = true;
                self.changed(&before, start);
                return false;
            }
            Step::Blade(bytes) => {
                self.paper_strip.print(&bytes);
                let piece = self.paper_strip.cut();
                match &mut self.output {
                    Some(output) => output.cut(piece, paper_time),
                    None => self.pieces.push(piece),
                }
                let cutting = Duration::from_millis(self.profile.speed.cut_ms.into());
                match self.speed_mm_per_s {
                    Some(_) => self.free_at += cutting,
                    None => self.spent += cutting,
                }
            }
            // Otherwise it was answered when it came.
            Step::Ask(_, question) if self.receipts.is_none() => self.answer(question, start),
            Step::Ask(..) => {}
            Step::Nothing(_) => {}
        }
        self.executed += length;
        true
    }

    fn feed(&mut self, dots: u32) {
        self.fed += u64::from(dots);
        let mm = self.profile.mm_of_dots(dots);
        match self.speed_mm_per_s {
            Some(speed) => self.free_at += Duration::from_secs_f64(mm / speed),
            None => self.spent += Duration::from_secs_f64(mm / self.profile.speed.mm_per_s),
        }
    }

    /// A real-time command is at home only where it is a command of its own.
    fn look_for_strays(&mut self, step: &Step) {
        let bytes = step.bytes();
        let own = matches!(step, Step::Nothing(_)) && bytes.first() == Some(&0x10);
        let end = self.executed + bytes.len() as u64;
        while let Some((start, _)) = self.spotted.front()
            && *start < end
        {
            let Some((start, command)) = self.spotted.pop_front() else { return };
            if !(own && start == self.executed) {
                self.paper_strip.stray(command);
            }
        }
    }
}
