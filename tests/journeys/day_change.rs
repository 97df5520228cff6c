//! Whose numbers a change of the day concerns: the log names them at once, and staff for the rest of the day.

use crate::support::TempOffice;
use crate::support::morning;
use crate::support::offices::magetan;
use crate::support::terms::{counter, issue};
use antre::clock::ManualClock;
use antre::desk::{DayChange, Desk};
use antre::domain::EventSeq;
use chrono::TimeDelta;
use std::sync::{Arc, Mutex};

/// What the desks of an office have told their log.
#[derive(Clone, Default)]
struct Diary(Arc<Mutex<Vec<DayChange>>>);

impl Diary {
    fn desk(&self, office: &TempOffice, clock: &ManualClock) -> Desk {
        let diary = self.clone();
        office.desk(clock).telling(move |change| diary.0.lock().unwrap().push(change.clone()))
    }

    fn told(&self) -> Vec<String> {
        self.0.lock().unwrap().drain(..).map(|change| change.to_string()).collect()
    }
}

/// Whom staff are told of: on the board, at a console, in the overview.
fn left(desk: &mut Desk) -> String {
    let left = desk.board(EventSeq(0)).unwrap().left_behind;
    assert_eq!(left, desk.counter_view(counter(1)).unwrap().left_behind, "the console");
    assert_eq!(left, desk.overview().unwrap().left_behind, "the supervisor");
    left.map(|left| left.told()).unwrap_or_default()
}

#[test]
fn whoever_waited_when_a_clock_after_a_restart_opened_another_day_is_named() {
    let (office, clock, diary) =
        (TempOffice::new(&magetan()), ManualClock::at(morning()), Diary::default());
    let mut desk = diary.desk(&office, &clock);
    for letter in ['T', 'T', 'K'] {
        issue(&mut desk, letter);
    }
    assert_eq!((diary.told(), left(&mut desk)), (Vec::new(), String::new()));
    let jump = TimeDelta::days(30);
    clock.switch_off(jump);
    let mut desk = diary.desk(&office, &clock);
    let first = issue(&mut desk, 'T');
    assert_eq!(
        (first.number.to_string(), first.day.to_string()),
        ("T001".into(), "2026-12-23".into())
    );
    assert_eq!(
        diary.told(),
        ["the day 2026-12-23 is in force now; 3 numbers lapsed with its first step: \
          K001, T001, T002 of 2026-11-23"]
    );
    // Told on, whatever vouches for the clock later, by a program that was not there.
    issue(&mut desk, 'T');
    let mut other = diary.desk(&office, &clock);
    for desk in [&mut desk, &mut other] {
        assert_eq!(left(desk), "K001, T001, T002 of 2026-11-23");
    }
    assert_eq!(diary.told(), [""; 0], "once");

    // The network sets the clock right: the day is resumed, and the other one's numbers are set aside.
    clock.synchronise(-jump);
    let again = issue(&mut desk, 'T');
    assert_eq!(
        (again.number.to_string(), again.day.to_string()),
        ("T003".into(), "2026-11-23".into())
    );
    assert_eq!(
        diary.told(),
        ["the day 2026-11-23 is in force now; 2 numbers of later days are set aside: \
          T001, T002 of 2026-12-23"]
    );
    issue(&mut other, 'K');
    assert_eq!(
        (diary.told(), left(&mut other)),
        (Vec::new(), "K001, T001, T002 of 2026-11-23".into())
    );
    let ahead = other.overview().unwrap().ahead;
    assert_eq!(ahead.len(), 2, "a supervisor sees numbers of later days, too");
}

#[test]
fn numbers_of_another_day_are_set_aside_once_also_by_a_person() {
    let (office, clock, diary) =
        (TempOffice::new(&magetan()), ManualClock::at(morning()), Diary::default());
    issue(&mut office.desk(&clock), 'T');
    clock.switch_off(TimeDelta::days(30));
    issue(&mut office.desk(&clock), 'T');
    clock.switch_off(TimeDelta::days(-30));
    let mut desk = diary.desk(&office, &clock);
    desk.open_new_day().unwrap();
    for _ in 0..2 {
        issue(&mut desk, 'T');
    }
    let told = diary.told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].ends_with("1 number of later days are set aside: T001 of 2026-12-23"),
        "{told:?}"
    );
    assert_eq!(left(&mut desk), "T001 of 2026-11-23", "the day's own");
}

#[test]
fn an_evening_on_which_somebody_left_is_written_down_and_troubles_nobody() {
    let (office, clock, diary) =
        (TempOffice::new(&magetan()), ManualClock::at(morning()), Diary::default());
    let mut desk = diary.desk(&office, &clock);
    issue(&mut desk, 'T');
    clock.advance(TimeDelta::days(1));
    issue(&mut desk, 'T');
    let told = diary.told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].ends_with("1 number lapsed with its first step: T001 of 2026-11-23"),
        "{told:?}"
    );
    assert_eq!(left(&mut desk), "", "the boot clock knows that a night has passed");
}

#[test]
fn screens_say_it_as_long_as_somebody_may_still_be_there() {
    let (office, clock) = (TempOffice::new(&magetan()), ManualClock::at(morning()));
    issue(&mut office.desk(&clock), 'T');
    clock.switch_off(TimeDelta::days(30));
    let mut desk = office.desk(&clock);
    issue(&mut desk, 'T');
    let left = desk.board(EventSeq(0)).unwrap().left_behind.unwrap();
    assert!(left.is_fresh(desk.now()));
    assert!(left.to_string().starts_with("1 number was unfinished"), "{left}");
    assert!(!left.is_fresh(desk.now() + TimeDelta::hours(3)));
}
