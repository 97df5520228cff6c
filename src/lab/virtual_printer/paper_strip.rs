//! The paper that hangs out of the printer, and the pieces that leave it: the truth that claims are compared with.
//!
//! Belongs here: which bytes are on which piece. Never here: how they got there, or pictures of them.

/// How a piece of paper has left the printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    /// It fell or was torn off: no output holds it.
    Fell,
    /// A hand took it out of the output of a kiosk; what one hand took at once has the same number, counted from 1.
    Taken(u32),
    /// The printer took it back into the kiosk.
    Retracted,
    /// The printer pushed it out, and nobody held it.
    Ejected,
}

/// A piece of paper that has left the printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What is on it: the bytes that were carried out, without those that only asked for an answer. A picture that
    /// broke off is shortened to the rows that were printed.
    pub bytes: Vec<u8>,
    /// Whether the blade cut it off. Otherwise it was torn off: the roll was changed, a jam was cleared, the line
    /// was closed in peace, or there is no blade.
    pub cut: bool,
    /// Real-time commands that stood in the middle of other data and were carried out all the same: the sender
    /// should have avoided such runs.
    pub strays: Vec<Vec<u8>>,
    /// How it left.
    pub exit: Exit,
}

/// The paper since the last edge.
#[derive(Debug, Default)]
pub(super) struct PaperStrip {
    printed: Vec<u8>,
    /// Letters and settings that wait in the print buffer for the end of their line.
    line: Vec<Part>,
    /// Whether the paper has moved since the last edge.
    moved: bool,
    /// Where in `printed` the picture begins that is being printed.
    picture: Option<usize>,
    strays: Vec<Vec<u8>>,
}

#[derive(Debug)]
enum Part {
    Letters(Vec<u8>),
    Setting(Vec<u8>),
}

/// Where the number of rows stands in `GS v 0 m xL xH yL yH`.
const ROWS: std::ops::Range<usize> = 6..8;

impl PaperStrip {
    /// Characters: they wait for the end of the line.
    pub fn letters(&mut self, bytes: &[u8]) {
        match self.line.last_mut() {
            Some(Part::Letters(letters)) => letters.extend(bytes),
            _ => self.line.push(Part::Letters(bytes.to_vec())),
        }
    }

    /// A command that changes how something is printed.
    pub fn setting(&mut self, bytes: &[u8]) {
        self.line.push(Part::Setting(bytes.to_vec()));
    }

    /// `command` prints what has waited, and itself.
    pub fn print(&mut self, command: &[u8]) {
        self.picture = None;
        for part in self.line.drain(..) {
            let (Part::Letters(bytes) | Part::Setting(bytes)) = part;
            self.printed.extend(bytes);
        }
        self.printed.extend(command);
        self.moved = true;
    }

    /// The first eight bytes of a `GS v 0`. Its rows follow.
    pub fn picture(&mut self, header: [u8; 8]) {
        self.print(&[]);
        self.picture = Some(self.printed.len());
        self.printed.extend(header);
        let rows = self.printed.len() - header.len() + ROWS.start;
        self.printed[rows..rows + 2].fill(0);
    }

    /// One row of the picture.
    pub fn row(&mut self, dots: &[u8]) {
        let Some(start) = self.picture else { return };
        self.printed.extend(dots);
        let rows = &mut self.printed[start + ROWS.start..start + ROWS.end];
        let count = u16::from_le_bytes([rows[0], rows[1]]).saturating_add(1);
        rows.copy_from_slice(&count.to_le_bytes());
    }

    /// The print buffer loses its letters; settings stay. A picture breaks off where it is.
    pub fn forget_letters(&mut self) {
        self.picture = None;
        self.line.retain(|part| matches!(part, Part::Setting(_)));
    }

    /// The print buffer and every setting are gone.
    pub fn forget_all(&mut self) {
        self.picture = None;
        self.line.clear();
    }

    /// A real-time command was found in the middle of what is being printed.
    pub fn stray(&mut self, command: Vec<u8>) {
        self.strays.push(command);
    }

    /// What is on the paper that hangs out, as far as it is printed; empty when none does.
    pub fn hanging(&self) -> &[u8] {
        if self.moved { &self.printed } else { &[] }
    }

    /// Whether paper hangs out that could be torn off, and nothing waits for the end of its line.
    pub fn has_partial_ticket(&self) -> bool {
        let letters = |part: &Part| matches!(part, Part::Letters(_));
        self.moved && !self.line.iter().any(letters)
    }

    /// The blade cuts.
    pub fn cut(&mut self) -> Piece {
        self.edge(true)
    }

    /// Somebody tears off what hangs out, if anything does.
    pub fn tear(&mut self) -> Option<Piece> {
        self.moved.then(|| self.edge(false))
    }

    fn edge(&mut self, cut: bool) -> Piece {
        (self.moved, self.picture) = (false, None);
        let bytes = std::mem::take(&mut self.printed);
        Piece { bytes, cut, strays: std::mem::take(&mut self.strays), exit: Exit::Fell }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_on_paper_when_it_ends() {
        let mut paper_strip = PaperStrip::default();
        paper_strip.setting(b"\x1bE\x01");
        paper_strip.letters(b"T0");
        paper_strip.letters(b"12");
        assert_eq!(paper_strip.hanging(), b"");
        assert_eq!(paper_strip.tear(), None);
        paper_strip.forget_letters();
        paper_strip.letters(b"N001");
        paper_strip.print(b"\n");
        assert_eq!(paper_strip.hanging(), b"\x1bE\x01N001\n");
        let piece = paper_strip.tear().expect("paper has moved");
        assert_eq!(paper_strip.hanging(), b"");
        assert_eq!(piece.bytes, b"\x1bE\x01N001\n");
        assert!(!piece.cut);
    }

    #[test]
    fn a_picture_that_broke_off_is_as_long_as_it_was_printed() {
        let mut paper_strip = PaperStrip::default();
        paper_strip.picture(*b"\x1dv0\x00\x01\x00\x03\x00");
        paper_strip.row(b"a");
        paper_strip.row(b"b");
        paper_strip.forget_letters();
        paper_strip.row(b"c");
        paper_strip.print(b"\n");
        assert_eq!(paper_strip.cut().bytes, b"\x1dv0\x00\x01\x00\x02\x00ab\n");
    }
}
