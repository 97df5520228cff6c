//! What staff and the hour do to a full-screen program: the way out, and the dark screen.
//!
//! Belongs here: the same for kiosk and display, beside whatever they show. Never here: what visitors see and do.

mod staff_exit;
mod worker;

#[cfg(feature = "windows")]
mod window;

pub use staff_exit::{ASKING_SECONDS, Asking, Said, StaffExit, Step};
pub use worker::{StaffCommand, StaffWorker, Verdict};

#[cfg(feature = "windows")]
pub use window::{Backstage, was_left};
