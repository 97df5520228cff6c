//! Where words leave the program: answers to standard output, notes for the technician to standard error and into the
//! program log, events into the log alone.
//!
//! Whoever reads may have heard enough (`antre board | head -1`). Then nobody needs the rest of an answer, and the program
//! ends quietly. A note that nobody can read (a closed terminal, a full disk behind it) is lost, and the work goes on: a
//! window must not close because of it. `println!` and `eprintln!` would panic; a test bans them. Whatever leaves here is
//! printable: a name or an argument in a sentence moves no cursor and begins no line. Never here: what is said, and how
//! the log is written (`log`).
//!
//! What goes into the log, a technician reads aloud on the telephone: nothing of a visitor but the number, no officer,
//! no PIN, nothing that somebody typed into a window.

use crate::printable::{as_json, as_lines, as_sentence, without_places};
use std::error::Error;
use std::fmt::{Arguments, Display};
use std::io::{self, ErrorKind, Write};
use std::process;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tracing::{error, info, warn};

/// Says a line, as `println!` does.
macro_rules! say {
    ($($line:tt)*) => {
        $crate::say::line(format_args!($($line)*))
    };
}

/// Notes a line for the technician: on standard error behind the name of the program, and in the log as a warning.
macro_rules! note {
    ($($line:tt)*) => {
        $crate::say::note(format_args!($($line)*))
    };
}

/// Logs an event of the common course of things, and says it nowhere else. Fields come first, the sentence last; a text
/// from outside (a printer's answer, a file's name) is a field of its own, which is quoted:
/// `log_info!(printer = address, level = %level, "a sheet is printed")`.
macro_rules! log_info {
    ($($event:tt)*) => {
        ::tracing::info!($($event)*)
    };
}

/// As `log_info!`, for what somebody should look after.
macro_rules! log_warn {
    ($($event:tt)*) => {
        ::tracing::warn!($($event)*)
    };
}

/// Says a sentence: one line, and indented ones below it.
pub(crate) fn line(line: Arguments<'_>) {
    said(put(&as_sentence(&line.to_string()), "\n"));
}

/// Says a text of many lines. It brings its own last line feed.
pub(crate) fn text(text: impl Display) {
    said(put(&as_lines(&text.to_string()), ""));
}

/// Says an answer in JSON, on one line.
pub(crate) fn json(json: &str) {
    said(put(&as_json(json), "\n"));
}

/// As [`line()`] or [`json`], for a program that is not over when nobody can read it.
pub(crate) fn try_line(line: Arguments<'_>) -> io::Result<()> {
    put(&as_sentence(&line.to_string()), "\n")
}

/// As [`try_line`].
pub(crate) fn try_json(json: &str) -> io::Result<()> {
    put(&as_json(json), "\n")
}

/// One write, so that no line of another thread stands in it, and at once, also into a pipe.
fn put(text: &str, end: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(format!("{text}{end}").as_bytes()).and_then(|()| out.flush())
}

/// What becomes of the program when an answer was written, or not.
pub(crate) fn said(written: io::Result<()>) {
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => end(0),
        Err(error) => match DONE.get() {
            Some(done) => {
                note!("{done}; only the answer could not be written ({error})");
                end(0)
            }
            None => {
                note!("the answer could not be written ({error})");
                end(1)
            }
        },
    }
}

/// What is done already, however the telling of it ends.
static DONE: OnceLock<String> = OnceLock::new();

/// From here on an answer that cannot be written takes nothing back: whoever gave the command must not give it again.
pub(crate) fn is_done(sentence: String) {
    // The first one is the answer to the command.
    let _ = DONE.set(sentence);
}

fn end(code: i32) -> ! {
    crate::log::flush();
    process::exit(code)
}

/// Says a sentence on standard error, and nowhere else.
pub(crate) fn aside(line: Arguments<'_>) {
    beside(&as_sentence(&line.to_string()));
}

/// Says a text of many lines on standard error, and nowhere else.
pub(crate) fn aside_text(text: impl Display) {
    beside(&as_lines(text.to_string().trim_end()));
}

fn beside(text: &str) {
    // One write, so that the notes of several threads do not mix. Nothing can be done when it fails.
    let _ = io::stderr().lock().write_all(format!("{text}\n").as_bytes());
}

/// Notes a line, as `note!` does.
pub(crate) fn note(line: Arguments<'_>) {
    aside(format_args!("antre: {line}"));
    warn!("{line}");
}

/// Notes what failed and why, on one line; the public reads a calm screen instead. In the log it is an error.
pub(crate) fn note_fault(what: &str, error: &dyn Error) {
    let why = with_causes(error);
    aside(format_args!("antre: {what}: {why}"));
    error!("{what}: {why}");
}

/// Notes why a command failed, each cause on a line of its own; in the log all on one.
pub(crate) fn note_failure(error: &dyn Error) {
    aside_failure(error);
    error!("{}", with_causes(error));
}

/// Says why a command failed on standard error alone, for sentences that name somebody.
pub(crate) fn aside_failure(error: &dyn Error) {
    aside(format_args!("antre: {error}"));
    causes(error).for_each(aside_cause);
}

/// Notes a line with its reason on a line below it; in the log both on one.
pub(crate) fn note_because(line: Arguments<'_>, cause: impl Display) {
    aside(format_args!("antre: {line}"));
    let cause = cause.to_string();
    warn!("{line} ({})", without_places(&cause));
    aside_cause(cause);
}

fn aside_cause(cause: impl Display) {
    aside(format_args!("  because: {}", without_places(&cause.to_string())));
}

/// An error with all its causes, on one line.
fn with_causes(error: &dyn Error) -> String {
    causes(error).fold(error.to_string(), |why, cause| {
        format!("{why}: {}", without_places(&cause.to_string()))
    })
}

fn causes<'a>(error: &'a (dyn Error + 'a)) -> impl Iterator<Item = &'a dyn Error> {
    std::iter::successors(error.source(), |error: &&'a dyn Error| (*error).source())
}

/// How many different reasons are noted of one outage.
const REASONS: usize = 8;

/// How long something must work before an outage of the same reason is a new one.
const CALM: Duration = Duration::from_secs(60);

/// Something that does not work until it works again: a queue that cannot be read, a printer that cannot be driven. It is
/// noted when it begins and for each new reason, not at every try; nor again and again when every other try succeeds.
#[derive(Debug, Default)]
pub(crate) struct Outage {
    /// What was noted of it, and when that was last so.
    reasons: Vec<(String, Instant)>,
    /// Whether its end is still to be logged.
    lasts: bool,
}

impl Outage {
    /// It does not work, now or still.
    pub(crate) fn lasts(&mut self, what: &str, error: &dyn Error) {
        if self.is_news(format!("{what}: {}", with_causes(error)), Instant::now()) {
            note_fault(what, error);
        }
    }

    /// It works, again or still; the end of an outage is logged as this.
    pub(crate) fn is_over(&mut self, what: &str) {
        if self.has_ended(Instant::now()) {
            info!("{what}");
        }
    }

    fn is_news(&mut self, why: String, now: Instant) -> bool {
        if let Some((_, last)) = self.reasons.iter_mut().find(|(known, _)| *known == why) {
            *last = now;
            return false;
        }
        let is_news = self.reasons.len() < REASONS;
        if is_news {
            self.reasons.push((why, now));
            self.lasts = true;
        }
        is_news
    }

    fn has_ended(&mut self, now: Instant) -> bool {
        self.reasons.retain(|(_, last)| now.duration_since(*last) < CALM);
        std::mem::take(&mut self.lasts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an outage notes and logs at these seconds, for tries that fail for a reason or succeed.
    fn told(tries: &[(u64, Option<&str>)]) -> Vec<String> {
        let (begin, mut outage) = (Instant::now(), Outage::default());
        let mut told = Vec::new();
        for (second, reason) in tries {
            let now = begin + Duration::from_secs(*second);
            match reason {
                Some(why) if outage.is_news((*why).to_owned(), now) => told.push((*why).to_owned()),
                None if outage.has_ended(now) => told.push("over".to_owned()),
                _ => {}
            }
        }
        told
    }

    #[test]
    fn a_reason_is_noted_once_and_a_new_one_again() {
        let tries = [(0, Some("full")), (1, Some("full")), (2, Some("gone")), (3, None), (4, None)];
        assert_eq!(told(&tries), ["full", "gone", "over"]);
    }

    #[test]
    fn an_outage_of_every_other_try_is_noted_once() {
        let tries: Vec<_> = (0..600).map(|n| (n, (n % 2 == 0).then_some("full"))).collect();
        assert_eq!(told(&tries), ["full", "over"]);
        let long_after = [(0, Some("full")), (1, None), (61, None), (62, Some("full"))];
        assert_eq!(told(&long_after), ["full", "over", "full"]);
    }
}
