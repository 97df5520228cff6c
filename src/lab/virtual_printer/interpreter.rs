//! Reads the stream in its order and says what each command means for the paper.
//!
//! Belongs here: commands, row by row where they are pictures, and how far each moves the paper. Never here: time,
//! faults, answers.
//!
//! Source: Epson, ESC/POS command reference. Lengths are in `paper::commands`.

use std::collections::VecDeque;

use crate::paper::commands;
use crate::paper::profile::{CutMode, Profile};

/// Module rows of a QR code version 3, which holds the 32 characters of a ticket's identity. Only the time it takes
/// to print depends on it.
const QR_MODULES: u32 = 29;
/// Height of a bar code after initialisation, in dots.
const BAR_CODE_DOTS: u32 = 162;
/// What a self-test prints, in millimetres.
const SELF_TEST_MM: f64 = 60.0;

/// One thing to carry out; nothing smaller is ever half done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Characters, which wait for the end of their line.
    Letters(Vec<u8>),
    /// A command that changes how something is printed.
    Setting(Vec<u8>),
    /// `ESC @`.
    Initialise(Vec<u8>),
    /// Prints what waits, and itself; moves the paper so many dots.
    Print(Vec<u8>, u32),
    /// A picture begins.
    Picture([u8; 8]),
    /// One row of it, so many dots high.
    Row(Vec<u8>, u32),
    /// Moves the paper so many dots, and cuts.
    Cut(Vec<u8>, u32),
    /// The paper is at the blade.
    Blade(Vec<u8>),
    /// Asks for an answer in turn with the data.
    Ask(Vec<u8>, Question),
    /// Leaves no trace: real-time commands, which were carried out on arrival, and what this printer does not know.
    Nothing(Vec<u8>),
}

/// What is asked in turn with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// `GS r n`.
    Status(u8),
    /// `GS a n`: say every change from now on.
    Automatic(u8),
    /// `GS I n`.
    Identity(u8),
    /// `GS ( H` function 48.
    ProcessId([u8; 4]),
}

impl Step {
    /// The bytes it consists of.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Step::Picture(header) => header,
            Step::Letters(bytes)
            | Step::Setting(bytes)
            | Step::Initialise(bytes)
            | Step::Print(bytes, _)
            | Step::Row(bytes, _)
            | Step::Cut(bytes, _)
            | Step::Blade(bytes)
            | Step::Ask(bytes, _)
            | Step::Nothing(bytes) => bytes,
        }
    }
}

/// Lengths in dots that commands have set.
#[derive(Debug, Clone)]
struct Settings {
    usual_spacing: u32,
    line_spacing: u32,
    scale: u32,
    bar_code: u32,
    module: u32,
    graphics: u32,
}

/// A picture of which rows are still to come.
#[derive(Debug)]
struct Picture {
    row_bytes: usize,
    row_dots: u32,
    rows_left: u32,
}

/// The state between two bytes.
#[derive(Debug)]
pub(super) struct Interpreter {
    profile: Profile,
    settings: Settings,
    picture: Option<Picture>,
    /// The beginning of a command or of a row.
    begun: Vec<u8>,
}

impl Interpreter {
    pub fn new(profile: &Profile) -> Interpreter {
        let settings = Settings::of(profile);
        Interpreter { profile: profile.clone(), settings, picture: None, begun: Vec::new() }
    }

    /// Takes one byte and appends every step that it completes.
    pub fn take(&mut self, byte: u8, steps: &mut VecDeque<Step>) {
        self.begun.push(byte);
        if let Some(picture) = &mut self.picture {
            if self.begun.len() == picture.row_bytes {
                picture.rows_left -= 1;
                steps.push_back(Step::Row(std::mem::take(&mut self.begun), picture.row_dots));
                self.picture = self.picture.take().filter(|picture| picture.rows_left > 0);
            }
            return;
        }
        if let [0x1d, b'v', b'0', mode, x, xh, y, yh] = *self.begun.as_slice() {
            let row_bytes = usize::from(u16::from_le_bytes([x, xh]));
            let rows_left = u32::from(u16::from_le_bytes([y, yh]));
            let row_dots = if mode & 2 == 0 { 1 } else { 2 };
            let picture = Picture { row_bytes, row_dots, rows_left };
            self.picture = Some(picture).filter(|picture| row_bytes > 0 && picture.rows_left > 0);
            self.begun.clear();
            steps.push_back(Step::Picture([0x1d, b'v', b'0', mode, x, xh, y, yh]));
            return;
        }
        while let Some(command) = commands::first(&self.begun) {
            let rest = self.begun.split_off(command.len);
            let bytes = std::mem::replace(&mut self.begun, rest);
            let step = self.step(bytes, command.kind);
            steps.push_back(step);
        }
    }

    /// Whether the last byte ended a command.
    pub fn between_commands(&self) -> bool {
        self.begun.is_empty() && self.picture.is_none()
    }

    /// Forgets a command that has begun. Settings stay.
    pub fn forget_command(&mut self) {
        (self.picture, self.begun) = (None, Vec::new());
    }

    /// As after switching on.
    pub fn forget_all(&mut self) {
        self.forget_command();
        self.settings = Settings::of(&self.profile);
    }

    fn step(&mut self, bytes: Vec<u8>, kind: commands::Kind) -> Step {
        let profile = &self.profile;
        let motion = |units: u8| {
            u32::from(units) * profile.geometry.dpi / profile.geometry.motion_per_inch.max(1)
        };
        let line = self.settings.line_spacing;
        let text_line = line.max(self.settings.scale * profile.font_a.cell_height_dots);
        match *bytes.as_slice() {
            [b'\n'] => Step::Print(bytes, text_line),
            [0x20.. | b'\t' | b'\r', ..] => Step::Letters(bytes),
            [0x1b, b'@'] => {
                self.settings = Settings::of(&self.profile);
                Step::Initialise(bytes)
            }
            [0x1b, b'd', lines] => Step::Print(bytes, u32::from(lines) * line),
            [0x1b, b'J', units] => Step::Print(bytes, motion(units)),
            // There is nothing to cut with.
            _ if kind == commands::Kind::Cut && profile.cut.mode == CutMode::None => {
                Step::Nothing(bytes)
            }
            [0x1d, b'V', b'A' | b'B', units] => {
                let to_blade = profile.dots_of_mm(profile.geometry.head_to_cutter_mm);
                Step::Cut(bytes, to_blade + motion(units))
            }
            _ if kind == commands::Kind::Cut => Step::Cut(bytes, 0),
            [0x1d, b'k', ..] => Step::Print(bytes, self.settings.bar_code),
            [0x1d, b'(', b'k', _, _, 0x31, 0x51, ..] => {
                Step::Print(bytes, self.settings.module * QR_MODULES)
            }
            [0x1d, b'(', b'L', _, _, b'0', 2 | 50, ..] => {
                Step::Print(bytes, self.settings.graphics)
            }
            [0x1d, b'(', b'A', ..] => {
                let dots = profile.dots_of_mm(SELF_TEST_MM);
                self.settings = Settings::of(&self.profile);
                Step::Print(bytes, dots)
            }
            [0x1d, b'r', n] => Step::Ask(bytes, Question::Status(n)),
            [0x1d, b'a', n] => Step::Ask(bytes, Question::Automatic(n)),
            [0x1d, b'I', n] => Step::Ask(bytes, Question::Identity(n)),
            [0x1d, b'(', b'H', 6, 0, b'0', b'0', a, b, c, d] => {
                Step::Ask(bytes, Question::ProcessId([a, b, c, d]))
            }
            [0x1b..=0x1d, _, ..] if !is_request(&bytes) => {
                self.settings.take(&bytes, motion);
                Step::Setting(bytes)
            }
            _ => Step::Nothing(bytes),
        }
    }
}

/// Questions with a wrong parameter: a printer ignores them.
fn is_request(bytes: &[u8]) -> bool {
    matches!(bytes, [0x1d, b'(', b'H', ..])
}

impl Settings {
    fn of(profile: &Profile) -> Settings {
        Settings {
            usual_spacing: profile.geometry.line_spacing_dots,
            line_spacing: profile.geometry.line_spacing_dots,
            scale: 1,
            bar_code: BAR_CODE_DOTS,
            module: 3,
            graphics: 0,
        }
    }

    fn take(&mut self, command: &[u8], motion: impl Fn(u8) -> u32) {
        match *command {
            [0x1b, b'3', units] => self.line_spacing = motion(units),
            [0x1b, b'2'] => self.line_spacing = self.usual_spacing,
            [0x1d, b'!', size] => self.scale = u32::from(size & 7) + 1,
            [0x1b, b'!', mode] => self.scale = if mode & 0x10 == 0 { 1 } else { 2 },
            [0x1d, b'h', dots] => self.bar_code = u32::from(dots),
            [0x1d, b'(', b'k', _, _, 0x31, 0x43, dots] => self.module = u32::from(dots),
            [0x1d, b'(', b'L', _, _, b'0', b'p', _, _, times, _, _, _, y, yh, ..]
            | [0x1d, b'8', b'L', _, _, _, _, b'0', b'p', _, _, times, _, _, _, y, yh, ..] => {
                self.graphics = u32::from(u16::from_le_bytes([y, yh])) * u32::from(times);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::samples;

    fn steps(bytes: &[u8]) -> Vec<Step> {
        let mut interpreter = Interpreter::new(&samples::profile("generic-80"));
        let mut steps = VecDeque::new();
        bytes.iter().for_each(|&byte| interpreter.take(byte, &mut steps));
        steps.into()
    }

    fn moved(bytes: &[u8]) -> u32 {
        let dots = |step: &Step| match step {
            Step::Print(_, dots) | Step::Row(_, dots) | Step::Cut(_, dots) => *dots,
            _ => 0,
        };
        steps(bytes).iter().map(dots).sum()
    }

    #[test]
    fn the_paper_moves_as_far_as_the_commands_say() {
        assert_eq!(moved(b"T012\n"), 30);
        assert_eq!(moved(b"\x1d!\x77T\n\x1b@T\n"), 8 * 24 + 30);
        assert_eq!(moved(b"\x1b3\x50\n\n\x1b2\n"), 80 + 80 + 30);
        assert_eq!(moved(b"\x1bd\x05\x1bJ\x10"), 150 + 16);
        assert_eq!(moved(b"\x1dVB\x20"), 120 + 32);
        assert_eq!(moved(b"\x1dv0\x00\x01\x00\x02\x00ab"), 2);
        assert_eq!(moved(b"\x1dv0\x03\x01\x00\x02\x00ab"), 4);
        assert_eq!(moved(b"\x1d(k\x03\x001C\x06\x1d(k\x03\x001Q0"), 6 * 29);
    }

    #[test]
    fn a_picture_is_carried_out_row_by_row() {
        let found = steps(b"\x1dv0\x00\x02\x00\x02\x00\x1b@\x10\x04T");
        let header = *b"\x1dv0\x00\x02\x00\x02\x00";
        let rows = [Step::Row(b"\x1b@".to_vec(), 1), Step::Row(b"\x10\x04".to_vec(), 1)];
        let [first, second] = rows;
        assert_eq!(found, [Step::Picture(header), first, second, Step::Letters(b"T".to_vec())]);
    }

    #[test]
    fn questions_leave_nothing_on_paper() {
        let ask = |bytes: &[u8], question| Step::Ask(bytes.to_vec(), question);
        assert_eq!(steps(b"\x1dr\x01"), [ask(b"\x1dr\x01", Question::Status(1))]);
        let id = b"\x1d(H\x06\x0000AB2D";
        assert_eq!(steps(id), [ask(id, Question::ProcessId(*b"AB2D"))]);
        assert_eq!(steps(b"\x10\x04\x01"), [Step::Nothing(b"\x10\x04\x01".to_vec())]);
        let wrong = b"\x1d(H\x06\x0010AB2D";
        assert_eq!(steps(wrong), [Step::Nothing(wrong.to_vec())]);
    }

    #[test]
    fn half_a_command_waits_and_can_be_forgotten() {
        let mut interpreter = Interpreter::new(&samples::profile("generic-80"));
        let mut steps = VecDeque::new();
        b"\x1dv0\x00\x02".iter().for_each(|&byte| interpreter.take(byte, &mut steps));
        assert!(steps.is_empty() && !interpreter.between_commands());
        interpreter.forget_command();
        interpreter.take(b'T', &mut steps);
        assert_eq!(steps, [Step::Letters(b"T".to_vec())]);
    }
}
