//! Writing answers to standard output, and notes for the technician to standard error.
//!
//! Whoever reads may have heard enough (`antre board | head -1`). Then nobody needs the rest of an answer, and the program
//! ends quietly. A note that nobody can read (a closed terminal, a full disk behind it) is lost, and the work goes on: a
//! window must not close because of it. `println!` and `eprintln!` would panic; a test bans them. Never here: what is said.

use std::error::Error;
use std::fmt::{Arguments, Display};
use std::io::{self, ErrorKind, Write};
use std::process;

/// Says a line, as `println!` does.
macro_rules! say {
    ($($line:tt)*) => {
        $crate::say::line(format_args!($($line)*))
    };
}

/// Notes a line for the technician, behind the name of the program.
macro_rules! note {
    ($($line:tt)*) => {
        $crate::say::note(format_args!("antre: {}", format_args!($($line)*)))
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
        Err(error) if error.kind() == ErrorKind::BrokenPipe => process::exit(0),
        Err(error) => {
            note!("the answer could not be written ({error})");
            process::exit(1)
        }
    }
}

/// Notes a line as it is.
pub(crate) fn note(line: Arguments<'_>) {
    // One write, so that the notes of several threads do not mix. Nothing can be done when it fails.
    let _ = io::stderr().lock().write_all(format!("{line}\n").as_bytes());
}

/// Notes what failed and why, on one line; the public reads a calm screen instead.
pub(crate) fn note_fault(what: &str, error: &dyn Error) {
    let mut why = error.to_string();
    for cause in causes(error) {
        why += &format!(": {cause}");
    }
    note!("{what}: {why}");
}

/// Notes why a command failed, each cause on a line of its own.
pub(crate) fn note_failure(error: &dyn Error) {
    note!("{error}");
    causes(error).for_each(note_cause);
}

/// Notes the reason for the note above it.
pub(crate) fn note_cause(cause: impl Display) {
    note(format_args!("  because: {cause}"));
}

fn causes<'a>(error: &'a (dyn Error + 'a)) -> impl Iterator<Item = &'a dyn Error> {
    std::iter::successors(error.source(), |error: &&'a dyn Error| (*error).source())
}
