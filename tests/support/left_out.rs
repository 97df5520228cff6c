//! A test that cannot be made on this machine says so.
//!
//! Never here: deciding whether it can.

use std::io::Write;
use std::thread;

/// Says why the test that calls this, or a part of it, cannot be made here: one line on standard error, past the harness, which
/// keeps what a passing test prints. The gate shows these lines once more at its end.
pub fn left_out(why: &str) {
    // The harness names the thread by its test.
    let thread = thread::current();
    let test = thread.name().unwrap_or("a test");
    let _ = writeln!(std::io::stderr().lock(), "left out: {test}: {why}");
}
