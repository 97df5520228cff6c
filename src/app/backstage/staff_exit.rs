//! How staff leave a full-screen program: pure, one value, no window.
//!
//! ```text
//! Closed --held corner, or keys--> Asking --leave, or the right PIN--> left
//!    ^                               | |  ^
//!    '----stay, 20 s without a key---' '--' wrong PIN: a sentence
//! ```

use super::worker::Verdict;
use crate::domain::Pin;

/// Seconds without a key until the question closes by itself: a visitor may have found it.
pub const ASKING_SECONDS: u32 = 20;
/// No PIN is longer.
const LONGEST: usize = 8;

/// What the question says besides itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Said {
    /// Nothing.
    #[default]
    Nothing,
    /// What was typed cannot be a PIN.
    Form,
    /// It is not the PIN of anybody here.
    Wrong,
    /// Nobody may try for so many seconds.
    Wait(u32),
    /// Nobody can say whether it is one.
    Unreadable,
}

/// What staff see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asking {
    /// The digits so far.
    pub typed: String,
    /// The sentence.
    pub said: Said,
    /// Whether a PIN is being looked at.
    pub checking: bool,
    idle: u32,
}

/// What is to be done after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Stay,
    /// Look at this PIN.
    Try(Pin),
    /// Close the program.
    Leave,
}

/// The way out of one program.
#[derive(Debug, Clone, Default)]
pub struct StaffExit {
    /// Whether a PIN is asked for.
    pub with_pin: bool,
    asking: Option<Asking>,
}

impl StaffExit {
    /// What staff see; `None` while nobody asks to leave.
    pub fn asking(&self) -> Option<&Asking> {
        self.asking.as_ref()
    }

    /// Somebody has made the gesture.
    pub fn ask_to_leave(&mut self) {
        if self.asking.is_none() {
            self.asking = Some(Asking::default());
        }
    }

    /// Somebody changes their mind.
    pub fn stay(&mut self) {
        self.asking = None;
    }

    /// A digit.
    pub fn digit(&mut self, digit: char) {
        let Some(asking) = self.touched() else { return };
        if digit.is_ascii_digit() && asking.typed.len() < LONGEST {
            asking.typed.push(digit);
            asking.said = Said::Nothing;
        }
    }

    /// The last digit was a mistake.
    pub fn erase(&mut self) {
        if let Some(asking) = self.touched() {
            asking.typed.pop();
        }
    }

    /// Somebody wants to leave now.
    pub fn enter(&mut self) -> Step {
        let with_pin = self.with_pin;
        let Some(asking) = self.touched() else { return Step::Stay };
        if !with_pin {
            return Step::Leave;
        }
        match Pin::typed(&asking.typed) {
            Some(pin) => {
                asking.checking = true;
                asking.typed.clear();
                Step::Try(pin)
            }
            None => {
                asking.said = Said::Form;
                Step::Stay
            }
        }
    }

    /// What became of a PIN.
    pub fn answered(&mut self, verdict: Verdict) -> Step {
        let Some(asking) = &mut self.asking else { return Step::Stay };
        (asking.checking, asking.idle) = (false, 0);
        asking.said = match verdict {
            Verdict::Leave => return Step::Leave,
            Verdict::Wrong { wait_seconds: 0 } => Said::Wrong,
            Verdict::Wrong { wait_seconds } => Said::Wait(wait_seconds),
            Verdict::Unreadable => Said::Unreadable,
        };
        Step::Stay
    }

    /// One second has passed.
    pub fn second(&mut self) {
        let Some(asking) = &mut self.asking else { return };
        asking.idle += 1;
        if let Said::Wait(seconds) = &mut asking.said {
            *seconds = seconds.saturating_sub(1);
            if *seconds == 0 {
                asking.said = Said::Nothing;
            }
        }
        if asking.idle >= ASKING_SECONDS {
            self.asking = None;
        }
    }

    fn touched(&mut self) -> Option<&mut Asking> {
        let asking = self.asking.as_mut().filter(|asking| !asking.checking)?;
        asking.idle = 0;
        Some(asking)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(exit: &mut StaffExit, digits: &str) -> Step {
        digits.chars().for_each(|digit| exit.digit(digit));
        exit.enter()
    }

    #[test]
    fn without_sign_in_the_gesture_and_one_answer_are_the_way_out() {
        let mut exit = StaffExit::default();
        assert_eq!(exit.enter(), Step::Stay, "nobody has asked");
        exit.ask_to_leave();
        assert_eq!(exit.enter(), Step::Leave);
    }

    #[test]
    fn a_pin_is_looked_at_once_and_never_kept() {
        let mut exit = StaffExit { with_pin: true, ..StaffExit::default() };
        exit.ask_to_leave();
        assert_eq!(typed(&mut exit, "12"), Step::Stay);
        assert_eq!(exit.asking().unwrap().said, Said::Form);
        let pin = Pin::typed("1290").unwrap();
        assert_eq!(typed(&mut exit, "90"), Step::Try(pin));
        assert_eq!(exit.asking().unwrap().typed, "");
        assert_eq!(typed(&mut exit, "1290"), Step::Stay, "one at a time");
        assert_eq!(exit.answered(Verdict::Wrong { wait_seconds: 0 }), Step::Stay);
        assert_eq!(exit.asking().unwrap().said, Said::Wrong);
        typed(&mut exit, "8275");
        assert_eq!(exit.answered(Verdict::Leave), Step::Leave);
    }

    #[test]
    fn the_question_closes_by_itself_and_a_late_answer_changes_nothing() {
        let mut exit = StaffExit { with_pin: true, ..StaffExit::default() };
        exit.ask_to_leave();
        (0..ASKING_SECONDS - 1).for_each(|_| exit.second());
        exit.digit('4');
        (0..ASKING_SECONDS - 1).for_each(|_| exit.second());
        assert!(exit.asking().is_some(), "a digit is a sign of life");
        exit.second();
        assert!(exit.asking().is_none());
        assert_eq!(exit.answered(Verdict::Leave), Step::Stay, "whoever asked has gone");
    }

    #[test]
    fn a_wait_counts_down() {
        let mut exit = StaffExit { with_pin: true, ..StaffExit::default() };
        exit.ask_to_leave();
        typed(&mut exit, "8275");
        exit.answered(Verdict::Wrong { wait_seconds: 2 });
        assert_eq!(exit.asking().unwrap().said, Said::Wait(2));
        exit.second();
        assert_eq!(exit.asking().unwrap().said, Said::Wait(1));
        exit.second();
        assert_eq!(exit.asking().unwrap().said, Said::Nothing);
    }
}
