//! Hands on the queue's file: moved away, deleted, emptied, an older copy in its place. None of it begins an empty queue,
//! loses a ticket in silence or gives a number twice.

use super::file::ALL;
use crate::support::offices::magetan;
use crate::support::terms::{issue, number, visitor};
use crate::support::{TempOffice, morning, open};
use antre::clock::ManualClock;
use antre::data::DataFolder;
use antre::desk::Desk;
use antre::domain::{EventSeq, Lane};
use std::fs;

/// An office in which three people have a number.
fn office_with_three() -> TempOffice {
    let office = TempOffice::new(&magetan());
    for service in ["R", "R", "T --case baru"] {
        office.antre(&format!("issue {service}")).ok();
    }
    office
}

/// Every verb refuses, names the file and what to do, and makes none.
fn nothing_is_made(office: &TempOffice) {
    let before = fs::read(office.queue()).ok();
    for verb in ALL {
        let run = office.antre(verb);
        let said = if verb == "check" { run.complaint() } else { run.refusal() };
        assert!(
            said.starts_with(&format!("there is no queue {}", office.queue().display())),
            "{said}"
        );
        assert!(said.contains("put it back") && said.contains("`antre init --queue`"), "{said}");
        assert_eq!(fs::read(office.queue()).ok(), before, "{verb}");
    }
}

#[test]
fn a_queue_that_was_moved_away_is_not_replaced_by_an_empty_one() {
    let office = office_with_three();
    fs::rename(office.queue(), office.file("away.db")).unwrap();
    nothing_is_made(&office);
    fs::rename(office.file("away.db"), office.queue()).unwrap();
    assert_eq!(office.antre("board --json").json()["waiting"], 3);
    assert!(office.antre("issue R").ok().starts_with("R003: "));
}

#[test]
fn a_queue_that_was_deleted_or_emptied_is_not_begun_anew_unawares() {
    for emptied in [false, true] {
        let office = office_with_three();
        match emptied {
            true => fs::write(office.queue(), "").unwrap(),
            false => fs::remove_file(office.queue()).unwrap(),
        }
        nothing_is_made(&office);
        let refused = office.antre("init --queue").refusal();
        assert!(refused.contains("locks/seen tells of event 3"), "{refused}");
        assert!(refused.contains("add --new-queue"), "{refused}");
        office.antre("init --queue --new-queue").ok();
        assert_eq!(office.antre("board --json").json()["waiting"], 0);
        // What is on paper is not given again.
        assert!(office.antre("issue R").ok().starts_with("R003: "));
        assert!(office.antre("issue T --case baru").ok().starts_with("T002: "));
        assert!(office.antre("check").ok().contains("queue.db: good"));
    }
}

#[test]
fn an_older_copy_in_the_place_of_the_queue_is_refused_by_whoever_starts() {
    let office = office_with_three();
    fs::copy(office.queue(), office.file("older.db")).unwrap();
    office.antre("issue R").ok();
    fs::copy(office.file("older.db"), office.queue()).unwrap();
    for verb in ALL {
        let run = office.antre(verb);
        let said = if verb == "check" { run.complaint() } else { run.refusal() };
        assert!(said.contains("or an older copy of it: it ends at event 3"), "{said}");
        assert!(said.contains("have seen event 4") && said.contains("`antre restore "), "{said}");
    }
    // Another office's queue is none of this one's.
    let other = office_with_three();
    (0..9).for_each(|_| drop(other.antre("issue T --case baru").ok()));
    fs::copy(other.queue(), office.queue()).unwrap();
    assert!(office.antre("issue R").refusal().contains("is not the one that was used here"));
}

/// A kiosk that is open, with thirty people waiting, and a copy of the queue when it had ten.
fn kiosk_and_older_copy() -> (TempOffice, Desk) {
    let (office, _, mut kiosk) = open(&magetan());
    (0..10).for_each(|_| drop(issue(&mut kiosk, 'R')));
    drop(kiosk);
    fs::copy(office.queue(), office.file("older.db")).unwrap();
    let mut kiosk = office.desk(&ManualClock::at(morning()));
    (0..20).for_each(|_| drop(issue(&mut kiosk, 'R')));
    (office, kiosk)
}

fn refused(kiosk: &mut Desk) -> String {
    let begin = std::time::Instant::now();
    let said = kiosk.issue(&visitor('R', Lane::Regular)).unwrap_err().to_string();
    assert!(begin.elapsed().as_secs() < 3, "told at once, not after a wait for other programs");
    said
}

#[test]
fn a_queue_that_is_emptied_under_a_running_program_stops_it() {
    let (office, mut kiosk) = kiosk_and_older_copy();
    fs::File::options().write(true).open(office.queue()).unwrap().set_len(0).unwrap();
    let said = refused(&mut kiosk);
    assert!(said.contains("was moved away or replaced while in use"), "{said}");
    kiosk.board(EventSeq(0)).unwrap_err();
    drop(kiosk);
    let log = fs::metadata(office.file("queue.db-wal")).unwrap();
    assert!(log.len() > 0, "the log of the file that may be put back stays");
}

#[test]
fn an_older_copy_under_a_running_program_gives_no_number_twice() {
    // Over the file, as `cp` writes, with and without its log; and in its place, as `mv` does.
    for (over, with_log) in [(true, true), (true, false), (false, true)] {
        let (office, mut kiosk) = kiosk_and_older_copy();
        if !with_log {
            fs::remove_file(office.file("queue.db-wal")).unwrap();
        }
        match over {
            true => drop(fs::copy(office.file("older.db"), office.queue()).unwrap()),
            false => fs::rename(office.file("older.db"), office.queue()).unwrap(),
        }
        match kiosk.issue(&visitor('R', Lane::Regular)) {
            // Everything since the copy stands in the log, which is still there: nothing is lacking.
            Ok(issued) => assert_eq!(issued.ticket.number, number("R031"), "{over} {with_log}"),
            Err(said) => assert!(said.to_string().contains("was moved away or replaced"), "{said}"),
        }
        drop(kiosk);
        let given = office.antre("issue R");
        assert!(!given.stdout.contains("R011"), "{given:?}");
    }
}

#[test]
fn a_log_that_is_removed_under_a_running_program_loses_nothing() {
    let (office, mut kiosk) = kiosk_and_older_copy();
    fs::remove_file(office.file("queue.db-wal")).unwrap();
    let said = refused(&mut kiosk);
    assert!(said.contains("queue.db-wal was moved away or replaced while in use"), "{said}");
    // What the program holds of the log goes into the queue when it ends.
    drop(kiosk);
    let mut desk = office.desk(&ManualClock::at(morning()));
    assert_eq!(desk.board(EventSeq(0)).unwrap().open.len(), 30);
    assert_eq!(issue(&mut desk, 'R').number, number("R031"));
}

#[test]
fn an_office_file_without_a_queue_gets_one_by_init_alone() {
    let office = TempOffice::without_queue(&magetan());
    nothing_is_made(&office);
    let said = office.antre("init").refusal();
    assert!(said.contains("run `antre init --queue`"), "{said}");
    office.antre("init --queue").ok();
    assert!(office.antre("check").ok().contains("queue.db: good"));
    assert!(office.antre("init --queue").refusal().starts_with("there is a queue already"));
    let nowhere = TempOffice::without_queue(&magetan());
    fs::remove_file(nowhere.file("office.toml")).unwrap();
    assert!(nowhere.antre("init --queue").refusal().starts_with("there is no office file"));
}

#[test]
fn the_memory_of_a_wall_and_a_log_tell_of_an_earlier_queue() {
    let trace = |leave: fn(&TempOffice)| {
        let office = TempOffice::without_queue(&magetan());
        office.antre("board").refusal();
        leave(&office);
        office.antre("init --queue").refusal()
    };
    let wall = trace(|office| {
        let data = DataFolder::locate(Some(office.path().to_owned()));
        fs::create_dir(office.file("locks")).unwrap();
        fs::write(data.lock_file("display-tv.lock"), format!("{:020}\n", 7)).unwrap();
    });
    assert!(wall.contains("display-tv.lock is the memory of a wall"), "{wall}");
    let log = trace(|office| {
        office.antre("init --queue").ok();
        office.antre("issue T --case baru").ok();
        fs::remove_file(office.queue()).unwrap();
        fs::remove_dir_all(office.file("locks")).unwrap();
    });
    assert!(log.contains("/logs tell of work"), "{log}");
    let left = trace(|office| fs::write(office.file("queue.db-wal"), "a day").unwrap());
    assert!(left.contains("put that queue back beside it"), "{left}");
}
