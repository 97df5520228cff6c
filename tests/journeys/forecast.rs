//! Looking ahead: what a visitor is told of the wait, whether it comes true, and when the office stops in time.

use crate::support::offices::magetan;
use crate::support::open;
use crate::support::terms::{at, counter, issue, next, number, serve, service, visitor};
use antre::clock::ManualClock;
use antre::desk::{Desk, DeskError, IssueRequest, NoNumber, Refusal, ServiceIntake};
use antre::domain::{Lane, Level, OverrideCode, Ticket, WaitRange};
use chrono::TimeDelta;

/// The next visitor of a counter comes at once and is served in so many minutes.
fn serve_for(desk: &mut Desk, clock: &ManualClock, n: u8, minutes: i64) -> Ticket {
    let ticket = next(desk, n).unwrap();
    if ticket.state.code() == "called" {
        desk.start(at(n)).unwrap();
    }
    clock.advance(TimeDelta::minutes(minutes));
    desk.finish(at(n)).unwrap()
}

/// Counter 1 has served so many visitors of service Q, each for some minutes.
fn after_some_visits(desk: &mut Desk, clock: &ManualClock, minutes: &[i64]) {
    for minutes in minutes {
        issue(desk, 'Q');
        serve_for(desk, clock, 1, *minutes);
    }
}

fn intake(desk: &mut Desk, letter: char) -> ServiceIntake {
    let intake = desk.intake().unwrap();
    intake.into_iter().find(|i| i.service == service(letter)).unwrap()
}

#[test]
fn nothing_is_said_of_a_wait_before_anybody_knows_it() {
    let (_office, clock, mut desk) = open(&magetan());
    assert_eq!(issue(&mut desk, 'Q').estimate, None);
    serve(&mut desk, 1);
    after_some_visits(&mut desk, &clock, &[4, 4, 4]);
    assert_eq!(issue(&mut desk, 'Q').estimate, None, "four are too few");
    serve_for(&mut desk, &clock, 1, 4);
    assert!(issue(&mut desk, 'Q').estimate.is_some());
}

#[test]
fn a_wait_follows_people_minutes_and_counters_and_is_kept_with_the_ticket() {
    let (_office, clock, mut desk) = open(&magetan());
    after_some_visits(&mut desk, &clock, &[4, 5, 6, 4, 5, 6, 4, 5, 6]);
    let waits: Vec<_> = (0..5).map(|_| issue(&mut desk, 'Q').estimate.unwrap()).collect();
    let minutes: Vec<_> = waits.iter().map(|w| (w.from, w.to)).collect();
    assert_eq!(minutes, [(0, 0), (3, 14), (8, 21), (12, 27), (16, 34)]);
    assert_eq!(intake(&mut desk, 'Q').wait, Some(WaitRange { from: 21, to: 40 }));
    assert_eq!(intake(&mut desk, 'Q').ahead, 5);

    // And it comes true.
    let last = desk.board(antre::domain::EventSeq(0)).unwrap().open.last().unwrap().number;
    (0..4).for_each(|_| drop(serve_for(&mut desk, &clock, 1, 5)));
    next(&mut desk, 1).unwrap();
    let file = desk.ticket(last).unwrap();
    let waited = file.waited().unwrap().num_minutes();
    let told = file.ticket.estimate.unwrap();
    assert_eq!((waited, told), (20, WaitRange { from: 16, to: 34 }));
}

#[test]
fn a_counter_on_a_break_or_long_silent_serves_nobody() {
    let (_office, clock, mut desk) = open(&magetan());
    after_some_visits(&mut desk, &clock, &[4; 6]);
    assert!(intake(&mut desk, 'Q').wait.is_some());
    desk.pause(counter(1)).unwrap();
    assert_eq!(intake(&mut desk, 'Q').wait, None);
    desk.resume(counter(1)).unwrap();
    assert!(intake(&mut desk, 'Q').wait.is_some());
    clock.advance(TimeDelta::minutes(61));
    assert_eq!(intake(&mut desk, 'Q').wait, None, "an empty chair, as far as anybody knows");
    issue(&mut desk, 'Q');
    next(&mut desk, 1).unwrap();
    clock.advance(TimeDelta::minutes(90));
    assert!(intake(&mut desk, 'Q').wait.is_some(), "a long case is work, too");
}

#[test]
fn yesterday_teaches_this_morning() {
    let (_office, clock, mut desk) = open(&magetan());
    after_some_visits(&mut desk, &clock, &[4; 6]);
    clock.advance(TimeDelta::days(1));
    issue(&mut desk, 'Q');
    next(&mut desk, 1).unwrap();
    assert!(issue(&mut desk, 'Q').estimate.is_some());
}

#[test]
fn a_ticket_is_held_against_the_promise_and_the_norm_of_its_stage() {
    let (_office, clock, mut desk) = open(&magetan());
    let ticket = issue(&mut desk, 'T');
    let levels = |desk: &mut Desk| {
        let ticket = desk.ticket(ticket.number).unwrap().ticket;
        let (office, now) = (desk.office().clone(), desk.now());
        (office.promise_level(&ticket, now), office.stage_level(&ticket, now))
    };
    let (green, amber, red) = (Some(Level::Green), Some(Level::Amber), Some(Level::Red));
    clock.advance(TimeDelta::minutes(60));
    assert_eq!(levels(&mut desk), (green, None), "waiting is not service");
    next(&mut desk, 1).unwrap();
    desk.start(at(1)).unwrap();
    clock.advance(TimeDelta::minutes(4));
    assert_eq!(levels(&mut desk), (green, amber), "4 of 4 minutes, 4 of 18");
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(levels(&mut desk), (green, red));
    desk.return_file(at(1), &[1], None).unwrap();
    clock.advance(TimeDelta::minutes(90));
    assert_eq!(levels(&mut desk), (green, None), "the clock rests while the applicant is away");
    desk.back(ticket.number).unwrap();
    next(&mut desk, 1).unwrap();
    clock.advance(TimeDelta::minutes(13));
    assert_eq!(levels(&mut desk), (amber, None));
    clock.advance(TimeDelta::minutes(1));
    assert_eq!(levels(&mut desk), (red, None));
}

/// An office that closes at 15:00, where print room and counters have shown how fast they are: 6 minutes for a check,
/// 10 for a card.
fn busy_until_three() -> (crate::support::TempOffice, ManualClock, Desk) {
    let (office, clock, mut desk) =
        open(&magetan().replace("confirmed = false", "confirmed = true"));
    for _ in 0..5 {
        issue(&mut desk, 'N');
        serve_for(&mut desk, &clock, 1, 6);
        serve_for(&mut desk, &clock, 4, 10);
        serve_for(&mut desk, &clock, 3, 1);
    }
    (office, clock, desk)
}

#[test]
fn the_office_stops_in_time_because_of_what_still_has_to_be_printed() {
    let (_office, clock, mut desk) = busy_until_three();
    // 09:25. Fifteen cards wait for the print room, which needs 150 minutes for them.
    for _ in 0..15 {
        issue(&mut desk, 'N');
        serve_for(&mut desk, &clock, 1, 0);
    }
    let fits = |desk: &mut Desk| {
        let intake = intake(desk, 'N');
        (intake.refused.map(|why| why.code()), intake.tight)
    };
    assert_eq!(fits(&mut desk), (None, false));
    clock.advance(TimeDelta::minutes(154)); // 11:59
    keep_working(&mut desk);
    assert_eq!(fits(&mut desk), (None, true), "150 + 10 + 1 minutes, and half an hour to spare");
    let ticket = desk.issue(&visitor('N', Lane::Regular)).unwrap();
    assert!(ticket.tight);
    clock.advance(TimeDelta::minutes(40));
    keep_working(&mut desk);
    let error = desk.issue(&visitor('N', Lane::Regular)).unwrap_err();
    assert!(
        error.to_string().starts_with(
            "another ticket of service N can no longer be finished before closing at 15:00"
        ),
        "{error}"
    );
    assert!(matches!(
        error,
        DeskError::Refusal(Refusal::NoNumber { why: NoNumber::NoTimeLeft { .. }, .. })
    ));
    // What does not need the print room goes on, and staff may still say yes.
    issue(&mut desk, 'Q');
    let promised =
        IssueRequest { override_code: OverrideCode::new("janji"), ..visitor('N', Lane::Regular) };
    desk.issue(&promised).unwrap();
}

/// Somebody sits at the counters: a step and its undo leave the queue as it was.
fn keep_working(desk: &mut Desk) {
    for n in [1, 4] {
        if desk.next(counter(n)).unwrap().is_some() {
            desk.undo(counter(n)).unwrap();
        }
    }
}

#[test]
fn a_queue_that_nobody_can_judge_refuses_nobody() {
    let (_office, clock, mut desk) =
        open(&magetan().replace("confirmed = false", "confirmed = true"));
    (0..200).for_each(|_| drop(issue(&mut desk, 'N')));
    clock.advance(TimeDelta::minutes(419));
    assert_eq!(issue(&mut desk, 'N').number, number("N201"), "a minute before closing");
}

/// What a wall says of who is next is what the next key of a counter does, whatever lanes and services wait.
#[test]
fn who_is_called_soon_is_who_the_counters_call() {
    let (_office, clock, mut desk) = open(&magetan());
    let mut random = fastrand::Rng::with_seed(7);
    let mut asked = 0;
    for _ in 0..120 {
        for _ in 0..random.u32(0..3) {
            let lane = if random.u8(0..4) == 0 { Lane::Priority } else { Lane::Regular };
            let letter = random.choice(['Q', 'U', 'R', 'S']).unwrap();
            desk.issue(&visitor(letter, lane)).unwrap();
        }
        clock.advance(TimeDelta::minutes(random.i64(0..4)));
        let here = random.u8(1..3);
        let soon = desk.coming().unwrap().soon;
        let numbers: std::collections::BTreeSet<_> =
            soon.iter().map(|soon| soon.number().to_string()).collect();
        assert_eq!(numbers.len(), soon.len(), "nobody twice: {soon:?}");
        let first = soon.iter().find(|soon| soon.counter == counter(here));
        let first = first.map(|soon| soon.number());
        let Some(called) = next(&mut desk, here) else {
            assert_eq!(first, None);
            continue;
        };
        asked += 1;
        assert_eq!(Some(called.number), first);
        desk.start(at(here)).unwrap();
        desk.finish(at(here)).unwrap();
    }
    assert!(asked > 60, "{asked}");
}
