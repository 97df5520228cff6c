//! What one clip is called and what is in it.
//!
//! Belongs here: the names of all words that a call can need, as file names and as values. Never here: which words
//! make a call (that is `sentence`), or files.

use crate::domain::{CounterNumber, ServiceCode};
use std::fmt;
use std::time::Duration;

/// Samples per second of every clip and of everything that is played: what espeak-ng makes, and enough for speech.
pub const RATE: u32 = 22_050;

/// The name of a clip, which is also the name of its file without `.wav`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClipName {
    /// `chime`: what comes before the words. Only an office's own pack has one; otherwise the program makes it.
    Chime,
    /// `intro`: "nomor antrean".
    Intro,
    /// `letter-t`: the letter of a service.
    Letter(ServiceCode),
    /// `digit-0` to `digit-9`; 1 to 9 also speak the number of a counter.
    Digit(u8),
    /// `go-to`: "silakan menuju".
    GoTo,
    /// `counter`: "loket".
    Counter,
    /// `number-10`: a number of a counter that is a word of its own; 10 to 99.
    Number(CounterNumber),
    /// `teen`: Indonesian "belas".
    Teen,
    /// `tens`: Indonesian "puluh".
    Tens,
    /// `place-pengambilan`: the name of a counter that has more than a number.
    Place(PlaceName),
}

/// The name of a counter as a part of a file name: "Ruang Cetak" is `ruang-cetak`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceName(String);

impl PlaceName {
    /// Letters and digits stay, everything else parts words. `None` when nothing is left of the name.
    pub fn of(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
        let joined = words.collect::<Vec<_>>().join("-");
        (!joined.is_empty() && joined.len() <= 48).then_some(Self(joined))
    }
}

impl ClipName {
    /// The clip with this name; `None` when no call can ever need it.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "chime" => Self::Chime,
            "intro" => Self::Intro,
            "go-to" => Self::GoTo,
            "counter" => Self::Counter,
            "teen" => Self::Teen,
            "tens" => Self::Tens,
            _ => {
                let (kind, rest) = name.split_once('-')?;
                let found = match kind {
                    "letter" => Self::Letter(ServiceCode::parse(rest)?),
                    "digit" => Self::Digit(rest.parse().ok().filter(|digit| *digit <= 9)?),
                    "number" => {
                        let number = rest.parse().ok().and_then(CounterNumber::new)?;
                        Self::Number(Some(number).filter(|number| number.get() >= 10)?)
                    }
                    "place" => Self::Place(PlaceName::of(rest)?),
                    _ => return None,
                };
                // `digit-07` or `letter-T` would be a second name of the same clip.
                return (found.to_string() == name).then_some(found);
            }
        })
    }

    /// The name of its file.
    pub fn file(&self) -> String {
        format!("{self}.wav")
    }
}

impl fmt::Display for ClipName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chime => f.write_str("chime"),
            Self::Intro => f.write_str("intro"),
            Self::Letter(code) => write!(f, "letter-{}", code.letter().to_ascii_lowercase()),
            Self::Digit(digit) => write!(f, "digit-{digit}"),
            Self::GoTo => f.write_str("go-to"),
            Self::Counter => f.write_str("counter"),
            Self::Number(number) => write!(f, "number-{number}"),
            Self::Teen => f.write_str("teen"),
            Self::Tens => f.write_str("tens"),
            Self::Place(PlaceName(name)) => write!(f, "place-{name}"),
        }
    }
}

/// A recorded word: one channel, [`RATE`] samples per second.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clip(pub Vec<i16>);

impl Clip {
    /// How long it sounds.
    pub fn duration(&self) -> Duration {
        duration_of(self.0.len())
    }
}

/// How long so many samples sound.
pub(super) fn duration_of(samples: usize) -> Duration {
    Duration::from_micros(samples as u64 * 1_000_000 / u64::from(RATE))
}

/// How many samples sound so many milliseconds.
pub(super) const fn samples_of(milliseconds: u32) -> usize {
    (RATE as u64 * milliseconds as u64 / 1000) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_back_as_itself() {
        for name in [
            "chime",
            "intro",
            "letter-t",
            "digit-0",
            "go-to",
            "counter",
            "number-10",
            "number-99",
            "teen",
            "tens",
            "place-ruang-cetak",
            "place-loket-1",
        ] {
            assert_eq!(ClipName::parse(name).unwrap().to_string(), name);
        }
    }

    #[test]
    fn what_no_call_can_need_has_no_name() {
        for name in [
            "",
            "notes",
            "letter-i",
            "letter-T",
            "letter-",
            "digit-10",
            "digit-07",
            "number-9",
            "number-100",
            "place-",
            "place-Ruang",
            "place-../x",
            "intro ",
        ] {
            assert_eq!(ClipName::parse(name), None, "{name:?}");
        }
    }

    #[test]
    fn the_name_of_a_counter_becomes_a_file_name() {
        let place = |name| PlaceName::of(name).map(|place| ClipName::Place(place).file());
        assert_eq!(place("Ruang Cetak").unwrap(), "place-ruang-cetak.wav");
        assert_eq!(place(" Loket A/B ").unwrap(), "place-loket-a-b.wav");
        assert_eq!(place("--"), None);
    }
}
