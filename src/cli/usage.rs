//! Wrong usage, `--help` and `--version`: what `clap` says, on the way out of the program.
//!
//! Never here: the words of the command line (`arguments`).

use super::Cli;
use crate::printable::on_one_line;
use crate::say;
use clap::Parser;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::process::ExitCode;

/// The exit code of wrong usage.
const WRONG: u8 = 2;

/// Reads the arguments of this process; `Err` with the exit code when the answer has been given already.
pub(super) fn read() -> Result<Cli, ExitCode> {
    Cli::try_parse().map_err(|told| tell(&told))
}

/// Says a page of help, or what is wrong with the arguments. A page that cannot be written has failed.
fn tell(told: &clap::Error) -> ExitCode {
    if !told.use_stderr() {
        say::said(told.print().and_then(|()| io::stdout().flush()));
        return ExitCode::SUCCESS;
    }
    // The same arguments, made printable, are wrong in the same way; so whatever quotes them is printable, and the
    // colours of a terminal are nothing but ours.
    let plain = std::env::args_os().map(|argument| printable(&argument));
    match Cli::try_parse_from(plain) {
        // Nothing can be done when nobody can read it.
        Err(told) if told.use_stderr() => drop(told.print()),
        _ => say::aside_text(told),
    }
    WRONG.into()
}

fn printable(argument: &OsStr) -> String {
    on_one_line(&argument.to_string_lossy()).into_owned()
}
