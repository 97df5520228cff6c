//! The officer's console in its window; what it knows and says is a station (`station::console`).
//!
//! ```text
//! key, touch -> window -> station -> command -> worker -> desk
//! window <- station <- update <- worker
//! ```

mod counter_lock;
mod gate;
mod worker;

#[cfg(feature = "windows")]
mod mapped;
#[cfg(feature = "windows")]
mod taken;
#[cfg(feature = "windows")]
mod window;

pub use counter_lock::CounterLock;
pub use gate::GuardedConsole;
pub use worker::ConsoleWorker;

#[cfg(feature = "windows")]
pub use taken::TakenQuestion;
#[cfg(feature = "windows")]
pub use window::{Console, run};
