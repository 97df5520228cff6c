//! What does not go straight on: files handed back, late visitors, transfers, steps taken back, breaks.

use super::{called, calls};
use crate::support::offices::magetan;
use crate::support::open;
use crate::support::terms::{at, counter, issue, next, number, serve, service, stage, visitor};
use antre::desk::{Desk, DeskError, Destination, IssueRequest, MissingError, Refusal, Subject};
use antre::domain::{CaseId, Entry, EventSeq, Lane, NotUndone, State, Ticket, Why};
use chrono::TimeDelta;

/// The visitor of the next ticket comes to the counter.
fn meet(desk: &mut Desk, n: u8) -> Ticket {
    next(desk, n).unwrap();
    desk.start(at(n)).unwrap()
}

fn lost_card(desk: &mut Desk) -> Ticket {
    let request = IssueRequest { case: CaseId::new("hilang"), ..visitor('T', Lane::Regular) };
    desk.issue(&request).unwrap().ticket
}

#[test]
fn a_file_that_was_handed_back_keeps_its_number_and_goes_ahead_of_new_ones() {
    let (_office, clock, mut desk) = open(&magetan());
    lost_card(&mut desk);
    meet(&mut desk, 1);
    let returned = desk.return_file(at(1), &[2], None).unwrap().ticket;
    assert_eq!(returned.state, State::Returned { stage: stage("verifikasi") });
    let [second, third] = [(); 2].map(|()| issue(&mut desk, 'T').number);
    assert_eq!(serve(&mut desk, 1), Some(second.to_string()), "nobody waits for who is away");
    let board = desk.board(EventSeq(0)).unwrap();
    assert_eq!(board.away, [returned]);
    assert_eq!(
        (board.missing[0].count, &*board.missing[0].document),
        (1, "Surat kehilangan dari kepolisian")
    );

    clock.advance(TimeDelta::hours(2));
    let fourth = issue(&mut desk, 'T').number;
    let back = desk.back(number("T001")).unwrap();
    assert_eq!(
        (back.entry, &back.state),
        (Entry::Back, &State::Waiting { stage: stage("verifikasi") })
    );
    let order: Vec<_> = std::iter::from_fn(|| serve(&mut desk, 1)).collect();
    assert_eq!(order, [number("T001"), third, fourth].map(|n| n.to_string()));
    let file = desk.ticket(number("T001")).unwrap();
    assert_eq!((file.missing[0].item, file.missing.len()), (2, 1));
    assert_eq!(desk.board(EventSeq(0)).unwrap().away, []);
}

#[test]
fn what_is_missing_comes_from_the_list_of_the_case() {
    let (_office, _, mut desk) = open(&magetan());
    let ticket = lost_card(&mut desk);
    let mut refused = |subject, missing: &[u16]| {
        desk.return_file(subject, missing, None).unwrap_err().to_string()
    };
    let by_number = Subject::Ticket(ticket.number);
    assert_eq!(
        refused(by_number, &[3]),
        "T001 has no document 3; its list is numbered from 1 to 2"
    );
    assert_eq!(
        refused(by_number, &[0]),
        "T001 has no document 0; its list is numbered from 1 to 2"
    );
    assert!(refused(by_number, &[]).starts_with("say which documents of T001 are missing"));
    assert!(refused(by_number, &[1]).contains("it is waiting; call it first"));
    meet(&mut desk, 1);
    desk.return_file(at(1), &[2, 1, 2], None).unwrap();
    let missing = desk.ticket(ticket.number).unwrap().missing;
    assert_eq!(missing.iter().map(|m| m.item).collect::<Vec<_>>(), [1, 2], "each once");
    issue(&mut desk, 'U');
    meet(&mut desk, 2);
    let no_list = desk.return_file(at(2), &[1], None).unwrap_err();
    assert!(
        matches!(no_list, DeskError::Refusal(Refusal::Missing(MissingError::NoList(_)))),
        "{no_list}"
    );
}

#[test]
fn whoever_missed_the_call_and_reports_is_called_after_a_few_others() {
    let (_office, _, mut desk) = open(&magetan());
    let late = issue(&mut desk, 'T').number;
    next(&mut desk, 1);
    desk.no_show(at(1)).unwrap();
    let early = desk.back(late).unwrap_err().to_string();
    assert!(early.ends_with("report it as present instead"), "{early}");
    // Two services of the same counter: the sample office lets five go first.
    let others = ['R', 'T', 'T', 'R', 'T', 'T', 'R'].map(|letter| issue(&mut desk, letter).number);
    let present = desk.present(late).unwrap();
    assert_eq!((present.entry, present.number), (Entry::Present, late));
    let newest = issue(&mut desk, 'T').number;
    let order: Vec<_> = std::iter::from_fn(|| serve(&mut desk, 1)).take(9).collect();
    let mut expected = others.to_vec();
    expected.insert(5, late);
    expected.push(newest);
    assert_eq!(order, expected.iter().map(ToString::to_string).collect::<Vec<_>>());
}

#[test]
fn whoever_reports_while_few_wait_stands_at_the_end() {
    let (_office, _, mut desk) = open(&magetan());
    let late = issue(&mut desk, 'T').number;
    next(&mut desk, 1);
    desk.no_show(at(1)).unwrap();
    let other = issue(&mut desk, 'T').number;
    desk.present(late).unwrap();
    let order: Vec<_> = std::iter::from_fn(|| serve(&mut desk, 1)).collect();
    assert_eq!(order, [other, late].map(|n| n.to_string()));
}

#[test]
fn a_visitor_gets_time_to_come_before_the_number_is_called_again() {
    let (_office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    next(&mut desk, 1);
    clock.advance(TimeDelta::seconds(13));
    let error = desk.recall(at(1)).unwrap_err().to_string();
    assert_eq!(
        error,
        "T001 was called 13 seconds ago; give the visitor 7 more seconds before calling again"
    );
    clock.advance(TimeDelta::seconds(7));
    desk.recall(at(1)).unwrap();
    clock.advance(TimeDelta::seconds(19));
    assert!(matches!(
        desk.recall(at(1)),
        Err(DeskError::Refusal(Refusal::TooSoon { ago: 19, .. }))
    ));
    // A clock that is set back does not lock the key for an hour.
    clock.advance(TimeDelta::hours(-1));
    desk.recall(at(1)).unwrap();
}

#[test]
fn a_transfer_keeps_number_and_place_and_changes_what_it_is_for() {
    let (_office, clock, mut desk) = open(&magetan());
    let wrong = issue(&mut desk, 'T');
    clock.advance(TimeDelta::minutes(5));
    let waiting = issue(&mut desk, 'K');
    meet(&mut desk, 1);
    let to = Destination { service: Some(service('K')), counter: None };
    let sent = desk.transfer(at(1), to).unwrap();
    assert_eq!((sent.number, sent.service), (wrong.number, service('K')));
    assert_eq!((sent.entry, &sent.state), (Entry::Transferred, &waiting.state));
    assert!(next(&mut desk, 1).is_none(), "it is no longer counter 1's work");
    assert_eq!(next(&mut desk, 2).unwrap().number, wrong.number, "it came first to the office");
    desk.start(at(2)).unwrap();
    let on = desk.finish(at(2)).unwrap();
    assert_eq!(
        on.state,
        State::Waiting { stage: stage("proses") },
        "the journey of the new service"
    );
    let counts = desk.board(EventSeq(0)).unwrap().counts();
    assert!(counts.iter().all(|c| c.service == service('K')), "{counts:?}");
}

#[test]
fn a_visitor_sent_to_one_counter_is_called_there_and_nowhere_else() {
    let (_office, _, mut desk) = open(&crate::support::offices::small());
    let first = issue(&mut desk, 'A').number;
    let second = issue(&mut desk, 'A').number;
    let to = |n| Destination { service: None, counter: Some(counter(n)) };
    desk.transfer(Subject::Ticket(first), to(3)).unwrap();
    let view = desk.counter_view(counter(1)).unwrap();
    assert_eq!(view.waiting.iter().map(|t| t.number).collect::<Vec<_>>(), [second]);
    assert_eq!(next(&mut desk, 1).unwrap().number, second);
    assert_eq!(next(&mut desk, 3).unwrap().number, first);
    let third = issue(&mut desk, 'A').number;
    let error = desk.transfer(Subject::Ticket(third), to(2)).unwrap_err().to_string();
    assert_eq!(error, "counter 2 does not serve depan of service A; it would never call A003");
    assert_eq!(desk.ticket(third).unwrap().ticket.reserved_for, None, "and nothing has changed");
}

#[test]
fn a_break_of_a_counter_leaves_nobody_waiting_for_an_empty_chair() {
    let (_office, _, mut desk) = open(&crate::support::offices::small());
    let [held, sent] = [(); 2].map(|()| issue(&mut desk, 'A').number);
    next(&mut desk, 3).unwrap();
    let to = Destination { service: None, counter: Some(counter(3)) };
    desk.transfer(Subject::Ticket(sent), to).unwrap();
    assert!(next(&mut desk, 1).is_none(), "reserved");
    desk.pause(counter(3)).unwrap();
    assert_eq!(desk.pause(counter(3)).unwrap_err().to_string(), "counter 3 is paused already");
    assert_eq!(next(&mut desk, 1).unwrap().number, sent, "released by the break");
    desk.start(at(3)).unwrap();
    assert_eq!(desk.finish(at(3)).unwrap().number, held, "what it holds it may finish");
    let error = desk.next(counter(3)).unwrap_err().to_string();
    assert_eq!(error, "counter 3 is paused; resume it before calling");
    let other = issue(&mut desk, 'B').number;
    let error = desk.transfer(Subject::Ticket(other), to).unwrap_err();
    assert!(matches!(error, DeskError::Refusal(Refusal::PausedThere { .. })), "{error}");
    assert!(desk.counter_view(counter(3)).unwrap().paused);
    desk.resume(counter(3)).unwrap();
    assert_eq!(next(&mut desk, 3).unwrap().number, held, "its next stage");
}

#[test]
fn a_break_ends_with_the_day() {
    let (_office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    desk.pause(counter(1)).unwrap();
    clock.advance(TimeDelta::days(1));
    let tomorrow = issue(&mut desk, 'T');
    assert_eq!(next(&mut desk, 1).unwrap().id, tomorrow.id);
}

#[test]
fn every_step_that_can_be_taken_back_is_as_if_it_had_never_been() {
    let (_office, clock, mut desk) = open(&magetan());
    let ticket = lost_card(&mut desk);
    let later = issue(&mut desk, 'T').number;
    let now = |desk: &mut Desk| {
        clock.advance(TimeDelta::seconds(30));
        let Ticket { state, place, arrived_at, clock, service, .. } =
            desk.ticket(ticket.number).unwrap().ticket;
        (state, place, arrived_at, clock, service)
    };
    type Step = fn(&mut Desk) -> Result<Ticket, DeskError>;
    let call: Step = |desk| Ok(desk.next(counter(1))?.unwrap().ticket);
    let called: [Step; 3] = [
        |desk| desk.no_show(at(1)),
        |desk| desk.transfer(at(1), Destination { service: Some(service('R')), counter: None }),
        |desk| desk.start(at(1)),
    ];
    let serving: [Step; 2] =
        [|desk| Ok(desk.return_file(at(1), &[1], None)?.ticket), |desk| desk.finish(at(1))];
    let take_back = |desk: &mut Desk, step: Step| {
        let before = now(desk);
        step(desk).unwrap();
        assert_ne!(now(desk), before);
        assert_eq!(desk.undo(counter(1)).unwrap().state, before.0);
        assert_eq!(now(desk), before);
        let again = desk.undo(counter(1)).unwrap_err();
        assert!(
            matches!(again, DeskError::Refusal(Refusal::NotUndone(NotUndone::Nothing(_)))),
            "{again}"
        );
    };
    take_back(&mut desk, call);
    call(&mut desk).unwrap();
    called.into_iter().for_each(|step| take_back(&mut desk, step));
    desk.start(at(1)).unwrap();
    serving.into_iter().for_each(|step| take_back(&mut desk, step));
    desk.finish(at(1)).unwrap();
    assert_eq!(next(&mut desk, 1).unwrap().number, later, "the counter is free");
    assert!(desk.board(EventSeq(0)).unwrap().missing.is_empty(), "handed back for nothing");
    assert_eq!(desk.ticket(ticket.number).unwrap().missing, [], "nothing is to be brought");
    let log = desk.ticket(ticket.number).unwrap().events;
    let undone: Vec<_> =
        log.iter().filter_map(|e| Some((&*e.kind, e.detail.as_deref()?))).collect();
    assert_eq!(
        undone,
        ["called", "missed", "transferred", "started", "returned", "finished"]
            .map(|kind| ("undone", kind)),
        "nothing was erased"
    );
}

#[test]
fn a_step_stands_after_a_minute_or_when_somebody_else_went_on() {
    let (_office, clock, mut desk) = open(&magetan());
    issue(&mut desk, 'T');
    let refused = |desk: &mut Desk| desk.undo(counter(1)).unwrap_err().to_string();
    assert_eq!(refused(&mut desk), "there is nothing to undo at counter 1");
    meet(&mut desk, 1);
    desk.finish(at(1)).unwrap();
    next(&mut desk, 5).unwrap();
    assert_eq!(
        refused(&mut desk),
        "T001 was changed elsewhere since (serving); the last step at counter 1 stands"
    );
    issue(&mut desk, 'T');
    next(&mut desk, 1).unwrap();
    clock.advance(TimeDelta::seconds(61));
    assert_eq!(
        refused(&mut desk),
        "the last step at counter 1 (T002 called) was more than 60 seconds ago and stands"
    );
    desk.recall(at(1)).unwrap();
    assert_eq!(refused(&mut desk), "the last step at counter 1 (T002 recalled) cannot be undone");
    assert_eq!(desk.ticket(number("T002")).unwrap().ticket.state.code(), "called");
}

#[test]
fn a_call_that_was_taken_back_is_not_announced_and_costs_nobody_a_turn() {
    let (_office, _, mut desk) = open(&magetan());
    issue(&mut desk, 'Q');
    let priority = desk.issue(&visitor('Q', Lane::Priority)).unwrap().ticket;
    assert_eq!(next(&mut desk, 1).unwrap().id, priority.id);
    desk.undo(counter(1)).unwrap();
    assert_eq!(calls(&mut desk), called(&[]));
    let again = desk.next(counter(1)).unwrap().unwrap();
    assert_eq!((again.ticket.id, again.why), (priority.id, Why::PriorityTurn));
    assert_eq!(calls(&mut desk), called(&[("Q002", 1)]));
}

#[test]
fn the_end_of_the_day_closes_what_is_left_with_its_cause() {
    let (_office, clock, mut desk) = open(&magetan());
    let tickets = [(); 4].map(|()| lost_card(&mut desk));
    next(&mut desk, 1);
    desk.no_show(at(1)).unwrap();
    meet(&mut desk, 1);
    desk.return_file(at(1), &[1], None).unwrap();
    next(&mut desk, 1);
    clock.advance(TimeDelta::days(1));
    let today = issue(&mut desk, 'T').day;
    let histories = desk.histories(tickets[0].day, today).unwrap();
    let ends: Vec<_> = histories
        .iter()
        .map(|h| h.events.last().unwrap())
        .map(|e| (&*e.kind, e.detail.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(
        ends,
        [
            ("lapsed", "no-show"),
            ("lapsed", "not-back"),
            ("lapsed", "not-finished"),
            ("lapsed", "not-called"),
            ("issued", "-")
        ]
    );
    assert!(
        matches!(desk.back(tickets[1].number), Err(DeskError::Refusal(Refusal::NoTicket { .. }))),
        "too late"
    );
}
