//! Who writes a program log, what its files are called, and which of them are too old.
//!
//! Names alone, as values. Never here: a folder or a file.

use crate::domain::CounterNumber;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::fmt;

/// On so many days with a log, the newest ones, the log is kept.
const KEPT_DAYS: usize = 30;

/// How a day stands in a file's name and at the beginning of a line.
const DAY: &str = "%Y-%m-%d";

/// Who writes a log: a program, with its counter or the name of its display. Made of plain letters, digits and hyphens
/// alone, so that it can stand in a file's name and in front of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    file: String,
    name: String,
}

impl Program {
    /// A kiosk.
    pub fn kiosk() -> Self {
        Self::named("kiosk".to_owned())
    }

    /// The console of a counter.
    pub fn console(counter: CounterNumber) -> Self {
        Self::named(format!("console-{counter}"))
    }

    /// A display; one whose name could not be part of a file's name has none here.
    pub fn display(name: Option<&str>) -> Self {
        // As its lock: "Aula 2" is aula-2.
        let name = name.map(|name| name.to_ascii_lowercase().replace(' ', "-"));
        Self::named(match name.filter(|name| is_plain(name)) {
            Some(name) => format!("display-{name}"),
            None => "display".to_owned(),
        })
    }

    /// The window of a supervisor.
    pub fn supervisor() -> Self {
        Self::named("supervisor".to_owned())
    }

    /// The server.
    pub fn serve() -> Self {
        Self::named("serve".to_owned())
    }

    /// A verb of the command line. All verbs share the file `cli`.
    pub fn verb(verb: &'static str) -> Self {
        Self { file: "cli".to_owned(), name: format!("cli-{verb}") }
    }

    fn named(name: String) -> Self {
        Self { file: name.clone(), name }
    }

    /// The name of its file for this day.
    pub(super) fn file_on(&self, day: NaiveDate) -> String {
        format!("{}.{}.log", self.file, day.format(DAY))
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// The day at the beginning of a text, as [`DAY`] writes it.
pub(super) fn day_of(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text.get(..10)?, DAY).ok()?;
    // The parser would take a shorter year, too.
    text.starts_with(&day.format(DAY).to_string()).then_some(day)
}

/// The day of a log file by its name; `None` where the name is not one of ours.
pub(super) fn day_in(file: &str) -> Option<NaiveDate> {
    let (program, day) = file.strip_suffix(".log")?.split_once('.')?;
    let ours = match program.split_once('-') {
        None => ["kiosk", "display", "supervisor", "cli"].contains(&program),
        Some(("console", number)) => {
            let counter = number.parse().ok().and_then(CounterNumber::new);
            counter.is_some_and(|counter| counter.to_string() == number)
        }
        Some(("display", name)) => is_plain(name),
        Some(_) => false,
    };
    day_of(day).filter(|_| ours && day.len() == 10)
}

/// Which days are given up when a file of `today` begins, out of all days that have files.
///
/// Days are counted instead of compared with today: a clock that is years ahead for an hour must not remove everything.
/// Days after today were written by such a clock, and go first.
pub(super) fn given_up(days: &BTreeSet<NaiveDate>, today: NaiveDate) -> Vec<NaiveDate> {
    let excess = days.len().saturating_sub(KEPT_DAYS);
    let ahead = days.iter().filter(|day| **day > today);
    let before = days.iter().filter(|day| **day < today);
    ahead.chain(before).take(excess).copied().collect()
}

fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=24).contains(&name.len()) && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_program_has_a_file_of_its_own_whose_name_is_known_again() {
        let counter = CounterNumber::new(12).unwrap();
        let programs = [
            (Program::kiosk(), "kiosk.2026-11-29.log"),
            (Program::console(counter), "console-12.2026-11-29.log"),
            (Program::display(None), "display.2026-11-29.log"),
            (Program::display(Some("utara")), "display-utara.2026-11-29.log"),
            (Program::display(Some("Aula 2")), "display-aula-2.2026-11-29.log"),
            (Program::supervisor(), "supervisor.2026-11-29.log"),
            (Program::verb("issue"), "cli.2026-11-29.log"),
        ];
        for (program, file) in programs {
            assert_eq!(program.file_on(day("2026-11-29")), file);
            assert_eq!(day_in(file), Some(day("2026-11-29")), "{file}");
        }
    }

    #[test]
    fn a_display_cannot_be_named_out_of_the_folder() {
        for name in ["../../etc/passwd", "a/b", "", "\u{dc}tara", "a\nb", "a.b"] {
            assert_eq!(Program::display(Some(name)), Program::display(None), "{name:?}");
        }
    }

    #[test]
    fn the_names_of_others_are_not_ours() {
        for file in [
            "notes.2026-11-29.log",
            "cli.log",
            "kiosk.2026-11-29.log.bak",
            "kiosk.2026-11-29.txt",
            "kiosk.2026-02-30.log",
            "kiosk.2026-1-2.log",
            "kiosk.0026-11-29x.log",
            "kiosk-1.2026-11-29.log",
            "console.2026-11-29.log",
            "console-0.2026-11-29.log",
            "console-01.2026-11-29.log",
            "display-.2026-11-29.log",
            "display-a.b.2026-11-29.log",
            "../kiosk.2026-11-29.log",
        ] {
            assert_eq!(day_in(file), None, "{file}");
        }
    }

    #[test]
    fn thirty_days_are_kept_whatever_the_clock_says() {
        let october: BTreeSet<_> = (1..=31).map(|d| day(&format!("2026-10-{d:02}"))).collect();
        assert_eq!(given_up(&october, day("2026-10-31")), [day("2026-10-01")]);
        // A clock that is years ahead costs one day, not all.
        let ahead = &october | &BTreeSet::from([day("2035-01-01")]);
        assert_eq!(given_up(&ahead, day("2035-01-01")), [day("2026-10-01"), day("2026-10-02")]);
        // What it left behind does not push out the days of the clock that is right again.
        assert_eq!(given_up(&ahead, day("2026-10-31")), [day("2035-01-01"), day("2026-10-01")]);
        // A machine without a clock of its own begins in the past, and does not remove what it writes at that moment.
        let past = &october | &BTreeSet::from([day("1970-01-01")]);
        assert_eq!(given_up(&past, day("1970-01-01")), [day("2026-10-01"), day("2026-10-02")]);
        assert_eq!(given_up(&BTreeSet::new(), day("2026-10-31")), []);
    }
}
