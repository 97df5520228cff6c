//! The program: arguments in, exit code out.

use antre::cli::{self, Cli};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(Cli::parse())
}
