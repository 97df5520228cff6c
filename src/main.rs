//! The program: arguments in, exit code out.

use antre::cli::{self, Cli};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Ok(done) => done.into(),
        Err(error) => {
            eprintln!("antre: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            ExitCode::from(1)
        }
    }
}
