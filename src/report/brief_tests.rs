//! What the first lines of a report say of days that are easy to say something wrong about.

use super::tests::{history, nobody_before, office, report, through_two_stages};
use super::*;
use crate::desk::History;
use crate::domain::{Lane, Language, StageId, State};
use crate::office::{Office, Outside, SAMPLES};
use crate::words::Words;

/// Called after `wait` minutes, handed over `clock` minutes after that.
fn served(number: &str, issued: i64, wait: i64, clock: i64) -> History {
    let (called, finished) = (issued + wait, issued + wait + clock);
    let log = [
        (issued, "issued", ""),
        (called, "called", "verifikasi"),
        (called, "started", "verifikasi"),
        (finished, "finished", "verifikasi"),
    ];
    history(number, Lane::Regular, State::Done, &log)
}

fn in_english(histories: &[History], before: &Before) -> Brief {
    brief(&report(histories), before, &office(), Language::English)
}

fn answers(brief: &Brief) -> Vec<String> {
    brief.lines.iter().map(|line| line.answer.join(" ")).collect()
}

#[test]
fn a_day_without_visitors_says_so_and_nothing_else() {
    let brief = in_english(&[], &nobody_before());
    assert_eq!(answers(&brief), ["No number was taken."]);
    assert_eq!((&*brief.promise.figure, &brief.promise.before), ("–", &None));
    let figures: Vec<&str> = brief.figures.iter().map(|one| &*one.figure).collect();
    assert_eq!(figures, ["0", "–", "–"]);
}

#[test]
fn one_visitor_is_not_half_of_the_visitors() {
    let brief = in_english(&[served("T001", 0, 3, 4)], &nobody_before());
    assert_eq!(
        answers(&brief),
        [
            "One number was taken: 1 handed over.",
            "One visitor was called, at most 3 min after taking the number. One service was finished, within 4 min of the first call.",
            "1 of 1 services were finished within the time that is promised.",
            "Every service that was measured was finished within its promise. Every stage that has a norm was finished within it.",
            "No number was taken in Oktober 2026, so there is nothing to compare with.",
        ]
    );
    assert_eq!(brief.promise.figure, "100 %");
}

#[test]
fn tickets_that_are_open_are_counted_and_measure_nothing() {
    let waiting = State::Waiting { stage: StageId::new("verifikasi").unwrap() };
    let open = history("T001", Lane::Regular, waiting, &[(0, "issued", "")]);
    let brief = in_english(std::slice::from_ref(&open), &nobody_before());
    let said = answers(&brief);
    assert_eq!(said[0], "One number was taken: 1 still open.");
    assert_eq!(said[1], "No wait was measured.");
    assert_eq!(said[2], "No finished service can be measured against its promise.");
    assert_eq!(said[3], "Nothing can be measured yet.");
    let two = in_english(&[open, served("T002", 0, 3, 4)], &nobody_before());
    assert_eq!(answers(&two)[0], "2 numbers were taken: 1 handed over, 1 still open.");
}

#[test]
fn where_it_stuck_is_the_service_the_stage_and_the_hour() {
    let late = served("K001", 70, 20, 30);
    let brief = in_english(&[through_two_stages(), late], &nobody_before());
    assert_eq!(
        brief.lines[3].answer,
        [
            "The promise was missed most often at K Family card: 1 of 1 took more than 15 min.",
            "The norm of a stage was missed most often at T Examination: 1 of 1 took more than 5 min.",
            "Whoever took a number between 09:00 and 10:00 waited longest: half of them up to 20 min.",
        ]
    );
    assert_eq!(brief.promise.figure, "50 %");
}

#[test]
fn services_that_missed_as_often_are_all_named_and_equal_hours_are_not() {
    let equal = [served("K001", 0, 5, 30), served("N001", 60, 5, 30)];
    let said = &in_english(&equal, &nobody_before()).lines[3].answer;
    let both = "K Family card: 1 of 1 took more than 15 min; N Child ID card: 1 of 1 took more than 10 min.";
    assert!(said[0].ends_with(both), "{said:?}");
    assert!(!said.iter().any(|sentence| sentence.contains("waited longest")), "{said:?}");
    // Of two that missed as often the one of which more was missed.
    let more = [served("K001", 0, 5, 30), served("K002", 0, 5, 3), served("N001", 60, 5, 30)];
    let said = &in_english(&more, &nobody_before()).lines[3].answer;
    assert!(said[0].contains("at N Child") && !said[0].contains("Family"), "{said:?}");
}

#[test]
fn an_office_without_promises_says_that_it_gives_none() {
    let desa = Office::parse(SAMPLES[1].1, &Outside::default()).unwrap();
    let histories = [served("K001", 0, 3, 4)];
    let report = Report::of(&desa, report(&[]).period, &histories, Vec::new());
    assert_eq!(report.promise_kept(), None);
    let promised = report.services.iter().any(|(_, totals)| totals.promise.is_some());
    let said = answers(&brief(&report, &nobody_before(), &desa, Language::English));
    let expected = match promised {
        true => "No finished service can be measured against its promise.",
        false => "This office promises no time for its services.",
    };
    assert_eq!(said[2], expected);
}

#[test]
fn the_month_before_is_compared_as_it_is_shown() {
    let before = |histories: &[History]| Before {
        title: "October 2026".to_owned(),
        report: report(histories),
    };
    let now = [served("T001", 0, 10, 10), served("T002", 0, 10, 40)];
    let then = [served("T001", 0, 30, 10)];
    let brief = in_english(&now, &before(&then));
    let compared = brief.lines.last().unwrap();
    assert_eq!(compared.question, "Beside October 2026");
    assert_eq!(
        compared.answer,
        [
            "The promise was kept less often: 50 %, before 100 %.",
            "Shorter waits: half were called within 10 min, before 30.",
            "More numbers a day: 2, before 1.",
        ]
    );
    assert_eq!(brief.promise.before.as_deref(), Some("October 2026: 100 %"));
    let same = in_english(&now, &before(&now));
    assert_eq!(
        same.lines.last().unwrap().answer,
        [
            "The promise was kept as often: 50 %.",
            "Waits as long: half were called within 10 min.",
            "As many numbers a day: 2.",
        ]
    );
    // Of a month in which nobody was called only the numbers are known.
    let waiting = State::Waiting { stage: StageId::new("verifikasi").unwrap() };
    let open = history("T001", Lane::Regular, waiting, &[(0, "issued", "")]);
    let unmeasured = in_english(&now, &before(&[open]));
    assert_eq!(unmeasured.lines.last().unwrap().answer, ["More numbers a day: 2, before 1."]);
}

#[test]
fn minutes_in_a_sentence_are_whole_and_never_too_few() {
    // The examination of 14 minutes and a wait of 10, with half a minute more.
    let mut late = through_two_stages();
    for event in late.events.iter_mut().skip(1) {
        event.at += chrono::TimeDelta::seconds(30);
    }
    let said = answers(&in_english(&[late], &nobody_before()));
    assert!(said[1].starts_with("One visitor was called, at most 11 min"), "{said:?}");
}

#[test]
fn every_language_answers_every_question_in_full() {
    let late = served("K001", 70, 20, 30);
    let report = report(&[through_two_stages(), late]);
    for language in Language::ALL {
        let before = Before { title: "x".to_owned(), report: report.clone() };
        let brief = brief(&report, &before, &office(), *language);
        let told: String = brief.lines.iter().map(|line| format!("{line}\n")).collect();
        assert_eq!(brief.lines.len(), 5);
        assert!(!told.contains(['{', '}']) && !told.contains("report."), "{language}: {told}");
        let promise = Words::of(*language).text("report.promise-figure");
        assert_eq!(brief.promise.label, promise);
    }
}
