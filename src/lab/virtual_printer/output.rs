//! The output of a printer inside a kiosk: cut paper that hangs there, what moves it, and whose hand gets it.
//!
//! Belongs here: the commands of each maker's output, from its manual and not from our profile, so that a wrong byte of
//! a profile is noticed; and every command that such a printer does not know. Never here: printing, cutting, answers.
//!
//! Source: Custom, KPM-210/216 user manual p. 3-9 and 3-49, KPM216H user manual p. 3-27 to 3-40; Citizen, PPU-700
//! command reference p. 57, 58 and 121, command reference of the PMU series p. 326, 327.

use std::time::Duration;

use crate::paper::profile::{Ack, CodeMethod, ImageCommand, OutputSensor, Presenter, Profile};

use super::paper_strip::{Exit, Piece};

/// Whose commands the output obeys.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Maker {
    /// Custom: `GS e`, where there is an ejector.
    Custom { ejector: bool },
    /// Citizen: `GS R`.
    Citizen,
    /// Somebody of whom nothing is known but the profile.
    Other(Presenter),
}

/// What a command does to the paper in the output.
enum Motion {
    Present,
    Eject,
    Retract,
    /// The printer's own timer takes back after so long; `None`: never.
    RetractAfter(Option<Duration>),
    /// A light, a mark: nothing that moves a cut ticket.
    Nothing,
}

/// The output. Its clock is that of the paper: how much time has gone by and would have been needed to print.
#[derive(Debug)]
pub(super) struct Output {
    profile: Profile,
    maker: Maker,
    /// Cut and still here, oldest first.
    hanging: Vec<Piece>,
    /// Whether a hand can reach it, and since when.
    presented: Option<Duration>,
    /// Visitors take what is presented at once.
    visitors: bool,
    /// Somebody pulls at the next ticket while it is printed.
    pulled: bool,
    hands: u32,
    retract_after: Option<Duration>,
    unknown: Vec<Vec<u8>>,
    gone: Vec<Piece>,
}

impl Output {
    /// The output of such a printer; `None` where a cut ticket falls.
    pub fn of(profile: &Profile) -> Option<Output> {
        let presenter = profile.presenter.clone()?;
        let moves = [&presenter.behind_cut, &presenter.eject, &presenter.retract];
        let maker = match profile.title.split_once(' ').map(|(maker, _)| maker) {
            Some("Custom") => Maker::Custom { ejector: moves.iter().any(|m| !m.is_empty()) },
            Some("Citizen") => Maker::Citizen,
            _ => Maker::Other(presenter),
        };
        Some(Output {
            profile: profile.clone(),
            retract_after: usual_timer(&maker),
            maker,
            hanging: Vec::new(),
            presented: None,
            visitors: true,
            pulled: false,
            hands: 0,
            unknown: Vec::new(),
            gone: Vec::new(),
        })
    }

    /// The blade has cut this off.
    pub fn cut(&mut self, piece: Piece, now: Duration) {
        self.hanging.push(piece);
        if std::mem::take(&mut self.pulled) {
            // It was in the hand before it was cut.
            self.presented = Some(now);
            self.take();
        } else if self.presents_by_itself() {
            self.present(now);
        }
    }

    /// A command that moves what hangs here, or nothing that is printed; false: it is none of the output's.
    pub fn obeys(&mut self, command: &[u8], now: Duration) -> bool {
        let Some(motion) = self.motion(command) else { return false };
        match motion {
            Motion::Present => self.present(now),
            Motion::Eject => self.leave(Exit::Ejected),
            Motion::Retract => self.leave(Exit::Retracted),
            Motion::RetractAfter(time) => self.retract_after = time,
            Motion::Nothing => {}
        }
        true
    }

    /// Whether the printer knows a command that is none of the output's; one that it does not know is remembered.
    pub fn knows(&mut self, command: &[u8]) -> bool {
        let knows = self.is_known(command);
        if !knows {
            self.unknown.push(command.to_vec());
        }
        knows
    }

    /// Commands that it did not know, in order.
    pub fn unknown(&self) -> &[Vec<u8>] {
        &self.unknown
    }

    /// Whether the sensor sees paper.
    pub fn is_there(&self) -> bool {
        !self.hanging.is_empty()
    }

    /// What hangs here, oldest first.
    pub fn hanging(&self) -> &[Piece] {
        &self.hanging
    }

    /// A hand takes what it can reach.
    pub fn take(&mut self) {
        if self.presented.is_some() && self.is_there() {
            self.hands += 1;
            self.leave(Exit::Taken(self.hands));
        }
    }

    /// Somebody pulls at the next ticket while it is printed.
    pub fn pull(&mut self) {
        self.pulled = true;
    }

    /// Whether visitors take what is presented to them at once.
    pub fn visitors(&mut self, here: bool) {
        self.visitors = here;
        if here {
            self.take();
        }
    }

    /// Time has gone by.
    pub fn advance(&mut self, now: Duration) {
        if self.due().is_some_and(|due| due <= now) {
            self.leave(Exit::Retracted);
        }
    }

    /// When its own timer takes back what hangs here.
    pub fn due(&self) -> Option<Duration> {
        Some(self.presented? + self.retract_after?).filter(|_| self.is_there())
    }

    /// Switched off and on: what hangs here hangs on.
    pub fn forget_modes(&mut self) {
        self.retract_after = usual_timer(&self.maker);
    }

    /// The paper that has left since the last call.
    pub fn gone(&mut self) -> Vec<Piece> {
        std::mem::take(&mut self.gone)
    }

    fn present(&mut self, now: Duration) {
        if !self.is_there() {
            return;
        }
        self.presented = Some(now);
        if self.visitors {
            self.take();
        }
    }

    fn leave(&mut self, exit: Exit) {
        self.presented = None;
        self.gone.extend(self.hanging.drain(..).map(|piece| Piece { exit, ..piece }));
    }

    fn presents_by_itself(&self) -> bool {
        match &self.maker {
            Maker::Custom { ejector } => !ejector,
            Maker::Citizen => true,
            Maker::Other(presenter) => presenter.behind_cut.is_empty(),
        }
    }

    fn motion(&self, command: &[u8]) -> Option<Motion> {
        let seconds = |n: u8| (n > 0).then(|| Duration::from_secs(n.into()));
        Some(match (&self.maker, command) {
            (Maker::Custom { ejector: true }, [0x1d, b'e', 2]) => Motion::Retract,
            (Maker::Custom { ejector: true }, [0x1d, b'e', 3, _]) => Motion::Present,
            (Maker::Custom { ejector: true }, [0x1d, b'e', 5]) => Motion::Eject,
            (Maker::Custom { .. }, [0x1d, 0xf6 | 0xf8]) => Motion::Nothing,
            (Maker::Citizen, [0x1d, b'R', b'0']) => Motion::Retract,
            (Maker::Citizen, [0x1d, b'R', b'1', n @ 0..=9]) => Motion::RetractAfter(seconds(*n)),
            (Maker::Citizen, [0x1d, b'R', b'2', 0..=2 | b'0'..=b'2', _, _]) => Motion::Nothing,
            (Maker::Other(own), _) if command == own.behind_cut => Motion::Present,
            (Maker::Other(own), _) if command == own.eject => Motion::Eject,
            (Maker::Other(own), _) if command == own.retract => Motion::Retract,
            (Maker::Other(own), _) => {
                let others =
                    [&own.init, &own.before_cut, &own.light_on, &own.light_off, &own.buzzer];
                others.iter().any(|bytes| command == bytes.as_slice()).then_some(Motion::Nothing)?
            }
            _ => return None,
        })
    }

    fn is_known(&self, command: &[u8]) -> bool {
        let profile = &self.profile;
        let sends = |image| profile.image.command == image;
        match command {
            // Letters, and what is carried out on arrival.
            [0x20.. | b'\n' | b'\r' | b'\t' | 0x10, ..] => true,
            [0x1b, letter, ..] => match letter {
                b'@' | b' ' | b'!' | b'$' | b'-' | b'2' | b'3' | b'D' | b'E' | b'G' | b'J'
                | b'M' | b'R' | b'a' | b'd' | b't' | b'{' | b'i' => true,
                // Custom's printers cut through and have no other cut.
                b'm' => self.maker == Maker::Citizen,
                b'*' => sends(ImageCommand::EscStar33),
                _ => false,
            },
            [0x1d, b'V', mode, ..] => match self.maker {
                Maker::Custom { .. } => matches!(mode, 0 | b'0' | b'A'),
                Maker::Citizen | Maker::Other(_) => true,
            },
            [0x1d, b'v', ..] => sends(ImageCommand::GsV0),
            [0x1d, b'(', b'H', ..] => profile.status.ack == Ack::ProcessId,
            [0x1d, b'(', b'L', ..] | [0x1d, b'8', b'L', ..] => sends(ImageCommand::GsParenL),
            [0x1d, b'(', b'k', ..] => profile.qr == CodeMethod::Native,
            [0x1d, b'k', ..] => profile.code128 == CodeMethod::Native,
            [0x1d, b'a', ..] => profile.output_sensor() != OutputSensor::CustomFullStatus,
            [0x1d, letter, ..] => {
                matches!(
                    letter,
                    b'!' | b'B' | b'H' | b'f' | b'h' | b'w' | b'L' | b'W' | b'P' | b'I'
                ) || (*letter == b'r' && profile.status.ack != Ack::None)
            }
            _ => false,
        }
    }
}

/// A Citizen takes back by itself after 5 s where nobody says otherwise.
fn usual_timer(maker: &Maker) -> Option<Duration> {
    (*maker == Maker::Citizen).then_some(Duration::from_secs(5))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::samples;

    const START: Duration = Duration::from_secs(1);

    fn output(profile: &str) -> Output {
        Output::of(&samples::profile(profile)).expect("it is built into a kiosk")
    }

    fn piece(text: &str) -> Piece {
        let bytes = text.as_bytes().to_vec();
        Piece { bytes, cut: true, strays: Vec::new(), exit: Exit::Fell }
    }

    fn exits(output: &mut Output) -> Vec<Exit> {
        output.gone().iter().map(|piece| piece.exit).collect()
    }

    #[test]
    fn a_custom_holds_a_ticket_until_it_is_presented() {
        let mut output = output("custom-vkp80ii");
        output.cut(piece("T001"), START);
        output.take();
        assert!(output.is_there(), "no hand can reach it");
        assert!(output.obeys(b"\x1de\x03\x08", START));
        assert_eq!(exits(&mut output), [Exit::Taken(1)]);
        output.visitors(false);
        for (command, exit) in [(b"\x1de\x02", Exit::Retracted), (b"\x1de\x05", Exit::Ejected)] {
            output.cut(piece("T002"), START);
            output.obeys(b"\x1de\x03\x08", START);
            assert!(output.gone().is_empty() && output.is_there());
            assert!(output.obeys(command, START));
            assert_eq!(exits(&mut output), [exit]);
        }
    }

    #[test]
    fn a_citizen_presents_by_itself_and_takes_back_when_its_timer_says_so() {
        let mut output = output("citizen-ppu-700");
        output.visitors(false);
        output.cut(piece("T001"), START);
        assert_eq!(output.due(), Some(START + Duration::from_secs(5)));
        output.advance(START + Duration::from_secs(5));
        assert_eq!(exits(&mut output), [Exit::Retracted]);
        assert!(output.obeys(b"\x1dR1\x00", START));
        output.cut(piece("T002"), START);
        assert_eq!(output.due(), None);
        output.take();
        assert_eq!(exits(&mut output), [Exit::Taken(1)]);
        output.cut(piece("T003"), START);
        assert!(output.obeys(b"\x1dR0", START));
        assert_eq!(exits(&mut output), [Exit::Retracted]);
    }

    #[test]
    fn what_is_not_taken_away_is_taken_together() {
        let mut output = output("custom-tg2480");
        output.visitors(false);
        output.cut(piece("T001"), START);
        output.pull();
        output.cut(piece("T002"), START);
        assert_eq!(exits(&mut output), [Exit::Taken(1), Exit::Taken(1)]);
        output.cut(piece("T003"), START);
        output.take();
        assert_eq!(exits(&mut output), [Exit::Taken(2)], "only one is pulled");
    }

    #[test]
    fn a_command_of_another_maker_is_not_known() {
        let foreign: [(&str, &[u8]); 7] = [
            ("custom-vkp80ii", b"\x1dR0"),
            ("custom-vkp80ii", b"\x1dVB\x00"),
            ("custom-vkp80ii", b"\x1cP\x08\x00R\x0a"),
            ("custom-tg2480", b"\x1de\x02"),
            ("citizen-ppu-700", b"\x1de\x02"),
            ("citizen-ppu-700", b"\x1dR1\x0a"),
            ("citizen-ppu-700", b"\x07"),
        ];
        for (profile, command) in foreign {
            let mut output = output(profile);
            assert!(!output.obeys(command, START) && !output.knows(command), "{command:02x?}");
            assert_eq!(output.unknown(), [command.to_vec()]);
        }
    }

    #[test]
    fn an_output_of_any_other_maker_obeys_its_profile() {
        let mut profile = samples::profile("custom-vkp80ii");
        profile.title = "Pyramid Reliance".to_owned();
        let mut output = Output::of(&profile).expect("it has one");
        output.visitors(false);
        output.cut(piece("T001"), START);
        assert!(output.obeys(b"\x1de\x03\x08", START) && output.obeys(b"\x1de\x05", START));
        assert_eq!(exits(&mut output), [Exit::Ejected]);
        assert!(!output.obeys(b"\x1de\x03\x09", START));
    }
}
