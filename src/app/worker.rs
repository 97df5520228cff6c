//! The thread behind a window: commands in, updates out, so that no window ever waits for a disk or a port.
//!
//! The demo and the tests run the same workers without a thread, one step at a time.

use crate::feed::Feed;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How often a worker looks around that nobody calls: at the printer, the sound, the clock. What changes in the queue the
/// feed tells at once.
const REST: Duration = Duration::from_millis(500);

/// What a worker is called for.
enum Call<C> {
    /// Its window asks for something.
    Command(C),
    /// The queue has changed.
    News,
    /// Its window is gone.
    Closed,
}

/// Where a window leaves its commands. When the last one is dropped, its worker ends.
pub struct Commands<C>(Arc<Line<C>>);

struct Line<C>(Sender<Call<C>>);

impl<C> Drop for Line<C> {
    fn drop(&mut self) {
        let _ = self.0.send(Call::Closed);
    }
}

impl<C> Clone for Commands<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<C> Commands<C> {
    /// Leaves a command. The worker lives as long as its window; a command after its end has nobody to answer.
    pub fn send(&self, command: C) {
        let _ = self.0.0.send(Call::Command(command));
    }
}

/// Where a worker finds what it is called for.
pub struct Inbox<C> {
    calls: Receiver<Call<C>>,
    /// For whoever tells of news.
    news: Sender<Call<C>>,
}

/// A way for the commands of a window to its worker.
pub fn channel<C>() -> (Commands<C>, Inbox<C>) {
    let (send, calls) = mpsc::channel();
    (Commands(Arc::new(Line(send.clone()))), Inbox { calls, news: send })
}

/// One kind of worker.
pub trait Worker: Send + 'static {
    /// What its window asks for.
    type Command: Send;
    /// What its window is told.
    type Update: Send;

    /// Carries out a command.
    fn handle(&mut self, command: Self::Command) -> Vec<Self::Update>;

    /// Looks for changes. Cheap when there are none.
    fn poll(&mut self) -> Vec<Self::Update>;
}

/// Runs a worker until its window is gone: all its [`Commands`] dropped, or `deliver` answering `false`. It looks at the queue whenever the feed has news.
///
/// # Errors
/// When the operating system gives no thread.
pub fn spawn<W: Worker>(
    name: &str,
    mut worker: W,
    inbox: Inbox<W::Command>,
    feed: Option<&Feed>,
    deliver: impl Fn(W::Update) -> bool + Send + 'static,
) -> std::io::Result<JoinHandle<()>> {
    let Inbox { calls, news } = inbox;
    if let Some(feed) = feed {
        feed.listen(move || news.send(Call::News).is_ok());
    }
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        if !worker.poll().into_iter().all(&deliver) {
            return;
        }
        loop {
            let updates = match calls.recv_timeout(REST) {
                Ok(Call::Command(command)) => worker.handle(command),
                Ok(Call::News) | Err(RecvTimeoutError::Timeout) => worker.poll(),
                Ok(Call::Closed) | Err(RecvTimeoutError::Disconnected) => return,
            };
            if !updates.into_iter().all(&deliver) {
                return;
            }
        }
    })
}
