//! The officer's console in its window; what it knows and says is a station (`station::console`).
//!
//! ```text
//! key, touch -> window -> station -> command -> worker -> desk
//! window <- station <- update <- worker
//! ```

mod gate;
mod worker;

#[cfg(feature = "windows")]
mod counter_lock;
#[cfg(feature = "windows")]
mod mapped;
#[cfg(feature = "windows")]
mod taken;
#[cfg(feature = "windows")]
mod window;

pub use gate::GuardedConsole;
pub use worker::ConsoleWorker;

#[cfg(feature = "windows")]
pub use counter_lock::CounterLock;
#[cfg(feature = "windows")]
pub use taken::TakenQuestion;
#[cfg(feature = "windows")]
pub use window::{Console, run};
