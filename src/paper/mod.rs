//! Paper: from what a ticket says to the bytes that draw it, without ever touching a printer.
//!
//! ```text
//! Order -> job::sheets -> Document -> layout::lay_out -> Layout -> encode::encode -> bytes -> preview::to_png
//!                         (blocks)    (wraps, refuses)   (lines)   (ESC/POS)                  (a picture)
//! ```
//! Everything here is pure: values in, values out. Belongs here: printer profiles, line breaking,
//! code pages, ESC/POS bytes and pictures of them. Never here: ports, files, clocks, or the words
//! of a ticket (those come in as a [`Document`]). The crate `escpos` is known to `encode.rs` alone;
//! `shape` draws the lines that a printer cannot write.

pub mod barcode;
mod calibration;
pub mod code_page;
pub mod commands;
pub mod document;
pub mod encode;
pub mod image;
pub mod job;
pub mod layout;
pub mod leaflet;
mod page_trial;
pub mod picture;
pub mod presenter;
pub mod preview;
mod print_as;
pub mod profile;
mod profile_file;
mod profile_rules;
pub mod raster;
mod rule;
mod shape;
mod sheet;
mod sketch;
pub mod slip;
pub mod text;
pub mod ticket;
pub mod trial;
mod wrap;

pub use calibration::calibration;
pub use document::{Align, Block, Document, Weight};
pub use encode::{encode, part_off};
pub use job::{Composed, Order, compose, job};
pub use layout::{Layout, LayoutError, lay_out, lay_out_with};
pub use picture::PictureError;
pub use preview::{PreviewError, to_png, to_text};
pub use profile::{Profile, ProfileError};
pub use raster::Bitmap;
pub use shape::{FontError, Fonts, Letters};
pub use text::PaperText;

#[cfg(test)]
pub(crate) mod samples;
