//! The officer's console: one big key that calls the next visitor, and everything needed to serve.
//!
//! ```text
//! key, touch -> window -> steps (may it be done? open a room, or send a command) -> worker -> desk
//! view <- content <- Update <- worker
//! ```

mod gate;
mod worker;

#[cfg(feature = "windows")]
mod content;
#[cfg(feature = "windows")]
mod current;
#[cfg(feature = "windows")]
pub(crate) mod keys;
#[cfg(feature = "windows")]
mod message;
#[cfg(feature = "windows")]
mod paper;
#[cfg(feature = "windows")]
mod queue;
#[cfg(feature = "windows")]
mod rooms;
#[cfg(feature = "windows")]
mod sign_in;
#[cfg(feature = "windows")]
mod steps;
#[cfg(feature = "windows")]
mod taken;
#[cfg(feature = "windows")]
mod view;
#[cfg(feature = "windows")]
mod window;

pub use gate::{GuardedConsole, SeatCommand, SeatUpdate};
pub use worker::{ConsoleCommand, ConsoleUpdate, ConsoleWorker, PublicSide, Reply};

#[cfg(feature = "windows")]
pub(in crate::app) use current::told;
#[cfg(feature = "windows")]
pub(in crate::app) use paper::printer_says;
#[cfg(feature = "windows")]
pub use taken::{Seat, SeatQuestion};
#[cfg(feature = "windows")]
pub use window::{Console, run};
