//! The feed: tells the programs of one process that the queue has changed, as soon as it has.
//!
//! One watcher for each process. Whoever commits rings a bell ([`ring`]) that every process of the office hears at once; a bell
//! may get lost, and then the watcher sees the change by itself within a tenth of a second. The bell is a hint, the queue is
//! the truth. Never here: what has changed, or what follows from it.

mod bell;

pub use bell::ring;

use crate::data::DataFolder;
use crate::store::Store;
use crate::store::sqlite::SqliteStore;
use bell::Bell;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long the watcher rests before it looks by itself. With the time that a frame takes it is less than 150 ms.
const REST: Duration = Duration::from_millis(100);

/// A queue that cannot be opened is tried again once in so many rests.
const LOOKS_BETWEEN_TRIES: u32 = 20;

/// Tells somebody that they should look; `false` once nobody is there any more.
type Listener = Box<dyn Fn() -> bool + Send>;

#[derive(Default)]
struct Shared {
    listeners: Mutex<Vec<Listener>>,
    closed: AtomicBool,
}

impl Shared {
    fn listeners(&self) -> MutexGuard<'_, Vec<Listener>> {
        // A listener that has panicked is no listener any more, and the others are as they were.
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        self.listeners().retain(|listener| listener());
    }
}

/// The watcher of a process. Dropping it ends the watch, and lets go of the queue: whoever is the last one out closes it.
pub struct Feed {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // It rests no longer than a tenth of a second; a panic in there has been reported already.
            let _ = thread.join();
        }
        self.shared.listeners().clear();
    }
}

impl Feed {
    /// Watches the queue of a data folder through a connection of its own.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(data: &DataFolder) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let mut watcher = Watcher::new(data, Bell::hang(data));
        let told = Arc::clone(&shared);
        let thread = thread::Builder::new().name("feed".to_owned()).spawn(move || {
            while !told.closed.load(Ordering::Relaxed) {
                if watcher.wait(REST) {
                    told.tell();
                }
            }
        })?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Tells this listener of every change from now on, until it answers `false`.
    pub fn listen(&self, listener: impl Fn() -> bool + Send + 'static) {
        self.shared.listeners().push(Box::new(listener));
    }
}

struct Watcher {
    data: DataFolder,
    bell: Bell,
    /// `None` until the queue could be opened.
    store: Option<SqliteStore>,
    /// So many looks are left out before it is tried again to open it.
    patience: u32,
    /// The revision that was seen last; `None` also while the queue cannot be read.
    seen: Option<i64>,
}

impl Watcher {
    fn new(data: &DataFolder, bell: Bell) -> Self {
        Self { data: data.clone(), bell, store: None, patience: 0, seen: None }
    }

    fn revision(&mut self) -> Option<i64> {
        if self.store.is_none() && self.patience == 0 {
            self.store = SqliteStore::open_as_allowed(&self.data.queue_file()).ok();
            self.patience = LOOKS_BETWEEN_TRIES;
        }
        self.patience = self.patience.saturating_sub(1);
        self.store.as_mut()?.revision().ok()
    }

    /// Waits for the bell, for so long at most; tells whether there may be something new.
    fn wait(&mut self, rest: Duration) -> bool {
        let rang = self.bell.wait(rest);
        // Whoever listens finds out by itself what is wrong with the queue, and says so.
        let revision = self.revision();
        let changed = revision != self.seen;
        self.seen = revision;
        rang || changed
    }
}
