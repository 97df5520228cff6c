//! Every pair of state and action, allowed and refused, and what else an action changes.

use super::*;
use crate::domain::{BusinessDay, TicketId};
use chrono::TimeDelta;

fn stage(id: &str) -> StageId {
    StageId::new(id).unwrap()
}

fn counter() -> CounterNumber {
    CounterNumber::new(1).unwrap()
}

fn service(letter: char) -> ServiceCode {
    ServiceCode::new(letter).unwrap()
}

fn at(minute: i64) -> Timestamp {
    "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::minutes(minute)
}

fn journey() -> Vec<Stage> {
    [("front", Attendance::Public), ("back", Attendance::BackOffice), ("last", Attendance::Public)]
        .map(|(id, attendance)| Stage { id: stage(id), attendance })
        .to_vec()
}

/// A ticket in this state since the first minute, with the place of event 7.
fn ticket(state: State) -> Ticket {
    let number = TicketNumber::new(service('T'), 12).unwrap();
    let day = BusinessDay::parse("2026-11-23").unwrap();
    let new = Ticket::new(TicketId(uuid::Uuid::nil()), number, day, stage("front"), at(0));
    Ticket { state, place: EventSeq(7), last_event: EventSeq(9), ..new }
}

fn waiting(at: &str) -> State {
    State::Waiting { stage: stage(at) }
}

fn called(at: &str, calls: u8) -> State {
    State::Called { stage: stage(at), counter: counter(), calls }
}

fn serving(at: &str) -> State {
    State::Serving { stage: stage(at), counter: counter() }
}

fn missed(at: &str) -> State {
    State::Missed { stage: stage(at) }
}

fn returned(at: &str) -> State {
    State::Returned { stage: stage(at) }
}

/// To whichever counter serves the same service.
fn elsewhere() -> Action {
    Action::Transfer { service: service('T'), counter: None }
}

#[test]
fn every_state_times_every_action() {
    use Action::*;
    let (call, take, present) = (Call(counter()), Take(counter()), Present(EventSeq(30)));
    let transfer = |to| (elsewhere(), waiting(to));
    let table: [(State, &[(Action, State)]); 14] = [
        (waiting("front"), &[(call, called("front", 1)), transfer("front")]),
        (waiting("back"), &[(take, serving("back")), transfer("back")]),
        (waiting("last"), &[(call, called("last", 1)), transfer("last")]),
        (
            called("front", 1),
            &[
                (Recall, called("front", 2)),
                (Start, serving("front")),
                (NoShow, missed("front")),
                transfer("front"),
            ],
        ),
        (
            called("last", 3),
            &[
                (Recall, called("last", 4)),
                (Start, serving("last")),
                (NoShow, missed("last")),
                transfer("last"),
            ],
        ),
        (
            serving("front"),
            &[(Finish, waiting("back")), (Return, returned("front")), transfer("front")],
        ),
        (
            serving("back"),
            &[(Finish, waiting("last")), (Return, returned("back")), transfer("back")],
        ),
        (serving("last"), &[(Finish, State::Done), (Return, returned("last")), transfer("last")]),
        (missed("front"), &[(present, waiting("front"))]),
        (returned("front"), &[(Back, waiting("front"))]),
        (returned("back"), &[(Back, waiting("back"))]),
        (State::Done, &[]),
        (State::Cancelled, &[]),
        (State::Lapsed, &[]),
    ];
    let actions = [
        call,
        take,
        Recall,
        Start,
        Finish,
        Return,
        Back,
        NoShow,
        present,
        elsewhere(),
        Release,
        Cancel,
        Lapse,
    ];
    for (state, allowed) in table {
        let is_final = LapseCause::of(&state).is_none();
        for action in actions {
            let expected = match action {
                Cancel => (!is_final).then_some(State::Cancelled),
                Lapse => (!is_final).then_some(State::Lapsed),
                _ => allowed.iter().find(|(a, _)| *a == action).map(|(_, after)| after.clone()),
            };
            let before = ticket(state.clone());
            let after = before.apply(action, &journey(), at(5));
            assert_eq!(after.ok().map(|t| t.state), expected, "{state:?} x {action:?}");
            assert_eq!(before.state, state, "apply never changes its ticket");
        }
    }
}

#[test]
fn a_refusal_says_what_is_wrong_and_what_to_do() {
    let sentence =
        |state, action| ticket(state).apply(action, &journey(), at(0)).unwrap_err().to_string();
    assert_eq!(
        sentence(waiting("front"), Action::Start),
        "T012 cannot be started: it is waiting; call it first"
    );
    assert_eq!(
        sentence(called("front", 1), Action::Finish),
        "T012 cannot be finished: it is called; start it first"
    );
    assert_eq!(
        sentence(State::Done, Action::Cancel),
        "T012 cannot be cancelled: it is done, which is final"
    );
    assert_eq!(
        sentence(missed("front"), Action::Back),
        "T012 cannot be taken back with its documents: it is missed; report it as present instead"
    );
}

#[test]
fn the_count_of_calls_never_wraps() {
    assert!(ticket(called("front", u8::MAX)).apply(Action::Recall, &journey(), at(0)).is_err());
}

/// What an action makes of a ticket in this state, at minute 5.
fn after(state: State, action: Action) -> Ticket {
    ticket(state).apply(action, &journey(), at(5)).unwrap()
}

#[test]
fn whoever_enters_a_queue_has_a_place_in_it() {
    let place = |ticket: Ticket| (ticket.entry, ticket.place, ticket.arrived_at);
    let end = EventSeq::NEXT;
    assert_eq!(place(after(serving("front"), Action::Finish)), (Entry::InTurn, end, at(5)));
    let back = place(after(returned("front"), Action::Back));
    assert_eq!(back, (Entry::Back, EventSeq(7), at(5)), "ahead of every newer number");
    let behind = place(after(missed("front"), Action::Present(EventSeq(30))));
    assert_eq!(behind, (Entry::Present, EventSeq(30), at(5)));
    let sent = place(after(serving("front"), elsewhere()));
    assert_eq!(sent, (Entry::Transferred, EventSeq(7), at(5)));
    let sent = place(after(waiting("front"), elsewhere()));
    assert_eq!(sent, (Entry::Transferred, EventSeq(7), at(0)), "it has waited all the time");
    assert_eq!(place(after(waiting("front"), Action::Call(counter()))).2, at(5));
    assert_eq!(place(after(called("front", 1), Action::Start)).2, at(0), "at the counter already");
}

#[test]
fn a_transfer_keeps_the_number_and_finds_the_stage() {
    let other = [Stage { id: stage("other"), attendance: Attendance::Public }];
    let to = |journey: &[Stage]| {
        let transfer = Action::Transfer { service: service('K'), counter: Some(counter()) };
        ticket(serving("last")).apply(transfer, journey, at(5)).unwrap()
    };
    let sent = to(&journey());
    assert_eq!((sent.number.to_string(), sent.service), ("T012".to_owned(), service('K')));
    assert_eq!((sent.state, sent.reserved_for), (waiting("last"), Some(counter())));
    assert_eq!(to(&other).state, waiting("other"), "a stage that is not there begins anew");
}

#[test]
fn a_reserved_ticket_is_called_by_its_counter_alone() {
    let second = CounterNumber::new(2).unwrap();
    let reserved = Ticket { reserved_for: Some(second), ..ticket(waiting("front")) };
    let apply = |ticket: &Ticket, action| ticket.apply(action, &journey(), at(5));
    assert!(apply(&reserved, Action::Call(counter())).is_err());
    let called = apply(&reserved, Action::Call(second)).unwrap();
    assert_eq!((called.state.counter(), called.reserved_for), (Some(second), None));
    let free = apply(&reserved, Action::Release).unwrap();
    assert!(apply(&free, Action::Call(counter())).is_ok());
    assert_eq!((free.place, free.arrived_at), (reserved.place, reserved.arrived_at));
}

#[test]
fn the_service_clock_rests_while_the_file_is_out_of_the_offices_hands() {
    let mut ticket = ticket(waiting("front"));
    let mut go = |minute, action| {
        ticket = ticket.apply(action, &journey(), at(minute)).unwrap();
        ticket.clock.elapsed(at(minute + 1)).num_minutes()
    };
    assert_eq!(go(10, Action::Call(counter())), 1, "waiting is not service");
    go(11, Action::Start);
    assert_eq!(go(14, Action::Return), 4);
    assert_eq!(go(60, Action::Back), 4);
    assert_eq!(go(65, Action::Call(counter())), 5);
    go(66, Action::Start);
    assert_eq!(go(67, Action::Finish), 7, "between two stages the applicant waits for the office");
    go(70, Action::Take(counter()));
    go(71, Action::Finish);
    go(72, Action::Call(counter()));
    go(73, Action::Start);
    assert_eq!(go(75, Action::Finish), 14, "done: it has stopped");
}

#[test]
fn a_stay_is_measured_from_the_arrival_to_the_leaving() {
    let stay = |state, action| {
        let ticket = ticket(state);
        let after = ticket.apply(action, &journey(), at(5)).unwrap();
        ticket.stay(&after, at(5)).map(|stay| stay.num_minutes())
    };
    assert_eq!(stay(waiting("front"), Action::Call(counter())), Some(5));
    assert_eq!(stay(serving("front"), Action::Finish), Some(5));
    assert_eq!(stay(called("front", 1), Action::NoShow), Some(5));
    assert_eq!(stay(called("front", 1), Action::Start), None, "it stays at the counter");
    assert_eq!(stay(returned("front"), Action::Back), None, "it was not in the office");
}

#[test]
fn what_is_left_in_the_evening_has_a_cause() {
    let cause = |state| LapseCause::of(&state).map(LapseCause::code);
    assert_eq!(cause(waiting("back")), Some("not-called"));
    assert_eq!(cause(called("front", 2)), Some("not-finished"));
    assert_eq!(cause(missed("front")), Some("no-show"));
    assert_eq!(cause(returned("front")), Some("not-back"));
    assert_eq!(cause(State::Done), None);
}
