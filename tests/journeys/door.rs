//! The one door: a request with its key, asked again, asked together with others, asked while the answer gets lost.

use crate::support::offices::{magetan, small};
use crate::support::terms::{at, counter, issue, number, service, target, visitor};
use crate::support::{TempOffice, morning, open, parse};
use antre::clock::ManualClock;
use antre::desk::{
    Answer, Called, Desk, DeskError, Destination, Envelope, IssueRequest, PrinterUpdate, Refusal,
    Request, Subject, new_ticket_id,
};
use antre::domain::{Actor, EventSeq, Lane, PrintState, TicketNumber};
use antre::queue::RequestKey;
use antre::store::sqlite::{Limits, SqliteStore};
use chrono::TimeDelta;
use std::cell::Cell;
use std::fmt::Write as _;
use std::sync::Arc;

fn envelope(key: &str, request: Request) -> Envelope {
    Envelope { key: RequestKey::new(key), actor: Actor::Program, request }
}

/// Who was called, and whether anybody was.
fn called(answer: Answer) -> Option<String> {
    let Answer::Called(called) = answer else { panic!("{answer:?}") };
    called.map(|Called { ticket, .. }| ticket.number.to_string())
}

#[test]
fn a_lost_answer_is_asked_for_again_and_nobody_is_called_twice() {
    let (office, clock, mut kiosk) = open(&small());
    (0..3).for_each(|_| drop(issue(&mut kiosk, 'A')));
    let mut console = office.desk(&clock);
    let next = envelope("console-1/7", Request::Next(counter(1)));
    assert_eq!(called(console.ask(&next).unwrap()).as_deref(), Some("A001"));
    // The answer never arrived; the same key is pressed again, also by a console that was started anew.
    assert_eq!(called(console.ask(&next).unwrap()).as_deref(), Some("A001"));
    assert_eq!(called(office.desk(&clock).ask(&next).unwrap()).as_deref(), Some("A001"));
    console.ask(&envelope("console-1/8", Request::Start(at(1)))).unwrap();
    console.ask(&envelope("console-1/9", Request::Finish(at(1)))).unwrap();
    // Even now it is an old question, and no visitor's turn.
    assert_eq!(called(console.ask(&next).unwrap()).as_deref(), Some("A001"));
    let board = kiosk.board(EventSeq(0)).unwrap();
    assert_eq!(board.new_calls.len(), 1, "{:?}", board.new_calls);
    let again = envelope("console-1/10", Request::Next(counter(1)));
    assert_eq!(called(console.ask(&again).unwrap()).as_deref(), Some("A002"));
}

#[test]
fn a_key_is_good_for_one_request_and_a_refusal_uses_none() {
    let (_office, _, mut desk) = open(&small());
    let nobody = envelope("k", Request::Next(counter(1)));
    assert_eq!(called(desk.ask(&nobody).unwrap()), None);
    let refused = desk.ask(&envelope("k", Request::Start(at(1)))).unwrap_err();
    assert!(matches!(refused, DeskError::Refusal(Refusal::CounterIdle(_))), "{refused}");
    issue(&mut desk, 'A');
    assert_eq!(called(desk.ask(&nobody).unwrap()).as_deref(), Some("A001"), "nothing was kept");
    let other = desk.ask(&envelope("k", Request::Next(counter(3)))).unwrap_err();
    assert_eq!(
        other.to_string(),
        "the key \"k\" was used for another request already (next 1); nothing was changed. Take a new key for next 3"
    );
    for key in [String::new(), "k".repeat(101)] {
        let refused = desk.ask(&envelope(&key, Request::Next(counter(3)))).unwrap_err();
        assert!(matches!(refused, DeskError::Refusal(Refusal::Key(_))), "{refused}");
    }
    for key in ["a\nb", "a\r", "\u{1b}[2J", "\0", "\u{85}", "a\u{202e}b", "\u{2028}"] {
        let refused = desk.ask(&envelope(key, Request::Next(counter(3)))).unwrap_err();
        assert!(matches!(refused, DeskError::Refusal(Refusal::KeyText)), "{refused}");
        let all = desk.ask_all(&[envelope(key, Request::Next(counter(3)))]).unwrap();
        assert!(matches!(all[..], [Err(Refusal::KeyText)]), "{all:?}");
    }
    assert!(desk.ask(&envelope("loket 3 – 午前", Request::Next(counter(3)))).is_ok());
}

#[test]
fn every_move_is_answered_again_as_the_first_time() {
    let (_office, clock, mut desk) = open(&magetan());
    let mut key = 0;
    let mut twice = |desk: &mut Desk, request: Request| {
        key += 1;
        let envelope = envelope(&format!("k{key}"), request);
        let first = format!("{:?}", desk.ask(&envelope).unwrap());
        let again = format!("{:?}", desk.ask(&envelope).unwrap());
        assert_eq!(again.replace("repeated: true", "repeated: false"), first);
    };
    twice(&mut desk, Request::Issue(visitor('T', Lane::Regular)));
    twice(&mut desk, Request::Next(counter(1)));
    clock.advance(TimeDelta::seconds(30));
    for request in [
        Request::Recall(at(1)),
        Request::NoShow(at(1)),
        Request::Present(number("T001")),
        Request::Pause(counter(2)),
        Request::Resume(counter(2)),
        Request::Next(counter(1)),
        Request::Start(at(1)),
        Request::Return { subject: at(1), missing: vec![1], print: None },
        Request::Undo(counter(1)),
        Request::Transfer(at(1), Destination::default()),
        Request::Cancel(Subject::Ticket(number("T001"))),
    ] {
        twice(&mut desk, request);
    }
    let board = desk.board(EventSeq(0)).unwrap();
    assert_eq!(board.open.len(), 0);
    let log: Vec<String> =
        desk.ticket(number("T001")).unwrap().events.into_iter().map(|e| e.kind).collect();
    let each_once = [
        "issued",
        "called",
        "recalled",
        "missed",
        "present",
        "called",
        "started",
        "returned",
        "undone",
        "transferred",
        "cancelled",
    ];
    assert_eq!(log, each_once);
}

#[test]
fn a_ticket_whose_mark_was_kept_without_an_answer_is_printed() {
    let (office, clock, mut kiosk) = open(&small());
    let print = Some(target("kios"));
    let wish = IssueRequest { print, case: None, ..visitor('A', Lane::Regular) };
    let job = kiosk.issue(&wish).unwrap().print_job;
    let mut owner = forgetful(&office, &clock);
    LOST.set(1);
    let sheet = owner.begin_print_job("kios").unwrap().unwrap();
    assert_eq!(LOST.get(), 0);
    assert_eq!((Some(sheet.job.id), sheet.job.state), (job, PrintState::Sending));
    assert!(owner.begin_print_job("kios").unwrap().is_none(), "nothing of it is sent twice");
}

#[test]
fn whoever_has_answered_a_call_for_staff_is_told_so_again() {
    let (_office, _, mut desk) = open(&magetan());
    desk.ask(&envelope("touch", Request::AskStaff(None))).unwrap();
    let waits = desk.help_requests().unwrap();
    let news = PrinterUpdate { leftover: Some(true), ..PrinterUpdate::default() };
    desk.record_printer("kios", &[], &news).unwrap();
    let answers = [
        Request::AnswerStaff(waits.first().unwrap().id),
        Request::ConfirmPowerCycle("kios".to_owned()),
    ];
    for (key, request) in ["going", "switched"].into_iter().zip(answers) {
        let envelope = envelope(key, request);
        for _ in 0..2 {
            let answer = desk.ask(&envelope).unwrap();
            assert!(matches!(answer, Answer::Waited(true)), "{answer:?}");
        }
    }
}

/// What anybody could ask on a day at the small office.
fn random_request(random: &mut fastrand::Rng, n: u32) -> Request {
    let letter = |random: &mut fastrand::Rng| if random.bool() { 'A' } else { 'B' };
    let counter_of = |random: &mut fastrand::Rng| counter(random.u8(1..=3));
    let person = |random: &mut fastrand::Rng| {
        let serial = random.u32(1..=n.max(3) / 4 + 1);
        TicketNumber::new(service(letter(random)), serial).unwrap()
    };
    let here = Subject::Counter(counter_of(random));
    match random.u8(0..34) {
        0..=7 => {
            let lane = if random.u8(0..3) == 0 { Lane::Priority } else { Lane::Regular };
            Request::Issue(IssueRequest { case: None, ..visitor(letter(random), lane) })
        }
        8..=14 => Request::Next(counter_of(random)),
        15..=19 => Request::Start(here),
        20..=23 => Request::Finish(here),
        24 => Request::Recall(here),
        25 => Request::NoShow(here),
        26 => Request::Return { subject: here, missing: vec![1], print: None },
        27 => Request::Back(person(random)),
        28 => Request::Present(person(random)),
        29 => Request::Undo(counter_of(random)),
        30 => Request::Pause(counter_of(random)),
        31 => Request::Resume(counter_of(random)),
        32 => Request::Cancel(Subject::Ticket(person(random))),
        _ => Request::Transfer(
            here,
            Destination { service: Some(service(letter(random))), counter: None },
        ),
    }
}

/// A desk whose queue lies in memory, where the machine has such a folder: this is not about the disk.
fn quick_desk(clock: &ManualClock, folder: &tempfile::TempDir) -> Desk {
    let store = SqliteStore::create(&folder.path().join("queue.db")).unwrap();
    Desk::new(Box::new(store), Arc::new(parse(&small())), Arc::new(clock.clone()))
}

fn in_memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn told(answer: Result<Answer, Refusal>) -> String {
    match answer {
        Ok(answer) => format!("{answer:?}"),
        Err(refusal) => refusal.to_string(),
    }
}

#[test]
fn a_batch_decides_as_if_each_were_asked_by_itself() {
    const STEPS: u32 = 10_000;
    let clock = ManualClock::at(morning());
    let (here, there) = (in_memory(), in_memory());
    let (mut alone, mut together) = (quick_desk(&clock, &here), quick_desk(&clock, &there));
    let mut random = fastrand::Rng::with_seed(13);
    let mut step = 0;
    while step < STEPS {
        clock.advance(TimeDelta::seconds(random.i64(1..40)));
        let size = random.u32(1..=40).min(STEPS - step);
        let of = |i: u32| {
            let request = match random_request(&mut random, step + i) {
                Request::Issue(request) => {
                    // The same identity on both sides.
                    let id = new_ticket_id(morning() + TimeDelta::seconds(i64::from(step + i)));
                    Request::Issue(IssueRequest { id, ..request })
                }
                request => request,
            };
            envelope(&format!("{}", step + i), request)
        };
        let batch: Vec<Envelope> = (0..size).map(of).collect();
        step += size;
        let one_by_one = batch.iter().map(|envelope| match alone.ask(envelope) {
            Ok(answer) => Ok(answer),
            Err(DeskError::Refusal(refusal)) => Err(refusal),
            Err(fault) => panic!("{fault}"),
        });
        let one_by_one: Vec<String> = one_by_one.map(told).collect();
        let at_once: Vec<String> =
            together.ask_all(&batch).unwrap().into_iter().map(told).collect();
        assert_eq!(at_once, one_by_one, "up to step {step}");
    }
    let mut days = [&mut alone, &mut together].map(|desk| {
        let mut text = format!("{:?}", desk.board(EventSeq(0)).unwrap());
        for n in 1..=3 {
            let _ = write!(text, "{:?}", desk.counter_view(counter(n)).unwrap());
        }
        text
    });
    assert_eq!(days[0].len(), days[1].len());
    assert_eq!(std::mem::take(&mut days[0]), days[1]);
}

#[test]
fn a_key_twice_in_one_batch_is_one_request() {
    let (_office, _, mut desk) = open(&small());
    let request = |letter| Request::Issue(visitor(letter, Lane::Regular));
    let wish = envelope("k", request('A'));
    let batch = [wish.clone(), envelope("l", request('A')), wish, envelope("k", request('B'))];
    let answers = desk.ask_all(&batch).unwrap();
    let told: Vec<String> = answers
        .into_iter()
        .map(|answer| match answer {
            Ok(Answer::Issued(issued)) => format!("{} {}", issued.ticket.number, issued.repeated),
            Ok(other) => panic!("{other:?}"),
            Err(refusal) => refusal.to_string().split(';').next().unwrap().to_owned(),
        })
        .collect();
    let used = "the key \"k\" was used for another request already (issue A regular id)";
    assert_eq!(told, ["A001 false", "A002 false", "A001 true", used]);
    assert_eq!(desk.board(EventSeq(0)).unwrap().open.len(), 2);
}

#[test]
fn a_key_of_days_ago_is_a_new_one() {
    let (_office, clock, mut desk) = open(&small());
    let next = envelope("every-morning", Request::Next(counter(1)));
    for day in 0..3 {
        issue(&mut desk, 'A');
        assert_eq!(called(desk.ask(&next).unwrap()).as_deref(), Some("A001"), "{day}");
        assert_eq!(called(desk.ask(&next).unwrap()).as_deref(), Some("A001"), "{day}");
        let calls = desk.board(EventSeq(0)).unwrap().new_calls;
        assert_eq!(calls.len(), 1, "day {day}: it was called, and not only answered");
        // Within a day, and with nothing that begins one in between.
        clock.advance(TimeDelta::hours(60));
    }
}

thread_local! {
    /// So many of the next answers get lost on their way back from the disk.
    static LOST: Cell<u32> = const { Cell::new(0) };
}

fn loses_the_answer() -> bool {
    let left = LOST.get();
    LOST.set(left.saturating_sub(1));
    left > 0
}

/// A desk whose queue keeps what it was told, and cannot always say so.
fn forgetful(office: &TempOffice, clock: &ManualClock) -> Desk {
    let limits = Limits { loses_answer: Some(loses_the_answer), ..Limits::default() };
    let store = SqliteStore::open_within(&office.queue(), limits).unwrap();
    Desk::new(Box::new(store), Arc::new(parse(&small())), Arc::new(clock.clone()))
}

#[test]
fn whoever_does_not_know_what_came_of_it_asks_again_and_it_was_done_once() {
    let (office, clock, mut other) = open(&small());
    let mut desk = forgetful(&office, &clock);
    (0..4).for_each(|_| drop(issue(&mut other, 'A')));
    let next = envelope("k1", Request::Next(counter(1)));
    LOST.set(1);
    let unknown = desk.ask(&next).unwrap_err();
    assert!(unknown.is_unknown(), "{unknown}");
    assert_eq!(called(desk.ask(&next).unwrap()).as_deref(), Some("A001"));
    assert_eq!(other.board(EventSeq(0)).unwrap().new_calls.len(), 1);
    // The calls of screens and verbs ask again by themselves.
    LOST.set(2);
    assert_eq!(issue(&mut desk, 'A').number, number("A005"));
    LOST.set(1);
    desk.start(at(1)).unwrap();
    let board = other.board(EventSeq(0)).unwrap();
    let numbers: Vec<String> = board.open.iter().map(|t| t.number.to_string()).collect();
    assert_eq!(numbers, ["A002", "A003", "A004", "A005", "A001"], "nothing lost, nothing doubled");
    // Looking for the answer keeps nothing, so that it cannot get lost again.
    LOST.set(99);
    desk.finish(at(1)).unwrap();
    assert_eq!(LOST.replace(0), 98, "one commit");
    let idle = "counter 1 has no ticket at the moment; call the next one first";
    assert_eq!(desk.finish(at(1)).unwrap_err().to_string(), idle);
}
