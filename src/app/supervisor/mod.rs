//! The window of whoever answers for the office; what it says is a station (`station::overview`).

mod worker;

#[cfg(feature = "windows")]
mod mapped;
#[cfg(feature = "windows")]
mod window;

pub use worker::SupervisorWorker;

#[cfg(feature = "windows")]
pub use window::{Supervisor, run};
