//! The kiosk's printer: owned as soon as no other process owns it, asked how it is while there is nothing to print.
//!
//! On a thread of its own with a desk of its own: however slow or dead the printer is, nobody waits for it who takes
//! a number. Never here: what a printer's answers mean.

use crate::app::PrintLog;
use crate::data::DataFolder;
use crate::desk::{ChangeToken, Desk, DeskError, PrintTarget};
use crate::domain::TRIED_AGAIN_FOR;
use crate::feed::Feed;
use crate::phrase::printer;
use crate::printer::Watch;
use crate::say::Outage;
use crate::spool::{Printed, Spool, SpoolError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, TrySendError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long the print loop waits for news of the queue: then it looks whether its printer is there again, or free.
const LOOK_PAUSE: Duration = Duration::from_millis(100);
/// How long a printer that has nothing to do is left alone before it is asked again how it is.
const ASK_PAUSE: Duration = Duration::from_millis(700);
/// How long it waits after a fault of the queue.
const FAULT_PAUSE: Duration = Duration::from_secs(1);

/// Where the tickets of a kiosk are printed.
pub struct PrintLoop {
    data: DataFolder,
    desk: Desk,
    target: PrintTarget,
    spool: Option<Spool>,
    token: Option<ChangeToken>,
    /// When the printer was last heard of.
    heard: Option<Instant>,
    watch: Watch,
    log: PrintLog,
}

/// A print loop at work on its own thread. Dropping it ends the work: it waits for the job that is being sent, and until a
/// printer that says nothing back has had the time to print it.
#[derive(Debug)]
pub struct Printing {
    open: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Printing {
    fn drop(&mut self) {
        self.open.store(false, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // A panic in there has already been reported on standard error.
            let _ = thread.join();
        }
    }
}

impl PrintLoop {
    /// A print loop with a desk of its own.
    pub fn new(data: DataFolder, desk: Desk, target: PrintTarget) -> Self {
        let (watch, log) = (Watch::default(), PrintLog::of(&target));
        Self { data, desk, target, spool: None, token: None, heard: None, watch, log }
    }

    /// The same, with another clock for how fast the paper moves: for a printer that prints in no time.
    #[must_use]
    pub fn timed_by(self, watch: Watch) -> Self {
        Self { watch, ..self }
    }

    /// Prints everything that waits, as far as the printer lets it; returns what was tried and what came of it.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn print_pending(&mut self) -> Result<Vec<Printed>, SpoolError> {
        self.own()?;
        let mut printed = Vec::new();
        if let Some(spool) = &mut self.spool {
            while let Some(one) = spool.print_next(&mut self.desk)? {
                self.log.sheet(&one);
                let name = one.claimed.name();
                let detail = &one.result.detail;
                let seconds = TRIED_AGAIN_FOR.num_seconds();
                match printer::not_printed_yet(one.state) {
                    // Said once, however often it is tried.
                    Some(why) if one.refusals == 1 => {
                        note!("{name} {why} It is tried again for {seconds} seconds ({detail})");
                    }
                    Some(_) => {}
                    None => printer::not_printed(one.state)
                        .into_iter()
                        .for_each(|known| note!("{name} {known} ({detail})")),
                }
                self.heard = Some(Instant::now());
                printed.push(one);
            }
            if !printed.is_empty() {
                self.log_state();
            }
        }
        Ok(printed)
    }

    /// Asks the printer how it is.
    ///
    /// # Errors
    /// Faults of the queue.
    pub fn ask(&mut self) -> Result<(), SpoolError> {
        self.own()?;
        if let Some(spool) = &mut self.spool {
            let asked = spool.ask(&mut self.desk);
            // After a fault of the queue, too: the printer has been asked.
            self.heard = Some(Instant::now());
            asked?;
            self.log_state();
        }
        Ok(())
    }

    /// Prints on a thread of its own, until what is given back is dropped.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn spawn(mut self, feed: &Feed) -> std::io::Result<Printing> {
        let open = Arc::new(AtomicBool::new(true));
        let goes_on = Arc::clone(&open);
        let (news, heard) = mpsc::sync_channel(1);
        // One that is on its way is enough.
        feed.listen(move || !matches!(news.try_send(()), Err(TrySendError::Disconnected(()))));
        let wait = move |pause| {
            if heard.recv_timeout(pause) == Err(RecvTimeoutError::Disconnected) {
                thread::sleep(pause);
            }
        };
        let work = move || self.run(wait, || goes_on.load(Ordering::Relaxed));
        let thread = thread::Builder::new().name("printer".to_owned()).spawn(work)?;
        Ok(Printing { open, thread: Some(thread) })
    }

    /// Prints, and asks the printer how it is, for as long as this is `open`. `wait` comes back when the queue has changed, or
    /// after so long.
    pub fn run(&mut self, wait: impl Fn(Duration), open: impl Fn() -> bool) {
        let mut idle = Outage::default();
        while open() {
            match self.turn() {
                Ok(()) => {
                    idle.is_over("sheets can be printed again");
                    wait(LOOK_PAUSE);
                }
                Err(error) => {
                    idle.lasts("nothing can be printed", &error);
                    // Whatever is told meanwhile: a disk that is full would be asked without a rest.
                    thread::sleep(FAULT_PAUSE);
                }
            }
        }
    }

    fn own(&mut self) -> Result<(), SpoolError> {
        if self.spool.is_none() {
            let spool = Spool::own(&self.data, &mut self.desk, &self.target)?;
            self.spool = spool.map(|spool| spool.timed_by(self.watch.clone()));
            self.heard = None;
            if self.spool.is_some() {
                self.log.owned();
            }
        }
        Ok(())
    }

    /// Logs how the printer is, where that has changed. A record that cannot be read now is read the next time.
    fn log_state(&mut self) {
        if let Ok(Some(record)) = self.desk.printer(&self.target.printer) {
            self.log.state(&record);
        }
    }

    fn turn(&mut self) -> Result<(), SpoolError> {
        let token = self.desk.change_token().map_err(DeskError::from)?;
        // Without a spool every look is a try to own the printer: its owner may have ended.
        let due = self.spool.as_ref().is_none_or(|spool| spool.is_due(&self.desk));
        if due || self.token != Some(token) {
            // Forgotten first: after a fault the same queue is looked at again.
            self.token = None;
            self.print_pending()?;
            self.token = Some(token);
        }
        if self.spool.is_some() && self.heard.is_none_or(|heard| heard.elapsed() >= ASK_PAUSE) {
            self.ask()?;
        }
        Ok(())
    }
}
