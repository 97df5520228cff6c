//! What a printer says, told apart byte by byte.
//!
//! A printer answers real-time questions, questions that wait their turn, and speaks unasked, all on one wire and in
//! any pieces. Reading "the next byte" would take one for another, so every byte goes through one
//! [`Demultiplexer`]. Belongs here: where an answer begins and ends. Never here: ports, deadlines, or what an answer
//! means for a ticket.
//!
//! Source of the bit patterns: Epson, ESC/POS command reference, "Status transmission" of `DLE EOT`, `GS a`, `GS r`,
//! `GS ( H` and `DLE DC4`; Custom, KPM-210/216 user manual p. 3-9 (`DLE EOT 20`).

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The answer to `DLE EOT n`: bits xxx1xx10.
    Status(u8),
    /// Automatic status back: four bytes, sent on a change.
    Automatic([u8; 4]),
    /// The full status, the answer to `DLE EOT 20`: 10h, 0Fh, and these four bytes, bit 4 of each off.
    Full([u8; 4]),
    /// One byte in turn with the data, the answer to `GS r n`: bits 0xx0xxxx.
    InTurn(u8),
    /// `GS ( H` function 48: everything before the question with these four characters is on paper.
    ProcessId([u8; 4]),
    /// `DLE DC4` function 8: the buffers are empty.
    Cleared,
    /// Any other block, without its first byte and its NUL: what `GS I` says about the model.
    Block(Vec<u8>),
    /// A byte that begins nothing: noise on the line, or a printer of another kind.
    Noise(u8),
}

/// First byte of a block that answers a function of the printer.
const FUNCTION_BLOCK: u8 = 0x37;
/// First byte of a block that says what the printer is (`GS I`).
const IDENTITY_BLOCK: u8 = 0x5f;
/// What marks the answer to a process id within a function block.
const PROCESS_ID: u8 = 0x22;
/// What marks the answer to a cleared buffer within a function block.
const BUFFER_CLEARED: u8 = 0x25;
/// Second byte of a full status: all four parts follow.
const ALL_FOUR: u8 = 0x0f;
const XON: u8 = 0x11;
const XOFF: u8 = 0x13;
/// No block of any manual is longer (`GS I` gives at most 80 characters); what is longer is noise.
const LONGEST_BLOCK: usize = 96;

/// Takes bytes as they come and gives answers as they become whole.
#[derive(Debug, Default)]
pub struct Demultiplexer {
    part: Part,
    /// Whether a run that begins with 10h 0Fh is a full status; otherwise it is an automatic one.
    full_status: bool,
}

/// What the bytes so far have begun.
#[derive(Debug, Default)]
enum Part {
    #[default]
    Nothing,
    Automatic(Vec<u8>),
    Full(Vec<u8>),
    Block(Vec<u8>),
}

impl Demultiplexer {
    /// One for a printer that is asked for its full status, and never for an automatic one: they begin alike.
    pub fn with_full_status() -> Demultiplexer {
        Demultiplexer { full_status: true, ..Demultiplexer::default() }
    }

    /// Takes the next bytes and appends every answer that they complete to `replies`.
    pub fn take(&mut self, bytes: &[u8], replies: &mut Vec<Reply>) {
        for &byte in bytes {
            // Flow control may stand between any two bytes of an answer and belongs to none.
            if byte != XON && byte != XOFF {
                self.take_byte(byte, replies);
            }
        }
    }

    fn take_byte(&mut self, byte: u8, replies: &mut Vec<Reply>) {
        match std::mem::take(&mut self.part) {
            Part::Nothing => self.begin(byte, replies),
            Part::Automatic(run) if self.full_status && run == [0x10] && byte == ALL_FOUR => {
                self.part = Part::Full(vec![0x10, ALL_FOUR]);
            }
            Part::Full(mut run) if byte & 0x10 == 0 => {
                run.push(byte);
                match *run.as_slice() {
                    [_, _, paper, user, mendable, broken] => {
                        replies.push(Reply::Full([paper, user, mendable, broken]));
                    }
                    _ => self.part = Part::Full(run),
                }
            }
            Part::Automatic(mut run) if byte & 0x90 == 0 => {
                run.push(byte);
                match <[u8; 4]>::try_from(run.as_slice()) {
                    Ok(whole) => replies.push(Reply::Automatic(whole)),
                    Err(_) => self.part = Part::Automatic(run),
                }
            }
            Part::Automatic(run) | Part::Full(run) => {
                replies.extend(run.into_iter().map(Reply::Noise));
                self.begin(byte, replies);
            }
            Part::Block(block) if byte == 0 => replies.push(whole_block(block)),
            Part::Block(mut block)
                if (0x20..0x7f).contains(&byte) && block.len() < LONGEST_BLOCK =>
            {
                block.push(byte);
                self.part = Part::Block(block);
            }
            // A real-time answer may interrupt a block; anything else says that it was none.
            Part::Block(block) if is_status(byte) && byte < 0x20 => {
                replies.push(Reply::Status(byte));
                self.part = Part::Block(block);
            }
            Part::Block(block) => {
                replies.extend(block.into_iter().map(Reply::Noise));
                self.begin(byte, replies);
            }
        }
    }

    fn begin(&mut self, byte: u8, replies: &mut Vec<Reply>) {
        match byte {
            FUNCTION_BLOCK | IDENTITY_BLOCK => self.part = Part::Block(vec![byte]),
            _ if is_status(byte) => replies.push(Reply::Status(byte)),
            _ if byte & 0x93 == 0x10 => self.part = Part::Automatic(vec![byte]),
            _ if byte & 0x90 == 0 => replies.push(Reply::InTurn(byte)),
            _ => replies.push(Reply::Noise(byte)),
        }
    }
}

/// The fixed bits of a real-time status: 0xx1xx10. Some printers built into kiosks set the highest bit in the answer to
/// `DLE EOT 1` while a key is held or a ticket hangs in the mouth (Better BT-532C manual, p. 50); bits 5 and 6 are off then.
fn is_status(byte: u8) -> bool {
    byte & 0x93 == 0x12 || byte & 0xf3 == 0x92
}

fn whole_block(block: Vec<u8>) -> Reply {
    match block.as_slice() {
        &[FUNCTION_BLOCK, PROCESS_ID, a, b, c, d] => Reply::ProcessId([a, b, c, d]),
        [FUNCTION_BLOCK, BUFFER_CLEARED] => Reply::Cleared,
        _ => Reply::Block(block[1..].to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn heard(bytes: &[u8]) -> Vec<Reply> {
        let mut replies = Vec::new();
        Demultiplexer::default().take(bytes, &mut replies);
        replies
    }

    #[test]
    fn answers_are_told_apart() {
        assert_eq!(heard(b"\x12\x1a"), [Reply::Status(0x12), Reply::Status(0x1a)]);
        assert_eq!(heard(b"\x92\xfe"), [Reply::Status(0x92), Reply::Noise(0xfe)]);
        assert_eq!(heard(b"\x10\x00\x0c\x00"), [Reply::Automatic([0x10, 0, 0x0c, 0])]);
        assert_eq!(heard(b"\x00\x03"), [Reply::InTurn(0), Reply::InTurn(3)]);
        assert_eq!(heard(b"7\x22AB2D\x00"), [Reply::ProcessId(*b"AB2D")]);
        assert_eq!(heard(b"7\x25\x00"), [Reply::Cleared]);
        assert_eq!(heard(b"_TM-T20III\x00"), [Reply::Block(b"TM-T20III".to_vec())]);
        assert_eq!(heard(b"\xff"), [Reply::Noise(0xff)]);
    }

    #[test]
    fn a_full_status_is_told_from_everything_else() {
        let heard = |bytes: &[u8]| {
            let mut replies = Vec::new();
            Demultiplexer::with_full_status().take(bytes, &mut replies);
            replies
        };
        let full = Reply::Full([0xa0, 0x08, 0, 0x6b]);
        let (status, in_turn) = (Reply::Status(0x12), Reply::InTurn(0));
        let row = b"\x12\x10\x0f\xa0\x08\x00\x6b\x00\x12\x10\x0f\xa0\x08\x00\x6b";
        assert_eq!(
            heard(row),
            [status.clone(), full.clone(), in_turn, status.clone(), full.clone()]
        );
        // A byte of it was lost on the way: the next answer is heard all the same.
        let broken = heard(b"\x10\x0f\xa0\x08\x00\x12\x10\x0f\xa0\x08\x00\x6b");
        assert_eq!(broken[5..], [status, full]);
        assert!(broken[..5].iter().all(|reply| matches!(reply, Reply::Noise(_))));
        assert_eq!(heard(b"\x10\x00\x0c\x00"), [Reply::Automatic([0x10, 0, 0x0c, 0])]);
    }

    #[test]
    fn digits_and_letters_of_a_block_are_not_taken_for_a_status() {
        // 32h and 36h alone would be real-time answers, 30h the beginning of an automatic one.
        assert_eq!(heard(b"7\x22\x32\x36\x30\x7e\x00"), [Reply::ProcessId(*b"\x32\x36\x30\x7e")]);
    }

    #[test]
    fn flow_control_and_real_time_answers_may_interrupt_a_block() {
        let expected = [Reply::Status(0x12), Reply::ProcessId(*b"AAAA")];
        assert_eq!(heard(b"7\x11\x22A\x13A\x12AA\x11\x00"), expected);
    }

    #[test]
    fn a_broken_run_does_not_swallow_the_next_answer() {
        let expected = [Reply::Noise(0x10), Reply::Noise(0), Reply::Status(0x12)];
        assert_eq!(heard(b"\x10\x00\x12"), expected);
        let expected = [Reply::Noise(b'7'), Reply::Noise(b'x'), Reply::Noise(0xff), Reply::Cleared];
        assert_eq!(heard(b"7x\xff7\x25\x00"), expected);
    }

    fn any_reply() -> impl Strategy<Value = Vec<u8>> {
        let id = proptest::collection::vec(0x20u8..0x7f, 4);
        prop_oneof![
            (0u8..16).prop_map(|n| vec![0x12 | (n & 3) << 2 | (n & 12) << 3]),
            proptest::collection::vec(0u8..16, 3).prop_map(|rest| [vec![0x10], rest].concat()),
            (0u8..16).prop_map(|byte| vec![byte]),
            id.prop_map(|id| [b"7\x22".to_vec(), id, vec![0]].concat()),
            Just(b"7\x25\x00".to_vec()),
            "[A-Za-z0-9 -]{0,40}"
                .prop_map(|name| [b"_".as_slice(), name.as_bytes(), b"\x00"].concat()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(crate::paper::samples::cases(20_000)))]

        #[test]
        fn how_the_bytes_are_cut_into_pieces_does_not_matter(
            bytes in proptest::collection::vec(any::<u8>(), 0..120),
            cuts in proptest::collection::vec(0usize..120, 0..8),
        ) {
            let mut pieces = Vec::new();
            let mut demultiplexer = Demultiplexer::default();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            for pair in cuts.windows(2) {
                demultiplexer.take(&bytes[pair[0]..pair[1]], &mut pieces);
            }
            prop_assert_eq!(pieces, heard(&bytes));
        }

        #[test]
        fn a_row_of_answers_is_heard_whole_and_without_noise(
            answers in proptest::collection::vec(any_reply(), 0..20),
        ) {
            let replies = heard(&answers.concat());
            prop_assert_eq!(replies.len(), answers.len());
            prop_assert!(!replies.iter().any(|reply| matches!(reply, Reply::Noise(_))));
        }

        #[test]
        fn after_any_noise_an_acknowledgement_is_heard_again_within_one_block(
            noise in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            // A NUL ends whatever the noise began.
            let replies = heard(&[noise, b"\x00\x00\x00\x007\x22WXYZ\x00".to_vec()].concat());
            prop_assert_eq!(replies.last(), Some(&Reply::ProcessId(*b"WXYZ")));
        }
    }
}
