//! Lends the engine a clock, a line and a wastepaper basket.
//!
//! Belongs here: the threads. One reads the line and waits while the printer has no room; one lets time pass; one
//! draws. Never here: what a printer does with bytes, or how a line works.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::engine::Engine;
use super::line::{Line, Port};
use super::paper_strip::Piece;

/// Before a port is tried again that could not be opened.
const PORT_PAUSE: Duration = Duration::from_millis(50);

/// How long a port may take to come or go.
const PORT_PATIENCE: Duration = Duration::from_secs(10);

/// What the printer's threads and its owner all see.
pub(super) struct Shared {
    begun: Instant,
    inner: Mutex<Inner>,
    changed: Condvar,
    /// Ends the wait of a port for its next line.
    wake: Box<dyn Fn() + Send + Sync>,
}

struct Inner {
    engine: Engine,
    line: Option<Arc<dyn Line>>,
    stopping: bool,
    /// Whether the port can be found.
    plugged_in: bool,
    truth: Vec<Piece>,
    /// Where pieces are drawn; `None` when the printer stops.
    paper: Option<Sender<Piece>>,
}

impl Shared {
    pub fn new(engine: Engine, paper: Sender<Piece>, wake: Box<dyn Fn() + Send + Sync>) -> Shared {
        let inner = Inner {
            engine,
            line: None,
            stopping: false,
            plugged_in: true,
            truth: Vec::new(),
            paper: Some(paper),
        };
        Shared { begun: Instant::now(), inner: Mutex::new(inner), changed: Condvar::new(), wake }
    }

    /// Does something to the engine, and lets everything out that comes of it.
    pub fn turn<R>(&self, act: impl FnOnce(&mut Engine, Duration) -> R) -> R {
        let mut inner = self.lock();
        let now = self.begun.elapsed();
        let powered = inner.engine.powered();
        let result = act(&mut inner.engine, now);
        inner.let_out(now);
        let switched_off = powered && !inner.engine.powered();
        drop(inner);
        self.changed.notify_all();
        if switched_off {
            (self.wake)();
        }
        result
    }

    /// Waits until the port is there or gone, as the power switch says.
    pub fn settle(&self) {
        let unsettled =
            |inner: &mut Inner| !inner.stopping && inner.plugged_in != inner.engine.powered();
        // A port that another program has taken meanwhile is not waited for.
        drop(self.changed.wait_timeout_while(self.lock(), PORT_PATIENCE, unsettled));
    }

    /// Everything that has left the printer so far.
    pub fn truth(&self) -> Vec<Piece> {
        self.lock().truth.clone()
    }

    /// Waits until `enough` pieces have left the printer, or until `patience` ends.
    pub fn truth_when(&self, patience: Duration, enough: impl Fn(&[Piece]) -> bool) -> Vec<Piece> {
        let waiting = |inner: &mut Inner| !enough(&inner.truth);
        let waited = self.changed.wait_timeout_while(self.lock(), patience, waiting);
        waited.unwrap_or_else(PoisonError::into_inner).0.truth.clone()
    }

    /// Bytes received, once they are `at_least` so many, or when `patience` ends.
    pub fn received(&self, patience: Duration, at_least: u64) -> u64 {
        let waiting = |inner: &mut Inner| inner.engine.received() < at_least;
        let waited = self.changed.wait_timeout_while(self.lock(), patience, waiting);
        waited.unwrap_or_else(PoisonError::into_inner).0.engine.received()
    }

    /// Makes every thread end.
    pub fn stop(&self) {
        let mut inner = self.lock();
        inner.stopping = true;
        inner.paper = None;
        if let Some(line) = &inner.line {
            line.close();
        }
        drop(inner);
        self.changed.notify_all();
        (self.wake)();
    }

    /// Lets time pass until the printer stops.
    pub fn run_clock(&self) {
        let mut inner = self.lock();
        while !inner.stopping {
            let now = self.begun.elapsed();
            inner = match inner.engine.next(now) {
                None => self.wait(inner),
                Some(due) if due > now => self.wait_until(inner, due),
                Some(_) => {
                    drop(inner);
                    self.turn(|engine, now| engine.advance(now));
                    self.lock()
                }
            };
        }
    }

    /// Serves one line after the other until the printer stops.
    pub fn serve(&self, port: &mut dyn Port) {
        while let Some(line) = self.next_line(port) {
            self.read_all(line.as_ref());
            self.turn(|engine, now| engine.line_closed(now));
            self.lock().line = None;
        }
    }

    fn next_line(&self, port: &mut dyn Port) -> Option<Arc<dyn Line>> {
        loop {
            if !self.lock().engine.powered() {
                port.take_away();
                self.plugged_in(false);
            }
            let mut inner = self.lock();
            while !inner.engine.powered() && !inner.stopping {
                inner = self.wait(inner);
            }
            if inner.stopping {
                return None;
            }
            drop(inner);
            let opened = port.plug_in().and_then(|()| {
                self.plugged_in(true);
                port.open()
            });
            let mut inner = self.lock();
            match opened {
                _ if inner.stopping => return None,
                Ok(line) if inner.engine.powered() => {
                    inner = self.until_served(inner);
                    if inner.stopping {
                        return None;
                    }
                    inner.line = Some(Arc::clone(&line));
                    inner.engine.line_opened();
                    return Some(line);
                }
                Ok(_) => {}
                // The other side was gone before it was there, or somebody else sits on the port for a moment.
                Err(_) => {
                    let until = self.begun.elapsed() + PORT_PAUSE;
                    drop(self.wait_until(inner, until));
                }
            }
        }
    }

    /// Whoever has connected may have to wait until the printer has recovered from the last connection.
    fn until_served<'a>(&self, mut inner: MutexGuard<'a, Inner>) -> MutexGuard<'a, Inner> {
        loop {
            let from = inner.engine.serves_from();
            if inner.stopping || self.begun.elapsed() >= from {
                return inner;
            }
            inner = self.wait_until(inner, from);
        }
    }

    fn plugged_in(&self, plugged_in: bool) {
        self.lock().plugged_in = plugged_in;
        self.changed.notify_all();
    }

    fn read_all(&self, line: &dyn Line) {
        let mut buffer = [0; 4096];
        // Bytes between `from` and `to` have left the line and not reached the printer.
        let (mut from, mut to) = (0, 0);
        while let Some(room) = self.room() {
            if from == to {
                let room = room.min(buffer.len());
                (from, to) = match line.read(&mut buffer[..room]) {
                    Ok(0) => return,
                    Ok(count) => (0, count),
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(_) => return,
                };
            }
            from += self.turn(|engine, now| engine.receive(&buffer[from..to], now));
        }
    }

    /// Waits until the printer has room; `None` when the line is to be closed.
    fn room(&self) -> Option<usize> {
        let mut inner = self.lock();
        loop {
            if inner.stopping || inner.engine.hangs_up() {
                return None;
            }
            // One moment for both questions: a printer that takes its next byte between them would never be woken.
            let now = self.begun.elapsed();
            match inner.engine.room(now) {
                0 => {
                    inner = match inner.engine.takes_from() {
                        Some(at) if at > now => self.wait_until(inner, at),
                        _ => self.wait(inner),
                    }
                }
                room => return Some(room),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic elsewhere is reported by its own thread; the printer goes on as well as it can.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, inner: MutexGuard<'a, Inner>) -> MutexGuard<'a, Inner> {
        self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_until<'a>(&self, inner: MutexGuard<'a, Inner>, due: Duration) -> MutexGuard<'a, Inner> {
        let left = due.saturating_sub(self.begun.elapsed());
        let waited = self.changed.wait_timeout(inner, left);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Inner {
    fn let_out(&mut self, now: Duration) {
        self.engine.advance(now);
        for answer in self.engine.answers(now) {
            if let Some(line) = &self.line {
                // Whoever does not listen any more misses it.
                let _ = line.write(&answer);
            }
        }
        for piece in self.engine.pieces() {
            self.truth.push(piece.clone());
            if let Some(paper) = &self.paper {
                // The drawing thread ends only after us.
                let _ = paper.send(piece);
            }
        }
        if let (true, Some(line)) = (self.engine.hangs_up(), &self.line) {
            line.close();
        }
    }
}
