//! The officer's console: one big key that calls the next visitor, and everything needed to serve.

mod worker;

#[cfg(feature = "windows")]
mod message;
#[cfg(feature = "windows")]
mod view;
#[cfg(feature = "windows")]
mod window;

pub use worker::{ConsoleCommand, ConsoleUpdate, ConsoleWorker, Reply};

#[cfg(feature = "windows")]
pub(crate) use window::start;
#[cfg(feature = "windows")]
pub use window::{Console, run};
