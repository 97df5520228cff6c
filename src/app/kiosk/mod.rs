//! The kiosk: a visitor taps a service, reads the list of documents, and has a number. Never more than three taps.

mod aids;
mod flow;
mod page;
mod page_memory;
mod print_room;
mod worker;

// What the windows alone ask for; pure, and tried without them.
#[cfg(any(feature = "windows", test))]
mod keys;
#[cfg(any(feature = "windows", test))]
mod standard;

#[cfg(feature = "windows")]
mod told;
#[cfg(feature = "windows")]
pub(crate) mod view;
#[cfg(feature = "windows")]
mod window;

pub use aids::{Help, ListId, ListPaper, Mode, Modes};
pub use flow::{Flow, Intent, Request, Wish};
pub use page::{Page, PaperNote, Trouble};
pub use page_memory::{PAGE_SECONDS, PageMemory};
pub use print_room::{PrintRoom, Printing};
pub use worker::{KioskCommand, KioskUpdate, KioskWorker};

#[cfg(feature = "windows")]
pub use window::{Kiosk, run};
