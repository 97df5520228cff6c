//! A clock that nobody can believe: which day goes on, which numbers are given, and what becomes of them when the day is
//! known again.

use crate::support::offices::{magetan, small};
use crate::support::terms::{at, counter, issue, next, number, visitor};
use crate::support::{TempOffice, morning, parse};
use antre::clock::{Clock, ManualClock};
use antre::desk::{Desk, DeskError, Refusal, Subject};
use antre::domain::{Doubt, EventSeq, Lane, State, Timestamp};
use chrono::TimeDelta;
use std::sync::Arc;

/// An office whose three visitors of Friday, the 20th of November 2026, wait at 16:00.
fn friday() -> (TempOffice, ManualClock, Desk) {
    let office = TempOffice::new(&magetan());
    let clock = ManualClock::at(morning() - TimeDelta::days(3));
    let mut desk = office.desk(&clock);
    for _ in 0..3 {
        issue(&mut desk, 'T');
    }
    clock.advance(TimeDelta::hours(8));
    issue(&mut desk, 'K');
    (office, clock, desk)
}

fn given(desk: &mut Desk, letter: char) -> (String, String) {
    let ticket = issue(desk, letter);
    (ticket.number.to_string(), ticket.day.to_string())
}

fn pair(number: &str, day: &str) -> (String, String) {
    (number.to_owned(), day.to_owned())
}

fn waiting(desk: &mut Desk) -> Vec<String> {
    let board = desk.board(EventSeq(0)).unwrap();
    board.open.iter().map(|ticket| ticket.number.to_string()).collect()
}

/// What every screen is told of the clock.
fn told(desk: &mut Desk) -> Option<Doubt> {
    let clock = desk.board(EventSeq(0)).unwrap().clock;
    assert_eq!(clock, desk.counter_view(counter(1)).unwrap().clock, "the console");
    assert_eq!(clock, desk.overview().unwrap().clock, "the supervisor");
    desk.intake().unwrap();
    assert_eq!(clock, desk.doubted_clock(), "the kiosk");
    clock.map(|clock| clock.doubt)
}

#[test]
fn a_clock_three_days_back_while_running_is_told_at_once_and_the_right_day_goes_on() {
    let (office, clock, mut desk) = friday();
    clock.set(TimeDelta::days(-3));
    for mut desk in [office.desk(&clock), office.desk(&clock)] {
        let shown = desk.shown_clock();
        assert_eq!(told(&mut desk), Some(Doubt::SetBack));
        let day = antre::domain::BusinessDay::of(shown.now(), desk.office().zone);
        assert_eq!(day.to_string(), "2026-11-20", "what a wall shows agrees with the tickets");
        assert_eq!(waiting(&mut desk).len(), 4, "nobody is shown an empty room");
    }
    let fourth = issue(&mut desk, 'T');
    assert_eq!((fourth.number, fourth.day.to_string()), (number("T004"), "2026-11-20".to_owned()));
    assert!(fourth.issued_at >= morning() - TimeDelta::days(3), "the boot clock knows the time");
    let said = desk.doubted_clock().unwrap().to_string();
    assert!(
        said.contains("set back to 2026-11-17") && said.contains("2026-11-20 goes on"),
        "{said}"
    );
    // Over the night the boot clock opens the next day, and when the clock is right again nothing has happened.
    clock.advance(TimeDelta::hours(16));
    assert_eq!(given(&mut desk, 'T'), pair("T001", "2026-11-21"));
    clock.set(TimeDelta::days(3));
    assert_eq!(given(&mut desk, 'T'), pair("T002", "2026-11-21"));
    assert_eq!(told(&mut desk), None);
}

#[test]
fn a_clock_three_days_back_after_a_restart_never_gives_a_number_twice() {
    let (office, clock, _) = friday();
    clock.switch_off(TimeDelta::days(-3));
    let mut desk = office.desk(&clock);
    assert_eq!(told(&mut desk), Some(Doubt::Behind));
    assert_eq!(given(&mut desk, 'T'), pair("T004", "2026-11-20"));
    assert_eq!(next(&mut desk, 1).unwrap().number, number("T001"));
    let said = desk.doubted_clock().unwrap().to_string();
    assert!(said.contains("earlier than the newest step in the queue of 2026-11-20"), "{said}");
}

#[test]
fn an_hour_back_over_midnight_opens_no_second_day_and_leaves_no_gap() {
    for restarted in [false, true] {
        let office = TempOffice::new(&magetan());
        let clock = ManualClock::at(morning() + TimeDelta::hours(16));
        let mut desk = office.desk(&clock);
        assert_eq!(given(&mut desk, 'T'), pair("T001", "2026-11-24"));
        match restarted {
            true => clock.switch_off(TimeDelta::hours(-1)),
            false => clock.set(TimeDelta::hours(-1)),
        }
        let mut desk = office.desk(&clock);
        assert_eq!(given(&mut desk, 'T'), pair("T002", "2026-11-24"), "{restarted}");
        clock.advance(TimeDelta::hours(2));
        assert_eq!(given(&mut desk, 'T'), pair("T003", "2026-11-24"), "{restarted}");
        assert_eq!(waiting(&mut desk).len(), 3);
    }
}

#[test]
fn without_a_clock_chip_nobody_is_locked_out_and_the_network_opens_the_day() {
    let (office, clock, _) = friday();
    clock.without_chip();
    // On Monday morning the machine starts with the time at which it was switched off.
    clock.switch_off(TimeDelta::zero());
    let mut desk = office.desk(&clock);
    assert_eq!(told(&mut desk), Some(Doubt::NoChip));
    assert_eq!(given(&mut desk, 'T'), pair("T004", "2026-11-20"));
    assert_eq!(given(&mut desk, 'T'), pair("T005", "2026-11-20"));
    assert_eq!(given(&mut desk, 'Q'), pair("Q001", "2026-11-20"));
    assert!(!desk.ticket(number("T004")).unwrap().knows_time, "no date is printed");
    assert!(desk.ticket(number("T001")).unwrap().knows_time);
    // Half an hour later the network sets the clock to Monday, 08:30.
    clock.advance(TimeDelta::minutes(30));
    clock.synchronise(TimeDelta::days(2) + TimeDelta::hours(16));
    assert_eq!(
        given(&mut desk, 'T'),
        pair("T006", "2026-11-23"),
        "never one of those that are out"
    );
    assert_eq!(told(&mut desk), None);
    assert_eq!(waiting(&mut desk), ["T004", "T005", "Q001", "T006"], "Friday's own have lapsed");
    assert_eq!(next(&mut desk, 1).unwrap().number, number("T004"));
    assert_eq!(given(&mut desk, 'K'), pair("K001", "2026-11-23"));
    let day = desk.today().unwrap();
    assert_eq!(desk.histories(day, day).unwrap().len(), 5);
}

#[test]
fn hours_and_quota_turn_nobody_away_where_nobody_knows_the_day() {
    let hours =
        "[hours]\nconfirmed = true\nfriday = [\"08:00-11:00\"]\nmonday = [\"08:00-15:00\"]\n";
    let source = magetan();
    let (before, rest) = source.split_once("[hours]").unwrap();
    let (_, rest) = rest.split_once("warn_minutes = 30").unwrap();
    let office = TempOffice::new(&format!("{before}{hours}{rest}"));
    let clock = ManualClock::at(morning() - TimeDelta::days(3));
    issue(&mut office.desk(&clock), 'T');
    clock.advance(TimeDelta::hours(8));
    assert!(matches!(
        office.desk(&clock).issue(&visitor('T', Lane::Regular)),
        Err(DeskError::Refusal(Refusal::NoNumber { .. }))
    ));
    clock.without_chip();
    clock.switch_off(TimeDelta::zero());
    let mut desk = office.desk(&clock);
    assert!(desk.intake().unwrap().iter().all(|service| service.refused.is_none()));
    assert_eq!(given(&mut desk, 'T'), pair("T002", "2026-11-20"));
}

#[test]
fn an_office_without_internet_is_not_doubted_at_noon_or_on_monday() {
    let (office, clock, _) = friday();
    clock.switch_off(TimeDelta::minutes(10));
    let mut desk = office.desk(&clock);
    assert_eq!((told(&mut desk), given(&mut desk, 'T')), (None, pair("T004", "2026-11-20")));
    clock.switch_off(TimeDelta::hours(63));
    let mut desk = office.desk(&clock);
    assert_eq!((told(&mut desk), given(&mut desk, 'T')), (None, pair("T001", "2026-11-23")));
}

#[test]
fn an_hour_ahead_is_a_correction_and_a_day_ahead_wants_a_person_or_the_network() {
    let (office, clock, mut desk) = friday();
    clock.set(TimeDelta::hours(1));
    assert_eq!((told(&mut desk), given(&mut desk, 'T')), (None, pair("T004", "2026-11-20")));
    clock.set(TimeDelta::days(1));
    assert_eq!(told(&mut desk), Some(Doubt::Ahead));
    let refused = desk.issue(&visitor('T', Lane::Regular)).unwrap_err();
    assert!(matches!(refused, DeskError::Refusal(Refusal::ClockAhead { .. })), "{refused}");
    assert_eq!(waiting(&mut office.desk(&clock)).len(), 5, "no lapse without a person");
    clock.synchronise(TimeDelta::zero());
    assert_eq!(given(&mut desk, 'T'), pair("T001", "2026-11-21"), "the network is believed");
}

#[test]
fn one_ticket_of_2031_neither_blinds_the_guard_nor_is_forgotten() {
    let office = TempOffice::new(&magetan());
    let clock = ManualClock::at(morning());
    let mut desk = office.desk(&clock);
    let first = issue(&mut desk, 'T');
    desk.cancel(Subject::Ticket(first.number)).unwrap();
    let years = TimeDelta::days(1_500);
    clock.set(years);
    let future = issue(&mut desk, 'T');
    assert_eq!(future.number, number("T001"));
    assert_eq!(told(&mut desk), Some(Doubt::Ahead));
    let said = desk.doubted_clock().unwrap().to_string();
    let expected =
        format!("the clock of this machine says {}, much later than the last work", future.day);
    assert!(said.starts_with(&expected), "{said}");
    clock.switch_off(TimeDelta::minutes(5) - years);
    let mut desk = office.desk(&clock);
    assert_eq!((told(&mut desk), given(&mut desk, 'T')), (None, pair("T002", "2026-11-23")));
    let ahead = desk.board(EventSeq(0)).unwrap().ahead;
    assert_eq!(
        (ahead.len(), ahead[0].id),
        (1, future.id),
        "its number is taken, so staff are told"
    );
    clock.set(TimeDelta::days(1));
    let mut fresh = office.desk(&clock);
    let refused = fresh.issue(&visitor('T', Lane::Regular)).unwrap_err();
    assert!(
        matches!(refused, DeskError::Refusal(Refusal::ClockAhead { .. })),
        "the guard is alive: {refused}"
    );
    assert_eq!(waiting(&mut fresh), ["T002"]);
}

/// Two days of work by a clock of 2031, opened by nobody, then the right clock after a restart.
fn two_days_of_2031() -> (TempOffice, ManualClock) {
    let office = TempOffice::new(&magetan());
    let clock = ManualClock::at(morning());
    let mut desk = office.desk(&clock);
    let first = issue(&mut desk, 'T');
    desk.cancel(Subject::Ticket(first.number)).unwrap();
    clock.switch_off(TimeDelta::days(1_500));
    let mut desk = office.desk(&clock);
    let one = issue(&mut desk, 'T');
    desk.cancel(Subject::Ticket(one.number)).unwrap();
    clock.switch_off(TimeDelta::days(1));
    let mut desk = office.desk(&clock);
    for _ in 0..2 {
        issue(&mut desk, 'T');
    }
    clock.switch_off(TimeDelta::minutes(5) - TimeDelta::days(1_500));
    (office, clock)
}

#[test]
fn days_of_2031_are_told_and_a_person_may_say_that_they_were_wrong() {
    let (office, clock) = two_days_of_2031();
    let mut desk = office.desk(&clock);
    assert_eq!(told(&mut desk), Some(Doubt::Gap));
    let (number, day) = given(&mut desk, 'T');
    assert!(day.starts_with("2031-01-0"), "{day}");
    assert_eq!(number, "T003", "above those that are out");
    desk.open_new_day().unwrap();
    assert_eq!(given(&mut desk, 'T').1, "2026-11-24");
    assert_eq!((told(&mut office.desk(&clock)), waiting(&mut desk).len()), (None, 4));
    // It was a step in the queue: no program asks again, not after a restart either.
    clock.switch_off(TimeDelta::hours(1));
    let mut desk = office.desk(&clock);
    assert_eq!((told(&mut desk), given(&mut desk, 'T').1), (None, "2026-11-24".to_owned()));
}

#[test]
fn days_of_2031_are_told_and_a_person_may_say_that_they_were_right() {
    let (office, clock) = two_days_of_2031();
    assert_eq!(told(&mut office.desk(&clock)), Some(Doubt::Gap));
    clock.set(TimeDelta::days(1_500));
    let mut desk = office.desk(&clock);
    assert_eq!(told(&mut desk), Some(Doubt::Ahead));
    desk.open_new_day().unwrap();
    let ticket = issue(&mut desk, 'T');
    assert!(ticket.day.to_string().starts_with("2031-01-0"), "{}", ticket.day);
    assert_eq!(told(&mut desk), None);
    clock.switch_off(TimeDelta::days(1));
    let mut desk = office.desk(&clock);
    assert_eq!((told(&mut desk), issue(&mut desk, 'T').number), (None, number("T001")));
}

#[test]
fn a_person_decides_once_for_all_programs_and_the_queue_says_who() {
    let (office, clock, _) = friday();
    clock.without_chip();
    clock.switch_off(TimeDelta::hours(62));
    let mut desk = office.desk(&clock);
    assert_eq!(given(&mut desk, 'T'), pair("T004", "2026-11-20"));
    desk.open_new_day().unwrap();
    let mut other = office.desk(&clock);
    assert_eq!((told(&mut other), waiting(&mut other)), (None, vec!["T004".to_owned()]));
    assert_eq!(given(&mut other, 'T'), pair("T005", "2026-11-23"));
    let file = rusqlite::Connection::open(office.queue()).unwrap();
    let step: (String, String) = file
        .query_row(
            "SELECT from_day, business_day FROM clock_step WHERE voucher = 'person'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert_eq!(step, pair("2026-11-20", "2026-11-23"));
}

#[test]
fn the_turn_of_a_year_a_leap_day_and_three_weeks_of_rest_are_no_doubt() {
    let year = ["2026-12-31T16:59:30Z", "2027-01-01T01:00:00Z", "2027-01-22T01:00:00Z"];
    let leap = ["2028-02-28T01:00:00Z", "2028-02-29T01:00:00Z", "2028-03-01T01:00:00Z"];
    for (times, days) in [
        (year, ["2026-12-31", "2027-01-01", "2027-01-22"]),
        (leap, ["2028-02-28", "2028-02-29", "2028-03-01"]),
    ] {
        let office = TempOffice::new(&magetan());
        let times = times.map(|time| time.parse::<Timestamp>().unwrap());
        let clock = ManualClock::at(times[0]);
        for (time, day) in times.into_iter().zip(days) {
            clock.switch_off(time - clock.now());
            let mut desk = office.desk(&clock);
            assert_eq!((told(&mut desk), given(&mut desk, 'T')), (None, pair("T001", day)));
        }
    }
}

#[test]
fn a_ticket_that_was_called_in_doubt_stays_at_its_counter() {
    let (office, clock, _) = friday();
    clock.without_chip();
    clock.switch_off(TimeDelta::zero());
    let mut desk = office.desk(&clock);
    while let Some(ticket) = next(&mut desk, 1) {
        desk.cancel(Subject::Ticket(ticket.number)).unwrap();
    }
    issue(&mut desk, 'T');
    let called = next(&mut desk, 1).unwrap();
    clock.synchronise(TimeDelta::hours(64));
    desk.start(at(1)).unwrap();
    let held = desk.counter_view(counter(1)).unwrap().current.unwrap();
    assert_eq!((held.id, held.day.to_string()), (called.id, "2026-11-23".to_owned()));
    assert!(matches!(held.state, State::Serving { .. }));
}

/// A queue of version 9: one ticket in August, work again on Monday, the 23rd of November 2026.
fn updated(and: &str) -> (TempOffice, ManualClock) {
    let office = TempOffice::new(&small());
    let stored = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/queues/9.db");
    std::fs::copy(stored, office.queue()).unwrap();
    let file = rusqlite::Connection::open(office.queue()).unwrap();
    file.execute_batch(
        "UPDATE ticket SET business_day = '2026-08-03' WHERE row = 1;
         UPDATE event SET business_day = '2026-08-03' WHERE ticket = 1;
         INSERT INTO series (business_day, series, last_serial) VALUES ('2026-08-03', 'A', 1);",
    )
    .unwrap();
    file.execute_batch(and).unwrap();
    file.close().unwrap();
    (office, ManualClock::at(morning() + TimeDelta::days(1)))
}

#[test]
fn an_old_gap_is_no_doubt_after_an_update() {
    let slip = "UPDATE ticket SET business_day = '2031-01-01' WHERE row = 3;
                UPDATE event SET business_day = '2031-01-01' WHERE ticket = 3;
                UPDATE series SET business_day = '2031-01-01' WHERE series = 'B';";
    for and in ["", slip] {
        let (office, clock) = updated(and);
        for day in ["2026-11-24", "2026-11-25", "2026-11-26"] {
            let mut desk = office.desk(&clock);
            assert_eq!((told(&mut desk), given(&mut desk, 'A')), (None, pair("A001", day)));
            clock.switch_off(TimeDelta::days(1));
        }
    }
}

#[test]
fn after_a_long_holiday_the_word_of_a_person_settles_it_for_good() {
    let office = TempOffice::new(&magetan());
    let clock = ManualClock::at(morning());
    for away in [61, 1] {
        let mut desk = office.desk(&clock);
        let ticket = issue(&mut desk, 'T');
        desk.cancel(Subject::Ticket(ticket.number)).unwrap();
        clock.switch_off(TimeDelta::days(away));
        assert_eq!(told(&mut office.desk(&clock)), Some(Doubt::Ahead));
    }
    office.desk(&clock).open_new_day().unwrap();
    // From then on one ticket a day, and a restart each night: nothing but order speaks for a day.
    for _ in 0..35 {
        clock.switch_off(TimeDelta::days(2));
        let mut desk = office.desk(&clock);
        assert_eq!((told(&mut desk), given(&mut desk, 'T').0), (None, "T001".to_owned()));
    }
}

/// A desk of an office whose file says another zone now.
fn in_zone(office: &TempOffice, clock: &ManualClock, zone: &str) -> Desk {
    let source = magetan().replace("Asia/Jakarta", zone);
    Desk::new(Box::new(office.store()), Arc::new(parse(&source)), Arc::new(clock.clone()))
}

#[test]
fn an_office_that_corrects_its_zone_goes_on_and_opens_its_days_by_the_new_one() {
    for restarted in [false, true] {
        // At ten in the morning of Papua, and at half past one in its night, when it is the day before in Java.
        for time in ["2026-11-23T01:00:00Z", "2026-11-22T16:30:00Z"] {
            let office = TempOffice::new(&magetan());
            let clock = ManualClock::at(time.parse().unwrap());
            let mut days = Vec::new();
            for (count, zone) in
                ["Asia/Jayapura", "Asia/Jakarta", "Asia/Jayapura"].iter().enumerate()
            {
                let mut desk = in_zone(&office, &clock, zone);
                let (number, day) = given(&mut desk, 'K');
                let case = format!("{restarted}, {time}, {zone}");
                assert_eq!(
                    (number, told(&mut desk)),
                    (format!("K00{}", count + 1), None),
                    "{case}"
                );
                days.push(day);
                match restarted {
                    true => clock.switch_off(TimeDelta::minutes(1)),
                    false => clock.advance(TimeDelta::minutes(1)),
                }
            }
            assert_eq!(days, ["2026-11-23"; 3]);
        }
    }
}
