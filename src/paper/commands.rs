//! Where one ESC/POS command ends and the next begins.
//!
//! Belongs here: the length of every command that may be met in a stream, and whether it draws.
//! Two readers need it: the preview, which must leave out what a renderer refuses, and the virtual
//! printer, which must find cuts and status requests. Searching for bytes would find them inside
//! pictures. Never here: carrying commands out.
//!
//! Source of the lengths: Epson, ESC/POS command reference; Custom, KPM-210/216 user manual p. 3-49 and KPM216H user
//! manual p. 3-27 to 3-40 (`GS e`, `GS E0h` and so on, `FS C0h`); Pyramid, Reliance (`GS e 32`); the driver
//! quobox/vkp80iii (`FS P`, `FS B`, `FS L`); Citizen, command reference of the PMU series p. 326 (`GS R`).

/// What a command is to somebody who only looks at the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It draws, feeds, or changes how something is drawn.
    Paper,
    /// It ends a ticket.
    Cut,
    /// It asks for a status byte in real time (`DLE EOT n`, this n).
    StatusRequest(u8),
    /// It leaves no trace: status, character modes of other scripts, the drawer, stray controls.
    NotPaper,
}

/// One command at the start of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    /// What it is.
    pub kind: Kind,
    /// How many bytes it takes, at least 1.
    pub len: usize,
}

/// The command or character that `bytes` begin with; `None` when they are empty or end inside it.
pub fn first(bytes: &[u8]) -> Option<Command> {
    let (kind, len) = match *bytes.first()? {
        0x20.. | b'\n' | b'\r' | b'\t' => (Kind::Paper, 1),
        0x10 => real_time(bytes)?,
        0x1b => escape(bytes)?,
        // FS P of Custom's VKP80III cuts and presents.
        0x1c if bytes.get(1) == Some(&b'P') => (Kind::Cut, 6),
        0x1c => (Kind::NotPaper, double_byte_or_output(bytes)?),
        0x1d => group(bytes)?,
        _ => (Kind::NotPaper, 1),
    };
    (len <= bytes.len()).then_some(Command { kind, len })
}

/// `DLE ...`: carried out on arrival.
fn real_time(bytes: &[u8]) -> Option<(Kind, usize)> {
    let len = match (bytes.get(1)?, bytes.get(2)) {
        (0x04, n) => {
            let request = *n?;
            let len = if matches!(request, 7 | 8 | 18) { 4 } else { 3 };
            return Some((Kind::StatusRequest(request), len));
        }
        (0x05, _) => 3,
        (0x14, function) => match function? {
            7 => 4,
            8 => 10,
            _ => 5,
        },
        _ => 1,
    };
    Some((Kind::NotPaper, len))
}

/// `ESC ...`
fn escape(bytes: &[u8]) -> Option<(Kind, usize)> {
    let paper = |len| Some((Kind::Paper, len));
    match bytes.get(1)? {
        b'i' | b'm' => Some((Kind::Cut, 2)),
        b'@' | b'2' => paper(2),
        b'$' | b'\\' => paper(4),
        b'*' => {
            let columns = usize::from(u16::from_le_bytes([*bytes.get(3)?, *bytes.get(4)?]));
            paper(5 + columns * if *bytes.get(2)? < 32 { 1 } else { 3 })
        }
        b'D' => {
            let stops = bytes[2..].iter().position(|&stop| stop == 0)?;
            paper(2 + stops + 1)
        }
        b' ' | b'!' | b'-' | b'3' | b'E' | b'G' | b'J' | b'M' | b'R' | b'a' | b'd' | b't' => {
            paper(3)
        }
        b'%' | b'=' | b'?' | b'T' | b'U' | b'V' | b'r' | b'u' | b'{' => Some((Kind::NotPaper, 3)),
        b'c' => Some((Kind::NotPaper, 4)),
        b'p' => Some((Kind::NotPaper, 5)),
        b'W' => Some((Kind::NotPaper, 10)),
        b'(' => Some((Kind::NotPaper, with_length(bytes)?)),
        _ => Some((Kind::NotPaper, 2)),
    }
}

/// `FS ...`: the double-byte modes, and the output of Custom's printers.
fn double_byte_or_output(bytes: &[u8]) -> Option<usize> {
    Some(match bytes.get(1)? {
        // The light of the mouth: its mode, which only flashing completes by a frequency, and its colours.
        b'B' => match bytes.get(2)? {
            b'F' => 4,
            _ => 3,
        },
        b'L' => match bytes.get(2)? {
            b'D' => 4,
            b'R' => 5,
            _ => 7,
        },
        0xc0 => 6,
        0xc1 | b'K' => 3,
        b'!' | b'-' | b'C' | b'W' => 3,
        b'S' | b'p' => 4,
        b'(' => with_length(bytes)?,
        _ => 2,
    })
}

/// `GS ...`
fn group(bytes: &[u8]) -> Option<(Kind, usize)> {
    let paper = |len| Some((Kind::Paper, len));
    match bytes.get(1)? {
        b'V' => match bytes.get(2)? {
            0 | 1 | b'0' | b'1' => Some((Kind::Cut, 3)),
            _ => Some((Kind::Cut, 4)),
        },
        b'(' => match bytes.get(2)? {
            b'k' | b'L' => paper(with_length(bytes)?),
            _ => Some((Kind::NotPaper, with_length(bytes)?)),
        },
        b'8' => {
            let length = bytes.get(3..7)?;
            let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]);
            paper(usize::try_from(length).ok()?.checked_add(7)?)
        }
        b'v' => {
            let size = bytes.get(4..8)?;
            let width = usize::from(u16::from_le_bytes([size[0], size[1]]));
            let rows = usize::from(u16::from_le_bytes([size[2], size[3]]));
            paper(8 + width * rows)
        }
        b'k' => match *bytes.get(2)? {
            65.. => paper(4 + usize::from(*bytes.get(3)?)),
            _ => paper(3 + bytes[3..].iter().position(|&byte| byte == 0)? + 1),
        },
        // The output of Custom's printers (GS e) and of Citizen's (GS R).
        b'e' => match bytes.get(2)? {
            3 => Some((Kind::NotPaper, 4)),
            0x20 => Some((Kind::NotPaper, 5)),
            _ => Some((Kind::NotPaper, 3)),
        },
        b'R' => match bytes.get(2)? {
            b'1' => Some((Kind::NotPaper, 4)),
            b'2' => Some((Kind::NotPaper, 6)),
            _ => Some((Kind::NotPaper, 3)),
        },
        0xe0 | 0xe8 => Some((Kind::NotPaper, 3)),
        0xe6 | 0xe7 => Some((Kind::NotPaper, 4)),
        b'*' => {
            let columns = usize::from(*bytes.get(2)?);
            Some((Kind::NotPaper, 4 + columns * usize::from(*bytes.get(3)?) * 8))
        }
        b'!' | b'B' | b'H' | b'f' | b'h' | b'w' => paper(3),
        b'L' | b'P' | b'W' => paper(4),
        b'I' | b'a' | b'r' | b'j' | b'b' | b'/' | b'T' => Some((Kind::NotPaper, 3)),
        b'$' | b'\\' => Some((Kind::NotPaper, 4)),
        b'^' => Some((Kind::NotPaper, 5)),
        b'g' => Some((Kind::NotPaper, 6)),
        _ => Some((Kind::NotPaper, 2)),
    }
}

/// The length of `xx ( c pL pH ...`, which says it itself.
fn with_length(bytes: &[u8]) -> Option<usize> {
    let length = bytes.get(3..5)?;
    Some(5 + usize::from(u16::from_le_bytes([length[0], length[1]])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &[u8], kind: Kind, len: usize) {
        assert_eq!(first(bytes), Some(Command { kind, len }), "{bytes:x?}");
        if len > 1 {
            assert_eq!(first(&bytes[..len - 1]), None, "cut short: {bytes:x?}");
        }
    }

    #[test]
    fn commands_end_where_the_manual_says() {
        check(b"A\n", Kind::Paper, 1);
        check(b"\x1b@x", Kind::Paper, 2);
        check(b"\x1dVB\x18x", Kind::Cut, 4);
        check(b"\x1dV\x01x", Kind::Cut, 3);
        check(b"\x1bi", Kind::Cut, 2);
        check(b"\x10\x04\x01x", Kind::StatusRequest(1), 3);
        check(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08x", Kind::NotPaper, 10);
        check(b"\x1c.x", Kind::NotPaper, 2);
        check(b"\x1d(H\x06\x0000ABCDx", Kind::NotPaper, 11);
        check(b"\x1d(k\x03\x001Q0x", Kind::Paper, 8);
        check(b"\x1bD\x08\x10\x00x", Kind::Paper, 5);
        check(b"\x1b*\x21\x02\x00abcdefx", Kind::Paper, 11);
    }

    #[test]
    fn commands_of_an_output_end_where_the_manual_says() {
        check(b"\x1de\x02x", Kind::NotPaper, 3);
        check(b"\x1de\x03\x0cx", Kind::NotPaper, 4);
        check(b"\x1de\x20\x0c\x1ex", Kind::NotPaper, 5);
        check(b"\x1cP\x14\x01E\x0ax", Kind::Cut, 6);
        check(b"\x1cLCs\xff\x00\x00x", Kind::NotPaper, 7);
        check(b"\x1cBF\x03x", Kind::NotPaper, 4);
        check(b"\x1dR0x", Kind::NotPaper, 3);
        check(b"\x1dR1\x05x", Kind::NotPaper, 4);
        check(b"\x1dR2\x02\x05\x05x", Kind::NotPaper, 6);
        check(b"\x1d\xf8x", Kind::NotPaper, 2);
        check(b"\x1d\xe6\x01\x00x", Kind::NotPaper, 4);
        check(b"\x10\x04\x14x", Kind::StatusRequest(20), 3);
    }

    #[test]
    fn a_status_request_inside_a_picture_is_dots() {
        check(b"\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01", Kind::Paper, 11);
    }

    proptest! {
        #[test]
        fn any_stream_can_be_walked_to_its_end(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let mut rest = bytes.as_slice();
            while let Some(command) = first(rest) {
                prop_assert!(command.len > 0);
                rest = &rest[command.len..];
            }
        }
    }
}
