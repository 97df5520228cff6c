//! Which day it is, from the command line: a new one that a person opens, and the zones of a machine and an office.

use crate::support::offices::magetan;
use crate::support::program::run;
use crate::support::terms::{issue, number};
use crate::support::{TempOffice, left_out};
use antre::clock::{Clock, ManualClock, SystemClock};
use antre::desk::Subject;
use serde_json::Value;

/// Whether this machine has a clock that the network has set: then nothing doubts it.
fn is_synchronised() -> bool {
    let is_so = SystemClock.synchronised();
    if is_so {
        left_out("the clock of this machine is synchronised, so no program doubts it");
    }
    is_so
}

/// An office whose people have waited since a Monday of 2020; the clock of any machine is years ahead of it.
fn left_in_2020() -> TempOffice {
    let office = TempOffice::new(&magetan());
    let clock = ManualClock::at("2020-01-06T05:00:00Z".parse().unwrap());
    let mut desk = office.desk(&clock);
    for letter in ['T', 'K', 'K', 'K'] {
        issue(&mut desk, letter);
    }
    desk.cancel(Subject::Ticket(number("K002"))).unwrap();
    office
}

#[test]
fn whoever_opens_a_new_day_is_told_whom_it_leaves_behind() {
    if is_synchronised() {
        return;
    }
    let office = left_in_2020();
    let checked = office.antre("check");
    let found = checked.complaint_of("later than can be after 2020-01-06");
    assert!(found.starts_with("the clock of this machine says"), "{checked:?}");
    let refused = office.antre("issue K").refusal();
    assert!(refused.contains("2020-01-06") && refused.contains("--new-day"), "{refused}");
    let opened = office.antre("issue K --new-day");
    assert_eq!(
        opened.stderr,
        "antre: the day 2020-01-06 is closed, and with it these numbers, which nobody calls any more: T001, K001, K003; \
         whoever of them is here takes a new one\n"
    );
    assert!(opened.ok().starts_with("K001: 0 ahead"));
    office.antre("check").ok();
    // Said once, of a day that was opened.
    let again = office.antre("issue K --new-day");
    assert_eq!(again.stderr, "", "{again:?}");
    assert!(again.ok().starts_with("K002: 1 ahead"));
}

/// The system asks somebody for its zone, and whoever installs it may have another idea tomorrow: an office has its own.
#[test]
fn the_zone_of_the_system_changes_no_day_and_raises_no_doubt() {
    let office = TempOffice::new(&magetan());
    let mut days = Vec::new();
    for (count, zone) in
        ["UTC", "Asia/Jakarta", "Pacific/Kiritimati", "Pacific/Pago_Pago", "no/zone"]
            .into_iter()
            .enumerate()
    {
        let antre = |verb: &str| run(office.command(verb).env("TZ", zone));
        let issued = antre("issue K --json").json();
        assert_eq!(issued["number"], format!("K{:03}", count + 1), "{zone}");
        let board = antre("board --json").json();
        assert_eq!(board["clock"], Value::Null, "{zone}: {board}");
        days.push(board["day"].clone());
    }
    days.dedup();
    assert_eq!(days.len(), 1, "{days:?}");
}
