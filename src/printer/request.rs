//! What is asked of a printer besides printing: questions, acknowledgements, clearing.
//!
//! Belongs here: the bytes of each request, with their source. Never here: what comes back (that is `reply`), or when
//! to ask (`session`).
//!
//! Source: Epson, ESC/POS command reference, pages `DLE EOT`, `DLE ENQ`, `DLE DC4` (function 8), `GS r`, `GS ( H`
//! (function 48).

/// What a real-time question is about. The printer answers each with one byte, at once, even when it is offline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Is it offline? Bit 3.
    Printer = 1,
    /// Why is it offline? Cover (bit 2), stopped by the end of the paper (bit 5), fault (bit 6).
    Offline = 2,
    /// Which fault? Cutter (bit 3), unrecoverable (bit 5), goes away by itself (bit 6).
    Fault = 3,
    /// The roll: near its end (bits 2 and 3), at its end (bits 5 and 6).
    Paper = 4,
}

impl Question {
    /// `DLE EOT n`.
    pub fn bytes(self) -> [u8; 3] {
        [0x10, 0x04, self as u8]
    }
}

/// `DLE EOT 20`: the full status of printers that are built into kiosks, six bytes that begin with 10h 0Fh.
/// Source: Custom, KPM-210/216 user manual p. 3-9.
pub const FULL_STATUS: [u8; 3] = [0x10, 0x04, 20];

/// `DLE DC4` function 8: throws away everything received and not yet printed; answered even offline.
pub const CLEAR: [u8; 10] = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];

/// `DLE ENQ 2`: recovers from a fault such as a jammed cutter and throws away what was received. Nothing answers.
pub const RECOVER: [u8; 3] = [0x10, 0x05, 0x02];

/// `GS r 1`: one byte about the roll, sent in turn with the data.
pub const IN_TURN: [u8; 3] = [0x1d, 0x72, 0x01];

/// `GS I 67`: what the printer calls itself, as a block in turn with the data.
pub const MODEL: [u8; 3] = [0x1d, 0x49, 67];

/// `GS ( H` function 48: asks for these four characters back when everything before is on paper.
pub fn process_id(id: [u8; 4]) -> [u8; 11] {
    let [a, b, c, d] = id;
    [0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, a, b, c, d]
}

/// What is asked back before the first cut of a job; no attempt has this name.
pub const AT_THE_CUT: [u8; 4] = *b"~~~~";

/// The four characters (20h to 7Eh) that name the attempt with this id. 95^4 - 1 attempts, 81 million, are told apart.
pub fn characters_of(id: i64) -> [u8; 4] {
    let mut rest = id.rem_euclid(95_i64.pow(4) - 1);
    let mut characters = [0x20; 4];
    for character in characters.iter_mut().rev() {
        // The remainder is below 95, so it fits any integer type.
        *character = 0x20 + u8::try_from(rest % 95).unwrap_or(0);
        rest /= 95;
    }
    characters
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_attempt_has_characters_of_its_own() {
        assert_eq!(characters_of(0), *b"    ");
        assert_eq!(characters_of(1), *b"   !");
        assert_eq!(characters_of(95), *b"  ! ");
        assert_eq!(characters_of(-1), *b"~~~}", "the name that means the cut is left out");
        let all: BTreeSet<_> = (0..20_000).map(characters_of).collect();
        assert_eq!(all.len(), 20_000);
        assert!(all.iter().flatten().all(|byte| (0x20..0x7f).contains(byte)));
    }
}
