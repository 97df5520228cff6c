//! A ticket in plain characters, for terminals and for tests.
//!
//! Drawn from the layout, so it shows what stands where and proves nothing about bytes; the picture
//! that does is in `preview`. Never here: colours, terminals, dots.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::document::Align;
use super::layout::{Layout, Line, Op, Qr};

/// A sketch of the ticket in characters, framed like the paper: for terminals and for tests.
/// Enlarged text is spread over its columns, a QR code is drawn in half blocks.
pub fn to_text(layout: &Layout) -> String {
    let edge = format!("+{}+\n", "-".repeat(layout.columns));
    let mut sketch = edge.clone();
    for op in &layout.ops {
        let rows: Vec<Cow<'_, str>> = match op {
            Op::Line(line) => vec![Cow::Owned(sketch_line(line, layout.columns))],
            Op::Drawn(line) => vec![Cow::Owned(placed(&line.text, line.align, layout.columns))],
            Op::Feed { lines } => vec![Cow::Borrowed(""); usize::from(*lines)],
            Op::Qr(qr) => sketch_qr(qr, layout.columns),
            Op::Barcode(code) => {
                let bars = format!("|||| {} ||||", code.payload);
                vec![Cow::Owned(placed(&bars, Align::Centre, layout.columns))]
            }
            Op::Picture { .. } => vec![Cow::Owned(format!("{:^1$}", "[#]", layout.columns))],
        };
        for row in rows {
            let missing = layout.columns.saturating_sub(row.width());
            sketch.push_str(&format!("|{row}{}|\n", " ".repeat(missing)));
        }
    }
    sketch + &edge
}

fn sketch_line(line: &Line, columns: usize) -> String {
    let scale = usize::from(line.scale);
    let spread: String = line.text.chars().fold(String::new(), |mut row, character| {
        row.push_str(&" ".repeat((scale - 1) / 2));
        row.push(character);
        row.push_str(&" ".repeat(scale / 2));
        row
    });
    placed(&spread, line.align, columns)
}

fn placed(text: &str, align: Align, columns: usize) -> String {
    let free = columns.saturating_sub(text.width());
    let before = match align {
        Align::Left => 0,
        Align::Centre => free / 2,
        Align::Right => free,
    };
    " ".repeat(before) + text
}

fn sketch_qr<'a>(qr: &Qr, columns: usize) -> Vec<Cow<'a, str>> {
    let size = qr.matrix.size();
    if size > columns {
        return vec![Cow::Owned(format!("{:^columns$}", "[QR]"))];
    }
    let row = |top: usize| {
        let halves =
            (0..size).map(|x| match (qr.matrix.is_dark(x, top), qr.matrix.is_dark(x, top + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        Cow::Owned(" ".repeat((columns - size) / 2) + &halves.collect::<String>())
    };
    (0..size).step_by(2).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::document::Document;
    use crate::paper::lay_out;
    use crate::paper::samples::{TICKET_ID, profile};

    #[test]
    fn the_sketch_shows_every_line() {
        let layout =
            lay_out(&Document::new().centred("Loket 1").number("T012"), &profile("generic-58"))
                .expect("fits");
        let sketch = to_text(&layout);
        assert!(sketch.contains("|            Loket 1             |"), "{sketch}");
        assert!(sketch.contains("|   T       0       1       2    |"), "{sketch}");
    }

    #[test]
    fn every_row_is_as_wide_as_the_paper() {
        let document = Document::new().left("a").qr(TICKET_ID).rule().space(2);
        let sketch = to_text(&lay_out(&document, &profile("generic-58")).expect("fits"));
        assert!(sketch.lines().all(|row| row.chars().count() == 34), "{sketch}");
        assert!(sketch.contains("█▀▀▀▀▀█"), "{sketch}");
    }
}
