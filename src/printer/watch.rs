//! The clock of the paper: how much time a printer has had to move it.
//!
//! A printer that exists only in a test prints in no time, and would be taken for one that acknowledges what it has not
//! printed. So it brings a clock that goes on with its paper. Never here: deadlines, which are the machine's own time.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

/// The clock by which an acknowledgement is held against how fast paper can move. A virtual printer that prints in no
/// time has one of its own (`VirtualPrinter::watch`).
#[derive(Clone)]
pub struct Watch(Arc<dyn Fn() -> Instant + Send + Sync>);

impl Watch {
    /// A watch that shows what `now` says.
    pub fn new(now: impl Fn() -> Instant + Send + Sync + 'static) -> Watch {
        Watch(Arc::new(now))
    }

    /// The moment it shows.
    pub fn now(&self) -> Instant {
        (self.0)()
    }
}

impl Default for Watch {
    /// The machine's monotonic clock.
    fn default() -> Self {
        Watch::new(Instant::now)
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}
