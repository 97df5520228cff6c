//! A place on the screen, as text: pure.

use std::fmt;

/// A rectangle of the screen in its pixels, as X11 writes it: 450x800+20+20.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// Width of the window without its frame.
    pub width: u32,
    /// Height of the window without its frame.
    pub height: u32,
    /// Distance of its frame from the left.
    pub x: i32,
    /// Distance of its frame from above.
    pub y: i32,
}

impl Geometry {
    /// Reads 450x800+20+20.
    pub fn parse(text: &str) -> Option<Self> {
        let (size, place) = text.split_once('+')?;
        let ((width, height), (x, y)) = (size.split_once('x')?, place.split_once('+')?);
        let size = |text: &str| text.parse().ok().filter(|pixels| (1..=20_000).contains(pixels));
        let (width, height) = (size(width)?, size(height)?);
        Some(Self { width, height, x: x.parse().ok()?, y: y.parse().ok()? })
    }
}

impl fmt::Display for Geometry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}+{}+{}", self.width, self.height, self.x, self.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_geometry_is_read_as_it_is_written() {
        let geometry = Geometry { width: 450, height: 800, x: 20, y: 0 };
        assert_eq!(Geometry::parse(&geometry.to_string()), Some(geometry));
        for wrong in ["", "450x800", "450+800+1+1", "0x800+1+1", "450x800+1", "450x99999999999+1+1"]
        {
            assert_eq!(Geometry::parse(wrong), None, "{wrong}");
        }
    }
}
