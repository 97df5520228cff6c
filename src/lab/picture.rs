//! The pixels of a window: written to a file, and told from a window that was left blank.

use crate::rights::new_file;
use slint::{Rgba8Pixel, SharedPixelBuffer};
use std::collections::BTreeSet;
use std::io::{self, BufWriter};
use std::path::Path;

/// The pixels of a window.
pub type Picture = SharedPixelBuffer<Rgba8Pixel>;

/// A page with words on it has the shades of their edges; an empty window has a handful of colours.
pub(crate) fn is_blank(picture: &Picture) -> bool {
    let mut colours = BTreeSet::new();
    picture.as_slice().iter().all(|pixel| {
        colours.insert([pixel.r, pixel.g, pixel.b]);
        colours.len() < 20
    })
}

pub(crate) fn write_png(path: &Path, picture: &Picture) -> io::Result<()> {
    let file = BufWriter::new(new_file(path)?);
    let mut encoder = png::Encoder::new(file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    writer.write_image_data(picture.as_bytes()).map_err(io::Error::other)?;
    writer.finish().map_err(io::Error::other)
}
