//! Whole days, played by seed. A day that breaks a promise of the product ends with an error and not with figures.

use crate::support::TempOffice;
use crate::support::offices::magetan;
use antre::data::DataFolder;
use antre::domain::Timestamp;
use antre::lab::rehearsal::{Rehearsal, Settings};
use antre::office::{Office, Outside, SAMPLES};
use chrono::TimeDelta;
use std::sync::Arc;

fn play(sample: &str, seed: u64, visitors: usize) -> Rehearsal {
    let (_, source) = SAMPLES.iter().find(|(name, _)| *name == sample).unwrap();
    let office = Arc::new(Office::parse(source, &Outside::default()).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let data = DataFolder::locate(Some(folder.path().to_owned()));
    let opens: Timestamp = "2026-11-23T01:00:00Z".parse().unwrap();
    Rehearsal::play(&office, Settings { seed, visitors }, &data, opens, opens + TimeDelta::hours(7))
        .unwrap()
}

#[test]
fn everybody_who_took_a_number_has_an_end_and_the_paper_tells_the_truth() {
    for (sample, seed) in [("magetan", 1), ("desa", 2)] {
        let day = play(sample, seed, 60);
        let all = &day.report.all;
        assert_eq!(all.issued + day.counts.refused, 60, "{day}");
        assert_eq!(all.done + all.missed + all.cancelled + all.lapsed, all.issued, "{day}");
        assert!(all.done * 10 >= all.issued * 6, "most go home with their business done: {day}");
        assert_eq!(day.counts.power_cuts, 1);
        assert!(
            day.report.papers.keys().any(|(state, _)| state == "failed"),
            "without paper: {day}"
        );
        assert!(day.report.copies > 0, "somebody printed copies: {day}");
    }
}

#[test]
fn the_same_seed_plays_the_same_day() {
    let [one, again, another] = [1, 1, 9].map(|seed| play("magetan", seed, 40));
    assert_eq!(one.to_string(), again.to_string());
    assert_ne!(one.to_string(), another.to_string());
    let told = one.report.all.told;
    let line = format!("waits told {}: {} came true", told.count, told.right);
    assert!(told.count > 0 && one.to_string().contains(&line), "{one}");
}

#[test]
fn waits_that_people_are_told_come_true() {
    let days = [(2, 90), (4, 130)].map(|(seed, visitors)| play("magetan", seed, visitors));
    let told = days.each_ref().map(|day| day.report.all.told);
    let [count, right] =
        [told.map(|t| t.count), told.map(|t| t.right)].map(|n| n.iter().sum::<usize>());
    assert!(right * 100 >= count * 85, "{right} of {count}");
    // A range that is always right because it says nothing would be no estimate.
    assert!(told.iter().all(|told| told.width_minutes <= 30), "{told:?}");
}

#[test]
fn an_office_with_more_visitors_than_hours_refuses_in_time() {
    let day = play("magetan", 1, 220);
    let all = &day.report.all;
    assert!(day.counts.refused > 20 && day.counts.warned > 0, "{day}");
    let longest = |lane: usize| day.report.first_wait_by_lane[lane].1.unwrap().max;
    let margin = TimeDelta::minutes(30);
    assert!(longest(0) <= longest(1) + margin, "priority never waits longest: {day}");
    assert!(day.after_closing * 5 <= all.done, "officers go home about on time: {day}");
}

#[test]
fn the_office_of_the_data_folder_is_rehearsed_beside_its_queue() {
    let office = TempOffice::new(&magetan());
    office.antre("issue T --case baru").ok();
    let keep = office.file("latihan");
    let told = office
        .antre(&format!("rehearse --day --visitors 12 --seed 3 --keep {}", keep.display()))
        .ok();
    assert!(told.starts_with("Rehearsed 2026-11-23 with seed 3: 12 visitors"), "{told}");
    let answer = office.antre("board --json").json();
    assert_eq!(answer["waiting"], 1, "the office's own queue is untouched: {answer}");
    let kept = |arguments: &[&str]| {
        let mut antre = std::process::Command::new(crate::support::program::ANTRE);
        crate::support::program::run(antre.arg("--data").arg(&keep).args(arguments))
    };
    let day = kept(&["report", "day", "2026-11-23"]).ok();
    assert!(day.contains("Perkiraan tunggu tepat (dari "), "the kept day can be reported");
    let month = kept(&["report", "month", "2026-11", "--json"]).json();
    assert_eq!((&month["issued"], &month["open"]), (&12.into(), &0.into()), "and no other day");
    let again = office.antre(&format!("rehearse --keep {}", keep.display())).refusal();
    assert!(again.contains("holds a queue already"), "{again}");
    assert!(office.antre("rehearse --day 2026-11-22").refusal().contains("closed on 2026-11-22"));
}
