//! Writing answers to standard output.
//!
//! Whoever reads may have heard enough (`antre board | head -1`). Then nobody needs the rest, and the program ends quietly;
//! `println!` would panic. A test bans it from the answers. Never here: what is said.

use std::fmt::{Arguments, Display};
use std::io::{self, ErrorKind, Write};
use std::process;

/// Says a line, as `println!` does.
macro_rules! say {
    ($($line:tt)*) => {
        $crate::say::line(format_args!($($line)*))
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
            eprintln!("antre: the answer could not be written ({error})");
            process::exit(1)
        }
    }
}
