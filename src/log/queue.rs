//! The way of a line from any thread to the one that writes: nobody waits for the disk on it.
//!
//! A disk that hangs lets lines pile up and then be dropped, counted; no window and no printer is held up. Never here:
//! files.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// So many lines wait for the disk at most: a quarter of a megabyte of common lines, four megabytes of the longest.
pub(super) const ROOM: usize = 1024;

/// The name of the thread that writes.
pub(super) const THREAD: &str = "log";

/// The sending end; clones send to the same thread.
#[derive(Clone)]
pub(super) struct Queue {
    lines: SyncSender<String>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// How many lines were dropped for want of room since the last one that was brought to the writer.
    overflowed: AtomicU64,
    /// How many lines were taken.
    taken: AtomicU64,
    /// How many of them the writer is done with.
    done: Mutex<u64>,
    one_more: Condvar,
}

impl Queue {
    /// A queue whose lines a thread of its own brings to `write`, each with the number of lines dropped before it.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub(super) fn to(write: impl FnMut(&str, u64) + Send + 'static) -> io::Result<Self> {
        let (lines, waiting) = sync_channel(ROOM);
        let shared = Arc::new(Shared::default());
        let (back, write) = (Arc::clone(&shared), write);
        thread::Builder::new()
            .name(THREAD.to_owned())
            .spawn(move || run(&waiting, &back, write))?;
        Ok(Self { lines, shared })
    }

    /// Takes a line, or drops it where there is no room. Never waits.
    pub(super) fn put(&self, line: String) {
        // Before it is sent: whoever flushes in that moment waits for it.
        self.shared.taken.fetch_add(1, Ordering::SeqCst);
        match self.lines.try_send(line) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                self.shared.taken.fetch_sub(1, Ordering::SeqCst);
                self.shared.overflowed.fetch_add(1, Ordering::SeqCst);
            }
        }
    }

    /// Waits until every line taken so far was written, but no longer than this. Tells whether they were.
    pub(super) fn flush(&self, patience: Duration) -> bool {
        if thread::current().name() == Some(THREAD) {
            // The writer does not wait for itself.
            return false;
        }
        let taken = self.shared.taken.load(Ordering::SeqCst);
        let done = self.shared.done.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.shared.one_more.wait_timeout_while(done, patience, |done| *done < taken);
        let (done, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *done >= taken
    }
}

fn run(waiting: &Receiver<String>, shared: &Shared, mut write: impl FnMut(&str, u64)) {
    for line in waiting {
        write(&line, shared.overflowed.swap(0, Ordering::SeqCst));
        *shared.done.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        shared.one_more.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn lines_arrive_in_order_and_a_flush_waits_for_them() {
        let (told, written) = channel();
        let queue = Queue::to(move |line, _| told.send(line.to_owned()).unwrap()).unwrap();
        (0..100).for_each(|n| queue.put(n.to_string()));
        assert!(queue.flush(Duration::MAX));
        let written: Vec<_> = written.try_iter().collect();
        assert_eq!(written, (0..100).map(|n| n.to_string()).collect::<Vec<_>>());
    }

    /// A disk that hangs, as the writer meets it: a call that does not come back until the test lets it.
    #[test]
    fn a_disk_that_hangs_holds_nobody_up_and_what_is_dropped_is_counted() {
        let (reached, at_the_disk) = channel();
        let (let_go, hangs) = channel::<()>();
        let (told, written) = channel();
        let queue = Queue::to(move |line, overflowed| {
            reached.send(()).unwrap();
            // Once the test has let go, every call comes back.
            let _ = hangs.recv();
            told.send((line.to_owned(), overflowed)).unwrap();
        })
        .unwrap();
        queue.put("first".to_owned());
        at_the_disk.recv().unwrap();
        // None of these waits: this test would not end.
        (0..ROOM + 7).for_each(|n| queue.put(n.to_string()));
        assert!(!queue.flush(Duration::from_millis(1)), "a flush gives up");
        drop(let_go);
        assert!(queue.flush(Duration::MAX));
        let written: Vec<_> = written.try_iter().collect();
        assert_eq!(written.len(), 1 + ROOM);
        assert_eq!(written[0], ("first".to_owned(), 0));
        assert_eq!(written[1], ("0".to_owned(), 7));
        assert_eq!(written.iter().map(|(_, overflowed)| overflowed).sum::<u64>(), 7);
    }
}
