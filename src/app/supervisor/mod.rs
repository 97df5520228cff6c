//! The window of whoever answers for the office: it looks, and changes nothing.

mod worker;

#[cfg(feature = "windows")]
mod view;
#[cfg(feature = "windows")]
mod window;

pub use worker::{NoCommand, SupervisorUpdate, SupervisorWorker};

#[cfg(feature = "windows")]
pub use window::{Supervisor, run};
