//! Every pair of state and action, allowed and refused.

use super::*;
use crate::domain::ServiceCode;

fn stage(id: &str) -> StageId {
    StageId::new(id).unwrap()
}

fn counter() -> CounterNumber {
    CounterNumber::new(1).unwrap()
}

fn journey() -> Vec<Stage> {
    [("front", Attendance::Public), ("back", Attendance::BackOffice), ("last", Attendance::Public)]
        .map(|(id, attendance)| Stage { id: stage(id), attendance })
        .to_vec()
}

fn ticket(state: State) -> Ticket {
    let now = "2026-11-23T01:00:00Z".parse().unwrap();
    Ticket {
        id: TicketId(Uuid::nil()),
        number: TicketNumber::new(ServiceCode::new('T').unwrap(), 12).unwrap(),
        day: BusinessDay::parse("2026-11-23").unwrap(),
        case: None,
        lane: Lane::Regular,
        language: Language::Indonesian,
        ahead_at_issue: 0,
        issued_at: now,
        state,
        changed_at: now,
        last_event: EventSeq(1),
    }
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

#[test]
fn every_state_times_every_action() {
    let actions = [
        Action::Call(counter()),
        Action::Take(counter()),
        Action::Recall,
        Action::Start,
        Action::Finish,
        Action::NoShow,
        Action::Cancel,
        Action::Lapse,
    ];
    let cancelled = || Some(State::Cancelled);
    let lapsed = || Some(State::Lapsed);
    #[rustfmt::skip]
    let table: [(State, [Option<State>; 8]); 12] = [
        //                   Call                      Take                    Recall                    Start                   Finish                  NoShow                   Cancel       Lapse
        (waiting("front"),  [Some(called("front", 1)), None,                   None,                     None,                   None,                   None,                    cancelled(), lapsed()]),
        (waiting("back"),   [None,                     Some(serving("back")),  None,                     None,                   None,                   None,                    cancelled(), lapsed()]),
        (waiting("last"),   [Some(called("last", 1)),  None,                   None,                     None,                   None,                   None,                    cancelled(), lapsed()]),
        (called("front", 1),[None,                     None,                   Some(called("front", 2)), Some(serving("front")), None,                   Some(missed("front")),   cancelled(), lapsed()]),
        (called("last", 3), [None,                     None,                   Some(called("last", 4)),  Some(serving("last")),  None,                   Some(missed("last")),    cancelled(), lapsed()]),
        (serving("front"),  [None,                     None,                   None,                     None,                   Some(waiting("back")),  None,                    cancelled(), lapsed()]),
        (serving("back"),   [None,                     None,                   None,                     None,                   Some(waiting("last")),  None,                    cancelled(), lapsed()]),
        (serving("last"),   [None,                     None,                   None,                     None,                   Some(State::Done),      None,                    cancelled(), lapsed()]),
        (missed("front"),   [None,                     None,                   None,                     None,                   None,                   None,                    cancelled(), lapsed()]),
        (State::Done,       [None, None, None, None, None, None, None, None]),
        (State::Cancelled,  [None, None, None, None, None, None, None, None]),
        (State::Lapsed,     [None, None, None, None, None, None, None, None]),
    ];
    for (state, expected) in table {
        for (action, expected) in actions.iter().zip(expected) {
            let before = ticket(state.clone());
            let after = before.apply(*action, &journey());
            assert_eq!(after.ok(), expected, "{state:?} x {action:?}");
            assert_eq!(before.state, state, "apply never changes its ticket");
        }
    }
}

#[test]
fn a_refusal_says_what_is_wrong_and_what_to_do() {
    let sentence = |state, action| ticket(state).apply(action, &journey()).unwrap_err().to_string();
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
}

#[test]
fn the_count_of_calls_never_wraps() {
    assert!(ticket(called("front", u8::MAX)).apply(Action::Recall, &journey()).is_err());
}
