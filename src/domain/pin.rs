//! PINs: which are good enough, and how often somebody may guess.
//!
//! Never here: hashing (`secret`), or keeping the count (`store`).

use super::day::Timestamp;
use super::service::OfficerId;
use chrono::TimeDelta;
use std::fmt;
use thiserror::Error;

const SHORTEST: usize = 4;
const LONGEST: usize = 8;

/// Fewer different digits than this are guessed first: 0000, 1212, 1221.
const DIFFERENT: usize = 3;

/// So many wrong PINs cost no wait.
pub const FREE_TRIES: u32 = 5;

/// The wait after the last of them; it doubles with each further wrong PIN.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(30);

/// The longest wait. Four digits then last more than a hundred days of guessing without a pause, and nobody who plays a
/// trick on a colleague keeps them from work for longer.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);

/// Digits that somebody has typed. Never shown, not even to a programmer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pin {
    digits: [u8; LONGEST],
    length: usize,
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin")
    }
}

/// Why digits cannot become a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PinFault {
    /// No PIN at all.
    #[error("a PIN has {SHORTEST} to {LONGEST} digits and nothing else")]
    Form,
    /// Too few different digits.
    #[error("this PIN is too easy to guess; take at least {DIFFERENT} different digits")]
    Same,
    /// A run.
    #[error("this PIN is too easy to guess; take no run of digits such as 1234 or 9876")]
    Run,
    /// The same as the id, which everybody knows.
    #[error("this PIN is too easy to guess; it is the officer's id")]
    LikeId,
}

impl Pin {
    /// What was typed to sign in, good or not; `None` when it cannot be a PIN.
    pub fn typed(text: &str) -> Option<Self> {
        let fits = (SHORTEST..=LONGEST).contains(&text.len());
        if !fits || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let mut digits = [0; LONGEST];
        digits[..text.len()].copy_from_slice(text.as_bytes());
        Some(Self { digits, length: text.len() })
    }

    /// A new PIN of this officer.
    ///
    /// # Errors
    /// [`PinFault`] when it is none, or too easy to guess.
    pub fn chosen(text: &str, officer: &OfficerId) -> Result<Self, PinFault> {
        let pin = Self::typed(text).ok_or(PinFault::Form)?;
        let digits = pin.digits();
        let mut different = digits.to_vec();
        different.sort_unstable();
        different.dedup();
        if different.len() < DIFFERENT {
            return Err(PinFault::Same);
        }
        // Round the corner too: 8901.
        let goes =
            |step: u8| digits.windows(2).all(|two| (two[0] - b'0' + step) % 10 == two[1] - b'0');
        if goes(1) || goes(9) {
            return Err(PinFault::Run);
        }
        if officer.as_str() == text {
            return Err(PinFault::LikeId);
        }
        Ok(pin)
    }

    /// The digits, as characters.
    pub fn digits(&self) -> &[u8] {
        &self.digits[..self.length]
    }
}

/// What is kept of a PIN, in a form that does not tell it.
#[derive(Clone, PartialEq, Eq)]
pub struct PinHash(String);

impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinHash")
    }
}

impl PinHash {
    /// What was kept.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// As it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Failed attempts: how often a wrong PIN was typed since the last right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FailedAttempts {
    /// Wrong PINs, and those that are being looked at.
    pub wrong: u32,
    /// When the last of them was typed.
    pub last: Option<Timestamp>,
}

impl FailedAttempts {
    /// How long nobody may try; `None`: they may.
    ///
    /// A clock that was set back makes no wait shorter: what seems to lie ahead counts as just now.
    pub fn wait(&self, now: Timestamp) -> Option<TimeDelta> {
        let gone = (now - self.last?).max(TimeDelta::zero());
        Some(self.penalty() - gone).filter(|left| *left > TimeDelta::zero())
    }

    /// The wait that follows the last wrong PIN.
    fn penalty(&self) -> TimeDelta {
        let Some(beyond) = self.wrong.checked_sub(FREE_TRIES) else { return TimeDelta::zero() };
        // Long before thirty doublings the longest wait is reached.
        (FIRST_WAIT * (1 << beyond.min(30))).min(LONGEST_WAIT)
    }

    /// One more; counted before it is looked at, so that nobody gains a guess by pulling a plug or by typing at two
    /// places at once.
    pub fn one_more(&self, now: Timestamp) -> Self {
        Self { wrong: self.wrong.saturating_add(1), last: Some(now) }
    }

    /// The same, for a clock that was set back: without this a wait would last until the clock is where it was.
    pub fn by_this_clock(&self, now: Timestamp) -> Self {
        Self { last: self.last.map(|last| last.min(now)), ..*self }
    }

    /// How many wrong PINs are left before a wait.
    pub fn left(&self) -> u32 {
        FREE_TRIES.saturating_sub(self.wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(text: &str) -> Result<Pin, PinFault> {
        Pin::chosen(text, &OfficerId::new("2468").unwrap())
    }

    fn at(second: i64) -> Timestamp {
        "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::seconds(second)
    }

    #[test]
    fn a_pin_has_four_to_eight_digits() {
        for wrong in ["", "123", "123456789", "12a4", " 1357", "१२३४"] {
            assert_eq!(chosen(wrong), Err(PinFault::Form), "{wrong}");
        }
        for good in ["1357", "90210", "83650174"] {
            assert_eq!(chosen(good).unwrap().digits(), good.as_bytes());
        }
    }

    #[test]
    fn what_everybody_guesses_first_is_no_pin() {
        for (weak, fault) in [
            ("0000", PinFault::Same),
            ("1212", PinFault::Same),
            ("77777777", PinFault::Same),
            ("1234", PinFault::Run),
            ("4321", PinFault::Run),
            ("8901", PinFault::Run),
            ("87654321", PinFault::Run),
            ("2468", PinFault::LikeId),
        ] {
            assert_eq!(chosen(weak), Err(fault), "{weak}");
            assert!(Pin::typed(weak).is_some(), "but it can be typed, and is then wrong");
        }
    }

    #[test]
    fn nobody_reads_a_pin_in_a_log() {
        let pin = chosen("1357").unwrap();
        assert_eq!(format!("{pin:?} {:?}", PinHash::new("$argon2id".to_owned())), "Pin PinHash");
    }

    fn guesses(wrong: u32, last: i64) -> FailedAttempts {
        FailedAttempts { wrong, last: Some(at(last)) }
    }

    fn seconds(guesses: FailedAttempts, now: i64) -> Option<i64> {
        guesses.wait(at(now)).map(|wait| wait.num_seconds())
    }

    #[test]
    fn from_the_fifth_wrong_pin_on_each_costs_a_longer_wait() {
        let mut so_far = FailedAttempts::default();
        let mut waits = Vec::new();
        for n in 0..12 {
            assert_eq!(so_far.left(), 5u32.saturating_sub(n));
            so_far = so_far.one_more(at(0));
            waits.push(seconds(so_far, 0).unwrap_or(0));
        }
        assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(seconds(guesses(u32::MAX, 0), 0), Some(900));
        assert_eq!(guesses(u32::MAX, 0).one_more(at(0)).wrong, u32::MAX);
    }

    #[test]
    fn a_wait_ends() {
        assert_eq!(seconds(guesses(6, 0), 59), Some(1));
        assert_eq!(seconds(guesses(6, 0), 60), None);
        assert_eq!(seconds(FailedAttempts::default(), 0), None);
    }

    #[test]
    fn a_clock_that_is_set_back_shortens_no_wait_and_makes_none_endless() {
        let day_ahead = guesses(5, 86_400);
        assert_eq!(seconds(day_ahead, 0), Some(30), "not a day, and not nothing");
        let kept = day_ahead.by_this_clock(at(0));
        assert_eq!(
            (seconds(kept, 0), seconds(kept, 29), seconds(kept, 30)),
            (Some(30), Some(1), None)
        );
        assert_eq!(
            guesses(5, 0).by_this_clock(at(9)),
            guesses(5, 0),
            "time that goes on changes nothing"
        );
    }
}
