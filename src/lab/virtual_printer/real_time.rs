//! Commands that a printer carries out the moment they arrive, wherever they stand.
//!
//! Belongs here: spotting them in the stream. A printer looks for these bytes before it knows what they belong to,
//! so it finds them inside pictures and texts, too. Never here: carrying them out.
//!
//! Source: Epson, ESC/POS command reference, `DLE EOT`, `DLE ENQ`, `DLE DC4` and "Notes of real-time commands"; Custom,
//! KPM-210/216 user manual p. 3-9 (`DLE EOT 20`).

use crate::paper::profile::{OutputSensor, Profile};

/// A real-time command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RealTime {
    /// `DLE EOT n`: asks for a status byte.
    Status(u8),
    /// `DLE EOT 20`: asks for the full status; only printers built into kiosks know it.
    FullStatus,
    /// `DLE ENQ 1`: the cause of an error is gone, go on.
    Recover,
    /// `DLE ENQ 2`: the cause of an error is gone, throw everything away and go on.
    RecoverAndClear,
    /// `DLE DC4` function 8 with its seven exact parameters: throw everything away.
    Clear,
}

const CLEAR: [u8; 10] = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];

/// Looks at every byte that arrives.
#[derive(Debug, Default)]
pub(super) struct Spotter {
    /// Whether the printer knows `DLE EOT 20`.
    full_status: bool,
    /// The last bytes, no more than the longest command.
    tail: Vec<u8>,
}

impl Spotter {
    /// One that looks for what the printer of `profile` knows.
    pub fn of(profile: &Profile) -> Spotter {
        let full_status = profile.output_sensor() == OutputSensor::CustomFullStatus;
        Spotter { full_status, ..Spotter::default() }
    }

    /// Takes the next byte, and says which command it completes, and the bytes of that command.
    pub fn take(&mut self, byte: u8) -> Option<(RealTime, Vec<u8>)> {
        if self.tail.len() == CLEAR.len() {
            self.tail.remove(0);
        }
        self.tail.push(byte);
        let found = match *self.tail.as_slice() {
            [.., 0x10, 0x04, n @ 1..=4] => Some((RealTime::Status(n), 3)),
            [.., 0x10, 0x04, 20] if self.full_status => Some((RealTime::FullStatus, 3)),
            [.., 0x10, 0x05, 1] => Some((RealTime::Recover, 3)),
            [.., 0x10, 0x05, 2] => Some((RealTime::RecoverAndClear, 3)),
            _ if self.tail == CLEAR => Some((RealTime::Clear, CLEAR.len())),
            _ => None,
        };
        let (command, length) = found?;
        let bytes = self.tail.split_off(self.tail.len() - length);
        self.tail.clear();
        Some((command, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spotted(bytes: &[u8]) -> Vec<RealTime> {
        let mut spotter = Spotter::default();
        bytes.iter().filter_map(|&byte| spotter.take(byte)).map(|(command, _)| command).collect()
    }

    #[test]
    fn commands_are_found_anywhere() {
        assert_eq!(spotted(b"x\x10\x10\x04\x02\x04\x01"), [RealTime::Status(2)]);
        assert_eq!(
            spotted(b"\x10\x05\x01\x10\x05\x02"),
            [RealTime::Recover, RealTime::RecoverAndClear]
        );
        assert_eq!(spotted(&[b"\x10\x14", CLEAR.as_slice(), b"\x08"].concat()), [RealTime::Clear]);
    }

    #[test]
    fn a_command_with_one_wrong_byte_is_none() {
        assert_eq!(spotted(b"\x10\x04\x05\x10\x04\x00\x10\x05\x03"), []);
        for wrong in 0..CLEAR.len() {
            let mut bytes = CLEAR;
            bytes[wrong] ^= 0x40;
            assert_eq!(spotted(&bytes), [], "byte {wrong}");
        }
    }
}
