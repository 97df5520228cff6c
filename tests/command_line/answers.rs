//! Answers for people and scripts: why somebody is next, what is late, and pipes that close.

use crate::support::TempOffice;
use crate::support::offices::{magetan, small};
use serde_json::json;
use std::io::Read;
use std::process::Stdio;

#[test]
fn a_call_says_why_and_so_does_the_queue() {
    let office = TempOffice::new(&magetan());
    for take in
        ["issue T --case baru", "issue T --case baru --priority", "issue T --case baru", "issue N"]
    {
        office.antre(take).ok();
    }
    let why = office.antre("why T003 --json").json();
    assert_eq!((&why["state"], &why["lane"]), (&json!("waiting"), &json!("regular")));
    assert_eq!(
        why["counters"],
        json!([{
            "counter": 1, "paused": false, "next": "T002", "why": "priority-turn",
            "because": "Turn of the priority lane", "before": 1,
        }])
    );
    let said = office.antre("why N001").ok();
    assert_eq!(
        said,
        "Counter 1: next is T002: Turn of the priority lane; 2 wait in front of N001 in the regular lane\n"
    );
    let called = office.antre("next --counter 1 --json").json();
    assert_eq!((&called["number"], &called["why"]), (&json!("T002"), &json!("priority-turn")));
    assert_eq!(called["because"], "Turn of the priority lane");
    assert_eq!(office.antre("why T002").ok(), "T002: called; nobody is to call it now\n");
    office.antre("no-show --counter 1").ok();
    let said = office.antre("next --counter 1").ok();
    assert!(said.ends_with("at Counter 1; Has waited longest\n"), "{said}");
    assert!(office.antre("why T099").refusal().starts_with("no ticket T099"));
}

#[test]
fn the_board_holds_what_is_at_the_counters_against_norm_and_promise() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    office.antre("next --counter 1").ok();
    office.antre("start --counter 1").ok();
    let board = office.antre("board").ok();
    assert!(
        board.contains(
            "T001: serving for Verification at Counter 1; 0 min of 4; service 0 min of 18\n"
        ),
        "{board}"
    );
    assert!(!board.contains("late against the promise"), "{board}");
    let ago = |minutes: i64| {
        let file = rusqlite::Connection::open(office.queue()).unwrap();
        let back = minutes * 60_000;
        let sql = "UPDATE ticket SET changed_at = changed_at - ?1, clock_since = clock_since - ?1";
        file.execute(sql, [back]).unwrap();
    };
    ago(15);
    let board = office.antre("board").ok();
    assert!(board.contains("15 min of 4 RED; service 15 min of 18 AMBER\n"), "{board}");
    assert!(board.contains("late against the promise: T001 AMBER at Verification\n"), "{board}");
    ago(4);
    assert!(office.antre("board").ok().contains("T001 RED at Verification\n"));
}

#[test]
fn an_answer_that_nobody_reads_to_its_end_ends_quietly() {
    let office = TempOffice::new(&small());
    // More than a pipe holds, so that the writer meets the closed end.
    for command in ["report month --csv", "standard"] {
        let mut child = office.command(command);
        let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut complaint = String::new();
        child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
        let code = child.wait().unwrap().code();
        assert_eq!((code, complaint.as_str()), (Some(0), ""), "{command}");
    }
}

/// A service whose journal has gone, a terminal that was closed: whoever scripts this still learns what happened.
#[cfg(target_os = "linux")]
#[test]
fn a_refusal_that_nobody_can_read_is_still_a_refusal() {
    let office = TempOffice::new(&small());
    for command in ["ticket A999", "next --counter 99"] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let status = office.command(command).stderr(full).status().unwrap();
        assert_eq!(status.code(), Some(1), "{command}");
    }
}
