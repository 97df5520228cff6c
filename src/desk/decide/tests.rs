//! Decisions on a day that was never in any file.

use super::*;
use crate::desk::request::{
    Called, Destination, IssueRequest, PrintTarget, PrinterUpdate, Subject,
};
use crate::domain::{
    Actor, BusinessDay, CaseId, CounterNumber, Doubt, EventSeq, Lane, Language, NotUndone, Officer,
    OfficerId, PrintCause, PrintOutcome, PrintState, Role, ServiceCode, State, Ticket, TicketId,
    Timestamp, Verdict, Voucher, Why,
};
use crate::office::{Office, Outside, SAMPLES};
use crate::queue::{Answered, Change, Day, RequestKey};
use chrono::TimeDelta;
use uuid::Uuid;

/// Eight in the morning of a Monday in Magetan.
fn morning() -> Timestamp {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

/// An office of which only the day is remembered.
struct Desk {
    office: Office,
    day: Day,
    now: Timestamp,
    doubt: Option<Doubt>,
    tickets: u128,
}

impl Desk {
    fn new() -> Self {
        let office = Office::parse(SAMPLES[0].1, &Outside::default()).unwrap();
        let day = Day::new(BusinessDay::parse("2026-11-23").unwrap());
        Self { office, day, now: morning(), doubt: None, tickets: 0 }
    }

    fn verdict(&self) -> Verdict {
        let (day, clock) = (self.day.date(), self.day.date());
        match self.doubt {
            Some(doubt) => Verdict { day, clock, trust: Err(doubt), time: None },
            None => Verdict { day, clock, trust: Ok(Voucher::Order), time: Some(self.now) },
        }
    }

    fn decide<T>(
        &mut self,
        decide: impl FnOnce(&mut Draft<'_>) -> Result<T, Refusal>,
    ) -> Result<(T, Vec<Change>), Refusal> {
        let actor = Actor::Program;
        let mut draft = Draft::new(&self.day, &self.office, self.now, self.verdict(), actor);
        let answer = decide(&mut draft)?;
        let (mut changes, action) = draft.finish();
        changes.extend(action.map(|action| {
            Change::Answered(Box::new(Answered {
                key: RequestKey::new("k"),
                fingerprint: String::new(),
                outcome: crate::queue::Outcome::default(),
                at: self.now,
                day: self.day.date(),
                action: Some(action),
            }))
        }));
        self.day.apply(&changes);
        Ok((answer, changes))
    }

    fn issue(&mut self, letter: char, lane: Lane) -> Ticket {
        self.tickets += 1;
        let request = IssueRequest {
            service: ServiceCode::new(letter).unwrap(),
            case: (letter == 'T').then(|| CaseId::new("baru").unwrap()),
            lane,
            language: Language::Indonesian,
            id: TicketId(Uuid::from_u128(self.tickets)),
            key: None,
            override_code: None,
            print: None,
        };
        self.decide(|draft| issue::issue(draft, &request)).unwrap().0.ticket
    }

    fn next(&mut self, number: i64) -> Result<Option<Called>, Refusal> {
        Ok(self.decide(|draft| call::next(draft, counter(number)))?.0)
    }
}

fn counter(number: i64) -> CounterNumber {
    CounterNumber::new(number).unwrap()
}

fn at(number: i64) -> Subject {
    Subject::Counter(counter(number))
}

fn target() -> PrintTarget {
    PrintTarget::at("sheets:/tmp/x", "generic-80")
}

#[test]
fn a_number_is_the_next_of_its_series_and_its_event_the_next_of_all() {
    let mut desk = Desk::new();
    let first = desk.issue('T', Lane::Regular);
    let second = desk.issue('R', Lane::Regular);
    let third = desk.issue('T', Lane::Priority);
    let told = [&first, &second, &third]
        .map(|ticket| (ticket.number.to_string(), ticket.last_event, ticket.place));
    assert_eq!(
        told,
        [
            ("T001".to_owned(), EventSeq(1), EventSeq(1)),
            ("R001".to_owned(), EventSeq(2), EventSeq(2)),
            ("T002".to_owned(), EventSeq(3), EventSeq(3)),
        ]
    );
    assert_eq!(desk.day.newest_event(), EventSeq(3));
}

#[test]
fn nothing_is_decided_without_a_change_and_nothing_refused_with_one() {
    let mut desk = Desk::new();
    let (nobody, changes) = desk.decide(|draft| call::next(draft, counter(1))).unwrap();
    assert!(nobody.is_none() && changes.is_empty());
    desk.issue('T', Lane::Regular);
    let before = desk.day.clone();
    desk.decide(|draft| call::recall(draft, at(1))).unwrap_err();
    desk.decide(|draft| call::next(draft, counter(77))).unwrap_err();
    assert_eq!(desk.day, before);
}

#[test]
fn the_lanes_take_turns_by_what_the_day_remembers() {
    let mut desk = Desk::new();
    let first = desk.issue('T', Lane::Regular);
    let second = desk.issue('T', Lane::Priority);
    let called = desk.next(1).unwrap().unwrap();
    assert_eq!((called.ticket.id, called.why), (second.id, Why::PriorityTurn));
    desk.issue('T', Lane::Priority);
    let busy = desk.next(1).unwrap_err();
    assert!(matches!(busy, Refusal::CounterBusy { state: "called", .. }), "{busy}");
    desk.decide(|draft| call::step(draft, at(1), Action::NoShow)).unwrap();
    let called = desk.next(1).unwrap().unwrap();
    assert_eq!((called.ticket.id, called.why), (first.id, Why::RegularTurn));
}

#[test]
fn a_step_is_taken_back_once_and_only_while_the_counter_is_free() {
    let mut desk = Desk::new();
    (0..2).for_each(|_| drop(desk.issue('T', Lane::Regular)));
    let called = desk.next(1).unwrap().unwrap().ticket;
    desk.decide(|draft| call::step(draft, at(1), Action::NoShow)).unwrap();
    desk.next(1).unwrap().unwrap();
    // The newest step at the counter is the second call now; the missed one stands.
    let (back, _) = desk.decide(|draft| undo::undo(draft, counter(1))).unwrap();
    assert!(matches!(back.state, State::Waiting { .. }), "{:?}", back.state);
    let twice = desk.decide(|draft| undo::undo(draft, counter(1))).unwrap_err();
    assert!(matches!(twice, Refusal::NotUndone(NotUndone::Nothing(_))), "{twice}");
    assert_eq!(desk.day.calls_after(EventSeq(0)).count(), 1, "what was taken back was no call");
    assert_eq!(desk.day.ticket(called.number).unwrap().state.code(), "missed");
}

#[test]
fn a_visitor_is_sent_only_where_somebody_would_call_them() {
    let mut desk = Desk::new();
    desk.issue('T', Lane::Regular);
    desk.next(1).unwrap();
    desk.decide(|draft| breaks::take_break(draft, counter(2), true)).unwrap();
    let to = |number| Destination { service: None, counter: Some(counter(number)) };
    let wrong = desk.decide(|draft| transfer::transfer(draft, at(1), to(2))).unwrap_err();
    assert!(matches!(wrong, Refusal::WrongCounter { .. } | Refusal::PausedThere { .. }), "{wrong}");
    assert_eq!(desk.day.ticket_at_counter(counter(1)).unwrap().state.code(), "called");
}

#[test]
fn whoever_is_asked_twice_for_staff_is_asked_once() {
    let mut desk = Desk::new();
    let (first, _) = desk.decide(|draft| help::ask_staff(draft, None)).unwrap();
    let (again, changes) = desk.decide(|draft| help::ask_staff(draft, None)).unwrap();
    assert_eq!((again.id, changes.len()), (first.id, 0));
    let answer =
        |desk: &mut Desk| desk.decide(|draft| Ok(help::answer_staff(draft, first.id))).unwrap().0;
    assert_eq!([answer(&mut desk), answer(&mut desk)], [true, false]);
}

#[test]
fn a_paper_goes_its_way_and_a_result_told_twice_changes_nothing() {
    let mut desk = Desk::new();
    let ticket = desk.issue('T', Lane::Regular);
    let number = ticket.number;
    let (_, job) = desk.decide(|draft| paper::reprint(draft, number, &target())).unwrap().0;
    let printer = target().printer;
    let begin = |desk: &mut Desk| {
        desk.decide(|draft| Ok(paper::begin_print_job(draft, &printer))).unwrap().0
    };
    let sheet = begin(&mut desk).unwrap();
    assert_eq!((sheet.job.id, sheet.ticket.map(|t| t.id)), (job.id, Some(ticket.id)));
    assert!(begin(&mut desk).is_none(), "one owner, one job");
    let outcome = PrintOutcome::Unknown(PrintCause::Interrupted);
    let settle = |desk: &mut Desk, outcome| {
        let news = PrinterUpdate::default();
        let settled = desk.decide(|draft| {
            paper::settle_print_job(draft, &printer, job.id, outcome, &[], &news);
            Ok(())
        });
        settled.unwrap();
        desk.day.print_job(job.id).unwrap().state
    };
    assert_eq!(settle(&mut desk, outcome), PrintState::Unknown(PrintCause::Interrupted));
    let failed = PrintOutcome::Failed(PrintCause::PaperOut);
    assert_eq!(settle(&mut desk, failed), PrintState::Unknown(PrintCause::Interrupted));
}

#[test]
fn a_number_under_a_doubtful_clock_says_so_and_asks_no_hours() {
    let mut desk = Desk::new();
    // Long before the office opens, by a clock that nobody believes.
    desk.now = morning() - TimeDelta::hours(5);
    desk.doubt = Some(Doubt::NoChip);
    let ticket = desk.issue('T', Lane::Regular);
    assert_eq!(desk.day.doubt_at_issue(ticket.id), Some(Doubt::NoChip));
    let sheet = |draft: &mut Draft<'_>| {
        paper::reprint(draft, ticket.number, &target())?;
        Ok(())
    };
    desk.decide(sheet).unwrap();
    let printer = target().printer;
    let sheet = desk.decide(|draft| Ok(paper::begin_print_job(draft, &printer))).unwrap().0;
    assert!(!sheet.unwrap().knows_time, "no date is printed that nobody knows");
}

#[test]
fn whoever_has_left_is_nobody_to_act_for() {
    let mut desk = Desk::new();
    let id = OfficerId::new("sari").unwrap();
    let officer = Officer { id: id.clone(), name: "Sari".to_owned(), role: Role::Officer };
    desk.decide(|draft| people::add_officer(draft, officer.clone(), None)).unwrap();
    let signed = people::signed(&desk.day, &Actor::Officer(officer)).unwrap();
    assert_eq!(signed.id(), Some(&id));
    desk.decide(|draft| people::retire_officer(draft, &id)).unwrap();
    people::signed(&desk.day, &signed).unwrap_err();
}
