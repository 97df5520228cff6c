//! The office without windows, tried as a whole, in one binary.
//!
//! Belongs here: what needs a queue file, other processes, paper or the whole source tree. Never here: a rule that
//! can be tried with plain values (that test stands beside the rule in `src`), a sleep, the time of day.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod command_line;
mod conformance;
mod faults;
#[cfg(unix)]
mod feed;
mod journeys;
mod judge;
mod log;
mod mutants;
mod paper;
mod people;
mod profiles;
mod races;
mod rehearsal;
mod serve;
mod statements;
mod support;
mod tidy;
mod voice;

/// What this binary does when a test has started it once more, as another process of the office. Run by hand it
/// has no task and does nothing.
#[test]
fn another_process() {
    support::process::carry_out(&[
        ("rush", races::rush),
        ("first-start", races::first_start),
        ("issue-for-ever", races::issue_for_ever),
        ("count-syncs", mutants::count_syncs),
        ("count-quiet", statements::count_quiet),
        ("count-statements", statements::count_statements),
        ("migrate", faults::copies::migrate),
        ("stay", faults::marks::stay),
        ("take-a-number", paper::interrupted::take_a_number),
        ("own-and-print", paper::interrupted::own_and_print),
        ("log-write-lines", log::write_lines),
        ("log-panic", log::panic_in_a_thread),
        ("fault-in-a-worker", log::fault_in_a_worker),
        ("log-printer", log::drive_a_printer),
        ("log-queue", log::lose_the_queue),
    ]);
}
