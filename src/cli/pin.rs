//! Where a PIN comes from: typed twice at a terminal, read from standard input, or made by chance.
//!
//! Never from an argument, which every program of the machine can read. Never here: what is done with it.

use crate::domain::{OfficerId, Pin};
use crate::secret;
use std::error::Error;
use std::io::{self, BufRead, IsTerminal, Read};

/// More than the line of a PIN has, in bytes.
const LINE_MOST: u64 = 1 << 10;
/// How often a terminal is asked.
const TRIES: u32 = 5;

/// A PIN, and what has to be told of it.
pub(super) struct NewPin {
    pub(super) pin: Pin,
    /// The digits, where nobody has typed them: they are shown once.
    pub(super) made: Option<String>,
}

/// How a PIN is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The first line of standard input.
    Stdin,
    /// Whoever sits at the terminal, if anybody does; else it is made.
    Terminal,
}

/// The PIN of an officer.
pub(super) fn of(officer: &OfficerId, source: Source) -> Result<NewPin, Box<dyn Error>> {
    if source == Source::Stdin {
        let mut line = String::new();
        // A PIN has 8 digits at most; a file without a line feed must not fill the memory.
        io::stdin().lock().take(LINE_MOST).read_line(&mut line)?;
        return Ok(NewPin { pin: Pin::chosen(line.trim_end(), officer)?, made: None });
    }
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return made(officer);
    }
    let ask = |prompt: &str| rpassword::prompt_password(prompt);
    asked(officer, ask, &mut io::stderr())
}

fn made(officer: &OfficerId) -> Result<NewPin, Box<dyn Error>> {
    let (pin, text) = secret::make(officer)?;
    Ok(NewPin { pin, made: Some(text) })
}

/// Asks until the same good PIN was typed twice; nothing typed means that one is to be made.
fn asked(
    officer: &OfficerId,
    ask: impl Fn(&str) -> io::Result<String>,
    tell: &mut dyn io::Write,
) -> Result<NewPin, Box<dyn Error>> {
    for _ in 0..TRIES {
        let first = ask(&format!("PIN of {officer}, 4 to 8 digits (Enter: make one): "))?;
        if first.is_empty() {
            return made(officer);
        }
        let problem = match Pin::chosen(&first, officer) {
            Err(fault) => fault.to_string(),
            Ok(pin) if ask("The same once more: ")? == first => {
                return Ok(NewPin { pin, made: None });
            }
            Ok(_) => "the two were not the same".to_owned(),
        };
        writeln!(tell, "antre: {problem}")?;
    }
    Err("no PIN was set; begin again".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    /// What comes of somebody who types these lines, and what they are told.
    fn typing(lines: &[&str]) -> (Result<NewPin, Box<dyn Error>>, String) {
        let left = RefCell::new(lines.iter());
        let ask = |_: &str| match left.borrow_mut().next() {
            Some(line) => Ok((*line).to_owned()),
            None => Err(io::ErrorKind::UnexpectedEof.into()),
        };
        let mut told = Vec::new();
        let pin = asked(&OfficerId::new("sari").unwrap(), ask, &mut told);
        (pin, String::from_utf8(told).unwrap())
    }

    #[test]
    fn a_pin_is_typed_twice_and_weak_ones_are_asked_for_again() {
        let (pin, told) = typing(&["1234", "1357", "1358", "1357", "1357"]);
        let pin = pin.unwrap();
        assert_eq!((pin.pin, pin.made), (Pin::typed("1357").unwrap(), None));
        assert_eq!(
            told,
            "antre: this PIN is too easy to guess; take no run of digits such as 1234 or 9876\n\
             antre: the two were not the same\n"
        );
    }

    #[test]
    fn nothing_typed_makes_one_and_it_is_told() {
        let pin = typing(&[""]).0.unwrap();
        assert_eq!(Pin::typed(&pin.made.unwrap()), Some(pin.pin));
    }

    #[test]
    fn nobody_is_asked_for_ever() {
        assert!(typing(&["12"; 5]).0.is_err());
        assert!(typing(&[]).0.is_err(), "the terminal is gone");
    }
}
