//! The thread behind a window: commands in, updates out, so that no window ever waits for a disk or a port.
//!
//! The demo and the tests run the same workers without a thread, one step at a time.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How often a worker looks for changes that other processes made. A look is one question to an open connection:
/// 0.4 % of a core at this pace, and a call is on the wall 13 ms after its commit in the middle.
pub const POLL: Duration = Duration::from_millis(20);

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

/// Runs a worker until its window is gone: every sender of commands dropped, or `deliver` answering `false`.
///
/// # Errors
/// When the operating system gives no thread.
pub fn spawn<W: Worker>(
    name: &str,
    mut worker: W,
    commands: Receiver<W::Command>,
    deliver: impl Fn(W::Update) -> bool + Send + 'static,
) -> std::io::Result<JoinHandle<()>> {
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        loop {
            let updates = match commands.recv_timeout(POLL) {
                Ok(command) => worker.handle(command),
                Err(RecvTimeoutError::Timeout) => worker.poll(),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if !updates.into_iter().all(&deliver) {
                return;
            }
        }
    })
}
