//! The laboratory: tools that try an office out and look at the program.
//!
//! Belongs here: what an office tries itself with, the rehearsal and the printer that exists only on screen, which are in
//! every build; and what plays with the real windows, for whoever judges, designs or tests them (`harness`, `gallery`,
//! `demo`), which is in builds with the feature `lab`. Never here: anything that an office at work needs. Every other room
//! does without this one: only the command line names it, and the JSON of a rehearsal is made from what came of one.

#[cfg(feature = "lab")]
pub mod demo;
#[cfg(feature = "lab")]
pub mod gallery;
#[cfg(feature = "lab")]
pub mod harness;
#[cfg(feature = "windows")]
pub mod paper;
#[cfg(feature = "lab")]
mod picture;
pub mod rehearsal;
pub mod virtual_printer;
