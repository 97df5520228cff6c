//! How the printer is, and how it says so in bits.
//!
//! Belongs here: paper, cover, cutter, head, and the status bytes made of them. Never here: when a status is sent.
//!
//! Source of the bits: Epson, ESC/POS command reference, tables of `DLE EOT`, `GS a` and `GS r`.

/// What is the matter with the printer. The default is a printer with which nothing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Condition {
    /// The roll is used up.
    pub paper_out: bool,
    /// The roll ends soon; only a printer with a sensor says so.
    pub near_end: bool,
    /// The cover is open.
    pub cover_open: bool,
    /// The blade cannot move. Nobody notices before the next cut.
    pub blade_stuck: bool,
    /// A cut failed.
    pub cutter_error: bool,
    /// The head is too hot.
    pub overheated: bool,
    /// A fault that only the power switch ends.
    pub broken: bool,
    /// Taken offline at the panel.
    pub switched_offline: bool,
    /// The drawer is open, which is no trouble.
    pub drawer_open: bool,
}

impl Condition {
    /// Whether it prints.
    pub fn online(&self) -> bool {
        !(self.paper_out || self.cover_open || self.error() || self.switched_offline)
    }

    /// Why it does not print, for people.
    pub fn troubles(&self) -> String {
        let all = [
            (self.paper_out, "no paper"),
            (self.cover_open, "the cover is open"),
            (self.cutter_error, "the cutter is jammed"),
            (self.overheated, "the head is too hot"),
            (self.broken, "it is broken"),
            (self.switched_offline, "switched offline"),
        ];
        let there: Vec<&str> = all.iter().filter(|(is, _)| *is).map(|(_, words)| *words).collect();
        there.join(", ")
    }

    fn error(&self) -> bool {
        self.cutter_error || self.overheated || self.broken
    }

    /// The answer to `DLE EOT n`; `None` for an n that asks for nothing known. Bits 1 and 4 are always on.
    pub fn real_time(&self, n: u8) -> Option<u8> {
        let bits = match n {
            1 => bit(2, self.drawer_open) | bit(3, !self.online()),
            2 => bit(2, self.cover_open) | bit(5, self.paper_out) | bit(6, self.error()),
            3 => bit(3, self.cutter_error) | bit(5, self.broken) | bit(6, self.overheated),
            4 => {
                let near_end = self.near_end;
                let out = self.paper_out;
                bit(2, near_end) | bit(3, near_end) | bit(5, out) | bit(6, out)
            }
            _ => return None,
        };
        Some(0b0001_0010 | bits)
    }

    /// The four bytes of automatic status back. The last has nothing to say: its low bits are on in TM printers.
    pub fn automatic(&self) -> [u8; 4] {
        let (near_end, out) = (self.near_end, self.paper_out);
        [
            0b0001_0000 | bit(3, !self.online()) | bit(5, self.cover_open),
            bit(3, self.cutter_error) | bit(5, self.broken) | bit(6, self.overheated),
            bit(0, near_end) | bit(1, near_end) | bit(2, out) | bit(3, out),
            0b0000_1111,
        ]
    }

    /// Which of the things that `GS a n` selects with the bits of n have changed since `before`.
    pub fn changed_since(&self, before: &Condition) -> u8 {
        let errors = |c: &Condition| (c.cutter_error, c.overheated, c.broken);
        let paper = |c: &Condition| (c.near_end, c.paper_out);
        let online = |c: &Condition| (c.online(), c.cover_open);
        bit(1, online(self) != online(before))
            | bit(2, errors(self) != errors(before))
            | bit(3, paper(self) != paper(before))
    }

    /// The answer to `GS r n`; `None` for an n that asks for nothing known. There is no drawer, and the end of the
    /// paper is never told here: a printer without paper does not come to this command.
    pub fn in_turn(&self, n: u8) -> Option<u8> {
        match n {
            1 | b'1' => Some(bit(0, self.near_end) | bit(1, self.near_end)),
            2 | b'2' => Some(0),
            _ => None,
        }
    }
}

fn bit(number: u8, on: bool) -> u8 {
    u8::from(on) << number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printer_that_is_well_says_12h_four_times() {
        let well = Condition::default();
        assert_eq!([1, 2, 3, 4].map(|n| well.real_time(n)), [Some(0x12); 4]);
        assert_eq!(well.real_time(7), None);
        assert_eq!(well.automatic(), [0x10, 0, 0, 0x0f]);
        assert_eq!(well.in_turn(1), Some(0));
    }

    #[test]
    fn every_trouble_has_its_bits() {
        let check = |condition: Condition, real_time: [u8; 4], automatic: [u8; 3]| {
            assert_eq!([1, 2, 3, 4].map(|n| condition.real_time(n).expect("known")), real_time);
            assert_eq!(condition.automatic()[..3], automatic);
        };
        let well = Condition::default();
        check(Condition { paper_out: true, ..well }, [0x1a, 0x32, 0x12, 0x72], [0x18, 0, 0x0c]);
        check(Condition { near_end: true, ..well }, [0x12, 0x12, 0x12, 0x1e], [0x10, 0, 3]);
        check(Condition { cover_open: true, ..well }, [0x1a, 0x16, 0x12, 0x12], [0x38, 0, 0]);
        check(Condition { cutter_error: true, ..well }, [0x1a, 0x52, 0x1a, 0x12], [0x18, 8, 0]);
        check(Condition { broken: true, ..well }, [0x1a, 0x52, 0x32, 0x12], [0x18, 0x20, 0]);
        check(Condition { overheated: true, ..well }, [0x1a, 0x52, 0x52, 0x12], [0x18, 0x40, 0]);
        check(Condition { switched_offline: true, ..well }, [0x1a, 0x12, 0x12, 0x12], [0x18, 0, 0]);
        check(Condition { blade_stuck: true, ..well }, [0x12; 4], [0x10, 0, 0]);
        check(Condition { drawer_open: true, ..well }, [0x16, 0x12, 0x12, 0x12], [0x10, 0, 0]);
    }

    #[test]
    fn a_change_is_of_the_kind_that_was_asked_for() {
        let well = Condition::default();
        let changed = |now: Condition| now.changed_since(&well);
        assert_eq!(changed(Condition { near_end: true, ..well }), 0b1000);
        assert_eq!(changed(Condition { paper_out: true, ..well }), 0b1010);
        assert_eq!(changed(Condition { broken: true, ..well }), 0b0110);
        assert_eq!(changed(well), 0);
    }
}
