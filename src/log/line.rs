//! One line of a program log: how it is written, made harmless and read again.
//!
//! ```text
//! 2026-11-29T03:04:05.123Z warn console-1[4711] the queue cannot be read: the disk failed
//! ```
//! Time in UTC, level, program and process, then what happened with its causes. Never here: files.

use super::name::Program;
use crate::clock::Clock;
use crate::domain::Timestamp;
use crate::printable::on_one_line;
use chrono::SecondsFormat;
use std::fmt;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::FmtContext;
use tracing_subscriber::fmt::format::{FormatEvent, FormatFields, Writer};
use tracing_subscriber::registry::LookupSpan;

/// The longest line, in bytes with its line feed: a printer that says pages fills no log with them.
pub(super) const LONGEST: usize = 4096;

/// Writes events as lines, by a clock and in the name of a program.
pub(super) struct Style<C> {
    pub(super) clock: C,
    pub(super) program: Program,
}

impl<C, S, N> FormatEvent<S, N> for Style<C>
where
    C: Clock,
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let at = self.clock.now().to_rfc3339_opts(SecondsFormat::Millis, true);
        let (level, process) = (level(*event.metadata().level()), std::process::id());
        write!(writer, "{at} {level} {}[{process}] ", self.program)?;
        context.format_fields(writer, event)
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        _ => "info",
    }
}

/// A text as one line with its line feed: nothing in it can begin another line, move the cursor of a terminal or turn
/// the direction of letters.
pub(super) fn one_line(text: &str) -> String {
    let mut line = on_one_line(text).into_owned();
    if line.len() >= LONGEST {
        line.truncate(line.floor_char_boundary(LONGEST - "…\n".len()));
        line.push('…');
    }
    line.push('\n');
    line
}

/// A line about the log itself, in the place of the line `of` and as of its time.
pub(super) fn about_the_log(of: &str, text: &str) -> String {
    let parts: Vec<&str> = of.splitn(4, ' ').collect();
    match parts[..] {
        [at, _, program, _] => one_line(&format!("{at} warn {program} {text}")),
        _ => one_line(text),
    }
}

/// One line, read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it was written.
    pub at: Timestamp,
    /// `info`, `warn` or `error`; empty where the line is damaged.
    pub level: String,
    /// Which program wrote it, with its counter, display or verb.
    pub program: String,
    /// In which process of the operating system.
    pub process: u32,
    /// What happened; the whole line where it is damaged.
    pub text: String,
}

impl Entry {
    /// Reads a line. A damaged one (a plug that was pulled) keeps its place behind the line before it, which is of
    /// `program` and was written at `before`.
    pub(super) fn read(line: &str, before: Timestamp, program: &str) -> Self {
        Self::whole(line).unwrap_or_else(|| Self {
            at: before,
            level: String::new(),
            program: program.to_owned(),
            process: 0,
            text: on_one_line(line).into_owned(),
        })
    }

    fn whole(line: &str) -> Option<Self> {
        let mut parts = line.splitn(4, ' ');
        let at = parts.next()?.parse().ok()?;
        let level = parts.next().filter(|level| ["info", "warn", "error"].contains(level))?;
        let (program, process) = parts.next()?.strip_suffix(']')?.split_once('[')?;
        Some(Self {
            at,
            level: level.to_owned(),
            program: on_one_line(program).into_owned(),
            process: process.parse().ok()?,
            text: on_one_line(parts.next()?).into_owned(),
        })
    }

    /// Whether it is of this program: `cli` means every verb, `console` every console.
    pub(super) fn is_of(&self, program: &str) -> bool {
        let rest = self.program.strip_prefix(program);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "2026-11-29T03:04:05.123Z warn console-1[4711] the queue cannot be read";

    #[test]
    fn nothing_that_is_logged_begins_a_line_or_moves_a_cursor() {
        let forged = "offline\n2026-11-29T03:04:05.123Z info kiosk[1] all is well\r\u{1b}[2J\u{85}\u{2028}\u{202e}";
        let line = one_line(forged);
        assert_eq!(
            line,
            "offline\\n2026-11-29T03:04:05.123Z info kiosk[1] all is well\\r\\u{1b}[2J\\u{85}\\u{2028}\\u{202e}\n"
        );
        assert_eq!(
            one_line("Nomor antrean Ḋ ꦲꦏ꧀ \\n"),
            "Nomor antrean Ḋ ꦲꦏ꧀ \\n\n",
            "letters stay"
        );
    }

    #[test]
    fn a_line_is_never_longer_than_a_line() {
        for filler in ["x", "é", "€", "\n"] {
            let line = one_line(&filler.repeat(LONGEST));
            assert!(line.len() <= LONGEST && line.ends_with("…\n"), "{filler:?}: {}", line.len());
        }
        let fits = "x".repeat(LONGEST - 1);
        assert_eq!(one_line(&fits), format!("{fits}\n"));
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let entry = Entry::read(LINE, Timestamp::UNIX_EPOCH, "kiosk");
        assert_eq!(entry.at.to_rfc3339(), "2026-11-29T03:04:05.123+00:00");
        assert_eq!((&*entry.level, &*entry.program, entry.process), ("warn", "console-1", 4711));
        assert_eq!(entry.text, "the queue cannot be read");
        assert!(entry.is_of("console") && entry.is_of("console-1"));
        assert!(!entry.is_of("console-11") && !entry.is_of("con") && !entry.is_of(""));
    }

    #[test]
    fn a_damaged_line_is_shown_and_harmless() {
        for damaged in ["\u{1b}[2J", &LINE[..20], "", "2026-11-29T03:04:05Z warn kiosk text"] {
            let entry = Entry::read(damaged, Timestamp::UNIX_EPOCH, "kiosk");
            assert_eq!((entry.at, &*entry.program), (Timestamp::UNIX_EPOCH, "kiosk"));
            assert_eq!(entry.text, on_one_line(damaged));
            assert!(!entry.text.contains('\u{1b}'));
        }
    }

    #[test]
    fn a_line_about_the_log_takes_the_time_of_the_line_in_its_way() {
        assert_eq!(
            about_the_log(LINE, "full"),
            "2026-11-29T03:04:05.123Z warn console-1[4711] full\n"
        );
    }
}
