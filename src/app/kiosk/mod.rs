//! The kiosk's window, and who works for it: the worker asks the queue, the print loop prints.
//!
//! Never here: what a touch does, or what a page says (`station::kiosk`).

mod page_memory;
mod print_loop;
mod worker;

#[cfg(feature = "windows")]
mod speech;
#[cfg(feature = "windows")]
pub(crate) mod view;
#[cfg(feature = "windows")]
mod window;

pub use page_memory::{PAGE_SECONDS, PageMemory};
pub use print_loop::{PrintLoop, Printing};
pub use worker::{KioskCommand, KioskUpdate, KioskWorker};

#[cfg(feature = "windows")]
pub use window::{Kiosk, run};
