//! A small day, told event by event, and the figures that must come of it.

use super::*;
use crate::desk::History;
use crate::domain::{
    BusinessDay, EventSeq, Lane, Language, PrintCause, PrintLevel, PrintState, StageId, State,
    Ticket, TicketId, Timestamp, WaitRange,
};
use crate::office::{Office, Outside, SAMPLES};
use crate::queue::{Event, PrintContent, PrintJob};
use chrono::TimeDelta;
use uuid::Uuid;

pub(super) fn office() -> Office {
    let known = |_: &str| Ok(());
    Office::parse(SAMPLES[0].1, &Outside { profile: &known, ..Outside::default() }).unwrap()
}

pub(super) fn at(minute: i64) -> Timestamp {
    // 08.00 in Magetan.
    "2026-11-23T01:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::minutes(minute)
}

pub(super) fn today() -> BusinessDay {
    BusinessDay::parse("2026-11-23").unwrap()
}

/// A ticket with these events: minute, kind, stage.
pub(super) fn history(
    number: &str,
    lane: Lane,
    state: State,
    log: &[(i64, &str, &str)],
) -> History {
    let event = |(seq, (minute, kind, stage)): (usize, &(i64, &str, &str))| Event {
        seq: EventSeq(seq as i64 + 1),
        at: at(*minute),
        kind: (*kind).to_owned(),
        stage: StageId::new(stage),
        counter: None,
        detail: None,
        took: None,
        // "undone" takes back the event before it.
        undoes: (*kind == "undone").then_some(EventSeq(seq as i64)),
        officer: None,
    };
    let (id, stage) = (TicketId(Uuid::nil()), StageId::new("verifikasi").unwrap());
    let new = Ticket::new(id, number.parse().unwrap(), today(), stage, at(log[0].0));
    let ticket = Ticket { lane, state, ..new };
    History { ticket, events: log.iter().enumerate().map(event).collect(), papers: Vec::new() }
}

/// Waits 10 minutes, is verified for 4 (within the norm), lies 2 before the examination, which takes 6 (over it).
pub(super) fn through_two_stages() -> History {
    let log = [
        (0, "issued", ""),
        (10, "called", "verifikasi"),
        (11, "recalled", "verifikasi"),
        (12, "started", "verifikasi"),
        (16, "finished", "verifikasi"),
        (18, "taken", "pemeriksaan"),
        (24, "finished", "pemeriksaan"),
    ];
    history("T001", Lane::Regular, State::Done, &log)
}

/// A page of `report` beside a month in which nobody came.
fn page(report: &Report, office: &Office, language: Language) -> String {
    let brief = brief(report, &nobody_before(), office, language);
    html(report, &brief, office, language, "23 November 2026", "now")
}

/// October, in which nobody came.
pub(super) fn nobody_before() -> Before {
    Before { title: "Oktober 2026".to_owned(), report: report(&[]) }
}

pub(super) fn report(histories: &[History]) -> Report {
    Report::of(&office(), Period { from: today(), to: today() }, histories, Vec::new())
}

#[test]
fn a_visit_is_measured_by_its_log() {
    let visit = Visit::of(&through_two_stages());
    let minutes = |n| Some(TimeDelta::minutes(n));
    assert_eq!(visit.first_wait, minutes(10));
    assert_eq!(visit.service_clock, minutes(14));
    let stages: Vec<_> =
        visit.stages.iter().map(|s| (s.stage.as_str(), s.waited, s.worked)).collect();
    assert_eq!(
        stages,
        [("verifikasi", minutes(10), minutes(4)), ("pemeriksaan", minutes(2), minutes(6))]
    );
}

#[test]
fn time_away_is_nobodys_wait() {
    let log = [
        (0, "issued", ""),
        (5, "called", "verifikasi"),
        (6, "missed", "verifikasi"),
        (40, "present", "verifikasi"),
        (43, "called", "verifikasi"),
        (43, "started", "verifikasi"),
        (45, "finished", "verifikasi"),
    ];
    let state = State::Waiting { stage: StageId::new("pemeriksaan").unwrap() };
    let visit = Visit::of(&history("T002", Lane::Regular, state, &log));
    assert_eq!(visit.stages[0].waited, Some(TimeDelta::minutes(3)));
    assert_eq!((visit.missed, visit.end, visit.service_clock), (1, End::Open, None));
}

#[test]
fn what_was_taken_back_has_not_happened() {
    let log = [
        (0, "issued", ""),
        (5, "called", "verifikasi"),
        (6, "missed", "verifikasi"),
        (6, "undone", "verifikasi"),
        (7, "started", "verifikasi"),
        (9, "finished", "verifikasi"),
    ];
    let state = State::Waiting { stage: StageId::new("pemeriksaan").unwrap() };
    let visit = Visit::of(&history("T002", Lane::Regular, state, &log));
    let minutes = |n| TimeDelta::minutes(n);
    assert_eq!((visit.missed, visit.stages[0].waited), (0, Some(minutes(5))));
    assert_eq!(visit.stages[0].worked, Some(minutes(2)));
}

#[test]
fn whoever_never_came_back_is_a_no_show_also_after_the_day() {
    let log = [(0, "issued", ""), (5, "called", "x"), (6, "missed", "x"), (900, "lapsed", "x")];
    let visit = Visit::of(&history("T003", Lane::Regular, State::Lapsed, &log));
    assert_eq!(visit.end, End::Missed);
    let never_called = history("T004", Lane::Regular, State::Lapsed, &[(0, "issued", "")]);
    assert_eq!(Visit::of(&never_called).end, End::Lapsed);
}

#[test]
fn the_promise_and_the_norms_are_counted() {
    let late = {
        let log =
            [(0, "issued", ""), (1, "called", "a"), (1, "started", "a"), (20, "finished", "a")];
        history("T002", Lane::Priority, State::Done, &log)
    };
    let report = report(&[through_two_stages(), late]);
    let (code, totals) = &report.services[0];
    assert_eq!(code.to_string(), "T");
    assert_eq!(
        (totals.issued, totals.done, totals.priority, totals.kept),
        (2, 2, 1, 1),
        "18 minutes"
    );
    let kept = |id: &str| {
        let of = |stage: &&StageTotals| stage.stage.as_str() == id && stage.service == *code;
        report.stages.iter().find(of).map(|stage| (stage.worked.unwrap().count, stage.kept))
    };
    assert_eq!(kept("verifikasi"), Some((1, 1)));
    assert_eq!(kept("pemeriksaan"), Some((1, 0)));
    let priority = report.first_wait_by_lane[0];
    assert_eq!((priority.0, priority.1.unwrap().max), (Lane::Priority, TimeDelta::minutes(1)));
    let eight = report.hours[&8];
    assert_eq!((eight.issued, eight.called), (2, 2));
    let waits = eight.first_wait.unwrap();
    assert_eq!((waits.p50, waits.p90), (TimeDelta::minutes(1), TimeDelta::minutes(10)));
}

#[test]
fn what_was_told_of_a_wait_is_held_against_what_came_of_it() {
    // Called after 10 minutes; people are told steps of five.
    let told = |from, to| {
        let mut history = through_two_stages();
        history.ticket.estimate = Some(WaitRange { from, to });
        history
    };
    let never_called = {
        let mut history = history("T004", Lane::Regular, State::Lapsed, &[(0, "issued", "")]);
        history.ticket.estimate = Some(WaitRange { from: 0, to: 5 });
        history
    };
    let visits = [told(7, 9), told(0, 4), told(16, 18), through_two_stages(), never_called];
    let told = report(&visits).all.told;
    assert_eq!(told, Told { count: 3, right: 1, later: 1, width_minutes: 5 });
    assert_eq!(told.right_percent(), Some(33));
    assert_eq!(report(&[]).all.told.right_percent(), None);
}

#[test]
fn quotas_are_counted_by_the_series_that_a_number_was_taken_from() {
    let mut office = office();
    office.services[0].quota = Some(2);
    let one = |number, day: &str, service| {
        let mut history = history(number, Lane::Regular, State::Done, &[(0, "issued", "")]);
        history.ticket.day = BusinessDay::parse(day).unwrap();
        history.ticket.service = crate::domain::ServiceCode::new(service).unwrap();
        history
    };
    let histories = [
        one("T001", "2026-11-23", 'T'),
        // A transfer changes what a ticket is for, and gives no number back.
        one("T002", "2026-11-23", 'K'),
        one("T001", "2026-11-24", 'T'),
        one("K001", "2026-11-24", 'K'),
    ];
    let period = Period { from: today(), to: BusinessDay::parse("2026-11-30").unwrap() };
    let report = Report::of(&office, period, &histories, Vec::new());
    let [quota] = report.quotas[..] else { panic!("{:?}", report.quotas) };
    assert_eq!((quota.quota, quota.days, quota.issued), (2, 2, 3));
    assert_eq!((quota.fullest, quota.used_up), (2, 1));
    let issued: Vec<usize> = report.days.values().map(|day| day.issued).collect();
    assert_eq!(issued, [2, 2]);
    let tables = tables(&report, &office, Language::Indonesian);
    let titles: Vec<&str> = tables.iter().map(|table| table.title.as_str()).collect();
    assert!(titles.contains(&"Per hari (menit)") && titles.contains(&"Pemakaian kuota"));
    let quota = tables.iter().find(|table| table.title == "Pemakaian kuota").unwrap();
    assert_eq!(quota.rows[0][1..], ["2", "2", "3", "75 %", "2", "1"].map(str::to_owned));
    let one_day =
        super::tables(&super::tests::report(&[]), &super::tests::office(), Language::Indonesian);
    assert!(one_day.iter().all(|table| table.title != "Per hari (menit)"), "one day is no month");
}

#[test]
fn papers_are_counted_by_what_is_known_of_them() {
    let mut history = through_two_stages();
    let paper = |copy, state| PrintJob {
        id: i64::from(copy),
        ticket: Some(history.ticket.id),
        content: PrintContent::Ticket,
        copy,
        printer: String::new(),
        profile: String::new(),
        state,
        created_at: at(0),
    };
    let gone = PrintCause::CoverOpen;
    let states = [
        PrintState::Printed(PrintLevel::Drained),
        PrintState::Pending,
        PrintState::Postponed(gone),
        PrintState::Withdrawn(gone),
    ];
    let papers = states.iter().zip(0..).map(|(state, copy)| paper(copy, *state)).collect();
    history.papers = papers;
    let report = report(&[history]);
    assert_eq!(report.copies, 3);
    let count = |state: &str, detail: &str| report.papers[&(state.to_owned(), detail.to_owned())];
    assert_eq!((count("printed", "drained"), count("pending", "")), (1, 2));
    assert_eq!(count("withdrawn", "cover-open"), 1);
    let shown: String = tables(&report, &office(), Language::English).iter().map(text).collect();
    assert!(
        shown.contains("Not printed because the visitor had left: printer cover open"),
        "{shown}"
    );
}

#[test]
fn nothing_measured_is_not_zero_minutes() {
    let report = report(&[]);
    assert_eq!(report.all, Totals::default());
    let tables = tables(&report, &office(), Language::Indonesian);
    let all = tables[1].rows.last().unwrap();
    assert_eq!(all[1..4], ["0", "0", "–"].map(str::to_owned));
}

#[test]
fn a_clock_that_was_set_back_has_measured_nothing() {
    let log = [
        (0, "issued", ""),
        (-120, "called", "verifikasi"),
        (-119, "started", "verifikasi"),
        (-130, "finished", "verifikasi"),
    ];
    let history = history("T001", Lane::Regular, State::Done, &log);
    let visit = Visit::of(&history);
    assert_eq!((visit.first_wait, visit.service_clock), (None, None));
    assert_eq!((visit.stages[0].waited, visit.stages[0].worked), (None, None));
    let report = report(&[history, through_two_stages()]);
    assert_eq!(report.all.first_wait.unwrap().count, 1);
    let tables = tables(&report, &office(), Language::Indonesian);
    let shown: String = tables.iter().map(text).collect();
    assert!(!shown.contains("-1") && !shown.contains("−"), "{shown}");
}

#[test]
fn what_people_read_needs_no_glossary_and_what_programs_read_keeps_its_names() {
    let report = report(&[through_two_stages()]);
    let office = office();
    for (language, long, kept, short) in [
        (
            Language::Indonesian,
            "Tunggu: 9 dari 10 ≤",
            ["Sesuai janji", "Sesuai norma"],
            "Tunggu p90",
        ),
        (Language::English, "Wait: 9 of 10 ≤", ["Promise kept", "Norm kept"], "Wait p90"),
        (
            Language::Javanese,
            "Ngantos: 9 saking 10 ≤",
            ["Cocog janji", "Cocog norma"],
            "Ngantos p90",
        ),
    ] {
        let tables = tables(&report, &office, language);
        let page = page(&report, &office, language);
        // The faces are letters by chance.
        let page = page.split("<body>").nth(1).unwrap().replace('\u{a0}', " ");
        assert!(page.contains(long) && kept.iter().all(|kept| page.contains(kept)), "{page}");
        assert!(!page.contains("p90") && !page.contains("p50"), "{page}");
        assert!(page.contains("class=\"method\""), "and what the columns are is explained");
        let sheet = csv(&tables, language).unwrap();
        assert!(sheet.contains(short) && !sheet.contains(long), "{sheet}");
    }
}

#[test]
fn every_form_tells_the_same_figures() {
    let report = report(&[through_two_stages()]);
    let office = office();
    for language in Language::ALL {
        let tables = tables(&report, &office, *language);
        let page = page(&report, &office, *language);
        let sheet = csv(&tables, *language).unwrap();
        let shown: String = tables.iter().map(text).collect();
        let decimal = if *language == Language::English { "10.0" } else { "10,0" };
        for form in [&page, &sheet, &shown] {
            assert!(form.contains(decimal), "{language:?}: {form}");
            assert!(!form.contains("report."), "{language:?}: a sentence is missing: {form}");
        }
        assert!(!page.contains("http://") || !page.contains("src="), "nothing is fetched");
    }
}
