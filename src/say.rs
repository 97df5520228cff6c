//! Where words leave the program: answers to standard output, notes for the technician to standard error and into the
//! program log, events into the log alone.
//!
//! Whoever reads may have heard enough (`antre board | head -1`). Then nobody needs the rest of an answer, and the program
//! ends quietly. A note that nobody can read (a closed terminal, a full disk behind it) is lost, and the work goes on: a
//! window must not close because of it. `println!` and `eprintln!` would panic; a test bans them. Never here: what is
//! said, and how the log is written (`log`).
//!
//! What goes into the log, a technician reads aloud on the telephone: nothing of a visitor but the number, no officer,
//! no PIN, nothing that somebody typed into a window.

use std::error::Error;
use std::fmt::{Arguments, Display};
use std::io::{self, ErrorKind, Write};
use std::process;
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

/// Says a line.
pub(crate) fn line(line: Arguments<'_>) {
    said(writeln!(io::stdout().lock(), "{line}"));
}

/// Says a text as it is.
pub(crate) fn text(text: impl Display) {
    let mut out = io::stdout().lock();
    said(write!(out, "{text}").and_then(|()| out.flush()));
}

fn said(written: io::Result<()>) {
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => end(0),
        Err(error) => {
            note!("the answer could not be written ({error})");
            end(1)
        }
    }
}

fn end(code: i32) -> ! {
    crate::log::flush();
    process::exit(code)
}

/// Says a line on standard error as it is, and nowhere else.
pub(crate) fn aside(line: Arguments<'_>) {
    // One write, so that the notes of several threads do not mix. Nothing can be done when it fails.
    let _ = io::stderr().lock().write_all(format!("{line}\n").as_bytes());
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
    warn!("{line} ({cause})");
    aside_cause(cause);
}

fn aside_cause(cause: impl Display) {
    aside(format_args!("  because: {cause}"));
}

/// An error with all its causes, on one line.
fn with_causes(error: &dyn Error) -> String {
    causes(error).fold(error.to_string(), |why, cause| format!("{why}: {cause}"))
}

fn causes<'a>(error: &'a (dyn Error + 'a)) -> impl Iterator<Item = &'a dyn Error> {
    std::iter::successors(error.source(), |error: &&'a dyn Error| (*error).source())
}

/// How many different reasons are noted of one outage.
const REASONS: usize = 8;

/// Something that does not work until it works again: a queue that cannot be read, a printer that cannot be driven. It is
/// noted when it begins and for each new reason, not at every try.
#[derive(Debug, Default)]
pub(crate) struct Outage(Vec<String>);

impl Outage {
    /// It does not work, now or still.
    pub(crate) fn lasts(&mut self, what: &str, error: &dyn Error) {
        let why = with_causes(error);
        if self.0.len() < REASONS && !self.0.contains(&why) {
            note_fault(what, error);
            self.0.push(why);
        }
    }

    /// It works, again or still; the end of an outage is logged as this.
    pub(crate) fn is_over(&mut self, what: &str) {
        if !self.0.is_empty() {
            self.0.clear();
            info!("{what}");
        }
    }
}
