//! The kiosk: a visitor taps a service, reads the list of documents, and has a number. Never more than three taps.

mod flow;
mod print_room;
mod worker;

#[cfg(feature = "windows")]
mod window;

pub use flow::{Flow, Intent, Page, PaperNote, Trouble};
pub use print_room::PrintRoom;
pub use worker::{KioskCommand, KioskUpdate, KioskWorker};

#[cfg(feature = "windows")]
pub(crate) use window::start;
#[cfg(feature = "windows")]
pub use window::{Kiosk, run};
