//! The laboratory: an office to play with. It opens the real windows on a queue of its own, looks at them and taps them.
//!
//! Belongs here: what shows, tries and measures the program, for whoever judges it, designs it or tests it. Never here:
//! anything that an office at work needs. Every other room does without this one, and only the command line names it.

#[cfg(feature = "lab")]
pub mod demo;
#[cfg(feature = "lab")]
pub mod gallery;
#[cfg(feature = "lab")]
pub mod harness;
#[cfg(feature = "lab")]
mod picture;
