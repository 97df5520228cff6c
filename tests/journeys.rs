//! Whole days at the office, through the use cases: who is called, in which order, and what is refused.

mod day_change;
mod detours;
mod door;
mod doubt;
mod forecast;
mod help;
mod intake;
mod night;
mod station;
mod wrong_clock;

use crate::support::offices::magetan;
use crate::support::terms::{at, counter, issue, next, number, serve, service, stage, visitor};
use crate::support::{TempOffice, open};
use antre::desk::{Desk, DeskError, IssueRequest, Refusal};
use antre::domain::{
    CaseId, EventSeq, Lane, NumberError, Refused, State, Ticket, TicketId, TicketNumber, Why,
};
use antre::store::Store;
use chrono::TimeDelta;

/// The state of a ticket, whatever day it is from.
fn state(office: &TempOffice, id: TicketId) -> State {
    office.store().read().unwrap().ticket_by_id(id).unwrap().unwrap().state
}

/// The public calls so far: number and counter.
fn calls(desk: &mut Desk) -> Vec<(String, u8)> {
    let calls = desk.board(EventSeq(0)).unwrap().new_calls;
    calls.iter().map(|c| (c.number.to_string(), c.counter.get())).collect()
}

fn called(calls: &[(&str, u8)]) -> Vec<(String, u8)> {
    calls.iter().map(|(number, counter)| ((*number).to_owned(), *counter)).collect()
}

#[test]
fn an_identity_card_goes_through_five_stages_with_one_number_and_two_calls() {
    let (_office, _, mut desk) = open(&magetan());
    let case = CaseId::new("hilang");
    let request = IssueRequest { case: case.clone(), ..visitor('T', Lane::Regular) };
    let ticket = desk.issue(&request).unwrap().ticket;
    assert_eq!(
        (ticket.number, ticket.case, ticket.state, ticket.ahead_at_issue),
        (number("T001"), case, State::Waiting { stage: stage("verifikasi") }, 0)
    );

    // (counter, stage, whether the visitor is called)
    let journey = [
        (1, "verifikasi", true),
        (5, "pemeriksaan", false),
        (4, "cetak", false),
        (4, "register", false),
        (3, "penyerahan", true),
    ];
    for (at_counter, at_stage, public) in journey {
        let (stage, counter) = (stage(at_stage), counter(at_counter));
        let before = calls(&mut desk).len();
        let taken = next(&mut desk, at_counter).unwrap();
        assert_eq!(taken.number, number("T001"), "{at_stage}");
        assert_eq!(calls(&mut desk).len() - before, usize::from(public), "{at_stage}");
        if public {
            assert_eq!(taken.state, State::Called { stage, counter, calls: 1 });
            desk.start(at(at_counter)).unwrap();
        } else {
            assert_eq!(taken.state, State::Serving { stage, counter });
        }
        desk.finish(at(at_counter)).unwrap();
    }

    let file = desk.ticket(number("T001")).unwrap();
    assert_eq!(file.ticket.state, State::Done);
    assert_eq!(calls(&mut desk), called(&[("T001", 1), ("T001", 3)]));
    let log: Vec<&str> = file.events.iter().map(|e| &*e.kind).collect();
    assert_eq!(
        log.join(" "),
        "issued called started finished taken finished taken finished taken finished called started finished"
    );
    assert!(desk.board(EventSeq(0)).unwrap().open.is_empty());
}

#[test]
fn a_stage_is_only_called_at_a_counter_that_serves_it() {
    let (_office, _, mut desk) = open(&magetan());
    issue(&mut desk, 'K');
    assert!(next(&mut desk, 1).is_none(), "counter 1 has no family cards");
    assert!(next(&mut desk, 3).is_none(), "nothing to hand over yet");
    assert_eq!(next(&mut desk, 2).unwrap().number, number("K001"));
}

#[test]
fn a_no_show_makes_room_for_the_next() {
    let (_office, _, mut desk) = open(&magetan());
    let [first, second] = ["T001", "T002"].map(|text| (text, issue(&mut desk, 'T')));
    next(&mut desk, 1);
    let missed = desk.no_show(at(1)).unwrap();
    assert_eq!((missed.number.to_string(), missed.state.code()), (first.0.to_owned(), "missed"));
    assert_eq!(next(&mut desk, 1).unwrap().id, second.1.id);
    desk.no_show(at(1)).unwrap();
    assert!(next(&mut desk, 1).is_none(), "nobody is called twice by itself");
}

#[test]
fn a_cancelled_ticket_is_never_called_and_a_final_one_never_changed() {
    let (_office, _, mut desk) = open(&magetan());
    let [first, second, third] = [1, 2, 3].map(|_| issue(&mut desk, 'T'));
    desk.cancel(antre::desk::Subject::Ticket(first.number)).unwrap();
    assert_eq!(next(&mut desk, 1).unwrap().id, second.id);
    assert_eq!(desk.cancel(at(1)).unwrap().state, State::Cancelled);
    assert_eq!(next(&mut desk, 1).unwrap().id, third.id);
    let again = desk.cancel(antre::desk::Subject::Ticket(first.number)).unwrap_err();
    assert!(matches!(
        again,
        DeskError::Refusal(Refusal::Refused(Refused { state: State::Cancelled, .. }))
    ));
}

#[test]
fn a_number_is_called_again_up_to_the_limit_and_no_further() {
    let (_office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    next(&mut desk, 1);
    for calls in [2, 3] {
        clock.advance(TimeDelta::seconds(20));
        let State::Called { calls: counted, .. } = desk.recall(at(1)).unwrap().state else {
            panic!("it is called")
        };
        assert_eq!(counted, calls);
    }
    let error = desk.recall(at(1)).unwrap_err();
    assert!(matches!(error, DeskError::Refusal(Refusal::CallLimit { limit: 3, .. })), "{error}");
    assert_eq!(calls(&mut desk), called(&[("T001", 1); 3]), "every call reaches the wall");
    assert_eq!(desk.board(EventSeq(0)).unwrap().latest_calls.len(), 1, "and is listed once");
}

#[test]
fn a_counter_finishes_one_visitor_before_the_next() {
    let (_office, _, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    issue(&mut desk, 'T');
    next(&mut desk, 1);
    let busy = |desk: &mut Desk| desk.next(counter(1)).unwrap_err().to_string();
    assert_eq!(
        busy(&mut desk),
        "counter 1 still has T001 (called); finish it, mark it as a no-show or cancel it first"
    );
    desk.start(at(1)).unwrap();
    assert!(busy(&mut desk).contains("T001 (serving)"));
    desk.finish(at(1)).unwrap();
    assert_eq!(next(&mut desk, 1).unwrap().number, number("T002"));
}

#[test]
fn an_idle_counter_has_nothing_to_finish() {
    let (_office, _, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    let error = desk.finish(at(1)).unwrap_err();
    assert!(matches!(error, DeskError::Refusal(Refusal::CounterIdle(_))), "{error}");
    let error = desk.next(counter(77)).unwrap_err();
    assert!(error.to_string().contains("its counters are 1, 2, 3, 4, 5"), "{error}");
}

#[test]
fn after_one_priority_call_come_two_regular_ones() {
    let (_office, _, mut desk) = open(&magetan());
    let mut names = std::collections::BTreeMap::new();
    for (name, lane) in [("r1", Lane::Regular), ("r2", Lane::Regular), ("r3", Lane::Regular)]
        .into_iter()
        .chain([("p1", Lane::Priority), ("p2", Lane::Priority), ("p3", Lane::Priority)])
        .chain([("r4", Lane::Regular), ("r5", Lane::Regular)])
    {
        let ticket = desk.issue(&visitor('Q', lane)).unwrap().ticket;
        names.insert(ticket.number.to_string(), name);
    }
    let order: Vec<&str> =
        std::iter::from_fn(|| serve(&mut desk, 1)).map(|number| names[&number]).collect();
    assert_eq!(order, ["p1", "r1", "r2", "p2", "r3", "r4", "p3", "r5"]);
}

#[test]
fn priority_makes_nobody_wait_beyond_the_cap() {
    let (_office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'Q');
    desk.issue(&visitor('Q', Lane::Priority)).unwrap();
    clock.advance(TimeDelta::minutes(91));
    let called = desk.next(counter(1)).unwrap().unwrap();
    assert_eq!((called.ticket.number, called.why), (number("Q001"), Why::WaitedTooLong));
}

#[test]
fn the_same_request_key_brings_the_same_ticket_also_over_midnight() {
    let (_office, clock, mut desk) = open(&magetan());
    let key = Some("kiosk-1/4711".to_owned());
    let mut tap = |letter| {
        let request = IssueRequest { key: key.clone(), ..visitor(letter, Lane::Regular) };
        let issued = desk.issue(&request)?;
        Ok::<_, DeskError>((issued.ticket.id, issued.ticket.number.to_string(), issued.repeated))
    };
    let (id, first, repeated) = tap('T').unwrap();
    assert_eq!((&*first, repeated), ("T001", false));
    assert_eq!(tap('T').unwrap(), (id, first.clone(), true));
    assert_eq!(
        tap('R').unwrap_err().to_string(),
        "the key \"kiosk-1/4711\" was used for another request already (issue T baru regular id); nothing was changed. Take a new key \
         for issue R regular id"
    );
    clock.advance(TimeDelta::days(1));
    assert_eq!(tap('T').unwrap(), (id, first, true), "an answer that was lost before midnight");
    // Days later nobody asks for it any more.
    clock.advance(TimeDelta::days(2));
    assert_eq!(issue(&mut desk, 'T').number, number("T001"));
    let request = IssueRequest { key, ..visitor('T', Lane::Regular) };
    let again = desk.issue(&request).unwrap();
    assert_eq!((again.ticket.number, again.repeated), (number("T002"), false));
}

#[test]
fn numbers_begin_anew_at_the_offices_midnight_and_what_was_left_over_lapses() {
    let (office, clock, mut desk) = open(&magetan());
    clock.advance(TimeDelta::minutes(15 * 60 + 59)); // 23:59 in Magetan, 16:59 UTC
    let tickets = [1, 2, 3, 4].map(|_| issue(&mut desk, 'Q').id);
    next(&mut desk, 1).unwrap();
    desk.no_show(at(1)).unwrap();
    serve(&mut desk, 1).unwrap();
    next(&mut desk, 1).unwrap();
    let states = || tickets.map(|id| state(&office, id).code().to_owned());
    assert_eq!(states(), ["missed", "done", "called", "waiting"]);

    clock.advance(TimeDelta::minutes(2));
    let first = issue(&mut desk, 'Q');
    assert_eq!((first.number, &*first.day.to_string()), (number("Q001"), "2026-11-24"));
    assert_eq!(states(), ["lapsed", "done", "lapsed", "lapsed"]);
    assert_eq!(next(&mut desk, 1).unwrap().id, first.id, "the counter is free again");
}

#[test]
fn midnight_in_greenwich_is_the_middle_of_a_morning() {
    let (_office, clock, mut desk) = open(&magetan());
    clock.advance(TimeDelta::minutes(-90)); // 06:30 in Magetan, 23:30 UTC of the day before
    assert_eq!(issue(&mut desk, 'T').number, number("T001"));
    clock.advance(TimeDelta::hours(1));
    assert_eq!(issue(&mut desk, 'T').number, number("T002"));
}

#[test]
fn a_clock_set_back_over_midnight_keeps_the_day_and_its_people() {
    let (_office, clock, mut desk) = open(&magetan());
    clock.advance(TimeDelta::minutes(16 * 60 + 1)); // 00:01 of the 24th
    let before = issue(&mut desk, 'T');
    clock.advance(TimeDelta::minutes(-5));
    let after = issue(&mut desk, 'T');
    assert_eq!((after.number, after.day), (number("T002"), before.day));
    assert_eq!(next(&mut desk, 1).unwrap().id, before.id, "whoever waits is still seen");
    assert_eq!(desk.board(EventSeq(0)).unwrap().day, before.day);
}

#[test]
fn a_day_in_a_wrong_future_ends_at_a_word_and_leaves_nobody_behind_for_ever() {
    let (office, clock, mut desk) = open(&magetan());
    clock.advance(TimeDelta::days(1000));
    issue(&mut desk, 'T');
    clock.advance(TimeDelta::days(-1000));
    assert_eq!(issue(&mut desk, 'T').number, number("T002"), "the boot clock says that it is 2029");
    desk.open_new_day().unwrap();
    let left_over = issue(&mut desk, 'T');
    assert_eq!((left_over.number, &*left_over.day.to_string()), (number("T001"), "2026-11-23"));
    clock.advance(TimeDelta::days(1));
    issue(&mut desk, 'T');
    assert_eq!(state(&office, left_over.id), State::Lapsed);
}

#[test]
fn order_comes_from_the_sequence_and_never_from_the_clock() {
    let (_office, clock, mut desk) = open(&magetan());
    let first = issue(&mut desk, 'T');
    clock.advance(TimeDelta::hours(-1));
    let second = issue(&mut desk, 'T');
    let order = [next(&mut desk, 1), desk.no_show(at(1)).ok().and(next(&mut desk, 1))];
    assert_eq!(order.map(|t| t.map(|t| t.id)), [Some(first.id), Some(second.id)]);
}

#[test]
fn people_ahead_are_those_who_share_a_counter() {
    let (_office, _, mut desk) = open(&magetan());
    let ahead = |ticket: Ticket| ticket.ahead_at_issue;
    assert_eq!(ahead(issue(&mut desk, 'T')), 0);
    assert_eq!(ahead(issue(&mut desk, 'R')), 1, "counter 1 serves both");
    assert_eq!(ahead(issue(&mut desk, 'K')), 0, "counter 2 is another queue");
    next(&mut desk, 1);
    assert_eq!(ahead(issue(&mut desk, 'T')), 1, "whoever was called is not ahead any more");
}

#[test]
fn a_series_ends_instead_of_beginning_again() {
    let (office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    let file = rusqlite::Connection::open(office.queue()).unwrap();
    file.execute("UPDATE series SET last_serial = 9998", []).unwrap();
    // A hand in the file is no change that any program tells of: who starts now sees it.
    let mut desk = office.desk(&clock);
    assert_eq!(issue(&mut desk, 'T').number, number("T9999"));
    for _ in 0..2 {
        let error = desk.issue(&visitor('T', Lane::Regular)).unwrap_err();
        assert!(
            matches!(
                error,
                DeskError::Refusal(Refusal::Number(NumberError::UsedUp { serial: 10_000, .. }))
            ),
            "{error}"
        );
    }
    assert_eq!(issue(&mut desk, 'R').number, TicketNumber::new(service('R'), 1).unwrap());
}

#[test]
fn what_the_office_does_not_have_is_refused_and_leaves_no_trace() {
    let (_office, _, mut desk) = open(&magetan());
    let unknown = desk.issue(&visitor('Z', Lane::Regular)).unwrap_err().to_string();
    assert_eq!(unknown, "this office has no service Z; its services are T, R, K, N, L, S, Q, U");
    let case = CaseId::new("tertukar");
    let request = IssueRequest { case, ..visitor('T', Lane::Regular) };
    let unknown = desk.issue(&request).unwrap_err().to_string();
    assert!(unknown.contains("its cases are baru, rusak, hilang"), "{unknown}");
    let key = Some("x".repeat(101));
    let request = IssueRequest { key, ..visitor('T', Lane::Regular) };
    assert!(matches!(desk.issue(&request).unwrap_err(), DeskError::Refusal(Refusal::Key(101))));
    assert_eq!(desk.board(EventSeq(0)).unwrap().newest_event, EventSeq(0));
    assert_eq!(issue(&mut desk, 'T').number, number("T001"), "no serial was used up");
}

#[test]
fn an_officer_sees_who_is_next_before_calling() {
    let (_office, _, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    desk.issue(&visitor('T', Lane::Priority)).unwrap();
    issue(&mut desk, 'K');
    let view = desk.counter_view(counter(1)).unwrap();
    let (shown, why) = view.next.unwrap();
    assert_eq!((shown.number, why, view.waiting.len()), (number("T002"), Why::PriorityTurn, 2));
    assert_eq!(next(&mut desk, 1).unwrap().id, shown.id, "the promise is kept");
    let view = desk.counter_view(counter(1)).unwrap();
    assert_eq!(view.current.unwrap().id, shown.id);
    assert_eq!(view.latest_call.unwrap().number, shown.number);
}
