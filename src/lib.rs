//! Everything the program `antre` is made of; the page below is `src/ARCHITECTURE.md`.
#![doc = include_str!("ARCHITECTURE.md")]

#[macro_use]
mod say;

pub mod access;
pub mod api;
pub mod app;
pub mod cli;
pub mod clock;
pub mod data;
pub mod desk;
mod disk;
pub mod domain;
pub mod feed;
mod file;
pub mod findings;
pub mod fonts;
pub mod lab;
pub mod last_resort;
pub mod log;
pub mod office;
pub mod page;
pub mod paper;
pub mod phrase;
mod printable;
pub mod printer;
pub mod profiles;
pub mod queue;
pub mod report;
pub mod rights;
pub mod secret;
pub mod serve;
pub mod spool;
pub mod station;
pub mod store;
mod units;
pub mod voice;
pub mod words;
