//! Glyphs as dots.
//!
//! Belongs here: outlines, coverage and the threshold. Never here: which glyph stands where.

use parley::FontData;
use swash::FontRef;
use swash::scale::{Render, ScaleContext, Source};
use swash::zeno::{Format, Vector};

/// Grey dots on a plane without edges; (0, 0) is the origin of the line on its baseline, y grows
/// downwards.
#[derive(Default)]
pub(super) struct Ink {
    marks: Vec<Mark>,
}

/// One glyph.
struct Mark {
    left: i32,
    top: i32,
    width: i32,
    height: i32,
    /// 0 white to 255 black, row by row.
    grey: Vec<u8>,
}

/// From this share of its area, in 255ths, a dot is black.
const THRESHOLD: u8 = 128;

/// Draws glyphs.
#[derive(Default)]
pub(super) struct Pen {
    context: ScaleContext,
}

/// One glyph to draw.
pub(super) struct Glyph<'a> {
    pub(super) font: &'a FontData,
    pub(super) coords: &'a [i16],
    pub(super) id: u16,
    /// The em square in dots.
    pub(super) size: f32,
    /// How much the outline grows on each side, in dots.
    pub(super) embolden: f32,
    /// Its origin.
    pub(super) x: f32,
    pub(super) y: f32,
}

impl Pen {
    /// Adds a glyph to the ink of a line. A space leaves nothing.
    pub(super) fn draw(&mut self, glyph: &Glyph<'_>, ink: &mut Ink) {
        let Some(font) = FontRef::from_index(glyph.font.data.data(), glyph.font.index as usize)
        else {
            return;
        };
        let mut scaler =
            self.context.builder(font).size(glyph.size).normalized_coords(glyph.coords).build();
        let (x, y) = (glyph.x.floor(), glyph.y.floor());
        let image = Render::new(&[Source::Outline])
            .format(Format::Alpha)
            .embolden(glyph.embolden)
            .offset(Vector::new(glyph.x - x, y - glyph.y))
            .render(&mut scaler, glyph.id);
        if let Some(image) = image {
            ink.marks.push(Mark {
                left: x as i32 + image.placement.left,
                top: y as i32 - image.placement.top,
                width: image.placement.width as i32,
                height: image.placement.height as i32,
                grey: image.data,
            });
        }
    }
}

/// Black dots within the smallest rectangle that holds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::paper) struct Dots {
    /// The first row, counted downwards from the baseline.
    top: i32,
    width: usize,
    height: usize,
    black: Vec<bool>,
}

impl Dots {
    /// The width of the rectangle.
    pub(in crate::paper) fn width(&self) -> usize {
        self.width
    }

    /// How many rows have ink above the baseline.
    pub(in crate::paper) fn above_baseline(&self) -> usize {
        usize::try_from(-self.top).unwrap_or(0)
    }

    /// How many rows have ink below the baseline.
    pub(in crate::paper) fn below_baseline(&self) -> usize {
        usize::try_from(self.top + self.height as i32).unwrap_or(0)
    }

    /// Whether this dot is black, counted from the left edge of the ink and from the highest of its
    /// top row and the baseline; outside everything is white.
    pub(in crate::paper) fn is_black(&self, x: usize, y: usize) -> bool {
        // Ink that begins below the baseline hangs from it.
        let y = y.checked_sub(usize::try_from(self.top).unwrap_or(0));
        y.is_some_and(|y| x < self.width && y < self.height && self.black[y * self.width + x])
    }
}

#[cfg(test)]
impl Dots {
    /// How many dots are black.
    pub(super) fn black_dots(&self) -> usize {
        self.black.iter().filter(|black| **black).count()
    }
}

impl Ink {
    /// What a head that knows only black and white prints of it.
    pub(super) fn dots(&self) -> Dots {
        let grey = self.grey();
        let black = |x: usize, y: usize| grey.values[y * grey.width + x] >= THRESHOLD;
        let in_row = |y: &usize| (0..grey.width).any(|x| black(x, *y));
        let in_column = |x: &usize| (0..grey.height).any(|y| black(*x, y));
        let rows = || (0..grey.height).filter(in_row);
        let columns = || (0..grey.width).filter(in_column);
        let (Some(y0), Some(y1), Some(x0), Some(x1)) =
            (rows().next(), rows().next_back(), columns().next(), columns().next_back())
        else {
            return Dots { top: 0, width: 0, height: 0, black: Vec::new() };
        };
        let dots = (y0..=y1).flat_map(|y| (x0..=x1).map(move |x| (x, y)));
        Dots {
            top: grey.top + y0 as i32,
            width: x1 - x0 + 1,
            height: y1 - y0 + 1,
            black: dots.map(|(x, y)| black(x, y)).collect(),
        }
    }

    /// All glyphs on one plane. Where two touch, their coverage adds up, so that joined letters
    /// have no seam.
    fn grey(&self) -> Plane {
        let marks = || self.marks.iter();
        let left = marks().map(|m| m.left).min().unwrap_or(0);
        let top = marks().map(|m| m.top).min().unwrap_or(0);
        let right = marks().map(|m| m.left + m.width).max().unwrap_or(0);
        let bottom = marks().map(|m| m.top + m.height).max().unwrap_or(0);
        let (width, height) = ((right - left) as usize, (bottom - top) as usize);
        let mut values = vec![0u8; width * height];
        for mark in &self.marks {
            for (row, greys) in mark.grey.chunks_exact(mark.width.max(1) as usize).enumerate() {
                let start = ((mark.top - top) as usize + row) * width + (mark.left - left) as usize;
                for (value, grey) in values[start..].iter_mut().zip(greys) {
                    *value = value.saturating_add(*grey);
                }
            }
        }
        Plane { top, width, height, values }
    }
}

/// Grey values, row by row.
struct Plane {
    top: i32,
    width: usize,
    height: usize,
    values: Vec<u8>,
}
